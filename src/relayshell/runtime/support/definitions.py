"""Blocks, functions, types and jobs as generated code makes them."""

from __future__ import annotations

from typing import Any

from relayshell.commands.infos import FunctionInfo
from relayshell.errors import ShellError
from relayshell.runtime.scriptblock import ScriptBlock


def new_block(frame: Any, code: Any) -> ScriptBlock:
    """`{ ... }` as a value."""
    return ScriptBlock(code, frame.state)


def define_function(frame: Any, code: Any) -> None:
    """`function name { ... }`."""
    definition = code.definition
    name = definition.name
    scope = frame.scope
    prefix, colon, rest = name.partition(":")
    if colon:
        wanted = prefix.lower()
        if wanted in ("global", "script", "local", "private"):
            name = rest
            scope = {"global": frame.session.globals, "script": scope.script}.get(wanted, scope)
        elif wanted == "function":
            name = rest
    block = ScriptBlock(code, frame.state)
    block.is_filter = definition.is_filter
    info = FunctionInfo(name, block, "Filter" if definition.is_filter else "Function", frame.state.module)
    set_function(frame.session, scope, info)


def set_function(session: Any, scope: Any, info: FunctionInfo) -> None:
    """Make a function known in a scope; one that is read-only or constant stays as it is."""
    if scope.functions is None:
        scope.functions = {}
    folded = info.name.lower()
    old = scope.functions.get(folded)
    if old is not None and not old.options.isdisjoint(("ReadOnly", "Constant")):
        raise ShellError(
            f"Cannot write to function {info.name} because it is read-only or constant.", "FunctionNotWritable", "WriteError", info.name,
        )
    scope.functions[folded] = info
    if scope is not scope.state.top:
        session.local_commands = True
    parameters = getattr(info.block.code.node, "param_block", None)
    if parameters is not None and parameters.attributes:
        _set_aliases(session, scope, info.name, parameters.attributes)


def _set_aliases(session: Any, scope: Any, name: str, attributes: Any) -> None:
    """Make the names known that [Alias()] before the parameters gives a function."""
    from relayshell.commands.infos import AliasInfo
    from relayshell.runtime.attributes import attribute_name
    from relayshell.syntax import ast as tree

    for attribute in attributes:
        if attribute_name(attribute) != "alias":
            continue
        if scope.aliases is None:
            scope.aliases = {}
        for word in attribute.positional_arguments:
            if isinstance(word, tree.StringConstantExpressionAst):
                scope.aliases[word.value.lower()] = AliasInfo(
                    word.value, name, resolve=lambda each: session.commands.find(each, session.state.current, session.folder))


def define_types(frame: Any, nodes: tuple[Any, ...]) -> None:
    """The classes and enums of a block."""
    from relayshell.runtime.classes import define_types as define

    define(frame, nodes)


def method_result(frame: Any, value: Any) -> Any:
    """What `return value` in a method gives: the value as the method's type."""
    from relayshell.objects.convert import convert
    from relayshell.objects.nothing import AUTOMATION_NULL

    if value is AUTOMATION_NULL:
        value = None
    kind = frame.returns
    if kind is None:
        return value
    return convert(value, kind)


def base_constructor(frame: Any, arguments: list[Any]) -> Any:
    """`: base(arguments)`."""
    from relayshell.runtime.classes import call_base

    call_base(frame, arguments)


def use(frame: Any, node: Any) -> None:
    """`using module` and `using assembly`; namespaces are looked up where types are."""
    from relayshell.runtime.modules import use_module

    use_module(frame, node)


def not_supported(text: str) -> ShellError:
    """The error for what only workflows had."""
    return ShellError(f"This cannot run: {text}", "NotSupported", "NotImplemented")


def run_in_background(frame: Any, write: Any, node: Any) -> None:
    """`command &`: a job, which is put out."""
    starter = frame.session.start_job
    if starter is None:
        raise ShellError("Background jobs are not available here.", "JobsNotAvailable", "NotImplemented")
    write(starter(frame, node))
