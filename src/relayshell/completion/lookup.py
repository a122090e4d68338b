"""Finding the command that a text calls, in the text itself and in the session."""

from __future__ import annotations

from typing import Any

from relayshell.errors import ShellError
from relayshell.syntax import ast as tree
from relayshell.syntax.ast.node import Ast


def command_of(session: Any, name: str) -> Any:
    """The command of a name, aliases followed; None where there is none."""
    try:
        return session.commands.resolve(name, session.state.current, session.folder)
    except ShellError:
        return None


def function_in_text(node: Ast, name: str) -> tree.FunctionDefinitionAst | None:
    """The last function of that name that the text defines before a node."""
    root = node
    while root.parent is not None:
        root = root.parent
    found = None
    for each in root.walk():
        if isinstance(each, tree.FunctionDefinitionAst) and each.name.lower() == name.lower() and each.end <= node.start:
            found = each
    return found


def words_of(command: tree.CommandAst) -> list[Any]:
    """The words after the command's name."""
    return list(command.command_elements[1:])


def signature_in_text(session: Any, function: tree.FunctionDefinitionAst) -> Any:
    """The Signature of a function that the text defines and that did not run; None where it cannot be told."""
    from relayshell.runtime.block import CompiledBlock
    from relayshell.runtime.scriptblock import ScriptBlock

    try:
        block = ScriptBlock(CompiledBlock(function.body, function), session.state)
        return block.signature
    except Exception:  # noqa: BLE001 - a definition that is not whole yet has no parameters yet
        return None


def signature_of(session: Any, command: tree.CommandAst) -> tuple[str, Any]:
    """The name and Signature of what a command calls; the Signature is None where it is not known."""
    first = command.command_elements[0]
    if isinstance(first, tree.ScriptBlockExpressionAst):
        return "", _block_signature(session, first.script_block)
    name = command.get_command_name()
    if name is None:
        return "", None
    function = function_in_text(command, name)
    if function is not None:
        return function.name, signature_in_text(session, function)
    info = command_of(session, name)
    if info is None:
        return name, None
    try:
        return info.name, info.signature
    except Exception:  # noqa: BLE001 - a script that cannot be read has no parameters
        return info.name, None


def _block_signature(session: Any, body: tree.ScriptBlockAst) -> Any:
    from relayshell.runtime.block import CompiledBlock
    from relayshell.runtime.scriptblock import ScriptBlock

    try:
        return ScriptBlock(CompiledBlock(body), session.state).signature
    except Exception:  # noqa: BLE001 - as above
        return None
