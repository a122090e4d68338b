"""Variables, constants, strings, arrays and hashtables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relayshell.syntax.ast.node import ExpressionAst

if TYPE_CHECKING:
    from collections.abc import Sequence

    from relayshell.source import Source
    from relayshell.syntax.ast.names import TypeName, VariablePath
    from relayshell.syntax.ast.node import StatementAst


class VariableExpressionAst(ExpressionAst):
    """`$path`, or `@path` where `splatted`."""

    __slots__ = ("variable_path", "splatted")

    def __init__(self, source: Source, start: int, end: int, variable_path: VariablePath, splatted: bool = False) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.variable_path = variable_path
        self.splatted = splatted


class TypeExpressionAst(ExpressionAst):
    """`[type]` as a value."""

    __slots__ = ("type_name",)

    def __init__(self, source: Source, start: int, end: int, type_name: TypeName) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.type_name = type_name


class ConstantExpressionAst(ExpressionAst):
    """A number (or true): `value` is a Python int, float, Decimal or bool, `type_name` the .NET type it has (Int32, Int64, Double, ...)."""

    __slots__ = ("value", "type_name")

    def __init__(self, source: Source, start: int, end: int, value: object, type_name: str) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.value = value
        self.type_name = type_name


class StringConstantExpressionAst(ConstantExpressionAst):
    """string_constant_type: SingleQuoted, SingleQuotedHereString, DoubleQuoted, DoubleQuotedHereString, BareWord."""

    __slots__ = ("string_constant_type",)

    def __init__(self, source: Source, start: int, end: int, value: str, string_constant_type: str) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.value = value
        self.string_constant_type = string_constant_type
        self.type_name = "String"


class ExpandableStringExpressionAst(ExpressionAst):
    """`value` is the text between the quotes with escapes done and `$` parts as written; `parts` is that text cut into str and the nested_expressions, in order."""

    __slots__ = ("value", "string_constant_type", "nested_expressions", "parts")
    CHILDREN = ("nested_expressions",)

    def __init__(
        self,
        source: Source,
        start: int,
        end: int,
        value: str,
        string_constant_type: str,
        nested_expressions: Sequence[ExpressionAst],
        parts: Sequence[str | ExpressionAst],
    ) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.value = value
        self.string_constant_type = string_constant_type
        self.nested_expressions = nested_expressions
        self.parts = parts


class ArrayLiteralAst(ExpressionAst):
    """`a, b, c`."""

    __slots__ = ("elements",)
    CHILDREN = ("elements",)

    def __init__(self, source: Source, start: int, end: int, elements: Sequence[ExpressionAst]) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.elements = elements


class HashtableAst(ExpressionAst):
    """`@{ }`: pairs of a key expression and a statement."""

    __slots__ = ("key_value_pairs",)
    CHILDREN = ("key_value_pairs",)

    def __init__(self, source: Source, start: int, end: int, key_value_pairs: Sequence[tuple[ExpressionAst, StatementAst]]) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.key_value_pairs = key_value_pairs
