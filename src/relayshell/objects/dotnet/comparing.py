"""What .NET's collections mean by equal and by less: default and string comparers, and the keys that dictionaries keep.

`StringComparer`, `Comparer` and `EqualityComparer` are declared here. PowerShell's own looser -eq and -lt are elsewhere.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cmp_to_key
from typing import Any, Callable

from relayshell.objects.arrays import MultiArray
from relayshell.objects.declare import declare
from relayshell.objects.dotnet.faults import argument_fault, null_fault, operation_fault
from relayshell.objects.enums import EnumValue
from relayshell.objects.nettype import NetType, get_type
from relayshell.objects.numbers import Char
from relayshell.objects.psobject import PSCustomObject, PSObject, ScriptInstance

_PLAIN = {str, int, bool}


def key_of(value: Any) -> Any:
    """What stands for a value among keys: values that .NET finds equal have one key. bool is told from int, text from characters."""
    kind = value.__class__
    if kind is str or kind is int:
        return value
    if kind is PSObject:
        return key_of(value.base)
    if kind is bool or isinstance(value, (int, float, Decimal, str)):
        return kind, value
    if isinstance(value, (list, MultiArray, PSCustomObject)) or kind.__hash__ is None:
        return "id", id(value)
    if kind is ScriptInstance and has_own_equality(value):
        return ScriptKey(value, value)
    return value


def has_own_equality(value: ScriptInstance) -> bool:
    """Whether a script's class says itself what equals its instances."""
    from relayshell.objects.typemembers import members_table

    found = value.type.cache.get("own equality")
    if found is None:
        group = members_table(value.type).methods.get("equals")
        found = value.type.cache["own equality"] = group is not None and any("passes_errors" in getattr(o.function, "__dict__", ()) for o in group.overloads)
    return bool(found)


class ScriptKey:
    """A key whose equality a script's class decides: the value's own class, or that of an IEqualityComparer."""

    __slots__ = ("judge", "value")

    def __init__(self, judge: Any, value: Any) -> None:
        self.judge, self.value = judge, value

    def __hash__(self) -> int:
        from relayshell.objects.members import call_method

        return int(call_method(self.judge, "GetHashCode", [] if self.judge is self.value else [self.value]))

    def __eq__(self, other: Any) -> bool:
        from relayshell.objects.convert import to_bool
        from relayshell.objects.members import call_method

        if not isinstance(other, ScriptKey):
            return False
        return to_bool(call_method(self.judge, "Equals", [other.value] if self.judge is self.value else [self.value, other.value]))


def same(a: Any, b: Any) -> bool:
    """Object.Equals."""
    return key_of(a) == key_of(b)


def compare_values(a: Any, b: Any) -> int:
    """IComparable.CompareTo, null first. Raises InvalidOperationException when neither can be compared."""
    if a is None or b is None:
        return (a is not None) - (b is not None)
    if a.__class__ is PSObject:
        a = a.base
    if b.__class__ is PSObject:
        b = b.base
    if isinstance(a, str) and isinstance(b, str):
        if isinstance(a, Char):
            return ord(a) - ord(b)
        from relayshell.objects.collation import compare_text
        return compare_text(a, b, False)
    if isinstance(a, (int, float, Decimal)) and isinstance(b, (int, float, Decimal)):
        if type(a) is not type(b):
            raise _not_comparable(argument_fault(f"Object must be of type {_name(a)}."))
        return (a > b) - (a < b)
    if isinstance(a, EnumValue) and isinstance(b, EnumValue):
        return (a.value > b.value) - (a.value < b.value)
    compare = getattr(type(a), "compare", None)
    if compare is not None and type(a) is type(b):
        return compare(a, b)
    if hasattr(a, "fields"):
        from relayshell.objects.members import call_method
        return call_method(a, "CompareTo", [b])
    raise _not_comparable(argument_fault("At least one object must implement IComparable."))


def _name(value: Any) -> str:
    from relayshell.objects.typeof import type_of
    return type_of(value).name


def _not_comparable(inner: Exception) -> Exception:
    made = operation_fault("Failed to compare two elements in the array.")
    made.inner = inner
    return made


class Comparer:
    """An order and an equality. `fold` makes keys of values."""

    __slots__ = ("net_type", "compare", "fold", "name")

    def __init__(self, type_name: str, compare: Callable[[Any, Any], int], fold: Callable[[Any], Any], name: str = "") -> None:
        self.net_type: NetType = get_type(type_name)
        self.compare, self.fold, self.name = compare, fold, name

    @property
    def ignore_case(self) -> bool:
        """Whether texts that differ in case alone are one key, which a Hashtable made with it asks."""
        return self.name.endswith("IgnoreCase") or self.net_type.name == "CaseInsensitiveComparer"

    def equals(self, a: Any, b: Any) -> bool:
        """Whether it finds two values equal."""
        return self.fold(a) == self.fold(b)


