"""System.Text.Encoding and its kin: names, code pages, byte order marks, bytes from text and back."""

from __future__ import annotations

import codecs
from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.faults import argument_fault, fault, null_fault, range_fault, unsupported_fault
from relayshell.objects.dotnet.results import byte_array, char_array, joined, to_bytes, units
from relayshell.objects.nettype import NetType, get_type


class Encoding:
    """An encoding. `codec` is Python's name, `mark` the byte order mark it writes; a strict one raises on what it cannot read or write."""

    __slots__ = ("page", "web", "title", "codec", "mark", "type_name", "strict", "props")

    def __init__(self, page: int, web: str, title: str, codec: str, mark: bytes = b"", type_name: str = "System.Text.Encoding", strict: bool = False) -> None:
        self.page, self.web, self.title, self.codec, self.mark, self.type_name, self.strict = page, web, title, codec, mark, type_name, strict

    @property
    def net_type(self) -> NetType:
        """UTF8Encoding and so on."""
        return get_type(self.type_name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Encoding) and other.page == self.page and other.mark == self.mark

    def __hash__(self) -> int:
        return hash(self.page)

    def encode(self, text: str) -> bytes:
        """Bytes without a mark; what cannot be written becomes ? (U+FFFD in Unicode)."""
        unicode_form = self.page in (65001, 1200, 1201, 12000, 12001, 65000)
        whole = joined(text)
        try:
            return whole.encode(self.codec)
        except UnicodeEncodeError:
            if self.strict:
                raise fault("System.Text.EncoderFallbackException", "Unable to translate Unicode character to specified code page.") from None
        if unicode_form:
            return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in whole).encode(self.codec)
        return b"".join(c.encode(self.codec, "replace") * len(units(c)) if ord(c) > 0xFFFF else c.encode(self.codec, "replace") for c in whole)

    def decode(self, data: bytes) -> str:
        """Text; what cannot be read becomes U+FFFD (? in ASCII)."""
        try:
            return data.decode(self.codec)
        except UnicodeDecodeError:
            if self.strict:
                raise fault("System.Text.DecoderFallbackException", "Unable to translate bytes to Unicode.") from None
        text = data.decode(self.codec, "replace")
        return text.replace("\ufffd", "?") if self.page == 20127 else text

    def clone(self) -> Encoding:
        """A copy."""
        return Encoding(self.page, self.web, self.title, self.codec, self.mark, self.type_name, self.strict)


_UTF8, _UNI, _U32, _ASC = "System.Text.UTF8Encoding", "System.Text.UnicodeEncoding", "System.Text.UTF32Encoding", "System.Text.ASCIIEncoding"
_TABLE = (
    (65001, "utf-8", "Unicode (UTF-8)", "utf-8", codecs.BOM_UTF8, _UTF8), (1200, "utf-16", "Unicode", "utf-16-le", codecs.BOM_UTF16_LE, _UNI),
    (1201, "utf-16BE", "Unicode (Big-Endian)", "utf-16-be", codecs.BOM_UTF16_BE, _UNI), (12000, "utf-32", "Unicode (UTF-32)", "utf-32-le", codecs.BOM_UTF32_LE, _U32),
    (12001, "utf-32BE", "Unicode (UTF-32 Big-Endian)", "utf-32-be", codecs.BOM_UTF32_BE, _U32), (20127, "us-ascii", "US-ASCII", "ascii", b"", _ASC),
    (28591, "iso-8859-1", "Western European (ISO)", "latin-1", b"", "System.Text.Latin1Encoding"), (65000, "utf-7", "Unicode (UTF-7)", "utf-7", b"", "System.Text.UTF7Encoding"),
    *((page, f"windows-{page}", title, f"cp{page}", b"", "System.Text.SBCSCodePageEncoding") for page, title in (
        (1250, "Central European (Windows)"), (1251, "Cyrillic (Windows)"), (1252, "Western European (Windows)"), (1253, "Greek (Windows)"),
        (1254, "Turkish (Windows)"), (1255, "Hebrew (Windows)"), (1256, "Arabic (Windows)"), (1257, "Baltic (Windows)"))),
    (437, "IBM437", "OEM United States", "cp437", b"", "System.Text.SBCSCodePageEncoding"), (850, "ibm850", "Western European (DOS)", "cp850", b"", "System.Text.SBCSCodePageEncoding"),
    (28592, "iso-8859-2", "Central European (ISO)", "iso8859-2", b"", "System.Text.SBCSCodePageEncoding"),
    (28605, "iso-8859-15", "Latin 9 (ISO)", "iso8859-15", b"", "System.Text.SBCSCodePageEncoding"),
    (932, "shift_jis", "Japanese (Shift-JIS)", "cp932", b"", "System.Text.DBCSCodePageEncoding"), (936, "gb2312", "Chinese Simplified (GB2312)", "gbk", b"", "System.Text.DBCSCodePageEncoding"),
    (949, "ks_c_5601-1987", "Korean", "cp949", b"", "System.Text.DBCSCodePageEncoding"), (950, "big5", "Chinese Traditional (Big5)", "big5", b"", "System.Text.DBCSCodePageEncoding"),
)
BY_PAGE = {row[0]: Encoding(*row) for row in _TABLE}
_NAMES = {row[1].lower(): row[0] for row in _TABLE} | {
    "utf8": 65001, "unicode": 1200, "utf-16le": 1200, "ucs-2": 1200, "unicodefffe": 1201, "utf-32le": 12000, "ascii": 20127, "us": 20127, "iso646-us": 20127,
    "latin1": 28591, "l1": 28591, "iso8859-1": 28591, "iso_8859-1": 28591, "cp1252": 1252, "x-ansi": 1252, "ibm437": 437, "cp437": 437, "cp850": 850,
    "unicode-1-1-utf-8": 65001, "x-unicode-2-0-utf-8": 65001, "ansi_x3.4-1968": 20127, "shift-jis": 932, "sjis": 932, "gbk": 936, "utf-7": 65000}

