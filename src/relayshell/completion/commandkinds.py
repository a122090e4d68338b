"""What a command would put out: what it says, or for those that hand on what they were given, what comes in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from relayshell.completion.kinds import Kind, entries, kind_of, psobject
from relayshell.completion.lookup import command_of, function_in_text, words_of
from relayshell.completion.matching import Matched, match_words, text_of
from relayshell.completion.texttypes import named_kind
from relayshell.objects.nettype import find_type
from relayshell.syntax import ast as tree
from relayshell.syntax.ast.node import Ast

if TYPE_CHECKING:
    from relayshell.completion.infer import Inference

_HANDED_ON = frozenset(("where-object", "sort-object", "tee-object", "get-unique", "out-string -stream"))


def command_kinds(inference: Inference, command: tree.CommandAst, incoming: list[Kind]) -> list[Kind]:
    """The kinds of what a command puts out, given the kinds of what comes to it."""
    name = command.get_command_name()
    if name is None:
        first = command.command_elements[0]
        return inference.of(first.script_block) if isinstance(first, tree.ScriptBlockExpressionAst) else []
    function = function_in_text(command, name)
    if function is not None:
        return _declared_output(function.body) or inference.of(function.body)
    info = command_of(inference.session, name)
    if info is None:
        return []
    folded = info.name.lower()
    if folded in _HANDED_ON:
        return incoming or _input_object(inference, info, command)
    special = _SPECIAL.get(folded)
    if special is not None:
        matched = match_words(info.signature, words_of(command))
        answer: list[Kind] = special(inference, matched, incoming, command)
        return answer
    return [Kind(found) for name in _outputs(info) if (found := find_type(name) or _by_short_name(name, command)) is not None]


def _outputs(info: Any) -> tuple[str, ...]:
    try:
        return info.signature.output if info.signature is not None else ()
    except Exception:  # noqa: BLE001 - a script that cannot be read tells nothing
        return ()


def _by_short_name(name: str, node: Ast) -> Any:
    from relayshell.objects.typenames import resolve_type

    return resolve_type(name)


def _declared_output(body: tree.ScriptBlockAst) -> list[Kind]:
    found = []
    for attribute in body.param_block.attributes if body.param_block is not None else ():
        if attribute.type_name.full_name.lower() in ("outputtype", "outputtypeattribute"):
            for each in attribute.positional_arguments:  # type: ignore[attr-defined]
                kind = named_kind(each.type_name, each) if isinstance(each, tree.TypeExpressionAst) else None
                if isinstance(each, tree.StringConstantExpressionAst):
                    net = _by_short_name(str(each.value), each)
                    kind = Kind(net) if net is not None else None
                if kind is not None:
                    found.append(kind)
    return found


def _input_object(inference: Inference, info: Any, command: tree.CommandAst) -> list[Kind]:
    matched = match_words(info.signature, words_of(command))
    word = matched.given.get("inputobject")
    return inference.enumerated(inference.of(word)) if isinstance(word, Ast) else []


def _for_each(inference: Inference, matched: Matched, incoming: list[Kind], command: tree.CommandAst) -> list[Kind]:
    member = text_of(matched.given.get("membername"))
    if member is not None:
        return [entry.kind for kind in incoming for entry in entries(kind) if entry.name.lower() == member.lower() and entry.kind is not None]
    found: list[Kind] = []
    for word in command.command_elements[1:]:
        for each in word.elements if isinstance(word, tree.ArrayLiteralAst) else (word,):
            block = each.argument if isinstance(each, tree.CommandParameterAst) else each
            if isinstance(block, tree.ScriptBlockExpressionAst):
                found.extend(inference.enumerated(inference.of(block.script_block)))
    return found


def _select(inference: Inference, matched: Matched, incoming: list[Kind], command: tree.CommandAst) -> list[Kind]:
    incoming = incoming or [kind for word in [matched.given.get("inputobject")] if isinstance(word, Ast) for kind in inference.of(word)]
    expanded = text_of(matched.given.get("expandproperty"))
    if expanded is not None:
        return inference.enumerated(
            [entry.kind for kind in incoming for entry in entries(kind) if entry.name.lower() == expanded.lower() and entry.kind is not None]
        )
    chosen = matched.given.get("property")
    left_out = _texts(matched.given.get("excludeproperty"))
    if chosen is None and not left_out:
        return incoming
    from relayshell.completion.words import starts

    known = [entry for kind in incoming for entry in entries(kind) if not entry.method and not _engine(kind, entry.name)]
    notes: dict[str, tuple[str, Kind | None]] = {}
    for word in chosen.elements if isinstance(chosen, tree.ArrayLiteralAst) else [chosen] if chosen is not None else []:
        for name, inner in _columns(inference, word, known):
            notes.setdefault(name.lower(), (name, inner))
    if chosen is None:
        notes = {entry.name.lower(): (entry.name, entry.kind) for entry in known}
    refused = [starts(each) for each in left_out if "*" in each]
    plain = {each.lower() for each in left_out}
    kept = [note for folded, note in notes.items() if folded not in plain and not any(test(note[0]) for test in refused)]
    return [psobject(kept)]


def _engine(kind: Kind, name: str) -> bool:
    """Whether a member is the custom object's own rather than one of its notes."""
    return bool(kind.notes) and not any(note.lower() == name.lower() for note, _ in kind.notes)


