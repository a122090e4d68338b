"""Out-File: the lines that objects make, in a file."""

from __future__ import annotations

from typing import Any

from relayshell.commands import Cmdlet, param
from relayshell.commands.ranges import ValidateRange
from relayshell.commands.validation import not_empty
from relayshell.providers.encodings import to_encoding

LARGEST = 2147483647
UTILITY = "Microsoft.PowerShell.Utility"


class OutFile(Cmdlet, name="Out-File", default_set="ByPath", should_process=True, module=UTILITY):
    """Writes the lines that objects would make on the host to a file.

    Example: a report, read back

        PS> 'one', 'two' | Out-File (Join-Path ([IO.Path]::GetTempPath()) 'out-file-example.txt')
        PS> Get-Content (Join-Path ([IO.Path]::GetTempPath()) 'out-file-example.txt')
        one
        two
        PS> Remove-Item (Join-Path ([IO.Path]::GetTempPath()) 'out-file-example.txt')
    """

    file_path: Any = param("The file.", "string", mandatory=True, position=0, sets=("ByPath",), alias=("Path",))
    literal_path: Any = param("The file, no character of it standing for others.", "string", mandatory=True, by_name=True,
                              sets=("ByLiteralPath",), alias=("PSPath", "LP"))
    encoding: Any = param("How the text becomes bytes.", "System.Text.Encoding", position=1, transform=to_encoding, check=not_empty())
    append: Any = param("Writes at the end of the file.", "switch")
    force: Any = param("Writes to a read-only file too.", "switch")
    no_clobber: Any = param("Leaves a file that is there as it is.", "switch", alias=("NoOverwrite",))
    width: Any = param("The columns of a line.", "int", 0, check=ValidateRange(2, LARGEST))
    no_newline: Any = param("Puts no line ends between lines.", "switch")
    input_object: Any = param("The objects.", "psobject", pipeline=True)

    writer: Any = None

    def begin(self) -> None:
        from relayshell.runtime.showing import environment_of
        from relayshell.cmdlets.hostoutput import text_output
        from relayshell.providers.encodings import encoding_of, warn_if_obsolete
        from relayshell.providers.filecontent import Writer

        self.output: Any = None
        self.writer = None
        path = self._path()
        if not self.should_process(path, "Output to File"):
            return
        environment = environment_of(self.session)
        warn_if_obsolete(self, self.encoding)
        self.writer = Writer(
            path, encoding_of(self.encoding), bool(self.append), bool(self.force), bool(self.no_clobber) and not self.append,
            id="FileOpenFailure",
        )
        end = "" if self.no_newline else "\n"
        width = int(self.width) or environment.window_width
        self.output = text_output(environment, width, lambda line: self.writer.write(line + end), to_file=True)

    def _path(self) -> str:
        """The one file that the path names, whether it is there or not."""
        from relayshell.providers.onefile import one_file

        return one_file(self.session.places, self.literal_path or self.file_path, self.literal_path is not None)

    def process(self) -> None:
        if self.output is not None:
            self.output.add(self.input_object)

    def end(self) -> None:
        if self.output is not None:
            self.output.end()
            self.writer.close()

    def close(self) -> None:
        """What was written before the pipeline ended early stays."""
        if self.writer is not None:
            self.writer.abandon()
