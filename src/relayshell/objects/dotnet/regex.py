"""Regex, Match, Group and Capture: .NET's regular expressions over Python's engines.

A pattern is translated once (`regexsyntax.py`) and run by `re`, or by the `regex` package where captures, lookbehind or
classes need it. The members that scripts see are declared in `regextype.py`.
"""

from __future__ import annotations

import re
from typing import Any, Callable, Iterator

from relayshell.objects.dotnet.faults import fault, null_fault, range_fault
from relayshell.objects.dotnet.regexpatience import Patient, may_explode
from relayshell.objects.dotnet.regexsyntax import IGNORE_CASE, RIGHT_TO_LEFT, PatternError, translate


class Regex:
    """A compiled pattern. `timeout` in seconds, or None for no limit."""

    net_name = "System.Text.RegularExpressions.Regex"
    __slots__ = ("pattern", "options", "timeout", "compiled", "names", "indexes", "slots", "by_name", "rich", "templates", "plain", "keys", "props")
    net_home = ".dotnet.regextype"

    def __init__(self, pattern: str, options: int = 0, timeout: float | None = None) -> None:
        if pattern is None:
            raise null_fault("pattern")
        self.pattern, self.options, self.timeout = pattern, options, timeout
        try:
            translated = translate(pattern, options)
        except PatternError as error:
            raise _parse_fault(pattern, error) from None
        self.compiled, self.rich = _compile(pattern, translated, options, timeout is not None)
        index = self.compiled.groupindex
        self.names = ["0"]
        self.slots = [0]
        for name, inner in translated.groups:
            self.names.append(name)
            self.slots.append(index[inner])
        self.by_name = {name: place for place, name in enumerate(self.names)}
        self.templates: dict[str, list[Any]] = {}
        self.keys: list[tuple[Any, Any, int]] | None = None
        # Read from left to right, for as long as it takes.
        self.plain = timeout is None and not options & RIGHT_TO_LEFT

    def __str__(self) -> str:
        return self.pattern

    def find(self, text: str, start: int = 0, end: int | None = None) -> Match | None:
        """The first match at or behind a place, or None."""
        try:
            if self.timeout is not None:
                found = self.compiled.search(text, start, len(text) if end is None else end, timeout=self.timeout)
            else:
                found = self.compiled.search(text, start) if end is None else self.compiled.search(text, start, end)
        except TimeoutError:
            raise _timeout_fault(self) from None
        return Match(self, found, text) if found is not None else None

    def found_in(self, text: str) -> bool:
        """Whether there is a match; the fastest way to ask."""
        return self.compiled.search(text) is not None if self.timeout is None else self.find(text) is not None

    def iterate(self, text: str, start: int = 0) -> Iterator[Match]:
        """All matches, in the order .NET finds them."""
        try:
            if self.options & RIGHT_TO_LEFT:
                found = self.compiled.finditer(text, 0, start or len(text))
            elif self.timeout is not None:
                found = self.compiled.finditer(text, start, timeout=self.timeout)
            else:
                found = self.compiled.finditer(text, start)
            for match in found:
                yield Match(self, match, text)
        except TimeoutError:
            raise _timeout_fault(self) from None

    def find_all(self, text: str, start: int = 0) -> list[Match]:
        """All matches."""
        return list(self.iterate(text, start))

    def replace(self, text: str, by: str | Callable[[Match], str], count: int = -1, start: int = 0) -> str:
        """The text with up to `count` matches (-1: all) replaced by a .NET replacement pattern or what a function gives."""
        if count < -1:
            raise range_fault("Count cannot be less than -1.", "count")
        if count == 0:
            return text
        template = None if callable(by) else self.template(by)
        if self.plain:
            return self._replaced(text, by, template, count, start)
        out: list[str] = []
        last, done = 0, 0
        matches: Any = self.iterate(text, start)
        if self.options & RIGHT_TO_LEFT:
            matches = list(matches)[:None if count < 0 else count][::-1]
        for match in matches:
            out.append(text[last:match.index])
            out.append(by(match) if template is None else match.expand(template))  # type: ignore[operator]
            last = match.index + match.length
            done += 1
            if done == count:
                break
        if not done:
            return text
        out.append(text[last:])
        return "".join(out)

    def _replaced(self, text: str, by: Any, template: list[Any] | None, count: int, start: int) -> str:
        """`replace` from left to right and without a limit of time: a replacement that names only groups needs no Match."""
        slots = self.slots
        simple = None if template is None or any(part.__class__ is not str and part[0] != "g" for part in template) else [
            part if part.__class__ is str else slots[part[1]] for part in template
        ]
        out: list[str] = []
        last = done = 0
        for found in self.compiled.finditer(text, start):
            begin, end = found.span()
            out.append(text[last:begin])
            if simple is not None:
                for part in simple:
                    piece = part if part.__class__ is str else found.group(part)
                    if piece:
                        out.append(piece)
            else:
                match = Match(self, found, text)
                out.append(by(match) if template is None else match.expand(template))
            last = end
            done += 1
            if done == count:
                break
        if not done:
            return text
        out.append(text[last:])
        return "".join(out)

    def split(self, text: str, count: int = 0, start: int = 0) -> list[str]:
        """The pieces between matches, with what groups captured between them; at most `count` pieces, 0 for all."""
        if count < 0:
            raise range_fault("Count cannot be less than -1.", "count")
        if count == 1:
            return [text]
        out: list[str] = []
        last = 0
        if self.plain:
            groups = self.slots[1:]
            for done, found in enumerate(self.compiled.finditer(text, start), 1):
                begin, end = found.span()
                out.append(text[last:begin])
                last = end
                if groups:
                    out.extend([piece for piece in map(found.group, groups) if piece is not None])
                if done == count - 1:
                    break
            out.append(text[last:])
            return out
        matches: Any = self.iterate(text, start)
        if self.options & RIGHT_TO_LEFT:
            matches = list(matches)[:count - 1 if count else None][::-1]
            count = 0
        for done, match in enumerate(matches, 1):
            out.append(text[last:match.index])
            last = match.index + match.length
            out.extend(group.value for group in match.group_list[1:] if group.success)
            if done == count - 1:
                break
        out.append(text[last:])
        return out

    def template(self, replacement: str) -> list[Any]:
        """A replacement pattern taken apart: literal texts, group places and the marks & ` ' + _."""
        found = self.templates.get(replacement)
        if found is None:
            found = self.templates[replacement] = list(_read_template(replacement, self))
        return found


