"""if, return, throw, exit, data, definitions: statements that are neither loops nor pipelines."""

from __future__ import annotations

from typing import Any

from relayshell.runtime.compile.generator import Generator, expression_of, statement_of
from relayshell.runtime.compile.operators import truth_of
from relayshell.syntax import ast as tree


def test_of(g: Generator, pipeline: Any) -> Any:
    """The condition of an if or a loop as a Python test."""
    from relayshell.runtime.compile.pipelines import value_of_statement

    g.place(pipeline)
    return truth_of(g, value_of_statement(g, pipeline))


@statement_of(tree.IfStatementAst)
def write_if(g: Generator, node: tree.IfStatementAst) -> None:
    otherwise: list[Any] = g.block(node.else_clause) if node.else_clause is not None else []
    outer = g.at
    for pipeline, block in reversed(node.clauses):
        test = test_of(g, pipeline)
        body = g.block(block)
        g.at = outer
        otherwise = [g.condition(test, body, otherwise)]
    g.body.extend(otherwise)


@statement_of(tree.ReturnStatementAst)
def write_return(g: Generator, node: tree.ReturnStatementAst) -> None:
    if g.method:
        write_method_return(g, node)
        return
    if node.pipeline is not None:
        from relayshell.runtime.compile.pipelines import write_pipeline

        write_pipeline(g, node.pipeline)
        g.place(node)
    leave(g)


def write_method_return(g: Generator, node: tree.ReturnStatementAst) -> None:
    """`return value` in a method: the value as the method's type, converted at the place of the value."""
    from relayshell.runtime.compile.pipelines import value_of_statement

    value = g.constant(None)
    if node.pipeline is not None:
        g.place(node.pipeline)
        value = g.call("method_result", g.frame(), value_of_statement(g, node.pipeline))
    if g.level:
        g.returns_from_nested = True
        g.add(g.raises(g.call("ReturnSignal", g.frame(), value)))
    else:
        g.add(g.gives(value))


def leave(g: Generator) -> None:
    """Write the end of the activation."""
    if g.level:
        g.returns_from_nested = True
        g.add(g.raises(g.call("ReturnSignal", g.frame())))
    else:
        g.add(g.gives())


@statement_of(tree.ExitStatementAst)
def write_exit(g: Generator, node: tree.ExitStatementAst) -> None:
    from relayshell.runtime.compile.pipelines import value_of_statement

    code = g.constant(0) if node.pipeline is None else value_of_statement(g, node.pipeline)
    g.add(g.raises(g.call("exit_signal", code)))


@statement_of(tree.ThrowStatementAst)
def write_throw(g: Generator, node: tree.ThrowStatementAst) -> None:
    from relayshell.runtime.compile.pipelines import value_of_statement

    if node.pipeline is None:
        made = g.call("rethrow" if node.is_rethrow else "throw_nothing", g.frame())
    else:
        made = g.call("throw", g.frame(), value_of_statement(g, node.pipeline))
    g.add(g.raises(made))


@statement_of(tree.BreakStatementAst)
def write_break(g: Generator, node: tree.BreakStatementAst) -> None:
    if node.label is None and g.loops and g.loops[-1].level == g.level:
        g.body.extend(g.loops[-1].leave())
        return
    g.add(g.raises(g.call("break_signal", label_of(g, node.label))))


@statement_of(tree.ContinueStatementAst)
def write_continue(g: Generator, node: tree.ContinueStatementAst) -> None:
    if node.label is None and g.loops and g.loops[-1].level == g.level:
        g.body.extend(g.loops[-1].onward())
        return
    g.add(g.raises(g.call("continue_signal", label_of(g, node.label))))


def label_of(g: Generator, label: Any) -> Any:
    g.calls_out += 1
    return g.constant(None) if label is None else g.value(label)


@statement_of(tree.FunctionDefinitionAst)
def write_function(g: Generator, node: tree.FunctionDefinitionAst) -> None:
    from relayshell.runtime.block import compiled_for

    g.add(g.expression(g.call("define_function", g.frame(), g.keep(compiled_for(g.owner, node.body, node)))))


@statement_of(tree.TypeDefinitionAst)
def write_type(g: Generator, node: tree.TypeDefinitionAst) -> None:
    """Nothing: types are defined when the block begins, so that all of it may use them."""


@statement_of(tree.UsingStatementAst)
def write_using(g: Generator, node: tree.UsingStatementAst) -> None:
    g.add(g.expression(g.call("use", g.frame(), g.keep(node))))


@statement_of(tree.DataStatementAst)
def write_data(g: Generator, node: tree.DataStatementAst) -> None:
    name = g.nest(lambda: g.body.extend(g.block(node.body)))
    made = g.call("captured", g.name(name))
    if node.variable is None:
        g.emit(made)
        return
    cell = g.cell(node.variable.lower(), node.variable)
    g.add(g.store_attribute(cell, "value", made))


@expression_of(tree.BaseCtorInvokeMemberExpressionAst)
def call_base_constructor(g: Generator, node: tree.BaseCtorInvokeMemberExpressionAst) -> Any:
    return g.call("base_constructor", g.frame(), g.list_of([g.value(each) for each in node.arguments or ()]))


@statement_of(tree.BlockStatementAst, tree.ErrorStatementAst)
def write_unsupported(g: Generator, node: Any) -> None:
    g.add(g.raises(g.call("not_supported", g.constant(node.text[:40]))))


@statement_of(tree.StatementBlockAst)
def write_block(g: Generator, node: Any) -> None:
    g.body.extend(g.block(node))
