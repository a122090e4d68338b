"""DANE for mail (RFC 7672): which hosts have signed TLSA records, and what those ask of their certificates.

Only what a trusted resolver calls signed counts, from the exchangers' names over the addresses to the records themselves. Whoever can
forge an unsigned answer gains nothing by it, and whoever can suppress a signed one can delay mail and not read it.
"""

from typing import NamedTuple

from relayengine.deliver.proof import Proof, usable
from relayengine.dns import DnsFailure, NoSuchDomain, Resolver


class Origin(NamedTuple):
    """How a host whose name can be trusted was found: a smart host's name, or one from signed MX records."""

    domains: tuple[str, ...] = ()
    """The domain whose mail it takes, also by the name that it is an alias of; none for a smart host."""
    name: str = ""
    """The host's own name, once aliases are followed."""
    secure: bool = False
    """Whether its addresses and aliases are signed."""


class Invalid(Exception):
    """Nobody can say now whether a host has TLSA records: it must not be spoken to. The text is a reply."""


async def proof_of(host: str, port: int, origin: Origin | None, resolver: Resolver) -> Proof | None:
    """What a host must prove; None if it has no signed TLSA records (RFC 7672 §2.2). Raises Invalid."""
    if origin is None:
        return None
    try:
        for name in await _bases(host, origin, resolver):
            try:
                found = await resolver.tlsa(f"_{port}._tcp.{name}")
            except NoSuchDomain:
                continue
            if found and found.secure:
                return Proof(name, tuple(dict.fromkeys((name, host, *origin.domains))), usable(found))
    except DnsFailure as error:
        raise Invalid(f"450 4.7.324 dnssec-invalid: the TLSA records of {host} cannot be had: {error}") from None
    return None


async def _bases(host: str, origin: Origin, resolver: Resolver) -> tuple[str, ...]:
    """The names that TLSA records may lie under, the best first: what a host is a signed alias of, then its own (RFC 7672 §2.2.3)."""
    if origin.secure:
        return tuple(dict.fromkeys((origin.name or host, host)))
    if origin.name in ("", host):
        return ()
    try:
        alias = await resolver.aliases(host)
    except NoSuchDomain:
        return ()
    return (host,) if alias and alias.secure else ()  # a signed alias of a name in a zone that is not signed
