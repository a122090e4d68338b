"""while, do, for and foreach as Python's own loops."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from relayshell.runtime.compile.generator import BLOCKS, Generator, Loop, statement_of
from relayshell.runtime.compile.statements import test_of
from relayshell.runtime.compile.variables import cell_of
from relayshell.syntax import ast as tree


def body_of(g: Generator, node: Any, onward: Callable[[], list[Any]]) -> list[Any]:
    """The body of a loop; a `continue` raised by what the body calls ends this turn of it."""
    before = g.calls_out
    g.loops.append(Loop(node.label, g.level, onward, lambda: [g.breaks()]))
    body = g.block(node.body)
    g.loops.pop()
    if g.calls_out == before:
        return body
    return [g.attempt(body, [signal_handler(g, "ContinueSignal", node.label, [])])]


def signal_handler(g: Generator, kind: str, label: str | None, then: list[Any]) -> Any:
    """An except clause that takes a signal meant for this loop."""
    test = g.negate(g.call("label_matches", g.attribute(g.name("E"), "label"), g.constant(label.lower() if label else None)))
    return g.handler(kind, [g.condition(test, [g.reraise()]), *then], "E")


def finished(g: Generator, node: Any, before: int, statements: list[Any]) -> None:
    """Write the loop, in a try that takes `break` from what it calls."""
    if g.calls_out != before:
        statements = [g.attempt(statements, [signal_handler(g, "BreakSignal", node.label, [])])]
    g.body.extend(statements)


@statement_of(tree.WhileStatementAst)
def write_while(g: Generator, node: tree.WhileStatementAst) -> None:
    from relayshell.runtime.compile.registers import write_in_registers

    if not write_in_registers(g, node):
        write_general_while(g, node)


def write_general_while(g: Generator, node: tree.WhileStatementAst) -> None:
    """Any while loop."""
    before, at = g.calls_out, g.at
    test = test_of(g, node.condition)
    g.at = at
    body = body_of(g, node, lambda: [g.continues()])
    finished(g, node, before, [g.loop_while(test, body)])


@statement_of(tree.DoWhileStatementAst, tree.DoUntilStatementAst)
def write_do(g: Generator, node: Any) -> None:
    before, at = g.calls_out, g.at
    until = isinstance(node, tree.DoUntilStatementAst)

    def check() -> list[Any]:
        outer = g.at
        test = test_of(g, node.condition)
        made = [g.condition(test if until else g.negate(test), [g.breaks()])]
        g.at = outer
        return made

    body = body_of(g, node, lambda: [*check(), g.continues()])
    g.at = at
    finished(g, node, before, [g.loop_while(g.constant(True), [*body, *check()])])


@statement_of(tree.ForStatementAst)
def write_for(g: Generator, node: tree.ForStatementAst) -> None:
    from relayshell.runtime.compile.registers import write_in_registers

    at = g.at
    if node.initializer is not None:
        g.body.extend(dropped(g, node.initializer))
        g.at = at
    if not write_in_registers(g, node):
        write_general_for(g, node)


def write_general_for(g: Generator, node: tree.ForStatementAst) -> None:
    """Any for loop, its initializer written before."""
    at = g.at
    before = g.calls_out
    test = g.constant(True) if node.condition is None else test_of(g, node.condition)
    g.at = at

    def advance() -> list[Any]:
        return [] if node.iterator is None else dropped(g, node.iterator)

    body = body_of(g, node, lambda: [*advance(), g.continues()])
    g.at = at
    finished(g, node, before, [g.loop_while(test, [*body, *advance()])])


def dropped(g: Generator, pipeline: Any) -> list[Any]:
    """The statements for a pipeline whose output goes nowhere."""
    from relayshell.runtime.compile.pipelines import write_dropped

    outer, at = g.body, g.at
    g.body = []
    g.place(pipeline)
    write_dropped(g, pipeline)
    written, g.body = g.body, outer
    g.at = at
    return written


@statement_of(tree.ForEachStatementAst)
def write_foreach(g: Generator, node: tree.ForEachStatementAst) -> None:
    from relayshell.runtime.compile.pipelines import value_of_statement

    before, at = g.calls_out, g.at
    items = range_in(g, node.condition)
    if items is None:
        g.place(node.condition)
        items = g.call("items_of", value_of_statement(g, node.condition))
    g.at = at
    variable = cell_of(g, node.variable.variable_path)
    item = g.fresh()
    moved = mentions(node.body, "foreach")
    body = body_of(g, node, lambda: [g.continues()])
    g.at = at
    setter = g.store_attribute(variable, "value", g.name(item))
    if not moved:
        # What goes wrong in going through the items stands at the variable.
        g.place(node.variable)
        loop = g.loop_for(item, items, [setter, *body])
        g.at = at
        finished(g, node, before, [loop])
        return
    enumerator, old = g.fresh(), g.fresh()
    cell = g.cell("foreach", "foreach")
    setup = [
        g.assign(enumerator, g.call("foreach_enumerator", items)),
        g.assign(old, g.call("swap_in", cell, g.name(enumerator))),
    ]
    loop = g.loop_for(item, g.name(enumerator), [setter, *body])
    restore = g.expression(g.call("swap_back", cell, g.name(old)))
    finished(g, node, before, [*setup, g.attempt([loop], [], [restore])])


def range_in(g: Generator, pipeline: Any) -> Any:
    """`a..b` as a range that is never made into an array; None where the pipeline is something else."""
    expression = pipeline.get_pure_expression()
    if expression.__class__ is not tree.BinaryExpressionAst or expression.operator != "DotDot":
        return None
    g.place(pipeline)
    return g.call("lazy_range", g.value(expression.left), g.value(expression.right))


def mentions(node: Any, folded: str) -> bool:
    """Whether the text below a node names a variable."""
    return any(
        isinstance(each, tree.VariableExpressionAst) and each.variable_path.name.lower() == folded for each in node.walk()
    )


BLOCKS.update({
    tree.WhileStatementAst: 4, tree.DoWhileStatementAst: 4, tree.DoUntilStatementAst: 4, tree.ForStatementAst: 4, tree.ForEachStatementAst: 5,
})
