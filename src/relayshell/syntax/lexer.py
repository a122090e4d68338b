"""The next token, in the mode that the parser asks for.

The modes are Command (words, as after a command's name), Expression (operators and operands), TypeName and Signature (heads of classes and
methods). The parser may set the place back and read the same text again in another mode. Knows characters, not grammar.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from relayshell.source import Extent, Source
from relayshell.syntax import chars
from relayshell.syntax.comments import is_signature_start, is_requires
from relayshell.syntax.numerals import NotANumber, match_number, number_value
from relayshell.syntax.problems import ParseError, message
from relayshell.syntax.tokens import KEYWORDS, OPERATORS, Token
from relayshell.syntax.variables import VariableScanner

if TYPE_CHECKING:
    from collections.abc import Callable

_SPACES, _ENDS = chars.SPACES, chars.WORD_ENDS
_skip_spaces = chars.skip_spaces

_SINGLES = {"(": "LParen", ")": "RParen", "{": "LCurly", "}": "RCurly", ";": "Semi", ",": "Comma", "]": "RBracket", "\n": "NewLine"}
_WITH_EQUALS = {"*": ("Multiply", "MultiplyEquals"), "/": ("Divide", "DivideEquals"), "%": ("Rem", "RemainderEquals")}
STREAMS = ("All", "Output", "Error", "Warning", "Verbose", "Debug", "Information")


class Lexer(VariableScanner):
    """Reads tokens from `text` between `pos` and `limit`; problems are added to `errors`."""

    def __init__(self, source: Source, keep_tokens: bool = False) -> None:
        self.source = source
        self.text = source.text
        self.limit = len(source.text)
        self.pos = 0
        self.mode = "Command"
        self.allow_signed_numbers = False
        self.ternary_ends_number = False
        self.want_simple_name = False
        self.nested = False
        self.saved: list[Token] | None = [] if keep_tokens else None
        self.requires: list[Token] = []
        self.signature_start: int | None = None
        self.errors: list[ParseError] = []
        self._reported: set[tuple[str, int, int]] = set()

    # Problems

    def report(self, error_id: str, start: int, end: int, *args: object) -> None:
        """Notes a problem that more typing would not mend; the same problem at the same place once only."""
        key = (error_id, start, end)
        if key not in self._reported:
            self._reported.add(key)
            self.errors.append(ParseError(Extent(self.source, start, end), error_id, message(error_id, args)))

    def report_incomplete(self, error_id: str, start: int, end: int, *args: object, seen_at: int | None = None) -> bool:
        """Notes a problem that more typing would mend if nothing follows it (or `seen_at`); tells whether that is so."""
        after = end if seen_at is None else seen_at
        incomplete = after >= self.limit or chars.match_nothing_left(self.text, after, self.limit) is not None
        key = (error_id, start, end)
        if key not in self._reported:
            self._reported.add(key)
            self.errors.append(ParseError(Extent(self.source, start, end), error_id, message(error_id, args), incomplete))
        return incomplete

    # Tokens

    def token(self, kind: str, start: int, end: int, value: object = None, extra: object = None) -> Token:
        """A new token; reading goes on at its end."""
        self.pos = end
        made = Token(kind, start, end, value, extra)
        if self.saved is not None:
            self.saved.append(made)
        return made

    def resync(self, start: int) -> None:
        """Sets the place back to `start`, forgetting the tokens from there on."""
        self.pos = start
        for kept in (self.saved, self.requires):
            while kept and (kept[-1].end > start or kept[-1].kind == "EndOfInput"):
                kept.pop()

    def ends(self, pos: int) -> bool:
        """Whether a word cannot go on at `pos`."""
        return pos >= self.limit or self.text[pos] in _ENDS

    def peek(self, pos: int) -> str:
        """The character at `pos`, or nothing at the end."""
        return self.text[pos] if pos < self.limit else ""

    def scan(self) -> Token:
        """The next token in the present mode."""
        text = self.text
        while True:
            pos = self.pos
            if pos >= self.limit:
                return self._end_of_input()
            char = text[pos]
            if char in _SPACES:
                pos = _skip_spaces(text, pos, self.limit).end()  # type: ignore[union-attr]
                if pos >= self.limit:
                    return self._end_of_input()
                char = text[pos]
            kind = _SINGLES.get(char)
            if kind is not None:
                return self.token(kind, pos, pos + 1)
            scanner = _SCANNERS.get(char)
            if scanner is None:
                scanner = Lexer._scan_identifier if char.isalpha() else Lexer._scan_word
            found = scanner(self, pos, char)
            if found is not None:
                return found

    def _end_of_input(self) -> Token:
        """The last token; PowerShell puts it one place past the end, which shows in where problems are."""
        return self.token("EndOfInput", self.limit + 1, self.limit + 1)

    # Words

    def _scan_identifier(self, pos: int, char: str) -> Token:
        text, mode = self.text, self.mode
        if mode == "Command" and not self.want_simple_name:
            end = chars.match_word(text, pos, self.limit).end()  # type: ignore[union-attr]
            if end < self.limit and text[end] not in _ENDS:
                return self.generic(pos, pos)
            word = text[pos:end]
            kind = KEYWORDS.get(word.lower())
            if kind is None or kind == "InlineScript":
                kind = "Identifier" if word.isidentifier() else "Generic"
            return self.token(kind, pos, end, word)
        if mode == "TypeName":
            return self.token("Identifier", pos, chars.match_type_name(text, pos, self.limit).end())  # type: ignore[union-attr]
        end = chars.match_identifier(text, pos, self.limit).end()  # type: ignore[union-attr]
        word = text[pos:end]
        if mode == "Signature" and not self.want_simple_name:
            return self.token(KEYWORDS.get(word.lower(), "Identifier"), pos, end, word)
        return self.token("Identifier", pos, end, word)

    def _scan_word(self, pos: int, char: str) -> Token:
        return self.generic(pos, pos + 1, char)

    def _operator(self, pos: int, length: int, kind: str) -> Token:
        """An operator, or in command mode the word that it begins."""
        end = pos + length
        if self.mode == "Command" and not self.ends(end):
            return self.generic(pos, end, self.text[pos:end])
        return self.token(kind, pos, end)

    def _scan_equals(self, pos: int, char: str) -> Token:
        return self._operator(pos, 1, "Equals")

    def _scan_arithmetic(self, pos: int, char: str) -> Token:
        """`*`, `/`, `%`, their assignments, and redirections of all streams."""
        after = self.peek(pos + 1)
        if after == "=":
            return self._operator(pos, 2, _WITH_EQUALS[char][1])
        if after == ">" and char == "*":
            return self._redirection(pos, pos + 2, 0, False, "1")
        return self._operator(pos, 1, _WITH_EQUALS[char][0])

    def _scan_plus(self, pos: int, char: str) -> Token:
        after = self.peek(pos + 1)
        if after == "+":
            return self._operator(pos, 2, "PlusPlus")
        if after == "=":
            return self._operator(pos, 2, "PlusEquals")
        if self.allow_signed_numbers and (after.isdecimal() or after == "."):
            return self._scan_number(pos, char)
        return self._operator(pos, 1, "Plus")

    def _scan_dash(self, pos: int, char: str) -> Token:
        after = self.peek(pos + 1)
        if after in chars.DASHES:
            return self._operator(pos, 2, "MinusMinus")
        if after == "=":
            return self._operator(pos, 2, "MinusEquals")
        if after.isalpha() or after == "_" or after == "?":
            return self._scan_parameter(pos)
        if self.allow_signed_numbers and (after.isdecimal() or after == "."):
            return self._scan_number(pos, char)
        return self._operator(pos, 1, "Minus")

    def _scan_parameter(self, pos: int) -> Token:
        text, start = self.text, pos + 1
        if self.mode == "Command":
            end = chars.match_parameter(text, start, self.limit).end()  # type: ignore[union-attr]
            after = self.peek(end)
            if after in chars.SINGLES or after in chars.DOUBLES:
                return self.generic(pos, end, text[pos:end])
            colon = after == ":"
            return self.token("Parameter", pos, end + colon, text[start:end], colon)
        end = chars.match_operator_word(text, start, self.limit).end()  # type: ignore[union-attr]
        word = text[start:end]
        if self.mode == "Expression":
            kind = OPERATORS.get(word.lower())
            if kind is not None:
                return self.token(kind, pos, end)
        if not word:
            return self.token("Minus", pos, end)
        return self.token("Parameter", pos, end, word, self.peek(end) == ":")

    def _scan_number(self, pos: int, char: str) -> Token:
        text = self.text
        found = match_number(text, pos, self.limit)
        end = found.end() if found else pos
        after = self.peek(end)
        number: tuple[object, str] | None = None
        if found is None or not (
            end >= self.limit
            or after in _ENDS
            or (self.mode == "Expression" and (after in chars.NUMBER_ENDS or (self.ternary_ends_number and after in "?:")))
        ):
            return self.generic(pos, pos)
        try:
            number = number_value(found)
        except NotANumber:
            return self.generic(pos, pos)
        if number is None:
            if self.mode != "Expression":
                return self.generic(pos, pos)
            self.report("BadNumericConstant", pos, end, text[pos:end])
            return self.token("Number", pos, end, None, "Object")
        return self.token("Number", pos, end, number[0], number[1])

    def _scan_digit(self, pos: int, char: str) -> Token:
        if self.peek(pos + 1) == ">":
            return self._redirection(pos, pos + 2, int(char), True, "12")
        return self._scan_number(pos, char)

    def _scan_bang(self, pos: int, char: str) -> Token:
        after = self.peek(pos + 1)
        if self.mode == "Command":
            if not self.ends(pos + 1):
                return self.generic(pos, pos + 1, char)
        elif self.mode == "Expression":
            if after.isalpha() or after == "_":
                return self.generic(pos, pos + 1, char)
            if after.isdecimal() or after == ".":
                kept, self.saved = self.saved, None
                is_number = self._scan_number(pos + 1, after).kind == "Number"
                self.saved = kept
                if not is_number:
                    return self.generic(pos, pos + 1, char)
        return self.token("Exclaim", pos, pos + 1)

    def _scan_dot(self, pos: int, char: str) -> Token:
        after = self.peek(pos + 1)
        if after == ".":
            if self.mode == "Command" and not self.ends(pos + 2):
                return self.generic(pos, pos + 1, char)
            return self.token("DotDot", pos, pos + 2)
        if "0" <= after <= "9":
            return self._scan_number(pos, char)
        if self.mode == "Command" and after and after not in _ENDS and after not in "$\"'":
            return self.generic(pos, pos + 1, char)
        return self.token("Dot", pos, pos + 1)

    def _scan_bracket(self, pos: int, char: str) -> Token:
        if self.mode == "Command" and not self.ends(pos + 1):
            return self.generic(pos, pos + 1, char)
        return self.token("LBracket", pos, pos + 1)

    def _scan_colon(self, pos: int, char: str) -> Token:
        text, limit = self.text, self.limit
        if self.peek(pos + 1) == ":":
            if self.mode == "Command" and not self.want_simple_name and not self.ends(pos + 2):
                return self.generic(pos, pos + 2, "::")
            return self.token("ColonColon", pos, pos + 2)
        if self.mode != "Command":
            return self.token("Colon", pos, pos + 1)
        after = self.peek(pos + 1)
        if not (after.isalpha() or after == "_"):
            return self.generic(pos, pos + 1, char) if after else self.token("Generic", pos, pos + 1, char)
        end = chars.match_identifier(text, pos + 1, limit).end()  # type: ignore[union-attr]
        if not self.ends(end):
            return self.generic(pos, pos + 1, char)
        return self.token("Label", pos, end, text[pos + 1 : end])

    def _scan_question(self, pos: int, char: str) -> Token:
        if self.mode != "Expression":
            return self.generic(pos, pos + 1, char)
        if self.peek(pos + 1) != "?":
            return self.token("QuestionMark", pos, pos + 1)
        if self.peek(pos + 2) == "=":
            return self.token("QuestionQuestionEquals", pos, pos + 3)
        return self.token("QuestionQuestion", pos, pos + 2)

    def _scan_ampersand(self, pos: int, char: str) -> Token:
        return self.token("AndAnd", pos, pos + 2) if self.peek(pos + 1) == "&" else self.token("Ampersand", pos, pos + 1)

    def _scan_bar(self, pos: int, char: str) -> Token:
        return self.token("OrOr", pos, pos + 2) if self.peek(pos + 1) == "|" else self.token("Pipe", pos, pos + 1)

    def _scan_greater(self, pos: int, char: str) -> Token:
        return self._redirection(pos, pos + 1, 1, False, "")

    def _redirection(self, pos: int, end: int, stream: int, explicit: bool, targets: str) -> Token:
        """A redirection whose `>` ends at `end`; `targets` are the streams that may follow `>&`."""
        after = self.peek(end)
        append = after == ">"
        if append:
            end += 1
        elif after == "&" and (target := self.peek(end + 1)) and target in targets:
            return self.token("Redirection", pos, end + 2, "merge", (STREAMS[stream], STREAMS[int(target)]))
        if explicit and self.mode == "Expression":
            return self.token("Number", pos, pos + 1, stream, "Int32")
        return self.token("Redirection", pos, end, "file", (STREAMS[stream], append))

    def _scan_less(self, pos: int, char: str) -> Token | None:
        if self.peek(pos + 1) == "#":
            self.scan_block_comment(pos)
            return None
        return self.token("RedirectInStd", pos, pos + 1)

    def _scan_at(self, pos: int, char: str) -> Token:
        after = self.peek(pos + 1)
        if after == "{":
            return self.token("AtCurly", pos, pos + 2)
        if after == "(":
            return self.token("AtParen", pos, pos + 2)
        if after in chars.SINGLES:
            return self.scan_here_literal(pos)
        if after in chars.DOUBLES:
            return self.scan_here_expandable(pos)
        if chars.match_variable(self.text, pos + 1, self.limit):
            return self.scan_variable(pos, splatted=True)
        self.report("UnrecognizedToken", pos, pos + 1)
        return self.token("Unknown", pos, pos + 1)

    def _scan_dollar(self, pos: int, char: str) -> Token:
        if self.peek(pos + 1) == "(":
            return self.token("DollarParen", pos, pos + 2)
        return self.scan_variable(pos)

    def _scan_backtick(self, pos: int, char: str) -> Token | None:
        after = self.peek(pos + 1)
        if after in ("\r", "\n"):
            self._line_continuation(pos)
            return None
        if after.isspace():
            self.pos = _skip_spaces(self.text, pos + 2, self.limit).end()  # type: ignore[union-attr]
            return None
        if not after:
            self.report_incomplete("IncompleteString", self.limit, self.limit)
            self.pos = self.limit
            return None
        return self.generic(pos, pos)

    def _scan_return(self, pos: int, char: str) -> Token:
        return self.token("NewLine", pos, pos + (2 if self.peek(pos + 1) == "\n" else 1))

    def _scan_comment(self, pos: int, char: str) -> None:
        self.scan_line_comment(pos)

    def _scan_single(self, pos: int, char: str) -> Token:
        return self.scan_literal_string(pos)

    def _scan_double(self, pos: int, char: str) -> Token:
        return self.scan_expandable_string(pos)

    # Between tokens

    def _line_continuation(self, pos: int) -> None:
        end = chars.match_line_end(self.text, pos + 1, self.limit).end()  # type: ignore[union-attr]
        self.token("LineContinuation", pos, end)

    def scan_line_comment(self, pos: int) -> None:
        """Takes a comment up to the end of the line."""
        end = chars.match_line_rest(self.text, pos, self.limit).end()  # type: ignore[union-attr]
        made = self.token("Comment", pos, end)
        words = self.text[pos + 1 : end]
        if is_signature_start(words):
            self.signature_start = pos
        elif not self.nested and is_requires(words):
            self.requires.append(made)

    def scan_block_comment(self, pos: int) -> None:
        """Takes a comment between `<#` and `#>`."""
        end = self.text.find("#>", pos + 2, self.limit)
        if end < 0:
            self.report_incomplete("MissingTerminatorMultiLineComment", pos, self.limit)
            self.token("Comment", pos, self.limit)
        else:
            self.token("Comment", pos, end + 2)

    def skip_lines(self, semicolons: bool = False) -> None:
        """Goes over white space, comments and line ends, and over semicolons where asked."""
        text, limit = self.text, self.limit
        while True:
            pos = self.pos
            if pos >= limit:
                return
            char = text[pos]
            if char in _SPACES:
                self.pos = _skip_spaces(text, pos, limit).end()  # type: ignore[union-attr]
            elif char == "\n":
                if self.saved is None:
                    self.pos = pos + 1
                else:
                    self.token("NewLine", pos, pos + 1)
            elif char == "\r":
                self._scan_return(pos, char)
            elif char == ";" and semicolons:
                self.token("Semi", pos, pos + 1)
            elif char == "#":
                self.scan_line_comment(pos)
            elif char == "<" and self.peek(pos + 1) == "#":
                self.scan_block_comment(pos)
            elif char == "`" and self.peek(pos + 1) in ("\r", "\n"):
                self._line_continuation(pos)
            elif char == "`" and self.peek(pos + 1).isspace():
                self.pos = pos + 2
            else:
                return

    def pipe_follows(self, pos: int) -> bool:
        """Whether the next line that is not a comment begins with a pipe; an empty line ends the search."""
        text, limit = self.text, self.limit
        fresh_line = True
        while pos < limit:
            char = text[pos]
            if char in _SPACES:
                pos += 1
            elif char in "\r\n":
                if fresh_line:
                    return False
                fresh_line = True
                pos = chars.match_line_end(text, pos, limit).end()  # type: ignore[union-attr]
            elif char == "#":
                fresh_line = False
                pos = chars.match_line_rest(text, pos, limit).end()  # type: ignore[union-attr]
            elif char == "<" and text[pos + 1 : pos + 2] == "#":
                fresh_line = False
                end = text.find("#>", pos + 2, limit)
                pos = limit if end < 0 else end + 2
            else:
                return char == "|"
        return False


_SCANNERS: dict[str, Callable[[Lexer, int, str], Token | None]] = {
    "=": Lexer._scan_equals,
    "+": Lexer._scan_plus,
    "!": Lexer._scan_bang,
    ".": Lexer._scan_dot,
    "[": Lexer._scan_bracket,
    ":": Lexer._scan_colon,
    "?": Lexer._scan_question,
    "&": Lexer._scan_ampersand,
    "|": Lexer._scan_bar,
    ">": Lexer._scan_greater,
    "<": Lexer._scan_less,
    "@": Lexer._scan_at,
    "$": Lexer._scan_dollar,
    "`": Lexer._scan_backtick,
    "\r": Lexer._scan_return,
    "#": Lexer._scan_comment,
    "_": Lexer._scan_identifier,
}
_SCANNERS.update(dict.fromkeys("*/%", Lexer._scan_arithmetic))
_SCANNERS.update(dict.fromkeys(chars.DASH, Lexer._scan_dash))
_SCANNERS.update(dict.fromkeys(chars.SINGLE, Lexer._scan_single))
_SCANNERS.update(dict.fromkeys(chars.DOUBLE, Lexer._scan_double))
_SCANNERS.update(dict.fromkeys("0789", Lexer._scan_number))
_SCANNERS.update(dict.fromkeys("123456", Lexer._scan_digit))
_SCANNERS.update(dict.fromkeys("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", Lexer._scan_identifier))
