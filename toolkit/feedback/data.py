"""The list as JSON, for programs."""

from __future__ import annotations

import json
from typing import Any

from toolkit.feedback.remarks import Feedback, File, Placed, Remark, Saying, Spot


def as_json(feedback: Feedback) -> str:
    """An object with id, version, files, places and unplaced; the documentation describes the keys."""
    made = {
        "id": feedback.id,
        "version": feedback.version,
        "files": [_file(file) for file in feedback.files],
        "places": [_place(one) for one in feedback.places],
        "unplaced": [_remark(remark) for remark in feedback.unplaced],
    }
    return json.dumps(made, indent=2, ensure_ascii=True) + "\n"


def _file(file: File) -> dict[str, Any]:
    return {
        "file": file.name,
        "language": file.language,
        "kind": file.kind,
        "comments": file.comments,
        "comments_listed": file.listed_comments,
        "changes": file.changes,
        "changes_listed": file.listed_changes,
        "formatting": file.formatting,
        "untracked": file.untracked,
    }


def _spot(spot: Spot) -> dict[str, Any]:
    span = spot.span
    where = {"file": span.file, "line": span.line, "column": span.column} if span else {"file": "", "line": 0}
    return {"key": spot.key, "label": spot.label, **where}


def _place(one: Placed) -> dict[str, Any]:
    return {
        **_spot(one.spot),
        "text": one.text,
        "remarks": [_remark(remark) for remark in one.remarks],
        "together": [
            {"file": whole.file, "authors": list(whole.authors), "proposed": whole.proposed} for whole in one.together
        ],
    }


def _saying(saying: Saying) -> dict[str, str]:
    return {"author": saying.author, "date": saying.date, "file": saying.file}


def _remark(remark: Remark) -> dict[str, Any]:
    return {
        "kind": remark.kind,
        **_saying(remark.by),
        "tracked": remark.tracked,
        "resolved": remark.resolved,
        "before": remark.before,
        "words": remark.words,
        "after": remark.after,
        "text": remark.text,
        "proposed": remark.proposed,
        "wording": remark.wording,
        "certain": remark.certain,
        "notes": dict(remark.notes),
        "said": list(remark.said),
        "replies": [{**_saying(reply.by), "text": reply.text} for reply in remark.replies],
        "also_asked_by": [_saying(saying) for saying in remark.also],
        "changes": remark.revisions,
    }
