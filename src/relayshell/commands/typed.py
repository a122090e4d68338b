"""What commands ask of the objects floor by name: a type, a match, a conversion.

One place for the late imports, so that reading a declaration loads no types.
"""

from __future__ import annotations

from typing import Any


def type_named(name: str) -> Any:
    """The NetType with this name as scripts write it, generic and array forms too; `object` when there is none such."""
    from relayshell.objects.nettype import resolve_type

    return resolve_type(name)


def matches(pattern: str, options: int, text: str) -> bool:
    """Whether the .NET pattern is found in the text; `options` are RegexOptions as a number."""
    from relayshell.objects.dotnet.regex import compile_pattern

    return compile_pattern(pattern, options).search(text) is not None
