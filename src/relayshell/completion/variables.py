"""Variables, those of the text first, then the session's, then drives and scopes."""

from __future__ import annotations

from typing import Any

from relayshell.completion.assignments import given_elsewhere
from relayshell.completion.result import Candidate
from relayshell.completion.words import sort_key, starts
from relayshell.syntax import ast as tree
from relayshell.syntax.ast.node import Ast

SCOPES = ("Global:", "Local:", "Private:", "Script:", "Using:")
SPECIAL = (
    "_", "args", "ConsoleFileName", "Error", "Event", "EventArgs", "EventSubscriber", "ExecutionContext", "false", "foreach", "HOME", "Host",
    "input", "IsCoreCLR", "IsLinux", "IsMacOS", "IsWindows", "LASTEXITCODE", "Matches", "MyInvocation", "NestedPromptLevel", "null", "OFS", "PID",
    "PROFILE", "PSBoundParameters", "PSCmdlet", "PSCommandPath", "PSCulture", "PSDebugContext", "PSHOME", "PSItem", "PSScriptRoot", "PSSenderInfo",
    "PSUICulture", "PSVersionTable", "PWD", "Sender", "ShellId", "StackTrace", "switch", "this", "true",
)
_TYPED = {"true": "[bool]$true - Boolean True", "false": "[bool]$false - Boolean False", "null": "$null - References to the null variable always return the null value. Assignments have no effect."}


def variables(session: Any, word: str, node: Ast, *, sigil: str = "$", braced: bool = False) -> list[Candidate]:
    """What may stand for a variable's path that begins with `word`; `sigil` is `$` or, for splatting, `@`."""
    if any(char in word for char in "*?["):
        return []
    prefix, colon, name = word.rpartition(":")
    folded = prefix.lower()
    if colon and folded == "env":
        return _environment(prefix, name, sigil, braced)
    if colon and folded not in ("global", "local", "script", "private", "variable", "using"):
        return []
    fits = starts(name)
    made: dict[str, Candidate] = {}

    def add(found: str, tip: str) -> None:
        path = f"{prefix}:{found}" if colon else found
        made.setdefault(found.lower(), Candidate(_typed(path, sigil, braced), found, "Variable", tip))

    if not colon:
        for found, kind in _of_text(node, fits):
            add(found, f"[{kind}]${found}" if kind else found)
    for found, value in sorted(_of_session(session, folded), key=lambda pair: sort_key(pair[0])):
        if fits(found):
            add(found, _tip(found, value))
    if not colon:
        for found in SPECIAL:
            if fits(found):
                add(found, found)
    listed = list(made.values())
    if not colon and sigil == "$":
        listed.extend(_drives_and_scopes(session, fits, braced))
    return listed


def _typed(path: str, sigil: str, braced: bool) -> str:
    name = path.rpartition(":")[2]
    plain = bool(name) and (name in ("$", "?", "^") or all(char == "_" or char.isalnum() for char in name))
    return f"{sigil}{path}" if plain and not braced else f"{sigil}{{{path.replace('`', '``').replace('{', '`{').replace('}', '`}')}}}"


def _tip(name: str, value: Any) -> str:
    from relayshell.objects.psobject import PSCustomObject, unwrap
    from relayshell.objects.typeof import type_of

    if name.lower() in _TYPED:
        return _TYPED[name.lower()]
    if value is None:
        return f"${name}"
    base = unwrap(value)
    try:
        shown = "psobject" if isinstance(base, PSCustomObject) else type_of(base).shown.removeprefix("System.")
    except TypeError:
        return f"${name}"
    return f"[{_short(shown)}]${name}"


def _short(shown: str) -> str:
    return shown if "[" in shown and not shown.endswith("[]") else shown.rpartition(".")[2]


def _of_session(session: Any, scope_name: str) -> list[tuple[str, Any]]:
    found: dict[str, tuple[str, Any]] = {}
    scopes = [session.globals] if scope_name == "global" else session.state.current.chain()
    for scope in scopes:
        for cell in scope.variables():
            if cell.name.lower() not in found:
                try:
                    found[cell.name.lower()] = (cell.name, cell.value)
                except Exception:  # noqa: BLE001 - a variable that cannot be read has no type to show
                    found[cell.name.lower()] = (cell.name, None)
    return list(found.values())


