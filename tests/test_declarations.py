"""Cmdlets are declared as PowerShell declares them: parameters, types, aliases, sets, positions, binding by pipeline, checks, output.

facts/core-cmdlets.jsonl says how; facts/declarations-left.txt lists the differences that stay, each under the reason.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from relayshell.cmdlets import MODULES
from relayshell.commands import validation
from relayshell.commands.shared import shared_parameters
from relayshell.commands.table import CommandTable
from relayshell.commands.typed import type_named
from relayshell.runtime.session import Session

FACTS = Path(__file__).parent / "facts"
CHECKS = (
    (validation.ValidateNotNull, "ValidateNotNull"), (validation.ValidateRange, "ValidateRange(,)"), (validation.ValidateSet, "ValidateSet()"),
    (validation.ValidateCount, "ValidateCount(,)"), (validation.ValidatePattern, "ValidatePattern()"),
)
ALLOWANCES = {"allow_null": "AllowNull", "allow_empty_string": "AllowEmptyString", "allow_empty_collection": "AllowEmptyCollection"}
COMPARED = {name for _, name in CHECKS} | set(ALLOWANCES.values()) | {"ValidateNotNullOrEmpty", "ValidateNotNullOrWhiteSpace"}


def described(table: CommandTable, fact: dict[str, Any]) -> list[str]:
    """Every difference between a cmdlet and what is known of it."""
    command = table.cmdlets.get(fact["name"].lower())
    if command is None:
        return ["is not there"]
    signature, found = command.signature, []
    for what, ours, theirs in (
        ("default set", signature.default_set or "", fact.get("defaultSet", "")), ("ShouldProcess", signature.should_process, bool(fact.get("shouldProcess"))),
        ("aliases", sorted(signature.aliases), sorted(fact.get("aliases", ()))), ("module", signature.module, fact["module"]),
        ("output", sorted(signature.output), sorted(fact.get("output", ()))),
    ):
        if ours != theirs:
            found.append(f"{what}: {ours!r}, not {theirs!r}")
    own = {parameter.name: parameter for parameter in signature.parameters}
    shared = {parameter.name for parameter in shared_parameters(True, True)}
    for wanted in fact["parameters"]:
        name = wanted["name"]
        parameter = own.pop(name, None)
        if name in shared:
            continue
        if parameter is None:
            found.append(f"-{name} is missing")
            continue
        found += [f"-{name} {text}" for text in compared(parameter, wanted)]
    return found + [f"-{name} is more" for name in own]


def compared(parameter: Any, wanted: dict[str, Any]) -> list[str]:
    """Every difference of one parameter."""
    found = []
    theirs = type_named(wanted["type"]).full_name
    if parameter.net_type.full_name != theirs:
        found.append(f"type: {parameter.net_type.full_name}, not {theirs}")
    if sorted(parameter.aliases) != sorted(wanted.get("aliases", ())):
        found.append("aliases")
    keys = ("mandatory", "position", "pipeline", "byName", "remaining")
    expected = {each["set"]: tuple(each.get(key, None if key == "position" else False) for key in keys) for each in wanted["sets"]}
    ours = {name: (each.mandatory, each.position, each.pipeline, each.by_name, each.remaining) for name, each in parameter.sets.items()}
    if ours != expected:
        found.append("sets")
    if checks_of(parameter) != set(wanted.get("attributes", ())) & COMPARED:
        found.append("checks")
    return found


def checks_of(parameter: Any) -> set[str]:
    """The checks of a parameter by PowerShell's names."""
    made = {name for attribute, name in ALLOWANCES.items() if getattr(parameter, attribute)}
    for check in parameter.checks:
        if isinstance(check, validation.ValidateNotNullOrEmpty):
            made.add("ValidateNotNullOrWhiteSpace" if check.blank else "ValidateNotNullOrEmpty")
            continue
        made |= {name for kind, name in CHECKS if isinstance(check, kind)}
    return made


def left() -> dict[str, set[str]]:
    """The differences that stay, by cmdlet; each line `#` above them is the reason."""
    made: dict[str, set[str]] = {}
    reason = ""
    for line in (FACTS / "declarations-left.txt").read_text("utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            reason = line.lstrip("# ") if line.startswith("#") else ""
            continue
        assert reason, f"no reason stands above '{line}'"
        name, _, difference = line.partition(": ")
        made.setdefault(name, set()).add(difference)
    return made


# A session makes known which modules declare which types: without it their names would be taken for unknown types.
Session()
TABLE = CommandTable(MODULES)
CASES = [json.loads(line) for line in (FACTS / "core-cmdlets.jsonl").read_text("utf-8").splitlines()]
LEFT = left()


@pytest.mark.parametrize("fact", CASES, ids=[fact["name"] for fact in CASES])
def test_a_cmdlet_is_declared_as_powershell_declares_it(fact: dict[str, Any]) -> None:
    assert set(described(TABLE, fact)) == LEFT.get(fact["name"], set())
