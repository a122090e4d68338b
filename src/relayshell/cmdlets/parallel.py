"""ForEach-Object -Parallel: each object in a session of its own in a thread, several at a time, their outputs as they come."""

from __future__ import annotations

import time
from typing import Any

from relayshell.errors import ShellError
from relayshell.objects.text import to_text
from relayshell.providers.provider import ItemError
from relayshell.runtime.jobs import Job, JobTable, jobs_of
from relayshell.runtime.jobthread import ThreadWork
from relayshell.runtime.usings import using_variables


def refuse_common_parameters(given: Any) -> None:
    """The shared parameters that mean nothing for blocks run beside each other are refused."""
    if any(name in given for name in ("erroraction", "warningaction", "informationaction", "progressaction", "pipelinevariable")):
        raise ItemError(
            "ForEach-Object -Parallel cannot take -ErrorAction, -WarningAction, -InformationAction, -ProgressAction or -PipelineVariable: "
            "set the preferences within the block.",
            "ParallelCommonParametersNotSupported", "NotImplemented", None, "System.Management.Automation.PSNotSupportedException",
        )


class Parallel:
    """The objects of one ForEach-Object -Parallel. Every one gets a new session, as -UseNewRunspace asks for."""

    def __init__(self, cmdlet: Any) -> None:
        if cmdlet.as_job and "timeoutseconds" in cmdlet.given:
            raise ItemError("The TimeoutSeconds parameter cannot be used with the AsJob parameter.", "ParallelCannotUseTimeoutWithJob", "InvalidOperation",
                            None, "System.Management.Automation.PSArgumentException")
        self.cmdlet = cmdlet
        self.text = to_text(cmdlet.parallel)
        self.variables = using_variables(cmdlet.parallel, cmdlet.processor.frame)
        for name, value in self.variables:
            if getattr(value, "is_script_block", False):
                raise ItemError(
                    f"A ForEach-Object -Parallel using variable cannot be a script block: '{name.partition(':')[2]}'. Passed-in script block variables "
                    "are not supported, and can result in undefined behavior.", "ParallelUsingVariableCannotBeScriptBlock", "InvalidType",
                    None, "System.Management.Automation.PSArgumentException")
        self.limit = int(cmdlet.throttle_limit)
        seconds = int(cmdlet.timeout_seconds or 0)
        self.until = time.monotonic() + seconds if seconds else None
        self.table = JobTable()
        self.running: list[Job] = []
        self.waiting: list[Job] = []
        self.job: Job | None = None
        if cmdlet.as_job:
            table = jobs_of(cmdlet.session)
            self.job = Job(table, "PSTaskJob", None, self.text, "System.Management.Automation.PSTasks.PSTaskJob", "PowerShell")
            table.add(self.job)

    def add(self, item: Any) -> None:
        """Runs the block for an object, now or when there is room."""
        if getattr(item, "is_script_block", False):
            raise ItemError("Piped input object cannot be a script block, because passed-in script block variables are not supported "
                            "with ForEach-Object -Parallel.", "ParallelPipedInputObjectCannotBeScriptBlock", "InvalidType", item,
                            "System.Management.Automation.PSArgumentException")
        table = self.job.table if self.job is not None else self.table
        job = Job(table, "", None, self.text, "System.Management.Automation.PSTasks.PSTaskChildJob", "PowerShell")
        job.work = ThreadWork(job, self.text, variables=self.variables, underscore=item, has_underscore=True,
                              folder=self.cmdlet.session.folder, ended=self._next if self.job is not None else None)
        if self.job is not None:
            job.parent = self.job
            self.job.children.append(job)
            self.waiting.append(job)
            return
        while len(self.running) >= self.limit:
            self._relay()
        self.running.append(job)
        job.work.start()

    def _next(self) -> None:
        """Starts those of a job that wait, as far as there is room."""
        with self.table.changed:
            self.running = [job for job in self.running if not job.finished]
            while self.waiting and len(self.running) < self.limit:
                job = self.waiting.pop(0)
                self.running.append(job)
                job.work.start()

    def finish(self) -> None:
        """Waits for all; with -AsJob gives the job instead."""
        if self.job is not None:
            self._next()
            if not self.job.children:
                self.job.become("Completed")
            self.cmdlet.write(self.job)
            return
        while self.running:
            self._relay()

    def stop(self) -> None:
        """Ends all that runs."""
        if self.job is None:
            for job in self.running:
                job.stop()

    def _relay(self) -> None:
        """Hands on what has come, and waits a moment when nothing has."""
        came = False
        for job in list(self.running):
            finished = job.finished
            for stream, record in job.take(False):
                came = True
                self._write(stream, record)
            if finished:
                self.running.remove(job)
                came = True
        if self.until is not None and time.monotonic() >= self.until:
            self.until = None
            self.stop()
            self.cmdlet.write_error(ShellError(
                "The ForEach-Object -Parallel command timed out before all its blocks had ended.", "PSTaskException", "OperationTimeout"))
        elif not came:
            with self.table.changed:
                self.table.changed.wait(0.02)

    def _write(self, stream: str, record: Any) -> None:
        cmdlet = self.cmdlet
        if stream == "Output":
            cmdlet.write(record)
        elif stream == "Error":
            cmdlet.write_error(record)
        elif stream == "Information":
            cmdlet.processor.write_information(record)
        elif stream == "Progress":
            cmdlet.write_progress(record)
        else:
            getattr(cmdlet, f"write_{stream.lower()}")(record.message)
