"""How a command was called: $MyInvocation, and the place that errors of a command are given."""

from __future__ import annotations

from typing import Any

from relayshell.objects.errorrecord import ErrorRecord, InvocationInfo
from relayshell.runtime.faults import history_id, invocation_at, make_record, stack_trace


_OPERATORS = {"Ampersand": "&", "Dot": "."}


def invocation_of(frame: Any) -> InvocationInfo:
    """The InvocationInfo of a frame's function, script or block."""
    from relayshell.runtime.inputs import bound_parameters

    bound = frame.bound
    if bound.__class__ is dict:
        bound = frame.bound = bound_parameters(bound)
    info = frame.info if getattr(frame, "method", None) is None else None
    parts: dict[str, Any] = {
        "my_command": info if info is None or not getattr(info, "is_script_block", False) else script_info(info, frame),
        "bound_parameters": bound if bound is not None else bound_parameters({}),
        "unbound_arguments": list(frame.args),
        "invocation_name": invocation_name(frame),
        "pipeline_position": frame.pipeline_place[0],
        "pipeline_length": frame.pipeline_place[1],
        "expecting_input": frame.expecting_input,
        "command_origin": "Runspace" if frame.caller is None or frame.caller.caller is None else "Internal",
    }
    site = frame.site
    if site is None:
        if getattr(info, "is_script_block", False):
            # A text that was run as a whole: it is no command of a pipeline.
            return InvocationInfo(**{**parts, "pipeline_position": 0, "pipeline_length": 0, "command_origin": "Internal", "history_id": history_id()})
        return InvocationInfo(**{**parts, "pipeline_position": 1, "pipeline_length": 1})
    return invocation_at(site.extent, **parts)


def invocation_name(frame: Any) -> str:
    """The word by which it was called; `&` or `.` where that stands before it."""
    if frame.site is not None and frame.site.operator in _OPERATORS:
        return _OPERATORS[frame.site.operator]
    return str(frame.called) if frame.called else ""


def script_info(block: Any, frame: Any) -> Any:
    """The ScriptInfo that stands for a bare script block in $MyInvocation.MyCommand."""
    from relayshell.runtime.scriptinfo import ScriptInfo

    return ScriptInfo(block)


def place_error(error: Any, frame: Any, site: Any, info: Any, activity: str, origin: str) -> Any:
    """Give an error that a command raised the command's names and place; returns the error."""
    record = getattr(error, "record", None)
    if record is None:
        record = make_record(error)
        error.record = record
    place_record(record, frame, site, info, activity, origin, getattr(error, "span", None))
    error.placed = True
    more = getattr(getattr(error, "exception", None), "more", None)
    if more is not None and "ErrorId" in more and "ParameterName" in more and record.invocation is not None:
        more.setdefault("CommandInvocation", record.invocation)
        more.setdefault("Line", record.invocation.script_line_number)
        more.setdefault("Offset", record.invocation.offset_in_line)
    return error


def place_record(record: ErrorRecord, frame: Any, site: Any, info: Any, activity: str, origin: str, span: Any = None) -> None:
    """The same for a record."""
    if record.invocation is None:
        extent = span or (site.extent if site is not None else None)
        record.invocation = invocation_at(extent, my_command=info, invocation_name=site.name if site is not None and site.name else activity)
        if not record.origin:
            record.origin = origin
        if not record.category_info.activity:
            record.category_info.activity = activity
    if record.script_stack_trace is None:
        record.script_stack_trace = stack_trace(frame, site.extent if site is not None else None)
