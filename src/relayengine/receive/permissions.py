"""What a client may do on a connector: its permission groups and the rights given or denied beside them, in; a frozen set out.

Pure. Rights are Exchange's extended rights in lower case, without the prefix ms-Exch-, for comparison; `RIGHTS` has them as
they are shown.
"""

from collections.abc import Iterable
from typing import NamedTuple

from relayengine.settings.mailbox import ADPermission, Mailbox
from relayengine.settings.receive_connector import ReceiveConnector
from relayengine.values.options import AuthMechanisms, PermissionGroups

RIGHTS = tuple("ms-Exch-" + name for name in (
    "Accept-Headers-Forest", "Accept-Headers-Organization", "Accept-Headers-Routing", "Bypass-Anti-Spam", "Bypass-Message-Size-Limit",
    "Send-Headers-Forest", "Send-Headers-Organization", "Send-Headers-Routing", "SMTP-Accept-Any-Recipient", "SMTP-Accept-Any-Sender",
    "SMTP-Accept-Authentication-Flag", "SMTP-Accept-Authoritative-Domain-Sender", "SMTP-Accept-Exch50", "SMTP-Accept-Xattr",
    "SMTP-Accept-XProxyFrom", "SMTP-Accept-XSessionParams", "SMTP-Accept-XShadow", "SMTP-Accept-XSysProbe", "SMTP-Send-Exch50",
    "SMTP-Send-XMessageContext-ADRecipientCache", "SMTP-Send-XMessageContext-ExtendedProperties", "SMTP-Send-XMessageContext-FastIndex",
    "SMTP-Send-XShadow", "SMTP-Submit"))

SUBMIT = "smtp-submit"
ANY_RECIPIENT = "smtp-accept-any-recipient"
ANY_SENDER = "smtp-accept-any-sender"
AUTHORITATIVE_SENDER = "smtp-accept-authoritative-domain-sender"
AUTHENTICATION_FLAG = "smtp-accept-authentication-flag"
BYPASS_ANTISPAM = "bypass-anti-spam"
BYPASS_SIZE = "bypass-message-size-limit"
ROUTING_HEADERS = "accept-headers-routing"
ORGANIZATION_HEADERS = "accept-headers-organization"
FOREST_HEADERS = "accept-headers-forest"

ANONYMOUS = "nt authority\\anonymous logon"
AUTHENTICATED_USERS = "nt authority\\authenticated users"
EXTERNALLY_SECURED = "ms exchange\\externally secured servers"
PARTNERS = "ms exchange\\partner servers"
EVERYONE = "everyone"

_ANONYMOUS_RIGHTS = frozenset((ROUTING_HEADERS, ANY_SENDER, AUTHORITATIVE_SENDER, SUBMIT))
_USER_RIGHTS = frozenset((ROUTING_HEADERS, BYPASS_ANTISPAM, ANY_RECIPIENT, SUBMIT))
_SECURED_RIGHTS = frozenset((ROUTING_HEADERS, BYPASS_ANTISPAM, BYPASS_SIZE, ANY_RECIPIENT, ANY_SENDER, AUTHENTICATION_FLAG,
                             AUTHORITATIVE_SENDER, "smtp-accept-exch50", SUBMIT))
_SERVER_RIGHTS = _SECURED_RIGHTS | {FOREST_HEADERS, ORGANIZATION_HEADERS, "smtp-accept-xattr", "smtp-accept-xproxyfrom",
                                    "smtp-accept-xsessionparams", "smtp-accept-xshadow", "smtp-accept-xsysprobe"}

GRANTS: dict[PermissionGroups, tuple[tuple[str, frozenset[str]], ...]] = {
    PermissionGroups.AnonymousUsers: ((ANONYMOUS, _ANONYMOUS_RIGHTS),),
    PermissionGroups.ExchangeUsers: ((AUTHENTICATED_USERS, _USER_RIGHTS),),
    PermissionGroups.ExchangeServers: (("exchange servers", _SERVER_RIGHTS), ("ms exchange\\edge transport servers", _SERVER_RIGHTS),
                                       ("ms exchange\\hub transport servers", _SERVER_RIGHTS), (EXTERNALLY_SECURED, _SECURED_RIGHTS)),
    PermissionGroups.ExchangeLegacyServers: (("exchangelegacyinterop", _SECURED_RIGHTS),),
    PermissionGroups.Partners: ((PARTNERS, frozenset((ROUTING_HEADERS, SUBMIT))),),
}
"""The rights each group gives, by principal."""

