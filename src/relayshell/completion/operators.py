"""The operators that are a dash and a word, with what each does."""

from __future__ import annotations

from relayshell.completion.result import Candidate

_MANY = "When the left operand is a collection, returns values from the collection that {0} the right operand, otherwise returns TRUE if the left operand {1} the right operand."
_PATTERN = "When the left operand is a collection, returns values from the collection that {0} the right hand operand, otherwise returns TRUE if the left operand {1} the right operand."
_CASED = {
    "eq": ("Equal to", _MANY.format("equal", "equals")),
    "ne": ("Not equal to", _MANY.format("do not equal", "does not equal")),
    "ge": ("Greater than or equal to", _MANY.format("are greater than or equal to", "is greater than or equal to")),
    "gt": ("Greater than", _MANY.format("are greater than", "is greater than")),
    "le": ("Less than or equal to", _MANY.format("are less than or equal to", "is less than or equal to")),
    "lt": ("Less than", _MANY.format("are less than", "is less than")),
    "like": ("Wildcard matching operator", _PATTERN.format("match", "matches")),
    "notlike": ("Wildcard matching operator", _PATTERN.format("do not match", "does not match")),
    "match": ("Regular expression matching operator", _PATTERN.format("match", "matches")),
    "notmatch": ("Regular expression matching operator", _PATTERN.format("do not match", "does not match")),
    "contains": ("Containment operator", "Returns TRUE only when the test value (right operand) exactly matches at least one of the values in the left operand."),
    "notcontains": ("Containment operator", "Returns TRUE when the test value (right operand) exactly matches none of the values in the left operand."),
    "in": ("Containment operator", "Returns TRUE when the test value (left operand) exactly matches at least one of the values in the right operand."),
    "notin": ("Containment operator", "Returns TRUE when the test value (left operand) exactly matches none of the values in the right operand."),
    "replace": ("Replace operator", "Changes the left operand. Example: (dir *.ps1).FullName -replace '.ps1$','.ps1.bak'"),
    "split": ("Split", "Split one or more strings into substrings."),
}
_OTHERS = {
    "and": "Logical and. Returns TRUE when both statements are TRUE.",
    "as": "Converts the left operand to the specified .NET Framework type (right operand).",
    "band": "Bitwise AND",
    "bnot": "Bitwise NOT",
    "bor": "Bitwise OR (inclusive)",
    "bxor": "Bitwise OR (exclusive)",
    "f": "Formats strings by using the format method of string objects.",
    "is": "Returns TRUE when the left operand is an instance of the specified .NET Framework type (right operand).",
    "isnot": "Returns TRUE when the left operand is not an instance of the specified .NET Framework type (right operand).",
    "join": "Join - combine multiple strings into a single string.",
    "not": "Logical not. Negates the statement that follows it.",
    "or": "Logical or. Returns TRUE when either statement is TRUE.",
    "shl": "Shift Left bit operator. Inserts zero in right-most bit position.",
    "shr": "Shift Right bit operator. Inserts zero in the left-most bit position. For signed values, sign bit is preserved.",
    "xor": "Logical exclusive or. Returns TRUE when only one statement is TRUE.",
}


def _texts() -> dict[str, str]:
    found = dict(_OTHERS)
    for word, (what, text) in _CASED.items():
        # Of these alone the words for the case-blind form say that case counts, in PowerShell too.
        plain = "case sensitive" if word == "notin" else "case insensitive"
        found[word] = f"{what} - {plain}. {_more(word, text, False)}"
        found["i" + word] = f"{what} - case insensitive. {_more(word, text, False)}"
        found["c" + word] = f"{what} - case sensitive. {_more(word, text, True)}"
    return dict(sorted(found.items()))


def _more(word: str, text: str, cased: bool) -> str:
    return text.replace("only when", "when") if word == "contains" and not cased else text


def operators(begun: str) -> list[Candidate]:
    """The operators that begin with a word, which has its dash."""
    folded = begun.lstrip("-\u2013\u2014\u2015").lower()
    return [Candidate(f"-{word}", word, "ParameterName", text) for word, text in _texts().items() if word.startswith(folded)]
