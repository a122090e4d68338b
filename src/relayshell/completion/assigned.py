"""Values that a typed variable or a comparison asks for: the names of an enum, the texts of a ValidateSet."""

from __future__ import annotations

from typing import Any

from relayshell.completion.infer import Inference
from relayshell.completion.kinds import Kind
from relayshell.completion.result import Candidate
from relayshell.completion.texttypes import named_kind
from relayshell.completion.variablekinds import declared_type
from relayshell.completion.words import quoted, sort_key, starts, unquoted
from relayshell.syntax import ast as tree
from relayshell.syntax.ast.node import Ast

_COMPARING = frozenset(["Ieq", "Ceq", "Ine", "Cne", "Ilike", "Clike", "Inotlike", "Cnotlike", "Igt", "Ilt", "Ige", "Ile", "Cgt", "Clt", "Cge", "Cle"])


def compared(session: Any, node: tree.BinaryExpressionAst, word: str) -> list[Candidate]:
    """The names of the enum on the left, in its own order."""
    if node.operator not in _COMPARING:
        return []
    names = [name for kind in Inference(session).of(node.left) for name in _names(kind)]
    return _candidates(names, word, "ParameterValue")


def assigned(session: Any, statement: tree.AssignmentStatementAst, word: str) -> list[Candidate]:
    """What a variable of an enum's type, or limited by a ValidateSet, may be assigned."""
    left: Ast = statement.left
    while isinstance(left, tree.AttributedExpressionAst):
        if isinstance(left.attribute, tree.TypeConstraintAst):
            kind = named_kind(left.attribute.type_name, left)
            names = sorted(_names(kind), key=sort_key) if kind is not None else []
            return [each._replace(shown=each.text, tip=each.text) for each in _candidates(names, word, "Text")]
        if isinstance(left.attribute, tree.AttributeAst) and left.attribute.type_name.full_name.lower().endswith("validateset"):
            texts = [str(each.value) for each in left.attribute.positional_arguments if isinstance(each, tree.StringConstantExpressionAst)]
            return [each._replace(shown=each.text, tip=each.text) for each in _candidates(texts, word, "Text")]
        left = left.child
    if isinstance(left, tree.VariableExpressionAst):
        constraint = declared_type(statement, left.variable_path.name.lower(), statement.start)
        kinds = [named_kind(constraint.type_name, constraint)] if constraint is not None else Inference(session).of(left)
        names = sorted({name for kind in kinds for name in _names(kind)}, key=sort_key)
        return _candidates(names, word, "Property")
    if isinstance(left, tree.MemberExpressionAst) and not left.static:
        names = [name for kind in Inference(session).of(left) if kind.node is None for name in _names(kind)]
        return _candidates(sorted(names, key=sort_key), word, "Property")
    return []


def _names(kind: Kind | None) -> list[str]:
    if kind is None:
        return []
    if kind.node is not None:
        return [member.name for member in kind.node.members] if kind.node.is_enum else []
    return list(kind.net.enum_values) if kind.net is not None and kind.net.is_enum else []


def _candidates(names: list[str], word: str, result: str) -> list[Candidate]:
    begun, quote = unquoted(word)
    fits = starts(begun)
    # Whatever quote was begun, single ones are put in.
    return [Candidate(quoted(name, "'" if quote else "", force=True), name, result, name) for name in names if fits(name)]
