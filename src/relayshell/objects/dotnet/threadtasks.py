"""Tasks whose work goes on in a thread of its own: a connection or a request that is waited for."""

from __future__ import annotations

import threading
from typing import Any, Callable

from relayshell.objects.declare import CLASS_TYPES
from relayshell.objects.dotnet.tasks import Task


class ThreadTask(Task):
    """Done once `work` has returned."""

    __slots__ = ("done",)

    def __init__(self, work: Callable[[], Any]) -> None:
        super().__init__(None, True)
        self.done = threading.Event()

        def go() -> None:
            try:
                self.finish(work())
            except Exception as error:
                self.fail(error)
            self.done.set()

        threading.Thread(target=go, name="task", daemon=True).start()

    def settle(self, seconds: float | None) -> bool:
        """See Task; without a limit in short steps, so that what stops the pipeline need not wait."""
        if seconds is not None and seconds >= 0:
            return self.done.wait(seconds)
        while not self.done.wait(0.1):
            pass
        return True


CLASS_TYPES[ThreadTask] = lambda task: task.net_type
