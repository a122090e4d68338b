"""Variables that something other than `=` gives a value: commands that set variables, common parameters, data sections, redirections, [ref]."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from relayshell.completion.kinds import Kind, kind_of
from relayshell.syntax import ast as tree
from relayshell.syntax.ast.node import Ast

if TYPE_CHECKING:
    from relayshell.completion.infer import Inference

_P = "System.Management.Automation."
_SETTERS = frozenset(("new-variable", "nv", "set-variable", "set", "sv"))
_TEES = frozenset(("tee-object", "tee"))
_SWITCHES = frozenset(("force", "passthru", "whatif", "confirm", "verbose", "debug", "append"))
_COLLECTED = {
    "errorvariable": "ErrorRecord", "ev": "ErrorRecord", "warningvariable": "WarningRecord", "wv": "WarningRecord",
    "informationvariable": "InformationRecord", "iv": "InformationRecord",
}
_PASSED = frozenset(("outvariable", "ov", "pipelinevariable", "pv"))
_STREAMS = {"Error": "ErrorRecord", "Warning": "WarningRecord", "Verbose": "VerboseRecord", "Debug": "DebugRecord", "Information": "InformationRecord"}
_SOURCES = (tree.CommandAst, tree.DataStatementAst, tree.FileRedirectionAst, tree.InvokeMemberExpressionAst)


@dataclass(frozen=True)
class Given:
    """A place that gives a variable its value.

    name    the variable
    start   where the place begins
    within  where the value holds, as (start, end), or None for all that follows
    kinds   works out what the variable holds then
    """

    name: str
    start: int
    within: tuple[int, int] | None
    kinds: Callable[[Inference], list[Kind]]


def given_elsewhere(scope: Ast, before: int) -> Iterator[Given]:
    """The places of a script block, blocks in it left out, that give variables a value and end before a place."""
    for node in scope.find_all(lambda found: isinstance(found, _SOURCES), False):
        if node.end > before and not isinstance(node, tree.CommandAst):
            continue
        if isinstance(node, tree.DataStatementAst):
            if node.variable:
                yield Given(node.variable, node.start, None, _of(node.body))
        elif isinstance(node, tree.FileRedirectionAst):
            yield from _redirected(node)
        elif isinstance(node, tree.InvokeMemberExpressionAst):
            yield from _by_reference(node)
        elif isinstance(node, tree.CommandAst) and node.end <= before:
            yield from _of_command(node)


def _of(node: Ast | None) -> Callable[[Inference], list[Kind]]:
    return lambda inference: inference.of(node)


def _text(node: Ast | None) -> str:
    return str(node.value) if isinstance(node, tree.StringConstantExpressionAst) else ""


def _of_command(command: tree.CommandAst) -> Iterator[Given]:
    named, loose = _arguments(command)
    for name, word in named.items():
        variable = _text(word).lstrip("+")
        if not variable:
            continue
        if name in _COLLECTED:
            yield Given(variable, command.start, None, _listing(_COLLECTED[name]))
        elif name in _PASSED:
            pipeline = command.parent if name.startswith("p") else None
            yield Given(variable, command.start, (command.end, pipeline.end) if pipeline is not None else None, _output(command))
    called = (command.get_command_name() or "").lower()
    if called in _SETTERS:
        variable = _text(named.get("name") or (loose.pop(0) if loose else None))
        if variable:
            yield Given(variable, command.start, None, _of(named.get("value") or (loose[0] if loose else None)))
    elif called in _TEES and _text(named.get("variable")):
        yield Given(_text(named["variable"]), command.start, None, _output(command))


def _arguments(command: tree.CommandAst) -> tuple[dict[str, Any], list[Any]]:
    """The words by the parameter before them, folded, and those that have none."""
    named: dict[str, Any] = {}
    loose: list[Any] = []
    waiting = ""
    for word in command.command_elements[1:]:
        if isinstance(word, tree.CommandParameterAst):
            name = word.parameter_name.lower()
            waiting = "" if word.argument is not None or name in _SWITCHES else name
            if word.argument is not None:
                named[name] = word.argument
        elif waiting:
            named[waiting], waiting = word, ""
        else:
            loose.append(word)
    return named, loose


def _output(command: tree.CommandAst) -> Callable[[Inference], list[Kind]]:
    def infer(inference: Inference) -> list[Kind]:
        pipeline = command.parent
        if not isinstance(pipeline, tree.PipelineAst):
            return []
        return inference.output_of(pipeline, next(at for at, each in enumerate(pipeline.pipeline_elements) if each is command))

    return infer


def _listing(record: str) -> Callable[[Inference], list[Kind]]:
    from relayshell.objects.nettype import close_generic, get_type

    return lambda inference: [Kind(close_generic(get_type("System.Collections.Generic.List`1"), (get_type(_P + record),)))]


def _redirected(node: tree.FileRedirectionAst) -> Iterator[Given]:
    drive, _, name = _text(node.location).partition(":")
    command = node.parent
    if drive.lower() != "variable" or not name or command is None:
        return
    record = _STREAMS.get(node.from_stream)
    kinds = _output(command) if record is None and isinstance(command, tree.CommandAst) else _of(getattr(command, "expression", None))
    yield Given(name, command.start, None, (lambda inference: [kind_of(_P + record)]) if record is not None else kinds)


def _by_reference(call: tree.InvokeMemberExpressionAst) -> Iterator[Given]:
    """What is handed to a method as [ref]: of the type of that parameter."""
    for at, argument in enumerate(call.arguments or ()):
        if not isinstance(argument, tree.ConvertExpressionAst) or argument.attribute.type_name.full_name.lower() != "ref":
            continue
        if isinstance(argument.child, tree.VariableExpressionAst):
            yield Given(argument.child.variable_path.name, call.start, None, _parameter(call, at))


def _parameter(call: tree.InvokeMemberExpressionAst, at: int) -> Callable[[Inference], list[Kind]]:
    def infer(inference: Inference) -> list[Kind]:
        from relayshell.completion.texttypes import named_kind
        from relayshell.objects.typemembers import members_table

        name = _text(call.member).lower()
        if call.static:
            kind = named_kind(call.expression.type_name, call) if isinstance(call.expression, tree.TypeExpressionAst) else None
            owners = [kind] if kind is not None else []
        else:
            owners = inference.of(call.expression)
        for owner in owners:
            table = members_table(owner.net) if owner.net is not None else None
            group = None if table is None else (table.static_methods if call.static else table.methods).get(name)
            for overload in group.overloads if group is not None else ():
                if len(overload.parameters) == len(call.arguments or ()) and overload.parameters[at].by_ref:
                    net = overload.parameters[at].net_type
                    return [Kind(net.element_type if net.text.endswith("&") and net.element_type is not None else net)]
        return []

    return infer
