"""-Filter of the queue viewer: comparisons joined by -and, read as data and never run as script."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from relayshell.errors import ShellError
from relayshell.objects.text import to_text

_DASH, _SINGLE, _DOUBLE = "-\u2013\u2014\u2015", "'\u2018-\u201b", "\"\u201c-\u201e"
"""What the language itself takes for a dash and for quotes: pasted text must not mean one thing there and another here."""
PART = re.compile(rf"""[\s(]*(?P<name>\w+)\s+[{_DASH}](?P<operator>\w+)\s+(?P<value>[{_DOUBLE}](?:[^{_DOUBLE}]|[{_DOUBLE}]{{2}})*[{_DOUBLE}]
    |[{_SINGLE}](?:[^{_SINGLE}]|[{_SINGLE}]{{2}})*[{_SINGLE}]|\$?[\w.:@*<>/\\-]+)[\s)]*""", re.VERBOSE)
JOIN = re.compile(rf"[{_DASH}]and\s+", re.IGNORECASE)
_LONGEST = 1 << 16
_MOST = 50


def matching(text: str, thing: Any) -> bool:
    """Whether an object with `.values` meets every condition. Raises ShellError for a filter that is none."""
    return condition(text)(thing)


def condition(text: str, properties: str = "") -> Callable[[Any], bool]:
    """A filter, read once, as a question to objects with `.values`.

    Raises ShellError for one that cannot be read, or that names something else than the properties there are, if these are given.
    """
    if len(text) > _LONGEST:
        raise ShellError(f"The filter has {len(text)} characters; {_LONGEST} are allowed.", "InvalidFilter", "InvalidArgument", text[:100])
    text = text.strip().removeprefix("{").removesuffix("}").strip()
    parts = _parts(text)
    for name, _, _ in parts if properties else ():
        if name.lower() not in properties.lower().split():
            raise _unknown(name, text, properties.split())
    return lambda thing: all(_holds(name, operator, value, thing, text) for name, operator, value in parts)


def simple(text: str, properties: str) -> list[list[Any]]:
    """The conditions of a filter as plain data, for whoever can leave out what does not meet them; sizes in octets. Raises as `condition` does."""
    condition(text, properties)
    found: list[list[Any]] = []
    for name, operator, value in _parts(text.strip().removeprefix("{").removesuffix("}").strip())[:_MOST]:
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


def _parts(text: str) -> list[tuple[str, str, str]]:
    found: list[tuple[str, str, str]] = []
    at = 0
    while True:
        part = PART.match(text, at)
        if part is None:
            raise ShellError(f"The filter \"{text}\" cannot be read at '{text[at:at + 20]}'. A condition is such as Status -eq 'Retry', and conditions are joined by -and.",
                             "InvalidFilter", "InvalidArgument", text)
        found.append((part["name"], part["operator"].lower(), _unquoted(part["value"])))
        at = part.end()
        if at >= len(text):
            return found
        join = JOIN.match(text, at)
        if join is None:
            raise ShellError(f"The filter \"{text}\" cannot be read at '{text[at:at + 20]}': conditions are joined by -and.", "InvalidFilter",
                             "InvalidArgument", text)
        at = join.end()


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
