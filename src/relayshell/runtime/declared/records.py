"""The records of the warning, verbose, debug, information and progress streams, as scripts see them."""

from __future__ import annotations

from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.enums import enum_member
from relayshell.objects.text import to_text
from relayshell.runtime.streams import (
    DebugRecord, HostMessage, InformationRecord, MessageRecord, ProgressRecord, VerboseRecord, WarningRecord,
)

_P = "System.Management.Automation."


def _set_message(record: MessageRecord, value: Any) -> None:
    record.message = value


def _lacks_facts(name: str) -> dict[str, Any]:
    return {"base": _P + "InformationalRecord", "signatures": (
        "string Message {get;set;}", "System.Management.Automation.InvocationInfo InvocationInfo {get;}",
        "System.Collections.ObjectModel.ReadOnlyCollection[int] PipelineIterationInfo {get;}", "string ToString()", "(string message)",
    )}


for _name, _kind in (("Warning", WarningRecord), ("Verbose", VerboseRecord), ("Debug", DebugRecord)):
    declare(
        f"{_P}{_name}Record", _kind,
        new=lambda *args, kind=_kind: kind(to_text(args[-1])),
        get={
            "Message": lambda r: r.message, "InvocationInfo": lambda r: r.invocation, "PipelineIterationInfo": lambda r: [],
            "FullyQualifiedWarningId": lambda r: "",
        },
        set={"Message": _set_message},
        methods={"ToString": lambda r: r.message},
        to_text=lambda r: r.message,
        **(_lacks_facts(_name) if _name == "Debug" else {}),
    )


def _time(record: InformationRecord) -> Any:
    from relayshell.objects.convert import convert
    from relayshell.objects.nettype import get_type

    return convert(record.time.strftime("%Y-%m-%dT%H:%M:%S.%f"), get_type("System.DateTime"))


def _tags(record: InformationRecord) -> Any:
    from relayshell.objects.dotnet_collections import object_collection

    return object_collection(record.tags, "System.Collections.Generic.List`1", "System.String")


def _number(value: int) -> Any:
    from relayshell.objects.numbers import UInt32

    return UInt32(value)


def _information_text(record: InformationRecord) -> str:
    return "" if record.data is None else to_text(record.data)


declare(
    _P + "InformationRecord", InformationRecord,
    new=lambda data, source: InformationRecord(data, source),
    get={
        "MessageData": lambda r: r.data, "Source": lambda r: r.source, "TimeGenerated": _time, "Tags": _tags, "User": lambda r: r.user,
        "Computer": lambda r: r.computer, "ProcessId": lambda r: _number(r.process_id), "NativeThreadId": lambda r: _number(r.thread_id & 0xFFFFFFFF),
        "ManagedThreadId": lambda r: _number(1),
    },
    set={"Source": lambda r, v: setattr(r, "source", v), "User": lambda r, v: setattr(r, "user", v), "Computer": lambda r, v: setattr(r, "computer", v)},
    methods={"ToString": _information_text},
    to_text=_information_text,
)
declare(
    _P + "HostInformationMessage", HostMessage,
    new=lambda: HostMessage(""),
    get={
        "Message": lambda m: m.message, "NoNewLine": lambda m: m.no_newline, "ForegroundColor": lambda m: m.foreground,
        "BackgroundColor": lambda m: m.background,
    },
    set={
        "Message": lambda m, v: setattr(m, "message", v), "NoNewLine": lambda m, v: setattr(m, "no_newline", v),
        "ForegroundColor": lambda m, v: setattr(m, "foreground", v), "BackgroundColor": lambda m, v: setattr(m, "background", v),
    },
    methods={"ToString": lambda m: m.message},
    to_text=lambda m: m.message,
    signatures=(
        "()", "string Message {get;set;}", "System.Nullable[bool] NoNewLine {get;set;}", "System.Nullable[System.ConsoleColor] ForegroundColor {get;set;}",
        "System.Nullable[System.ConsoleColor] BackgroundColor {get;set;}", "string ToString()",
    ),
)


def _new_progress(activity_id: int, activity: str, status: str = "Processing") -> ProgressRecord:
    from relayshell.objects.exceptions import NetException, out_of_range

    if activity_id < 0:
        raise out_of_range("activityId", "The value of activityId must not be negative.", activity_id)
    for name, text in (("activity", activity), ("statusDescription", status)):
        if not text:
            raise NetException("System.ArgumentException", f"The value of {name} must not be null or empty. (Parameter '{name}')", ParamName=name)
    return ProgressRecord(activity_id, activity, status)


def _setter(name: str) -> Any:
    def put(record: ProgressRecord, value: Any) -> None:
        setattr(record, name, value)

    return put


def _progress_text(r: ProgressRecord) -> str:
    return (f"parent = {r.parent_id} id = {r.activity_id} act = {r.activity} stat = {r.status} cur = {r.current_operation or ''} "
             f"pct = {r.percent} sec = {r.seconds_remaining} type = {'Completed' if r.completed else 'Processing'}")


def _set_percent(record: ProgressRecord, value: int) -> None:
    if value > 100:
        from relayshell.objects.exceptions import out_of_range

        raise out_of_range("value", "PercentComplete must not be more than 100.", value)
    record.percent = value


def _set_parent(record: ProgressRecord, value: int) -> None:
    if value == record.activity_id:
        from relayshell.objects.exceptions import argument_exception

        raise argument_exception("ParentActivityId must not be the ActivityId of the same record.", "value")
    record.parent_id = value


declare(
    _P + "ProgressRecord", ProgressRecord,
    new=_new_progress,
    get={
        "ActivityId": lambda r: r.activity_id, "Activity": lambda r: r.activity, "StatusDescription": lambda r: r.status,
        "CurrentOperation": lambda r: r.current_operation, "PercentComplete": lambda r: r.percent, "SecondsRemaining": lambda r: r.seconds_remaining,
        "ParentActivityId": lambda r: r.parent_id,
        "RecordType": lambda r: enum_member(_P + "ProgressRecordType", "Completed" if r.completed else "Processing"),
    },
    set={
        "Activity": _setter("activity"), "StatusDescription": _setter("status"), "CurrentOperation": _setter("current_operation"),
        "PercentComplete": _set_percent, "SecondsRemaining": _setter("seconds_remaining"), "ParentActivityId": _set_parent,
        "RecordType": lambda r, v: setattr(r, "completed", v.name == "Completed"),
    },
    methods={"ToString": _progress_text}, to_text=_progress_text,
)
