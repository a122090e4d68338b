"""Patterns with balancing groups, `(?<close-open>...)`, which neither of Python's engines knows: a backtracking matcher of their own.

The translated pattern is read by Python's own parser; what its groups mean is told beside it. A group keeps all it captured, innermost last, and a
balancing group takes the last capture of another away, capturing what stood between the two. Continuations hold what is still to be matched, so
a text of some thousand characters with much nesting is as far as it goes: such patterns are for expressions, not for files.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from re import _constants as op, _parser as parser  # type: ignore[attr-defined]
from typing import Any

from relayshell.objects.dotnet.faults import fault
from relayshell.objects.dotnet.regexpatience import replaced

Captures = tuple[tuple[tuple[int, int], ...], ...]
Then = Callable[[int, Captures], Any]
Matcher = Callable[[int, Captures, Then], Any]

_CATEGORIES: dict[Any, Callable[[str], bool]] = {
    op.CATEGORY_DIGIT: str.isdecimal, op.CATEGORY_NOT_DIGIT: lambda c: not c.isdecimal(), op.CATEGORY_SPACE: str.isspace,
    op.CATEGORY_NOT_SPACE: lambda c: not c.isspace(), op.CATEGORY_WORD: lambda c: c.isalnum() or c == "_",
    op.CATEGORY_NOT_WORD: lambda c: not (c.isalnum() or c == "_"),
}


class Found:
    """A match, as Python's own tells of itself."""

    __slots__ = ("text", "captures")

    def __init__(self, text: str, captures: Captures) -> None:
        self.text, self.captures = text, captures

    def span(self, slot: int = 0) -> tuple[int, int]:
        """The last capture of a group; (-1, -1) for none."""
        held = self.captures[slot]
        return held[-1] if held else (-1, -1)

    def spans(self, slot: int = 0) -> list[tuple[int, int]]:
        """All captures of a group."""
        return list(self.captures[slot])

    def group(self, slot: int = 0) -> str | None:
        """The text of the last capture; None for none."""
        start, end = self.span(slot)
        return self.text[start:end] if start >= 0 else None


