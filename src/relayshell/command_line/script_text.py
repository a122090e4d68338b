"""The arguments after -File, as the command that runs the script with them.

A word that looks like a parameter is one; everything else is a text, whatever characters it holds.
"""

from __future__ import annotations

import re

PARAMETER = re.compile(r"-[A-Za-z_?][A-Za-z0-9_?-]*:?$")
WITH_VALUE = re.compile(r"(-[A-Za-z_?][A-Za-z0-9_?-]*):(.+)$", re.S)
TRUTH = {"$true": "$true", "$false": "$false"}


def quoted(text: str) -> str:
    """A text between single quotes."""
    return "'" + re.sub("(['‘’‚‛])", r"\1\1", text) + "'"


def command_for(path: str, arguments: list[str]) -> str:
    """The command that runs a script in the scope of the session."""
    return " ".join([".", quoted(path), *map(_word, arguments)])


def _word(argument: str) -> str:
    if PARAMETER.match(argument):
        return argument
    found = WITH_VALUE.match(argument)
    if found:
        value = TRUTH.get(found[2].lower())
        return f"{found[1]}:{value if value is not None else quoted(found[2])}"
    return quoted(argument)
