"""decide: the one answer to a command, from the settings, the facts of the session and nothing else.

Live sessions ask it, and so may whoever wants to know what would happen: it gives the reply, the rule and the right that decided,
and everything else that was looked at on the way. Pure; the clock and the counters are not its business.
"""

from typing import NamedTuple
from unicodedata import normalize

from relayengine.receive import permissions, replies
from relayengine.receive.commands import Ehlo, Mail, Rcpt, Verb
from relayengine.receive.facts import Facts
from relayengine.receive.paths import Path
from relayengine.settings.snapshot import Settings
from relayengine.values.domain import canonical
from relayengine.values.options import AcceptedDomainType, AuthMechanisms
from relayengine.values.problem import BadValue
from relayengine.values.reply import Reply

Command = Mail | Rcpt | Ehlo | Verb
_RESERVED_TOP = frozenset(("test", "example", "invalid", "localhost"))
_RESERVED_SECOND = frozenset(("example.com", "example.net", "example.org"))
_ROUTING_CHARACTERS = frozenset('%!@:')


class Decision(NamedTuple):
    """A reply, and why: the rule that decided, the right it turned on ("" for none), and what was looked at before."""

    reply: Reply
    rule: str
    right: str = ""
    considered: tuple[str, ...] = ()
    path: Path | None = None
    """The path the command means, where that is not the one it gave (a domain was added)."""

    @property
    def ok(self) -> bool:
        """Whether the command is allowed."""
        return self.reply.ok


_WAS_KNOWN = ("the session said hello", "TLS is not missing")
_MAIL_BASE = (*_WAS_KNOWN, "no other message is under way", "resources suffice")
MAIL_ANY_SENDER = Decision(replies.SENDER_OK, "any sender is allowed", permissions.ANY_SENDER, _MAIL_BASE)
MAIL_NULL_SENDER = Decision(replies.SENDER_OK, "the null sender belongs to everyone", permissions.SUBMIT, _MAIL_BASE)
MAIL_OWN_SENDER = Decision(replies.SENDER_OK, "the sender is the account's own", permissions.SUBMIT, _MAIL_BASE)
MAIL_AUTHORITATIVE = Decision(replies.SENDER_OK, "senders of authoritative domains are allowed", permissions.AUTHORITATIVE_SENDER, _MAIL_BASE)
RCPT_ACCEPTED = Decision(replies.RECIPIENT_OK, "the domain is accepted")
RCPT_RELAYED = Decision(replies.RECIPIENT_OK, "any recipient is allowed", permissions.ANY_RECIPIENT, ("the domain is not accepted",))
RCPT_REFUSED = Decision(replies.NO_RELAY, "the domain is not accepted, and not any recipient is allowed", permissions.ANY_RECIPIENT)
RCPT_ROUTED = Decision(replies.NO_RELAY, "the local part holds a further address, and not any recipient is allowed",
                       permissions.ANY_RECIPIENT, ("the domain is accepted",))
RCPT_UNKNOWN = Decision(replies.USER_UNKNOWN, "the domain is authoritative and has no such mailbox", "", ("the domain is accepted",))


def decide(settings: Settings, facts: Facts, command: Command) -> Decision:
    """The answer to a command."""
    if type(command) is Rcpt:
        return _rcpt(settings, facts, command)
    if type(command) is Mail:
        return _mail(settings, facts, command)
    if type(command) is Ehlo:
        return _ehlo(facts, command)
    assert isinstance(command, Verb)
    return _verb(facts, command)


def _ehlo(facts: Facts, command: Ehlo) -> Decision:
    name = command.name
    if not name:
        if facts.connector.require_ehlo_domain:
            return Decision(replies.INVALID_DOMAIN, "RequireEHLODomain, and no name was given")
        return Decision(replies.OK, "a missing name is allowed")
    if len(name) > 255 or not _good_helo(name):
        return Decision(replies.INVALID_DOMAIN, "the name is no domain name and no address literal")
    return Decision(replies.OK, "the name may be a name")


def _good_helo(name: str) -> bool:
    if name.startswith("[") and name.endswith("]"):
        return all(c.isalnum() or c in ".:-_" for c in name[1:-1])
    try:
        return bool(canonical(name))
    except BadValue:
        return False


