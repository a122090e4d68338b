"""Small types around objects as such: WeakReference, HashCode, RuntimeHelpers, ArraySegment`1, AppContext, and Debug and Trace, which nobody listens to."""

from __future__ import annotations

import sys
from typing import Any, Iterator

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.comparing import key_of
from relayshell.objects.dotnet.faults import argument_fault, null_fault, range_fault
from relayshell.objects.dotnet.results import array
from relayshell.objects.nettype import NetType, get_type

_nothing = lambda *args: None  # noqa: E731


class WeakReference:
    """A reference to an object. It keeps its object: when one would have gone is not for scripts to see."""

    __slots__ = ("target", "long", "net_type")

    def __init__(self, target: Any, long: bool = False, net_type: NetType | None = None) -> None:
        self.target, self.long = target, long
        self.net_type = net_type or get_type("System.WeakReference")


def _set_target(self: WeakReference, value: Any) -> None:
    self.target = value


def _try_target(self: WeakReference, out: Any) -> bool:
    out.value = self.target
    return self.target is not None


declare("System.WeakReference", WeakReference, new=lambda target, long=False: WeakReference(target, long), dynamic=True, set={"Target": _set_target},
        get={"IsAlive": lambda self: self.target is not None, "Target": lambda self: self.target, "TrackResurrection": lambda self: self.long},
        signatures=("(System.Object target)", "(System.Object target, bool trackResurrection)", "bool IsAlive {get;}", "System.Object Target {get;set;}", "bool TrackResurrection {get;}"))
declare("System.WeakReference`1", WeakReference, new=lambda net_type, target, long=False: WeakReference(target, long, net_type),
        methods={"TryGetTarget": _try_target, "SetTarget": _set_target}, signatures=("(T target)", "(T target, bool trackResurrection)", "bool TryGetTarget(ref T target)", "void SetTarget(T target)"))


def _int32(number: int) -> int:
    return (number + 0x80000000 & 0xFFFFFFFF) - 0x80000000


class HashCode:
    """HashCode: values gathered, and one number of them. The number differs from run to run, as .NET's does."""

    __slots__ = ("parts",)

    def __init__(self) -> None:
        self.parts: list[Any] = []


def _combined(*values: Any) -> int:
    return _int32(hash(tuple(key_of(value) for value in values)))


def _add(self: HashCode, value: Any, *comparer: Any) -> None:
    self.parts.append(value)


declare("System.HashCode", HashCode, kind="struct", base="System.ValueType", new={"()": HashCode}, statics={"Combine": _combined},
        methods={"Add": _add, "ToHashCode": lambda self: _combined(*self.parts)},
        signatures=("()", "void Add(System.Object value)", "int ToHashCode()", *(f"static int Combine({', '.join(f'System.Object value{n}' for n in range(1, count + 1))})" for count in range(1, 9))))


def _identity(value: Any) -> int:
    return 0 if value is None else id(value) >> 4 & 0x3FFFFFF


declare("System.Runtime.CompilerServices.RuntimeHelpers",
        statics={"GetHashCode": _identity, "EnsureSufficientExecutionStack": _nothing, "TryEnsureSufficientExecutionStack": lambda: True, "RunClassConstructor": _nothing, "PrepareMethod": _nothing,
                 "Equals": lambda one, two: one is two, "GetUninitializedObject": lambda net_type: _uninitialized(net_type)},
        signatures=("static int GetHashCode(System.Object o)", "static void EnsureSufficientExecutionStack()", "static bool TryEnsureSufficientExecutionStack()",
                    "static System.Object GetUninitializedObject(type type)"))


def _uninitialized(net_type: Any) -> Any:
    from relayshell.objects.arrays import default_of
    found = default_of(net_type)
    if found is None:
        from relayshell.objects.members import new_object
        return new_object(net_type, [])
    return found


