"""The cmdlets of queues and of the messages in them."""

from __future__ import annotations

from typing import Any

from relayengine.control import messages as control
from relayshell.commands import param
from relayshell.errors import ShellError
from relayshell.objects.text import to_text
from relayshell.transport.managed import MODULE, TransportCmdlet
from relayshell.transport.opath import matching
from relayshell.transport.trail import record
from relayshell.transport.reported import MESSAGE, QUEUE, MessageInfo, QueueInfo

INTERNAL = ("Internal", "External", "Empty")
_IDENTITY = "The queue: SERVER\\number, the number, or the next hop's domain."
_SERVER = param("The server; there is one.", "string")
_FILTER = "Conditions such as {Status -eq 'Retry' -and MessageCount -gt 5}."


class _Viewing(TransportCmdlet):
    """What the cmdlets that list have in common: filtering, sorting, how many."""

    server: Any = _SERVER
    filter: Any = param(_FILTER, "string")
    result_size: Any = param("How many to give at most.", "System.Object")
    sort_order: Any = param("Properties to sort by, + or - before each.", "string[]")
    bookmark_index: Any = param("Begins at this place.", "int")
    bookmark_object: Any = param("Begins at this object.", "System.Object")
    include_bookmark: Any = param("Whether the bookmark is given too.", "bool", True)
    return_page_info: Any = param("Kept for scripts that give it.", "bool")
    search_forward: Any = param("Whether to go on from the bookmark rather than back.", "bool", True)

    def arranged(self, found: list[Any]) -> list[Any]:
        """The objects that match, in order, as many as were asked for."""
        if self.filter:
            found = [each for each in found if matching(self.filter, each)]
        for order in reversed(self.sort_order or ()):
            name = order.lstrip("+-")
            found.sort(key=lambda each: _sortable(each, name), reverse=order.startswith("-"))
        if self.bookmark_index is not None:
            found = found[max(int(self.bookmark_index) - 1, 0):]
        elif self.bookmark_object is not None:
            place = next((number for number, each in enumerate(found) if str(each) == to_text(self.bookmark_object)), 0)
            found = found[place + (0 if self.include_bookmark else 1):] if self.search_forward else found[: place + bool(self.include_bookmark)]
        return found[: limit_of(self.result_size)]


def _sortable(each: Any, name: str) -> Any:
    value = next((value for key, value in each.values.items() if key.lower() == name.lower()), None)
    return (value is not None, value if isinstance(value, (int, float)) else to_text(value).lower())


def limit_of(size: Any) -> int | None:
    """How many -ResultSize allows; None for all."""
    text = "1000" if size is None else to_text(size)
    if text.lower() == "unlimited":
        return None
    if not text.isdigit():
        raise ShellError(f"Cannot bind argument to parameter 'ResultSize': \"{text}\" is neither a whole number nor Unlimited.",
                         "ParameterArgumentTransformationError", "InvalidData", text)
    return int(text)


class GetQueue(_Viewing, name="Get-Queue", default_set="Identity", module=MODULE, output=QUEUE):
    """Lists the queues: one for each next hop, and those of the relay itself."""

    identity: Any = param(_IDENTITY, "System.Object", position=0, pipeline=True, by_name=True, sets=("Identity",))
    include: Any = param("Only queues of these kinds: Internal, External, Empty, or a delivery type.", "string[]")
    exclude: Any = param("Leaves out queues of these kinds.", "string[]")

    def process(self) -> None:
        found = [QueueInfo(row) for row in self.relay.ask(control.ListQueues())]
        if self.identity is not None:
            wanted = to_text(self.identity)
            found = [queue for queue in found if _is(queue, wanted)]
            if not found and "*" not in wanted:
                raise ShellError(f"There is no queue '{wanted}'. Get-Queue without an identity lists those there are.",
                                 "QueueNotFound", "ObjectNotFound", wanted)
        for kind in self.include or ():
            found = [queue for queue in found if _of_kind(queue, kind)]
        for kind in self.exclude or ():
            found = [queue for queue in found if not _of_kind(queue, kind)]
        self.write_many(self.arranged(found))


def _of_kind(queue: QueueInfo, kind: str) -> bool:
    folded = kind.lower()
    if folded == "empty":
        return queue.values["MessageCount"] == 0
    return folded in (str(queue.values["NextHopCategory"]).lower(), str(queue.values["DeliveryType"]).lower())


def _is(queue: QueueInfo, wanted: str) -> bool:
    from relayshell.objects.wildcard import compile_wildcard

    identity = str(queue.values["Identity"])
    server, _, last = identity.partition("\\")
    names = {identity.lower(), last.lower(), str(queue.values["NextHopDomain"]).lower(), f"{server}\\{queue.values['NextHopDomain']}".lower()}
    matches = compile_wildcard(wanted, True).match
    return wanted.lower() in names or any(matches(name) for name in names)


class GetMessage(_Viewing, name="Get-Message", default_set="Filter", module=MODULE, output=MESSAGE):
    """Lists the messages that wait in queues."""

    identity: Any = param("The message: SERVER\\queue\\number, or its number.", "System.Object", position=0, pipeline=False, by_name=True, sets=("Identity",))
    queue: Any = param("Only the messages of this queue.", "System.Object", pipeline=True, sets=("Queue",))
    include_recipient_info: Any = param("Shows the recipients too.", "switch")
    include_component_latency_info: Any = param("Kept for scripts that give it.", "switch")

    def process(self) -> None:
        queue = to_text(self.queue) if self.queue is not None else ""
        found = [MessageInfo(row) for row in self.ask(control.ListMessages(queue))]
        if self.identity is not None:
            wanted = to_text(self.identity)
            found = [message for message in found if _is_message(message, wanted)]
            if not found:
                raise ShellError(f"There is no message '{wanted}' in the queues; it may have been delivered: Get-MessageTrackingLog tells.",
                                 "MessageNotFound", "ObjectNotFound", wanted)
        if not self.include_recipient_info:
            for message in found:
                message.values["Recipients"] = None
        self.write_many(self.arranged(found))

    def ask(self, question: Any) -> Any:
        return asked(self, question)


