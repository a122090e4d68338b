"""Making nodes of Python's own tree, each at the place of the statement it comes from.

The place is the script's line and column, so that a Python traceback points into the script at no cost while running.
"""

from __future__ import annotations

import _ast as ast  # the node classes alone; the module `ast` costs milliseconds
from typing import Any

LOAD = ast.Load()
STORE = ast.Store()
IS = ast.Is()
IS_NOT = ast.IsNot()
AND = ast.And()
OR = ast.Or()
NOT = ast.Not()
LESS_EQUAL = ast.LtE()

Place = dict[str, int]
NOWHERE: Place = {"lineno": 1, "col_offset": 0, "end_lineno": 1, "end_col_offset": 0}


class Builder:
    """Makes nodes at the current place `at`."""

    at: Place = NOWHERE

    def name(self, text: str) -> Any:
        """Read a Python name."""
        return ast.Name(text, LOAD, **self.at)

    def target(self, text: str) -> Any:
        """A Python name to assign to."""
        return ast.Name(text, STORE, **self.at)

    def constant(self, value: Any) -> Any:
        """A literal of Python: int, float, str, bool, None."""
        return ast.Constant(value, **self.at)

    def call(self, function: str, *arguments: Any) -> Any:
        """A call of a name of the runtime."""
        at = self.at
        return ast.Call(ast.Name(function, LOAD, **at), list(arguments), [], **at)

    def call_value(self, function: Any, *arguments: Any) -> Any:
        """A call of what an expression gives."""
        return ast.Call(function, list(arguments), [], **self.at)

    def attribute(self, value: Any, name: str) -> Any:
        """Read an attribute of a runtime object."""
        return ast.Attribute(value, name, LOAD, **self.at)

    def store_attribute(self, value: Any, name: str, what: Any) -> Any:
        """The statement that sets an attribute of a runtime object."""
        at = self.at
        return ast.Assign([ast.Attribute(value, name, STORE, **at)], what, **at)

    def assign(self, name: str, value: Any) -> Any:
        """The statement `name = value`."""
        at = self.at
        return ast.Assign([ast.Name(name, STORE, **at)], value, **at)

    def walrus(self, name: str, value: Any) -> Any:
        """The expression `(name := value)`."""
        at = self.at
        return ast.NamedExpr(ast.Name(name, STORE, **at), value, **at)

    def if_else(self, test: Any, yes: Any, no: Any) -> Any:
        """The expression `yes if test else no`."""
        return ast.IfExp(test, yes, no, **self.at)

    def compare(self, left: Any, operator: Any, right: Any) -> Any:
        """One comparison."""
        return ast.Compare(left, [operator], [right], **self.at)

    def is_class(self, value: Any, name: str) -> Any:
        """`value.__class__ is name`."""
        at = self.at
        return ast.Compare(ast.Attribute(value, "__class__", LOAD, **at), [IS], [ast.Name(name, LOAD, **at)], **at)

    def within_int32(self, value: Any) -> Any:
        """`-2147483648 <= value <= 2147483647`."""
        low, high = self.constant(-2147483648), self.constant(2147483647)
        return ast.Compare(low, [LESS_EQUAL, LESS_EQUAL], [value, high], **self.at)

    def both(self, *tests: Any) -> Any:
        """All of these, one after the other."""
        return tests[0] if len(tests) == 1 else ast.BoolOp(AND, list(tests), **self.at)

    def either(self, *tests: Any) -> Any:
        """Any of these."""
        return ast.BoolOp(OR, list(tests), **self.at)

    def negate(self, test: Any) -> Any:
        """`not test`."""
        return ast.UnaryOp(NOT, test, **self.at)

    def binary(self, left: Any, operator: Any, right: Any) -> Any:
        """An operation of Python's own."""
        return ast.BinOp(left, operator, right, **self.at)

    def list_of(self, elements: list[Any]) -> Any:
        """A Python list."""
        return ast.List(elements, LOAD, **self.at)

    def tuple_of(self, elements: list[Any]) -> Any:
        """A Python tuple."""
        return ast.Tuple(elements, LOAD, **self.at)

    def expression(self, value: Any) -> Any:
        """The statement that only evaluates."""
        return ast.Expr(value, **self.at)

    def condition(self, test: Any, body: list[Any], otherwise: list[Any] | None = None) -> Any:
        """An if statement."""
        return ast.If(test, body or [self.nothing()], otherwise or [], **self.at)

    def loop_while(self, test: Any, body: list[Any]) -> Any:
        """A while statement."""
        return ast.While(test, body or [self.nothing()], [], **self.at)

    def loop_for(self, name: str, values: Any, body: list[Any]) -> Any:
        """A for statement over `values`, each in `name`."""
        at = self.at
        return ast.For(ast.Name(name, STORE, **at), values, body or [self.nothing()], [], **at)

    def attempt(self, body: list[Any], handlers: list[Any], final: list[Any] | None = None) -> Any:
        """A try statement."""
        return ast.Try(body or [self.nothing()], handlers, [], final or [], **self.at)

    def handler(self, kind: str, body: list[Any], name: str | None = None) -> Any:
        """An except clause for a class of the runtime's names."""
        at = self.at
        return ast.ExceptHandler(ast.Name(kind, LOAD, **at), name, body, **at)

    def reraise(self) -> Any:
        """A bare raise."""
        return ast.Raise(None, None, **self.at)

    def raises(self, value: Any) -> Any:
        """`raise value`."""
        return ast.Raise(value, None, **self.at)

    def gives(self, value: Any = None) -> Any:
        """`return value`."""
        return ast.Return(value, **self.at)

    def nothing(self) -> Any:
        """`pass`."""
        return ast.Pass(**self.at)

    def breaks(self) -> Any:
        """`break`."""
        return ast.Break(**self.at)

    def continues(self) -> Any:
        """`continue`."""
        return ast.Continue(**self.at)

    def function(self, name: str, parameters: list[str], body: list[Any]) -> Any:
        """A function definition with plain parameters."""
        at = self.at
        arguments = ast.arguments([], [ast.arg(each, None, **at) for each in parameters], None, [], [], None, [])
        return ast.FunctionDef(name, arguments, body or [self.nothing()], [], None, **at)
