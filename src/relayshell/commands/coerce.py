"""One value for one parameter: transformed, made into the type, checked.

`admit` is the whole way. It knows a slot and a value; which value goes to which parameter
is bind.py's affair.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from relayshell.commands import bindingerrors as errors
from relayshell.commands.typed import is_opaque
from relayshell.errors import ShellError
from relayshell.objects.arrays import new_array
from relayshell.objects.collections import enumerate_value
from relayshell.objects.psobject import Reference, SwitchParameter, unwrap
from relayshell.objects.typeof import type_of

NOT_BOUND = object()
"""What `admit` gives when a value does not fit without conversion and none was wanted."""

class ScriptType:
    """The type written before a script's parameter: a transformation that runs only where conversion is wanted."""

    __slots__ = ("net_type",)

    def __init__(self, net_type: Any) -> None:
        self.net_type = net_type


def collection_of(net_type: Any) -> tuple[str | None, Any]:
    """What kind of collection a type is (None, array, list, generic) and its element type, or None for any."""
    if net_type.element_type is not None:
        return ("array", net_type.element_type) if net_type.rank == 1 else (None, None)
    names = {each.text.partition("[")[0] for each in net_type.ancestors}
    if "System.Collections.IDictionary" in names or "System.Collections.Generic.IDictionary`2" in names:
        return (None, None)
    for each in net_type.ancestors:
        definition = each.generic_definition
        if definition is not None and definition.text == "System.Collections.Generic.ICollection`1":
            return ("generic", each.generic_arguments[0])
    if "System.Collections.IList" in names:
        return ("list", None)
    return (None, None)


def admit(slot: Any, value: Any, coerce: bool, host: Any, extent: Any, advanced: bool, default: bool = False) -> Any:
    """The value as the parameter takes it, or NOT_BOUND when it does not fit and `coerce` is False.

    Raises BindingError. `default` means a value of $PSDefaultParameterValues or a restored one: no checks.
    """
    try:
        return _admitted(slot, value, coerce, host, extent, advanced, default)
    except errors.BindingError as error:
        if error.exception is not None and "ParameterType" not in error.exception.more:
            error.exception.more["ParameterType"] = slot.parameter.net_type
            error.exception.more["TypeSpecified"] = None if value is None else type_of(value)
        raise


def _admitted(slot: Any, value: Any, coerce: bool, host: Any, extent: Any, advanced: bool, default: bool) -> Any:
    parameter = slot.parameter
    for transform in parameter.transforms:
        try:
            if transform.__class__ is ScriptType:
                if coerce:
                    value = script_convert(value, transform.net_type, advanced)
            else:
                value = transform(value, host)
        except errors.BindingError:
            raise
        except Exception as error:
            if not _is_ours(error):
                raise
            raise errors.transformation(slot.name, message_of(error), extent, error) from error
    if coerce:
        value = coerced(slot.name, parameter.net_type, slot.collection, value, extent, slot.is_switch)
    else:
        value = uncoerced(slot, value)
        if value is NOT_BOUND:
            return NOT_BOUND
    if parameter.ps_type_name and value is not None:
        _check_type_names(slot, value, extent, default)
    if not default:
        for check in parameter.checks:
            try:
                check.check(value, host)
            except Exception as error:
                if not _is_ours(error):
                    raise
                refused = errors.invalid(slot.name, message_of(error), extent, error)
                refused.swallow = getattr(error, "passes", False)
                raise refused from error
        if slot.mandatory:
            _check_given(slot, parameter.net_type, value, extent, True)
    return value


def _is_ours(error: Exception) -> bool:
    """Whether an exception is a shell's or .NET's, and not a bug of this program or a jump of a script."""
    from relayshell.objects.exceptions import NetException

    return isinstance(error, (ShellError, NetException))


def message_of(error: Any) -> str:
    """The words of an error."""
    return str(getattr(error, "message", error))


def script_convert(value: Any, net_type: Any, advanced: bool) -> Any:
    """A value made into the type of a script's parameter. Raises ShellError where PowerShell's cast does, and for
    booleans of other than booleans and numbers."""
    from relayshell.objects.casterror import CastError
    from relayshell.objects.convert import convert

    plain = unwrap(value)
    name = net_type.full_name
    if name == "System.Management.Automation.PSReference":
        if not isinstance(plain, Reference):
            raise CastError("Reference type is expected in argument.", "InvalidCastExceptionReferenceTypeExpected")
        return plain
    if isinstance(plain, Reference):
        value = plain = plain.value
    if advanced and name == "System.String" and isinstance(plain, list):
        raise CastError("Cannot convert value to type System.String.", "InvalidCastFromAnyTypeToString")
    if is_boolean(net_type):
        check_boolean(plain, net_type)
    elif advanced:
        kind, element = collection_of(net_type)
        if kind is not None and element is not None and is_boolean(element):
            for each in listed(plain) or (plain,):
                check_boolean(unwrap(each), element)
    return convert(value, net_type)


def is_boolean(net_type: Any) -> bool:
    """Whether it is bool, switch, or a nullable bool."""
    name = net_type.text
    if name in ("System.Boolean", "System.Management.Automation.SwitchParameter"):
        return True
    return net_type.is_nullable and net_type.generic_arguments[0].text == "System.Boolean"


def check_boolean(value: Any, net_type: Any) -> None:
    """Raise ShellError unless the value is a boolean, a switch or a number (or null, where null may be)."""
    from relayshell.objects.casterror import CastError

    if value is None:
        if net_type.text != "System.Boolean":
            return
        shown = ""
    elif isinstance(value, (bool, int, float, Decimal, SwitchParameter)):
        return
    else:
        shown = type_of(value).full_name
    raise CastError(
        f'Cannot convert value "{shown}" to type "{net_type.full_name}". Boolean parameters accept only Boolean values and numbers, '
        "such as $True, $False, 1 or 0.",
        "InvalidCastExceptionForBooleanArgumentValue",
    )


