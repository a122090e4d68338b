"""An error's life: from a Python exception to an error record with its place, to $Error, to the error stream.

Every statement outside a `try` has a guard that asks `failed` what to do with an error in it.
"""

from __future__ import annotations

import sys
from typing import Any

from relayshell.errors import ShellError
from relayshell.objects.errorrecord import ErrorRecord, InvocationInfo
from relayshell.objects.exceptions import NetException
from relayshell.runtime.current import current_session
from relayshell.source import Extent

MOST_ERRORS = 256


def failed(frame: Any) -> bool:
    """Called in the handler of a statement's guard. True lets the error go on up; False says it was reported."""
    error = sys.exception()
    assert error is not None
    record = record_of(error, frame)
    session = frame.session
    keep_in_errors(session, record, frame)
    session.ok = False
    if session.propagate or getattr(error, "stops", False):
        return True
    leaves = getattr(error, "leaves", None)
    if leaves is not None and runs_within(frame, leaves):
        return True
    if session.streams.keepers and not getattr(error, "kept", False):
        error.kept = True  # type: ignore[attr-defined]
        session.streams.keep("error", record)
    action = error_action(frame)
    if action in ("SilentlyContinue", "Ignore"):
        return False
    if action == "Stop":
        error.stops = True  # type: ignore[attr-defined]
        return True
    if getattr(error, "thrown", False):
        return True
    session.streams.error(record)
    session.ok = False
    return False


def runs_within(frame: Any, other: Any) -> bool:
    """Whether an activation is another, or was called from it."""
    while frame is not None:
        if frame is other or frame.owner is other:
            return True
        frame = frame.caller
    return False


def error_action(frame: Any) -> str:
    """The name of what $ErrorActionPreference says here."""
    cell = frame.scope.find("erroractionpreference")
    return action_name(cell.value) if cell is not None else "Continue"


def action_name(value: Any) -> str:
    """An action preference by name, from the enum, a text or a number."""
    kind = value.__class__
    if kind is str:
        folded = value.strip().lower()
        for name in ACTIONS:
            if name.lower() == folded:
                return name
        return "Continue"
    name = getattr(value, "name", None)
    if name is not None:
        return str(name)
    if kind is int and 0 <= value < len(ACTIONS):
        return ACTIONS[value]
    return "Continue"


ACTIONS = ("SilentlyContinue", "Stop", "Continue", "Inquire", "Ignore", "Suspend", "Break")


def record_of(error: BaseException, frame: Any) -> ErrorRecord:
    """The error record of an exception, made and given its place the first time it is asked for."""
    record = getattr(error, "record", None)
    if record is not None and getattr(error, "placed", False):
        return record  # type: ignore[no-any-return]
    if record is None:
        record = make_record(error)
        error.record = record  # type: ignore[attr-defined]
    if record.invocation is None:
        extent = getattr(error, "span", None) or extent_of(error)
        record.invocation = invocation_at(extent)
    if record.script_stack_trace is None:
        record.script_stack_trace = stack_trace(frame, record.invocation.extent)
    error.placed = True  # type: ignore[attr-defined]
    return record  # type: ignore[no-any-return]


OWN_IDS = {
    "PSInvalidOperationException": ("InvalidOperation", "InvalidOperation"), "PSArgumentException": ("Argument", "InvalidArgument"),
    "PSArgumentNullException": ("ArgumentNull", "InvalidArgument"), "PSArgumentOutOfRangeException": ("ArgumentOutOfRange", "InvalidArgument"),
    "PSNotSupportedException": ("NotSupported", "NotImplemented"), "PSNotImplementedException": ("NotImplemented", "NotImplemented"),
    "PSObjectDisposedException": ("ObjectDisposed", "InvalidOperation"),
}
"""Exceptions of PowerShell's own that have a record of their own: its id and category."""


