"""What scripts see of members as objects: PSPropertyInfo, PSMethod, PSObject and the classes behind Add-Member."""

from __future__ import annotations

from typing import Any

from ..errors import ShellError
from .declare import CLASS_TYPES, declare
from .enumerator import Enumerator
from .enums import EnumValue, enum_member
from .exceptions import NetException
from .memberinfo import BoundMember, MemberCollection, MethodReference, ObjectView, SetMembers, TypeNames
from .nettype import NetType, close_generic, get_type
from .psobject import (
    AliasProperty, CodeMethod, CodeProperty, Member, MemberSet, NoteProperty, PropertySet, PSCustomObject, PSObject, ScriptMethod, ScriptProperty,
)
from .typeof import type_of

_P = "System.Management.Automation."


def _kind(member: Any) -> EnumValue:
    return enum_member(_P + "PSMemberTypes", member.member_type)


def _value(member: Any) -> Any:
    if isinstance(member, BoundMember) and isinstance(member.source, (ScriptProperty, AliasProperty)):
        return _strict_value(member.owner, member.source)
    if isinstance(member, (BoundMember, NoteProperty)):
        return member.value
    if isinstance(member, ScriptProperty):
        return None
    if isinstance(member, CodeProperty):
        return member.getter(None)
    return member


def _strict_value(owner: Any, source: Any) -> Any:
    """The value of a script property or alias, whose failure is an error here: a script asked for this member alone."""
    from .invoke import call_for_value
    from .membererrors import getting_failed
    from .members import has_property, read_added

    if isinstance(source, AliasProperty):
        if not has_property(owner, source.referenced):
            text = f'Cannot resolve the alias: there is no member "{source.referenced}" for the alias "{source.name}".'
            raise getting_failed(source.name, NetException(_P + "ExtendedTypeSystemException", text))
        return read_added(source, owner)
    if source.getter is None or isinstance(source.getter, str):
        return read_added(source, owner)
    try:
        return call_for_value(source.getter, (), this=owner)
    except ShellError as error:
        inner = error.exception if isinstance(error.exception, NetException) else NetException(_P + "RuntimeException", error.message)
        raise getting_failed(source.name, inner) from None


def _set_value(member: Any, value: Any) -> None:
    member.value = value


def _settable(member: Any) -> bool:
    return member.settable if isinstance(member, BoundMember) else not isinstance(member, (ScriptProperty, CodeProperty)) or member.setter is not None


def _value_type(member: Any) -> str:
    if isinstance(member, BoundMember):
        return member.value_type
    value = getattr(member, "value", None)
    return type_of(value).full_name if value is not None else "System.Object"


def _source(member: Any) -> Any:
    return member.source if isinstance(member, BoundMember) else member


def _text(member: Any) -> str:
    if isinstance(member, BoundMember):
        return member.definition
    return BoundMember(None, member, member.name, member.member_type).definition


def _named(name: Any, parameter: str = "name") -> str:
    """The name of a new member; one without a name is refused."""
    if not name:
        raise argument_error(parameter)
    return str(name)


def _given(value: Any, parameter: str) -> Any:
    if value is None:
        raise argument_error(parameter)
    return value


def argument_error(parameter: str) -> NetException:
    """The exception for a parameter without a value."""
    message = f"Cannot process argument because the value of argument \"{parameter}\" is not valid. Change the value of the \"{parameter}\" argument and run the operation again. (Parameter '{parameter}')"
    return NetException(_P + "PSArgumentException", message)


def _new_script_property(name: str, getter: Any, setter: Any = None) -> ScriptProperty:
    if getter is None and setter is None:
        raise argument_error("getterScript setterScript")
    return ScriptProperty(_named(name), getter, setter)


_MEMBER = ("System.Management.Automation.PSMemberTypes MemberType {get;}", "System.Object Value {get;set;}", "string TypeNameOfValue {get;}", "string Name {get;}", "bool IsInstance {get;}")
_GET: dict[str, Any] = {
    "Name": lambda m: m.name, "MemberType": _kind, "Value": _value, "TypeNameOfValue": _value_type,
    "IsInstance": lambda m: not isinstance(m, BoundMember) or m.is_instance, "IsSettable": _settable, "IsGettable": lambda m: True,
}


def _in_order(text: str) -> dict[str, Any]:
    """What members say of themselves, in the order of PowerShell's class."""
    return {name: _GET[name] for name in text.split()}


