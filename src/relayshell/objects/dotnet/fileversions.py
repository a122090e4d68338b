"""System.Diagnostics.FileVersionInfo: files here carry no version resources, so that all but the name is null or zero."""

from __future__ import annotations

import os

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.faults import fault

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


declare("System.Diagnostics.FileVersionInfo", FileVersion, statics={"GetVersionInfo": FileVersion},
        get={"FileName": lambda self: self.path, **{name: (lambda self: None) for name in _TEXTS}, **{name: (lambda self: 0) for name in _NUMBERS}, **{name: (lambda self: False) for name in _FLAGS}})
