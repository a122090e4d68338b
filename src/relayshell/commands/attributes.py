"""The attributes of parameters as objects that scripts see, read and make: [Parameter()], [ValidateSet()] and their kin.

A script that reads a command's metadata gets these; one that makes dynamic parameters makes them. `parameter_from`
turns attributes back into a Parameter.
"""

from __future__ import annotations

from typing import Any

from relayshell.commands import validation
from relayshell.commands.ranges import RangeKind, ValidateRange
from relayshell.commands.signature import ALL_SETS, InSet, Parameter
from relayshell.objects.declare import declare
from relayshell.objects.nettype import get_type

_NAMESPACE = "System.Management.Automation."
_NOT_POSITIONAL = -(2**31)


class Attribute:
    """Any of the attributes: `facts` holds its properties by name, `check` what it checks."""

    net_name = "System.Attribute"

    def __init__(self, check: Any = None, **facts: Any) -> None:
        self.check = check
        self.facts: dict[str, Any] = {**self.defaults(), **facts}

    @classmethod
    def defaults(cls) -> dict[str, Any]:
        """The properties of a new one."""
        return {}


class ParameterAttribute(Attribute):
    """[Parameter()]"""

    net_name = _NAMESPACE + "ParameterAttribute"

    @classmethod
    def defaults(cls) -> dict[str, Any]:
        return {
            "Position": _NOT_POSITIONAL, "ParameterSetName": ALL_SETS, "Mandatory": False, "ValueFromPipeline": False,
            "ValueFromPipelineByPropertyName": False, "ValueFromRemainingArguments": False, "HelpMessage": None,
            "HelpMessageBaseName": None, "HelpMessageResourceId": None, "DontShow": False,
        }

    def stand(self) -> InSet:
        """How the parameter stands in its set."""
        facts = self.facts
        position = facts["Position"]
        return InSet(
            bool(facts["Mandatory"]), None if position == _NOT_POSITIONAL else int(position), bool(facts["ValueFromPipeline"]),
            bool(facts["ValueFromPipelineByPropertyName"]), bool(facts["ValueFromRemainingArguments"]), facts["HelpMessage"],
        )


def _class(name: str, *facts: str) -> type[Attribute]:
    return type(name, (Attribute,), {"net_name": _NAMESPACE + name, "__doc__": f"[{name.removesuffix('Attribute')}()]", "names": facts})


AliasAttribute = _class("AliasAttribute", "AliasNames")
ValidateSetAttribute = _class("ValidateSetAttribute", "ErrorMessage", "IgnoreCase", "ValidValues")
ValidateRangeAttribute = _class("ValidateRangeAttribute", "MinRange", "MaxRange", "RangeKind")
ValidatePatternAttribute = _class("ValidatePatternAttribute", "RegexPattern", "Options", "ErrorMessage")
ValidateLengthAttribute = _class("ValidateLengthAttribute", "MinLength", "MaxLength")
ValidateCountAttribute = _class("ValidateCountAttribute", "MinLength", "MaxLength")
ValidateScriptAttribute = _class("ValidateScriptAttribute", "ErrorMessage", "ScriptBlock")
ValidateNotNullAttribute = _class("ValidateNotNullAttribute")
ValidateNotNullOrEmptyAttribute = _class("ValidateNotNullOrEmptyAttribute")
ValidateNotNullOrWhiteSpaceAttribute = _class("ValidateNotNullOrWhiteSpaceAttribute")
ValidateDriveAttribute = _class("ValidateDriveAttribute", "ValidRootDrives")
ValidateTrustedDataAttribute = _class("ValidateTrustedDataAttribute")
AllowNullAttribute = _class("AllowNullAttribute")
AllowEmptyStringAttribute = _class("AllowEmptyStringAttribute")
AllowEmptyCollectionAttribute = _class("AllowEmptyCollectionAttribute")
PSTypeNameAttribute = _class("PSTypeNameAttribute", "PSTypeName")
ArgumentTypeConverterAttribute = _class("ArgumentTypeConverterAttribute")
ArgumentCompleterAttribute = _class("ArgumentCompleterAttribute", "Type", "ScriptBlock")
ArgumentCompletionsAttribute = _class("ArgumentCompletionsAttribute", "CompleteArgument")


def strings(values: Any) -> Any:
    """Texts as the List[string] that these attributes show."""
    from relayshell.objects.arrays import TypedArray

    return TypedArray(get_type("System.String"), list(values))


