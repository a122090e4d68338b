"""Members of an object by a name with wildcards."""

from __future__ import annotations

from typing import Any


def find_members(obj: Any, name: str) -> list[Any]:
    """The members whose names match, properties before methods; the exact name alone where it has no pattern."""
    from relayshell.objects.members import members_of
    from relayshell.objects.wildcard import compile_wildcard, has_wildcards

    folded = name.lower()
    if has_wildcards(name):
        matches = compile_wildcard(name, True)
        return [each for each in members_of(obj) if matches(each.name)]
    return [each for each in members_of(obj) if each.name.lower() == folded][:1]
