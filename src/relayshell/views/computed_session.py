"""Computed values and trees of views of commands, records, processes and the rest of a session."""

from __future__ import annotations

from typing import Any

from .access import block_text, read
from .computed_files import _property
from .environment import Environment
from .packets import NEW_LINE, Frame
from .values import cell, text_of

MB = 1 << 20


def _number(value: Any, name: str, unit: float) -> str:
    from relayshell.objects.dotnet.numberformat import format_number

    found = read(value, name, None)
    return format_number((found or 0) / unit, "N2")  # type: ignore[no-any-return]


def _command_name(value: Any, environment: Environment) -> Any:
    alias = text_of(read(value, "CommandType", None)) == "Alias"
    return read(value, "DisplayName" if alias else "Name", None)


def _duration(value: Any, environment: Environment) -> Any:
    from relayshell.objects.dotnet.valueformat import format_value

    took = read(value, "Duration", None)
    if took is None:
        return None
    hours, minutes = read(took, "TotalHours", 0), read(took, "TotalMinutes", 0)
    if hours >= 10:
        return f"{int(hours)}:" + format_value(took, "mm\\:ss\\.fff")
    form = "h\\:mm\\:ss\\.fff" if hours >= 1 else "m\\:ss\\.fff" if minutes >= 1 else "s\\.fff"
    return format_value(took, form)


def _escapes(name: str) -> Any:
    """A sequence of the options of Markdown, shown in itself."""
    from relayshell.objects.members import call_method

    return lambda value, environment: call_method(value, "AsEscapeSequence", [name])


def _overloads(value: Any, environment: Environment) -> Any:
    found = read(value, "OverloadDefinitions", None) or ()
    return "".join(text_of(each) + "\n" for each in found)


def _short(name: str) -> Any:
    def short(value: Any, environment: Environment) -> Any:
        text = text_of(read(value, name, None))
        return text[:200] + "\u2026" if len(text) >= 200 else text

    return short


def _or_star(name: str) -> Any:
    def shown(value: Any, environment: Environment) -> Any:
        if text_of(read(value, "Status", None)) == "TimedOut":
            return "*"
        found = read(value, name, None)
        return "*" if found is None or found == "" else found

    return shown


VALUES = {
    ("CommandInfo", "Name"): _command_name,
    **{("Microsoft.PowerShell.MarkdownRender.PSMarkdownOptionInfo", name): _escapes(name) for name in (
        "Header1", "Header2", "Header3", "Header4", "Header5", "Header6", "Code", "Link", "Image", "EmphasisBold", "EmphasisItalics")},
    ("history", "Duration"): _duration,
    ("process", "NPM(K)"): lambda v, e: int((read(v, "NPM", None) or 0) / 1024),
    ("process", "PM(M)"): lambda v, e: _number(v, "PM", MB),
    ("process", "WS(M)"): lambda v, e: _number(v, "WS", MB),
    ("process", "CPU(s)"): lambda v, e: _number(v, "CPU", 1),
    ("ProcessWithUserName", "WS(M)"): lambda v, e: _number(v, "WS", MB),
    ("ProcessWithUserName", "CPU(s)"): lambda v, e: _number(v, "CPU", 1),
    ("ProcessModule", "Size(K)"): lambda v, e: read(v, "Size", None),
    ("StartTime", "group"): lambda v, e: _property(v, "StartTime", "Date"),
    ("System.Management.Automation.PSMethod", "OverloadDefinitions"): _overloads,
    ("System.Threading.Tasks.Task", "Result"): lambda v, e: read(v, "Result", None),
    ("Microsoft.PowerShell.Commands.BasicHtmlWebResponseObject", "Content"): _short("Content"),
    ("Microsoft.PowerShell.Commands.BasicHtmlWebResponseObject", "RawContent"): _short("RawContent"),
    ("Microsoft.PowerShell.Commands.WebResponseObject", "RawContent"): _short("RawContent"),
    ("Microsoft.PowerShell.Commands.TestConnectionCommand+PingStatus", "Latency(ms)"): _or_star("Latency"),
    ("Microsoft.PowerShell.Commands.TestConnectionCommand+PingStatus", "BufferSize(B)"): _or_star("BufferSize"),
    ("Microsoft.PowerShell.Commands.TestConnectionCommand+PingMtuStatus", "Latency(ms)"): _or_star("Latency"),
    ("Microsoft.PowerShell.Commands.TestConnectionCommand+TraceStatus", "Latency(ms)"): _or_star("Latency"),
    ("Microsoft.PowerShell.Commands.TestConnectionCommand+TraceStatus", "Hostname"): _or_star("Hostname"),
    ("System.Management.Automation.Subsystem.SubsystemInfo", "SubsystemType"): lambda v, e: _property(v, "SubsystemType", "Name"),
    ("Runspace", "ComputerName"): lambda v, e: _property(v, "ConnectionInfo", "ComputerName") or "localhost",
    ("Runspace", "Type"): lambda v, e: "Remote" if read(v, "ConnectionInfo", None) is not None else "Local",
    ("Runspace", "State"): lambda v, e: _property(v, "RunspaceStateInfo", "State"),
    ("Runspace", "Availability"): lambda v, e: read(v, "RunspaceAvailability", None),
}


def _error(value: Any, environment: Environment) -> list[Any]:
    from .errorview import error_text

    environment.refresh()
    return [error_text(value, environment)]


def _get_error(value: Any, environment: Environment) -> list[Any]:
    from .geterror import detailed_tree

    return detailed_tree(value, environment)


def _match(value: Any, environment: Environment) -> list[Any]:
    """A line that Select-String found: as its own ToEmphasizedString has it where colours go, else plain."""
    from relayshell.objects.members import call_method

    method = "ToEmphasizedString" if environment.style.wants_colour(environment.terminal) else "ToString"
    return [text_of(call_method(value, method, [environment.location()]))]


def _parameter_set(value: Any, environment: Environment) -> list[Any]:
    items: list[Any] = [
        "Parameter Set Name: ", text_of(read(value, "Name", None)), NEW_LINE,
        "Is default parameter set: ", text_of(read(value, "IsDefault", None)), NEW_LINE, NEW_LINE,
    ]
    for parameter in read(value, "Parameters", None) or ():
        inside: list[Any] = []
        for name in (
            "ParameterType", "Position", "IsMandatory", "IsDynamic", "HelpMessage", "ValueFromPipeline",
            "ValueFromPipelineByPropertyName", "ValueFromRemainingArguments", "Aliases", "Attributes",
        ):
            inside.extend([f"{name} = ", cell(read(parameter, name, None), environment), NEW_LINE])
        items.append(Frame(["Parameter Name: ", text_of(read(parameter, "Name", None)), NEW_LINE, Frame(inside, 2), NEW_LINE], 2))
    return items


TREES = {
    "DateTime": lambda v, e: [text_of(read(v, "DateTime", None))],
    "ScriptBlock": lambda v, e: [block_text(v)],
    "ErrorInstance": _error,
    "GetErrorInstance": _get_error,
    "WarningRecord": lambda v, e: [text_of(read(v, "Message", None))],
    "DeserializedWarningRecord": lambda v, e: [text_of(read(v, "InformationalRecord_Message", None))],
    "InformationRecord": lambda v, e: [text_of(v)],
    "MatchInfo": _match,
    "CommandParameterSetInfo": _parameter_set,
}
