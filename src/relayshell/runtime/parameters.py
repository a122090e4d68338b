"""A block's parameters as a Signature: what [Parameter()], [Alias()], [CmdletBinding()] and their kin declare."""

from __future__ import annotations

from typing import Any

from relayshell.commands.signature import ALL_SETS, InSet, Parameter, Signature
from relayshell.errors import ShellError
from relayshell.runtime.attributeshapes import no_property, shaped
from relayshell.runtime.attributes import KNOWN_ATTRIBUTES, arguments_of, attribute_name, check_of, script_check_of, transform_of
from relayshell.runtime.support.typenames import find_type_name, unknown_type
from relayshell.syntax import ast as tree

_FOR_PARAMETER = ("parameter",)


def is_advanced(block: Any) -> bool:
    """Whether a block is an advanced function: [CmdletBinding()] or a [Parameter()] somewhere."""
    param_block = block.node.param_block
    if param_block is not None and any(attribute_name(each) == "cmdletbinding" for each in param_block.attributes):
        return True
    for parameter in block.parameters:
        for attribute in parameter.attributes:
            if isinstance(attribute, tree.AttributeAst) and attribute_name(attribute) == "parameter":
                return True
    return False


def signature_of(block: Any, frame: Any, name: str = "") -> Signature:
    """The Signature of a block; attribute arguments are worked out in `frame`."""
    advanced = block.is_advanced
    facts: dict[str, Any] = {}
    output: list[str] = []
    aliases: tuple[str, ...] = ()
    param_block = block.node.param_block
    for attribute in param_block.attributes if param_block is not None else ():
        kind = attribute_name(attribute)
        positional, named = arguments_of(attribute, frame) if kind in ("cmdletbinding", "outputtype", "alias") else ([], {})
        if kind == "cmdletbinding":
            facts = named
        elif kind == "outputtype":
            from relayshell.objects.nettype import NetType

            for value in positional:
                for each in value if isinstance(value, list) else (value,):
                    output.append(each.full_name if isinstance(each, NetType) else str(each))
        elif kind == "alias":
            aliases = tuple(str(each) for each in positional)
        else:
            must_be_known(attribute, frame)
        if kind == "cmdletbinding":
            must_have(attribute, CMDLET_FACTS)
    from relayshell.objects.convert import to_bool
    from relayshell.objects.text import to_text

    return Signature(
        name=name or block.name,
        parameters=tuple(parameter_of(each, frame) for each in block.parameters),
        default_set=to_text(facts["defaultparametersetname"]) if facts.get("defaultparametersetname") else None,
        positional_binding=to_bool(facts.get("positionalbinding", True)),
        should_process=to_bool(facts.get("supportsshouldprocess", False)),
        supports_paging=to_bool(facts.get("supportspaging", False)),
        confirm_impact=to_text(facts.get("confirmimpact", "Medium")),
        output=tuple(output),
        advanced=advanced,
        implementing=name or block.name,
        aliases=aliases,
        help_uri=to_text(facts.get("helpuri", "")),
        dynamic=(lambda binder: None) if block.node.dynamic_param_block is not None else None,
    )


