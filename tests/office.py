"""LibreOffice, told by a macro to accept or reject all tracked changes of a file."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

from programs import tool

XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
LIBRARY = f"""{XML}<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"
 library:passwordprotected="false"><library:element library:name="Changes"/></library:library>
"""
MODULE = f"""{XML}<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Changes" script:language="StarBasic">
Sub Settle
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  Dim filter(0) As New com.sun.star.beans.PropertyValue
  Dim none()
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  filter(0).Name = "FilterName"
  filter(0).Value = "MS Word 2007 XML"
  dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
{{steps}}
End Sub
</script:module>
"""
STEP = """  document = StarDesktop.loadComponentFromURL("{source}", "_blank", 0, hidden())
  dispatcher.executeDispatch(document.CurrentController.Frame, ".uno:{verb}AllTrackedChanges", "", 0, none())
  document.storeToURL("{target}", filter())
  document.close(True)
"""


def settle(folder: Path, files: Mapping[Path, tuple[Path, bool]]) -> None:
    """Writes each file of `files` with all its changes accepted, or rejected, to the path given for it."""
    office = tool("soffice", "libreoffice")
    command = [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore"]
    # A new profile gets an empty library of macros when it is first used.
    subprocess.run([*command, "--terminate_after_init"], capture_output=True, timeout=300, check=True)
    basic = folder / "profile" / "user" / "basic" / "Standard"
    (basic / "script.xlb").write_text(LIBRARY, encoding="utf-8")
    steps = [
        STEP.format(source=source.as_uri(), target=target.as_uri(), verb="Accept" if accepted else "Reject")
        for target, (source, accepted) in files.items()
    ]
    (basic / "Changes.xba").write_text(MODULE.replace("{steps}", "".join(steps)), encoding="utf-8")
    subprocess.run([*command, "macro:///Standard.Changes.Settle"], capture_output=True, timeout=300, check=True)
