"""Settings: every object at one moment, frozen; the lookups decisions need; and the rules that span objects.

Knows nothing of files: `of` takes plain mappings as a file holds them, reports every problem at once, and fills in what an
object takes from others (a connector's server and name, a log's absolute path).
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Self

from relayengine.schema import Kind, Problem
from relayengine.settings.accepted_domain import AcceptedDomain
from relayengine.settings.dkim import DkimSigningConfig
from relayengine.settings.journaling import JournalRule
from relayengine.settings.kinds import KINDS
from relayengine.settings.mailbox import ADPermission, CertificateAssignment, Mailbox
from relayengine.settings.receive_connector import ReceiveConnector
from relayengine.settings.remote_domain import RemoteDomain
from relayengine.settings.rewriting import AddressRewriteEntry, Rewriter
from relayengine.settings.secrets import Secrets
from relayengine.settings.send_connector import SendConnector
from relayengine.settings.server import Server
from relayengine.settings.transport_config import TransportConfig
from relayengine.settings.transport_service import TransportService
from relayengine.values.options import PermissionGroups


class Located(Problem):
    """A problem, with the kind and the number of the object it is about, so that a file can say the line."""

    __slots__ = ("kind", "place")
    kind: str
    place: int

    def __new__(cls, text: str, setting: str = "", kind: str = "", place: int = 0) -> Self:
        self = super().__new__(cls, text, setting)
        self.kind = kind
        self.place = place
        return self


class Settings:
    """Every settings object at one moment. Nothing in it changes."""

    server: Server
    transport_service: TransportService
    transport_config: TransportConfig
    """`secrets` is where passwords are asked for; it is not part of what is compared."""

    def __init__(self, objects: Mapping[str, Sequence[Any]], data_directory: str = "") -> None:
        """`objects`: by kind name. `data_directory`: where relative paths of the settings begin."""
        self.secrets: Secrets | None = None
        self.server = objects["Server"][0]
        self.transport_config = objects["TransportConfig"][0]
        self.data_directory = data_directory or self.server.data_directory
        self.transport_service = _with_paths(objects["TransportService"][0], self.data_directory).replace(name=self.server.name)
        self.permissions: tuple[ADPermission, ...] = tuple(objects["ADPermission"])
        self.certificates: tuple[CertificateAssignment, ...] = tuple(objects["ExchangeCertificate"])
        self.receive_connectors: tuple[ReceiveConnector, ...] = tuple(self._settled(c) for c in objects["ReceiveConnector"])
        self.send_connectors: tuple[SendConnector, ...] = tuple(_with_guid(o) for o in objects["SendConnector"])
        self.accepted_domains: tuple[AcceptedDomain, ...] = tuple(_with_guid(o) for o in objects["AcceptedDomain"])
        self.remote_domains: tuple[RemoteDomain, ...] = tuple(_with_guid(o) for o in objects["RemoteDomain"])
        self.mailboxes: tuple[Mailbox, ...] = tuple(_with_guid(o) for o in objects["Mailbox"])
        self.dkim_signing_configs: tuple[DkimSigningConfig, ...] = tuple(objects.get("DkimSigningConfig", ()))
        self.journal_rules: tuple[JournalRule, ...] = tuple(_with_guid(o) for o in objects.get("JournalRule", ()))
        self.address_rewrite_entries: tuple[AddressRewriteEntry, ...] = tuple(_with_guid(o) for o in objects.get("AddressRewriteEntry", ()))
        self.rewriter = Rewriter(self.address_rewrite_entries)
        if self.accepted_domains and not any(d.default for d in self.accepted_domains):
            first = next((i for i, d in enumerate(self.accepted_domains) if not d.domain_name.wildcard), None)
            if first is not None:
                domains = list(self.accepted_domains)
                domains[first] = domains[first].replace(default=True)
                self.accepted_domains = tuple(domains)
        self._mailboxes = {address: m for m in self.mailboxes for address in m.addresses}
        self._logons: dict[str, Mailbox] = {}
        for mailbox in self.mailboxes:
            for name in mailbox.logon_names:
                self._logons.setdefault(name, mailbox)
        self._domains: dict[str, AcceptedDomain | None] = {}
        self._patterns = sorted((d for d in self.accepted_domains), key=lambda d: -len(d.domain_name))

    def _settled(self, connector: ReceiveConnector) -> ReceiveConnector:
        groups = connector.permission_groups & ~PermissionGroups.Custom
        if any(self._is_about(p, connector.name) and not p.deny for p in self.permissions):
            groups |= PermissionGroups.Custom
        settled: ReceiveConnector = _with_guid(connector.replace(server=self.server.name, fqdn=connector.fqdn or self.server.fqdn, permission_groups=groups))
        return settled

    def _is_about(self, permission: ADPermission, name: str) -> bool:
        return permission.identity.rpartition("\\")[2].lower() == name.lower()

    def objects(self, kind: Kind | str) -> tuple[Any, ...]:
        """The objects of a kind, in the file's order."""
        name = kind if isinstance(kind, str) else kind.name
        return {"Server": (self.server,), "TransportService": (self.transport_service,), "TransportConfig": (self.transport_config,),
                "ReceiveConnector": self.receive_connectors, "SendConnector": self.send_connectors,
                "AcceptedDomain": self.accepted_domains, "RemoteDomain": self.remote_domains, "Mailbox": self.mailboxes,
                "ADPermission": self.permissions, "ExchangeCertificate": self.certificates,
                "DkimSigningConfig": self.dkim_signing_configs, "JournalRule": self.journal_rules,
                "AddressRewriteEntry": self.address_rewrite_entries}[name]

    def identity(self, thing: Any) -> str:
        """An object's identity as Exchange prints it: SERVER\\Name for what belongs to a server, else its key."""
        key = str(getattr(thing, thing.kind.key))
        return f"{self.server.name}\\{key}" if thing.kind.per_server else key

    def permissions_of(self, connector: Any) -> tuple[ADPermission, ...]:
        """The rights given or denied on a connector beside its groups."""
        return tuple(p for p in self.permissions if self._is_about(p, connector.name))

    def accepted_domain(self, domain: str) -> AcceptedDomain | None:
        """The accepted domain a canonical domain name belongs to: an exact one before the longest pattern."""
        try:
            return self._domains[domain]
        except KeyError:
            found = next((d for d in self._patterns if d.domain_name == domain), None) or next(
                (d for d in self._patterns if d.matches(domain)), None)
            if len(self._domains) < 10000:
                self._domains[domain] = found
            return found

    @property
    def default_domain(self) -> str:
        """The domain addresses without one are completed with."""
        return next((str(d.domain_name) for d in self.accepted_domains if d.default), self.server.fqdn.lower())

    def mailbox(self, address: str) -> Mailbox | None:
        """The mailbox that receives at an address, in any case."""
        return self._mailboxes.get(address.lower())

    def account(self, name: str) -> Mailbox | None:
        """The mailbox that logs on with a name: `user`, `DOMAIN\\user` or an address."""
        wanted = name.lower()
        return self._logons.get(wanted) or self._logons.get(wanted.rpartition("\\")[2])

    def remote_domain(self, domain: str) -> RemoteDomain | None:
        """The remote domain entry that fits a domain best."""
        fits = [r for r in self.remote_domains if r.domain_name.matches(domain)]
        return max(fits, key=lambda r: len(r.domain_name), default=None)

    @classmethod
    def of(cls, content: Mapping[str, Any], data_directory: str = "") -> tuple["Settings | None", list[Located]]:
        """Settings from what a file holds (tables by kind), or None; and every problem."""
        problems: list[Located] = []
        objects: dict[str, list[Any]] = {}
        from relayengine.schema import SettingProblems, fold

        names = {fold(k.name): k for k in KINDS}
        for table in content:
            if fold(table) not in names:
                problems.append(Located(f"[{table}] is no kind of settings; there are {', '.join(k.name for k in KINDS)}", "", table))
        folded = {fold(name): value for name, value in content.items()}
        for kind in KINDS:
            given = folded.get(fold(kind.name), {} if kind.single else [])
            items = given if isinstance(given, list) else [given]
            if kind.single and len(items) != 1:
                problems.append(Located(f"[{kind.name}] is there {len(items)} times; there is one", "", kind.name))
            objects[kind.name] = []
            for index, item in enumerate(items):
                if not isinstance(item, Mapping):
                    problems.append(Located(f"{kind.name} must be a table, as [[{kind.name}]] begins one", "", kind.name, index))
                    continue
                try:
                    objects[kind.name].append(kind.make(item))
                except SettingProblems as wrong:
                    name = item.get("Name") or item.get("name") or ""
                    about = f'{kind.name} "{name}": ' if name else f"{kind.name}: "
                    problems += [Located(about + p, p.setting, kind.name, index) for p in wrong.problems]
        if problems:
            return None, problems
        made = cls(objects, data_directory)
        problems = list(made.rules())
        return (None if problems else made), problems

    def rules(self) -> Iterator[Located]:
        """What must hold across objects."""
        from relayengine.settings.rules import across

        yield from across(self)


def _with_guid(thing: Any) -> Any:
    if thing.guid:
        return thing
    digest = hashlib.md5(f"{thing.kind.name}\0{thing.name.lower()}".encode(), usedforsecurity=False).hexdigest()
    return thing.replace(guid=f"{digest[:8]}-{digest[8:12]}-{digest[12:16]}-{digest[16:20]}-{digest[20:]}")


def _with_paths(service: TransportService, base: str) -> TransportService:
    changes = {}
    for each in service.kind.settings:
        path = getattr(service, each.attribute)
        if each.shown_type == "LocalLongFullPath" and path and not path.startswith("/") and base:
            changes[each.attribute] = f"{base}/{path}"
    return service.replace(**changes)
