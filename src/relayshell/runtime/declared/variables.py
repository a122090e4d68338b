"""PSVariable and $ExecutionContext.SessionState.PSVariable, as scripts see them."""

from __future__ import annotations

from typing import Any

from relayshell.errors import ShellError
from relayshell.objects.collections import enumerate_value
from relayshell.objects.declare import CLASS_TYPES, declare
from relayshell.objects.enums import enum_member
from relayshell.objects.exceptions import NetException
from relayshell.objects.membererrors import exception_of
from relayshell.runtime.enginestate import VariableIntrinsics
from relayshell.runtime.modulemembers import VariableProperty
from relayshell.runtime.scope import Special, Unset, Variable, facts_of, not_writable, options_of

_P = "System.Management.Automation."


def options_value(variable: Variable) -> Any:
    """The options as the enum."""
    from relayshell.objects.convert import convert
    from relayshell.objects.nettype import get_type

    names = sorted(options_of(variable), key=_ORDER.index) or ["None"]
    return convert(",".join(names), get_type(_P + "ScopedItemOptions"))


_ORDER = ["ReadOnly", "Constant", "Private", "AllScope", "Unspecified"]


def options_from(value: Any) -> frozenset[str]:
    """The names of options in an enum value."""
    return frozenset(name.strip() for name in value.name.split(",") if name.strip() not in ("None", "Unspecified"))


def _new(name: str, value: Any = None, options: Any = None, attributes: Any = None) -> Variable:
    made = Variable(name, value)
    for each in enumerate_value(attributes) or (() if attributes is None else (attributes,)):
        _attributes(made).add(each)
    if options is not None and options_from(options):
        facts_of(made).options = options_from(options)
    return made


def _set_options(variable: Variable, value: Any) -> None:
    old, new = options_of(variable), options_from(value)
    name = variable.name
    if not old.isdisjoint(("ReadOnly", "Constant")):
        raise exception_of(not_writable(variable))
    if "Constant" in new:
        raise _refused(f"Existing variable {name} cannot be made constant. Variables can be made constant only at creation time.")
    if "AllScope" in old and "AllScope" not in new:
        raise _refused(f"The AllScope option cannot be removed from the variable '{name}'.")
    facts_of(variable).options = new


def _refused(message: str) -> NetException:
    return NetException(_P + "SessionStateUnauthorizedAccessException", message)


def _set_description(variable: Variable, value: Any) -> None:
    facts_of(variable).description = value


def _description(variable: Variable) -> str:
    return variable.facts.description if variable.__class__ is Special else ""


def _visibility(variable: Variable) -> Any:
    name = variable.facts.visibility if variable.__class__ is Special else "Public"
    return enum_member(_P + "SessionStateEntryVisibility", name)


def _set_visibility(variable: Variable, value: Any) -> None:
    facts_of(variable).visibility = value.name


def _attributes(variable: Variable) -> Any:
    from relayshell.runtime.declared.variableattributes import VariableAttributes

    return VariableAttributes(variable)


def _is_valid(variable: Variable, value: Any) -> bool:
    """Whether the attributes allow a value."""
    checks = variable.facts.attributes if variable.__class__ is Special else []
    try:
        for each in checks:
            if hasattr(each, "check"):
                each.check(value, None)
    except ShellError:
        return False
    return True


def _set_value(variable: Variable, value: Any) -> None:
    try:
        variable.value = value
    except ShellError as error:
        # A property that refuses a value does so by an exception of .NET's, about which PowerShell then tells.
        raise exception_of(error) from error


def _module(variable: Variable) -> Any:
    return variable.facts.module if variable.__class__ is Special else None


declare(
    _P + "PSVariable", Variable,
    new=_new,
    get={
        "Name": lambda v: v.name, "Value": lambda v: v.value, "Options": options_value, "Description": _description,
        "Attributes": _attributes, "Visibility": _visibility, "Module": _module,
        "ModuleName": lambda v: _module(v).name if _module(v) is not None else "",
    },
    set={"Value": _set_value, "Options": _set_options, "Description": _set_description, "Visibility": _set_visibility},
    methods={"IsValidValue": _is_valid},
)
CLASS_TYPES[Special] = CLASS_TYPES[Unset] = CLASS_TYPES[Variable]


def _get(intrinsics: VariableIntrinsics, name: str) -> Any:
    return intrinsics.find(name)


def _set(intrinsics: VariableIntrinsics, *args: Any) -> None:
    if len(args) == 1:
        intrinsics.set(args[0].name, args[0].value)
    else:
        intrinsics.set(args[0], args[1])


def _get_value(intrinsics: VariableIntrinsics, name: str, default: Any = None) -> Any:
    found = intrinsics.find(name)
    return default if found is None else found.value


def _remove(intrinsics: VariableIntrinsics, what: Any) -> None:
    intrinsics.remove(what if isinstance(what, str) else what.name)


declare(
    _P + "PSVariableIntrinsics", VariableIntrinsics,
    methods={"Get": _get, "Set": _set, "GetValue": _get_value, "Remove": _remove},
    signatures=(
        "psvariable Get(string name)", "void Set(string name, System.Object value)", "void Set(psvariable variable)",
        "System.Object GetValue(string name)", "System.Object GetValue(string name, System.Object defaultValue)",
        "void Remove(string name)", "void Remove(psvariable variable)",
    ),
)

declare(_P + "PSVariableProperty", VariableProperty, new=lambda variable: VariableProperty(variable))