def parameter_of(node: tree.ParameterAst, frame: Any) -> Parameter:
    """One ParameterAst as a Parameter; transforms and checks run in the reverse of the order written."""
    from relayshell.commands.coerce import ScriptType
    from relayshell.objects.nettype import get_type
    sets: dict[str, InSet] = {}
    checks: list[Any] = []
    transforms: list[Any] = []
    facts: dict[str, Any] = {}
    aliases: list[str] = []
    values: tuple[str, ...] = ()
    net_type = None
    for attribute in node.attributes:
        if isinstance(attribute, tree.TypeConstraintAst):
            found = find_type_name(frame, attribute.type_name)
            if found is None:
                raise unknown_type(attribute.type_name)
            if net_type is None:
                net_type = found
            transforms.insert(0, ScriptType(found))
            continue
        kind = attribute_name(attribute)
        if kind == "parameter":
            shaped(kind, list(attribute.positional_arguments), ())
            must_have(attribute, PARAMETER_FACTS)
            declare_set(sets, facts, *arguments_of(attribute, frame))
        elif kind == "alias":
            aliases.extend(str(each) for each in arguments_of(attribute, frame)[0])
        elif kind in _ALLOWS:
            shaped(kind, list(attribute.positional_arguments), attribute.named_arguments)
            facts[_ALLOWS[kind]] = True
        elif kind in ("obsolete", "system.obsolete"):
            given = arguments_of(attribute, frame)[0]
            facts["obsolete"] = str(given[0]) if given else ""
        elif kind == "pstypename":
            facts["ps_type_name"] = str(arguments_of(attribute, frame)[0][0])
        else:
            check = check_of(attribute, frame) or script_check_of(attribute, frame)
            if check is not None:
                checks.insert(0, check)
                values = getattr(check, "values", ()) or values
                continue
            transform = transform_of(attribute, frame)
            if transform is not None:
                transforms.insert(0, transform)
            elif kind in ("credential", "system.management.automation.credential"):
                from relayshell.runtime.credentials import credential_transform

                transforms.insert(0, credential_transform)
            else:
                must_be_known(attribute, frame)
    name = node.name.variable_path.user_path
    return Parameter(
        name=name,
        type=net_type if net_type is not None else get_type("System.Object"),
        aliases=tuple(aliases),
        sets=sets or {ALL_SETS: InSet()},
        checks=tuple(checks),
        transforms=tuple(transforms),
        script_typed=net_type is not None,
        source=node,
        values=values,
        **facts,
    )


PARAMETER_FACTS = frozenset(
    "position parametersetname mandatory valuefrompipeline valuefrompipelinebypropertyname valuefromremainingarguments helpmessage "
    "helpmessagebasename helpmessageresourceid dontshow experimentname experimentaction typeid".split()
)
CMDLET_FACTS = frozenset(
    "defaultparametersetname positionalbinding supportsshouldprocess supportspaging supportstransactions confirmimpact helpuri "
    "remotingcapability typeid".split()
)


def must_have(node: Any, facts: frozenset[str]) -> None:
    """Raise ShellError where an attribute has a named argument that is none of its properties.

    The attributes that the language makes itself are all called CmdletBindingAttribute here, as PowerShell calls them.
    """
    for each in node.named_arguments:
        if each.argument_name.lower() not in facts:
            raise no_property("CmdletBinding", each.argument_name)


def must_be_known(node: Any, frame: Any) -> None:
    """Raise ShellError for an attribute whose class is not there."""
    name = node.type_name.full_name
    if attribute_name(node) in KNOWN_ATTRIBUTES:
        return
    if find_type_name(frame, node.type_name) is None and find_type_name(frame, name + "Attribute") is None:
        raise ShellError(
            f"Cannot find the type for custom attribute '{name}'. Make sure that the assembly that contains this type is loaded.",
            "CustomAttributeTypeNotFound", "InvalidOperation", node.text,
        )


_ALLOWS = {
    "allownull": "allow_null", "allowemptystring": "allow_empty_string", "allowemptycollection": "allow_empty_collection",
}


def declare_set(sets: dict[str, InSet], facts: dict[str, Any], positional: list[Any], named: dict[str, Any]) -> None:
    """What one [Parameter(...)] says."""
    from relayshell.objects.convert import to_bool

    name = named.get("parametersetname")
    position = named.get("position")
    if position is not None and position == -2147483648:
        position = None
    message = named.get("helpmessage")
    sets[ALL_SETS if name is None else str(name)] = InSet(
        mandatory=to_bool(named.get("mandatory", False)),
        position=position,
        pipeline=to_bool(named.get("valuefrompipeline", False)),
        by_name=to_bool(named.get("valuefrompipelinebypropertyname", False)),
        remaining=to_bool(named.get("valuefromremainingarguments", False)),
        help=None if message is None else str(message),
    )
    if to_bool(named.get("dontshow", False)):
        facts["hidden"] = True
