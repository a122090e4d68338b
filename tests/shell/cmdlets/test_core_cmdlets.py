"""Every cmdlet's declaration beside what PowerShell 7.6 says of its own: parameters, types, aliases, sets, positions,
pipeline binding, validation, confirmation, default set.

Differences that stay are listed in core_differences.tsv with the reason of each.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from relayshell import transport
from relayshell.cmdlets import ALIASES, MODULES
from relayshell.commands.cmdlet import Cmdlet

FACTS = Path(__file__).parents[2] / "facts" / "core-cmdlets.jsonl"
ALLOWED = Path(__file__).with_name("core_differences.tsv")
ALL = "__AllParameterSets"
CHECKS = {
    "ValidateNotNullOrEmpty", "ValidateNotNull", "AllowNull", "AllowEmptyCollection", "AllowEmptyString", "ValidateSet()", "ValidateRange(,)",
    "ValidateCount(,)", "ValidatePattern()", "ValidateNotNullOrWhiteSpace",
}


@cache
def known() -> dict[str, dict[str, Any]]:
    return {row["name"]: row for row in map(json.loads, FACTS.read_text().splitlines())}


@cache
def declared() -> dict[str, type[Cmdlet]]:
    found: dict[str, type[Cmdlet]] = {}
    for module in (*MODULES, *(each for each, names in transport.MODULES.items() if any(name in known() for name in names))):
        for value in vars(import_module(module)).values():
            if isinstance(value, type) and issubclass(value, Cmdlet) and "signature" in vars(value) and value.__module__ == module:
                found[value.signature.name] = value
    return found


@cache
def allowed() -> dict[tuple[str, str], str]:
    rows = [line.split("\t") for line in ALLOWED.read_text().splitlines() if line and not line.startswith("#")]
    return {(row[0], row[1]): row[2] for row in rows}


def stands(name: str, stand: dict[str, Any]) -> str:
    words = [name]
    if stand.get("mandatory"):
        words.append("mandatory")
    if stand.get("position") is not None:
        words.append(f"position {stand['position']}")
    words += [word for word in ("pipeline", "byName", "remaining") if stand.get(word)]
    return " ".join(words)


def own_stands(parameter: Any) -> set[str]:
    made = set()
    for name, inset in parameter.sets.items():
        made.add(stands(name, {
            "mandatory": inset.mandatory, "position": inset.position, "pipeline": inset.pipeline,
            "byName": inset.by_name, "remaining": inset.remaining,
        }))
    return made


def check_names(parameter: Any) -> set[str]:
    made = set()
    for check in parameter.checks:
        kind = type(check).__name__
        if kind == "ValidateNotNullOrEmpty" and check.blank:
            kind = "ValidateNotNullOrWhiteSpace"
        name = {"ValidateNotNullOrEmpty": kind, "ValidateNotNull": kind, "ValidateNotNullOrWhiteSpace": kind}.get(kind)
        name = name or {"ValidateSet": "ValidateSet()", "ValidatePattern": "ValidatePattern()"}.get(kind) or f"{kind}(,)"
        made.add(name)
    made |= {word for word, flag in (("AllowNull", parameter.allow_null), ("AllowEmptyCollection", parameter.allow_empty_collection),
                                     ("AllowEmptyString", parameter.allow_empty_string)) if flag}
    return made


def differences(name: str) -> list[tuple[str, str]]:
    """What differs, as (place, what)."""
    fact, signature = known()[name], declared()[name].signature
    found: list[tuple[str, str]] = []
    if (fact.get("defaultSet") or None) != (signature.default_set or None):
        found.append((name, f"default set {signature.default_set} for {fact.get('defaultSet')}"))
    if bool(fact.get("shouldProcess")) != bool(signature.should_process):
        found.append((name, f"should_process {signature.should_process}"))
    if fact["module"] != signature.module:
        found.append((name, f"module {signature.module} for {fact['module']}"))
    own = {parameter.name: parameter for parameter in signature.parameters}
    paging = {"First", "Skip", "IncludeTotalCount"} if signature.supports_paging else set()
    facts = {parameter["name"]: parameter for parameter in fact["parameters"] if parameter["name"] not in paging}
    found += [(f"{name} -{each}", "missing") for each in facts if each not in own]
    found += [(f"{name} -{each}", "not PowerShell's") for each in own if each not in facts]
    for each in facts.keys() & own.keys():
        ours, theirs, place = own[each], facts[each], f"{name} -{each}"
        if str(ours.type).lower() not in names_of(theirs["type"]):
            found.append((place, f"type {ours.type} for {theirs['type']}"))
        if set(ours.aliases) != set(theirs.get("aliases", ())):
            found.append((place, f"aliases {sorted(ours.aliases)} for {theirs.get('aliases', [])}"))
        wanted = {stands(stand["set"], stand) for stand in theirs["sets"]}
        if own_stands(ours) != wanted:
            found.append((place, f"sets {sorted(own_stands(ours) - wanted)} for {sorted(wanted - own_stands(ours))}"))
        checks = set(theirs.get("attributes", ())) & CHECKS
        if check_names(ours) & CHECKS != checks:
            found.append((place, f"checks {sorted(check_names(ours) - checks)} for {sorted(checks - check_names(ours))}"))
    return found


def names_of(name: str) -> set[str]:
    low = name.lower()
    names = {low, low.removeprefix("system."), f"system.{low}"}
    return names | {"microsoft.powershell.commands.pspropertyexpression"} if low == "pspropertyexpression" else names


@pytest.mark.parametrize("name", sorted(known()))
def test_is_there(name: str) -> None:
    assert name in declared(), f"{name} is not declared by any module"


@pytest.mark.parametrize("name", sorted(known().keys() & declared().keys()))
def test_is_declared_as_the_real_one(name: str) -> None:
    left = [f"{place}: {what}" for place, what in differences(name) if (place, what) not in allowed()]
    assert not left, "\n" + "\n".join(left)


def test_the_list_of_differences_is_true() -> None:
    found = {difference for name in known().keys() & declared().keys() for difference in differences(name)}
    assert not set(allowed()) - found, "no longer different"


UNREAD = Path(__file__).with_name("unread_parameters.tsv")


@cache
def unread_allowed() -> dict[tuple[str, str], str]:
    rows = [line.split("\t") for line in UNREAD.read_text().splitlines() if line and not line.startswith("#")]
    return {(row[0], row[1]): row[2] for row in rows}


def unread(cmdlet: type[Cmdlet]) -> list[str]:
    """Parameters whose values nothing reads: neither their attribute nor their name stands anywhere in the modules of the cmdlet's classes."""
    import inspect

    modules = {kind.__module__ for kind in cmdlet.__mro__ if kind.__module__.startswith("relayshell.") and kind is not Cmdlet}
    texts = {module: inspect.getsource(import_module(module)) for module in modules}
    for module in list(texts):
        for used in re.findall(r"^\s*from (relayshell\.[\w.]+) import", texts[module], re.M):
            if used.startswith(("relayshell.cmdlets", "relayshell.transport")) and used not in texts:
                texts[used] = inspect.getsource(import_module(used))
    text = "\n".join(texts.values())
    found = []
    for parameter in cmdlet.signature.parameters:
        names = (parameter.attribute, parameter.name.lower(), parameter.name)
        patterns = [rf"\.{re.escape(parameter.attribute)}\b(?!: Any)", *(rf"[\"']{re.escape(name)}[\"']" for name in names)]
        used = sum(len(re.findall(pattern, text)) for pattern in patterns) - len(re.findall(rf'name="{re.escape(parameter.name)}"', text))
        if used <= 0:
            found.append(parameter.name)
    return found


def test_no_parameter_is_accepted_and_ignored() -> None:
    left = [f"{name} -{each}" for name, cmdlet in sorted(declared().items()) for each in unread(cmdlet) if (name, each) not in unread_allowed()
            and ("*", each) not in unread_allowed() and (name, "*") not in unread_allowed()]
    assert not left, "\n" + "\n".join(left)


def test_modules_say_what_they_define() -> None:
    for module, names in MODULES.items():
        have = sorted(name for name, kind in declared().items() if kind.__module__ == module)
        assert have == sorted(names), module


def test_aliases_lead_to_commands() -> None:
    functions = {"Clear-Host", "mkdir", "help", "more"}
    for alias, target in ALIASES.items():
        assert target in declared() or target in functions or target in known(), alias
    for name, kind in declared().items():
        for alias in kind.signature.aliases:
            assert ALIASES.get(alias) == name, f"{alias} of {name}"


if __name__ == "__main__":
    for each in sorted(known().keys() & declared().keys()):
        for place, what in differences(each):
            print(f"{place}\t{what}")
