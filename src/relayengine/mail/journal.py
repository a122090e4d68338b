"""A journal report: a message for the records, that says who sent what to whom and carries the whole message. Pure."""

import os
import quopri
from typing import NamedTuple

from relayengine.mail.bounce import plain
from relayengine.mail.envelope import Envelope
from relayengine.mail.headers import organisational, split, without
from relayengine.mail.trace import date


class Reporter(NamedTuple):
    """Who makes the report, and when."""

    address: str
    message_id: str
    now: float


def journal_report(original: Envelope, content: bytes, to: str, reporter: Reporter) -> bytes:
    """The content of a report, with CRLF line ends and no dots doubled. `content` is the original's, unstuffed and whole."""
    boundary = f"_{os.urandom(18).hex()}_"
    head, body = split(content)
    attached = without(head, organisational) + body
    if not attached.endswith(b"\r\n"):
        attached += b"\r\n"
    lines = [f"Sender: {plain(original.sender)}", f"Subject: {plain(original.subject, 255)}", f"Message-Id: {plain(original.message_id, 255)}"]
    if original.authenticated_as:
        lines.append(f"On-Behalf-Of: {plain(original.authenticated_as, 255)}")
    lines += [f"Recipient: {plain(recipient.address)}" for recipient in original.recipients]
    text = quopri.encodestring(("\n".join(lines) + "\n").encode("utf-8")).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    from email.header import Header

    subject = plain(original.subject, 200)
    shown = subject if subject.isascii() else Header(subject, "utf-8", maxlinelen=75, header_name="Subject").encode(linesep="\r\n")
    start = (f"From: <{reporter.address}>\r\nTo: <{to}>\r\nSubject: {shown}\r\nDate: {date(reporter.now)}\r\n"
             f"Message-ID: {reporter.message_id}\r\nMIME-Version: 1.0\r\nX-MS-Journal-Report:\r\nAuto-Submitted: auto-generated\r\n"
             f"Content-Type: multipart/mixed;\r\n boundary=\"{boundary}\"\r\n\r\n--{boundary}\r\n"
             f"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n").encode("ascii", "replace")
    transfer = "" if attached.isascii() else "Content-Transfer-Encoding: 8bit\r\n"
    middle = f"\r\n--{boundary}\r\nContent-Type: message/rfc822\r\n{transfer}\r\n".encode()
    return start + text + middle + attached + f"\r\n--{boundary}--\r\n".encode()
