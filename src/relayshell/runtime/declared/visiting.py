"""Visit: a visitor's method for each node of a tree, by the node's kind."""

from __future__ import annotations

from typing import Any

from relayshell.objects.psobject import unwrap
from relayshell.syntax import ast as tree


def visit(node: tree.Ast, visitor: Any) -> Any:
    """Visit: parents before children; a visitor that handles nodes after their children as well is told of each once those are done."""
    from relayshell.objects.calls import call_method
    from relayshell.objects.text import to_text
    from relayshell.objects.typeof import type_of

    target = unwrap(visitor)
    own = _own_methods(type_of(target))
    ancestors = {each.name for each in type_of(target).ancestors}
    if "ICustomAstVisitor" in ancestors:
        # It goes on itself, and what it makes of the node is the answer.
        return call_method(target, visit_name(node), [node])
    after = "IAstPostVisitHandler" in ancestors
    stack: list[tuple[Any, bool]] = [(node, False)]
    while stack:
        each, done = stack.pop()
        if done:
            call_method(target, "PostVisit", [each])
            continue
        name = visit_name(each)
        method = name if name.lower() in own else "DefaultVisit"
        action = call_method(target, method, [each]) if method.lower() in own else None
        word = to_text(action) if action is not None else "Continue"
        if after:
            stack.append((each, True))
        if word == "StopVisit":
            stack = [entry for entry in stack if entry[1]]
        elif word != "SkipChildren":
            stack.extend((child, False) for child in reversed(each.children()))
    return None


def _own_methods(net_type: Any) -> set[str]:
    """The methods that a script's class has of its own or of a class of a script below it, not those that every visitor has."""
    found = net_type.cache.get("own methods")
    if found is None:
        found = set()
        step = net_type
        while step is not None and step.script_class is not None:
            found.update(step.script_class.own_members(step).methods)
            step = step.base
        net_type.cache["own methods"] = found
    return found  # type: ignore[no-any-return]


def visit_name(node: tree.Ast) -> str:
    """The name of a visitor's method for a node."""
    return "Visit" + type(node).__name__.removesuffix("Ast")
