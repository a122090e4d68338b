"""Rules for statements, except loops and definitions."""

from __future__ import annotations

from relayshell.syntax.ast.blocks import AttributeAst, AttributeBaseAst, TypeConstraintAst
from relayshell.syntax.ast.literals import StringConstantExpressionAst
from relayshell.syntax.ast.node import Ast, ExpressionAst, PipelineBaseAst, StatementAst
from relayshell.syntax.ast.statements import (
    BlockStatementAst,
    BreakStatementAst,
    CatchClauseAst,
    ContinueStatementAst,
    DataStatementAst,
    ErrorStatementAst,
    ExitStatementAst,
    IfStatementAst,
    ReturnStatementAst,
    StatementBlockAst,
    ThrowStatementAst,
    TrapStatementAst,
    TryStatementAst,
)
from relayshell.syntax.cursor import Cursor
from relayshell.syntax.tokens import KEYWORD_KINDS, NO_ATTRIBUTES_BEFORE, Token

_STARTS_EXPRESSION = frozenset("$('\"@0123456789+-!")
"""Characters at which no statement but a pipeline can begin, so that its first word need not be read as a keyword first."""

_WITH_PIPELINE = {"Return": ReturnStatementAst, "Exit": ExitStatementAst, "Throw": ThrowStatementAst}
_WITH_LABEL = {"Break": BreakStatementAst, "Continue": ContinueStatementAst}


