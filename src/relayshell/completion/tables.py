"""Keys of hashtables: of calculated properties, of what is splatted, of objects made by a cast."""

from __future__ import annotations

from typing import Any

from relayshell.completion.kinds import entries
from relayshell.completion.lookup import signature_of, words_of
from relayshell.completion.matching import match_words
from relayshell.completion.result import Candidate
from relayshell.completion.texttypes import named_kind
from relayshell.completion.usings import specification_keys
from relayshell.completion.words import quoted, starts, unquoted
from relayshell.syntax import ast as tree

_EXPRESSION, _NAME, _LABEL, _FORMAT = ("Expression", "[scriptblock]"), ("Name", "[string]"), ("Label", "[string]"), ("FormatString", "[string]")
KEYS: dict[str, tuple[tuple[str, str], ...]] = {
    "select-object": (_NAME, _EXPRESSION),
    "sort-object": (_EXPRESSION, ("Ascending", "[bool]"), ("Descending", "[bool]")),
    "group-object": (_EXPRESSION,),
    "format-table": (_EXPRESSION, _FORMAT, _LABEL, ("Width", "[int]"), ("Alignment", "[string]")),
    "format-list": (_EXPRESSION, _FORMAT, _LABEL),
    "format-wide": (_EXPRESSION, _FORMAT),
    "format-custom": (_EXPRESSION, ("Depth", "[int]")),
}
"""What a calculated property may say, by cmdlet."""


def keys(session: Any, table: tree.HashtableAst, word: str) -> list[Candidate] | None:
    """The keys that a hashtable literal may have, less those it has; None where nothing is known of it."""
    given = {str(getattr(key, "value", "")).lower() for key, _ in table.key_value_pairs}
    given.discard(word.lower())
    fits = starts(word)

    def kept(name: str) -> bool:
        return fits(name) and name.lower() not in given

    above = table.parent
    if isinstance(above, tree.UsingStatementAst):
        return specification_keys(word, given)
    if isinstance(above, tree.ConvertExpressionAst):
        kind = named_kind(above.attribute.type_name, above)
        if kind is None or kind.net is not None and kind.net.full_name in _PLAIN:
            return None
        return [Candidate(entry.name, entry.name, "Property", entry.tip) for entry in entries(kind) if not entry.method and kept(entry.name)]
    command = _command_of(table)
    if command is not None:
        return [Candidate(name, name, "Property", tip) for name, tip in _of_command(session, command, table) if kept(name)]
    splatted = _splatted(session, table)
    if splatted is None:
        return None
    return [Candidate(name, name, "ParameterName", tip) for name, tip in splatted if kept(name)]


_PLAIN = (
    "System.Management.Automation.PSObject", "System.Collections.Hashtable", "System.Management.Automation.PSCustomObject",
    "System.Collections.Specialized.OrderedDictionary",
)


def _command_of(table: tree.HashtableAst) -> tree.CommandAst | None:
    above = table.parent
    while isinstance(above, (tree.ArrayLiteralAst, tree.CommandParameterAst, tree.ErrorExpressionAst)):
        above = above.parent
    return above if isinstance(above, tree.CommandAst) else None


def _of_command(session: Any, command: tree.CommandAst, table: tree.HashtableAst) -> list[tuple[str, str]]:
    name, signature = signature_of(session, command)
    if signature is None:
        return []
    matched = match_words(signature, words_of(command))
    slot = next((matched.slot_of(word) for word in matched.given.values() if word is not None and _holds(word, table)), None)
    if slot is None:
        return []
    if name.lower() == "new-object" and slot.folded == "property":
        from relayshell.completion.commandkinds import command_kinds
        from relayshell.completion.infer import Inference

        kinds = command_kinds(Inference(session), command, [])
        return [(entry.name, entry.tip) for kind in kinds if not kind.notes for entry in entries(kind) if not entry.method]
    if slot.folded == "groupby" and name.lower().startswith("format-"):
        return [_EXPRESSION, _FORMAT, _LABEL]
    return list(KEYS.get(name.lower(), ())) if slot.folded == "property" else []


def _holds(word: Any, table: tree.HashtableAst) -> bool:
    return bool(word.start <= table.start and table.end <= word.end)


def _splatted(session: Any, table: tree.HashtableAst) -> list[tuple[str, str]] | None:
    """The parameters of the commands that are given this table with @."""
    step: Any = table
    while step is not None and not isinstance(step, tree.AssignmentStatementAst):
        if isinstance(step, (tree.CommandAst, tree.ScriptBlockAst)):
            return None
        step = step.parent
    if step is None:
        return None
    target = step.left.child if isinstance(step.left, tree.AttributedExpressionAst) else step.left
    if not isinstance(target, tree.VariableExpressionAst):
        return None
    folded = target.variable_path.name.lower()
    root: Any = step
    while root.parent is not None:
        root = root.parent
    found: dict[str, tuple[str, str]] = {}
    for node in root.walk():
        if not isinstance(node, tree.CommandAst):
            continue
        if not any(isinstance(each, tree.VariableExpressionAst) and each.splatted and each.variable_path.name.lower() == folded for each in node.command_elements):
            continue
        _, signature = signature_of(session, node)
        if signature is None:
            continue
        matched = match_words(signature, [word for word in words_of(node) if not isinstance(word, tree.VariableExpressionAst) or not word.splatted])
        for slot in matched.possible():
            if not slot.parameter.hidden:
                found.setdefault(slot.folded, (slot.name, f"[{slot.parameter.net_type.name}]"))
    return list(found.values()) or None


def indexes(session: Any, target: Any, word: str) -> list[Candidate]:
    """The keys of a dictionary, as they stand between the brackets of an index."""
    from relayshell.completion.infer import Inference
    from relayshell.completion.quiet import safe_value
    from relayshell.objects.indexing import dictionary_items
    from relayshell.objects.psobject import unwrap

    begun, quote = unquoted(word)
    fits = starts(begun)
    live = safe_value(target, session)
    value = unwrap(live[0]) if live is not None else None
    pairs = dictionary_items(value) if value is not None and not isinstance(value, list) else None
    if pairs is not None:
        names = [key for key, _ in pairs if isinstance(key, str)]
    else:
        names = [name for kind in Inference(session).of(target) for name, _ in kind.notes]
    return [Candidate(quoted(name, quote or "'"), name, "Property", name) for name in names if fits(name)]
