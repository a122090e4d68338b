"""Start-Job and Start-ThreadJob: work in a process, or in a thread, of its own."""

from __future__ import annotations

import os
from typing import Any

from relayshell.commands import Cmdlet, inset, param
from relayshell.commands.ranges import between
from relayshell.commands.validation import ValidateNotNullOrWhiteSpace, not_empty, not_null
from relayshell.errors import ShellError
from relayshell.objects.text import to_text
from relayshell.providers.provider import ItemError
from relayshell.runtime.background import start_child_job
from relayshell.runtime.jobs import Job, jobs_of

MODULE = "Microsoft.PowerShell.Core"
THREAD_MODULE = "Microsoft.PowerShell.ThreadJob"


class _Starting(Cmdlet):
    """What both have in common: the text to run, and what goes along."""

    script_block: Any = None
    file_path: Any = None
    literal_path: Any = None

    def begin(self) -> None:
        self.items: list[Any] = []

    def process(self) -> None:
        if self.is_given("input_object"):
            self.items.append(self.input_object)

    def facts(self) -> tuple[str, dict[str, Any]]:
        """The text, and what the work is made with."""
        from relayshell.runtime.usings import using_variables

        more: dict[str, Any] = {
            "args": self.argument_list or (), "input": self.items, "folder": self.session.folder,
            "initialization": None if self.initialization_script is None else to_text(self.initialization_script),
        }
        if self.script_block is not None:
            return to_text(self.script_block), {**more, "variables": using_variables(self.script_block, self.processor.frame)}
        path = self.file_path or self.literal_path
        found = self.session.places.resolve(path, literal=self.literal_path is not None)
        if len(found) != 1 or not found[0].inner.lower().endswith(".ps1"):
            raise ItemError(f"Cannot run '{path}' as a job: it must be one file whose name ends in .ps1.", "NotSupported", "InvalidArgument", path,
                            "System.ArgumentException")
        try:
            with open(found[0].inner, encoding="utf-8-sig", errors="replace") as file:
                return file.read(), {**more, "file": found[0].inner}
        except OSError as error:
            raise ShellError(f"Cannot read '{path}': {error.strerror}.", "FileOpenFailure", "OpenError", path) from None


class StartJob(
    _Starting, name="Start-Job", alias="sajb", default_set="ComputerName", output=("System.Management.Automation.PSRemotingJob",), module=MODULE,
):
    """Starts a job in a process of its own.

    Example: its output

        PS> Start-Job { 6 * 7 } | Receive-Job -Wait -AutoRemoveJob
        42
    """

    definition_name: Any = param("A scheduled job; there are none on this platform.", "string", mandatory=True, position=0, sets=("DefinitionName",), check=not_empty())
    definition_path: Any = param("Where a scheduled job is kept.", "string", position=1, sets=("DefinitionName",), check=not_empty())
    type: Any = param("The kind of a scheduled job.", "string", position=2, sets=("DefinitionName",), check=not_empty())
    name: Any = param("A name for the job.", "string", by_name=True, sets=("ComputerName", "FilePathComputerName", "LiteralFilePathComputerName",))
    script_block: Any = param("What to run.", "scriptblock", mandatory=True, position=0, sets=("ComputerName",), alias="Command")
    credential: Any = param("Another user; not offered.", "pscredential", sets=("ComputerName", "FilePathComputerName", "LiteralFilePathComputerName",))
    file_path: Any = param("A script file to run.", "string", mandatory=True, position=0, sets=("FilePathComputerName",))
    literal_path: Any = param("A script file to run, its path taken as it is.", "string", mandatory=True, sets=("LiteralFilePathComputerName",), alias=("PSPath", "LP"))
    authentication: Any = param("Has no meaning on this machine.", "System.Management.Automation.Runspaces.AuthenticationMechanism", sets=("ComputerName", "FilePathComputerName", "LiteralFilePathComputerName",))
    initialization_script: Any = param("What runs first.", "scriptblock", position=1, sets=("ComputerName", "FilePathComputerName", "LiteralFilePathComputerName",))
    working_directory: Any = param("The folder it begins in.", "string", check=ValidateNotNullOrWhiteSpace())
    run_as32: Any = param("Has no meaning on this platform.", "switch", sets=("ComputerName", "FilePathComputerName", "LiteralFilePathComputerName",))
    ps_version: Any = param("Has no meaning on this platform.", "version", sets=("ComputerName", "FilePathComputerName", "LiteralFilePathComputerName",), name="PSVersion", check=not_empty())
    options: Any = param("Has no meaning on this machine.", "hashtable", sets=("SSHHost",), check=not_empty())
    connecting_timeout: Any = param("Has no meaning on this machine.", "int", sets=("SSHHost",))
    input_object: Any = param("What the block finds in $input.", "psobject", pipeline=True, sets=("ComputerName", "FilePathComputerName", "LiteralFilePathComputerName",))
    argument_list: Any = param("What the block gets as arguments.", "System.Object[]", sets=("ComputerName", "FilePathComputerName", "LiteralFilePathComputerName",), alias="Args")

    def end(self) -> None:
        for name in ("credential", "authentication", "psversion", "runas32", "connectingtimeout", "options"):
            if name in self.given and self.given[name]:
                raise ItemError(f"Start-Job does not offer the parameter '{name}' here: jobs run as this user, in this shell, on this machine.",
                                "NotSupported", "NotImplemented", None, "System.Management.Automation.PSNotSupportedException")
        if self.parameter_set == "DefinitionName":
            raise ItemError(f"Cannot find the scheduled job '{self.definition_name}'{f' in {self.definition_path!r}' if self.definition_path else ''}"
                            f"{f' of type {self.type!r}' if self.type else ''}: this platform has none; use cron or systemd timers.",
                            "JobDefinitionNotFound", "ObjectNotFound", self.definition_name, "System.Management.Automation.PSNotSupportedException")
        text, facts = self.facts()
        if self.working_directory is not None:
            folder = self.session.file_path(self.working_directory)
            if not os.path.isdir(folder):
                raise ItemError(f"The working directory '{self.working_directory}' is not a folder.", "DirectoryNotFoundException", "InvalidOperation",
                                None, "System.IO.DirectoryNotFoundException")
            facts["folder"] = folder
        self.write(start_child_job(self.session, self.name, text, **facts))