class ArraySegment:
    """A window on an array: what is changed through it is changed there."""

    __slots__ = ("net_type", "source", "start", "count")

    def __init__(self, net_type: NetType, source: Any = None, start: int = 0, count: int | None = None) -> None:
        if source is None:
            raise null_fault("array")
        self.net_type, self.source, self.start = net_type, source, start
        self.count = len(source) - start if count is None else count
        if start < 0 or self.count < 0:
            raise range_fault("Non-negative number required.", "offset" if start < 0 else "count")
        if start + self.count > len(source):
            raise argument_fault("Offset and length were out of bounds for the array or count is greater than the number of elements from index to the end of the source collection.")

    def __iter__(self) -> Iterator[Any]:
        return iter(self.source[self.start:self.start + self.count])

    def __len__(self) -> int:
        return self.count

    def at(self, index: int) -> int:
        """The place in the array. Raises ArgumentOutOfRangeException."""
        if not 0 <= index < self.count:
            raise range_fault("Index was out of range. Must be non-negative and less than the size of the collection.", "index")
        return self.start + index

    def put(self, index: int, value: Any) -> None:
        """Sets an element."""
        self.source[self.at(index)] = value


def _slice(self: ArraySegment, start: int, count: int | None = None) -> ArraySegment:
    return ArraySegment(self.net_type, self.source, self.start + start, self.count - start if count is None else count)


declare("System.ArraySegment`1", ArraySegment, kind="struct", base="System.ValueType", new=ArraySegment, enumerate=iter, index=lambda self, index: self.source[self.at(index)], set_index=ArraySegment.put,
        get={"Array": lambda self: self.source, "Offset": lambda self: self.start, "Count": len}, methods={"Slice": _slice, "ToArray": lambda self: array(self.net_type.generic_arguments[0].text, self)},
        interfaces=("System.Collections.Generic.IList[T]", "System.Collections.Generic.ICollection[T]", "System.Collections.Generic.IEnumerable[T]", "System.Collections.IEnumerable"),
        signatures=("(T[] array)", "(T[] array, int offset, int count)", "T[] Array {get;}", "int Offset {get;}", "int Count {get;}", "System.ArraySegment[T] Slice(int index)",
                    "System.ArraySegment[T] Slice(int index, int count)", "T[] ToArray()"))
_switches: dict[str, bool] = {}


def _try_switch(name: str, out: Any) -> bool:
    out.value = _switches.get(name, False)
    return name in _switches


def _set_switch(name: str, value: bool) -> None:
    _switches[name] = value


def _base_folder() -> str:
    from pathlib import Path
    return f"{Path(sys.modules['relayshell'].__file__ or '.').parent}/"


declare("System.AppContext", statics={"TryGetSwitch": _try_switch, "SetSwitch": _set_switch, "GetData": _nothing, "SetData": _nothing},
        static_get={"BaseDirectory": _base_folder, "TargetFrameworkName": lambda: None},
        signatures=("static bool TryGetSwitch(string switchName, ref bool isEnabled)", "static void SetSwitch(string switchName, bool isEnabled)", "static System.Object GetData(string name)",
                    "static string BaseDirectory {get;}", "static string TargetFrameworkName {get;}"))
for _name in ("Debug", "Trace"):
    declare(f"System.Diagnostics.{_name}", statics={name: _nothing for name in ("Write", "WriteLine", "WriteIf", "WriteLineIf", "Assert", "Fail", "Flush", "Close", "Indent", "Unindent",
                                                                               *(("TraceError", "TraceInformation", "TraceWarning") if _name == "Trace" else ("Print",)))},
            static_get={"AutoFlush": lambda: False, "IndentLevel": lambda: 0, "IndentSize": lambda: 4})
declare("System.Diagnostics.Debugger", statics={"Launch": lambda: False, "Break": _nothing, "Log": _nothing, "IsLogging": lambda: False}, static_get={"IsAttached": lambda: False},
        signatures=("static bool Launch()", "static void Break()", "static bool IsLogging()", "static bool IsAttached {get;}"))
