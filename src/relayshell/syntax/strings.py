"""Strings, here-strings and bare words: their text with escapes done, and the `$` parts inside, left for the parser.

An expandable string's token has the whole text as `value` and, where there are `$` parts, a list of str and Token as `extra`: Variable
tokens, and Unscanned tokens for `$( )` whose `value` is None or, where doubled quotes stood inside, a pair of the text without the doubles
and the offsets its characters had.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from relayshell.syntax import chars
from relayshell.syntax.tokens import Token

if TYPE_CHECKING:
    from relayshell.source import Source

_ESCAPES = {"0": "\0", "a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_BROKEN = "\uffff"  # stands for an escape that could not be read
_HEX = frozenset("0123456789abcdefABCDEF")

Piece = str | Token


class StringScanner:
    """The scanning of strings; the rest of the lexer stands below in `Lexer`."""

    source: Source
    text: str
    limit: int
    pos: int
    mode: str
    saved: list[Token] | None

    if TYPE_CHECKING:

        def report(self, error_id: str, start: int, end: int, *args: object) -> None: ...
        def report_incomplete(self, error_id: str, start: int, end: int, *args: object, seen_at: int | None = None) -> bool: ...
        def token(self, kind: str, start: int, end: int, value: object = None, extra: object = None) -> Token: ...
        def ends(self, pos: int) -> bool: ...
        def peek(self, pos: int) -> str: ...
        def scan_variable(self, pos: int, splatted: bool = False, in_string: bool = False) -> Token: ...

    # Escapes

    def escape(self, pos: int) -> tuple[str, int]:
        """What the backtick at `pos` and the character after it stand for, and where reading goes on."""
        char = self.text[pos + 1]
        if char == "u":
            return self._unicode_escape(pos)
        return _ESCAPES.get(char, char), pos + 2

    def _unicode_escape(self, pos: int) -> tuple[str, int]:
        at = pos + 2
        if self.peek(at) != "{":
            self.report("InvalidUnicodeEscapeSequence", pos, at)
            return _BROKEN, at
        at += 1
        digits = at
        while at < self.limit and at - digits < 6 and self.text[at] in _HEX:
            at += 1
        after = self.peek(at)
        if after == "}":
            if at == digits:
                self.report("InvalidUnicodeEscapeSequence", pos, at + 1)
                return _BROKEN, at + 1
            value = int(self.text[digits:at], 16)
            if value > 0x10FFFF:
                self.report("InvalidUnicodeEscapeSequenceValue", digits, at)
                return _BROKEN, at + 1
            return chr(value), at + 1
        if at - digits < 6:
            self.report("InvalidUnicodeEscapeSequence", at, at + 1)
        elif after in _HEX:
            self.report("TooManyDigitsInUnicodeEscapeSequence", at, at + 1)
        else:
            self.report("MissingUnicodeEscapeSequenceTerminator", at, at + 1)
        return _BROKEN, at

    # Single quotes

    def scan_literal_string(self, pos: int) -> Token:
        """A string in single quotes, at `pos`."""
        value, end = self._literal_text(pos)
        return self.token("StringLiteral", pos, end, value)

    def _literal_text(self, pos: int) -> tuple[str, int]:
        text, limit = self.text, self.limit
        end = chars.match_single_quoted(text, pos + 1, limit).end()  # type: ignore[union-attr]
        if end < limit and self.peek(end + 1) not in chars.SINGLES:
            return text[pos + 1 : end], end + 1
        pieces = [text[pos + 1 : end]]
        while end < limit:
            if self.peek(end + 1) not in chars.SINGLES:
                return "".join(pieces), end + 1
            start = end + 1
            end = chars.match_single_quoted(text, start + 1, limit).end()  # type: ignore[union-attr]
            pieces.append(text[start:end])
        self.report_incomplete("TerminatorExpectedAtEndOfString", pos, limit, "'")
        return "".join(pieces), limit

    # Double quotes

    def scan_expandable_string(self, pos: int) -> Token:
        """A string in double quotes, at `pos`."""
        text, limit = self.text, self.limit
        end = chars.match_double_quoted(text, pos + 1, limit).end()  # type: ignore[union-attr]
        if end < limit and text[end] in chars.DOUBLES and self.peek(end + 1) not in chars.DOUBLES:
            return self.token("StringExpandable", pos, end + 1, text[pos + 1 : end])
        values: list[str] = []
        pieces: list[Piece] = []
        end = self._expandable_text(pos, values, pieces)
        return self._expandable_token("StringExpandable", pos, end, values, pieces)

    def _expandable_token(self, kind: str, start: int, end: int, values: list[str], pieces: list[Piece]) -> Token:
        has_parts = any(not isinstance(piece, str) for piece in pieces)
        return self.token(kind, start, end, "".join(values), pieces if has_parts else None)

    def _expandable_text(self, pos: int, values: list[str], pieces: list[Piece]) -> int:
        """Reads the string whose quote is at `pos` into `values` and `pieces`; gives the place after it."""
        text, limit = self.text, self.limit
        at = pos + 1
        while True:
            end = chars.match_double_quoted(text, at, limit).end()  # type: ignore[union-attr]
            if end > at:
                values.append(text[at:end])
                pieces.append(text[at:end])
            if end >= limit:
                self.report_incomplete("TerminatorExpectedAtEndOfString", pos, limit, '"')
                return limit
            char = text[end]
            if char == "$":
                at = self._dollar(end, values, pieces, False)
            elif char == "`":
                at = self._escaped_piece(end, values, pieces)
            elif self.peek(end + 1) in chars.DOUBLES:
                values.append(text[end + 1])
                pieces.append(text[end + 1])
                at = end + 2
            else:
                return end + 1

    def _escaped_piece(self, pos: int, values: list[str], pieces: list[Piece]) -> int:
        if pos + 1 >= self.limit or self.text[pos + 1] == "\0":
            piece, at = "`", pos + 1
        else:
            piece, at = self.escape(pos)
        values.append(piece)
        pieces.append(piece)
        return at

    def _dollar(self, pos: int, values: list[str], pieces: list[Piece], here: bool) -> int:
        """Reads what the `$` at `pos` begins: a variable, a sub-expression, or just itself."""
        text = self.text
        after = self.peek(pos + 1)
        if after != "(" and after != "{" and not chars.match_variable(text, pos + 1, self.limit):
            values.append("$")
            pieces.append("$")
            return pos + 1
        kept, self.saved = self.saved, None
        mode, self.mode = self.mode, "Expression"
        part = self._string_part(pos, here) if after == "(" else self.scan_variable(pos, in_string=True)
        self.saved, self.mode = kept, mode
        values.append(text[pos : self.pos])
        pieces.append(part)
        return self.pos

    def _string_part(self, pos: int, here: bool) -> Token:
        """`$( )` in a string: only parentheses are counted, and outside here-strings a doubled quote counts as one."""
        text = self.text
        depth = 0
        skipped: list[int] = []
        quote_end = 0
        for found in chars.find_parens(text, pos + 1, self.limit):
            at = found.start()
            char = text[at]
            if char == "(":
                depth += 1
            elif char == ")":
                depth -= 1
                if depth == 0:
                    return self._unscanned(pos, at + 1, skipped)
            elif not here and at >= quote_end:
                skipped.append(at)
                quote_end = at + 2
        self.report_incomplete("IncompleteDollarSubexpressionReference", pos, self.limit)
        return self._unscanned(pos, self.limit, skipped)

    def _unscanned(self, start: int, end: int, skipped: list[int]) -> Token:
        self.pos = end
        if not skipped:
            return Token("Unscanned", start, end)
        left_out = set(skipped)
        offsets = [at for at in range(start, end) if at not in left_out]
        return Token("Unscanned", start, end, ("".join(self.text[at] for at in offsets), offsets + [end, end + 1]))

    # Here-strings

    def _here_header(self, pos: int, kind: str, quote: str) -> int | Token:
        """The place of the line end that ends the header at `pos`, or a token in error."""
        text, limit = self.text, self.limit
        header = chars.match_here_header(text, pos + 2, limit)
        if header:
            return header.start(1)
        at = chars.skip_spaces(text, pos + 2, limit).end()  # type: ignore[union-attr]
        if at >= limit:
            self.report_incomplete("TerminatorExpectedAtEndOfString", pos, limit, quote + "@")
            return self.token(kind, pos, limit, "")
        self.report("UnexpectedCharactersAfterHereStringHeader", at, at + 1)
        line_end = chars.match_line_rest(text, at, limit).end()  # type: ignore[union-attr]
        end = text.find(quote + "@", at, line_end)
        return self.token(kind, pos, line_end if end < 0 else end + 2, "")

    def _here_unfinished(self, pos: int, body: int, quote: str) -> None:
        false_end = chars.search_false_end[quote](self.text, body, self.limit)
        if false_end:
            self.report_incomplete("WhitespaceBeforeHereStringFooter", false_end.end() - 2, self.limit)
        else:
            self.report_incomplete("TerminatorExpectedAtEndOfString", pos, self.limit, quote + "@")

    def scan_here_literal(self, pos: int) -> Token:
        """A here-string in single quotes, at `pos`."""
        line_end = self._here_header(pos, "HereStringLiteral", "'")
        if isinstance(line_end, Token):
            return line_end
        text, limit = self.text, self.limit
        start = chars.match_line_end(text, line_end, limit).end()  # type: ignore[union-attr]
        footer = chars.search_here_end(text, line_end, limit)
        if footer is None:
            self._here_unfinished(pos, line_end, "'")
            return self.token("HereStringLiteral", pos, limit, text[start:limit])
        return self.token("HereStringLiteral", pos, footer.end(), text[start : max(start, footer.start())])

    def scan_here_expandable(self, pos: int) -> Token:
        """A here-string in double quotes, at `pos`."""
        line_end = self._here_header(pos, "HereStringExpandable", '"')
        if isinstance(line_end, Token):
            return line_end
        text, limit = self.text, self.limit
        values: list[str] = []
        pieces: list[Piece] = []
        at, first = line_end, True
        while True:
            if at >= limit:
                self._here_unfinished(pos, line_end, '"')
                end = limit
                break
            char = text[at]
            if char == "\n" or char == "\r":
                after = chars.match_line_end(text, at, limit).end()  # type: ignore[union-attr]
                if self.peek(after) in chars.DOUBLES and self.peek(after + 1) == "@":
                    end = after + 2
                    break
                if not first:
                    values.append(text[at:after])
                    pieces.append(text[at:after])
                at, first = after, False
            elif char == "$":
                at = self._dollar(at, values, pieces, True)
            elif char == "`":
                at = self._escaped_piece(at, values, pieces)
            else:
                end = chars.match_here_text(text, at, limit).end()  # type: ignore[union-attr]
                values.append(text[at:end])
                pieces.append(text[at:end])
                at = end
        return self._expandable_token("HereStringExpandable", pos, end, values, pieces)

    # Bare words

    def generic(self, start: int, at: int, so_far: str = "") -> Token:
        """A bare word from `start`, of which `so_far` has been read up to `at`; quotes and `$` parts may stand inside."""
        text, limit = self.text, self.limit
        values = [so_far] if so_far else []
        pieces: list[Piece] = list(values)
        while at < limit and not self.ends(at):
            found = chars.match_word(text, at, limit)
            if found:
                values.append(found[0])
                pieces.append(found[0])
                at = found.end()
                continue
            char = text[at]
            if char == "`":
                at = self._escaped_piece(at, values, pieces)
            elif char == "$":
                at = self._dollar(at, values, pieces, False)
            elif char in chars.SINGLES:
                piece, at = self._literal_text(at)
                values.append(piece)
                pieces.append(piece)
            else:
                at = self._expandable_text(at, values, pieces)
        return self._expandable_token("Generic", start, at, values, pieces)
