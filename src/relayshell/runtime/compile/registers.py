"""Tight loops of plain arithmetic: their variables are held in Python locals while nothing else can see them.

A loop qualifies when it holds nothing but assignments of arithmetic on plain variables and numbers, `if`, `break`, `continue`
and loops like it: then no other code runs until it ends. It is written twice: once on locals, taken where all its variables
hold an Int32 or a Double as it begins, and once as any loop. The values go back to the variables however it ends.
"""

from __future__ import annotations

from typing import Any

from relayshell.runtime.compile.build import ast
from relayshell.runtime.compile.generator import Generator
from relayshell.runtime.compile.variables import AUTOMATIC, CONSTANTS, folded_name
from relayshell.syntax import ast as tree

_NATIVE = {"Plus": ast.Add(), "Minus": ast.Sub(), "Multiply": ast.Mult()}
_ORDER = {
    "Ilt": ast.Lt(), "Ile": ast.LtE(), "Igt": ast.Gt(), "Ige": ast.GtE(), "Ieq": ast.Eq(), "Ine": ast.NotEq(),
    "Clt": ast.Lt(), "Cle": ast.LtE(), "Cgt": ast.Gt(), "Cge": ast.GtE(), "Ceq": ast.Eq(), "Cne": ast.NotEq(),
}
_COMPOUND = {"PlusEquals": "Plus", "MinusEquals": "Minus", "MultiplyEquals": "Multiply", "RemainderEquals": "Rem", "DivideEquals": "Divide"}
_STEPS = {"PlusPlus": ast.Add(), "PostfixPlusPlus": ast.Add(), "MinusMinus": ast.Sub(), "PostfixMinusMinus": ast.Sub()}
_LOOPS = (tree.WhileStatementAst, tree.ForStatementAst)


allowed = True
"""Whether loops may be written so: not while their variables are watched."""


class Unfit(Exception):
    """The loop holds something that needs the general way."""


def write_in_registers(g: Any, node: Any) -> bool:
    """Write the loop with its variables in locals, where that is possible; False where it is not.

    The `for` statement's initializer is written by the caller.
    """
    if not allowed or g.in_registers or node.label is not None or node.body.traps:
        return False
    writer = _Writer(g)
    at = g.at
    try:
        writer.loop(node)
    except Unfit:
        g.at = at
        return False
    g.at = at
    general = _general(g, node)
    g.at = at
    tests, setup, final = writer.around()
    fast = g.attempt([*setup, *writer.body], [], final)
    g.add(g.condition(g.both(*tests) if tests else g.constant(True), [fast], general))
    return True


def _general(g: Generator, node: Any) -> list[Any]:
    from relayshell.runtime.compile.loops import write_general_for, write_general_while

    outer, g.body = g.body, []
    g.in_registers = True
    (write_general_for if isinstance(node, tree.ForStatementAst) else write_general_while)(g, node)
    g.in_registers = False
    written, g.body = g.body, outer
    return written


