"""The hosts to try for a next hop, in order, each with the address that will be dialled and no other."""

from collections.abc import Callable
from typing import NamedTuple

from relayengine.deliver.dane import Origin
from relayengine.deliver.outcome import HopDown
from relayengine.deliver.plan import dialable
from relayengine.dns import DnsFailure, LoopsBack, NoMailAccepted, NoSuchDomain, Resolver, order
from relayengine.settings.send_connector import SendConnector
from relayengine.settings.snapshot import Settings
from relayengine.values.options import ErrorPolicies

MOST_ADDRESSES = 20
"""Addresses that are dialled for one message before the hop counts as down."""


class Target(NamedTuple):
    """One address of one host."""

    host: str
    address: str
    port: int
    origin: Origin | None = None
    """How its name came to be known; None if anybody could have put it there."""


_NO_DOMAIN = "550 5.4.4 SMTPSEND.DNS.NonExistentDomain; nonexistent domain"
_NULL_MX = "556 5.1.10 Recipient address has null MX"
_LOOP = "550 5.3.5 System incorrectly configured: mail for this domain loops back to this server"
_FORBIDDEN = "550 5.4.6 The exchangers of this domain are private addresses, which this connector does not dial"


async def targets(domain: str, connector: SendConnector, settings: Settings, resolver: Resolver,
                  shuffle: Callable[[list[str]], None]) -> "list[Target] | HopDown":
    """Where to go for a next hop domain: the smart hosts, or what DNS says. HopDown when there is nowhere."""
    if connector.smart_hosts:
        return await _smart_hosts(connector, resolver, shuffle)
    port = connector.port or 25
    if domain.startswith("["):
        return _literal(domain, port, settings)
    permanent = ErrorPolicies.DowngradeDnsFailures not in connector.error_policies
    try:
        own = {settings.server.fqdn.lower(), (connector.fqdn or settings.server.fqdn).lower()}
        exchangers = await resolver.mx(domain)
        hosts = order(domain, exchangers, own, shuffle)
    except NoSuchDomain:
        return HopDown(_NO_DOMAIN, permanent=permanent, source="DNS")
    except NoMailAccepted:
        return HopDown(_NULL_MX, permanent=permanent, source="DNS")
    except LoopsBack:
        return HopDown(_LOOP, permanent=True, source="DNS")
    except DnsFailure as error:
        return HopDown(f"451 4.4.0 DNS query failed: {error}", source="DNS")
    origin = None
    if exchangers.secure or not exchangers:
        origin = Origin(tuple(dict.fromkeys((domain, exchangers.name or domain))) if exchangers.secure else (domain,))
    found: list[Target] = []
    forbidden = False
    failure: DnsFailure | None = None
    for host in hosts:
        try:
            addresses = await resolver.addresses(host)
        except NoSuchDomain:
            continue
        except DnsFailure as error:
            failure = error
            continue
        learnt = origin and origin._replace(name=addresses.name, secure=addresses.secure)
        for address in addresses:
            if dialable(address, settings):
                found.append(Target(host, address, port, learnt))
            else:
                forbidden = True
        if len(found) >= MOST_ADDRESSES:
            break
    if found:
        return found[:MOST_ADDRESSES]
    if failure is not None:
        return HopDown(f"451 4.4.0 DNS query failed: {failure}", source="DNS")
    return HopDown(_FORBIDDEN if forbidden else _NO_DOMAIN, permanent=permanent or forbidden, source="DNS")


def _literal(domain: str, port: int, settings: Settings) -> "list[Target] | HopDown":
    address = domain[1:-1].removeprefix("ipv6:").removeprefix("IPv6:")
    try:
        if dialable(address, settings):
            return [Target(domain, address, port)]
    except ValueError:
        return HopDown(_NO_DOMAIN, permanent=True, source="DNS")
    return HopDown(_FORBIDDEN, permanent=True, source="DNS")


async def _smart_hosts(connector: SendConnector, resolver: Resolver,
                       shuffle: Callable[[list[str]], None]) -> "list[Target] | HopDown":
    """The addresses of the smart hosts; which one is first changes, so that all of them work."""
    names = [host.host for host in connector.smart_hosts]
    literal = {host.host for host in connector.smart_hosts if host.is_address}
    shuffle(names)
    found: list[Target] = []
    reason = ""
    for name in names:
        if name in literal:
            found.append(Target(f"[{name}]", name, connector.port))
            continue
        try:
            addresses = await resolver.addresses(name)
            origin = Origin(name=addresses.name, secure=addresses.secure)
            found += [Target(name, address, connector.port, origin) for address in addresses]
        except NoSuchDomain:
            reason = f"451 4.4.0 DNS query failed: the smart host {name} does not exist"
        except DnsFailure as error:
            reason = f"451 4.4.0 DNS query failed: {error}"
    return found or HopDown(reason or "451 4.4.0 DNS query failed: the smart hosts have no address", source="DNS")
