"""What scripts see of exceptions: Exception's members and those that some types add."""

from __future__ import annotations

from typing import Any

from .declare import CLASS_TYPES, declare
from .exceptions import NetException
from .hashtable import Hashtable
from .nettype import NetType, get_type
from .psobject import ScriptInstance

_P = "System.Management.Automation."


def _net(value: Any) -> NetException:
    """The exception itself; a script class that extends one keeps it within."""
    return value.native if value.__class__ is ScriptInstance else value


def _message(value: Any) -> str:
    return _net(value).message


def _inner(value: Any) -> Any:
    return _net(value).inner


def _data(value: Any) -> Hashtable:
    error = _net(value)
    if error.data is None:
        error.data = Hashtable()
    return error.data


def base_exception(value: Any) -> Any:
    """The innermost exception."""
    while _inner(value) is not None:
        value = _inner(value)
    return value


def exception_text(value: Any) -> str:
    """ToString(): type and message, those within, and the trace where there is one."""
    error = _net(value)
    text = error.net_type.full_name
    if error.message:
        text += ": " + error.message
    if error.inner is not None:
        text += "\n ---> " + exception_text(error.inner) + "\n   --- End of inner exception stack trace ---"
    return text


def _more(name: str) -> Any:
    def read(value: Any) -> Any:
        error = _net(value)
        found = error.more.get(name)
        if found is None:
            found = getattr(error, {"ParamName": "param_name", "ActualValue": "actual_value"}.get(name, ""), None)
        return found

    return read


def _default_message(net_type: NetType) -> str:
    """What a constructor without arguments says: its own words, or those of the nearest ancestor that has some."""
    step: NetType | None = net_type
    while step is not None:
        if step.text in _DEFAULTS:
            return _DEFAULTS[step.text]
        step = step.base
    return f"Exception of type '{net_type.full_name}' was thrown."


_DEFAULTS = {
    "System.ArgumentException": "Value does not fall within the expected range.",
    "System.ArgumentNullException": "Value cannot be null.",
    "System.ArgumentOutOfRangeException": "Specified argument was out of the range of valid values.",
    "System.InvalidOperationException": "Operation is not valid due to the current state of the object.",
    "System.FormatException": "One of the identified items was in an invalid format.",
    "System.NotImplementedException": "The method or operation is not implemented.",
    "System.NotSupportedException": "Specified method is not supported.",
    "System.TimeoutException": "The operation has timed out.",
    "System.UnauthorizedAccessException": "Attempted to perform an unauthorized operation.",
    "System.DivideByZeroException": "Attempted to divide by zero.",
    "System.OverflowException": "Arithmetic operation resulted in an overflow.",
    "System.IO.FileNotFoundException": "Unable to find the specified file.",
    "System.IO.IOException": "I/O error occurred.",
    "System.NullReferenceException": "Object reference not set to an instance of an object.",
    "System.InvalidCastException": "Specified cast is not valid.",
    "System.IndexOutOfRangeException": "Index was outside the bounds of the array.",
    "System.SystemException": "System error.",
    "System.OperationCanceledException": "The operation was canceled.",
    "System.Threading.Tasks.TaskCanceledException": "A task was canceled.",
    "System.ApplicationException": "Error in the application.",
    "System.ArithmeticException": "Overflow or underflow in the arithmetic operation.",
    "System.ArrayTypeMismatchException": "Attempted to access an element as a type incompatible with the array.",
    "System.RankException": "Attempted to operate on an array with the incorrect number of dimensions.",
    "System.OutOfMemoryException": "Insufficient memory to continue the execution of the program.",
    "System.StackOverflowException": "Operation caused a stack overflow.",
    "System.PlatformNotSupportedException": "Operation is not supported on this platform.",
    "System.ObjectDisposedException": "Cannot access a disposed object.",
    "System.MemberAccessException": "Cannot access member.",
    "System.MissingMemberException": "Attempted to access a missing member.",
    "System.MissingMethodException": "Attempted to access a missing method.",
    "System.MissingFieldException": "Attempted to access a non-existing field.",
    "System.TypeLoadException": "Failure has occurred while loading a type.",
    "System.EntryPointNotFoundException": "Entry point was not found.",
    "System.DllNotFoundException": "Dll was not found.",
    "System.BadImageFormatException": "Format of the executable (.exe) or library (.dll) is invalid.",
    "System.AggregateException": "One or more errors occurred.",
    "System.Security.SecurityException": "Security error.",
    "System.Security.Cryptography.CryptographicException": "Error occurred during a cryptographic operation.",
    "System.Collections.Generic.KeyNotFoundException": "The given key was not present in the dictionary.",
    "System.IO.DirectoryNotFoundException": "Attempted to access a path that is not on the disk.",
    "System.IO.EndOfStreamException": "Attempted to read past the end of the stream.",
    "System.IO.InvalidDataException": "Found invalid data while decoding.",
    "System.IO.PathTooLongException": "The specified file name or path is too long, or a component of the specified path is too long.",
    "System.Threading.SynchronizationLockException": "Object synchronization method was called from an unsynchronized block of code.",
    "System.Threading.ThreadStateException": "Thread was in an invalid state for the operation being executed.",
}


