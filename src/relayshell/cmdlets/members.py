"""Get-Member: what an object has and can do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from relayshell.cmdlets.object_results import MemberDefinition
from relayshell.commands import Cmdlet, param
from relayshell.commands.validation import not_empty
from relayshell.errors import ShellError
from relayshell.objects.enums import EnumValue
from relayshell.objects.exceptions import NetException
from relayshell.objects.nettype import NetType, get_type
from relayshell.objects.psobject import unwrap
from relayshell.objects.typedata import type_names_of
from relayshell.objects.typeof import type_of

_TYPES = "System.Management.Automation.PSMemberTypes"


class GetMember(
    Cmdlet,
    name="Get-Member",
    alias="gm",
    output="Microsoft.PowerShell.Commands.MemberDefinition",
    module="Microsoft.PowerShell.Utility",
):
    """Lists the properties and methods of objects, once for each type.

    Example: the properties of a text

        PS> 'abc' | Get-Member -MemberType Property | ForEach-Object { $_.Definition }
        int Length {get;}

    Example: what a type itself can do

        PS> [math] | Get-Member -Static -Name Sqrt | ForEach-Object { $_.Definition }
        static double Sqrt(double d)
    """

    input_object: Any = param("The objects to look at.", "psobject", pipeline=True)
    name: Any = param("The names of the members to list; patterns too.", "string[]", ("*",), position=0, check=not_empty())
    member_type: Any = param("The kinds of members to list.", _TYPES, alias="Type")
    view: Any = param(
        "Whether to list what the type has, what was added to it, or both.", "System.Management.Automation.PSMemberViewTypes"
    )
    static: bool = param("Lists the static members of the type.", "switch")
    force: bool = param("Lists members that are left out otherwise: accessors and the views of an object of itself.", "switch")

    def begin(self) -> None:
        self._seen: set[str] = set()
        self._wanted = self.member_type.value if isinstance(self.member_type, EnumValue) else 0

    def process(self) -> None:
        value = self.input_object
        if value is None:
            return
        base = unwrap(value)
        if self.static:
            net_type = base if isinstance(base, NetType) else type_of(base)
            type_name = net_type.full_name
        else:
            names = type_names_of(value)
            type_name = names[0] if names else "<none>"
        if type_name in self._seen:
            return
        self._seen.add(type_name)
        members = list(static_members(net_type, self.force) if self.static else self._instance_members(value))
        from relayshell.objects.wildcard import compile_wildcard

        for pattern in self.name:
            matches = compile_wildcard(pattern, True)
            found = [each for each in members if matches(each[0]) and self._is_wanted(each[1])]
            found.sort(key=lambda each: (each[1].lower(), each[0].lower()))
            for name, kind, definition in found:
                self.write(MemberDefinition(type_name, name, kind_value(kind), definition))

    def _instance_members(self, value: Any) -> Iterable[tuple[str, str, str]]:
        from relayshell.objects.members import members_of

        for member in members_of(value):
            if member.hidden and not self.force or not self._in_view(member.member_type):
                continue
            yield member.name, member.member_type, member.definition
            if self.force:
                yield from _accessors(member.name, member.member_type, member.definition)
        if self.force:
            yield from _hidden_members(value)
            for name in ("pstypenames", "psadapted", "psbase", "psextended", "psobject"):
                kind = "CodeProperty" if name == "pstypenames" else "MemberSet"
                yield name, kind, _VIEW_TEXTS[name]

    def _in_view(self, kind: str) -> bool:
        """Whether -View wants members of a kind: those that were added (Extended, 1), or the object's own (Adapted, 2; Base, 4)."""
        view = self.view.value if isinstance(self.view, EnumValue) else 3
        own = kind in ("Property", "Method", "Event", "ParameterizedProperty")
        return bool(view & 6) if own else bool(view & 1)

    def _is_wanted(self, kind: str) -> bool:
        return not self._wanted or bool(get_type(_TYPES).enum_values[kind] & self._wanted)

    def end(self) -> None:
        if not self._seen:
            message = "You must specify an object for the Get-Member cmdlet."
            exception = NetException("System.InvalidOperationException", message)
            self.write_error(ShellError(message, "NoObjectInGetMember", "CloseError", exception=exception))


def _accessors(name: str, kind: str, definition: str) -> Iterable[tuple[str, str, str]]:
    """The methods that a .NET property is read and written by: `int Length {get;}` has `int get_Length()`."""
    if kind not in ("Property", "ParameterizedProperty"):
        return
    of, _, rest = definition.partition(f" {name}")
    parameters, _, does = rest.partition("{")
    parameters = parameters.strip().strip("()")
    if "get;" in does:
        yield f"get_{name}", "Method", f"{of} get_{name}({parameters})"
    if "set;" in does:
        yield f"set_{name}", "Method", f"void set_{name}({parameters + ', ' if parameters else ''}{of} value)"


def _hidden_members(value: Any) -> Iterable[tuple[str, str, str]]:
    """What a script's class hides."""
    from relayshell.objects.memberinfo import BoundMember
    from relayshell.objects.psobject import ScriptInstance, unwrap
    from relayshell.objects.typemembers import members_table

    instance = unwrap(value)
    if instance.__class__ is not ScriptInstance:
        return
    table = members_table(instance.type)
    for entry in table.properties.values():
        if entry.hidden:
            yield entry.name, "Property", BoundMember(instance, entry, entry.name, "Property").definition
    for group in table.methods.values():
        if all(each.hidden for each in group.overloads):
            yield group.name, "Method", ", ".join(each.text for each in group.overloads)


_VIEW_TEXTS = {
    "pstypenames": "System.Collections.ObjectModel.Collection[string] pstypenames{get=PSTypeNames;}",
    "psadapted": "psadapted {}",
    "psbase": "psbase {}",
    "psextended": "psextended {}",
    "psobject": "psobject {}",
}


def kind_value(kind: str) -> EnumValue:
    """A kind of member as the enum value that scripts see."""
    net_type = get_type(_TYPES)
    return EnumValue(net_type, net_type.enum_values[kind])


def static_members(net_type: NetType, force: bool) -> Iterable[tuple[str, str, str]]:
    """The static members of a type: name, kind, definition."""
    from relayshell.objects.memberinfo import list_members

    for member in list_members(net_type, static=True):
        if force or not member.name.startswith(("get_", "set_", "op_", "add_", "remove_")):
            yield member.name, member.member_type, member.definition
