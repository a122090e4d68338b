"""Events of a session: who waits for which, the queue of those that came, and running their actions.

Objects that raise events say so by a method `subscribe(name, handler) -> function that ends it, or None`. What comes in other
threads is queued; `pump` runs the actions, in the session's own thread, wherever the session waits.
"""

from __future__ import annotations

import threading
from collections import deque
from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.datetimes import now
from relayshell.objects.dotnet.guids import new_guid
from relayshell.runtime.jobs import Job, declare_kind, jobs_of

AUTOMATION = "System.Management.Automation."


class EventArgs:
    """One event, as $Event and Get-Event give it."""

    def __init__(self, id: int, source: str, sender: Any, arguments: list[Any], data: Any, runspace: Any) -> None:
        self.id = id
        self.source = source
        self.sender = sender
        self.arguments = arguments
        self.data = data
        self.time = now()
        self.runspace = runspace
        self.props: Any = None


class Subscriber:
    """Who waits for an event. `object` and `event` tell which, or neither for events that scripts make."""

    def __init__(self, id: int, source: str, object: Any, event: str, action: Any, data: Any, support: bool, forward: bool, limit: int) -> None:
        self.id = id
        self.source = source
        self.object = object
        self.event = event
        self.action = action
        self.data = data
        self.support = support
        self.forward = forward
        self.limit = limit
        self.count = 0
        self.job: Any = None
        self.end: Any = None
        self.props: Any = None


class Events:
    """The events of one session."""

    def __init__(self, session: Any) -> None:
        self.session = session
        self.subscribers: list[Subscriber] = []
        self.queue: list[EventArgs] = []
        self.pending: deque[tuple[Subscriber, EventArgs]] = deque()
        self.came = threading.Condition()
        self.last = 0
        self.last_subscriber = 0
        self.runspace = new_guid()
        self.running = False

    def subscribe(self, source: str, object: Any = None, event: str = "", action: Any = None, data: Any = None, support: bool = False,
                  forward: bool = False, limit: int = 0) -> Subscriber:
        """Adds one who waits."""
        self.last_subscriber += 1
        made = Subscriber(self.last_subscriber, source, object, event, action, data, support, forward, limit)
        if action is not None:
            table = jobs_of(self.session)
            made.job = Job(table, "", source, str(getattr(action, "text", "") or action), AUTOMATION + "PSEventJob", "")
            made.job.state = "NotStarted"
            if not support:
                table.add(made.job)
        self.subscribers.append(made)
        return made

    def unsubscribe(self, subscriber: Subscriber) -> None:
        """Takes one away, its job stopped."""
        if subscriber in self.subscribers:
            self.subscribers.remove(subscriber)
        if subscriber.end is not None:
            subscriber.end()
        if subscriber.job is not None:
            subscriber.job.become("Stopped")

    def raise_event(self, source: str, sender: Any = None, arguments: Any = (), data: Any = None, only: Subscriber | None = None) -> EventArgs:
        """An event happens, in whatever thread: to one subscriber's, or to all that wait for the source; without an action it is queued."""
        with self.came:
            self.last += 1
            made = EventArgs(self.last, source, sender, list(arguments), data, self.runspace)
            fitting = [only] if only is not None else [each for each in self.subscribers if each.source.lower() == source.lower() and each.object is None]
            acting = [each for each in fitting if each.action is not None]
            for each in fitting:
                each.count += 1
                if made.data is None:
                    made.data = each.data
            self.pending.extend((each, made) for each in acting)
            if not acting:
                self.queue.append(made)
            self.came.notify_all()
        for each in fitting:
            if each.limit and each.count >= each.limit and each in self.subscribers:
                self.subscribers.remove(each)
                if each.end is not None:
                    each.end()
        return made

    def pump(self) -> None:
        """Runs the actions of what has come; not while one runs."""
        if self.running:
            return
        self.running = True
        try:
            while self.pending:
                self._act(*self.pending.popleft())
        finally:
            self.running = False

    def _act(self, subscriber: Subscriber, event: EventArgs) -> None:
        from relayshell.runtime.calls import invoke_block
        from relayshell.runtime.flow import FlowSignal, StopSignal

        job = subscriber.job
        job.become("Running")
        variables = [("event", event), ("sender", event.sender), ("eventsubscriber", subscriber), ("sourceargs", event.arguments),
                     ("sourceeventargs", event.arguments[-1] if event.arguments else None),
                     ("eventargs", event.arguments[-1] if event.arguments else None)]
        session = self.session
        outer = session.streams
        session.streams = outer.copy()
        session.streams.error = lambda record: job.put("Error", record)
        try:
            invoke_block(subscriber.action, event.arguments, variables=variables, write=lambda value: job.put("Output", value))
        except StopSignal:
            raise
        except FlowSignal:
            pass
        except Exception as error:
            record = getattr(error, "record", None)
            if record is not None:
                job.put("Error", record)
        finally:
            session.streams = outer

    def wait(self, source: str | None, seconds: float | None) -> EventArgs | None:
        """The first event in the queue of a source, or of any; None when none came in time."""
        import time

        until = None if seconds is None else time.monotonic() + seconds
        while True:
            self.pump()
            with self.came:
                for event in self.queue:
                    if source is None or event.source.lower() == source.lower():
                        return event
                if until is not None and time.monotonic() >= until:
                    return None
                self.came.wait(0.05)


