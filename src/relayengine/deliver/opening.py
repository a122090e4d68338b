"""From a target to a conversation that is ready for messages: socket, greeting, EHLO, STARTTLS, logging on."""

import asyncio
import base64
import ssl
from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any, NamedTuple

from relayengine.deliver.connection import Connection, Hooks, Log, Lost
from relayengine.deliver.hosts import Target
from relayengine.deliver.outgoing import Outgoing
from relayengine.deliver.plan import Plan, Tls
from relayengine.deliver.proof import Proof, Unproven, prove
from relayengine.deliver.replies import one_line
from relayengine.deliver.signing import Signer
from relayengine.deliver.tokens import NoToken, Tokens
from relayengine.deliver.wire import Extensions
from relayengine.settings.rewriting import Rewriter
from relayengine.values.options import SmartHostAuth

CONNECT_TIMEOUT = 30.0
GREETING_TIMEOUT = 300.0


class NotOpened(Exception):
    """The host cannot be spoken to as the plan wants. The text is a reply, such as 421 4.4.1 Connection timed out."""

    def __init__(self, reply: str, tls: bool = False) -> None:
        super().__init__(reply)
        self.reply = reply
        self.tls = tls
        """Whether TLS was to blame, so that an opportunistic connection may be tried in the clear."""


class Means(NamedTuple):
    """What opening needs of the outside."""

    context: Callable[[Plan], ssl.SSLContext]
    password: Callable[[str], tuple[str, str] | None]
    """The account and password of a connector, by name."""
    now: Callable[[], float]
    signer: Signer | None = None
    rewriter: Rewriter | None = None
    tokens: Tokens | None = None


async def opened(target: Target, plan: Plan, hooks: Hooks, means: Means, log: Log | None = None) -> Connection:
    """A connection that is ready to `begin`. Raises NotOpened."""
    try:
        return await _opened(target, plan, hooks, means, log)
    except NotOpened as error:
        if not (error.tls and plan.tls is Tls.OFFERED):
            raise
    return await _opened(target, plan._replace(tls=Tls.NEVER), hooks, means, log)


async def _opened(target: Target, plan: Plan, hooks: Hooks, means: Means, log: Log | None) -> Connection:
    loop = asyncio.get_running_loop()
    made = Connection(hooks, target.host, target.address, means.now, lmtp=plan.lmtp, most=plan.most_messages,
                      outgoing=Outgoing(not plan.keep_organisation, means.rewriter),
                      signer=means.signer, log=log)
    if log is not None:
        log("*", "", f"attempting to connect to {target.address}:{target.port}")
    try:
        async with asyncio.timeout(CONNECT_TIMEOUT):
            if target.address.startswith("/"):
                await loop.create_unix_connection(lambda: made, target.address)
            else:
                await loop.create_connection(lambda: made, target.address, target.port,
                                             local_addr=(plan.source, 0) if plan.source else None)
    except TimeoutError:
        raise NotOpened("421 4.4.1 Connection timed out") from None
    except OSError as error:
        raise NotOpened(f"421 4.4.1 Connection failed: {_reason(error)}") from None
    if log is not None and not target.address.startswith("/"):
        here = made.transport.get_extra_info("sockname")
        log.local = f"[{here[0]}]:{here[1]}" if ":" in here[0] else f"{here[0]}:{here[1]}"
        log("+", "")
    try:
        await _greet(made, plan)
        await _encrypt(made, plan, target, means)
        await _log_on(made, plan, means)
        made.assured = plan.assured and bool(made.tls)
    except Lost as error:
        raise NotOpened(str(error)) from None
    except NotOpened:
        made.quit()
        asyncio.get_running_loop().call_later(1, made.drop, "")
        raise
    except BaseException:
        made.drop("")
        raise
    return made


def _reason(error: OSError) -> str:
    """The system's words, without its numbers and Python's."""
    import os

    return os.strerror(error.errno) if error.errno else str(error)


