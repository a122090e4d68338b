"""Making the collections that PowerShell itself gives out, without knowing how they are held.

The classes are declared in objects.dotnet; only what the objects' own code must hand out is here.
"""

from __future__ import annotations

from typing import Any, Callable

from .arrays import new_array
from .declare import declaration_of
from .nettype import NetType, close_generic, get_type

_closed: dict[tuple[str, str], NetType] = {}


def object_collection(items: list[Any], definition: str = "System.Collections.ObjectModel.Collection`1", element: str = "System.Management.Automation.PSObject") -> Any:
    """A collection of items, by default the Collection[psobject] that .Where() and .ForEach() give."""
    net_type = _closed.get((definition, element))
    if net_type is None:
        net_type = _closed[definition, element] = close_generic(get_type(definition), (get_type(element),))
    declaration = declaration_of(net_type)
    if declaration is None or declaration.new is None:
        return list(items)
    new = declaration.new
    if isinstance(new, dict):
        new = next(fn for text, fn in new.items() if text.count("[") and "IList" in text or "IEnumerable" in text or text == "*")
    return new(net_type, new_array(get_type(element), items))


def new_array_list(items: list[Any]) -> tuple[Any, Callable[[Any], Any]]:
    """An ArrayList of items, and the function that adds to it."""
    declaration = declaration_of(get_type("System.Collections.ArrayList"))
    if declaration is None:
        made = list(items)
        return made, made.append
    net_list = declaration.python_class(get_type("System.Collections.ArrayList"), items)  # type: ignore[misc]
    return net_list, net_list.items.append
