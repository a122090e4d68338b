"""Members after a dot or two colons: of a live value where the expression can be worked out, else of the kinds it would give."""

from __future__ import annotations

from typing import Any

from relayshell.completion.infer import Inference
from relayshell.completion.kinds import (
    Entry,
    class_statics,
    entries,
    in_order,
    method_entries,
    static_entries,
)
from relayshell.completion.quiet import safe_value
from relayshell.completion.result import Candidate
from relayshell.completion.texttypes import named_kind
from relayshell.completion.words import starts
from relayshell.syntax import ast as tree
from relayshell.syntax.ast.node import Ast


def members(session: Any, expression: Ast, static: bool, word: str) -> list[Candidate]:
    """The members of what an expression gives that begin with a word."""
    if any(char in word for char in "*?["):
        return []
    fits = starts(word)
    return [candidate(entry) for entry in _entries(session, expression, static) if fits(entry.name)]


def candidate(entry: Entry) -> Candidate:
    """A member as it is typed after a dot."""
    if entry.method:
        return Candidate(f"{entry.name}(", entry.name, "Method", entry.tip)
    return Candidate(member_word(entry.name), entry.name, "Property", entry.tip)


def member_word(name: str) -> str:
    """A property's name, in quotes where it is no plain name."""
    plain = name.replace("_", "a").isalnum() and not name[:1].isdigit()
    return name if plain else "'" + name.replace("'", "''") + "'"


def _entries(session: Any, expression: Ast, static: bool) -> list[Entry]:
    if static:
        return _static(session, expression)
    live = _live(session, expression)
    if live is not None:
        return live
    found: dict[str, Entry] = {}
    inference = Inference(session)
    kinds = inference.of(expression)
    is_this = isinstance(expression, tree.VariableExpressionAst) and expression.variable_path.user_path.lower() == "this"
    for kind in kinds:
        for entry in entries(kind, is_this):
            found.setdefault(entry.name.lower(), entry)
        if kind.net is not None and kind.net.is_array:
            for entry in _EVERY_COLLECTION:
                found.setdefault(entry.name.lower(), entry)
    return in_order(found.values())


def _static(session: Any, expression: Ast) -> list[Entry]:
    if isinstance(expression, tree.TypeExpressionAst):
        kind = named_kind(expression.type_name, expression)
        if kind is None:
            return []
        return class_statics(kind.node) if kind.node is not None else static_entries(kind.net)  # type: ignore[arg-type]
    from relayshell.objects.nettype import NetType

    value = safe_value(expression, session)
    return static_entries(value[0]) if value is not None and isinstance(value[0], NetType) else []


_EVERY_COLLECTION = (
    Entry("ForEach", True, "ForEach(expression [, arguments...])"),
    Entry("Where", True, "Where({ expression } [, mode [, numberToReturn]])"),
)


def _live(session: Any, expression: Ast) -> list[Entry] | None:
    """The members of a value that can be had without harm; None where it cannot."""
    found = safe_value(expression, session)
    if found is None or found[0] is None:
        return None
    value = found[0]
    return value_entries(value)


def value_entries(value: Any) -> list[Entry]:
    """The members of a value as Get-Member would give them, its keys last where it is a dictionary."""
    from relayshell.objects.definitions import definition_of
    from relayshell.objects.indexing import dictionary_items
    from relayshell.objects.memberinfo import list_members
    from relayshell.objects.psobject import PSCustomObject, unwrap
    from relayshell.objects.typemembers import members_table
    from relayshell.objects.typeof import type_of

    made: dict[str, Entry] = {}
    for member in list_members(value):
        if member.hidden:
            continue
        # A property that takes an index is called like a method.
        method = member.member_type.endswith(("Method", "ParameterizedProperty"))
        text = definition_of(member)
        if method:
            # Of a value that is there the overloads stand on lines of their own kind.
            text = text.replace("), ", ")\r\n")
        made.setdefault(member.name.lower(), Entry(member.name, method, text))
    base = unwrap(value)
    net_type = type_of(base)
    if not isinstance(base, PSCustomObject):
        for entry in method_entries(net_type, members_table(net_type)):
            made.setdefault(entry.name.lower(), entry)
    if isinstance(base, list) or net_type.is_array:
        for entry in _EVERY_COLLECTION:
            made.setdefault(entry.name.lower(), entry)
        made.setdefault("count", Entry("Count", False, "int Count {get;}"))
    ordered = in_order(made.values())
    pairs = dictionary_items(base) if not isinstance(base, list) else None
    if pairs is not None:
        known = {entry.name.lower() for entry in ordered}
        ordered.extend(Entry(key, False, key) for key, _ in pairs if isinstance(key, str) and key.lower() not in known)
    return ordered
