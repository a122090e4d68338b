"""What the object cmdlets give: groups, measures, member definitions, lines of history; declared to scripts here."""

from __future__ import annotations

from typing import Any

from relayshell.objects.collections import enumerate_value
from relayshell.objects.declare import declare
from relayshell.objects.text import flat_text, to_text

_COMMANDS = "Microsoft.PowerShell.Commands."


class GroupInfo:
    """Objects that share values. `keys` are the values as they were compared."""

    def __init__(self, values: list[Any]) -> None:
        self.values = values
        self.keys: list[Any] = values
        self.name = ", ".join(_shown(value) for value in values)
        self.count = 0
        self.group: list[Any] = []

    def add(self, value: Any, keep: bool) -> None:
        """Count an object, and keep it."""
        self.count += 1
        if keep:
            self.group.append(value)

    def fill(self, values: list[Any], keep: bool) -> None:
        """Count objects, and keep them; of a group that has none yet."""
        self.count = len(values)
        if keep:
            self.group = values


class GroupInfoNoElement(GroupInfo):
    """A group that keeps no objects."""


def _shown(value: Any) -> str:
    if value is None:
        return ""
    elements = enumerate_value(value)
    if elements is not None:
        return "{" + ", ".join(flat_text(each) for each in elements) + "}"
    return to_text(value)


def group_collection(values: list[Any]) -> Any:
    """Objects as a Collection[psobject], as a group's members are held."""
    from relayshell.objects.dotnet.lists import NetList
    from relayshell.objects.typenames import resolve_type

    return NetList(resolve_type("System.Collections.ObjectModel.Collection[psobject]"), list(values))


def _group_of(group: GroupInfo) -> Any:
    if not hasattr(group, "collection"):
        group.collection = group_collection(group.group)  # type: ignore[attr-defined]
    return group.collection  # type: ignore[attr-defined]


def _values_of(group: GroupInfo) -> Any:
    from relayshell.objects.members import call_method, new_object
    from relayshell.objects.nettype import get_type

    made = new_object(get_type("System.Collections.ArrayList"), [])
    for value in group.values:
        call_method(made, "Add", [value])
    return made


_GROUP_GETTERS = {
    "Values": _values_of,
    "Count": lambda group: group.count,
    "Group": _group_of,
    "Name": lambda group: group.name,
}
declare(_COMMANDS + "GroupInfo", GroupInfo, get=_GROUP_GETTERS)
declare(
    _COMMANDS + "GroupInfoNoElement", GroupInfoNoElement, get=_GROUP_GETTERS, base=_COMMANDS + "GroupInfo",
    signatures=(
        "System.Collections.ArrayList Values {get;}", "int Count {get;}",
        "System.Collections.ObjectModel.Collection[psobject] Group {get;}", "string Name {get;}",
    ),
)


class MeasureInfo:
    """What Measure-Object found out of one property, or of the objects themselves when `property` is None."""

    def __init__(self, property: str | None, **facts: Any) -> None:
        self.facts: dict[str, Any] = {**facts, "Property": property}


class GenericMeasureInfo(MeasureInfo):
    """Of numbers."""


class GenericObjectMeasureInfo(MeasureInfo):
    """Of what can be compared but is no number."""


class TextMeasureInfo(MeasureInfo):
    """Of texts."""


def _fact(name: str) -> Any:
    def get(info: MeasureInfo) -> Any:
        return info.facts.get(name)

    return get


def _set_fact(name: str) -> Any:
    def put(info: MeasureInfo, value: Any) -> None:
        info.facts[name] = value

    return put


_NUMBERS = ("Count", "Average", "Sum", "Maximum", "Minimum", "StandardDeviation", "Property")
_TEXTS = ("Lines", "Words", "Characters", "Property")
for _name, _class, _parts in (
    ("GenericMeasureInfo", GenericMeasureInfo, _NUMBERS),
    ("GenericObjectMeasureInfo", GenericObjectMeasureInfo, _NUMBERS),
    ("TextMeasureInfo", TextMeasureInfo, _TEXTS),
):
    declare(
        _COMMANDS + _name, _class, get={part: _fact(part) for part in _parts}, set={part: _set_fact(part) for part in _parts},
        base=_COMMANDS + "MeasureInfo" if _name != "GenericObjectMeasureInfo" else "System.Object",
        signatures=(
            "int Count {get;set;}", "System.Nullable[double] Average {get;set;}", "System.Nullable[double] Sum {get;set;}",
            "System.Object Maximum {get;set;}", "System.Object Minimum {get;set;}",
            "System.Nullable[double] StandardDeviation {get;set;}", "string Property {get;set;}",
        ) if _name == "GenericObjectMeasureInfo" else (),
    )


class MemberDefinition:
    """A member as Get-Member tells it."""

    def __init__(self, type_name: str, name: str, member_type: Any, definition: str) -> None:
        self.type_name = type_name
        self.name = name
        self.member_type = member_type
        self.definition = definition


declare(
    _COMMANDS + "MemberDefinition", MemberDefinition,
    get={
        "TypeName": lambda member: member.type_name,
        "Name": lambda member: member.name,
        "MemberType": lambda member: member.member_type,
        "Definition": lambda member: member.definition,
    },
    to_text=lambda member: member.definition,
)