async def _greet(made: Connection, plan: Plan) -> None:
    code, lines = await made.command(None, GREETING_TIMEOUT)
    if code != 220:
        raise NotOpened(_temporary(code, lines))
    await _hello(made, plan)


async def _hello(made: Connection, plan: Plan) -> None:
    verb = b"LHLO " if plan.lmtp else b"HELO " if plan.force_helo else b"EHLO "
    name = plan.helo.encode("ascii", "replace")
    code, lines = await made.command(verb + name)
    if code == 250:
        made.offered = Extensions() if plan.force_helo else Extensions.read(lines[1:])
        return
    if not plan.lmtp and not plan.force_helo and code >= 500:
        code, lines = await made.command(b"HELO " + name)
        if code == 250:
            made.offered = Extensions()
            return
    raise NotOpened(_temporary(code, lines))


def _temporary(code: int, lines: list[str]) -> str:
    """A host that refuses us before it has seen a message has refused no message: the next host, or later."""
    reply = one_line(code, lines)
    return reply if code < 500 else f"421 4.4.0 The host refused the conversation: {reply}"


async def _encrypt(made: Connection, plan: Plan, target: Target, means: Means) -> None:
    if plan.tls is Tls.NEVER:
        return
    if "STARTTLS" not in made.offered.names:
        if plan.proof is not None:
            raise NotOpened(f"450 4.7.321 starttls-not-supported: {target.host} has TLSA records and does not offer STARTTLS")
        if plan.tls is not Tls.OFFERED:
            raise NotOpened("454 4.7.0 TLS is required, and the host does not offer STARTTLS")
        return
    code, lines = await made.command(b"STARTTLS")
    if code != 220:
        if plan.proof is not None:
            raise NotOpened(f"450 4.7.321 starttls-not-supported: {target.host} has TLSA records and refused STARTTLS: {one_line(code, lines)}")
        if plan.tls is not Tls.OFFERED:
            raise NotOpened(f"454 4.7.0 TLS is required, and the host refused STARTTLS: {one_line(code, lines)}")
        return
    name = plan.proof.server if plan.proof is not None else plan.tls_name.removeprefix("*.") or target.host.strip("[]")
    try:
        await made.secure(means.context(plan), name)
        if plan.tls is Tls.NAME:
            _check_name(made, name)
        if plan.proof is not None:
            made.proved = _proved(made, plan.proof)
    except Unproven as error:
        made.drop("")
        what = "4.7.322 certificate-expired" if error.expired else "4.7.323 tlsa-invalid"
        raise NotOpened(f"450 {what}: {target.host} failed DANE: {error}") from None
    except (OSError, ssl.SSLError, ValueError, TimeoutError, ConnectionError) as error:
        made.drop("")
        raise NotOpened(f"454 4.7.5 The TLS handshake failed: {_tls_reason(error)}", tls=True) from None
    await _hello(made, plan)


def _proved(made: Connection, proof: Proof) -> str:
    """How the host has proved who it is. Raises Unproven."""
    if not proof.records:
        return f"DANE: no TLSA record of {proof.server} can be used; encrypted, with whatever certificate"
    return f"DANE: proved by TLSA {prove(_shown(made), proof, datetime.now(timezone.utc))} of {proof.server}"


def _shown(made: Connection) -> list[bytes]:
    """The certificates the host showed, as DER, its own first."""
    secured: Any = made.transport.get_extra_info("ssl_object")
    if hasattr(secured, "get_unverified_chain"):  # Python 3.13 and later
        return list(secured.get_unverified_chain())
    return [ssl.PEM_cert_to_DER_cert(each.public_bytes()) for each in secured._sslobj.get_unverified_chain() or ()]


