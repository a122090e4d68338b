"""Members, methods and elements of objects."""

from __future__ import annotations

from typing import Any

from relayshell.runtime.compile.generator import Generator, expression_of, kind_of, known
from relayshell.syntax import ast as tree


def member_name(g: Generator, node: tree.MemberExpressionAst) -> Any:
    """The expression for the name of a member: a constant, or worked out while running."""
    member: Any = node.member
    if isinstance(member, tree.StringConstantExpressionAst):
        return g.constant(member.value)
    return g.value(member)


def null_guarded(g: Generator, node: Any, owner: Any, made: Any) -> Any:
    """With `?.` and `?[]`: null where the owner is null, else `made`, which reads the owner from a temporary."""
    temp = g.fresh()
    return g.if_else(g.call("is_null", g.walrus(temp, owner)), g.constant(None), made(g.name(temp)))


@expression_of(tree.MemberExpressionAst)
def member(g: Generator, node: tree.MemberExpressionAst) -> Any:
    owner = owner_of(g, node)
    if node.null_conditional:
        return null_guarded(g, node, owner, lambda again: g.call("prop", g.frame(), again, member_name(g, node)))
    if node.static:
        return known(g.call("static_value", g.frame(), owner, member_name(g, node)), "any")
    g.calls_out += 1
    return g.call("prop", g.frame(), owner, member_name(g, node))


def owner_of(g: Generator, node: Any) -> Any:
    return g.expr(node.expression)


@expression_of(tree.InvokeMemberExpressionAst)
def invoke(g: Generator, node: tree.InvokeMemberExpressionAst) -> Any:
    g.calls_out += 1
    owner = owner_of(g, node)
    if node.null_conditional:
        return null_guarded(g, node, owner, lambda again: call_of(g, node, again))
    return call_of(g, node, owner)


def call_of(g: Generator, node: tree.InvokeMemberExpressionAst, owner: Any) -> Any:
    """A call of a method of an object or a type."""
    arguments = []
    casts: list[Any] = []
    for argument in node.arguments or ():
        if argument.__class__ is tree.ConvertExpressionAst and argument.attribute.type_name.full_name.lower() not in ("ref", "psreference"):
            casts.append(argument.attribute.type_name)
        else:
            casts.append(None)
        arguments.append(g.value(argument))
    function = "call_static_method" if node.static else "call"
    parts = [g.frame(), owner, member_name(g, node), g.list_of(arguments)]
    base = cast_of_this(node.expression) if not node.static and g.method else None
    if base is not None:
        from relayshell.runtime.compile.literals import type_of_name

        parts.insert(2, type_of_name(g, base))
        return known(g.call("call_as", *parts), "auto")
    if node.generic_type_arguments:
        from relayshell.runtime.compile.literals import type_of_name

        parts.append(g.list_of([type_of_name(g, each) for each in node.generic_type_arguments]))
        return known(g.call(function + "_generic", *parts), "auto")
    if any(casts):
        from relayshell.runtime.compile.literals import type_of_name

        parts.append(g.list_of([g.constant(None) if each is None else type_of_name(g, each) for each in casts]))
    return known(g.call(function, *parts), "auto")


def cast_of_this(node: Any) -> Any:
    """The type's name in `([Base]$this)`, which calls the method of that class; None for anything else."""
    while isinstance(node, tree.ParenExpressionAst):
        node = node.pipeline.get_pure_expression() if hasattr(node.pipeline, "get_pure_expression") else None
    if not isinstance(node, tree.ConvertExpressionAst):
        return None
    child = node.child
    if isinstance(child, tree.VariableExpressionAst) and child.variable_path.name.lower() == "this":
        return node.attribute.type_name
    return None


def index_value(g: Generator, node: Any) -> Any:
    """The index of an element: one value, or an array for several. `[object]` before it says that a number is a key."""
    if isinstance(node, tree.ConvertExpressionAst) and node.attribute.type_name.full_name.lower() in ("object", "system.object"):
        return g.call("boxed", g.value(node.child))
    return g.value(node)


@expression_of(tree.IndexExpressionAst)
def index(g: Generator, node: tree.IndexExpressionAst) -> Any:
    owner = g.expr(node.target)
    if node.null_conditional:
        return null_guarded(g, node, owner, lambda again: g.call("index", g.frame(), again, index_value(g, node.index)))
    made = g.call("index", g.frame(), owner, index_value(g, node.index))
    return made


__all__ = ["index_value", "kind_of", "member_name"]
