"""Members as objects: what PSObject.Properties, Get-Member and a method without parentheses give.

Also the views every object has of itself: PSObject, PSBase, PSTypeNames.
"""

from __future__ import annotations

from typing import Any, Iterator

from .arrayprops import props_for, props_of
from .calls import call_added, invoke
from .declare import CLASS_TYPES
from .membererrors import read_only
from .nettype import NetType, get_type, resolve_text
from .psobject import (
    AliasProperty, CodeMethod, CodeProperty, ComputedProperty, Member, MemberSet, NoteProperty, PropertySet, PSCustomObject,
    PSObject, ScriptMethod, ScriptProperty,
)
from .typedata import type_members, type_names_of
from .typemembers import MethodGroup, Property, members_table
from .typeof import type_of

_P = "System.Management.Automation."


class BoundMember:
    """A member with the object it belongs to.

    source is a Member that was added, a Property or MethodGroup of the type, or a key of the object's props.
    """

    __slots__ = ("owner", "source", "name", "member_type", "type_name")

    def __init__(self, owner: Any, source: Any, name: str, member_type: str) -> None:
        self.owner = owner
        self.source = source
        self.name = name
        self.member_type = member_type
        self.type_name = _P + "PS" + member_type

    @property
    def is_property(self) -> bool:
        """Whether it has a value."""
        return self.member_type.endswith("Property") and self.member_type != "ParameterizedProperty"

    @property
    def value(self) -> Any:
        """The value; a method's is the method itself."""
        source = self.source
        if source is None:
            props = props_of(self.owner) or {}
            return props.get(self.name)
        if isinstance(source, Member):
            from .members import read_added

            return read_added(source, self.owner)
        if isinstance(source, Property):
            if source.index:
                return self
            if source.getter is None:
                return None
            return source.getter(_base(self.owner))
        if isinstance(source, MethodGroup):
            return MethodReference(self.owner, source)
        return source

    @value.setter
    def value(self, value: Any) -> None:
        source = self.source
        if source is None:
            (props_of(self.owner) or {})[self.name] = value
        elif isinstance(source, Member):
            from .members import write_member

            write_member(source, self.owner, value)
        elif isinstance(source, Property):
            if source.setter is None:
                raise read_only(self.name)
            from .statics import write_property

            write_property(source, value, lambda converted: source.setter(_base(self.owner), converted))
        else:
            raise read_only(self.name)

    @property
    def settable(self) -> bool:
        """Whether it can be set."""
        source = self.source
        if isinstance(source, Property):
            return source.writable
        if isinstance(source, ScriptProperty):
            return source.setter is not None
        if isinstance(source, CodeProperty):
            return source.setter is not None
        return source is None or isinstance(source, (NoteProperty, AliasProperty))

    @property
    def hidden(self) -> bool:
        """Whether listings leave it out."""
        return bool(getattr(self.source, "hidden", False))

    @property
    def is_instance(self) -> bool:
        """Whether the object itself has it, and not type data."""
        return not isinstance(self.source, Member) or any(
            value is self.source for value in (props_of(self.owner) or {}).values()
        )

    @property
    def value_type(self) -> str:
        """TypeNameOfValue."""
        if isinstance(self.source, Property) and self.source.net_type is not None:
            return self.source.net_type.full_name
        if isinstance(self.source, (ScriptProperty, CodeProperty)) and not isinstance(self.source, ComputedProperty):
            return "System.Object"
        if not self.is_property:
            return self.type_name
        value = self.value
        return type_of(value).full_name if value is not None else "System.Object"

    @property
    def definition(self) -> str:
        """As Get-Member's Definition column shows it."""
        from .definitions import definition_of

        return definition_of(self)


def _base(obj: Any) -> Any:
    return obj.base if obj.__class__ is PSObject else obj


