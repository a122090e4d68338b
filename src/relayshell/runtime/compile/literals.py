"""Constants, strings, arrays, hashtables, script blocks and types as values."""

from __future__ import annotations

from typing import Any

from relayshell.runtime.compile.build import ast
from relayshell.runtime.compile.generator import Generator, expression_of, kind_of, known
from relayshell.syntax import ast as tree

_KINDS = {"Int32": "int", "Double": "float", "Boolean": "bool", "String": "str"}


@expression_of(tree.ConstantExpressionAst)
def constant(g: Generator, node: tree.ConstantExpressionAst) -> Any:
    value: Any = node.value
    if value is None:
        return known(g.constant(None), "none")
    name = node.type_name.rpartition(".")[2]
    kind = _KINDS.get(name)
    if kind is not None:
        return known(g.constant(value), kind)
    return known(g.keep(number(value, name)), "scalar")


def number(value: Any, name: str) -> Any:
    """A number of the .NET type `name`."""
    from relayshell.objects import numbers

    if name == "Decimal":
        return value
    return {
        "Int64": numbers.Int64, "Int16": numbers.Int16, "Byte": numbers.Byte, "SByte": numbers.SByte, "UInt16": numbers.UInt16,
        "UInt32": numbers.UInt32, "UInt64": numbers.UInt64, "BigInteger": numbers.BigInteger, "Single": numbers.Single,
        "Char": numbers.Char,
    }[name](value)


@expression_of(tree.StringConstantExpressionAst)
def string(g: Generator, node: tree.StringConstantExpressionAst) -> Any:
    return known(g.constant(node.value), "str")


@expression_of(tree.ExpandableStringExpressionAst)
def expandable(g: Generator, node: tree.ExpandableStringExpressionAst) -> Any:
    pieces = []
    for part in node.parts:
        if isinstance(part, str):
            if part:
                pieces.append(g.constant(part))
        else:
            pieces.append(ast.FormattedValue(as_text(g, part), -1, None, **g.at))
    return known(ast.JoinedStr(pieces, **g.at), "str")


def as_text(g: Generator, node: Any) -> Any:
    """The text of an expression within a string; an int may stay one, Python writes it the same way."""
    made = g.expr(node)
    if kind_of(made) in ("str", "int"):
        return made
    temp = g.fresh()
    first = g.attribute(g.walrus(temp, made), "__class__")
    plain = ast.Compare(first, [ast.In()], [g.name("TEXTUAL")], **g.at)
    return g.if_else(plain, g.name(temp), g.call("text_in_string", g.frame(), g.name(temp)))


@expression_of(tree.ArrayLiteralAst)
def array(g: Generator, node: tree.ArrayLiteralAst) -> Any:
    return known(g.list_of([g.value(element) for element in node.elements]), "list")


@expression_of(tree.HashtableAst)
def hashtable(g: Generator, node: tree.HashtableAst) -> Any:
    return known(hashtable_of(g, node, "new_hashtable"), "scalar")


def hashtable_of(g: Generator, node: tree.HashtableAst, maker: str) -> Any:
    """A call of `maker` with the pairs of a hashtable literal, flattened: key, value, key, value."""
    items = []
    for key, statement in node.key_value_pairs:
        items.append(key_of(g, key))
        items.append(statement_value(g, statement))
    if maker == "new_hashtable" and all(key.__class__ is tree.StringConstantExpressionAst for key, _ in node.key_value_pairs):
        return g.call(maker, g.list_of(items))
    return g.call(maker, g.list_of(items), g.keep(node))


def key_of(g: Generator, key: Any) -> Any:
    """The key of a hashtable literal."""
    return g.value(key)


def statement_value(g: Generator, statement: Any) -> Any:
    """The value of a statement where a value is wanted: what it puts out, one object alone or all in an array."""
    from relayshell.runtime.compile.pipelines import value_of_statement

    made = value_of_statement(g, statement)
    return g.call("plain", made) if kind_of(made) == "auto" else made


@expression_of(tree.ScriptBlockExpressionAst)
def script_block(g: Generator, node: tree.ScriptBlockExpressionAst) -> Any:
    from relayshell.runtime.block import compiled_for

    return known(g.call("new_block", g.frame(), g.keep(compiled_for(g.owner, node.script_block, node))), "scalar")


@expression_of(tree.TypeExpressionAst)
def type_value(g: Generator, node: tree.TypeExpressionAst) -> Any:
    return known(type_of_name(g, node.type_name), "scalar")


def type_of_name(g: Generator, name: tree.TypeName) -> Any:
    """The NetType that a type's name means, found when it is first reached."""
    from relayshell.runtime.typerefs import TypeReference

    reference = g.keep(TypeReference(name))
    found = g.attribute(reference, "found")
    return g.either(found, g.call("find_named_type", g.frame(), reference))
