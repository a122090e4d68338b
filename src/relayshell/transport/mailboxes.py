"""The cmdlets of mailboxes: the accounts that may log on, send and receive."""

from __future__ import annotations

from typing import Any

from relayengine.schema import Kind
from relayengine.settings.kinds import find_kind
from relayshell.commands import param
from relayshell.errors import ShellError
from relayshell.objects.psobject import unwrap
from relayshell.transport.making import getter, maker, remover, setter
from relayshell.transport.managed import GetObjects, NewObject, SetObjects
from relayshell.transport.objects import object_of
from relayshell.transport.secrets import plain_text

MAILBOX = find_kind("Mailbox")
assert MAILBOX
_UNUSED = "Kept for scripts that give it."


def _keep(cmdlet: Any, name: str, password: Any) -> None:
    """Keeps the hash of a mailbox's password."""
    from relayengine.settings.secrets import SecretProblem

    try:
        cmdlet.relay.store.secrets.set_password(name, plain_text(password))
    except SecretProblem as problem:
        raise ShellError(f"Cannot bind argument to parameter 'Password': {problem}.", "PasswordNotKept", "InvalidArgument") from None


class _NewMailbox(NewObject):
    """Makes a mailbox; without -PrimarySmtpAddress it receives at its alias in the default domain."""

    def process(self) -> None:
        settings = self.settings
        if not self.shared and not self.room and not self.equipment and self.password is None:
            raise ShellError(
                "New-Mailbox needs -Password: a SecureString, such as (Read-Host -AsSecureString). A mailbox nobody logs on to is made with -Shared.",
                "MissingMandatoryParameter", "InvalidArgument", "Password")
        alias = self.alias or str(self.name).replace(" ", "")
        if self.alias is None:
            self.alias = alias
            self.given["alias"] = alias
        if self.primary_smtp_address is None:
            upn = str(self.user_principal_name or "")
            local = upn if "@" in upn and settings.accepted_domain(upn.rpartition("@")[2].lower()) else f"{alias}@{settings.default_domain}"
            self.primary_smtp_address = local
            self.given["primarysmtpaddress"] = local
        if self.display_name is None:
            self.display_name = str(self.name)
            self.given["displayname"] = self.display_name
        super().process()

    def preset_values(self) -> dict[str, Any]:
        kind = "SharedMailbox" if self.shared else "RoomMailbox" if self.room else "EquipmentMailbox" if self.equipment else ""
        return {"recipient_type_details": kind} if kind else {}

    def added(self, edit: Any, thing: Any) -> None:
        if self.password is not None:
            _keep(self, thing.name, self.password)


class _SetMailbox(SetObjects):
    """Changes a mailbox; -Password gives it another password."""

    def beside(self, thing: Any) -> bool:
        password = self.new_password if self.new_password is not None else self.password
        if password is None:
            return False
        _keep(self, thing.name, password)
        return True


_SORTS = {name: param("Mailboxes of this sort; there are none here.", "switch") for name in (
    "arbitration", "archive", "audit_log", "aux_audit_log", "group_mailbox", "migration", "monitoring", "public_folder", "remote_archive")}


class _GetMailbox(GetObjects):
    """Lists mailboxes."""

    def process(self) -> None:
        if not any(getattr(self, name) for name in _SORTS):
            super().process()

    def meant(self, settings: Any, identity: Any) -> list[Any]:
        if type(unwrap(identity)).__name__ == "MailboxDatabase":
            identity = None  # Get-MailboxDatabase | Get-Mailbox: all are in the one there is
        return super().meant(settings, identity)

    def narrowed(self, found: list[Any]) -> list[Any]:
        wanted = [str(each).lower() for each in self.recipient_type_details or ()]
        if wanted:
            found = [thing for thing in found if thing.recipient_type_details.lower() in wanted]
        if self.filter:
            from relayshell.transport.opath import condition

            matches = condition(self.filter)
            found = [thing for thing in found if matches(object_of(thing, self.settings))]
        return super().narrowed(found)


class _GetRecipient(_GetMailbox):
    """Lists recipients, which here are mailboxes."""

    stored = MAILBOX

    def process(self) -> None:
        wanted = [str(each).lower() for each in self.recipient_type or ()]
        if wanted and "usermailbox" not in wanted:
            return
        settings = self.settings
        found = self.meant(settings, self.identity)
        self.write_many([object_of(thing, settings, RECIPIENT) for thing in self.narrowed(found)])


_SHARED = ("alias", "display_name", "email_addresses", "primary_smtp_address", "recipient_type_details", "hidden_from_address_lists_enabled", "name", "guid",
           "when_created", "when_changed")
RECIPIENT = Kind("Recipient", MAILBOX.cls, tuple(each for each in MAILBOX.settings if each.attribute in _SHARED), ("Name", "RecipientType"), {}, False, False,
                 MAILBOX.key, MAILBOX.container)
RECIPIENT.doc = "Someone or something that mail is delivered to here: a mailbox."
_MORE = dict(
    filter=param("Conditions such as {Name -like 'scan*'}.", "string"), anr=param("Only those whose name, alias or address begins so.", "string"),
    recipient_type=param("Only recipients of these types; here all are UserMailbox.", "string[]"),
    recipient_type_details=param("Only recipients of these sorts, such as UserMailbox or SharedMailbox.", "string[]"),
    result_size=param("How many to give at most.", "System.Object"), sort_by=param("The property to sort by.", "string"),
    database=param(_UNUSED, "System.Object"), organizational_unit=param(_UNUSED, "System.Object"), ignore_default_scope=param(_UNUSED, "switch"),
    read_from_domain_controller=param(_UNUSED, "switch"))
GetRecipient = getter(RECIPIENT, _GetRecipient, **_MORE)
GetMailbox = getter(MAILBOX, _GetMailbox, filter=param("Conditions such as {Name -like 'scan*'}.", "string"),
                    recipient_type_details=param("Only mailboxes of these sorts, such as UserMailbox or SharedMailbox.", "string[]"),
                    sort_by=param("The property to sort by.", "string"), database=param(_UNUSED, "System.Object"), server=param("The server; there is one.", "string"),
                    organizational_unit=param(_UNUSED, "System.Object"), ignore_default_scope=param(_UNUSED, "switch"),
                    read_from_domain_controller=param(_UNUSED, "switch"), **_SORTS, anr=param("Only mailboxes whose name, alias or address begins so.", "string"),
                    result_size=param("How many to give at most.", "System.Object"))
SetMailbox = setter(MAILBOX, _SetMailbox, password=param("The new password.", "securestring"),
                    new_password=param("The new password.", "securestring"), old_password=param(_UNUSED, "securestring"))
NewMailbox = maker(
    MAILBOX, _NewMailbox,
    password=param("The password it logs on with.", "securestring"),
    shared=param("A mailbox that nobody logs on to.", "switch"), room=param("The mailbox of a room.", "switch"),
    equipment=param("The mailbox of a piece of equipment.", "switch"),
    first_name=param(_UNUSED, "string"), last_name=param(_UNUSED, "string"), initials=param(_UNUSED, "string"),
    database=param(_UNUSED, "System.Object"), organizational_unit=param(_UNUSED, "System.Object"),
    reset_password_on_next_logon=param(_UNUSED, "bool"),
)
RemoveMailbox = remover(MAILBOX, permanent=param("Removes it for good, as this relay always does.", "bool"))
