"""Thread, Monitor, Mutex, Interlocked, events, cancellation and timers, in a shell that runs scripts on one thread.

Locks are always free, since nobody else can hold them; a Thread given a script block runs it when it is started.
"""

from __future__ import annotations

import time
from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.culture import CultureInfo, current, set_current
from relayshell.objects.dotnet.faults import fault, range_fault
from relayshell.objects.dotnet.results import call, enum_of
from relayshell.objects.dotnet.timespans import TimeSpan
from relayshell.objects.numbers import Int64

_T = "System.Threading."
_nothing = lambda *args: None  # noqa: E731


def seconds_of(amount: Any) -> float:
    """Milliseconds or a TimeSpan as seconds; -1 ms is forever. Raises ArgumentOutOfRangeException."""
    millis = amount.ticks / 10_000 if isinstance(amount, TimeSpan) else amount
    if millis < -1:
        raise range_fault("Number must be either non-negative and less than or equal to Int32.MaxValue or -1.", "millisecondsTimeout", "" if isinstance(amount, TimeSpan) else amount)
    return float("inf") if millis == -1 else millis / 1000


def _sleep(amount: Any) -> None:
    pass_time(seconds_of(amount))


def pass_time(seconds: float) -> None:
    """Waits, in steps short enough that Ctrl+C is felt: what runs is stopped between two steps of Python only."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        time.sleep(min(left, 0.1))


class Thread:
    """A thread; the first one is the shell's own."""

    __slots__ = ("name", "block", "state", "background", "priority", "id")
    made = 1

    def __init__(self, block: Any = None, *size: int) -> None:
        self.name: str | None = None
        self.block, self.state, self.background, self.priority = block, 8 if block is not None else 0, False, 2
        self.id = Thread.made
        Thread.made += 1

    def start(self, *args: Any) -> None:
        """Runs the block, to its end."""
        if self.state != 8:
            raise fault(_T + "ThreadStateException", "Thread is running or terminated; it cannot restart.")
        self.state = 0
        try:
            call(self.block, *args)
        finally:
            self.state = 16


_MAIN = Thread()


def _setter(name: str) -> Any:
    def put(self: Any, value: Any) -> None:
        setattr(self, name, value if name != "priority" else int(value))
    return put


def _set_culture(self: Any, value: CultureInfo) -> None:
    set_current(value)


declare(
    _T + "Thread", Thread, new={"*": Thread},
    get={"CurrentCulture": lambda self: current(), "CurrentUICulture": lambda self: current(), "ManagedThreadId": lambda self: self.id, "IsAlive": lambda self: self.state == 0,
         "IsBackground": lambda self: self.background, "IsThreadPoolThread": lambda self: False, "Priority": lambda self: enum_of(_T + "ThreadPriority", self.priority),
         "ThreadState": lambda self: enum_of(_T + "ThreadState", self.state), "ApartmentState": lambda self: enum_of(_T + "ApartmentState", 1), "Name": lambda self: self.name},
    set={"CurrentCulture": _set_culture, "CurrentUICulture": _nothing, "IsBackground": _setter("background"), "Priority": _setter("priority"), "Name": _setter("name"),
         "ApartmentState": _nothing},
    methods={"Start": Thread.start, "UnsafeStart": Thread.start, "Join": lambda self, *limit: True if limit else None, "GetApartmentState": lambda self: enum_of(_T + "ApartmentState", 1),
             "SetApartmentState": _nothing, "TrySetApartmentState": lambda self, state: int(state) == 1, "Interrupt": _nothing, "Abort": _nothing},
    statics={"Sleep": _sleep, "SpinWait": _nothing, "Yield": lambda: True, "GetCurrentProcessorId": lambda: 0, "GetDomainID": lambda: 1, "MemoryBarrier": _nothing,
             **{name: _nothing for name in ("BeginCriticalRegion", "EndCriticalRegion", "BeginThreadAffinity", "EndThreadAffinity")}},
    static_get={"CurrentThread": lambda: _MAIN, "CurrentPrincipal": lambda: None}, static_set={"CurrentPrincipal": _nothing},
)


