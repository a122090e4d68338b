"""Start-Transcript and Stop-Transcript."""

from __future__ import annotations

import os
import time
from typing import Any

from relayshell.commands import Cmdlet, param
from relayshell.commands.validation import not_empty
from relayshell.objects.psobject import PSObject
from relayshell.objects.text import to_text
from relayshell.providers.provider import ItemError

HOST = "Microsoft.PowerShell.Host"
INVALID = "System.Management.Automation.PSInvalidOperationException"


def told(what: str, path: str) -> PSObject:
    """What both cmdlets say, with the path beside it."""
    return PSObject(f"Transcript {what}, output file is {path}", {"Path": path})


class StartTranscript(Cmdlet, name="Start-Transcript", default_set="ByPath", should_process=True, output=("System.String",), module=HOST):
    """Keeps all that is shown from now on in a file too.

    Example: what was shown, kept

        PS> $null = Start-Transcript /tmp/example-transcript.txt
        PS> $null = Stop-Transcript
        PS> (Get-Content /tmp/example-transcript.txt)[1]
        PowerShell transcript start
        PS> Remove-Item /tmp/example-transcript.txt
    """

    append: Any = param("Writes at the end of the file.", "switch")
    force: Any = param("Writes to a read-only file too.", "switch")
    include_invocation_header: Any = param("Notes the time of each command that is typed.", "switch")
    literal_path: Any = param("The file, its path taken as it is.", "string", sets=("ByLiteralPath",), position=0, alias=("PSPath", "LP"), check=not_empty())
    no_clobber: Any = param("Refuses to replace a file.", "switch", alias=("NoOverwrite",))
    output_directory: Any = param("The folder; the file gets a name of its own.", "string", sets=("ByOutputDirectory",), check=not_empty())
    path: Any = param("The file.", "string", sets=("ByPath",), position=0, check=not_empty())
    use_minimal_header: Any = param("Begins with a short head.", "switch")

    def end(self) -> None:
        from relayshell.objects.dotnet.fileitems import attributes_of
        from relayshell.providers.filesystem import io_error
        from relayshell.runtime.transcripts import Transcript, header, transcripts_of

        path = self._path()
        if not self.should_process(path, "Start-Transcript"):
            return
        if os.path.exists(path) and self.no_clobber and not self.append:
            raise ItemError(f"File {path} already exists and NoClobber was specified.", "NoClobber", "ResourceExists", path, "System.UnauthorizedAccessException")
        known = transcripts_of(self.session)
        try:
            if os.path.exists(path) and attributes_of(path) & 1:
                if not self.force:
                    raise ItemError(f"The transcript file '{path}' is read-only: -Force writes to it nevertheless.", "FileReadOnly", "InvalidArgument", path,
                                    "System.Management.Automation.PSArgumentException")
                os.chmod(path, 0o644)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            made = Transcript(path, bool(self.append), header(self.session, bool(self.use_minimal_header)), bool(self.include_invocation_header))
        except OSError as error:
            raise io_error(error, path, "CannotStartTranscription") from None
        known.open.append(made)
        self.write(told("started", path))

    def _path(self) -> str:
        """The file to write: the one given, the one of $Transcript, or one with a name of its own."""
        import platform

        if self.literal_path is not None:
            return str(self.session.places.target(self.literal_path).inner)
        given = self.path if self.path is not None else to_text(self.session.get_variable("Transcript") or "")
        if given and self.output_directory is None:
            from relayshell.providers.onefile import one_file

            try:
                found = one_file(self.session.places, given)
            except ItemError as error:
                if error.id == "ReadWriteMultipleFilesNotSupported":
                    error.id = "MultipleFilesNotSupported"
                raise
            if os.path.isdir(found):
                raise ItemError(f"The path '{given}' is a folder: -OutputDirectory takes one.", "CannotStartTranscription", "InvalidOperation", given, INVALID)
            return found
        folder = self.session.file_path(self.output_directory) if self.output_directory is not None else os.path.expanduser("~")
        return os.path.join(folder, f"PowerShell_transcript.{platform.node()}.{os.urandom(4).hex()}.{time.strftime('%Y%m%d%H%M%S')}.txt")


class StopTranscript(Cmdlet, name="Stop-Transcript", output=("System.String",), module=HOST):
    """Ends the transcript that was begun last."""

    def end(self) -> None:
        from relayshell.runtime.transcripts import transcripts_of

        known = transcripts_of(self.session)
        if not known.open:
            raise ItemError("An error occurred stopping transcription: The host is not currently transcribing.", "InvalidOperation", "InvalidOperation", None, INVALID)
        ended = known.open.pop()
        ended.close()
        self.write(told("stopped", ended.path))