def _environment(prefix: str, name: str, sigil: str, braced: bool) -> list[Candidate]:
    import os

    fits = starts(name)
    return [
        Candidate(_typed(f"{prefix}:{each}", sigil, braced), each, "Variable", each)
        for each in sorted(os.environ, key=sort_key) if fits(each)
    ]


def _of_text(node: Ast, fits: Any) -> list[tuple[str, str]]:
    """The variables that the text assigns or declares before a place, with the type written there."""
    found: dict[str, tuple[str, str]] = {}
    start = node.start
    scope: Ast | None = node
    while scope is not None:
        if isinstance(scope, tree.ScriptBlockAst):
            for name, kind in _in_scope(scope, start, node):
                if fits(name):
                    old = found.get(name.lower())
                    if old is None or kind and not old[1]:
                        found[name.lower()] = (name, kind)
        scope = scope.parent
    return sorted(found.values(), key=lambda pair: sort_key(pair[0]))


def _in_scope(scope: tree.ScriptBlockAst, before: int, node: Ast) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    parameters = list(scope.param_block.parameters) if scope.param_block is not None else []
    if isinstance(scope.parent, tree.FunctionDefinitionAst):
        parameters.extend(scope.parent.parameters or ())
    for parameter in parameters:
        if parameter.name is not node:
            kind = next((each.type_name.full_name for each in parameter.attributes if isinstance(each, tree.TypeConstraintAst)), "")
            found.append((parameter.name.variable_path.name, kind))
    found.extend((given.name, "") for given in given_elsewhere(scope, before) if given.within is None or given.within[0] <= before <= given.within[1])
    for each in scope.find_all(lambda one: isinstance(one, (tree.AssignmentStatementAst, tree.ForEachStatementAst)), True):
        if each.start >= before or _apart(each, scope):
            continue
        if isinstance(each, tree.ForEachStatementAst):
            if each.variable is not node:
                found.append((each.variable.variable_path.name, ""))
            continue
        for target, kind in _targets(each.left):  # type: ignore[attr-defined]
            if target is not node and target.variable_path.is_variable:
                found.append((target.variable_path.name, kind))
    return found


def _apart(assignment: Ast, scope: Ast) -> bool:
    """Whether an assignment is in a function, a class or a called block of the scope, so that the scope does not see it."""
    step = assignment.parent
    while step is not None and step is not scope:
        if isinstance(step, (tree.FunctionDefinitionAst, tree.TypeDefinitionAst)):
            return True
        above = step.parent
        if isinstance(step, tree.ScriptBlockExpressionAst) and isinstance(above, tree.CommandAst) and above.invocation_operator == "Ampersand":
            return True
        step = above
    return False


def _targets(left: Ast, kind: str = "") -> list[tuple[tree.VariableExpressionAst, str]]:
    if isinstance(left, tree.AttributedExpressionAst):
        if isinstance(left.attribute, tree.TypeConstraintAst):
            kind = left.attribute.type_name.full_name
        return _targets(left.child, kind)
    if isinstance(left, tree.ArrayLiteralAst):
        return [pair for each in left.elements for pair in _targets(each)]
    if isinstance(left, tree.ParenExpressionAst):
        inside = left.pipeline.get_pure_expression() if hasattr(left.pipeline, "get_pure_expression") else None
        return _targets(inside) if inside is not None else []
    return [(left, kind)] if isinstance(left, tree.VariableExpressionAst) else []


def _drives_and_scopes(session: Any, fits: Any, braced: bool) -> list[Candidate]:
    made = []
    for drive in session.places.drives.values():
        if len(drive.name) > 1 and fits(drive.name):
            made.append(Candidate(f"${drive.name}:", drive.name, "Variable", drive.description or drive.name))
    made.sort(key=lambda each: sort_key(each.shown))
    made.extend(Candidate(f"${scope}", scope, "Variable", scope) for scope in SCOPES if fits(scope))
    return made
