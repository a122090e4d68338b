"""Assignments of all forms, as statements and as values, and ++ and --."""

from __future__ import annotations

from typing import Any

from relayshell.errors import ShellError
from relayshell.runtime.compile.build import ast
from relayshell.runtime.compile.generator import Generator, kind_of, known, statement_of
from relayshell.runtime.compile.operators import ARITHMETIC, arithmetic, remainder
from relayshell.runtime.compile.variables import cell_of, folded_name, is_constant_path
from relayshell.syntax import ast as tree


@statement_of(tree.AssignmentStatementAst)
def assignment(g: Generator, node: tree.AssignmentStatementAst) -> None:
    from relayshell.runtime.compile.pipelines import value_of_statement, write_dropped

    left = bare(node.left)
    if node.operator == "Equals":
        if left.__class__ is tree.VariableExpressionAst and is_null_path(left):
            write_dropped(g, node.right)
            return
        if left.__class__ is tree.VariableExpressionAst and not is_constant_path(left.variable_path) and left.variable_path.drive is None:
            value = value_of_statement(g, node.right, inline=True)
            g.place(node)
            g.add(g.store_attribute(cell_of(g, left.variable_path), "value", value))
            return
    elif left.__class__ is tree.VariableExpressionAst and left.variable_path.drive is None and not is_constant_path(left.variable_path):
        path = left.variable_path
        if node.operator == "QuestionQuestionEquals":
            cell = cell_of(g, path)
            value = value_of_statement(g, node.right)
            g.add(g.condition(g.call("is_null", g.attribute(cell, "value")), [g.store_attribute(cell, "value", value)]))
            return
        value = plain(g, value_of_statement(g, node.right))
        old = g.call("own_value", g.frame(), cell_of(g, path)) if id(node) in g.from_null else g.expr(left)
        g.add(g.store_attribute(cell_of(g, path), "value", combined(g, node.operator, old, value)))
        return
    g.add(g.expression(assign_value(g, node)))


def bare(left: Any) -> Any:
    """A target without the parentheses around it."""
    while left.__class__ is tree.ParenExpressionAst:
        inner = left.pipeline.get_pure_expression()
        if inner is None:
            break
        left = inner
    return left


def is_null_path(left: tree.VariableExpressionAst) -> bool:
    return left.variable_path.drive is None and left.variable_path.name.lower() == "null"


def plain(g: Generator, made: Any) -> Any:
    return g.call("plain", made) if kind_of(made) == "auto" else made


def combined(g: Generator, operator: str, old: Any, value: Any) -> Any:
    """The value that a compound assignment gives its target."""
    name = operator.removesuffix("Equals")
    if name in ARITHMETIC:
        return arithmetic(g, name, old, value)
    if name == "Remainder":
        return remainder(g, old, value)
    return g.call("divide", old, value)


def assign_value(g: Generator, node: tree.AssignmentStatementAst) -> Any:
    """An assignment as an expression, which gives the value that was assigned."""
    from relayshell.runtime.compile.pipelines import value_of_statement

    left = bare(node.left)
    if node.operator == "Equals":
        return store(g, left, value_of_statement(g, node.right))
    if node.operator == "QuestionQuestionEquals":
        temp = g.fresh()
        read, write = place_of(g, left)
        test = g.call("is_null", g.walrus(temp, read))
        return g.if_else(test, write(value_of_statement(g, node.right)), g.name(temp))
    read, write = place_of(g, left)
    return write(combined(g, node.operator, read, plain(g, value_of_statement(g, node.right))))


def store(g: Generator, left: Any, value: Any) -> Any:
    """The expression that assigns to a target and gives the value."""
    kind = left.__class__
    if kind is tree.VariableExpressionAst:
        path = left.variable_path
        if path.drive is not None:
            return g.call("write_drive", g.frame(), g.constant(path.drive), g.constant(path.name), plain(g, value))
        if is_constant_path(path):
            return g.call("write_constant", g.constant(path.name), value)
        return g.call("put", cell_of(g, path), value)
    if kind is tree.ArrayLiteralAst:
        return store_many(g, left, value)
    if isinstance(left, tree.AttributedExpressionAst):
        return store_attributed(g, left, value)
    _, write = place_of(g, left)
    return write(plain(g, value))


