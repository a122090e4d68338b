"""Loops and switch: the statements that may have a label."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relayshell.syntax.ast.node import LabeledStatementAst, LoopStatementAst

if TYPE_CHECKING:
    from collections.abc import Sequence

    from relayshell.source import Source
    from relayshell.syntax.ast.literals import VariableExpressionAst
    from relayshell.syntax.ast.node import ExpressionAst, PipelineBaseAst
    from relayshell.syntax.ast.statements import StatementBlockAst


class SwitchStatementAst(LabeledStatementAst):
    """`flags` is a frozenset of File, Regex, Wildcard, Exact, CaseSensitive, Parallel; `clauses` are pairs."""

    __slots__ = ("flags", "clauses", "default")
    CHILDREN = ("condition", "clauses", "default")

    def __init__(
        self,
        source: Source,
        start: int,
        end: int,
        label: str | None,
        condition: PipelineBaseAst,
        flags: frozenset[str],
        clauses: Sequence[tuple[ExpressionAst, StatementBlockAst]],
        default: StatementBlockAst | None,
    ) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.label = label
        self.condition = condition
        self.flags = flags
        self.clauses = clauses
        self.default = default


class ForEachStatementAst(LoopStatementAst):
    """`foreach ($variable in condition) body`; `flags` may hold Parallel."""

    __slots__ = ("flags", "throttle_limit", "variable")
    CHILDREN = ("throttle_limit", "variable", "condition", "body")

    def __init__(
        self,
        source: Source,
        start: int,
        end: int,
        label: str | None,
        flags: frozenset[str],
        throttle_limit: ExpressionAst | None,
        variable: VariableExpressionAst,
        condition: PipelineBaseAst,
        body: StatementBlockAst,
    ) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.label = label
        self.flags = flags
        self.throttle_limit = throttle_limit
        self.variable = variable
        self.condition = condition
        self.body = body


class ForStatementAst(LoopStatementAst):
    """`for (initializer; condition; iterator) body`; any of the three may be None."""

    __slots__ = ("initializer", "iterator")
    CHILDREN = ("initializer", "condition", "iterator", "body")

    def __init__(
        self,
        source: Source,
        start: int,
        end: int,
        label: str | None,
        initializer: PipelineBaseAst | None,
        condition: PipelineBaseAst | None,
        iterator: PipelineBaseAst | None,
        body: StatementBlockAst,
    ) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.label = label
        self.initializer = initializer
        self.condition = condition
        self.iterator = iterator
        self.body = body


class WhileStatementAst(LoopStatementAst):
    """`while (condition) body`."""

    __slots__ = ()
    CHILDREN = ("condition", "body")

    def __init__(self, source: Source, start: int, end: int, label: str | None, condition: PipelineBaseAst, body: StatementBlockAst) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.label = label
        self.condition = condition
        self.body = body


class DoWhileStatementAst(LoopStatementAst):
    """`do body while (condition)`."""

    __slots__ = ()
    CHILDREN = ("condition", "body")

    def __init__(self, source: Source, start: int, end: int, label: str | None, condition: PipelineBaseAst, body: StatementBlockAst) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.label = label
        self.condition = condition
        self.body = body


class DoUntilStatementAst(LoopStatementAst):
    """`do body until (condition)`."""

    __slots__ = ()
    CHILDREN = ("condition", "body")

    def __init__(self, source: Source, start: int, end: int, label: str | None, condition: PipelineBaseAst, body: StatementBlockAst) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.label = label
        self.condition = condition
        self.body = body