class MethodReference:
    """A method without parentheses: its object and its overloads, to be invoked later."""

    __slots__ = ("owner", "group")

    def __init__(self, owner: Any, group: MethodGroup | Member) -> None:
        self.owner = owner
        self.group = group

    @property
    def name(self) -> str:
        """The method's name."""
        return self.group.name

    def overload_texts(self) -> list[str]:
        """OverloadDefinitions."""
        from .definitions import overload_texts

        if isinstance(self.group, MethodGroup):
            owner = self.owner if isinstance(self.owner, NetType) else type_of(self.owner)
            return overload_texts([o for o in self.group.overloads if not o.hidden], owner)
        return [f"System.Object {self.group.name}();"]

    def call(self, *args: Any) -> Any:
        """Calls it."""
        if isinstance(self.group, MethodGroup):
            shown = ".ctor" if self.group.name == "new" and self.group.static else None
            return invoke(self.group, None if self.group.static else _base(self.owner), list(args), (), shown)
        return call_added(self.group, self.owner, list(args))


def member_value(member: Member, owner: Any) -> Any:
    """The value of a member that is neither property nor method: the member itself."""
    return member


class MemberCollection:
    """PSMemberInfoCollection: members in order, found by name; kind is Properties, Methods or Members."""

    __slots__ = ("owner", "kind")

    def __init__(self, owner: Any, kind: str) -> None:
        self.owner = owner
        self.kind = kind

    def items(self) -> list[BoundMember]:
        """The members now."""
        if self.kind == "Properties":
            return list_properties(self.owner)
        members = list_members(self.owner)
        if self.kind == "Methods":
            return [m for m in members if m.member_type.endswith("Method")]
        return members

    def __iter__(self) -> Iterator[BoundMember]:
        return (each for each in self.items() if not each.hidden)

    def find(self, name: str) -> BoundMember | None:
        """A member by name, or None."""
        folded = str(name).lower()
        for item in self.items():
            if item.name.lower() == folded:
                return item
        if self.kind == "Methods":
            return None
        if self.kind == "Members" and folded == "psstandardmembers":
            members = standard_members(self.owner)
            return None if members is None else BoundMember(self.owner, members, members.name, "MemberSet")
        return _hidden_member(self.owner, folded)

    def add(self, member: Any) -> None:
        """Adds a member to the object."""
        attach(self.owner, member)

    def remove(self, name: str) -> None:
        """Takes an added member away."""
        props = props_of(self.owner)
        for key in list(props or ()):
            if key.lower() == str(name).lower():
                del props[key]  # type: ignore[index]

    def match(self, pattern: str, types: Any = None) -> list[BoundMember]:
        """The members whose names fit a wildcard, of the kinds that are meant (a value of PSMemberTypes)."""
        from .enums import enum_member
        from .wildcard import compile_wildcard

        fits = compile_wildcard(pattern, True)
        found = [m for m in self if fits(m.name)]
        if types is None:
            return found
        return [m for m in found if enum_member(_P + "PSMemberTypes", m.member_type).value & types.value]


class SetMembers(MemberCollection):
    """The members of a member set."""

    __slots__ = ()

    def __init__(self, members: list[Member], properties: bool = False) -> None:
        kept = {each.name: each for each in members if not properties or each.is_property}
        super().__init__(PSCustomObject(dict(kept), [MemberSet.type_name, "System.Object"]), "Properties" if properties else "Members")

    def items(self) -> list[BoundMember]:
        return list(_added(self.owner))


def _hidden_member(owner: Any, folded: str) -> BoundMember | None:
    """Members that lists leave out: sets."""
    for key, value in (props_of(owner) or {}).items():
        if key.lower() == folded and isinstance(value, Member):
            return BoundMember(owner, value, key, value.member_type)
    added = (type_members(owner) or {}).get(folded)
    return None if added is None else BoundMember(owner, added, added.name, added.member_type)


