"""Typed text in colours: the roles that the syntax tells, as styles of prompt_toolkit."""

from __future__ import annotations

from collections.abc import Callable

from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.lexers import Lexer

from relayshell.syntax.roles import roles

COLOURS = {
    "command": "ansibrightyellow", "comment": "ansigreen", "function": "ansibrightyellow", "keyword": "ansibrightgreen", "member": "",
    "number": "bold", "operator": "ansibrightblack", "parameter": "ansibrightblack", "string": "ansicyan", "type": "ansibrightcyan",
    "variable": "ansibrightgreen", "word": "",
}
"""What a role is to the eye, on a dark ground and a light one alike."""

MOST = 8_000
"""Longer texts (pasted ones) are shown plain: reading them anew at each key would be felt."""


class ShellLexer(Lexer):
    """Colours for the text being typed. The whole text is read at once, since strings and blocks span lines."""

    def __init__(self) -> None:
        self.text: str | None = None
        self.lines: list[StyleAndTextTuples] = []

    def lex_document(self, document: Document) -> Callable[[int], StyleAndTextTuples]:
        if document.text != self.text:
            self.text = document.text
            self.lines = _lines(document.text)
        lines = self.lines
        return lambda number: lines[number] if number < len(lines) else []


def _lines(text: str) -> list[StyleAndTextTuples]:
    lines: list[StyleAndTextTuples] = [[]]

    def put(style: str, piece: str) -> None:
        first, *rest = piece.split("\n")
        if first:
            lines[-1].append((style, first))
        for line in rest:
            lines.append([(style, line)] if line else [])

    at = 0
    for start, end, role in roles(text) if len(text) <= MOST else ():
        if start > at:
            put("", text[at:start])
        put(f"class:{role}", text[max(start, at) : end])
        at = max(at, end)
    put("", text[at:])
    return lines
