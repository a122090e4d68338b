"""Events: waiting for those of objects and of scripts, and what has come."""

from __future__ import annotations

from typing import Any

from relayshell.commands import Cmdlet, inset, param
from relayshell.commands.ranges import between
from relayshell.commands.validation import not_empty, not_null
from relayshell.objects.psobject import unwrap
from relayshell.objects.text import to_text
from relayshell.objects.wildcard import compile_wildcard
from relayshell.providers.names import has_wildcard
from relayshell.providers.provider import ItemError
from relayshell.runtime.events import Events, events_of

MODULE = "Microsoft.PowerShell.Utility"
ARGUMENT = "System.ArgumentException"


class _OfEvents(Cmdlet):
    """A cmdlet about events."""

    @property
    def events(self) -> Events:
        return events_of(self.session)

    def named(self, items: list[Any]) -> list[Any]:
        """Those whose source fits -SourceIdentifier; an error where a plain name has none."""
        if self.source_identifier is None:
            return list(items)
        matches = compile_wildcard(self.source_identifier, True).match
        found = [each for each in items if matches(each.source)]
        if not found and not has_wildcard(self.source_identifier):
            self.write_error(ItemError(f"Event with source identifier '{self.source_identifier}' does not exist." if items is self.events.queue else
                                       f"Event subscription with source identifier '{self.source_identifier}' does not exist.",
                                       "INVALID_SOURCE_IDENTIFIER", "InvalidArgument", None, ARGUMENT))
        return found

    source_identifier: Any = None


class RegisterEngineEvent(_OfEvents, name="Register-EngineEvent", output=("System.Management.Automation.PSEventJob",), module=MODULE):
    """Waits for events that scripts make with New-Event, or that the shell itself makes.

    Example: an action for events of a name

        PS> $job = Register-EngineEvent Example -Action { "got $($Event.MessageData)" }
        PS> $null = New-Event Example -MessageData it
        PS> Receive-Job $job
        got it
        PS> Unregister-Event Example
    """

    source_identifier: Any = param("The name of the source.", "string", mandatory=True, position=100)
    action: Any = param("What to run when it happens.", "scriptblock", position=101)
    message_data: Any = param("What goes along with it.", "psobject")
    support_event: Any = param("Hides the subscription.", "switch")
    forward: Any = param("Has no meaning without sessions on other machines.", "switch")
    max_trigger_count: Any = param("How often at most.", "int", 0)

    def end(self) -> None:
        made = self.events.subscribe(self.source_identifier, None, "", self.action, self.message_data, bool(self.support_event), bool(self.forward),
                                     int(self.max_trigger_count))
        if made.job is not None and not self.support_event:
            self.write(made.job)


class RegisterObjectEvent(_OfEvents, name="Register-ObjectEvent", output=("System.Management.Automation.PSEventJob",), module=MODULE):
    """Waits for an event of an object: a timer's Elapsed, a process's Exited, a job's StateChanged, a watcher's Created.

    Example: the end of a program

        PS> $short = Start-Process sleep 0.1 -PassThru
        PS> Register-ObjectEvent $short Exited -SourceIdentifier Ended
        PS> (Wait-Event Ended -Timeout 5).Sender.HasExited
        True
        PS> Unregister-Event Ended
    """

    input_object: Any = param("The object.", "psobject", mandatory=True, position=0)
    event_name: Any = param("The event of the object.", "string", mandatory=True, position=1)
    source_identifier: Any = param("The name of the source.", "string", position=100)
    action: Any = param("What to run when it happens.", "scriptblock", position=101)
    message_data: Any = param("What goes along with it.", "psobject")
    support_event: Any = param("Hides the subscription.", "switch")
    forward: Any = param("Has no meaning without sessions on other machines.", "switch")
    max_trigger_count: Any = param("How often at most.", "int", 0)

    def end(self) -> None:
        source = self.source_identifier or str(self.session.call(self.session.parse("[guid]::NewGuid().ToString()"))[0])
        target = unwrap(self.input_object)
        if any(each.source.lower() == source.lower() for each in self.events.subscribers):
            self.write_error(ItemError(f"Cannot subscribe to the specified event. A subscriber with the source identifier '{source}' already exists.",
                                       "SUBSCRIBER_EXISTS", "InvalidArgument", target, ARGUMENT))
            return
        events, name = self.events, self.event_name
        subscriber = events.subscribe(source, target, name, self.action, self.message_data, bool(self.support_event), bool(self.forward),
                                      int(self.max_trigger_count))

        def happened(sender: Any, arguments: Any) -> None:
            events.raise_event(source, sender, [sender, arguments], only=subscriber)

        subscribe = getattr(target, "subscribe", None)
        subscriber.end = subscribe(name, happened) if subscribe is not None else None
        if subscriber.end is None:
            events.unsubscribe(subscriber)
            if subscriber.job is not None:
                subscriber.job.table.remove(subscriber.job)
            self.write_error(ItemError(f"Cannot register for the specified event. An event with the name '{name}' does not exist. (Parameter 'eventName')",
                                       "INVALID_REGISTRATION", "InvalidArgument", self.input_object, ARGUMENT))
            return
        if subscriber.job is not None and not self.support_event:
            self.write(subscriber.job)


class NewEvent(_OfEvents, name="New-Event", output=("System.Management.Automation.PSEventArgs",), module=MODULE):
    """Makes an event.

    Example: an event and what goes along

        PS> (New-Event Example -MessageData hello).MessageData
        hello
        PS> Remove-Event Example
    """

    source_identifier: Any = param("The name of the source.", "string", mandatory=True, position=0)
    sender: Any = param("Who raised it.", "psobject", position=1)
    event_arguments: Any = param("What the event brings.", "psobject[]", position=2)
    message_data: Any = param("What goes along with it.", "psobject", position=3)

    def end(self) -> None:
        arguments = [unwrap(each) for each in self.event_arguments or ()]
        made = self.events.raise_event(self.source_identifier, self.sender, arguments, self.message_data)
        self.events.pump()
        self.write(made)


