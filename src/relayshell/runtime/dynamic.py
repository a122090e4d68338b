"""Dynamic parameters of script functions: what a dynamicparam block puts out, as Parameters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from relayshell.commands.signature import Parameter


_running: list[Any] = []
"""The code of the functions whose blocks run now: what such a block asks of its own command has no dynamic parameters yet."""


class RuntimeParameter:
    """System.Management.Automation.RuntimeDefinedParameter."""

    def __init__(self, name: str, net_type: Any, attributes: Any) -> None:
        self.name = name
        self.net_type = net_type
        self.attributes = attributes
        self.value: Any = None
        self.is_set = False


def new_dictionary(net_type: Any) -> Any:
    """A RuntimeDefinedParameterDictionary."""
    from relayshell.objects.dotnet.comparing import string_comparer
    from relayshell.objects.dotnet.dictionaries import NetDictionary

    return NetDictionary(net_type, string_comparer("OrdinalIgnoreCase"))


def dynamic_parameters(frame: Any, binder: Any, host: Any) -> Iterable[Parameter]:
    """Run the block in the function's own scope; the parameters of the dictionaries it puts out."""
    from relayshell.commands.attributes import parameter_from
    from relayshell.objects.collections import enumerate_value
    from relayshell.objects.indexing import dictionary_items
    from relayshell.objects.psobject import unwrap

    body = frame.block.function("dynamic")
    if body is None:
        return ()
    out: list[Any] = []
    _running.append(frame.block)
    try:
        body(frame, out.append)
    finally:
        _running.remove(frame.block)
    found: list[Parameter] = []
    for each in out:
        inside = unwrap(each)
        if isinstance(inside, RuntimeParameter):
            found.append(_parameter(inside, host, parameter_from))
            continue
        if inside is None or enumerate_value(inside) is not None and not hasattr(inside, "entries"):
            continue
        for _, item in dictionary_items(inside):
            parameter = unwrap(item)
            if isinstance(parameter, RuntimeParameter):
                found.append(_parameter(parameter, host, parameter_from))
    return found


def parameters_with(info: Any, args: Any) -> tuple[Parameter, ...]:
    """The dynamic parameters of a script's function when it is given some arguments, by position. Raises what its block raises."""
    from relayshell.commands.metadata import metadata_of
    from relayshell.objects.convert import convert
    from relayshell.objects.psobject import unwrap
    from relayshell.runtime.current import current_session
    from relayshell.runtime.functions import new_frame

    block = getattr(info, "block", None)
    if block is None or block.code in _running:
        return ()
    session = current_session()
    frame = new_frame(session.frame, None, info, block)
    slots = [slot for slot in metadata_of(info.signature).slots.values() if not slot.parameter.shared]
    by_place = sorted((slot for slot in slots if _place(slot) is not None), key=_place)
    given = dict(zip((slot.folded for slot in by_place), args, strict=False))
    for slot in slots:
        value = given.get(slot.folded)
        if value is not None and slot.parameter.script_typed:
            value = convert(unwrap(value), slot.parameter.net_type)
        frame.scope.set(slot.folded, slot.name, value)
    host = _Declared()
    frame.bound = {slot.name: frame.scope.find(slot.folded).value for slot in slots if slot.folded in given}
    return tuple(dynamic_parameters(frame, None, host))


def _place(slot: Any) -> int | None:
    return next((place.position for place in slot.parameter.sets.values() if place.position is not None), None)


class _Declared:
    """Keeps what the block declares."""

    def __init__(self) -> None:
        self.runtime_parameters: dict[str, Any] = {}


def _parameter(runtime: RuntimeParameter, host: Any, parameter_from: Any) -> Parameter:
    from relayshell.objects.collections import enumerate_value
    from relayshell.objects.psobject import unwrap

    attributes = [unwrap(each) for each in enumerate_value(runtime.attributes) or ()]
    made: Parameter = parameter_from(runtime.name, runtime.net_type, attributes)
    host.runtime_parameters[runtime.name.lower()] = runtime
    return made
