"""Which module is meant: a name, or a name with the versions and the GUID that will do.

Versions are texts of up to four numbers; what is left out counts as nothing.
"""

from __future__ import annotations

from typing import Any

from relayshell.objects.exceptions import NetException

_KEYS = {"modulename": "name", "moduleversion": "minimum", "maximumversion": "maximum", "requiredversion": "required", "guid": "guid"}


def parts(version: Any) -> tuple[int, ...]:
    """The numbers of a version, to compare by; trailing zeros do not count."""
    numbers = [int(part) for part in str(version).split("-")[0].split(".") if part.isdigit()]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


class ModuleSpecification:
    """Microsoft.PowerShell.Commands.ModuleSpecification."""

    net_name = "Microsoft.PowerShell.Commands.ModuleSpecification"

    def __init__(self, name: str = "", minimum: Any = None, maximum: Any = None, required: Any = None, guid: Any = None) -> None:
        self.name, self.minimum, self.maximum, self.required, self.guid = name, minimum, maximum, required, guid

    @classmethod
    def of_table(cls, table: Any) -> ModuleSpecification:
        """From a hashtable. Raises NetException for keys that are not known or are missing."""
        from relayshell.objects.text import to_text

        found: dict[str, str] = {}
        for key, value in table.items():
            attribute = _KEYS.get(to_text(key).lower())
            if attribute is None:
                raise NetException("System.ArgumentException", f"The hashtable describing a module contains one or more members that are not valid. The valid "
                                   f"members are (ModuleName, ModuleVersion, RequiredVersion, MaximumVersion, GUID). Remove the members that are not valid ('{to_text(key)}'), then try again.")
            if value is not None:
                found[attribute] = to_text(value)
        if not found.get("name"):
            raise NetException("System.MissingMemberException", "The hashtable describing a module must have the member 'ModuleName'.")
        if not found.keys() & {"minimum", "maximum", "required"}:
            raise NetException("System.MissingMemberException", "The hashtable describing a module must have one of the members 'ModuleVersion', "
                               "'MaximumVersion' and 'RequiredVersion'.")
        if "required" in found and found.keys() & {"minimum", "maximum"}:
            raise NetException("System.ArgumentException", "The member 'RequiredVersion' of a hashtable describing a module cannot stand beside 'ModuleVersion' or 'MaximumVersion'.")
        return cls(**found)

    @classmethod
    def of_text(cls, text: str) -> ModuleSpecification | None:
        """From a name, or from the text of a hashtable of plain values; None where it is neither."""
        from relayshell.objects.hashtable import Hashtable
        from relayshell.syntax import parse
        from relayshell.syntax import ast as tree

        if not text.strip():
            return None
        if not text.lstrip().startswith("@{"):
            return cls(text)
        parsed = parse(text)
        table = next((node for node in parsed.tree.walk() if isinstance(node, tree.HashtableAst)), None)
        if parsed.problems or table is None:
            return None
        found = Hashtable()
        for key, value in table.key_value_pairs:
            plain = next((node for node in value.walk() if isinstance(node, (tree.StringConstantExpressionAst, tree.ConstantExpressionAst))), None)
            if plain is None:
                return None
            found[key.text.strip("'\"")] = plain.value
        try:
            return cls.of_table(found)
        except NetException:
            return None

    @property
    def is_open(self) -> bool:
        """Whether any version will do."""
        return not (self.minimum or self.maximum or self.required or self.guid)

    def allows(self, version: Any, guid: Any = None) -> bool:
        """Whether a module of this version will do."""
        own = parts(version)
        if self.required and own != parts(self.required) or self.minimum and own < parts(self.minimum):
            return False
        if self.maximum and not _not_above(own, str(self.maximum)):
            return False
        return not self.guid or (guid is not None and str(guid).lower() == str(self.guid).lower())

    def wanted(self) -> str:
        """The versions in words, for an error."""
        if self.required or not self.maximum:
            return f"version '{self.required or self.minimum}'"
        return (f"MinimumVersion '{self.minimum}' and " if self.minimum else "") + f"MaximumVersion '{self.maximum}'"

    def __str__(self) -> str:
        if self.is_open:
            return self.name
        pairs = [("ModuleName", self.name), ("Guid", f"{{{self.guid}}}" if self.guid else None), ("ModuleVersion", self.minimum),
                 ("MaximumVersion", self.maximum), ("RequiredVersion", self.required)]
        return "@{ " + "; ".join(f"{key} = '{value}'" for key, value in pairs if value) + " }"


def _not_above(own: tuple[int, ...], limit: str) -> bool:
    """Whether a version is within a maximum, whose last number may be a star: 1.* means all of 1."""
    if limit.endswith("*"):
        head = parts(limit.rstrip("*").rstrip("."))
        return (own + (0,) * len(head))[: len(head)] <= head
    return own <= parts(limit)
