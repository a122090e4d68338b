"""$using: variables: found in the text of a block, and their values taken from where it is handed over."""

from __future__ import annotations

from typing import Any

from relayshell.syntax import ast as tree


def using_variables(block: Any, frame: Any) -> list[tuple[str, Any]]:
    """Pairs of `using:name` and value for each `$using:name` in a block, as seen from a frame."""
    found: dict[str, Any] = {}
    for node in block.code.node.walk():
        if isinstance(node, tree.UsingExpressionAst):
            root: Any = node.sub_expression
            while not isinstance(root, tree.VariableExpressionAst):
                root = root.expression if isinstance(root, tree.MemberExpressionAst) else root.target
            name = root.variable_path.name
            cell = frame.scope.find(name.lower())
            found["using:" + name.lower()] = None if cell is None else cell.value
    return list(found.items())