declare(
    _P + "PSMemberInfo",
    get=_in_order("Name MemberType Value TypeNameOfValue IsInstance"),
    set={"Value": _set_value},
    methods={"Copy": lambda m: m},
    signatures=_MEMBER,
    to_text=_text,
)
declare(
    _P + "PSPropertyInfo", base=_P + "PSMemberInfo",
    get=_in_order("IsSettable IsGettable"),
    signatures=(*_MEMBER, "bool IsSettable {get;}", "bool IsGettable {get;}"),
)
_END = " Name IsInstance"
declare(
    _P + "PSProperty", get=_in_order("MemberType Value IsSettable IsGettable TypeNameOfValue" + _END),
    signatures=(*_MEMBER, "bool IsSettable {get;}", "bool IsGettable {get;}"),
)
declare(_P + "PSCodeProperty", signatures=(*_MEMBER, "bool IsSettable {get;}", "bool IsGettable {get;}"))
declare(
    _P + "PSNoteProperty", NoteProperty, new=lambda name, value: NoteProperty(_named(name), value),
    get=_in_order("MemberType IsSettable IsGettable Value TypeNameOfValue" + _END),
)
declare(
    _P + "PSAliasProperty", AliasProperty, new=lambda name, referenced, conversion=None: AliasProperty(_named(name), _named(referenced, "referencedMemberName"), conversion),
    get={
        "ReferencedMemberName": lambda m: _source(m).referenced, "ConversionType": lambda m: _source(m).conversion,
        **_in_order("MemberType TypeNameOfValue IsSettable IsGettable Value" + _END),
    },
)
declare(
    _P + "PSScriptProperty", ScriptProperty, new=lambda name, getter, setter=None: _new_script_property(name, getter, setter),
    get={
        "GetterScript": lambda m: _source(m).getter, "SetterScript": lambda m: _source(m).setter,
        **_in_order("MemberType IsSettable IsGettable Value TypeNameOfValue" + _END),
    },
)


def _invoke_member(member: Any, *args: Any) -> Any:
    if isinstance(member, MethodReference):
        return member.call(*args)
    return MethodReference(member.owner, member.source).call(*args)


_OWN_METHODS = {ScriptMethod: "PSScriptMethod", CodeMethod: "PSCodeMethod"}
_METHOD = ("System.Object Invoke(params System.Object[] arguments)", "System.Collections.ObjectModel.Collection[string] OverloadDefinitions {get;}")


def _overloads(member: Any) -> list[str]:
    if isinstance(member, MethodReference):
        return member.overload_texts()
    if isinstance(member, BoundMember):
        return MethodReference(member.owner, member.source).overload_texts()
    return [f"System.Object {member.name}();"]


declare(
    _P + "PSMethodInfo", base=_P + "PSMemberInfo",
    get={"OverloadDefinitions": _overloads},
    methods={"Invoke": lambda m, args: _invoke_member(m, *args)},
    signatures=(*_MEMBER, *_METHOD),
)
def _itself(member: Any) -> Any:
    """A method as a value: a member to be looked at, not one that was meant to be called."""
    if isinstance(member, MethodReference):
        return BoundMember(member.owner, member.group, member.name, getattr(member.group, "member_type", "Method"))
    return member


declare(
    _P + "PSMethod", MethodReference,
    get={
        "MemberType": lambda m: enum_member(_P + "PSMemberTypes", "Method"), "OverloadDefinitions": _overloads,
        "TypeNameOfValue": lambda m: _P + "PSMethod", "Value": _itself, "Name": lambda m: m.name, "IsInstance": lambda m: True,
    },
    methods={"Invoke": lambda m, args: _invoke_member(m, *args)},
    signatures=(*_MEMBER, *_METHOD),
    to_text=lambda m: ", ".join(m.overload_texts()) if isinstance(m, MethodReference) else m.definition,
)


def _script(member: Any) -> Any:
    return (member.group if isinstance(member, MethodReference) else _source(member)).script


declare(
    _P + "PSScriptMethod", ScriptMethod, new=lambda name, script: ScriptMethod(_named(name), _given(script, "script")),
    get={
        "Script": _script, "OverloadDefinitions": _overloads, "MemberType": lambda m: enum_member(_P + "PSMemberTypes", "ScriptMethod"),
        "TypeNameOfValue": lambda m: "System.Object", "Value": _itself, "Name": lambda m: m.name, "IsInstance": _GET["IsInstance"],
    },
    to_text=lambda m: ", ".join(_overloads(m)),
)
CLASS_TYPES[MethodReference] = lambda reference: get_type(_P + (_OWN_METHODS.get(reference.group.__class__) or "PSMethod"))
declare(
    _P + "PSPropertySet", PropertySet, new=lambda name, names: PropertySet(_named(name), list(names)),
    get={"ReferencedPropertyNames": lambda m: list(_source(m).names)},
)


def _set_members(member: Any) -> Any:
    return SetMembers(_source(member).members)


def _set_properties(member: Any) -> Any:
    return SetMembers(_source(member).members, True)


