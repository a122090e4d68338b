"""PSCustomObject, PSObject and the members that may hang on objects: what ETS adds to .NET.

Only the data is here; objects.members reads and calls members, objects.typedata has those of types.
"""

from __future__ import annotations

from typing import Any, Callable, Iterator

from .nothing import AUTOMATION_NULL, AutomationNull


class Member:
    """A member of an object as Get-Member shows it; the kinds below say how it reads."""

    __slots__ = ("name", "hidden")
    member_type = "All"
    type_name = "System.Management.Automation.PSMemberInfo"
    is_property = False

    def __init__(self, name: str) -> None:
        self.name = name
        self.hidden = False


class NoteProperty(Member):
    """A name with a value. On objects these are kept as plain values; this class is for handing round."""

    __slots__ = ("value", "read_only", "owner")
    member_type = "NoteProperty"
    type_name = "System.Management.Automation.PSNoteProperty"
    is_property = True

    def __init__(self, name: str, value: Any, owner: Any = None, read_only: bool = False) -> None:
        super().__init__(name)
        self.value = value
        self.owner = owner
        self.read_only = read_only


class AliasProperty(Member):
    """Another name for a property of the same object; conversion is a NetType or None."""

    __slots__ = ("referenced", "conversion")
    member_type = "AliasProperty"
    type_name = "System.Management.Automation.PSAliasProperty"
    is_property = True

    def __init__(self, name: str, referenced: str, conversion: Any = None) -> None:
        super().__init__(name)
        self.referenced = referenced
        self.conversion = conversion


class ScriptProperty(Member):
    """A property that script blocks get and set, the object in $this."""

    __slots__ = ("getter", "setter")
    member_type = "ScriptProperty"
    type_name = "System.Management.Automation.PSScriptProperty"
    is_property = True

    def __init__(self, name: str, getter: Any, setter: Any = None) -> None:
        super().__init__(name)
        self.getter = getter
        self.setter = setter


class ScriptMethod(Member):
    """A method that is a script block, the object in $this."""

    __slots__ = ("script",)
    member_type = "ScriptMethod"
    type_name = "System.Management.Automation.PSScriptMethod"

    def __init__(self, name: str, script: Any) -> None:
        super().__init__(name)
        self.script = script


class CodeProperty(Member):
    """A property that Python functions of the object get and set."""

    __slots__ = ("getter", "setter", "definition", "value_type")
    member_type = "CodeProperty"
    type_name = "System.Management.Automation.PSCodeProperty"
    is_property = True

    def __init__(
        self, name: str, getter: Callable[[Any], Any], setter: Any = None, definition: str = "", value_type: str = "System.Object",
    ) -> None:
        super().__init__(name)
        self.getter = getter
        self.setter = setter
        self.definition = definition
        self.value_type = value_type


class ComputedProperty(CodeProperty):
    """A property that PowerShell makes by a script and this program by a Python function: shows as ScriptProperty."""

    __slots__ = ()
    member_type = "ScriptProperty"
    type_name = "System.Management.Automation.PSScriptProperty"


class CodeMethod(Member):
    """A method that is a Python function of (object, *args)."""

    __slots__ = ("function", "definition")
    member_type = "CodeMethod"
    type_name = "System.Management.Automation.PSCodeMethod"

    def __init__(self, name: str, function: Callable[..., Any], definition: str = "") -> None:
        super().__init__(name)
        self.function = function
        self.definition = definition


class PropertySet(Member):
    """A name for several properties."""

    __slots__ = ("names",)
    member_type = "PropertySet"
    type_name = "System.Management.Automation.PSPropertySet"

    def __init__(self, name: str, names: list[str]) -> None:
        super().__init__(name)
        self.names = names


class MemberSet(Member):
    """A name for several members."""

    __slots__ = ("members", "inherit")
    member_type = "MemberSet"
    type_name = "System.Management.Automation.PSMemberSet"

    def __init__(self, name: str, members: list[Member], inherit: bool = True) -> None:
        super().__init__(name)
        self.members = members
        self.inherit = inherit


