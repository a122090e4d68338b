"""$PSCmdlet: what an advanced function can ask of its own invocation."""

from __future__ import annotations

from typing import Any

from relayshell.errors import ShellError
from relayshell.objects.errorrecord import ErrorRecord
from relayshell.runtime.invocation import place_record
from relayshell.runtime.streams import RECORDS, InformationRecord, wanted


class PSCmdlet:
    """System.Management.Automation.PSScriptCmdlet, of one activation of a function.

    stage is the FunctionStage it runs as, or None where it was called the quick way.
    """

    net_name = "System.Management.Automation.PSScriptCmdlet"
    keepers: dict[str, Any] = {}

    def __init__(self, frame: Any, stage: Any) -> None:
        self.own = frame
        self.stage = stage
        self.answers: dict[str, str] = {}

    @property
    def session(self) -> Any:
        """The session."""
        return self.own.session

    @property
    def frame(self) -> Any:
        """The caller's frame."""
        return self.own.caller

    @property
    def preference_frame(self) -> Any:
        """Where preference variables are looked up: the function's own scope."""
        return self.own

    @property
    def given(self) -> dict[str, Any]:
        """The shared parameters bound."""
        return self.stage.given if self.stage is not None else {}

    @property
    def signature(self) -> Any:
        """The function's signature."""
        block = self.own.info.block if hasattr(self.own.info, "block") else self.own.info
        return block.signature

    @property
    def name(self) -> str:
        """The function's name."""
        return getattr(self.own.info, "name", "") or ""

    @property
    def parameter_set(self) -> str:
        """The name of the parameter set in use."""
        binder = self.stage.binder if self.stage is not None else None
        return binder.parameter_set if binder is not None else "__AllParameterSets"

    @property
    def paging(self) -> Any:
        """-First, -Skip and -IncludeTotalCount, where the function has them."""
        from relayshell.runtime.paging import Paging

        values = self.stage.binder.values if self.stage is not None and self.stage.binder is not None else {}
        return Paging(values)

    def write_object(self, value: Any, enumerate: bool = False) -> None:
        """WriteObject."""
        from relayshell.runtime.support.output import spread

        write = self.stage.write if self.stage is not None else self.own.write
        if enumerate:
            spread(value, write)
        else:
            write(value)

    def write_error(self, record: Any) -> None:
        """WriteError."""
        from relayshell.runtime.cmdletstage import report_error

        if isinstance(record, ShellError):
            from relayshell.runtime.faults import make_record

            record = record.record or make_record(record)
        self.place(record)
        if self.stage is not None:
            self.stage.failed = True
        report_error(self, record)

    failed = False

    @property
    def inner(self) -> Any:
        """The frame whose $ErrorActionPreference counts."""
        return self.own

    def place(self, record: ErrorRecord) -> None:
        """Give a record the function's names and the place of its call."""
        if record.category_info.activity in ("", None):
            record.category_info.activity = self.name
        place_record(record, self.frame, self.own.site, self.own.info, self.name, self.name)

    def terminating(self, record: ErrorRecord) -> ShellError:
        """What ThrowTerminatingError raises."""
        self.place(record)
        error = ShellError(record.message, record.id, record.category_info.category, record.target, exception=record.exception)
        error.record = record
        error.placed = True  # type: ignore[attr-defined]
        error.leaves = self.own  # type: ignore[attr-defined]
        return error

    def write_verbose(self, message: str) -> None:
        """WriteVerbose."""
        self.message("Verbose", message, wanted(self.own, {}, "", None, "verbosepreference", "SilentlyContinue"))

    def write_debug(self, message: str) -> None:
        """WriteDebug."""
        self.message("Debug", message, wanted(self.own, {}, "", None, "debugpreference", "SilentlyContinue"))

    def write_warning(self, message: str) -> None:
        """WriteWarning."""
        self.message("Warning", message, wanted(self.own, {}, "", None, "warningpreference", "Continue"))

    def message(self, kind: str, text: str, action: str) -> None:
        """Send a message to a stream as an action says."""
        record = RECORDS[kind](text, self.own.get_invocation())
        self.session.streams.keep(kind.lower(), record)
        if action in ("SilentlyContinue", "Ignore"):
            return
        getattr(self.session.streams, kind.lower())(record)
        if action == "Stop":
            from relayshell.runtime.cmdletstage import stopped_by

            raise stopped_by(self, kind, text)
        if action == "Inquire":
            from relayshell.runtime.inquiring import inquire

            inquire(self, kind.lower())

    def write_information(self, data: Any, tags: Any = ()) -> None:
        """WriteInformation."""
        action = wanted(self.own, {}, "", None, "informationpreference", "SilentlyContinue")
        record = data if isinstance(data, InformationRecord) else InformationRecord(data, self.name, list(tags or ()))
        if action != "Ignore":
            self.session.streams.information((record, action != "SilentlyContinue"))

    def should_process(self, *args: Any) -> bool:
        """ShouldProcess in its forms: (target), (target, action), (verbose, query, caption)."""
        from relayshell.objects.text import to_text
        from relayshell.runtime.shouldprocess import should_process

        words = [to_text(each) for each in args[:3]]
        if len(words) == 3:
            return should_process(self, "", None, verbose=words[0], query=words[1], caption=words[2])
        return should_process(self, words[0], words[1] if len(words) > 1 else None)

    def is_trial(self) -> bool:
        """Whether actions are told and not done: -WhatIf, or $WhatIfPreference."""
        from relayshell.runtime.shouldprocess import only_told

        return only_told(self)

    def should_continue(self, query: str, caption: str, *more: Any) -> bool:
        """ShouldContinue."""
        from relayshell.runtime.shouldprocess import should_continue

        return should_continue(self, query, caption)

    def get_variable_value(self, name: str, default: Any = None) -> Any:
        """GetVariableValue: as the caller sees it."""
        found = self.own.caller.scope.find(name.lower())
        return default if found is None else found.value

    @property
    def state(self) -> Any:
        """The session state of the caller, which SessionState shows."""
        return self.own.caller.state
