"""The cmdlets of mailboxes: the accounts that may log on, send and receive."""

from __future__ import annotations

from typing import Any

from relayengine.settings.kinds import find_kind
from relayshell.commands import param
from relayshell.errors import ShellError
from relayshell.transport.managed import NewObject, SetObjects, getter, maker, remover, setter
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

    def process(self) -> None:
        from relayshell.transport.identity import find_one

        password = self.new_password if self.new_password is not None else self.password
        if password is None:
            super().process()
            return
        thing = find_one(self.kind, self.settings, self.identity)
        if not self.should_process(self.settings.identity(thing), "Changing the password"):
            return
        _keep(self, thing.name, password)
        if self.values(thing):
            super().process()


GetMailbox = getter(MAILBOX, anr=param("Only mailboxes whose name, alias or address begins so.", "string"),
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