def coerced(name: str, net_type: Any, collection: Any, value: Any, extent: Any, switch: bool = False) -> Any:
    """The value made into the type, by the rules for parameters: those of casts, but no boolean from text and no scalar
    from many."""
    text = net_type.text
    if value is None:
        if text == "System.Boolean":
            raise errors.nothing_given(name, "Null", extent)
        if switch:
            return True
        if net_type.is_value_type and not net_type.is_nullable:
            return _converted(name, net_type, value, extent)
        return None
    if text == "System.Object" or text == "System.Management.Automation.PSObject":
        return value

    plain = unwrap(value)
    if switch or is_boolean(net_type):
        if isinstance(plain, SwitchParameter):
            plain = plain.present
        if isinstance(plain, (bool, int, float, Decimal)):
            return bool(plain)
        kind = type_of(plain).full_name
        raise errors.cannot_convert_to(name, kind, net_type.full_name, "", extent)
    if net_type.is_assignable_from(type_of(plain)) or is_opaque(net_type):
        return plain
    kind, element = collection
    if kind is not None:
        return _collected(name, net_type, kind, element, plain, extent)
    if listed(plain) is not None and not _takes_lists(net_type):
        raise errors.cannot_convert_to(name, type_of(plain).full_name, net_type.full_name, "Specified method is not supported.", extent)
    return _converted(name, net_type, value, extent)


def listed(value: Any) -> list[Any] | None:
    """The items of an array or another IList; None for what is none."""
    if isinstance(value, list):
        return value
    if isinstance(value, (str, int, float)):
        return None

    if any(each.text == "System.Collections.IList" for each in type_of(value).ancestors):
        return list(enumerate_value(value) or ())
    return None


def _takes_lists(net_type: Any) -> bool:
    return net_type.is_enum or net_type.generic_definition is not None or net_type.is_interface


def _converted(name: str, net_type: Any, value: Any, extent: Any) -> Any:
    from relayshell.objects.convert import convert
    from relayshell.objects.exceptions import NetException

    try:
        return convert(value, net_type)
    except (ShellError, NetException) as error:
        raise errors.cannot_convert(name, message_of(error), extent, error) from error


def _collected(name: str, net_type: Any, kind: str, element: Any, value: Any, extent: Any) -> Any:
    """A collection of the type, from a collection or from one value."""
    from relayshell.objects.convert import convert

    if kind != "array":
        try:
            return convert(value, net_type)
        except ShellError:
            pass
    items = listed(value)
    if items is None:
        items = [value]
    if element is not None and element.text not in ("System.Object", "System.Management.Automation.PSObject"):
        inner = collection_of(element)
        items = [coerced(name, element, inner, item, extent) for item in items]
    return _made(name, net_type, kind, element, items, extent)


def _made(name: str, net_type: Any, kind: str, element: Any, items: Any, extent: Any) -> Any:
    if kind == "array":
        return new_array(element, items)
    return _converted(name, net_type, list(items), extent)


def uncoerced(slot: Any, value: Any) -> Any:
    """The value if it is of the parameter's type already, or a collection of such; NOT_BOUND otherwise."""
    net_type = slot.parameter.net_type
    text = net_type.text
    if value is None:
        return NOT_BOUND if net_type.is_value_type or text == "System.String" else None
    if text == "System.Object" or text == "System.Management.Automation.PSObject":
        return value

    plain = unwrap(value)
    if slot.is_switch:
        return plain.present if isinstance(plain, SwitchParameter) else NOT_BOUND
    if net_type.is_assignable_from(type_of(plain)):
        return plain
    kind, element = slot.collection
    if kind is None:
        return NOT_BOUND
    items = listed(plain)
    if items is None:
        items = [plain]
    if element is not None:
        for item in items:
            item = unwrap(item)
            if item is not None and type_of(item) is not element and not type_of(item).is_subclass_of(element):
                return NOT_BOUND
    return _made(slot.name, net_type, kind, element, items, None)


def _check_given(slot: Any, net_type: Any, value: Any, extent: Any, whole: bool) -> None:
    """Raise ValidationError for null, an empty text or an empty collection where the parameter must have something."""
    parameter = slot.parameter
    if value is None:
        if not parameter.allow_null:
            raise errors.nothing_given(slot.name, "Null", extent)
        return
    text = net_type.text if net_type is not None else ""
    if text == "System.String":
        if value == "" and not parameter.allow_empty_string:
            raise errors.nothing_given(slot.name, "EmptyString", extent)
        return
    if not whole:
        return
    kind, element = slot.collection
    if kind is None:
        return

    empty = True
    for item in enumerate_value(value) or ():
        empty = False
        if element is not None and element.is_value_type:
            break
        _check_given(slot, element, item, extent, False)
    if empty and not parameter.allow_empty_collection:
        raise errors.nothing_given(slot.name, "EmptyArray" if kind == "array" else "EmptyCollection", extent)


def _check_type_names(slot: Any, value: Any, extent: Any, swallow: bool) -> None:
    """Raise ValidationError for an object that has not the type name which [PSTypeName()] asks for."""
    from relayshell.objects.typedata import type_names_of
    from relayshell.objects.text import to_text

    wanted = slot.parameter.ps_type_name
    elements = enumerate_value(value)
    for each in (value,) if elements is None else elements:
        if each is None or any(name.lower() == wanted.lower() for name in type_names_of(each)):
            continue
        raise errors.wrong_type_name(slot.name, to_text(each), wanted, extent, swallow)
