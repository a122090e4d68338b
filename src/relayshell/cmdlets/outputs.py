"""Out-Default, Out-Host, Out-Null, Out-String: format packets and objects to lines."""

from __future__ import annotations

from typing import Any

from relayshell.commands import Cmdlet, param
from relayshell.commands.ranges import ValidateRange

UTILITY = "Microsoft.PowerShell.Utility"
CORE = "Microsoft.PowerShell.Core"
LARGEST = 2147483647


class _ToHost(Cmdlet):
    """What Out-Default and Out-Host have in common."""

    input_object: Any = param("The objects.", "psobject", pipeline=True)

    def begin(self) -> None:
        from relayshell.cmdlets.hostoutput import HostOutput

        self.output = HostOutput(self.session)

    def process(self) -> None:
        self.output.add(self.input_object)

    def end(self) -> None:
        self.output.end()


class OutDefault(_ToHost, name="Out-Default", module=CORE):
    """Shows objects on the host: what stands at the end of every pipeline.

    Example: the same as nothing

        PS> 'shown' | Out-Default
        shown
    """

    transcript: Any = param("Writes to transcripts alone, not to the host.", "switch")

    def begin(self) -> None:
        from relayshell.cmdlets.hostoutput import HostOutput

        self.output = HostOutput(self.session, transcript_only=bool(self.transcript))


class OutHost(_ToHost, name="Out-Host", alias="oh", module=CORE):
    """Shows objects on the host.

    Example: shown at once, and nothing goes down the pipeline

        PS> $nothing = 'shown' | Out-Host
        shown
        PS> $null -eq $nothing
        True
    """

    paging: Any = param("Waits after each screen of lines.", "switch")

    def begin(self) -> None:
        from relayshell.cmdlets.hostoutput import HostOutput

        self.output = HostOutput(self.session, paging=bool(self.paging))


class OutNull(Cmdlet, name="Out-Null", module=CORE):
    """Takes objects and does nothing with them.

    Example: a result that no one wants

        PS> 'unseen' | Out-Null
    """

    input_object: Any = param("The objects.", "psobject", pipeline=True)

    def process(self) -> None:
        """Nothing."""


class OutString(Cmdlet, name="Out-String", default_set="NoNewLineFormatting", output="System.String", module=UTILITY):
    """Gives the lines that objects would make on the host, as one text or, with -Stream, one by one.

    Example: each line of a table

        PS> [pscustomobject]@{ A = 1 } | Format-Table | Out-String -Stream | ForEach-Object { "[$_]" }
        []
        [A]
        [-]
        [1]
        []
    """

    stream: Any = param("Gives line by line instead of one text.", "switch", sets=("StreamFormatting",))
    width: Any = param("The columns of a line; the host's without it.", "int", 0, check=ValidateRange(2, LARGEST))
    no_newline: Any = param("Leaves out all line ends.", "switch", sets=("NoNewLineFormatting",))
    input_object: Any = param("The objects.", "psobject", pipeline=True)

    def begin(self) -> None:
        from relayshell.runtime.showing import environment_of
        from relayshell.cmdlets.hostoutput import text_output

        self.parts: list[str] = []
        environment = environment_of(self.session)
        width = int(self.width) or environment.window_width
        self.output = text_output(environment, width, self.write if self.stream else self._keep)

    def _keep(self, line: str) -> None:
        self.parts.append(line)

    def process(self) -> None:
        self.output.add(self.input_object)

    def end(self) -> None:
        self.output.end()
        if not self.stream:
            end = "" if self.no_newline else "\n"
            self.write("".join(line + end for line in self.parts))
