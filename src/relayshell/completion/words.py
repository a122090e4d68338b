"""Words as they are typed: taking quotes off, putting them on where a word needs them, matching what was begun."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from relayshell.completion.result import Candidate

SINGLES = "'\u2018\u2019\u201a\u201b"
DOUBLES = "\"\u201c\u201d\u201e"


def unquoted(word: str) -> tuple[str, str]:
    """A word without the quotes around it (or before it, where it is not yet closed), and the quote."""
    if not word or word[0] not in SINGLES + DOUBLES:
        return word, ""
    quote = "'" if word[0] in SINGLES else '"'
    closing = SINGLES if quote == "'" else DOUBLES
    inside = word[1:-1] if len(word) > 1 and word[-1] in closing else word[1:]
    return inside.replace(quote * 2, quote), quote


def needs_quotes(word: str, escape: bool = False) -> bool:
    """Whether a word on its own would be read as anything but itself; with `escape`, brackets count too."""
    from relayshell.syntax import parse
    from relayshell.syntax.tokens import KEYWORD_KINDS

    parsed = parse(word, keep_tokens=True)
    kinds = [token.kind for token in parsed.tokens]
    if len(kinds) != 2 or parsed.problems and kinds[0] not in KEYWORD_KINDS:
        return True
    if kinds[0] in ("Generic", "Identifier") or kinds[0] in KEYWORD_KINDS:
        return any(char in word for char in ("$`[]" if escape else "$`"))
    return kinds[0] not in ("Number",)


def quoted(word: str, quote: str = "", force: bool = False) -> str:
    """A word as it must be typed: with the quotes that were begun, or single ones where it needs some."""
    if quote == '"':
        return '"' + word.replace("`", "``").replace("$", "`$").replace('"', '""') + '"'
    if quote or force or needs_quotes(word):
        return "'" + word.replace("'", "''") + "'"
    return word


def starts(pattern: str) -> Callable[[str], bool]:
    """A test for what begins with a pattern, which may hold wildcards; case does not count."""
    from relayshell.objects.wildcard import compile_wildcard

    if not any(char in pattern for char in "*?[]`"):
        folded = pattern.lower()
        return lambda name: name.lower().startswith(folded)
    try:
        return compile_wildcard(pattern + "*", True)
    except Exception:  # noqa: BLE001 - a bracket that is not closed is no pattern yet
        folded = pattern.lower()
        return lambda name: name.lower().startswith(folded)


def listed(word: str, names: Iterable[str], kind: str = "ParameterValue") -> list[Candidate]:
    """Those of some names that begin with a word, quoted as it is or as they need."""
    begun, quote = unquoted(word)
    fits = starts(begun)
    return [Candidate(quoted(each, quote), each, kind, each) for each in names if fits(each)]


def by_name(candidates: Iterable[Candidate]) -> list[Candidate]:
    """In the order of what is shown, as a culture sorts."""
    return sorted(candidates, key=lambda each: sort_key(each.shown))


def sort_key(name: str) -> Any:
    """The key by which names stand in lists."""
    from relayshell.objects.collation import sort_key as collation

    return collation(name)