def new_exception(net_type: NetType, *args: Any) -> NetException:
    """Makes an exception of a type from its constructor's arguments."""
    if net_type.text in ("System.ArgumentNullException", "System.ArgumentOutOfRangeException"):
        return _new_argument(net_type, *args)
    if net_type.text == "System.ComponentModel.Win32Exception" and args and type(args[0]) is int:
        return _new_system(net_type, args[0], *args[1:])
    message = args[0] if args and isinstance(args[0], str) else None
    inner = next((a for a in args if isinstance(a, (NetException, ScriptInstance))), None)
    if message is None and args and not isinstance(args[0], (NetException, ScriptInstance)) and args[0] is not None:
        from .text import to_text

        message = to_text(args[0])
    text = message if message is not None else _default_message(net_type)
    made = NetException(net_type.text, text, inner, net_type=net_type)
    if net_type.text == "System.ArgumentException" and len(args) > 1 and isinstance(args[1], str):
        made.message = f"{text} (Parameter '{args[1]}')"
        made.more["ParamName"] = args[1]
    if net_type.text == "System.ObjectDisposedException" and args and isinstance(args[0], str):
        said = args[1] if len(args) > 1 and isinstance(args[1], str) else _default_message(net_type)
        if inner is None:
            made.message = f"{said}\nObject name: '{args[0]}'." if args[0] else said
            made.more["ObjectName"] = args[0]
    if net_type.text == "System.IO.IOException" and len(args) > 1 and type(args[1]) is int:
        made.more["HResult"] = args[1]
    if net_type.text.endswith("FileNotFoundException") and len(args) > 1 and isinstance(args[1], str):
        made.more["FileName"] = args[1]
    return made


def _new_system(net_type: NetType, number: int, *message: str) -> NetException:
    """An error of the operating system by its number, with the system's own words unless others are given."""
    import os

    made = NetException(net_type.text, message[0] if message else os.strerror(number), None, net_type=net_type)
    made.more.update(NativeErrorCode=number, ErrorCode=-2147467259)
    return made


def _new_argument(net_type: NetType, *args: Any) -> NetException:
    """These two take the parameter's name first."""
    name = args[0] if args and isinstance(args[0], str) else None
    text = _default_message(net_type)
    inner = None
    actual = None
    if len(args) == 2:
        if isinstance(args[1], NetException):
            name, text, inner = None, args[0], args[1]
        else:
            text = args[1]
    elif len(args) == 3:
        actual, text = args[1], args[2]
    if name:
        text = f"{text} (Parameter '{name}')"
    if actual is not None:
        from .text import to_text

        text += f"\nActual value was {to_text(actual)}."
    return NetException(net_type.text, text, inner, net_type=net_type, ParamName=name, ActualValue=actual)


class ExceptionFactory:
    """Constructors for every exception type of the facts, made when a type's members are asked for."""

    def __init__(self, net_type: NetType) -> None:
        self.net_type = net_type

    def __call__(self, *args: Any) -> NetException:
        """Makes one."""
        return new_exception(self.net_type, *args)


