"""System.Threading.Tasks.Task, in a shell of one thread: a task is done by the time a script sees it."""

from __future__ import annotations

import time
from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.faults import fault
from relayshell.objects.dotnet.results import call, enum_of, many
from relayshell.objects.nettype import close_generic, get_type

_T = "System.Threading.Tasks."


class Task:
    """Work with a result or an error."""

    __slots__ = ("net_type", "value", "error", "state", "block", "id")
    made = 0

    def __init__(self, block: Any = None, typed: bool = False) -> None:
        self.net_type = close_generic(get_type(_T + "Task`1"), (get_type("System.Object"),)) if typed else get_type(_T + "Task")
        self.value: Any = None
        self.error: Any = None
        self.state, self.block = 0, block
        Task.made += 1
        self.id = Task.made

    def run(self, *args: Any) -> Task:
        """Does the work now."""
        if self.state == 0 and self.block is not None:
            try:
                self.finish(call(self.block, *args))
            except Exception as error:
                self.fail(error)
        return self

    def finish(self, value: Any) -> Task:
        """Done, with a result."""
        self.value, self.state = value, 5
        return self

    def fail(self, error: Any) -> Task:
        """Done, with an error."""
        self.error, self.state = error, 7
        return self

    def settle(self, seconds: float | None) -> bool:
        """Waits so long for the end; tells whether it has come."""
        return True

    def handle(self) -> Any:
        """AsyncWaitHandle."""
        from relayshell.objects.dotnet.threads import Handle

        return Handle("ManualResetEvent")

    def result(self) -> Any:
        """What came of it. Raises AggregateException."""
        self.settle(None)
        if self.error is not None:
            made = fault("System.AggregateException", f"One or more errors occurred. ({getattr(self.error, 'message', self.error)})")
            made.inner = self.error if hasattr(self.error, "type_name") else getattr(self.error, "inner", None)
            raise made
        return self.value


def _run(block: Any, *rest: Any) -> Task:
    return Task(block, True).run()


def _delay(amount: Any, *rest: Any) -> Task:
    from relayshell.objects.dotnet.threads import pass_time, seconds_of

    pass_time(seconds_of(amount))
    return Task().finish(None)


def _wait(self: Task, *limit: Any) -> Any:
    from relayshell.objects.dotnet.threads import seconds_of

    if limit and not self.settle(seconds_of(limit[0])):
        return False
    self.result()
    return True if limit else None


def _all(*tasks: Any) -> list[Task]:
    return [task for given in tasks for task in (many(given) if not isinstance(given, Task) else [given])]


def _when_all(*tasks: Any) -> Task:
    done = Task(None, True)
    found = _all(*tasks)
    failed = next((task for task in found if task.error is not None), None)
    return done.fail(failed.error) if failed else done.finish([task.value for task in found])


def _wait_all(tasks: Any, *limit: Any) -> Any:
    for task in _all(tasks):
        task.result()
    return True if limit else None


class Awaiter:
    """What GetAwaiter gives."""

    __slots__ = ("task",)

    def __init__(self, task: Task) -> None:
        self.task = task

    def result(self) -> Any:
        """GetResult: the error itself, not an AggregateException."""
        self.task.settle(None)
        if self.task.error is not None:
            raise self.task.error
        return self.task.value


def _error(self: Task) -> Any:
    if self.error is None:
        return None
    try:
        self.result()
    except Exception as error:
        return error
    return None


_GET = {"Id": lambda self: self.id, "Exception": _error, "Status": lambda self: enum_of(_T + "TaskStatus", self.state), "IsCanceled": lambda self: self.state == 6,
        "IsCompleted": lambda self: self.state >= 5, "IsCompletedSuccessfully": lambda self: self.state == 5, "IsFaulted": lambda self: self.state == 7, "CompletedSynchronously": lambda self: True,
        "AsyncState": lambda self: None, "CreationOptions": lambda self: None, "Result": Task.result, "AsyncWaitHandle": lambda self: self.handle()}
_METHODS = {"Wait": _wait, "WaitAsync": lambda self, *limit: self, "Start": lambda self, *rest: self.run() and None, "RunSynchronously": lambda self, *rest: self.run() and None, "GetAwaiter": Awaiter,
            "ContinueWith": lambda self, block, *rest: Task(block, True).run(self), "ConfigureAwait": lambda self, *rest: self, "Dispose": lambda self: None, "GetResult": lambda self: self.result()}


declare(
    _T + "Task", Task, new={"*": lambda block, *rest: Task(block)}, dynamic=True, get={key: value for key, value in _GET.items() if key != "Result"}, methods=_METHODS,
    statics={"Run": _run, "Delay": _delay, "FromResult": lambda value: Task(None, True).finish(value), "FromException": lambda error: Task().fail(error), "WhenAll": _when_all,
             "WhenAny": lambda *tasks: Task(None, True).finish(_all(*tasks)[0]), "WaitAll": _wait_all, "WaitAny": lambda *tasks: 0},
    static_get={"CompletedTask": lambda: Task().finish(None), "CurrentId": lambda: None, "Factory": lambda: None},
)
declare(_T + "Task`1", Task, dynamic=True, get=_GET, methods=_METHODS, base=_T + "Task", signatures=("T Result {get;}",))
declare("System.Runtime.CompilerServices.TaskAwaiter", Awaiter, get={"IsCompleted": lambda self: True}, methods={"GetResult": Awaiter.result}, signatures=("bool IsCompleted {get;}", "System.Object GetResult()"))
