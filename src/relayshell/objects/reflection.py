"""What Type.GetMethods() and its kin give: descriptions of members, to be read more than invoked."""

from __future__ import annotations

from typing import Any

from .declare import declare
from .nettype import NetType, get_type
from .typemembers import Overload, Property, members_table


class Assembly:
    """The assembly a type would come from; only its name is real."""

    __slots__ = ("full_name",)

    def __init__(self, full_name: str) -> None:
        self.full_name = full_name

    @property
    def name(self) -> str:
        """The short name."""
        return self.full_name.partition(",")[0]


class AssemblyName:
    """System.Reflection.AssemblyName."""

    __slots__ = ("assembly",)

    def __init__(self, assembly: Assembly) -> None:
        self.assembly = assembly


class MemberDescription:
    """A method, constructor, property or field of a type."""

    __slots__ = ("owner", "member", "kind", "net_type")

    def __init__(self, owner: NetType, member: Any, kind: str) -> None:
        self.owner = owner
        self.member = member
        self.kind = kind
        self.net_type = get_type(f"System.Reflection.{kind}Info")

    @property
    def name(self) -> str:
        """Its name."""
        return ".ctor" if self.kind == "Constructor" else self.member.name


class ParameterDescription:
    """A parameter of a method."""

    __slots__ = ("parameter", "position")

    def __init__(self, parameter: Any, position: int) -> None:
        self.parameter = parameter
        self.position = position


def assembly_of(net_type: NetType) -> Assembly:
    """The assembly of a type."""
    return Assembly(net_type.assembly)


def _methods(net_type: NetType) -> list[MemberDescription]:
    table = members_table(net_type)
    return [
        MemberDescription(net_type, overload, "Method")
        for groups in (table.methods, table.static_methods)
        for group in groups.values()
        for overload in group.overloads
        if not overload.hidden or net_type.script_class is not None
    ]


def _properties(net_type: NetType) -> list[MemberDescription]:
    table = members_table(net_type)
    return [
        MemberDescription(net_type, entry, "Property")
        for entries in (table.properties, table.static_properties)
        for entry in entries.values()
        if not entry.is_field and (not entry.hidden or net_type.script_class is not None)
    ]


def _fields(net_type: NetType) -> list[MemberDescription]:
    return [MemberDescription(net_type, entry, "Field") for entry in members_table(net_type).static_properties.values() if entry.is_field]


def _constructors(net_type: NetType) -> list[MemberDescription]:
    return [MemberDescription(net_type, o, "Constructor") for o in members_table(net_type).constructors.overloads]


def _shape(description: MemberDescription) -> list[NetType]:
    return [p.net_type for p in description.member.parameters]


def reflect(name: str, net_type: NetType, args: tuple[Any, ...]) -> Any:
    """One of Type's methods that look members up."""
    lists = {"GetMethods": _methods, "GetProperties": _properties, "GetFields": _fields, "GetConstructors": _constructors}
    if name in lists:
        return lists[name](net_type)
    if name in ("GetMember", "GetMembers"):
        found = [*_methods(net_type), *_properties(net_type), *_constructors(net_type)]
        return [m for m in found if m.name == args[0]] if name == "GetMember" else found
    if name == "GetCustomAttributes":
        return [] if net_type.script_class is None else _of_kind(net_type.script_class.attributes(), args)
    if name == "GetEvents":
        return []
    if name == "IsDefined":
        return False
    source = {"GetMethod": _methods, "GetProperty": _properties, "GetField": _fields, "GetConstructor": _constructors}.get(name)
    if source is None:
        return None
    found = source(net_type)
    wanted = args[0] if args else None
    shape = next((list(a) for a in args if isinstance(a, list)), None)
    if name == "GetConstructor":
        return next((m for m in found if _shape(m) == shape), None)
    ignore = any(getattr(a, "value", 0) & 1 for a in args if hasattr(a, "value"))
    for member in found:
        same = member.name.lower() == wanted.lower() if ignore else member.name == wanted
        if same and (shape is None or name != "GetMethod" or _shape(member) == shape):
            return member
    if name in ("GetProperty", "GetField") and any(getattr(a, "value", 0) & _NON_PUBLIC for a in args if hasattr(a, "value")):
        return _find_non_public(net_type, wanted, "Property" if name == "GetProperty" else "Field")
    return None


def _of_kind(found: list[Any], args: tuple[Any, ...]) -> list[Any]:
    """The attributes that are of the type among the arguments, all where there is none."""
    from .typeof import type_of

    wanted = next((a for a in args if isinstance(a, NetType)), None)
    return [each for each in found if wanted is None or wanted.is_assignable_from(type_of(each))]


def _attributes(description: MemberDescription, *args: Any) -> list[Any]:
    owner = description.owner.script_class
    return [] if owner is None else _of_kind(owner.member_attributes(description.name, description.kind), args)


_NON_PUBLIC = 32
_non_public: dict[tuple[str, str], MemberDescription] = {}


def declare_non_public(type_name: str, name: str, kind: str, value_type: str, getter: Any, setter: Any = None) -> None:
    """A property or field that only reflection finds: what frameworks written in script reach for by name."""
    owner = get_type(type_name)
    entry = Property(name, None, getter, setter, type_text=value_type, text=f"{value_type} {name} {{get;set;}}", hidden=True)
    _non_public[owner.text, name.lower()] = MemberDescription(owner, entry, kind)


def _find_non_public(net_type: NetType, name: str, kind: str) -> MemberDescription | None:
    from .typehomes import load_home

    step: NetType | None = net_type
    while step is not None:
        load_home(step.text)
        found = _non_public.get((step.text, name.lower()))
        if found is not None and found.kind == kind:
            return found
        step = step.base
    return None


