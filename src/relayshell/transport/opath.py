"""-Filter: comparisons joined by -and, -or and -not, read as data and never run as script."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from relayshell.errors import ShellError
from relayshell.objects.text import to_text

_DASH, _SINGLE, _DOUBLE = "-\u2013\u2014\u2015", "'\u2018-\u201b", "\"\u201c-\u201e"
"""What the language itself takes for a dash and for quotes: pasted text must not mean one thing there and another here."""
_BLANK = re.compile(r"\s*")
_CONDITION = re.compile(rf"""(?P<name>\w+)\s+[{_DASH}](?P<operator>\w+)\s+(?P<value>[{_DOUBLE}](?:[^{_DOUBLE}]|[{_DOUBLE}]{{2}})*[{_DOUBLE}]
    |[{_SINGLE}](?:[^{_SINGLE}]|[{_SINGLE}]{{2}})*[{_SINGLE}]|\$?[\w.:@*<>/\\-]+)""", re.VERBOSE)
_WORD = {word: re.compile(rf"[{_DASH}]{word}(?=[\s(])", re.IGNORECASE) for word in ("and", "or", "not")}
_LONGEST = 1 << 16
_DEEPEST = 100
_MOST = 50

Holds = Callable[[Any], bool]


def condition(text: str, properties: str = "") -> Holds:
    """A filter, read once, as a question to objects with `.values`.

    Raises ShellError for one that cannot be read, or that names something else than the properties there are, if these are given.
    """
    return _Reader(text, properties).whole()


def simple(text: str, properties: str) -> list[list[Any]]:
    """The conditions that must hold in any case as plain data, for whoever can leave out what does not meet them; sizes in octets.

    Raises as `condition` does.
    """
    reader = _Reader(text, properties)
    reader.whole()
    found: list[list[Any]] = []
    for name, operator, value in reader.needed[:_MOST]:
        if name.lower() == "size":
            from relayengine.values.problem import BadValue
            from relayengine.values.size import ByteSize

            try:
                found.append([name, operator, int(ByteSize.parse(value))])
            except BadValue:
                continue  # told when it is compared
        else:
            found.append([name, operator, value])
    return found


class _Reader:
    """Reads one filter: -or binds least, then -and, then -not and parentheses."""

    def __init__(self, text: str, properties: str) -> None:
        if len(text) > _LONGEST:
            raise ShellError(f"The filter has {len(text)} characters; {_LONGEST} are allowed.", "InvalidFilter", "InvalidArgument", text[:100])
        self.text = text.strip().removeprefix("{").removesuffix("}").strip()
        self.properties = properties.split()
        self.folded = frozenset(properties.lower().split())
        self.at = 0
        self.needed: list[tuple[str, str, str]] = []
        """The conditions that stand under no -or and no -not."""

    def whole(self) -> Holds:
        """The whole filter."""
        found = self._either(0)
        if self.at < len(self.text):
            raise self._unread(": conditions are joined by -and or -or.")
        return found

    def _either(self, depth: int) -> Holds:
        before = len(self.needed)
        holds = [self._both(depth)]
        while self._word("or"):
            holds.append(self._both(depth))
        if len(holds) == 1:
            return holds[0]
        del self.needed[before:]
        return lambda thing: any(each(thing) for each in holds)

    def _both(self, depth: int) -> Holds:
        holds = [self._one(depth)]
        while self._word("and"):
            holds.append(self._one(depth))
        return holds[0] if len(holds) == 1 else lambda thing: all(each(thing) for each in holds)

    def _one(self, depth: int) -> Holds:
        self._skip()
        if depth > _DEEPEST:
            raise self._unread(": parentheses lie too deep in one another.")
        if self._word("not") or self._sign("!"):
            before = len(self.needed)
            inner = self._one(depth + 1)
            del self.needed[before:]
            return lambda thing: not inner(thing)
        if self._sign("("):
            inner = self._either(depth + 1)
            if not self._sign(")"):
                raise self._unread(": a parenthesis is not closed.")
            return inner
        part = _CONDITION.match(self.text, self.at)
        if part is None:
            raise self._unread(". A condition is such as Status -eq 'Retry', and conditions are joined by -and or -or.")
        self.at = part.end()
        name, operator, value = part["name"], part["operator"].lower(), _unquoted(part["value"])
        if self.folded and name.lower() not in self.folded:
            raise _unknown(name, self.text, self.properties)
        self.needed.append((name, operator, value))
        return lambda thing: _holds(name, operator, value, thing, self.text)

    def _skip(self) -> None:
        self.at = _BLANK.match(self.text, self.at).end()  # type: ignore[union-attr]

    def _sign(self, sign: str) -> bool:
        self._skip()
        if not self.text.startswith(sign, self.at):
            return False
        self.at += len(sign)
        return True

    def _word(self, word: str) -> bool:
        self._skip()
        found = _WORD[word].match(self.text, self.at)
        if found is None:
            return False
        self.at = found.end()
        return True

    def _unread(self, why: str) -> ShellError:
        return ShellError(f"The filter \"{self.text[:200]}\" cannot be read at '{self.text[self.at:self.at + 20]}'{why}", "InvalidFilter", "InvalidArgument",
                          self.text[:200])


def _unquoted(value: str) -> str:
    """A value without its quotes; doubled ones inside stand for one."""
    if re.match(f"[{_SINGLE}{_DOUBLE}]", value):
        inside = value[1:-1]
        return re.sub(f"([{_SINGLE}]){{2}}" if re.match(f"[{_SINGLE}]", value) else f"([{_DOUBLE}]){{2}}", r"\1", inside)
    return value


def _unknown(name: str, text: str, there: Iterable[str]) -> ShellError:
    return ShellError(f"The filter \"{text}\" names '{name}', which is no property here. There are {', '.join(there)}.", "InvalidFilter", "InvalidArgument", name)


def _holds(name: str, operator: str, wanted: str, thing: Any, text: str) -> bool:
    key = next((key for key in thing.values if key.lower() == name.lower()), None)
    if key is None:
        raise _unknown(name, text, thing.values)
    value = thing.values[key]
    if isinstance(value, (list, tuple)):
        # Of several values one must fit; where none may, none must.
        if wanted.lower() == "$null":
            return bool(value) == (operator == "ne")
        if operator in ("ne", "notlike"):
            return not any(_one_holds(operator.removeprefix("not") if operator == "notlike" else "eq", each, wanted, text) for each in value)
        return any(_one_holds(operator, each, wanted, text) for each in value)
    return _one_holds(operator, value, wanted, text)


def _one_holds(operator: str, value: Any, wanted: str, text: str) -> bool:
    if wanted.lower() == "$null" and operator in ("eq", "ne"):
        return (value is None or to_text(value) == "") == (operator == "eq")
    if operator in ("like", "notlike"):
        from relayshell.objects.wildcard import compile_wildcard

        return bool(compile_wildcard(wanted, True).match(to_text(value))) == (operator == "like")
    order = _compare(value, wanted)
    answers = {"eq": order == 0, "ne": order != 0, "gt": order > 0, "ge": order >= 0, "lt": order < 0, "le": order <= 0}
    if operator not in answers:
        raise ShellError(f"The filter \"{text}\" uses -{operator}; there are -eq, -ne, -gt, -ge, -lt, -le and -like.", "InvalidFilter", "InvalidArgument", operator)
    return answers[operator]


def _compare(value: Any, wanted: str) -> int:
    """Below, at or above 0 as the value is less than, equal to or more than what was wanted."""
    if isinstance(value, bool) or value is None:
        one, other = to_text(value).lower(), wanted.lstrip("$").lower()
    elif isinstance(value, (int, float)):
        try:
            number = float(wanted)
        except ValueError:
            raise ShellError(f"'{wanted}' in the filter is no number.", "InvalidFilter", "InvalidArgument", wanted) from None
        return (value > number) - (value < number)
    elif type(value).__name__ == "Size":
        from relayengine.values.problem import BadValue
        from relayengine.values.size import ByteSize

        try:
            size = int(ByteSize.parse(wanted))
        except BadValue as bad:
            raise ShellError(f"'{wanted}' in the filter: {bad}", "InvalidFilter", "InvalidArgument", wanted) from None
        return (int(value.value) > size) - (int(value.value) < size)
    elif type(value).__name__ == "DateTime":
        from relayshell.objects.convert import convert
        from relayshell.objects.typeof import type_of

        moment = convert(wanted, type_of(value))
        return (value > moment) - (value < moment)
    else:
        one, other = to_text(value).lower(), wanted.lower()
    return (one > other) - (one < other)
