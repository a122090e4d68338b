"""Static properties, fields and enum values of types, and setting any property of a type with its conversion."""

from __future__ import annotations

from typing import Any, Callable

from .casterror import CastError
from .exceptions import NetException
from .membererrors import getting_failed, property_not_found_strict, read_only, set_not_found, setting_failed
from .nettype import NetType
from .typemembers import Property, members_table


def write_property(entry: Property, value: Any, put: Callable[[Any], None]) -> None:
    """Converts a value to the property's type and puts it there; errors as SetValueInvocationException."""
    from .convert import convert

    if entry.net_type is not None:
        try:
            value = convert(value, entry.net_type)
        except CastError as error:
            raise setting_failed(entry.name, error.message, error.inner) from None
    try:
        put(value)
    except NetException as error:
        raise setting_failed(entry.name, error.message, error) from None


def get_static(net_type: NetType, name: str, strict: bool = False) -> Any:
    """A static property, field or enum value, or a method to be held; None when it is not there."""
    folded = name.lower()
    step: NetType | None = net_type
    while step is not None:
        table = members_table(step)
        entry = table.static_properties.get(folded)
        if entry is not None:
            if entry.getter is None:
                raise getting_failed(entry.name, NetException("System.PlatformNotSupportedException", f"{entry.name} is not supported by this shell."))
            try:
                return entry.getter()
            except NetException as error:
                raise getting_failed(entry.name, error) from None
        group = table.static_methods.get(folded)
        if group is None and folded == "new" and step is net_type:
            group = table.constructors
        if group is not None:
            from .memberinfo import MethodReference

            return MethodReference(net_type, group)
        step = step.base
    if strict:
        raise property_not_found_strict(name)
    return None


def set_static(net_type: NetType, name: str, value: Any) -> None:
    """Sets a static property; raises ShellError."""
    folded = name.lower()
    step: NetType | None = net_type
    while step is not None:
        entry = members_table(step).static_properties.get(folded)
        if entry is not None:
            if not entry.writable or entry.setter is None:
                raise read_only(entry.name)
            write_property(entry, value, entry.setter)
            return
        step = step.base
    raise set_not_found(name)
