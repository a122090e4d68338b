"""EventWaitHandle, CountdownEvent, ReaderWriterLockSlim, ThreadLocal`1 and AsyncLocal`1, in a shell that runs scripts on one thread."""

from __future__ import annotations

from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.faults import fault, operation_fault, range_fault
from relayshell.objects.dotnet.results import call
from relayshell.objects.dotnet.threads import Handle
from relayshell.objects.nettype import NetType

_T = "System.Threading."
_WAITS = ("bool WaitOne()", "bool WaitOne(int millisecondsTimeout)", "bool WaitOne(timespan timeout)")


def _event(state: bool, mode: Any, name: str | None = None, created: Any = None) -> Handle:
    if name:
        raise fault("System.PlatformNotSupportedException", "The named version of this synchronization primitive is not supported on this platform.")
    return Handle("EventWaitHandle", state, int(mode) == 0)


def _to(value: bool) -> Any:
    def change(self: Handle) -> bool:
        self.set = value
        return True
    return change


declare(_T + "EventWaitHandle", Handle, new=_event, dynamic=True, base=_T + "WaitHandle", methods={"Set": _to(True), "Reset": _to(False), "WaitOne": lambda self, *limit: self.wait(*limit)},
        signatures=(f"(bool initialState, {_T}EventResetMode mode)", f"(bool initialState, {_T}EventResetMode mode, string name)", "bool Set()", "bool Reset()", *_WAITS))


class Countdown(Handle):
    """CountdownEvent: set when it was signalled often enough."""

    __slots__ = ("first", "left")

    def __init__(self, count: int) -> None:
        if count < 0:
            raise range_fault("Non-negative number required.", "initialCount", int(count))
        super().__init__("CountdownEvent", count == 0)
        self.first = self.left = int(count)


def _signal(self: Countdown, count: int = 1) -> bool:
    if count > self.left:
        raise operation_fault("Invalid attempt made to decrement the event's count below zero.")
    self.left -= count
    self.set = self.left == 0
    return self.set


def _more(self: Countdown, count: int = 1) -> None:
    if self.set:
        raise operation_fault("The event is already signaled and cannot be incremented.")
    self.left += count


def _again(self: Countdown, count: int | None = None) -> None:
    self.first = self.first if count is None else int(count)
    self.left, self.set = self.first, self.first == 0


declare(_T + "CountdownEvent", Countdown, new=Countdown, dynamic=True,
        get={"CurrentCount": lambda self: self.left, "InitialCount": lambda self: self.first, "IsSet": lambda self: self.set, "WaitHandle": lambda self: self},
        methods={"Signal": _signal, "AddCount": _more, "Reset": _again, "Wait": lambda self, *limit: True if self.wait(*limit) and limit else None if not limit else False, "Dispose": lambda self: None},
        signatures=("(int initialCount)", "int CurrentCount {get;}", "int InitialCount {get;}", "bool IsSet {get;}", "bool Signal()", "bool Signal(int signalCount)", "void AddCount()",
                    "void AddCount(int signalCount)", "void Reset()", "void Reset(int count)", "void Wait()", "bool Wait(int millisecondsTimeout)", "bool Wait(timespan timeout)", "void Dispose()"))


class ReaderWriterLock:
    """ReaderWriterLockSlim: how often it is held, and in which way."""

    __slots__ = ("readers", "writers", "upgradable", "policy")

    def __init__(self, policy: Any = None) -> None:
        self.readers = self.writers = self.upgradable = 0
        self.policy = 0 if policy is None else int(policy)


_WAYS = {"Read": "readers", "Write": "writers", "UpgradeableRead": "upgradable"}


def _enter(way: str, tried: bool) -> Any:
    def enter(self: ReaderWriterLock, *limit: Any) -> bool | None:
        held = _WAYS[way]
        if self.policy == 0 and getattr(self, held):
            raise fault(_T + "LockRecursionException", {
                "readers": "Recursive read lock acquisitions not allowed in this mode.", "writers": "Recursive write lock acquisitions not allowed in this mode.",
                "upgradable": "Recursive upgradeable lock acquisitions not allowed in this mode."}[held])
        if way == "Write" and self.readers and not self.writers:
            raise fault(_T + "LockRecursionException", "Write lock may not be acquired with read lock held. This pattern is prone to deadlocks. "
                        "Please ensure that read locks are released before taking a write lock. If an upgrade is necessary, use an upgrade lock in place of the read lock.")
        setattr(self, held, getattr(self, held) + 1)
        return True if tried else None
    return enter


def _leave(way: str) -> Any:
    def leave(self: ReaderWriterLock) -> None:
        held = _WAYS[way]
        if not getattr(self, held):
            words = {"readers": "read", "writers": "write", "upgradable": "upgradeable"}[held]
            raise fault(_T + "SynchronizationLockException", f"The {words} lock is being released without being held.")
        setattr(self, held, getattr(self, held) - 1)
    return leave


def _held(name: str) -> Any:
    return lambda self: getattr(self, name) > 0


declare(_T + "ReaderWriterLockSlim", ReaderWriterLock, new=ReaderWriterLock,
        get={**{f"Is{way}LockHeld": _held(name) for way, name in _WAYS.items()}, "CurrentReadCount": lambda self: self.readers},
        methods={**{f"Enter{way}Lock": _enter(way, False) for way in _WAYS}, **{f"TryEnter{way}Lock": _enter(way, True) for way in _WAYS}, **{f"Exit{way}Lock": _leave(way) for way in _WAYS},
                 "Dispose": lambda self: None},
        signatures=("()", f"({_T}LockRecursionPolicy recursionPolicy)", *(text for way in _WAYS for text in (
            f"void Enter{way}Lock()", f"bool TryEnter{way}Lock(int millisecondsTimeout)", f"void Exit{way}Lock()", f"bool Is{way}LockHeld {{get;}}")), "int CurrentReadCount {get;}", "void Dispose()"))
_UNSET = object()


class Local:
    """ThreadLocal`1 or AsyncLocal`1: with one thread, one value."""

    __slots__ = ("net_type", "maker", "kept")

    def __init__(self, net_type: NetType, maker: Any = None, *more: Any) -> None:
        self.net_type, self.kept = net_type, _UNSET
        self.maker = None if type(maker) is bool else maker


def _value(self: Local) -> Any:
    if self.kept is _UNSET:
        from relayshell.objects.arrays import default_of
        self.kept = default_of(self.net_type.generic_arguments[0]) if self.maker is None else call(self.maker)
    return self.kept


def _set_value(self: Local, value: Any) -> None:
    self.kept = value


for _name, _made in (("ThreadLocal`1", ("()", "(System.Func[T] valueFactory)", "(bool trackAllValues)")), ("AsyncLocal`1", ("()",))):
    declare(_T + _name, Local, new=Local, get={"Value": _value, "IsValueCreated": lambda self: self.kept is not _UNSET}, set={"Value": _set_value}, methods={"Dispose": lambda self: None},
            signatures=(*_made, "T Value {get;set;}", *(("bool IsValueCreated {get;}", "void Dispose()") if _name == "ThreadLocal`1" else ())))

