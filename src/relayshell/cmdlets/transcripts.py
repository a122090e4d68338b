"""Start-Transcript and Stop-Transcript."""

from __future__ import annotations

import os
import time
from typing import Any

from relayshell.commands import Cmdlet, param
from relayshell.commands.validation import not_empty
from relayshell.objects.text import to_text
from relayshell.providers.provider import ItemError

HOST = "Microsoft.PowerShell.Host"
INVALID = "System.Management.Automation.PSInvalidOperationException"


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
        from relayshell.providers.filesystem import io_error
        from relayshell.runtime.transcripts import Transcript, header, transcripts_of

        path = self._path()
        if not self.should_process(path, "Start-Transcript"):
            return
        if os.path.exists(path) and self.no_clobber and not self.append:
            raise ItemError(f"File {path} already exists and NoClobber was specified.", "NoClobber", "ResourceExists", path, "System.UnauthorizedAccessException")
        known = transcripts_of(self.session)
        try:
            if self.force and os.path.exists(path) and not os.access(path, os.W_OK):
                os.chmod(path, 0o644)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            made = Transcript(path, bool(self.append), header(bool(self.use_minimal_header)), bool(self.include_invocation_header))
        except OSError as error:
            raise io_error(error, path, "CannotStartTranscription") from None
        known.open.append(made)
        self.write(f"Transcript started, output file is {path}")

    def _path(self) -> str:
        """The file to write: the one given, the one of $Transcript, or one with a name of its own."""
        import platform

        if self.literal_path is not None:
            return str(self.session.places.target(self.literal_path).inner)
        given = self.path if self.path is not None else to_text(self.session.get_variable("Transcript") or "")
        if given and self.output_directory is None:
            from relayshell.providers.onefile import one_file

            found = one_file(self.session.places, given)
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
        self.write(f"Transcript stopped, output file is {ended.path}")
