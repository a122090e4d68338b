"""What the shared parameters do: -ErrorAction and its kin, -OutVariable and its kin, -WhatIf, -Confirm, -PipelineVariable."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

STREAM_VARIABLES = (
    ("errorvariable", "error"), ("warningvariable", "warning"), ("informationvariable", "information"),
)


def apply_to_cmdlet(stage: Any) -> None:
    """Make a cmdlet's shared parameters take effect."""
    gather(stage)


def apply_to_function(stage: Any) -> None:
    """Make an advanced function's shared parameters take effect: as preference variables of its own scope."""
    given = stage.given
    scope = stage.inner.scope
    if "verbose" in given:
        scope.put("VerbosePreference", _action("Continue" if given["verbose"] else "SilentlyContinue"))
    if "debug" in given:
        scope.put("DebugPreference", _action("Continue" if given["debug"] else "SilentlyContinue"))
    for folded, name in (
        ("erroraction", "ErrorActionPreference"), ("warningaction", "WarningPreference"), ("informationaction", "InformationPreference"),
        ("progressaction", "ProgressPreference"),
    ):
        if folded in given:
            scope.put(name, given[folded])
    if "whatif" in given:
        scope.put("WhatIfPreference", _switch(given["whatif"]))
    if "confirm" in given:
        from relayshell.objects.enums import enum_member

        scope.put("ConfirmPreference", enum_member("System.Management.Automation.ConfirmImpact", "Low" if given["confirm"] else "None"))
    gather(stage, True)


def _switch(value: Any) -> Any:
    from relayshell.objects.psobject import SwitchParameter

    return value if isinstance(value, SwitchParameter) else SwitchParameter(bool(value))


def _action(name: str) -> Any:
    from relayshell.objects.enums import enum_member

    return enum_member("System.Management.Automation.ActionPreference", name)


def gather(stage: Any, all_inside: bool = False) -> None:
    """Set up -ErrorVariable and its kin; for a function what its own commands report is gathered too."""
    keepers: dict[str, Callable[[Any], Any]] = {}
    for folded, stream in STREAM_VARIABLES:
        if folded in stage.given:
            add = adder(stage.frame, str(stage.given[folded]))
            keepers[stream] = add
    if not keepers:
        return
    if not all_inside:
        stage.keepers = keepers
        return
    streams = (stage.streams or stage.session.streams).copy()
    streams.keepers = dict(streams.keepers)
    for stream, keep in keepers.items():
        streams.keepers[stream] = (*streams.keepers.get(stream, ()), keep)
    stage.streams = streams


def adder(frame: Any, name: str) -> Callable[[Any], Any]:
    """A function that adds to the list in a variable, made anew unless the name begins with +."""
    from relayshell.objects.dotnet.lists import NetList
    from relayshell.objects.nettype import get_type

    add = name.startswith("+")
    if add:
        name = name[1:]
    scope = frame.scope
    scope_name = name.partition(":")
    if scope_name[1] and scope_name[0].lower() in ("global", "script", "local", "private"):
        name = scope_name[2]
        scope = {"global": frame.session.globals, "script": frame.scope.script}.get(scope_name[0].lower(), scope)
    old = scope.find(name.lower()) if add else None
    items: list[Any] = []
    if old is not None and old.value is not None:
        from relayshell.runtime.support.output import spread

        spread(old.value, items.append)
    made = NetList(get_type("System.Collections.ArrayList"), items)
    scope.set(name.lower(), name, made)
    return made.items.append


def wrap_output(stage: Any, write: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The write of a stage with -OutVariable and -PipelineVariable about it."""
    given = stage.given
    if "outvariable" in given:
        add = adder(stage.frame, str(given["outvariable"]))
        inner = write

        def write_and_keep(value: Any) -> None:
            add(value)
            inner(value)

        write = write_and_keep
    if "pipelinevariable" in given:
        name = str(given["pipelinevariable"])
        cell = stage.frame.scope.cell(name.lower(), name)
        following = write

        def write_and_show(value: Any) -> None:
            cell.value = value
            following(value)

        write = write_and_show
    return write
