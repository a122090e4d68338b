"""Rules for operands: variables, literals, what stands in parentheses and braces, members and indexes."""

from __future__ import annotations

from relayshell.syntax.ast.expressions import (
    ArrayExpressionAst,
    ErrorExpressionAst,
    IndexExpressionAst,
    InvokeMemberExpressionAst,
    MemberExpressionAst,
    ParenExpressionAst,
    ScriptBlockExpressionAst,
    SubExpressionAst,
    UsingExpressionAst,
)
from relayshell.syntax.ast.literals import (
    ConstantExpressionAst,
    HashtableAst,
    StringConstantExpressionAst,
    VariableExpressionAst,
)
from relayshell.syntax.ast.names import TypeName, VariablePath
from relayshell.syntax.ast.node import CommandElementAst, ExpressionAst, PipelineBaseAst, StatementAst
from relayshell.syntax.ast.statements import ErrorStatementAst, StatementBlockAst, TrapStatementAst
from relayshell.syntax.cursor import Cursor
from relayshell.syntax.tokens import UNARY, Token

_STRING_TYPES = {
    "StringLiteral": "SingleQuoted",
    "HereStringLiteral": "SingleQuotedHereString",
    "StringExpandable": "DoubleQuoted",
    "HereStringExpandable": "DoubleQuotedHereString",
}


