"""Telling every node its parent, once the tree is whole, and going through a tree in the order in which it is checked."""

from __future__ import annotations

from relayshell.syntax.ast.node import Ast
from relayshell.syntax.ast.statements import StatementBlockAst

_BLOCK = StatementBlockAst.CHILDREN


def set_parents(root: Ast) -> list[Ast]:
    """Sets `parent` on all nodes below `root`; gives all nodes, parents before children, left before right."""
    order: list[Ast] = []
    stack = [root]
    while stack:
        node = stack.pop()
        order.append(node)
        below: list[Ast] = []
        for name in node.CHILDREN:
            value = getattr(node, name)
            if value is None:
                continue
            kind = type(value)
            if kind is list or kind is tuple:
                for item in value:
                    if type(item) is tuple:
                        for part in item:
                            if isinstance(part, Ast):
                                part.parent = node
                                below.append(part)
                    elif item is not None:
                        item.parent = node
                        below.append(item)
            else:
                value.parent = node
                below.append(value)
        if node.CHILDREN == _BLOCK and node.traps:  # type: ignore[attr-defined]
            below.sort(key=_start)
        below.reverse()
        stack += below
    return order


def in_order(root: Ast) -> list[Ast]:
    """All nodes from `root` down, parents before children, left before right."""
    return list(root.walk())


def _start(node: Ast) -> int:
    return node.start
