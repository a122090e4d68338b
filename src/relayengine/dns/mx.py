"""The order in which mail exchangers are tried: RFC 5321 §5.1, RFC 7505. Pure but for the shuffle handed in."""

from collections.abc import Callable, Collection, Sequence
from ipaddress import ip_address

from relayengine.dns.answers import MX

MOST_HOSTS = 50
"""Exchangers that are looked at; a domain with more is up to something."""


class NoMailAccepted(Exception):
    """The domain has a null MX: it says itself that it takes no mail (RFC 7505)."""


class LoopsBack(Exception):
    """This server is the domain's most preferred exchanger, and has no other way for it."""


def order(domain: str, records: Sequence[MX], own_names: Collection[str],
          shuffle: Callable[[list[str]], None]) -> list[str]:
    """The hosts to try, in order.

    No record means the domain itself is the host. Equal preferences are shuffled. If this server is among the exchangers,
    it and all that are no more preferred than it are left out; when none is left mail would loop: LoopsBack. A single
    record with the host "." is a refusal: NoMailAccepted. A record that names an address instead of a host is passed over.
    """
    if not records:
        return [domain]
    if all(not record.host for record in records):
        raise NoMailAccepted(domain)
    usable = [record for record in records if record.host and not _is_address(record.host)]
    if not usable:
        return []
    ours = min((record.preference for record in usable if record.host in own_names), default=None)
    if ours is not None:
        usable = [record for record in usable if record.preference < ours]
        if not usable:
            raise LoopsBack(domain)
    found: list[str] = []
    for preference in sorted({record.preference for record in usable}):
        group = [record.host for record in usable if record.preference == preference]
        shuffle(group)
        found += [host for host in group if host not in found]
    return found[:MOST_HOSTS]


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
