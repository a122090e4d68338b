"""What each piece of a text is to the eye: keyword, command, parameter, variable, string and so on, for colouring."""

from __future__ import annotations

from relayshell.source import Source
from relayshell.syntax.ast.blocks import AttributeBaseAst
from relayshell.syntax.ast.commands import CommandAst
from relayshell.syntax.ast.definitions import FunctionDefinitionAst, TypeDefinitionAst
from relayshell.syntax.ast.expressions import MemberExpressionAst
from relayshell.syntax.ast.literals import HashtableAst, StringConstantExpressionAst, TypeExpressionAst
from relayshell.syntax.ast.node import Ast
from relayshell.syntax.parsing import parse
from relayshell.syntax.tokens import ASSIGNMENT, KEYWORD_KINDS, PRECEDENCE, UNARY, Token

Piece = tuple[int, int, str]
"""Start, end and role: command, comment, function, keyword, member, number, operator, parameter, string, type, variable or word."""

_KINDS = {
    "Comment": "comment",
    "Number": "number",
    "Parameter": "parameter",
    "Variable": "variable",
    "SplattedVariable": "variable",
    "StringLiteral": "string",
    "StringExpandable": "string",
    "HereStringLiteral": "string",
    "HereStringExpandable": "string",
    "Label": "keyword",
    "Generic": "word",
    "Identifier": "word",
    "Redirection": "operator",
    "RedirectInStd": "operator",
}
_OPERATORS = frozenset(PRECEDENCE) | UNARY | ASSIGNMENT | {"Pipe", "AndAnd", "OrOr", "Ampersand", "QuestionMark", "QuestionDot"}
_PLAIN = frozenset(("NewLine", "LineContinuation", "EndOfInput", "Unknown"))


def roles(text: str | Source) -> list[Piece]:
    """The pieces of a text that have a role, in order and without overlap; what is inside strings comes out piece by piece too."""
    parsed = parse(text, keep_tokens=True)
    known = _from_tree(parsed.tree)
    found: list[Piece] = []
    for token in parsed.tokens:
        _add(token, known, found)
    return found


def _from_tree(tree: Ast) -> dict[int, str]:
    """Roles that only the tree can tell, by where their word begins."""
    known: dict[int, str] = {}
    for node in tree.walk():
        if isinstance(node, CommandAst):
            for number, element in enumerate(node.command_elements):
                if isinstance(element, StringConstantExpressionAst) and element.string_constant_type == "BareWord":
                    known[element.start] = "word" if number else "command"
        elif isinstance(node, (AttributeBaseAst, TypeExpressionAst)):
            for at in range(node.type_name.start, node.type_name.end):
                known.setdefault(at, "type")
        elif isinstance(node, MemberExpressionAst):
            if isinstance(node.member, StringConstantExpressionAst) and node.member.string_constant_type == "BareWord":
                known[node.member.start] = "member"
        elif isinstance(node, HashtableAst):
            for key, _ in node.key_value_pairs:
                if isinstance(key, StringConstantExpressionAst) and key.string_constant_type == "BareWord":
                    known[key.start] = "member"
        elif isinstance(node, FunctionDefinitionAst):
            known[node.name_start] = "function"
        elif isinstance(node, TypeDefinitionAst):
            known[node.name_start] = "type"
    return known


def _role(token: Token, known: dict[int, str]) -> str | None:
    kind = token.kind
    role = _KINDS.get(kind)
    if role is None or role == "word":
        told = known.get(token.start)
        if told is not None:
            return told
        if kind in KEYWORD_KINDS:
            return "keyword"
    return "operator" if role is None and kind in _OPERATORS else role


def _add(token: Token, known: dict[int, str], found: list[Piece]) -> None:
    """Adds a token's piece, cut around the tokens inside it."""
    role = _role(token, known)
    if role is None or token.kind in _PLAIN:
        return
    at = token.start
    for inner in token.nested or ():
        if inner.start > at:
            found.append((at, inner.start, role))
        _add(inner, known, found)
        at = max(at, min(inner.end, token.end))
    if at < token.end:
        found.append((at, token.end, role))