class StatementRules(Cursor):
    """Reads one statement."""

    def statement(self) -> StatementAst | None:
        """The next statement; None where none stands here."""
        self.deeper()
        if self.looked is None:
            pos = self.pos
            if pos < self.limit and self.text[pos] in _STARTS_EXPRESSION:
                found = self.pipeline_chain()
                self.depth -= 1
                return found
        found = self._statement(self.take())
        self.depth -= 1
        return found

    def _statement(self, token: Token) -> StatementAst | None:
        attributes: list[AttributeBaseAst] = []
        restore = token.start
        if token.kind == "Generic" and self.text[token.start] == "[":
            self.back_to(restore)
            attributes = self.attribute_list(False)
            token = self.take()
            if attributes:
                token = self._check_attributes(attributes, token, restore)
        kind = token.kind
        if kind == "Identifier" or kind == "Generic":
            if attributes:
                self.back_to(restore)
            else:
                self.looked = token
            return self.pipeline_chain()
        rule = _RULES.get(kind)
        if rule is not None:
            return rule(self, token)
        if kind == "Label":
            self.skip_newlines()
            return self._labeled(token)
        if kind in ("Class", "Enum"):
            return self.class_definition(attributes, token) if kind == "Class" else self.enum_definition(attributes, token)
        if kind == "Using":
            statement: StatementAst = self.using_statement(token)
            self.report("UsingMustBeAtStartOfScript", statement.start, statement.end)
            return statement
        if kind == "EndOfInput" and not attributes:
            self.looked = token
            return None
        if kind in ("Else", "ElseIf", "Catch", "Until") and self.errors:
            self.skip_newlines()
            return self.statement()
        if attributes:
            self.back_to(restore)
        else:
            self.looked = token
        return self.pipeline_chain()

    def _check_attributes(self, attributes: list[AttributeBaseAst], token: Token, restore: int) -> Token:
        """What brackets before `token` mean for it; where they belong to an expression, the first token of that."""
        kind = token.kind
        has_type = any(isinstance(attribute, TypeConstraintAst) for attribute in attributes)
        if kind in NO_ATTRIBUTES_BEFORE:
            if not has_type:
                first = attributes[0]
                self.report("UnexpectedAttribute", first.start, first.end, first.type_name.full_name)
                return token
        elif kind in KEYWORD_KINDS:
            for attribute in attributes:
                if not isinstance(attribute, AttributeAst):
                    self.report("TypeNotAllowedBeforeStatement", attribute.start, attribute.end, attribute.type_name.full_name)
                    break
            return token
        self.back_to(restore)
        return self.take()

    def _labeled(self, label: Token) -> StatementAst | None:
        token = self.take()
        if token.kind in ("Switch", "Foreach", "For", "While", "Do"):
            return _RULES[token.kind](self, token, label)
        self.back_to(label.start)
        return self.pipeline_chain()

    # Names

    def simple_name(self) -> StringConstantExpressionAst | None:
        """A plain name; None where none stands here."""
        self.want_simple_name = True
        token = self.look()
        self.want_simple_name = False
        if token.kind != "Identifier":
            return None
        self.looked = None
        return StringConstantExpressionAst(self.source, token.start, token.end, self.text[token.start : token.end], "BareWord")

    def label_or_key(self) -> ExpressionAst | None:
        """The label of break and continue or the key of a hashtable: a plain name or an expression."""
        name = self.simple_name()
        if name is not None:
            return name
        if self.look().kind in ("NewLine", "Semi"):
            return None
        no_commas, self.no_commas = self.no_commas, True
        found: ExpressionAst | None = self.unary()
        self.no_commas = no_commas
        return found

    # Leaving

    def _leave_with_pipeline(self, token: Token) -> StatementAst:
        pipeline = self.pipeline_chain()
        end = token.end if pipeline is None else pipeline.end
        return _WITH_PIPELINE[token.kind](self.source, token.start, end, pipeline)

    def _leave_with_label(self, token: Token) -> StatementAst:
        label = self.label_or_key()
        end = token.end if label is None else label.end
        return _WITH_LABEL[token.kind](self.source, token.start, end, label)

    def _reserved(self, token: Token) -> StatementAst:
        self.report("ReservedKeywordNotAllowed", token.start, token.end, token.kind.lower())
        return ErrorStatementAst(self.source, token.start, token.end)

    def _workflow_block(self, token: Token) -> StatementAst:
        body = self.statement_block()
        if body is None:
            self.report_incomplete("MissingStatementAfterKeyword", token.end, token.end, self.token_text(token))
            return ErrorStatementAst(self.source, token.start, token.end)
        return BlockStatementAst(self.source, token.start, body.end, token.kind, body)

    # if

    def _if(self, token: Token) -> StatementAst:
        source = self.source
        clauses: list[tuple[PipelineBaseAst, StatementBlockAst]] = []
        seen: list[Ast] = []
        otherwise: StatementBlockAst | None = None
        keyword = token

        def broken(end: int) -> ErrorStatementAst:
            return ErrorStatementAst(source, token.start, end, "If", seen)

        while True:
            word = self.token_text(keyword)
            self.skip_newlines()
            paren = self.take()
            if paren.kind != "LParen":
                self.looked = paren
                self.report_incomplete("MissingOpenParenthesisInIfStatement", keyword.end, keyword.end, word)
                return broken(keyword.end)
            self.skip_newlines()
            condition = self.pipeline_chain()
            if condition is None:
                self.report_incomplete("IfStatementMissingCondition", paren.end, paren.end, word)
                condition = ErrorStatementAst(source, paren.end, paren.end)
            else:
                seen.append(condition)
            self.skip_newlines()
            closing = self.take()
            if closing.kind != "RParen":
                self.looked = closing
                if not isinstance(condition, ErrorStatementAst):
                    self.report_incomplete("MissingEndParenthesisAfterStatement", closing.start, closing.end, word)
                return broken(max(closing.start - 1, 0))
            self.skip_newlines()
            body = self.statement_block()
            if body is None:
                self.report_incomplete("MissingStatementBlock", closing.start, closing.end, word)
                return broken(closing.end)
            seen.append(body)
            clauses.append((condition, body))
            restore = self.place()
            self.skip_newlines()
            keyword = self.look()
            if keyword.kind == "ElseIf":
                self.looked = None
                continue
            if keyword.kind == "Else":
                self.looked = None
                self.skip_newlines()
                otherwise = self.statement_block()
                if otherwise is None:
                    self.report_incomplete("MissingStatementBlockAfterElse", keyword.end, keyword.end)
                    return broken(keyword.end)
            else:
                self.back_to(restore)
            break
        end = clauses[-1][1].end if otherwise is None else otherwise.end
        return IfStatementAst(source, token.start, end, clauses, otherwise)

    # try, trap, data

    def _trap(self, token: Token) -> StatementAst:
        restore = self.place()
        self.skip_newlines()
        found = self.attribute()
        constraint = found if isinstance(found, TypeConstraintAst) else None
        if found is not None and constraint is None:
            self.back_to(restore)
        body = self.statement_block()
        if body is None:
            end = token.end if constraint is None else constraint.end
            self.report_incomplete("MissingTrapStatement", end, end)
            return ErrorStatementAst(self.source, token.start, end, None, [constraint] if constraint else ())
        return TrapStatementAst(self.source, token.start, body.end, constraint, body)

    def _try(self, token: Token) -> StatementAst:
        self.skip_newlines()
        body = self.statement_block()
        if body is None:
            self.report_incomplete("MissingTryStatementBlock", token.end, token.end)
            return ErrorStatementAst(self.source, token.start, token.end)
        catches: list[CatchClauseAst] = []
        seen: list[Ast] = [body]
        error_end: int | None = None
        while True:
            clause, problem_end = self._catch(seen)
            if problem_end is not None:
                error_end = problem_end
            if clause is None:
                break
            catches.append(clause)
            seen.append(clause)
        self.skip_newlines()
        final = self.look()
        final_block: StatementBlockAst | None = None
        if final.kind == "Finally":
            self.looked = None
            final_block = self.statement_block()
            if final_block is None:
                error_end = final.end
                self.report_incomplete("MissingFinallyStatementBlock", error_end, error_end, "finally")
        if not catches and final_block is None and error_end is None:
            error_end = body.end
            self.report_incomplete("MissingCatchOrFinally", error_end, error_end)
        if error_end is not None:
            return ErrorStatementAst(self.source, token.start, error_end, "Try", seen)
        end = catches[-1].end if final_block is None else final_block.end
        return TryStatementAst(self.source, token.start, end, body, catches, final_block)

    def _catch(self, seen: list[Ast]) -> tuple[CatchClauseAst | None, int | None]:
        """A catch clause, None where none stands here or it is broken; and the end of it, where a problem was noted."""
        self.skip_newlines()
        token = self.take()
        if token.kind != "Catch":
            self.looked = token
            return None, None
        caught: list[TypeConstraintAst] = []
        comma: Token | None = None
        problem_end: int | None = None
        while True:
            restore = self.place()
            self.skip_newlines()
            found = self.attribute()
            if found is None:
                if comma is not None:
                    problem_end = comma.end
                    self.report_incomplete("MissingTypeLiteralToken", comma.end, comma.end)
                break
            if not isinstance(found, TypeConstraintAst):
                self.back_to(restore)
                break
            caught.append(found)
            self.skip_newlines()
            comma = self.look()
            if comma.kind != "Comma":
                break
            self.looked = None
        body = self.statement_block()
        if body is None:
            if problem_end is None:
                problem_end = caught[-1].end if caught else token.end
                self.report_incomplete("MissingCatchHandlerBlock", problem_end, problem_end)
            seen.extend(caught)
            return None, problem_end
        return CatchClauseAst(self.source, token.start, body.end, caught, body), problem_end

    def _data(self, token: Token) -> StatementAst:
        self.skip_newlines()
        name = self.simple_name()
        self.skip_newlines()
        flag = self.look()
        commands: list[ExpressionAst] = []
        error_end: int | None = None
        if flag.kind == "Parameter":
            self.looked = None
            error_end = self._data_commands(flag, commands)
        body: StatementBlockAst | None = None
        if error_end is None:
            body = self.statement_block()
            if body is None:
                error_end = commands[-1].end if commands else token.end if name is None else name.end
                self.report_incomplete("MissingStatementBlockForDataSection", error_end, error_end)
        if body is None:
            return ErrorStatementAst(self.source, token.start, error_end or token.end, None, commands)
        return DataStatementAst(self.source, token.start, body.end, None if name is None else name.value, commands, body)

    def _data_commands(self, flag: Token, commands: list[ExpressionAst]) -> int | None:
        """Reads the commands that a data section may use; gives the end of what was wrong, if anything was."""
        error_end: int | None = None
        if not "supportedcommand".startswith(str(flag.value).lower()):
            error_end = flag.end
            self.report("InvalidParameterForDataSectionStatement", flag.start, flag.end, flag.value)
        comma: Token | None = None
        while True:
            self.skip_newlines()
            command = self.single_argument("CommandName")
            if command is None:
                last = (comma or flag).end
                if error_end is None:
                    self.report_incomplete("MissingValueForSupportedCommandInDataSectionStatement", last, last)
                return last
            commands.append(command)
            comma = self.look()
            if comma.kind != "Comma":
                return error_end
            self.looked = None


_RULES = {
    "If": StatementRules._if,
    "Return": StatementRules._leave_with_pipeline,
    "Exit": StatementRules._leave_with_pipeline,
    "Throw": StatementRules._leave_with_pipeline,
    "Break": StatementRules._leave_with_label,
    "Continue": StatementRules._leave_with_label,
    "Trap": StatementRules._trap,
    "Try": StatementRules._try,
    "Data": StatementRules._data,
    "Parallel": StatementRules._workflow_block,
    "Sequence": StatementRules._workflow_block,
    "From": StatementRules._reserved,
    "Define": StatementRules._reserved,
    "Var": StatementRules._reserved,
    "Switch": lambda parser, token, label=None: parser.switch_statement(label, token),
    "Foreach": lambda parser, token, label=None: parser.foreach_statement(label, token),
    "For": lambda parser, token, label=None: parser.for_statement(label, token),
    "While": lambda parser, token, label=None: parser.while_statement(label, token),
    "Do": lambda parser, token, label=None: parser.do_statement(label, token),
    "Function": lambda parser, token: parser.function_definition(token),
    "Filter": lambda parser, token: parser.function_definition(token),
    "Workflow": lambda parser, token: parser.function_definition(token),
}
