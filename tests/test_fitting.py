"""The summary on one page: it fits in every language, and says what to shorten where it does not."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from programs import tool

from toolkit.cli import main
from toolkit.languages.words import WORDS

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("identifier", ["ai-generated-csam", "platform-access-for-researchers"])
def test_summary_fits_its_page(identifier: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One page in Word, as LibreOffice sets it, in every language that there is."""
    monkeypatch.chdir(ROOT)
    done = CliRunner().invoke(main, ["render", identifier, "-k", "one-page", "-f", "docx", "-o", str(tmp_path)])
    assert done.exit_code == 0, done.output
    assert "too-long" not in done.output
    files = sorted(tmp_path.glob(f"{identifier}/*.docx"))
    assert len(files) >= 6
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    office = [
        tool("soffice"),
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        *map(str, files),
    ]
    subprocess.run(office, check=True, capture_output=True, timeout=300)
    for file in files:
        shown = subprocess.run([tool("pdfinfo"), tmp_path / f"{file.stem}.pdf"], check=True, capture_output=True)
        assert re.search(rb"Pages:\s+1\n", shown.stdout), file.name


def test_longest_parts_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A call of fifty lines cannot stand on the page beside the rest."""
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(main, ["init"]).exit_code == 0
    shutil.rmtree("locales")
    path = Path("positions/right-to-repair/position.yaml")
    text = path.read_text("utf-8")
    assert "\ncall: |\n" in text
    items = "".join(f"  - the {number}th of the things that we ask for in this paper\n" for number in range(50))
    path.write_text(text.replace("\ncall: |\n", f"\ncall: |\n{items}\n"), encoding="utf-8")
    done = CliRunner().invoke(main, ["render", "right-to-repair", "-k", "one-page", "-f", "docx"])
    assert done.exit_code == 0, done.output
    assert "warning[too-long]: one-page in 'en' is longer than 1 page" in done.stderr
    assert f"shorten its longest parts: '{WORDS['call']}' (" in done.stderr
