"""Select-String: the lines of texts and files that match a pattern."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any

from relayshell.cmdlets.item_choice import matches_any
from relayshell.cmdlets.string_matches import MATCH_INFO, STREAM, MatchContext, MatchInfo
from relayshell.cmdlets.culture_names import CULTURE_OR_RULE
from relayshell.commands import Cmdlet, param
from relayshell.commands.validation import not_empty, ValidateCount, ValidateRange, not_null
from relayshell.errors import ShellError
from relayshell.objects.psobject import unwrap
from relayshell.objects.text import to_text
from relayshell.providers.encodings import to_encoding
from relayshell.providers.provider import ItemError

_FILES = ("File", "FileRaw")
_LITERAL = ("LiteralFile", "LiteralFileRaw")


TURKISH = {ord("I"): "\u0131", ord("\u0130"): "i"}
"""Small letters where i with and without a dot are letters of their own."""


class SelectString(Cmdlet, name="Select-String", alias="sls", default_set="File", output=("System.Boolean", MATCH_INFO, "System.String"), module="Microsoft.PowerShell.Utility"):
    """Finds the lines that match a pattern, in texts and in files.

    Example: the errors among some lines

        PS> ('ok', 'error 5' | Select-String error).Line
        error 5
    """

    culture: Any = param("The culture of a simple match.", "string", check=(not_null(), CULTURE_OR_RULE))
    input_object: Any = param("The texts.", "psobject", mandatory=True, pipeline=True, sets=("Object", "ObjectRaw"), allow_null=True, allow_empty_string=True)
    pattern: Any = param("What to look for.", "string[]", mandatory=True, position=0)
    path: Any = param("The files; patterns may stand for them.", "string[]", mandatory=True, position=1, by_name=True, sets=_FILES)
    literal_path: Any = param("The files, their paths taken as they are.", "string[]", mandatory=True, by_name=True, sets=_LITERAL, alias=("PSPath", "LP"))
    raw: Any = param("Gives the lines alone.", "switch", mandatory=True, sets=("FileRaw", "LiteralFileRaw", "ObjectRaw"))
    simple_match: Any = param("Takes the patterns as plain text.", "switch")
    case_sensitive: Any = param("Tells capitals from small letters.", "switch")
    quiet: Any = param("Tells only whether there is a match.", "switch", sets=("File", "LiteralFile", "Object"))
    list: Any = param("Only the first match of each file.", "switch")
    no_emphasis: Any = param("Does not highlight the match.", "switch")
    include: Any = param("Takes only files whose name matches one of these patterns.", "string[]", check=not_empty())
    exclude: Any = param("Leaves out files whose name matches one of these patterns.", "string[]", check=not_empty())
    not_match: Any = param("Finds the lines that do not match.", "switch")
    all_matches: Any = param("Finds every match in a line, not the first alone.", "switch")
    encoding: Any = param("How the bytes of files are to be read as text.", "System.Text.Encoding", transform=to_encoding, check=not_empty())
    context: Any = param("How many lines before and after to keep.", "int[]", check=(not_empty(), ValidateCount(1, 2), ValidateRange(0, 2**31 - 1)))

    def begin(self) -> None:
        from relayshell.objects.dotnet.regex import compile_pattern
        from relayshell.objects.exceptions import NetException

        if self.is_given("culture") and not self.simple_match:
            raise ItemError("The -Culture parameter is for plain texts: add -SimpleMatch, or leave -Culture out.",
                            "CannotSpecifyCultureWithoutSimpleMatch", "InvalidData", None, "System.InvalidOperationException")
        self.ignore_case = not self.case_sensitive
        self.turkish = self.culture is not None and self.culture.partition("-")[0].lower() in ("tr", "az")
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
        base = unwrap(value)
        if base.__class__ is str and not (self.before or self.after):
            self._line(base if value is base else to_text(value))
            return
        if isinstance(base, MatchInfo):
            self.piped.append((base.line, to_text(base.line)))
        elif _is_file(base):
            self._search(str(_full_name(base)))
        elif value is not None:
            self.piped.append((value, to_text(value)))
            if not (self.before or self.after):
                self._emit(self._matches(iter([self.piped.pop()]), STREAM, self._count_piped()))

    def _line(self, line: str) -> None:
        """A piped text that needs no others around it."""
        self.piped_count += 1
        found = self._match(line)
        if found is not None:
            pattern, matches, places = found
            match = MatchInfo(line, self.piped_count, STREAM, pattern, matches, self.ignore_case)
            match.places = [] if self.no_emphasis else places
            self._emit((match,))

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
        from relayshell.providers.encodings import encoding_of, warn_if_obsolete

        encoding = encoding_of(self.encoding) if self.encoding is not None else None
        warn_if_obsolete(self, self.encoding)
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
        before: deque[str] = deque(maxlen=self.before)
        unshown: deque[str] = deque(maxlen=self.before)
        waiting: list[MatchInfo] = []
        showing: MatchContext | None = None
        for _value, line in lines:
            found = self._match(line)
            for match in waiting:
                match.context.after.append(line)  # type: ignore[union-attr]
            if found is not None:
                showing = None
            elif showing is None:
                unshown.append(line)
            else:
                showing.shown_after.append(line)
                if len(showing.shown_after) >= self.after:
                    showing = None
            while waiting and len(waiting[0].context.after) >= self.after:  # type: ignore[union-attr]
                yield waiting.pop(0)
            if found is not None:
                pattern, matches, places = found
                match = MatchInfo(line, number, path, pattern, matches, self.ignore_case)
                match.places = [] if self.no_emphasis else places
                if self.before or self.after:
                    context = match.context = MatchContext()
                    context.before, context.shown_before = list(before), list(unshown)
                    unshown.clear()
                    showing = context if self.after else None
                if self.after:
                    waiting.append(match)
                else:
                    yield match
            before.append(line)
            number += 1
        yield from waiting

    def _match(self, line: str) -> tuple[str, Any, list[tuple[int, int]]] | None:
        """The first pattern that says yes to a line, its matches and where they stand."""
        for pattern, expression in self.expressions:
            matches: Any = []
            if expression is None:
                places = self._places(pattern, line)
            elif not expression.found_in(line):
                places = []
            else:
                matches = list(expression.find_all(line)) if self.all_matches else [found for found in [expression.find(line)] if found is not None]
                places = [(each.index, each.index + each.length) for each in matches]
            if self.not_match:
                if not places:
                    return pattern, [], []
            elif places:
                return pattern, matches, places
        return None

    def _places(self, pattern: str, line: str) -> list[tuple[int, int]]:
        """Where a plain text stands in a line: the first place, or all."""
        if self.ignore_case:
            if self.turkish:
                pattern, line = pattern.translate(TURKISH), line.translate(TURKISH)
            pattern, line = pattern.lower(), line.lower()
        if pattern not in line:
            return []
        made: list[tuple[int, int]] = []
        at = line.find(pattern)
        while at >= 0:
            made.append((at, at + len(pattern)))
            if not self.all_matches:
                break
            at = line.find(pattern, at + max(len(pattern), 1))
        return made


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
