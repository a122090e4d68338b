"""What happened to a message: one type for each event of message tracking.

Each type is the same named tuple, in the order of the tracking log's fields, so that recording one is storing a row
and nothing is formatted until somebody reads it. Knows no log file and no database.
"""

from typing import NamedTuple


class Event(NamedTuple):
    """One line of the message tracking log. Lists inside a field are joined by ";" ."""

    time: float
    """Seconds since 1970."""
    internal_id: int = 0
    source: str = ""
    """Which part of transport: SMTP, STOREDRIVER, DSN, ROUTING, DNS, QUEUE, ADMIN, PICKUP, SAFETYNET, AGENT ..."""
    client_ip: str = ""
    client_hostname: str = ""
    server_ip: str = ""
    server_hostname: str = ""
    source_context: str = ""
    connector_id: str = ""
    message_id: str = ""
    recipients: str = ""
    recipient_status: str = ""
    total_bytes: int = 0
    recipient_count: int = 0
    related_recipient: str = ""
    reference: str = ""
    subject: str = ""
    sender: str = ""
    return_path: str = ""
    message_info: str = ""
    directionality: str = ""
    original_client_ip: str = ""
    original_server_ip: str = ""
    custom_data: str = ""

    @property
    def event_id(self) -> str:
        """The name that the log and Get-MessageTrackingLog print, such as RECEIVE."""
        return type(self).__name__.upper()


class Receive(Event):
    """A message was accepted and is on disk."""

    __slots__ = ()


class Send(Event):
    """Another server took it."""

    __slots__ = ()


class Deliver(Event):
    """It was put into a mailbox here."""

    __slots__ = ()


class Defer(Event):
    """A delivery was put off and will be tried again."""

    __slots__ = ()


class Fail(Event):
    """A recipient will never get it."""

    __slots__ = ()


class Dsn(Event):
    """A report on it was made (RFC 3464)."""

    __slots__ = ()


class Drop(Event):
    """It was dropped with no report."""

    __slots__ = ()


class Expand(Event):
    """A recipient became several."""

    __slots__ = ()


class Redirect(Event):
    """A recipient became another."""

    __slots__ = ()


class Resolve(Event):
    """A recipient's address was replaced by its main one."""

    __slots__ = ()


class Resubmit(Event):
    """A message was put in again, from Safety Net or by an administrator."""

    __slots__ = ()


class PoisonMessage(Event):
    """A message was set aside because it was in hand when the engine died."""

    __slots__ = ()


class BadMail(Event):
    """A file in the pickup or replay directory, or a report on a report, that can be neither delivered nor returned."""

    __slots__ = ()


class AgentInfo(Event):
    """An agent left a note on a message."""

    __slots__ = ()


KINDS: tuple[type[Event], ...] = (
    Receive, Send, Deliver, Defer, Fail, Dsn, Drop, Expand, Redirect, Resolve, Resubmit, PoisonMessage, BadMail,
    AgentInfo,
)
"""The kinds, in the order of the small numbers they are stored under; new ones are added at the end."""

NUMBER_OF = {kind: number for number, kind in enumerate(KINDS)}