declare(
    _P + "PSMemberSet", MemberSet, new={"*": lambda name, members=(): MemberSet(name, list(members))},
    get={"Members": _set_members, "Properties": _set_properties, "InheritMembers": lambda m: _source(m).inherit},
    signatures=("(string name)", "(string name, System.Management.Automation.PSMemberInfo[] members)", *_MEMBER),
)
declare(
    _P + "PSMemberInfoCollection`1", base="System.Object", interfaces=("System.Collections.IEnumerable",),
    index=lambda c, key: c.find(key), enumerate=iter,
    methods={
        "Add": lambda c, member, *check: c.add(member), "Remove": lambda c, name: c.remove(name), "Match": lambda c, *args: c.match(*args),
        "Item": lambda c, name: c.find(name), "GetEnumerator": lambda c: Enumerator(iter(c.items())),
    },
    signatures=(
        "System.Object Item(string name)", "System.Collections.IEnumerator GetEnumerator()",
        "void Add(System.Object member)", "void Add(System.Object member, bool preValidated)", "void Remove(string name)",
        "System.Object[] Match(string name)", "System.Object[] Match(string name, System.Management.Automation.PSMemberTypes memberTypes)",
    ),
)


def _element(collection: MemberCollection) -> NetType:
    name = {"Properties": "PSPropertyInfo", "Methods": "PSMethodInfo"}.get(collection.kind, "PSMemberInfo")
    return close_generic(get_type(_P + "PSMemberInfoCollection`1"), (get_type(_P + name),))


CLASS_TYPES[MemberCollection] = _element
CLASS_TYPES[SetMembers] = _element


def _copy(view: Any) -> Any:
    owner = view.owner if isinstance(view, ObjectView) else view
    if isinstance(owner, PSCustomObject):
        return PSCustomObject(dict(owner.props), list(owner.type_names) if owner.type_names else None)
    if isinstance(owner, PSObject):
        return PSObject(owner.base, dict(owner.props), owner.type_names)
    return owner


def _base_of(view: Any) -> Any:
    owner = view.owner if isinstance(view, ObjectView) else view
    return owner.base if isinstance(owner, PSObject) else owner


def _owner(view: Any) -> Any:
    return view.owner if isinstance(view, ObjectView) else view


def _new_psobject(*args: Any) -> Any:
    return args[0] if args and not isinstance(args[0], int) else PSCustomObject()


def _wrapped(value: Any) -> Any:
    """An object that members can be added to: texts and numbers are wrapped, all others have room for them."""
    return PSObject(value) if value.__class__ in (str, int, float, bool) else value


declare(
    _P + "PSObject", ObjectView,
    new=_new_psobject,
    get={
        "Properties": lambda v: MemberCollection(_owner(v), "Properties"), "Members": lambda v: MemberCollection(_owner(v), "Members"),
        "Methods": lambda v: MemberCollection(_owner(v), "Methods"), "TypeNames": lambda v: TypeNames(_owner(v)),
        "BaseObject": _base_of, "ImmediateBaseObject": _base_of,
    },
    methods={"Copy": _copy},
    statics={"AsPSObject": _wrapped},
)
declare(_P + "PSCustomObject", PSCustomObject, methods={"ToString": lambda v: ""})


def _change(action: Any) -> Any:
    def run(names: TypeNames, *args: Any) -> Any:
        result = action(names.names, *args)
        names.changed()
        return result

    return run


def _remove(names: list[str], name: str) -> bool:
    if name in names:
        names.remove(name)
        return True
    return False


TYPE_NAMES = close_generic(get_type("System.Collections.ObjectModel.Collection`1"), (get_type("System.String"),))
declare(
    "System.Management.Automation.PSTypeNameCollection", TypeNames, interfaces=("System.Collections.IList", "System.Collections.IEnumerable"),
    get={"Count": lambda n: len(n.names)},
    methods={
        "Add": _change(lambda names, name: names.append(name)), "Insert": _change(lambda names, index, name: names.insert(index, name)),
        "Remove": _change(_remove), "RemoveAt": _change(lambda names, index: names.pop(index) and None),
        "Clear": _change(lambda names: names.clear()), "Contains": lambda n, name: name in n.names, "IndexOf": lambda n, name: n.names.index(name) if name in n.names else -1,
    },
    index=lambda n, i: n.names[i], enumerate=lambda n: iter(list(n.names)),
    signatures=(
        "int Count {get;}", "void Add(string item)", "void Insert(int index, string item)", "bool Remove(string item)", "void RemoveAt(int index)",
        "void Clear()", "bool Contains(string item)", "int IndexOf(string item)",
    ),
)

__all__ = ["Member", "TYPE_NAMES"]
