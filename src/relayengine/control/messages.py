"""Every request an engine answers, a type each, and how it goes over the wire: one JSON object a line.

    {"request": "RetryQueue", "identity": "EXCSERVER\\\\3", "resubmit": false}
    {"answer": ...}                      or      {"error": "there is no queue 7", "kind": "NotFound"}

An answer is plain data; times are seconds since 1970.
"""

import json
from typing import Any, NamedTuple, get_origin

LONGEST_LINE = 64 * 1024 * 1024
MOST_BRACKETS = 5000
"""No request nests; the JSON reader recurses in C, and must not be led deeper than its stack."""


class Status(NamedTuple):
    """How the engine is: pid, version, started, settings, listening, problems, settings_problems, connections, pressure, leases."""


class Look(NamedTuple):
    """Look at the settings again, now. The answer: taken (bool), changes, and problems: what could not be done, a text each."""


class Lease(NamedTuple):
    """Keep an embedded engine alive as long as this connection is open."""

    name: str = ""


class Stop(NamedTuple):
    """End, with what is on the wire finished."""


class ListQueues(NamedTuple):
    """The queues, a mapping each, with Get-Queue's property names."""


class ListMessages(NamedTuple):
    """The messages of a queue, or of all (""), or those that one identity names; by queue and number.

    `limit` 0 gives all. With a limit, `after` is the identity of the last message that was given before. `conditions`, each a property,
    an operator and a value, may leave messages out that do not meet them. Then, with a limit, a last entry may hold nothing but an
    Identity: so far was looked, and the rest is to be asked for after it.
    """

    queue: str = ""
    limit: int = 0
    after: str = ""
    identity: str = ""
    conditions: list[Any] = []


class SuspendQueue(NamedTuple):
    """Stop delivering from a queue."""

    identity: str


class ResumeQueue(NamedTuple):
    """Deliver from a queue again."""

    identity: str


class RetryQueue(NamedTuple):
    """Try a queue at once; `resubmit`: route its messages anew."""

    identity: str
    resubmit: bool = False


class SuspendMessage(NamedTuple):
    """Hold a message."""

    identity: str


class ResumeMessage(NamedTuple):
    """Let a message go on."""

    identity: str


class RemoveMessage(NamedTuple):
    """Take a message out; `with_ndr`: with a report to its sender."""

    identity: str
    with_ndr: bool = True


class RedirectMessages(NamedTuple):
    """Let all that waits for delivery go to one of some hosts instead. The answer: how many messages those are."""

    targets: list[str]


class ExportMessage(NamedTuple):
    """A message's content, as text in latin-1 so that every octet survives JSON."""

    identity: str


CRITERIA = frozenset("start end sender recipients message_id internal_id network_message_id event_id source subject reference server limit".split())
"""What tracking events may be searched by; see logs.tracking."""


class SearchTracking(NamedTuple):
    """Message tracking events that meet some criteria, newest what is on its way to the disk included."""

    criteria: dict[str, Any]


class ListSessions(NamedTuple):
    """The sessions there are: id, connector, client, since, helo, tls, user, messages."""


class ListLogons(NamedTuple):
    """When each mailbox last logged on since the engine began, and from where."""


class AddResubmit(NamedTuple):
    """Put messages of Safety Net in again that were delivered from `start` to before `end`; see queue.safetynet. The answer: the request.

    `number` 0 gives the request the next one.
    """

    start: float
    end: float
    sender: str = ""
    recipient: str = ""
    message_id: str = ""
    resubmit_to: str = ""
    mailboxes: bool = False
    destination: str = ""
    correlation: str = ""
    test_only: bool = False
    number: int = 0


class ListResubmits(NamedTuple):
    """The requests to put messages in again, a mapping each; see queue.resubmitting."""


class EnableResubmit(NamedTuple):
    """Let such a request go on, or stop it where it is."""

    number: int
    enabled: bool


class RemoveResubmit(NamedTuple):
    """Stop and forget such a request."""

    number: int


REQUESTS: tuple[Any, ...] = (
    Status, Look, Lease, Stop, ListQueues, ListMessages, SuspendQueue, ResumeQueue, RetryQueue, SuspendMessage, ResumeMessage,
    RemoveMessage, RedirectMessages, ExportMessage, SearchTracking, ListSessions, ListLogons, AddResubmit, ListResubmits, EnableResubmit, RemoveResubmit)
_BY_NAME = {r.__name__: r for r in REQUESTS}


class BadRequest(ValueError):
    """A line that is no request."""


def encode_request(request: Any) -> bytes:
    """A request as a line."""
    return json.dumps({"request": type(request).__name__, **request._asdict()}).encode() + b"\n"


def decode_request(line: bytes) -> Any:
    """The request a line is. BadRequest if it is none."""
    if line.count(b"[") + line.count(b"{") > MOST_BRACKETS:
        raise BadRequest(f"no request: {line[:100]!r}")
    try:
        content = json.loads(line, parse_constant=_refused)
        kind = _BY_NAME[content.pop("request")]
        request = kind(**content)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise BadRequest(f"no request: {line[:100]!r}") from None
    for name, annotation in kind.__annotations__.items():
        annotation = get_origin(annotation) or annotation
        if isinstance(annotation, type) and not isinstance(getattr(request, name), annotation):
            raise BadRequest(f"{name} of {kind.__name__} is not {annotation.__name__}")
    if kind is SearchTracking and (strange := set(request.criteria) - CRITERIA):
        raise BadRequest(f"{', '.join(sorted(strange))[:100]} is nothing to search by; there are {', '.join(sorted(CRITERIA))}")
    return request


def _refused(name: str) -> float:
    """NaN and its kin, which Python reads and JSON does not know: they compare with nothing."""
    raise ValueError(name)


def encode_answer(value: Any) -> bytes:
    """An answer as a line; what JSON does not know becomes text."""
    return json.dumps({"answer": value}, default=_plain).encode() + b"\n"


def encode_error(text: str, kind: str = "Failed") -> bytes:
    """A refusal as a line. `kind`: NotFound, BadRequest or Failed."""
    return json.dumps({"error": text, "kind": kind}).encode() + b"\n"


def _plain(value: Any) -> Any:
    if isinstance(value, (set, frozenset)):
        return sorted(map(str, value))
    if hasattr(value, "timestamp"):
        return value.timestamp()
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)
