"""Names of types and namespaces: those that scripts can name here, classes of the text among them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from relayshell.completion.result import Candidate
from relayshell.completion.texttypes import definitions, session_used, usings
from relayshell.completion.words import sort_key, starts
from relayshell.syntax.ast.node import Ast

_WORDS = {"class": "Class", "struct": "Struct", "enum": "Enum", "interface": "Interface", "delegate": "Delegate"}


def type_names(word: str, node: Ast) -> list[Candidate]:
    """Types and namespaces that begin with a word; without a namespace, types of all namespaces by their short name."""
    if any(char in word for char in "*?["):
        return []
    made: dict[str, Candidate] = {}
    for each in definitions(node):
        if each.name.lower().startswith(word.lower()):
            made[each.name.lower()] = Candidate(each.name, each.name, "Type", f"{each.type_attributes} {each.name}")
    for name, found_type in _of_scripts():
        if name.lower().startswith(word.lower()):
            made.setdefault(name.lower(), Candidate(name, name, "Type", f"{_WORDS.get(found_type.kind, 'Class')} {name}"))
    found = _qualified(word) if "." in word else _short(word, usings(node))
    for candidate in found:
        made.setdefault(candidate.text.lower(), candidate)
    return sorted(made.values(), key=lambda each: (each.kind == "Type", sort_key(each.shown)))


def _of_scripts() -> list[tuple[str, Any]]:
    """The classes and enums that ran scripts defined, by name."""
    session = session_used()
    if session is None:
        return []
    found: dict[str, Any] = {}
    for scope in session.state.current.chain():
        for each in (scope.types or {}).values():
            found.setdefault(each.name, each)
    return list(found.items())


@lru_cache(maxsize=1)
def _known() -> tuple[tuple[str, str], ...]:
    """All full names that are known, with their kinds."""
    from relayshell.objects import facts

    return tuple((name, row.kind) for name, row in facts.rows().items())


@lru_cache(maxsize=1)
def _short_names() -> dict[str, str]:
    from relayshell.objects import facts

    found: dict[str, str] = {}
    for short, full in facts.accelerators().items():
        found.setdefault(full, short)
    return found


def _leaf(full: str) -> str:
    return full.rpartition(".")[2].rpartition("+")[2]


def _namespace(full: str) -> str:
    return full.partition("+")[0].rpartition(".")[0]


def _candidate(full: str, kind: str, qualified: bool, used: list[str]) -> Candidate:
    from relayshell.objects.facts import accelerator_of

    short = accelerator_of(full)
    text, _, arity = full.partition("`")
    shown = _leaf(text)
    tip = f"{_WORDS.get(kind, 'Class')} {full}" if short is not None else full
    if arity and "+" not in full:
        tip = f"{text}[{', '.join(f'T{number + 1}' for number in range(int(arity.partition('[')[0])))}]" if arity != "1" else f"{text}[T]"
        shown += "<>"
    if not qualified:
        if short is not None:
            return Candidate(short, shown, "Type", tip)
        if any(_namespace(full).lower() == each.lower() for each in used):
            text = full.partition("`")[0].rpartition(".")[2]
    return Candidate(text, shown, "Type", tip)


def _short(word: str, used: list[str]) -> list[Candidate]:
    from relayshell.objects import facts
    from relayshell.objects.nettype import find_type

    fits = starts(word)
    made = [_candidate(full, kind, False, used) for full, kind in _known() if fits(_leaf(full))]
    for short, full in facts.accelerators().items():
        found: Any = find_type(full)
        if fits(short) and found is not None and not fits(_leaf(full)):
            made.append(Candidate(short, _leaf(full), "Type", f"{_WORDS.get(found.kind, 'Class')} {full}"))
    roots = {full.partition(".")[0] for full, _ in _known() if "." in full}
    made.extend(Candidate(root, root, "Namespace", f"Namespace {root}") for root in roots if fits(root))
    return made


def _qualified(word: str) -> list[Candidate]:
    folded = word.lower()
    depth = word.count(".")
    made: list[Candidate] = []
    spaces: dict[str, str] = {}
    for full, kind in _known():
        if not full.lower().startswith(folded):
            continue
        if _namespace(full).count(".") + 1 == depth and _namespace(full):
            made.append(_candidate(full, kind, True, []))
        else:
            parts = full.split(".")
            space = ".".join(parts[: depth + 1])
            if len(parts) > depth + 1:
                spaces.setdefault(space.lower(), space)
    if not made and not spaces:
        inner = "." + folded
        made.extend(_candidate(full, kind, True, []) for full, kind in _known() if inner in full.lower() and "." not in full.lower().partition(inner)[2])
    for each in namespaces(word):
        spaces.setdefault(each.text.lower(), each.text)
    made.extend(_space(space) for space in spaces.values())
    return made


def _space(space: str) -> Candidate:
    return Candidate(space, space.rpartition(".")[2], "Namespace", f"Namespace {space}")


def namespaces(word: str) -> list[Candidate]:
    """Namespaces that begin with a word, one step further than what was typed."""
    folded = word.lower()
    depth = word.count(".")
    found: dict[str, str] = {}
    for full, _ in _known():
        space = _namespace(full)
        if space.lower().startswith(folded) and space.count(".") >= depth:
            step = ".".join(space.split(".")[: depth + 1])
            found.setdefault(step.lower(), step)
    return sorted((_space(space) for space in found.values()), key=lambda each: sort_key(each.shown))
