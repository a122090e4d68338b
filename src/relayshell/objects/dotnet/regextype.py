"""System.Text.RegularExpressions: Regex, Match, Group, Capture and their collections, as scripts see them."""

from __future__ import annotations

from typing import Any, Callable, Iterator

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.enumerators import Enumerator
from relayshell.objects.dotnet.faults import null_fault, range_fault
from relayshell.objects.dotnet.regex import NO_MATCH, Capture, Group, Match, Regex, compile_pattern, escape, unescape
from relayshell.objects.dotnet.results import call, enum_of, int_array, string_array, text_of
from relayshell.objects.dotnet.timespans import TimeSpan
from relayshell.objects.nettype import get_type

_R = "System.Text.RegularExpressions."


class Found:
    """A MatchCollection, GroupCollection or CaptureCollection: `items` in order, `names` of groups."""

    __slots__ = ("net_type", "items", "by_name")

    def __init__(self, type_name: str, items: list[Any], by_name: dict[str, int] | None = None) -> None:
        self.net_type = get_type(_R + type_name)
        self.items, self.by_name = items, by_name

    def __iter__(self) -> Iterator[Any]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def at(self, key: Any) -> Any:
        """By number, or by name where there are names. A group that is not there is a failed one."""
        if self.by_name is not None:
            place = self.by_name.get(str(key))
            if place is None and isinstance(key, int):
                # Groups with names are numbered too, after those without.
                place = key if 0 <= key < len(self.items) else None
            return self.items[place] if place is not None and place < len(self.items) else _NO_GROUP
        place = int(key)
        if place < 0:
            place += len(self.items)
        if not 0 <= place < len(self.items):
            raise range_fault("Specified argument was out of the range of valid values.", "i")
        return self.items[place]


_NO_GROUP = Group("", -1, -1, "", None, 0)


def _groups(self: Match) -> Found:
    names = self.regex.by_name if self.regex is not None and self.success else {"0": 0}
    return Found("GroupCollection", self.group_list, names)


def _try_group(self: Found, key: str, out: Any) -> bool:
    known = key in (self.by_name or {})
    out.value = self.at(key) if known else None
    return known


def _copy(self: Found, target: list[Any], at: int = 0) -> None:
    target[at:at + len(self.items)] = self.items


_COLLECTION: dict[str, Any] = dict(
    dynamic=True, index=Found.at, enumerate=iter,
    get={"Count": len, "IsReadOnly": lambda self: True, "IsSynchronized": lambda self: False, "SyncRoot": lambda self: self,
         "Keys": lambda self: string_array(list(self.by_name or ())), "Values": lambda self: list(self.items)},
    methods={"GetEnumerator": lambda self: Enumerator(self.items), "CopyTo": _copy, "get_Item": Found.at, "ContainsKey": lambda self, key: key in (self.by_name or {}),
             "TryGetValue": _try_group, "Contains": lambda self, item: item in self.items, "IndexOf": lambda self, item: self.items.index(item) if item in self.items else -1},
)
declare(_R + "MatchCollection", Found, **_COLLECTION)
declare(_R + "GroupCollection", **{**_COLLECTION, "signatures": ("bool TryGetValue(string key, ref System.Text.RegularExpressions.Group value)",)})
declare(_R + "CaptureCollection", **{**_COLLECTION, "signatures": ("int Count {get;}", "System.Text.RegularExpressions.Capture Item[int i] {get;}"),
                                    "interfaces": ("System.Collections.ICollection", "System.Collections.IEnumerable", "System.Collections.IList")})

_CAPTURE = {"Index": lambda self: self.index, "Length": lambda self: len(self.value), "Value": lambda self: self.value}
_GROUP = {"Success": lambda self: self.success, "Name": lambda self: self.name, "Captures": lambda self: Found("CaptureCollection", self.captures), **_CAPTURE}
declare(_R + "Capture", Capture, get=_CAPTURE, methods={"ToString": str}, to_text=str)
declare(_R + "Group", Group, get=_GROUP, methods={"ToString": str}, statics={"Synchronized": lambda group: group}, to_text=str)
declare(
    _R + "Match", Match, get={"Groups": _groups, **_GROUP},
    methods={"ToString": str, "NextMatch": Match.next,
             "Result": lambda self, replacement: self.expand(self.regex.template(replacement)) if self.success else _no_result()},
    statics={"Synchronized": lambda match: match}, static_get={"Empty": lambda: NO_MATCH}, to_text=str,
)


def _no_result() -> Any:
    from relayshell.objects.dotnet.faults import unsupported_fault
    raise unsupported_fault("Result cannot be called on a failed Match.")


