"""NetType: a .NET type as scripts see it, and finding one by full name.

There is one NetType for each type, so identity is equality. This module knows the tree of types
(bases, interfaces, arrays, closed generics, enums) and nothing of values or conversion. Names with
short forms and usings are objects.typenames' affair.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, Callable, Iterable

from . import facts
from .signatures import split_arguments

_PRIVATE = ", System.Private.CoreLib, Version=10.0.0.0, Culture=neutral, PublicKeyToken=7cec85d7bea7798e"


class NetType:
    """A type. Made by find_type, array_of, close_generic or define_type, never twice for one type.

    full_name           as Type.FullName has it, closed generics with their assemblies
    text                as Type.ToString() has it
    kind                class, struct, enum, interface or delegate
    element_type, rank  of an array; rank 0 otherwise
    generic_definition, generic_arguments   of a closed generic
    script_class        what the runtime keeps for a class defined in a script, or None
    """

    __slots__ = (
        "text", "kind", "element_type", "rank", "generic_definition", "generic_arguments", "script_class",
        "underlying", "is_flags", "attributes", "is_abstract", "_base", "_interfaces", "_values", "_value_names", "_shown", "_full_name",
        "_ancestors", "cache", "__weakref__",
    )

    def __init__(self, text: str, kind: str = "class", base: Any = None, interfaces: Any = ()) -> None:
        self.text = text
        self.kind = kind
        self.element_type: NetType | None = None
        self.rank = 0
        self.generic_definition: NetType | None = None
        self.generic_arguments: tuple[NetType, ...] = ()
        self.script_class: Any = None
        self.underlying = ""
        self.is_flags = False
        self.is_abstract = False
        self.attributes: list[Any] = []
        self._base = base
        self._interfaces = interfaces
        self._values: dict[str, int] | None = None
        self._value_names: dict[int, str] | None = None
        self._shown: str | None = None
        self._full_name: str | None = None
        self._ancestors: frozenset[NetType] | None = None
        self.cache: dict[Any, Any] = {}

    def __repr__(self) -> str:
        return f"[{self.shown}]"

    @property
    def full_name(self) -> str:
        """Type.FullName."""
        if self._full_name is None:
            self._full_name = self._make_full_name()
        return self._full_name

    def _make_full_name(self) -> str:
        if self.element_type is not None:
            return self.element_type.full_name + self.text[len(self.element_type.text):]
        if self.generic_definition is not None:
            inner = ",".join(f"[{a.assembly_qualified_name}]" for a in self.generic_arguments)
            return f"{self.generic_definition.text}[{inner}]"
        return self.text

    @property
    def assembly_qualified_name(self) -> str:
        """The full name and the assembly."""
        return self.full_name + ", " + self.assembly

    @property
    def assembly(self) -> str:
        """The display name of the assembly that the type would come from."""
        head = self.text
        if head.startswith(("System.Management.Automation.", "Microsoft.PowerShell.")) and self.script_class is None:
            return "System.Management.Automation, Version=7.6.0.500, Culture=neutral, PublicKeyToken=31bf3856ad364e35"
        if self.script_class is not None:
            return "PowerShell Class Assembly, Version=1.0.0.0, Culture=neutral, PublicKeyToken=null"
        return _PRIVATE[2:]

    @property
    def name(self) -> str:
        """Type.Name: without namespace and outer class; generics as List`1."""
        if self.element_type is not None:
            return self.element_type.name + self.text[len(self.element_type.text):]
        text = (self.generic_definition or self).text
        return text.rpartition("+")[2].rpartition(".")[2] if "+" in text else text.rpartition(".")[2]

    @property
    def namespace(self) -> str | None:
        """The namespace, None where there is none."""
        if self.element_type is not None:
            return self.element_type.namespace
        text = (self.generic_definition or self).text.partition("+")[0]
        return text.rpartition(".")[0] or None

    @property
    def shown(self) -> str:
        """As PowerShell's messages and Get-Member write it: int, System.Object, System.Collections.Generic.List[int]."""
        if self._shown is None:
            if self.element_type is not None:
                self._shown = self.element_type.shown + self.text[len(self.element_type.text):]
            elif self.generic_definition is not None:
                name = self.generic_definition.text
                name = name.partition("`")[0] if "+" not in name else name
                self._shown = name + "[" + ",".join(a.shown for a in self.generic_arguments) + "]"
            else:
                self._shown = facts.accelerator_of(self.text) or self.text
        return self._shown

    @property
    def is_array(self) -> bool:
        """Whether this is the type of an array."""
        return self.element_type is not None

    @property
    def is_enum(self) -> bool:
        """Whether this is an enum."""
        return self.kind == "enum"

    @property
    def is_interface(self) -> bool:
        """Whether this is an interface."""
        return self.kind == "interface"

    @property
    def is_value_type(self) -> bool:
        """Whether null is not among the values."""
        return self.kind in ("struct", "enum")

    @property
    def is_generic_definition(self) -> bool:
        """Whether this is an open generic such as List`1."""
        return "`" in self.text and self.generic_definition is None and self.element_type is None

    @property
    def is_nullable(self) -> bool:
        """Whether this is Nullable of something."""
        return self.generic_definition is not None and self.generic_definition.text == "System.Nullable`1"

    @property
    def base(self) -> "NetType | None":
        """The base type; None for Object and for interfaces."""
        if type(self._base) is str:
            self._base = resolve_text(self._base, self) if self._base else None
        return self._base

    @property
    def interfaces(self) -> tuple["NetType", ...]:
        """All interfaces, inherited ones among them."""
        if type(self._interfaces) is not tuple or any(type(i) is str for i in self._interfaces):
            found = [(resolve_text(i, self) or _open_form(i)) if type(i) is str else i for i in self._interfaces]
            resolved = tuple(i for i in found if i is not None)
            if "`" in self.text and self.generic_definition is None:
                # Of an open type the texts are kept: its closed forms read them with their own arguments.
                return resolved
            self._interfaces = resolved
        return self._interfaces

    @property
    def enum_values(self) -> dict[str, int]:
        """The names of an enum with their numbers, in the order of declaration."""
        if self._values is None:
            self._values = dict(facts.members(self.text).values)
        return self._values

    @property
    def enum_names(self) -> dict[int, str]:
        """The first name of each number, as ToString uses it."""
        if self._value_names is None:
            self._value_names = {}
            for name, value in self.enum_values.items():
                self._value_names.setdefault(value, name)
        return self._value_names

    @property
    def ancestors(self) -> frozenset["NetType"]:
        """The type, its bases and all interfaces."""
        if self._ancestors is None:
            found = {self}
            found.update(self.interfaces)
            for interface in self.interfaces:
                found.update(interface.ancestors)
            if self.base is not None:
                found |= self.base.ancestors
            if self.kind == "interface":
                found.add(find_type("System.Object"))
            self._ancestors = frozenset(found)
        return self._ancestors

    def is_assignable_from(self, other: "NetType") -> bool:
        """Whether a value of the other type is one of this type."""
        if self is other or self in other.ancestors:
            return True
        if self.element_type is not None and other.element_type is not None and self.rank == other.rank:
            mine, theirs = self.element_type, other.element_type
            return not theirs.is_value_type and mine.is_assignable_from(theirs)
        if self.is_nullable:
            return self.generic_arguments[0] is other
        if self.kind == "interface" and self.generic_definition is not None:
            # IEnumerable[object] takes IEnumerable[string]: the read-only interfaces are covariant.
            if self.generic_definition.text in _COVARIANT:
                for candidate in other.ancestors:
                    if candidate.generic_definition is self.generic_definition:
                        mine, theirs = self.generic_arguments[0], candidate.generic_arguments[0]
                        if not theirs.is_value_type and mine.is_assignable_from(theirs):
                            return True
        return False

    def is_subclass_of(self, other: "NetType") -> bool:
        """Whether the other type is among the bases, the type itself left out."""
        step = self.base
        while step is not None:
            if step is other:
                return True
            step = step.base
        return False


