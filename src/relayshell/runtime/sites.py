"""Places in the text where commands are called: what is known of a call before it runs, and what is remembered of it."""

from __future__ import annotations

from typing import Any

from relayshell.source import Extent
from relayshell.syntax import ast as tree


class Word:
    """A word after the command's name.

    kind  'value', 'name' (-Name), 'pair' (-Name:value), 'splat' (@name), 'end' (--), or 'given' for a name and value
          that the runtime itself gives
    text  a number as it was written, where that is not how it reads
    """

    __slots__ = ("kind", "name", "node", "text")

    def __init__(self, kind: str, name: str | None, node: Any, text: str | None = None) -> None:
        self.kind = kind
        self.name = name
        self.node = node
        self.text = text

    @property
    def extent(self) -> Extent | None:
        """Where the word stands; None for one that is not in the text."""
        node = self.node
        if node is None:
            return None
        return Extent(node.source, node.start, node.end)


class CommandSite:
    """One command in the text.

    name, folded  its name where that is written plainly, else None
    operator      'Ampersand', 'Dot' or 'Unknown'
    asks_help     whether `-?` stands among its words
    called_like_method  whether one expression in parentheses stands right after the name, as in a method's call
    simple        whether all words are plain values
    plan          how the last function called here took its arguments, to be used again
    call_plan     how the last cmdlet called here took its arguments; True where the next call may tell, False where none can
    """

    __slots__ = ("node", "name", "folded", "operator", "words", "simple", "plan", "call_plan", "called_like_method", "asks_help")

    def __init__(self, node: tree.CommandAst, words: tuple[Word, ...]) -> None:
        first = node.command_elements[0]
        self.node = node
        self.name = first.value if isinstance(first, tree.StringConstantExpressionAst) else None
        self.folded = self.name.lower() if self.name is not None else None
        self.operator = node.invocation_operator
        self.words = words
        self.simple = all(word.kind == "value" for word in words)
        self.asks_help = any(word.name == "?" and word.kind in ("name", "pair") for word in words)
        self.plan: Any = None
        self.call_plan: Any = None
        elements = node.command_elements
        self.called_like_method = len(elements) == 2 and isinstance(elements[1], tree.ParenExpressionAst) and elements[1].start == first.end

    @property
    def extent(self) -> Extent:
        """Where the command stands, redirections left out as PowerShell does."""
        node = self.node
        return Extent(node.source, node.start, node.end)


class PipelineSite:
    """One pipeline in the text."""

    __slots__ = ("node", "sites")

    def __init__(self, node: tree.PipelineAst, sites: tuple[CommandSite, ...]) -> None:
        self.node = node
        self.sites = sites


class RedirectionSite:
    """The redirections of one element: rows of (kind, from, to or append), and the element."""

    __slots__ = ("rows", "node")

    def __init__(self, rows: tuple[Any, ...], node: Any) -> None:
        self.rows = rows
        self.node = node
