"""Which compound assignments begin from null: `$x += 1` where the block itself has not given $x a value and never reads it before.

PowerShell makes such a variable a local of the block from the start, so that a variable of the same name further up is not
seen. Where the block reads the variable before it is surely assigned, it is looked up from the start instead.
"""

from __future__ import annotations

from typing import Any

from relayshell.syntax import ast as tree

_BY_NAME = frozenset(
    ("get-variable", "gv", "set-variable", "sv", "set", "new-variable", "nv", "remove-variable", "rv", "clear-variable", "clv")
)


def beginning_from_null(named: Any, parameters: Any) -> frozenset[int]:
    """The ids of the AssignmentStatementAsts in a block that begin from null."""
    text = named.source.text[named.start : named.end]
    if "=" not in text or not any(sign in text for sign in ("+=", "-=", "*=", "/=", "%=")):
        return frozenset()
    reader = _Reader()
    assigned = {each.name.variable_path.name.lower() for each in parameters}
    reader.block(named.statements, assigned)
    if reader.by_name:
        return frozenset()
    return frozenset(key for key, name in reader.compound.items() if name not in reader.read_early)


class _Reader:
    """Goes through statements with the set of names surely assigned so far."""

    def __init__(self) -> None:
        self.read_early: set[str] = set()
        self.compound: dict[int, str] = {}
        self.by_name = False

    def block(self, statements: Any, assigned: set[str]) -> None:
        for statement in statements:
            self.visit(statement, assigned)

    def apart(self, node: Any, assigned: set[str]) -> set[str]:
        """Visit what may not run; the names assigned if it does."""
        copy = set(assigned)
        self.visit(node, copy)
        return copy

    def visit(self, node: Any, assigned: set[str]) -> None:
        kind = node.__class__
        method = _VISITS.get(kind)
        if method is not None:
            method(self, node, assigned)
        else:
            for child in node.children():
                self.visit(child, assigned)

    def variable(self, node: Any, assigned: set[str]) -> None:
        path = node.variable_path
        if path.scope is None and path.drive is None and path.name.lower() not in assigned:
            self.read_early.add(path.name.lower())

    def assignment(self, node: Any, assigned: set[str]) -> None:
        self.visit(node.right, assigned)
        left = node.left
        while isinstance(left, tree.AttributedExpressionAst):
            left = left.child
        targets = left.elements if isinstance(left, tree.ArrayLiteralAst) else (left,)
        for target in targets:
            while isinstance(target, tree.AttributedExpressionAst):
                target = target.child
            if not isinstance(target, tree.VariableExpressionAst):
                self.visit(target, assigned)
                continue
            path = target.variable_path
            if path.scope is not None or path.drive is not None:
                continue
            name = path.name.lower()
            if node.operator == "QuestionQuestionEquals" and name not in assigned:
                self.read_early.add(name)
            elif node.operator != "Equals" and name not in assigned and left is node.left:
                self.compound[id(node)] = name
            assigned.add(name)

    def conditional(self, node: Any, assigned: set[str]) -> None:
        outcomes = []
        for test, body in node.clauses:
            self.visit(test, assigned)
            outcomes.append(self.apart(body, assigned))
        if node.else_clause is not None:
            outcomes.append(self.apart(node.else_clause, assigned))
            assigned |= set.intersection(*outcomes)

    def loop(self, node: Any, assigned: set[str]) -> None:
        if getattr(node, "initializer", None) is not None:
            self.visit(node.initializer, assigned)
        if isinstance(node, (tree.DoWhileStatementAst, tree.DoUntilStatementAst)):
            self.visit(node.body, assigned)
            self.visit(node.condition, assigned)
            return
        if node.condition is not None:
            self.visit(node.condition, assigned)
        inside = set(assigned)
        if isinstance(node, tree.ForEachStatementAst):
            inside.add(node.variable.variable_path.name.lower())
            assigned.add(node.variable.variable_path.name.lower())
        self.visit(node.body, inside)
        if getattr(node, "iterator", None) is not None:
            self.visit(node.iterator, inside)

    def switch(self, node: Any, assigned: set[str]) -> None:
        self.visit(node.condition, assigned)
        for test, body in node.clauses:
            self.visit(test, assigned)
            self.apart(body, assigned)
        if node.default is not None:
            self.apart(node.default, assigned)

    def attempt(self, node: Any, assigned: set[str]) -> None:
        self.apart(node.body, assigned)
        for clause in node.catch_clauses:
            self.apart(clause.body, assigned)
        if node.finally_ is not None:
            self.visit(node.finally_, assigned)

    def command(self, node: Any, assigned: set[str]) -> None:
        first = node.command_elements[0]
        name = first.value.lower() if isinstance(first, tree.StringConstantExpressionAst) else ""
        if node.invocation_operator == "Dot" or name in _BY_NAME:
            self.by_name = True
        for child in node.children():
            self.visit(child, assigned)

    def nothing(self, node: Any, assigned: set[str]) -> None:
        """Blocks of script are their own."""


_VISITS: dict[type, Any] = {
    tree.VariableExpressionAst: _Reader.variable, tree.AssignmentStatementAst: _Reader.assignment, tree.IfStatementAst: _Reader.conditional,
    tree.WhileStatementAst: _Reader.loop, tree.DoWhileStatementAst: _Reader.loop, tree.DoUntilStatementAst: _Reader.loop,
    tree.ForStatementAst: _Reader.loop, tree.ForEachStatementAst: _Reader.loop, tree.SwitchStatementAst: _Reader.switch,
    tree.TryStatementAst: _Reader.attempt, tree.CommandAst: _Reader.command, tree.ScriptBlockExpressionAst: _Reader.nothing,
    tree.FunctionDefinitionAst: _Reader.nothing, tree.TypeDefinitionAst: _Reader.nothing, tree.UsingExpressionAst: _Reader.nothing,
}
