"""Add-, Get- and Remove-ADPermission: rights on receive connectors beside those of the permission groups."""

from __future__ import annotations

from typing import Any

from relayengine.settings.rights import GRANTS, RIGHTS
from relayengine.settings.kinds import find_kind
from relayshell.commands import param
from relayshell.errors import ShellError
from relayshell.objects.declare import declare
from relayshell.objects.psobject import unwrap
from relayshell.transport.identity import find_one
from relayshell.transport.managed import MODULE, TransportCmdlet
from relayshell.transport.openness import warn_if_opened
from relayshell.transport.values import Many

PRESENTATION = "Microsoft.Exchange.Management.RecipientTasks.ADAcePresentationObject"
PRINCIPALS = {
    "nt authority\\anonymous logon": "NT AUTHORITY\\ANONYMOUS LOGON", "anonymous logon": "NT AUTHORITY\\ANONYMOUS LOGON",
    "nt authority\\authenticated users": "NT AUTHORITY\\Authenticated Users", "authenticated users": "NT AUTHORITY\\Authenticated Users",
}
_KIND, _RECEIVE, _SEND = find_kind("ADPermission"), find_kind("ReceiveConnector"), find_kind("SendConnector")
assert _KIND and _RECEIVE and _SEND


class Entry:
    """One row of rights on a connector."""

    __slots__ = ("identity", "user", "deny", "inherited", "rights", "access")

    def __init__(self, identity: str, user: str, deny: bool, inherited: bool, rights: Any, access: Any = ()) -> None:
        self.identity = identity
        self.user = user
        self.deny = deny
        self.inherited = inherited
        self.rights = Many(rights)
        self.access = Many(access or ("ExtendedRight",))

    def __str__(self) -> str:
        return f"{self.identity} {self.user}"


declare(
    PRESENTATION, Entry,
    get={
        "AccessRights": lambda entry: entry.access, "ExtendedRights": lambda entry: entry.rights or None,
        "ChildObjectTypes": lambda entry: None, "InheritedObjectType": lambda entry: None, "Properties": lambda entry: None,
        "Deny": lambda entry: entry.deny, "InheritanceType": lambda entry: "All", "User": lambda entry: entry.user,
        "Identity": lambda entry: entry.identity, "IsInherited": lambda entry: entry.inherited, "Inherited": lambda entry: entry.inherited,
        "IsValid": lambda entry: True, "ObjectState": lambda entry: "Unchanged",
    },
    methods={"ToString": str}, to_text=str,
    signatures=tuple(f"System.Object {name} {{get;}}" for name in (
        "AccessRights", "ExtendedRights", "ChildObjectTypes", "InheritedObjectType", "Properties", "Deny", "InheritanceType", "User",
        "Identity", "IsInherited", "Inherited", "IsValid", "ObjectState")),
)


def connector_of(cmdlet: TransportCmdlet, identity: Any) -> Any:
    """The receive or send connector an identity means."""
    settings = cmdlet.settings
    try:
        return find_one(_RECEIVE, settings, identity)
    except ShellError as error:
        try:
            return find_one(_SEND, settings, identity)
        except ShellError:
            raise error from None


def principal(cmdlet: TransportCmdlet, user: str) -> str:
    """A principal as it is shown; a mailbox by any of its names is DOMAIN\\Name. Raises when there is none such."""
    known = PRINCIPALS.get(user.strip().lower())
    if known is not None:
        return known
    folded = user.strip().lower()
    for entries in GRANTS.values():
        for name, _ in entries:
            if folded in (name, name.rpartition("\\")[2]):
                return user.strip()
    mailbox = cmdlet.settings.account(user)
    if mailbox is not None:
        return f"{cmdlet.settings.default_domain.partition('.')[0].upper()}\\{mailbox.name}"
    raise ShellError(
        f"Cannot bind argument to parameter 'User': '{user}' is neither a mailbox here nor a principal such as "
        "'NT AUTHORITY\\ANONYMOUS LOGON' or 'NT AUTHORITY\\Authenticated Users'.",
        "UserNotFound", "InvalidArgument", user)