class Balanced:
    """A compiled pattern. `groupindex` numbers the groups that capture.

    names: the Python names of those groups; meanings: what each named group of the pattern does, (its own name or "", the other's or "").
    Raises re.error for a pattern that Python cannot read.
    """

    def __init__(self, pattern: str, ignore_case: bool, names: list[str], meanings: dict[str, tuple[str, str]]) -> None:
        self.groupindex = {name: number for number, name in enumerate(names, 1)}
        self.size = len(names) + 1
        self.text = ""
        self.end = 0
        tree = parser.parse(pattern, re.IGNORECASE if ignore_case else 0)
        self.does: dict[int, tuple[int, int]] = {}
        for name, number in tree.state.groupdict.items():
            own, other = meanings.get(name, (name, ""))
            self.does[number] = self.groupindex.get(own, 0), self.groupindex.get(other, 0)
        self.root = self.row(list(tree), tree.state.flags)

    def search(self, text: str, start: int = 0, end: int | None = None, timeout: float | None = None) -> Found | None:
        """The first match at or behind a place, or None. Raises InsufficientExecutionStackException for too much nesting."""
        self.text, self.end = text, len(text) if end is None else min(end, len(text))
        empty: Captures = ((),) * self.size
        for at in range(start, self.end + 1):
            try:
                done = self.root(at, empty, lambda place, captures: (place, captures))
            except RecursionError:
                raise fault("System.InsufficientExecutionStackException", f"The text is nested too deeply for the pattern; it has {len(text)} characters.") from None
            if done is not None:
                place, captures = done
                return Found(text, (((at, place),), *captures[1:]))
        return None

    def finditer(self, text: str, start: int = 0, end: int | None = None, timeout: float | None = None) -> Iterator[Found]:
        """All matches, one behind the other."""
        found = self.search(text, start, end)
        while found is not None:
            yield found
            first, last = found.span()
            at = last if last > first else last + 1
            found = self.search(text, at, end) if at <= len(text) else None

    def sub(self, replacement: str, text: str) -> str:
        """The text with every match replaced by another text as it is."""
        return replaced(self, replacement, text)

    # -- what is compiled ------------------------------------------------------------------------------------

    def row(self, nodes: list[Any], flags: int) -> Matcher:
        """One thing behind the other."""
        made = [self.node(code, value, flags) for code, value in nodes]
        if len(made) == 1:
            return made[0]

        def match(at: int, captures: Captures, then: Then) -> Any:
            def step(number: int, place: int, held: Captures) -> Any:
                if number == len(made):
                    return then(place, held)
                return made[number](place, held, lambda p, c: step(number + 1, p, c))

            return step(0, at, captures)

        return match

    def node(self, code: Any, value: Any, flags: int) -> Matcher:
        """The matcher of one node of the tree."""
        single = self.single(code, value, flags)
        if single is not None:
            def one(at: int, captures: Captures, then: Then) -> Any:
                return then(at + 1, captures) if at < self.end and single(self.text[at]) else None

            return one
        if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            return self.repeat(code, value, flags)
        maker = getattr(self, "make_" + str(code).lower(), None)
        if maker is None:
            raise re.error(f"{code} is not known here")
        return maker(value, flags)  # type: ignore[no-any-return]

    def single(self, code: Any, value: Any, flags: int) -> Callable[[str], bool] | None:
        """The test of one character; None for what is not one character."""
        fold = flags & re.IGNORECASE
        if code is op.LITERAL or code is op.NOT_LITERAL:
            wanted = chr(value)
            same = (lambda c: c.lower() == wanted.lower()) if fold else wanted.__eq__
            return same if code is op.LITERAL else lambda c: not same(c)
        if code is op.ANY:
            return (lambda c: True) if flags & re.DOTALL else (lambda c: c != "\n")
        if code is not op.IN:
            return None
        tests = [_set_part(kind, inner, fold) for kind, inner in value if kind is not op.NEGATE]
        negated = value[0][0] is op.NEGATE
        return lambda c: any(test(c) for test in tests) is not negated

    def repeat(self, code: Any, value: Any, flags: int) -> Matcher:
        """*, +, ? and {n,m}, greedy or not; single characters without a call for each."""
        low, high, inside = value
        most = float("inf") if high is op.MAXREPEAT else high
        greedy, keeps = code is not op.MIN_REPEAT, code is op.POSSESSIVE_REPEAT
        single = self.single(*inside[0], flags) if len(inside) == 1 else None
        if single is not None:
            return self.run(single, low, most, greedy, keeps)
        body = self.row(list(inside), flags)

        def match(at: int, captures: Captures, then: Then) -> Any:
            def again(count: int, place: int, held: Captures) -> Any:
                def more(p: int, c: Captures) -> Any:
                    # A round that matched nothing is not gone through again.
                    return None if p == place and count >= low else again(count + 1, p, c)

                if count < low:
                    return body(place, held, more)
                if greedy:
                    found = body(place, held, more) if count < most else None
                    return found if found is not None else then(place, held)
                found = then(place, held)
                return found if found is not None or count >= most else body(place, held, more)

            return again(0, at, captures)

        return match

    def run(self, single: Callable[[str], bool], low: int, most: float, greedy: bool, keeps: bool) -> Matcher:
        """Many of one kind of character."""
        def match(at: int, captures: Captures, then: Then) -> Any:
            last = at
            while last < self.end and last - at < most and single(self.text[last]):
                last += 1
            if last - at < low:
                return None
            places = (last,) if keeps else range(last, at + low - 1, -1) if greedy else range(at + low, last + 1)
            for place in places:
                found = then(place, captures)
                if found is not None:
                    return found
            return None

        return match

    def make_subpattern(self, value: Any, flags: int) -> Matcher:
        """A group: (number or None, options switched on, options switched off, what is in it)."""
        number, on, off, inside = value
        body = self.row(list(inside), (flags | on) & ~off)
        if number is None or number not in self.does:
            return body
        own, other = self.does[number]

        def match(at: int, captures: Captures, then: Then) -> Any:
            def close(place: int, held: Captures) -> Any:
                start, end = at, place
                if other:
                    if not held[other]:
                        return None
                    start, end = _between(start, end, *held[other][-1])
                    held = _with(held, other, held[other][:-1])
                return then(place, _with(held, own, (*held[own], (start, end))) if own else held)

            return body(at, captures, close)

        return match

    def make_branch(self, value: Any, flags: int) -> Matcher:
        """Alternatives."""
        ways = [self.row(list(each), flags) for each in value[1]]

        def match(at: int, captures: Captures, then: Then) -> Any:
            return next((found for way in ways if (found := way(at, captures, then)) is not None), None)

        return match

    def make_atomic_group(self, value: Any, flags: int) -> Matcher:
        """(?>...): what it matched first is all it matches."""
        body = self.row(list(value), flags)

        def match(at: int, captures: Captures, then: Then) -> Any:
            found = body(at, captures, lambda place, held: (place, held))
            return None if found is None else then(*found)

        return match

    def make_assert(self, value: Any, flags: int) -> Matcher:
        """(?=...) and (?<=...)."""
        look = self.look(value, flags)

        def match(at: int, captures: Captures, then: Then) -> Any:
            held = look(at, captures)
            return None if held is None else then(at, held)

        return match

    def make_assert_not(self, value: Any, flags: int) -> Matcher:
        """(?!...) and (?<!...)."""
        look = self.look(value, flags)
        return lambda at, captures, then: then(at, captures) if look(at, captures) is None else None

    def look(self, value: Any, flags: int) -> Callable[[int, Captures], Captures | None]:
        """What lies ahead, or behind: the captures of the first way, None where there is none."""
        direction, inside = value
        body = self.row(list(inside), flags)
        low, high = inside.getwidth()

        def ahead(at: int, captures: Captures) -> Captures | None:
            return body(at, captures, lambda place, held: held)  # type: ignore[no-any-return]

        def behind(at: int, captures: Captures) -> Captures | None:
            for start in range(at - low, max(at - high, 0) - 1, -1):
                found = body(start, captures, lambda place, held: held if place == at else None) if start >= 0 else None
                if found is not None:
                    return found  # type: ignore[no-any-return]
            return None

        return ahead if direction >= 0 else behind

    def make_at(self, value: Any, flags: int) -> Matcher:
        """^, $, \\b and their kin."""
        many = bool(flags & re.MULTILINE)
        return lambda at, captures, then: then(at, captures) if self.stands(value, at, many) else None

    def stands(self, where: Any, at: int, many: bool) -> bool:
        """Whether a place is such a one; `many` says that each line has a beginning and an end."""
        text, end = self.text, self.end
        if where is op.AT_BEGINNING or where is op.AT_BEGINNING_STRING:
            return at == 0 or many and where is op.AT_BEGINNING and text[at - 1] == "\n"
        if where is op.AT_END:
            return at == end or (many or at == end - 1) and text[at] == "\n"
        if where is op.AT_END_STRING:
            return at == end
        word = _CATEGORIES[op.CATEGORY_WORD]
        edge = (at > 0 and word(text[at - 1])) != (at < end and word(text[at]))
        return edge is (where is op.AT_BOUNDARY)

    def make_groupref(self, value: Any, flags: int) -> Matcher:
        """A reference to what a group captured last."""
        slot = self.does[value][0]

        def match(at: int, captures: Captures, then: Then) -> Any:
            if not captures[slot]:
                return None
            start, end = captures[slot][-1]
            there, wanted = self.text[at:at + end - start], self.text[start:end]
            same = there.lower() == wanted.lower() if flags & re.IGNORECASE else there == wanted
            return then(at + end - start, captures) if same and at + end - start <= self.end else None

        return match

    def make_groupref_exists(self, value: Any, flags: int) -> Matcher:
        """(?(name)yes|no)."""
        number, yes, no = value
        slot = self.does[number][0]
        has, lacks = self.row(list(yes), flags), self.row(list(no or ()), flags)
        return lambda at, captures, then: (has if captures[slot] else lacks)(at, captures, then)


def _set_part(kind: Any, inner: Any, fold: int) -> Callable[[str], bool]:
    if kind is op.CATEGORY:
        return _CATEGORIES[inner]
    low, high = (inner, inner) if kind is op.LITERAL else inner
    if fold:
        return lambda c: any(low <= ord(each) <= high for each in (c, *(x for x in (c.lower(), c.upper()) if len(x) == 1)))
    return lambda c: low <= ord(c) <= high


def _with(captures: Captures, slot: int, held: tuple[tuple[int, int], ...]) -> Captures:
    return (*captures[:slot], held, *captures[slot + 1:])


def _between(start: int, end: int, first: int, last: int) -> tuple[int, int]:
    """What a balancing group captures: what is between the two, or in both where they overlap."""
    if start >= last:
        return last, start
    if end <= first:
        return first, end
    return max(start, first), min(end, last)
