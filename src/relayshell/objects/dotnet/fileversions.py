"""System.Diagnostics.FileVersionInfo: files here carry no version resources, so that all but the name is null or zero."""

from __future__ import annotations

import os
from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.faults import fault
from relayshell.objects.psobject import ComputedProperty
from relayshell.objects.typedata import add_built_in

_TEXTS = ("Comments", "CompanyName", "FileDescription", "FileVersion", "InternalName", "Language", "LegalCopyright", "LegalTrademarks", "OriginalFilename", "PrivateBuild", "ProductName",
          "ProductVersion", "SpecialBuild")
_NUMBERS = ("FileBuildPart", "FileMajorPart", "FileMinorPart", "FilePrivatePart", "ProductBuildPart", "ProductMajorPart", "ProductMinorPart", "ProductPrivatePart")
_FLAGS = ("IsDebug", "IsPatched", "IsPreRelease", "IsPrivateBuild", "IsSpecialBuild")


class FileVersion:
    """What is known of one file."""

    __slots__ = ("path",)

    def __init__(self, path: str) -> None:
        if not os.path.isfile(path):
            raise fault("System.IO.FileNotFoundException", path)
        self.path = os.path.abspath(path)


def _version(part: str) -> Any:
    """What PowerShell adds: the four numbers as a Version."""
    from relayshell.objects.calls import new_object
    from relayshell.objects.members import property_value
    from relayshell.objects.nettype import get_type

    def made(value: Any) -> Any:
        numbers = [property_value(value, f"{part}{each}Part") for each in ("Major", "Minor", "Build", "Private")]
        return new_object(get_type("System.Version"), [0 if each is None else each[0] for each in numbers])

    return made


declare("System.Diagnostics.FileVersionInfo", FileVersion, statics={"GetVersionInfo": FileVersion},
        get={"FileName": lambda self: self.path, **{name: (lambda self: None) for name in _TEXTS}, **{name: (lambda self: 0) for name in _NUMBERS}, **{name: (lambda self: False) for name in _FLAGS}})
add_built_in("System.Diagnostics.FileVersionInfo", [ComputedProperty(f"{part}VersionRaw", _version(part)) for part in ("File", "Product")])
