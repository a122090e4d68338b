"""Which expressions may be worked out while someone types: those that call nothing and change nothing."""

from __future__ import annotations

from relayshell.syntax import ast as tree
from relayshell.syntax.ast.node import Ast

_PLAIN = (
    tree.StringConstantExpressionAst, tree.ConstantExpressionAst, tree.ArrayLiteralAst, tree.ParenExpressionAst, tree.IndexExpressionAst,
    tree.ExpandableStringExpressionAst, tree.TypeExpressionAst, tree.TernaryExpressionAst, tree.UsingExpressionAst, tree.HashtableAst,
    tree.SubExpressionAst, tree.ArrayExpressionAst, tree.StatementBlockAst, tree.PipelineAst, tree.CommandExpressionAst,
)
_CHANGING = frozenset(("PlusPlus", "MinusMinus", "PostfixPlusPlus", "PostfixMinusMinus"))


def harmless(node: Ast) -> bool:
    """Whether working out a node calls no command and no method and assigns nothing."""
    stack = [node]
    while stack:
        each = stack.pop()
        match each:
            case tree.InvokeMemberExpressionAst():
                return False
            case tree.MemberExpressionAst():
                if not isinstance(each.member, tree.StringConstantExpressionAst):
                    return False
            case tree.UnaryExpressionAst():
                if each.token_kind in _CHANGING:
                    return False
            case tree.BinaryExpressionAst():
                if each.operator in ("DotDot", "Multiply", "Join", "Ireplace", "Creplace"):
                    return _small(each)
            case tree.VariableExpressionAst():
                if not each.variable_path.is_variable and (each.variable_path.drive or "").lower() not in ("env", "using"):
                    return False
            case tree.TypeConstraintAst() | tree.ConvertExpressionAst():
                pass
            case _ if not isinstance(each, _PLAIN):
                return False
        stack.extend(each.children())
    return True


def _small(node: tree.BinaryExpressionAst) -> bool:
    """Whether a range or repetition of plain numbers stays small."""
    left, right = node.left, node.right
    if not isinstance(left, tree.ConstantExpressionAst) or not isinstance(right, tree.ConstantExpressionAst):
        return False
    if node.operator == "DotDot":
        return all(isinstance(each.value, int) and abs(each.value) < 10000 for each in (left, right))
    return isinstance(right.value, int) and abs(right.value) < 1000
