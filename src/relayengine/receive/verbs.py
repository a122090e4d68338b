"""The commands of SMTP, each a function of the session and the text of its line.

Reads the line, asks `decide`, says the answer and notes what follows from it. What waits for something else (TLS, a password, the
spool) leaves the session busy and goes on by itself.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from relayengine.mail import Recipient
from relayengine.receive import handover, replies, securing
from relayengine.receive.commands import Ehlo, read_mail, read_rcpt
from relayengine.receive.decide import decide
from relayengine.values.options import MessageRateSource
from relayengine.values.reply import Reply

if TYPE_CHECKING:
    from relayengine.receive.session import Session

_HTTP = (b"GET ", b"POST ", b"PUT ", b"HEAD ", b"OPTIONS ", b"CONNECT ", b"DELETE ", b"TRACE ", b"PATCH ", b"PRI ")
_BEYOND_MOST = 5000
"""Recipients a client may go on naming after it has heard that there are too many."""


def command(session: "Session", line: bytes) -> None:
    """Runs one line, without its CRLF."""
    if session.auth is not None:
        securing.auth_line(session, line)
        return
    verb = line[:4].upper()
    handler = _HANDLERS.get(verb)
    try:
        text = line.decode("ascii") if line.isascii() else line.decode("utf-8")
    except UnicodeDecodeError:
        _log_line(session, line.decode("utf-8", "backslashreplace"))
        session.error(replies.BAD_UTF8 if handler else replies.UNRECOGNIZED)
        if handler is _bdat:
            session.shut()
        return
    if session.log:
        session.log("<", _harmless(text), "")
    if not text.isprintable() and not text.replace("\t", " ").isprintable():
        session.error(replies.SYNTAX if handler else replies.UNRECOGNIZED)
        if handler is _bdat:
            session.shut()
        return
    if handler is None:
        if line.startswith(_HTTP) or line[-9:-1] == b" HTTP/1.":
            session.say(replies.NO_HTTP)
            session.shut()
        else:
            session.error(replies.UNRECOGNIZED, tarpit=True)
        return
    handler(session, text.rstrip(" \t"))


def _harmless(text: str) -> str:
    if text[:5].upper() == "AUTH ":
        return " ".join(text.split(" ")[:2])
    return text if text.isprintable() else "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)


def _log_line(session: "Session", text: str) -> None:
    if session.log:
        session.log("<", _harmless(text), "")


def _argument(session: "Session", text: str, name: str) -> str | None:
    """What follows the verb; None, and an error said, if the line does not begin with it as a word."""
    word, _, rest = text.partition(" ")
    if word.upper() != name:
        session.error(replies.UNRECOGNIZED, tarpit=True)
        return None
    return rest.strip(" \t")


# ---- hello, and small talk


def _hello(session: "Session", text: str) -> None:
    name = _argument(session, text, text[:4].upper())
    if name is None or session.trifle():
        return
    extended = text[:4].upper() == "EHLO"
    decision = decide(session.view.settings, session.facts, Ehlo(name.split(" ")[0], extended))
    if not decision.ok:
        session.error(decision.reply)
        return
    session.reset()
    session.facts.helo = name.split(" ")[0]
    session.facts.offer(extended)
    session.say(session.view.ehlo(session.facts) if extended else session.view.helo(session.client_ip))


def _rset(session: "Session", text: str) -> None:
    if _argument(session, text, "RSET") is not None and not session.trifle():
        session.reset()
        session.say(replies.RESETTING)


def _noop(session: "Session", text: str) -> None:
    if _argument(session, text, "NOOP") is not None and not session.trifle():
        session.say(replies.OK)


def _quit(session: "Session", text: str) -> None:
    if _argument(session, text, "QUIT") is not None:
        session.reset()
        session.say(replies.QUIT)
        session.quit()


def _vrfy(session: "Session", text: str) -> None:
    if _argument(session, text, "VRFY") is not None and not session.trifle():
        session.say(replies.CANNOT_VERIFY)


def _help(session: "Session", text: str) -> None:
    if _argument(session, text, "HELP") is not None and not session.trifle():
        session.say(replies.HELP)


def _not_here(session: "Session", text: str) -> None:
    if not session.trifle():
        session.error(replies.NOT_IMPLEMENTED)


def _xclient(session: "Session", text: str) -> None:
    from relayengine.receive.xclient import xclient

    if text[:7].upper() != "XCLIENT":
        session.error(replies.UNRECOGNIZED, tarpit=True)
    else:
        xclient(session, text[7:].strip())


# ---- the envelope


def _mail(session: "Session", text: str) -> None:
    rest = text[4:].lstrip(" ")
    facts = session.facts
    if rest[:5].upper() != "FROM:" or text[4:5] != " ":
        session.error(replies.HELLO_FIRST if facts.helo is None else replies.BAD_ARGUMENTS)
        return
    mail = read_mail(rest[5:], facts.offered)
    if isinstance(mail, Reply):
        if facts.helo is None or facts.sender is not None:
            mail = replies.HELLO_FIRST if facts.helo is None else replies.SENDER_GIVEN
        if mail is replies.TOO_BIG:
            session.refuse(mail)
        else:
            session.error(mail)
        return
    facts.pressure = session.door.pressure()
    decision = decide(session.view.settings, facts, mail)
    if not decision.ok:
        session.decided(decision)
        return
    if not _within_rate(session):
        session.say(replies.TOO_FAST_MESSAGES)
        session.shut()
        return
    path = decision.path or mail.path
    session.mail = mail
    session.expect(True)
    facts.sender = path.text
    session.say(decision.reply)
    if session.log:
        session.log("*", session.session_id, "receiving message")


def _within_rate(session: "Session") -> bool:
    connector = session.view.connector
    most = connector.message_rate_limit
    if not isinstance(most, int):
        return True
    source = connector.message_rate_source
    name = connector.name
    if MessageRateSource.IPAddress in source and not session.door.messages.take(f"{name}\0{session.client_ip}", most):
        return False
    mailbox = session.facts.principal.mailbox
    if MessageRateSource.User in source:
        return session.door.messages.take(f"{name}\0{mailbox.name if mailbox else session.client_ip}\0user", most)
    return True


def _rcpt(session: "Session", text: str) -> None:
    rest = text[4:].lstrip(" ")
    facts = session.facts
    if rest[:3].upper() != "TO:" or text[4:5] != " ":
        session.error(replies.HELLO_FIRST if facts.helo is None else replies.BAD_ARGUMENTS)
        return
    rcpt = read_rcpt(rest[3:], facts.offered, session.mail is not None and session.mail.utf8)
    if isinstance(rcpt, Reply):
        if facts.sender is None:
            rcpt = replies.HELLO_FIRST if facts.helo is None else replies.NEED_MAIL
        session.tried += facts.sender is not None
        session.error(rcpt)
        return
    session.tried += facts.sender is not None
    if session.incoming is not None:
        session.error(replies.OUT_OF_ORDER)
        return
    decision = decide(session.view.settings, facts, rcpt)
    if not decision.ok:
        if decision.reply is replies.TOO_MANY_RECIPIENTS and session.tried > facts.max_recipients + _BEYOND_MOST:
            session.say(replies.TOO_MANY_ERRORS)
            session.shut()
        else:
            session.decided(decision)
        return
    address = (decision.path or rcpt.path).text
    key = address.lower()
    if key not in session.recipients:
        session.recipients[key] = Recipient(address, rcpt.notify, rcpt.orcpt)
        facts.recipients += 1
    session.say(decision.reply)


# ---- handed on


def _data(session: "Session", text: str) -> None:
    rest = _argument(session, text, "DATA")
    if rest is not None:
        handover.data(session, rest)


def _bdat(session: "Session", text: str) -> None:
    if text[4:5] in ("", " "):
        handover.bdat(session, text[5:].strip(" \t"))
    else:  # how long its chunk is nobody knows, and what is in it must not be read as commands
        session.say(replies.UNRECOGNIZED)
        session.shut()


def _starttls(session: "Session", text: str) -> None:
    rest = _argument(session, text, "STARTTLS")
    if rest is not None:
        securing.starttls(session, rest)


def _auth(session: "Session", text: str) -> None:
    rest = _argument(session, text, "AUTH")
    if rest is not None:
        securing.auth(session, rest)


def proxy(session: "Session") -> bool:
    """Reads the PROXY header a connection from a named proxy begins with; whether it is there whole."""
    from relayengine.receive.proxy import read_header

    found = read_header(session.buffer)
    if found is None:
        return False
    if found.bad:
        session.transport.abort()
        return False
    session.buffer = session.buffer[found.length:]
    if found.address:
        session.client_ip, session.client_port = found.address, found.port
    session.arrive()
    session.awaiting_proxy = False
    return True


_HANDLERS: dict[bytes, Callable[["Session", str], None]] = {
    b"MAIL": _mail, b"RCPT": _rcpt, b"DATA": _data, b"BDAT": _bdat, b"EHLO": _hello, b"HELO": _hello, b"RSET": _rset, b"NOOP": _noop,
    b"QUIT": _quit, b"VRFY": _vrfy, b"HELP": _help, b"EXPN": _not_here, b"ETRN": _not_here, b"TURN": _not_here, b"STAR": _starttls,
    b"AUTH": _auth, b"XCLI": _xclient,
}