def _seconds(span: Any) -> float | None:
    return None if span is None or span.ticks < 0 else span.ticks / 10_000_000


def _new(pattern: str, options: Any = None, timeout: Any = None) -> Regex:
    return Regex(pattern, 0 if options is None else int(options), _seconds(timeout))


def _static(pattern: str, rest: tuple[Any, ...]) -> Regex:
    """The Regex of a static method's trailing arguments: options and a time limit."""
    options = next((int(a) for a in rest if hasattr(a, "type")), 0)
    timeout = next((_seconds(a) for a in rest if isinstance(a, TimeSpan)), None)
    return compile_pattern(pattern, False, options) if timeout is None else Regex(pattern, options, timeout)


def _replacer(by: Any) -> str | Callable[[Match], str]:
    return by if isinstance(by, str) else lambda match: text_of(call(by, match))


def _start(self: Regex, text: str, start: int) -> int:
    if not 0 <= start <= len(text):
        raise range_fault("Start index cannot be less than 0 or greater than input length.", "startat")
    return start


def _match(self: Regex, text: str, *window: int) -> Match:
    if text is None:
        raise null_fault("input")
    if len(window) == 2:
        found = self.find(text[:window[0] + window[1]], window[0])
    else:
        found = self.find(text, _start(self, text, window[0]) if window else 0)
    return NO_MATCH if found is None else found


def _matches(self: Regex, text: str, start: int = 0) -> Found:
    if text is None:
        raise null_fault("input")
    return Found("MatchCollection", self.find_all(text, _start(self, text, start)))


def _replace(self: Regex, text: str, by: Any, count: int = -1, start: int = 0) -> str:
    return self.replace(text, _replacer(by), count, start)


def _split(self: Regex, text: str, count: int = 0, start: int = 0) -> Any:
    return string_array(self.split(text, count, start))


def _group_number(self: Regex, name: str) -> int:
    place = self.by_name.get(name)
    return -1 if place is None else _numbers(self)[place]


def _numbers(self: Regex) -> list[int]:
    taken = {int(name) for name in self.names if name.isdecimal()}
    out, following = [], 0
    for name in self.names:
        if name.isdecimal():
            out.append(int(name))
        else:
            while following in taken:
                following += 1
            taken.add(following)
            out.append(following)
    return out


def _group_name(self: Regex, number: int) -> str:
    numbers = _numbers(self)
    return self.names[numbers.index(number)] if number in numbers else ""


def _text_args(text: str, pattern: str, *rest: Any) -> tuple[Regex, str]:
    if text is None:
        raise null_fault("input")
    return _static(pattern, rest), text


def _static_replace(text: str, pattern: str, by: Any, *rest: Any) -> str:
    owner, text = _text_args(text, pattern, *rest)
    return owner.replace(text, _replacer(by))


def _timeout(self: Regex) -> TimeSpan:
    return TimeSpan(-10_000 if self.timeout is None else round(self.timeout * 10_000_000))


declare(
    _R + "Regex", Regex, new={"*": _new},
    get={"Options": lambda self: enum_of(_R + "RegexOptions", self.options), "RightToLeft": lambda self: bool(self.options & 64), "MatchTimeout": _timeout},
    methods={"ToString": str, "IsMatch": lambda self, text, start=0: self.find(text, _start(self, text, start)) is not None, "Match": _match, "Matches": _matches,
             "Replace": _replace, "Split": _split, "Count": lambda self, text, start=0: len(self.find_all(text, start)), "GetGroupNames": lambda self: string_array(self.names),
             "GetGroupNumbers": lambda self: int_array(_numbers(self)), "GroupNameFromNumber": _group_name, "GroupNumberFromName": _group_number},
    statics={
        "IsMatch": lambda text, pattern, *rest: (lambda pair: pair[0].find(pair[1]) is not None)(_text_args(text, pattern, *rest)),
        "Match": lambda text, pattern, *rest: _match(*_text_args(text, pattern, *rest)), "Matches": lambda text, pattern, *rest: _matches(*_text_args(text, pattern, *rest)),
        "Split": lambda text, pattern, *rest: _split(*_text_args(text, pattern, *rest)), "Replace": _static_replace, "Escape": escape, "Unescape": unescape,
        "Count": lambda text, pattern, *rest: len(_matches(*_text_args(text, pattern, *rest))),
    },
    static_get={"CacheSize": lambda: 15, "InfiniteMatchTimeout": lambda: TimeSpan(-10_000)}, static_set={"CacheSize": lambda value: None},
    to_text=str,
)
