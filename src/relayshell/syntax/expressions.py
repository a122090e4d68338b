"""Rules for expressions: operators by precedence, casts, and what operators work on."""

from __future__ import annotations

from relayshell.syntax.ast.blocks import AttributeAst, AttributeBaseAst, TypeConstraintAst
from relayshell.syntax.ast.commands import CommandParameterAst
from relayshell.syntax.ast.expressions import (
    AttributedExpressionAst,
    BinaryExpressionAst,
    ConvertExpressionAst,
    ErrorExpressionAst,
    TernaryExpressionAst,
    UnaryExpressionAst,
)
from relayshell.syntax.ast.literals import ArrayLiteralAst, TypeExpressionAst
from relayshell.syntax.ast.node import Ast, ExpressionAst
from relayshell.syntax.cursor import Cursor
from relayshell.syntax.tokens import PRECEDENCE, UNARY, Token

_POSTFIX = {"PlusPlus": "PostfixPlusPlus", "MinusMinus": "PostfixMinusMinus"}


class ExpressionRules(Cursor):
    """Reads expressions. `after_operator` says that an expression must come, so that `?` and `:` end a number."""

    def expression(self, after_operator: bool = False) -> ExpressionAst | None:
        """A ternary expression or what binds tighter; None where no expression stands here."""
        self.deeper()
        mode = self.mode
        if mode != "Expression":
            self.set_mode("Expression")
        found: ExpressionAst | None = self._binary(after_operator)
        if found is not None and self.look().kind == "QuestionMark":
            found = self._ternary(found)
        if mode != "Expression":
            self.set_mode(mode)
        self.depth -= 1
        return found

    def _ternary(self, condition: ExpressionAst) -> ExpressionAst:
        source = self.source
        question = self.take()
        self.skip_newlines()
        if_true = self.expression(True)
        if if_true is None:
            if_true = self._missing_operand(question)
        self.skip_newlines()
        colon = self.take()
        if colon.kind != "Colon":
            self.looked = colon
            seen: list[Ast] = [condition]
            if not isinstance(if_true, ErrorExpressionAst):
                seen.append(if_true)
                self.report_incomplete("MissingColonInTernaryExpression", colon.start, colon.end)
            return ErrorExpressionAst(source, condition.start, max(colon.start - 1, 0), seen)
        self.skip_newlines()
        if_false = self.expression(True)
        if if_false is None:
            if_false = self._missing_operand(colon)
        return TernaryExpressionAst(source, condition.start, if_false.end, condition, if_true, if_false)

    def _missing_operand(self, operator: Token) -> ErrorExpressionAst:
        at = operator.end
        self.report_incomplete("ExpectedValueExpression", at, at, self.token_text(operator))
        return ErrorExpressionAst(self.source, at, at)

    def _binary(self, after_operator: bool) -> ExpressionAst | None:
        expression = self._array_literal(after_operator)
        if expression is None:
            return None
        operator = self.look()
        precedence = PRECEDENCE.get(operator.kind)
        if precedence is None:
            return self._stray_parameter(operator, expression) if operator.kind == "Parameter" else expression
        self.looked = None
        operands = [expression]
        operators: list[tuple[int, Token]] = [(precedence, operator)]
        while True:
            self.skip_newlines()
            right = self._array_literal(True)
            operands.append(self._missing_operand(operator) if right is None else right)
            operator = self.look()
            next_precedence = PRECEDENCE.get(operator.kind)
            if next_precedence is None:
                break
            self.looked = None
            while operators and next_precedence <= operators[-1][0]:
                self._join(operands, operators.pop()[1])
            operators.append((next_precedence, operator))
        while operators:
            self._join(operands, operators.pop()[1])
        if operator.kind == "Parameter":
            return self._stray_parameter(operator, operands[0])
        return operands[0]

    def _join(self, operands: list[ExpressionAst], operator: Token) -> None:
        """Puts the last two operands together."""
        right = operands.pop()
        left = operands[-1]
        operands[-1] = BinaryExpressionAst(
            self.source, left.start, right.end, left, operator.kind, right, operator.start, operator.end
        )

    def _stray_parameter(self, token: Token, expression: ExpressionAst) -> ErrorExpressionAst:
        """Takes what looks like a parameter and is most likely an operator half typed."""
        source = self.source
        self.report("UnexpectedToken", token.start, token.end, self.token_text(token))
        self.looked = None
        parameter = CommandParameterAst(source, token.start, token.end, str(token.value), None, token.start, token.end)
        return ErrorExpressionAst(source, expression.start, token.end, [expression, parameter])

    def _array_literal(self, after_operator: bool) -> ExpressionAst | None:
        first = self.unary(after_operator)
        if first is None:
            return None
        comma = self.look()
        if comma.kind != "Comma" or self.no_commas:
            return first
        elements = [first]
        end = first.end
        while comma.kind == "Comma":
            self.looked = None
            self.skip_newlines()
            element = self.unary(True)
            if element is None:
                end = comma.end
                self.report_incomplete("MissingExpressionAfterToken", end, end, ",")
                elements.append(ErrorExpressionAst(self.source, comma.start, end))
                break
            elements.append(element)
            end = element.end
            comma = self.look()
        return ArrayLiteralAst(self.source, first.start, end, elements)

    def unary(self, after_operator: bool = False) -> ExpressionAst | None:
        """An operand with the operators before and after it, casts included."""
        looked = self.looked
        signed, self.allow_signed_numbers = self.allow_signed_numbers, True
        ternary, self.ternary_ends_number = self.ternary_ends_number, after_operator
        if looked is not None and (looked.kind == "Minus" or (after_operator and looked.kind == "Generic")):
            self.back_to(looked.start)
        token = self.look()
        self.allow_signed_numbers = signed
        self.ternary_ends_number = ternary
        found: ExpressionAst | None
        if token.kind in UNARY:
            if self.no_commas and token.kind == "Comma":
                return None
            found = self._prefixed(token)
            if isinstance(found, ErrorExpressionAst):
                return found
        elif token.kind == "LBracket":
            found = self._bracketed(token)
            if found is None or isinstance(found, ErrorExpressionAst):
                return found
        else:
            found = self.primary(True)
            if found is None:
                return None
        token = self.look()
        postfix = _POSTFIX.get(token.kind)
        if postfix is not None:
            self.looked = None
            found = UnaryExpressionAst(self.source, found.start, token.end, postfix, found)
        return found

    def _prefixed(self, operator: Token) -> ExpressionAst:
        source = self.source
        self.deeper()
        self.looked = None
        self.skip_newlines()
        child = self.unary(True)
        self.depth -= 1
        if child is None:
            self.report_incomplete("MissingExpressionAfterOperator", operator.end, operator.end, self.token_text(operator))
            return ErrorExpressionAst(source, operator.start, operator.end)
        if operator.kind == "Comma":
            return ArrayLiteralAst(source, operator.start, child.end, [child])
        return UnaryExpressionAst(source, operator.start, child.end, operator.kind, child)

    def _bracketed(self, bracket: Token) -> ExpressionAst | None:
        """A type literal, or casts and attributes before an operand."""
        source = self.source
        attributes: list[AttributeBaseAst] = self.attribute_list(True)
        if not attributes:
            return None
        last = attributes[-1]
        found: ExpressionAst | None = None
        self.deeper()
        if isinstance(last, AttributeAst):
            self.skip_newlines()
            child = self.unary(True)
            if child is None:
                self.depth -= 1
                self.report_incomplete("UnexpectedAttribute", last.start, last.end, last.type_name.full_name)
                return ErrorExpressionAst(source, bracket.start, last.end, attributes)
            found = AttributedExpressionAst(source, last.start, child.end, last, child)
        else:
            operator = self.take_member_operator(False)
            if operator is not None:
                found = self.members(operator, TypeExpressionAst(source, last.start, last.end, last.type_name))
            elif self.look().kind not in ("NewLine", "Comma"):
                child = self.unary(True)
                if child is not None:
                    found = ConvertExpressionAst(source, last.start, child.end, last, child)  # type: ignore[arg-type]
            if found is None:
                found = TypeExpressionAst(source, last.start, last.end, last.type_name)
        self.depth -= 1
        for attribute in reversed(attributes[:-1]):
            if isinstance(attribute, TypeConstraintAst):
                found = ConvertExpressionAst(source, attribute.start, found.end, attribute, found)
            else:
                found = AttributedExpressionAst(source, attribute.start, found.end, attribute, found)
        return found
