"""Select-String: the lines of texts and files that match a pattern."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any

from relayshell.cmdlets.item_choice import matches_any
from relayshell.commands import Cmdlet, param
from relayshell.commands.validation import not_empty, ValidateCount, ValidateRange, not_null
from relayshell.errors import ShellError
from relayshell.objects.declare import declare
from relayshell.providers.encodings import to_encoding

MATCH_INFO = "Microsoft.PowerShell.Commands.MatchInfo"
STREAM = "InputStream"


class MatchContext:
    """The lines around a match."""

    __slots__ = ("before", "after")

    def __init__(self) -> None:
        self.before: list[str] = []
        self.after: list[str] = []


class MatchInfo:
    """One line that matched, and where it stands."""

    __slots__ = ("line", "number", "path", "pattern", "matches", "context", "ignore_case", "emphasis", "__weakref__")

    def __init__(self, line: Any, number: int, path: str, pattern: str, matches: list[Any], ignore_case: bool) -> None:
        self.line = line
        self.number = number
        self.path = path
        self.pattern = pattern
        self.matches = matches
        self.context: MatchContext | None = None
        self.ignore_case = ignore_case
        self.emphasis = False

    @property
    def filename(self) -> str:
        return self.path.rsplit("/", 1)[-1] if self.path != STREAM else STREAM

    def relative(self, folder: str) -> str:
        """The path as seen from a folder."""
        if self.path != STREAM and folder and self.path.startswith(folder.rstrip("/") + "/"):
            return self.path[len(folder.rstrip("/")) + 1 :]
        return self.path

    def text(self, folder: str | None = None) -> str:
        """As it is shown: path, number and line; with its context, the match marked by `>`."""
        path = self.path if folder is None else self.relative(folder)
        if self.context is None:
            return self._line(path, self.number, self.line, "")
        lines = []
        number = self.number - len(self.context.before)
        for line in self.context.before:
            lines.append(self._line(path, number, line, "  "))
            number += 1
        lines.append(self._line(path, number, self.line, "> "))
        for line in self.context.after:
            number += 1
            lines.append(self._line(path, number, line, "  "))
        return "\n".join(lines)

    def _line(self, path: str, number: int, line: str, mark: str) -> str:
        return f"{mark}{line}" if self.path == STREAM else f"{mark}{path}:{number}:{line}"


declare(
    "Microsoft.PowerShell.Commands.MatchInfoContext", MatchContext,
    get={
        "PreContext": lambda context: list(context.before), "PostContext": lambda context: list(context.after),
        "DisplayPreContext": lambda context: list(context.before), "DisplayPostContext": lambda context: list(context.after),
    },
    signatures=("string[] PreContext {get;set;}", "string[] PostContext {get;set;}", "string[] DisplayPreContext {get;set;}",
                "string[] DisplayPostContext {get;set;}"),
)
declare(
    MATCH_INFO, MatchInfo,
    get={
        "IgnoreCase": lambda match: match.ignore_case, "LineNumber": lambda match: _long(match.number), "Line": lambda match: match.line,
        "Filename": lambda match: match.filename, "Path": lambda match: match.path, "Pattern": lambda match: match.pattern,
        "Context": lambda match: match.context, "Matches": lambda match: match.matches,
    },
    methods={"ToString()": lambda match: match.text(), "ToString(string directory)": lambda match, folder: match.text(folder),
             "RelativePath": lambda match, folder: match.relative(folder)},
    to_text=lambda match: match.text(),
    signatures=(
        "bool IgnoreCase {get;set;}", "long LineNumber {get;set;}", "string Line {get;set;}", "string Filename {get;}", "string Path {get;set;}",
        "string Pattern {get;set;}", "Microsoft.PowerShell.Commands.MatchInfoContext Context {get;set;}",
        "System.Text.RegularExpressions.Match[] Matches {get;set;}", "string ToString()", "string ToString(string directory)",
        "string RelativePath(string directory)",
    ),
)


def _long(number: int) -> Any:
    from relayshell.objects.numbers import Int64

    return Int64(number)


_FILES = ("File", "FileRaw")
_LITERAL = ("LiteralFile", "LiteralFileRaw")


class SelectString(Cmdlet, name="Select-String", alias="sls", default_set="File", output=("System.Boolean", MATCH_INFO, "System.String"), module="Microsoft.PowerShell.Utility"):
    """Finds the lines that match a pattern, in texts and in files.

    Example: the errors among some lines

        PS> ('ok', 'error 5' | Select-String error).Line
        error 5
    """

    all_matches: Any = param("Finds every match in a line, not the first alone.", "switch")
    case_sensitive: Any = param("Tells capitals from small letters.", "switch")
    context: Any = param("How many lines before and after to keep.", "int[]", check=(ValidateCount(1, 2), ValidateRange(0, 2**31 - 1)))
    culture: Any = param("The culture of a simple match.", "string", check=not_null())
    encoding: Any = param("How the bytes of files are to be read as text.", "System.Text.Encoding", transform=to_encoding, check=not_empty())
    exclude: Any = param("Leaves out files whose name matches one of these patterns.", "string[]", check=not_empty())
    include: Any = param("Takes only files whose name matches one of these patterns.", "string[]", check=not_empty())
    input_object: Any = param("The texts.", "psobject", mandatory=True, pipeline=True, sets=("Object", "ObjectRaw"), allow_null=True, allow_empty_string=True)
    list: Any = param("Only the first match of each file.", "switch")
    literal_path: Any = param("The files, their paths taken as they are.", "string[]", mandatory=True, by_name=True, sets=_LITERAL, alias=("PSPath", "LP"))
    no_emphasis: Any = param("Does not highlight the match.", "switch")
    not_match: Any = param("Finds the lines that do not match.", "switch")
    path: Any = param("The files; patterns may stand for them.", "string[]", mandatory=True, position=1, by_name=True, sets=_FILES)
    pattern: Any = param("What to look for.", "string[]", mandatory=True, position=0)
    quiet: Any = param("Tells only whether there is a match.", "switch", sets=("File", "LiteralFile", "Object"))
    raw: Any = param("Gives the lines alone.", "switch", mandatory=True, sets=("FileRaw", "LiteralFileRaw", "ObjectRaw"))
    simple_match: Any = param("Takes the patterns as plain text.", "switch")

    def begin(self) -> None:
        from relayshell.objects.dotnet.regex import compile_pattern
        from relayshell.objects.exceptions import NetException

        self.ignore_case = not self.case_sensitive
        self.expressions = []
        for pattern in self.pattern:
            if self.simple_match:
                self.expressions.append((pattern, None))
                continue
            try:
                self.expressions.append((pattern, compile_pattern(pattern, self.ignore_case)))
            except NetException as error:
                raise ShellError(f"The string {pattern} is not a valid regular expression: {error.message}", "InvalidRegex", "InvalidArgument",
                                 pattern, exception=NetException("System.ArgumentException", f"The string {pattern} is not a valid regular expression: {error.message}", inner=error)) from None
        around = [int(each) for each in self.context or ()]
        self.before = around[0] if around else 0
        self.after = around[-1] if around else 0
        self.found_any = False
        self.piped: list[tuple[Any, str]] = []

    def process(self) -> None:
        if self.parameter_set in (*_FILES, *_LITERAL):
            self._files()
            return
        value = self.input_object
        from relayshell.objects.psobject import unwrap
        from relayshell.objects.text import to_text

        base = unwrap(value)
        if isinstance(base, MatchInfo):
            self.piped.append((base.line, to_text(base.line)))
        elif _is_file(base):
            self._search(str(_full_name(base)))
        elif value is not None:
            self.piped.append((value, to_text(value)))
            if not (self.before or self.after):
                self._emit(self._matches(iter([self.piped.pop()]), STREAM, self._count_piped()))

    piped_count = 0

    def _count_piped(self) -> int:
        self.piped_count += 1
        return self.piped_count

    def end(self) -> None:
        if self.piped:
            self._emit(self._matches(iter(self.piped), STREAM, 1))
        if self.quiet and not self.found_any:
            self.write(False)

    def _files(self) -> None:
        literal = self.parameter_set in _LITERAL
        for path in self.literal_path if literal else self.path:
            try:
                found = self.session.places.resolve(path, literal=literal)
            except ShellError as error:
                self.write_error(error)
                continue
            for target in found:
                name = target.provider.name_of(target.inner)
                if self.include and not matches_any(name, self.include) or self.exclude and matches_any(name, self.exclude):
                    continue
                if target.is_container:
                    self.write_error(_folder(target.inner))
                    continue
                self._search(target.inner)

    def _search(self, path: str) -> None:
        from relayshell.providers import filecontent
        from relayshell.providers.encodings import encoding_of

        encoding = encoding_of(self.encoding) if self.encoding is not None else None
        try:
            lines = ((line, line) for line in filecontent.lines(path, encoding))
            self._emit(self._matches(lines, path, 1))
        except ShellError as error:
            self.write_error(error)

    def _emit(self, found: Iterable[MatchInfo]) -> None:
        for match in found:
            if self.quiet:
                if not self.found_any:
                    self.found_any = True
                    self.write(True)
                return
            self.found_any = True
            if self.raw:
                self.write(match.line)
            else:
                self.write(match)
            if self.list:
                return

    def _matches(self, lines: Iterator[tuple[Any, str]], path: str, number: int) -> Iterator[MatchInfo]:
        """The matches, each kept back until the lines after it are known."""
        before: deque[str] = deque(maxlen=self.before or 1)
        waiting: list[MatchInfo] = []
        for value, line in lines:
            ready = []
            for match in waiting:
                match.context.after.append(line)  # type: ignore[union-attr]
                if len(match.context.after) >= self.after:  # type: ignore[union-attr]
                    ready.append(match)
            for match in ready:
                waiting.remove(match)
                yield match
            found = self._match(line)
            if found is not None:
                pattern, matches = found
                match = MatchInfo(line, number, path, pattern, matches, self.ignore_case)
                if self.before or self.after:
                    match.context = MatchContext()
                    if self.before:
                        match.context.before = list(before)
                if self.after:
                    waiting.append(match)
                else:
                    yield match
            before.append(line)
            number += 1
        yield from waiting

    def _match(self, line: str) -> tuple[str, Any] | None:
        for pattern, expression in self.expressions:
            if expression is None:
                hit = (pattern.lower() in line.lower()) if self.ignore_case else (pattern in line)
                matches: Any = []
            else:
                matches = list(expression.find_all(line)) if self.all_matches else [found for found in [expression.find(line)] if found is not None]
                hit = bool(matches)
            if self.not_match:
                if not hit:
                    return pattern, []
            elif hit:
                return pattern, matches
        return None


def _folder(path: str) -> ShellError:
    from relayshell.objects.exceptions import NetException

    message = f"The file {path} cannot be read: Access to the path '{path}' is denied."
    return ShellError(message, "ProcessingFile", "InvalidArgument", path, exception=NetException("System.ArgumentException", message))


def _is_file(value: Any) -> bool:
    from relayshell.objects.typeof import type_of

    return value is not None and not isinstance(value, (str, int, float)) and type_of(value).full_name == "System.IO.FileInfo"


def _full_name(value: Any) -> Any:
    from relayshell.objects.members import get_member

    return get_member(value, "FullName")
