"""LibreOffice, told by a macro to accept or reject all tracked changes of a file, or to make some."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from programs import tool

XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
LIBRARY = f"""{XML}<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"
 library:passwordprotected="false"><library:element library:name="Changes"/></library:library>
"""
MODULE = f"""{XML}<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Changes" script:language="StarBasic">
Sub Settle
  On Error GoTo Stopped
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  Dim filter(0) As New com.sun.star.beans.PropertyValue
  Dim none()
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  filter(0).Name = "FilterName"
  filter(0).Value = "MS Word 2007 XML"
  dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
{{steps}}
  Exit Sub
Stopped:
  StarDesktop.terminate()
End Sub
</script:module>
"""
STEP = """  document = StarDesktop.loadComponentFromURL("{source}", "_blank", 0, hidden())
  dispatcher.executeDispatch(document.CurrentController.Frame, ".uno:{verb}AllTrackedChanges", "", 0, none())
  document.storeToURL("{target}", filter())
  document.close(True)
"""
FIND = """  search = document.createSearchDescriptor()
  search.SearchString = {words}
  search.SearchCaseSensitive = True
  found = document.findFirst(search)
"""
REPLACE = """  found.setString({new})
"""
COMMENT = """  comment = document.createInstance("com.sun.star.text.textfield.Annotation")
  comment.Author = {author}
  comment.Content = {said}
  comment.DateTimeValue = moment
  found.Text.insertTextContent(found, comment, True)
"""
REVIEW = """  Dim moment As New com.sun.star.util.DateTime
  moment.Year = 2025
  moment.Month = 7
  moment.Day = 2
  document = StarDesktop.loadComponentFromURL("{source}", "_blank", 0, hidden())
  document.RecordChanges = True
{work}
  document.storeToURL("{target}", filter())
  document.close(True)
"""
REGISTRY = (
    XML
    + """<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.UserProfile/Data">
<prop oor:name="givenname" oor:op="fuse"><value>{author}</value></prop>
</item></oor:items>
"""
)


def settle(folder: Path, files: Mapping[Path, tuple[Path, bool]]) -> None:
    """Writes each file of `files` with all its changes accepted, or rejected, to the path given for it."""
    steps = [
        STEP.format(source=source.as_uri(), target=target.as_uri(), verb="Accept" if accepted else "Reject")
        for target, (source, accepted) in files.items()
    ]
    run_macro(folder, steps)


def review(folder: Path, source: Path, target: Path, author: str, work: Sequence[tuple[str, str, str]]) -> None:
    """Writes `source` to `target` as `author` leaves it, who types with the recording of changes on.

    `work` is what is done, in this order: ("replace", words, new ones) or ("comment", words, what is said of them);
    the words are those that are found first.
    """
    steps = []
    for kind, words, new in work:
        steps.append(FIND.format(words=_basic(words)))
        form = REPLACE if kind == "replace" else COMMENT
        steps.append(form.format(new=_basic(new), said=_basic(new), author=_basic(author)))
    whole = REVIEW.format(source=source.as_uri(), target=target.as_uri(), work="".join(steps))
    run_macro(folder, [whole], REGISTRY.format(author=author))
    assert target.exists(), f"LibreOffice did not find all the words of {work}"


def run_macro(folder: Path, steps: Sequence[str], registry: str = "") -> None:
    """Runs `steps` in a LibreOffice with a profile of its own; `registry` are its settings."""
    office = tool("soffice", "libreoffice")
    user = folder / "profile" / "user"
    if registry:
        user.mkdir(parents=True, exist_ok=True)
        (user / "registrymodifications.xcu").write_text(registry, encoding="utf-8")
    command = [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore"]
    # A new profile gets an empty library of macros when it is first used.
    subprocess.run([*command, "--terminate_after_init"], capture_output=True, timeout=300, check=True)
    basic = user / "basic" / "Standard"
    (basic / "script.xlb").write_text(LIBRARY, encoding="utf-8")
    (basic / "Changes.xba").write_text(MODULE.replace("{steps}", "".join(steps)), encoding="utf-8")
    subprocess.run([*command, "macro:///Standard.Changes.Settle"], capture_output=True, timeout=300, check=True)


def _basic(words: str) -> str:
    """`words` as a text of Basic, within XML."""
    return escape('"' + words.replace('"', '""') + '"')