class _Writer:
    """Writes the form on locals; raises Unfit as soon as something does not fit."""

    def __init__(self, g: Generator) -> None:
        self.g = g
        self.body: list[Any] = []
        self.locals: dict[str, str] = {}
        self.names: dict[str, str] = {}
        self.need_value: set[str] = set()
        self.written: set[str] = set()
        self.sure: set[str] = set()
        self.iterators: list[Any] = []
        self.loops = 0

    def around(self) -> tuple[list[Any], list[Any], list[Any]]:
        """The tests for taking this form, the fetching of values before it, and putting them back after it."""
        g = self.g
        tests, setup, final = [], [], []
        for folded, local in self.locals.items():
            cell = g.cell(folded, self.names[folded])
            if folded in self.need_value:
                kind = g.compare(g.attribute(cell, "__class__"), ast.Is(), g.name("Variable"))
                value = g.compare(g.attribute(g.attribute(cell, "value"), "__class__"), ast.In(), g.name("NUMBERS"))
                tests.append(g.both(kind, value))
                setup.append(g.assign(local, g.attribute(cell, "value")))
            else:
                tests.append(g.compare(g.attribute(cell, "__class__"), ast.In(), g.name("PLAIN_CELLS")))
                setup.append(g.assign(local, g.constant(None)))
            if folded in self.written:
                back = g.store_attribute(cell, "value", g.name(local))
                if folded in self.need_value:
                    final.append(back)
                else:
                    final.append(g.condition(g.compare(g.name(local), ast.IsNot(), g.constant(None)), [back]))
        return tests, setup, final or [g.nothing()]

    # Variables

    def register(self, node: Any) -> str:
        """The local of a variable; Unfit for one that is not plain."""
        if node.__class__ is not tree.VariableExpressionAst:
            raise Unfit
        path = node.variable_path
        folded = folded_name(path.name)
        if path.scope is not None or path.drive is not None or folded in CONSTANTS or folded in AUTOMATIC or folded == "?":
            raise Unfit
        local = self.locals.get(folded)
        if local is None:
            local = self.locals[folded] = self.g.fresh("r")
            self.names[folded] = path.name
        return local

    def read(self, node: Any) -> Any:
        local = self.register(node)
        folded = folded_name(node.variable_path.name)
        if folded not in self.sure:
            self.need_value.add(folded)
        return self.g.name(local)

    def target(self, node: Any) -> str:
        local = self.register(node)
        self.written.add(folded_name(node.variable_path.name))
        return local

    # Statements

    def block(self, statements: Any) -> list[Any]:
        outer, self.body = self.body, []
        for statement in statements:
            self.g.place(statement)
            self.statement(statement)
        written, self.body = self.body, outer
        return written

    def apart(self, block: Any) -> list[Any]:
        """A block that may not run: what it assigns is not sure after it."""
        if block.traps:
            raise Unfit
        sure = set(self.sure)
        written = self.block(block.statements)
        self.sure = sure
        return written

    def statement(self, node: Any) -> None:
        g = self.g
        kind = node.__class__
        if kind is tree.AssignmentStatementAst:
            self.assignment(node)
        elif kind is tree.PipelineAst:
            expression = node.get_pure_expression()
            if expression.__class__ is not tree.UnaryExpressionAst or expression.token_kind not in _STEPS:
                raise Unfit
            self.step(expression)
        elif kind is tree.IfStatementAst:
            self.conditional(node)
        elif kind in _LOOPS:
            if node.label is not None:
                raise Unfit
            if kind is tree.ForStatementAst and node.initializer is not None:
                self.part(node.initializer)
            self.loop(node)
        elif kind is tree.BreakStatementAst and node.label is None:
            self.body.append(g.breaks())
        elif kind is tree.ContinueStatementAst and node.label is None:
            self.body.extend([*self.part_of(self.iterators[-1]), g.continues()])
        else:
            raise Unfit

    def part(self, pipeline: Any) -> None:
        """A part of a for statement: an assignment or a step."""
        self.g.place(pipeline)
        self.statement(pipeline)

    def part_of(self, pipeline: Any) -> list[Any]:
        if pipeline is None:
            return []
        outer, self.body = self.body, []
        self.part(pipeline)
        written, self.body = self.body, outer
        return written

    def loop(self, node: Any) -> None:
        g = self.g
        self.loops += 1
        if node.body.traps or node.condition is None:
            raise Unfit
        test = self.condition(node.condition)
        iterator = node.iterator if isinstance(node, tree.ForStatementAst) else None
        sure = set(self.sure)
        self.iterators.append(iterator)
        body = self.block(node.body.statements)
        self.iterators.pop()
        g.place(node)
        body.extend(self.part_of(iterator))
        self.sure = sure
        self.body.append(g.loop_while(test, body))

    def conditional(self, node: tree.IfStatementAst) -> None:
        g = self.g
        otherwise = self.apart(node.else_clause) if node.else_clause is not None else []
        clauses = [(self.condition(test), self.apart(block)) for test, block in node.clauses]
        for test, body in reversed(clauses):
            otherwise = [g.condition(test, body, otherwise)]
        self.body.extend(otherwise)

    def assignment(self, node: tree.AssignmentStatementAst) -> None:
        g = self.g
        right = node.right
        expression = getattr(right, "expression", None) or (right.get_pure_expression() if hasattr(right, "get_pure_expression") else None)
        if expression is None or getattr(right, "redirections", None):
            raise Unfit
        value = self.number(expression)
        if node.operator == "Equals":
            local = self.target(node.left)
            self.body.append(g.assign(local, value))
            self.sure.add(folded_name(node.left.variable_path.name))
            return
        operator = _COMPOUND.get(node.operator)
        if operator is None or id(node) in g.from_null:
            raise Unfit
        old = self.read(node.left)
        result = self.operation(operator, old, value, expression)
        self.body.append(g.assign(self.target(node.left), result))

    def step(self, node: tree.UnaryExpressionAst) -> None:
        g = self.g
        old = self.read(node.child)
        self.body.append(g.assign(self.target(node.child), self.in_range(old, _STEPS[node.token_kind], g.constant(1))))

    # Expressions

    def number(self, node: Any) -> Any:
        """A Python expression that gives an Int32 or a Double."""
        kind = node.__class__
        g = self.g
        if kind is tree.ConstantExpressionAst and node.type_name.rpartition(".")[2] in ("Int32", "Double"):
            return g.constant(node.value)
        if kind is tree.VariableExpressionAst:
            return self.read(node)
        if kind is tree.ParenExpressionAst:
            inner = node.pipeline.get_pure_expression() if hasattr(node.pipeline, "get_pure_expression") else None
            if inner is None:
                raise Unfit
            return self.number(inner)
        if kind is tree.BinaryExpressionAst:
            return self.operation(node.operator, self.number(node.left), self.number(node.right), node.right)
        raise Unfit

    def operation(self, operator: str, left: Any, right: Any, right_node: Any) -> Any:
        g = self.g
        if operator in _NATIVE:
            return self.in_range(left, _NATIVE[operator], right)
        if operator in ("Rem", "Divide"):
            # Only by a constant other than zero: nothing may fail in here.
            if right.__class__ is not ast.Constant or not right.value:
                raise Unfit
            return g.call("modulo" if operator == "Rem" else "divide", left, right)
        raise Unfit

    def in_range(self, left: Any, operator: Any, right: Any) -> Any:
        """The result as Int32 where it is one, else as Double. Whole numbers of a script step by a constant; sums grow beyond Int32."""
        g = self.g
        temp = g.fresh()
        made = g.walrus(temp, g.binary(left, operator, right))
        if right.__class__ is ast.Constant and right.value.__class__ is int and operator.__class__ in (ast.Add, ast.Sub):
            upwards = (right.value > 0) is (operator.__class__ is ast.Add)
            fits = g.compare(made, ast.LtE(), g.constant(2147483647)) if upwards else g.compare(made, ast.GtE(), g.constant(-2147483648))
            test = g.either(fits, g.is_class(g.name(temp), "float"))
        else:
            test = g.either(g.is_class(made, "float"), g.within_int32(g.name(temp)))
        return g.if_else(test, g.name(temp), g.call("float", g.name(temp)))

    def condition(self, pipeline: Any) -> Any:
        """A Python test from a condition."""
        expression = pipeline.get_pure_expression() if hasattr(pipeline, "get_pure_expression") else None
        if expression is None:
            raise Unfit
        self.g.place(pipeline)
        return self.test(expression)

    def test(self, node: Any) -> Any:
        g = self.g
        kind = node.__class__
        if kind is tree.ParenExpressionAst:
            return self.condition(node.pipeline)
        if kind is tree.UnaryExpressionAst and node.token_kind in ("Not", "Exclaim"):
            return g.negate(self.test(node.child))
        if kind is tree.VariableExpressionAst and node.variable_path.name.lower() in ("true", "false"):
            return g.constant(node.variable_path.name.lower() == "true")
        if kind is tree.BinaryExpressionAst:
            if node.operator in ("And", "Or"):
                left, right = self.test(node.left), self.test(node.right)
                return g.both(left, right) if node.operator == "And" else g.either(left, right)
            if node.operator in _ORDER:
                return g.compare(self.number(node.left), _ORDER[node.operator], self.number(node.right))
        return self.number(node)
