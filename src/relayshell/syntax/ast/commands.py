"""Pipelines, commands, redirections and assignments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relayshell.source import Extent, Source
from relayshell.syntax.ast.node import ChainableAst, CommandBaseAst, CommandElementAst, PipelineBaseAst, RedirectionAst

if TYPE_CHECKING:
    from collections.abc import Sequence

    from relayshell.syntax.ast.node import Ast, ExpressionAst, StatementAst


class PipelineChainAst(ChainableAst):
    """`left && right` and `left || right`; operator is AndAnd or OrOr."""

    __slots__ = ("lhs_pipeline_chain", "rhs_pipeline", "operator", "background")
    CHILDREN = ("lhs_pipeline_chain", "rhs_pipeline")

    def __init__(
        self,
        source: Source,
        start: int,
        end: int,
        lhs_pipeline_chain: ChainableAst,
        rhs_pipeline: PipelineAst,
        operator: str,
        background: bool = False,
    ) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.lhs_pipeline_chain = lhs_pipeline_chain
        self.rhs_pipeline = rhs_pipeline
        self.operator = operator
        self.background = background


class PipelineAst(ChainableAst):
    """Commands joined by `|`."""

    __slots__ = ("pipeline_elements", "background")
    CHILDREN = ("pipeline_elements",)

    def __init__(self, source: Source, start: int, end: int, pipeline_elements: Sequence[CommandBaseAst], background: bool = False) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.pipeline_elements = pipeline_elements
        self.background = background


class CommandParameterAst(CommandElementAst):
    """`-Name` or `-Name:argument`; `error_start` and `error_end` bound the name alone."""

    __slots__ = ("parameter_name", "argument", "error_start", "error_end")
    CHILDREN = ("argument",)

    def __init__(
        self,
        source: Source,
        start: int,
        end: int,
        parameter_name: str,
        argument: ExpressionAst | None,
        error_start: int,
        error_end: int,
    ) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.parameter_name = parameter_name
        self.argument = argument
        self.error_start = error_start
        self.error_end = error_end

    @property
    def error_position(self) -> Extent:
        """Where an error of the parameter is shown: its name."""
        return Extent(self.source, self.error_start, self.error_end)


class CommandAst(CommandBaseAst):
    """A command with its words; `invocation_operator` is Dot, Ampersand or Unknown."""

    __slots__ = ("command_elements", "invocation_operator", "redirections")
    CHILDREN = ("command_elements", "redirections")

    def __init__(
        self,
        source: Source,
        start: int,
        end: int,
        command_elements: Sequence[Ast],
        invocation_operator: str,
        redirections: Sequence[RedirectionAst],
    ) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.command_elements = command_elements
        self.invocation_operator = invocation_operator
        self.redirections = redirections

    def get_command_name(self) -> str | None:
        """The name of the command where it is a plain word or string, else None."""
        first = self.command_elements[0]
        return getattr(first, "value", None) if type(first).__name__ == "StringConstantExpressionAst" else None


class CommandExpressionAst(CommandBaseAst):
    """An expression standing where a command could."""

    __slots__ = ("expression", "redirections")
    CHILDREN = ("expression", "redirections")

    def __init__(self, source: Source, start: int, end: int, expression: ExpressionAst, redirections: Sequence[RedirectionAst]) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.expression = expression
        self.redirections = redirections


class MergingRedirectionAst(RedirectionAst):
    """`from>&to`; streams are All, Output, Error, Warning, Verbose, Debug, Information."""

    __slots__ = ("to_stream",)

    def __init__(self, source: Source, start: int, end: int, from_stream: str, to_stream: str) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.from_stream = from_stream
        self.to_stream = to_stream


class FileRedirectionAst(RedirectionAst):
    """`from> location`, `from>> location`."""

    __slots__ = ("location", "append")
    CHILDREN = ("location",)

    def __init__(self, source: Source, start: int, end: int, from_stream: str, location: ExpressionAst, append: bool) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.from_stream = from_stream
        self.location = location
        self.append = append


class AssignmentStatementAst(PipelineBaseAst):
    """`left operator right`; operator is Equals, PlusEquals, ..., QuestionQuestionEquals; error_* bound the operator."""

    __slots__ = ("left", "operator", "right", "error_start", "error_end")
    CHILDREN = ("left", "right")

    def __init__(
        self,
        source: Source,
        start: int,
        end: int,
        left: ExpressionAst,
        operator: str,
        right: StatementAst,
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
        """Where an error of the assignment is shown: the operator."""
        return Extent(self.source, self.error_start, self.error_end)
