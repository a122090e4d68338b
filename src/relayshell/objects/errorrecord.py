"""ErrorRecord and what hangs on it: CategoryInfo, ErrorDetails, InvocationInfo.

The data and the texts that .NET makes of them. Where an error arose, and what is shown of it, is the
runtime's and the views' affair.
"""

from __future__ import annotations

from typing import Any

from .declare import declare
from .enums import EnumValue, enum_member
from .exceptions import NetException

_P = "System.Management.Automation."


class CategoryInfo:
    """System.Management.Automation.ErrorCategoryInfo. category is a name of ErrorCategory."""

    __slots__ = ("category", "activity", "reason", "target_name", "target_type")

    def __init__(
        self, category: str = "NotSpecified", activity: str = "", reason: str = "", target_name: str = "", target_type: str = "",
    ) -> None:
        self.category = category
        self.activity = activity
        self.reason = reason
        self.target_name = target_name
        self.target_type = target_type

    @property
    def category_value(self) -> EnumValue:
        """The category as the enum."""
        return enum_member(_P + "ErrorCategory", self.category)

    @property
    def message(self) -> str:
        """As "ObjectNotFound: (C:\\x:String) [Get-Item], ItemNotFoundException"."""
        return (
            f"{self.category}: ({_ellipsize(self.target_name)}:{_ellipsize(self.target_type)}) "
            f"[{_ellipsize(self.activity)}], {_ellipsize(self.reason)}"
        )


def _ellipsize(text: str) -> str:
    """Long names keep their ends: 40 characters at most."""
    if len(text) <= 40:
        return text
    return text[:19] + "..." + text[-18:]


class ErrorDetails:
    """A message and a recommendation that replace the exception's own."""

    __slots__ = ("message", "recommended_action")

    def __init__(self, message: str, recommended_action: str = "") -> None:
        self.message = message
        self.recommended_action = recommended_action


class InvocationInfo:
    """How a command was called, and where. Filled in by the runtime; `extent` is syntax's Extent or None."""

    def __init__(self, **parts: Any) -> None:
        self.my_command: Any = None
        self.bound_parameters: Any = None
        self.unbound_arguments: Any = None
        self.script_line_number = 0
        self.offset_in_line = 0
        self.history_id = -1
        self.script_name: str | None = ""
        self.line = ""
        self.statement = ""
        self.position_message = ""
        self.ps_script_root: str | None = ""
        self.ps_command_path: str | None = None
        self.invocation_name = ""
        self.pipeline_length = 0
        self.pipeline_position = 0
        self.expecting_input = False
        self.command_origin = "Internal"
        self.display_script_position: Any = None
        self.extent: Any = None
        self.__dict__.update(parts)


class ErrorRecord:
    """System.Management.Automation.ErrorRecord.

    exception  a NetException
    id         the error id without the command; origin is what follows the comma
    """

    def __init__(
        self,
        exception: NetException,
        id: str,
        category: str = "NotSpecified",
        target: Any = None,
        *,
        origin: str = "",
        activity: str = "",
    ) -> None:
        self.exception = exception
        self.id = id or ""
        self.origin = origin
        self.target = target
        self.category_info = CategoryInfo(
            category, activity, exception.net_type.name if exception is not None else "", *_target_words(target)
        )
        self.details: ErrorDetails | None = None
        self.invocation: InvocationInfo | None = None
        self.script_stack_trace: str | None = None
        self.pipeline_iteration: list[int] = []
        self.props: dict[str, Any] | None = None
        self.reported = False
        """Whether $Error has it already."""

    @property
    def fully_qualified_id(self) -> str:
        """FullyQualifiedErrorId: id and, where a command raised it, its type's name."""
        return f"{self.id},{self.origin}" if self.origin else self.id

    @property
    def message(self) -> str:
        """What ToString gives: the details' message or the exception's."""
        if self.details is not None and self.details.message:
            return self.details.message
        return self.exception.message if self.exception is not None else ""


def _target_words(target: Any) -> tuple[str, str]:
    """TargetName and TargetType of a target object."""
    if target is None:
        return "", ""
    from .psobject import PSCustomObject
    from .text import flat_text, to_text
    from .typeof import type_of

    try:
        text = to_text(target) if isinstance(target, PSCustomObject) else flat_text(target, top=not isinstance(target, list))
        return text, type_of(target).name
    except Exception:  # noqa: BLE001 - a target whose ToString fails has no name
        return "", type_of(target).name


