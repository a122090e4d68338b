"""Cmdlets that an Exchange shell has and this one has not: known by name, so that a script's author is told why.

The names, by family, are in known.txt. Loaded when a command was not found, and never before.
"""

from __future__ import annotations

from pathlib import Path

WHY = {
    "antimalware": "this relay does not look into messages; scan them before or behind it",
    "antispam": "this relay does not filter spam; what keeps strangers out are Get-ReceiveConnector and its RemoteIPRanges",
    "audit": "every change by a cmdlet is recorded: Search-AdminAuditLog",
    "edge": "this relay is one server and subscribes to none",
    "journal": "journal rules are made by New-JournalRule, and stand in the settings file",
    "message": "messages here are looked at with Get-Message and Get-MessageTrackingLog",
    "other_connectors": "mail leaves this relay by SMTP alone: Get-SendConnector",
    "rbac": "who may open the settings file is the administrator here; there are no roles",
    "recipient": "recipients here are mailboxes: Get-Mailbox",
    "server": "this relay is one server: Get-ExchangeServer, Get-TransportService",
    "system_message": "the texts of reports cannot be changed",
    "test": "there are Test-SmtpConnectivity, Test-Mailflow, Test-RelayAccess and Test-ServiceHealth",
    "throttling": "limits are settings of connectors and mailboxes: Get-ReceiveConnector | Format-List *limit*, Max*",
    "tracking": "messages are tracked with Get-MessageTrackingLog",
    "transport_agent": "this relay has no agents",
    "transport_config": "there are Get-TransportConfig and Get-TransportService",
    "transport_rule": "this relay has no transport rules",
}
_OTHERWISE = "it is no business of a relay"


def names() -> dict[str, tuple[str, str]]:
    """The known cmdlets by folded name: the name as it is written, and its family."""
    found = {}
    family = ""
    for line in (Path(__file__).parent / "known.txt").read_text("utf-8").splitlines():
        if line.startswith(" "):
            found[line.strip().lower()] = (line.strip(), family)
        else:
            family = line.strip()
    return found


def explained(name: str) -> str | None:
    """What to say of a cmdlet of an Exchange shell that is not offered here, or of a name that is nearly one of ours; else None."""
    folded = name.lower()
    verb, dash, noun = folded.partition("-")
    if not dash or not verb.isalpha() or not noun.isalnum():
        return None
    found = names().get(folded)
    if found is not None:
        return (f"The term '{name}' is the name of an Exchange cmdlet that this relay does not offer: {WHY.get(found[1], _OTHERWISE)}.")
    from difflib import get_close_matches

    from relayshell.transport import MODULES

    ours = {cmdlet.lower(): cmdlet for cmdlets in MODULES.values() for cmdlet in cmdlets}
    near = get_close_matches(folded, ours, 1, 0.88)
    if not near:
        return None
    return (f"The term '{name}' is not recognized as a name of a cmdlet, function, script file, or executable program.\n"
            f"Did you mean {ours[near[0]]}?")