class StartThreadJob(_Starting, name="Start-ThreadJob", default_set="ScriptBlock", output=("ThreadJob.ThreadJob",), module=THREAD_MODULE):
    """Starts a job in a thread of this process, in a session of its own; its objects are the very ones.

    Example: its output

        PS> Start-ThreadJob { 6 * 7 } | Receive-Job -Wait -AutoRemoveJob
        42
    """

    script_block: Any = param("What to run.", "scriptblock", mandatory=True, position=0, sets=("ScriptBlock",), check=not_empty())
    file_path: Any = param("A script file to run.", "string", mandatory=True, position=0, sets=("FilePath",), check=not_empty())
    name: Any = param("A name for the job.", "string", sets=("ScriptBlock", "FilePath",))
    initialization_script: Any = param("What runs first.", "scriptblock", sets=("ScriptBlock", "FilePath",))
    input_object: Any = param("What the block finds in $input.", "psobject", pipeline=True, sets=("ScriptBlock", "FilePath",), check=not_null())
    argument_list: Any = param("What the block gets as arguments.", "System.Object[]", sets=("ScriptBlock", "FilePath",))
    throttle_limit: Any = param("How many thread jobs run at a time.", "int", sets=("ScriptBlock", "FilePath",), check=between(1, 1000000))
    streaming_host: Any = param("The host that shows what the job writes to its host.", "System.Management.Automation.Host.PSHost", sets=("ScriptBlock", "FilePath",))

    def end(self) -> None:
        from relayshell.runtime.jobthread import ThreadWork

        text, facts = self.facts()
        table = jobs_of(self.session)
        job = Job(table, "ThreadJob", self.name, text, "ThreadJob.ThreadJob", "PowerShell")
        table.add(job)
        queue = self.session.services.setdefault("thread jobs", ThreadQueue())
        job.work = ThreadWork(job, text, ended=queue.next, host=self.session.host if self.streaming_host is not None else None, **facts)
        queue.add(job, int(self.throttle_limit) if self.is_given("throttle_limit") else None)
        self.write(job)


class ThreadQueue:
    """Thread jobs that wait for others to end: not more than `limit` run at a time."""

    def __init__(self) -> None:
        import threading

        self.limit = 5
        self.jobs: list[Job] = []
        self.lock = threading.Lock()

    def add(self, job: Job, limit: int | None) -> None:
        """Takes a job in; a limit holds from now on."""
        if limit is not None:
            self.limit = limit
        with self.lock:
            self.jobs.append(job)
        self.next()

    def next(self) -> None:
        """Starts those for whom there is room."""
        with self.lock:
            self.jobs = [job for job in self.jobs if not job.finished]
            room = self.limit - sum(job.work.thread is not None for job in self.jobs)
            waiting = [job for job in self.jobs if job.work.thread is None][: max(room, 0)]
            for job in waiting:
                job.work.start()

