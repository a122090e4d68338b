"""How an error reads: one line or a frame around the place (ConciseView), or the other $ErrorView forms.

Works on error records as objects.errorrecord has them; where an error arose was filled in by the runtime.
"""

from __future__ import annotations

from typing import Any

from relayshell.objects.errorrecord import ErrorDetails, ErrorRecord
from relayshell.objects.psobject import unwrap

from .environment import Environment
from .style import RESET

_NATIVE = ("NativeCommandErrorMessage", "NativeCommandError")
PREFIX = "     | "


def error_text(record: Any, environment: Environment) -> str:
    """The whole text of an error record, its lines joined by line feeds; coloured if the output takes colours."""
    record = unwrap(record)
    view = environment.error_view
    colours = environment.style.wants_colour(environment.terminal)
    error = environment.style.formatting["Error"] if colours else ""
    reset = RESET if colours else ""
    if record.fully_qualified_id in _NATIVE:
        return f"{error}{record.exception.message}{reset}"
    if view == "CategoryView":
        return f"{error}{record.category_info.message}{reset}"
    if view == "DetailedView":
        from .geterror import detailed_text

        return f"{error}{detailed_text(record, environment)}{reset}"
    if view == "ConciseView":
        return _concise(record, environment, colours)
    return f"{error}{_command_prefix(record)}{_normal(record)}{reset}"


def error_message(record: Any) -> str:
    """The words for a user: the details' message, else the exception's."""
    if record.details is not None and record.details.message:
        return record.details.message  # type: ignore[no-any-return]
    return record.exception.message if record.exception is not None else record.message  # type: ignore[no-any-return]


# ConciseView


def _concise(record: ErrorRecord, environment: Environment, colours: bool) -> str:
    style = environment.style.formatting
    error = style["Error"] if colours else ""
    accent = style["ErrorAccent"] if colours else ""
    reset = RESET if colours else ""
    invocation = record.invocation
    script = invocation.script_name if invocation is not None else None
    line_number = invocation.script_line_number if invocation is not None else 0
    is_parse_error = record.category_info.category == "ParserError" and _is_parse_exception(record.exception) and not _of_a_command(record)
    framed = (is_parse_error or bool(script) or line_number > 1) and not (script or "").lower().endswith(".psm1")
    frame = prefix = ""
    place = _place_of_target(record.target)
    if place is not None:
        frame, prefix = _target_frame(place, accent, error, reset)
    elif framed and invocation is not None:
        frame, prefix = _frame(invocation, script, line_number, accent, error, reset)
    message = prefix + _concise_message(record)
    if script or (record.category_info.category == "ParserError" and not _of_a_command(record)):
        message = _wrap(message, prefix, environment.window_width) + "\n"
    text = f"{error}{_reason(record)}: {frame}{error}{message}{reset}"
    if record.details is not None and record.details.recommended_action.strip():
        text += f"\n{error}  Recommendation: {record.details.recommended_action}{reset}"
    return text


def _of_a_command(record: ErrorRecord) -> bool:
    """Whether a command with a name wrote the error, as Invoke-Expression does of the text it was given."""
    invocation = record.invocation
    command = invocation.my_command if invocation is not None else None
    return bool(_command_name(command)) and not _is_script(command)


def _is_parse_exception(exception: Any) -> bool:
    """Whether the exception is one that carries a record of its own, as those of the parser do."""
    if exception is None:
        return False
    names = {each.text for each in exception.net_type.ancestors} | {exception.net_type.text}
    return bool(
        names & {"System.Management.Automation.ParentContainsErrorRecordException", "System.Management.Automation.ParseException"}
    )


def _frame(invocation: Any, script: str | None, number: int, accent: str, error: str, reset: str) -> tuple[str, str]:
    """The place of an error: its file, its line and what of the line; and what its message's lines begin with."""
    digits = str(number)
    wider = " " * (len(digits) - 4)
    lines = [f"{reset}{script}:{digits}" if script else ""]
    lines.append(f"{accent}{wider}Line |")
    position = invocation.position_message.split("\n")
    shown = position[1][1:] if len(position) > 1 else ""
    mark = position[-1][1:] if len(position) > 1 else ""
    if accent and "~" in mark:
        start = mark.index("~")
        end = start + len(mark.strip())
        shown = shown[:start] + accent + shown[start:end] + reset + shown[end:]
    lines.append(f"{accent}{digits.rjust(4)} | {reset}{shown}")
    prefix = f"{accent}{wider}{PREFIX}{error}"
    if mark:
        lines.append(prefix + mark)
    return "\n".join(lines) + "\n", prefix


def _place_of_target(target: Any) -> tuple[str, str, str] | None:
    """File, line number and line that a target object tells of (as tests of assertions give), or None."""
    from relayshell.objects.hashtable import Hashtable

    from .values import text_of

    table = unwrap(target)
    if not isinstance(table, Hashtable) or "Line" not in table or "LineText" not in table:
        return None
    return text_of(table.get("File")), text_of(table["Line"]), text_of(table["LineText"]).strip()


