"""switch: a Python loop over the values, with a test for each clause."""

from __future__ import annotations

from typing import Any

from relayshell.runtime.compile.generator import BLOCKS, Generator, Loop, known, statement_of
from relayshell.runtime.compile.loops import signal_handler
from relayshell.syntax import ast as tree


@statement_of(tree.SwitchStatementAst)
def write_switch(g: Generator, node: tree.SwitchStatementAst) -> None:
    from relayshell.runtime.compile.loops import mentions
    from relayshell.runtime.compile.pipelines import value_of_statement

    at = g.at
    g.place(node.condition)
    value = value_of_statement(g, node.condition)
    g.at = at
    g.calls_out += 1
    current = g.cell("_", "_")
    old, item, matched = g.fresh(), g.fresh(), g.fresh("m")
    source = g.call("switch_items", g.frame(), value, g.constant("File" in node.flags))
    if any(mentions(block, "switch") for _, block in node.clauses) or (node.default is not None and mentions(node.default, "switch")):
        g.add(g.assign(old + "s", g.call("foreach_enumerator", source)))
        g.add(g.store_attribute(g.cell("switch", "switch"), "value", g.name(old + "s")))
        source = g.name(old + "s")
    if mentions_match(node):
        g.cell("matches", "Matches")
    body: list[Any] = [g.store_attribute(current, "value", g.name(item))]
    if node.default is not None:
        body.append(g.assign(matched, g.constant(False)))
    g.loops.append(Loop(node.label, g.level, lambda: [g.continues()], lambda: [g.breaks()]))
    for test, block in node.clauses:
        g.place(test)
        check = clause_test(g, node, test, g.name(item))
        g.at = at
        statements = g.block(block)
        if node.default is not None:
            statements.insert(0, g.assign(matched, g.constant(True)))
        # A clause may have changed $_; the next one sees the item again.
        body.append(g.condition(check, [*statements, g.store_attribute(current, "value", g.name(item))]))
    if node.default is not None:
        body.append(g.condition(g.negate(g.name(matched)), g.block(node.default)))
    g.loops.pop()
    g.at = at
    turn = g.attempt(body, [signal_handler(g, "ContinueSignal", node.label, [])])
    loop = g.attempt([g.loop_for(item, source, [turn])], [signal_handler(g, "BreakSignal", node.label, [])])
    g.add(g.assign(old, g.call("cell_state", current)))
    g.add(g.attempt([loop], [], [g.expression(g.call("restore_cell", current, g.name(old)))]))


def mentions_match(node: tree.SwitchStatementAst) -> bool:
    return "Regex" in node.flags


def clause_test(g: Generator, node: tree.SwitchStatementAst, test: Any, item: Any) -> Any:
    """Whether a clause is meant for the item."""
    if test.__class__ is tree.ScriptBlockExpressionAst:
        return known(g.call("switch_block", g.frame(), g.expr(test), item), "bool")
    value = g.value(test)
    case_sensitive = g.constant("CaseSensitive" in node.flags)
    if "Regex" in node.flags:
        return known(g.call("switch_regex", g.frame(), value, item, case_sensitive), "bool")
    if "Wildcard" in node.flags:
        return known(g.call("switch_wildcard", g.frame(), value, item, case_sensitive), "bool")
    return known(g.call("switch_equal", g.frame(), value, item, case_sensitive), "bool")


BLOCKS[tree.SwitchStatementAst] = 6