class PropertyBag:
    """What PSCustomObject and PSObject share: props by name, in order, folded lookup."""

    __slots__ = ()
    props: dict[str, Any]

    def find(self, name: str) -> str | None:
        """The key as written of a property by any case, or None."""
        props = self.props
        if name in props:
            return name
        folded = name.lower()
        size = len(name)
        for key in props:
            if len(key) == size and key.lower() == folded:
                return key
        return None


class PSCustomObject(PropertyBag):
    """An ordered bag of properties. Values are plain, or Members for what is more than a note."""

    __slots__ = ("props", "type_names", "__weakref__")

    def __init__(self, props: dict[str, Any] | None = None, type_names: list[str] | None = None) -> None:
        self.props = {} if props is None else props
        self.type_names = type_names
        """None means the usual two names."""

    def __iter__(self) -> Iterator[Any]:
        raise TypeError("a custom object is one object, not many")


class PSObject(PropertyBag):
    """Members and type names attached to another object, called base.

    written is the text of a number in a command's words that does not read as it was written (1.50, 0x10): text wants that.
    """

    __slots__ = ("base", "props", "type_names", "written", "__weakref__")

    def __init__(
        self, base: Any, props: dict[str, Any] | None = None, type_names: list[str] | None = None, written: str | None = None,
    ) -> None:
        self.base = base
        self.written = written
        self.props = {} if props is None else props
        self.type_names = type_names

    def __iter__(self) -> Iterator[Any]:
        raise TypeError("unwrap first")


CUSTOM_TYPE_NAMES = ("System.Management.Automation.PSCustomObject", "System.Object")


def unwrap(value: Any) -> Any:
    """The object within a PSObject, or the value itself."""
    return value.base if value.__class__ is PSObject else value


class SwitchParameter:
    """System.Management.Automation.SwitchParameter: present or not."""

    __slots__ = ("present",)

    def __init__(self, present: bool = False) -> None:
        self.present = present

    def __bool__(self) -> bool:
        return self.present

    def __eq__(self, other: object) -> bool:
        return isinstance(other, (SwitchParameter, bool)) and bool(other) == self.present

    def __hash__(self) -> int:
        return hash(self.present)

    def __repr__(self) -> str:
        return f"SwitchParameter({self.present})"


class Reference:
    """System.Management.Automation.PSReference, which [ref] makes.

    cell is anything with a `.value` that can be read and set: a variable, or None for a value of its own.
    """

    __slots__ = ("cell", "own")

    def __init__(self, value: Any = None, cell: Any = None) -> None:
        self.cell = cell
        self.own = value

    @property
    def value(self) -> Any:
        """What the variable holds now."""
        return self.own if self.cell is None else self.cell.value

    @value.setter
    def value(self, value: Any) -> None:
        if self.cell is None:
            self.own = value
        else:
            self.cell.value = value


class ScriptInstance:
    """An instance of a class defined in a script: its NetType and the values of its fields.

    A script class that extends a .NET class keeps an instance of that in `native`.
    """

    __slots__ = ("type", "fields", "native", "props", "__weakref__")

    def __init__(self, type: Any, fields: dict[str, Any] | None = None, native: Any = None) -> None:
        self.type = type
        self.fields = {} if fields is None else fields
        self.native = native
        self.props: dict[str, Any] | None = None


__all__ = [
    "AUTOMATION_NULL", "AliasProperty", "AutomationNull", "CodeMethod", "CodeProperty", "ComputedProperty", "CUSTOM_TYPE_NAMES",
    "Member", "MemberSet", "NoteProperty", "PropertyBag", "PropertySet", "PSCustomObject", "PSObject", "Reference",
    "ScriptInstance", "ScriptMethod", "ScriptProperty", "SwitchParameter", "unwrap",
]
