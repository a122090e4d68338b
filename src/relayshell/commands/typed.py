"""What commands ask of the objects floor by name: a type, a match, a conversion.

One place for the late imports, so that reading a declaration loads no types.
"""

from __future__ import annotations

from typing import Any


def type_named(name: str) -> Any:
    """The NetType with this name as scripts write it, generic and array forms too.

    A type of which the facts know nothing is made, opaque: it takes any value as it is.
    """
    from relayshell.objects.typenames import resolve_type

    found = resolve_type(name)
    if found is None:
        from relayshell.objects.nettype import array_of, define_type

        if name.endswith("[]"):
            return array_of(type_named(name[:-2]))
        found = define_type(name)
        found.cache["opaque"] = True
    return found


def is_opaque(net_type: Any) -> bool:
    """Whether the type is known by its name alone."""
    return "opaque" in net_type.cache


def matches(pattern: str, options: int, text: str) -> bool:
    """Whether the .NET pattern is found in the text; `options` are RegexOptions as a number."""
    from relayshell.objects.dotnet.regex import compile_pattern

    return compile_pattern(pattern, bool(options & 1), options).find(text) is not None