def events_of(session: Any) -> Events:
    """A session's events, made at first use."""
    found = session.services.get("events")
    if found is None:
        found = session.services["events"] = Events(session)
    return found  # type: ignore[no-any-return]


def pump(session: Any) -> None:
    """Runs actions that wait, where the session has events at all."""
    found = session.services.get("events")
    if found is not None and found.pending:
        found.pump()


def _event_arguments(event: EventArgs) -> Any:
    """The argument that tells of the event, as those of an object's events have; what New-Event was given is none."""
    from relayshell.objects.typeof import type_of

    return next((each for each in event.arguments if each is not None and type_of(each).name.endswith("EventArgs")), None)


declare(
    AUTOMATION + "PSEventArgs", EventArgs,
    get={
        "ComputerName": lambda event: None, "RunspaceId": lambda event: event.runspace, "EventIdentifier": lambda event: event.id,
        "Sender": lambda event: event.sender, "SourceEventArgs": _event_arguments,
        "SourceArgs": lambda event: event.arguments, "SourceIdentifier": lambda event: event.source, "TimeGenerated": lambda event: event.time,
        "MessageData": lambda event: event.data,
    },
    signatures=("string ComputerName {get;}", "guid RunspaceId {get;}", "int EventIdentifier {get;}", "System.Object Sender {get;}",
                "System.Object SourceEventArgs {get;}", "System.Object[] SourceArgs {get;}", "string SourceIdentifier {get;}",
                "datetime TimeGenerated {get;}", "psobject MessageData {get;}"),
)
declare_kind(AUTOMATION + "PSEventJob")
_ENGINE = {"Exiting": "PowerShell.Exiting", "OnIdle": "PowerShell.OnIdle", "WorkflowJobStartEvent": "PowerShell.WorkflowJobStartEvent"}
declare(
    AUTOMATION + "PSEngineEvent", None, static_get={name: lambda source=source: source for name, source in _ENGINE.items()},
    signatures=tuple(f"static string {name} {{get;}}" for name in _ENGINE),
)
declare(
    AUTOMATION + "PSEventSubscriber", Subscriber,
    get={
        "SubscriptionId": lambda each: each.id, "SourceObject": lambda each: each.object, "EventName": lambda each: each.event,
        "SourceIdentifier": lambda each: each.source, "Action": lambda each: each.job, "HandlerDelegate": lambda each: None,
        "SupportEvent": lambda each: each.support, "ForwardEvent": lambda each: each.forward,
    },
    signatures=("int SubscriptionId {get;}", "System.Object SourceObject {get;}", "string EventName {get;}", "string SourceIdentifier {get;}",
                "System.Management.Automation.Job Action {get;}", "System.Delegate HandlerDelegate {get;}", "bool SupportEvent {get;}",
                "bool ForwardEvent {get;}"),
)
