"""What -Property takes: names, patterns, script blocks and hashtables such as @{ n = 'KB'; e = { $_.Size / 1kb } }.

Read once by Select-, Sort-, Group-, Measure- and Compare-Object; each says which keys a hashtable may have.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from relayshell.errors import ShellError
from relayshell.objects.declare import declare
from relayshell.objects.exceptions import NetException
from relayshell.objects.invoke import call_for_value, is_block
from relayshell.objects.hashtable import Hashtable
from relayshell.objects.members import property_value
from relayshell.objects.psobject import Member, PropertySet, PSCustomObject, PSObject, unwrap
from relayshell.objects.text import to_text
from relayshell.objects import typedata
from relayshell.objects.typedata import type_members
from relayshell.views.access import hides_keys

MISSING = object()
"""What reading gives for a property that the object does not have."""

_SYNONYMS = {"name": ("label",)}
_WILD = frozenset("*?[")


class Failed:
    """What reading gives when it raised: the error."""

    __slots__ = ("error",)

    def __init__(self, error: Any) -> None:
        self.error = error


class Calculated:
    """One property asked for.

    text   the property's name or pattern, or the text of the script block: its label where it has no other
    block  the script block, or None
    label  the name given to it, or None
    flags  the other entries of the hashtable (ascending, descending), as booleans
    """

    __slots__ = ("text", "block", "label", "flags", "is_pattern")

    def __init__(self, value: Any, label: str | None = None, flags: dict[str, bool] | None = None) -> None:
        self.block = value if is_block(value) else None
        self.text = to_text(value)
        self.label = label
        self.flags = flags or {}
        self.is_pattern = self.block is None and not _WILD.isdisjoint(self.text)

    def resolve(self, value: Any) -> list[Calculated]:
        """The properties that a pattern means with this object; itself for a name or a block."""
        if not self.is_pattern:
            if self.block is None:
                members = property_set(value, self.text)
                if members is not None:
                    return [Calculated(name, None, self.flags) for name in members]
            return [self]
        found = [Calculated(name, None, self.flags) for name in names_matching(value, self.text)]
        for each in found:
            each.is_pattern = False
        return found

    def read(self, value: Any) -> Any:
        """The value with this object, MISSING, or a Failed."""
        try:
            if self.block is not None:
                return call_for_value(self.block, (), underscore=value)
            return read_property(value, self.text)
        except (ShellError, NetException) as error:
            return Failed(error)


def read_property(value: Any, name: str) -> Any:
    """A property by name in any case, or MISSING."""
    if value.__class__ is PSCustomObject:
        held = value.props.get(name, MISSING)
        if held is not MISSING and not isinstance(held, Member):
            return held
    base = unwrap(value)
    if isinstance(base, Hashtable) and name in base:
        return base[name]
    if hides_keys(base) and name.lower() not in (known.lower() for known in property_names(value)):
        return MISSING
    found = property_value(value, name)
    if found is None or (found[0] is None and isinstance(base, Hashtable)):
        return MISSING
    return found[0]


def property_names(value: Any) -> Iterator[str]:
    """The names of an object's properties, in order; the keys of a hashtable."""
    if value.__class__ is PSCustomObject and value.type_names is None:
        for name, held in value.props.items():
            if not isinstance(held, Member) or (held.is_property and not held.hidden):
                yield name
        return
    from relayshell.objects.members import properties_of

    base = unwrap(value)
    if isinstance(base, Hashtable):
        yield from (key for key in base.keys() if isinstance(key, str))
        return
    for info in properties_of(value):
        yield info.name


def names_matching(value: Any, pattern: str) -> list[str]:
    """The names of the properties that a pattern matches."""
    if pattern == "*":
        return list(property_names(value))
    from relayshell.objects.wildcard import compile_wildcard

    matches = compile_wildcard(pattern, True)
    return [name for name in property_names(value) if matches(name)]


def property_set(value: Any, name: str) -> list[str] | None:
    """The names that a property set stands for; None when the name is not that of one."""
    if value.__class__ is PSCustomObject and value.type_names is None:
        held = value.props.get(name)
        if held is not None and not isinstance(held, Member):
            return None
    own = value.props if value.__class__ in (PSCustomObject, PSObject) else None
    if own:
        for key, held in own.items():
            if held.__class__ is PropertySet and key.lower() == name.lower():
                return list(held.names)
    if value.__class__ is PSCustomObject and value.type_names is None and name in value.props:
        return None
    members = type_members(value)
    found = members.get(name.lower()) if members else None
    return list(found.names) if isinstance(found, PropertySet) else None


def default_keys(values: list[Any]) -> list[Calculated]:
    """The properties that type data says objects are known by, when none were asked for: those of the first object."""
    table = typedata.table()
    if not values or not (names := table.standard(typedata.type_names_of(values[0]), "DefaultKeyPropertySet")):
        return []
    return [Calculated(name) for name in names]


def read_all(values: Any, keys: tuple[str, ...]) -> list[Calculated]:
    """All properties of a parameter. Raises ShellError for what is none."""
    return [read_one(value, keys) for value in values or ()]


