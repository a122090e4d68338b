"""Error records, invocations and commands as CLIXML has them: by the notes and properties that PowerShell sends from process to process."""

from __future__ import annotations

from typing import Any

from relayshell.errors import ShellError
from relayshell.objects.errorrecord import ErrorRecord, InvocationInfo
from relayshell.objects.exceptions import NetException

PARENT = "System.Management.Automation.ParentContainsErrorRecordException"
_CATEGORIES = "System.Management.Automation.ErrorCategory"
EXCEPTION_DEPTH = 1
"""How many levels of properties are kept of an exception, wherever it stands."""


def notes_of(record: ErrorRecord, shown: bool = True) -> list[tuple[str, Any]]:
    """The notes that stand for an error record; `shown` adds what type data adds, which is read while a session runs."""
    from relayshell.objects.nettype import get_type
    from relayshell.objects.text import to_text

    category = record.category_info
    pairs: list[tuple[str, Any]] = [
        ("Exception", record.exception), ("TargetObject", record.target), ("FullyQualifiedErrorId", record.fully_qualified_id),
        ("InvocationInfo", record.invocation), ("ErrorCategory_Category", get_type(_CATEGORIES).enum_values.get(category.category, 0)),
        ("ErrorCategory_Activity", category.activity or ""), ("ErrorCategory_Reason", category.reason or ""),
        ("ErrorCategory_TargetName", category.target_name or ""), ("ErrorCategory_TargetType", category.target_type or ""),
        ("ErrorCategory_Message", to_text(category)),
    ]
    if record.details is not None:
        pairs += [("ErrorDetails_Message", record.details.message), ("ErrorDetails_RecommendedAction", record.details.recommended_action or "")]
    pairs.append(("SerializeExtendedInfo", False))
    if record.script_stack_trace is not None:
        pairs.append(("ErrorDetails_ScriptStackTrace", record.script_stack_trace))
    if shown:
        pairs.append(("PSMessageDetails", None))
    return pairs


def own_record(exception: NetException) -> ErrorRecord:
    """The record that an exception carries of itself where `throw` made it of a text."""
    parent = NetException(PARENT, exception.message)
    return ErrorRecord(parent, "RuntimeException")


_OWN = ("Property", "ParameterizedProperty")
_COMMAND = ("ScriptBlock", "Definition", "OutputType")
_SCRIPT = "System.Management.Automation.ScriptInfo"


def split_properties(base: Any) -> tuple[list[tuple[str, Any]], list[tuple[str, Any]]]:
    """The properties of an object that can be read, as they are written: its type's own, and those that type data and scripts added."""
    from relayshell.objects.members import get_member, properties_of
    from relayshell.objects.typeof import type_of

    own: list[tuple[str, Any]] = []
    # Hidden members of type data are written like others.
    added: list[tuple[str, Any]] = [(name, get_member(base, name)) for name in _hidden(base)]
    for each in properties_of(base):
        try:
            (own if each.member_type in _OWN else added).append((each.name, each.value))
        except (ShellError, NetException):
            continue
    if isinstance(base, NetException):
        own = _of_exception(base, own)
    elif isinstance(base, InvocationInfo):
        own = _of_invocation(own)
    elif type_of(base).full_name == _SCRIPT:
        # A bare script block has no parameters by name; what it has of its own comes before what every command has.
        own = sorted((pair for pair in own if pair[0] != "Parameters"), key=lambda pair: _COMMAND.index(pair[0]) if pair[0] in _COMMAND else len(_COMMAND))
    return own, added


def _hidden(base: Any) -> list[str]:
    from relayshell.objects.typedata import type_members

    return [each.name for each in (type_members(base) or {}).values() if getattr(each, "hidden", False) and each.is_property]


def _of_exception(exception: NetException, pairs: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    from relayshell.objects.psobject import PSObject

    def made(name: str, value: Any) -> Any:
        if name == "ErrorRecord" and getattr(exception, "was_thrown", False):
            return own_record(exception)
        if name == "Data":
            value = PSObject(value)
            value.type_names = ["System.Collections.ListDictionaryInternal", "System.Object"]
        return value

    if exception.type_name == PARENT:
        pairs = sorted(pairs, key=lambda pair: pair[0] != "Message")
    return [(name, made(name, value)) for name, value in pairs]


def _of_invocation(pairs: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """With empty collections where nothing was bound."""
    from relayshell.objects.members import new_object
    from relayshell.objects.nettype import resolve_text
    from relayshell.objects.numbers import Int64

    empty = {
        "BoundParameters": "System.Collections.Generic.Dictionary[string,System.Object]", "UnboundArguments": "System.Collections.Generic.List[System.Object]",
    }

    def made(name: str, value: Any) -> Any:
        if name in empty and not (value is not None and len(value)):
            return new_object(resolve_text(empty[name]), [])
        if name == "HistoryId":
            return Int64(value)
        if name == "PSCommandPath":
            return value or None
        return "" if value is None and name == "ScriptName" else value

    return [(name, made(name, value)) for name, value in pairs]


def record_from(notes: dict[str, Any], shown: str | None) -> ErrorRecord:
    """The error record that such notes stand for; its exception is a RemoteException with the message of the one there was."""
    from relayshell.objects.errorrecord import CategoryInfo, ErrorDetails
    from relayshell.objects.members import get_member
    from relayshell.objects.nettype import get_type
    from relayshell.objects.text import to_text

    numbers = {number: name for name, number in get_type(_CATEGORIES).enum_values.items()}
    said = get_member(notes.get("Exception"), "Message") if notes.get("Exception") is not None else None
    exception = NetException("System.Management.Automation.RemoteException", to_text(said) if said is not None else shown or "")
    category = numbers.get(notes.get("ErrorCategory_Category"), "NotSpecified")
    error_id, _, origin = to_text(notes.get("FullyQualifiedErrorId") or "").partition(",")
    made = ErrorRecord(exception, error_id, category, notes.get("TargetObject"), origin=origin)
    made.category_info = CategoryInfo(category, *(to_text(notes.get(f"ErrorCategory_{name}") or "") for name in ("Activity", "Reason", "TargetName", "TargetType")))
    if notes.get("ErrorDetails_Message") is not None:
        made.details = ErrorDetails(to_text(notes["ErrorDetails_Message"]), to_text(notes.get("ErrorDetails_RecommendedAction") or ""))
    trace = notes.get("ErrorDetails_ScriptStackTrace")
    made.script_stack_trace = None if trace is None else to_text(trace)
    made.extra_type_names = ["Deserialized.System.Management.Automation.ErrorRecord"]  # type: ignore[attr-defined]
    return made