class Capture:
    """One piece of text that a group matched."""

    net_name = "System.Text.RegularExpressions.Capture"
    __slots__ = ("index", "value", "text", "props")
    net_home = ".dotnet.regextype"

    def __init__(self, text: str, index: int, end: int) -> None:
        self.text, self.index, self.value = text, index, text[index:end]

    @property
    def length(self) -> int:
        """How long it is."""
        return len(self.value)

    def __str__(self) -> str:
        return self.value


class Group(Capture):
    """What a group captured last, and all it captured."""

    net_name = "System.Text.RegularExpressions.Group"
    __slots__ = ("success", "name", "_match", "_slot")

    def __init__(self, text: str, start: int, end: int, name: str, match: Any, slot: int) -> None:
        self.success = start >= 0
        self.text, self.index, self.value = text, max(start, 0), text[start:end] if start >= 0 else ""
        self.name, self._match, self._slot = name, match, slot

    @property
    def captures(self) -> list[Capture]:
        """Every capture, in order."""
        if not self.success:
            return []
        if hasattr(self._match, "spans"):
            return [Capture(self.text, start, end) for start, end in self._match.spans(self._slot)]
        return [Capture(self.text, self.index, self.index + len(self.value))]


class Match(Group):
    """A match of a pattern in a text. A failed one has `success` False and no groups but its own."""

    net_name = "System.Text.RegularExpressions.Match"
    __slots__ = ("regex", "_groups")

    def __init__(self, owner: Regex | None, found: Any, text: str) -> None:
        start, end = found.span() if found is not None else (-1, -1)
        super().__init__(text, start, end, "0", found, 0)
        self.regex = owner
        self._groups: list[Group] | None = None

    @property
    def group_list(self) -> list[Group]:
        """The groups in .NET's order; the first is the match itself."""
        if self._groups is None:
            if self._match is None or self.regex is None:
                self._groups = [self]
            else:
                span, names = self._match.span, self.regex.names
                self._groups = [self]
                for place, slot in enumerate(self.regex.slots):
                    if place:
                        start, end = span(slot)
                        self._groups.append(Group(self.text, start, end, names[place], self._match, slot))
        return self._groups

    @property
    def groups(self) -> list[tuple[str, Group]]:
        """Pairs of name and group."""
        return [(group.name, group) for group in self.group_list]

    def next(self) -> Match:
        """The match behind this one; a failed one when there is none."""
        if self.regex is None or not self.success:
            return NO_MATCH
        if self.regex.options & RIGHT_TO_LEFT:
            rest = [match for match in self.regex.iterate(self.text) if match.index < self.index]
            return rest[0] if rest else NO_MATCH
        at = self.index + self.length + (self.length == 0)
        found = self.regex.find(self.text, at) if at <= len(self.text) else None
        return found if found is not None else NO_MATCH

    def expand(self, template: list[Any]) -> str:
        """A replacement pattern filled in from this match."""
        out: list[str] = []
        for part in template:
            if type(part) is str:
                out.append(part)
            elif part[0] == "g":
                out.append(self.group_list[part[1]].value)
            elif part[0] == "`":
                out.append(self.text[:self.index])
            elif part[0] == "'":
                out.append(self.text[self.index + self.length:])
            elif part[0] == "_":
                out.append(self.text)
            else:
                out.append(next((g.value for g in reversed(self.group_list[1:]) if g.success), "") if len(self.group_list) > 1 else self.value)
        return "".join(out)


