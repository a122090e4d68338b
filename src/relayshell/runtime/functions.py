"""Running functions and script blocks: the quick way for plain ones, a stage for all others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from relayshell.commands.bind import Binder
from relayshell.commands.bindingerrors import BindingError
from relayshell.errors import ShellError
from relayshell.runtime.binding import ScriptHost, arguments_of, bind_planned, fill_missing, make_plan, splat_rest
from relayshell.runtime.defaults import default_parameter_values
from relayshell.runtime.flow import FlowSignal
from relayshell.runtime.frame import Frame
from relayshell.runtime.scope import Scope, Unset, Variable, raw_get, raw_set
from relayshell.runtime.scriptblock import MISSING
from relayshell.runtime.stages import Pipeline, Stage

MOST_CALLS = 5000


def too_deep() -> ShellError:
    """The error for calls nested too deeply."""
    from relayshell.objects.exceptions import NetException

    message = "The script failed due to call depth overflow."
    exception = NetException("System.Management.Automation.ScriptCallDepthException", message)
    return ShellError(message, "CallDepthOverflow", "InvalidOperation", exception=exception)


def new_frame(caller: Any, site: Any, info: Any, block: Any, dot: bool = False) -> Any:
    """A frame for a function or block; with a scope of its own unless `dot`."""
    state = block.state
    if dot:
        scope = caller.scope if state is caller.state else state.current
        frame = Frame(caller.session, state, scope, block.code)
        frame.owner = scope.frame if scope.frame is not None else caller
    else:
        parent = caller.scope if state is caller.state else state.current
        scope = Scope(parent, state, parent.script)
        frame = Frame(caller.session, state, scope, block.code)
        scope.frame = frame
    frame.caller = caller
    frame.site = site
    frame.info = info
    if site is not None and site.name is not None:
        frame.called = site.name
    return frame


def run_function(caller: Any, write: Callable[[Any], Any], site: Any, info: Any, block: Any, values: list[Any]) -> None:
    """Run a function or `& block` that nothing is piped into."""
    code = block.code
    plan = site.plan
    if plan is None or plan.code is not code:
        plan = site.plan = make_plan(site, block, new_frame(caller, site, info, block))
    if plan.steps is not None and not (code.is_advanced and default_parameter_values(caller) is not None):
        session = caller.session
        state = block.state
        parent = caller.scope if state is caller.state else state.current
        scope = Scope(parent, state, parent.script)
        frame = Frame(session, state, scope, code)
        scope.frame = frame
        frame.caller = caller
        frame.site = site
        frame.info = info
        if site.name is not None:
            frame.called = site.name
        outer = state.current
        if code.is_advanced:
            from relayshell.runtime.pscmdlet import PSCmdlet

            frame.cmdlet = PSCmdlet(frame, None)
        session.depth += 1
        if session.depth > MOST_CALLS:
            session.depth -= 1
            raise too_deep()
        state.current = scope
        try:
            if bind_planned(plan, frame, values):
                body = code.functions.get("end") or code.function("end")
                if body is not None:
                    body(frame, write)
                session.ok = not (code.is_advanced and frame.cmdlet.failed)
                return
        finally:
            session.depth -= 1
            state.current = outer
    stage = FunctionStage(caller, site, site.words, values, write)
    stage.info = info
    stage.block = block
    from relayshell.runtime.support.output import NO_INPUT

    Pipeline(caller, [stage]).run(NO_INPUT, write)


class FunctionStage(Stage):
    """A function or script block in a pipeline."""

    block: Any = None
    dot = False
    inner: Any = None
    extra: Any = None
    given: dict[str, Any] = {}
    binder: Any = None
    disposed = False
    called: str | None = None
    input_given: Any = None
    """A tuple with what `$_` shall be, or None."""

    def prepare(self, expecting: bool) -> None:
        code = self.block.code
        self.code = code
        self.expecting = expecting
        frame = self.inner = new_frame(self.frame, self.site, self.info, self.block, self.dot)
        if self.called is not None:
            frame.called = self.called
        frame.expecting_input = expecting
        frame.pipeline_place = self.place
        self.items: list[Any] = []
        if code.is_advanced:
            from relayshell.runtime.pscmdlet import PSCmdlet

            frame.cmdlet = PSCmdlet(frame, self)
        if not code.parameters and not code.is_advanced and not (code.node.param_block is not None and code.node.param_block.attributes):
            self.rest_only()
            return
        try:
            self.bind(expecting)
        except BindingError as error:
            raise self.binding_failed(error) from error

    def rest_only(self) -> None:
        """A block without parameters: all words go to $args."""
        if self.words and all(word.kind == "value" for word in self.words):
            self.inner.args = list(self.values)
        elif self.words:
            self.inner.args = splat_rest(arguments_of(self.words, self.values))
        if not self.dot:
            self.inner.bound = {}

    def bind(self, expecting: bool) -> None:
        frame = self.inner
        signature = self.block.signature
        host = ScriptHost(frame, signature, self.frame)
        binder = self.binder = Binder(signature, host)
        frame.bound = binder.values
        frame.binder = binder
        arguments = arguments_of(self.words, self.values)
        if signature.advanced:
            self.run_in_scope(lambda: binder.bind_arguments(arguments, expecting))
            if frame.bound is not binder.values:
                # The block of dynamic parameters looked at $PSBoundParameters: what was bound since then is added.
                for name, value in binder.values.items():
                    if name not in frame.bound:
                        frame.bound.put(name, value)
            self.given = {name.lower(): value for name, value in binder.values.items() if name.lower() in SHARED}
            if self.given:
                from relayshell.runtime.shared import apply_to_function

                apply_to_function(self)
        else:
            binder.bind_plain(arguments)
            frame.args = splat_rest(binder.rest)
        self.run_in_scope(lambda: fill_missing(frame, binder, host, self.block))

    def binding_failed(self, error: Any) -> Any:
        """A binding error with the names of this function."""
        from relayshell.runtime.invocation import place_error

        return place_error(error, self.frame, self.site, self.info, self.display_name(), self.display_name())

    def display_name(self) -> str:
        """The function's name as errors have it."""
        return getattr(self.info, "name", "") or ""

    def connect(self, write: Callable[[Any], Any]) -> None:
        self.write = write
        if self.given:
            from relayshell.runtime.shared import wrap_output

            self.write = wrap_output(self, write)

    def run_in_scope(self, action: Callable[[], Any]) -> Any:
        """Do something as the function: its scope current, one call deeper."""
        session = self.session
        state = self.block.state
        outer = state.current
        if session.depth >= MOST_CALLS:
            raise too_deep()
        session.depth += 1
        state.current = self.inner.scope
        try:
            return action()
        finally:
            session.depth -= 1
            state.current = outer

    def run_block(self, kind: str) -> None:
        body = self.code.function(kind)
        if body is None:
            return
        session = self.session
        state = self.block.state
        outer = state.current
        if session.depth >= MOST_CALLS:
            raise too_deep()
        session.depth += 1
        state.current = self.inner.scope
        try:
            body(self.inner, self.write)
        finally:
            session.depth -= 1
            state.current = outer

    def begin(self) -> None:
        if self.extra is not None:
            self.give_extra()
        if self.binder is not None and self.binder.host.obsolete:
            self.warn_of_obsolete()
        self.run_block("begin")

    def warn_of_obsolete(self) -> None:
        """A warning for each obsolete parameter that was given."""
        from relayshell.runtime.streams import write_warning

        for name, text in self.binder.host.obsolete.items():
            write_warning(self.inner, f"Parameter '{name}' is obsolete. {text}")

    def give_extra(self) -> None:
        """Variables and functions that a caller from outside script gives."""
        this, variables, functions = self.extra
        scope = self.inner.scope
        if this is not MISSING:
            scope.put("this", this)
        for name, value in variables:
            if name == "_":
                self.set_underscore(value)
            else:
                scope.put(name, value)
        for name, info in functions:
            if scope.functions is None:
                scope.functions = {}
            self.session.local_commands = True
            scope.functions[name.lower()] = info

    def process(self, item: Any) -> None:
        if not self.began:
            self.began = True
            self.begin()
        code = self.code
        if self.binder is not None and self.expecting and self.binder.signature.advanced:
            if not self.bind_item(item):
                return
        if code.node.process_block is None:
            self.items.append(item)
            return
        frame = self.inner
        cell = frame.scope.cell("_", "_")
        if self.dot:
            state = cell.__class__, raw_get(cell)
        cell.__class__ = Variable
        raw_set(cell, item)
        frame.input = [item]
        try:
            self.run_block("process")
        finally:
            if self.dot:
                cell.__class__ = state[0]
                raw_set(cell, state[1])
            frame.input = None

    def bind_item(self, item: Any) -> bool:
        """Bind a piped object; False where it fits nowhere, which is reported."""
        try:
            self.run_in_scope(lambda: self.binder.bind_object(item))
            if self.inner.bound is not self.binder.values:
                self.inner.bound = self.binder.values
        except BindingError as error:
            from relayshell.runtime.invocation import place_error
            from relayshell.runtime.cmdletstage import report_error

            name = self.display_name()
            placed = place_error(error, self.frame, self.site, self.info, name, name)
            report_error(self, placed.record)
            return False
        return True

    def alone(self) -> None:
        if self.code.node.process_block is not None:
            frame = self.inner
            if self.input_given is not None:
                cell = frame.scope.cell("_", "_")
                cell.__class__ = Variable
                raw_set(cell, self.input_given[0])
            elif not self.dot:
                cell = frame.scope.cell("_", "_")
                if cell.__class__ is Unset:
                    cell.__class__ = Variable
                    raw_set(cell, None)
            self.run_block("process")
            return
        if self.input_given is not None:
            self.set_underscore(self.input_given[0])

    def set_underscore(self, value: Any) -> None:
        """Give `$_` to the whole run."""
        cell = self.inner.scope.cell("_", "_")
        if self.dot and not hasattr(self, "underscore_state"):
            self.underscore_state = cell.__class__, raw_get(cell)
        cell.__class__ = Variable
        raw_set(cell, value)

    def end(self) -> None:
        if self.code.node.process_block is None and (self.expecting or self.inner.input is None):
            self.inner.input = self.items
        self.run_block("end")

    def dispose(self) -> None:
        if self.disposed:
            return
        self.disposed = True
        if self.inner is not None and self.code.node.clean_block is not None:
            from relayshell.runtime.support.output import drop

            write, self.write = self.write, drop
            session = self.session
            propagate, session.propagate = session.propagate, False
            try:
                self.run_block("clean")
            except FlowSignal:
                raise
            except Exception as error:
                from relayshell.runtime.faults import keep_in_errors, record_of

                record = record_of(error, self.inner)
                keep_in_errors(session, record)
                session.streams.error(record)
            finally:
                self.write = write
                session.propagate = propagate
        if hasattr(self, "underscore_state"):
            cell = self.inner.scope.cell("_", "_")
            cell.__class__ = self.underscore_state[0]
            raw_set(cell, self.underscore_state[1])


SHARED = frozenset(
    ("verbose", "debug", "erroraction", "warningaction", "informationaction", "progressaction", "errorvariable", "warningvariable",
     "informationvariable", "outvariable", "outbuffer", "pipelinevariable", "whatif", "confirm")
)
