"""The parameters that every advanced command has: -Verbose, -ErrorAction and their kin, -WhatIf and -Confirm, paging.

They are declared like any other; what they do is the runtime's business.
"""

from __future__ import annotations

from functools import lru_cache

from relayshell.commands.signature import Parameter
from relayshell.commands.ranges import ValidateRange
from relayshell.commands.validation import VariableName

ACTION = "System.Management.Automation.ActionPreference"


def _shared(name: str, type: str, alias: str, doc: str, checks: tuple[object, ...] = ()) -> Parameter:
    return Parameter(
        name, type, (alias,) if alias else (), doc=doc, checks=checks, attribute=f"shared_{name.lower()}", shared=True
    )


COMMON = (
    _shared("Verbose", "switch", "vb", "Shows what the command says about its progress."),
    _shared("Debug", "switch", "db", "Shows the command's messages for its developers."),
    _shared("ErrorAction", ACTION, "ea", "What to do at an error that does not stop the command."),
    _shared("WarningAction", ACTION, "wa", "What to do at a warning."),
    _shared("InformationAction", ACTION, "infa", "What to do with an information message."),
    _shared("ProgressAction", ACTION, "proga", "What to do with a progress message."),
    _shared("ErrorVariable", "string", "ev", "A variable for the errors; with + in front it is added to.", (VariableName(),)),
    _shared("WarningVariable", "string", "wv", "A variable for the warnings; with + in front it is added to.", (VariableName(),)),
    _shared("InformationVariable", "string", "iv", "A variable for the information messages.", (VariableName(),)),
    _shared("OutVariable", "string", "ov", "A variable for the output, which goes on down the pipeline too.", (VariableName(),)),
    _shared("OutBuffer", "int", "ob", "How many objects to gather before handing them on.", (ValidateRange(0, 2147483647),)),
    _shared("PipelineVariable", "string", "pv", "A variable that holds the object last put out, for later commands.", (VariableName(),)),
)
WHAT_IF = (
    _shared("WhatIf", "switch", "wi", "Says what would be done and does nothing."),
    _shared("Confirm", "switch", "cf", "Asks before anything is done."),
)
PAGING = (
    _shared("IncludeTotalCount", "switch", "", "Tells how many there are in all."),
    _shared("Skip", "ulong", "", "How many to leave out at the start."),
    _shared("First", "ulong", "", "How many to give."),
)
COMMON_NAMES = frozenset(parameter.name.lower() for parameter in COMMON)
OPTIONAL_NAMES = frozenset(parameter.name.lower() for parameter in WHAT_IF + PAGING)


@lru_cache(maxsize=4)
def shared_parameters(should_process: bool, supports_paging: bool) -> tuple[Parameter, ...]:
    """The shared parameters of a command of this kind, in the order in which Get-Command lists them."""
    return COMMON + (WHAT_IF if should_process else ()) + (PAGING if supports_paging else ())
