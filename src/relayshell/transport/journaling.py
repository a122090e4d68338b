"""The cmdlets of journal rules: made from their kind, and two that switch a rule on and off."""

from __future__ import annotations

from typing import Any

from relayengine.settings.kinds import find_kind
from relayshell.commands import param
from relayshell.transport.identity import find_one
from relayshell.transport.making import IDENTITY, getter, maker, remover, setter
from relayshell.transport.managed import MODULE, SetObjects

RULE = find_kind("JournalRule")
assert RULE

GetJournalRule = getter(RULE)
NewJournalRule = maker(RULE)
SetJournalRule = setter(RULE)
RemoveJournalRule = remover(RULE)


class _Switching(SetObjects):
    """Puts a journal rule in force, or out of it."""

    kind = RULE  # type: ignore[assignment]
    identity: Any = param(IDENTITY, "System.Object", position=0, mandatory=True, pipeline=True, by_name=True)
    domain_controller: Any = param("Kept for scripts that name one.", "string")

    enabled = True

    def values(self, current: Any = None) -> dict[str, Any]:
        return {"enabled": self.enabled}

    def meant(self, settings: Any) -> Any:
        return find_one(self.kind, settings, self.identity)


class EnableJournalRule(_Switching, name="Enable-JournalRule", should_process=True, module=MODULE):
    """Puts a journal rule in force: from now on the mail it is about is copied."""


class DisableJournalRule(_Switching, name="Disable-JournalRule", should_process=True, confirm_impact="High", module=MODULE):
    """Takes a journal rule out of force; it stays for later."""

    enabled = False
