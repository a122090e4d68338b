"""$ExecutionContext.Events: the events of a session for scripts that do without the cmdlets."""

from __future__ import annotations

from typing import Any

from relayshell.objects.collections import enumerate_value
from relayshell.objects.declare import declare
from relayshell.objects.dotnet_collections import object_collection
from relayshell.objects.psobject import unwrap
from relayshell.objects.text import to_text
from relayshell.runtime.events import events_of

_P = "System.Management.Automation."


class EventManager:
    """PSLocalEventManager."""

    def __init__(self, session: Any) -> None:
        self.events = events_of(session)

    def generate(self, source: Any, sender: Any = None, arguments: Any = None, data: Any = None, *waiting: Any) -> Any:
        """An event happens."""
        made = self.events.raise_event(to_text(source), sender, list(enumerate_value(unwrap(arguments)) or ()), data)
        self.events.pump()
        return made

    def subscribe(self, source: Any, event: Any, identifier: Any, data: Any, action: Any, support: bool = False, forward: bool = False, limit: int = 0) -> Any:
        """Adds one who waits, for an event of an object or for one that scripts make."""
        target = unwrap(source)
        events, name = self.events, to_text(identifier or "")
        made = events.subscribe(name, target, to_text(event or ""), unwrap(action), data, bool(support), bool(forward), int(limit))
        if target is not None:
            begin = getattr(target, "subscribe", None)
            made.end = begin(to_text(event), lambda sender, args: events.raise_event(name, sender, [sender, args], only=made)) if begin is not None else None
        return made

    def of(self, identifier: Any) -> list[Any]:
        """Those who wait for a source."""
        return [each for each in self.events.subscribers if each.source.lower() == to_text(identifier).lower()]


declare(_P + "PSEventManager")
declare(
    _P + "PSLocalEventManager", EventManager, base=_P + "PSEventManager",
    get={"Subscribers": lambda self: object_collection(list(self.events.subscribers)), "ReceivedEvents": lambda self: object_collection(list(self.events.queue))},
    methods={"GenerateEvent": EventManager.generate, "SubscribeEvent": EventManager.subscribe, "GetEventSubscribers": EventManager.of,
             "UnsubscribeEvent": lambda self, subscriber: self.events.unsubscribe(unwrap(subscriber))},
    signatures=(
        "System.Object Subscribers {get;}", "System.Object ReceivedEvents {get;}",
        f"{_P}PSEventArgs GenerateEvent(string sourceIdentifier, System.Object sender, System.Object[] args, psobject extraData)",
        f"{_P}PSEventArgs GenerateEvent(string sourceIdentifier, System.Object sender, System.Object[] args, psobject extraData, bool processInCurrentThread, "
        "bool waitForCompletionInCurrentThread)",
        f"{_P}PSEventSubscriber SubscribeEvent(System.Object source, string eventName, string sourceIdentifier, psobject data, scriptblock action, "
        "bool supportEvent, bool forwardEvent)",
        f"{_P}PSEventSubscriber SubscribeEvent(System.Object source, string eventName, string sourceIdentifier, psobject data, scriptblock action, "
        "bool supportEvent, bool forwardEvent, int maxTriggerCount)",
        "System.Object GetEventSubscribers(string sourceIdentifier)", f"void UnsubscribeEvent({_P}PSEventSubscriber subscriber)",
    ),
)
