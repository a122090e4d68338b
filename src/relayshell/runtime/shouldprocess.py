"""ShouldProcess and ShouldContinue: -WhatIf is told, -Confirm and high impact are asked about."""

from __future__ import annotations

from typing import Any

from relayshell.runtime import nestedprompt
from relayshell.runtime.faults import action_name

_IMPACTS = {"None": 0, "Low": 1, "Medium": 2, "High": 3}
CHOICES = ("&Yes", "Yes to &All", "&No", "No to A&ll", "&Suspend")
HELP = (
    "Continue with only the next step of the operation.", "Continue with all the steps of the operation.",
    "Skip this operation and proceed with the next operation.", "Skip this operation and all subsequent operations.",
    "Pause the current pipeline and return to the command prompt. Type \"exit\" to resume the pipeline.",
)


def message_of(stage: Any, target: str, action: str | None) -> str:
    """What would be done, in PowerShell's words."""
    return f'Performing the operation "{action if action is not None else stage.name}" on target "{target}".'


def only_told(stage: Any) -> bool:
    """Whether actions are told and not done: -WhatIf, or $WhatIfPreference."""
    from relayshell.objects.convert import to_bool

    what_if = stage.given.get("whatif")
    if what_if is None:
        frame = stage.preference_frame if hasattr(stage, "preference_frame") else stage.frame
        cell = frame.scope.find("whatifpreference")
        what_if = to_bool(cell.value) if cell is not None else False
    return bool(what_if)


def should_process(stage: Any, target: str, action: str | None = None, *, verbose: str | None = None, query: str | None = None, caption: str | None = None) -> bool:
    """Whether to go on with an action on a target."""
    frame = stage.preference_frame if hasattr(stage, "preference_frame") else stage.frame
    text = verbose if verbose is not None else message_of(stage, target, action)
    if only_told(stage):
        stage.session.host_line("What if: " + text)
        return False
    if stage.answers.get("all") is not None:
        return stage.answers["all"] == "yes"
    confirm = stage.given.get("confirm")
    if confirm is None:
        cell = frame.scope.find("confirmpreference")
        level = _IMPACTS.get(_impact_name(cell.value) if cell is not None else "High", 3)
        confirm = level > 0 and _IMPACTS.get(stage.signature.confirm_impact, 2) >= level
    if not confirm:
        stage.write_verbose(text)
        return True
    return _ask(stage, caption or "Confirm", query if query is not None else f"Are you sure you want to perform this action?\n{text}")


def goes_without_saying(stage: Any) -> bool:
    """Whether an action of a cmdlet is neither told nor asked about now, so that its target need not be put into words."""
    from relayshell.objects.convert import to_bool

    given = stage.given
    if "whatif" in given or "confirm" in given or "verbose" in given or stage.answers.get("all") is not None:
        return False
    if stage.keepers or stage.session.streams.keepers:
        return False
    find = stage.frame.scope.find
    cell = find("whatifpreference")
    if cell is not None and cell.value is not False and to_bool(cell.value):
        return False
    cell = find("confirmpreference")
    level = _IMPACTS.get(_impact_name(cell.value) if cell is not None else "High", 3)
    if level > 0 and _IMPACTS.get(stage.signature.confirm_impact, 2) >= level:
        return False
    cell = find("verbosepreference")
    return cell is None or action_name(cell.value) in ("SilentlyContinue", "Ignore")


def _impact_name(value: Any) -> str:
    if isinstance(value, str):
        return value.capitalize()
    name = getattr(value, "name", None)
    return str(name) if name is not None else action_name(value)


def _ask(stage: Any, caption: str, message: str) -> bool:
    session = stage.session
    answer = session.host.prompt_for_choice(caption, message, CHOICES, HELP, 0)
    while answer == 4 and nestedprompt.is_offered(session):
        nestedprompt.enter(session)
        answer = session.host.prompt_for_choice(caption, message, CHOICES, HELP, 0)
    if answer == 1:
        stage.answers["all"] = "yes"
    elif answer == 3:
        stage.answers["all"] = "no"
    return answer in (0, 1)


def should_continue(stage: Any, query: str, caption: str) -> bool:
    """Ask the user."""
    return _ask(stage, caption, query)
