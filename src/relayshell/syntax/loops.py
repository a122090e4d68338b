"""Rules for loops and switch."""

from __future__ import annotations

from relayshell.syntax.ast.commands import CommandExpressionAst, PipelineAst
from relayshell.syntax.ast.literals import StringConstantExpressionAst
from relayshell.syntax.ast.loops import (
    DoUntilStatementAst,
    DoWhileStatementAst,
    ForEachStatementAst,
    ForStatementAst,
    SwitchStatementAst,
    WhileStatementAst,
)
from relayshell.syntax.ast.node import Ast, ExpressionAst, PipelineBaseAst, StatementAst
from relayshell.syntax.ast.statements import ErrorStatementAst, StatementBlockAst
from relayshell.syntax.cursor import Cursor
from relayshell.syntax.tokens import Token

_NOTHING: frozenset[str] = frozenset()
_SWITCH_FLAGS = ("Regex", "Wildcard", "Exact", "CaseSensitive", "Parallel", "File")


def _label(token: Token | None) -> str | None:
    return None if token is None else str(token.value)


def _present(*nodes: Ast | None) -> list[Ast]:
    return [node for node in nodes if node is not None]


class LoopRules(Cursor):
    """Reads loops; each rule has gone past the keyword and, where there is one, the label."""

    def foreach_statement(self, label: Token | None, keyword: Token) -> StatementAst:
        """`foreach ($variable in pipeline) { }`."""
        source = self.source
        start = (label or keyword).start
        error_end: int | None = None
        flags: set[str] = set()
        limit: ExpressionAst | None = None
        self.skip_newlines()
        flag = self.look()
        while flag.kind == "Parameter":
            self.looked = None
            name = str(flag.value).lower()
            if "parallel".startswith(name):
                flags.add("Parallel")
            elif "throttlelimit".startswith(name):
                self.skip_newlines()
                limit = self.single_argument("CommandArgument")
                if limit is None:
                    self.report_incomplete("MissingThrottleLimit", flag.end, flag.end)
            else:
                error_end = flag.end
                self.report("InvalidForeachFlag", flag.start, flag.end, flag.value)
            self.skip_newlines()
            flag = self.look()
        paren = self.take()
        if paren.kind != "LParen":
            self.looked = paren
            self.report_incomplete("MissingOpenParenthesisAfterKeyword", keyword.end, keyword.end, "foreach")
            return ErrorStatementAst(source, start, keyword.end)
        self.skip_newlines()
        token = self.take()
        if token.kind not in ("Variable", "SplattedVariable"):
            self.looked = token
            self.report_incomplete("MissingVariableNameAfterForeach", paren.end, paren.end)
            return ErrorStatementAst(source, start, paren.end)
        variable = self.variable(token)
        self.skip_newlines()
        pipeline: PipelineBaseAst | None = None
        body: StatementBlockAst | None = None
        word = self.take()
        problem: tuple[str, int] | None = None
        if word.kind != "In":
            self.looked = word
            problem = "MissingInInForeach", variable.end
        else:
            self.skip_newlines()
            pipeline = self.pipeline_chain()
            if pipeline is None:
                problem = "MissingForeachExpression", word.end
            else:
                self.skip_newlines()
                closing = self.take()
                if closing.kind != "RParen":
                    self.looked = closing
                    problem = "MissingEndParenthesisAfterForeach", pipeline.end
                else:
                    body = self.statement_block()
                    if body is None:
                        problem = "MissingForeachStatement", closing.end
        if problem is not None:
            error_end = problem[1]
            self.report_incomplete(problem[0], error_end, error_end)
        if error_end is not None or body is None or pipeline is None:
            return ErrorStatementAst(source, start, error_end or keyword.end, "Foreach", _present(variable, pipeline, body))
        return ForEachStatementAst(source, start, body.end, _label(label), frozenset(flags), limit, variable, pipeline, body)

    def for_statement(self, label: Token | None, keyword: Token) -> StatementAst:
        """`for (initializer; condition; iterator) { }`."""
        source = self.source
        start = (label or keyword).start
        self.skip_newlines()
        paren = self.take()
        if paren.kind != "LParen":
            self.looked = paren
            self.report_incomplete("MissingOpenParenthesisAfterKeyword", keyword.end, keyword.end, "for")
            return ErrorStatementAst(source, start, keyword.end)
        end = paren.end
        parts: list[PipelineBaseAst | None] = []
        for number in range(3):
            self.skip_newlines()
            part = self.pipeline_chain()
            parts.append(part)
            if part is not None:
                end = part.end
            if number < 2 and self.look().kind == "Semi":
                end = self.take().end
        self.skip_newlines()
        closing = self.take()
        body: StatementBlockAst | None = None
        if closing.kind != "RParen":
            self.looked = closing
            self.report_incomplete("MissingEndParenthesisAfterStatement", end, end, "for")
        else:
            body = self.statement_block()
            if body is None:
                end = closing.end
                self.report_incomplete("MissingLoopStatement", end, end, "for")
        if body is None:
            return ErrorStatementAst(source, start, end, "For", _present(*parts))
        return ForStatementAst(source, start, body.end, _label(label), parts[0], parts[1], parts[2], body)

    def while_statement(self, label: Token | None, keyword: Token) -> StatementAst:
        """`while (condition) { }`."""
        source = self.source
        start = (label or keyword).start
        self.skip_newlines()
        paren = self.take()
        if paren.kind != "LParen":
            self.looked = paren
            self.report_incomplete("MissingOpenParenthesisAfterKeyword", keyword.end, keyword.end, self.token_text(keyword))
            return ErrorStatementAst(source, start, keyword.end)
        self.skip_newlines()
        condition = self.pipeline_chain()
        seen = _present(condition)
        if condition is None:
            self.report_incomplete("MissingExpressionAfterKeyword", paren.end, paren.end, "while")
            condition = ErrorStatementAst(source, paren.end, paren.end)
        self.skip_newlines()
        closing = self.take()
        if closing.kind != "RParen":
            self.looked = closing
            if not isinstance(condition, ErrorStatementAst):
                self.report_incomplete("MissingEndParenthesisAfterStatement", condition.end, condition.end, "while")
            return ErrorStatementAst(source, start, condition.end, "While", seen)
        self.skip_newlines()
        body = self.statement_block()
        if body is None:
            self.report_incomplete("MissingLoopStatement", closing.end, closing.end, "while")
            return ErrorStatementAst(source, start, closing.end, "While", seen)
        return WhileStatementAst(source, start, body.end, _label(label), condition, body)

    def do_statement(self, label: Token | None, keyword: Token) -> StatementAst:
        """`do { } while (condition)` and `do { } until (condition)`."""
        source = self.source
        start = (label or keyword).start
        condition: PipelineBaseAst | None = None
        word = keyword
        end = error_end = -1
        body = self.statement_block()
        if body is None:
            error_end = keyword.end
            self.report_incomplete("MissingLoopStatement", error_end, error_end, "do")
        else:
            self.skip_newlines()
            word = self.take()
            if word.kind not in ("While", "Until"):
                self.looked = word
                error_end = body.end
                self.report_incomplete("MissingWhileOrUntilInDoWhile", error_end, error_end)
            else:
                condition, end, error_end = self._do_condition(word)
        if error_end >= 0 or body is None or condition is None:
            return ErrorStatementAst(source, start, max(error_end, keyword.end), "Do", _present(body, condition))
        made = DoUntilStatementAst if word.kind == "Until" else DoWhileStatementAst
        return made(source, start, end, _label(label), condition, body)

    def _do_condition(self, word: Token) -> tuple[PipelineBaseAst | None, int, int]:
        """The condition, its end, and where a problem was noted (-1 where none was)."""
        text = word.kind.lower()
        self.skip_newlines()
        paren = self.take()
        if paren.kind != "LParen":
            self.looked = paren
            self.report_incomplete("MissingOpenParenthesisAfterKeyword", word.end, word.end, text)
            return None, word.end, word.end
        error_end = -1
        self.skip_newlines()
        condition: PipelineBaseAst | None = self.pipeline_chain()
        if condition is None:
            error_end = paren.end
            self.report_incomplete("MissingExpressionAfterKeyword", error_end, error_end, text)
        self.skip_newlines()
        closing = self.take()
        if closing.kind != "RParen":
            self.looked = closing
            if condition is not None:
                error_end = condition.end
                self.report_incomplete("MissingEndParenthesisAfterStatement", error_end, error_end, text)
        return condition, closing.end, error_end

    # switch

    def switch_statement(self, label: Token | None, keyword: Token) -> StatementAst:
        """`switch -flags (condition) { clauses }`."""
        source = self.source
        start = (label or keyword).start
        found = _Switch((label or keyword).end)
        self.skip_newlines()
        self._switch_flags(found)
        self._switch_condition(found)
        self.skip_newlines()
        curly = self.take()
        if curly.kind != "LCurly":
            self.looked = curly
            if not found.unfinished:
                found.broken = True
                self.report_incomplete("MissingCurlyBraceInSwitchStatement", found.end, found.end)
        else:
            found.end = curly.end
            self.skip_newlines()
            self._switch_clauses(found, curly)
        if found.broken or found.condition is None:
            conditions = _present(found.condition) if found.in_parentheses else []
            return ErrorStatementAst(source, start, found.end, "Switch", (), found.seen_flags, conditions, found.seen)
        return SwitchStatementAst(
            source, start, found.end, _label(label), found.condition, frozenset(found.flags), found.clauses, found.default
        )

    def _switch_flags(self, found: _Switch) -> None:
        token = self.look()
        while token.kind == "Parameter":
            self.looked = None
            found.end = token.end
            given = str(token.value).lower()
            flag = next((name for name in _SWITCH_FLAGS if name.lower().startswith(given)), None)
            if flag is None:
                found.broken = True
                self.report("InvalidSwitchFlag", token.start, token.end, token.value)
            elif flag == "File":
                found.flags.add(flag)
                self._switch_file(found, token)
            else:
                if flag in ("Regex", "Wildcard", "Exact"):
                    found.flags -= {"Regex", "Wildcard"}
                if flag != "Exact":
                    found.flags.add(flag)
                found.seen_flags.append((flag.lower(), None))
            token = self.look()

    def _switch_file(self, found: _Switch, token: Token) -> None:
        self.skip_newlines()
        name = self.single_argument("FileName")
        if name is None:
            found.broken = True
            found.unfinished = self.report_incomplete("MissingFilenameOption", token.end, token.end)
            found.seen_flags.append(("file", None))
            return
        found.end = name.end
        command = CommandExpressionAst(self.source, name.start, name.end, name, ())
        found.condition = PipelineAst(self.source, name.start, name.end, [command])
        found.seen_flags.append(("file", found.condition))

    def _switch_condition(self, found: _Switch) -> None:
        paren = self.look()
        if paren.kind != "LParen":
            if found.condition is None and "File" not in found.flags:
                found.broken = True
                found.unfinished = self.report_incomplete("PipelineValueRequired", found.end, found.end)
            return
        found.end = paren.end
        found.in_parentheses = True
        self.looked = None
        if "File" in found.flags:
            found.broken = True
            self.report("PipelineValueRequired", paren.start, paren.end)
        self.skip_newlines()
        found.condition = self.pipeline_chain()
        if found.condition is None:
            found.broken = True
            found.unfinished = self.report_incomplete("PipelineValueRequired", paren.end, paren.end)
        else:
            found.end = found.condition.end
        self.skip_newlines()
        closing = self.take()
        if closing.kind == "RParen":
            found.end = closing.end
            return
        self.looked = closing
        if not found.unfinished:
            found.broken = True
            found.unfinished = self.report_incomplete("MissingEndParenthesisInSwitchStatement", found.end, found.end)

    def _switch_clauses(self, found: _Switch, curly: Token) -> None:
        while True:
            token = self.look()
            is_default = token.kind == "Default"
            condition: ExpressionAst | None
            if is_default:
                self.looked = None
                condition = StringConstantExpressionAst(self.source, token.start, token.end, self.token_text(token), "BareWord")
            else:
                condition = self.single_argument("SwitchCondition")
            if condition is None:
                found.broken = True
                self.report_incomplete("MissingSwitchConditionExpression", found.end, found.end)
                if self.look().kind == "RCurly":
                    self.looked = None
                return
            found.seen.append(condition)
            found.end = condition.end
            body = self.statement_block()
            if body is None:
                found.broken = True
                found.unfinished = self.report_incomplete("MissingSwitchStatementClause", found.end, found.end)
            else:
                found.seen.append(body)
                found.end = body.end
                if not is_default:
                    found.clauses.append((condition, body))
                else:
                    if found.default is not None:
                        found.broken = True
                        self.report("MultipleSwitchDefaultClauses", condition.start, condition.end)
                    found.default = body
            self.skip_terminators()
            token = self.look()
            if token.kind == "RCurly":
                self.looked = None
                if not found.broken:
                    found.end = token.end
                return
            if token.kind == "EndOfInput":
                if not found.unfinished:
                    found.broken = True
                    self.report_incomplete("MissingEndCurlyBrace", curly.start, curly.end, seen_at=token.end)
                return


class _Switch:
    """What has been read of a switch statement so far."""

    def __init__(self, end: int) -> None:
        self.end = end
        self.broken = False
        self.unfinished = False
        self.in_parentheses = False
        self.flags: set[str] = set()
        self.seen_flags: list[tuple[str, Ast | None]] = []
        self.condition: PipelineBaseAst | None = None
        self.clauses: list[tuple[ExpressionAst, StatementBlockAst]] = []
        self.default: StatementBlockAst | None = None
        self.seen: list[Ast] = []
