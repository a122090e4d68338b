"""A command's parameters as scripts see them: ParameterMetadata, CommandParameterSetInfo, CommandParameterInfo and attributes."""

from __future__ import annotations

from typing import Any

from relayshell.commands.attributes import attributes_of
from relayshell.commands.signature import ALL_SETS, InSet, Parameter, Signature
from relayshell.commands.syntax import displayed, in_set, set_names, set_text
from relayshell.objects.declare import declare
from relayshell.objects.dotnet.dictionaries import NetDictionary
from relayshell.objects.dotnet.lists import NetList
from relayshell.objects.enums import EnumValue
from relayshell.objects.nettype import close_generic, get_type

_NAMESPACE = "System.Management.Automation."
_NOT_POSITIONAL = -(2**31)


def enum_named(type_name: str, *names: str) -> EnumValue:
    """The value of an enum with these names together."""
    net_type = get_type(type_name)
    number = 0
    for name in names:
        number |= net_type.enum_values[name]
    return EnumValue(net_type, number)


def read_only_collection(element: str, items: Any) -> NetList:
    """A ReadOnlyCollection of an element type by name."""
    made = NetList(close_generic(get_type("System.Collections.ObjectModel.ReadOnlyCollection`1"), (get_type(element),)), items)
    made.read_only = True
    return made


def collection(element: str, items: Any) -> NetList:
    """A Collection of an element type by name."""
    return NetList(close_generic(get_type("System.Collections.ObjectModel.Collection`1"), (get_type(element),)), items)


def dictionary(value_type: str) -> NetDictionary:
    """An empty Dictionary from texts, in any case, to values of a type by name."""
    from relayshell.objects.members import get_static

    comparer = get_static(get_type("System.StringComparer"), "OrdinalIgnoreCase")
    net_type = close_generic(
        get_type("System.Collections.Generic.Dictionary`2"), (get_type("System.String"), get_type(value_type))
    )
    return NetDictionary(net_type, comparer)


class ParameterMetadata:
    """A parameter and how it stands in each set."""

    def __init__(self, parameter: Parameter, sets: dict[str, InSet]) -> None:
        self.parameter = parameter
        self.sets = sets

    @property
    def set_dictionary(self) -> NetDictionary:
        """The sets by name."""
        made = dictionary(_NAMESPACE + "ParameterSetMetadata")
        for name, stand in self.sets.items():
            made.put(name, ParameterSetMetadata(stand))
        return made


class ParameterSetMetadata:
    """How a parameter stands in one set."""

    def __init__(self, stand: InSet) -> None:
        self.stand = stand


class ParameterSetInfo:
    """One parameter set of a command."""

    def __init__(self, signature: Signature, name: str) -> None:
        self.signature = signature
        self.name = name

    @property
    def is_default(self) -> bool:
        """Whether it is the default set."""
        return self.name.lower() == (self.signature.default_set or "").lower()

    @property
    def parameters(self) -> list[ParameterInfo]:
        """Its parameters, in the order declared."""
        return [ParameterInfo(parameter, stand, self.name) for parameter, stand in in_set(self.signature, self.name)]


class ParameterInfo:
    """A parameter in one set."""

    def __init__(self, parameter: Parameter, stand: InSet, set_name: str) -> None:
        self.parameter = parameter
        self.stand = stand
        self.set_name = set_name


def parameter_dictionary(signature: Signature) -> NetDictionary:
    """All parameters of a command by name."""
    made = signature.__dict__.get("_parameter_dictionary")
    if made is None:
        made = signature.__dict__["_parameter_dictionary"] = dictionary(_NAMESPACE + "ParameterMetadata")
        stands = {name: dict((p.name, stand) for p, stand in in_set(signature, name)) for name in set_names(signature)}
        for parameter in signature.all_parameters:
            sets = {}
            for name, stand in parameter.sets.items():
                known = stands.get(name) or next(iter(stands.values()))
                sets[name] = known.get(parameter.name, stand)
            made.put(parameter.name, ParameterMetadata(parameter, sets))
    return made


