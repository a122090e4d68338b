"""Code members: properties and methods of objects that are static methods of .NET types, taken by Type.GetMethod."""

from __future__ import annotations

from typing import Any

from relayshell.errors import ShellError
from relayshell.objects.casterror import CastError
from relayshell.objects.declare import declare
from relayshell.objects.exceptions import NetException
from relayshell.objects.psobject import CodeMethod, CodeProperty, unwrap
from relayshell.objects.reflection import MemberDescription
from relayshell.objects.text import to_text
from relayshell.objects.typeof import type_of

_METHOD = "System.Reflection.MethodInfo"


def refused(value: Any, wanted: str) -> CastError:
    """The error for a value that is not of the type a member needs."""
    return CastError(f'Cannot convert the "{to_text(value)}" value of type "{type_of(value).full_name}" to type "{wanted}".',
                     "ConvertToFinalInvalidCastException")


def _method(value: Any) -> MemberDescription:
    found = unwrap(value)
    if not isinstance(found, MemberDescription) or found.kind != "Method":
        raise refused(value, _METHOD)
    return found


def _takes_object(found: MemberDescription, count: int | None) -> bool:
    """Whether a method is static and takes the object first, and as many parameters as a member's code does."""
    parameters = found.member.parameters
    return (found.member.static and bool(parameters) and parameters[0].net_type.full_name == "System.Management.Automation.PSObject"
            and (count is None or len(parameters) == count))


def code_property(name: str, getter: Any, setter: Any) -> CodeProperty:
    """A property that methods get and set. Raises an error where one has not the form that PowerShell asks for."""
    reads = None if getter is None else _method(getter)
    writes = None if setter is None else _method(setter)
    if reads is not None and not _takes_object(reads, 1):
        raise _wrong("GetterFormat", f"The getter of the code property '{name}' is to be a public static method with one parameter of type PSObject that gives a value.")
    if writes is not None and not _takes_object(writes, 2):
        raise _wrong("SetterFormat", f"The setter of the code property '{name}' is to be a public static method with two parameters, the first of type PSObject.")
    return CodeProperty(name, None if reads is None else _caller(reads), None if writes is None else _caller(writes),
                        definition=f"{_type(reads)} {name}{{{f'get={reads.name};' if reads else ''}{f'set={writes.name};' if writes else ''}}}",
                        value_type=_type(reads))


def code_method(name: str, value: Any) -> CodeMethod:
    """A method that another carries out, given the object first. Raises an error where it has not that form."""
    found = _method(value)
    if not _takes_object(found, None):
        raise _wrong("CodeMethodMethodFormat", f"The code method '{name}' is to be a public static method whose first parameter is of type PSObject.")
    rest = ", ".join(f"{each.text} {each.name}" for each in found.member.parameters[1:])
    return CodeMethod(name, _caller(found), f"{_type(found)} {name}({rest})")


def _type(found: MemberDescription | None) -> str:
    return "System.Object" if found is None else getattr(found.member, "returns", "System.Object")


def _caller(found: MemberDescription) -> Any:
    from relayshell.objects.calls import call_static

    return lambda *values: call_static(found.owner, found.name, list(values))


def _wrong(id: str, message: str) -> ShellError:
    return ShellError(message, id, "NotSpecified", exception=NetException("System.Management.Automation.ExtendedTypeSystemException", message))


def _parent(process: Any) -> Any:
    from relayshell.objects.members import get_member

    return get_member(process, "Parent")


declare("Microsoft.PowerShell.ToStringCodeMethods", statics={"Type": to_text, "XmlNode": to_text, "XmlNodeList": to_text, "PropertyValueCollection": to_text},
        signatures=("static string Type(psobject instance)", "static string XmlNode(psobject instance)", "static string XmlNodeList(psobject instance)",
                    "static string PropertyValueCollection(psobject instance)"))
declare("Microsoft.PowerShell.ProcessCodeMethods", statics={"GetParentProcess": _parent}, signatures=("static System.Object GetParentProcess(psobject obj)",))
