"""System.Guid."""

from __future__ import annotations

import re
import uuid
from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.faults import argument_fault, format_fault, null_fault
from relayshell.objects.dotnet.results import byte_array, operators, to_bytes
from relayshell.objects.exceptions import NetException

_FORMAT = 'Format string can be only "D", "d", "N", "n", "P", "p", "B", "b", "X" or "x".'
_DASHES = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_HEX = re.compile(r"\{0x([0-9a-f]{1,8}),0x([0-9a-f]{1,4}),0x([0-9a-f]{1,4}),\{" + ",".join(["0x([0-9a-f]{1,2})"] * 8) + r"\}\}")


class Guid:
    """128 bits; `value` is the number that the text shows."""

    __slots__ = ("value",)

    def __init__(self, value: int = 0) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return other.__class__ is Guid and other.value == self.value  # type: ignore[attr-defined]

    def __hash__(self) -> int:
        return hash((Guid, self.value))

    def __str__(self) -> str:
        return self.net_format("", None)

    def net_format(self, spec: str, culture: Any) -> str:
        """D N B P or X. Raises FormatException."""
        digits = f"{self.value:032x}"
        letter = (spec or "D").upper()
        if letter == "N":
            return digits
        dashed = f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
        if letter == "D":
            return dashed
        if letter == "B":
            return "{" + dashed + "}"
        if letter == "P":
            return f"({dashed})"
        if letter == "X":
            tail = ",".join(f"0x{digits[i:i + 2]}" for i in range(16, 32, 2))
            return "{0x" + digits[:8] + ",0x" + digits[8:12] + ",0x" + digits[12:16] + ",{" + tail + "}}"
        raise format_fault(_FORMAT)

    def compare(self, other: Guid) -> int:
        """-1, 0 or 1."""
        return (self.value > other.value) - (self.value < other.value)


def parse_guid(text: str | None) -> Guid:
    """Any of the five forms. Raises FormatException, ArgumentNullException."""
    if text is None:
        raise null_fault("input")
    body = text.strip().lower()
    for letter in "DBPNX":
        if (found := _read(body, letter)) is not None:
            return found
    if len(body) in (32, 36, 38):
        if len(body) == 36 or body[:1] in "{(":
            core = body.strip("{()}")
            if len(core) == 36 and all(core[i] == "-" for i in (8, 13, 18, 23)):
                raise format_fault("Guid string should only contain hexadecimal characters.")
            raise format_fault("Dashes are in the wrong position for GUID parsing.")
        raise format_fault("Guid string should only contain hexadecimal characters.")
    raise format_fault("Unrecognized Guid format.")


def _read(body: str, letter: str) -> Guid | None:
    if letter == "N":
        return Guid(int(body, 16)) if re.fullmatch("[0-9a-f]{32}", body) else None
    if letter == "X":
        found = _HEX.fullmatch(re.sub(r"\s", "", body))
        if not found:
            return None
        groups = found.groups()
        return Guid(int(groups[0].zfill(8) + groups[1].zfill(4) + groups[2].zfill(4) + "".join(g.zfill(2) for g in groups[3:]), 16))
    opening, closing = {"D": ("", ""), "B": ("{", "}"), "P": ("(", ")")}[letter]
    if not (body.startswith(opening) and body.endswith(closing)):
        return None
    core = body[len(opening):len(body) - len(closing)]
    return Guid(int(core.replace("-", ""), 16)) if _DASHES.fullmatch(core) else None


def _exact(text: str | None, spec: str | None) -> Guid:
    if text is None or spec is None:
        raise null_fault("input" if text is None else "format")
    if spec.upper() not in ("D", "N", "B", "P", "X"):
        raise format_fault(_FORMAT)
    found = _read(text.strip().lower(), spec.upper())
    if found is None:
        raise format_fault("Unrecognized Guid format.")
    return found


def new_guid() -> Guid:
    """A random one."""
    return Guid(uuid.uuid4().int)


def _new(*args: Any) -> Guid:
    if not args:
        return Guid()
    if isinstance(args[0], str):
        return parse_guid(args[0])
    if isinstance(args[0], list):
        raw = to_bytes(args[0])
        if len(raw) != 16:
            raise argument_fault("Byte array for Guid must be exactly 16 bytes long.", "b")
        return Guid(uuid.UUID(bytes_le=raw).int)
    first, second, third, *rest = args
    tail = to_bytes(rest[0]) if isinstance(rest[0], list) else bytes(rest)
    return Guid(int.from_bytes((first & 0xFFFFFFFF).to_bytes(4, "big") + (second & 0xFFFF).to_bytes(2, "big") + (third & 0xFFFF).to_bytes(2, "big") + tail, "big"))


def _bytes(self: Guid, big: bool = False) -> Any:
    made = uuid.UUID(int=self.value)
    return byte_array(made.bytes if big else made.bytes_le)


def _version7(stamp: Any = None) -> Guid:
    import secrets
    import time
    millis = (stamp.utc_ticks - 621_355_968_000_000_000) // 10_000 if stamp is not None else time.time_ns() // 1_000_000
    value = millis << 80 | 7 << 76 | secrets.randbits(12) << 64 | 2 << 62 | secrets.randbits(62)
    return Guid(value)


def _compare(self: Guid, other: Any) -> int:
    if other is None:
        return 1
    if not isinstance(other, Guid):
        raise argument_fault("Object must be of type GUID.", "value")
    return self.compare(other)


def _try(text: Any, *args: Any) -> bool:
    try:
        args[-1].value = _exact(text, args[0]) if len(args) > 1 and isinstance(args[0], str) else parse_guid(text)
        return True
    except NetException:
        args[-1].value = Guid()
        return False


declare(
    "System.Guid", Guid, new={"*": _new, "()": Guid},
    get={"Variant": lambda self: self.value >> 60 & 0xF, "Version": lambda self: self.value >> 76 & 0xF},
    methods={"ToString": lambda self, spec="", provider=None: self.net_format(spec or "", None), "CompareTo": _compare, "Equals": lambda self, other: self == other,
             "GetHashCode": lambda self: hash(self.value) & 0x7FFFFFFF, "ToByteArray": _bytes},
    statics={**operators(_compare), "NewGuid": new_guid, "Parse": lambda text, provider=None: parse_guid(text), "ParseExact": _exact, "TryParse": _try,
             "TryParseExact": _try, "CreateVersion7": _version7},
    static_get={"Empty": Guid, "AllBitsSet": lambda: Guid((1 << 128) - 1)},
    signatures=("()", "static bool TryParse(string input, ref guid result)", "static bool TryParseExact(string input, string format, ref guid result)"),
    parse=parse_guid, to_text=str,
)

__all__ = ["Guid", "new_guid", "parse_guid"]
