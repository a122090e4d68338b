"""Get-FileHash: files by the hash of their bytes."""

from __future__ import annotations

from typing import Any

from relayshell.commands import Cmdlet, param
from relayshell.errors import ShellError
from relayshell.objects.declare import declare
from relayshell.providers import filecontent

HASH = "Microsoft.PowerShell.Commands.FileHashInfo"
ALGORITHMS = ("SHA1", "SHA256", "SHA384", "SHA512", "MD5")


class FileHash:
    """A hash, and of what."""

    __slots__ = ("algorithm", "hash", "path")

    def __init__(self, algorithm: str, hash: str, path: str | None) -> None:
        self.algorithm = algorithm
        self.hash = hash
        self.path = path


declare(
    HASH, FileHash,
    get={"Algorithm": lambda each: each.algorithm, "Hash": lambda each: each.hash, "Path": lambda each: each.path},
    set={name: (lambda each, value, name=name.lower(): setattr(each, name, value)) for name in ("Algorithm", "Hash", "Path")},
    signatures=("string Algorithm {get;set;}", "string Hash {get;set;}", "string Path {get;set;}"),
)


class GetFileHash(Cmdlet, name="Get-FileHash", default_set="Path", output=(HASH,), module="Microsoft.PowerShell.Utility"):
    """Gives the hash of a file's content.

    Example: of an empty file

        PS> New-Item /tmp/example-hash -Force | Out-Null
        PS> (Get-FileHash /tmp/example-hash -Algorithm MD5).Hash
        D41D8CD98F00B204E9800998ECF8427E
        PS> Remove-Item /tmp/example-hash
    """

    path: Any = param("The files; patterns may stand for them.", "string[]", mandatory=True, position=0, pipeline=True, by_name=True, sets=("Path",))
    literal_path: Any = param("The files, their paths taken as they are.", "string[]", mandatory=True, position=0, by_name=True, sets=("LiteralPath",), alias=("PSPath", "LP"))
    input_stream: Any = param("A stream to read.", "System.IO.Stream", mandatory=True, position=0, sets=("StreamParameterSet",))
    algorithm: Any = param("How to hash.", "string", "SHA256", position=1, values=ALGORITHMS)

    def process(self) -> None:
        import hashlib

        if self.parameter_set == "StreamParameterSet":
            from relayshell.objects.members import call_method, new_object
            from relayshell.objects.nettype import get_type

            memory = new_object(get_type("System.IO.MemoryStream"), [])
            call_method(self.input_stream, "CopyTo", [memory])
            data = bytes(call_method(memory, "ToArray", []))
            self.write(FileHash(str(self.algorithm), hashlib.new(self.algorithm.lower(), data, usedforsecurity=False).hexdigest().upper(), None))
            return
        literal = self.parameter_set == "LiteralPath"
        for path in self.literal_path if literal else self.path:
            try:
                found = self.session.places.resolve(path, literal=literal, force=True)
            except ShellError as error:
                self.write_error(ShellError(error.message, "FileNotFound", "ObjectNotFound", path, exception=error.exception))
                continue
            for target in found:
                if target.is_container:
                    continue
                made = hashlib.new(self.algorithm.lower(), usedforsecurity=False)
                try:
                    with filecontent.open_to_read(target.inner) as file:
                        while chunk := file.read(1 << 20):
                            made.update(chunk)
                except ShellError as error:
                    self.write_error(error)
                    continue
                self.write(FileHash(self.algorithm.upper(), made.hexdigest().upper(), target.inner))
