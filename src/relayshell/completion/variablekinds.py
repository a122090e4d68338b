"""What a variable would hold: by its declaration or the last assignment before it in the text, or by what the session holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from relayshell.completion.assignments import Given, given_elsewhere
from relayshell.completion.kinds import Kind, kind_of, psobject
from relayshell.completion.place import enclosing
from relayshell.completion.texttypes import named_kind
from relayshell.syntax import ast as tree
from relayshell.syntax.ast.node import Ast

if TYPE_CHECKING:
    from relayshell.completion.infer import Inference

_ERROR = "System.Management.Automation.ErrorRecord"
_ITEM = ("_", "psitem")
_KNOWN = {
    "true": "System.Boolean", "false": "System.Boolean", "pscmdlet": "System.Management.Automation.PSScriptCmdlet",
    "myinvocation": "System.Management.Automation.InvocationInfo", "psscriptroot": "System.String", "pscommandpath": "System.String",
    "?": "System.Boolean", "pid": "System.Int32", "executioncontext": "System.Management.Automation.EngineIntrinsics", "home": "System.String",
    "host": "System.Management.Automation.Host.PSHost", "psculture": "System.String", "psuiculture": "System.String", "pshome": "System.String",
    "psedition": "System.String", "shellid": "System.String", "psversiontable": "System.Management.Automation.PSVersionHashTable",
    "args": "System.Object[]", "psboundparameters": "System.Management.Automation.PSBoundParametersDictionary",
}


def variable_kinds(inference: Inference, node: tree.VariableExpressionAst) -> list[Kind]:
    """The kinds of the value that a variable would have where it stands."""
    path = node.variable_path
    if not path.is_variable:
        return [kind_of("System.String")] if (path.drive or "").lower() == "env" else _live(inference, path.name)
    folded = path.name.lower()
    if folded in _ITEM:
        return item_kinds(inference, node)
    if folded == "this":
        owner = enclosing(node, tree.TypeDefinitionAst)
        return [Kind(node=owner)] if owner is not None else []
    found = _from_text(inference, node, folded)
    if found is not None:
        return found
    if inference.live:
        held = _live(inference, path.name)
        if held:
            return held
    return [kind_of(_KNOWN[folded])] if folded in _KNOWN and find_known(folded) else []


def find_known(folded: str) -> bool:
    """Whether the type of a variable that is always there is known."""
    return kind_of(_KNOWN[folded]).net is not None


def _live(inference: Inference, name: str) -> list[Kind]:
    from relayshell.objects.psobject import PSCustomObject, unwrap
    from relayshell.objects.typeof import type_of

    if not inference.live:
        return []
    cell = inference.session.state.current.find(name.lower())
    value = cell.value if cell is not None else None
    if value is None:
        return []
    inside = unwrap(value)
    if isinstance(inside, PSCustomObject):
        from relayshell.objects.memberinfo import list_properties

        return [psobject((each.name, kind_of(each.value_type)) for each in list_properties(value))]
    return [Kind(type_of(value))]


def item_kinds(inference: Inference, node: Ast) -> list[Kind]:
    """The kinds of `$_` at a place: the piped object, the error that was caught, what a switch goes through."""
    step: Ast | None = node
    while step is not None and step.parent is not None:
        above = step.parent
        if isinstance(above, (tree.CatchClauseAst, tree.TrapStatementAst)):
            return [kind_of(_ERROR)]
        if isinstance(above, tree.SwitchStatementAst) and step is not above.condition:
            return inference.enumerated(inference.of(above.condition))
        if isinstance(above, tree.ErrorStatementAst) and above.kind == "Switch" and step in above.bodies:
            return inference.enumerated([kind for each in above.conditions for kind in inference.of(each)])
        if isinstance(step, tree.ScriptBlockExpressionAst):
            found = _from_block(inference, step)
            if found is not None:
                return found
        step = above
    return _live(inference, "_")


def caught_kinds(node: Ast) -> list[Kind]:
    """The kinds of exception that `$_` at a place was caught as, where a catch block says which."""
    step: Ast | None = node
    while step is not None and not isinstance(step, (tree.ScriptBlockExpressionAst, tree.SwitchStatementAst)):
        if isinstance(step, tree.CatchClauseAst):
            kinds = [named_kind(each.type_name, each) for each in step.catch_types]
            return [kind for kind in kinds if kind is not None]
        step = step.parent
    return []


def _from_block(inference: Inference, block: Ast) -> list[Kind] | None:
    """What a script block's `$_` is, where the block belongs to a command of a pipeline or to a method; None where it does not tell."""
    owner = block.parent
    if isinstance(owner, tree.InvokeMemberExpressionAst):
        return inference.enumerated(inference.of(owner.expression))
    while owner is not None and not isinstance(owner, (tree.CommandAst, tree.ScriptBlockAst)):
        owner = owner.parent
    if not isinstance(owner, tree.CommandAst) or not isinstance(owner.parent, tree.PipelineAst):
        return None
    elements = list(owner.parent.pipeline_elements)
    place = next((number for number, each in enumerate(elements) if each is owner), 0)
    return inference.input_of(owner.parent, place) if place > 0 else None


