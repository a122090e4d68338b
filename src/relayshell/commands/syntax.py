"""A command's syntax lines: `Get-Foo [-Name] <string> [[-Count] <int>] [<CommonParameters>]`, one for each parameter set."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from relayshell.commands.metadata import automatic_positions
from relayshell.commands.shared import COMMON_NAMES
from relayshell.commands.signature import ALL_SETS, InSet, Parameter, Signature


def set_names(signature: Signature) -> tuple[str, ...]:
    """The names of a command's parameter sets, the default set first; ALL_SETS alone where it has none."""
    names = list(signature.set_names)
    default = signature.default_set
    if default and default != ALL_SETS:
        names = [default, *(name for name in names if name.lower() != default.lower())]
    return tuple(names) or (ALL_SETS,)


def in_set(signature: Signature, name: str) -> list[tuple[Parameter, InSet]]:
    """The parameters of a set with how they stand in it, positions worked out, in the order declared."""
    automatic = automatic_positions(signature)
    found = []
    for parameter in signature.all_parameters:
        stand = parameter.sets.get(ALL_SETS)
        for key, value in parameter.sets.items():
            if key.lower() == name.lower():
                stand = value
        if stand is None:
            continue
        if stand.position is None and parameter.name in automatic and not parameter.shared:
            stand = InSet(stand.mandatory, automatic[parameter.name], stand.pipeline, stand.by_name, stand.remaining, stand.help)
        found.append((parameter, stand))
    return found


def displayed(signature: Signature, name: str) -> Iterator[tuple[Parameter, InSet]]:
    """The parameters of a set in the order shown: by position, then mandatory ones, then the rest."""
    pairs = in_set(signature, name)
    placed = sorted((pair for pair in pairs if pair[1].position is not None), key=lambda pair: pair[1].position or 0)
    yield from placed
    named = [pair for pair in pairs if pair[1].position is None]
    yield from (pair for pair in named if pair[1].mandatory)
    yield from (pair for pair in named if not pair[1].mandatory)


def set_text(signature: Signature, name: str) -> str:
    """The syntax of one parameter set, without the command's name."""
    parts = []
    common = False
    for parameter, stand in displayed(signature, name):
        if parameter.name.lower() in COMMON_NAMES and parameter.shared:
            common = True
            continue
        if parameter.hidden:
            continue
        parts.append(parameter_text(parameter, stand))
    if common:
        parts.append("[<CommonParameters>]")
    return " ".join(parts)


def parameter_text(parameter: Parameter, stand: InSet) -> str:
    """One parameter as the syntax shows it: brackets around what may be left out."""
    label = f"-{parameter.name}"
    if parameter.is_switch:
        return label if stand.mandatory else f"[{label}]"
    shown = f"<{type_text(parameter)}>"
    if stand.position is not None:
        label = f"[{label}]"
    text = f"{label} {shown}"
    return text if stand.mandatory else f"[{text}]"


def type_text(parameter: Parameter) -> str:
    """The parameter's type in short: its accelerator, or its name without namespace."""
    if parameter.shown_type:
        return parameter.shown_type
    if parameter.ps_type_name:
        text = parameter.ps_type_name.rpartition(".")[2]
        return text + "[]" if parameter.net_type.is_array and not text.endswith("[]") else text
    net_type = parameter.net_type
    if net_type.is_nullable:
        net_type = net_type.generic_arguments[0]
    return _short(net_type)


def _short(net_type: Any) -> str:
    if net_type.element_type is not None:
        return _short(net_type.element_type) + net_type.text[len(net_type.element_type.text) :]
    if net_type.generic_definition is not None:
        inner = ",".join(_short(each) for each in net_type.generic_arguments)
        return f"{net_type.name.partition('`')[0]}[{inner}]"
    shown: str = net_type.shown
    if shown != net_type.text:
        return shown
    head, bracket, inside = net_type.text.partition("[")
    if bracket:
        return f"{head.rpartition('.')[2]}[{','.join(each.strip().rpartition('.')[2] for each in inside[:-1].split(','))}]"
    return str(net_type.name)


def syntax_of(signature: Signature, called: str = "") -> str:
    """All syntax lines of a command (by another name, where one is given), an empty line before each, as Get-Command -Syntax gives them."""
    lines = []
    for name in set_names(signature):
        lines.append(f"\n{called or signature.name} {set_text(signature, name)}\n")
    return "".join(lines)
