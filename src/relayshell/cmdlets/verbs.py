"""Get-Verb: the verbs that names of commands begin with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from relayshell.commands import Cmdlet, param
from relayshell.objects.declare import declare

# Each group with its verbs, each verb followed by the prefix that aliases of its commands take.
VERBS: dict[str, str] = {
    "Common": (
        "Add a Clear cl Close cs Copy cp Enter et Exit ex Find fd Format f Get g Hide h Join j Lock lk Move m New n "
        "Open op Optimize om Pop pop Push pu Redo re Remove r Rename rn Reset rs Resize rz Search sr Select sc Set s "
        "Show sh Skip sk Split sl Step st Switch sw Undo un Unlock uk Watch wc"
    ),
    "Communications": (
        "Connect cc Disconnect dc Read rd Receive rc Send sd Write wr"
    ),
    "Data": (
        "Backup ba Checkpoint ch Compare cr Compress cm Convert cv ConvertFrom cf ConvertTo ct Dismount dm Edit ed "
        "Expand en Export ep Group gp Import ip Initialize in Limit l Merge mg Mount mt Out o Publish pb Restore rr "
        "Save sv Sync sy Unpublish ub Update ud"
    ),
    "Diagnostic": (
        "Debug db Measure ms Ping pi Repair rp Resolve rv Test t Trace tr"
    ),
    "Lifecycle": (
        "Approve ap Assert as Build bd Complete cmp Confirm cn Deny dn Deploy dp Disable d Enable e Install is Invoke i "
        "Register rg Request rq Restart rt Resume ru Start sa Stop sp Submit sb Suspend ss Uninstall us Unregister ur "
        "Wait w"
    ),
    "Other": (
        "Use u"
    ),
    "Security": (
        "Block bl Grant gr Protect pt Revoke rk Unblock ul Unprotect up"
    ),
}


def is_approved(verb: str) -> bool:
    """Whether a verb is one of the list."""
    return verb.lower() in {word.lower() for text in VERBS.values() for word in text.split()[::2]}


_INFO = "System.Management.Automation.VerbInfo"


class VerbInfo:
    """A verb, the prefix of aliases of its commands, its group and what it says of a command."""

    __slots__ = ("verb", "prefix", "group", "description")

    def __init__(self, verb: str | None = None, prefix: str | None = None, group: str | None = None, description: str | None = None) -> None:
        self.verb, self.prefix, self.group, self.description = verb, prefix, group, description


_MEMBERS = {"Verb": "verb", "AliasPrefix": "prefix", "Group": "group", "Description": "description"}
declare(
    _INFO, VerbInfo, new=VerbInfo, get={name: (lambda info, at=at: getattr(info, at)) for name, at in _MEMBERS.items()},
    set={name: (lambda info, value, at=at: setattr(info, at, value)) for name, at in _MEMBERS.items()},
    signatures=("()", *(f"string {name} {{get;set;}}" for name in _MEMBERS)),
)

for _group, _text in VERBS.items():
    # Scripts name the groups as classes: [System.Management.Automation.VerbsCommon]::Get.
    _name = f"System.Management.Automation.Verbs{_group}"
    declare(_name, None, static_get={verb: (lambda verb=verb: verb) for verb in _text.split()[::2]},
            signatures=tuple(f"static string {verb}" for verb in _text.split()[::2]))


def _descriptions() -> dict[str, str]:
    lines = (Path(__file__).parent / "verbs.txt").read_text("utf-8").splitlines()
    return dict(line.split(" | ", 1) for line in lines if not line.startswith("#"))


class GetVerb(Cmdlet, name="Get-Verb", output=(_INFO,), module="Microsoft.PowerShell.Utility"):
    """Lists the verbs that names of commands begin with.

    Example: where a verb belongs

        PS> (Get-Verb Get).Group
        Common
    """

    group: Any = param("Only the verbs of these groups.", "string[]", position=1, pipeline=True, by_name=True, values=tuple(VERBS))
    verb: Any = param("Verbs by name or pattern.", "string[]", position=0, pipeline=True, by_name=True)

    def process(self) -> None:
        from relayshell.cmdlets.item_choice import matches_any

        descriptions = _descriptions()
        wanted = {each.lower() for each in self.group or ()}
        for group, text in VERBS.items():
            if wanted and group.lower() not in wanted:
                continue
            words = text.split()
            for verb, prefix in zip(words[::2], words[1::2]):
                if not self.verb or matches_any(verb, self.verb):
                    self.write(VerbInfo(verb, prefix, group, descriptions.get(verb)))
