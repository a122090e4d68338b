"""Modules: script files (or blocks) with a session state of their own, and what they export."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

from relayshell.commands.infos import AliasInfo, ExternalScriptInfo, FunctionInfo
from relayshell.errors import ShellError
from relayshell.objects.exceptions import NetException
from relayshell.objects.wildcard import compile_wildcard
from relayshell.runtime.moduledata import take_back
from relayshell.runtime.scope import Scope, Unset
from relayshell.runtime.state import new_module_state
from relayshell.runtime.support.output import drop


class Module:
    """System.Management.Automation.PSModuleInfo.

    state      its session state; None for one that is only a name for built-in cmdlets
    explicit   whether Export-ModuleMember was called
    exported   what it exports, by kind ('functions', 'aliases', 'variables', 'cmdlets'): folded name to the thing
    """

    net_name = "System.Management.Automation.PSModuleInfo"

    def __init__(self, name: str, session: Any, path: str = "", dynamic: bool = False) -> None:
        self.name = name
        self.session = session
        self.path = path
        self.dynamic = dynamic
        self.state: Any = None
        self.block: Any = None
        self.explicit = False
        self.exported: dict[str, dict[str, Any]] = {"functions": {}, "aliases": {}, "variables": {}, "cmdlets": {}}
        self.version = "0.0"
        self.kind = "Script"
        self.manifest: dict[str, Any] = {}
        self.on_remove: Any = None
        self.private_data: Any = None
        self.nested: list[Module] = []
        self.required: list[Module] = []
        self.view_files: list[str] = []
        """The files of views that it brought."""
        self.types_before: dict[str, Any] = {}
        """What there was of each type before its type data came, by folded name; None for nothing."""
        self.origin: Module | None = None
        self.access_mode = "ReadWrite"
        self.logged = False
        self.description = ""
        self.prefix = ""
        self.imported: list[tuple[Scope, str, str, Any]] = []

    @cached_property
    def unique(self) -> str:
        """What stands for the path of a module that came from no file; nothing for others."""
        return unique_text() if self.dynamic else ""

    @property
    def folder(self) -> str:
        """ModuleBase."""
        return os.path.dirname(self.path) if self.path else ""

    def command(self, name: str) -> Any:
        """A command it exports, by name; None where it has none such."""
        folded = name.lower()
        for kind in ("functions", "cmdlets", "aliases"):
            found = self.exported[kind].get(folded)
            if found is not None:
                return found
        for info in self.exported["functions"].values():
            if info.name.lower() == folded:
                return info
        return None

    def commands(self) -> dict[str, Any]:
        """All commands it exports."""
        return {**self.exported["functions"], **self.exported["cmdlets"], **self.exported["aliases"]}

    # What it exports

    def export(self, functions: Any = None, aliases: Any = None, variables: Any = None, cmdlets: Any = None) -> None:
        """Export what the patterns match of what is there now (Export-ModuleMember)."""
        top = self.state.top
        self.explicit = True
        self._export("functions", functions, top.functions or {})
        self._export("aliases", aliases, top.aliases or {})
        self._export("cmdlets", cmdlets, {})
        values = {key: cell for key, cell in top.vars.items() if cell.__class__ is not Unset}
        self._export("variables", variables, values)

    def _export(self, kind: str, patterns: Iterable[str] | None, there: dict[str, Any]) -> None:
        for pattern in patterns or ():
            matches = compile_wildcard(pattern, True)
            for folded, thing in there.items():
                if matches(thing.name):
                    self.exported[kind][folded] = thing

    def export_default(self) -> None:
        """Without Export-ModuleMember: all functions and aliases of its own."""
        if self.explicit:
            return
        top = self.state.top
        for kind, there in (("functions", top.functions), ("aliases", top.aliases)):
            for folded, thing in (there or {}).items():
                if getattr(thing, "module", self) is self or kind == "aliases":
                    self.exported[kind].setdefault(folded, thing)

    def restrict(self, kind: str, patterns: Any) -> None:
        """Export no more of a kind than a manifest's patterns allow."""
        if patterns is None:
            return
        tests = [compile_wildcard(each, True) for each in texts(patterns)]
        self.exported[kind] = {key: thing for key, thing in self.exported[kind].items() if any(test(thing.name) for test in tests)}


def texts(value: Any) -> list[str]:
    """A text or an array of texts as a list."""
    from relayshell.objects.text import to_text

    if value is None:
        return []
    return [to_text(each) for each in (value if isinstance(value, list) else [value])]


def new_module(session: Any, name: str, block: Any, args: Any, frame: Any, write: Callable[[Any], Any]) -> Module:
    """A module made of a script block (New-Module)."""
    from relayshell.runtime.scriptblock import ScriptBlock

    module = Module(name, session, dynamic=True)
    module.state = new_module_state(session, module)
    give_context(module)
    module.block = ScriptBlock(block.code, module.state)
    run_in(module, module.block, args, frame, write)
    module.export_default()
    return module


def give_context(module: Module) -> None:
    """A module's own $ExecutionContext."""
    from relayshell.runtime.enginestate import EngineIntrinsics
    from relayshell.runtime.scope import Facts

    facts = Facts()
    facts.options = frozenset(("Constant",))
    module.state.top.put("ExecutionContext", EngineIntrinsics(module.session, module.state), facts)


