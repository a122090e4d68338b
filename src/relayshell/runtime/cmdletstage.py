"""Running a cmdlet written in Python: binding, its three methods, and all that `self.processor` offers it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from relayshell.commands.bind import Binder
from relayshell.commands.bindingerrors import BindingError
from relayshell.commands.bindinghost import BindingHost
from relayshell.errors import ShellError
from relayshell.objects.errorrecord import ErrorRecord
from relayshell.objects.exceptions import NetException
from relayshell.runtime.binding import arguments_of
from relayshell.runtime.defaults import default_parameter_values
from relayshell.runtime.faults import OWN_IDS, action_name, error_action, invocation_at, keep_in_errors, make_record
from relayshell.runtime.invocation import place_error, place_record
from relayshell.runtime.shouldprocess import should_continue, should_process
from relayshell.runtime.stages import Stage, StopUpstreamOf
from relayshell.runtime.streams import RECORDS, HostMessage, InformationRecord, wanted


class CmdletHost(BindingHost):
    """Answers the Binder for a cmdlet: values become attributes of the instance."""

    def __init__(self, stage: CmdletStage) -> None:
        self.stage = stage
        self.session = stage.session

    def store(self, parameter: Any, value: Any) -> None:
        """Give the cmdlet a parameter's value."""
        stage = self.stage
        folded = parameter.name.lower()
        if parameter.shared and not hasattr(stage.cmdlet, parameter.attribute):
            stage.given[folded] = value
            return
        setattr(stage.cmdlet, parameter.attribute or folded, value)
        stage.cmdlet.given[folded] = value

    def restore(self, parameter: Any) -> None:
        """Back to the default."""
        cmdlet = self.stage.cmdlet
        setattr(cmdlet, parameter.attribute, getattr(type(cmdlet), parameter.attribute, None))
        cmdlet.given.pop(parameter.name.lower(), None)

    def default_values(self) -> Any:
        return default_parameter_values(self.stage.frame)

    def command_aliases(self) -> Any:
        from relayshell.runtime.defaults import aliases_of

        return aliases_of(self.stage.frame, self.stage.info.name)

    def run_block(self, block: Any, piped: Any) -> list[Any]:
        from relayshell.runtime.calls import invoke_in_scope

        return invoke_in_scope(block, self.stage.frame, piped)

    def ask(self, parameters: list[Any]) -> Any:
        from relayshell.runtime.prompting import ask_for_parameters

        return ask_for_parameters(self.session, parameters, self.stage.info.name, self.stage.place[0])

    def dynamic_parameters(self, binder: Any) -> Any:
        return self.stage.cmdlet.dynamic_parameters()

    def warn(self, message: str) -> None:
        self.stage.write_warning(message)


host_class: type[CmdletHost] = CmdletHost
"""What answers the Binder: another one while the binding of parameters is traced."""


