"""Settings' values as scripts see them, and what scripts give as settings take it.

Sizes, durations, options and the rest keep the names, members and texts they have in an Exchange shell.
"""

from __future__ import annotations

from typing import Any, ClassVar

from relayengine.schema import Setting
from relayengine.values.choice import Choice, Choices
from relayengine.values.duration import Duration
from relayengine.values.size import ByteSize
from relayengine.values.unlimited import UNLIMITED, UnlimitedOf
from relayshell.objects.collections import enumerate_value
from relayshell.objects.declare import declare
from relayshell.objects.enums import EnumValue
from relayshell.objects.hashtable import Hashtable
from relayshell.objects.nettype import NetType, define_type, find_type
from relayshell.objects.numbers import Int64, SizedInteger, UInt64
from relayshell.objects.psobject import unwrap
from relayshell.objects.text import to_text
from relayshell.transport.shownvalues import Shown, shown_value

DATA = "Microsoft.Exchange.Data."
CONFIGURATION = DATA + "Directory.SystemConfiguration."


class Many(list):
    """MultiValuedProperty: several values of a setting; a list that may grow."""

    __slots__ = ()
    net_type: ClassVar[NetType]


class Size:
    """ByteQuantifiedSize: a number of bytes, shown with its unit."""

    __slots__ = ("value",)

    def __init__(self, value: ByteSize) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Size) and other.value == self.value

    def __lt__(self, other: Any) -> bool:
        return bool(self.value < other.value)

    def __hash__(self) -> int:
        return hash(int(self.value))

    def __str__(self) -> str:
        return str(self.value)


class Limit:
    """Unlimited<T>: a value, or none."""

    __slots__ = ("value",)
    net_type: ClassVar[NetType]

    def __init__(self, value: Any) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Limit) and _number(self) == _number(other)

    def __lt__(self, other: Any) -> bool:
        return _number(self) < _number(other)

    def __hash__(self) -> int:
        return hash(_number(self))

    def __str__(self) -> str:
        return to_text(self.value) if self.value is not None else "Unlimited"


def _number(limit: Limit) -> float:
    """A limit as a number; no limit is beyond all."""
    value = limit.value
    return float("inf") if value is None else float(int(value.value if isinstance(value, Size) else value))


def _inner_text(limit: Limit) -> str:
    return "Unlimited" if limit.value is None else str(limit)


def _size(text: Any) -> Size:
    from relayengine.values.problem import BadValue
    from relayshell.objects.exceptions import NetException

    try:
        return Size(ByteSize.parse(to_text(text)))
    except BadValue as bad:
        raise NetException("System.FormatException", str(bad)) from None


def _limit(text: Any) -> Limit:
    """No limit, or a number or size."""
    word = to_text(text).strip()
    if word.lower() == "unlimited":
        return Limit(None)
    return Limit(int(word)) if word.lstrip("-").isdigit() else Limit(_size(word))