def attribute_of_check(check: Any) -> Attribute | None:
    """The attribute that a check stands for; None for checks that scripts have no name for."""
    match check:
        case validation.ValidateSet():
            values = [] if check.generator is not None else check.values
            return ValidateSetAttribute(check, ErrorMessage=check.error_message, IgnoreCase=check.ignore_case, ValidValues=strings(values))
        case ValidateRange():
            return ValidateRangeAttribute(check, MinRange=check.minimum, MaxRange=check.maximum, RangeKind=check.kind)
        case validation.ValidatePattern():
            from relayshell.objects.enums import EnumValue

            options = EnumValue(get_type("System.Text.RegularExpressions.RegexOptions"), check.options)
            return ValidatePatternAttribute(check, RegexPattern=check.pattern, Options=options, ErrorMessage=check.error_message)
        case validation.ValidateLength():
            return ValidateLengthAttribute(check, MinLength=check.minimum, MaxLength=check.maximum)
        case validation.ValidateCount():
            return ValidateCountAttribute(check, MinLength=check.minimum, MaxLength=check.maximum)
        case validation.ValidateScript():
            return ValidateScriptAttribute(check, ErrorMessage=check.error_message, ScriptBlock=check.block)
        case validation.ValidateNotNull():
            return ValidateNotNullAttribute(check)
        case validation.ValidateNotNullOrEmpty():
            return (ValidateNotNullOrWhiteSpaceAttribute if check.blank else ValidateNotNullOrEmptyAttribute)(check)
        case validation.ValidateDrive():
            return ValidateDriveAttribute(check, ValidRootDrives=strings(check.drives))
        case validation.ValidateTrustedData():
            return ValidateTrustedDataAttribute(check)
    return None


def attributes_of(parameter: Parameter, sets: dict[str, InSet]) -> list[Attribute]:
    """The attributes of a parameter: one [Parameter()] for each set, its aliases, its checks, what it allows."""
    made: list[Attribute] = []
    for name, stand in sets.items():
        made.append(
            ParameterAttribute(
                ParameterSetName=name, Mandatory=stand.mandatory, Position=_NOT_POSITIONAL if stand.position is None else stand.position,
                ValueFromPipeline=stand.pipeline, ValueFromPipelineByPropertyName=stand.by_name,
                ValueFromRemainingArguments=stand.remaining, HelpMessage=stand.help, DontShow=parameter.hidden,
            )
        )
    if parameter.aliases:
        made.append(AliasAttribute(AliasNames=strings(parameter.aliases)))
    made.extend(each for each in map(attribute_of_check, parameter.checks) if each is not None)
    for allowed, kind in (
        (parameter.allow_null, AllowNullAttribute),
        (parameter.allow_empty_string, AllowEmptyStringAttribute),
        (parameter.allow_empty_collection, AllowEmptyCollectionAttribute),
    ):
        if allowed:
            made.append(kind())
    if parameter.ps_type_name:
        made.append(PSTypeNameAttribute(PSTypeName=parameter.ps_type_name))
    if parameter.obsolete is not None:
        from relayshell.objects.calls import new_object

        made.append(new_object(get_type("System.ObsoleteAttribute"), [parameter.obsolete]))
    if parameter.script_typed:
        made.append(ArgumentTypeConverterAttribute())
    return made


def parameter_from(name: str, net_type: Any, attributes: Any) -> Parameter:
    """A Parameter from a name, a type and attribute objects, as a script's dynamicparam block makes them."""
    from relayshell.commands.coerce import ScriptType

    sets: dict[str, InSet] = {}
    facts: dict[str, Any] = {}
    aliases: tuple[str, ...] = ()
    checks: list[Any] = []
    for each in attributes or ():
        if isinstance(each, ParameterAttribute):
            sets[each.facts["ParameterSetName"] or ALL_SETS] = each.stand()
            if each.facts["DontShow"]:
                facts["hidden"] = True
        elif isinstance(each, AliasAttribute):
            aliases = (*aliases, *each.facts["AliasNames"])
        elif isinstance(each, AllowNullAttribute):
            facts["allow_null"] = True
        elif isinstance(each, AllowEmptyStringAttribute):
            facts["allow_empty_string"] = True
        elif isinstance(each, AllowEmptyCollectionAttribute):
            facts["allow_empty_collection"] = True
        elif isinstance(each, PSTypeNameAttribute):
            facts["ps_type_name"] = each.facts["PSTypeName"]
        elif isinstance(each, Attribute) and each.check is not None:
            checks.insert(0, check_from(each))
    return Parameter(
        name=name, type=net_type, aliases=aliases, sets=sets or {ALL_SETS: InSet()}, checks=tuple(checks),
        transforms=(ScriptType(net_type),), dynamic=True, script_typed=True, **facts,
    )


def check_from(attribute: Attribute) -> Any:
    """The check of an attribute with the properties that were set on it since it was made."""
    from dataclasses import replace

    check, facts = attribute.check, attribute.facts
    if isinstance(check, validation.ValidateSet):
        return replace(check, error_message=facts["ErrorMessage"], ignore_case=bool(facts["IgnoreCase"]))
    if isinstance(check, (validation.ValidatePattern, validation.ValidateScript)):
        check = replace(check, error_message=facts["ErrorMessage"])
    if isinstance(check, validation.ValidatePattern):
        return replace(check, options=int(facts["Options"].value))
    return check


def _texts(values: Any) -> tuple[str, ...]:
    return tuple(values) if isinstance(values, (list, tuple)) else (values,)


