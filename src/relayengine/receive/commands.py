"""MAIL and RCPT read into values: the path and what their parameters mean (RFC 1870, 3030, 3461, 4954, 6152, 6531, 8689).

`read_mail` and `read_rcpt` give the command, or the reply that says why it is none. What is allowed is decided elsewhere.
"""

from functools import lru_cache
from typing import NamedTuple

from relayengine.receive import replies
from relayengine.receive.paths import Path, cut, good_xtext, parameters, read_path
from relayengine.values.reply import Reply

_NOTIFY = frozenset(("SUCCESS", "FAILURE", "DELAY"))
_REMEMBERED = 256
"""Lines whose reading is remembered: a printer has one sender, and an alarm goes to the same few people."""


class Offered(NamedTuple):
    """What a session's EHLO reply offered that parameters depend on; nothing after HELO."""

    extended: bool = True
    size: bool = True
    dsn: bool = True
    eight_bit: bool = True
    binary: bool = True
    utf8: bool = True
    auth: bool = True
    long_addresses: bool = False
    require_tls: bool = False


class Mail(NamedTuple):
    """MAIL FROM."""

    path: Path
    size: int = 0
    body: str = "7BIT"
    utf8: bool = False
    ret: str = ""
    envid: str = ""
    auth: str = ""
    require_tls: bool = False


class Rcpt(NamedTuple):
    """RCPT TO."""

    path: Path
    notify: str = ""
    orcpt: str = ""


class Ehlo(NamedTuple):
    """EHLO or HELO with a name, which may be missing."""

    name: str
    extended: bool


class Verb(NamedTuple):
    """A command with nothing to it but its name: DATA, BDAT, STARTTLS, AUTH, VRFY ..."""

    name: str


@lru_cache(maxsize=_REMEMBERED)
def read_mail(text: str, offered: Offered) -> Mail | Reply:
    """What follows `MAIL FROM:`."""
    parts = cut(text)
    if parts is None:
        return replies.INVALID_SENDER
    path = read_path(parts[0], long=offered.long_addresses)
    if path is None:
        return replies.INVALID_SENDER
    if not parts[1]:
        return replies.NEEDS_UTF8 if not path.local.isascii() else Mail(path)
    found = parameters(parts[1])
    if found is None:
        return replies.BAD_ARGUMENTS
    size, body, utf8, ret, envid, auth, require_tls = 0, "7BIT", False, "", "", "", False
    for name, value in found.items():
        if name == "SIZE" and offered.size:
            if value is None or not (value.isascii() and value.isdigit() and len(value) <= 20):
                return replies.TOO_BIG if value and value.isascii() and value.isdigit() else replies.BAD_ARGUMENTS
            size = int(value)
        elif name == "BODY" and (offered.eight_bit or offered.binary):
            body = (value or "").upper()
            if body not in ("7BIT", "8BITMIME") and not (body == "BINARYMIME" and offered.binary):
                return replies.BAD_ARGUMENTS
        elif name == "SMTPUTF8" and offered.utf8:
            if value is not None:
                return replies.BAD_ARGUMENTS
            utf8 = True
        elif name == "RET" and offered.dsn:
            ret = (value or "").upper()
            if ret not in ("FULL", "HDRS"):
                return replies.BAD_ARGUMENTS
        elif name == "ENVID" and offered.dsn:
            if not value or len(value) > 100 or not good_xtext(value):
                return replies.BAD_ARGUMENTS
            envid = value
        elif name == "REQUIRETLS" and offered.require_tls:
            if value is not None:
                return replies.BAD_ARGUMENTS
            require_tls = True
        elif name == "AUTH" and offered.auth:
            if not value or len(value) > 500 or not good_xtext(value):
                return replies.BAD_ARGUMENTS
            auth = value
        else:
            return replies.UNKNOWN_ARGUMENT if value is not None else replies.BAD_ARGUMENTS
    if not path.local.isascii() and not utf8:
        return replies.NEEDS_UTF8
    return Mail(path, size, body, utf8, ret, envid, auth, require_tls)


@lru_cache(maxsize=_REMEMBERED)
def read_rcpt(text: str, offered: Offered, utf8: bool) -> Rcpt | Reply:
    """What follows `RCPT TO:`."""
    parts = cut(text)
    if parts is None:
        return replies.INVALID_RECIPIENT
    path = read_path(parts[0], long=offered.long_addresses)
    if path is None or path.null:
        return replies.INVALID_RECIPIENT
    if not path.local.isascii() and not utf8:
        return replies.NEEDS_UTF8
    if not parts[1]:
        return Rcpt(path)
    found = parameters(parts[1])
    if found is None:
        return replies.BAD_ARGUMENTS
    notify = orcpt = ""
    for name, value in found.items():
        if name == "NOTIFY" and offered.dsn:
            notify = (value or "").upper()
            words = notify.split(",")
            if notify != "NEVER" and (not set(words) <= _NOTIFY or len(set(words)) != len(words)):
                return replies.BAD_ARGUMENTS
        elif name == "ORCPT" and offered.dsn:
            kind, semicolon, address = (value or "").partition(";")
            if not semicolon or not kind.isascii() or not kind.replace("-", "").isalnum() or not address or len(value or "") > 500:
                return replies.BAD_ARGUMENTS
            if not (good_xtext(address) or utf8 and kind.lower() == "utf-8" and address.isprintable()):
                return replies.BAD_ARGUMENTS
            orcpt = value or ""
        else:
            return replies.UNKNOWN_ARGUMENT if value is not None else replies.BAD_ARGUMENTS
    return Rcpt(path, notify, orcpt)