_SIZE_UNITS = {"ToBytes": 1, "ToKB": 1024, "ToMB": 1024**2, "ToGB": 1024**3, "ToTB": 1024**4}
declare(
    DATA + "ByteQuantifiedSize", Size, kind="struct", base="System.ValueType",
    methods={"ToString": str, **{name: (lambda size, unit=unit: UInt64(int(size.value) // unit)) for name, unit in _SIZE_UNITS.items()}},
    statics={"Parse": _size, **{f"From{name[2:]}": (lambda many, unit=unit: Size(ByteSize(int(many) * unit))) for name, unit in _SIZE_UNITS.items()}},
    parse=_size, convert_from={name: _size for name in ("System.Int32", "System.Int64", "System.UInt64", "System.Double")},
    to_text=str, interfaces=("System.IComparable",),
    signatures=("string ToString()", *(f"ulong {name}()" for name in _SIZE_UNITS), f"static {DATA}ByteQuantifiedSize Parse(string expression)",
                *(f"static {DATA}ByteQuantifiedSize From{name[2:]}(ulong number)" for name in _SIZE_UNITS)),
)
Limit.net_type = declare(
    DATA + "Unlimited`1", Limit, kind="struct", base="System.ValueType",
    get={"IsUnlimited": lambda limit: limit.value is None, "Value": lambda limit: limit.value},
    methods={"ToString": _inner_text}, to_text=_inner_text, parse=_limit, interfaces=("System.IComparable",),
    convert_from={name: _limit for name in ("System.Int32", "System.Int64", "System.UInt64", DATA + "ByteQuantifiedSize")},
    signatures=("bool IsUnlimited {get;}", "System.Object Value {get;}", "string ToString()"),
)


def _holds(many: Many, value: Any) -> bool:
    wanted = to_text(value).lower()
    return any(to_text(each).lower() == wanted for each in many)


def _add(many: Many, value: Any) -> None:
    if not _holds(many, value):
        many.append(value)


def _remove(many: Many, value: Any) -> bool:
    wanted = to_text(value).lower()
    for each in list(many):
        if to_text(each).lower() == wanted:
            many.remove(each)
            return True
    return False


Many.net_type = declare(
    DATA + "MultiValuedProperty`1", Many, interfaces=("System.Collections.IList",),
    get={"Count": len},
    methods={
        "Add": _add, "Remove": _remove, "Clear": lambda many: many.clear(), "ToString": lambda many: ", ".join(map(to_text, many)),
        "Contains": _holds,
        "ToArray": lambda many: list(many),
    },
    index=lambda many, place: many[place] if -len(many) <= place < len(many) else None, enumerate=iter,
    signatures=(
        "int Count {get;}", "void Add(System.Object item)", "bool Remove(System.Object item)", "void Clear()",
        "bool Contains(System.Object item)", "System.Object[] ToArray()", "string ToString()", "System.Object Item(int index) {get;}",
    ),
)

_ENUMS: dict[type, NetType] = {}


def enum_type(options: type) -> NetType:
    """The enum that named options are to scripts."""
    found = _ENUMS.get(options)
    if found is None:
        name = CONFIGURATION + options.__name__
        values = {("None" if key == "NONE" else key): int(member.value) for key, member in options.__members__.items()}
        found = find_type(name) or define_type(name, "enum", "System.Enum", (), values=values, flags=issubclass(options, Choices))
        _ENUMS[options] = found
    return found


def shown(value: Any, setting: Setting | None = None) -> Any:
    """A setting's value as a script sees it."""
    if setting is not None and setting.many:
        return Many(shown(each) for each in value)
    if setting is not None and isinstance(setting.type, UnlimitedOf):
        return Limit(None if value is UNLIMITED else shown(value))
    kind = type(value)
    if value is None or kind in (bool, int, str, float):
        return value
    if isinstance(value, (Choice, Choices)):
        return EnumValue(enum_type(kind), int(value.value))
    if isinstance(value, ByteSize):
        return Size(value)
    if isinstance(value, Duration):
        return time_span(value)
    if value is UNLIMITED:
        return Limit(None)
    if kind is tuple:
        return Many(shown(each) for each in value)
    return shown_value(value)


def time_span(duration: Any) -> Any:
    """A duration as a TimeSpan."""
    from relayshell.objects.members import call_static
    from relayshell.objects.nettype import get_type

    return call_static(get_type("System.TimeSpan"), "Parse", [str(duration)])


def date_time(moment: Any) -> Any:
    """A Python datetime as a DateTime of the local time, or as UTC when it says so."""
    if moment is None:
        return None
    from relayshell.objects.members import call_static
    from relayshell.objects.nettype import get_type

    return call_static(get_type("System.DateTime"), "Parse", [moment.strftime("%Y-%m-%d %H:%M:%S")])


def many_of(value: Any) -> list[Any]:
    """What a script gave for several values, as a list: nothing, one, or some."""
    items = None if value is None else enumerate_value(value)
    return list(items) if items is not None else [] if value is None else [value]


def given(value: Any) -> Any:
    """What a script gave, as a setting reads it: texts, numbers, truth, and lists of them."""
    value = unwrap(value)
    if value is None or isinstance(value, (bool, str)):
        return str(value) if isinstance(value, str) else value
    if isinstance(value, (SizedInteger, UInt64, Int64)) or type(value) is int:
        return int(value)
    if isinstance(value, (Shown, Size)):
        return value.value
    if isinstance(value, Limit):
        return UNLIMITED if value.value is None else given(value.value)
    if isinstance(value, EnumValue):
        return to_text(value)
    if isinstance(value, Hashtable):
        return value
    items = enumerate_value(value)
    if items is not None:
        return [given(each) for each in items]
    return to_text(value)


class BadChange(Exception):
    """A table of additions and removals that says something else."""


def changed(setting: Setting, current: tuple[Any, ...], change: Hashtable) -> tuple[Any, ...]:
    """Several values after @{Add=…; Remove=…}; values are read as the setting reads them."""
    values = list(current)
    for key, item in change.items():
        word = to_text(key).lower()
        if word not in ("add", "remove"):
            raise BadChange(f"'{to_text(key)}' is neither Add nor Remove, such as @{{Add='10.0.0.1'}}")
        for each in setting.read(_as_list(given(item))):
            if word == "add" and each not in values:
                values.append(each)
            elif word == "remove":
                values = [value for value in values if str(value).lower() != str(each).lower()]
    return tuple(values)


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
