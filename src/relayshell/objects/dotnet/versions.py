"""System.Version and PowerShell's SemanticVersion."""

from __future__ import annotations

import re
from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.faults import argument_fault, fault, format_fault, input_fault, null_fault, overflow_fault, range_fault
from relayshell.objects.dotnet.integers import OVERFLOW
from relayshell.objects.dotnet.results import operators
from relayshell.objects.exceptions import NetException
from relayshell.objects.numbers import Int16
from relayshell.objects.psobject import PSObject


class Version:
    """Two to four numbers; absent ones are -1."""

    __slots__ = ("major", "minor", "build", "revision", "props")

    def __init__(self, major: int = 0, minor: int = 0, build: int = -1, revision: int = -1) -> None:
        self.major, self.minor, self.build, self.revision = major, minor, build, revision

    def parts(self) -> tuple[int, int, int, int]:
        """All four numbers."""
        return self.major, self.minor, self.build, self.revision

    def __eq__(self, other: object) -> bool:
        return other.__class__ is Version and other.parts() == self.parts()  # type: ignore[attr-defined]

    def __hash__(self) -> int:
        return hash((Version, self.parts()))

    def __str__(self) -> str:
        return ".".join(str(part) for part in self.parts() if part >= 0)

    def net_format(self, spec: str, culture: Any) -> str:
        """Formats are ignored, as in .NET."""
        return str(self)

    def compare(self, other: Version) -> int:
        """-1, 0 or 1."""
        return (self.parts() > other.parts()) - (self.parts() < other.parts())


def parse_version(text: str | None) -> Version:
    """2 to 4 numbers with dots. Raises ArgumentException, FormatException, OverflowException, ArgumentOutOfRangeException."""
    if text is None:
        raise null_fault("input")
    pieces = text.split(".")
    if not 2 <= len(pieces) <= 4:
        raise argument_fault("Version string portion was too short or too long.", "input")
    numbers = []
    for name, piece in zip(("major", "minor", "build", "revision"), pieces):
        body = piece.strip()
        if not re.fullmatch(r"[+-]?\d+", body, re.A):
            raise input_fault(piece)
        value = int(body)
        if value < 0:
            raise range_fault("Version's parameters must be greater than or equal to zero.", "input")
        if value > 0x7FFFFFFF:
            raise overflow_fault(OVERFLOW["System.Int32"])
        numbers.append(value)
    return Version(*numbers)


def _new(*args: Any) -> Version:
    if len(args) == 1:
        return parse_version(args[0]) if isinstance(args[0], str) else parse_version(str(args[0]))
    for name, value in zip(("major", "minor", "build", "revision"), args):
        if value < 0:
            raise range_fault(f"{name} ('{value}') must be a non-negative value.", name, value)
    return Version(*args)


def _compare(self: Any, other: Any) -> int:
    if self is None:
        return 0 if other is None else -1
    if other is None:
        return 1
    if not isinstance(other, Version):
        raise argument_fault("Object must be of type Version.")
    return self.compare(other)


def _text(self: Version, count: Any = None) -> str:
    if count is None or not isinstance(count, int):
        return str(self)
    known = sum(part >= 0 for part in self.parts())
    if not 0 <= count <= known:
        raise argument_fault(f"Argument must be between 0 and {known}.", "fieldCount")
    return ".".join(str(part) for part in self.parts()[:count])


def _trier(parse: Any) -> Any:
    def attempt(text: Any, result: Any) -> bool:
        try:
            result.value = parse(text)
            return True
        except NetException:
            result.value = None
            return False
    return attempt


_NUMBERS = {"Major": lambda self: self.major, "Minor": lambda self: self.minor}
declare(
    "System.Version", Version, new={"*": _new, "()": Version},
    get={**_NUMBERS, "Build": lambda self: self.build, "Revision": lambda self: self.revision,
         "MajorRevision": lambda self: Int16(self.revision >> 16 if self.revision >= 0 else -1),
         "MinorRevision": lambda self: Int16(((self.revision & 0xFFFF) ^ 0x8000) - 0x8000)},
    methods={"ToString": _text, "CompareTo": _compare, "Equals": lambda self, other: self == other, "GetHashCode": lambda self: hash(self) & 0x7FFFFFFF,
             "Clone": lambda self: Version(*self.parts())},
    statics={**operators(_compare), "Parse": parse_version, "TryParse": _trier(parse_version)},
    convert_from={"System.Management.Automation.SemanticVersion": lambda value: _labelled(value)},
    signatures=("static bool TryParse(string input, ref version result)",), parse=parse_version, to_text=str,
)
_P = "System.Management.Automation."


def _labelled(value: SemanticVersion) -> Version:
    """The version of a semantic one, which keeps the labels as properties added to it."""
    made = Version(value.major, value.minor, value.patch)
    labels = {"PSSemVerPreReleaseLabel": value.label, "PSSemVerBuildLabel": value.build}
    kept = {name: label for name, label in labels.items() if label}
    if kept:
        made.props = kept
    return made


