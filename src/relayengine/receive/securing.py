"""TLS and logging on: STARTTLS (RFC 3207) and AUTH (RFC 4954), which leave the session busy until they are done."""

import asyncio
from typing import TYPE_CHECKING

from relayengine.receive import replies
from relayengine.receive.auth import Credentials, Exchange, Refusal
from relayengine.receive.commands import Verb
from relayengine.receive.decide import decide, mechanisms
from relayengine.receive.oauth import REFUSED
from relayengine.values.reply import Reply

if TYPE_CHECKING:
    from relayengine.receive.session import Session

_STARTTLS, _AUTH = Verb("STARTTLS"), Verb("AUTH")


def starttls(session: "Session", rest: str) -> None:
    """STARTTLS."""
    if rest:
        session.error(replies.BAD_ARGUMENTS)
        return
    decision = decide(session.view.settings, session.facts, _STARTTLS)
    if not decision.ok:
        session.decided(decision)
        return
    begin_tls(session, greet=False)


def begin_tls(session: "Session", *, greet: bool) -> None:
    """Turns the connection to TLS; what arrived in the clear behind the command is void (RFC 3207 §4.2)."""
    context, problem = session.door.tls_context(session.view)
    if context is None:
        if session.log:
            session.log("*", problem, "TLS not available")
        session.say(replies.TLS_UNAVAILABLE)
        if greet:
            session.shut()
        return
    if not greet:
        session.say(replies.READY_FOR_TLS)
    session.busy = session.drop_rest = True
    session.transport.pause_reading()
    session.flush()
    session.door.background(_handshake(session, context, greet))


async def _hand_over(session: "Session") -> None:
    """Gives TLS what the client of an implicit connection sent before TLS was there to read it: uvloop reads as soon as a client has connected."""
    await asyncio.sleep(0)  # the handshake takes the transport over ...
    await asyncio.sleep(0)  # ... and knows it; nothing is read before this turn of the loop ends
    early, session.buffer = session.buffer, b""
    protocol = session.transport.get_protocol()
    while early and protocol is not session:
        room = protocol.get_buffer(len(early))
        count = min(len(room), len(early))
        room[:count] = early[:count]
        protocol.buffer_updated(count)
        early = early[count:]


async def _handshake(session: "Session", context: object, greet: bool) -> None:
    loop = session.door.loop
    try:
        handshake = loop.start_tls(session.transport, session, context, server_side=True, ssl_handshake_timeout=30.0)  # type: ignore[arg-type]
        if greet:
            handshake = loop.create_task(handshake)  # type: ignore[assignment]
            await _hand_over(session)
        else:
            session.buffer = b""  # from here on, what arrives is encrypted
        transport = await handshake
    except (OSError, ConnectionError, asyncio.TimeoutError, EOFError) as error:
        if session.log:
            session.log("*", str(error), "TLS negotiation failed")
        transport = None
    if transport is None:
        session.transport.abort()
        session.connection_lost(None)
        return
    session.transport = transport
    session.drop_rest = False
    ssl_object = transport.get_extra_info("ssl_object")
    version = ssl_object.version() or "TLS"
    facts = session.facts
    facts.tls = version
    name, _, bits = ssl_object.cipher() or ("", "", 0)
    session.cipher = f"version={version.replace('TLSv', 'TLS').replace('.', '_')}, cipher={name}"
    session.reset()
    facts.helo = None
    facts.become(session.view.visitor, session.view.rights(session.view.visitor))
    session.heard = session.door.now()
    facts.partner = None
    if session.log:
        session.log("*", "", f"TLS negotiation succeeded: {session.cipher}")
    if bits < session.view.connector.minimum_cipher_strength:
        session.busy = False
        session.say(replies.WEAK_CIPHER)
        session.shut()
        return
    shown = ssl_object.context.verify_mode and ssl_object.getpeercert(True)
    if shown:
        from relayengine.receive.partners import Partner, welcome

        welcome(session.view.settings, facts, Partner(shown))
        if session.log:
            session.log("*", str(facts.partner), "Remote certificate")
            session.log("*", session.view.session_permissions(facts.rights), "Set Session Permissions")
    if greet:
        session.greet()
    session.go_on()


def auth(session: "Session", rest: str) -> None:
    """AUTH, its first line."""
    mechanism, _, initial = rest.partition(" ")
    if not mechanism:
        session.error(replies.BAD_ARGUMENTS)
        return
    decision = decide(session.view.settings, session.facts, _AUTH)
    if not decision.ok:
        session.decided(decision)
        return
    if mechanism.upper() not in mechanisms(session.facts):
        session.error(replies.AUTH_UNKNOWN)
        return
    session.auth = Exchange(mechanism.upper())
    _auth_step(session, session.auth.start(initial.strip() or None))


def auth_line(session: "Session", line: bytes) -> None:
    """A further line of an AUTH exchange."""
    if session.log:
        session.log("<", "<authentication data>", "")
    assert session.auth is not None
    if isinstance(session.auth, Refusal):
        session.auth = None
        _refused(session)
        return
    _auth_step(session, session.auth.line(line.decode("ascii", "replace")))


def _auth_step(session: "Session", step: Reply | Credentials) -> None:
    if isinstance(step, Credentials):
        session.auth = None
        session.busy = True
        session.door.background(_check(session, step))
    elif step.code == 334:
        session.say(step)
    else:
        session.auth = None
        session.error(step)
        if step is replies.AUTH_TOO_LONG:
            session.shut()


async def _check(session: "Session", credentials: Credentials) -> None:
    door = session.door
    source = session.client_ip
    principal = None
    wanted = session.view.settings.account(credentials.name[:320])
    account = wanted.name if wanted else ""
    if door.logons.blocked(source, account):
        session.say(replies.AUTH_LATER)
        session.go_on()
        return
    try:
        principal = await door.loop.run_in_executor(door.threads, door.authenticator.check, session.view.settings, credentials, source)
    except Exception as error:  # noqa: BLE001 - secrets that cannot be read are ours to mend, not the client's
        door.report(f"a logon could not be checked: {error}")
        session.say(replies.AUTH_LATER)
        session.go_on()
        return
    if session.closing:
        return
    if principal is not None:
        door.logons.succeeded(source, principal.mailbox.name if principal.mailbox else account)
        session.facts.become(principal, session.view.rights(principal))
        if session.log:
            session.log("*", principal.name, "authenticated")
            session.log("*", session.view.session_permissions(session.facts.rights), "Set Session Permissions")
        session.say(replies.AUTHENTICATED)
        session.go_on()
        return
    door.logons.failed(source, account)
    session.logon_failures += 1
    connector = session.view.connector
    if session.log:
        session.log("*", "", f"Inbound authentication failed for {''.join(c if c.isprintable() else '?' for c in credentials.name[:64])}")
    await asyncio.sleep(connector.auth_tarpit_interval.total_seconds())
    if session.closing:
        return
    if credentials.bearer:
        # RFC 7628 §3.2.3: the client is told why, answers with nothing to say, and then hears its refusal.
        session.auth = Refusal()
        session.say(Reply(334, "", REFUSED))
        session.go_on()
        return
    _refused(session)
    session.go_on()


def _refused(session: "Session") -> None:
    connector = session.view.connector
    session.say(replies.AUTH_FAILED)
    if connector.max_logon_failures and session.logon_failures >= connector.max_logon_failures:
        session.say(replies.TOO_MANY_LOGON_FAILURES)
        session.shut()
