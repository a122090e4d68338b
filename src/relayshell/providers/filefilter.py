"""What -Filter means to the file system: the old wildcards of its own, which know no brackets and no backticks."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any


@lru_cache(maxsize=64)
def file_filter(pattern: str) -> Callable[[str], Any]:
    """What tells whether a name fits, whatever its case.

    `*` is any text and `?` one character, or none before a dot and at the end; `*.*` is every name, `*.` those without a dot.
    """
    if pattern in ("*", "*.*", ""):
        return lambda name: True
    if pattern.endswith("*."):
        stem = file_filter(pattern[:-1])
        return lambda name: "." not in name and stem(name)
    made = "".join({"*": ".*", "?": r"(?:[^.]|(?=\.|$))"}.get(letter, re.escape(letter)) for letter in pattern)
    return re.compile(made + r"\Z", re.IGNORECASE | re.DOTALL).match


def fits(provider: Any, name: str, pattern: str) -> bool:
    """Whether the name of an item fits a -Filter: of a file by the wildcards above, of any other item by PowerShell's own."""
    if provider.hierarchical:
        return bool(file_filter(pattern)(name))
    from relayshell.objects.wildcard import compile_wildcard

    return bool(compile_wildcard(pattern, True).match(name))
