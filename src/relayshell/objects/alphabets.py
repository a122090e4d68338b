"""Alphabets that put some letters elsewhere than most languages do, as Swedish has å, ä and ö after z.

By language: the letters of their own and after which they stand, the letters that count as a variant of another, pairs of letters that are one,
and whether capitals come first. After the tailorings of CLDR, for the languages a mail administrator is likely to meet; what is not here is in the
order of the root.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import NamedTuple

_LATIN = 4000
"""Where the ranks of Latin letters begin here: above those of digits, below those of other scripts."""
_STEP = 16


class Alphabet(NamedTuple):
    """One language's own letters."""

    own: str
    """Groups of letters, each after a base letter: "z:åäö"; "h>ı" is a letter before the next one as well."""
    variants: str = ""
    """Pairs: a letter, and the one it is a variant of."""
    pairs: str = ""
    """Two letters that are one, and after a colon what they stand behind or equal."""
    capitals_first: bool = False
    turkish: bool = False


_NORDIC = Alphabet("z:æøå", "äæöøüy", "aa=å", capitals_first=True)
_SOUTH = Alphabet("c:čć d:đ s:š z:ž", pairs="dž>d lj>l nj>n")
ALPHABETS: dict[str, Alphabet] = {
    "sv": Alphabet("z:åäö", "æäøö"), "fi": Alphabet("z:åäö", "æäøö"), "da": _NORDIC, "nb": _NORDIC._replace(capitals_first=False),
    "nn": _NORDIC._replace(capitals_first=False), "no": _NORDIC._replace(capitals_first=False), "fo": Alphabet("a:á d:ð i:í o:ó u:ú y:ý z:æøå", "äæöø"),
    "is": Alphabet("a:á d:ð e:é i:í o:ó u:ú y:ý z:þæöå", "äæøö"), "de": Alphabet(""), "es": Alphabet("n:ñ"),
    "tr": Alphabet("c:ç g:ğ h:ı o:ö s:ş u:ü", turkish=True), "az": Alphabet("c:ç e:ə g:ğ h:ı o:ö s:ş u:ü", turkish=True),
    "pl": Alphabet("a:ą c:ć e:ę l:ł n:ń o:ó s:ś z:źż"), "cs": Alphabet("c:č r:ř s:š z:ž", pairs="ch>h"),
    "sk": Alphabet("a:ä c:č o:ô s:š z:ž", pairs="ch>h"), "hu": Alphabet("o:ö u:ü", "őöűü", "cs>c dz>d gy>g ly>l ny>n sz>s ty>t zs>z"),
    "hr": _SOUTH, "bs": _SOUTH, "sl": Alphabet("c:čć d:đ s:š z:ž"), "ro": Alphabet("a:ăâ i:î s:ș t:ț", "şșţț"),
    "et": Alphabet("s:šzž w:õäöü"), "lv": Alphabet("c:č g:ģ k:ķ l:ļ n:ņ s:š z:ž"), "lt": Alphabet("c:č s:š z:ž"), "sq": Alphabet("c:ç e:ë"),
    "cy": Alphabet("", pairs="ch>c dd>d ff>f ng>g ll>l ph>p rh>r th>t"), "mt": Alphabet("c:ċ g:ġ h:ħ z:ż"),
    "vi": Alphabet("a:ăâ d:đ e:ê o:ôơ u:ư"),
}

Key = tuple[str, tuple[int, ...], str]


class Order:
    """The order of one alphabet's texts."""

    def __init__(self, alphabet: Alphabet) -> None:
        self.alphabet = alphabet
        self.ranks = {chr(97 + at): _LATIN + at * _STEP for at in range(26)}
        self.accents: dict[str, int] = {}
        for group in alphabet.own.split():
            base, _, letters = group.partition(":")
            for place, letter in enumerate(letters, 1):
                self.ranks[letter] = self.ranks[base] + place
        for letter, like in zip(alphabet.variants[::2], alphabet.variants[1::2]):
            self.ranks[letter] = self.ranks[like]
            self.accents[letter] = 1
        self.pairs: dict[str, tuple[int, int]] = {}
        for pair in alphabet.pairs.split():
            like = pair[3:]
            same = pair[2] == "="
            self.pairs[pair[:2]] = (self.ranks[like] + (0 if same else _STEP // 2), 1 if same else 0)
        self.key = lru_cache(maxsize=4096)(self._key)

    def lower(self, char: str) -> str:
        """A small letter as this language has it."""
        if self.alphabet.turkish:
            char = {"I": "ı", "İ": "i"}.get(char, char)
        return char.lower()

    def _key(self, text: str, ignore_case: bool) -> Key:
        from .collation import root_key

        primary: list[str] = []
        secondary: list[int] = []
        tertiary: list[str] = []
        capital, small = ("0", "1") if self.alphabet.capitals_first else ("1", "0")
        composed = unicodedata.normalize("NFC", text)
        at = 0
        while at < len(composed):
            char = composed[at]
            folded = self.lower(char)
            pair = self.pairs.get(folded + self.lower(composed[at + 1])) if at + 1 < len(composed) else None
            at += 2 if pair is not None else 1
            rank = self.ranks.get(folded)
            if pair is not None or rank is not None:
                primary.append(chr(pair[0] if pair is not None else rank or 0))
                secondary.append(pair[1] if pair is not None else self.accents.get(folded, 0))
                tertiary.append(small if char == folded else capital)
                continue
            letters, accents, cases = root_key(char, False)
            for position, letter in enumerate(letters):
                latin = ord(letter) - 5000
                primary.append(chr(self.ranks[chr(latin)]) if 97 <= latin <= 122 else letter)
                secondary.append(accents[position] if position < len(accents) else 0)
                tertiary.append(capital if cases[position:position + 1] == "1" else small)
        return "".join(primary), tuple(secondary), "" if ignore_case else "".join(tertiary)


_orders: dict[str, Order | None] = {}


def order_of(culture: str) -> Order | None:
    """The order of a culture's alphabet; None where it is that of the root."""
    language = culture.partition("-")[0].lower()
    if language not in _orders:
        alphabet = ALPHABETS.get(language)
        _orders[language] = Order(alphabet) if alphabet is not None and (alphabet.own or alphabet.pairs) else None
    return _orders[language]
