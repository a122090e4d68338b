"""The message itself: DATA, BDAT and what follows when its end was there: the spool, and then the reply.

The promise is kept here: a client hears 250 after the spool has said that the message is on disk, and not before.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from relayengine.mail import Envelope, new_message_id
from relayengine.receive import permissions, replies
from relayengine.receive.commands import Verb
from relayengine.receive.decide import decide
from relayengine.receive.header import Origin, Sifted, date_text, received_field, sift
from relayengine.receive.message import Incoming, spool_reply
from relayengine.values.reply import Reply

if TYPE_CHECKING:
    from relayengine.receive.session import Session

_DATA, _BDAT = Verb("DATA"), Verb("BDAT")
_MOST_CHUNK_DIGITS = 15


def data(session: "Session", rest: str) -> None:
    """DATA."""
    if rest:
        session.error(replies.BAD_ARGUMENTS)
    elif session.incoming is not None or session.mail is not None and session.mail.body == "BINARYMIME":
        session.error(replies.OUT_OF_ORDER)
    else:
        decision = decide(session.view.settings, session.facts, _DATA)
        if decision.reply is replies.NEED_RCPT and session.tried:
            session.say(replies.NO_RECIPIENTS)
        elif session.decided(decision):
            session.incoming = _incoming(session, chunked=False)
            return
    if session.rest_waits:
        # DATA ends a group of commands (RFC 2920 §3.1): a client that went on sends its message, which must not be read as commands.
        session.shut()


def _incoming(session: "Session", *, chunked: bool) -> Incoming:
    binary = session.mail is not None and session.mail.body == "BINARYMIME"
    return Incoming(session.view, session.facts.rights, _sifter(session), session.door.spool, chunked=chunked, binary=binary,
                    room=session.room, began=session.door.now(), most=int(session.facts.max_size))


def _sifter(session: "Session") -> Callable[[bytes], Sifted | Reply]:
    def judge(header: bytes) -> Sifted | Reply:
        view, facts = session.view, session.facts
        mail = session.mail
        now = date_text(session.door.clock())
        kind = ("UTF8SMTP" if mail and mail.utf8 else "ESMTP" if facts.extended else "SMTP")
        protocol = kind + ("S" if facts.tls and facts.extended else "") + ("A" if facts.principal.mailbox else "")
        origin = Origin(facts.helo or f"[{session.client_ip}]", session.client_ip, view.fqdn, session.server_ip, protocol, session.cipher,
                        session.session_id)
        connector = view.connector
        if facts.principal.mailbox is not None and permissions.ANY_SENDER not in facts.rights:
            from relayengine.receive.purported import may_say

            if not may_say(header, view.settings, facts):
                return replies.NOT_YOUR_SENDER
        return sift(header, received=received_field(origin, now), rights=facts.rights, fqdn=view.settings.server.fqdn,
                    max_hops=connector.max_hop_count, max_local_hops=connector.max_local_hop_count,
                    submission=facts.principal.mailbox is not None, new_id=new_message_id(view.settings.server.fqdn), date=now)
    return judge


def bdat(session: "Session", rest: str) -> None:
    """BDAT (RFC 3030)."""
    words = rest.upper().split()
    if not words or not (words[0].isascii() and words[0].isdigit()) or len(words) > 2 or len(words) == 2 and words[1] != "LAST":
        # Without a length nobody knows where the next command begins.
        session.say(replies.BAD_ARGUMENTS)
        session.shut()
        return
    if not session.view.connector.chunking_enabled or not session.facts.extended:
        session.say(replies.NOT_IMPLEMENTED if session.facts.extended else replies.EHLO_FIRST)
        session.shut()
        return
    unlimited = permissions.BYPASS_SIZE in session.facts.rights
    if len(words[0]) > _MOST_CHUNK_DIGITS or int(words[0]) > session.facts.max_size * (64 if unlimited else 1):
        session.say(replies.TOO_BIG)
        session.shut()
        return
    session.chunk_left, session.chunk_last = int(words[0]), len(words) == 2
    if session.incoming is None:
        decision = decide(session.view.settings, session.facts, _BDAT)
        if decision.ok:
            session.incoming = _incoming(session, chunked=True)
    if session.incoming is not None and not session.incoming.count_chunk():
        session.say(replies.TOO_MANY_CHUNKS)
        session.shut()
        return
    if session.chunk_left == 0:
        end_of_chunk(session)


def end_of_chunk(session: "Session") -> None:
    """The octets of a chunk are all there."""
    session.chunk_left = -1
    incoming = session.incoming
    if incoming is None:
        refusal = decide(session.view.settings, session.facts, _BDAT).reply
        session.reset()
        session.error(replies.NO_RECIPIENTS if refusal.ok else refusal)
    elif session.chunk_last:
        incoming.convert()
        end_of_message(session)
    elif incoming.failure is not None:
        session.say(incoming.failure)
        fatal = incoming.fatal
        session.reset()
        if fatal:
            session.shut()
    else:
        session.say(Reply(250, "2.6.0", f"CHUNK received OK, {incoming.size} octets"))
        session.chunk_left = 0


def end_of_message(session: "Session") -> None:
    """The end of the message was there: it goes to the spool, and the client hears when it is safe."""
    incoming = session.incoming
    assert incoming is not None
    session.expect(False)
    content = incoming.complete()
    if incoming.failure is not None:
        reply, fatal = incoming.failure, incoming.fatal
        session.reset()
        session.say(reply)
        if fatal:
            session.shut()
        return
    session.busy = True
    door = session.door
    if content is None:
        door.background(_commit_large(session, incoming))
        return
    envelope = _envelope(session, incoming, len(content))

    def done(number: int, error: BaseException | None) -> None:
        going_on = _committed(session, incoming, number, error)
        if error is None:
            door.accept(number, envelope, content)
        if going_on:
            session.go_on()

    door.spool.submit(envelope, content, done)


async def _commit_large(session: "Session", incoming: Incoming) -> None:
    number, error = 0, None
    await incoming.written()
    writer = incoming.writer
    if incoming.failure is None and writer is not None:
        envelope = _envelope(session, incoming, writer.size + len(incoming.head))
        try:
            number = await session.door.spool.commit(envelope, writer, head=incoming.head)
        except Exception as failure:  # noqa: BLE001 - the client hears a temporary failure, whatever it was
            error = failure
        else:
            session.door.accept(number, envelope, writer, incoming.head)
    if _committed(session, incoming, number, error):
        session.go_on()


def _committed(session: "Session", incoming: Incoming, number: int, error: BaseException | None) -> bool:
    """Tells the client what became of its message, at once: it can go on while the message is routed. Whether it is still there.

    Whoever looks at the queue because of the reply finds the message in it: it is routed before anything else is answered.
    """
    incoming.release()
    reply = incoming.failure
    if reply is None:
        fqdn = session.view.fqdn
        reply = spool_reply(error) if error else Reply(
            250, "2.6.0", f"{incoming.message_id} [InternalId={number}, Hostname={fqdn}] Queued mail for delivery")
    session.incoming = None
    if session.closing:
        return False
    session.reset()
    if error is None and incoming.failure is None:
        session.messages += 1
        session.door.accepted_messages += 1
    session.junk = 0
    session.say(reply)
    if not session.buffer:
        session.flush()
    return True


def _envelope(session: "Session", incoming: Incoming, size: int) -> Envelope:
    facts, mail, view = session.facts, session.mail, session.view
    assert mail is not None
    inside = permissions.AUTHENTICATION_FLAG in facts.rights or facts.principal.mailbox is not None
    return Envelope(
        facts.sender or "", tuple(session.recipients.values()), size, "8BITMIME" if mail.body == "BINARYMIME" else mail.body, mail.utf8,
        mail.ret, mail.envid, mail.require_tls, incoming.message_id, incoming.subject, session.door.clock(), "SMTP", view.identity,
        session.client_ip, "", facts.helo or "", session.server_ip, session.session_id, facts.tls,
        facts.principal.mailbox.name if facts.principal.mailbox else "", view.settings.server.fqdn if inside else "",
        "Originating" if inside else "Incoming", 0)