def _taken(target: Any, *args: Any) -> bool:
    if args and hasattr(args[-1], "value") and not hasattr(args[-1], "type"):
        args[-1].value = True
    return True


declare(
    _T + "Monitor",
    statics={"Enter": lambda target, *taken: _taken(target, *taken) and None, "TryEnter": _taken, "Exit": _nothing, "Pulse": _nothing, "PulseAll": _nothing, "Wait": lambda *args: True,
             "IsEntered": lambda target: True},
    static_get={"LockContentionCount": lambda: Int64(0)}, signatures=("static void Enter(System.Object obj, ref bool lockTaken)",),
)


class Handle:
    """A Mutex, an event or a semaphore; `set` says whether waiting ends at once."""

    __slots__ = ("kind", "set", "auto", "count", "net_type")

    def __init__(self, kind: str, is_set: bool = True, auto: bool = False, count: int = 1) -> None:
        from relayshell.objects.nettype import get_type
        self.net_type = get_type(_T + kind)
        self.kind, self.set, self.auto, self.count = kind, is_set, auto, count

    def wait(self, limit: Any = -1, *rest: Any) -> bool:
        """WaitOne; in one thread an event that is not set will not be, so that the time given is all that passes."""
        if self.count > 0 and self.set:
            if self.auto:
                self.set = self.kind == "Mutex"
            if self.kind.startswith("Semaphore"):
                self.count -= 1
            return True
        wait = seconds_of(limit)
        if wait != float("inf"):
            pass_time(wait)
            return False
        raise fault("System.InvalidOperationException", "Nothing in this shell can set what is waited for: it runs one thread.")


def _flip(value: bool) -> Any:
    def change(self: Handle) -> bool:
        self.set = value
        return True
    return change


def _release(self: Handle, count: int = 1) -> int:
    before = self.count
    self.count += count
    return before


class ExternalHandle(Handle):
    """A handle that other threads of this program signal: `is_done` says whether it is, `changed` is the condition they notify."""

    __slots__ = ("is_done", "changed")

    def __init__(self, is_done: Any, changed: Any) -> None:
        super().__init__("ManualResetEvent", False)
        self.is_done, self.changed = is_done, changed

    def wait(self, limit: Any = -1, *rest: Any) -> bool:
        """WaitOne, in steps short enough that Ctrl+C is felt."""
        until = time.monotonic() + seconds_of(limit)
        while not self.is_done():
            left = until - time.monotonic()
            if left <= 0:
                return False
            with self.changed:
                self.changed.wait(min(left, 0.1))
        return True


_WAIT = {"WaitOne": lambda self, *args: self.wait(*args), "Wait": lambda self, *args: self.wait(*args), "Close": _nothing, "Dispose": _nothing, "ReleaseMutex": _nothing, "Set": _flip(True), "Reset": _flip(False), "Release": _release}
declare(_T + "WaitHandle", Handle, dynamic=True, methods=_WAIT, static_get={"WaitTimeout": lambda: 258})


def _mutex(*args: Any) -> Handle:
    if args and hasattr(args[-1], "value") and not hasattr(args[-1], "type"):
        args[-1].value = True
    return Handle("Mutex")


declare(_T + "Mutex", Handle, new={"*": _mutex}, dynamic=True, methods=_WAIT, static_get={"WaitTimeout": lambda: 258},
        signatures=("(bool initiallyOwned, string name, ref bool createdNew)",))
for _name, _auto in (("AutoResetEvent", True), ("ManualResetEvent", False), ("ManualResetEventSlim", False)):
    declare(_T + _name, Handle, new={"*": (lambda state=False, name=_name, auto=_auto: Handle(name, state, auto))}, dynamic=True, methods=_WAIT, base=_T + "WaitHandle",
            get={"IsSet": lambda self: self.set}, signatures=("(bool initialState)", "bool Set()", "bool Reset()", "bool WaitOne()", "bool WaitOne(int millisecondsTimeout)", "bool WaitOne(timespan timeout)",
                                                             "bool Wait(int millisecondsTimeout)", "bool IsSet {get;}"))
