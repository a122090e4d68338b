"""The machine and the desktop around the shell: clipboard, execution policy, restarting; and other small things of a system."""

from __future__ import annotations

import os
from typing import Any

from relayshell.commands import Cmdlet, param
from relayshell.commands.validation import not_empty
from relayshell.errors import ShellError
from relayshell.objects.enums import EnumValue
from relayshell.objects.nettype import get_type
from relayshell.objects.psobject import PSCustomObject
from relayshell.objects.text import to_text
from relayshell.providers.provider import ItemError

MANAGEMENT = "Microsoft.PowerShell.Management"
SECURITY = "Microsoft.PowerShell.Security"
UTILITY = "Microsoft.PowerShell.Utility"
CORE = "Microsoft.PowerShell.Core"
SCOPES = ("MachinePolicy", "UserPolicy", "Process", "CurrentUser", "LocalMachine")
UNSUPPORTED = "System.PlatformNotSupportedException"


class UnblockFile(Cmdlet, name="Unblock-File", default_set="ByPath", should_process=True, module=UTILITY):
    """Is not for this platform, whose files bear no mark of having been downloaded."""

    literal_path: Any = param("The files, their paths taken as they are.", "string[]", mandatory=True, by_name=True, sets=("ByLiteralPath",), alias=("PSPath", "LP"))
    path: Any = param("The files; patterns may stand for them.", "string[]", mandatory=True, position=0, sets=("ByPath",))

    def begin(self) -> None:
        raise ItemError("The cmdlet does not support Linux.",
                        "LinuxNotSupported", "NotImplemented", None, "System.PlatformNotSupportedException")


READERS = (("wl-paste", "--no-newline"), ("xclip", "-selection", "clipboard", "-out"), ("xsel", "--clipboard", "--output"))
WRITERS = (("wl-copy",), ("xclip", "-selection", "clipboard", "-in"), ("xsel", "--clipboard", "--input"))


def clipboard(programs: tuple[tuple[str, ...], ...], data: bytes | None = None) -> bytes:
    """What a program of the desktop says of its clipboard, or takes for it. Raises where there is none."""
    import shutil
    import subprocess

    words = next((words for words in programs if shutil.which(words[0])), None)
    if words is None:
        names = ", ".join(words[0] for words in programs)
        raise ItemError(f"There is no clipboard here: none of the programs {names} is installed.", "ClipboardNotSupported", "NotInstalled", None, UNSUPPORTED)
    done = subprocess.run(words, input=data, stdout=subprocess.PIPE if data is None else subprocess.DEVNULL, stderr=subprocess.PIPE)
    if done.returncode:
        raise ItemError(f"The clipboard cannot be used: {done.stderr.decode(errors='replace').strip()}", "ClipboardFailed", "DeviceError", None, UNSUPPORTED)
    return done.stdout or b""


class GetClipboard(Cmdlet, name="Get-Clipboard", output=("System.String",), module=MANAGEMENT):
    """Gives the text on the clipboard, line by line."""

    delimiter: Any = param("What parts the lines, instead of line ends.", "string[]")
    raw: Any = param("Gives it as one text.", "switch")

    def process(self) -> None:
        text = clipboard(READERS).decode("utf-8", "replace")
        if self.raw:
            self.write(text)
            return
        parts = [text.replace("\r\n", "\n")]
        for mark in self.delimiter or ["\n"]:
            parts = [piece for part in parts for piece in part.split(mark)] if mark else parts
        self.write_many(parts)


class SetClipboard(Cmdlet, name="Set-Clipboard", should_process=True, output=("System.String",), module=MANAGEMENT):
    """Puts text on the clipboard."""

    value: Any = param("What to put there.", "string[]", mandatory=True, position=0, pipeline=True, by_name=True, allow_null=True, allow_empty_collection=True, allow_empty_string=True)
    append: Any = param("Adds to what is there.", "switch")
    pass_thru: Any = param("Also gives the text.", "switch")
    as_osc52: Any = param("Has the terminal take the text, even a terminal at another machine.", "switch", alias="ToLocalhost", name="AsOSC52")

    def begin(self) -> None:
        self.lines: list[str] = []

    def process(self) -> None:
        self.lines += self.value or []

    def end(self) -> None:
        text = "\n".join(self.lines)
        if not self.should_process("Set-Clipboard", text[:30]):
            return
        if self.append:
            old = clipboard(READERS).decode("utf-8", "replace")
            text = f"{old}\n{text}" if old else text
        if self.as_osc52:
            import base64

            self.session.host.write(f"\x1b]52;c;{base64.b64encode(text.encode()).decode()}\x07")
        else:
            clipboard(WRITERS, text.encode())
        if self.pass_thru:
            self.write(text)


def policy(name: str) -> EnumValue:
    """A value of ExecutionPolicy."""
    kind = get_type("Microsoft.PowerShell.ExecutionPolicy")
    return EnumValue(kind, kind.enum_values[name])


