"""Rules for script blocks, named blocks, statement blocks and parameters."""

from __future__ import annotations

from relayshell.syntax.ast.blocks import AttributeAst, NamedBlockAst, ParamBlockAst, ParameterAst, ScriptBlockAst
from relayshell.syntax.ast.definitions import UsingStatementAst
from relayshell.syntax.ast.literals import VariableExpressionAst
from relayshell.syntax.ast.names import VariablePath
from relayshell.syntax.ast.node import StatementAst
from relayshell.syntax.ast.statements import StatementBlockAst, TrapStatementAst
from relayshell.syntax.cursor import Cursor
from relayshell.syntax.tokens import BLOCK_NAMES, Token

Place = tuple[int, int]

_STARTS_PARAM = frozenset("[pP")


class BlockRules(Cursor):
    """Reads blocks of statements and what stands at their head."""

    def script_block(self, curly: Token | None, is_filter: bool = False, first: StatementAst | None = None) -> ScriptBlockAst:
        """A whole script, or with `curly` what follows it up to its brace; `first` is put before the statements."""
        self.skip_newlines()
        usings = self._usings() if curly is None else []
        params: ParamBlockAst | None = None
        if self.looked is not None or self.peek(self.pos) in _STARTS_PARAM:
            restore = self.place()
            params = self._param_block()
            if params is None:
                self.back_to(restore)
        self.skip_terminators()
        if self.look().kind in BLOCK_NAMES:
            return self._named_blocks(curly, usings, params)
        traps: list[TrapStatementAst] = []
        statements: list[StatementAst] = [] if first is None else [first]
        body: Place | None = None if params is None else (params.start, params.end)
        while True:
            found = self.statement_list(statements, traps)
            if found is not None:
                body = found if body is None else (body[0], found[1])
            done = self._complete_body(curly, body)
            if done is not None:
                break
        (start, end), body = done
        body_start, body_end = body or (start, start)
        kind = "Process" if is_filter else "End"
        block = NamedBlockAst(self.source, body_start, body_end, kind, True, traps or (), statements or ())
        return ScriptBlockAst(
            self.source,
            start,
            end,
            (),
            usings,
            params,
            process_block=block if is_filter else None,
            end_block=None if is_filter else block,
        )

    def _usings(self) -> list[UsingStatementAst]:
        found: list[UsingStatementAst] = []
        while True:
            token = self.look()
            if token.kind != "Using":
                self.back_to(token.start)
                return found
            self.looked = None
            statement = self.using_statement(token)
            self.skip_terminators()
            if isinstance(statement, UsingStatementAst):
                found.append(statement)

    def _complete_body(self, curly: Token | None, body: Place | None) -> tuple[Place, Place | None] | None:
        """The places of the block and of its statements; None where a stray token was taken and reading must go on."""
        token = self.take()
        if curly is None:
            if token.kind == "EndOfInput":
                return (0, len(self.source.text)), body
            self.report("UnexpectedToken", token.start, token.end, self.token_text(token))
            return None
        if token.kind == "RCurly":
            if body is None and curly.end != token.start:
                body = (curly.end, max(token.start - 1, 0))
            return (curly.start, token.end), body
        self.looked = token
        self.report_incomplete("MissingEndCurlyBrace", curly.start, curly.end, seen_at=token.end)
        return (curly.start, curly.end if body is None else body[1]), body

    # Parameters

    def _param_block(self) -> ParamBlockAst | None:
        self.skip_newlines()
        candidates = self.attribute_list(False)
        self.skip_newlines()
        token = self.look()
        if token.kind != "Param":
            return None
        self.looked = None
        self.skip_newlines()
        paren = self.take()
        if paren.kind != "LParen":
            self.looked = paren
            return None
        parameters = self.parameter_list()
        self.skip_newlines()
        closing = self.take()
        end = closing.end
        if closing.kind != "RParen":
            self.looked = closing
            end = max(closing.start - 1, 0)
            after = parameters[-1].end if parameters else paren.end
            self.report_incomplete("MissingEndParenthesisInFunctionParameterList", after, after)
        attributes: list[AttributeAst] = []
        for candidate in candidates:
            if isinstance(candidate, AttributeAst):
                attributes.append(candidate)
            else:
                self.report("TypeNotAllowedBeforeParam", candidate.start, candidate.end, candidate.type_name.full_name)
        return ParamBlockAst(self.source, token.start, end, attributes or (), parameters)

    def parameter_list(self) -> list[ParameterAst]:
        """Parameters with commas between, up to what is none."""
        parameters: list[ParameterAst] = []
        comma: Token | None = None
        while True:
            parameter = self._parameter()
            if parameter is None:
                if comma is not None:
                    self.report_incomplete("MissingExpressionAfterToken", comma.end, comma.end, ",")
                return parameters
            parameters.append(parameter)
            self.skip_newlines()
            comma = self.look()
            if comma.kind != "Comma":
                return parameters
            self.looked = None

    def _parameter(self) -> ParameterAst | None:
        source = self.source
        no_commas, self.no_commas = self.no_commas, True
        mode = self.mode
        self.set_mode("Expression")
        self.skip_newlines()
        attributes = self.attribute_list(False)
        self.skip_newlines()
        token = self.take()
        found: ParameterAst | None = None
        if token.kind in ("Variable", "SplattedVariable"):
            self.skip_newlines()
            default = None
            equals = self.look()
            if equals.kind == "Equals":
                self.looked = None
                self.skip_newlines()
                default = self.expression()
                if default is None:
                    self.report_incomplete("MissingExpressionAfterToken", equals.end, equals.end, "=")
            start = attributes[0].start if attributes else token.start
            end = token.end if default is None else default.end
            found = ParameterAst(source, start, end, attributes or (), self.variable(token), default)
        else:
            self.looked = token
            if attributes:
                start, end = attributes[0].start, attributes[-1].end
                self.report_incomplete("InvalidFunctionParameter", end, end)
                self.sync(True, "RParen")
                name = VariableExpressionAst(source, start, end, VariablePath("__error__"))
                found = ParameterAst(source, start, end, attributes, name)
        self.no_commas = no_commas
        self.set_mode(mode)
        return found

    # Named blocks

    def _named_blocks(self, curly: Token | None, usings: list[UsingStatementAst], params: ParamBlockAst | None) -> ScriptBlockAst:
        blocks: dict[str, NamedBlockAst] = {}
        start = curly.start if curly is not None else None if params is None else params.start
        end = 0
        while True:
            token = self.take()
            kind = token.kind
            if kind not in BLOCK_NAMES:
                break
            if start is None:
                start = token.start
            block = self.statement_block()
            if block is None:
                self.report_incomplete("MissingNamedStatementBlock", token.end, token.end, kind.lower())
                block = StatementBlockAst(self.source, token.start, token.end, (), ())
                end = token.end
            else:
                end = block.end
            if kind in blocks:
                self.report("DuplicateScriptCommandClause", token.start, end, kind.lower())
            else:
                blocks[kind] = NamedBlockAst(self.source, token.start, end, kind, False, block.traps, block.statements)
            self.skip_terminators()
        if kind in ("RCurly", "EndOfInput"):
            self.looked = token
            done = self._complete_body(curly, (start or 0, end))
            place = (0, len(self.source.text)) if done is None else done[0]
        else:
            if curly is None:
                place = (0, len(self.source.text))
            else:
                self.looked = token
                place = (curly.start, end)
            self.report("MissingNamedBlocks", token.start, token.end, self.token_text(token))
        return ScriptBlockAst(
            self.source,
            place[0],
            place[1],
            (),
            usings,
            params,
            blocks.get("Dynamicparam"),
            blocks.get("Begin"),
            blocks.get("Process"),
            blocks.get("End"),
            blocks.get("Clean"),
        )

    # Statements in a row

    def statement_block(self) -> StatementBlockAst | None:
        """`{ statements }`; None where no brace stands here."""
        self.skip_newlines()
        curly = self.take()
        if curly.kind != "LCurly":
            self.looked = curly
            return None
        traps: list[TrapStatementAst] = []
        statements: list[StatementAst] = []
        body = self.statement_list(statements, traps)
        closing = self.take()
        end = closing.end
        if closing.kind != "RCurly":
            self.looked = closing
            end = curly.end if body is None else body[1]
            self.report_incomplete("MissingEndCurlyBrace", curly.start, curly.end, seen_at=closing.end)
        return StatementBlockAst(self.source, curly.start, end, traps or (), statements or ())

    def statement_list(self, statements: list[StatementAst], traps: list[TrapStatementAst]) -> Place | None:
        """Reads statements into the two lists; gives the place of them all, None where there were none."""
        start = -1
        end = 0
        self.skip_terminators()
        while True:
            statement = self.statement()
            if statement is None:
                break
            if self.signature_start is not None and self.signature_start < statement.start:
                self.report("TokenAfterEndOfValidScriptText", statement.start, statement.end)
            if isinstance(statement, TrapStatementAst):
                traps.append(statement)
            else:
                statements.append(statement)
            if start < 0:
                start = statement.start
            end = statement.end
            self.skip_terminators()
            looked = self.looked
            if looked is None:
                pos = self.pos
                char = self.text[pos] if pos < self.limit else ""
                if char == ")" or char == "}":
                    break
            elif looked.kind == "RParen" or looked.kind == "RCurly":
                break
        return None if start < 0 else (start, end)
