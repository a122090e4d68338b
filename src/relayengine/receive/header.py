"""The header of an arriving message: counted, sifted, completed, and our Received field put on top.

Works on bytes with one pattern; nothing is parsed that need not be. What a client may not bring (Received and Resent fields, the
organisation's own) is taken out, as its rights say. What is malformed stays as it came.
"""

import re
import time
from functools import lru_cache
from typing import NamedTuple

from relayengine.mail.headers import shown
from relayengine.receive import permissions, replies
from relayengine.values.reply import Reply

_FIELDS = re.compile(rb"^(?:(received)|(message-id)|(subject)|(date)|(bcc)|(return-path)|(resent-[!-9;-~]*)"
                     rb"|(x-ms-exchange-organization-[!-9;-~]*)|(x-ms-exchange-forest-[!-9;-~]*))[ \t]*:", re.IGNORECASE | re.MULTILINE)
_RECEIVED, _ID, _SUBJECT, _DATE, _BCC, _RETURN_PATH, _RESENT, _ORGANIZATION, _FOREST = range(1, 10)
_FIRST = re.compile(rb"[!-9;-~]+[ \t]*:")
_END_OF_FIELD = re.compile(rb"\r\n(?![ \t])|\Z")
_UNSAFE = re.compile(r"[^!-'*-\[\]-~]")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LONGEST_ID = 998


class Sifted(NamedTuple):
    """A header that may pass: what stands before the content, how much of the content it replaces, and what people look for."""

    head: bytes
    skip: int
    """Octets of the content that `head` takes the place of: 0 where the header goes on as it came."""
    message_id: str
    subject: str


class Origin(NamedTuple):
    """What is said of a session in a Received field (RFC 5321 §4.4)."""

    helo: str
    client_ip: str
    fqdn: str
    server_ip: str
    protocol: str
    cipher: str
    session_id: str


def date_text(now: float) -> str:
    """A time as header fields write it (RFC 5322 §3.3), in local time."""
    return _date_text(int(now))


@lru_cache(maxsize=8)
def _date_text(now: int) -> str:
    t = time.localtime(now)
    sign, offset = ("-", -t.tm_gmtoff) if t.tm_gmtoff < 0 else ("+", t.tm_gmtoff)
    return (f"{_DAYS[t.tm_wday]}, {t.tm_mday} {_MONTHS[t.tm_mon - 1]} {t.tm_year} {t.tm_hour:02}:{t.tm_min:02}:{t.tm_sec:02} "
            f"{sign}{offset // 3600:02}{offset % 3600 // 60:02}")


def received_field(origin: Origin, date: str) -> bytes:
    """Our Received field, its line ends with it."""
    helo = _UNSAFE.sub("?", origin.helo)[:255] or "unknown"
    encrypted = f" ({origin.cipher})" if origin.cipher else ""
    return (f"Received: from {helo} ({origin.client_ip}) by {origin.fqdn}\r\n ({origin.server_ip}) with {origin.protocol}{encrypted}"
            f" id {origin.session_id}; {date}\r\n").encode("ascii", "replace")


def sift(header: bytes, *, received: bytes, rights: frozenset[str], fqdn: str, max_hops: int, max_local_hops: int, submission: bool,
         new_id: str, date: str) -> Sifted | Reply:
    """Judges a header block (to and with the CRLF of its last line, without the empty line) and completes it.

    `new_id` and `date` are used where the header has none. `submission`: whether the sender logged on, so that Bcc goes.
    """
    if not _FIRST.match(header):
        return Sifted(received + f"Message-ID: {new_id}\r\nDate: {date}\r\n\r\n".encode(), 0, new_id, "") if header else Sifted(
            received + f"Message-ID: {new_id}\r\nDate: {date}\r\n".encode(), 0, new_id, "")
    hops = local_hops = 0
    message_id = subject = ""
    dated = False
    out: list[tuple[int, int]] = []
    ours = b"by " + fqdn.encode("ascii", "replace").lower()
    for match in _FIELDS.finditer(header):
        which = match.lastindex
        if which == _RECEIVED:
            hops += 1
            if ours in header[match.end():_end(header, match.end())].lower():
                local_hops += 1
            if permissions.ROUTING_HEADERS in rights:
                continue
        elif which == _SUBJECT:
            subject = subject or shown(header[match.end():_end(header, match.end())])
            continue
        elif which == _ID:
            message_id = message_id or _identifier(header[match.end():_end(header, match.end())])
            continue
        elif which == _DATE:
            dated = True
            continue
        elif which == _BCC and not submission or which == _RESENT and permissions.ROUTING_HEADERS in rights \
                or which == _ORGANIZATION and permissions.ORGANIZATION_HEADERS in rights or which == _FOREST and permissions.FOREST_HEADERS in rights:
            continue
        out.append((match.start(), _end(header, match.end())))
    if hops > max_hops or max_local_hops and local_hops > max_local_hops:
        return replies.HOP_COUNT
    if not message_id:
        message_id = new_id
        received += f"Message-ID: {new_id}\r\n".encode()
    if not dated:
        received += f"Date: {date}\r\n".encode()
    if not out:
        return Sifted(received, 0, message_id, subject)
    pieces = [received]
    position = 0
    for start, end in out:
        pieces.append(header[position:start])
        position = end
    pieces.append(header[position:])
    return Sifted(b"".join(pieces), len(header), message_id, subject)


def _end(header: bytes, position: int) -> int:
    match = _END_OF_FIELD.search(header, position)
    return match.end() if match else len(header)


def _identifier(raw: bytes) -> str:
    text = raw.strip().decode("ascii", "replace")
    return (text if text.isprintable() else "".join(c for c in text if c.isprintable()))[:_LONGEST_ID]