class CmdletStage(Stage):
    """A cmdlet in a pipeline, and what it sees as its processor."""

    binder: Any = None
    cmdlet: Any = None

    def prepare(self, expecting: bool) -> None:
        self.expecting = expecting
        self.given: dict[str, Any] = {}
        kind = self.info.cmdlet
        cmdlet = self.cmdlet = kind()
        cmdlet.processor = self
        cmdlet.session = self.session
        cmdlet.given = {}
        self.answers: dict[str, str] = {}
        self.signature = kind.signature
        self.origin = self.signature.implementing
        self.name = self.signature.name
        if expecting or self.site is None or not self.bind_as_before():
            binder = self.binder = Binder(self.signature, host_class(self))
            try:
                binder.bind_arguments(arguments_of(self.words, self.values), expecting)
            except BindingError as error:
                raise self.placed(error) from error
            cmdlet.parameter_set = binder.parameter_set
            if not expecting and self.site is not None:
                self.remember_binding()
        if self.given:
            from relayshell.runtime.shared import apply_to_cmdlet

            apply_to_cmdlet(self)

    def bind_as_before(self) -> bool:
        """Whether the arguments went the way that those of the last call at this place went."""
        plan = self.site.call_plan
        if plan is None or plan is True or plan is False or plan.signature is not self.signature or host_class is not CmdletHost:
            return False
        for value, kind in zip(self.values, plan.classes):
            if value.__class__ is not kind:
                return False
        if self.words is not self.site.words or default_parameter_values(self.frame) is not None:
            return False
        binder = plan.bind(self.values, CmdletHost(self))
        if binder is None:
            return False
        self.binder = binder
        self.cmdlet.parameter_set = plan.parameter_set
        return True

    def remember_binding(self) -> None:
        """From the second call at a place on, keep how its arguments were bound; give up where that tells nothing of the next."""
        site = self.site
        if site.call_plan is None:
            site.call_plan = True
        elif site.call_plan is True:
            from relayshell.commands.callplans import plan_of

            usual = self.words is site.words and host_class is CmdletHost and default_parameter_values(self.frame) is None
            site.call_plan = (plan_of(self.words, self.values, self.binder) if usual else None) or False

    def connect(self, write: Callable[[Any], Any]) -> None:
        self.write = write
        if self.given:
            from relayshell.runtime.shared import wrap_output

            self.write = wrap_output(self, write)
        if self.binder.quick is not None:
            self.process = self.quick_process()  # type: ignore[method-assign]

    def quick_process(self) -> Callable[[Any], None]:
        """`process` for a cmdlet that takes each object whole and unchecked: the Binder is asked only once."""
        binder, cmdlet, write = self.binder, self.cmdlet, self.write
        slot = binder.quick
        attribute, folded, mandatory = slot.parameter.attribute, slot.folded, slot.mandatory
        given, values, name = cmdlet.given, binder.values, slot.name
        run = cmdlet.process
        whole = CmdletStage.process
        kind = binder.quick_kind()
        takes_first = True
        direct: Callable[[Any], Any] | None = None

        def take(item: Any) -> None:
            nonlocal takes_first, direct
            if not self.began or not binder._quick_sets or item is None and mandatory or kind is not None and (item.__class__ not in kind or not item):
                whole(self, item)
                return
            if takes_first:
                takes_first = False
                direct = cmdlet.taker()
            if direct is not None:
                try:
                    direct(item)
                except Exception as error:
                    placed = self.placed(error)
                    if placed is error:
                        raise
                    raise placed from error
                return
            setattr(cmdlet, attribute, item)
            given[folded] = values[name] = item
            try:
                result = run()
                if result is not None and hasattr(result, "__next__"):
                    for each in result:
                        write(each)
            except Exception as error:
                placed = self.placed(error)
                if placed is error:
                    raise
                raise placed from error

        return take

    def placed(self, error: BaseException) -> BaseException:
        """An error of this cmdlet with its names and place."""
        if isinstance(error, NetException):
            id, category = OWN_IDS.get(error.type_name.rpartition(".")[2], (error.type_name, "NotSpecified"))
            record = ErrorRecord(error, id, category, None)
            wrapped = ShellError(error.message, id, category, exception=error)
            wrapped.record = record
            wrapped.__traceback__ = error.__traceback__
            error = wrapped
        if getattr(error, "placed", False):
            return passed_on(error, self.origin)
        if not isinstance(error, (ShellError, RecursionError, MemoryError)):
            self.session.note_fault(error)
        return place_error(error, self.frame, self.site, self.info, self.name, self.origin)  # type: ignore[no-any-return]

    def call(self, method: Callable[[], Any]) -> None:
        """Run one of the cmdlet's methods and put out what a generator yields."""
        try:
            result = method()
            if result is not None and hasattr(result, "__next__"):
                write = self.write
                for item in result:
                    write(item)
        except Exception as error:
            placed = self.placed(error)
            if placed is error:
                raise
            raise placed from error

    def begin(self) -> None:
        self.call(self.cmdlet.begin)

    def process(self, item: Any) -> None:
        if not self.began:
            self.began = True
            self.begin()
        binder = self.binder
        try:
            as_before = binder.bind_object(item)
        except BindingError as error:
            self.write_error(self.placed(error))
            return
        if not as_before:
            self.cmdlet.parameter_set = binder.parameter_set
        self.call(self.cmdlet.process)

    def alone(self) -> None:
        self.call(self.cmdlet.process)

    def end(self) -> None:
        self.call(self.cmdlet.end)

    def dispose(self) -> None:
        close = getattr(self.cmdlet, "close", None)
        if close is not None:
            close()

    # What a cmdlet asks of its processor. `write` is the stage's own.

    def write_many(self, values: Iterable[Any]) -> None:
        """Send each of these down the pipeline."""
        write = self.write
        for value in values:
            write(value)

    def write_error(self, error: Any) -> None:
        """Report an error and go on, unless the error action says otherwise."""
        record = error if isinstance(error, ErrorRecord) else getattr(error, "record", None)
        if record is None:
            record = make_record(error)
            error.record = record
        place_record(record, self.frame, self.site, self.info, self.name, self.origin, getattr(error, "span", None))
        report_error(self, record)

    def write_warning(self, message: str) -> None:
        action = wanted(self.frame, self.given, "", "warningaction", "warningpreference", "Continue")
        self.message("Warning", message, action, "warning")

    def write_verbose(self, message: str) -> None:
        action = wanted(self.frame, self.given, "verbose", None, "verbosepreference", "SilentlyContinue")
        self.message("Verbose", message, action, "verbose")

    def write_debug(self, message: str) -> None:
        action = wanted(self.frame, self.given, "debug", None, "debugpreference", "SilentlyContinue")
        self.message("Debug", message, action, "debug")

    def message(self, kind: str, text: str, action: str, stream: str) -> None:
        """Send a message to a stream as an action says."""
        streams = self.session.streams
        if action in ("SilentlyContinue", "Ignore") and not self.keepers and not streams.keepers:
            return
        record = RECORDS[kind](text, self.invocation)
        keep = self.keepers.get(stream) if self.keepers else None
        if keep is not None:
            keep(record)
        streams.keep(stream, record)
        if action in ("SilentlyContinue", "Ignore"):
            return
        getattr(self.session.streams, stream)(record)
        if action == "Stop":
            raise stopped_by(self, kind, text)
        if action == "Inquire":
            from relayshell.runtime.inquiring import inquire

            inquire(self, stream)

    keepers: dict[str, Any] = {}

    def write_information(self, message: Any, tags: Iterable[str] = ()) -> None:
        """Send something to the information stream; a message of the host is shown whatever the preference."""
        record = message if isinstance(message, InformationRecord) else InformationRecord(message, self.source_name(), list(tags))
        keep = self.keepers.get("information") if self.keepers else None
        if isinstance(record.data, HostMessage):
            action = wanted(self.frame, self.given, "", "informationaction", "-", "Continue")
        else:
            action = wanted(self.frame, self.given, "", "informationaction", "informationpreference", "SilentlyContinue")
        if action == "Ignore":
            return
        if keep is not None:
            keep(record)
        self.session.streams.keep("information", record)
        if isinstance(record.data, HostMessage) and action == "SilentlyContinue":
            return
        record_shown = action != "SilentlyContinue"
        self.session.streams.information((record, record_shown))
        if action == "Stop":
            raise stopped_by(self, "Information", str(record.data))
        if action == "Inquire":
            from relayshell.runtime.inquiring import inquire

            inquire(self, "information")

    def source_name(self) -> str:
        """What an information record says of where it came from."""
        frame = self.frame.definer()
        return (frame.block.file if frame is not None and frame.block is not None else None) or self.name

    def write_progress(self, record: Any) -> None:
        action = wanted(self.frame, self.given, "", "progressaction", "progresspreference", "Continue")
        if action not in ("SilentlyContinue", "Ignore"):
            self.session.streams.progress(record)

    def write_host(self, message: HostMessage) -> None:
        """Say something to the user, by way of the information stream."""
        self.write_information(message, ("PSHOST",))

    def should_process(self, target: str, action: str | None = None) -> bool:
        return should_process(self, target, action)

    def should_continue(self, query: str, caption: str) -> bool:
        return should_continue(self, query, caption)

    def stop_upstream(self) -> None:
        """End the commands before this one."""
        raise StopUpstreamOf(self.pipeline, self)

    @property
    def invocation(self) -> Any:
        """The cmdlet's InvocationInfo."""
        from relayshell.runtime.faults import invocation_at
        from relayshell.runtime.inputs import bound_parameters

        return invocation_at(
            self.site.extent if self.site is not None else None, my_command=self.info,
            bound_parameters=bound_parameters(self.binder.values if self.binder is not None else {}),
            invocation_name=self.site.name if self.site is not None and self.site.name else self.name,
            pipeline_position=self.place[0], pipeline_length=self.place[1], expecting_input=self.expecting,
        )