class PrimaryRules(Cursor):
    """Reads operands."""

    def primary(self, with_members: bool) -> ExpressionAst | None:
        """An operand, with the members and indexes after it where asked; None where none stands here."""
        token = self.looked
        if token is None:
            token = self.scan()
        self.looked = None
        kind = token.kind
        source = self.source
        found: ExpressionAst
        if kind == "Variable" or kind == "SplattedVariable":
            found = self.variable_or_using(token, with_members)
        elif kind == "Number":
            found = ConstantExpressionAst(source, token.start, token.end, token.value, str(token.extra))
        elif kind in _STRING_TYPES:
            if token.extra is None:
                found = StringConstantExpressionAst(source, token.start, token.end, str(token.value), _STRING_TYPES[kind])
            else:
                found = self.expandable(token, _STRING_TYPES[kind])
        elif kind == "LParen":
            found = self._parenthesized(token)
        elif kind == "DollarParen" or kind == "AtParen":
            found = self._sub_expression(token)
        elif kind == "LCurly":
            found = self.script_block_expression(token)
        elif kind == "AtCurly":
            found = self._hashtable(token)
        else:
            self.looked = token
            return None
        if with_members and self.looked is None and self.pos < self.limit and self.text[self.pos] in ".[:?<":
            operator = self.take_member_operator(True)
            if operator is not None:
                return self.members(operator, found)
        return found

    def variable(self, token: Token) -> VariableExpressionAst:
        """The variable that a token names."""
        return VariableExpressionAst(
            self.source, token.start, token.end, self._path(str(token.value)), token.kind == "SplattedVariable"
        )

    def _path(self, text: str) -> VariablePath:
        """The path of a variable; one for all places that name it, since most name it often."""
        found = self.paths.get(text)
        if found is None:
            found = self.paths[text] = VariablePath(text)
        return found

    def variable_or_using(self, token: Token, with_members: bool) -> ExpressionAst:
        """A variable, or for `$using:` an expression around the variable with its members."""
        found = self.variable(token)
        path = found.variable_path
        if path.drive is None or path.drive.lower() != "using" or not path.name:
            return found
        found.variable_path = VariablePath(path.name)
        child: ExpressionAst = found
        if with_members:
            operator = self.take_member_operator(True)
            if operator is not None:
                child = self.members(operator, found)
        return UsingExpressionAst(self.source, child.start, child.end, child)

    # In parentheses and braces

    def _parenthesized(self, paren: Token) -> ExpressionAst:
        source = self.source
        mode = self.mode
        self.set_mode("Command")
        no_commas, self.no_commas = self.no_commas, False
        self.skip_newlines()
        pipeline: PipelineBaseAst | None = self.pipeline_chain()
        if pipeline is None:
            at = paren.end
            self.report_incomplete("ExpectedExpression", at, at)
            pipeline = ErrorStatementAst(source, at, at)
        self.skip_newlines()
        closing = self.take()
        end = closing.end
        if closing.kind != "RParen":
            self.looked = closing
            end = pipeline.end
            self.report_incomplete("MissingEndParenthesisInExpression", end, end)
        self.no_commas = no_commas
        self.set_mode(mode)
        return ParenExpressionAst(source, paren.start, end, pipeline)

    def _sub_expression(self, paren: Token) -> ExpressionAst:
        source = self.source
        mode = self.mode
        self.set_mode("Command")
        no_commas, self.no_commas = self.no_commas, False
        traps: list[TrapStatementAst] = []
        statements: list[StatementAst] = []
        self.skip_newlines()
        body = self.statement_list(statements, traps)
        self.skip_newlines()
        closing = self.take()
        if closing.kind == "RParen":
            end = closing.end
        else:
            self.looked = closing
            end = paren.end if body is None else body[1]
            self.report_incomplete("MissingEndParenthesisInSubexpression", closing.start, closing.end)
        self.no_commas = no_commas
        self.set_mode(mode)
        start, stop = body or (paren.end, paren.end)
        block = StatementBlockAst(source, start, stop, traps or (), statements or ())
        made = SubExpressionAst if paren.kind == "DollarParen" else ArrayExpressionAst
        return made(source, paren.start, end, block)

    def script_block_expression(self, curly: Token) -> ScriptBlockExpressionAst:
        """A script block as a value."""
        mode = self.mode
        self.set_mode("Command")
        no_commas, self.no_commas = self.no_commas, False
        block = self.script_block(curly)
        self.no_commas = no_commas
        self.set_mode(mode)
        return ScriptBlockExpressionAst(self.source, block.start, block.end, block)

    def _hashtable(self, opening: Token) -> HashtableAst:
        self.skip_newlines()
        pairs: list[tuple[ExpressionAst, StatementAst]] = []
        while True:
            pair = self._key_and_value()
            if pair is None:
                break
            pairs.append(pair)
            if self.look().kind not in ("NewLine", "Semi"):
                break
            self.skip_terminators()
        closing = self.take()
        end = closing.end
        if closing.kind != "RCurly":
            self.looked = closing
            end = max(closing.start - 1, 0)
            self.report_incomplete("MissingEndCurlyBrace", opening.end, opening.end, seen_at=closing.end)
        return HashtableAst(self.source, opening.start, end, pairs)

    def _key_and_value(self) -> tuple[ExpressionAst, StatementAst] | None:
        source = self.source
        mode = self.mode
        self.set_mode("Expression")
        key: ExpressionAst | None = self.label_or_key()
        if key is None:
            self.set_mode(mode)
            return None
        equals = self.take()
        self.set_mode(mode)
        if equals.kind != "Equals":
            self.looked = equals
            self.report("MissingEqualsInHashLiteral", key.end, key.end)
            self.sync(False, "RCurly", "Semi", "NewLine")
            return key, ErrorStatementAst(source, key.end, key.end)
        self.set_mode("Command")
        self.skip_newlines()
        statement: StatementAst | None = self.statement()
        if statement is None:
            self.report_incomplete("MissingStatementInHashLiteral", equals.end, equals.end)
            statement = ErrorStatementAst(source, equals.end, equals.end)
        self.set_mode(mode)
        return key, statement

    # Members and indexes

    def members(self, operator: Token | None, found: ExpressionAst) -> ExpressionAst:
        """What the operators after `found` make of it, one after another, `operator` first."""
        while operator is not None:
            self.skip_newlines()
            if operator.kind == "LBracket" or operator.kind == "QuestionLBracket":
                found = self._index(found, operator)
            else:
                found = self._member(found, operator)
            operator = self.take_member_operator(True)
        return found

    def _member_name(self) -> ExpressionAst | None:
        name: ExpressionAst | None = self.simple_name()
        if name is not None:
            return name
        token = self.look()
        if token.kind in UNARY or token.kind == "LBracket":
            return self.unary()  # type: ignore[no-any-return]
        return self.primary(False)

    def _member(self, target: ExpressionAst, operator: Token) -> ExpressionAst:
        source = self.source
        static = operator.kind == "ColonColon"
        conditional = operator.kind == "QuestionDot"
        member: CommandElementAst | None = self._member_name()
        if member is None:
            self.report_incomplete("MissingPropertyName", operator.end, operator.end)
            member = self.single_argument("CommandArgument") or ErrorExpressionAst(source, target.start, operator.end)
        elif self.looked is None:
            restore = self.pos
            generics: list[TypeName] = []
            if self.peek(restore) == "[":
                generics = self._method_generics(restore)
            opener = self.take_call_opener()
            if opener is not None:
                arguments, end = self._call(opener)
                return InvokeMemberExpressionAst(
                    source, target.start, end, target, member, arguments or None, static, conditional, generics
                )
            if generics:
                self.back_to(restore)
        return MemberExpressionAst(source, target.start, member.end, target, member, static, conditional)

    def _method_generics(self, restore: int) -> list[TypeName]:
        """Type arguments of a method, where what stands in the bracket reads as such; else the bracket stays."""
        self.take()
        mode = self.mode
        self.set_mode("TypeName")
        self.skip_newlines()
        first = self.take()
        if first.kind != "Identifier":
            self.looked = None
            self.mode = mode
            self.back_to(restore)
            return []
        arguments, closing = self.generic_arguments(first)
        if closing.kind != "RBracket":
            self.looked = closing
            before = max(closing.start - 1, 0)
            self.report_incomplete("EndSquareBracketExpectedAtEndOfType", before, before)
            self.set_mode(mode)
            return []
        self.set_mode(mode)
        return arguments

    def _call(self, opener: Token) -> tuple[list[ExpressionAst], int]:
        """The arguments of a method call, and its end."""
        if opener.kind == "LParen":
            return self.call_arguments(opener)
        self.skip_newlines()
        block = self.script_block_expression(opener)
        return [block], block.end

    def call_arguments(self, paren: Token) -> tuple[list[ExpressionAst], int]:
        """Arguments up to the closing parenthesis, and the end of them."""
        arguments: list[ExpressionAst] = []
        no_commas, self.no_commas = self.no_commas, True
        reported = False
        comma: Token | None = None
        while True:
            self.skip_newlines()
            argument = self.expression()
            if argument is None:
                if comma is not None:
                    self.report_incomplete("MissingExpressionAfterToken", comma.end, comma.end, ",")
                    reported = True
                break
            arguments.append(argument)
            self.skip_newlines()
            comma = self.take()
            if comma.kind != "Comma":
                self.looked = comma
                comma = None
                break
        self.skip_newlines()
        closing = self.take()
        end = closing.end
        if closing.kind != "RParen":
            self.looked = closing
            last = arguments[-1].end if arguments else paren.end
            if not reported:
                self.report_incomplete("MissingEndParenthesisInMethodCall", last, last)
            end = last if comma is None else comma.end
        self.no_commas = no_commas
        return arguments, end

    def _index(self, target: ExpressionAst, bracket: Token) -> ExpressionAst:
        source = self.source
        self.skip_newlines()
        no_commas, self.no_commas = self.no_commas, False
        index: ExpressionAst | None = self.expression()
        self.no_commas = no_commas
        if index is None:
            self.report_incomplete("MissingArrayIndexExpression", bracket.end, bracket.end)
            index = ErrorExpressionAst(source, bracket.start, bracket.end)
        self.skip_newlines()
        closing = self.take()
        end = closing.end
        if closing.kind != "RBracket":
            self.looked = closing
            end = index.end
            if not isinstance(index, ErrorExpressionAst):
                self.report_incomplete("MissingEndSquareBracket", end, end)
        return IndexExpressionAst(source, target.start, end, target, index, bracket.kind == "QuestionLBracket")
