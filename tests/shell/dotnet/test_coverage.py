"""How much of the facts is there: every member that the facts name of a declared type has a function behind it, or is counted as missing."""

from __future__ import annotations

from collections import Counter

import pytest

from relayshell.objects import facts
from relayshell.objects.declare import DECLARED, declaration_of
from relayshell.objects.dotnet.homes import HOMES
from relayshell.objects.nettype import find_type
from relayshell.objects.typehomes import load_home
from relayshell.objects.typemembers import members_table
from relayshell.objects.typenames import resolve_type

OURS = [name for names in HOMES.values() for name in names]


def _count(name: str) -> tuple[int, list[str]]:
    """How many members a type has, and the texts of those without a function."""
    table = members_table(find_type(name))
    known = facts.members(name)
    texts = set(known.methods) | set(known.properties) | set(known.constructors) | {f + " {get;}" if "{" not in f else f for f in known.fields}
    total, missing = 0, []
    for groups in (table.methods, table.static_methods, {"new": table.constructors}):
        for group in groups.values():
            for overload in group.overloads:
                if overload.text in texts:
                    total += 1
                    if overload.function is None:
                        missing.append(overload.text)
    for entries in (table.properties, table.static_properties):
        for entry in entries.values():
            total += 1
            if entry.getter is None and not entry.index:
                missing.append(entry.text)
    return total, missing


def _share(names: list[str]) -> tuple[int, int, Counter[str]]:
    total = absent = 0
    by_type: Counter[str] = Counter()
    for name in names:
        if facts.row(name) is None or facts.row(name).offset < 0 or facts.row(name).kind == "enum":
            continue
        members, missing = _count(name)
        total += members
        absent += len(missing)
        by_type[name] = len(missing)
    return total, absent, by_type


def test_most_members_of_the_declared_types_are_there(capsys: pytest.CaptureFixture[str]) -> None:
    total, absent, by_type = _share(OURS)
    with capsys.disabled():
        print(f"\n.NET members declared here: {total - absent} of {total} ({100 * (total - absent) / total:.1f} %)")
        print("most missing: " + ", ".join(f"{name.rpartition('.')[2]} {count}" for name, count in by_type.most_common(12) if count))
    assert (total - absent) / total >= 0.80


def test_the_facts_as_a_whole(capsys: pytest.CaptureFixture[str]) -> None:
    names = [name for name, row in facts.rows().items() if name.startswith("System.") and not name.startswith("System.Management.")]
    total, absent, by_type = _share(names)
    with capsys.disabled():
        print(f"\n.NET members in all facts of System: {total - absent} of {total} ({100 * (total - absent) / total:.1f} %)")
        print("most missing: " + ", ".join(f"{name.rpartition('.')[2]} {count}" for name, count in by_type.most_common(16) if count))
    assert (total - absent) / total >= 0.70


@pytest.mark.parametrize("home, names", HOMES.items(), ids=list(HOMES))
def test_homes_declare_what_they_say(home: str, names: tuple[str, ...]) -> None:
    for name in names:
        assert load_home(name), name
        assert name in DECLARED, f"{home} does not declare {name}"


def test_every_accelerator_is_a_type() -> None:
    missing = [short for short in facts.accelerators() if resolve_type(short) is None]
    assert missing == []


@pytest.mark.parametrize("name", OURS)
def test_declared_members_exist_in_the_signatures(name: str) -> None:
    """A name misspelt in a declaration would be an extra member of no signature: those there are must be spelt like a .NET name."""
    declaration = declaration_of(find_type(name))
    assert declaration is not None
    for part in ("methods", "statics", "get", "static_get"):
        for key in getattr(declaration, part):
            assert key.partition("(")[0].replace("_", "").isalnum(), key
