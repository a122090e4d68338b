"""What the cursor is on: the token, the nodes of the tree around it, and the word being typed.

Knows the text alone; what could stand there is for the modules that answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

from relayshell.syntax import ast as tree
from relayshell.syntax import parse
from relayshell.syntax.ast.node import Ast
from relayshell.syntax.tokens import Token

Node = TypeVar("Node", bound=Ast)
_DULL = ("NewLine", "EndOfInput")


class Place:
    """A cursor in a text, in a session.

    token    the token that the cursor is in or just behind, or None where it stands after white space
    before   where there is no such token: the last one before the cursor
    path     the nodes around the cursor, the whole script first, the innermost last
    word     what was typed of the word to complete
    index, length   the stretch that a candidate replaces
    """

    def __init__(self, text: str, cursor: int, session: Any) -> None:
        self.text = text
        self.cursor = cursor
        self.session = session
        parsed = parse(text, keep_tokens=True)
        self.tree: Ast = parsed.tree
        self.tokens = parsed.tokens
        self.token: Token | None = None
        self.before: Token | None = None
        self._find_token()
        self.path = _path_to(self.tree, cursor if self.token is not None or self.before is None else self.before.end)
        token = self.token
        self.word = text[token.start : token.end] if token is not None else ""
        self.index = token.start if token is not None else cursor
        self.length = token.end - token.start if token is not None else 0

    def _find_token(self) -> None:
        for token in self.tokens:
            if token.kind in _DULL:
                continue
            if token.start < self.cursor <= token.end:
                self.token = token
            elif token.end <= self.cursor:
                self.before = token
        while self.token is not None and self.token.nested:
            inner = [each for each in self.token.nested if each.start < self.cursor <= each.end]
            if not inner:
                break
            self.token = inner[-1]

    @property
    def node(self) -> Ast:
        """The innermost node."""
        return self.path[-1]

    def above(self, kind: type[Node]) -> Node | None:
        """The innermost node of a kind."""
        for node in reversed(self.path):
            if isinstance(node, kind):
                return node
        return None

    def parent(self, steps: int = 1) -> Ast | None:
        """A node above the innermost one."""
        return self.path[-1 - steps] if len(self.path) > steps else None

    def tokens_before(self, start: int) -> Iterator[Token]:
        """The tokens that end before a place, the nearest first; line ends and comments left out."""
        pool = list(_flat(self.tokens))
        for token in reversed(pool):
            if token.end <= start and token.kind not in (*_DULL, "Comment", "LineContinuation"):
                yield token

    def insert(self) -> None:
        """Replace nothing: candidates are put in at the cursor."""
        self.index, self.length, self.word = self.cursor, 0, ""

    def replace(self, start: int, end: int, word: str | None = None) -> None:
        """Replace this stretch."""
        self.index, self.length = start, end - start
        self.word = self.text[start:end] if word is None else word

    @property
    def empty_line(self) -> bool:
        """Whether the cursor's line holds nothing yet, and the line before does not go on."""
        start = self.text.rfind("\n", 0, self.cursor) + 1
        end = self.text.find("\n", self.cursor)
        line = self.text[start : len(self.text) if end < 0 else end]
        return not line.strip() and not self.text[:start].rstrip("\r\n").endswith("`")


def _flat(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        if token.nested:
            yield from _flat(token.nested)


def _path_to(root: Ast, at: int) -> list[Ast]:
    """The nodes around a place: of those that reach deepest the last, of equals the smallest.

    All nodes are looked at, since attributes stand outside the stretch of what they belong to.
    """
    best: list[Ast] = [root]
    for node in root.walk():
        if not node.start < at <= node.end:
            continue
        path = [node]
        step = node.parent
        while step is not None:
            if step.start < at <= step.end or step is root:
                path.append(step)
            step = step.parent
        if len(path) > len(best) or len(path) == len(best) and _width(node) <= _width(best[-1]):
            best = path[::-1]
    return best


def _width(node: Ast) -> int:
    return node.end - node.start


def enclosing(node: Ast | None, kind: type[Node]) -> Node | None:
    """The nearest node of a kind at or above another."""
    while node is not None and not isinstance(node, kind):
        node = node.parent
    return node


__all__ = ["Place", "enclosing", "tree"]