def _scopes(node: Ast) -> list[Ast]:
    """The script blocks around a node, the nearest first."""
    found: list[Ast] = []
    step = node.parent
    while step is not None:
        if isinstance(step, tree.ScriptBlockAst):
            found.append(step)
        step = step.parent
    return found


def _from_text(inference: Inference, node: tree.VariableExpressionAst, folded: str) -> list[Kind] | None:
    """The kinds by what the text says of the variable; None where it says nothing."""
    for scope in _scopes(node):
        found = _declared(scope, folded)
        if found is not None:
            kind, default = found
            if kind is not None:
                return [kind]
            if default is not None:
                return inference.of(default)
        best = _assigned(inference, scope, node.start, folded)
        if best is not None:
            return best
    return None


def _declared(scope: Ast, folded: str) -> tuple[Kind | None, Ast | None] | None:
    """A parameter of this script block or of its function."""
    parameters: list[Any] = []
    if isinstance(scope, tree.ScriptBlockAst) and scope.param_block is not None:
        parameters.extend(scope.param_block.parameters)
    if isinstance(scope.parent, tree.FunctionDefinitionAst):
        parameters.extend(scope.parent.parameters or ())
    for parameter in parameters:
        if parameter.name.variable_path.name.lower() == folded:
            for each in parameter.attributes:
                if isinstance(each, tree.TypeConstraintAst):
                    return named_kind(each.type_name, each), None
            return None, parameter.default_value
    return None


def _assigned(inference: Inference, scope: Ast, before: int, folded: str) -> list[Kind] | None:
    """The last assignment before a place, in this script block alone; a type it was given once holds for good."""
    typed: Kind | None = None
    best: tuple[int, Any, bool] | None = None
    for each in scope.find_all(lambda found: isinstance(found, (tree.AssignmentStatementAst, tree.ForEachStatementAst)), False):
        if each.start >= before:
            continue
        if isinstance(each, tree.ForEachStatementAst):
            if each.variable.variable_path.name.lower() == folded and each.body.start <= before:
                best = _later(best, (each.start, each.condition, True))
            continue
        if not isinstance(each, tree.AssignmentStatementAst) or each.end > before:
            continue
        target: Ast = each.left
        constraint = None
        while isinstance(target, tree.AttributedExpressionAst):
            if isinstance(target.attribute, tree.TypeConstraintAst):
                constraint = constraint or target.attribute
            target = target.child
        if not isinstance(target, tree.VariableExpressionAst) or target.variable_path.name.lower() != folded:
            continue
        if constraint is not None:
            typed = named_kind(constraint.type_name, constraint) or typed
        if each.operator == "Equals":
            best = _later(best, (each.start, each.right, False))
    if typed is not None:
        return [typed]
    for given in given_elsewhere(scope, before):
        if given.name.lower() == folded and (given.within is None or given.within[0] <= before <= given.within[1]) and (best is None or given.start > best[0]):
            best = (given.start, given, False)
    if best is None:
        return None
    if isinstance(best[1], Given):
        return best[1].kinds(inference)
    kinds = inference.of(best[1])
    return inference.enumerated(kinds) if best[2] else kinds


def _later(one: tuple[int, Any, bool] | None, other: tuple[int, Any, bool]) -> tuple[int, Any, bool]:
    return other if one is None or other[0] > one[0] else one


def declared_type(scope_node: Ast, folded: str, before: int) -> tree.TypeConstraintAst | None:
    """The type that an assignment before a place, or a parameter, gave a variable."""
    for scope in _scopes(scope_node):
        for each in scope.find_all(lambda found: isinstance(found, tree.ConvertExpressionAst), False):
            child = getattr(each, "child", None)
            if each.start < before and isinstance(child, tree.VariableExpressionAst) and child.variable_path.name.lower() == folded:
                return each.attribute  # type: ignore[attr-defined,no-any-return]
    return None
