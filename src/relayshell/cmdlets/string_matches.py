"""What Select-String gives: a line that matched, where it stands and the lines around it."""

from __future__ import annotations

from typing import Any

from relayshell.objects.declare import declare

MATCH_INFO = "Microsoft.PowerShell.Commands.MatchInfo"
STREAM = "InputStream"
REVERSED, PLAIN = "\x1b[7m", "\x1b[0m"


class MatchContext:
    """The lines around a match; `shown_` are those that no other match shows already."""

    __slots__ = ("before", "after", "shown_before", "shown_after")

    def __init__(self) -> None:
        self.before: list[str] = []
        self.after: list[str] = []
        self.shown_before: list[str] = []
        self.shown_after: list[str] = []

    def copy(self) -> MatchContext:
        """Another of the same lines."""
        made = MatchContext()
        for name in self.__slots__:
            setattr(made, name, list(getattr(self, name)))
        return made


class MatchInfo:
    """One line that matched. `places` are (start, end) of what is to stand out in it."""

    __slots__ = ("line", "number", "path", "pattern", "matches", "context", "ignore_case", "places", "__weakref__")

    def __init__(self, line: Any = "", number: int = 0, path: str = STREAM, pattern: str = "", matches: list[Any] | None = None, ignore_case: bool = False) -> None:
        self.line = line
        self.number = number
        self.path = path
        self.pattern = pattern
        self.matches: list[Any] = matches if matches is not None else []
        self.context: MatchContext | None = None
        self.ignore_case = ignore_case
        self.places: list[tuple[int, int]] = []

    @property
    def filename(self) -> str:
        return self.path.rsplit("/", 1)[-1] if self.path != STREAM else STREAM

    def relative(self, folder: str) -> str:
        """The path as seen from a folder."""
        if self.path != STREAM and folder and self.path.startswith(folder.rstrip("/") + "/"):
            return self.path[len(folder.rstrip("/")) + 1 :]
        return self.path

    def text(self, folder: str | None = None, line: str | None = None) -> str:
        """As it is shown: path, number and line; with its context, the match marked by `>`."""
        path = self.path if folder is None else self.relative(folder)
        own = self.line if line is None else line
        if self.context is None:
            return self._line(path, self.number, own, "")
        lines = []
        number = self.number - len(self.context.shown_before)
        for each in self.context.shown_before:
            lines.append(self._line(path, number, each, "  "))
            number += 1
        lines.append(self._line(path, number, own, "> "))
        for each in self.context.shown_after:
            number += 1
            lines.append(self._line(path, number, each, "  "))
        return "\n".join(lines)

    def emphasized(self, folder: str) -> str:
        """As it is shown, the matches themselves in reversed colours."""
        parts, at = [], 0
        for start, end in self.places:
            parts += [self.line[at:start], REVERSED, self.line[start:end], PLAIN]
            at = end
        return self.text(folder, "".join(parts) + self.line[at:])

    def _line(self, path: str, number: int, line: str, mark: str) -> str:
        return f"{mark}{line}" if self.path == STREAM else f"{mark}{path}:{number}:{line}"


declare(
    "Microsoft.PowerShell.Commands.MatchInfoContext", MatchContext,
    get={
        "PreContext": lambda context: list(context.before), "PostContext": lambda context: list(context.after),
        "DisplayPreContext": lambda context: list(context.shown_before), "DisplayPostContext": lambda context: list(context.shown_after),
    },
    set={name: lambda context, value, key=key: setattr(context, key, list(value)) for name, key in (
        ("PreContext", "before"), ("PostContext", "after"), ("DisplayPreContext", "shown_before"), ("DisplayPostContext", "shown_after"))},
    methods={"Clone()": MatchContext.copy},
    signatures=("string[] PreContext {get;set;}", "string[] PostContext {get;set;}", "string[] DisplayPreContext {get;set;}",
                "string[] DisplayPostContext {get;set;}", "System.Object Clone()"),
)
_SET = {"IgnoreCase": "ignore_case", "LineNumber": "number", "Line": "line", "Path": "path", "Pattern": "pattern", "Context": "context", "Matches": "matches"}
declare(
    MATCH_INFO, MatchInfo, new=MatchInfo,
    set={name: lambda match, value, key=key: setattr(match, key, value) for name, key in _SET.items()},
    get={
        "IgnoreCase": lambda match: match.ignore_case, "LineNumber": lambda match: _long(match.number), "Line": lambda match: match.line,
        "Filename": lambda match: match.filename, "Path": lambda match: match.path, "Pattern": lambda match: match.pattern,
        "Context": lambda match: match.context, "Matches": lambda match: match.matches,
    },
    methods={"ToString()": lambda match: match.text(), "ToString(string directory)": lambda match, folder: match.text(folder),
             "RelativePath": lambda match, folder: match.relative(folder), "ToEmphasizedString": lambda match, folder: match.emphasized(folder)},
    to_text=lambda match: match.text(),
    signatures=(
        "()", "bool IgnoreCase {get;set;}", "long LineNumber {get;set;}", "string Line {get;set;}", "string Filename {get;}", "string Path {get;set;}",
        "string Pattern {get;set;}", "Microsoft.PowerShell.Commands.MatchInfoContext Context {get;set;}",
        "System.Text.RegularExpressions.Match[] Matches {get;set;}", "string ToString()", "string ToString(string directory)",
        "string RelativePath(string directory)", "string ToEmphasizedString(string directory)",
    ),
)


def _long(number: int) -> Any:
    from relayshell.objects.numbers import Int64

    return Int64(number)
