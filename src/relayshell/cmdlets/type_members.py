"""The members of type data as scripts see and make them: NotePropertyData, ScriptPropertyData and their kin."""

from __future__ import annotations

from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.nettype import get_type
from relayshell.objects.psobject import AliasProperty, Member, NoteProperty, ScriptMethod, ScriptProperty
from relayshell.objects.typedata import TypeData

_R = "System.Management.Automation.Runspaces."


class MemberData:
    """One member of type data, around the member itself."""

    net_name = _R + "TypeMemberData"

    def __init__(self, member: Any) -> None:
        self.member = member


_CLASSES: dict[str, type[MemberData]] = {
    kind: type(f"{kind}Data", (MemberData,), {"net_name": f"{_R}{kind}Data", "__doc__": f"A {kind} of type data."})
    for kind in ("NoteProperty", "AliasProperty", "ScriptProperty", "ScriptMethod", "CodeProperty", "CodeMethod")
}


def shown_members(data: TypeData) -> Any:
    """The members of type data by name: a dictionary that scripts may change, read again by `members_in`."""
    if data.shown is None:
        from relayshell.commands.parametermembers import dictionary

        data.shown = dictionary(_R + "TypeMemberData")
        for member in data.members.values():
            data.shown.put(member.name, _CLASSES.get(member.member_type, MemberData)(member))
    return data.shown


def members_in(data: TypeData) -> dict[str, Member]:
    """The members that type data has now, by folded name."""
    return data.members_now()


def _block(value: Any) -> Any:
    from relayshell.objects.convert import convert

    return None if value is None else convert(value, get_type("System.Management.Automation.ScriptBlock"))


def _declare(kind: str, make: Any, constructors: tuple[str, ...], get: dict[str, Any]) -> None:
    own = _CLASSES[kind]
    declare(
        f"{_R}{kind}Data", own, base=_R + "TypeMemberData", new=lambda *args: own(make(*args)),
        get={"Name": lambda each: each.member.name, "IsHidden": lambda each: each.member.hidden, **get},
        set={"IsHidden": lambda each, value: setattr(each.member, "hidden", bool(value))},
        signatures=(*constructors, "string Name {get;}", "bool IsHidden {get;set;}", *(f"System.Object {name} {{get;}}" for name in get)),
    )


declare(_R + "TypeMemberData", MemberData, get={"Name": lambda each: each.member.name}, signatures=("string Name {get;}",))
_declare("NoteProperty", NoteProperty, ("(string name, System.Object value)",), {"Value": lambda each: each.member.value})
_declare(
    "AliasProperty", lambda name, other, kind=None: AliasProperty(name, other, kind),
    ("(string name, string referencedMemberName)", "(string name, string referencedMemberName, type type)"),
    {"ReferencedMemberName": lambda each: each.member.referenced, "MemberType": lambda each: each.member.conversion},
)
_declare(
    "ScriptProperty", lambda name, getter, setter=None: ScriptProperty(name, _block(getter), _block(setter)),
    ("(string name, scriptblock getScriptBlock)", "(string name, scriptblock getScriptBlock, scriptblock setScriptBlock)"),
    {"GetScriptBlock": lambda each: each.member.getter, "SetScriptBlock": lambda each: each.member.setter},
)
_declare(
    "ScriptMethod", lambda name, block: ScriptMethod(name, _block(block)), ("(string name, scriptblock script)",),
    {"Script": lambda each: each.member.script},
)
for _name in ("CodeProperty", "CodeMethod"):
    declare(f"{_R}{_name}Data", _CLASSES[_name], base=_R + "TypeMemberData", signatures=("string Name {get;}",))
