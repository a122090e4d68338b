"""RuntimeDefinedParameter and its dictionary: what a dynamicparam block makes and puts out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from relayshell.commands.attributes import parameter_from
from relayshell.commands.signature import Parameter
from relayshell.objects.declare import declare
from relayshell.objects.dotnet.dictionaries import NetDictionary
from relayshell.objects.dotnet.lists import NetList
from relayshell.objects.nettype import close_generic, get_type

_NAMESPACE = "System.Management.Automation."


class RuntimeDefinedParameter:
    """A parameter made while a command is bound; `value` is set once it was bound."""

    def __init__(self, name: str = "", net_type: Any = None, attributes: Any = None) -> None:
        self.name = name
        self.net_type = net_type if net_type is not None else get_type("System.Object")
        self.attributes = attributes if attributes is not None else _attributes([])
        self.value: Any = None
        self.is_set = False

    @property
    def parameter(self) -> Parameter:
        """It as a Parameter, for binding."""
        return parameter_from(self.name, self.net_type, list(self.attributes))


def _attributes(items: Any) -> NetList:
    return NetList(close_generic(get_type("System.Collections.ObjectModel.Collection`1"), (get_type("System.Attribute"),)), items)


def _set_value(parameter: RuntimeDefinedParameter, value: Any) -> None:
    parameter.value = value
    parameter.is_set = True


declare(
    _NAMESPACE + "RuntimeDefinedParameter", RuntimeDefinedParameter,
    new=RuntimeDefinedParameter,
    get={
        "Name": lambda each: each.name,
        "ParameterType": lambda each: each.net_type,
        "Value": lambda each: each.value,
        "IsSet": lambda each: each.is_set,
        "Attributes": lambda each: each.attributes,
    },
    set={
        "Name": lambda each, value: setattr(each, "name", value),
        "ParameterType": lambda each, value: setattr(each, "net_type", value),
        "Value": _set_value,
        "IsSet": lambda each, value: setattr(each, "is_set", value),
    },
    signatures=(
        "()", "(string name, type parameterType, System.Collections.ObjectModel.Collection[System.Attribute] attributes)",
        "string Name {get;set;}", "type ParameterType {get;set;}", "System.Object Value {get;set;}", "bool IsSet {get;set;}",
        "System.Collections.ObjectModel.Collection[System.Attribute] Attributes {get;}",
    ),
)


class RuntimeDefinedParameterDictionary(NetDictionary):
    """The parameters of a dynamicparam block by name, in any case."""

    __slots__ = ("help_file", "data")

    def __init__(self) -> None:
        from relayshell.objects.members import get_static

        comparer = get_static(get_type("System.StringComparer"), "OrdinalIgnoreCase")
        value_type = get_type(_NAMESPACE + "RuntimeDefinedParameter")
        super().__init__(close_generic(get_type("System.Collections.Generic.Dictionary`2"), (get_type("System.String"), value_type)), comparer)
        self.help_file = ""
        self.data: Any = None


declare(
    _NAMESPACE + "RuntimeDefinedParameterDictionary", RuntimeDefinedParameterDictionary,
    new=RuntimeDefinedParameterDictionary,
    get={"HelpFile": lambda each: each.help_file, "Data": lambda each: each.data},
    set={"HelpFile": lambda each, value: setattr(each, "help_file", value), "Data": lambda each, value: setattr(each, "data", value)},
    base=f"System.Collections.Generic.Dictionary`2[System.String,{_NAMESPACE}RuntimeDefinedParameter]",
    signatures=("()", "string HelpFile {get;set;}", "System.Object Data {get;set;}"),
)


def parameters_of(value: Any) -> Iterator[Parameter]:
    """The Parameters of what a dynamicparam block put out; nothing for other things."""
    from relayshell.objects.psobject import unwrap

    plain = unwrap(value)
    if isinstance(plain, NetDictionary):
        for each in plain.values():
            if isinstance(each, RuntimeDefinedParameter):
                yield each.parameter
    elif isinstance(plain, RuntimeDefinedParameter):
        yield plain.parameter


def tell_bound(value: Any, bound: dict[str, Any]) -> None:
    """Set the values of the dictionary's parameters to what was bound."""
    if isinstance(value, NetDictionary):
        for each in value.values():
            if isinstance(each, RuntimeDefinedParameter) and each.name in bound:
                _set_value(each, bound[each.name])


__all__ = ["RuntimeDefinedParameter", "RuntimeDefinedParameterDictionary", "parameters_of", "tell_bound"]
