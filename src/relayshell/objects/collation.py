"""The order of texts as people expect it: ICU's root order, which en-US and the invariant culture share.

Letters first by themselves, then by accent, then by case (small before capital); punctuation before symbols
before digits before letters. Control characters count for nothing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

_ORDER = "\t\n\x0b\x0c\r\x85\u2028\u2029 _‿⁀-‐‑‒–—―,،;:!¡?¿.…·'‘’‚‹›\"“”„«»()[]{}@*/\\&#%‰†‡•`´˜^¯¨°©®+±÷×<=>|¦~¬"
_CURRENCY = "¤¢$£¥€"
_RANK = {char: position + 1 for position, char in enumerate(_ORDER)}
_LETTERS = {"æ": ("a", "e"), "œ": ("o", "e"), "ß": ("s", "s"), "ø": ("o",), "đ": ("d",), "ð": ("d",), "ł": ("l",), "þ": ("t", "h"), "ı": ("i",)}

Key = tuple[str, tuple[int, ...], str]
"""The letters' ranks as characters of that number, the accents, and which letters are capitals."""
_LAST = 0x10FFFF


def _primary(char: str) -> str:
    """The rank of a character, as characters: one that stands for its class is followed by it."""
    rank = _RANK.get(char)
    if rank is not None:
        return chr(rank)
    category = unicodedata.category(char)
    if char in _CURRENCY or category == "Sc":
        return chr(2000 + (_CURRENCY.find(char) if char in _CURRENCY else 50))
    if category[0] == "Z":
        return chr(_RANK[" "])
    if category[0] == "P":
        return chr(500) + char
    if category[0] == "S":
        return chr(1000) + char
    if category == "Nd":
        return chr(3000 + unicodedata.digit(char))
    if category[0] == "N":
        return chr(3500) + char
    return chr(5000 + ord(char)) if 5000 + ord(char) < _LAST else chr(_LAST) + char


def _counts_for_nothing(char: str) -> bool:
    code = ord(char)
    return code < 32 and char not in _RANK or 0x7F <= code < 0xA0 and char not in _RANK or code in (0xAD, 0x200B, 0x200C, 0x200D, 0xFEFF)


_ASCII = {code: None if _counts_for_nothing(chr(code)) else _primary(chr(code).lower()) for code in range(128)}
_ASCII_CASE = {code: None if _counts_for_nothing(chr(code)) else "1" if chr(code).isupper() else "0" for code in range(128)}


_in_use: list[Any] = []
"""The order of the alphabet that is meant now, where it is not the root's."""


@contextmanager
def alphabet_of(culture: str) -> Iterator[None]:
    """Within it texts are in the order of a culture's alphabet; an empty name is the root's."""
    from .alphabets import order_of

    order = order_of(culture) if culture else None
    before = list(_in_use)
    _in_use[:] = [] if order is None else [order]
    try:
        yield
    finally:
        _in_use[:] = before


def sort_key(text: str, ignore_case: bool = False) -> Key:
    """What to compare instead of the text."""
    return _in_use[0].key(text, ignore_case) if _in_use else root_key(text, ignore_case)


def root_key(text: str, ignore_case: bool = False) -> Key:
    """As sort_key, whatever alphabet is meant now."""
    if text.isascii():
        primary = text.translate(_ASCII)
        return primary, (0,) * len(primary), "" if ignore_case else text.translate(_ASCII_CASE)
    return _full_key(text, ignore_case)


@lru_cache(maxsize=8192)
def _full_key(text: str, ignore_case: bool) -> Key:
    primary: list[str] = []
    secondary: list[int] = []
    tertiary: list[str] = []
    for char in unicodedata.normalize("NFD", text):
        code = ord(char)
        if code >= 0x300 and unicodedata.combining(char):
            if secondary:
                secondary[-1] = secondary[-1] * 1000 + code - 0x2FF
            continue
        if _counts_for_nothing(char):
            continue
        small = char.lower()
        for piece in _LETTERS.get(small, (small,)):
            primary.append(_primary(piece))
            secondary.append(1 if small in _LETTERS else 0)
            tertiary.append("1" if small != char else "0")
    return "".join(primary), tuple(secondary), "" if ignore_case else "".join(tertiary)


def compare_text(one: str, two: str, ignore_case: bool = False) -> int:
    """-1, 0 or 1: the order of two texts."""
    if one == two:
        return 0
    a, b = sort_key(one, ignore_case), sort_key(two, ignore_case)
    return (a > b) - (a < b)


def equal_text(one: str, two: str, ignore_case: bool) -> bool:
    """Whether two texts are the same, with or without case: what -eq asks."""
    if one == two:
        return True
    if ignore_case:
        if len(one) == len(two) and one.isascii() and two.isascii():
            return one.lower() == two.lower()
        if one.lower() == two.lower():
            return True
    if one.isascii() and two.isascii() and one.isprintable() and two.isprintable():
        return False
    return _folded(one, ignore_case) == _folded(two, ignore_case)


def _folded(text: str, ignore_case: bool) -> str:
    kept = "".join(c for c in unicodedata.normalize("NFC", text) if not (ord(c) < 32 and c not in "\t\n\r\x0b\x0c") and ord(c) not in (0xAD, 0x200B, 0xFEFF))
    return kept.lower() if ignore_case else kept
