"""Whether a receive connector lets strangers relay anywhere, and the warning when a change has made it so."""

from __future__ import annotations

from typing import Any

WIDE = 2 ** 16
"""From how many addresses on a connector counts as open to strangers."""


def is_wide(connector: Any) -> bool:
    """Whether a connector takes clients from so many addresses that nobody knows them all."""
    return sum(span.size for span in connector.remote_ip_ranges) > WIDE


def is_open(settings: Any, connector: Any) -> bool:
    """Whether anyone of very many may relay to any domain through a connector, without proving who it is."""
    from relayengine.receive.permissions import ANY_RECIPIENT, rights, who_comes

    return connector.enabled and is_wide(connector) and ANY_RECIPIENT in rights(connector, settings.permissions_of(connector), who_comes(connector))


def warn_if_opened(cmdlet: Any, before: Any, after: Any) -> None:
    """Warns of each receive connector that was no open relay under the settings before and is one under those after."""
    was = {connector.name for connector in before.receive_connectors if is_open(before, connector)}
    for connector in after.receive_connectors:
        if connector.name not in was and is_open(after, connector):
            cmdlet.write_warning(
                f"Anyone who reaches '{connector.name}' may now relay to any domain: its RemoteIPRanges are {', '.join(map(str, connector.remote_ip_ranges))}. "
                "An open relay is found and abused within hours. Narrow it: Set-ReceiveConnector -RemoteIPRanges.")
