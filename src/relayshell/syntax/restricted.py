"""Restricted language: what a data section, or a file that must be plain data, may not use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relayshell.syntax.ast import blocks, commands, definitions, expressions, literals, loops, statements
from relayshell.syntax.ast.node import Ast
from relayshell.syntax.parents import in_order
from relayshell.syntax.tokens import NOT_IN_DATA, kind_text

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

_NEVER: dict[type[Ast], str] = {
    blocks.ScriptBlockAst: "ScriptBlockNotSupportedInDataSection",
    blocks.ParamBlockAst: "ParameterDeclarationNotSupportedInDataSection",
    blocks.AttributeAst: "AttributeNotSupportedInDataSection",
    definitions.FunctionDefinitionAst: "FunctionDeclarationNotSupportedInDataSection",
    statements.TrapStatementAst: "TrapStatementNotSupportedInDataSection",
    statements.DataStatementAst: "DataSectionStatementNotSupportedInDataSection",
    statements.TryStatementAst: "TryStatementNotSupportedInDataSection",
    statements.BreakStatementAst: "FlowControlStatementNotSupportedInDataSection",
    statements.ContinueStatementAst: "FlowControlStatementNotSupportedInDataSection",
    statements.ReturnStatementAst: "FlowControlStatementNotSupportedInDataSection",
    statements.ExitStatementAst: "FlowControlStatementNotSupportedInDataSection",
    statements.ThrowStatementAst: "FlowControlStatementNotSupportedInDataSection",
    statements.BlockStatementAst: "ParallelAndSequenceBlockNotSupportedInDataSection",
    loops.SwitchStatementAst: "SwitchStatementNotSupportedInDataSection",
    loops.ForEachStatementAst: "ForeachStatementNotSupportedInDataSection",
    loops.ForStatementAst: "ForWhileStatementNotSupportedInDataSection",
    loops.WhileStatementAst: "ForWhileStatementNotSupportedInDataSection",
    loops.DoWhileStatementAst: "DoWhileStatementNotSupportedInDataSection",
    loops.DoUntilStatementAst: "DoWhileStatementNotSupportedInDataSection",
    commands.AssignmentStatementAst: "AssignmentStatementNotSupportedInDataSection",
    commands.MergingRedirectionAst: "RedirectionNotSupportedInDataSection",
    commands.FileRedirectionAst: "RedirectionNotSupportedInDataSection",
    expressions.MemberExpressionAst: "PropertyReferenceNotSupportedInDataSection",
    expressions.InvokeMemberExpressionAst: "MethodCallNotSupportedInDataSection",
    expressions.IndexExpressionAst: "ArrayReferenceNotSupportedInDataSection",
    expressions.AttributedExpressionAst: "AttributeNotSupportedInDataSection",
    expressions.ScriptBlockExpressionAst: "ScriptBlockNotSupportedInDataSection",
}
_PLAIN_TYPES = frozenset(
    "object bool boolean char sbyte byte int16 short uint16 ushort int32 int uint32 uint int64 long uint64 ulong single float double decimal "
    "datetime string".split()
) - {"object"}
DEFAULT_VARIABLES = ("PSCulture", "PSUICulture", "true", "false", "null")


def check_restricted(
    body: Ast,
    allowed_commands: Collection[str] | None,
    report: Callable[..., None],
    allowed_variables: Collection[str] | None = None,
    environment: bool = False,
) -> None:
    """Reports what below `body` restricted language does not allow.

    `allowed_commands` in small letters, None for all; `allowed_variables` besides the default ones; `environment` lets `$env:` pass.
    """
    names = [*DEFAULT_VARIABLES, *(allowed_variables or ())]
    known = {name.lower() for name in names}
    listed = ", ".join(f"${name}" for name in names)
    for node in in_order(body):
        kind = type(node)
        error_id = _NEVER.get(kind)
        if error_id is not None:
            report(error_id, node)
        elif isinstance(node, literals.VariableExpressionAst):
            path = node.variable_path
            if path.user_path.lower() in known or (environment and path.drive is not None and path.drive.lower() == "env"):
                continue
            report("VariableReferenceNotSupportedInDataSection", node, listed)
        elif isinstance(node, commands.CommandAst):
            _check_command(node, allowed_commands, report)
        elif isinstance(node, (blocks.TypeConstraintAst, literals.TypeExpressionAst)):
            name = node.type_name.name.lower().removesuffix("[]").removeprefix("system.")
            if name not in _PLAIN_TYPES:
                report("TypeNotAllowedInDataSection", node, node.type_name.full_name)
        elif isinstance(node, expressions.BinaryExpressionAst):
            if node.operator in NOT_IN_DATA:
                report("OperatorNotSupportedInDataSection", node.error_position, kind_text(node.operator))
        elif isinstance(node, expressions.UnaryExpressionAst) and node.token_kind in NOT_IN_DATA:
            report("OperatorNotSupportedInDataSection", node, kind_text(node.token_kind))


def _check_command(node: commands.CommandAst, allowed: Collection[str] | None, report: Callable[..., None]) -> None:
    if node.invocation_operator == "Dot":
        report("DotSourcingNotSupportedInDataSection", node)
        return
    if allowed is None:
        return
    name = node.get_command_name()
    if name is None:
        if node.invocation_operator == "Ampersand":
            report("OperatorNotSupportedInDataSection", node, "&")
        else:
            report("CmdletNotInAllowedListForDataSection", node, node.text)
    elif name.lower() not in allowed:
        report("CmdletNotInAllowedListForDataSection", node, name)
