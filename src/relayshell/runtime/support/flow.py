"""throw, exit, break and catch: what generated code raises, and how an error finds its handler."""

from __future__ import annotations

import sys
from typing import Any

from relayshell.errors import ShellError
from relayshell.objects.exceptions import NetException
from relayshell.objects.nothing import AUTOMATION_NULL
from relayshell.objects.psobject import ScriptInstance, unwrap
from relayshell.runtime.faults import keep_in_errors, record_of
from relayshell.runtime.flow import BreakSignal, ContinueSignal, ExitSignal
from relayshell.runtime.scope import Variable, raw_get
from relayshell.runtime.support.cells import restore_cell


def throw(frame: Any, value: Any) -> BaseException:
    """The exception that `throw value` raises."""
    from relayshell.objects.errorrecord import ErrorRecord
    from relayshell.objects.text import to_text

    if value is AUTOMATION_NULL:
        return throw_nothing(frame)
    inside = unwrap(value)
    if inside is None:
        return throw_nothing(frame)
    if inside.__class__ is ScriptInstance and isinstance(inside.native, NetException):
        inside = inside.native
    if isinstance(inside, ErrorRecord):
        error = ShellError(inside.message, inside.id, inside.category_info.category, inside.target, exception=inside.exception)
        error.record = inside
    elif isinstance(inside, NetException):
        error = ShellError(inside.message, inside.message, "OperationStopped", None, exception=inside)
        known = getattr(inside, "error_record", None)
        if known is not None:
            error.record = known
    else:
        text = to_text(value)
        error = ShellError(text, text, "OperationStopped", value)
    error.thrown = True  # type: ignore[attr-defined]
    return error


def throw_nothing(frame: Any) -> BaseException:
    """`throw` alone."""
    error = ShellError("ScriptHalted", "ScriptHalted", "OperationStopped")
    error.thrown = True  # type: ignore[attr-defined]
    return error


def rethrow(frame: Any) -> BaseException:
    """`throw` alone in a catch block: the error that was caught."""
    from relayshell.objects.errorrecord import ErrorRecord

    caught = frame.session.caught
    if caught:
        return caught[-1]  # type: ignore[no-any-return]
    record = frame.scope.find("_")
    if record is not None and isinstance(record.value, ErrorRecord):
        return throw(frame, record.value)
    return throw_nothing(frame)


def exit_signal(code: Any) -> BaseException:
    """What `exit code` raises; a code that is no number is 0."""
    if code.__class__ is int:
        return ExitSignal(code)
    from relayshell.objects.convert import try_convert
    from relayshell.objects.nettype import get_type

    fits, number = try_convert(code, get_type("System.Int32"))
    return ExitSignal(int(number) if fits else 0)


def break_signal(label: Any) -> BaseException:
    """What `break label` raises."""
    return BreakSignal(_label(label))


def continue_signal(label: Any) -> BaseException:
    """What `continue label` raises."""
    return ContinueSignal(_label(label))


def _label(label: Any) -> str | None:
    if label is None:
        return None
    from relayshell.objects.text import to_text

    return to_text(label).lower()


class Choice:
    """The catch clause chosen for an error: its number and the record for `$_`."""

    __slots__ = ("number", "record", "error")

    def __init__(self, number: int, record: Any, error: BaseException) -> None:
        self.number = number
        self.record = record
        self.error = error


def choose_catch(frame: Any, clauses: tuple[tuple[Any, ...], ...]) -> Choice:
    """The clause that takes the error being handled; number -1 when none does."""
    error = sys.exception()
    assert error is not None
    record = record_of(error, frame)
    keep_in_errors(frame.session, record, frame)
    frame.session.ok = False
    number, passed = find_clause(frame, clauses, record, error)
    if passed is not None and passed is not record.exception:
        record = with_exception(record, passed)
    elif passed is not None and record.origin and is_runtime_exception(passed):
        # Such an exception has a record of its own, which no command put its name to.
        record = with_exception(record, passed)
        record.origin = ""
    return Choice(number, record, error)