def rights_of(names: Any) -> list[str]:
    """Extended rights as they are shown. Raises for a name that is none."""
    known = {right.lower(): right for right in RIGHTS}
    found = []
    for name in names:
        folded = str(name).strip().lower()
        right = known.get(folded) or known.get(f"ms-exch-{folded}")
        if right is None:
            from difflib import get_close_matches

            near = get_close_matches(folded, known, 1)
            hint = f" Did you mean {known[near[0]]}?" if near else f" Rights are such as {RIGHTS[8]}."
            raise ShellError(f"Cannot bind argument to parameter 'ExtendedRights': '{name}' is no extended right.{hint}",
                             "ExtendedRightNotFound", "InvalidArgument", str(name))
        if right not in found:
            found.append(right)
    return found


_IDENTITY = "The connector: its name, SERVER\\Name, or the object itself."
_PLAIN = "Kept for scripts that give it; rights of the directory have no effect on mail."


class _Changing(TransportCmdlet):
    """What Add- and Remove-ADPermission take."""

    identity: Any = param(_IDENTITY, "System.Object", position=0, pipeline=True, by_name=True)
    user: Any = param("Whom the rights are given to: a mailbox, or a principal such as NT AUTHORITY\\ANONYMOUS LOGON.", "System.Object")
    instance: Any = param("A row of rights, as Get-ADPermission gives it; it may be piped too.", "System.Object")
    extended_rights: Any = param("The rights, such as ms-Exch-SMTP-Accept-Any-Recipient.", "string[]")
    access_rights: Any = param(_PLAIN, "string[]")
    deny: Any = param("Takes the rights away, whatever else gives them.", "switch")
    inheritance_type: Any = param("How far down the rights reach; connectors have nothing below them.", "string", "None")
    child_object_types: Any = param(_PLAIN, "string[]")
    inherited_object_type: Any = param(_PLAIN, "string")
    properties: Any = param(_PLAIN, "string[]")
    domain_controller: Any = param("Kept for scripts that name one.", "string")

    def asked(self) -> tuple[Any, str, list[str]]:
        """The connector, the user and the rights that were given."""
        from relayshell.transport.identity import identity_text

        row = unwrap(self.instance) if self.instance is not None else unwrap(self.identity)
        row = row if isinstance(row, Entry) else None
        if self.user is None and row is None:
            raise ShellError("Give the user with -User, such as 'NT AUTHORITY\\ANONYMOUS LOGON' or a mailbox.", "MissingMandatoryParameter", "InvalidArgument", "User")
        connector = connector_of(self, row.identity if row else self.identity)
        user = principal(self, identity_text(self.user) if self.user is not None else row.user)
        rights = rights_of(self.extended_rights or (row.rights if row else ()))
        if not rights and not self.access_rights:
            raise ShellError("Give the rights with -ExtendedRights, such as ms-Exch-SMTP-Accept-Any-Recipient.", "MissingRights", "InvalidArgument")
        return connector, user, rights

    def same(self, entry: Any, user: str) -> bool:
        return entry.user.lower() == user.lower() and entry.deny == bool(self.deny)


class AddADPermission(_Changing, name="Add-ADPermission", should_process=True, module=MODULE, output=PRESENTATION):
    """Gives someone rights on a connector.

    With ms-Exch-SMTP-Accept-Any-Recipient for NT AUTHORITY\\ANONYMOUS LOGON, every client that reaches the connector may relay to
    any domain; keep the connector's RemoteIPRanges as narrow as they can be.
    """

    def process(self) -> None:
        connector, user, rights = self.asked()
        settings = self.settings
        if not self.should_process(settings.identity(connector), f"Adding AD permission for user '{user}' with extended rights '{', '.join(rights)}'"):
            return
        with self.change() as edit:
            entry = next((each for each in edit.settings.permissions_of(connector) if self.same(each, user)), None)
            if entry is not None:
                kept = list(entry.extended_rights)
                kept += [right for right in rights if right.lower() not in {each.lower() for each in kept}]
                edit.set(entry, extended_rights=tuple(kept))
            else:
                edit.add(_KIND, identity=settings.identity(connector), user=user, extended_rights=tuple(rights), deny=bool(self.deny))
            after = edit.settings
        warn_if_opened(self, settings, after)
        self.look()
        self.write(Entry(settings.identity(connector), user, bool(self.deny), False, rights))


