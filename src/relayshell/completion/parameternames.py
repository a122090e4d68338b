"""Names of parameters: those a command may still be given."""

from __future__ import annotations

from typing import Any

from relayshell.commands.syntax import type_text
from relayshell.completion.dynamic import dynamic_parameters
from relayshell.completion.lookup import signature_of, words_of
from relayshell.completion.matching import match_words
from relayshell.completion.result import Candidate
from relayshell.completion.words import starts
from relayshell.syntax import ast as tree


def parameter_names(session: Any, command: tree.CommandAst, typed: str, skip: Any) -> list[Candidate]:
    """The parameters that begin with what was typed after the dash; `skip` is that word, which gives nothing yet."""
    _, signature = signature_of(session, command)
    if signature is None:
        return []
    words = [word for word in words_of(command) if word is not skip or isinstance(word, tree.CommandParameterAst)]
    more = dynamic_parameters(session, command, signature, skip)
    matched = match_words(signature, words, skip, more)
    colon = ":" if typed.endswith(":") else ""
    fits = starts(typed.rstrip(":"))
    if any(char in typed for char in "*?["):
        return []
    found = []
    for slot in matched.possible():
        if slot.parameter.hidden and slot.folded != typed.lower():
            continue
        names = [name for name in slot.parameter.names if fits(name)]
        if not names:
            continue
        name = names[0]
        found.append(Candidate(f"-{name}{colon}", name, "ParameterName", f"[{_type(slot.parameter)}] {name}{_help(slot)}"))
    return found


def _type(parameter: Any) -> str:
    return "switch" if parameter.is_switch else type_text(parameter)


def _help(slot: Any) -> str:
    for place in slot.places:
        if place.inset.help:
            return f" - {place.inset.help}"
    return ""