def _make_set(*values: Any) -> Attribute:
    from relayshell.objects.nettype import NetType

    if len(values) == 1 and isinstance(values[0], NetType):
        kind = values[0]

        def generate() -> Any:
            from relayshell.objects.members import call_method, new_object

            return call_method(new_object(kind, []), "GetValidValues", [])

        return _known(validation.ValidateSet((), generator=generate))
    flat = [text for value in values for text in _texts(value)]
    return _known(validation.ValidateSet(tuple(flat)))


def _make_range(*values: Any) -> Attribute:
    if len(values) == 1:
        return _known(ValidateRange(kind=RangeKind.named(values[0].name)))
    return _known(ValidateRange(values[0], values[1]))


def _make_completer(*values: Any) -> Attribute:
    from relayshell.objects.nettype import NetType

    given = values[0] if values else None
    return ArgumentCompleterAttribute(**{"Type" if isinstance(given, NetType) else "ScriptBlock": given})


def _known(check: Any) -> Attribute:
    made = attribute_of_check(check)
    assert made is not None
    return made


_MAKERS: dict[str, Any] = {
    "ParameterAttribute": lambda: ParameterAttribute(),
    "AliasAttribute": lambda *names: AliasAttribute(AliasNames=strings([text for name in names for text in _texts(name)])),
    "ValidateSetAttribute": _make_set,
    "ValidateRangeAttribute": _make_range,
    "ValidatePatternAttribute": lambda pattern: _known(validation.ValidatePattern(pattern)),
    "ValidateLengthAttribute": lambda low, high: _known(validation.ValidateLength(low, high)),
    "ValidateCountAttribute": lambda low, high: _known(validation.ValidateCount(low, high)),
    "ValidateScriptAttribute": lambda block: _known(validation.ValidateScript(block)),
    "ValidateNotNullAttribute": lambda: _known(validation.ValidateNotNull()),
    "ValidateNotNullOrEmptyAttribute": lambda: _known(validation.ValidateNotNullOrEmpty()),
    "ValidateNotNullOrWhiteSpaceAttribute": lambda: _known(validation.ValidateNotNullOrWhiteSpace()),
    "ValidateTrustedDataAttribute": lambda: _known(validation.ValidateTrustedData()),
    "AllowNullAttribute": lambda: AllowNullAttribute(),
    "AllowEmptyStringAttribute": lambda: AllowEmptyStringAttribute(),
    "AllowEmptyCollectionAttribute": lambda: AllowEmptyCollectionAttribute(),
    "PSTypeNameAttribute": lambda name: PSTypeNameAttribute(PSTypeName=name),
    "ArgumentCompleterAttribute": _make_completer,
    "ArgumentCompletionsAttribute": lambda *values: ArgumentCompletionsAttribute(CompleteArgument=strings([text for each in values for text in _texts(each)])),
}
_BASES = {
    "ValidateSetAttribute": "ValidateEnumeratedArgumentsAttribute", "ValidateRangeAttribute": "ValidateEnumeratedArgumentsAttribute",
    "ValidatePatternAttribute": "ValidateEnumeratedArgumentsAttribute", "ValidateLengthAttribute": "ValidateEnumeratedArgumentsAttribute",
    "ValidateScriptAttribute": "ValidateEnumeratedArgumentsAttribute",
}


_PARAMS = {
    "ArgumentCompleterAttribute": ("()", "(type type)", "(scriptblock scriptBlock)"), "ArgumentCompletionsAttribute": ("(params string[] completions)",),
    "ValidateSetAttribute": ("(params string[] validValues)",), "AliasAttribute": ("(Params string[] aliasNames)",),
}
"""Constructors that take any number of texts, which the facts do not tell."""


def _reader(name: str) -> Any:
    return lambda attribute: attribute.facts.get(name)


def _writer(name: str) -> Any:
    def write(attribute: Attribute, value: Any) -> None:
        attribute.facts[name] = value

    return write


def _declare_all() -> None:
    for kind in (ParameterAttribute, *(value for value in list(globals().values()) if isinstance(value, type) and issubclass(value, Attribute) and hasattr(value, "names"))):
        name = kind.net_name.removeprefix(_NAMESPACE)
        facts = tuple(ParameterAttribute.defaults()) if kind is ParameterAttribute else kind.names
        base = _NAMESPACE + _BASES[name] if name in _BASES else "System.Attribute"
        declare(
            kind.net_name, kind, new=_MAKERS.get(name), get={each: _reader(each) for each in facts},
            set={each: _writer(each) for each in facts}, base=base, signatures=_PARAMS.get(name, ()),
            static_get={"AllParameterSets": lambda: "__AllParameterSets"} if kind is ParameterAttribute else None,
        )


# The types that classes of scripts extend to make attributes of their own.
EXTENDED = (
    "System.Attribute", _NAMESPACE + "ArgumentTransformationAttribute", _NAMESPACE + "ValidateArgumentsAttribute",
    _NAMESPACE + "ValidateEnumeratedArgumentsAttribute", _NAMESPACE + "Internal.CmdletMetadataAttribute",
)


def _declare_extended() -> None:
    for name in EXTENDED:
        declare(name, Attribute if name == "System.Attribute" else None, new=Attribute, signatures=("()",))


_declare_extended()
_declare_all()
