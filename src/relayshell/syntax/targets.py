"""Checking what is assigned to: only variables, members and indexes can be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relayshell.syntax.ast.expressions import (
    AttributedExpressionAst,
    ConvertExpressionAst,
    IndexExpressionAst,
    MemberExpressionAst,
    ParenExpressionAst,
)
from relayshell.syntax.ast.literals import ArrayLiteralAst, VariableExpressionAst
from relayshell.syntax.ast.node import Ast

if TYPE_CHECKING:
    from collections.abc import Callable


REFERENCE = frozenset(("ref", "psreference", "system.management.automation.psreference"))
VOID = frozenset(("void", "system.void"))

_AUTOMATIC = {
    "_": ("System.Object", ("object", "system.object")),
    "args": ("System.Object[]", ("object[]", "system.object[]", "array")),
    "this": ("System.Object", ("object", "system.object")),
    "input": ("System.Object", ("object", "system.object")),
    "pscmdlet": ("System.Management.Automation.PSScriptCmdlet", ("system.management.automation.psscriptcmdlet",)),
    "psboundparameters": (
        "System.Management.Automation.PSBoundParametersDictionary",
        ("system.management.automation.psboundparametersdictionary",),
    ),
    "myinvocation": ("System.Management.Automation.InvocationInfo", ("system.management.automation.invocationinfo",)),
    "psscriptroot": ("System.String", ("string", "system.string")),
    "pscommandpath": ("System.String", ("string", "system.string")),
}


def check_target(target: Ast, simple: bool, report: Callable[..., None], wrong: Callable[[Ast], None]) -> None:
    """Calls `wrong` with each part of `target` that cannot be assigned to; `simple` says that the operator is plain `=`."""
    pending: list[tuple[Ast, bool]] = [(target, simple)]
    while pending:
        node, plain = pending.pop()
        if isinstance(node, ArrayLiteralAst):
            if plain:
                pending.extend((element, True) for element in reversed(node.elements))
            else:
                wrong(node)
        elif isinstance(node, ParenExpressionAst):
            inner = node.pipeline.get_pure_expression()
            if inner is None:
                wrong(node.pipeline)
            else:
                pending.append((inner, plain))
        elif isinstance(node, (MemberExpressionAst, IndexExpressionAst)):
            if node.null_conditional:
                wrong(node)
        elif isinstance(node, AttributedExpressionAst):
            inner = _check_casts(node, report)
            if inner is not None:
                pending.append((inner, plain))
        elif not isinstance(node, VariableExpressionAst):
            wrong(node)


def _check_casts(node: AttributedExpressionAst, report: Callable[..., None]) -> Ast | None:
    """Checks casts and attributes before a target; gives the target itself, None where that need not be looked at any more."""
    casts = 0
    reference: Ast | None = None
    last: str | None = None
    part: Ast = node
    while isinstance(part, AttributedExpressionAst):
        if isinstance(part, ConvertExpressionAst):
            casts += 1
            last = part.attribute.type_name.full_name.lower()
            if last in REFERENCE:
                reference = part.attribute
            elif last in VOID:
                report("VoidTypeConstraintNotAllowed", part.attribute)
        part = part.child
    if reference is not None and casts > 1:
        report("ReferenceNeedsToBeByItselfInTypeConstraint", reference)
        return None
    if isinstance(part, VariableExpressionAst):
        path = part.variable_path
        if path.is_variable and path.scope in (None, "local", "private"):
            automatic = _AUTOMATIC.get(path.name.lower())
            if automatic is not None and last not in automatic[1]:
                report("AssignmentStatementToAutomaticNotSupported", node, path.name, automatic[0])
    return part
