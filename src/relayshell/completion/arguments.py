"""Values of parameters: what a completer of the script says, a set of values, an enum, what the cmdlet is about, or paths."""

from __future__ import annotations

from typing import Any

from relayshell.commands.metadata import Slot
from relayshell.commands.validation import ValidateRange, ValidateSet
from relayshell.completion.completers import asked, native
from relayshell.completion.dynamic import dynamic_parameters
from relayshell.completion.lookup import signature_of, words_of
from relayshell.completion.matching import Blank, Matched, match_words
from relayshell.completion.paths import paths
from relayshell.completion.place import Place
from relayshell.completion.result import Candidate
from relayshell.completion.words import quoted, sort_key, starts, unquoted
from relayshell.syntax import ast as tree
from relayshell.syntax.ast.node import Ast


def argument(place: Place, command: tree.CommandAst, word: Ast | None, parameter: tree.CommandParameterAst | None = None) -> list[Candidate]:
    """What could be the value at the cursor.

    word       the word of the command that is being typed, or None where it is not begun
    parameter  `-Name:` right before the cursor, whose value it is
    """
    session = place.session
    name, signature = signature_of(session, command)
    from_native = native(place, command, name)
    if from_native is not None:
        return from_native
    if signature is None:
        return _files_or_commands(place, command)
    words, marker = _with_blank(place, command, word, parameter)
    more = dynamic_parameters(session, command, signature, marker)
    matched = match_words(signature, words, None, more)
    slot = _slot(matched, marker, parameter)
    if slot is None:
        return _files_or_commands(place, command)
    found = values(place, command, name, slot, matched, word)
    return found if found is not None else _files_or_commands(place, command)


def _with_blank(place: Place, command: tree.CommandAst, word: Ast | None, parameter: Any) -> tuple[list[Any], Any]:
    words = words_of(command)
    if word is not None:
        return words, word
    if parameter is not None:
        return words, parameter
    blank = Blank()
    at = next((number for number, each in enumerate(words) if each.start >= place.cursor), len(words))
    return [*words[:at], blank, *words[at:]], blank


def _slot(matched: Matched, marker: Any, parameter: Any) -> Slot | None:
    if parameter is not None:
        from relayshell.completion.matching import named

        return named(matched.metadata, parameter.parameter_name)
    found = matched.slot_of(marker)
    if found is not None:
        return found
    for word in list(matched.given.values()):
        if isinstance(word, Ast) and isinstance(marker, Ast) and word.start <= marker.start and marker.end <= word.end:
            return matched.slot_of(word)
    return None


def values(place: Place, command: tree.CommandAst, name: str, slot: Slot, matched: Matched, word: Ast | None) -> list[Candidate] | None:
    """The values that are known of a parameter; None where paths may stand."""
    session = place.session
    from_script = asked(place, command, name, slot, matched)
    if from_script is not None:
        return from_script
    in_list = word is not None and isinstance(word, tree.ArrayLiteralAst)
    choices = _choices(slot)
    if choices is not None:
        return _from_list(place.word, choices, in_list)
    if slot.is_switch or _is(slot, "System.Boolean"):
        fits = starts(place.word)
        return [Candidate(each, each, "ParameterValue", each) for each in ("$true", "$false") if fits(each)]
    from relayshell.completion.values import of_cmdlet

    _expand(place)
    return of_cmdlet(session, place, command, name, slot, matched)


def _is(slot: Slot, full_name: str) -> bool:
    net = slot.parameter.net_type
    return bool(net.full_name == full_name)


def _choices(slot: Slot) -> list[str] | None:
    for check in slot.parameter.checks:
        if isinstance(check, ValidateSet):
            try:
                return sorted(check.allowed(), key=sort_key)
            except Exception:  # noqa: BLE001 - a generator of the script that fails offers nothing
                return []
    if slot.parameter.values:
        return sorted(slot.parameter.values, key=sort_key)
    net = slot.parameter.net_type
    while net.element_type is not None or net.is_nullable:
        net = net.element_type if net.element_type is not None else net.generic_arguments[0]
    if net.text.startswith(_FLAGS) and net.generic_arguments:
        net = net.generic_arguments[0]
    if net.is_enum:
        return sorted((name for name in net.enum_values if _in_range(slot, net, name)), key=sort_key)
    return None


def _in_range(slot: Slot, net: Any, name: str) -> bool:
    """Whether the ranges that a parameter is checked by allow a value of an enum."""
    from relayshell.objects.enums import enum_member

    for check in slot.parameter.checks:
        if isinstance(check, ValidateRange):
            try:
                check.check(enum_member(net.full_name, name))
            except Exception:  # noqa: BLE001 - whatever refuses a value, it is not offered
                return False
    return True


_FLAGS = "System.Management.Automation.FlagsExpression`1["


def _from_list(word: str, choices: list[str], in_list: bool) -> list[Candidate]:
    begun, quote = unquoted(word)
    if in_list and quote:
        return []
    fits = starts(begun)
    return [Candidate(quoted(each, quote), each, "ParameterValue", each) for each in choices if fits(each)]


def _files_or_commands(place: Place, command: tree.CommandAst) -> list[Candidate]:
    from relayshell.completion.commandnames import command_names

    _expand(place)
    found = paths(place.session, place.word)
    if not found and "-" in place.word.lstrip("'\"-"):
        found = command_names(place.session, place.word, command, after_call=True)
    return found


def _expand(place: Place) -> None:
    """A path that begins with variables that are known is taken for what it comes to; it may be in double quotes."""
    from relayshell.completion.quiet import safe_value

    node = place.node
    if not isinstance(node, tree.ExpandableStringExpressionAst) or "$" not in place.word or "/" not in place.word:
        return
    found = safe_value(node, place.session)
    if found is not None and isinstance(found[0], str) and found[0].startswith("/"):
        place.word = ('"' if place.word[:1] == '"' else "") + found[0]
