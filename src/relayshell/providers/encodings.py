"""The encodings that -Encoding names, and what a file's first bytes say of its own."""

from __future__ import annotations

import codecs
from typing import Any, NamedTuple


class Encoding(NamedTuple):
    """How text becomes bytes: Python's codec and the bytes a new file begins with."""

    codec: str
    mark: bytes


UTF8 = Encoding("utf-8", b"")
# PowerShell's own names with their code pages; 0 is UTF-8 without a mark, which the system's own ("oem") is too.
PAGES = {
    "utf8": 0, "utf8nobom": 0, "default": 0, "oem": 0, "utf8bom": 65001, "unicode": 1200, "string": 1200, "unknown": 1200,
    "bigendianunicode": 1201, "utf32": 12000, "bigendianutf32": 12001, "utf7": 65000, "ascii": 20127, "ansi": 1252,
}
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"), (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def to_encoding(value: Any, host: Any = None) -> Any:
    """What an -Encoding parameter makes of its argument: PowerShell's names, .NET's names and code pages become
    a System.Text.Encoding; anything else stays. Raises what .NET says of a name it does not know."""
    from relayshell.objects.dotnet.encodings import UTF8 as NO_MARK
    from relayshell.objects.dotnet.encodings import get_encoding
    from relayshell.objects.psobject import unwrap

    plain = unwrap(value)
    if isinstance(plain, str):
        page = PAGES.get(plain.lower())
        if page is None:
            return get_encoding(plain)
        return NO_MARK if page == 0 else get_encoding(page)
    if isinstance(plain, int) and not isinstance(plain, bool):
        return get_encoding(int(plain))
    return value


def warn_if_obsolete(cmdlet: Any, encoding: Any) -> None:
    """UTF-7 is warned of, as everywhere."""
    if getattr(encoding, "page", None) == 65000:
        cmdlet.write_warning("Encoding 'UTF-7' is obsolete, please use UTF-8.")


def encoding_of(value: Any) -> Encoding:
    """How an Encoding object of a script (`.codec`, `.mark`) writes and reads; UTF-8 without a mark for None."""
    return UTF8 if value is None else Encoding(value.codec, bytes(value.mark))


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
