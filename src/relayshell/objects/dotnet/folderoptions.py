"""EnumerationOptions: how the contents of a folder are gone through."""

from __future__ import annotations

from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.faults import range_fault
from relayshell.objects.dotnet.results import enum_of

_IO = "System.IO."
_HIDDEN, _NO_LIMIT = 2, 0x7FFFFFFF


class EnumerationOptions:
    """What is left out, and whether folders below are gone through. Hidden is what begins with a dot."""

    __slots__ = ("recurse", "attributes", "ignore", "size", "depth", "matching", "casing", "special")

    def __init__(self) -> None:
        self.recurse, self.attributes, self.ignore, self.size, self.depth = False, 6, True, 0, _NO_LIMIT
        self.matching, self.casing, self.special = 0, 0, False

    def skips(self, name: str) -> bool:
        """Whether an entry is left out."""
        return bool(self.attributes & _HIDDEN) and name.startswith(".")


def _put(name: str) -> Any:
    def put(self: EnumerationOptions, value: Any) -> None:
        if name == "depth" and value < 0:
            raise range_fault("Non-negative number required.", "value", int(value))
        setattr(self, name, value if isinstance(value, bool) else int(value))
    return put


_PARTS = {"RecurseSubdirectories": ("recurse", "bool"), "IgnoreInaccessible": ("ignore", "bool"), "ReturnSpecialDirectories": ("special", "bool"), "BufferSize": ("size", "int"),
          "MaxRecursionDepth": ("depth", "int"), "AttributesToSkip": ("attributes", _IO + "FileAttributes"), "MatchType": ("matching", _IO + "MatchType"), "MatchCasing": ("casing", _IO + "MatchCasing")}


def _got(name: str, kind: str) -> Any:
    return (lambda self: getattr(self, name)) if kind in ("bool", "int") else (lambda self: enum_of(kind, getattr(self, name)))


declare(_IO + "EnumerationOptions", EnumerationOptions, new={"()": EnumerationOptions}, get={name: _got(*part) for name, part in _PARTS.items()},
        set={name: _put(part[0]) for name, part in _PARTS.items()}, signatures=("()", *(f"{kind} {name} {{get;set;}}" for name, (_, kind) in _PARTS.items())))
