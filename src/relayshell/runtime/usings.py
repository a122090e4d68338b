"""$using: variables: found in the text of a block, and their values taken from where it is handed over."""

from __future__ import annotations

from typing import Any

from relayshell.errors import ShellError
from relayshell.syntax import ast as tree


def using_variables(block: Any, frame: Any) -> list[tuple[str, Any]]:
    """Pairs of `using:name` and value for each `$using:name` in a block, as seen from a frame.

    Raises ShellError UsingVariableIsUndefined for a name that has no value there.
    """
    found: dict[str, Any] = {}
    for node in block.code.node.walk():
        if isinstance(node, tree.UsingExpressionAst):
            root: Any = node.sub_expression
            while not isinstance(root, tree.VariableExpressionAst):
                root = root.expression if isinstance(root, tree.MemberExpressionAst) else root.target
            name = root.variable_path.name
            cell = frame.scope.find(name.lower())
            if cell is None:
                message = f"The value of the using variable '$using:{name}' cannot be retrieved because it has not been set in the local session."
                raise ShellError(message, "UsingVariableIsUndefined", "InvalidOperation")
            found["using:" + name.lower()] = cell.value
    return list(found.items())
