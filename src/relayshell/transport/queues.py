"""The cmdlets of queues and of the messages in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from relayengine.control import messages as control
from relayshell.commands import param
from relayshell.errors import ShellError
from relayshell.objects.text import to_text
from relayshell.transport.managed import MODULE, TransportCmdlet, check_server, is_server
from relayshell.transport.opath import condition, simple
from relayshell.transport.trail import record
from relayshell.transport.reported import MESSAGE, MESSAGE_PROPERTIES, QUEUE, QUEUE_PROPERTIES, MessageInfo, QueueInfo, report_type

PageInfo = report_type("Microsoft.Exchange.Management.QueueViewerTasks.PagedPositionInfo", "PageOffset TotalCount")
_KINDS = ("Internal External Empty DnsConnectorDelivery SmartHostConnectorDelivery SmtpDeliveryToMailbox Unreachable Undefined DeliveryAgent "
          "NonSmtpGatewayDelivery SmtpRelayToConnectorSourceServers SmtpRelayToDag SmtpRelayToMailboxDeliveryGroup "
          "SmtpRelayToRemoteActiveDirectorySite SmtpRelayToServers SmtpRelayWithinAdSiteToEdge ShadowRedundancy Heartbeat SmtpDeliveryToExo SmtpRelayToRemoteForest")
"""What -Include and -Exclude take. Scripts name kinds that this relay never has queues of."""
_PAGE = 1000
"""Messages that are asked for at a time: a relay may have a million."""
_IDENTITY = "The queue: SERVER\\number, the number, or the next hop's domain."
_SERVER = param("The server; there is one.", "string")
_FILTER = "Conditions such as {Status -eq 'Retry' -and MessageCount -gt 5}."


class _Viewing(TransportCmdlet):
    """What the cmdlets that list have in common: filtering, sorting, how many."""

    server: Any = _SERVER
    filter: Any = param(_FILTER, "string")
    result_size: Any = param("How many to give at most.", "System.Object")
    sort_order: Any = param("Properties to sort by, + or - before each.", "string[]")
    bookmark_index: Any = param("Begins at this place, counted from 1.", "int")
    bookmark_object: Any = param("Begins at this object.", "System.Object")
    include_bookmark: Any = param("Whether the bookmark is given too.", "bool", True)
    return_page_info: Any = param("Gives first how many there are in all, and the place of the first that follows.", "bool")
    search_forward: Any = param("Whether to go on from the bookmark, or from the start, rather than back from it, or from the end.", "bool", True)

    properties = ""
    """The properties there are to sort and filter by."""

    def checked(self, *given: Any) -> bool:
        """Whether one of what the pipeline brought is a server, whose queues are meant then. ShellError for a server that is not this one."""
        settings = self.settings
        servers = [each for each in given if is_server(each)]
        for each in (self.server, *servers):
            check_server(settings, each)
        if self.bookmark_index is not None and self.bookmark_object is not None:
            raise ShellError("-BookmarkIndex and -BookmarkObject cannot be given together: each says where to begin.", "BookmarkConflict", "InvalidArgument")
        for order in self.sort_order or ():
            if order.lstrip("+-").lower() not in self.properties.lower().split():
                raise ShellError(f"Cannot bind argument to parameter 'SortOrder': \"{order}\" is no property to sort by. There are {', '.join(self.properties.split())}.",
                                 "ParameterArgumentTransformationError", "InvalidData", order)
        return bool(servers)

    def arranged(self, found: Iterable[Any]) -> Iterator[Any]:
        """The objects that match, in order, as many as were asked for. Where nothing needs them all, no more are taken than are given."""
        matches = condition(self.filter, self.properties) if self.filter else None
        chosen: Iterable[Any] = (each for each in found if matches(each)) if matches else found
        limit = limit_of(self.result_size)
        orders = self.sort_order or ()
        if not orders and self.search_forward and self.bookmark_object is None and not self.return_page_info:
            return islice(chosen, *self._forward(limit))
        listed = list(chosen)
        for order in reversed(orders):
            name = order.lstrip("+-")
            listed.sort(key=lambda each: _sortable(each, name), reverse=order.startswith("-"))
        return iter(self._page(listed, limit))

    def _forward(self, limit: int | None) -> tuple[int, int | None]:
        start = max(int(self.bookmark_index) - 1, 0) + (not self.include_bookmark) if self.bookmark_index is not None else 0
        return start, None if limit is None else start + limit

    def _page(self, listed: list[Any], limit: int | None) -> list[Any]:
        at: int | None = None
        if self.bookmark_object is not None:
            wanted = to_text(self.bookmark_object).lower()
            at = next((number for number, each in enumerate(listed) if str(each).lower() == wanted), 0)
        elif self.bookmark_index is not None:
            at = max(int(self.bookmark_index) - 1, 0)
        if self.search_forward:
            first = 0 if at is None else at + (not self.include_bookmark)
            end = len(listed) if limit is None else min(first + limit, len(listed))
        else:
            end = len(listed) if at is None else min(at + bool(self.include_bookmark), len(listed))
            first = 0 if limit is None else max(end - limit, 0)
        page = listed[first:end]
        return [PageInfo({"PageOffset": first + 1 if page else 0, "TotalCount": len(listed)}), *page] if self.return_page_info else page


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

    properties = QUEUE_PROPERTIES

    def process(self) -> None:
        of_server = self.checked(self.identity)
        include, exclude = self._kinds("Include", self.include), self._kinds("Exclude", self.exclude)
        found = [QueueInfo(row) for row in self.relay.ask(control.ListQueues())]
        if self.identity is not None and not of_server:
            wanted = to_text(self.identity)
            found = [queue for queue in found if _is(queue, wanted)]
            if not found and "*" not in wanted:
                raise ShellError(f"There is no queue '{wanted}'. Get-Queue without an identity lists those there are.",
                                 "QueueNotFound", "ObjectNotFound", wanted)
        if include:
            found = [queue for queue in found if any(_of_kind(queue, kind) for kind in include)]
        found = [queue for queue in found if not any(_of_kind(queue, kind) for kind in exclude)]
        for each in self.arranged(found):
            self.write(each)

    def _kinds(self, parameter: str, given: Any) -> list[str]:
        kinds = [kind.strip() for each in given or () for kind in str(each).split(",")]
        for kind in kinds:
            if kind.lower() not in _KINDS.lower().split():
                raise ShellError(f"Cannot bind argument to parameter '{parameter}': \"{kind}\" is no kind of queue. There are {', '.join(_KINDS.split())}.",
                                 "ParameterArgumentTransformationError", "InvalidData", kind)
        return kinds


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

    properties = MESSAGE_PROPERTIES

    def process(self) -> None:
        of_server = self.checked(self.queue)
        if self.identity is not None:
            wanted = to_text(self.identity)
            try:
                rows: Iterable[dict[str, Any]] = asked(self, control.ListMessages(identity=wanted))
            except ShellError as error:
                if error.id != "RelayNotFound":
                    raise
                raise ShellError(f"There is no message '{wanted}' in the queues; it may have been delivered: Get-MessageTrackingLog tells.",
                                 "MessageNotFound", "ObjectNotFound", wanted) from None
        else:
            rows = messages_of(self, to_text(self.queue) if self.queue is not None and not of_server else "", self.filter)
        for each in self.arranged(map(MessageInfo, rows)):
            if not self.include_recipient_info and isinstance(each, MessageInfo):
                each.values["Recipients"] = None
            self.write(each)


def messages_of(cmdlet: TransportCmdlet, queue: str = "", filter: str | None = None) -> Iterator[dict[str, Any]]:
    """The messages of a queue, or of all, asked for as they are taken; what does not meet a filter may be left out."""
    after = ""
    conditions = simple(filter, MESSAGE_PROPERTIES) if filter else []
    while True:
        rows = asked(cmdlet, control.ListMessages(queue, _PAGE, after, "", conditions))
        if not rows:
            return
        after = str(rows[-1]["Identity"])
        stopped = len(rows[-1]) == 1
        yield from rows[:-1] if stopped else rows
        if not stopped and len(rows) < _PAGE:
            return


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

    server: Any = param("The server; there is one.", "System.Object", pipeline=True, sets=("Filter",))
    filter: Any = param(_FILTER, "string", sets=("Filter",), mandatory=True)

    shown: Any = None
    properties = ""
    verb = ""

    def chosen(self) -> list[str]:
        """The identities meant by -Filter, or the one given."""
        if self.filter:
            check_server(self.settings, self.server)
            matches = condition(self.filter, self.properties)
            return [str(row.values["Identity"]) for row in map(self.shown, self.listed()) if matches(row)]
        return [to_text(self.identity)]

    def process(self) -> None:
        problems: list[str] = []
        acted = False
        for identity in self.chosen():
            if self.should_process(identity, self.verb):
                acted = True
                try:
                    self.act(identity)
                except ShellError as error:
                    problems.append(error.message)
                    self.write_error(error)
        if acted:
            # Once for a filter, which may mean a million.
            record(self, problems[0] if problems else "")

    def act(self, identity: str) -> None:
        raise NotImplementedError

    def listed(self) -> Iterable[dict[str, Any]]:
        raise NotImplementedError


class _QueueAction(_Acting):
    identity: Any = param(_IDENTITY, "System.Object", position=0, mandatory=True, pipeline=True, by_name=True, sets=("Identity",))
    shown = QueueInfo
    properties = QUEUE_PROPERTIES

    def listed(self) -> Iterable[dict[str, Any]]:
        return asked(self, control.ListQueues())


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
    shown = MessageInfo
    properties = MESSAGE_PROPERTIES

    def listed(self) -> Iterable[dict[str, Any]]:
        return messages_of(self, filter=self.filter)


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