def _columns(inference: Inference, word: Any, known: list[Any]) -> list[tuple[str, Kind | None]]:
    if isinstance(word, tree.HashtableAst):
        name, inner = None, None
        for key, value in word.key_value_pairs:
            label = str(getattr(key, "value", "")).lower()
            expression = value.get_pure_expression() if hasattr(value, "get_pure_expression") else None
            if label and "name".startswith(label) or label and "label".startswith(label):
                name = text_of(expression)
            elif label and "expression".startswith(label) and isinstance(expression, tree.ScriptBlockExpressionAst):
                found = inference.of(expression.script_block)
                inner = found[0] if found else None
        return [(name, inner or kind_of("System.Object"))] if name else []
    text = text_of(word)
    if text is None:
        return []
    if "*" in text or "?" in text:
        from relayshell.objects.wildcard import compile_wildcard

        fits = compile_wildcard(text, True)
        return [(entry.name, entry.kind) for entry in known if fits(entry.name)]
    for entry in known:
        if entry.name.lower() == text.lower():
            return [(entry.name, entry.kind)]
    return [(text, kind_of("System.Object"))]


def _texts(word: Any) -> list[str]:
    words = word.elements if isinstance(word, tree.ArrayLiteralAst) else [word]
    return [text for each in words if (text := text_of(each)) is not None]


def _group(inference: Inference, matched: Matched, incoming: list[Kind], command: tree.CommandAst) -> list[Kind]:
    found = find_type("Microsoft.PowerShell.Commands.GroupInfo")
    return [Kind(found, (("Group", None),) if incoming else ())]


def _new_object(inference: Inference, matched: Matched, incoming: list[Kind], command: tree.CommandAst) -> list[Kind]:
    name = text_of(matched.given.get("typename"))
    if name is None:
        return []
    table = matched.given.get("property")
    if name.lower() in ("psobject", "pscustomobject", "system.management.automation.psobject") and isinstance(table, tree.HashtableAst):
        return [psobject(inference.keys(table))]
    for each in _text_classes(command):
        if each.name.lower() == name.lower():
            return [Kind(node=each)]
    found = _by_short_name(name, command)
    return [Kind(found)] if found is not None else []


def _text_classes(node: Ast) -> list[tree.TypeDefinitionAst]:
    from relayshell.completion.texttypes import definitions

    return definitions(node)


_SPECIAL: dict[str, Any] = {
    "foreach-object": _for_each, "select-object": _select, "group-object": _group, "new-object": _new_object,
}
