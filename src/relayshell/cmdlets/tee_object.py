"""Tee-Object: what passes by is kept as well."""

from __future__ import annotations

from typing import Any

from relayshell.commands import Cmdlet, param
from relayshell.commands.validation import not_empty
from relayshell.providers.encodings import to_encoding


class TeeObject(Cmdlet, name="Tee-Object", default_set="File", module="Microsoft.PowerShell.Utility"):
    """Hands on what it is given, and keeps it in a file or a variable too.

    Example: in a variable

        PS> 1..3 | Tee-Object -Variable seen | Measure-Object -Sum | ForEach-Object Sum
        6
        PS> $seen -join ' '
        1 2 3

    Example: in a file, twice

        PS> 'a' | Tee-Object -FilePath Temp:/tee.txt
        a
        PS> 'b' | Tee-Object -LiteralPath Temp:/tee.txt
        b
        PS> Get-Content Temp:/tee.txt
        b
        PS> Remove-Item Temp:/tee.txt
    """

    input_object: Any = param("What to hand on.", "psobject", pipeline=True)
    file_path: str = param("The file to write to.", "string", mandatory=True, position=0, sets=("File",), alias="Path")
    literal_path: str = param(
        "The file to write to, its name taken as it is.", "string", mandatory=True, sets=("LiteralFile",), alias=("PSPath", "LP")
    )
    append: bool = param("Adds to the file.", "switch", sets=("File",))
    encoding: Any = param("The file's encoding.", "System.Text.Encoding", sets=("File", "LiteralFile"), transform=to_encoding, check=not_empty())
    variable: str = param("The variable to keep the objects in.", "string", mandatory=True, sets=("Variable",))

    def begin(self) -> None:
        self._kept: list[Any] = []
        if self.variable:
            self.session.set_variable(self.variable, None)

    def process(self) -> None:
        self._kept.append(self.input_object)
        self.write(self.input_object)

    def end(self) -> None:
        if self.variable:
            kept = self._kept
            self.session.set_variable(self.variable, kept[0] if len(kept) == 1 else kept if kept else None)
            return
        given: dict[str, Any] = {"Append": True} if self.append else {}
        if self.literal_path:
            given["LiteralPath"] = self.literal_path
        else:
            given["FilePath"] = self.file_path
        if self.encoding is not None:
            given["Encoding"] = self.encoding
        from relayshell.objects.hashtable import Hashtable

        words = Hashtable()
        for name, value in given.items():
            words[name] = value
        self.session.call(self.session.new_block("param($words) $input | Out-File @words"), (words,), input=self._kept)