def parameter_sets(signature: Signature | None) -> list[ParameterSetInfo]:
    """The parameter sets of a command; none where it is not known what it takes."""
    return [] if signature is None else [ParameterSetInfo(signature, name) for name in set_names(signature)]


def _position(stand: InSet) -> int:
    return _NOT_POSITIONAL if stand.position is None else stand.position


def _new_metadata(given: Any, net_type: Any = None) -> ParameterMetadata:
    """One of a name and a type, or a copy."""
    if isinstance(given, ParameterMetadata):
        return ParameterMetadata(given.parameter, dict(given.sets))
    found = net_type if net_type is not None else get_type("System.Object")
    return ParameterMetadata(Parameter(str(given), found), {})


def _metadata_of_type(net_type: Any) -> NetDictionary:
    """The parameters of the cmdlet that a type is."""
    from relayshell.objects.calls import new_object
    from relayshell.objects.members import get_member

    return get_member(new_object(get_type(_NAMESPACE + "CommandMetadata"), [net_type]), "Parameters")  # type: ignore[no-any-return]


_STAND = {
    "IsMandatory": lambda each: each.stand.mandatory,
    "Position": lambda each: _position(each.stand),
    "ValueFromPipeline": lambda each: each.stand.pipeline,
    "ValueFromPipelineByPropertyName": lambda each: each.stand.by_name,
    "ValueFromRemainingArguments": lambda each: each.stand.remaining,
    "HelpMessage": lambda each: each.stand.help,
}
_STAND_SIGNATURES = (
    "bool IsMandatory {get;}", "int Position {get;}", "bool ValueFromPipeline {get;}", "bool ValueFromPipelineByPropertyName {get;}",
    "bool ValueFromRemainingArguments {get;}", "string HelpMessage {get;}",
)

declare(
    _NAMESPACE + "ParameterSetMetadata", ParameterSetMetadata, get=_STAND, signatures=_STAND_SIGNATURES,
)
declare(
    _NAMESPACE + "ParameterMetadata", ParameterMetadata, new=_new_metadata,
    statics={"GetParameterMetadata": _metadata_of_type},
    get={
        "Name": lambda each: each.parameter.name,
        "ParameterType": lambda each: each.parameter.net_type,
        "ParameterSets": lambda each: each.set_dictionary,
        "IsDynamic": lambda each: each.parameter.dynamic,
        "Aliases": lambda each: collection("System.String", each.parameter.aliases),
        "Attributes": lambda each: collection("System.Attribute", attributes_of(each.parameter, each.sets)),
        "SwitchParameter": lambda each: each.parameter.is_switch,
    },
)
declare(
    _NAMESPACE + "CommandParameterSetInfo", ParameterSetInfo,
    get={
        "Name": lambda each: each.name,
        "IsDefault": lambda each: each.is_default,
        "Parameters": lambda each: read_only_collection(_NAMESPACE + "CommandParameterInfo", each.parameters),
    },
    to_text=lambda each: set_text(each.signature, each.name),
)
declare(
    _NAMESPACE + "CommandParameterInfo", ParameterInfo,
    get={
        "Name": lambda each: each.parameter.name,
        "ParameterType": lambda each: each.parameter.net_type,
        "IsMandatory": _STAND["IsMandatory"],
        "IsDynamic": lambda each: each.parameter.dynamic,
        "Position": _STAND["Position"],
        "ValueFromPipeline": _STAND["ValueFromPipeline"],
        "ValueFromPipelineByPropertyName": _STAND["ValueFromPipelineByPropertyName"],
        "ValueFromRemainingArguments": _STAND["ValueFromRemainingArguments"],
        "HelpMessage": _STAND["HelpMessage"],
        "Aliases": lambda each: read_only_collection("System.String", each.parameter.aliases),
        "Attributes": lambda each: read_only_collection(
            "System.Attribute", attributes_of(each.parameter, {each.set_name: each.stand})
        ),
    },
)

__all__ = [
    "ALL_SETS", "ParameterInfo", "ParameterMetadata", "ParameterSetInfo", "ParameterSetMetadata", "collection", "dictionary", "displayed",
    "enum_named", "parameter_dictionary", "parameter_sets", "read_only_collection",
]
