"""The rules that span settings objects: names, bindings, addresses, and what one object says of another."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from relayengine.values.domain import canonical
from relayengine.values.problem import BadValue

if TYPE_CHECKING:
    from relayengine.settings.snapshot import Located, Settings


def across(settings: "Settings") -> Iterator["Located"]:
    """Every problem between objects."""
    yield from _unique(settings)
    yield from _bindings(settings)
    yield from _domains(settings)
    yield from _mailboxes(settings)
    yield from _permissions(settings)


def _located(text: str, setting: str, kind: str, index: int) -> "Located":
    from relayengine.settings.snapshot import Located

    return Located(text, setting, kind, index)


def _unique(settings: "Settings") -> Iterator["Located"]:
    for kind in ("ReceiveConnector", "SendConnector", "AcceptedDomain", "RemoteDomain", "Mailbox"):
        seen: dict[str, int] = {}
        for index, thing in enumerate(settings.objects(kind)):
            if thing.name.lower() in seen:
                yield _located(f'{kind} "{thing.name}" is there twice; a name is given once', "Name", kind, index)
            seen.setdefault(thing.name.lower(), index)


def _bindings(settings: "Settings") -> Iterator["Located"]:
    connectors = settings.receive_connectors
    offset = settings.server.port_offset
    for index, one in enumerate(connectors):
        for binding in one.bindings:
            if binding.port + offset > 65535:
                yield _located(f'ReceiveConnector "{one.name}": port {binding.port} with PortOffset {offset} is beyond 65535',
                               "Bindings", "ReceiveConnector", index)
        for other in connectors[:index]:
            shared = [b for b in one.bindings if b in other.bindings]
            if not shared:
                continue
            if one.transport_role is not other.transport_role:
                yield _located(
                    f'ReceiveConnector "{one.name}" ({one.transport_role}) and "{other.name}" ({other.transport_role}) cannot share '
                    f"{shared[0]}: two services cannot listen on one port; give TransportRole {other.transport_role}, or another port",
                    "TransportRole", "ReceiveConnector", index)
            equal = [r for r in one.remote_ip_ranges if r in other.remote_ip_ranges]
            if equal:
                yield _located(
                    f'The values that you specified for the Bindings and RemoteIPRanges parameters conflict with the settings on '
                    f'Receive connector "{settings.identity(other)}": both have {shared[0]} and {equal[0]}. Receive connectors '
                    f"assigned to different addresses or ports, or for different remote addresses, do not conflict",
                    "Bindings", "ReceiveConnector", index)


def _domains(settings: "Settings") -> Iterator["Located"]:
    seen: dict[str, str] = {}
    defaults = [d for d in settings.accepted_domains if d.default]
    for index, domain in enumerate(settings.accepted_domains):
        if domain.domain_name in seen:
            yield _located(f'AcceptedDomain "{domain.name}": DomainName {domain.domain_name} is already that of "{seen[domain.domain_name]}"',
                           "DomainName", "AcceptedDomain", index)
        seen.setdefault(domain.domain_name, domain.name)
        if domain.default and len(defaults) > 1 and domain is not defaults[0]:
            yield _located(f'AcceptedDomain "{domain.name}": "{defaults[0].name}" is Default already; there is one', "Default", "AcceptedDomain", index)
    for index, connector in enumerate(settings.receive_connectors):
        wanted = connector.default_domain
        if wanted and not _accepted(settings, wanted) and not any(d.name.lower() == wanted.lower() for d in settings.accepted_domains):
            yield _located(f'ReceiveConnector "{connector.name}": DefaultDomain "{wanted}" is no accepted domain',
                           "DefaultDomain", "ReceiveConnector", index)


def _accepted(settings: "Settings", domain: str) -> Any:
    try:
        return settings.accepted_domain(canonical(domain))
    except BadValue:
        return None


def _mailboxes(settings: "Settings") -> Iterator["Located"]:
    seen: dict[str, str] = {}
    for index, mailbox in enumerate(settings.mailboxes):
        for address in mailbox.addresses:
            if address in seen:
                yield _located(f'Mailbox "{mailbox.name}": the address {address} is already that of "{seen[address]}"',
                               "EmailAddresses", "Mailbox", index)
            seen.setdefault(address, mailbox.name)
            if not _accepted(settings, address.rpartition("@")[2]):
                yield _located(f'Mailbox "{mailbox.name}": the domain of {address} is no accepted domain; there are '
                               f"{', '.join(str(d.domain_name) for d in settings.accepted_domains) or 'none'}",
                               "EmailAddresses", "Mailbox", index)


def _permissions(settings: "Settings") -> Iterator["Located"]:
    names = {c.name.lower() for c in settings.receive_connectors} | {c.name.lower() for c in settings.send_connectors}
    for index, permission in enumerate(settings.permissions):
        if permission.identity.rpartition("\\")[2].lower() not in names:
            yield _located(f'ADPermission: there is no connector "{permission.identity}"', "Identity", "ADPermission", index)
