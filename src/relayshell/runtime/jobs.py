"""Jobs: work that goes on beside the session, and what it has put out so far.

A job knows nothing of how its work is done; `threadwork` and `childwork` do it, in a thread and in a process of its own.
"""

from __future__ import annotations

import threading
from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.datetimes import now
from relayshell.objects.dotnet.guids import new_guid
from relayshell.objects.dotnet.lists import NetList
from relayshell.objects.enums import EnumValue
from relayshell.objects.nettype import NetType, close_generic, get_type

AUTOMATION = "System.Management.Automation."
FINISHED = ("Completed", "Failed", "Stopped")
STREAMS = ("Output", "Error", "Progress", "Verbose", "Debug", "Warning", "Information")


class JobTable:
    """The jobs of one session, by id."""

    def __init__(self) -> None:
        self.jobs: dict[int, Job] = {}
        self.last = 0
        self.changed = threading.Condition()

    def next_id(self) -> int:
        self.last += 1
        return self.last

    def add(self, job: Job) -> None:
        self.jobs[job.id] = job

    def remove(self, job: Job) -> None:
        self.jobs.pop(job.id, None)


def jobs_of(session: Any) -> JobTable:
    """A session's jobs."""
    found = session.services.get("jobs")
    if found is None:
        found = session.services["jobs"] = JobTable()
    return found  # type: ignore[no-any-return]


class Job:
    """One job, or a child of one.

    results   pairs of stream and record in the order they came, taken away as they are received
    reason    the exception that made it fail
    """

    def __init__(self, table: JobTable, kind: str, name: str | None, command: str, net_name: str, location: str) -> None:
        self.table = table
        self.id = table.next_id()
        self.instance_id = new_guid()
        self.name = name or f"Job{self.id}"
        self.kind = kind
        self.command = command
        self.net_name = net_name
        self.location = location
        self.state = "NotStarted"
        self.reason: Any = None
        self.began: Any = None
        self.ended: Any = None
        self.children: list[Job] = []
        self.parent: Job | None = None
        self.results: list[tuple[str, Any]] = []
        self.work: Any = None
        self.props: Any = None
        self.listeners: list[Any] = []

    @property
    def net_type(self) -> NetType:
        return declare_kind(self.net_name)

    @property
    def finished(self) -> bool:
        return self.state in FINISHED

    @property
    def leaves(self) -> list[Job]:
        """The jobs that do the work: its children, or itself."""
        return self.children or [self]

    @property
    def has_more_data(self) -> bool:
        return any(job.results or not job.finished for job in self.leaves)

    def become(self, state: str, reason: Any = None) -> None:
        """Enter a state; a parent follows its children."""
        with self.table.changed:
            if self.finished:
                return
            before, reason_before = self.state, self.reason
            self.state, self.reason = state, reason if reason is not None else self.reason
            if state == "Running" and self.began is None:
                self.began = now()
            elif self.finished:
                self.ended = now()
            self.table.changed.notify_all()
        for listener in list(self.listeners):
            listener(self, before, reason_before)
        parent = self.parent
        if parent is not None:
            if state == "Running":
                parent.become("Running")
            elif all(each.finished for each in parent.children):
                states = {each.state for each in parent.children}
                parent.become(next(each for each in ("Failed", "Stopped", "Completed") if each in states))

    def put(self, stream: str, record: Any) -> None:
        """Take what the work has put out."""
        with self.table.changed:
            self.results.append((stream, record))
            self.table.changed.notify_all()

    def subscribe(self, name: str, handler: Any) -> Any:
        """Has a handler called when the state changes; gives what ends that, or None for other events."""
        if name.lower() != "statechanged":
            return None

        def listener(job: Job, before: str, reason_before: Any) -> None:
            handler(job, JobStateEvent(JobStateInfo(job.state, job.reason), JobStateInfo(before, reason_before)))

        self.listeners.append(listener)
        return lambda: self.listeners.remove(listener) if listener in self.listeners else None

    def take(self, keep: bool) -> list[tuple[str, Any]]:
        """What there is; with `keep` it stays there."""
        with self.table.changed:
            found = list(self.results)
            if not keep:
                self.results.clear()
        return found

    def of_stream(self, stream: str) -> list[Any]:
        """What there is of one stream."""
        return [record for kind, record in self.results if kind == stream]

    def stop(self) -> None:
        """End the work; returns at once."""
        for job in self.leaves:
            if not job.finished and job.work is not None:
                job.work.stop()
            job.become("Stopped")

    def __str__(self) -> str:
        return self.net_name