for _name in ("Semaphore", "SemaphoreSlim"):
    declare(_T + _name, Handle, new={"*": (lambda count, most=0, name=_name: Handle(name, True, False, count))}, dynamic=True, methods=_WAIT, base=_T + "WaitHandle",
            get={"CurrentCount": lambda self: self.count}, signatures=("(int initialCount)", "(int initialCount, int maximumCount)", "int Release()", "int Release(int releaseCount)",
                                                                      "bool WaitOne()", "bool WaitOne(int millisecondsTimeout)", "bool Wait(int millisecondsTimeout)", "int CurrentCount {get;}"))


def _interlocked(change: Any) -> Any:
    def function(target: Any, *args: Any) -> Any:
        before = target.value
        target.value, result = change(before, *args)
        return result
    return function


declare(
    _T + "Interlocked",
    statics={"Increment": _interlocked(lambda v: (type(v)(v + 1),) * 2), "Decrement": _interlocked(lambda v: (type(v)(v - 1),) * 2), "Add": _interlocked(lambda v, n: (type(v)(v + n),) * 2),
             "Exchange": _interlocked(lambda v, n: (n, v)), "CompareExchange": _interlocked(lambda v, n, expected: (n if v == expected else v, v)), "Read": lambda target: target.value,
             "MemoryBarrier": _nothing, "MemoryBarrierProcessWide": _nothing},
    signatures=("static int Increment(ref int location)", "static int Decrement(ref int location)", "static int Add(ref int location1, int value)",
                "static int Exchange(ref int location1, int value)", "static int CompareExchange(ref int location1, int value, int comparand)", "static long Read(ref long location)"),
)


class Cancellation:
    """A CancellationTokenSource, and the token that is read from it."""

    __slots__ = ("cancelled", "until", "net_type", "blocks")

    def __init__(self, *delay: Any, kind: str = "CancellationTokenSource") -> None:
        from relayshell.objects.nettype import get_type
        self.net_type = get_type(_T + kind)
        self.cancelled = False
        self.blocks: list[Any] = []
        self.until = None if not delay else time.monotonic() + seconds_of(delay[0])

    def requested(self) -> bool:
        """Whether it was cancelled, or its time is over."""
        if self.until is not None and time.monotonic() >= self.until:
            self.cancelled = True
        return self.cancelled

    def cancel(self, *args: Any) -> None:
        """Cancels, and runs what was registered."""
        if not self.cancelled:
            self.cancelled = True
            for block in self.blocks:
                call(block)

    def after(self, delay: Any) -> None:
        """CancelAfter."""
        self.until = time.monotonic() + seconds_of(delay)


class Token:
    """A CancellationToken."""

    __slots__ = ("source",)

    def __init__(self, source: Any = None) -> None:
        self.source = source if isinstance(source, Cancellation) else None

    def requested(self) -> bool:
        """Whether its source was cancelled."""
        return self.source is not None and self.source.requested()

    def check(self) -> None:
        """ThrowIfCancellationRequested."""
        if self.requested():
            raise fault("System.OperationCanceledException", "The operation was canceled.")


declare(_T + "CancellationTokenSource", Cancellation, new={"*": Cancellation, "()": Cancellation}, dynamic=True,
        get={"IsCancellationRequested": Cancellation.requested, "Token": Token},
        methods={"Cancel": Cancellation.cancel, "CancelAfter": Cancellation.after, "CancelAsync": Cancellation.cancel, "TryReset": lambda self: not self.requested(), "Dispose": _nothing},
        statics={"CreateLinkedTokenSource": lambda *tokens: next((t.source for t in tokens if isinstance(t, Token) and t.source), Cancellation())})
declare(_T + "CancellationToken", Token, new={"*": Token, "()": Token}, kind="struct",
        get={"IsCancellationRequested": Token.requested, "CanBeCanceled": lambda self: self.source is not None}, methods={"ThrowIfCancellationRequested": Token.check},
        static_get={"None": Token}, signatures=("bool IsCancellationRequested {get;}", "bool CanBeCanceled {get;}", "static System.Threading.CancellationToken None {get;}",
                                                "void ThrowIfCancellationRequested()"))
declare(_T + "ThreadPool", statics={"QueueUserWorkItem": lambda block, *state: call(block, *state) is None or True}, signatures=("static bool QueueUserWorkItem(System.Threading.WaitCallback callBack)",))
