"""Casts: the types that mean something of their own, and those that only convert."""

from __future__ import annotations

from typing import Any

from relayshell.runtime.compile.assignments import bare
from relayshell.runtime.compile.generator import Generator, expression_of, kind_of, known
from relayshell.runtime.compile.literals import hashtable_of, type_of_name
from relayshell.runtime.compile.variables import cell_of, is_constant_path
from relayshell.syntax import ast as tree

IN_LINE = {"int": "int", "int32": "int", "system.int32": "int", "string": "str", "system.string": "str", "bool": "bool",
           "double": "float", "system.double": "float", "boolean": "bool", "system.boolean": "bool"}
KIND_OF_CLASS = {"int": "int", "str": "str", "bool": "bool", "float": "float"}


@expression_of(tree.ConvertExpressionAst)
def convert(g: Generator, node: tree.ConvertExpressionAst) -> Any:
    name = node.attribute.type_name.full_name.lower()
    child = node.child
    if name in ("ref", "system.management.automation.psreference", "psreference"):
        target = bare(child)
        if target.__class__ is tree.VariableExpressionAst and target.variable_path.drive is None and not is_constant_path(target.variable_path):
            return known(g.call("reference_to", g.frame(), cell_of(g, target.variable_path)), "scalar")
        return known(g.call("reference_of", g.value(child)), "scalar")
    if child.__class__ is tree.HashtableAst:
        if name == "ordered":
            return known(hashtable_of(g, child, "new_ordered"), "scalar")
        if name in ("pscustomobject", "system.management.automation.pscustomobject"):
            return known(hashtable_of(g, child, "new_custom_object"), "scalar")
    if name in ("pscustomobject", "system.management.automation.pscustomobject"):
        return g.call("to_custom_object", g.value(child))
    if name == "ordered":
        return known(g.call("to_ordered", g.value(child)), "scalar")
    return cast(g, node.attribute.type_name, g.value(child))


def cast(g: Generator, type_name: Any, made: Any) -> Any:
    """The conversion of a value to the type; in line where it is of that type already."""
    quick = IN_LINE.get(type_name.full_name.lower())
    if quick is None:
        return g.call("convert", made, type_of_name(g, type_name), g.frame())
    if kind_of(made) == KIND_OF_CLASS[quick]:
        return made
    temp = g.fresh()
    test = g.is_class(g.walrus(temp, made), quick)
    general = g.call("convert", g.name(temp), type_of_name(g, type_name), g.frame())
    return known(g.if_else(test, g.name(temp), general), KIND_OF_CLASS[quick] if quick != "str" else "any")


@expression_of(tree.AttributedExpressionAst)
def attributed(g: Generator, node: tree.AttributedExpressionAst) -> Any:
    return g.call("checked", g.frame(), g.keep((node.attribute,)), g.value(node.child))
