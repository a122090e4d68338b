"""Expressions made of other expressions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relayshell.source import Extent, Source
from relayshell.syntax.ast.node import ExpressionAst

if TYPE_CHECKING:
    from collections.abc import Sequence

    from relayshell.syntax.ast.blocks import AttributeBaseAst, ScriptBlockAst, TypeConstraintAst
    from relayshell.syntax.ast.names import TypeName
    from relayshell.syntax.ast.node import Ast, CommandElementAst, PipelineBaseAst
    from relayshell.syntax.ast.statements import StatementBlockAst


class TernaryExpressionAst(ExpressionAst):
    """`condition ? if_true : if_false`."""

    __slots__ = ("condition", "if_true", "if_false")
    CHILDREN = ("condition", "if_true", "if_false")

    def __init__(self, source: Source, start: int, end: int, condition: ExpressionAst, if_true: ExpressionAst, if_false: ExpressionAst) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.condition = condition
        self.if_true = if_true
        self.if_false = if_false


class BinaryExpressionAst(ExpressionAst):
    """`left operator right`; operator is .NET's TokenKind name (Plus, Ieq, Clike, DotDot, ...); error_* bound the operator."""

    __slots__ = ("left", "operator", "right", "error_start", "error_end")
    CHILDREN = ("left", "right")

    def __init__(
        self,
        source: Source,
        start: int,
        end: int,
        left: ExpressionAst,
        operator: str,
        right: ExpressionAst,
        error_start: int,
        error_end: int,
    ) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.left = left
        self.operator = operator
        self.right = right
        self.error_start = error_start
        self.error_end = error_end

    @property
    def error_position(self) -> Extent:
        """Where an error of the operation is shown: the operator."""
        return Extent(self.source, self.error_start, self.error_end)


class UnaryExpressionAst(ExpressionAst):
    """token_kind: Not, Exclaim, Minus, Plus, Bnot, Comma; PlusPlus, MinusMinus, PostfixPlusPlus, PostfixMinusMinus, Isplit, Csplit, Join."""

    __slots__ = ("token_kind", "child")
    CHILDREN = ("child",)

    def __init__(self, source: Source, start: int, end: int, token_kind: str, child: ExpressionAst) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.token_kind = token_kind
        self.child = child


class AttributedExpressionAst(ExpressionAst):
    """`[attribute()] child`."""

    __slots__ = ("attribute", "child")
    CHILDREN = ("attribute", "child")

    def __init__(self, source: Source, start: int, end: int, attribute: AttributeBaseAst, child: ExpressionAst) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.attribute = attribute
        self.child = child


class ConvertExpressionAst(AttributedExpressionAst):
    """`[type] child`."""

    __slots__ = ()
    CHILDREN = ("attribute", "child")

    def __init__(self, source: Source, start: int, end: int, attribute: TypeConstraintAst, child: ExpressionAst) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.attribute = attribute
        self.child = child

    @property
    def type(self) -> AttributeBaseAst:
        """The type to convert to, as .NET names it."""
        return self.attribute


class MemberExpressionAst(ExpressionAst):
    """`expression.member`, `expression::member`, `expression?.member`."""

    __slots__ = ("expression", "member", "static", "null_conditional")
    CHILDREN = ("expression", "member")

    def __init__(
        self,
        source: Source,
        start: int,
        end: int,
        expression: ExpressionAst,
        member: CommandElementAst,
        static: bool,
        null_conditional: bool = False,
    ) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.expression = expression
        self.member = member
        self.static = static
        self.null_conditional = null_conditional


class InvokeMemberExpressionAst(MemberExpressionAst):
    """A method call; `arguments` is None where the parentheses are empty."""

    __slots__ = ("arguments", "generic_type_arguments")
    CHILDREN = ("expression", "member", "arguments")

    def __init__(
        self,
        source: Source,
        start: int,
        end: int,
        expression: ExpressionAst,
        member: CommandElementAst,
        arguments: Sequence[ExpressionAst] | None,
        static: bool,
        null_conditional: bool,
        generic_type_arguments: Sequence[TypeName] = (),
    ) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.expression = expression
        self.member = member
        self.arguments = arguments
        self.static = static
        self.null_conditional = null_conditional
        self.generic_type_arguments = generic_type_arguments


class BaseCtorInvokeMemberExpressionAst(InvokeMemberExpressionAst):
    """`: base(arguments)` of a constructor."""

    __slots__ = ()
    CHILDREN = ("expression", "member", "arguments")

    def __init__(
        self,
        source: Source,
        start: int,
        end: int,
        expression: ExpressionAst,
        member: CommandElementAst,
        arguments: Sequence[ExpressionAst] | None,
        static: bool,
        null_conditional: bool = False,
    ) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.expression = expression
        self.member = member
        self.arguments = arguments
        self.static = static
        self.null_conditional = null_conditional
        self.generic_type_arguments = ()


class IndexExpressionAst(ExpressionAst):
    """`target[index]`, `target?[index]`."""

    __slots__ = ("target", "index", "null_conditional")
    CHILDREN = ("target", "index")

    def __init__(self, source: Source, start: int, end: int, target: ExpressionAst, index: ExpressionAst, null_conditional: bool = False) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.target = target
        self.index = index
        self.null_conditional = null_conditional


class ArrayExpressionAst(ExpressionAst):
    """`@( )`."""

    __slots__ = ("sub_expression",)
    CHILDREN = ("sub_expression",)

    def __init__(self, source: Source, start: int, end: int, sub_expression: StatementBlockAst) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.sub_expression = sub_expression


class SubExpressionAst(ExpressionAst):
    """`$( )`."""

    __slots__ = ("sub_expression",)
    CHILDREN = ("sub_expression",)

    def __init__(self, source: Source, start: int, end: int, sub_expression: StatementBlockAst) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.sub_expression = sub_expression


class ParenExpressionAst(ExpressionAst):
    """`( )`."""

    __slots__ = ("pipeline",)
    CHILDREN = ("pipeline",)

    def __init__(self, source: Source, start: int, end: int, pipeline: PipelineBaseAst) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.pipeline = pipeline


class UsingExpressionAst(ExpressionAst):
    """`$using:name`; the variable inside, or what was done with it."""

    __slots__ = ("sub_expression",)
    CHILDREN = ("sub_expression",)

    def __init__(self, source: Source, start: int, end: int, sub_expression: ExpressionAst) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.sub_expression = sub_expression


class ScriptBlockExpressionAst(ExpressionAst):
    """`{ }` as a value."""

    __slots__ = ("script_block",)
    CHILDREN = ("script_block",)
    OPENS_SCRIPT_BLOCK = True

    def __init__(self, source: Source, start: int, end: int, script_block: ScriptBlockAst) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.script_block = script_block


class ErrorExpressionAst(ExpressionAst):
    """An expression that could not be read whole; holds what was read of it."""

    __slots__ = ("nested_ast",)
    CHILDREN = ("nested_ast",)

    def __init__(self, source: Source, start: int, end: int, nested_ast: Sequence[Ast] = ()) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.nested_ast = nested_ast
