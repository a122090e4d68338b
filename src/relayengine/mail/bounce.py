"""Reports about a message to its sender: multipart/report with delivery-status (RFC 3464, RFC 6522), as RFC 3461 asks.

Whatever another server said is put in as text that can neither end a line nor a part. Knows no settings: names, language and
sizes are handed in.
"""

import os
import quopri
import re
from collections.abc import Sequence
from typing import NamedTuple

from relayengine.mail.envelope import Envelope, Recipient
from relayengine.mail.headers import organisational, split, without
from relayengine.mail.trace import date
from relayengine.mail.words import language_of, words

_STATUS = re.compile(r"^\d\d\d[ -](\d\.\d{1,3}\.\d{1,3})(?: |$)", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
_XTEXT = re.compile(r"\+([0-9A-F]{2})")


class Reported(NamedTuple):
    """What is said about one recipient."""

    recipient: Recipient
    action: str
    """failed, delayed, delivered, relayed or expanded (RFC 3464 §2.3.3)."""
    reply: str
    """The reply that decided it, such as "550 5.1.1 User unknown"."""
    host: str = ""
    """Who gave the reply; "" for this server."""


class Source(NamedTuple):
    """Who reports, and how."""

    fqdn: str
    postmaster: str
    message_id: str
    now: float
    language: str | None = None
    attach_up_to: int = 10 * 1024 * 1024
    """Octets up to which the whole message is returned."""
    until: float = 0.0
    """When trying ends, for a delay."""


def status_of(reply: str, action: str) -> str:
    """The enhanced status code of a reply, or one made from its first digit."""
    match = _STATUS.match(reply)
    if match and not (action == "failed" and match[1][0] == "2"):
        return match[1]
    return {"failed": "5.0.0", "delayed": "4.0.0"}.get(action, "2.0.0")


def plain(text: str, most: int = 1000) -> str:
    """Text from outside for a line of a report."""
    return _CONTROL.sub(" ", text)[:most].strip()


def report(original: Envelope, reported: Sequence[Reported], content: bytes, source: Source) -> bytes:
    """The content of a report, with CRLF line ends and no dots doubled.

    `content` is the original's, unstuffed: all of it when it is to be returned whole, else at least its header.
    """
    say = words(source.language)
    action = reported[0].action
    utf8 = original.smtputf8
    encoding = "utf-8" if utf8 else "ascii"
    boundary = f"_{os.urandom(18).hex()}_"
    head, body = split(content)
    head = without(head, organisational)
    whole = original.ret != "HDRS" and action == "failed" and original.size <= source.attach_up_to and len(content) >= original.size
    attached = head + body if whole else head
    parts = [_header(original, source, boundary, say[f"{action}.subject"])]
    text = _text(reported, action, source, say)
    parts.append(f"--{boundary}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n"
                 f"\r\n".encode() + _quoted_printable(text))
    kind = "message/global-delivery-status" if utf8 else "message/delivery-status"
    parts.append(f"\r\n--{boundary}\r\nContent-Type: {kind}\r\n\r\n".encode()
                 + _machine(original, reported, source, utf8).encode(encoding, "replace"))
    if whole:
        kind = "message/global" if utf8 else "message/rfc822"
    else:
        kind = "message/global-headers" if utf8 else "text/rfc822-headers"
    transfer = "" if attached.isascii() else "Content-Transfer-Encoding: 8bit\r\n"
    parts.append(f"\r\n--{boundary}\r\nContent-Type: {kind}\r\n{transfer}\r\n".encode() + attached)
    if not attached.endswith(b"\r\n"):
        parts.append(b"\r\n")
    parts.append(f"\r\n--{boundary}--\r\n".encode())
    return b"".join(parts)


def _header(original: Envelope, source: Source, boundary: str, subject: str) -> bytes:
    reply = f"In-Reply-To: {original.message_id}\r\nReferences: {original.message_id}\r\n" if _is_id(original.message_id) else ""
    title = f"{subject}: {plain(original.subject, 200)}" if original.subject else subject
    text = (f"From: <{source.postmaster}>\r\nTo: <{original.sender}>\r\nSubject: {_encoded(title)}\r\nDate: {date(source.now)}\r\n"
            f"Message-ID: {source.message_id}\r\n{reply}MIME-Version: 1.0\r\nAuto-Submitted: auto-replied\r\n"
            f"Content-Language: {language_of(source.language)}\r\nX-MS-Exchange-Message-Is-Ndr:\r\n"
            f"Content-Type: multipart/report; report-type=delivery-status;\r\n boundary=\"{boundary}\"\r\n\r\n")
    return text.encode("utf-8" if original.smtputf8 else "ascii", "replace")


def _is_id(text: str) -> bool:
    return 3 < len(text) < 500 and text.isascii() and text.isprintable() and text[0] == "<" and text[-1] == ">"


def _encoded(text: str) -> str:
    """A field body, as encoded words where it is not ASCII (RFC 2047), folded."""
    from email.header import Header

    if text.isascii() and len(text) < 200:
        return text
    return Header(text, "utf-8", maxlinelen=75, header_name="Subject").encode(linesep="\r\n")


def _text(reported: Sequence[Reported], action: str, source: Source, say: dict[str, str]) -> str:
    lines = [say[f"{action}.intro"], ""]
    for one in reported:
        lines.append(plain(one.recipient.address))
        if action in ("failed", "delayed"):
            lines.append(plain(one.reply))
        lines.append("")
    if action == "delayed" and source.until:
        lines += [say["delayed.until"].format(date(source.until)), ""]
    if action in ("failed", "delayed"):
        lines += [say["diagnostics"], "", say["server"].format(source.fqdn), ""]
        for one in reported:
            lines += [plain(one.recipient.address), say["returned"].format(plain(one.host, 255) or source.fqdn, plain(one.reply)), ""]
        lines += [say["headers"], ""]
    return "\r\n".join(lines)


def _quoted_printable(text: str) -> bytes:
    made = quopri.encodestring(text.replace("\r\n", "\n").encode("utf-8"))
    return made.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def _machine(original: Envelope, reported: Sequence[Reported], source: Source, utf8: bool) -> str:
    lines = [f"Reporting-MTA: dns;{source.fqdn}"]
    if original.envid:
        lines.insert(0, f"Original-Envelope-Id: {plain(_from_xtext(original.envid))}")
    if original.helo:
        lines.append(f"Received-From-MTA: dns;{plain(original.helo, 255)}")
    if original.received_at:
        lines.append(f"Arrival-Date: {date(original.received_at)}")
    for one in reported:
        lines.append("")
        if one.recipient.orcpt:
            kind, _, address = one.recipient.orcpt.partition(";")
            lines.append(f"Original-Recipient: {plain(kind)};{plain(_from_xtext(address))}")
        kind = "utf-8" if utf8 and not one.recipient.address.isascii() else "rfc822"
        lines.append(f"Final-Recipient: {kind};{plain(one.recipient.address)}")
        lines.append(f"Action: {one.action}")
        lines.append(f"Status: {status_of(one.reply, one.action)}")
        if one.reply:
            lines.append(_folded(f"Diagnostic-Code: smtp;{plain(one.reply)}"))
        if one.host:
            lines.append(f"Remote-MTA: dns;{plain(one.host, 255)}")
        if one.action == "delayed" and source.until:
            lines.append(f"Will-Retry-Until: {date(source.until)}")
    return "\r\n".join(lines) + "\r\n"


def _from_xtext(text: str) -> str:
    """xtext read back (RFC 3461 §4); what is no xtext stays."""
    return _XTEXT.sub(lambda match: chr(int(match[1], 16)), text)


def _folded(line: str, width: int = 900) -> str:
    """A long field over several lines."""
    return "\r\n ".join(line[at:at + width] for at in range(0, len(line), width))