def _mail(settings: Settings, facts: Facts, command: Mail) -> Decision:
    connector = facts.connector
    rights = facts.rights
    path = command.path
    if facts.helo is None:
        return Decision(replies.HELLO_FIRST, "no hello was said")
    if connector.require_tls and not facts.tls:
        return Decision(replies.NEEDS_TLS, "RequireTLS, and the session is in the clear")
    if facts.sender is not None:
        return Decision(replies.SENDER_GIVEN, "a message is under way")
    if permissions.SUBMIT not in rights:
        if facts.anonymous:
            return Decision(replies.NOT_AUTHENTICATED, "anonymous clients may not submit", permissions.SUBMIT, _WAS_KNOWN)
        return Decision(replies.NO_SUBMIT, "the account may not submit here", permissions.SUBMIT, _WAS_KNOWN)
    if facts.pressure >= 2 or facts.pressure == 1 and permissions.AUTHENTICATION_FLAG not in rights and facts.anonymous:
        return Decision(replies.NO_RESOURCES, "back pressure", "", _WAS_KNOWN)
    if command.size > facts.max_size and permissions.BYPASS_SIZE not in rights:
        limit = "MaxMessageSize" if facts.max_size == connector.max_message_size else "TransportConfig MaxReceiveSize"
        return Decision(replies.TOO_BIG, f"{limit}, and the size was declared", permissions.BYPASS_SIZE, _MAIL_BASE)
    if path.null:
        return MAIL_NULL_SENDER
    if connector.domain_secure_enabled and settings.transport_config.tls_receive_domain_secure_list:
        refused = _domain_secure(settings, facts, path)
        if refused:
            return refused
    if not path.domain:
        if not connector.default_domain:
            return Decision(replies.INVALID_SENDER, "the sender has no domain, and the connector no DefaultDomain", "", _MAIL_BASE)
        path = path.in_domain(_default_domain(settings, connector.default_domain))
        decided = _sender(settings, facts, path)
        return decided._replace(path=path)
    return _sender(settings, facts, path)


def _domain_secure(settings: Settings, facts: Facts, path: Path) -> Decision | None:
    if not any(d.matches(path.domain) for d in settings.transport_config.tls_receive_domain_secure_list):
        return None
    if not facts.tls:
        return Decision(replies.NEEDS_TLS, "DomainSecureEnabled, TLSReceiveDomainSecureList holds the domain, and the session is in the clear", "", _MAIL_BASE)
    if facts.partner is None or not facts.partner.covers(path.domain):
        return Decision(replies.CERTIFICATE_FAILED, "DomainSecureEnabled, and the client has shown no certificate for the domain", "", _MAIL_BASE)
    return None


def _sender(settings: Settings, facts: Facts, path: Path) -> Decision:
    rights = facts.rights
    mailbox = facts.principal.mailbox
    if mailbox is not None and may_send_as(settings, facts, path):
        return MAIL_OWN_SENDER
    if permissions.ANY_SENDER not in rights:
        return Decision(replies.NOT_YOUR_SENDER, "the sender is not the account's own, and not any sender is allowed",
                        permissions.ANY_SENDER, _MAIL_BASE)
    domain = settings.accepted_domain(path.domain)
    if domain is not None and domain.domain_type is AcceptedDomainType.Authoritative:
        if permissions.AUTHORITATIVE_SENDER not in rights:
            return Decision(replies.NOT_YOUR_SENDER, "the sender is in an authoritative domain, and such senders are not allowed",
                            permissions.AUTHORITATIVE_SENDER, (*_MAIL_BASE, "any sender is allowed"))
        return MAIL_AUTHORITATIVE
    return MAIL_ANY_SENDER


def may_send_as(settings: Settings, facts: Facts, path: Path) -> bool:
    """Whether an address is the account's own, or that of a mailbox it may send for (GrantSendOnBehalfTo)."""
    own = facts.principal.mailbox
    if own is None:
        return False
    address = path.text.lower()
    if address in own.addresses:
        return True
    other = settings.mailbox(address)
    return other is not None and any(n.lower() in own.logon_names for n in other.grant_send_on_behalf_to)


def _default_domain(settings: Settings, name: str) -> str:
    found = next((d for d in settings.accepted_domains if d.name.lower() == name.lower() or d.domain_name == name.lower()), None)
    return str(found.domain_name) if found and not found.domain_name.wildcard else name.lower()


def _rcpt(settings: Settings, facts: Facts, command: Rcpt) -> Decision:
    if facts.helo is None:
        return Decision(replies.HELLO_FIRST, "no hello was said")
    if facts.sender is None:
        return Decision(replies.NEED_MAIL, "no sender was given")
    connector = facts.connector
    path = command.path
    if facts.recipients >= facts.max_recipients:
        return Decision(replies.TOO_MANY_RECIPIENTS, "MaxRecipientsPerMessage" if facts.max_recipients == connector.max_recipients_per_message
                        else "TransportConfig MaxRecipientEnvelopeLimit")
    completed: Path | None = None
    if not path.domain:
        if path.local.lower() != "postmaster" and not connector.default_domain:
            return Decision(replies.INVALID_RECIPIENT, "the recipient has no domain, and the connector no DefaultDomain")
        path = completed = path.in_domain(_default_domain(settings, connector.default_domain or "") or settings.default_domain)
    if path.literal:
        return Decision(replies.DOMAIN_LITERAL, "address literals are not accepted")
    refused = _shape(connector, path)
    if refused:
        return refused
    domain = settings.accepted_domain(path.domain)
    any_recipient = permissions.ANY_RECIPIENT in facts.rights
    if domain is None:
        return RCPT_RELAYED if any_recipient else RCPT_REFUSED
    if not any_recipient and not _ROUTING_CHARACTERS.isdisjoint(path.local if path.local.isascii() else normalize("NFKC", path.local)):
        return RCPT_ROUTED
    if domain.domain_type is AcceptedDomainType.Authoritative and domain.address_book_enabled:
        mailbox = settings.mailbox(settings.rewriter.inward(path.text))
        if mailbox is None:
            if path.local.lower() != "postmaster":
                return RCPT_UNKNOWN
        elif mailbox.require_sender_authentication_enabled and facts.anonymous:
            return Decision(replies.SENDER_AUTH_REQUIRED, "the mailbox takes mail of authenticated senders alone", "", ("the domain is accepted",))
    return RCPT_ACCEPTED if completed is None else RCPT_ACCEPTED._replace(path=completed)