_COVARIANT = {
    "System.Collections.Generic.IEnumerable`1", "System.Collections.Generic.IReadOnlyList`1",
    "System.Collections.Generic.IReadOnlyCollection`1", "System.Collections.Generic.IEnumerator`1",
}

_types: dict[str, NetType] = {}
_folded: dict[str, NetType] = {}
_more_types: list[Callable[[str], NetType | None]] = [lambda name: import_module(".cmdletenums", __package__).find(name), lambda name: _at_home(name)]


def _at_home(name: str) -> NetType | None:
    """A type that the facts lack and a module declares."""
    from . import typehomes

    known = typehomes.full_name(name)
    return _types.get(known) if known is not None and typehomes.load_home(known) else None


def define_type(
    text: str,
    kind: str = "class",
    base: Any = "System.Object",
    interfaces: Iterable[Any] = (),
    *,
    values: dict[str, int] | None = None,
    underlying: str = "int",
    flags: bool = False,
    register: bool = True,
) -> NetType:
    """Makes a type that the facts do not have. A script's own classes are made with register=False.

    base and interfaces may be NetTypes or full names. values are those of an enum.
    """
    made = NetType(text, kind, base if kind != "interface" else None, tuple(interfaces))
    if kind == "enum":
        made._values = dict(values or {})
        made.underlying = underlying
        made.is_flags = flags
    if register:
        _keep(made)
    return made


def _keep(made: NetType) -> NetType:
    _types[made.text] = made
    _folded[made.text.lower()] = made
    return made


