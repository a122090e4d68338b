"""ByteSize: an amount of data, printed as Exchange prints it: `36 MB (37,748,736 bytes)`."""

import re
from typing import Self

from relayengine.values.problem import BadValue, quoted

_UNITS = {"B": 1, "KB": 1 << 10, "MB": 1 << 20, "GB": 1 << 30, "TB": 1 << 40}
_LONG = re.compile(r"^\s*[\d.,]+\s*[KMGT]?B?\s*\(\s*([\d,]{1,32})\s*bytes\s*\)\s*$", re.IGNORECASE | re.ASCII)
_SHORT = re.compile(r"^\s*(\d{1,24}(?:\.\d{1,9})?)\s*([KMGT]?B)?\s*$", re.IGNORECASE | re.ASCII)
_MOST = (1 << 63) - 1


class ByteSize(int):
    """A number of bytes; an int that reads and prints sizes such as 36MB."""

    __slots__ = ()
    shown_type = "ByteQuantifiedSize"
    example = "36MB"

    @classmethod
    def parse(cls, text: object) -> Self:
        """Reads `36MB`, `36 MB (37,748,736 bytes)`, `1.5GB` or a plain number of bytes."""
        if isinstance(text, int) and not isinstance(text, bool):
            value = int(text)
        else:
            string = str(text)
            if match := _LONG.match(string):
                value = int(match[1].replace(",", ""))
            elif match := _SHORT.match(string):
                unit = _UNITS[(match[2] or "B").upper()]
                whole, _, part = match[1].partition(".")
                value = int(whole) * unit + (int(part) * unit // 10 ** len(part) if part else 0)
            else:
                raise BadValue(f"{quoted(text)} is not a size such as 36MB")
        if not 0 <= value <= _MOST:
            raise BadValue(f"{quoted(text)} is not a size between 0 and {_MOST} bytes")
        return cls(value)

    def _scaled(self) -> tuple[str, str]:
        for unit in ("TB", "GB", "MB", "KB"):
            if self >= _UNITS[unit]:
                value = int(self) / _UNITS[unit]
                text = f"{value:.{max(0, 4 - len(str(int(value))))}f}"
                return text.rstrip("0").rstrip(".") if "." in text else text, unit
        return str(int(self)), "B"

    def __str__(self) -> str:
        number, unit = self._scaled()
        return f"{number} {unit} ({int(self):,} bytes)"

    __repr__ = __str__

    @property
    def short(self) -> str:
        """The shortest text that reads back as this size: 36MB, 1000B."""
        for unit in ("TB", "GB", "MB", "KB"):
            if self and int(self) % _UNITS[unit] == 0:
                return f"{int(self) // _UNITS[unit]}{unit}"
        return f"{int(self)}B"
