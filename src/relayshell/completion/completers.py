"""Completers of scripts: [ArgumentCompleter()], [ArgumentCompletions()] and what Register-ArgumentCompleter keeps."""

from __future__ import annotations

from typing import Any

from relayshell.commands.metadata import Slot
from relayshell.completion.matching import Matched
from relayshell.completion.place import Place
from relayshell.completion.result import Candidate
from relayshell.completion.words import starts
from relayshell.syntax import ast as tree
from relayshell.syntax.ast.node import Ast

SERVICE = "argument completers"


def completers_of(session: Any) -> dict[tuple[str, str], Any]:
    """What Register-ArgumentCompleter keeps: blocks by (command, parameter), or by ("native", program); names folded, empty for any."""
    return session.services.setdefault(SERVICE, {})  # type: ignore[no-any-return]


def native(place: Place, command: tree.CommandAst, name: str) -> list[Candidate] | None:
    """What a completer for the whole command line of a program says; None where there is none or it says nothing."""
    import os

    kept = completers_of(place.session)
    called = command.get_command_name() or name
    block = kept.get(("native", called.lower())) or kept.get(("native", os.path.basename(called).lower()))
    if block is None and ("native", "") in kept and _is_program(place.session, called):
        block = kept["native", ""]
    if block is None:
        return None
    return _results(place, block, [place.word, _node(command), place.cursor]) or None


def _is_program(session: Any, name: str) -> bool:
    from relayshell.completion.lookup import command_of

    info = command_of(session, name)
    return info is None or info.kind == "Application"


def asked(place: Place, command: tree.CommandAst, name: str, slot: Slot, matched: Matched) -> list[Candidate] | None:
    """What the completer of a parameter says; None where it has none. [ArgumentCompletions()] are values as they stand."""
    kept = completers_of(place.session)
    block = None
    for each in slot.parameter.names:
        block = block or kept.get((name.lower(), each.lower()))
    attribute_block, listed = _of_attributes(place.session, slot)
    block = block or kept.get(("", slot.folded)) or attribute_block
    if block is None:
        if listed is None:
            return None
        fits = starts(place.word)
        return [Candidate(each, each, "ParameterValue", each) for each in listed if fits(each)]
    return _results(place, block, [name, slot.name, place.word, _node(command), bound(place.session, matched)])


def bound(session: Any, matched: Matched) -> Any:
    """What the command was given so far, as a hashtable by parameter name, as far as it can be told."""
    from relayshell.completion.quiet import safe_value
    from relayshell.objects.hashtable import Hashtable

    table = Hashtable()
    for folded, word in matched.given.items():
        name = matched.metadata.slots[folded].name
        if word is None:
            table[name] = True
        elif isinstance(word, Ast):
            found = safe_value(word, session)
            table[name] = found[0] if found is not None else word.text
    return table


def _node(command: tree.CommandAst) -> Any:
    return command


def _of_attributes(session: Any, slot: Slot) -> tuple[Any, list[str] | None]:
    """The block of [ArgumentCompleter()] and the values of [ArgumentCompletions()] of a script's parameter."""
    node = slot.parameter.source
    if not isinstance(node, tree.ParameterAst):
        return None, None
    from relayshell.objects.text import to_text
    from relayshell.runtime.attributes import arguments_of, attribute_name, instance_of

    for attribute in node.attributes:
        if not isinstance(attribute, tree.AttributeAst):
            continue
        kind = attribute_name(attribute)
        try:
            if kind == "argumentcompletions":
                return None, [to_text(each) for each in arguments_of(attribute, session.frame)[0]]
            if kind == "argumentcompleter":
                return arguments_of(attribute, session.frame)[0][0], None
            instance = instance_of(attribute, session.frame)
        except Exception:  # noqa: BLE001 - an attribute that cannot be made completes nothing
            instance = None
        completer = None if instance is None else _completer_in(instance)
        if completer is not None:
            return completer, None
    return None, None


def _completer_in(instance: Any) -> Any:
    """The completer that an attribute of a script is, or makes; None for other attributes."""
    from relayshell.objects.members import call_method
    from relayshell.objects.typeof import type_of

    names = {kind.text.rpartition(".")[2] for kind in type_of(instance).ancestors}
    if "IArgumentCompleterFactory" in names:
        return call_method(instance, "Create", [])
    return instance if "IArgumentCompleter" in names else None


def _results(place: Place, block: Any, arguments: list[Any]) -> list[Candidate]:
    from relayshell.objects.members import call_method
    from relayshell.objects.nettype import NetType

    try:
        if getattr(block, "is_script_block", False):
            found = place.session.call(block, arguments)
        elif isinstance(block, NetType):
            from relayshell.objects.members import new_object

            found = _many(call_method(new_object(block, []), "CompleteArgument", arguments))
        else:
            found = _many(call_method(block, "CompleteArgument", arguments))
    except Exception:  # noqa: BLE001 - a completer that fails offers nothing
        return []
    return [made for each in found if each is not None for made in [_candidate(each)]]


def _many(value: Any) -> list[Any]:
    from relayshell.objects.collections import enumerate_value

    each = enumerate_value(value)
    return [value] if each is None else list(each)


def _candidate(value: Any) -> Candidate:
    from relayshell.objects.psobject import unwrap
    from relayshell.objects.text import to_text

    inside = unwrap(value)
    candidate = getattr(inside, "candidate", None)
    if isinstance(candidate, Candidate):
        return candidate
    text = to_text(value)
    return Candidate(text, text, "Text", text)
