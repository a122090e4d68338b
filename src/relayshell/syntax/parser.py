"""The whole parser: a text to a tree, the problems in it, and the tokens."""

from __future__ import annotations

from relayshell.source import Source
from relayshell.syntax.ast.blocks import NamedBlockAst, ScriptBlockAst
from relayshell.syntax.ast.commands import CommandAst
from relayshell.syntax.ast.node import Ast, ExpressionAst
from relayshell.syntax.blocks import BlockRules
from relayshell.syntax.cursor import TooDeep
from relayshell.syntax.definitions import DefinitionRules
from relayshell.syntax.expressions import ExpressionRules
from relayshell.syntax.loops import LoopRules
from relayshell.syntax.pipelines import PipelineRules
from relayshell.syntax.primaries import PrimaryRules
from relayshell.syntax.problems import message
from relayshell.syntax.statements import StatementRules
from relayshell.syntax.tokens import Token
from relayshell.syntax.typenames import TypeNameRules
from relayshell.syntax.words import CommandRules

_QUOTING = frozenset(("UnexpectedToken", "MissingNamedBlocks"))
"""Problems whose message quotes the token they stand at, as it is written."""

_STRING_DEPTH = 16  # how much deeper a `$` part in a string counts, since each is read once more at every level around it


class Parser(
    BlockRules, StatementRules, LoopRules, DefinitionRules, PipelineRules, CommandRules, ExpressionRules, PrimaryRules, TypeNameRules
):
    """All rules together, over one source."""

    def __init__(self, source: Source, keep_tokens: bool = False) -> None:
        super().__init__(source, keep_tokens)
        self._kept = self.saved

    def script(self) -> ScriptBlockAst:
        """The whole source as a script."""
        try:
            tree: ScriptBlockAst = self.script_block(None)
            if self.requires:
                from relayshell.syntax.requires import read_requirements  # seldom needed

                tree.script_requirements = read_requirements(self, self.requires)
            return tree
        except TooDeep:
            self.report("ScriptTooComplicated", min(self.pos, self.limit), min(self.pos, self.limit))
            end = len(self.text)
            return ScriptBlockAst(self.source, 0, end, end_block=NamedBlockAst(self.source, 0, 0, "End", True, (), ()))

    def all_tokens(self) -> list[Token]:
        """The tokens kept, with those that the parser gave up before, so that the whole text is there to be coloured."""
        kept = self._kept
        if kept is None:
            return []
        if not kept or kept[-1].kind != "EndOfInput":
            problems = len(self.errors)
            self.looked, self.saved, self.mode, self.nested = None, kept, "Command", False
            self.pos, self.limit = kept[-1].end if kept else 0, len(self.text)
            while self.scan().kind != "EndOfInput":
                pass
            del self.errors[problems:]
        return kept

    def command_in_comment(self, comment: Token) -> CommandAst | None:
        """The command that a comment holds after its `#`, as a `#requires` line does."""
        state = self.pos, self.limit, self.nested, self.saved, self.mode
        self.pos, self.limit, self.nested, self.saved, self.mode = comment.start + 1, comment.end, True, None, "Command"
        found: CommandAst | None = self.command()
        self.looked = None
        self.pos, self.limit, self.nested, self.saved, self.mode = state
        return found

    def nested_expression(self, piece: Token, string: Token) -> ExpressionAst:
        """The expression of one `$` part of a string or word."""
        if piece.kind == "Variable":
            if self.saved is not None:
                string.nested = [*(string.nested or ()), piece]
            found: ExpressionAst = self.variable_or_using(piece, False)
            return found
        if piece.kind != "Unscanned":
            return self._nothing(piece)
        if piece.value is not None:
            return self._nested_apart(piece, string)
        state = self.pos, self.limit, self.nested, self.saved
        self.depth += _STRING_DEPTH
        self.deeper()
        self.pos, self.limit, self.nested = piece.start, piece.end, True
        if self.saved is not None:
            self.saved = []
        nested: ExpressionAst | None = self.primary(True)
        self.looked = None
        self.depth -= _STRING_DEPTH + 1
        if self.saved is not None:
            string.nested = [*(string.nested or ()), *self.saved]
        self.pos, self.limit, self.nested, self.saved = state
        return self._nothing(piece) if nested is None else nested

    def _nothing(self, piece: Token) -> ExpressionAst:
        from relayshell.syntax.ast.expressions import ErrorExpressionAst

        return ErrorExpressionAst(self.source, piece.start, piece.end)

    def _nested_apart(self, piece: Token, string: Token) -> ExpressionAst:
        """A part whose doubled quotes count as one: read as a text of its own, then put where it came from."""
        assert isinstance(piece.value, tuple)
        text, offsets = piece.value
        inner = Parser(Source(text, self.source.file), self.saved is not None)
        inner.nested = True
        inner.depth = self.depth + _STRING_DEPTH
        inner.deeper()
        inner.mode = self.mode
        nested: ExpressionAst | None = inner.primary(True)
        for problem in inner.errors:
            extent = problem.extent
            start, end = offsets[extent.start], offsets[extent.end]
            if (problem.error_id, start, end) not in self._reported:
                self._reported.add((problem.error_id, start, end))
                extent.source, extent.start, extent.end = self.source, start, end
                if problem.error_id in _QUOTING:
                    problem.message = message(problem.error_id, (extent.text,))
                self.errors.append(problem)
        if inner.saved is not None:
            for token in inner.saved:
                token.start, token.end = offsets[token.start], offsets[token.end]
            string.nested = [*(string.nested or ()), *inner.saved]
        if nested is None:
            return self._nothing(piece)
        for node in nested.walk():
            _move(node, self.source, offsets)
        return nested


def _move(node: Ast, source: Source, offsets: list[int]) -> None:
    """Puts a node read from a text of its own where it stands in `source`."""
    from relayshell.syntax.ast.names import GenericTypeName, ArrayTypeName, TypeName

    node.source = source
    for start, end in (("start", "end"), ("error_start", "error_end"), ("name_start", "name_end")):
        if hasattr(node, start):
            setattr(node, start, offsets[getattr(node, start)])
            setattr(node, end, offsets[getattr(node, end)])
    names = [name for name in (getattr(node, "type_name", None),) if isinstance(name, TypeName)]
    names += getattr(node, "generic_type_arguments", ())
    while names:
        name = names.pop()
        if name.source is source:
            continue
        name.source, name.start, name.end = source, offsets[name.start], offsets[name.end]
        if isinstance(name, GenericTypeName):
            names += [name.type_name, *name.generic_arguments]
        elif isinstance(name, ArrayTypeName):
            names.append(name.element_type)
