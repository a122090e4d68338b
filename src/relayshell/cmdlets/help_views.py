"""How help is shown: the views of help objects, laid out by relayshell.help. Read with the built-in views."""

from __future__ import annotations

from typing import Any

_MAML = ("MamlCommandHelpInfo", "ExtendedCmdletHelpInfo")
_VIEWS = {"": "HelpShort", "#DetailedView": "HelpDetailed", "#FullView": "HelpFull", "#ExamplesView": "HelpExamples"}


def rows() -> list[dict[str, Any]]:
    """The views, in the form of views/builtin.json; the trees of the custom ones are made known with them."""
    from relayshell.views.computed_session import TREES

    made: list[dict[str, Any]] = []
    # The views of special kinds first: the plain one fits them all.
    for ending, view in reversed(_VIEWS.items()):
        made.append({"types": [name + ending for name in _MAML], "view": view, "kind": "Custom"})
        TREES[view] = _tree(view.removeprefix("Help").replace("Short", ""))
    made.append({"types": ["MamlCommandHelpInfo#parameter"], "view": "HelpParameter", "kind": "Custom"})
    TREES["HelpParameter"] = _parameter
    made.append({"types": ["MamlCommandHelpInfo#syntax"], "view": "HelpSyntax", "kind": "Custom"})
    TREES["HelpSyntax"] = _syntax
    made.append({"types": ["HelpInfoShort"], "view": "HelpList", "kind": "Table", "columns": [
        {"width": 33, "value": "Name"}, {"width": 9, "value": "Category"}, {"width": 25, "value": "Module"}, {"value": "Synopsis"}]})
    return made


def _items(lines: Any) -> list[Any]:
    from relayshell.views.packets import NEW_LINE, Frame

    items: list[Any] = []
    for indent, text in lines:
        items.append(Frame([text, NEW_LINE], indent) if indent else text)
        if not indent:
            items.append(NEW_LINE)
    return items


def _tree(view: str) -> Any:
    def tree(value: Any, environment: Any) -> list[Any]:
        from relayshell.help.as_object import page_of
        from relayshell.help.as_text import lines_of
        from relayshell.objects.members import get_member
        from relayshell.objects.text import to_text

        page = page_of(value)
        if page is None:
            return [f"{to_text(get_member(value, 'Name'))}: {to_text(get_member(value, 'Synopsis'))}"]
        return _items(lines_of(page, view))

    return tree


def _syntax(value: Any, environment: Any) -> list[Any]:
    from relayshell.help.as_object import page_of
    from relayshell.help.as_text import syntax_lines

    page = page_of(value)
    return [""] if page is None else _items(syntax_lines(page))


def _parameter(value: Any, environment: Any) -> list[Any]:
    from relayshell.help.as_object import parameter_of
    from relayshell.help.as_text import parameter

    part = parameter_of(value)
    return [""] if part is None else _items([(0, ""), *((indent - 4, text) for indent, text in parameter(part))])