def _invoke(description: MemberDescription, *args: Any) -> Any:
    arguments = list(args[-1] or ()) if args else []
    overload: Overload = description.member
    if overload.function is None:
        return None
    if description.kind == "Constructor" or overload.static:
        return overload.function(*arguments)
    return overload.function(args[0], *arguments)


def _get_value(description: MemberDescription, *args: Any) -> Any:
    entry: Property = description.member
    if entry.getter is None:
        return None
    return entry.getter() if entry.static else entry.getter(args[0])


def _set_value(description: MemberDescription, obj: Any, value: Any, *rest: Any) -> None:
    entry: Property = description.member
    if entry.setter is not None:
        if entry.static:
            entry.setter(value)
        else:
            entry.setter(obj, value)


def _type_of_member(description: MemberDescription) -> NetType:
    from .nettype import resolve_text

    if isinstance(description.member, Property):
        return description.member.net_type or get_type("System.Object")
    return resolve_text(description.member.returns, description.owner) or get_type("System.Object")


def _parameters(description: MemberDescription) -> list[ParameterDescription]:
    return [ParameterDescription(p, i) for i, p in enumerate(description.member.parameters)]


def _text(description: MemberDescription) -> str:
    inside = ", ".join(p.net_type.text for p in getattr(description.member, "parameters", ()))
    kind = _type_of_member(description)
    head = f"{kind.name if kind.namespace == 'System' else kind.text} {description.name}"
    return f"{head}({inside})" if not isinstance(description.member, Property) else head


declare(
    "System.Reflection.MemberInfo", MemberDescription, dynamic=True,
    get={
        "Name": lambda m: m.name, "DeclaringType": lambda m: m.owner, "ReflectedType": lambda m: m.owner,
        "IsStatic": lambda m: m.member.static and m.kind != "Constructor", "IsPublic": lambda m: True,
        "ReturnType": _type_of_member, "PropertyType": _type_of_member, "FieldType": _type_of_member,
        "CanRead": lambda m: True, "CanWrite": lambda m: m.member.writable,
        "MemberType": lambda m: ("NestedType" if "+" in m.text else "TypeInfo") if isinstance(m, NetType) else m.kind,
    },
    methods={
        "GetParameters": _parameters, "Invoke": _invoke, "GetValue": _get_value, "SetValue": _set_value,
        "GetCustomAttributes": _attributes,
    },
    to_text=_text,
    signatures=("string Name {get;}", "type DeclaringType {get;}", "type ReflectedType {get;}", "System.Object[] GetCustomAttributes(bool inherit)",
                "System.Object[] GetCustomAttributes(type attributeType, bool inherit)"),
)
declare("System.Reflection.MethodBase", None, signatures=(
    "bool IsStatic {get;}", "bool IsPublic {get;}", "System.Reflection.ParameterInfo[] GetParameters()",
    "System.Object Invoke(System.Object obj, System.Object[] parameters)", "System.Object Invoke(System.Object[] parameters)",
))
declare("System.Reflection.MethodInfo", None, signatures=("type ReturnType {get;}",))
declare("System.Reflection.PropertyInfo", None, signatures=(
    "type PropertyType {get;}", "bool CanRead {get;}", "bool CanWrite {get;}", "System.Object GetValue(System.Object obj)",
    "System.Object GetValue(System.Object obj, System.Object[] index)", "void SetValue(System.Object obj, System.Object value)",
    "void SetValue(System.Object obj, System.Object value, System.Object[] index)",
))
declare("System.Reflection.FieldInfo", None, signatures=(
    "type FieldType {get;}", "bool IsStatic {get;}", "System.Object GetValue(System.Object obj)", "void SetValue(System.Object obj, System.Object value)",
))
declare(
    "System.Reflection.ParameterInfo", ParameterDescription,
    get={
        "Name": lambda p: p.parameter.name, "ParameterType": lambda p: p.parameter.net_type, "Position": lambda p: p.position,
        "IsOptional": lambda p: p.parameter.optional,
    },
    to_text=lambda p: f"{p.parameter.net_type.name} {p.parameter.name}",
)
def _location(assembly: Assembly) -> str:
    """Where PowerShell's own assembly would be: beside the shell's modules. It is no file here; scripts look for its folder."""
    import os

    return os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), f"{assembly.name}.dll")


def _type_in(assembly: Assembly, *args: Any) -> Any:
    """Assembly.GetType(name): a type by its full name; without a name the assembly's own type."""
    from .nettype import find_type

    if not args:
        return get_type("System.Reflection.RuntimeAssembly")
    found = find_type(args[0])
    return found if found is not None and found.text.lower() == str(args[0]).lower() else None


declare(
    "System.Reflection.RuntimeAssembly", Assembly,
    get={"FullName": lambda a: a.full_name, "Location": _location, "IsDynamic": lambda a: False, "ImageRuntimeVersion": lambda a: "v4.0.30319"},
    methods={"GetName": lambda a, *rest: AssemblyName(a), "GetTypes": lambda a: [], "GetType": _type_in},
    to_text=lambda a: a.full_name,
)
declare("System.Reflection.Assembly", None, statics={"GetExecutingAssembly": lambda: Assembly("System.Management.Automation")})
declare(
    "System.Reflection.AssemblyName", AssemblyName,
    get={"Name": lambda n: n.assembly.name, "FullName": lambda n: n.assembly.full_name, "Version": lambda n: _version(n)},
    to_text=lambda n: n.assembly.full_name,
)


def _version(name: AssemblyName) -> Any:
    from .convert import convert

    text = name.assembly.full_name.partition("Version=")[2].partition(",")[0]
    return convert(text, get_type("System.Version"))