def _tls_reason(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"certificate not accepted: {error.verify_message}"
    if isinstance(error, ssl.SSLError):
        return (error.reason or "protocol error").replace("_", " ").lower()
    return str(error) or type(error).__name__


def _check_name(made: Connection, name: str) -> None:
    """The certificate must carry the name (a wildcard stands for one label, RFC 6125 §6.4.3)."""
    certificate = made.transport.get_extra_info("ssl_object").getpeercert() or {}
    wanted = name.lower()
    for kind, value in certificate.get("subjectAltName", ()):
        value = value.lower()
        if kind == "DNS" and (value == wanted or value.startswith("*.") and wanted.partition(".")[2] == value[2:]):
            return
        if kind == "IP Address" and value == wanted:
            return
    raise ValueError(f"the certificate is not for {name}")


async def _log_on(made: Connection, plan: Plan, means: Means) -> None:
    if plan.logon is SmartHostAuth.OAuth2:
        await _show_token(made, plan, means.tokens)
        return
    if plan.logon not in (SmartHostAuth.BasicAuth, SmartHostAuth.BasicAuthRequireTLS):
        return
    if plan.logon is SmartHostAuth.BasicAuthRequireTLS and not made.tls:
        raise NotOpened("454 4.7.0 Logging on needs TLS, and the host does not offer it")
    account = means.password(plan.connector)
    if account is None:
        raise NotOpened(f'454 4.7.0 No password is kept for the send connector "{plan.connector}"')
    user, password = account
    if "LOGIN" in made.offered.auth:
        code, lines = await made.command(b"AUTH LOGIN")
        for secret in (user, password):
            if code != 334:
                break
            code, lines = await made.command(base64.b64encode(secret.encode()), shown="<authentication data>")
    elif "PLAIN" in made.offered.auth:
        token = base64.b64encode(f"\0{user}\0{password}".encode())
        code, lines = await made.command(b"AUTH PLAIN " + token, shown="AUTH PLAIN <authentication data>")
    else:
        raise NotOpened("454 4.7.0 The host offers no way to log on that is known here (LOGIN, PLAIN)")
    if code != 235:
        raise NotOpened(f"454 4.7.0 Logging on was refused: {one_line(code, lines)}")


async def _show_token(made: Connection, plan: Plan, tokens: Tokens | None) -> None:
    """Logs on with an access token: OAUTHBEARER (RFC 7628) or what came before it, XOAUTH2. Never in the clear."""
    if not made.tls:
        raise NotOpened("454 4.7.0 Logging on with a token needs TLS, and the host does not offer it")
    mechanism = next((each for each in ("XOAUTH2", "OAUTHBEARER") if each in made.offered.auth), "")
    if not mechanism or tokens is None:
        raise NotOpened("454 4.7.0 The host offers no way to log on with a token (XOAUTH2, OAUTHBEARER)")
    try:
        user, token = await tokens.token(plan.connector)
    except NoToken as error:
        raise NotOpened(f"454 4.7.0 No access token: {error}") from None
    if mechanism == "XOAUTH2":
        said = f"user={user}\x01auth=Bearer {token}\x01\x01"
    else:
        name = user.replace("=", "=3D").replace(",", "=2C")
        said = f"n,a={name},\x01host={made.host.strip('[]')}\x01port={plan.port}\x01auth=Bearer {token}\x01\x01"
    shown = f"AUTH {mechanism} <authentication data>"
    code, lines = await made.command(f"AUTH {mechanism} ".encode() + base64.b64encode(said.encode()), shown=shown)
    reason = ""
    if code == 334:  # it says why, and waits to hear that it was heard
        reason = _why(lines)
        code, lines = await made.command(b"AQ==" if mechanism == "OAUTHBEARER" else b"")
    if code != 235:
        tokens.forget(plan.connector)
        raise NotOpened(f"454 4.7.0 Logging on was refused: {one_line(code, lines)}{reason}")


def _why(lines: list[str]) -> str:
    """What a host says of a token it refuses (RFC 7628 §3.2.2), in readable words."""
    try:
        text = base64.b64decode(lines[0], validate=True).decode("utf-8", "replace")
    except (ValueError, IndexError):
        return ""
    return " (" + "".join(c if c.isprintable() else " " for c in text)[:200] + ")"