def _is_message(message: MessageInfo, wanted: str) -> bool:
    identity = str(message.values["Identity"])
    if wanted.startswith("*\\"):
        return identity.rpartition("\\")[2] == wanted[2:]
    return wanted.lower() == identity.lower() or wanted == identity.rpartition("\\")[2]


def asked(cmdlet: TransportCmdlet, question: Any) -> Any:
    """An engine's answer; its refusal as an error."""
    from relayengine.control.client import Refused

    try:
        return cmdlet.relay.ask(question)
    except Refused as refused:
        category = {"NotFound": "ObjectNotFound", "BadRequest": "InvalidArgument"}.get(refused.kind, "InvalidOperation")
        raise ShellError(str(refused), f"Relay{refused.kind}", category, getattr(question, "identity", None)) from None


class _Acting(TransportCmdlet):
    """What the cmdlets that do something to queues or messages have in common: which ones are meant."""

    server: Any = _SERVER
    filter: Any = param(_FILTER, "string", sets=("Filter",), mandatory=True)

    listing: Any = None
    shown: Any = None
    verb = ""

    def chosen(self) -> list[str]:
        """The identities meant by -Filter, or the one given."""
        if self.filter:
            rows = [self.shown(row) for row in asked(self, self.listing())]
            return [str(row.values["Identity"]) for row in rows if matching(self.filter, row)]
        return [to_text(self.identity)]

    def process(self) -> None:
        for identity in self.chosen():
            if self.should_process(identity, self.verb):
                try:
                    self.act(identity)
                    record(self)
                except ShellError as error:
                    record(self, error.message)
                    self.write_error(error)

    def act(self, identity: str) -> None:
        raise NotImplementedError


class _QueueAction(_Acting):
    identity: Any = param(_IDENTITY, "System.Object", position=0, mandatory=True, pipeline=True, by_name=True, sets=("Identity",))
    listing = control.ListQueues
    shown = QueueInfo


class SuspendQueue(_QueueAction, name="Suspend-Queue", default_set="Identity", should_process=True, module=MODULE):
    """Stops deliveries from a queue; messages still come in."""

    verb = "Suspending queue"

    def act(self, identity: str) -> None:
        asked(self, control.SuspendQueue(identity))


class ResumeQueue(_QueueAction, name="Resume-Queue", default_set="Identity", should_process=True, module=MODULE):
    """Lets deliveries from a queue go on."""

    verb = "Resuming queue"

    def act(self, identity: str) -> None:
        asked(self, control.ResumeQueue(identity))


class RetryQueue(_QueueAction, name="Retry-Queue", default_set="Identity", should_process=True, module=MODULE):
    """Tries a queue again at once, without waiting for its time."""

    resubmit: Any = param("Routes its messages anew.", "bool", False)
    verb = "Retrying queue"

    def act(self, identity: str) -> None:
        asked(self, control.RetryQueue(identity, bool(self.resubmit)))


class _MessageAction(_Acting):
    identity: Any = param("The message: SERVER\\queue\\number, or its number.", "System.Object", position=0, mandatory=True, pipeline=True, by_name=True, sets=("Identity",))
    listing = control.ListMessages
    shown = MessageInfo


class SuspendMessage(_MessageAction, name="Suspend-Message", default_set="Identity", should_process=True, module=MODULE):
    """Holds a message in its queue."""

    verb = "Suspending message"

    def act(self, identity: str) -> None:
        asked(self, control.SuspendMessage(identity))


class ResumeMessage(_MessageAction, name="Resume-Message", default_set="Identity", should_process=True, module=MODULE):
    """Lets a message that was held go on."""

    verb = "Resuming message"

    def act(self, identity: str) -> None:
        asked(self, control.ResumeMessage(identity))


class RemoveMessage(_MessageAction, name="Remove-Message", default_set="Identity", should_process=True, confirm_impact="High", module=MODULE):
    """Takes a message out of its queue for good."""

    with_ndr: Any = param("Whether its sender gets a report.", "bool", True, name="WithNDR")
    verb = "Removing message"

    def act(self, identity: str) -> None:
        asked(self, control.RemoveMessage(identity, bool(self.with_ndr)))


class ExportMessage(TransportCmdlet, name="Export-Message", should_process=True, module=MODULE):
    """Gives a message that is held as text, which AssembleMessage or Set-Content takes."""

    identity: Any = param("The message.", "System.Object", position=0, mandatory=True, pipeline=True, by_name=True)
    path: Any = param("A file or folder to write it to.", "string")

    def process(self) -> None:
        identity = to_text(self.identity)
        if not self.should_process(identity, "Exporting message"):
            return
        text = asked(self, control.ExportMessage(identity))
        if self.path is None:
            self.write(text)
            return
        from relayshell.providers.encodings import UTF8
        from relayshell.providers.filecontent import Writer

        target = self.session.places.target(self.path)
        path = target.inner if not target.is_container else f"{target.inner}/{identity.rpartition(chr(92))[2]}.eml"
        writer = Writer(path, UTF8, False)
        writer.write_bytes(text.encode("latin-1"))
        writer.close()
