"""Templates of strangers are printed in a process of their own, which has limits on time and memory.

Jinja2's sandbox keeps a template from our code, but not from loops without end, numbers without end or texts of
gigabytes. No limit inside a process holds against all of them; the end of a process does. It gets the document, and
hands back bytes or a message. Where the system knows no limits on memory (Windows), the one on time holds.
"""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from time import monotonic
from types import MappingProxyType

from toolkit.diagnostics import ToolkitError
from toolkit.document import Document
from toolkit.records import Record
from toolkit.resources import Spent, TemplateFolder

MAX_OUTPUT = 64_000_000
DONE, REFUSED, NO_MEMORY = b"done\n", b"refused\n", 77


class Limits(Record):
    """Seconds, a second more for so many bytes of a document, and megabytes of memory.

    `share` are the seconds of the machine that a page adds to what the pages of a command may take together; more
    where the document has more seconds.
    """

    seconds: int
    bytes_a_second: int
    megabytes: int
    share: float = 0.25


MOST_SECONDS = 60
TOGETHER = 8  # seconds of the machine that the pages of a command have together, besides their shares
LIMITS = MappingProxyType({"html": Limits(7, 1_000_000, 400), "pdf": Limits(8, 25_000, 500, 3.0)})
_HINT = "mend it, or delete it to go back to the toolkit's own"


def write_confined(form: str, document: Document, templates: TemplateFolder, file: Path) -> bytes:
    """What the writer of `form` makes of `document`; a `ToolkitError` names `file` where it does not get so far.

    What it takes is added to `templates.spent`: many pages that keep to their limits may still take too long together.
    """
    with file.open("rb"):  # whoever may not read it is told so here
        pass
    limits = LIMITS[form]
    data = pickle.dumps((form, document, templates))
    seconds = min(limits.seconds + len(data) // limits.bytes_a_second, MOST_SECONDS)
    spent = templates.spent
    spent.allowed += limits.share * seconds / limits.seconds
    left = TOGETHER + (seconds - limits.seconds) + spent.allowed - spent.seconds
    if left <= 0:
        raise _too_long_together(file, spent)
    command = [sys.executable, "-P", "-c", f"from {__name__} import main; main()", form]
    places = os.pathsep.join(place for place in sys.path if place)
    begun = _time_of_processes()
    try:
        done = subprocess.run(
            command,
            input=data,
            capture_output=True,
            timeout=min(seconds, left),
            env={**os.environ, "PYTHONPATH": places},
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        if left < seconds:
            raise _too_long_together(file, spent) from late
        message = f"template {file} takes longer than {seconds} seconds for a page"
        raise ToolkitError(message, f"look for a loop without end; {_HINT}") from late
    finally:
        spent.seconds += _time_of_processes() - begun
    kind, _, content = done.stdout.partition(b"\n")
    if done.returncode == 0 and kind + b"\n" == DONE:
        return content
    if done.returncode == 0 and kind + b"\n" == REFUSED:
        raise ToolkitError(*json.loads(content))
    if done.returncode == NO_MEMORY:
        message = f"template {file} takes more than {limits.megabytes} MB of memory for a page"
        raise ToolkitError(message, f"look for a text that grows without end; {_HINT}")
    said = done.stderr.decode(errors="replace").strip().rpartition("\n")[2] or f"code {done.returncode}"
    raise ToolkitError(f"template {file} cannot be printed: {said}", _HINT)


def _too_long_together(file: Path, spent: Spent) -> ToolkitError:
    message = f"template {file}: pages of the workspace's own templates take longer than"
    message += f" {TOGETHER + spent.allowed:.0f} seconds together"
    return ToolkitError(message, f"look for what takes long in it, or render fewer languages at once; {_HINT}")


def _time_of_processes() -> float:
    """The seconds that processes of ours worked, which do not grow when others work as well (on Windows: the time)."""
    times = os.times()
    return times.children_user + times.children_system if os.name == "posix" else monotonic()


def main() -> None:
    """The process that prints: reads what to print, writes the result, and ends."""
    limit_memory(LIMITS[sys.argv[1]].megabytes, writes_files=sys.argv[1] == "pdf")
    form, document, templates = pickle.loads(sys.stdin.buffer.read())
    try:
        answer = DONE + import_module(f"toolkit.writers.{form}").write_here(document, templates)
        if len(answer) > MAX_OUTPUT:
            raise MemoryError
    except ToolkitError as refusal:
        answer = REFUSED + json.dumps([str(refusal), refusal.hint]).encode()
    except MemoryError:
        os._exit(NO_MEMORY)
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()
    os._exit(0)


def limit_memory(megabytes: int, *, writes_files: bool) -> None:
    """Keeps this process to so much memory, to no file larger than none, and from leaving its memory behind."""
    try:
        import resource
    except ImportError:  # Windows
        return
    limits = [(resource.RLIMIT_AS, megabytes << 20), (resource.RLIMIT_CORE, 0)]
    limits += [] if writes_files else [(resource.RLIMIT_FSIZE, 0)]
    for kind, most in limits:
        _, ours = resource.getrlimit(kind)
        resource.setrlimit(kind, (most if ours == resource.RLIM_INFINITY else min(most, ours),) * 2)
