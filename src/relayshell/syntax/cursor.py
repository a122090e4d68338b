"""The parser's place among the tokens: one token looked at ahead, the mode, and going back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from relayshell.syntax import chars
from relayshell.syntax.lexer import Lexer
from relayshell.syntax.tokens import SAME_IN_EVERY_MODE, Token

if TYPE_CHECKING:
    from relayshell.source import Source
    from relayshell.syntax.ast.names import VariablePath

DEEPEST = 1000  # how deep rules may nest before a script counts as too complicated

_CLOSED_BY = {"LParen": "RParen", "LCurly": "RCurly", "LBracket": "RBracket"}
_CLOSERS = frozenset(_CLOSED_BY.values())


class TooDeep(Exception):
    """The script nests deeper than the parser goes."""


class Cursor(Lexer):
    """A lexer that can be looked ahead of by one token.

    The rules of the grammar are spread over classes that all build on this one and are put together as the parser; each may call the others'.
    """

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...  # the rules of the other classes

    def __init__(self, source: Source, keep_tokens: bool = False) -> None:
        super().__init__(source, keep_tokens)
        self.looked: Token | None = None
        self.no_commas = False
        self.depth = 0
        self.paths: dict[str, VariablePath] = {}

    def look(self) -> Token:
        """The next token, which stays the next."""
        token = self.looked
        if token is None:
            token = self.looked = self.scan()
        return token

    def take(self) -> Token:
        """The next token, gone past."""
        token = self.looked
        if token is None:
            return self.scan()
        self.looked = None
        return token

    def set_mode(self, mode: str) -> None:
        """Changes the mode; a token that was looked at is read again where it may be another in the new mode."""
        if mode != self.mode:
            token = self.looked
            if token is not None and token.kind not in SAME_IN_EVERY_MODE:
                self.back_to(token.start)
            self.mode = mode

    def back_to(self, start: int) -> None:
        """Goes back to read again from `start`."""
        self.looked = None
        self.resync(start)

    def place(self) -> int:
        """Where reading would go on, the token looked at not counted."""
        return self.pos if self.looked is None else self.looked.start

    def skip_newlines(self) -> None:
        """Goes over line ends."""
        token = self.looked
        if token is None or token.kind == "NewLine":
            self.looked = None
            self.skip_lines()

    def skip_terminators(self) -> None:
        """Goes over line ends and semicolons."""
        token = self.looked
        if token is None or token.kind == "NewLine" or token.kind == "Semi":
            self.looked = None
            self.skip_lines(True)

    def token_text(self, token: Token) -> str:
        """A token as it was written."""
        return self.text[token.start : token.end]

    def deeper(self) -> None:
        """Counts one more level of nesting; the caller takes it off again."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise TooDeep

    def sync(self, take_it: bool, *kinds: str) -> None:
        """After a problem, goes on to the next token of `kinds` that is not inside brackets opened on the way."""
        open_count = {closer: int(closer in kinds) for closer in _CLOSERS}
        while True:
            token = self.take()
            kind = token.kind
            if kind == "EndOfInput":
                self.looked = token
                return
            closer = _CLOSED_BY.get(kind)
            if closer is not None:
                open_count[closer] += 1
            elif kind in open_count:
                open_count[kind] -= 1
                if open_count[kind] == 0 and kind in kinds:
                    if not take_it:
                        self.looked = token
                    return
            if kind in kinds and not any(open_count.values()):
                return

    # Tokens that must follow without white space

    def take_member_operator(self, brackets: bool) -> Token | None:
        """`.`, `::`, `?.`, and where `brackets` is true `[` and `?[`, if one stands right here."""
        if self.looked is not None:
            return None
        pos = self.pos
        char = self.peek(pos)
        while char == "<" and self.peek(pos + 1) == "#":
            self.scan_block_comment(pos)
            pos = self.pos
            char = self.peek(pos)
        if char == ".":
            after = self.peek(pos + 1)
            return None if after == "." or self._blank_after(after) else self.token("Dot", pos, pos + 1)
        if char == "[":
            return self.token("LBracket", pos, pos + 1) if brackets else None
        if char == ":":
            if self.peek(pos + 1) != ":" or self._blank_after(self.peek(pos + 2)):
                return None
            return self.token("ColonColon", pos, pos + 2)
        if char == "?":
            after = self.peek(pos + 1)
            if after == ".":
                return self.token("QuestionDot", pos, pos + 2)
            if after == "[" and brackets:
                return self.token("QuestionLBracket", pos, pos + 2)
        return None

    def _blank_after(self, char: str) -> bool:
        return self.mode == "Command" and (not char or char in "\r\n" or char in chars.SPACES)

    def take_call_opener(self) -> Token | None:
        """`(` or `{`, if one stands right here."""
        if self.looked is not None:
            return None
        pos = self.pos
        char = self.peek(pos)
        if char == "(":
            return self.token("LParen", pos, pos + 1)
        return self.token("LCurly", pos, pos + 1) if char == "{" else None

    def take_bracket(self) -> Token | None:
        """`[`, if it is the next token; only white space and comments are gone over to find out."""
        looked = self.looked
        if looked is not None:
            if looked.kind != "LBracket":
                return None
            self.looked = None
            return looked
        start = self.pos
        back_if_member = False
        while True:
            pos = self.pos
            char = self.peek(pos)
            if char in chars.SPACES:
                back_if_member = True
                self.pos = chars.skip_spaces(self.text, pos, self.limit).end()  # type: ignore[union-attr]
            elif char == "#":
                back_if_member = True
                self.scan_line_comment(pos)
            elif char == "<" and self.peek(pos + 1) == "#":
                back_if_member = False
                self.scan_block_comment(pos)
            elif char == "[":
                return self.token("LBracket", pos, pos + 1)
            else:
                if back_if_member and (char == "." or char == ":"):
                    self.resync(start)
                return None

    def take_verbatim(self) -> Token | None:
        """What follows `--%` up to the end of the line or a pipe, as it stands."""
        looked = self.looked
        if looked is not None:
            if looked.kind != "Parameter":
                return None
            self.looked = None
        text, limit = self.text, self.limit
        start = at = chars.skip_spaces(text, self.pos, limit).end()  # type: ignore[union-attr]
        quoted = False
        while at < limit and text[at] not in "\r\n":
            char = text[at]
            if char in chars.DOUBLES:
                quoted = not quoted
            elif not quoted and (char == "|" or (char == "&" and self.peek(at + 1) == "&")):
                break
            at += 1
        return self.token("Generic", start, at, text[start:at])
