"""Comment-based help: the comment that explains a function or script, and what it says under each heading."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from relayshell.syntax.ast.blocks import ParameterAst, ScriptBlockAst
from relayshell.syntax.ast.definitions import FunctionDefinitionAst
from relayshell.syntax.ast.node import Ast

if TYPE_CHECKING:
    from collections.abc import Sequence

    from relayshell.source import Source
    from relayshell.syntax.tokens import Token

_HEADING = re.compile(r"\s*\.(\w+)(\s+(\S.*))?\s*").fullmatch
_TEXTS = {"SYNOPSIS": "synopsis", "DESCRIPTION": "description", "NOTES": "notes"}
_WORDS = {"COMPONENT": "component", "ROLE": "role", "FUNCTIONALITY": "functionality"}
_LISTS = {"EXAMPLE": "examples", "INPUTS": "inputs", "OUTPUTS": "outputs", "LINK": "links"}
_SETTINGS = {
    "FORWARDHELPTARGETNAME": "forward_help_target_name",
    "FORWARDHELPCATEGORY": "forward_help_category",
    "REMOTEHELPRUNSPACE": "remote_help_runspace",
    "EXTERNALHELP": "maml_help_file",
}
_FAR = 1 << 60


class CommentHelp:
    """What a help comment says. Texts end in a line end, as they are kept; `parameters` has names in capitals."""

    def __init__(self) -> None:
        self.synopsis: str | None = None
        self.description: str | None = None
        self.notes: str | None = None
        self.component: str | None = None
        self.role: str | None = None
        self.functionality: str | None = None
        self.parameters: dict[str, str] = {}
        self.examples: list[str] = []
        self.inputs: list[str] = []
        self.outputs: list[str] = []
        self.links: list[str] = []
        self.forward_help_target_name: str | None = None
        self.forward_help_category: str | None = None
        self.remote_help_runspace: str | None = None
        self.maml_help_file: str | None = None


def comment_block(help: CommentHelp) -> str:
    """A comment that says what a help comment says, heading by heading."""
    lines = ["<#"]
    for heading, name in {**_TEXTS, **_WORDS}.items():
        text = getattr(help, name)
        if text:
            lines += [f".{heading}", text.rstrip("\n")]
    for parameter, text in help.parameters.items():
        lines += [f".PARAMETER {parameter}", text.rstrip("\n")]
    for heading, name in _LISTS.items():
        for text in getattr(help, name):
            lines += [f".{heading}", text.rstrip("\n")]
    for heading, name in _SETTINGS.items():
        if getattr(help, name):
            lines.append(f".{heading} {getattr(help, name)}")
    return "\n".join([*lines, "#>"]) + "\n"


def read_help(lines: Sequence[str]) -> CommentHelp | None:
    """The help in the lines of a comment; None where they are something else."""
    found = CommentHelp()
    any_heading = False
    at = 0
    while at < len(lines):
        heading = _HEADING(lines[at])
        at += 1
        if heading is None:
            if lines[at - 1].strip():
                return None
            continue
        any_heading = True
        word, value = heading[1].upper(), heading[3]
        if value is not None:
            if word == "PARAMETER":
                text, at = _section(lines, at)
                found.parameters.setdefault(value.strip().upper(), text)
            elif word in _SETTINGS:
                setattr(found, _SETTINGS[word], value.strip())
            else:
                return None
            continue
        text, at = _section(lines, at)
        if word in _TEXTS:
            setattr(found, _TEXTS[word], text)
        elif word in _WORDS:
            setattr(found, _WORDS[word], text.strip())
        elif word in _LISTS:
            getattr(found, _LISTS[word]).append(text.strip() if word == "LINK" else text)
        else:
            return None
    return found if any_heading else None


def _section(lines: Sequence[str], at: int) -> tuple[str, int]:
    """The text up to the next heading, indented as its first line is not, and the place after it."""
    while at < len(lines) and not lines[at].strip():
        at += 1
    kept: list[str] = []
    indent = 0
    while at < len(lines) and not _HEADING(lines[at]):
        line = lines[at]
        blank = len(line) - len(line.lstrip(" \t\u00a0"))
        if not kept:
            indent = blank
        kept.append(line[min(blank, indent) :] + "\n")
        at += 1
    return "".join(kept), at


def comment_help(node: FunctionDefinitionAst | ScriptBlockAst) -> CommentHelp | None:
    """The help that a comment before, at the head of or at the end of a function or script gives, or None."""
    from relayshell.syntax.parsing import tokens  # reads the whole text again, with its comments

    comments = _Comments(node.source, tokens(node.source))
    found = comments.of(node)
    if found is not None:
        for parameter in _parameters(node):
            name = parameter.name.variable_path.user_path.upper()
            text = comments.before_parameter(parameter)
            if text:
                found.parameters.setdefault(name, text)
    return found


def _parameters(node: FunctionDefinitionAst | ScriptBlockAst) -> Sequence[ParameterAst]:
    body = node if isinstance(node, ScriptBlockAst) else node.body
    if not isinstance(node, ScriptBlockAst) and node.parameters:
        return node.parameters
    return () if body.param_block is None else body.param_block.parameters


class _Comments:
    """The tokens of a text, searched for comments."""

    def __init__(self, source: Source, all_tokens: list[Token]) -> None:
        self._source = source
        self._tokens = all_tokens

    def _first_in(self, node: Ast) -> int:
        return next((i for i, token in enumerate(self._tokens) if token.start >= node.start), len(self._tokens) - 1)

    def _last_in(self, node: Ast, after: int) -> int:
        at = after
        while at + 1 < len(self._tokens) and self._tokens[at + 1].end <= node.end:
            at += 1
        return at

    def of(self, node: FunctionDefinitionAst | ScriptBlockAst) -> CommentHelp | None:
        """The help of a function or script."""
        root: Ast = node
        while root.parent is not None:
            root = root.parent
        if isinstance(node, FunctionDefinitionAst):
            first = self._first_in(node)
            found = self._read(self._block_before(first, 2))
            if found is not None:
                return found
            at = self._first_in(node.body) + 1
            last = self._last_in(node, first)
        elif node is root:
            at, last = 0, len(self._tokens) - 1
        else:
            at = self._first_in(node)
            last = self._last_in(node, at)
            at += 1
        while True:
            block, at = self._block_from(at)
            if not block:
                break
            found = self._read(block)
            if found is None:
                continue
            if node is root and isinstance(node, ScriptBlockAst) and self._belongs_to_first_function(node, block):
                break
            return found
        return self._read(self._block_before(last, self._source.line_of(min(self._tokens[last].start, len(self._source.text)))))

    def _belongs_to_first_function(self, script: ScriptBlockAst, block: list[Token]) -> bool:
        end = script.end_block
        if end is None or not end.unnamed or not end.statements:
            return False
        first = end.statements[0]
        if not isinstance(first, FunctionDefinitionAst):
            return False
        return self._source.line_of(first.start) - self._source.line_of(block[-1].end) <= 2

    def _block_from(self, at: int) -> tuple[list[Token], int]:
        """Comments on lines that follow each other, from token `at` on, and the token after them."""
        block: list[Token] = []
        last_line = _FAR
        while at < len(self._tokens):
            token = self._tokens[at]
            if token.kind == "EndOfInput" or self._source.line_of(token.start) > last_line:
                break
            if token.kind == "Comment":
                block.append(token)
                last_line = self._source.line_of(token.end) + 1
            elif token.kind != "NewLine":
                break
            at += 1
        return block, at

    def _block_before(self, at: int, nearness: int) -> list[Token]:
        """Comments on lines that follow each other and end at most `nearness` lines before token `at`."""
        block: list[Token] = []
        least = self._source.line_of(min(self._tokens[at].start, len(self._source.text))) - nearness
        for token in reversed(self._tokens[:at]):
            if self._source.line_of(token.end) < least:
                break
            if token.kind == "Comment":
                block.append(token)
                least = self._source.line_of(token.start) - 1
            elif token.kind != "NewLine":
                break
        block.reverse()
        return block

    def _lines(self, block: list[Token]) -> list[str]:
        lines: list[str] = []
        for comment in block:
            text = self._source.text[comment.start : comment.end]
            if text.startswith("<#"):
                text = text[2:].removesuffix("#>")
                lines.extend(re.split(r"\r\n|\r|\n", text))
            else:
                lines.append(text.lstrip("#"))
        return lines

    def _read(self, block: list[Token]) -> CommentHelp | None:
        return read_help(self._lines(block)) if block else None

    def before_parameter(self, parameter: ParameterAst) -> str:
        """The comment just before a parameter or among its attributes."""
        first = self._first_in(parameter)
        block = self._block_before(first, 2)
        if not block:
            last = self._last_in(parameter, first)
            block = [token for token in self._tokens[first : last + 1] if token.kind == "Comment"][:1]
        return "\n".join(line.strip() for line in self._lines(block)).strip()
