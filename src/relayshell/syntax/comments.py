"""What a line comment may be besides a comment: a `#requires` line or the head of a signature block."""

from __future__ import annotations

_SIGNATURE = "sig#beginsignatureblock\n"
_LIKENESS = 10  # fewer edits than this, and a comment passes for the head of a signature
_LETTERS = {char: _SIGNATURE.count(char) for char in _SIGNATURE}


def is_requires(words: str) -> bool:
    """Whether a comment, without its `#`, asks for something that must be there before the script runs."""
    return words[:8].lower() == "requires"


def is_signature_start(words: str) -> bool:
    """Whether a comment, without its `#`, is or looks much like the head of a signature block, after which no code may stand."""
    if len(words) < len(_SIGNATURE) - _LIKENESS - 1:
        return False
    packed = "".join(words.split()).lower() + "\n"
    if not len(_SIGNATURE) - _LIKENESS <= len(packed) <= len(_SIGNATURE) + _LIKENESS:
        return False
    in_common = sum(min(count, packed.count(char)) for char, count in _LETTERS.items())
    if max(len(packed), len(_SIGNATURE)) - in_common >= _LIKENESS:
        return False
    return _distance(packed, _SIGNATURE) < _LIKENESS


def _distance(first: str, second: str) -> int:
    """How many letters must be put in, left out or changed to make one text the other (Levenshtein)."""
    row = list(range(len(second) + 1))
    for number, char in enumerate(first, 1):
        previous, row[0] = row[0], number
        for column, other in enumerate(second, 1):
            cost = previous if char == other else min(previous, row[column], row[column - 1]) + 1
            previous, row[column] = row[column], cost
    return row[-1]
