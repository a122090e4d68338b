"""Which expressions are constant, and what those are worth that an enum needs."""

from __future__ import annotations

from relayshell.syntax.ast.commands import PipelineAst
from relayshell.syntax.ast.expressions import (
    BinaryExpressionAst,
    ConvertExpressionAst,
    MemberExpressionAst,
    ParenExpressionAst,
    ScriptBlockExpressionAst,
    SubExpressionAst,
    TernaryExpressionAst,
    UnaryExpressionAst,
    UsingExpressionAst,
)
from relayshell.syntax.ast.literals import (
    ArrayLiteralAst,
    ConstantExpressionAst,
    HashtableAst,
    StringConstantExpressionAst,
    TypeExpressionAst,
    VariableExpressionAst,
)
from relayshell.syntax.ast.node import Ast
from relayshell.syntax.ast.statements import StatementBlockAst
from relayshell.syntax.tokens import FOLDABLE

CONSTANT_VARIABLES = frozenset(("true", "false", "null"))
INTEGER_LIMITS = {
    "byte": (0, 2**8 - 1, "byte"),
    "sbyte": (-(2**7), 2**7 - 1, "sbyte"),
    "int16": (-(2**15), 2**15 - 1, "short"),
    "short": (-(2**15), 2**15 - 1, "short"),
    "uint16": (0, 2**16 - 1, "ushort"),
    "ushort": (0, 2**16 - 1, "ushort"),
    "int32": (-(2**31), 2**31 - 1, "int"),
    "int": (-(2**31), 2**31 - 1, "int"),
    "uint32": (0, 2**32 - 1, "uint"),
    "uint": (0, 2**32 - 1, "uint"),
    "int64": (-(2**63), 2**63 - 1, "long"),
    "long": (-(2**63), 2**63 - 1, "long"),
    "uint64": (0, 2**64 - 1, "ulong"),
    "ulong": (0, 2**64 - 1, "ulong"),
}
"""Integer types by their names in small letters: the least number, the greatest, and the name that messages use."""
_NO_DIVISORS = frozenset(("false", "null"))


def is_constant_variable(variable: VariableExpressionAst) -> bool:
    """`$true`, `$false` and `$null`."""
    path = variable.variable_path
    return path.is_unqualified and path.name.lower() in CONSTANT_VARIABLES


def is_constant(node: Ast, attribute: bool = False, script_blocks: bool = True, requires: bool = False) -> bool:
    """Whether a value is known before anything runs; arrays and types are in `attribute` arguments, hashtables in `requires` lines."""
    pending: list[Ast] = [node]
    while pending:
        part = pending.pop()
        kind = type(part)
        if kind is ConstantExpressionAst or kind is StringConstantExpressionAst:
            continue
        if isinstance(part, VariableExpressionAst):
            if not is_constant_variable(part):
                return False
        elif isinstance(part, ParenExpressionAst):
            pending.append(part.pipeline)
        elif isinstance(part, PipelineAst):
            pure = part.get_pure_expression()
            if pure is None:
                return False
            pending.append(pure)
        elif isinstance(part, SubExpressionAst):
            pending.append(part.sub_expression)
        elif isinstance(part, StatementBlockAst):
            if part.traps or len(part.statements) != 1:
                return False
            pending.append(part.statements[0])
        elif isinstance(part, BinaryExpressionAst):
            if part.operator not in FOLDABLE or _divides_by_nothing(part):
                return False
            pending += (part.left, part.right)
        elif isinstance(part, UnaryExpressionAst):
            if part.token_kind not in FOLDABLE:
                return False
            pending.append(part.child)
        elif isinstance(part, TernaryExpressionAst):
            pending += (part.condition, part.if_true, part.if_false)
        elif isinstance(part, ConvertExpressionAst):
            pending.append(part.child)
        elif isinstance(part, UsingExpressionAst):
            pending.append(part.sub_expression)
        elif isinstance(part, TypeExpressionAst):
            continue
        elif kind is MemberExpressionAst:
            assert isinstance(part, MemberExpressionAst)
            if not part.static or not isinstance(part.expression, TypeExpressionAst):
                return False
            if not isinstance(part.member, StringConstantExpressionAst):
                return False
        elif isinstance(part, ArrayLiteralAst):
            if not (attribute or requires):
                return False
            pending += part.elements
        elif isinstance(part, HashtableAst):
            if not requires:
                return False
            for key, value in part.key_value_pairs:
                pending += (key, value)
        elif isinstance(part, ScriptBlockExpressionAst):
            if not attribute or not script_blocks:
                return False
        else:
            return False
    return True


def _divides_by_nothing(node: BinaryExpressionAst) -> bool:
    right = node.right
    return (
        node.operator in ("Divide", "Rem")
        and isinstance(right, VariableExpressionAst)
        and right.variable_path.name.lower() in _NO_DIVISORS
    )


class Unknown(Exception):
    """The value of a constant cannot be told without knowing types."""


def constant_value(node: Ast, enums: dict[str, dict[str, int]]) -> object:
    """What a constant expression over whole numbers and strings is worth; `enums` holds the values of enums already read.

    Unknown is raised where that takes more than arithmetic.
    """
    if isinstance(node, ConstantExpressionAst):
        return node.value
    if isinstance(node, VariableExpressionAst):
        return {"true": True, "false": False, "null": None}[node.variable_path.name.lower()]
    if isinstance(node, ParenExpressionAst):
        inner = node.pipeline.get_pure_expression()
        if inner is not None:
            return constant_value(inner, enums)
    if isinstance(node, UnaryExpressionAst):
        value = _number(constant_value(node.child, enums))
        if node.token_kind == "Minus":
            return -value
        if node.token_kind == "Plus":
            return value
        if node.token_kind == "Bnot":
            return ~value
    if isinstance(node, BinaryExpressionAst):
        return _combined(node.operator, constant_value(node.left, enums), constant_value(node.right, enums))
    if isinstance(node, MemberExpressionAst) and isinstance(node.expression, TypeExpressionAst):
        values = enums.get(node.expression.type_name.name.lower())
        if values is not None and isinstance(node.member, StringConstantExpressionAst):
            found = values.get(str(node.member.value).lower())
            if found is not None:
                return found
        elif isinstance(node.member, StringConstantExpressionAst):
            return _limit(node.expression.type_name.name, str(node.member.value))
    raise Unknown


def _limit(type_name: str, member: str) -> int:
    """The least or the greatest number of an integer type."""
    limits = INTEGER_LIMITS.get(type_name.lower().removeprefix("system."))
    if limits is not None and member.lower() in ("minvalue", "maxvalue"):
        return limits[member.lower() == "maxvalue"]
    raise Unknown


def _number(value: object) -> int:
    if isinstance(value, int):
        return int(value)
    raise Unknown


def _combined(operator: str, left: object, right: object) -> object:
    first, second = _number(left), _number(right)
    match operator:
        case "Plus":
            return first + second
        case "Minus":
            return first - second
        case "Multiply":
            return first * second
        case "Bor":
            return first | second
        case "Band":
            return first & second
        case "Bxor":
            return first ^ second
        case "Shl" if second >= 0:
            return (((first << (second & 31)) + 2**31) % 2**32) - 2**31
        case "Shr" if second >= 0:
            return first >> (second & 31)
    raise Unknown
