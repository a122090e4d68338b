"""RuntimeDefinedParameter and its dictionary, which a dynamicparam block makes."""

from __future__ import annotations

from typing import Any

from relayshell.objects.declare import CLASS_TYPES, declare
from relayshell.objects.dotnet_collections import object_collection
from relayshell.objects.nettype import close_generic, define_type, get_type
from relayshell.runtime.dynamic import RuntimeParameter, new_dictionary

_P = "System.Management.Automation."


def _new(name: str = "", net_type: Any = None, attributes: Any = None) -> RuntimeParameter:
    if attributes is None:
        attributes = object_collection([], "System.Collections.ObjectModel.Collection`1", "System.Attribute")
    return RuntimeParameter(name, net_type if net_type is not None else get_type("System.Object"), attributes)


def _set_value(parameter: RuntimeParameter, value: Any) -> None:
    parameter.value = value
    parameter.is_set = True


declare(
    _P + "RuntimeDefinedParameter", RuntimeParameter,
    new={"*": _new},
    get={
        "Name": lambda p: p.name, "ParameterType": lambda p: p.net_type, "Value": lambda p: p.value, "IsSet": lambda p: p.is_set,
        "Attributes": lambda p: p.attributes,
    },
    set={
        "Name": lambda p, v: setattr(p, "name", v), "ParameterType": lambda p, v: setattr(p, "net_type", v), "Value": _set_value,
        "IsSet": lambda p, v: setattr(p, "is_set", v),
    },
    signatures=(
        "()", "(string name, type parameterType, System.Collections.ObjectModel.Collection[System.Attribute] attributes)",
        "string Name {get;set;}", "type ParameterType {get;set;}", "System.Object Value {get;set;}", "bool IsSet {get;set;}",
        "System.Collections.ObjectModel.Collection[System.Attribute] Attributes {get;}",
    ),
)
_base = close_generic(get_type("System.Collections.Generic.Dictionary`2"), (get_type("System.String"), get_type(_P + "RuntimeDefinedParameter")))
DICTIONARY = define_type(_P + "RuntimeDefinedParameterDictionary", base=_base, interfaces=_base.interfaces)
DICTIONARY.generic_arguments = _base.generic_arguments
declare(
    _P + "RuntimeDefinedParameterDictionary", None, new={"()": lambda: new_dictionary(DICTIONARY)},
    get={"Data": lambda d: None, "HelpFile": lambda d: None}, set={"Data": lambda d, v: None, "HelpFile": lambda d, v: None},
    signatures=("()", "System.Object Data {get;set;}", "string HelpFile {get;set;}"),
)
CLASS_TYPES.setdefault(RuntimeParameter, get_type(_P + "RuntimeDefinedParameter"))
