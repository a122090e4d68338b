"""Statements, except definitions and pipelines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relayshell.syntax.ast.node import Ast, PipelineBaseAst, StatementAst

if TYPE_CHECKING:
    from collections.abc import Sequence

    from relayshell.source import Source
    from relayshell.syntax.ast.blocks import TypeConstraintAst
    from relayshell.syntax.ast.node import ExpressionAst


class StatementBlockAst(Ast):
    """Statements between braces (or between `$(` and `)`), with the traps among them."""

    __slots__ = ("traps", "statements")
    CHILDREN = ("traps", "statements")

    def __init__(self, source: Source, start: int, end: int, traps: Sequence[TrapStatementAst], statements: Sequence[StatementAst]) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.traps = traps
        self.statements = statements


class BlockStatementAst(StatementAst):
    """`parallel { }` and `sequence { }`, which only workflows had."""

    __slots__ = ("kind", "body")
    CHILDREN = ("body",)

    def __init__(self, source: Source, start: int, end: int, kind: str, body: StatementBlockAst) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.kind = kind
        self.body = body


class IfStatementAst(StatementAst):
    """`clauses` are pairs of a condition and its block; `else_clause` may be None."""

    __slots__ = ("clauses", "else_clause")
    CHILDREN = ("clauses", "else_clause")

    def __init__(
        self,
        source: Source,
        start: int,
        end: int,
        clauses: Sequence[tuple[PipelineBaseAst, StatementBlockAst]],
        else_clause: StatementBlockAst | None,
    ) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.clauses = clauses
        self.else_clause = else_clause


class CatchClauseAst(Ast):
    """`catch [type], [type] { }`."""

    __slots__ = ("catch_types", "body")
    CHILDREN = ("catch_types", "body")

    def __init__(self, source: Source, start: int, end: int, catch_types: Sequence[TypeConstraintAst], body: StatementBlockAst) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.catch_types = catch_types
        self.body = body

    @property
    def is_catch_all(self) -> bool:
        """True where no type is named."""
        return not self.catch_types


class TryStatementAst(StatementAst):
    """`try { } catch { } finally { }`; the last is `finally_`, None where absent."""

    __slots__ = ("body", "catch_clauses", "finally_")
    CHILDREN = ("body", "catch_clauses", "finally_")

    def __init__(
        self,
        source: Source,
        start: int,
        end: int,
        body: StatementBlockAst,
        catch_clauses: Sequence[CatchClauseAst],
        finally_: StatementBlockAst | None,
    ) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.body = body
        self.catch_clauses = catch_clauses
        self.finally_ = finally_


class TrapStatementAst(StatementAst):
    """`trap [type] { }`."""

    __slots__ = ("trap_type", "body")
    CHILDREN = ("trap_type", "body")

    def __init__(self, source: Source, start: int, end: int, trap_type: TypeConstraintAst | None, body: StatementBlockAst) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.trap_type = trap_type
        self.body = body


class DataStatementAst(StatementAst):
    """`data name -SupportedCommand ... { }`; `variable` is a plain name or None."""

    __slots__ = ("variable", "commands_allowed", "body")
    CHILDREN = ("commands_allowed", "body")

    def __init__(
        self,
        source: Source,
        start: int,
        end: int,
        variable: str | None,
        commands_allowed: Sequence[ExpressionAst],
        body: StatementBlockAst,
    ) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.variable = variable
        self.commands_allowed = commands_allowed
        self.body = body


class BreakStatementAst(StatementAst):
    """`break label`; the label may be None."""

    __slots__ = ("label",)
    CHILDREN = ("label",)

    def __init__(self, source: Source, start: int, end: int, label: ExpressionAst | None) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.label = label


class ContinueStatementAst(StatementAst):
    """`continue label`; the label may be None."""

    __slots__ = ("label",)
    CHILDREN = ("label",)

    def __init__(self, source: Source, start: int, end: int, label: ExpressionAst | None) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.label = label


class ReturnStatementAst(StatementAst):
    """`return pipeline`; the pipeline may be None."""

    __slots__ = ("pipeline",)
    CHILDREN = ("pipeline",)

    def __init__(self, source: Source, start: int, end: int, pipeline: PipelineBaseAst | None) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.pipeline = pipeline


class ExitStatementAst(StatementAst):
    """`exit pipeline`; the pipeline may be None."""

    __slots__ = ("pipeline",)
    CHILDREN = ("pipeline",)

    def __init__(self, source: Source, start: int, end: int, pipeline: PipelineBaseAst | None) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.pipeline = pipeline


class ThrowStatementAst(StatementAst):
    """`throw pipeline`; the pipeline may be None."""

    __slots__ = ("pipeline",)
    CHILDREN = ("pipeline",)

    def __init__(self, source: Source, start: int, end: int, pipeline: PipelineBaseAst | None) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.pipeline = pipeline

    @property
    def is_rethrow(self) -> bool:
        """True for a bare `throw` inside a catch block."""
        return self.pipeline is None and _inside_catch(self)


class ErrorStatementAst(PipelineBaseAst):
    """A statement that could not be read whole; holds what was read of it."""

    __slots__ = ("kind", "nested_ast", "flags", "conditions", "bodies")
    CHILDREN = ("nested_ast", "flags", "conditions", "bodies")

    def __init__(
        self,
        source: Source,
        start: int,
        end: int,
        kind: str | None = None,
        nested_ast: Sequence[Ast] = (),
        flags: Sequence[tuple[str, Ast | None]] = (),
        conditions: Sequence[Ast] = (),
        bodies: Sequence[Ast] = (),
    ) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.kind = kind
        self.nested_ast = nested_ast
        self.flags = flags
        self.conditions = conditions
        self.bodies = bodies


def _inside_catch(node: Ast) -> bool:
    above = node.parent
    while above is not None and not isinstance(above, CatchClauseAst):
        above = above.parent
    return above is not None
