"""Typed text in colours: the shell's own tokens, as prompt_toolkit and pygments name styles."""

from __future__ import annotations

from collections.abc import Callable

from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.lexers import Lexer
from prompt_toolkit.styles import Style, merge_styles, style_from_pygments_cls

from relayshell.syntax import tokens

# What a kind of token is to the eye; the rest is plain.
STYLES = {
    "Comment": "class:pygments.comment", "Number": "class:pygments.literal.number", "Parameter": "class:pygments.name.attribute",
    "Variable": "class:pygments.name.variable", "SplattedVariable": "class:pygments.name.variable",
    "StringLiteral": "class:pygments.literal.string", "StringExpandable": "class:pygments.literal.string",
    "HereStringLiteral": "class:pygments.literal.string", "HereStringExpandable": "class:pygments.literal.string",
    "Label": "class:pygments.name.label", "TypeName": "class:pygments.name.class",
}
KEYWORD = "class:pygments.keyword"
COMMAND = "class:pygments.name.function"
OPERATOR = "class:pygments.operator"
KEYWORDS = frozenset(
    "Begin Break Catch Class Clean Continue Data Do Dynamicparam Else ElseIf End Enum Exit Filter Finally For Foreach Function Hidden If In "
    "Param Process Return Static Switch Throw Trap Try Until Using While Base Interface Module Namespace Type Configuration".split()
)


class ShellLexer(Lexer):
    """Colours for the text being typed. The whole text is read at once, since strings and blocks span lines."""

    def lex_document(self, document: Document) -> Callable[[int], StyleAndTextTuples]:
        lines = _lines(document.text)
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
    for token in tokens(text):
        start, end = token.start, token.end
        if end <= at or start < at:
            continue
        put("", text[at:start])
        put(_style(token), text[start:end])
        at = end
    put("", text[at:])
    return lines


def _style(token: object) -> str:
    kind = str(getattr(token, "kind", ""))
    found = STYLES.get(kind)
    if found is not None:
        return found
    if kind in KEYWORDS:
        return KEYWORD
    if kind in ("Generic", "CommandName") or getattr(token, "is_command_name", False):
        return COMMAND
    if kind.startswith(("I", "C")) and kind[1:2].islower() and kind not in ("Identifier", "Comma"):
        return OPERATOR
    return ""


def style() -> Style:
    """The colours, from pygments where it has a style the terminal can show."""
    from pygments.styles import get_style_by_name

    return merge_styles([
        style_from_pygments_cls(get_style_by_name("default")),
        Style.from_dict({"pygments.comment": "ansigreen", "pygments.literal.string": "ansicyan", "pygments.name.variable": "ansigreen",
                         "pygments.name.attribute": "ansibrightblack", "pygments.keyword": "ansibrightgreen",
                         "pygments.name.function": "ansiyellow", "pygments.literal.number": "ansiwhite", "pygments.operator": "ansibrightblack",
                         "prompt": ""}),
    ])  # type: ignore[return-value]