class RemoveADPermission(_Changing, name="Remove-ADPermission", should_process=True, confirm_impact="High", module=MODULE):
    """Takes rights on a connector back."""

    def process(self) -> None:
        connector, user, rights = self.asked()
        settings = self.settings
        if not self.should_process(settings.identity(connector), f"Removing AD permission of user '{user}' with extended rights '{', '.join(rights)}'"):
            return
        with self.change() as edit:
            entry = next((each for each in edit.settings.permissions_of(connector) if self.same(each, user)), None)
            gone = {right.lower() for right in rights}
            if entry is None or not gone & {each.lower() for each in entry.extended_rights}:
                raise ShellError(f"'{user}' was not given {', '.join(rights)} on '{settings.identity(connector)}'; what a permission group gives is "
                                 "taken with Set-ReceiveConnector -PermissionGroups, or denied with Add-ADPermission -Deny.",
                                 "PermissionNotFound", "ObjectNotFound", user)
            kept = tuple(each for each in entry.extended_rights if each.lower() not in gone)
            edit.set(entry, extended_rights=kept) if kept else edit.remove(entry)
        self.look()


class GetADPermission(TransportCmdlet, name="Get-ADPermission", module=MODULE, output=PRESENTATION):
    """Lists the rights on a connector: one row for each user, those of the permission groups too."""

    identity: Any = param(_IDENTITY, "System.Object", mandatory=True, position=0, pipeline=True, by_name=True)
    user: Any = param("Only this user's rights.", "System.Object")
    owner: Any = param("Shows the owner, which for all connectors is the organisation.", "switch")
    domain_controller: Any = param("Kept for scripts that name one.", "string")

    def process(self) -> None:
        from relayshell.transport.identity import identity_text

        connector = connector_of(self, self.identity)
        settings = self.settings
        identity = settings.identity(connector)
        wanted = principal(self, identity_text(self.user)).lower() if self.user is not None else None
        for entry in (*self._of_groups(connector, identity), *self._given(connector, identity)):
            if wanted is None or entry.user.lower() == wanted:
                self.write(entry)

    def _of_groups(self, connector: Any, identity: str) -> list[Entry]:
        shown = {right[len("ms-Exch-"):].lower(): right for right in RIGHTS}
        domain = self.settings.default_domain.partition(".")[0].upper()
        rows = []
        for group, principals in GRANTS.items():
            if group not in getattr(connector, "permission_groups", ()):
                continue
            for name, rights in principals:
                user = PRINCIPALS.get(name) or (titled(name) if "\\" in name else f"{domain}\\{titled(name)}")
                rows.append(Entry(identity, user, False, False, sorted(shown[right] for right in rights if right in shown)))
        return rows

    def _given(self, connector: Any, identity: str) -> list[Entry]:
        return [Entry(identity, each.user, each.deny, each.is_inherited, each.extended_rights, each.access_rights)
                for each in self.settings.permissions_of(connector)]


def titled(name: str) -> str:
    """A principal's name as it is written: `exchange servers` is Exchange Servers."""
    special = {"exchangelegacyinterop": "ExchangeLegacyInterop", "ms exchange": "MS Exchange"}
    head, slash, tail = name.rpartition("\\")
    return special.get(head, head.title()) + slash + special.get(tail, tail.title())
