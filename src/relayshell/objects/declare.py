"""Declaring a .NET type to scripts: which Python class holds its values and what its members do.

Nothing of a Python object is reachable from a script unless a declaration names it. Signatures come
from the facts where the type is there, and from the declaration where it is not. Which overload a call
means is chosen in objects.overloads; an implementation gets arguments already converted to it.

    declare("System.Text.StringBuilder", StringBuilder,
        new={"()": ..., "(string value)": ...} or one function for all constructors,
        get={"Length": fn(self)}, set={"Length": fn(self, value)},
        methods={"Append": fn(self, *args), "Insert(int index, string value)": fn for that overload alone},
        statics={"Join": fn(*args)}, static_get={"Empty": fn()}, static_set={"Name": fn(value)},
        index=fn(self, key), set_index=fn(self, key, value),
        enumerate=fn(self) -> iterator, parse=fn(text), convert_from={"System.String": fn(value)},
        to_text=fn(self))

Of a generic type (List`1) constructors and statics get the closed NetType as first argument, and each
value says its own type as `.net_type`.
"""

from __future__ import annotations

from typing import Any, Callable

from .nettype import NetType, define_type, find_type

Function = Callable[..., Any]


class Declaration:
    """What was declared for one type; all names of members folded."""

    __slots__ = (
        "full_name", "python_class", "new", "get", "set", "methods", "statics", "static_get", "static_set",
        "index", "set_index", "enumerate", "parse", "convert_from", "to_text", "signatures", "generic", "names",
    )

    def __init__(self, full_name: str, python_class: type | None, parts: dict[str, Any]) -> None:
        self.full_name = full_name
        self.python_class = python_class
        self.generic = "`" in full_name
        self.new = parts["new"]
        for name in ("get", "set", "methods", "statics", "static_get", "static_set"):
            setattr(self, name, {_fold(key): fn for key, fn in (parts[name] or {}).items()})
        self.names = {
            _fold(key).partition("(")[0]: key.partition("(")[0]
            for part in ("get", "methods", "statics", "static_get") for key in parts[part] or ()
        }
        self.index = parts["index"]
        self.set_index = parts["set_index"]
        self.enumerate = parts["enumerate"]
        self.parse = parts["parse"]
        self.convert_from = parts["convert_from"] or {}
        self.to_text = parts["to_text"]
        self.signatures = tuple(parts["signatures"])


def _fold(key: str) -> str:
    """A member's name folded; an overload's key keeps its parameters as written."""
    name, paren, rest = key.partition("(")
    return name.lower() + paren + rest


DECLARED: dict[str, Declaration] = {}
CLASS_TYPES: dict[type, Any] = {}
"""NetType, or a function of the value that gives it, by exact Python class."""


def _own_type(value: Any) -> NetType:
    return value.net_type  # type: ignore[no-any-return]


def declare(
    full_name: str,
    python_class: type | None = None,
    *,
    new: Function | dict[str, Function] | None = None,
    get: dict[str, Function] | None = None,
    set: dict[str, Function] | None = None,
    methods: dict[str, Function] | None = None,
    statics: dict[str, Function] | None = None,
    static_get: dict[str, Function] | None = None,
    static_set: dict[str, Function] | None = None,
    index: Function | None = None,
    set_index: Function | None = None,
    enumerate: Function | None = None,
    parse: Function | None = None,
    convert_from: dict[str, Function] | None = None,
    to_text: Function | None = None,
    signatures: tuple[str, ...] | list[str] = (),
    base: str = "System.Object",
    interfaces: tuple[str, ...] = (),
    kind: str = "class",
    dynamic: bool = False,
) -> NetType:
    """Declares a type; the module docstring tells what each part is.

    signatures adds members that the facts lack, as texts: "(string a)" for a constructor,
    "int Count {get;}", "void Add(string x)". base, interfaces and kind matter for types the facts lack.
    dynamic says that each value of the class tells its own type as `.net_type`.
    """
    parts = dict(
        new=new, get=get, set=set, methods=methods, statics=statics, static_get=static_get, static_set=static_set,
        index=index, set_index=set_index, enumerate=enumerate, parse=parse, convert_from=convert_from,
        to_text=to_text, signatures=signatures,
    )
    declaration = Declaration(full_name, python_class, parts)
    DECLARED[full_name] = declaration
    found = find_type(full_name)
    if found is None:
        found = define_type(full_name, kind, base, interfaces)
    if python_class is not None and python_class not in CLASS_TYPES:
        CLASS_TYPES[python_class] = _own_type if declaration.generic or dynamic else found
    for key in [k for k in found.cache if k == "members" or k.__class__ is tuple and k[0] == "part"]:
        del found.cache[key]
    return found


def declaration_of(net_type: NetType) -> Declaration | None:
    """The declaration of a type, its module imported now if need be; None when there is none."""
    name = (net_type.generic_definition or net_type).text
    found = DECLARED.get(name)
    if found is None and net_type.script_class is None:
        from .typehomes import load_home

        if load_home(name):
            found = DECLARED.get(name)
        elif name.endswith("Exception") and find_type("System.Exception") in net_type.ancestors:
            from .exceptiontypes import declare_exception

            declare_exception(net_type)
            found = DECLARED.get(name)
    return found


def declared_part(net_type: NetType, part: str) -> Any:
    """`enumerate`, `to_text` ... of the nearest declaration that has it: the type, its bases, then its interfaces."""
    key = ("part", part)
    found = net_type.cache.get(key, False)
    if found is not False:
        return found
    found = None
    step: NetType | None = net_type
    while step is not None and found is None:
        declaration = declaration_of(step)
        found = getattr(declaration, part) if declaration is not None else None
        step = step.base
    if found is None:
        for ancestor in net_type.ancestors:
            if ancestor.kind == "interface":
                declaration = declaration_of(ancestor)
                found = getattr(declaration, part) if declaration is not None else None
                if found is not None:
                    break
    net_type.cache[key] = found
    return found
