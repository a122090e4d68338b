"""SessionState: the commands and variables that a module, or the session outside modules, sees as its own."""

from __future__ import annotations

from typing import Any

from relayshell.runtime.scope import Scope, Special, Unset, Variable, raw_get


class SessionState:
    """Of the session (module None) or of a module.

    top      the outermost scope: the global scope, or the module's
    current  the innermost scope now running in this state
    """

    def __init__(self, session: Any, top: Scope, module: Any = None) -> None:
        self.session = session
        self.top = top
        self.current = top
        self.module = module
        top.state = self
        if top.functions is None:
            top.functions = {}
        if top.aliases is None:
            top.aliases = {}

    # Types defined in scripts

    def has_types(self, frame: Any) -> bool:
        """Whether names of types may mean more than .NET's own: classes of scripts, namespaces in use."""
        return bool(self.session.has_script_types) or bool(usings_of(frame))

    def namespaces(self, frame: Any) -> tuple[str, ...]:
        """The namespaces in use for the running text."""
        return usings_of(frame)

    def find_script_type(self, name: str, frame: Any) -> Any:
        """A class or enum of a script by name, as seen from the running scope; None when there is none."""
        folded = name.lower()
        scope: Scope | None = frame.scope
        while scope is not None:
            if scope.types is not None and folded in scope.types:
                return scope.types[folded]
            scope = scope.parent
        return None


def add_script_type(session: Any, scope: Scope, name: str, net_type: Any) -> None:
    """Make a class of a script known in a scope and below."""
    if scope.types is None:
        scope.types = {}
    scope.types[name.lower()] = net_type
    session.has_script_types = True


def usings_of(frame: Any) -> tuple[str, ...]:
    """The namespaces of `using namespace` in the text of the running block."""
    block = frame.block
    if block is None:
        return tuple(frame.session.usings)
    found = block.__dict__.get("usings")
    if found is None:
        root = block.node
        while root.parent is not None:
            root = root.parent
        names = []
        for each in getattr(root, "using_statements", ()):
            if each.using_statement_kind == "Namespace" and each.name is not None:
                names.append(each.name.value)
        found = block.usings = tuple(names)
    more = frame.session.usings
    return (*found, *more) if more else found  # type: ignore[no-any-return]


def new_module_state(session: Any, module: Any) -> SessionState:
    """A state for a module: a scope of its own under the global one."""
    scope = Scope(session.globals, None)
    return SessionState(session, scope, module)


def closure_state(state: SessionState, frame: Any) -> SessionState:
    """The state of a closure: a nameless module that holds copies of the running scope's variables."""
    from relayshell.runtime.modules import Module

    session = state.session
    module = Module(session.next_closure_name(), session, dynamic=True)
    made = new_module_state(session, module)
    module.state = made
    source = state.current if frame is None else frame.scope
    for folded, cell in list(source.vars.items()):
        kind = cell.__class__
        if kind is Unset:
            continue
        if kind is Special and ("Constant" in cell.facts.options or cell.facts.getter is not None):
            continue
        copy = Variable(cell.name, raw_get(cell))
        if kind is Special:
            copy.facts = cell.facts
            copy.__class__ = Special
        made.top.vars[folded] = copy
    parent = state.module
    if parent is not None and parent is not module:
        made.top.functions = dict(state.top.functions or {})
        made.top.aliases = dict(state.top.aliases or {})
        module.origin = parent
    return made