def store_many(g: Generator, left: tree.ArrayLiteralAst, value: Any) -> Any:
    """`$a, $b = value`: the first elements, the last target taking all that is left."""
    temp = g.fresh()
    steps = [g.walrus(temp, g.call("spread_over", value, g.constant(len(left.elements))))]
    for index, element in enumerate(left.elements):
        part = ast.Subscript(g.name(temp), g.constant(index), ast.Load(), **g.at)
        steps.append(store(g, bare(element), part))
    steps.append(g.name(temp))
    return ast.Subscript(g.tuple_of(steps), g.constant(-1), ast.Load(), **g.at)


def store_attributed(g: Generator, left: tree.AttributedExpressionAst, value: Any) -> Any:
    """`[int]$x = value`: the variable keeps the type and attributes for later assignments too."""
    attributes = []
    target: Any = left
    while isinstance(target, tree.AttributedExpressionAst):
        attributes.append(target.attribute)
        target = bare(target.child)
    if target.__class__ is not tree.VariableExpressionAst or target.variable_path.drive is not None:
        made = value
        for attribute in reversed(attributes):
            from relayshell.runtime.compile.conversions import cast

            made = cast(g, attribute.type_name, made)
        return store(g, target, made)
    if is_constant_path(target.variable_path):
        return g.call("write_constant", g.constant(target.variable_path.name), value)
    return g.call("put_typed", g.frame(), cell_of(g, target.variable_path), g.keep(tuple(attributes)), value)


def place_of(g: Generator, left: Any) -> tuple[Any, Any]:
    """How to read a target, and a function that makes the expression which writes it; its parts are evaluated once."""
    kind = left.__class__
    if kind is tree.VariableExpressionAst:
        return g.expr(left), lambda value: store(g, left, value)
    if isinstance(left, tree.AttributedExpressionAst):
        target = left
        while isinstance(target, tree.AttributedExpressionAst):
            target = bare(target.child)
        return g.expr(target), lambda value: store(g, left, value)
    if kind is tree.MemberExpressionAst:
        from relayshell.runtime.compile.members import member_name

        owner, again = once(g, g.expr(left.expression))
        name, name_again = once(g, member_name(g, left))
        reader, writer = ("static_value", "set_static_value") if left.static else ("prop", "set_prop")
        read = g.call(reader, g.frame(), owner, name)
        return read, Writer(g, writer, owner, name, again, name_again, read)
    if kind is tree.IndexExpressionAst:
        from relayshell.runtime.compile.members import index_value

        owner, again = once(g, g.expr(left.target))
        name, name_again = once(g, index_value(g, left.index))
        read = g.call("index", g.frame(), owner, name)
        return read, Writer(g, "set_index", owner, name, again, name_again, read)
    if kind is tree.InvokeMemberExpressionAst and not left.static:
        return place_of_indexed(g, left)
    raise ShellError(
        "The assignment expression is not valid. The input to an assignment operator must be an object that is able to accept "
        "assignments, such as a variable or a property.", "InvalidLeftHandSide", "ParserError", span=left.extent,
    )


def place_of_indexed(g: Generator, left: tree.InvokeMemberExpressionAst) -> tuple[Any, Any]:
    """A property with parameters as a target: `$table.Item('key')`."""
    from relayshell.runtime.compile.members import member_name

    owner, again = once(g, g.expr(left.expression))
    name, name_again = once(g, member_name(g, left))
    given, given_again = once(g, g.list_of([g.value(each) for each in left.arguments or ()]))
    read = g.call("call", g.frame(), owner, name, given)

    def write(value: Any) -> Any:
        if not uses(value, read):
            return g.call("set_indexed", g.frame(), owner, name, given, value)
        temp = g.fresh()
        put = g.call("set_indexed", g.frame(), again, name_again, given_again, g.name(temp))
        return ast.Subscript(g.tuple_of([g.walrus(temp, value), put]), g.constant(-1), ast.Load(), **g.at)

    return read, write


