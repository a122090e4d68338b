"""A message that comes as a file: a pickup file, whose header says to whom, or a replay file, whose X- fields say so.

Pure: octets in, an envelope's parts and clean content out, or BadFile. Knows no folder.
"""

import re
from email.utils import getaddresses
from typing import NamedTuple

from relayengine.mail.headers import organisational, shown, split, value, values, without
from relayengine.mail.identity import new_message_id
from relayengine.mail.trace import date

_BARE = re.compile(rb"\r\n|\r|\n")
_ADDRESS = re.compile(r"[^\s<>@\x00-\x1f\x7f]+@[^\s<>@\x00-\x1f\x7f]+")
_PATH = re.compile(r"<([^<>]*)>[ \t]*(.*)$", re.DOTALL)


class BadFile(Exception):
    """The file is no message that can be submitted; the text says what is wrong with it."""


class Submission(NamedTuple):
    """What a file says."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes
    """CRLF line ends, dots not doubled, with the fields that submission adds."""
    message_id: str
    subject: str
    helo: str = ""
    client_ip: str = ""


def _lines(data: bytes) -> bytes:
    """The same lines with CRLF ends, and a last one."""
    made = _BARE.sub(b"\r\n", data)
    return made if made.endswith(b"\r\n") else made + b"\r\n"


def _addresses(head: bytes, *names: str) -> list[str]:
    """The addresses in some fields, in order, each once."""
    found: dict[str, None] = {}
    try:
        for _, address in getaddresses([text for name in names for text in values(head, name)]):
            if address:
                if not _ADDRESS.fullmatch(address):
                    raise BadFile(f'"{address[:100]}" in {" or ".join(names)} is not an address such as user@contoso.com')
                found.setdefault(address)
    except (RecursionError, ValueError, IndexError):
        raise BadFile(f"the addresses in {', '.join(names)} cannot be read") from None
    return list(found)


def read_pickup(data: bytes, *, fqdn: str, number: str, now: float, longest_header: int = 65536, most: int = 100) -> Submission:
    """A pickup file: From (or Sender, when From has several) sends; To, Cc and Bcc receive, and Bcc is taken out."""
    head, body = split(_lines(data))
    if len(head) > longest_header:
        raise BadFile(f"its header has {len(head)} octets; {longest_header} are allowed (PickupDirectoryMaxHeaderSize)")
    if not head.strip():
        raise BadFile("it has no header")
    senders = _addresses(head, "From")
    if len(senders) != 1:
        senders = _addresses(head, "Sender")
    if len(senders) != 1:
        raise BadFile("it needs one address in From, or in Sender where From has several")
    recipients = _addresses(head, "To", "Cc", "Bcc")
    if not recipients:
        raise BadFile("it has no recipient in To, Cc or Bcc")
    if len(recipients) > most:
        raise BadFile(f"it has {len(recipients)} recipients; {most} are allowed (PickupDirectoryMaxRecipientsPerMessage)")
    seen = bool(_addresses(head, "To", "Cc"))
    kept = without(head, lambda name: name in (b"bcc", b"received") or name.startswith(b"resent-") or organisational(name)
                   or name in (b"to", b"cc") and not seen)
    if not seen:
        kept += b"To: Undisclosed recipients:;\r\n"
    return _finished(senders[0], recipients, kept, body, fqdn, "localhost by Pickup", number, now)


def read_replay(data: bytes, *, fqdn: str, number: str, now: float) -> Submission:
    """A replay file: X-Sender sends, each X-Receiver receives; what this server exported keeps the organisation's fields."""
    head, body = split(_lines(data))
    senders = values(head, "X-Sender")
    if len(senders) != 1:
        raise BadFile(f"it has {len(senders)} X-Sender fields; one is needed, such as X-Sender: <user@contoso.com>")
    receivers = [_path(text) for text in values(head, "X-Receiver")]
    if not receivers or "" in receivers:
        raise BadFile("it needs at least one X-Receiver field, such as X-Receiver: <user@contoso.com>")
    ours = value(head, "X-CreatedBy") == "MSExchange15"
    injected = {b"x-sender", b"x-receiver", b"x-createdby", b"x-endofinjectedxheaders", b"x-extendedmessageprops", b"x-helodomain",
                b"x-source", b"x-sourceipaddress", b"bcc"}
    kept = without(head, lambda name: name in injected or not ours and organisational(name))
    return _finished(_path(senders[0]), receivers, kept, body, fqdn, f"{fqdn} by Replay", number, now)._replace(
        helo=_printable(value(head, "X-HeloDomain"))[:255], client_ip=_printable(value(head, "X-SourceIPAddress"))[:45])


def _path(text: str) -> str:
    match = _PATH.match(text.strip())
    address = match[1] if match else text.strip()
    if address and not _ADDRESS.fullmatch(address):
        raise BadFile(f'"{address[:100]}" is not an address such as <user@contoso.com>')
    return address


def _finished(sender: str, recipients: list[str], head: bytes, body: bytes, fqdn: str, way: str, number: str, now: float) -> Submission:
    """With a Received field, and the Message-ID and Date that every message has."""
    added = f"Received: from {way} with Microsoft SMTP Server id {number}; {date(now)}\r\n"
    message_id = value(head, "Message-ID")
    if not message_id:
        message_id = new_message_id(fqdn)
        added += f"Message-ID: {message_id}\r\n"
    if not value(head, "Date"):
        added += f"Date: {date(now)}\r\n"
    return Submission(sender, tuple(recipients), added.encode("ascii", "replace") + head + (body or b"\r\n"), _printable(message_id)[:255],
                      shown(value(head, "Subject").encode()))


def _printable(text: str) -> str:
    return text if text.isprintable() else "".join(c for c in text if c.isprintable())