class GetExecutionPolicy(Cmdlet, name="Get-ExecutionPolicy", output=("Microsoft.PowerShell.ExecutionPolicy",), module=SECURITY):
    """Tells the execution policy, which is Unrestricted on this platform.

    Example: the policy

        PS> Get-ExecutionPolicy
        Unrestricted
    """

    list: Any = param("Tells the policy of every scope.", "switch")
    scope: Any = param("The scope whose policy to tell.", "Microsoft.PowerShell.ExecutionPolicyScope", position=0, by_name=True)

    def process(self) -> None:
        if self.list and self.is_given("scope"):
            raise ItemError("The List and Scope parameters cannot be used together.", "ListAndScopeSpecified", "InvalidOperation", None,
                            "System.InvalidOperationException")
        if self.list:
            kind = get_type("Microsoft.PowerShell.ExecutionPolicyScope")
            for name in SCOPES:
                self.write(PSCustomObject({"Scope": EnumValue(kind, kind.enum_values[name]), "ExecutionPolicy": self._of(name)}))
        else:
            self.write(self._of(to_text(self.scope)) if self.is_given("scope") else policy("Unrestricted"))

    @staticmethod
    def _of(scope: str) -> EnumValue:
        """That of a scope: there is but one here."""
        return policy("Unrestricted")


class SetExecutionPolicy(Cmdlet, name="Set-ExecutionPolicy", should_process=True, module=SECURITY):
    """Refuses: this platform has no execution policies to set."""

    execution_policy: Any = param("The policy.", "Microsoft.PowerShell.ExecutionPolicy", mandatory=True, position=0, pipeline=True)
    force: Any = param("Asks nothing.", "switch")
    scope: Any = param("The scope whose policy to set.", "Microsoft.PowerShell.ExecutionPolicyScope", position=1, by_name=True)

    def process(self) -> None:
        shown, scope = to_text(self.execution_policy), to_text(self.scope) if self.is_given("scope") else "LocalMachine"
        if not self.force and not self.should_process(f"{shown} for {scope}", "Set-ExecutionPolicy"):
            return
        raise ItemError("Operation is not supported on this platform.", UNSUPPORTED, "NotSpecified", None, UNSUPPORTED)


def shut_down(cmdlet: Cmdlet, word: str, what: str) -> None:
    """Has the system go down, by its own command."""
    import shutil
    import subprocess

    if not cmdlet.should_process("localhost", what):
        return
    program = shutil.which("shutdown") or "/sbin/shutdown"
    try:
        done = subprocess.run([program, word, "now"], capture_output=True, text=True)
        problem = "" if done.returncode == 0 else done.stderr.strip() or f"{program} ended with code {done.returncode}"
    except OSError as error:
        problem = f"{program}: {error.strerror}"
    if problem:
        raise ItemError(f"The system cannot be told to go down: {problem}", "CommandFailed", "OperationStopped", "localhost", "System.InvalidOperationException")


class RestartComputer(Cmdlet, name="Restart-Computer", should_process=True, module=MANAGEMENT):
    """Has this machine start anew."""


    def process(self) -> None:
        shut_down(self, "-r", "Restart-Computer")


class StopComputer(Cmdlet, name="Stop-Computer", should_process=True, module=MANAGEMENT):
    """Has this machine stop."""


    def process(self) -> None:
        shut_down(self, "-P", "Stop-Computer")


class SwitchProcess(Cmdlet, name="Switch-Process", module=CORE):
    """Gives this process to another program, which takes its place; the shell does not come back."""

    with_command: Any = param("The program and its arguments.", "string[]", position=0, remaining=True)

    def end(self) -> None:
        import sys
        from shutil import which

        words = list(self.with_command or ())
        program = which(words[0]) if words else None
        if program is None:
            raise ItemError(f"The command '{words[0] if words else ''}' was not found.", "CommandNotFound", "InvalidArgument", words[0] if words else None,
                            "System.Management.Automation.CommandNotFoundException")
        sys.stdout.flush()
        sys.stderr.flush()
        os.chdir(self.session.folder)
        os.execv(program, words)


class GetExperimentalFeature(Cmdlet, name="Get-ExperimentalFeature", output=("System.Management.Automation.ExperimentalFeature",), module=CORE):
    """Lists experimental features, of which this shell has none."""

    name: Any = param("Features by name or pattern.", "string[]", position=0, pipeline=True, check=not_empty())

    def process(self) -> None:
        from relayshell.providers.names import has_wildcard

        for name in self.name or ():
            if not has_wildcard(name):
                self.write_error(ItemError(f"The experimental feature '{name}' is not known.", "ExperimentalFeatureNotFound", "ObjectNotFound", name,
                                           "System.Management.Automation.ItemNotFoundException"))

