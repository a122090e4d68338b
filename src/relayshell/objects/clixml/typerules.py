"""What type data says of how objects of a type are written: as a text, with some of their properties, how deep.

Only what a session's own type data says counts here (Update-TypeData); what the built-in types need, the writer knows.
"""

from __future__ import annotations

from typing import Any

from relayshell.objects import typedata
from relayshell.objects.text import to_text


class Rules:
    """The rules for one object.

    as_text   whether it is written as its text
    source    the property that its text is, or None
    names     the folded names of the properties written, or None for all
    depth     how deep it is written, or None
    """

    __slots__ = ("as_text", "source", "names", "depth")

    def __init__(self, as_text: bool, source: str | None, names: set[str] | None, depth: int | None) -> None:
        self.as_text, self.source, self.names, self.depth = as_text, source, names, depth

    def text_of(self, value: Any) -> str:
        """The object's text."""
        from relayshell.objects.members import get_member

        return to_text(get_member(value, self.source)) if self.source is not None else to_text(value)


def rules_of(value: Any) -> Rules | None:
    """The rules for an object; None where its types have none."""
    own = typedata.table().own
    if not own:
        return None
    found = [own[name] for name in (each.lower() for each in typedata.type_names_of(value)) if name in own]
    told: dict[str, Any] = {}
    names: set[str] | None = None
    for data in found:
        if names is None or told.get("InheritPropertySerializationSet"):
            names = {*(names or ()), *(each.lower() for each in data.standard["PropertySerializationSet"])} if "PropertySerializationSet" in data.standard else names
        for key, each in data.standard.items():
            told.setdefault(key, each)
    if not told:
        return None
    method = to_text(told.get("SerializationMethod")) if told.get("SerializationMethod") is not None else ""
    source = told.get("StringSerializationSource")
    return Rules(
        method == "String", None if source is None else str(source), names if method == "SpecificProperties" else None, told.get("SerializationDepth"),
    )