class SemanticVersion:
    """major.minor.patch[-label][+build], ordered as semver.org says."""

    __slots__ = ("major", "minor", "patch", "label", "build")

    def __init__(self, major: int, minor: int = 0, patch: int = 0, label: str | None = None, build: str | None = None) -> None:
        self.major, self.minor, self.patch, self.label, self.build = major, minor, patch, label or None, build or None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SemanticVersion) and self.compare(other) == 0

    def __hash__(self) -> int:
        return hash((self.major, self.minor, self.patch, self.label))

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}" + (f"-{self.label}" if self.label else "") + (f"+{self.build}" if self.build else "")

    def compare(self, other: SemanticVersion) -> int:
        """-1, 0 or 1; a version with a label comes before the one without."""
        mine, theirs = (self.major, self.minor, self.patch), (other.major, other.minor, other.patch)
        if mine != theirs:
            return 1 if mine > theirs else -1
        if not self.label or not other.label:
            return (not self.label) - (not other.label)
        left, right = self.label.split("."), other.label.split(".")
        for a, b in zip(left, right):
            if a != b:
                if a.isdecimal() and b.isdecimal():
                    return 1 if int(a) > int(b) else -1
                if a.isdecimal() != b.isdecimal():
                    return -1 if a.isdecimal() else 1
                return 1 if a > b else -1
        return (len(left) > len(right)) - (len(left) < len(right))


_NUMBERS_ALONE = re.compile(r"(?P<major>\d+)(\.(?P<minor>\d+))?(\.(?P<patch>\d+))?", re.A)
_LABEL = re.compile(r"[0-9A-Za-z][0-9A-Za-z.-]*")
_LABELS = re.compile(r"(?P<label>[0-9A-Za-z][0-9A-Za-z.-]*)?(\+(?P<build>[0-9A-Za-z][0-9A-Za-z.-]*))?")


def _not_a_version(text: str) -> Exception:
    return format_fault(f"The input string '{text}' was not in a correct format.")


def parse_semantic(text: str | None) -> SemanticVersion:
    """Raises FormatException, OverflowException, PSArgumentNullException."""
    if text is None:
        raise fault(_P + "PSArgumentNullException", "Cannot process argument because the value of argument \"version\" is null. Change the value of argument \"version\" to a non-null value.")
    head, plus, build = text.partition("+")
    numbers, dash, label = head.partition("-")
    found = _NUMBERS_ALONE.fullmatch(numbers)
    if found is None or (dash and not _LABEL.fullmatch(label)) or (plus and not _LABEL.fullmatch(build)) or text.endswith((".", "-", "+")):
        raise _not_a_version(text)
    values = [int(found[name] or 0) for name in ("major", "minor", "patch")]
    if max(values) > 0x7FFFFFFF:
        raise fault("System.OverflowException", "Value was either too large or too small for an Int32.")
    return SemanticVersion(*values, label, build)


def _new_semantic(*args: Any) -> SemanticVersion:
    first = args[0]
    if first is None or isinstance(first, str):
        return parse_semantic(first)
    if isinstance(first, (Version, PSObject)):
        if first.revision > 0:
            raise _bad_part("version")
        labels = getattr(first, "props", None) or {}
        return SemanticVersion(first.major, first.minor, max(first.build, 0), labels.get("PSSemVerPreReleaseLabel"), labels.get("PSSemVerBuildLabel"))
    for name, value in zip(("major", "minor", "patch"), args):
        if value < 0:
            raise _bad_part(name)
    if len(args) == 4:
        labels = _LABELS.fullmatch(args[3] or "")
        if labels is None:
            raise format_fault("label")
        return SemanticVersion(*args[:3], labels["label"], labels["build"])
    for name, value in zip(("preReleaseLabel", "buildLabel"), args[3:]):
        if value and not _LABEL.fullmatch(value):
            raise format_fault(name)
    return SemanticVersion(*args)


def _bad_part(name: str) -> Exception:
    return fault(_P + "PSArgumentException", f"Cannot process argument because the value of argument \"{name}\" is not valid. Change the value of the \"{name}\" argument and run the operation again.")


def _compare_semantic(self: Any, other: Any) -> int:
    if self is None:
        return 0 if other is None else -1
    return 1 if other is None else self.compare(other)


declare(
    "System.Management.Automation.SemanticVersion", SemanticVersion, new={"*": _new_semantic},
    get={**_NUMBERS, "Patch": lambda self: self.patch, "PreReleaseLabel": lambda self: self.label, "BuildLabel": lambda self: self.build},
    methods={"ToString": str, "CompareTo": _compare_semantic, "Equals": lambda self, other: self == other, "GetHashCode": lambda self: hash(self) & 0x7FFFFFFF},
    statics={**operators(_compare_semantic), "Parse": parse_semantic, "TryParse": _trier(parse_semantic), "Compare": _compare_semantic,
             "op_Implicit": lambda self: _labelled(self)},
    convert_from={"System.Version": _new_semantic},
    signatures=("static bool TryParse(string version, ref semver result)",), parse=parse_semantic, to_text=str,
)
