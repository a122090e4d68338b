"""Add-Member: properties and methods added to one object."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from relayshell.commands import Cmdlet, inset, param
from relayshell.commands.validation import Check, ValidationFailure, not_empty
from relayshell.errors import ShellError
from relayshell.objects.casterror import CastError
from relayshell.objects.exceptions import NetException
from relayshell.objects.invoke import is_block
from relayshell.objects.nettype import get_type
from relayshell.objects.psobject import (
    AliasProperty,
    Member,
    MemberSet,
    NoteProperty,
    PropertySet,
    PSCustomObject,
    PSObject,
    ScriptMethod,
    ScriptProperty,
    unwrap,
)
from relayshell.objects.text import to_text

@dataclass(frozen=True)
class NotAMemberKind(Check):
    """Not the name of a kind of member: `Add-Member ScriptMethod ...` then means -MemberType."""

    def check(self, value: Any, host: Any = None) -> None:
        from relayshell.objects.convert import convert

        try:
            kind = convert(value, get_type("System.Management.Automation.PSMemberTypes"))
        except ShellError:
            return
        if kind.name in _KINDS.split(", "):
            failure = ValidationFailure(f'The parameter cannot be processed because the name "{value}" is that of a type of member.')
            failure.passes = True
            raise failure


_SETS = ("MemberSet", "NotePropertyMultiMemberSet", "NotePropertySingleMemberSet")
_KINDS = "AliasProperty, CodeProperty, NoteProperty, ScriptProperty, PropertySet, CodeMethod, ScriptMethod, MemberSet"


class AddMember(Cmdlet, name="Add-Member", default_set="TypeNameSet", module="Microsoft.PowerShell.Utility"):
    """Adds a property or a method to an object; the object itself is changed.

    Example: a property of one's own

        PS> $o = [pscustomobject]@{ A = 1 }
        PS> $o | Add-Member -NotePropertyName B -NotePropertyValue 2
        PS> "$($o.A) $($o.B)"
        1 2

    Example: a method

        PS> $o = [pscustomobject]@{ Size = 2 } | Add-Member ScriptMethod Twice { $this.Size * 2 } -PassThru
        PS> $o.Twice()
        4

    Example: several properties, and a name for the type

        PS> $o = [pscustomobject]@{} | Add-Member -NotePropertyMembers @{ X = 1 } -TypeName My.Type -PassThru
        PS> $o.X, $o.PSObject.TypeNames[0]
        1
        My.Type
    """

    input_object: Any = param(
        "The object to add to.", "psobject", mandatory=True, pipeline=True,
        sets=("TypeNameSet", "NotePropertyMultiMemberSet", "NotePropertySingleMemberSet", "MemberSet"),
    )
    member_type: Any = param(
        "The kind of member.", "System.Management.Automation.PSMemberTypes", mandatory=True, position=0, sets=("MemberSet",), alias="Type"
    )
    name: str = param("The member's name.", "string", mandatory=True, position=1, sets=("MemberSet",))
    value: Any = param("Its value, script block, or the name it is an alias of.", "System.Object", position=2, sets=("MemberSet",))
    second_value: Any = param(
        "The script block that sets a ScriptProperty, or the type an alias converts to.", "System.Object", position=3, sets=("MemberSet",)
    )
    type_name: str = param(
        "A name to put first among the object's type names.", "string", check=not_empty(),
        sets={
            "TypeNameSet": inset(mandatory=True), "MemberSet": inset(), "NotePropertyMultiMemberSet": inset(),
            "NotePropertySingleMemberSet": inset(),
        },
    )
    force: bool = param("Replaces a member of the same name.", "switch", sets=_SETS)
    pass_thru: bool = param("Gives the object with what was added.", "switch", sets=("TypeNameSet", *_SETS))
    note_property_name: str = param(
        "The name of a property that holds a value.", "string", mandatory=True, position=0, sets=("NotePropertySingleMemberSet",),
        check=(NotAMemberKind(), not_empty()),
    )
    note_property_value: Any = param(
        "The value it holds.", "System.Object", mandatory=True, position=1, sets=("NotePropertySingleMemberSet",), allow_null=True
    )
    note_property_members: Any = param(
        "Properties that hold values, by name.", "System.Collections.IDictionary", mandatory=True, position=0,
        sets=("NotePropertyMultiMemberSet",), check=not_empty(),
    )

    def process(self) -> None:
        target = self.input_object
        if target.__class__ not in (PSCustomObject, PSObject):
            target = remembered(target)
        if self.parameter_set != "TypeNameSet" and not self._add_all(target):
            return
        if self.type_name:
            add_type_name(target, self.type_name)
        if self.pass_thru:
            self.write(target)

    def _add_all(self, target: Any) -> bool:
        if self.parameter_set == "NotePropertySingleMemberSet":
            return self._add(target, self.note_property_name, self.note_property_value)
        if self.parameter_set == "NotePropertyMultiMemberSet":
            from relayshell.objects.members import dictionary_items

            ok = True
            for key, value in list(dictionary_items(unwrap(self.note_property_members))):
                ok = self._add(target, to_text(key), value) and ok
            return ok
        made = self._member(target)
        if made is None:
            return False
        name, value = made
        return self._add(target, name, value)

    def _member(self, target: Any) -> tuple[str, Any] | None:
        kind = self.member_type.name
        try:
            value = self._made(kind)
        except CastError as error:
            raise ShellError(error.message, error.id, "InvalidArgument", exception=error.inner) from None
        if value is None and kind != "NoteProperty":
            return None
        return self.name, value

    def _made(self, kind: str) -> Any:
        if kind in ("NoteProperty", "ScriptMethod", "PropertySet", "MemberSet", "CodeMethod") and self.is_given("SecondValue"):
            raise self._refuse("Value2ShouldNotBeSpecified", f"The SecondValue parameter is not for a member of type {kind}.")
        if kind in ("AliasProperty", "PropertySet", "CodeMethod", "ScriptMethod") and self.value is None:
            raise self._refuse("Value1ShouldNotBeNull", f"The Value parameter is needed for a member of type {kind}.")
        if kind in ("ScriptProperty", "CodeProperty") and self.value is None and self.second_value is None:
            raise self._refuse("Value1AndValue2AreNotBothNull", f"The Value and SecondValue parameters cannot both be null for a {kind}.")
        if kind == "AliasProperty" and self.is_given("SecondValue") and self.second_value is None:
            raise self._refuse("Value2ShouldNotBeNull", "The SecondValue parameter of an AliasProperty is a type and cannot be null.")
        if kind == "NoteProperty":
            return self.value
        if kind == "AliasProperty":
            conversion = None
            if self.second_value is not None:
                from relayshell.objects.convert import convert

                conversion = convert(self.second_value, get_type("System.Type"))
            return AliasProperty(self.name, to_text(self.value), conversion)
        if kind == "ScriptProperty":
            return ScriptProperty(self.name, self._block(self.value), self._block(self.second_value))
        if kind == "ScriptMethod":
            return ScriptMethod(self.name, self._block(self.value))
        if kind == "PropertySet":
            values = self.value if isinstance(self.value, list) else [self.value]
            return PropertySet(self.name, [to_text(each) for each in values])
        if kind == "MemberSet":
            return self._member_set()
        if kind in ("CodeProperty", "CodeMethod"):
            from relayshell.cmdlets.code_members import code_method, code_property

            return code_method(self.name, self.value) if kind == "CodeMethod" else code_property(self.name, self.value, self.second_value)
        message = f"Cannot add a member with type \"{kind}\". Specify a different type for the MemberTypes parameter."
        exception = NetException("System.InvalidOperationException", message)
        self.write_error(ShellError(message, "CannotAddMemberType", "InvalidOperation", exception=exception))
        return None

    def _member_set(self) -> MemberSet:
        from relayshell.cmdlets.code_members import refused
        from relayshell.objects.collections import enumerate_value
        from relayshell.objects.memberinfo import BoundMember

        value = unwrap(self.value)
        if value is None or value == "":
            return MemberSet(self.name, [])
        found = enumerate_value(value)
        plain = [unwrap(each) for each in ([value] if found is None else found)]
        if not all(isinstance(each, (Member, BoundMember)) for each in plain):
            raise refused(value, "System.Collections.ObjectModel.Collection`1[System.Management.Automation.PSMemberInfo]")
        return MemberSet(self.name, [each if isinstance(each, Member) else each.source for each in plain])

    def _block(self, value: Any) -> Any:
        value = unwrap(value)
        if value is None or is_block(value):
            return value
        from relayshell.objects.convert import convert

        return convert(value, get_type("System.Management.Automation.ScriptBlock"))

    def _refuse(self, id: str, message: str) -> ShellError:
        exception = NetException("System.InvalidOperationException", message)
        return ShellError(message, id, "InvalidArgument", exception=exception)

    def _add(self, target: Any, name: str, value: Any) -> bool:
        """Put a member on an object; False, and an error, when there is one of its name already."""
        from relayshell.objects.arrayprops import props_for
        from relayshell.objects.members import members_of

        props = props_for(target) if target.__class__ is list else target.props
        own = next((key for key in props if key.lower() == name.lower()), None)
        exists = own is not None or any(member.name.lower() == name.lower() for member in members_of(target))
        if exists and not self.force:
            message = (
                f'Cannot add a member with the name "{name}" because a member with that name already exists. '
                "To overwrite the member anyway, add the Force parameter to your command."
            )
            exception = NetException("System.InvalidOperationException", message)
            self.write_error(ShellError(message, "MemberAlreadyExists", "InvalidOperation", self.input_object, exception=exception))
            return False
        if own is not None and own != name:
            props.pop(own)
        props[name] = value if not isinstance(value, NoteProperty) else value.value
        return True


def add_type_name(target: Any, name: str) -> None:
    """Put a name first among an object's type names, without their namespaces spelt out for short names of types."""
    from relayshell.objects.typedata import type_names_of
    from relayshell.objects.typenames import resolve_type

    found = resolve_type(name) if "." not in name else None
    text = found.full_name if found is not None else name
    names = list(type_names_of(target))
    if isinstance(target, (PSCustomObject, PSObject)):
        target.type_names = [text, *names]
    else:
        target.extra_type_names = [text]


def remembered(value: Any) -> Any:
    """What members of a value can be kept with: the object itself where it can hold them, else a PSObject around it."""
    if value.__class__ is list:
        return value
    if hasattr(value, "props"):
        if value.props is None:
            value.props = {}
        return value
    if isinstance(value, (str, int, float)):
        return PSObject(value)
    try:
        value.props = {}
    except AttributeError:
        return PSObject(value)
    return value
