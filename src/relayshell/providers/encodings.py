"""The encodings that -Encoding names, and what a file's first bytes say of its own."""

from __future__ import annotations

import codecs
from typing import NamedTuple


class Encoding(NamedTuple):
    """How text becomes bytes: Python's codec and the bytes a new file begins with."""

    codec: str
    mark: bytes


UTF8 = Encoding("utf-8", b"")
NAMES = {
    "utf8": UTF8,
    "utf8nobom": UTF8,
    "utf8bom": Encoding("utf-8", codecs.BOM_UTF8),
    "unicode": Encoding("utf-16-le", codecs.BOM_UTF16_LE),
    "bigendianunicode": Encoding("utf-16-be", codecs.BOM_UTF16_BE),
    "utf32": Encoding("utf-32-le", codecs.BOM_UTF32_LE),
    "bigendianutf32": Encoding("utf-32-be", codecs.BOM_UTF32_BE),
    "utf7": Encoding("utf-7", b""),
    "ascii": Encoding("ascii", b""),
    "oem": UTF8,
    "ansi": Encoding("utf-8", b""),
    "default": UTF8,
    "string": UTF8,
    "unknown": UTF8,
}
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"), (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def encoding_of(value: object) -> Encoding:
    """The encoding a name, a code page or an Encoding object means; UTF-8 for None.

    An Encoding object of a script tells its Python codec as `.codec` and its mark as `.preamble`.
    """
    if value is None:
        return UTF8
    codec = getattr(value, "codec", None) if not isinstance(value, (str, int)) else None
    if codec is not None:
        return Encoding(codec, bytes(getattr(value, "preamble", b"")))
    text = str(value)
    found = NAMES.get(text.lower())
    if found is not None:
        return found
    name = {"1200": "utf-16-le", "1201": "utf-16-be", "65001": "utf-8", "20127": "ascii", "28591": "latin-1"}.get(text, text)
    name = f"cp{name}" if name.isdigit() else name
    return Encoding(codecs.lookup(name).name, b"")


def detect(start: bytes) -> tuple[str, int] | None:
    """The codec that a byte order mark tells, and the mark's length; None without a mark."""
    for mark, codec in MARKS:
        if start.startswith(mark):
            return codec, len(mark)
    return None


def decode(data: bytes, codec: str) -> str:
    """Bytes as text; what is no text becomes U+FFFD."""
    return data.decode(codec, "replace")


def encode(text: str, codec: str) -> bytes:
    """Text as bytes; what the encoding lacks becomes a question mark."""
    if codec.startswith("utf"):
        return text.encode(codec, "surrogatepass" if codec != "utf-7" else "replace")
    return text.encode(codec, "replace")
