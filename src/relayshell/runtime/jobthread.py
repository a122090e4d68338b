"""The work of a job in a thread of this process, in a session of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from relayshell.runtime import bigstack
from relayshell.runtime.flow import ExitSignal, StopSignal
from relayshell.runtime.jobs import Job
from relayshell.runtime.streams import Streams


class ThreadWork:
    """Runs a script's text in a fresh session in a thread, for one job."""

    def __init__(self, job: Job, text: str, *, args: Any = (), input: Any = (), variables: Any = (), initialization: str | None = None,
                 folder: str | None = None, file: str | None = None, underscore: Any = None, has_underscore: bool = False,
                 host: Any = None, ended: Callable[[], Any] | None = None) -> None:
        self.job = job
        self.text = text
        self.args = list(args)
        self.input = list(input)
        self.variables = variables
        self.initialization = initialization
        self.folder = folder
        self.file = file
        self.underscore = underscore
        self.has_underscore = has_underscore
        self.host = host
        self.ended = ended
        self.thread: threading.Thread | None = None
        self.stopped = False

    def start(self) -> None:
        """Begin."""
        self.thread = bigstack.new_thread(self._run, f"job {self.job.id}")
        self.thread.start()

    def stop(self) -> None:
        """Have it end at its next step."""
        self.stopped = True
        if self.thread is not None and self.thread.is_alive():
            bigstack.stop(self.thread, StopSignal)

    def _run(self) -> None:
        job = self.job
        state, reason = "Completed", None
        try:
            if not self.stopped:
                job.become("Running")
                self._work()
        except StopSignal:
            state = "Stopped"
        except ExitSignal:
            pass
        except BaseException as error:
            state, reason = "Failed", self._failed(error)
        job.become("Stopped" if self.stopped else state, reason)
        if self.ended is not None:
            self.ended()

    def _failed(self, error: BaseException) -> Any:
        record = getattr(error, "record", None)
        if record is not None:
            self.job.put("Error", record)
            return record.exception
        from relayshell.objects.exceptions import NetException

        return error if isinstance(error, NetException) else NetException("System.Management.Automation.RuntimeException", str(error))

    def _work(self) -> None:
        from relayshell.runtime.calls import invoke_block
        from relayshell.runtime.host import Host
        from relayshell.runtime.session import Session

        session = Session(self.host if self.host is not None else Host(), folder=self.folder)
        job = self.job
        session.streams = Streams(
            lambda record: job.put("Error", record), lambda record: job.put("Warning", record), lambda record: job.put("Verbose", record),
            lambda record: job.put("Debug", record), lambda pair: job.put("Information", pair[0]), lambda record: job.put("Progress", record),
            lambda text: None,
        )

        def action(write: Any) -> None:
            if self.initialization:
                session.run_block(session.parse(self.initialization), lambda value: job.put("Output", value))
            block = session.parse(self.text, self.file)
            more = {"underscore": self.underscore} if self.has_underscore else {}
            invoke_block(block, self.args, input=self.input, variables=self.variables, write=lambda value: job.put("Output", value),
                         caller=session.root, **more)

        session.run_action(action)