def find_type(name: str) -> NetType | None:
    """The type of a full name, in any case; generics open (List`1). None when there is none."""
    found = _types.get(name) or _folded.get(name.lower())
    if found is not None:
        return found
    row = facts.row(name)
    if row is None:
        for more in _more_types:
            found = more(name)
            if found is not None:
                return found
        return None
    found = _types.get(row.name)
    if found is not None:
        return found
    made = NetType(row.name, row.kind, row.base, row.interfaces)
    made.underlying = row.underlying
    made.is_flags = row.flags
    return _keep(made)


def get_type(name: str) -> NetType:
    """find_type for a name that this program wrote: raises KeyError when it is not there."""
    found = find_type(name)
    if found is None:
        raise KeyError(name)
    return found


def more_types(finder: Callable[[str], NetType | None]) -> None:
    """Adds a place to look for types of which the facts know nothing."""
    _more_types.append(finder)


def array_of(element: NetType, rank: int = 1) -> NetType:
    """The type of arrays of an element type."""
    key = ("array", rank)
    found = element.cache.get(key)
    if found is None:
        text = element.text + "[" + "," * (rank - 1) + "]"
        interfaces: list[Any] = [
            "System.Collections.ICollection", "System.Collections.IEnumerable", "System.Collections.IList",
            "System.Collections.IStructuralComparable", "System.Collections.IStructuralEquatable", "System.ICloneable",
        ]
        found = NetType(text, "class", "System.Array", ())
        found.element_type = element
        found.rank = rank
        if rank == 1:
            for name in ("IEnumerable`1", "ICollection`1", "IList`1", "IReadOnlyList`1", "IReadOnlyCollection`1"):
                definition = get_type("System.Collections.Generic." + name)
                interfaces.append(close_generic(definition, (element,)))
        found._interfaces = tuple(interfaces)
        element.cache[key] = found
        if element.script_class is None:
            _keep(found)
    return found


def close_generic(definition: NetType, arguments: tuple[NetType, ...]) -> NetType:
    """The closed form of a generic type, such as List`1 of int."""
    key = ("closed", arguments)
    found = definition.cache.get(key)
    if found is None:
        text = definition.text + "[" + ",".join(a.text for a in arguments) + "]"
        found = NetType(text, definition.kind, definition._base, definition._interfaces)
        found.generic_definition = definition
        found.generic_arguments = arguments
        definition.cache[key] = found
    return found


def _open_form(text: str) -> NetType | None:
    """The open generic that a text with type parameters means, such as ICollection[T]."""
    name, bracket, inside = text.partition("[")
    return find_type(f"{name}`{len(split_arguments(inside.rstrip(']')))}") if bracket else None


_PARAMETERS = {
    1: ("T",), 2: ("TKey", "TValue"),
}


def parameter_names(definition: NetType) -> tuple[str, ...]:
    """The names of a generic's parameters, as its signatures write them."""
    text = definition.text
    count = int(text.rpartition("`")[2].partition("+")[0].partition("[")[0] or 0)
    short = text.partition("`")[0]
    if short in ("System.Tuple", "System.ValueTuple"):
        return tuple(f"T{i + 1}" for i in range(count))
    if short in ("System.Action", "System.Func"):
        inputs = count - 1 if short.endswith("Func") else count
        names = ("T",) if inputs == 1 else tuple(f"T{i + 1}" for i in range(inputs))
        return (*names, "TResult") if short.endswith("Func") else names
    if short == "System.Converter":
        return ("TInput", "TOutput")
    return _PARAMETERS.get(count) or tuple(f"T{i + 1}" for i in range(count))


def resolve_text(text: str, owner: NetType | None = None) -> NetType | None:
    """A type as signatures write it (short names, generics, arrays, the owner's own parameters)."""
    text = text.strip().rstrip("&")
    if text.endswith("[]"):
        element = resolve_text(text[:-2], owner)
        return array_of(element) if element is not None else None
    if owner is not None and owner.generic_definition is not None:
        names = parameter_names(owner.generic_definition)
        if text in names:
            return owner.generic_arguments[names.index(text)]
    if text.endswith("]") and "[" in text:
        head, _, inside = text[:-1].partition("[")
        if not inside.strip(","):
            element = resolve_text(head, owner)
            return array_of(element, len(inside) + 1) if element is not None else None
        pieces = split_arguments(inside)
        if "`" not in head:
            head = f"{head}`{len(pieces)}"
        definition = find_type(head)
        arguments = [resolve_text(piece, owner) for piece in pieces]
        if definition is None or any(a is None for a in arguments):
            return None
        return close_generic(definition, tuple(arguments))  # type: ignore[arg-type]
    full = facts.accelerators().get(text.lower())
    return find_type(full or text)
