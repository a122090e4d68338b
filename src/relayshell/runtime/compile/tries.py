"""try, catch, finally and trap."""

from __future__ import annotations

from typing import Any

from relayshell.runtime.compile.generator import BLOCKS, Generator, statement_of
from relayshell.syntax import ast as tree


@statement_of(tree.TryStatementAst)
def write_try(g: Generator, node: tree.TryStatementAst) -> None:
    at = g.at
    result = write_catches(g, node) if node.catch_clauses else None
    if result is None:
        result = [body_within(g, node.body)]
    if node.finally_ is not None:
        g.at = at
        final = g.block(node.finally_)
        state = g.fresh()
        guard = [
            g.assign(state, g.call("enter_finally", g.frame())),
            g.attempt(final, [], [g.expression(g.call("leave_finally", g.frame(), g.name(state)))]),
        ]
        result = [g.attempt(result, [], guard)]
    g.body.extend(result)


def body_within(g: Generator, block: Any) -> Any:
    """The body of a try: while it runs, errors in statements go up to the try instead of being reported."""
    old = g.fresh()
    protected, trap = g.protected, g.trap
    g.protected, g.trap = True, None
    body = g.block(block)
    g.protected, g.trap = protected, trap
    session = g.attribute(g.frame(), "session")
    g.add(g.assign(old, g.attribute(session, "propagate")))
    enter = g.store_attribute(session, "propagate", g.constant(True))
    leave = g.store_attribute(session, "propagate", g.name(old))
    return g.attempt([enter, *body], [], [leave])


def write_catches(g: Generator, node: tree.TryStatementAst) -> list[Any]:
    at = g.at
    body = body_within(g, node.body)
    types = g.keep(tuple(tuple(each.type_name for each in clause.catch_types) for clause in node.catch_clauses))
    which = g.fresh("c")
    current = g.cell("_", "_")
    old = g.fresh()
    branches: list[Any] = [g.reraise()]
    # The handler of a try inside another is itself within the outer one: protected stays as it was outside.
    for number, clause in reversed(list(enumerate(node.catch_clauses))):
        statements = g.block(clause.body)
        g.at = at
        restore = [g.expression(g.call("leave_catch", g.frame(), current, g.name(old)))]
        test = g.compare(g.attribute(g.name(which), "number"), ast_eq(), g.constant(number))
        inside = [g.assign(old, g.call("enter_catch", g.frame(), current, g.name(which))), g.attempt(statements, [], restore)]
        branches = [g.condition(test, inside, branches)]
    handler = g.handler("Exception", [g.assign(which, g.call("choose_catch", g.frame(), types)), *branches])
    return [g.attempt([body], [handler])]


def ast_eq() -> Any:
    from relayshell.runtime.compile.build import ast

    return ast.Eq()


def write_traps(g: Generator, block: Any) -> None:
    """Make the block's traps known to the statements that follow."""
    at = g.at
    rows = []
    for trap in block.traps:
        outer_trap, outer_protected = g.trap, g.protected
        g.trap, g.protected = None, False
        name = g.nest(lambda trap=trap: g.body.extend(g.block(trap.body)))  # type: ignore[misc]
        g.trap, g.protected = outer_trap, outer_protected
        kind = g.constant(None) if trap.trap_type is None else g.keep(trap.trap_type.type_name)
        rows.append(g.tuple_of([kind, g.name(name)]))
    g.at = at
    made = g.fresh("traps")
    g.add(g.assign(made, g.tuple_of(rows)))
    g.trap = made
    g.protected = False


BLOCKS[tree.TryStatementAst] = 6
