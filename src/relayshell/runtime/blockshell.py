"""ScriptBlock.GetPowerShell(): a block that is one pipeline of commands, as a [powershell] with those commands.

What stands in the arguments is worked out now, where the block is; a block that does more than that is refused, as in PowerShell.
"""

from __future__ import annotations

from typing import Any

from relayshell.objects.exceptions import NetException
from relayshell.syntax import ast as tree

_REFUSED = "System.Management.Automation.ScriptBlockToPowerShellNotSupportedException"


def powershell_of(block: Any, *args: Any) -> Any:
    """The [powershell] for a block. Raises NetException ScriptBlockToPowerShellNotSupportedException."""
    from relayshell.runtime.hosting import PowerShell

    node = block.code.node
    if node.begin_block is not None or node.process_block is not None or node.end_block is None:
        raise _refusal("Cannot generate a PowerShell object for a ScriptBlock that declares begin, process, or end blocks.")
    statements = node.end_block.statements
    if not statements:
        raise _refusal("Cannot generate a PowerShell object for an empty ScriptBlock.")
    shell = PowerShell()
    for statement in statements:
        if not isinstance(statement, tree.PipelineAst):
            raise _refusal("A ScriptBlock can only contain pipelines of commands to be made a PowerShell object.")
        for element in statement.pipeline_elements:
            shell.commands.add(_command(block, element, args))
        shell.commands.end_statement()
    return shell


def _refusal(message: str) -> NetException:
    return NetException(_REFUSED, message)


def _command(block: Any, element: Any, args: tuple[Any, ...]) -> Any:
    from relayshell.runtime.hosting import NOTHING_GIVEN, CommandParts

    if not isinstance(element, tree.CommandAst):
        raise _refusal("Cannot generate a PowerShell object for a ScriptBlock that starts a pipeline with an expression.")
    name = element.get_command_name()
    if name is None or element.invocation_operator == "Dot":
        raise _refusal("Cannot generate a PowerShell object for a ScriptBlock whose command name is not a text.")
    made = CommandParts(name)
    parameter: str | None = None
    for word in element.command_elements[1:]:
        if isinstance(word, tree.CommandParameterAst):
            if parameter is not None:
                made.parameters.append((parameter, NOTHING_GIVEN))
            parameter = word.parameter_name
            if word.argument is not None:
                made.parameters.append((parameter, _value(block, word.argument, args)))
                parameter = None
        else:
            made.parameters.append((parameter, _value(block, word, args)))
            parameter = None
    if parameter is not None:
        made.parameters.append((parameter, NOTHING_GIVEN))
    return made


def _value(block: Any, node: Any, args: tuple[Any, ...]) -> Any:
    from relayshell.runtime.attributes import evaluate
    from relayshell.runtime.block import CompiledBlock
    from relayshell.runtime.frame import Frame
    from relayshell.runtime.scope import Scope

    if isinstance(node, tree.StringConstantExpressionAst):
        return node.value
    session = block.session
    scope = Scope(block.state.current, block.state, block.state.current.script)
    frame = Frame(session, block.state, scope, CompiledBlock(block.code.node))
    scope.frame = frame
    for parameter, value in zip(block.code.parameters, args):
        scope.put(parameter.name.variable_path.name, value)
    return evaluate(node, frame)