def attach(owner: Any, member: Any) -> None:
    """Puts a member on an object that can keep one."""
    from ..errors import ShellError
    from .exceptions import NetException

    props = props_for(owner) if owner.__class__ is list else getattr(owner, "props", None)
    if props is None:
        props = {}
        try:
            owner.props = props
        except AttributeError:
            return
    if isinstance(member, BoundMember):
        member = NoteProperty(member.name, member.value) if member.member_type in ("NoteProperty", "Property") else member.source
    key = owner.find(member.name) if isinstance(owner, (PSCustomObject, PSObject)) else None
    if key is not None:
        raise ShellError(
            f'Cannot add a member with the name "{member.name}" because a member with that name already exists.', "AlreadyPresentPSMemberInfoInternalCollectionAdd",
            exception=NetException(_P + "ExtendedTypeSystemException", f'The member "{member.name}" is already present.'),
        )
    props[member.name] = member.value if isinstance(member, NoteProperty) and not member.read_only else member


class TypeNames:
    """PSTypeNames: the list of an object's type names, which scripts may change."""

    __slots__ = ("owner", "names")

    def __init__(self, owner: Any) -> None:
        self.owner = owner
        self.names = type_names_of(owner)

    def changed(self) -> None:
        """Writes the names back to the object, where it can keep them."""
        owner = self.owner
        if owner.__class__ in (PSCustomObject, PSObject):
            owner.type_names = self.names
        else:
            extra = [n for n in self.names if n not in type_names_of(owner)]
            try:
                owner.extra_type_names = extra
            except AttributeError:
                pass


class ObjectView:
    """What .PSObject gives: the members and type names of an object."""

    __slots__ = ("owner",)

    def __init__(self, owner: Any) -> None:
        self.owner = owner


class BaseView:
    """What .PSBase gives: the object without what was added, and a dictionary without its keys."""

    __slots__ = ("base",)

    def __init__(self, base: Any) -> None:
        self.base = base


def _find_in_base(view: BaseView, name: str) -> Any:
    from .members import _MISSING

    base = _base(view.base)
    table = members_table(type_of(base))
    entry = table.properties.get(name.lower())
    if entry is not None and entry.getter is not None and not entry.index:
        return entry.getter(base)
    group = table.methods.get(name.lower())
    return MethodReference(base, group) if group is not None else _MISSING


def intrinsic_value(obj: Any, name: str) -> Any:
    """PSObject, PSBase, PSAdapted, PSExtended, PSTypeNames or PSStandardMembers of an object; None for standard members it has none of."""
    if name == "psstandardmembers":
        from .members import read_added

        members = standard_members(obj)
        return None if members is None else read_added(members, obj)
    if name == "psobject":
        return ObjectView(obj)
    if name == "pstypenames":
        return TypeNames(obj)
    if name == "psextended":
        from .members import read_added

        extended = [m for m in list_properties(obj) if m.member_type != "Property"]
        return read_added(MemberSet("psextended", [NoteProperty(m.name, m.value) for m in extended]), obj)
    return BaseView(obj)


_STANDARD_SETS = ("DefaultDisplayPropertySet", "DefaultKeyPropertySet", "PropertySerializationSet")


def standard_members(obj: Any) -> MemberSet | None:
    """PSStandardMembers as type data tells them; None where it tells none."""
    from . import typedata

    found: list[Member] = []
    for name in reversed(list(type_names_of(obj))):
        data = typedata.table().find(name)
        for key, value in (data.standard if data is not None else {}).items():
            made: Member = PropertySet(key, list(value)) if key in _STANDARD_SETS else NoteProperty(key, value)
            found = [each for each in found if each.name != key] + [made]
    return MemberSet("PSStandardMembers", found) if found else None


def _added(owner: Any) -> Iterator[BoundMember]:
    for key, value in (props_of(owner) or {}).items():
        if isinstance(value, Member):
            yield BoundMember(owner, value, key, value.member_type)
        else:
            yield BoundMember(owner, None, key, "NoteProperty")


def _from_type_data(owner: Any) -> Iterator[BoundMember]:
    for member in (type_members(owner) or {}).values():
        yield BoundMember(owner, member, member.name, member.member_type)


def from_type_data(member: BoundMember) -> bool:
    """Whether type data gives a member: neither the type's own nor added to the object."""
    return isinstance(member.source, Member) and not member.is_instance