def _target_frame(place: tuple[str, str, str], accent: str, error: str, reset: str) -> tuple[str, str]:
    file, digits, line = place
    wider = " " * (len(digits) - 4)
    lines = [f"{reset}{file}", f"{accent}{wider}Line |", f"{accent}{digits.rjust(4)} | {reset}{line}"]
    return "\n".join(lines) + "\n", f"{accent}{wider}{PREFIX}{error}"


def _concise_message(record: ErrorRecord) -> str:
    if record.details is not None and record.details.message:
        return record.details.message
    message = record.exception.message if record.exception is not None else record.message
    if record.category_info.category == "ParserError" and "~\n" in message:
        return message.split("~\n", 1)[1].split("\n\n")[0].split("~\n")[0]
    return message


def _wrap(message: str, prefix: str, width: int) -> str:
    """A message in lines no wider than the host, each beginning with the prefix, cut at spaces."""
    from .cells import plain

    visible = len(plain(prefix))
    hidden = len(prefix) - visible
    message = message.replace("\r\n", " ").replace("\n", " ").replace("\t", " ")
    if width <= 0 or len(message) - hidden <= width:
        return message
    first = _cut(message, width + hidden)
    lines = [first]
    rest = message[len(first) :].strip()
    while len(rest) + visible > width:
        piece = _cut(prefix + rest, width + hidden)
        if len(piece) <= len(prefix):
            break
        lines.append(piece)
        rest = rest[len(piece) - len(prefix) :].strip()
    lines.append(prefix + rest.strip())
    return "\n".join(lines)


def _cut(text: str, length: int) -> str:
    """The text up to the last space within a length."""
    if len(text) <= length:
        return text
    text = text[:length]
    for index in range(len(text) - 1, -1, -1):
        if text[index].isspace():
            return text[:index]
    return text


def _reason(record: ErrorRecord) -> str:
    """What an error is said to come from: a throw, a command, an activity, or the kind of error."""
    if record.exception is not None and getattr(record.exception, "was_thrown", False):
        return "Exception"
    invocation = record.invocation
    command = invocation.my_command if invocation is not None else None
    name = _command_name(command)
    if name and not _is_script(command):
        return name
    info = record.category_info
    if info.activity:
        return info.activity
    if command is not None and name:
        return name
    if invocation is not None and invocation.invocation_name:
        return invocation.invocation_name  # type: ignore[no-any-return]
    if info.category != "NotSpecified":
        return info.category
    return info.reason or "Error"


def _command_name(command: Any) -> str:
    return str(getattr(command, "name", "") or "") if command is not None else ""


def _is_script(command: Any) -> bool:
    """Whether what ran is a script: its own text has no name, and its file is no command to be found by name."""
    return getattr(command, "kind", "") in ("Script", "ExternalScript")


# NormalView


def _command_prefix(record: ErrorRecord) -> str:
    invocation = record.invocation
    if invocation is None:
        return ""
    command = invocation.my_command
    if command is None:
        return f"{invocation.invocation_name} : " if invocation.invocation_name else ""
    kind = getattr(command, "kind", "")
    if kind == "ExternalScript":
        path = getattr(command, "path", "")
        return f"{path} : " if path else ""
    if kind == "Script":
        block = getattr(command, "block", None)
        return f"{block} : " if block is not None else ""
    if invocation.invocation_name in ("", "&", "."):
        name = _command_name(command)
        return f"{name} : " if name else ""
    return f"{invocation.invocation_name} : "


def _normal(record: ErrorRecord) -> str:
    lines = [error_message(record)]
    invocation = record.invocation
    if invocation is not None and (invocation.my_command is not None or record.category_info.category != "ParserError"):
        if invocation.position_message:
            lines.append(invocation.position_message)
    lines.append(f"+ CategoryInfo          : {record.category_info.message}")
    lines.append(f"+ FullyQualifiedErrorId : {record.fully_qualified_id}")
    if record.details is not None and record.details.recommended_action:
        lines.append(f"  Recommendation: {record.details.recommended_action}")
    return "\n".join(lines)


# Errors of columns


def expression_error(error: Any, text: str, value: Any) -> ErrorRecord:
    """The record shown with -ShowError for a column whose expression failed."""
    from relayshell.errors import ShellError
    from relayshell.objects.exceptions import NetException

    exception = error
    if isinstance(error, ShellError):
        exception = error.exception or NetException("System.Management.Automation.RuntimeException", error.message)
        if error.record is not None:
            exception = error.record.exception
    record = ErrorRecord(exception, "mshExpressionError", "InvalidArgument", value)
    record.details = ErrorDetails(f"Failed to evaluate expression \"{text}\".")
    return record