_COMMON = ("()", "(string message)", "(string message, System.Exception innerException)")
_CONSTRUCTORS: dict[str, tuple[str, ...]] = {
    "System.ArgumentException": (*_COMMON, "(string message, string paramName)"),
    "System.ArgumentNullException": ("()", "(string paramName)", "(string paramName, string message)", "(string message, System.Exception innerException)"),
    "System.ArgumentOutOfRangeException": ("()", "(string paramName)", "(string paramName, string message)", "(string paramName, System.Object actualValue, string message)",
                                           "(string message, System.Exception innerException)"),
    "System.IO.FileNotFoundException": (*_COMMON, "(string message, string fileName)"),
    "System.IO.IOException": (*_COMMON, "(string message, int hresult)"),
    "System.ComponentModel.Win32Exception": (*_COMMON, "(int error)", "(int error, string message)"),
    "System.ObjectDisposedException": ("(string objectName)", "(string objectName, string message)", "(string message, System.Exception innerException)"),
    _P + "ItemNotFoundException": (),
}
"""Constructors of the types whose own are not in the facts and not the usual three."""


def declare_exception(net_type: NetType) -> None:
    """Declares one exception type by its place in the tree."""
    from . import facts
    from .declare import DECLARED

    if net_type.text in DECLARED:
        return
    texts = () if facts.members(net_type.text).constructors else _CONSTRUCTORS.get(net_type.text, _COMMON)
    declare(net_type.text, None, new=ExceptionFactory(net_type), signatures=texts)


_COR_E_EXCEPTION, _COR_E_SYSTEM = -2146233088, -2146233087
_RESULT_CODES = {
    "System.ArgumentException": -2147024809, "System.ArgumentNullException": -2147467261, "System.ArgumentOutOfRangeException": -2146233086,
    "System.DivideByZeroException": -2147352558, "System.FormatException": -2146233033, "System.InvalidCastException": -2147467262,
    "System.InvalidOperationException": -2146233079, "System.IO.FileNotFoundException": -2147024894,
    "System.IO.DirectoryNotFoundException": -2147024893, "System.IO.IOException": -2146232800, "System.NotImplementedException": -2147467263,
    "System.NotSupportedException": -2146233067, "System.NullReferenceException": -2147467261, "System.OverflowException": -2146233066,
    "System.IndexOutOfRangeException": -2146233080, "System.UnauthorizedAccessException": -2147024891, "System.TimeoutException": -2146233083,
    "System.OperationCanceledException": -2146233029, "System.Exception": _COR_E_EXCEPTION, "System.SystemException": _COR_E_SYSTEM,
}
"""HRESULTs as .NET's constructors set them; a type without its own has that of the nearest ancestor here."""


def _result_code(exception: Any) -> int:
    """HResult: as set, else by the type."""
    known = _net(exception).more.get("HResult")
    step = _net(exception).net_type
    while known is None and step is not None:
        known = _RESULT_CODES.get(step.text)
        step = step.base
    return _COR_E_EXCEPTION if known is None else known  # type: ignore[no-any-return]


declare(
    "System.Exception", NetException, dynamic=True,
    new=ExceptionFactory(get_type("System.Exception")),
    get={
        "TargetSite": lambda e: None, "Message": _message, "Data": _data, "InnerException": _inner,
        "HelpLink": lambda e: _net(e).more.get("HelpLink"), "Source": lambda e: _net(e).more.get("Source"),
        "HResult": _result_code, "StackTrace": lambda e: _net(e).stack_trace,
    },
    set={
        "Source": lambda e, v: _net(e).more.__setitem__("Source", v), "HelpLink": lambda e, v: _net(e).more.__setitem__("HelpLink", v),
        "HResult": lambda e, v: _net(e).more.__setitem__("HResult", v),
    },
    methods={"GetBaseException": base_exception, "ToString": exception_text},
    to_text=exception_text,
)
CLASS_TYPES[NetException] = lambda value: value.net_type


_RECORDS = {
    "PSInvalidCastException": ("PSInvalidCastException", "NotSpecified"), "PSInvalidOperationException": ("InvalidOperation", "InvalidOperation"),
    "PSArgumentException": ("Argument", "InvalidArgument"), "PSArgumentNullException": ("ArgumentNull", "InvalidArgument"),
    "PSArgumentOutOfRangeException": ("ArgumentOutOfRange", "InvalidArgument"), "PSNotImplementedException": ("NotImplemented", "NotImplemented"),
    "PSNotSupportedException": ("NotSupported", "NotImplemented"), "PSObjectDisposedException": ("ObjectDisposed", "InvalidOperation"),
    "PSSecurityException": ("UnauthorizedAccess", "SecurityError"), "CommandNotFoundException": ("CommandNotFoundException", "ObjectNotFound"),
}
"""The id and category of a new exception's own error record; RuntimeException and NotSpecified for all others."""