def _shape(connector: object, path: Path) -> Decision | None:
    c = connector
    if not (c.reject_reserved_top_level_recipient_domains or c.reject_reserved_second_level_recipient_domains  # type: ignore[attr-defined]
            or c.reject_single_label_recipient_domains):  # type: ignore[attr-defined]
        return None
    labels = path.domain.rsplit(".", 2)
    if c.reject_single_label_recipient_domains and len(labels) == 1:  # type: ignore[attr-defined]
        return Decision(replies.SINGLE_LABEL, "RejectSingleLabelRecipientDomains")
    if c.reject_reserved_top_level_recipient_domains and labels[-1] in _RESERVED_TOP:  # type: ignore[attr-defined]
        return Decision(replies.RESERVED_TOP_LEVEL, "RejectReservedTopLevelRecipientDomains")
    if c.reject_reserved_second_level_recipient_domains and ".".join(labels[-2:]) in _RESERVED_SECOND:  # type: ignore[attr-defined]
        return Decision(replies.RESERVED_SECOND_LEVEL, "RejectReservedSecondLevelRecipientDomains")
    return None


def _verb(facts: Facts, command: Verb) -> Decision:
    name = command.name
    auth = facts.connector.auth_mechanism
    if name == "STARTTLS":
        if AuthMechanisms.Tls not in auth:
            return Decision(replies.UNRECOGNIZED, "AuthMechanism does not hold Tls")
        if facts.tls:
            return Decision(replies.TLS_ACTIVE, "the session is encrypted already")
        if facts.helo is None or not facts.extended:
            return Decision(replies.EHLO_FIRST, "EHLO was not said")
        if facts.sender is not None:
            return Decision(replies.OUT_OF_ORDER, "a message is under way")
        return Decision(replies.READY_FOR_TLS, "AuthMechanism holds Tls")
    if name == "AUTH":
        if facts.helo is None or not facts.extended:
            return Decision(replies.EHLO_FIRST, "EHLO was not said")
        if facts.principal.mailbox is not None:
            return Decision(replies.AUTH_AGAIN, "the session is authenticated already")
        if facts.sender is not None:
            return Decision(replies.AUTH_NOT_NOW, "a message is under way")
        if not basic_offered(facts) and not bearer_offered(facts):
            return Decision(replies.AUTH_UNKNOWN, "AuthMechanism does not hold BasicAuth, or holds BasicAuthRequireTLS and the session is in the clear")
        return Decision(replies.OK, "AuthMechanism holds BasicAuth")
    if facts.helo is None:
        return Decision(replies.HELLO_FIRST, "no hello was said")
    if facts.sender is None:
        return Decision(replies.NEED_MAIL, "no sender was given")
    if not facts.recipients:
        return Decision(replies.NEED_RCPT, "no recipient was accepted")
    return Decision(replies.START_INPUT, "sender and recipients are known")


def basic_offered(facts: Facts) -> bool:
    """Whether AUTH LOGIN and PLAIN are offered to a session as it is now."""
    auth = facts.connector.auth_mechanism
    return AuthMechanisms.BasicAuth in auth and (AuthMechanisms.BasicAuthRequireTLS not in auth or bool(facts.tls))


def bearer_offered(facts: Facts) -> bool:
    """Whether AUTH XOAUTH2 and OAUTHBEARER are offered to a session as it is now: never in the clear."""
    return facts.bearer and bool(facts.tls) and bool(facts.connector.auth_mechanism & (AuthMechanisms.BasicAuth | AuthMechanisms.Integrated))


def mechanisms(facts: Facts) -> tuple[str, ...]:
    """The AUTH mechanisms offered to a session as it is now."""
    return (("LOGIN", "PLAIN") if basic_offered(facts) else ()) + (("XOAUTH2", "OAUTHBEARER") if bearer_offered(facts) else ())