def run_in(module: Module, block: Any, args: Any, frame: Any, write: Callable[[Any], Any]) -> None:
    """Run a block in the module's own scope."""
    from relayshell.runtime.functions import FunctionStage, new_frame
    from relayshell.runtime.stages import Pipeline
    from relayshell.runtime.support.output import NO_INPUT
    from relayshell.runtime.calls import _plain_words

    state = module.state
    outer = state.current
    state.current = state.top
    base = new_frame(frame, None, block, block, dot=True)
    base.scope = state.top
    base.owner = None
    base.bound = {}
    base.info = info = block if not module.path else ExternalScriptInfo(module.path, lambda path: block)
    state.top.frame = base
    stage = FunctionStage(base, None, _plain_words(len(args)), list(args), drop)
    stage.info = info
    stage.block = block
    stage.dot = True
    try:
        Pipeline(base, [stage]).run(NO_INPUT, write)
    finally:
        state.current = outer


def import_members(module: Module, scope: Scope, *, prefix: str = "", functions: Any = None, aliases: Any = None, variables: Any = None,
                   no_clobber: bool = False) -> None:
    """Make what a module exports known in a scope. Patterns given for a kind limit what is imported."""
    limited = any(each is not None for each in (functions, aliases, variables))
    for kind, patterns in (("functions", functions), ("aliases", aliases), ("variables", variables)):
        if limited and patterns is None:
            continue
        tests = None if patterns is None else [compile_wildcard(each, True) for each in patterns]
        for thing in list(module.exported[kind].values()):
            if no_clobber and kind != "variables" and module.session.commands.find(thing.name) is not None:
                continue
            if tests is None or any(test(thing.name) for test in tests):
                _import_one(module, scope, kind, thing, prefix or module.prefix)


def _import_one(module: Module, scope: Scope, kind: str, thing: Any, prefix: str) -> None:
    name = thing.name
    if kind == "variables":
        scope.vars[name.lower()] = thing
        module.imported.append((scope, kind, name.lower(), thing))
        return
    if prefix:
        verb, dash, noun = name.partition("-")
        name = f"{verb}-{prefix}{noun}" if dash else prefix + name
        if kind == "functions":
            thing = FunctionInfo(name, thing.block, thing.kind, thing.module, thing.options)
        else:
            thing = AliasInfo(name, thing.target, thing.options, thing.description)
    table = scope.functions if kind == "functions" else scope.aliases
    if table is None:
        table = {}
        if kind == "functions":
            scope.functions = table
        else:
            scope.aliases = table
        module.session.local_commands = True
    if kind == "functions":
        thing.module = module
    elif thing.module is None:
        thing.module = module
    table[name.lower()] = thing
    module.imported.append((scope, kind, name.lower(), thing))


def remove_module(module: Module, frame: Any) -> None:
    """Take a module and what it brought out of the session."""
    if module.on_remove is not None:
        module.on_remove.invoke([module])
    for nested in module.nested:
        remove_module(nested, frame)
    take_back(module)
    for scope, kind, folded, thing in module.imported:
        table: Any = {"functions": scope.functions, "aliases": scope.aliases, "variables": scope.vars}[kind]
        if table is not None and table.get(folded) is thing:
            if kind == "variables":
                del table[folded]
            else:
                table.pop(folded, None)
    module.imported.clear()
    session = module.session
    for key, value in list(session.modules.items()):
        if value is module:
            del session.modules[key]


def unique_text() -> str:
    """The text of a new GUID."""
    import uuid

    return str(uuid.uuid4())


def not_found(name: str, wanted: Any = None) -> ShellError:
    """The error for a module that is nowhere, or not in a version that is wanted (a ModuleSpecification)."""
    if wanted is not None and not wanted.is_open:
        message = (f"The specified module '{name}' with {wanted.wanted()} was not loaded because no valid module file was found in any "
                   "module directory.")
        exception = NetException("System.IO.FileNotFoundException", message)
        return ShellError(message, "Modules_ModuleWithVersionNotFound", "ResourceUnavailable", name, exception=exception)
    message = f"The specified module '{name}' was not loaded because no valid module file was found in any module directory."
    exception = NetException("System.IO.FileNotFoundException", message)
    return ShellError(message, "Modules_ModuleNotFound", "ResourceUnavailable", name, exception=exception)


def target_scope(frame: Any, is_global: bool) -> Scope:
    """Where imported members go: the module's own scope where a module imports, else the global one."""
    if is_global or frame.state.module is None:
        return frame.session.globals  # type: ignore[no-any-return]
    return frame.state.top  # type: ignore[no-any-return]


def use_module(frame: Any, node: Any) -> None:
    """`using module name`."""
    from relayshell.runtime.modulefiles import import_named
    from relayshell.runtime.parsetypes import module_name, path_from, versions_wanted

    if node.using_statement_kind != "Module":
        return
    name = module_name(node)
    if name is None:
        return
    module = import_named(frame, path_from(frame.session, node, name), wanted=versions_wanted(node))
    types = module.state.top.types if module is not None and module.state is not None else None
    for key, net_type in (types or {}).items():
        from relayshell.runtime.state import add_script_type

        add_script_type(frame.session, frame.scope, key, net_type)


def import_file(session: Any, path: str) -> None:
    """Import a module's file for a command that was asked for."""
    from relayshell.runtime.modulefiles import load_file

    module = load_file(session.root, path)
    import_members(module, session.globals)