class JobStateInfo:
    """A job's state and why it is so."""

    __slots__ = ("state", "reason")

    def __init__(self, state: str, reason: Any) -> None:
        self.state = state
        self.reason = reason

    def __str__(self) -> str:
        return self.state


class JobStateEvent:
    """What is told when a job's state changes: the state now and the one before."""

    __slots__ = ("now", "before")

    def __init__(self, now: JobStateInfo, before: JobStateInfo) -> None:
        self.now = now
        self.before = before


def job_state(name: str) -> EnumValue:
    """A value of JobState."""
    kind = get_type(AUTOMATION + "JobState")
    return EnumValue(kind, kind.enum_values[name])


def _list(element: str, items: list[Any]) -> NetList:
    return NetList(close_generic(get_type("System.Collections.Generic.List`1"), (get_type(element),)), items)


def _stream(name: str) -> Any:
    element = {"Output": "System.Management.Automation.PSObject", "Error": AUTOMATION + "ErrorRecord"}.get(name, f"{AUTOMATION}{name}Record")

    def read(job: Job) -> Any:
        from relayshell.runtime.hosting import data_collection

        return data_collection(element, job.of_stream(name))

    return read


def _finished(job: Job) -> Any:
    """A handle that is signalled once the job has ended."""
    from relayshell.objects.dotnet.threads import ExternalHandle

    return ExternalHandle(lambda: job.finished, job.table.changed)


def _set_name(job: Job, name: str) -> None:
    job.name = name


_made: dict[str, NetType] = {}


def declare_kind(net_name: str) -> NetType:
    """The type of a kind of jobs."""
    found = _made.get(net_name)
    if found is None:
        from relayshell.objects.nettype import define_type

        found = _made[net_name] = define_type(net_name, base=AUTOMATION + "Job")
    return found


declare(
    AUTOMATION + "JobStateInfo", JobStateInfo,
    get={"State": lambda info: job_state(info.state), "Reason": lambda info: info.reason}, methods={"ToString": str}, to_text=str,
    signatures=("System.Management.Automation.JobState State {get;}", "System.Exception Reason {get;}", "string ToString()"),
)
declare(
    AUTOMATION + "JobStateEventArgs", JobStateEvent, base="System.EventArgs",
    get={"JobStateInfo": lambda event: event.now, "PreviousJobStateInfo": lambda event: event.before},
    signatures=("System.Management.Automation.JobStateInfo JobStateInfo {get;}", "System.Management.Automation.JobStateInfo PreviousJobStateInfo {get;}"),
)
declare(
    AUTOMATION + "Job", Job, dynamic=True,
    get={
        "StatusMessage": lambda job: "", "HasMoreData": lambda job: job.has_more_data, "Location": lambda job: job.location,
        "Command": lambda job: job.command, "JobStateInfo": lambda job: JobStateInfo(job.state, job.reason),
        "InstanceId": lambda job: job.instance_id, "Id": lambda job: job.id, "Name": lambda job: job.name,
        "ChildJobs": lambda job: _list(AUTOMATION + "Job", job.children), "PSBeginTime": lambda job: job.began, "PSEndTime": lambda job: job.ended,
        "PSJobTypeName": lambda job: job.kind, "Finished": _finished, **{name: _stream(name) for name in STREAMS},
    },
    set={"Name": _set_name},
    methods={"StopJob": Job.stop, "Dispose": lambda job: job.stop(), "LoadJobStreams": lambda job: None, "UnloadJobStreams": lambda job: None, "ToString": str},
    to_text=str,
)


def _extend() -> None:
    from relayshell.objects.psobject import ComputedProperty, unwrap
    from relayshell.objects.typedata import add_built_in

    add_built_in(AUTOMATION + "Job", [ComputedProperty("State", lambda value: unwrap(value).state)])


_extend()
