"""Where views meet objects: reading properties, their names, and the texts of values.

Properties come from the declared members of objects.members alone; custom objects take a short way
to the same answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from relayshell.objects.hashtable import Hashtable, OrderedDictionary
from relayshell.objects.psobject import Member, PSCustomObject, PSObject, unwrap
from relayshell.objects.text import to_text
from relayshell.objects.typedata import table, type_members, type_names_tuple
from relayshell.objects.typeof import type_of

DISPLAY_PATTERNS = ("name", "id", "key", "*key", "*name", "*id")
"""What best names an object, in order."""


def is_member(value: Any) -> bool:
    """Whether what a property bag holds is more than a plain value."""
    return isinstance(value, Member)


def _simple(value: Any) -> bool:
    """Whether a value's properties are just those in its bag: a custom object to whose types nothing was added."""
    return value.__class__ is PSCustomObject and type_members(value) is None


def property_names(value: Any) -> list[str]:
    """The names of all visible properties, in PowerShell's order."""
    if _simple(value):
        return [name for name, held in value.props.items() if not is_member(held) or (held.is_property and not held.hidden)]
    from relayshell.objects.members import properties_of

    return [member.name for member in properties_of(value) if not getattr(member, "hidden", False)]


def shown_names(value: Any) -> list[str]:
    """The same names as a view without a choice of properties has them: what type data adds comes last."""
    if _simple(value):
        return property_names(value)
    from relayshell.objects.memberinfo import from_type_data
    from relayshell.objects.members import properties_of

    own, added = [], []
    for member in properties_of(value):
        if not getattr(member, "hidden", False):
            (added if from_type_data(member) else own).append(member.name)
    return own + added


def matching_names(value: Any, pattern: str) -> list[str]:
    """The names of properties that a wildcard pattern matches; property sets spread out, each name once."""
    from relayshell.objects.wildcard import compile_wildcard

    matches = compile_wildcard(pattern, True)
    wanted = _keyed(value)
    if wanted is not None:
        return [name for name in wanted if matches(name)]
    return [name for name in property_names(value) if matches(name)]


def named(value: Any, name: str) -> list[str]:
    """The property of a name as it is spelt, the names of a property set, or nothing."""
    if _simple(value):
        key = value.find(name)
        if key is not None and not is_member(value.props[key]):
            return [key]
    keys = _keyed(value)
    if keys is not None:
        return [key for key in keys if key.lower() == name.lower()] or _declared(value, name)
    return _declared(value, name)


def _declared(value: Any, name: str) -> list[str]:
    if value.__class__ is PSObject:
        key = value.find(name)
        if key is not None and not is_member(value.props[key]):
            return [key]
    folded = name.lower()
    for known in property_names(value):
        if known.lower() == folded:
            return [known]
    from relayshell.objects.members import property_value

    listed = _property_set(value, folded)
    if listed:
        return [each for one in listed for each in named(value, one)]
    return [name] if property_value(value, name) is not None else []


def _property_set(value: Any, folded: str) -> list[str]:
    """The names in a property set of the object or its types."""
    from relayshell.objects.psobject import PropertySet

    known = type_members(value) or {}
    held = known.get(folded)
    if held is None and value.__class__ in (PSCustomObject, PSObject):
        key = value.find(folded)
        held = value.props.get(key) if key is not None else None
    return list(held.names) if isinstance(held, PropertySet) else []


def _keyed(value: Any) -> list[str] | None:
    """The keys of a hashtable, which properties can be asked for by; None for other values."""
    base = unwrap(value)
    if isinstance(base, Hashtable) and not isinstance(base, OrderedDictionary):
        return [key for key in base.keys() if isinstance(key, str)]
    return None


def read(value: Any, name: str, missing: Any) -> Any:
    """The value of a property by name in any case, or missing."""
    if _simple(value):
        key = value.find(name)
        if key is None:
            return missing
        held = value.props[key]
        if not is_member(held):
            return held
    base = unwrap(value)
    if isinstance(base, Hashtable) and name in base:
        return base[name]
    if hides_keys(base) and name.lower() not in map(str.lower, property_names(value)):
        return missing
    from relayshell.objects.members import property_value

    found = property_value(value, name)
    return missing if found is None else found[0]


def hides_keys(base: Any) -> bool:
    """Whether a value is a dictionary whose keys are no properties to columns and Select-Object: any but a Hashtable."""
    return base is not None and not isinstance(base, (Hashtable, str, int, float, Member, PSCustomObject)) and is_dictionary(base)