UTF8 = Encoding(65001, "utf-8", "Unicode (UTF-8)", "utf-8", b"", "System.Text.UTF8Encoding")
"""UTF-8 that writes no mark: what files are written in where nothing else is said."""


def get_encoding(key: Any) -> Encoding:
    """By code page or name. Raises ArgumentException, NotSupportedException."""
    if isinstance(key, str):
        page = _NAMES.get(key.lower())
        if page is None:
            raise argument_fault(f"'{key}' is not a supported encoding name. For information on defining a custom encoding, see the documentation for the "
                                 "Encoding.RegisterProvider method.", "name")
        return BY_PAGE[page]
    if key == 0:
        return UTF8
    if not 0 <= key <= 65535:
        raise range_fault("Valid values are between 0 and 65535, inclusive.", "codepage")
    if key not in BY_PAGE:
        raise unsupported_fault(f"No data is available for encoding {key}. For information on defining a custom encoding, see the documentation for the "
                                "Encoding.RegisterProvider method.")
    return BY_PAGE[key]


def detect(data: bytes, default: Encoding) -> tuple[Encoding, int]:
    """The encoding a byte order mark tells, and the mark's length."""
    for page in (12000, 12001, 65001, 1200, 1201):
        mark = BY_PAGE[page].mark
        if data.startswith(mark):
            return BY_PAGE[page], len(mark)
    return default, 0


def _window(items: Any, args: tuple[Any, ...]) -> Any:
    return items[args[0]:args[0] + args[1]] if len(args) == 2 else items


def _text(value: Any) -> str:
    if value is None:
        raise null_fault("s")
    return "".join(value) if isinstance(value, list) else value


def _get_bytes(self: Encoding, value: Any, *args: Any) -> Any:
    if len(args) == 4:
        start, count, target, at = args
        data = self.encode(units(_text(value))[start:start + count])
        if at + len(data) > len(target):
            raise argument_fault(f"The output byte buffer is too small to contain the encoded data, encoding '{self.title}' fallback "
                                 "'System.Text.EncoderReplacementFallback'.", "bytes")
        target[at:at + len(data)] = byte_array(data)
        return len(data)
    return byte_array(self.encode(_window(units(_text(value)), args)))


def _get_string(self: Encoding, data: Any, *args: int) -> str:
    if data is None:
        raise null_fault("bytes")
    return self.decode(to_bytes(_window(data, args)))


def _get_chars(self: Encoding, data: Any, *args: Any) -> Any:
    if len(args) == 4:
        start, count, target, at = args
        chars = char_array(self.decode(to_bytes(data[start:start + count])))
        target[at:at + len(chars)] = chars
        return len(chars)
    return char_array(_get_string(self, data, *args))


def _convert(source: Encoding, target: Encoding, data: Any, *window: int) -> Any:
    return byte_array(target.encode(source.decode(to_bytes(_window(data, window)))))


def _new_utf8(mark: bool = False, strict: bool = False) -> Encoding:
    return Encoding(65001, "utf-8", "Unicode (UTF-8)", "utf-8", codecs.BOM_UTF8 if mark else b"", _UTF8, strict)


def _new_unicode(big: bool = False, mark: bool = True, strict: bool = False) -> Encoding:
    found = BY_PAGE[1201 if big else 1200]
    return Encoding(found.page, found.web, found.title, found.codec, found.mark if mark else b"", _UNI, strict)


def _new_utf32(big: bool = False, mark: bool = True, strict: bool = False) -> Encoding:
    found = BY_PAGE[12001 if big else 12000]
    return Encoding(found.page, found.web, found.title, found.codec, found.mark if mark else b"", _U32, strict)


