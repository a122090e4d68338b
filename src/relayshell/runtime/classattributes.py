"""The attributes that stand before a class and its members, as the objects that GetCustomAttributes() gives.

An attribute is made when it is asked for, by the constructor its arguments fit; `hidden` and types are no attributes here.
"""

from __future__ import annotations

from typing import Any

from relayshell.objects.nettype import NetType, find_type
from relayshell.runtime.attributes import arguments_of
from relayshell.runtime.support.typenames import find_type_name
from relayshell.syntax import ast as tree


def attributes_of(frame: Any, nodes: Any) -> list[Any]:
    """Objects for the attributes among `nodes`, in their order; those of unknown types are left out."""
    from relayshell.objects.calls import new_object
    from relayshell.objects.members import set_member

    made = []
    for node in nodes:
        net_type = _type_of(frame, node) if isinstance(node, tree.AttributeAst) else None
        if net_type is None:
            continue
        positional, _ = arguments_of(node, frame)
        found = new_object(net_type, positional)
        for each in node.named_arguments:
            value = True if each.expression_omitted else arguments_of(node, frame)[1][each.argument_name.lower()]
            set_member(found, each.argument_name, value)
        made.append(found)
    return made


def attributes_of_member(owner: Any, name: str, kind: str) -> list[Any]:
    """Those of the first property or method called `name` of a ScriptClass."""
    wanted = tree.PropertyMemberAst if kind == "Property" else tree.FunctionMemberAst
    for member in owner.node.members:
        if isinstance(member, wanted) and member.name.lower() == name.lower():
            return attributes_of(owner.frame, member.attributes)
    return []


def _type_of(frame: Any, node: tree.AttributeAst) -> NetType | None:
    found = find_type_name(frame, node.type_name)
    if found is None or "Attribute" not in {each.name for each in found.ancestors}:
        name = str(node.type_name.full_name)
        found = find_type(f"{name}Attribute") or find_type(f"System.{name}Attribute") or find_type(f"System.Management.Automation.{name}Attribute") or found
    return found  # type: ignore[no-any-return]