def list_properties(owner: Any) -> list[BoundMember]:
    """PSObject.Properties: added ones, type data's, the type's own."""
    if owner.__class__ is BaseView:
        owner = _base(owner.base)
    out = [m for m in _added(owner) if m.is_property]
    seen = {m.name.lower() for m in out}
    out += [m for m in _from_type_data(owner) if m.is_property and not m.hidden and m.name.lower() not in seen]
    seen.update(m.name.lower() for m in out)
    base = _base(owner)
    if base.__class__ is PSObject:
        base = base.base
    special = getattr(base.__class__, "adapted_properties", None)
    if special is not None:
        for name, getter in special(base):
            if name.lower() not in seen:
                out.append(BoundMember(owner, _adapted(base, name, getter), name, "Property"))
        return out
    for key, entry in members_table(type_of(base)).properties.items():
        if key not in seen and not entry.index and not entry.hidden:
            out.append(BoundMember(owner, entry, entry.name, "Property"))
    return out


def _adapted(base: Any, name: str, getter: Any) -> Property:
    """A property that an adapter gives: an attribute or a child of an XML node, a column of a row."""
    tell = getattr(base.__class__, "adapted_definition", None)
    type_name, settable = ("System.Object", False) if tell is None else tell(base, name)
    setter = (lambda value, new: base.__class__.adapted_set(value, name, new)) if settable else None
    return Property(name, resolve_text(type_name), getter, setter, type_text=type_name, text=f"{type_name} {name} {{get;{'set;' if settable else ''}}}")


def list_members(owner: Any, static: bool = False) -> list[BoundMember]:
    """All members of an object, or the static ones of a type."""
    if static:
        net_type = owner if isinstance(owner, NetType) else type_of(owner)
        table = members_table(net_type)
        out = [BoundMember(net_type, e, e.name, "Property") for e in table.static_properties.values() if not e.hidden]
        out += [BoundMember(net_type, g, g.name, "Method") for g in table.static_methods.values() if not _all_hidden(g)]
        if table.constructors.overloads:
            out.append(BoundMember(net_type, table.constructors, "new", "Method"))
        return out
    out = list(_added(owner))
    seen = {m.name.lower() for m in out}
    out += [m for m in _from_type_data(owner) if m.name.lower() not in seen]
    seen = {m.name.lower() for m in out}
    base = _base(owner)
    out += [m for m in list_properties(owner) if m.name.lower() not in seen]
    table = members_table(type_of(base))
    seen = {m.name.lower() for m in out}
    for key, group in table.methods.items():
        if key not in seen and not _all_hidden(group) and not key.startswith(("get_", "set_", "add_", "remove_", "op_")):
            out.append(BoundMember(owner, group, group.name, "Method"))
    for key, entry in table.properties.items():
        if entry.index and key not in seen and not entry.hidden:
            out.append(BoundMember(owner, entry, entry.name, "ParameterizedProperty"))
    from .eventmembers import events_of

    out += [BoundMember(owner, event, event.name, "Event") for event in events_of(type_of(base)) if event.name.lower() not in seen]
    return out


def _all_hidden(group: MethodGroup) -> bool:
    return all(o.hidden for o in group.overloads)


CLASS_TYPES[BoundMember] = lambda value: get_type(value.type_name)
CLASS_TYPES[MethodReference] = get_type(_P + "PSMethod")
CLASS_TYPES[ObjectView] = get_type(_P + "PSObject")
CLASS_TYPES[BaseView] = lambda value: type_of(value.base)
CLASS_TYPES[MemberCollection] = get_type(_P + "PSMemberInfoCollection`1")


def _install() -> None:
    from . import members, memberdeclarations  # noqa: F401

    members._FINDERS[BaseView] = _find_in_base


_install()

__all__ = [
    "BaseView", "BoundMember", "CodeMethod", "MemberCollection", "MethodReference", "ObjectView", "PropertySet", "ScriptMethod", "TypeNames", "attach",
    "from_type_data", "intrinsic_value", "list_members", "list_properties", "member_value",
]
