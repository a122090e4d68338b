"""The fields that say which way a message came (RFC 5321 §4.4, RFC 5322 §3.6.7), and counting them to find loops."""

import re
import time

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_RECEIVED = re.compile(rb"(?:^|\r\n)received:", re.IGNORECASE)
_UNSAFE = re.compile(r"[^\x20-\x7e]")

_minute = (-1, "", "")


def date(seconds: float) -> str:
    """A date-time in local time: "Tue, 26 Apr 2022 22:14:29 +0300". English, whatever the locale."""
    global _minute
    minute = int(seconds) // 60
    known, before, zone = _minute
    if known != minute:
        t = time.localtime(seconds)
        offset = t.tm_gmtoff // 60
        before = f"{_DAYS[t.tm_wday]}, {t.tm_mday} {_MONTHS[t.tm_mon - 1]} {t.tm_year:04} {t.tm_hour:02}:{t.tm_min:02}:"
        zone = f"{'-' if offset < 0 else '+'}{abs(offset) // 60:02}{abs(offset) % 60:02}"
        _minute = (minute, before, zone)
    return f"{before}{int(seconds) % 60:02} {zone}"


def received(*, helo: str, client: str, by: str, server: str, protocol: str, number: str, seconds: float,
             secured: str = "", recipient: str = "") -> bytes:
    """A Received field with its line end.

    `helo` is what the client called itself, `client` its address, `by` our name, `server` our address, `protocol` ESMTP, ESMTPS,
    ESMTPA ... (RFC 3848), `secured` the words about TLS, `recipient` only when there is exactly one.
    """
    text = f"Received: from {_word(helo) or 'unknown'} ({client}) by\r\n {by} ({server}) with {protocol}"
    if secured:
        text += f" ({secured})"
    text += f" id {number}"
    if recipient:
        text += f"\r\n for <{recipient}>"
    return f"{text}; {date(seconds)}\r\n".encode("ascii", "replace")


def _word(text: str) -> str:
    """Text from outside made fit for a field: printable ASCII without what ends a word or a comment."""
    return _UNSAFE.sub("", text).translate({ord(c): None for c in "();<>\\\""}).strip()[:255]


def hops(head: bytes) -> int:
    """How many Received fields a header has, in any case and however they are folded."""
    end = head.find(b"\r\n\r\n")
    return len(_RECEIVED.findall(head if end < 0 else head[:end]))
