"""$PSDefaultParameterValues: keys `Command:Parameter` with wildcards, `Disabled`, and script blocks as values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from relayshell.commands import bindingerrors as errors
from relayshell.commands.argument import Argument
from relayshell.commands.metadata import ALL, Slot


def split_key(key: str) -> tuple[str, str] | None:
    """The command and the parameter of a key, quotes taken off; None when it is not of that form."""
    parts: list[str] = []
    text = key.strip()
    index = 0
    while True:
        while text[index : index + 1].isspace():
            index += 1
        quote = text[index : index + 1]
        if quote in ("'", '"') and quote:
            end = text.find(quote, index + 1)
            if end < 0:
                return None
            parts.append(text[index + 1 : end])
            index = end + 1
        else:
            end = text.find(":", index)
            end = len(text) if end < 0 or parts else end
            parts.append(text[index:end].strip())
            index = end
        while text[index : index + 1].isspace():
            index += 1
        if index >= len(text):
            break
        if text[index] != ":" or len(parts) == 2:
            return None
        index += 1
    if len(parts) != 2 or not all(parts):
        return None
    return parts[0], parts[1]


def wanted(binder: Any, table: Mapping[Any, Any]) -> dict[Slot, Any]:
    """The values that the table has for the command's parameters; empty when it is disabled."""
    from relayshell.objects.convert import to_bool
    from relayshell.objects.wildcard import compile_wildcard

    names = {binder.signature.name.lower(), *(alias.lower() for alias in binder.host.command_aliases())}
    metadata = binder.metadata
    found: dict[Slot, Any] = {}
    patterns: list[tuple[str, str, Any]] = []
    for key, value in list(table.items()):
        if not isinstance(key, str):
            continue
        parts = split_key(key)
        if parts is None:
            if key.strip().lower() == "disabled" and to_bool(value):
                return {}
            continue
        if any(character in key for character in "*?["):
            patterns.append((*parts, value))
        elif parts[0].lower() in names:
            slot = metadata.slots.get(parts[1].lower()) or metadata.aliases.get(parts[1].lower())
            if slot is not None:
                found.setdefault(slot, value)
    dropped: set[Slot] = set()
    for command, parameter, value in patterns:
        if not any(compile_wildcard(command, True)(name) for name in names):
            continue
        if any(character in parameter for character in "*?["):
            matches = compile_wildcard(parameter, True)
            slots = {slot for name, slot in (*metadata.slots.items(), *metadata.aliases.items()) if matches(name)}
        else:
            slot = metadata.slots.get(parameter.lower()) or metadata.aliases.get(parameter.lower())
            slots = {slot} if slot is not None else set()
        if len(slots) != 1:
            continue
        (slot,) = slots
        if slot in found and found[slot] != value:
            dropped.add(slot)
        found.setdefault(slot, value)
    return {slot: value for slot, value in found.items() if slot not in dropped}


def bind_defaults(binder: Any, table: Mapping[Any, Any]) -> None:
    """Bind those values whose parameters are free and do not contradict one another's sets."""
    chosen: dict[Slot, Any] = {}
    possible = ALL
    for slot, value in wanted(binder, table).items():
        if not slot.stands_in(binder.sets) or slot.folded in binder.bound:
            continue
        if slot.mask:
            possible &= slot.mask
            if not possible:
                return
        chosen[slot] = value
    for slot, value in chosen.items():
        if binder.host.is_block(value):
            output = binder.host.compute_default(value, binder)
            if not output:
                continue
            value = output[0] if len(output) == 1 else output
        try:
            if binder.bind_slot(binder.sets, slot, Argument(slot.name, value), True, True):
                binder.defaulted.add(slot.folded)
        except errors.BindingError as error:
            binder.host.warn(
                f"The following error occurred while binding the default value of the parameter '{slot.name}' of "
                f"{binder.signature.name}: {error.message}"
            )
