"""The extended rights of connectors, the principals they are given to, and what each permission group gives.

Rights are kept in lower case, without the prefix ms-Exch-, for comparison; `RIGHTS` has them as they are shown.
"""

from relayengine.values.options import PermissionGroups

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

_SHOWN = {right[8:].lower(): right for right in RIGHTS}


def folded(right: str) -> str:
    """A right as it is compared: lower case, without ms-Exch-."""
    return right.lower().removeprefix("ms-exch-")


def shown(right: str) -> str:
    """A right as it is shown."""
    return _SHOWN.get(right, "ms-Exch-" + right)
