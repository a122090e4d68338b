"""Reading variables, and the cells behind them."""

from __future__ import annotations

from typing import Any

from relayshell.runtime.compile.generator import Generator, expression_of, known
from relayshell.syntax import ast as tree

CONSTANTS = {"true": True, "false": False, "null": None}
AUTOMATIC = {
    "args": "get_args", "input": "get_input", "psboundparameters": "get_bound", "myinvocation": "get_invocation",
    "pscmdlet": "get_cmdlet", "psscriptroot": "get_root", "pscommandpath": "get_path",
}
SCOPED = {"global": "global_cell", "script": "script_cell", "private": "private_cell"}


def folded_name(name: str) -> str:
    """The name under which a scope keeps a variable; $PSItem is $_."""
    folded = name.lower()
    return "_" if folded == "psitem" else folded


@expression_of(tree.VariableExpressionAst)
def read(g: Generator, node: tree.VariableExpressionAst) -> Any:
    if node is g.handed_over:
        return _handed_over(g, node)
    path = node.variable_path
    if path.drive is not None:
        return known(g.call("read_drive", g.frame(), g.constant(path.drive), g.constant(path.name)), "any")
    folded = folded_name(path.name)
    if path.scope is None:
        if folded in CONSTANTS:
            value = CONSTANTS[folded]
            return known(g.constant(value), "none" if value is None else "bool")
        if folded == "?":
            return known(g.attribute(g.attribute(g.frame(), "session"), "ok"), "bool")
        if folded in AUTOMATIC:
            return known(g.call_value(g.attribute(g.frame(), AUTOMATIC[folded])), "any")
        return known(g.attribute(g.cell(folded, path.name), "value"), "any")
    if path.scope == "local":
        return g.call("read_local", g.frame(), g.constant(folded), g.constant(path.name))
    return g.attribute(cell_of(g, path), "value")


def cell_of(g: Generator, path: tree.VariablePath) -> Any:
    """The Python expression for the cell that an assignment to the path writes."""
    folded = folded_name(path.name)
    if path.scope in SCOPED:
        return g.call(SCOPED[path.scope], g.frame(), g.constant(folded), g.constant(path.name))
    return g.cell(folded, path.name)


def is_constant_path(path: tree.VariablePath) -> bool:
    """Whether the path is $true, $false or $null, which have no cell."""
    return path.drive is None and path.name.lower() in CONSTANTS


@expression_of(tree.UsingExpressionAst)
def using(g: Generator, node: tree.UsingExpressionAst) -> Any:
    inner = node.sub_expression
    root = inner
    while not isinstance(root, tree.VariableExpressionAst):
        root = root.expression if isinstance(root, tree.MemberExpressionAst) else root.target  # type: ignore[attr-defined]
    if root is inner:
        return _handed_over(g, root)
    # What follows the variable is worked out of the value that was handed over.
    outer, g.handed_over = g.handed_over, root
    value = g.value(inner)
    g.handed_over = outer
    return value


def _handed_over(g: Generator, node: tree.VariableExpressionAst) -> Any:
    name = node.variable_path.name
    return g.call("read_using", g.frame(), g.constant(folded_name(name)), g.constant(name))
