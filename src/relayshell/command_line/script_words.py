"""The arguments after -File as words of a call.

A word that looks like a parameter is one; everything else is a text, whatever characters it holds. `-Name:$true`, `-Name:false` and their like give truth.
"""

from __future__ import annotations

import re
from typing import Any

PARAMETER = re.compile(r"-([A-Za-z_?][A-Za-z0-9_?-]*):?$")
WITH_VALUE = re.compile(r"-([A-Za-z_?][A-Za-z0-9_?-]*):(.+)$", re.DOTALL)
TRUTH = {"$true": True, "$false": False, "true": True, "false": False}


def words_of(arguments: list[str]) -> list[tuple[str | None, Any]]:
    """(name, value) of each: a name without value, a value without name, or both."""
    made: list[tuple[str | None, Any]] = []
    for argument in arguments:
        found = PARAMETER.match(argument)
        if found:
            made.append((found[1], None))
            continue
        found = WITH_VALUE.match(argument)
        if found:
            made.append((found[1], TRUTH.get(found[2].lower(), found[2])))
        else:
            made.append((None, argument))
    return made
