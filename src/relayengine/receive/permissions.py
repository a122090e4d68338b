"""What a client may do on a connector: its permission groups and the rights given or denied beside them, in; a frozen set out.

Pure. The rights, the principals and what groups give are the settings' own table.
"""

from collections.abc import Iterable
from typing import NamedTuple

from relayengine.settings.mailbox import ADPermission, Mailbox
from relayengine.settings.receive_connector import ReceiveConnector
from relayengine.settings.rights import (
    ANONYMOUS,
    ANY_RECIPIENT,
    ANY_SENDER,
    AUTHENTICATED_USERS,
    AUTHENTICATION_FLAG,
    AUTHORITATIVE_SENDER,
    BYPASS_ANTISPAM,
    BYPASS_SIZE,
    EVERYONE,
    EXTERNALLY_SECURED,
    FOREST_HEADERS,
    GRANTS,
    ORGANIZATION_HEADERS,
    PARTNERS,
    RIGHTS,
    ROUTING_HEADERS,
    SUBMIT,
    folded,
    shown,
)
from relayengine.values.options import AuthMechanisms

__all__ = ["ANONYMOUS", "ANY_RECIPIENT", "ANY_SENDER", "AUTHENTICATED_USERS", "AUTHENTICATION_FLAG", "AUTHORITATIVE_SENDER", "BYPASS_ANTISPAM",
           "BYPASS_SIZE", "EVERYONE", "EXTERNALLY_SECURED", "FOREST_HEADERS", "GRANTS", "ORGANIZATION_HEADERS", "PARTNERS",
           "RIGHTS", "ROUTING_HEADERS", "SUBMIT", "folded", "shown", "NOBODY", "PARTNER",
           "SECURED", "Principal", "concerns", "log_name", "rights", "source_of", "user",
           "who_comes"]
_LOG_NAMES = {ROUTING_HEADERS: "AcceptRoutingHeaders", ORGANIZATION_HEADERS: "AcceptOrganizationHeaders",
              FOREST_HEADERS: "AcceptForestHeaders", "smtp-accept-exch50": "SMTPAcceptEXCH50"}


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
