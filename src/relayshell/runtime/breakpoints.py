"""Breakpoints as scripts see them: LineBreakpoint, CommandBreakpoint and VariableBreakpoint.

What they watch is up to runtime.watching.
"""

from __future__ import annotations

import itertools
from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.text import to_text

AUTOMATION = "System.Management.Automation."
MODES = {"Read": 0, "Write": 1, "ReadWrite": 2}
_numbers = itertools.count()


class Breakpoint:
    """A place, a command or a variable to watch. What `action` does is up to it; without one the host is told.

    script is the file it is bound to, None for any; mode is the access to a variable that is watched: Read, Write or ReadWrite.
    """

    def __init__(self, kind: str, script: str | None, action: Any = None, *, line: int = 0, column: int = 0, command: str = "",
                 variable: str = "", mode: str = "Write") -> None:
        self.watcher: Any = None
        self.id = next(_numbers)
        self.kind = kind
        self.script = script or None
        self.action = action
        self.line, self.column, self.command, self.variable, self.mode = line, column, command, variable, mode
        self.enabled = True
        self.hits = 0
        self.props: Any = None

    @property
    def net_type(self) -> Any:
        from relayshell.objects.nettype import get_type

        return get_type(f"{AUTOMATION}{self.kind}Breakpoint")

    def __str__(self) -> str:
        where = self.script or ""
        if self.kind == "Line":
            return f"Line breakpoint on '{where}:{self.line}" + (f", {self.column}'" if self.column else "'")
        name = f"{self.command}" if self.kind == "Command" else f"${self.variable}"
        return f"{self.kind} breakpoint on '{where + ':' if where else ''}{name}'" + (f" ({self.mode} access)" if self.kind == "Variable" else "")

    def calls(self, name: str, file: str | None) -> bool:
        """Whether the name by which a command is called is one that this watches; file is a script's own path."""
        from relayshell.objects.wildcard import compile_wildcard

        fits = compile_wildcard(self.command, True)
        names = [name, name.rpartition("\\")[2]]
        if file is not None:
            names += [file, file.rpartition("/")[2].rpartition(".")[0]]
        return any(fits(each) for each in names) or fits(self.command.rpartition("\\")[2]) and fits(name)


def _mode(point: Breakpoint) -> Any:
    from relayshell.objects.dotnet.results import enum_of

    return enum_of(AUTOMATION + "VariableAccessMode", MODES[point.mode])


def _line(script: Any, line: Any, *more: Any) -> Breakpoint:
    column = int(more[0]) if more and isinstance(more[0], int) else 0
    return Breakpoint("Line", _file(script), _action(more), line=int(line), column=column)


def _command(script: Any, pattern: Any, command: Any, *more: Any) -> Breakpoint:
    return Breakpoint("Command", _file(script), _action(more), command=to_text(command))


def _variable(script: Any, variable: Any, mode: Any, *more: Any) -> Breakpoint:
    return Breakpoint("Variable", _file(script), _action(more), variable=to_text(variable), mode=to_text(mode))


def _file(script: Any) -> str | None:
    return None if script is None else to_text(script) or None


def _action(more: tuple[Any, ...]) -> Any:
    return next((each for each in reversed(more) if each is not None and not isinstance(each, int)), None)


_COMMON = {"Id": lambda point: point.id, "Enabled": lambda point: point.enabled, "HitCount": lambda point: point.hits,
           "Script": lambda point: point.script, "Action": lambda point: point.action}
_SIGNATURES = ("int Id {get;}", "bool Enabled {get;}", "int HitCount {get;}", "string Script {get;}", "scriptblock Action {get;}", "string ToString()")
_BLOCK = "scriptblock action"

for _kind, _more, _texts, _new, _made in (
    ("", {}, (), None, ()),
    ("Line", {"Line": lambda point: point.line, "Column": lambda point: point.column}, ("int Line {get;}", "int Column {get;}"), _line,
     ("(string script, int line)", f"(string script, int line, {_BLOCK})", "(string script, int line, int column)", f"(string script, int line, int column, {_BLOCK})")),
    ("Command", {"Command": lambda point: point.command}, ("string Command {get;}",), _command,
     (f"(string script, {AUTOMATION}WildcardPattern command, string commandString)",
      f"(string script, {AUTOMATION}WildcardPattern command, string commandString, {_BLOCK})")),
    ("Variable", {"Variable": lambda point: point.variable, "AccessMode": _mode},
     ("string Variable {get;}", f"{AUTOMATION}VariableAccessMode AccessMode {{get;}}"), _variable,
     (f"(string script, string variable, {AUTOMATION}VariableAccessMode accessMode)",
      f"(string script, string variable, {AUTOMATION}VariableAccessMode accessMode, {_BLOCK})")),
):
    declare(
        f"{AUTOMATION}{_kind}Breakpoint", Breakpoint, dynamic=True, new=_new, get={**_more, **_COMMON}, methods={"ToString": str}, to_text=str,
        signatures=(*_made, *_texts, *_SIGNATURES), base="System.Object" if not _kind else AUTOMATION + "Breakpoint",
    )