def make_record(error: BaseException) -> ErrorRecord:
    """A record without a place."""
    if isinstance(error, ShellError):
        exception = error.exception
        if exception is None:
            inner = error.inner
            if isinstance(inner, ShellError):
                inner = exception_of(inner)
            exception = NetException("System.Management.Automation.RuntimeException", error.message, inner)
        record = ErrorRecord(exception, error.id, error.category, error.target)
        record.details = error.details
        if getattr(error, "thrown", False):
            exception.was_thrown = True
    elif isinstance(error, NetException):
        record = ErrorRecord(error, *OWN_IDS.get(error.type_name.rpartition(".")[2], (error.type_name, "OperationStopped")), None)
    elif isinstance(error, RecursionError):
        record = _plain("System.Management.Automation.ScriptCallDepthException", _DEPTH, "CallDepthOverflow", "InvalidOperation")
    elif isinstance(error, MemoryError):
        record = _plain("System.OutOfMemoryException", "Insufficient memory to continue the execution of the program.",
                        "System.OutOfMemoryException", "OperationStopped")
    else:
        text = f"{type(error).__name__}: {error}"
        record = _plain("System.Management.Automation.RuntimeException", text, "RuntimeException", "NotSpecified")
    if record.exception.error_record is None:
        record.exception.error_record = record
    return record


_DEPTH = "The script failed due to call depth overflow."


def _plain(kind: str, message: str, id: str, category: str) -> ErrorRecord:
    return ErrorRecord(NetException(kind, message), id, category, None)


def exception_of(error: BaseException) -> NetException:
    """The .NET exception that scripts see for an error."""
    if isinstance(error, NetException):
        return error
    record = getattr(error, "record", None) or make_record(error)
    return record.exception  # type: ignore[no-any-return]


def extent_of(error: BaseException) -> Extent | None:
    """The statement in which an exception arose: the innermost place of generated code in its traceback."""
    found = None
    step = error.__traceback__
    while step is not None:
        if "SOURCE" in step.tb_frame.f_globals:
            found = step
        step = step.tb_next
    if found is None:
        return None
    positions = list(found.tb_frame.f_code.co_positions())
    at = found.tb_lasti // 2
    line, end_line, column, end_column = positions[at] if at < len(positions) else (None, None, None, None)
    if line is None or end_line is None or column is None or end_column is None:
        return None
    source = found.tb_frame.f_globals["SOURCE"]
    starts = source.line_starts
    return Extent(source, starts[line - 1] + column, starts[end_line - 1] + end_column)


def invocation_at(extent: Extent | None, **parts: Any) -> InvocationInfo:
    """How and where: an InvocationInfo for a place in the text."""
    if extent is None:
        return InvocationInfo(**parts)
    message = extent.position_message()
    return InvocationInfo(
        **{
            "history_id": history_id(),
            "script_line_number": extent.start_line_number,
            "offset_in_line": extent.start_column_number,
            "script_name": extent.file or "",
            "line": extent.line,
            "statement": extent.text,
            "position_message": message,
            "ps_script_root": _folder(extent.file),
            "ps_command_path": extent.file or "",
            "extent": extent,
            **parts,
        }
    )


def history_id() -> int:
    """The number that the line which runs now will have in the history."""
    session = current_session()
    last = session.history[-1].id if session.history else 0
    return int(max(session.services.get("history number", 0), last)) + 1


def _folder(path: str | None) -> str:
    if not path:
        return ""
    import os.path

    return os.path.dirname(path)


def stack_trace(frame: Any, extent: Extent | None) -> str:
    """ScriptStackTrace: the callers, innermost first."""
    lines = []
    for name, file, line in call_stack(frame, extent):
        lines.append(f"at {name}, {file or '<No file>'}: line {line}")
    return "\n".join(lines)


def call_stack(frame: Any, extent: Extent | None) -> Any:
    """(name, file, line) of each activation, innermost first."""
    while frame is not None:
        block = frame.block
        if block is not None:
            info = frame.info
            named = info is not None and getattr(info, "name", "") and getattr(info, "kind", "") != "ExternalScript"
            name = info.name if named else "<ScriptBlock>"
            file = block.file
            yield name, file, extent.start_line_number if extent is not None else 1
        extent = frame.site.extent if frame.site is not None else None
        frame = frame.caller


def keep_in_errors(session: Any, record: ErrorRecord, frame: Any = None) -> None:
    """Put a record at the head of $Error, once."""
    if record.reported:
        return
    record.reported = True
    errors = session.errors
    errors.insert(0, record)
    del errors[MOST_ERRORS:]
