"""Rules for pipelines and chains of them, assignments and redirections."""

from __future__ import annotations

from relayshell.syntax.ast.commands import (
    AssignmentStatementAst,
    CommandExpressionAst,
    FileRedirectionAst,
    MergingRedirectionAst,
    PipelineAst,
    PipelineChainAst,
)
from relayshell.syntax.ast.expressions import ErrorExpressionAst
from relayshell.syntax.ast.node import ChainableAst, CommandBaseAst, ExpressionAst, PipelineBaseAst, RedirectionAst
from relayshell.syntax.ast.statements import ErrorStatementAst
from relayshell.syntax.cursor import Cursor
from relayshell.syntax.lexer import STREAMS
from relayshell.syntax.tokens import ASSIGNMENT, Token, kind_text

_STREAM_NAMES = {
    "All": "* stream",
    "Output": "output stream",
    "Error": "error stream",
    "Warning": "warning stream",
    "Verbose": "verbose stream",
    "Debug": "debug stream",
    "Information": "information stream",
}
_ENDS_PIPELINE = frozenset(("Semi", "NewLine", "RParen", "RCurly", "EndOfInput", "AndAnd", "OrOr", "Ampersand"))
_NO_EXPRESSION = frozenset(("Identifier", "Generic"))


def _stream_number(redirection: RedirectionAst) -> int:
    return STREAMS.index(redirection.from_stream)