_LOG_NAMES = {ROUTING_HEADERS: "AcceptRoutingHeaders", ORGANIZATION_HEADERS: "AcceptOrganizationHeaders",
              FOREST_HEADERS: "AcceptForestHeaders", "smtp-accept-exch50": "SMTPAcceptEXCH50"}
_SHOWN = {right[8:].lower(): right for right in RIGHTS}


class Principal(NamedTuple):
    """Who a session is: a name to show, the identities rights can be given to, and the mailbox if it is one."""

    name: str
    identities: frozenset[str]
    mailbox: Mailbox | None = None

    @property
    def anonymous(self) -> bool:
        """Whether nobody has proved who it is."""
        return ANONYMOUS in self.identities


NOBODY = Principal("NT AUTHORITY\\ANONYMOUS LOGON", frozenset((ANONYMOUS, EVERYONE)))
SECURED = Principal("MS Exchange\\Externally Secured Servers", frozenset((EXTERNALLY_SECURED, EVERYONE)))
PARTNER = Principal("MS Exchange\\Partner Servers", frozenset((PARTNERS, EVERYONE)))


def user(mailbox: Mailbox, domain: str = "") -> Principal:
    """The principal of someone who logged on."""
    names = {AUTHENTICATED_USERS, EVERYONE, *mailbox.logon_names}
    return Principal(f"{domain}\\{mailbox.name}" if domain else mailbox.name, frozenset(names), mailbox)


def who_comes(connector: ReceiveConnector) -> Principal:
    """Who a client of a connector is before it proves anything: a connector may take all comers for secured by other means."""
    return SECURED if AuthMechanisms.ExternalAuthoritative in connector.auth_mechanism else NOBODY


def folded(right: str) -> str:
    """A right as it is compared: lower case, without ms-Exch-."""
    return right.lower().removeprefix("ms-exch-")


def shown(right: str) -> str:
    """A right as it is shown."""
    return _SHOWN.get(right, "ms-Exch-" + right)


def log_name(right: str) -> str:
    """A right as the protocol log names it: SMTPAcceptAnyRecipient."""
    return _LOG_NAMES.get(right) or shown(right)[8:].replace("-", "")


def concerns(permission: ADPermission, identities: frozenset[str]) -> bool:
    """Whether a right is given to (or taken from) one of some identities, named in full or by its last part."""
    name = permission.user.lower()
    return name in identities or name.rpartition("\\")[2] in {i.rpartition("\\")[2] for i in identities}


def rights(connector: ReceiveConnector, permissions: Iterable[ADPermission], principal: Principal) -> frozenset[str]:
    """Every right a principal has on a connector: what its groups and its own entries give, less what is denied."""
    given: set[str] = set()
    for group, grants in GRANTS.items():
        if group in connector.permission_groups:
            for identity, granted in grants:
                if identity in principal.identities:
                    given |= granted
    denied: set[str] = set()
    for permission in permissions:
        if concerns(permission, principal.identities):
            (denied if permission.deny else given).update(folded(r) for r in permission.extended_rights)
    return frozenset(given - denied)


def source_of(right: str, connector: ReceiveConnector, permissions: Iterable[ADPermission], principal: Principal) -> str:
    """Where a right comes from, in words, or why it is missing."""
    for permission in permissions:
        if permission.deny and concerns(permission, principal.identities) and right in map(folded, permission.extended_rights):
            return f"denied to {permission.user}"
    for permission in permissions:
        if concerns(permission, principal.identities) and right in map(folded, permission.extended_rights):
            return f"given to {permission.user}"
    for group, grants in GRANTS.items():
        if group in connector.permission_groups and any(i in principal.identities and right in g for i, g in grants):
            return f"given by permission group {group}"
    return f"not given to {principal.name}"
