"""The send connector whose address space fits a domain best, then costs least (section "Choosing a connector"). Pure."""

from typing import NamedTuple

from relayengine.settings.send_connector import SendConnector
from relayengine.settings.snapshot import Settings


class Match(NamedTuple):
    """A connector that was chosen, or why none was."""

    connector: SendConnector | None
    too_large: bool = False
    """Whether there is one for the domain, but for smaller messages only."""


def _specificity(space: str, domain: str) -> int:
    """How closely an address space names a domain; 0 when it does not. An exact name beats every pattern."""
    if space == "*":
        return 1
    if space.startswith("*."):
        name = space[2:]
        return 2 + len(name) if domain == name or domain.endswith("." + name) else 0
    return 1_000_000 if space == domain else 0


def choose(domain: str, size: int, settings: Settings) -> Match:
    """The connector that a message of a size goes to a canonical domain by.

    In order: large enough, enabled and matching, most specific space, lowest cost, lowest name.
    """
    best: tuple[int, int, str] | None = None
    chosen: SendConnector | None = None
    too_large = False
    for connector in settings.send_connectors:
        if not connector.enabled:
            continue
        for space in connector.address_spaces:
            if space.kind != "SMTP":
                continue
            fit = _specificity(space.space, domain)
            if not fit:
                continue
            if connector.max_message_size < size:
                too_large = True
                break
            rank = (-fit, space.cost, connector.name.lower())
            if best is None or rank < best:
                best = rank
                chosen = connector
    return Match(chosen, too_large and chosen is None)
