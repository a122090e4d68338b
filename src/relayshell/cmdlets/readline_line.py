"""[Microsoft.PowerShell.PSConsoleReadLine]: what a block that is bound to a key does with the line being typed.

The editor puts the line in `line` while a key's block runs; outside of one there is none.
"""

from __future__ import annotations

from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.faults import null_fault, operation_fault, range_fault
from relayshell.objects.text import to_text


class Line:
    """The line being typed. `accepted` asks the editor to run it afterwards, `function` to do one of its functions then."""

    def __init__(self, text: str, cursor: int) -> None:
        self.text, self.cursor = text, cursor
        self.accepted = False
        self.functions: list[str] = []


line: Line | None = None


def _now() -> Line:
    if line is None:
        raise operation_fault("There is no line being typed: this is for blocks bound by Set-PSReadLineKeyHandler.")
    return line


def _insert(text: Any) -> None:
    if text is None:
        raise null_fault("s")
    now, words = _now(), to_text(text)
    now.text = now.text[: now.cursor] + words + now.text[now.cursor :]
    now.cursor += len(words)


def _replace(start: int, length: int, text: Any, *more: Any) -> None:
    now = _now()
    if not 0 <= start <= len(now.text):
        raise range_fault("The start is outside of the line.", "start", start)
    if length < 0 or start + length > len(now.text):
        raise range_fault("The length is outside of the line.", "length", length)
    words = to_text(text)
    now.text = now.text[:start] + words + now.text[start + length :]
    now.cursor = start + len(words)


def _delete(start: int, length: int) -> None:
    _replace(start, length, "")


def _state(text: Any, cursor: Any) -> None:
    now = _now()
    text.value, cursor.value = now.text, now.cursor


def _move(cursor: int) -> None:
    now = _now()
    now.cursor = max(0, min(int(cursor), len(now.text)))


def _revert(*key: Any) -> None:
    now = _now()
    now.text, now.cursor = "", 0


def _accept(*key: Any) -> None:
    _now().accepted = True


def _function(name: str) -> Any:
    return lambda *key: _now().functions.append(name)


def _functions() -> dict[str, Any]:
    from relayshell.cmdlets.readline_keys import FUNCTIONS

    return {name: _function(name) for name in FUNCTIONS}


declare(
    "Microsoft.PowerShell.PSConsoleReadLine",
    statics={
        **_functions(), "Insert": _insert, "Replace": _replace, "Delete": _delete, "GetBufferState": _state, "SetCursorPosition": _move, "RevertLine": _revert,
        "AcceptLine": _accept,
    },
    signatures=(
        "static void Insert(string s)", "static void Replace(int start, int length, string replacement)", "static void Delete(int start, int length)",
        "static void GetBufferState([ref] string input, [ref] int cursor)", "static void SetCursorPosition(int cursor)",
    ),
)
