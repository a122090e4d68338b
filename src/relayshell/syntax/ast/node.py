"""Ast, the root of all node types, the abstract kinds of node, and walking a tree.

Mirrors System.Management.Automation.Language: the same classes, the same properties in snake_case. A node keeps its place as
`start` and `end` in `source`; `extent` is made from them when asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from relayshell.source import Extent, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Ast:
    """Any node. `parent` is set once the whole tree has been read; None for the root."""

    __slots__ = ("source", "start", "end", "parent")
    CHILDREN: tuple[str, ...] = ()
    """The attributes that hold nodes, sequences of nodes, or sequences of pairs of nodes, in the order they are visited."""

    source: Source
    start: int
    end: int
    parent: Ast | None

    @property
    def extent(self) -> Extent:
        """Where the node stands."""
        return Extent(self.source, self.start, self.end)

    @property
    def text(self) -> str:
        """The node as it was written."""
        return self.source.text[self.start : self.end]

    def children(self) -> list[Ast]:
        """The nodes directly below this one, in order."""
        found: list[Ast] = []
        for name in self.CHILDREN:
            value = getattr(self, name)
            if value is None:
                continue
            if isinstance(value, (list, tuple)):
                for item in value:
                    if isinstance(item, tuple):
                        found.extend(part for part in item if isinstance(part, Ast))
                    elif item is not None:
                        found.append(item)
            else:
                found.append(value)
        return found

    def walk(self) -> Iterator[Ast]:
        """This node and all below it, parents before children, left before right; depth costs no Python stack."""
        stack: list[Ast] = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.children()))

    def find_all(self, predicate: Callable[[Ast], bool], search_nested_script_blocks: bool) -> Iterator[Ast]:
        """The nodes for which `predicate` holds; without the second, script blocks inside are looked at but not entered."""
        stack: list[Ast] = [self]
        while stack:
            node = stack.pop()
            if predicate(node):
                yield node
            if not search_nested_script_blocks and node is not self and node.OPENS_SCRIPT_BLOCK:
                continue
            stack.extend(reversed(node.children()))

    OPENS_SCRIPT_BLOCK = False
    """True for the nodes at which a search that keeps out of nested script blocks turns back."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.text[:60]!r}>"


class StatementAst(Ast):
    """Any statement."""

    __slots__ = ()


class PipelineBaseAst(StatementAst):
    """A pipeline, a chain of them, an assignment, or a statement in error."""

    __slots__ = ()

    def get_pure_expression(self) -> ExpressionAst | None:
        """The expression, where the pipeline is nothing but one expression without redirections; else None."""
        elements = getattr(self, "pipeline_elements", None)
        if elements is None or len(elements) != 1 or getattr(self, "background", False):
            return None
        only = elements[0]
        if only.redirections:
            return None
        return getattr(only, "expression", None)


class ChainableAst(PipelineBaseAst):
    """What may stand on the left of `&&` and `||`."""

    __slots__ = ()


class CommandBaseAst(StatementAst):
    """A command or an expression in a pipeline."""

    __slots__ = ()


class CommandElementAst(Ast):
    """A word of a command: a parameter or an expression."""

    __slots__ = ()


class ExpressionAst(CommandElementAst):
    """Any expression."""

    __slots__ = ()


class RedirectionAst(Ast):
    """A redirection of the stream `from_stream`."""

    __slots__ = ("from_stream",)

    from_stream: str


class LabeledStatementAst(StatementAst):
    """A loop or switch: `label` is the name before it or None, `condition` what it tests or goes through."""

    __slots__ = ("label", "condition")

    label: str | None
    condition: PipelineBaseAst | None


class LoopStatementAst(LabeledStatementAst):
    """A loop with its `body`, a StatementBlockAst."""

    __slots__ = ("body",)

    body: Ast