def _shown_exception(exception: Any) -> Any:
    """The exception as scripts get it: an instance of a script's own class where it is one."""
    instance = getattr(exception, "script_instance", None)
    return exception if instance is None else instance


def _new_record(*args: Any) -> ErrorRecord:
    first = args[0]
    if isinstance(first, ErrorRecord):
        made = ErrorRecord(args[1] or first.exception, first.id, first.category_info.category, first.target, origin=first.origin)
        made.details = first.details
        made.invocation = first.invocation
        made.category_info = first.category_info
        return made
    exception, error_id, category, target = args
    if exception is None:
        raise NetException(_P + "PSArgumentNullException", "Cannot process argument because the value of argument \"exception\" is null. Change the value of "
                           "argument \"exception\" to a non-null value. (Parameter 'exception')")
    return ErrorRecord(exception, error_id, category.name, target)


def _set_details(record: ErrorRecord, value: Any) -> None:
    record.details = value


def _setter(name: str) -> Any:
    def put(info: CategoryInfo, value: Any) -> None:
        setattr(info, name, value or "")

    return put


declare(
    _P + "ErrorCategoryInfo", CategoryInfo,
    get={
        "Category": lambda c: c.category_value, "Activity": lambda c: c.activity, "Reason": lambda c: c.reason,
        "TargetName": lambda c: c.target_name, "TargetType": lambda c: c.target_type,
    },
    set={"Activity": _setter("activity"), "Reason": _setter("reason"), "TargetName": _setter("target_name"), "TargetType": _setter("target_type")},
    methods={"GetMessage": lambda c, *culture: c.message},
    to_text=lambda c: c.message,
)
declare(
    _P + "ErrorDetails", ErrorDetails,
    new=lambda *args: ErrorDetails(args[0]) if len(args) == 1 else ErrorDetails(" ".join(str(a) for a in args)),
    get={"Message": lambda d: d.message, "RecommendedAction": lambda d: d.recommended_action},
    set={"RecommendedAction": lambda d, v: setattr(d, "recommended_action", v)},
    to_text=lambda d: d.message,
)
declare(
    _P + "InvocationInfo", InvocationInfo,
    get={
        "MyCommand": lambda i: i.my_command, "BoundParameters": lambda i: i.bound_parameters,
        "UnboundArguments": lambda i: i.unbound_arguments, "ScriptLineNumber": lambda i: i.script_line_number,
        "OffsetInLine": lambda i: i.offset_in_line, "HistoryId": lambda i: i.history_id, "ScriptName": lambda i: i.script_name,
        "Line": lambda i: i.line, "Statement": lambda i: i.statement, "PositionMessage": lambda i: i.position_message,
        "PSScriptRoot": lambda i: i.ps_script_root, "PSCommandPath": lambda i: i.ps_command_path,
        "InvocationName": lambda i: i.invocation_name, "PipelineLength": lambda i: i.pipeline_length,
        "PipelinePosition": lambda i: i.pipeline_position, "ExpectingInput": lambda i: i.expecting_input,
        "CommandOrigin": lambda i: enum_member(_P + "CommandOrigin", i.command_origin),
        "DisplayScriptPosition": lambda i: i.display_script_position,
    },
    set={"DisplayScriptPosition": lambda i, v: setattr(i, "display_script_position", v)},
)
declare(
    _P + "ErrorRecord", ErrorRecord,
    new=_new_record,
    get={
        "Exception": lambda r: _shown_exception(r.exception), "TargetObject": lambda r: r.target,
        "CategoryInfo": lambda r: r.category_info, "FullyQualifiedErrorId": lambda r: r.fully_qualified_id,
        "ErrorDetails": lambda r: r.details, "InvocationInfo": lambda r: r.invocation,
        "ScriptStackTrace": lambda r: r.script_stack_trace, "PipelineIterationInfo": lambda r: r.pipeline_iteration,
    },
    set={"ErrorDetails": _set_details},
    to_text=lambda r: r.message,
)