class GetEvent(_OfEvents, name="Get-Event", default_set="BySource", output=("System.Management.Automation.PSEventArgs",), module=MODULE):
    """Lists the events that have come and that no action took.

    Example: events that have come

        PS> $null = New-Event Example
        PS> (Get-Event Example).SourceIdentifier
        Example
        PS> Remove-Event Example
    """

    event_identifier: Any = param("The number of the event.", "int", mandatory=True, position=0, by_name=True, sets=("ById",), alias="Id")
    source_identifier: Any = param("The name of the source.", "string", position=0, by_name=True, sets=("BySource",), check=not_empty())

    def end(self) -> None:
        events = self.events
        events.pump()
        if self.is_given("event_identifier"):
            found = [each for each in events.queue if each.id == int(self.event_identifier)]
            if not found:
                self.write_error(ItemError(f"Event with event identifier '{int(self.event_identifier)}' does not exist.", "INVALID_EVENT_IDENTIFIER",
                                           "InvalidArgument", None, ARGUMENT))
            self.write_many(found)
            return
        self.write_many(self.named(events.queue))


class RemoveEvent(_OfEvents, name="Remove-Event", default_set="BySource", should_process=True, module=MODULE):
    """Takes events out of the queue.

    Example: an event taken out

        PS> $null = New-Event Example
        PS> Remove-Event Example
        PS> @(Get-Event).Count
        0
    """

    event_identifier: Any = param("The number of the event.", "int", mandatory=True, position=0, by_name=True, sets=("ByIdentifier",))
    source_identifier: Any = param("The name of the source.", "string", mandatory=True, position=0, sets=("BySource",))

    def process(self) -> None:
        events = self.events
        if self.is_given("event_identifier"):
            found = [each for each in events.queue if each.id == int(self.event_identifier)]
            if not found:
                self.write_error(ItemError(f"Event with event identifier '{int(self.event_identifier)}' does not exist.", "INVALID_EVENT_IDENTIFIER",
                                           "InvalidArgument", None, ARGUMENT))
        else:
            found = self.named(events.queue)
        for event in found:
            if self.should_process(f"Event '{event.source}'", "Remove"):
                events.queue.remove(event)


class WaitEvent(_OfEvents, name="Wait-Event", output=("System.Management.Automation.PSEventArgs",), module=MODULE):
    """Waits until an event has come.

    Example: the first that comes

        PS> $null = New-Event Example
        PS> (Wait-Event Example -Timeout 1).SourceIdentifier
        Example
        PS> Remove-Event Example
    """

    source_identifier: Any = param("The name of the source.", "string", position=0, by_name=True)
    timeout: Any = param("How many seconds to wait.", "int", -1, alias="TimeoutSec", check=between(-1, 2147483647))

    def end(self) -> None:
        seconds = int(self.timeout)
        found = self.events.wait(self.source_identifier, None if seconds < 0 else float(seconds))
        if found is not None:
            self.write(found)


class GetEventSubscriber(
    _OfEvents, name="Get-EventSubscriber", default_set="BySource", output=("System.Management.Automation.PSEventSubscriber",), module=MODULE,
):
    """Lists who waits for events.

    Example: who waits for what

        PS> $null = Register-EngineEvent Example -Action { }
        PS> (Get-EventSubscriber).SourceIdentifier
        Example
        PS> Unregister-Event Example
    """

    source_identifier: Any = param("The name of the source.", "string", position=0, by_name=True, sets=("BySource",), check=not_empty())
    subscription_id: Any = param("The number of the subscription.", "int", mandatory=True, position=0, by_name=True, sets=("ById",), alias="Id")
    force: Any = param("Shows hidden subscriptions too.", "switch", position=1)

    def end(self) -> None:
        every = self.events.subscribers
        if self.is_given("subscription_id"):
            found = [each for each in every if each.id == int(self.subscription_id)]
            if not found:
                self.write_error(ItemError(f"Event subscription with identifier '{int(self.subscription_id)}' does not exist.",
                                           "INVALID_SUBSCRIPTION_IDENTIFIER", "InvalidArgument", None, ARGUMENT))
        else:
            found = self.named(every)
        self.write_many([each for each in found if self.force or not each.support])


class UnregisterEvent(_OfEvents, name="Unregister-Event", default_set="BySource", should_process=True, module=MODULE):
    """Waits no longer.

    Example: waiting no longer

        PS> $null = Register-EngineEvent Example -Action { }
        PS> Unregister-Event Example
        PS> @(Get-EventSubscriber).Count
        0
    """

    source_identifier: Any = param("The name of the source.", "string", mandatory=True, position=0, by_name=True, sets=("BySource",))
    subscription_id: Any = param("The number of the subscription.", "int", mandatory=True, position=0, by_name=True, sets=("ById",))
    force: Any = param("Shows hidden subscriptions too.", "switch")

    def process(self) -> None:
        events = self.events
        if self.is_given("subscription_id"):
            found = [each for each in events.subscribers if each.id == int(self.subscription_id)]
            if not found:
                self.write_error(ItemError(f"Event subscription with identifier '{int(self.subscription_id)}' does not exist.",
                                           "INVALID_SUBSCRIPTION_IDENTIFIER", "InvalidArgument", None, ARGUMENT))
        else:
            found = self.named(events.subscribers)
        for each in found:
            if (self.force or not each.support) and self.should_process(f"Event subscription '{to_text(each.source)}'", "Unsubscribe"):
                events.unsubscribe(each)

