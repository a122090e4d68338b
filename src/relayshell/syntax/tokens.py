"""Tokens: their kinds (the names of .NET's TokenKind), the words and operators that are tokens of their own, and their traits."""

from __future__ import annotations


class Token:
    """A token of `kind` from `start` up to `end`.

    `value` is what it stands for: the string, the name of a variable, parameter or label, the streams of a redirection, the number. `extra`
    holds the type name of a number, the pieces of an expandable string, or whether a parameter ended in a colon.
    """

    __slots__ = ("kind", "start", "end", "value", "extra", "nested")

    def __init__(self, kind: str, start: int, end: int, value: object = None, extra: object = None) -> None:
        self.kind = kind
        self.start = start
        self.end = end
        self.value = value
        self.extra = extra
        self.nested: list[Token] | None = None
        """For an expandable string whose tokens are kept: the tokens of the expressions inside."""

    def __repr__(self) -> str:
        return f"Token({self.kind}, {self.start}, {self.end}, {self.value!r})"


KEYWORDS = {
    word.lower(): word
    for word in (
        "ElseIf If Else Switch Foreach From In For While Until Do Try Catch Finally Trap Data Return Continue Break Exit Throw Begin Process End "
        "Dynamicparam Function Filter Param Class Define Var Using Workflow Parallel Sequence InlineScript Configuration Public Private Static "
        "Interface Enum Namespace Module Type Assembly Command Hidden Base Default Clean"
    ).split()
}
"""Keywords in small letters, and their kinds."""

KEYWORD_KINDS = frozenset(KEYWORDS.values())

BLOCK_NAMES = frozenset({"Begin", "Process", "End", "Clean", "Dynamicparam"})
"""Keywords that open a named block."""

NO_ATTRIBUTES_BEFORE = frozenset(
    "If Switch Foreach For While Do Return Continue Break Exit Throw Trap Try Data Function Filter Workflow Parallel Sequence".split()
)
"""Statements that take no attributes before them."""

_CASED = "eq ne ge gt lt le like notlike match notmatch replace contains notcontains in notin split".split()

OPERATORS = {
    "bnot": "Bnot",
    "not": "Not",
    "isnot": "IsNot",
    "is": "Is",
    "as": "As",
    "f": "Format",
    "and": "And",
    "band": "Band",
    "or": "Or",
    "bor": "Bor",
    "xor": "Xor",
    "bxor": "Bxor",
    "join": "Join",
    "shl": "Shl",
    "shr": "Shr",
}
"""Operators that are a dash and a word: the word in small letters, and the kind."""
for _word in _CASED:
    OPERATORS[_word] = OPERATORS["i" + _word] = "I" + _word
    OPERATORS["c" + _word] = "C" + _word

_LOGICAL, _BITWISE, _COMPARISON, _COALESCE, _ADD, _MULTIPLY, _FORMAT, _RANGE = range(1, 9)

PRECEDENCE = {
    "And": _LOGICAL,
    "Or": _LOGICAL,
    "Xor": _LOGICAL,
    "Band": _BITWISE,
    "Bor": _BITWISE,
    "Bxor": _BITWISE,
    "Is": _COMPARISON,
    "IsNot": _COMPARISON,
    "As": _COMPARISON,
    "Join": _COMPARISON,
    "Shl": _COMPARISON,
    "Shr": _COMPARISON,
    "QuestionQuestion": _COALESCE,
    "Plus": _ADD,
    "Minus": _ADD,
    "Multiply": _MULTIPLY,
    "Divide": _MULTIPLY,
    "Rem": _MULTIPLY,
    "Format": _FORMAT,
    "DotDot": _RANGE,
}
"""Binary operators and how tightly they bind, the tightest highest."""
for _word in _CASED:
    PRECEDENCE["I" + _word] = PRECEDENCE["C" + _word] = _COMPARISON

UNARY = frozenset({"Comma", "MinusMinus", "PlusPlus", "Not", "Bnot", "Exclaim", "Plus", "Minus", "Isplit", "Csplit", "Join"})

ASSIGNMENT = frozenset(
    {"Equals", "PlusEquals", "MinusEquals", "MultiplyEquals", "DivideEquals", "RemainderEquals", "QuestionQuestionEquals"}
)

SAME_IN_EVERY_MODE = frozenset(
    "NewLine LineContinuation Comment EndOfInput StringLiteral StringExpandable HereStringLiteral HereStringExpandable LParen RParen LCurly RCurly "
    "RBracket AtParen AtCurly DollarParen Semi AndAnd OrOr Ampersand Pipe Comma".split()
)
"""Kinds that need not be scanned again when the mode changes."""

FOLDABLE = frozenset("Multiply Divide Rem Plus Minus Not Bnot Exclaim And Or Xor Band Bor Bxor Shl Shr".split()) | frozenset(
    case + word for word in ("eq", "ne", "ge", "gt", "lt", "le") for case in "IC"
)
"""Operators that a constant expression may use."""

NOT_IN_DATA = frozenset("MinusMinus PlusPlus PostfixMinusMinus PostfixPlusPlus DotDot Format As Join".split()) | frozenset(
    case + word for word in ("match", "notmatch", "replace", "split") for case in "IC"
)
"""Operators that restricted language refuses."""

_SYMBOLS = {
    "Equals": "=",
    "PlusEquals": "+=",
    "MinusEquals": "-=",
    "MultiplyEquals": "*=",
    "DivideEquals": "/=",
    "RemainderEquals": "%=",
    "QuestionQuestionEquals": "??=",
    "QuestionQuestion": "??",
    "Comma": ",",
    "PlusPlus": "++",
    "MinusMinus": "--",
    "PostfixPlusPlus": "++",
    "PostfixMinusMinus": "--",
    "Plus": "+",
    "Minus": "-",
    "Multiply": "*",
    "Divide": "/",
    "Rem": "%",
    "DotDot": "..",
    "Exclaim": "!",
    "Format": "-f",
    "Ampersand": "&",
    "Dot": ".",
    "AndAnd": "&&",
    "OrOr": "||",
}


def kind_text(kind: str) -> str:
    """How a kind of token is written, for messages."""
    symbol = _SYMBOLS.get(kind)
    if symbol is not None:
        return symbol
    return kind.lower() if kind in KEYWORD_KINDS else "-" + kind.lower()