def _record(value: Any) -> Any:
    error = _net(value)
    if error.error_record is None:
        from .errorrecord import ErrorRecord

        own_id, own_category = _RECORDS.get(error.type_name.rpartition(".")[2], ("RuntimeException", "NotSpecified"))
        error.error_record = ErrorRecord(error, error.more.get("ErrorId") or own_id, error.more.get("Category") or own_category)
    return error.error_record


_THROWN = "WasThrownFromThrowStatement"


def _was_thrown(exception: Any) -> bool:
    """Whether `throw` raised it."""
    return bool(getattr(_net(exception), "was_thrown", False))


_AGGREGATE = (
    "(System.Exception[] innerExceptions)", "(string message, params System.Exception[] innerExceptions)",
    "System.Exception GetBaseException()", "System.AggregateException Flatten()",
)


def _new_aggregate(*args: Any) -> NetException:
    """One exception of many: the first is the inner one, and the message tells of all."""
    from .dotnet_collections import object_collection

    many = next((list(each) for each in args if isinstance(each, list)), [each for each in args if isinstance(each, (NetException, ScriptInstance))])
    text = args[0] if args and isinstance(args[0], str) else "One or more errors occurred."
    shown = " ".join([text, *(f"({_message(each)})" for each in many)])
    held = object_collection(many, "System.Collections.ObjectModel.ReadOnlyCollection`1", "System.Exception")
    return NetException("System.AggregateException", shown, many[0] if many else None, InnerExceptions=held)


for _name, _members in {
    "System.ArgumentException": ("ParamName",),
    "System.ArgumentOutOfRangeException": ("ActualValue",),
    "System.IO.FileNotFoundException": ("FileName", "FusionLog"),
    "System.ObjectDisposedException": ("ObjectName",),
    "System.Text.RegularExpressions.RegexParseException": ("Error", "Offset"),
    "System.Net.Sockets.SocketException": ("SocketErrorCode", "ErrorCode", "NativeErrorCode"),
    "System.ComponentModel.Win32Exception": ("NativeErrorCode", "ErrorCode"),
    "System.Net.Mail.SmtpException": ("StatusCode",),
    "System.Net.WebException": ("Response", "Status"),
    "Microsoft.PowerShell.Commands.ProcessCommandException": ("ProcessName",),
    "System.Xml.XmlException": ("LineNumber", "LinePosition", "SourceUri"),
    _P + "ParameterBindingException": (
        "ParameterName", "ParameterType", "TypeSpecified", "Line", "Offset", "ErrorId", "CommandInvocation",
    ),
    _P + "CommandNotFoundException": ("CommandName",),
    _P + "ParseException": ("Errors",),
    _P + "ItemNotFoundException": ("ItemName", "SessionStateCategory"),
    _P + "SessionStateException": ("ItemName", "SessionStateCategory"),
    _P + "NativeCommandExitException": ("Path", "ExitCode", "ProcessId"),
    "System.AggregateException": ("InnerExceptions",),
    _P + "RuntimeException": (),
    **{_P + name: () for name in (
        "PSInvalidCastException", "PSInvalidOperationException", "PSArgumentException", "PSArgumentNullException", "PSArgumentOutOfRangeException",
        "PSNotImplementedException", "PSNotSupportedException", "PSObjectDisposedException",
    )},
}.items():
    _type = get_type(_name)
    _extra = {"ErrorRecord": _record, _THROWN: _was_thrown} if _name == _P + "RuntimeException" else {}
    if _name.startswith(_P + "PS"):
        _extra = {"ErrorRecord": _record}
    declare(
        _name, None, new=ExceptionFactory(_type) if _name != "System.AggregateException" else _new_aggregate,
        get={**_extra, **{m: _more(m) for m in _members}},
        signatures=(
            *_CONSTRUCTORS.get(_name, _COMMON),
            *(f"System.Object {m} {{get;}}" for m in _members), *((f"{_P}ErrorRecord ErrorRecord {{get;}}", f"bool {_THROWN} {{get;set;}}") if _extra else ()),
            *(_AGGREGATE if _name == "System.AggregateException" else ()),
        ),
    )