def _text_comparer(name: str) -> Comparer:
    ordinal, ignore = name.startswith("Ordinal"), name.endswith("IgnoreCase")

    def compare(a: Any, b: Any) -> int:
        from relayshell.objects.dotnet.culture import current
        from relayshell.objects.dotnet.strings import compare as compare_texts
        return compare_texts(a, b, ignore, ordinal, current().name if name.startswith("Current") else "")

    def fold(value: Any) -> Any:
        from relayshell.objects.dotnet.strings import upper
        return upper(str(value)) if ignore and isinstance(value, str) and not isinstance(value, Char) else key_of(value)
    return Comparer("System.StringComparer", compare, fold, name)


STRING_COMPARERS = ("CurrentCulture", "CurrentCultureIgnoreCase", "InvariantCulture", "InvariantCultureIgnoreCase", "Ordinal", "OrdinalIgnoreCase")
_made: dict[str, Comparer] = {}


def string_comparer(name: str) -> Comparer:
    """One of the six StringComparers."""
    if name not in _made:
        _made[name] = _text_comparer(name)
    return _made[name]


def folder(comparer: Any) -> Callable[[Any], Any]:
    """The key function of an IEqualityComparer argument; None is the default one."""
    if comparer is None:
        return key_of
    if isinstance(comparer, Comparer):
        return comparer.fold
    if comparer.__class__ is ScriptInstance:
        return lambda value: ScriptKey(comparer, value)
    return key_of


def sorter(comparer: Any = None) -> Callable[[Any], Any]:
    """A key function for sorted(), from an IComparer, a Comparison or None."""
    return cmp_to_key(comparison(comparer))


def comparison(comparer: Any = None) -> Callable[[Any, Any], int]:
    """The compare function that an IComparer or Comparison argument means."""
    if comparer is None:
        return compare_values
    if isinstance(comparer, Comparer):
        return comparer.compare
    if hasattr(comparer, "fields"):
        from relayshell.objects.members import call_method
        return lambda a, b: call_method(comparer, "Compare", [a, b])
    from relayshell.objects.dotnet.results import call
    return lambda a, b: int(call(comparer, a, b))


def _create(culture: Any, ignore: Any) -> Comparer:
    flag = ignore if type(ignore) is bool else bool(int(ignore) & 0x10000001)
    return string_comparer("InvariantCultureIgnoreCase" if flag else "InvariantCulture")


def _from_comparison(value: Any) -> Comparer:
    return string_comparer(STRING_COMPARERS[int(value)])


def _hash(self: Comparer, value: Any) -> int:
    if value is None:
        raise null_fault("obj")
    return hash(self.fold(value)) & 0x7FFFFFFF


_METHODS = {"Compare": lambda self, a, b: self.compare(a, b), "Equals": lambda self, a, *b: self.equals(a, b[0]) if b else self is a, "GetHashCode": lambda self, *v: _hash(self, v[0]) if v else 1}
declare(
    "System.StringComparer", Comparer, dynamic=True, methods=_METHODS,
    statics={"Create": _create, "FromComparison": _from_comparison},
    static_get={name: (lambda name=name: string_comparer(name)) for name in STRING_COMPARERS},
    signatures=("int Compare(System.Object x, System.Object y)", "bool Equals(System.Object x, System.Object y)", "int GetHashCode(System.Object obj)"),
)


def _default(type_name: str) -> Comparer:
    return Comparer(type_name, compare_values, key_of)


_SIGNATURES = ("int Compare(System.Object x, System.Object y)",)
declare("System.Collections.Comparer", methods=_METHODS, signatures=_SIGNATURES,
        static_get={"Default": lambda: _default("System.Collections.Comparer"), "DefaultInvariant": lambda: _default("System.Collections.Comparer")})
declare("System.Collections.CaseInsensitiveComparer", methods=_METHODS, signatures=_SIGNATURES,
        new={"()": lambda: Comparer("System.Collections.CaseInsensitiveComparer", string_comparer("CurrentCultureIgnoreCase").compare, string_comparer("OrdinalIgnoreCase").fold)},
        static_get={"Default": lambda: Comparer("System.Collections.CaseInsensitiveComparer", string_comparer("CurrentCultureIgnoreCase").compare,
                                                string_comparer("OrdinalIgnoreCase").fold)})


def _generic(net_type: NetType) -> Comparer:
    made = Comparer.__new__(Comparer)
    made.net_type, made.compare, made.fold, made.name = net_type, compare_values, key_of, ""
    return made


for _family in ("System.Collections.Generic.Comparer`1", "System.Collections.Generic.EqualityComparer`1"):
    declare(_family, methods=_METHODS, static_get={"Default": _generic}, signatures=("int Compare(T x, T y)", "bool Equals(T x, T y)", "int GetHashCode(T obj)"))
