"""The cmdlets of resubmit requests: delivered messages that Safety Net still has are put in again."""

from __future__ import annotations

from typing import Any

from relayengine.control import messages as control
from relayshell.commands import param
from relayshell.errors import ShellError
from relayshell.objects.text import to_text
from relayshell.transport.managed import MODULE, TransportCmdlet, check_server
from relayshell.transport.queues import asked
from relayshell.transport.reported import local_time, report_type
from relayshell.transport.servers import database_guid, database_name
from relayshell.transport.tracking import seconds_of
from relayshell.transport.trail import record

REQUEST_TYPE = "Microsoft.Exchange.Data.ResubmitRequest"
ResubmitReport = report_type(REQUEST_TYPE, (
    "Identity Server Destination StartTime EndTime CreationTime State MessageCount MessagesResubmitted Sender Recipient MessageId ResubmitTo "
    "CorrelationId TestOnly DiagnosticInformation IsValid ObjectState"))
_SERVER = "The server; there is one."
_BOTH = ("MDBResubmit", "ConditionalResubmit")


def report_of(row: dict[str, Any], settings: Any) -> Any:
    """A request as a script sees it."""
    wish = row["wish"]
    return ResubmitReport({
        "Identity": row["number"], "Server": settings.server.name, "Destination": row["destination"] or None,
        "StartTime": local_time(wish["start"]), "EndTime": local_time(wish["end"]), "CreationTime": local_time(row["created"]), "State": row["state"],
        "MessageCount": row["found"], "MessagesResubmitted": row["done"], "Sender": wish["sender"] or None, "Recipient": wish["recipient"] or None,
        "MessageId": wish["message_id"] or None, "ResubmitTo": wish["resubmit_to"] or None, "CorrelationId": row["correlation"] or None,
        "TestOnly": row["test_only"], "DiagnosticInformation": row["problem"], "IsValid": True, "ObjectState": "Unchanged"})


class AddResubmitRequest(TransportCmdlet, name="Add-ResubmitRequest", default_set="MDBResubmit", should_process=True, module=MODULE, output=REQUEST_TYPE):
    """Puts messages in again that were delivered and that Safety Net still has, such as after a next hop or a mailbox lost what it was given.

    Meant are the messages that were delivered from -StartTime to before -EndTime; all of them, or those to mailboxes here (-Destination), or those
    of a sender, to a recipient or with a Message-ID. Each becomes a new message with the old content; its sender gets no reports on it. How long
    delivered messages are kept says Set-TransportConfig -SafetyNetHoldTime. A request goes on after a restart; Get-ResubmitRequest shows how far it is.

    Example: a next hop lost its mail of this morning to one recipient; what would be sent, and sending it

        PS> Add-ResubmitRequest -StartTime '04/25/2022 06:00' -EndTime '04/25/2022 12:00' -Recipient someone@example.com -WhatIf
        What if: Performing the operation "Resubmitting from Safety Net" on target "messages delivered from 04/25/2022 06:00:00 to 04/25/2022 12:00:00 to someone@example.com".
    """

    start_time: Any = param("Messages delivered from this time on.", "datetime", mandatory=True)
    end_time: Any = param("Messages delivered before this time, which must be past.", "datetime", mandatory=True)
    destination: Any = param("Only to mailboxes here: the mailbox database, by name or GUID (Get-MailboxDatabase).", "System.Object", sets=("MDBResubmit",))
    sender: Any = param("Only messages of this sender.", "string", sets=("ConditionalResubmit",))
    recipient: Any = param("Only messages to this recipient, and to no other of theirs.", "string", sets=("ConditionalResubmit",))
    message_id: Any = param("Only the message with this Message-ID.", "string", sets=("ConditionalResubmit",))
    resubmit_to: Any = param("Who gets the messages instead of those who had them.", "string", sets=("ConditionalResubmit",))
    correlation_id: Any = param("A GUID that is shown with the request.", "guid", sets=_BOTH)
    server: Any = param(_SERVER, "System.Object", pipeline=True, sets=_BOTH)
    test_only: Any = param("Only counts the messages.", "bool", sets=_BOTH)
    unresponsive_primary_servers: Any = param("Kept for scripts that give it; there is one server.", "System.Object[]", sets=_BOTH)

    def process(self) -> None:
        settings = self.settings
        check_server(settings, self.server)
        start, end = seconds_of(self.start_time), seconds_of(self.end_time)
        sender = "<>" if self.sender == "<>" else self._address("Sender", self.sender)
        recipient, to = self._address("Recipient", self.recipient), self._address("ResubmitTo", self.resubmit_to)
        identifier = (self.message_id or "").strip()
        if identifier and not identifier.startswith("<"):
            identifier = f"<{identifier}>"
        destination = self._database(settings)
        target = f"messages delivered from {to_text(self.start_time)} to {to_text(self.end_time)}" + "".join(
            f" {word} {value}" for word, value in (("to", destination and database_name(settings)), ("by", sender), ("to", recipient), ("with id", identifier)) if value)
        if not self.should_process(target, "Resubmitting from Safety Net"):
            return
        if not settings.transport_config.safety_net_hold_time:
            self.write_warning("Safety Net keeps nothing: SafetyNetHoldTime of Get-TransportConfig is 0.")
        row = asked(self, control.AddResubmit(float(start or 0), float(end or 0), sender, recipient, identifier, to, bool(destination), destination,
                                              to_text(self.correlation_id) if self.correlation_id is not None else "", bool(self.test_only)))
        record(self)
        self.write(report_of(row, settings))

    def _address(self, name: str, text: Any) -> str:
        if not text:
            return ""
        from relayengine.values.address import Address
        from relayengine.values.problem import BadValue

        try:
            return str(Address.parse(text))
        except BadValue as bad:
            raise ShellError(f"Cannot bind argument to parameter '{name}': {bad}.", "ParameterArgumentTransformationError", "InvalidData", text) from None

    def _database(self, settings: Any) -> str:
        if self.destination is None:
            return ""
        wanted = to_text(self.destination)
        if wanted.lower() not in (database_guid(settings), database_name(settings).lower()):
            raise ShellError(f"The database '{wanted}' couldn't be found. There is: {database_name(settings)} ({database_guid(settings)}).",
                             "ManagementObjectNotFoundException", "InvalidData", wanted)
        return database_guid(settings)


