"""Encoder and Decoder, which keep half a character until the rest comes, and the fallbacks for what an encoding cannot say."""

from __future__ import annotations

import codecs
from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.encodings import Encoding, get_encoding
from relayshell.objects.dotnet.results import byte_array, char_array, joined, to_bytes, units

_T = "System.Text."


class Decoder:
    """Bytes to characters, piece by piece."""

    __slots__ = ("encoding", "state")

    def __init__(self, encoding: Encoding) -> None:
        self.encoding = encoding
        self.reset()

    def reset(self) -> None:
        """Forgets what is half read."""
        self.state = codecs.getincrementaldecoder(self.encoding.codec)("strict" if self.encoding.strict else "replace")

    def text(self, data: Any, start: int, count: int, flush: bool) -> str:
        """The characters of a window, as UTF-16 units."""
        return units(self.state.decode(to_bytes(data[start:start + count]), flush))


def _get_chars(self: Decoder, data: Any, start: int, count: int, target: Any, at: int, flush: bool = False) -> int:
    text = self.text(data, start, count, flush is True)
    target[at:at + len(text)] = char_array(text)
    return len(text)


def _char_count(self: Decoder, data: Any, start: int, count: int, flush: bool = False) -> int:
    kept = self.state.getstate()
    found = len(self.text(data, start, count, flush is True))
    self.state.setstate(kept)
    return found


class Encoder:
    """Characters to bytes, piece by piece; the first half of a pair waits for the second."""

    __slots__ = ("encoding", "kept")

    def __init__(self, encoding: Encoding) -> None:
        self.encoding, self.kept = encoding, ""

    def reset(self) -> None:
        """Forgets what is half written."""
        self.kept = ""

    def data(self, chars: Any, start: int, count: int, flush: bool) -> tuple[bytes, str]:
        """The bytes of a window, and what waits."""
        text = self.kept + "".join(str.__str__(each) for each in chars[start:start + count])
        waits = text[-1:] if not flush and "\ud800" <= text[-1:] <= "\udbff" else ""
        return self.encoding.encode(joined(text[:len(text) - len(waits)])), waits


def _get_bytes(self: Encoder, chars: Any, start: int, count: int, target: Any, at: int, flush: bool) -> int:
    made, self.kept = self.data(chars, start, count, flush)
    target[at:at + len(made)] = byte_array(made)
    return len(made)


declare(_T + "Decoder", Decoder, methods={"GetChars": _get_chars, "GetCharCount": _char_count, "Reset": Decoder.reset},
        signatures=("int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex)",
                    "int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex, bool flush)", "int GetCharCount(byte[] bytes, int index, int count)",
                    "int GetCharCount(byte[] bytes, int index, int count, bool flush)", "void Reset()"))
declare(_T + "Encoder", Encoder, methods={"GetBytes": _get_bytes, "GetByteCount": lambda self, chars, start, count, flush: len(self.data(chars, start, count, flush)[0]), "Reset": Encoder.reset},
        signatures=("int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex, bool flush)", "int GetByteCount(char[] chars, int index, int count, bool flush)",
                    "void Reset()"))


class Fallback:
    """What stands for what cannot be said: an error, or a text."""

    __slots__ = ("net_type", "text")

    def __init__(self, type_name: str, text: str | None = None) -> None:
        from relayshell.objects.nettype import get_type
        self.net_type, self.text = get_type(_T + type_name), text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Fallback) and (other.net_type, other.text) == (self.net_type, self.text)

    def __hash__(self) -> int:
        return hash((self.net_type, self.text))


for _way, _sign in (("Encoder", "?"), ("Decoder", "\ufffd")):
    _base = f"{_T}{_way}Fallback"
    declare(_base, Fallback, dynamic=True, get={"MaxCharCount": lambda self: len(self.text or "")},
            static_get={"ExceptionFallback": lambda way=_way: Fallback(f"{way}ExceptionFallback"), "ReplacementFallback": lambda way=_way, sign=_sign: Fallback(f"{way}ReplacementFallback", sign)},
            signatures=("int MaxCharCount {get;}", f"static {_base} ExceptionFallback {{get;}}", f"static {_base} ReplacementFallback {{get;}}"))
    declare(f"{_T}{_way}ExceptionFallback", Fallback, dynamic=True, base=_base, new=lambda way=_way: Fallback(f"{way}ExceptionFallback"), signatures=("()",))
    declare(f"{_T}{_way}ReplacementFallback", Fallback, dynamic=True, base=_base, new=lambda text=_sign, way=_way: Fallback(f"{way}ReplacementFallback", text),
            get={"DefaultString": lambda self: self.text}, signatures=("()", "(string replacement)", "string DefaultString {get;}"))


def encoding_with(key: Any, *fallbacks: Fallback) -> Encoding:
    """An encoding that is strict where a fallback throws. Texts of other replacements are not kept: ? and U+FFFD stand for all."""
    made = get_encoding(key)
    if any(each.text is None for each in fallbacks):
        made = made.clone()
        made.strict = True
    return made


def fallback_of(way: str) -> Any:
    """The fallback that an encoding has, for EncoderFallback and DecoderFallback."""
    def find(self: Encoding) -> Fallback:
        if self.strict:
            return Fallback(f"{way}ExceptionFallback")
        return Fallback(f"{way}ReplacementFallback", "?" if self.page == 20127 or way == "Encoder" and not self.type_name.startswith((_T + "U",)) else "\ufffd")
    return find