class Writer:
    """Makes the expression that writes a member or an element; the parts are read again if they were read before."""

    def __init__(self, g: Generator, function: str, owner: Any, key: Any, owner_again: Any, key_again: Any, read: Any) -> None:
        self.g = g
        self.function = function
        self.first = owner, key
        self.again = owner_again, key_again
        self.read = read

    def __call__(self, value: Any) -> Any:
        g = self.g
        if not uses(value, self.read):
            return g.call(self.function, g.frame(), *self.first, value)
        temp = g.fresh()
        write = g.call(self.function, g.frame(), *self.again, g.name(temp))
        return ast.Subscript(g.tuple_of([g.walrus(temp, value), write]), g.constant(-1), ast.Load(), **g.at)


def uses(value: Any, part: Any) -> bool:
    """Whether a Python expression contains this very node."""
    stack = [value]
    while stack:
        node = stack.pop()
        if node is part:
            return True
        if isinstance(node, list):
            stack.extend(node)
        elif isinstance(node, ast.AST):
            stack.extend(node.__dict__.values())
    return False


def once(g: Generator, made: Any) -> tuple[Any, Any]:
    """An expression evaluated into a temporary, and the reading of that temporary."""
    if made.__class__ in (ast.Constant, ast.Name):
        return made, made
    temp = g.fresh()
    return g.walrus(temp, made), g.name(temp)


def step(g: Generator, target: Any, by: int, before: bool) -> Any:
    """++ and -- as an expression: the value after (`++$x`) or before (`$x++`)."""
    target = bare(target)
    read, write = place_of(g, target)
    temp = g.fresh()
    new = g.call("stepped", g.walrus(temp, read), g.constant(by))
    if target.__class__ is not tree.VariableExpressionAst:
        # The read must come first and hold the parts' temporaries.
        result = g.fresh()
        parts = [g.walrus(temp, read), g.walrus(result, g.call("stepped", g.name(temp), g.constant(by)))]
        if isinstance(write, Writer):
            parts.append(g.call(write.function, g.frame(), *write.again, g.name(result)))
        else:
            parts.append(write(g.name(result)))
        parts.append(g.name(result) if before else g.call("number_before", g.name(temp)))
        return ast.Subscript(g.tuple_of(parts), g.constant(-1), ast.Load(), **g.at)
    written = write(new)
    if before:
        return written
    return ast.Subscript(g.tuple_of([written, g.call("number_before", g.name(temp))]), g.constant(-1), ast.Load(), **g.at)


def write_step(g: Generator, node: tree.UnaryExpressionAst) -> None:
    """++ and -- as a statement, which puts out nothing: an Int32 in line."""
    from relayshell.runtime.compile.operators import STEPS

    by, _ = STEPS[node.token_kind]
    target = bare(node.child)
    if target.__class__ is tree.VariableExpressionAst and target.variable_path.drive is None and not is_constant_path(target.variable_path):
        if target.variable_path.scope is None and folded_name(target.variable_path.name) not in ("args", "input", "?"):
            cell = cell_of(g, target.variable_path)
            temp = g.fresh()
            limit = g.constant(2147483647 if by > 0 else -2147483648)
            read = g.is_class(g.walrus(temp, g.attribute(cell, "value")), "int")
            test = g.both(read, g.compare(g.name(temp), ast.NotEq(), limit))
            inline = g.binary(g.name(temp), ast.Add() if by > 0 else ast.Sub(), g.constant(1))
            value = g.if_else(test, inline, g.call("stepped", g.name(temp), g.constant(by)))
            g.add(g.store_attribute(cell, "value", value))
            return
    g.add(g.expression(step(g, node.child, by, True)))


__all__ = ["assign_value", "bare", "known", "step", "write_step"]