class PipelineRules(Cursor):
    """Reads pipelines."""

    def pipeline_chain(self) -> PipelineBaseAst | None:
        """An assignment, or pipelines joined by `&&` and `||`; None where none stands here."""
        self.deeper()
        found = self._pipeline_chain()
        self.depth -= 1
        return found

    def _pipeline_chain(self) -> PipelineBaseAst | None:
        expression: ExpressionAst | None = None
        if not self._word_ahead():
            mode = self.mode
            self.set_mode("Expression")
            expression = self.expression()
            assign: Token | None = None
            if expression is not None:
                token = self.look()
                if token.kind in ASSIGNMENT:
                    self.looked = None
                    assign = token
            self.set_mode(mode)
            if expression is not None and assign is not None:
                return self._assignment(expression, assign)
        return self._chain(expression)

    def _word_ahead(self) -> bool:
        """Whether a plain word comes next, so that trying for an expression is no use."""
        looked = self.looked
        if looked is None:
            pos = self.pos
            char = self.text[pos] if pos < self.limit else ""
        elif looked.kind in _NO_EXPRESSION:
            char = self.text[looked.start]
        else:
            return False
        return char.isalpha() or char == "_"

    def _assignment(self, left: ExpressionAst, operator: Token) -> AssignmentStatementAst:
        self.skip_newlines()
        right = self.statement()
        if right is None:
            at = operator.end
            self.report_incomplete("ExpectedValueExpression", at, at, kind_text(operator.kind))
            right = ErrorStatementAst(self.source, at, at)
        elif type(right) is PipelineAst and not right.background and len(right.pipeline_elements) == 1:
            only = right.pipeline_elements[0]
            if type(only) is CommandExpressionAst:
                right = only  # an expression alone stands there without a pipeline around it
        return AssignmentStatementAst(
            self.source, left.start, right.end, left, operator.kind, right, operator.start, operator.end
        )

    def _chain(self, expression: ExpressionAst | None) -> PipelineBaseAst | None:
        source = self.source
        chain: ChainableAst | None = None
        operator: Token | None = None
        while True:
            first = None if expression is not None else self.look()
            pipeline = self._pipeline(expression)
            expression = None
            if pipeline is None:
                if operator is None or chain is None or first is None:
                    return None
                if first.kind == "EndOfInput":
                    self.report_incomplete("EmptyPipelineChainElement", operator.end, operator.end, self.token_text(operator))
                elif first.kind not in ("Dot", "Ampersand"):
                    self.report("EmptyPipelineChainElement", operator.start, first.end, self.token_text(operator))
                return ErrorStatementAst(source, chain.start, operator.end, operator.kind, [chain])
            token = self.look()
            background = False
            if token.kind == "Ampersand":
                self.looked = None
                token = self.look()
                if token.kind in ("AndAnd", "OrOr"):
                    self.looked = None
                    self.report("BackgroundOperatorInPipelineChain", token.start, token.end)
                    return ErrorStatementAst(source, (chain or pipeline).start, token.end)
                background = True
            whole: ChainableAst = pipeline
            if chain is not None and operator is not None:
                whole = PipelineChainAst(source, chain.start, pipeline.end, chain, pipeline, operator.kind, background)
            if background or token.kind not in ("AndAnd", "OrOr"):
                if background:
                    whole.background = True  # type: ignore[attr-defined]
                return whole
            self.looked = None
            self.skip_newlines()
            chain, operator = whole, token
            if self.look().kind == "EndOfInput":
                self.report_incomplete("EmptyPipelineChainElement", token.end, token.end)
                return chain

    def _pipeline(self, expression: ExpressionAst | None) -> PipelineAst | None:
        """Commands joined by `|`, the first of which may be `expression`, read already."""
        elements: list[CommandBaseAst] = []
        bar: Token | None = None
        while True:
            if expression is None and not self._word_ahead():
                mode = self.mode
                self.set_mode("Expression")
                expression = self.expression()
                self.set_mode(mode)
            command: CommandBaseAst | None
            if expression is not None:
                if elements:
                    self.report("ExpressionsMustBeFirstInPipeline", expression.start, expression.end)
                command = self._expression_command(expression)
            else:
                command = self.command()
            if command is not None:
                elements.append(command)
            elif elements or self.look().kind == "Pipe":
                looked = self.look()
                start, end = (looked.start, looked.end) if bar is None else (bar.end, bar.end)
                self.report_incomplete("EmptyPipeElement", start, end)
            expression = None
            token = self.look()
            if token.kind == "NewLine" and self.pipe_follows(token.end):
                self.skip_newlines()
                token = self.look()
            if token.kind == "Pipe":
                bar = token
                self.looked = None
                self.skip_newlines()
                if self.look().kind == "EndOfInput":
                    self.report_incomplete("EmptyPipeElement", token.end, token.end)
                    break
                continue
            if token.kind not in _ENDS_PIPELINE:
                self.report("UnexpectedToken", token.start, token.end, self.token_text(token))
            break
        if not elements:
            return None
        return PipelineAst(self.source, elements[0].start, elements[-1].end, elements)

    def _expression_command(self, expression: ExpressionAst) -> CommandExpressionAst:
        redirections: list[RedirectionAst] = []
        end = expression.end
        token = self.look()
        while token.kind == "Redirection" or token.kind == "RedirectInStd":
            self.looked = None
            end = self.redirection(token, redirections) or end
            token = self.look()
        return CommandExpressionAst(self.source, expression.start, end, expression, redirections or ())

    def redirection(self, token: Token, redirections: list[RedirectionAst]) -> int:
        """Reads the rest of a redirection into the list; gives its end."""
        source = self.source
        made: RedirectionAst
        if token.value == "merge":
            from_stream, to_stream = token.extra  # type: ignore[misc]
            if to_stream != "Output" or from_stream == to_stream:
                self.report("RedirectionNotSupported", token.start, token.end, self.token_text(token))
            made = MergingRedirectionAst(source, token.start, token.end, from_stream, "Output")
        else:
            name: ExpressionAst | None = self.single_argument("FileName")
            if name is None:
                self.report("MissingFileSpecification", token.end, token.end)
                name = ErrorExpressionAst(source, token.start, token.end)
            if token.kind == "RedirectInStd":
                self.report("RedirectionNotSupported", token.start, token.end, self.token_text(token))
                return name.end
            from_stream, append = token.extra  # type: ignore[misc]
            made = FileRedirectionAst(source, token.start, name.end, from_stream, name, append)
        if any(other.from_stream == from_stream for other in redirections):
            self.report("StreamAlreadyRedirected", made.start, made.end, _STREAM_NAMES[from_stream])
        else:
            redirections.append(made)
            redirections.sort(key=_stream_number)
        return made.end