class _Requests(TransportCmdlet):
    """What the others have in common: which request is meant."""

    def numbers(self, identity: Any) -> int:
        check_server(self.settings, self.server)
        text = to_text(identity).rpartition("\\")[2]
        if not text.isascii() or not text.isdigit() or len(text) > 9:
            raise ShellError(f"Cannot bind argument to parameter 'Identity': \"{to_text(identity)}\" is not the number of a resubmit request, such as 1.",
                             "ParameterArgumentTransformationError", "InvalidData", to_text(identity))
        return int(text)

    def known(self) -> list[dict[str, Any]]:
        """The requests that are meant. ShellError for one that is not there."""
        found: list[dict[str, Any]] = asked(self, control.ListResubmits())
        if self.identity is None:
            check_server(self.settings, self.server)
            return found
        number = self.numbers(self.identity)
        found = [row for row in found if row["number"] == number]
        if not found:
            raise ShellError(f"There is no resubmit request {number}. Get-ResubmitRequest lists those there are.", "ResubmitRequestNotFound", "ObjectNotFound", number)
        return found


class GetResubmitRequest(_Requests, name="Get-ResubmitRequest", module=MODULE, output=REQUEST_TYPE):
    """Lists the requests to put delivered messages in again: what each is for, and how far it is.

    State is Running, Paused (by Set-ResubmitRequest -Enabled $false) or Completed. MessageCount is how many messages were meant, MessagesResubmitted how
    many have been put in again; DiagnosticInformation says what stands in the way.
    """

    identity: Any = param("The number of a request.", "System.Object", position=0, pipeline=True, by_name=True)
    server: Any = param(_SERVER, "System.Object")

    def process(self) -> None:
        for row in self.known():
            self.write(report_of(row, self.settings))


class SetResubmitRequest(_Requests, name="Set-ResubmitRequest", should_process=True, module=MODULE):
    """Stops a request to put delivered messages in again where it is, or lets it go on."""

    identity: Any = param("The number of the request.", "System.Object", position=0, mandatory=True, pipeline=True, by_name=True)
    enabled: Any = param("Whether it goes on.", "bool", mandatory=True)
    server: Any = param(_SERVER, "System.Object")

    def process(self) -> None:
        number = self.known()[0]["number"]
        if self.should_process(str(number), "Enabling resubmit request" if self.enabled else "Disabling resubmit request"):
            asked(self, control.EnableResubmit(number, bool(self.enabled)))
            record(self)


class RemoveResubmitRequest(_Requests, name="Remove-ResubmitRequest", should_process=True, confirm_impact="High", module=MODULE):
    """Forgets a request to put delivered messages in again; one that runs ends where it is. What was put in stays in."""

    identity: Any = param("The number of the request.", "System.Object", position=0, mandatory=True, pipeline=True, by_name=True)
    server: Any = param(_SERVER, "System.Object")

    def process(self) -> None:
        number = self.known()[0]["number"]
        if self.should_process(str(number), "Removing resubmit request"):
            asked(self, control.RemoveResubmit(number))
            record(self)
