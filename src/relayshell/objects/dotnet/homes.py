"""Which module of this folder declares which type: module name to full type names."""

from __future__ import annotations

_S, _C, _G = "System.", "System.Collections.", "System.Collections.Generic."

HOMES: dict[str, tuple[str, ...]] = {
    ".dotnet.strings": (_S + "String",),
    ".dotnet.chars": (_S + "Char", _S + "Boolean"),
    ".dotnet.tuples": (_S + "Tuple", _S + "ValueTuple", *(f"{_S}{family}`{count}" for family in ("Tuple", "ValueTuple") for count in range(1, 8))),
    ".dotnet.integertypes": tuple(_S + name for name in ("SByte", "Byte", "Int16", "UInt16", "Int32", "UInt32", "Int64", "UInt64", "Int128")),
    ".dotnet.floattypes": (_S + "Double", _S + "Single", _S + "Half"),
    ".dotnet.maths": (_S + "Math",),
    ".dotnet.decimals": (_S + "Decimal",),
    ".dotnet.bigintegers": (_S + "Numerics.BigInteger",),
    ".dotnet.timespantype": (_S + "TimeSpan",),
    ".dotnet.datetimetype": (_S + "DateTime",),
    ".dotnet.enumerators": (_C + "IEnumerator",),
    ".dotnet.comparing": (_S + "StringComparer", _C + "Comparer", _C + "CaseInsensitiveComparer", _G + "Comparer`1", _G + "EqualityComparer`1"),
    ".dotnet.lists": (_G + "List`1", _C + "ObjectModel.Collection`1", _C + "ObjectModel.ObservableCollection`1", _C + "ObjectModel.ReadOnlyCollection`1",
                      _C + "ArrayList", _C + "Specialized.StringCollection"),
    ".dotnet.dictionaries": (_G + "Dictionary`2", _G + "SortedDictionary`2", _G + "SortedList`2", _G + "OrderedDictionary`2", _G + "KeyValuePair`2",
                             _C + "Concurrent.ConcurrentDictionary`2", *(f"{_G}{family}+{part}Collection" for family in ("Dictionary`2", "SortedDictionary`2")
                                                                         for part in ("Key", "Value"))),
}