NO_MATCH = Match(None, None, "")

_TEMPLATE = re.compile(r"\$(?:(\$)|(\d+)|\{(\w+)\}|([&`'+_]))", re.A)


def _read_template(replacement: str, owner: Regex) -> Iterator[Any]:
    last = 0
    for found in _TEMPLATE.finditer(replacement):
        name = found[2] or found[3]
        if found[1]:
            part: Any = "$"
        elif name:
            key = str(int(name)) if name.isdecimal() else name
            if key not in owner.by_name:
                continue
            part = ("g", owner.by_name[key])
        else:
            part = ("g", 0) if found[4] == "&" else (found[4],)
        if found.start() > last:
            yield replacement[last:found.start()]
        yield part
        last = found.end()
    if last < len(replacement):
        yield replacement[last:]


def _compile(pattern: str, translated: Any, options: int, timed: bool) -> tuple[Any, bool]:
    ignore = re.IGNORECASE if options & IGNORE_CASE else 0
    if translated.balances:
        return _balanced(pattern, translated, options), True
    may_take_long = may_explode(translated.pattern)
    if not translated.needs_regex and not timed and not may_take_long:
        try:
            return re.compile(translated.pattern, ignore), False
        except (re.error, RecursionError, OverflowError):
            pass
    import regex
    flags = regex.V0 | (regex.IGNORECASE if ignore else 0) | (regex.REVERSE if options & RIGHT_TO_LEFT else 0)
    try:
        compiled = regex.compile(translated.pattern, flags)
        return Patient(compiled) if may_take_long or timed else compiled, True
    except (regex.error, RecursionError, OverflowError) as error:
        raise _parse_fault(pattern, PatternError(len(pattern), f"The pattern is too complex: {error}.")) from None


def _balanced(pattern: str, translated: Any, options: int) -> Any:
    from relayshell.objects.dotnet.regexbalancing import Balanced
    try:
        if options & RIGHT_TO_LEFT:
            raise re.error("a balancing group is read from left to right here")
        return Balanced(translated.pattern, bool(options & IGNORE_CASE), [inner for _, inner in translated.groups], translated.meanings)
    except (re.error, RecursionError, OverflowError) as error:
        raise _parse_fault(pattern, PatternError(len(pattern), f"The pattern is too complex: {error}.")) from None


def _parse_fault(pattern: str, error: PatternError) -> Exception:
    return fault("System.Text.RegularExpressions.RegexParseException", f"Invalid pattern '{pattern}' at offset {error.offset}. {error.reason}")


def _timeout_fault(owner: Regex) -> Exception:
    return fault("System.Text.RegularExpressions.RegexMatchTimeoutException",
                 "The Regex engine has timed out while trying to match a pattern to an input string. This can occur for many reasons, "
                 "including very large inputs or excessive backtracking caused by nested quantifiers, back-references and other factors.")


_cache: dict[tuple[str, int], Regex] = {}


def compile_pattern(pattern: str, ignore_case: bool = False, options: int = 0) -> Regex:
    """The Regex of a pattern, kept for the next time. Raises RegexParseException."""
    if ignore_case:
        options |= IGNORE_CASE
    found = _cache.get((pattern, options))
    if found is None:
        found = Regex(pattern, options)
        if len(_cache) > 500:
            _cache.clear()
        _cache[pattern, options] = found
    return found


_ESCAPED = {"\t": "\\t", "\n": "\\n", "\r": "\\r", "\f": "\\f", " ": "\\ "}


def escape(text: str) -> str:
    """Regex.Escape."""
    return "".join(_ESCAPED.get(char, "\\" + char if char in "#$()*+.?[\\^{|" else char) for char in text)


def unescape(text: str) -> str:
    """Regex.Unescape. Raises RegexParseException."""
    from relayshell.objects.dotnet.regexsyntax import char_escape
    out, at = [], 0
    while at < len(text):
        if text[at] != "\\":
            out.append(text[at])
            at += 1
            continue
        try:
            if at + 1 >= len(text):
                raise PatternError(at + 1, "Illegal \\ at end of pattern.")
            written, at = char_escape(text, at + 1)
        except PatternError as error:
            raise _parse_fault(text, error) from None
        out.append(re.compile(r"\\x(..)|\\(.)", re.S).sub(lambda m: chr(int(m[1], 16)) if m[1] else {"t": "\t", "n": "\n", "r": "\r"}.get(m[2], m[2]), written))
    return "".join(out)