def find_clause(frame: Any, clauses: tuple[tuple[Any, ...], ...], record: Any, error: BaseException) -> tuple[int, Any]:
    """The number of the clause for an error and the exception it shall see (None: as it is)."""
    exception = record.exception
    candidates = [exception]
    wrapped = is_runtime_exception(exception) and not record.origin and exception.inner is not None
    if wrapped:
        candidates.insert(0, exception.inner)
    for candidate in candidates:
        kinds = {kind.text for kind in candidate.net_type.ancestors}
        if not is_runtime_exception(candidate) and candidate is exception:
            kinds = kinds | {"System.Management.Automation.RuntimeException", "System.SystemException"}
            if record.origin:
                kinds = kinds | {"System.Management.Automation.CmdletInvocationException"}
        for number, names in enumerate(clauses):
            for name in names:
                found = catch_type(frame, name)
                if found is not None and found.text in kinds:
                    return number, candidate
    for number, names in enumerate(clauses):
        if not names:
            return number, None
    return -1, None


def catch_type(frame: Any, name: Any) -> Any:
    """The type a catch clause or trap names; an unknown one is an error, as in PowerShell."""
    from relayshell.runtime.support.typenames import find_type_name

    return find_type_name(frame, name)


def is_runtime_exception(exception: Any) -> bool:
    """Whether an exception is PowerShell's RuntimeException or one of its kin."""
    return any(kind.text == "System.Management.Automation.RuntimeException" for kind in exception.net_type.ancestors)


def with_exception(record: Any, exception: Any) -> Any:
    """A copy of an error record with another exception."""
    from relayshell.objects.errorrecord import ErrorRecord

    made = ErrorRecord(exception, record.id, record.category_info.category, record.target, origin=record.origin)
    made.category_info = record.category_info
    made.details = record.details
    made.invocation = record.invocation
    made.script_stack_trace = record.script_stack_trace
    made.reported = record.reported
    return made


def enter_catch(frame: Any, cell: Variable, choice: Choice) -> Any:
    """Give `$_` the error record; returns what leave_catch brings back."""
    state = cell.__class__, raw_get(cell)
    cell.value = choice.record
    frame.session.caught.append(choice.error)
    return state


def leave_catch(frame: Any, cell: Variable, state: Any) -> None:
    """End a catch block."""
    frame.session.caught.pop()
    restore_cell(cell, state)


def enter_finally(frame: Any) -> Any:
    """A finally block runs whether or not the user wants to stop; returns what leave_finally brings back."""
    return frame.session.propagate


def leave_finally(frame: Any, state: Any) -> None:
    """End a finally block."""
    frame.session.propagate = state


def trap_or_fail(frame: Any, traps: tuple[Any, ...], write: Any) -> bool:
    """Ask the block's traps about the error being handled; True lets it go further up."""
    from relayshell.runtime.faults import failed

    error = sys.exception()
    assert error is not None
    record = record_of(error, frame)
    keep_in_errors(frame.session, record, frame)
    frame.session.ok = False
    clauses = tuple(() if name is None else (name,) for name, _ in traps)
    typed = tuple(row for row in clauses)
    number, passed = find_clause(frame, typed, record, error)
    if number < 0:
        return failed(frame)
    if passed is not None and passed is not record.exception:
        record = with_exception(record, passed)
    cell = frame.scope.cell("_", "_")
    state = cell.__class__, raw_get(cell)
    cell.value = record
    session = frame.session
    outer, session.propagate = session.propagate, True
    try:
        traps[number][1](write)
    except ContinueSignal:
        return False
    except BreakSignal:
        return True
    finally:
        session.propagate = outer
        restore_cell(cell, state)
    # A trap that ends of itself reports the error and goes on.
    session.streams.error(record)
    session.ok = False
    return False