def is_dictionary(base: Any) -> bool:
    """Whether a value's type is an IDictionary."""
    net_type = type_of(base)
    known = net_type.cache.get("is dictionary")
    if known is None:
        known = net_type.cache["is dictionary"] = any(t.text == "System.Collections.IDictionary" for t in net_type.ancestors)
    return bool(known)


def _standard_member(value: Any, name: str) -> Any:
    """A standard member that the object itself carries in a member set PSStandardMembers, or None."""
    props = value.props if value.__class__ in (PSCustomObject, PSObject) else None
    held = props.get("PSStandardMembers") if props else None
    for member in getattr(held, "members", ()):
        if member.name.lower() == name.lower():
            return member
    return None


def default_display_names(value: Any) -> list[str]:
    """The default display properties of the object itself or of its types; nothing when there are none."""
    own = _standard_member(value, "DefaultDisplayPropertySet")
    if own is not None:
        return list(own.names)
    names = type_names_tuple(value)
    found = table().standard(names, "DefaultDisplayPropertySet")
    if found is None and any(name.startswith("Deserialized.") for name in names):
        found = table().standard([name.removeprefix("Deserialized.") for name in names], "DefaultDisplayPropertySet")
    return list(found) if found else []


def display_property(value: Any) -> str | None:
    """The name of the property that best names an object, or None."""
    own = _standard_member(value, "DefaultDisplayProperty")
    name = getattr(own, "value", None)
    if name is None:
        name = table().standard(type_names_tuple(value), "DefaultDisplayProperty")
    if name is not None and named(value, name):
        return str(name)
    names = property_names(value)
    for pattern in DISPLAY_PATTERNS:
        for name in names:
            folded = name.lower()
            if folded == pattern or (pattern[0] == "*" and folded.endswith(pattern[1:]) and folded != "runspaceid"):
                return name
    return None


def display_name(value: Any) -> Any:
    """The value that best names an object, or None."""
    name = display_property(value)
    return None if name is None else read(value, name, None)


_INHERITED_TEXT = frozenset((
    "System.Text.RegularExpressions.Match", "System.Text.RegularExpressions.Group", "System.IO.FileInfo", "System.IO.DirectoryInfo",
))
"""Types whose ToString is that of the type they extend: .NET's, for those that have a name to be shown by."""


def has_own_text(value: Any) -> bool:
    """Whether an object's very type says how it reads; others are shown by what names them."""
    from relayshell.objects.declare import declaration_of

    base = unwrap(value)
    if value.__class__ is PSObject:
        return True
    net_type = type_of(base)
    if net_type.is_value_type or net_type.is_array:
        return True
    if net_type.text in _INHERITED_TEXT:
        return False
    declaration = declaration_of(net_type)
    return declaration is not None and declaration.to_text is not None


def current_text(value: Any) -> str:
    """ToString() in the current culture; the one that type data adds comes first."""
    if value.__class__ is PSObject and value.base.__class__ is str and value.type_names is None:
        added = (table().members(TEXT_NAMES) or _NO_MEMBERS).get("tostring")
    else:
        added = (type_members(value) or _NO_MEMBERS).get("tostring")
    if added is not None:
        return _added_text(added, value)
    return to_text(value, invariant=False)


_NO_MEMBERS: dict[str, Any] = {}
TEXT_NAMES = ("System.String", "System.Object")


def _added_text(member: Any, value: Any) -> str:
    """What a ToString of type data gives."""
    from relayshell.objects.invoke import call_for_value
    from relayshell.objects.psobject import CodeMethod, ScriptMethod

    if isinstance(member, CodeMethod):
        return str(member.function(unwrap(value)))
    if isinstance(member, ScriptMethod):
        return to_text(call_for_value(member.script, (), this=value), invariant=False)
    return to_text(value, invariant=False)


def format_with(value: Any, format: str) -> str:
    """ToString(format) in the current culture; the plain text of what takes no format."""
    from relayshell.objects.dotnet.valueformat import format_value

    return format_value(unwrap(value), format)  # type: ignore[no-any-return]


def block_text(block: Any) -> str:
    """The text of a script block, without its braces."""
    return current_text(block)


def dictionary_entries(value: Any) -> Iterator[Any] | None:
    """What a dictionary other than a Hashtable holds, entry by entry; None for what is no dictionary."""
    from relayshell.objects.collections import enumerator_of

    return enumerator_of(value) if is_dictionary(value) else None
