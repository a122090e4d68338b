"""The program: reads its arguments, and chooses what to run."""

from __future__ import annotations

import os
import sys

from relayshell import __version__
from relayshell.command_line.greeting import GREETING

__all__ = ["GREETING", "main", "run"]


def main(words: list[str] | None = None) -> int:
    """Runs the program with these arguments; its exit code."""
    from relayshell.command_line.arguments import USAGE_EXIT_CODE, UsageError, parse

    words = sys.argv[1:] if words is None else words
    # Said by $PSHOME/pwsh alone, and of this process alone: scripts that call another shell by that name expect its answers.
    as_pwsh = os.environ.pop("RELAYSHELL_NAME", "") == "pwsh"
    try:
        arguments = parse(words)
    except UsageError as wrong:
        sys.stderr.write(wrong.message + "\n")
        if wrong.show_usage:
            from relayshell.command_line.usage import USAGE

            sys.stdout.write(USAGE)
        return USAGE_EXIT_CODE
    if arguments.version:
        from relayshell.runtime.versions import VERSION

        sys.stdout.write(f"PowerShell {VERSION}\n" if as_pwsh else f"relayshell {__version__}\n")
        return 0
    if arguments.help:
        from relayshell.command_line.usage import USAGE

        sys.stdout.write(USAGE.replace("relayshell", "pwsh[.exe]") if as_pwsh else USAGE)
        return 0
    from relayshell.command_line.running import Runner

    _be_found()
    return Runner(arguments).run()


def _be_found() -> None:
    """Lets what this process starts find the same shell, as $PSHOME/pwsh and as pwsh: the folder stands first in PATH."""
    home = os.path.dirname(os.path.abspath(__file__))
    from relayshell.runtime.modulepath import default

    os.environ["RELAYSHELL_PYTHON"] = sys.executable
    os.environ["PSModulePath"] = default()
    paths = os.environ.get("PATH", "")
    if home not in paths.split(os.pathsep):
        os.environ["PATH"] = home + os.pathsep + paths if paths else home


def run() -> None:
    """Runs the program and ends the process, without waiting for what only frees memory."""
    try:
        code = main()
    except KeyboardInterrupt:
        code = 130
    except Exception as bug:  # noqa: BLE001 - no traceback reaches a user
        code = 70
        if os.environ.get("RELAYSHELL_DEBUG"):
            raise
        sys.stderr.write(f"relayshell: an error of its own ended it: {type(bug).__name__}: {bug} (RELAYSHELL_DEBUG=1 shows where)\n")
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        # Whoever read our output has gone; that is no error of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    sys.exit(code)
