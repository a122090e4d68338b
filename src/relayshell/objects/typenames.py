"""Type names as scripts write them: short names, generics, arrays, namespaces in use.

    int   System.Int32   datetime[]   int[,]   System.Collections.Generic.Dictionary[string,int[]]   int?
"""

from __future__ import annotations

from typing import Any, Callable, Iterable

from . import facts
from .nettype import NetType, array_of, close_generic, find_type
from .signatures import split_arguments

ScriptTypes = Callable[[str], Any]

_cache: dict[tuple[str, tuple[str, ...]], NetType] = {}
_extra_accelerators: dict[str, NetType] = {}
_removed_accelerators: set[str] = set()


_running: Callable[[], ScriptTypes | None] | None = None


def look_in_running(finder: Callable[[], ScriptTypes | None]) -> None:
    """Sets how the classes of the script that runs now are found, for names that mean no other type."""
    global _running
    _running = finder


def add_accelerator(short: str, net_type: NetType) -> None:
    """Adds a short name, as a script may through TypeAccelerators."""
    _extra_accelerators[short.lower()] = net_type
    _removed_accelerators.discard(short.lower())
    _cache.clear()


def remove_accelerator(short: str) -> bool:
    """Takes a short name away; tells whether there is none of that name any more."""
    _extra_accelerators.pop(short.lower(), None)
    _removed_accelerators.add(short.lower())
    _cache.clear()
    return True


def is_removed(short: str) -> bool:
    """Whether a script took this short name away."""
    return short.lower() in _removed_accelerators


def added_accelerators() -> dict[str, NetType]:
    """The short names that scripts added, folded."""
    return dict(_extra_accelerators)


def resolve_type(text: str, usings: Iterable[str] = (), script_types: ScriptTypes | None = None) -> NetType | None:
    """The type of a name, or None.

    usings are namespaces of `using namespace`, in order; script_types finds classes that the script defined.
    """
    name = text.strip()
    if name.startswith("[") and name.endswith("]") and _closes_at_end(name):
        name = name[1:-1].strip()
    if script_types is None:
        key = (name.lower(), tuple(usings))
        found = _cache.get(key)
        if found is None:
            found = _resolve(name, key[1], None)
            if found is not None:
                _cache[key] = found
            elif _running is not None:
                script_types = _running()
                if script_types is not None:
                    return _resolve(name, key[1], script_types)
        return found
    return _resolve(name, tuple(usings), script_types)


def _closes_at_end(name: str) -> bool:
    depth = 0
    for position, char in enumerate(name):
        depth += (char == "[") - (char == "]")
        if depth == 0:
            return position == len(name) - 1
    return False


def _resolve(name: str, usings: tuple[str, ...], script_types: ScriptTypes | None) -> NetType | None:
    name = name.strip()
    if not name:
        return None
    if name.endswith("]"):
        start = _opening(name)
        if start <= 0:
            return None
        inside, head = name[start + 1:-1], name[:start]
        if not inside.strip(" ,"):
            element = _resolve(head, usings, script_types)
            return array_of(element, inside.count(",") + 1) if element is not None else None
        return _generic(head, inside, usings, script_types)
    if "," in name:
        # An assembly may follow the name; the name alone decides.
        return _resolve(name.partition(",")[0], usings, script_types)
    return _plain(name, usings, script_types)


def _opening(name: str) -> int:
    depth = 0
    for position in range(len(name) - 1, -1, -1):
        depth += (name[position] == "]") - (name[position] == "[")
        if depth == 0:
            return position
    return -1


def _generic(head: str, inside: str, usings: tuple[str, ...], script_types: ScriptTypes | None) -> NetType | None:
    pieces = split_arguments(inside)
    arguments: list[NetType] = []
    for piece in pieces:
        if piece.startswith("[") and piece.endswith("]"):
            piece = piece[1:-1].partition(",")[0] if "[" not in piece[1:-1] else piece[1:-1]
        found = _resolve(piece, usings, script_types)
        if found is None:
            return None
        arguments.append(found)
    head = head.strip()
    for candidate in ([head] if "`" in head else [f"{head}`{len(arguments)}", head]):
        definition = _plain(candidate, usings, script_types)
        if definition is not None and definition.is_generic_definition:
            return close_generic(definition, tuple(arguments))
    if head.lower() == "nullable" and len(arguments) == 1:
        definition = find_type("System.Nullable`1")
        return close_generic(definition, tuple(arguments)) if definition is not None else None
    return None


def _plain(name: str, usings: tuple[str, ...], script_types: ScriptTypes | None) -> NetType | None:
    if script_types is not None:
        found = script_types(name)
        if found is not None:
            return found  # type: ignore[no-any-return]
    folded = name.lower()
    extra = _extra_accelerators.get(folded)
    if extra is not None:
        return extra
    full = facts.accelerators().get(folded)
    if full is not None and folded not in _removed_accelerators:
        return find_type(full)
    found = find_type(name)
    if found is not None:
        return found
    for namespace in (*usings, "System"):
        found = find_type(f"{namespace}.{name}")
        if found is not None:
            return found
    return None
