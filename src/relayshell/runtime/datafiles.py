"""Data files (.psd1): a hashtable written in the restricted language, read without running anything but what is allowed.

Module manifests, localized texts and Import-PowerShellDataFile are such files.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from relayshell.errors import ShellError
from relayshell.objects.exceptions import NetException
from relayshell.objects.hashtable import Hashtable
from relayshell.runtime.session import ParseFailure

# What a module manifest may call and read, as PowerShell has it.
MANIFEST_COMMANDS = ("import-localizeddata", "convertfrom-stringdata", "write-host", "out-host", "join-path")
NOT_PLAIN = "System.InvalidOperationException"
MANIFEST_VARIABLES = ("PSScriptRoot", "PSEdition", "EnabledExperimentalFeatures")


def read_data(session: Any, path: str, commands: Collection[str] = (), variables: Collection[str] = (), environment: bool = False) -> list[Any]:
    """What a data file puts out. `commands` (small letters) and `variables` are those it may use.

    Raises ParseFailure for text that is no script, ShellError for what the restricted language does not allow.
    """
    from relayshell.runtime.scripts import script_block
    from relayshell.syntax.problems import ParseError, joined
    from relayshell.syntax.problems import message as message_of
    from relayshell.syntax.restricted import check_restricted

    block = script_block(session, path)
    wrong: list[ParseError] = []

    def report(id: str, place: Any, *args: object) -> None:
        wrong.append(ParseError(getattr(place, "extent", place), id, message_of(id, args)))

    check_restricted(block.code.node.end_block, commands, report, variables, environment)
    if wrong:
        message = joined(wrong)
        raise ShellError(message, wrong[0].error_id, "ParserError", path, exception=NetException("System.Management.Automation.ParseException", message))
    return block.invoke(())


def read_table(session: Any, path: str, skip_limits: bool = True) -> Hashtable:
    """The one hashtable of a data file in which nothing runs; what Import-PowerShellDataFile gives."""
    try:
        found = read_data(session, path, (), ("PSScriptRoot",))
    except ParseFailure as error:
        raise ShellError(f"The PowerShell data file could not be parsed: {error.message}", "CouldNotParseAsPowerShellDataFile", "InvalidData", path,
                         exception=error.exception) from error
    except ShellError as error:
        if error.category != "ParserError":
            raise
        if not _holds_table(session, path):
            raise _no_table(path) from error
        raise _not_plain(f"The hashtable of '{path}' is not plain data: {error.message}") from error
    if len(found) != 1 or not isinstance(found[0], Hashtable):
        raise _no_table(path)
    if not skip_limits and len(found[0]) > 500:
        raise _not_plain(f"The hashtable of '{path}' has more than 500 keys: -SkipLimitCheck takes it all the same.")
    return found[0]


def _holds_table(session: Any, path: str) -> bool:
    from relayshell.runtime.scripts import script_block
    from relayshell.syntax import ast

    return any(isinstance(node, ast.HashtableAst) for node in script_block(session, path).code.node.walk())


def _no_table(path: str) -> ShellError:
    return ShellError(f"The file '{path}' is no PowerShell data file: it does not hold one hashtable.",
                      "CouldNotParseAsPowerShellDataFileNoHashtableRoot", "InvalidData", path,
                      exception=NetException("System.InvalidOperationException", "No hashtable was found."))


def _not_plain(message: str) -> ShellError:
    """A table that cannot be read without running something: this ends the command."""
    exception = NetException("System.InvalidOperationException", message)
    return ShellError(message, NOT_PLAIN, "NotSpecified", exception=exception)