def read_one(value: Any, keys: tuple[str, ...]) -> Calculated:
    """One property; `keys` are those that a hashtable may have, `expression` among them."""

    base = unwrap(value)
    if isinstance(base, Calculated):
        return base
    if not isinstance(base, Hashtable):
        if isinstance(base, str) or is_block(base):
            if base == "":
                raise bad_argument("ExpressionEmptyString1", "A property's name cannot be an empty text.")
            return Calculated(base)
        if base is None:
            raise bad_argument("ParameterNullValue", "A property cannot be null.")
        shown = _type_name(base)
        raise bad_argument(
            "DictionaryKeyUnknownType",
            f"Cannot convert {shown} to one of the following types {{System.String, System.Management.Automation.ScriptBlock}}.",
        )
    entries: dict[str, Any] = {}
    for key, entry in base.items():
        if not isinstance(key, str):
            raise bad_argument("DictionaryKeyNonString", "All keys of a calculated property must be of type System.String.")
        name = full_key(key, keys)
        if name in entries:
            raise bad_argument("DictionaryKeyDuplicate", f'The key "{key}" is given twice.')
        entries[name] = unwrap(entry)
    if "expression" not in entries:
        raise bad_argument("DictionaryKeyMandatoryEntry", "The hashtable lacks the key expression.")
    expression = entries.pop("expression")
    if not isinstance(expression, str) and not is_block(expression):
        raise bad_argument(
            "DictionaryKeyIllegalValue1",
            f'The key "expression" has a value of type {_type_name(expression)}; expected '
            "{System.String, System.Management.Automation.ScriptBlock}.",
        )
    if expression == "":
        raise bad_argument("ExpressionEmptyString2", 'The value of the key "expression" cannot be an empty text.')
    label = entries.pop("name", None)
    if label is not None and not isinstance(label, str):
        raise bad_argument("DictionaryKeyIllegalValue2", f'The key "name" has a value of type {_type_name(label)}; expected System.String.')
    if label == "":
        raise bad_argument("LabelEmptyString", 'The value of the key "name" cannot be an empty text.')
    from relayshell.objects.convert import to_bool

    return Calculated(expression, label, {name: to_bool(entry) for name, entry in entries.items()})


def full_key(key: str, keys: tuple[str, ...]) -> str:
    """The key that a shortened one means."""
    folded = key.lower()
    matches = [name for name in keys if folded and any(each.startswith(folded) for each in (name, *_SYNONYMS.get(name, ())))]
    if not matches:
        raise bad_argument("DictionaryKeyIllegal", f'The key "{key}" is not valid; valid ones are {", ".join(keys)}.')
    if len(matches) > 1 and folded not in matches:
        raise bad_argument("DictionaryKeyAmbiguous", f'The key "{key}" could be {" or ".join(matches)}.')
    return folded if folded in matches else matches[0]


def bad_argument(id: str, message: str) -> ShellError:
    """A terminating error about a property: the exception has .NET's own words, the details have ours."""
    from relayshell.objects.errorrecord import ErrorDetails

    words = "Specified method is not supported."
    exception = NetException("System.NotSupportedException", words)
    return ShellError(words, id, "InvalidArgument", exception=exception, details=ErrorDetails(message))


def _type_name(value: Any) -> str:
    if value is None:
        return "null"
    if is_block(value):
        return "System.Management.Automation.ScriptBlock"
    from relayshell.objects.typeof import type_of

    return type_of(value).full_name


def block_reader(session: Any, block: Any) -> Callable[[Any], Any]:
    """A fast reader of a script block's value for an object, in the block's own scope: MISSING never, Failed on an error."""
    value_of = session.inline_value(block)

    def read(value: Any) -> Any:
        try:
            return value_of(value)
        except (ShellError, NetException) as error:
            return Failed(error)

    return read


def reader(session: Any, wanted: Calculated) -> Callable[[Any], Any]:
    """A reader of a name's or a block's value."""
    if wanted.block is not None and session is not None:
        return block_reader(session, wanted.block)
    if wanted.block is not None:
        return wanted.read
    name = wanted.text

    def read(value: Any) -> Any:
        if value.__class__ is PSCustomObject:
            held = value.props.get(name, MISSING)
            if held is not MISSING and not isinstance(held, Member):
                return held
        try:
            return read_property(value, name)
        except (ShellError, NetException) as error:
            return Failed(error)

    return read


declare(
    "Microsoft.PowerShell.Commands.PSPropertyExpression",
    Calculated,
    new={"(string s)": Calculated, "(scriptblock scriptBlock)": Calculated},
    get={"Script": lambda each: each.block, "HasWildCardCharacters": lambda each: each.is_pattern},
    convert_from={"System.String": Calculated, "System.Management.Automation.ScriptBlock": Calculated},
    to_text=lambda each: each.text,
    signatures=("(string s)", "(scriptblock scriptBlock)", "scriptblock Script {get;}", "bool HasWildCardCharacters {get;}"),
)