def _most_bytes(self: Encoding, count: int) -> int:
    return {65001: (count + 1) * 3, 1200: (count + 1) * 2, 1201: (count + 1) * 2, 12000: (count + 1) * 4, 12001: (count + 1) * 4}.get(self.page, count + 1)


def _most_chars(self: Encoding, count: int) -> int:
    return {65001: count + 1, 1200: count // 2 + count % 2 + 1, 1201: count // 2 + count % 2 + 1, 12000: count // 2 + 2, 12001: count // 2 + 2}.get(self.page, count)


def _coders() -> Any:
    from relayshell.objects.dotnet import textcoders
    return textcoders


_GET = {
    "BodyName": lambda self: self.web.lower(), "EncodingName": lambda self: self.title, "HeaderName": lambda self: self.web.lower(), "WebName": lambda self: self.web.lower() if self.page != 1201 else "utf-16be",
    "WindowsCodePage": lambda self: 1200 if self.page in (65001, 1200, 1201, 12000, 12001) else 1252, "IsBrowserDisplay": lambda self: self.page in (65001, 28591, 1252),
    "IsBrowserSave": lambda self: self.page in (65001, 1200, 28591, 1252), "IsMailNewsDisplay": lambda self: self.page in (65001, 20127, 28591, 1252),
    "IsMailNewsSave": lambda self: self.page in (65001, 20127, 28591, 1252), "IsSingleByte": lambda self: self.page in (20127, 28591) or self.page < 1260,
    "EncoderFallback": lambda self: _coders().fallback_of("Encoder")(self), "DecoderFallback": lambda self: _coders().fallback_of("Decoder")(self), "IsReadOnly": lambda self: True, "CodePage": lambda self: self.page,
}
_METHODS = {
    "GetDecoder": lambda self: _coders().Decoder(self), "GetEncoder": lambda self: _coders().Encoder(self),
    "GetBytes": _get_bytes, "GetString": _get_string, "GetChars": _get_chars, "GetByteCount": lambda self, value, *w: len(self.encode(_window(units(_text(value)), w))),
    "GetCharCount": lambda self, data, *w: len(units(self.decode(to_bytes(_window(data, w))))), "GetPreamble": lambda self: byte_array(self.mark),
    "GetMaxByteCount": _most_bytes, "GetMaxCharCount": _most_chars, "Clone": Encoding.clone, "Equals": lambda self, other: self == other,
    "GetHashCode": lambda self: self.page, "ToString": lambda self: self.type_name if self.page != 65001 or not self.mark else "System.Text.UTF8Encoding+UTF8EncodingSealed",
    "IsAlwaysNormalized": lambda self, form=None: self.page in (20127, 28591) and (form is None or int(form) == 1),
}
_PROPERTIES = {name: (lambda page=page: BY_PAGE[page]) for name, page in (
    ("UTF8", 65001), ("Unicode", 1200), ("BigEndianUnicode", 1201), ("UTF32", 12000), ("ASCII", 20127), ("Latin1", 28591), ("UTF7", 65000))}


class EncodingInfo:
    """One row of GetEncodings."""

    __slots__ = ("encoding",)

    def __init__(self, encoding: Encoding) -> None:
        self.encoding = encoding


declare("System.Text.EncodingInfo", EncodingInfo, get={"CodePage": lambda self: self.encoding.page, "Name": lambda self: self.encoding.web, "DisplayName": lambda self: self.encoding.title},
        methods={"GetEncoding": lambda self: self.encoding}, signatures=("int CodePage {get;}", "string Name {get;}", "string DisplayName {get;}", "System.Text.Encoding GetEncoding()"))


def _all() -> Any:
    from relayshell.objects.dotnet.results import array
    return array("System.Text.EncodingInfo", [EncodingInfo(BY_PAGE[page]) for page in sorted((1200, 1201, 12000, 12001, 20127, 28591, 65000, 65001))])


declare(
    "System.Text.Encoding", Encoding, dynamic=True, get=_GET, methods=_METHODS,
    statics={"GetEncoding": lambda key, *fallbacks: _coders().encoding_with(key, *fallbacks) if fallbacks else get_encoding(key), "Convert": _convert, "GetEncodings": _all, "RegisterProvider": lambda provider: None},
    static_get={**_PROPERTIES, "Default": lambda: UTF8}, to_text=lambda self: self.type_name,
)
for _name, _make in ((_UTF8, _new_utf8), (_UNI, _new_unicode), (_U32, _new_utf32), (_ASC, lambda: BY_PAGE[20127])):
    declare(_name, Encoding, new={"*": _make, "()": _make}, dynamic=True, base="System.Text.Encoding",
            signatures=("()", "(bool bigEndian, bool byteOrderMark)") if _name == _U32 else ())
for _name in ("System.Text.Latin1Encoding", "System.Text.UTF7Encoding", "System.Text.SBCSCodePageEncoding", "System.Text.DBCSCodePageEncoding"):
    declare(_name, Encoding, dynamic=True, base="System.Text.Encoding")
