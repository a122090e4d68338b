"""Mailbox: an account that may log on and receive; ADPermission and ExchangeCertificate: who may do what, and which certificate serves what."""

from collections.abc import Iterator

from relayengine.schema import Problem, SettingsObject, kind, setting
from relayengine.values.address import Address, ProxyAddress
from relayengine.values.options import CertificateServices
from relayengine.values.size import ByteSize
from relayengine.values.unlimited import Unlimited


@kind("Mailbox", columns=("Name", "Alias", "ServerName", "ProhibitSendQuota"), container="CN=Users")
class Mailbox(SettingsObject):
    """An account: someone or something that may log on, send and receive."""

    alias: str = setting("The short name, without a domain.", "", longest=64)
    display_name: str = setting("The name people see.", "", longest=256)
    email_addresses: tuple[ProxyAddress, ...] = setting("All its addresses; SMTP: before the primary one, smtp: before the others.", (), on="Set",
                                                        shown_type="ProxyAddressCollection")
    primary_smtp_address: Address | None = setting("The address it sends as.", None)
    user_principal_name: str = setting("The name it logs on with.", "", longest=256)
    sam_account_name: str = setting("The older name it logs on with.", "", longest=64)
    account_disabled: bool = setting("Whether it may not log on.", False, on="Set")
    recipient_type_details: str = setting("What sort of mailbox it is.", "UserMailbox", on=(),
                                          choices=("UserMailbox", "SharedMailbox", "RoomMailbox", "EquipmentMailbox"))
    max_send_size: Unlimited[ByteSize] = setting("The largest message it may send.", "Unlimited", on="Set", low="0B")
    max_receive_size: Unlimited[ByteSize] = setting("The largest message it may receive.", "Unlimited", on="Set", low="0B")
    recipient_limits: Unlimited[int] = setting("How many recipients its messages may have.", "Unlimited", on="Set", low=0)
    require_sender_authentication_enabled: bool = setting("Whether only those who logged on may write to it.", False, on="Set")
    hidden_from_address_lists_enabled: bool = setting("Kept for scripts that set it.", False, on="Set")
    grant_send_on_behalf_to: tuple[str, ...] = setting("The mailboxes that may send as it.", (), on="Set")
    forwarding_smtp_address: Address | None = setting("Where its mail goes on to, and is not kept here unless DeliverToMailboxAndForward says so.", None, on="Set")
    deliver_to_mailbox_and_forward: bool = setting("Whether forwarded mail is kept as well.", False, on="Set")
    prohibit_send_quota: Unlimited[ByteSize] = setting("From which size on it may not send.", "Unlimited", on="Set", low="0B")
    name: str = setting("The name administrators know it by.", longest=64)
    guid: str = setting("What tells it from all others, for good.", "", on=())
    when_created: str = setting("When it was made.", "", on=())
    when_changed: str = setting("When it was last changed.", "", on=())

    def rules(self) -> Iterator[Problem]:
        """What must hold between its own fields."""
        if not self.name.strip():
            yield Problem("Name is empty", "Name")
        if sum(1 for a in self.email_addresses if a.primary) > 1:
            yield Problem("EmailAddresses has two primary addresses (SMTP:); there is one", "EmailAddresses")
        if not self.primary_smtp_address and not self.email_addresses:
            yield Problem(f'PrimarySmtpAddress is missing; mailbox "{self.name}" receives somewhere, such as user@contoso.com',
                          "PrimarySmtpAddress")

    @property
    def primary(self) -> Address:
        """The address it sends as."""
        if self.primary_smtp_address:
            return self.primary_smtp_address
        return next((a.address for a in self.email_addresses if a.primary), self.email_addresses[0].address)

    @property
    def addresses(self) -> tuple[str, ...]:
        """All its addresses, in lower case, the primary one first."""
        first = str(self.primary).lower()
        return (first, *(a for a in (str(p.address).lower() for p in self.email_addresses) if a != first))

    @property
    def logon_names(self) -> tuple[str, ...]:
        """All it may log on as, in lower case: its account names and its addresses."""
        names = [self.user_principal_name, self.sam_account_name, self.alias, self.name, *self.addresses]
        return tuple(dict.fromkeys(n.lower() for n in names if n))


@kind("ADPermission", columns=("Identity", "User", "Deny", "Inherited"), key="identity")
class ADPermission(SettingsObject):
    """Rights a user was given, or denied, on a connector, beside what the permission groups give."""

    identity: str = setting("The connector, as SERVER\\Name or Name.")
    user: str = setting("Who: a principal such as NT AUTHORITY\\ANONYMOUS LOGON, or a mailbox's name.", shown_type="SecurityPrincipalIdParameter")
    extended_rights: tuple[str, ...] = setting("The rights, such as ms-Exch-SMTP-Accept-Any-Recipient.", (), shown_type="ExtendedRightIdParameter[]")
    access_rights: tuple[str, ...] = setting("Directory rights; kept, without effect on mail.", (), shown_type="ActiveDirectoryRights[]")
    deny: bool = setting("Whether the rights are taken instead of given.", False)
    is_inherited: bool = setting("Whether they come from above.", False, on=())
    inheritance_type: str = setting("How far down they reach.", "None", choices=("None", "All", "Descendents", "SelfAndChildren", "Children"))


@kind("ExchangeCertificate", columns=("Thumbprint", "Services", "Subject"), key="thumbprint")
class CertificateAssignment(SettingsObject):
    """The services a certificate of the store is used for."""

    thumbprint: str = setting("The certificate's SHA-1 thumbprint.", longest=40)
    services: CertificateServices = setting("The services it is used for.", "None")
    friendly_name: str = setting("The name people know it by.", "", longest=256)
