"""Dynamic parameters while a command is being typed: its dynamicparam block is run with what was given so far."""

from __future__ import annotations

from typing import Any

from relayshell.commands.signature import Parameter, Signature
from relayshell.completion.lookup import command_of, words_of
from relayshell.syntax import ast as tree


def dynamic_parameters(session: Any, command: tree.CommandAst, signature: Signature, skip: Any = None) -> tuple[Parameter, ...]:
    """The parameters that the command's own code would add; none where it has no such code or it fails."""
    if signature.dynamic is None:
        return ()
    info = command_of(session, command.get_command_name() or "")
    if info is None or getattr(info, "block", None) is None:
        return ()
    try:
        return _ask(session, command, info, signature, skip)
    except Exception:  # noqa: BLE001 - code of the script that fails adds nothing
        return ()


def _ask(session: Any, command: tree.CommandAst, info: Any, signature: Signature, skip: Any) -> tuple[Parameter, ...]:
    from relayshell.completion.matching import match_words
    from relayshell.completion.quiet import safe_value
    from relayshell.objects.convert import try_convert
    from relayshell.runtime.dynamic import dynamic_parameters as run
    from relayshell.runtime.functions import new_frame

    frame = new_frame(session.frame, None, info, info.block)
    matched = match_words(signature, [word for word in words_of(command) if word is not skip], skip)
    bound = {}
    for slot in matched.metadata.slots.values():
        if slot.parameter.shared:
            continue
        word = matched.given.get(slot.folded)
        value: Any = None
        if slot.folded in matched.given:
            value = True if word is None else (safe_value(word, session) or (None,))[0]
            if slot.parameter.script_typed and value is not None:
                converted = try_convert(value, slot.parameter.net_type)
                value = converted if converted is not None else value
            bound[slot.name] = value
        frame.scope.set(slot.folded, slot.name, value)
    host = _Host()
    return tuple(run(frame, None, host))


class _Host:
    """Keeps what the block declares."""

    def __init__(self) -> None:
        self.runtime_parameters: dict[str, Any] = {}