def passed_on(error: BaseException, origin: str) -> BaseException:
    """An error of script that a cmdlet ran: the record that a catch sees bears the cmdlet's id; that in $Error stays."""
    from relayshell.runtime.support.flow import with_exception

    record = error.record  # type: ignore[attr-defined]
    if getattr(error, "thrown", False):
        return error
    if not record.origin and not record.category_info.activity:
        copy = with_exception(record, record.exception)
        copy.origin = origin
        error.record = copy  # type: ignore[attr-defined]
    return error


def report_error(stage: Any, record: ErrorRecord) -> None:
    """An error that does not stop a command: to $Error and the error stream, as the error action says."""
    session = stage.session
    given = stage.given
    inner = getattr(stage, "inner", None)
    action = action_name(given["erroraction"]) if "erroraction" in given else error_action(inner if inner is not None else stage.frame)
    stage.failed = True
    session.ok = False
    if action == "Ignore":
        return
    if action == "Stop":
        error = ShellError(record.message, record.id, record.category_info.category, record.target, exception=record.exception)
        error.record = record
        error.stops = True  # type: ignore[attr-defined]
        error.placed = True  # type: ignore[attr-defined]
        if record.invocation is not None and record.invocation.extent is None and stage.site is not None:
            # A place that was not known is that of the command that ends.
            record.invocation = invocation_at(stage.site.extent, my_command=record.invocation.my_command)
        keep_in_errors(session, record)
        keep = stage.keepers.get("error") if getattr(stage, "keepers", None) else None
        if keep is not None:
            keep(record)
        session.streams.keep("error", record)
        raise error
    keep_in_errors(session, record)
    keep = stage.keepers.get("error") if getattr(stage, "keepers", None) else None
    if keep is not None:
        keep(record)
    session.streams.keep("error", record)
    if action == "Inquire":
        from relayshell.runtime.inquiring import inquire

        inquire(stage, "error", record.message)
    if action != "SilentlyContinue":
        session.streams.error(record)


def stopped_by(stage: Any, stream: str, message: str) -> ShellError:
    """The error of a message whose action is Stop."""
    text = (
        f'The running command stopped because the preference variable "{stream}Preference" or common parameter is set to Stop: {message}'
    )
    exception = NetException("System.Management.Automation.ActionPreferenceStopException", text)
    error = ShellError(text, "ActionPreferenceStop", "OperationStopped", exception=exception)
    error.stops = True  # type: ignore[attr-defined]
    return error
