"""Types by name while a text is being typed: classes of the text first, then those of the session."""

from __future__ import annotations

from typing import Any

from relayshell.completion.kinds import Kind
from relayshell.syntax import ast as tree
from relayshell.syntax.ast.node import Ast

_session: list[Any] = []


def use_session(session: Any) -> None:
    """Says whose types and usings count."""
    _session[:] = [session]


def session_used() -> Any:
    """The session whose types count, or None."""
    return _session[0] if _session else None


def definitions(node: Ast) -> list[tree.TypeDefinitionAst]:
    """The classes and enums of the text that holds a node."""
    root = node
    while root.parent is not None:
        root = root.parent
    return [each for each in root.walk() if isinstance(each, tree.TypeDefinitionAst)]


def usings(node: Ast) -> list[str]:
    """The namespaces that the text says it uses."""
    root = node
    while root.parent is not None:
        root = root.parent
    statements = getattr(root, "using_statements", None) or ()
    found = [each.name.value for each in statements if each.using_statement_kind == "Namespace" and each.name is not None]
    return found + list(_session[0].usings if _session else ())


def named_kind(type_name: Any, node: Ast) -> Kind | None:
    """The kind of a type's name as it stands in the text; None where there is no such type."""
    if type_name.is_array:
        inner = named_kind(type_name.element_type, node)
        if inner is None:
            return None
        from relayshell.objects.nettype import array_of, get_type

        return Kind(array_of(inner.net or get_type("System.Object"), type_name.rank), elements=(inner,))
    for each in definitions(node):
        if each.name.lower() == type_name.full_name.lower():
            return Kind(node=each)
    from relayshell.objects.typenames import resolve_type

    found = resolve_type(type_name.full_name, usings(node))
    return Kind(found) if found is not None else None
