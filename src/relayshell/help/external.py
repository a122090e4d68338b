"""Help in files of its own: pages about commands in XML (MAML), and about_ topics as text, in the language folders beside a module.

What a file says becomes a Page; a file that cannot be read says nothing.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import Any

from relayshell.help.page import ExamplePart, Page, ParameterPart, syntax_line

_LANGUAGES = ("en-US", "en", "")


def language_folders(folder: str) -> Iterator[str]:
    """The folders in which a module's help may be: of the language, then the module's own."""
    for name in _LANGUAGES:
        path = os.path.join(folder, name) if name else folder
        if os.path.isdir(path):
            yield path


def topics(folders: list[str]) -> dict[str, str]:
    """The about_ topics beside modules, given the modules' folders: title to file."""
    found: dict[str, str] = {}
    for folder in folders:
        for place in language_folders(folder):
            for name in sorted(os.listdir(place)):
                match = re.fullmatch(r"(about_.+?)\.help\.txt", name, re.IGNORECASE)
                if match:
                    found.setdefault(match[1], os.path.join(place, name))
    return found


def page_in(folder: str, file: str, command: str) -> Page | None:
    """The page of a command in a help file of a module's folder; None where there is none."""
    from xml.etree import ElementTree

    for place in ("",) if os.path.isabs(file) else language_folders(folder):
        path = os.path.join(place, file)
        if not os.path.isfile(path):
            continue
        try:
            with open(path, "rb") as opened:
                text = opened.read()
            if b"<!DOCTYPE" in text:
                continue
            root = ElementTree.fromstring(text)
        except (OSError, ElementTree.ParseError):
            continue
        for node in root.iter():
            if _tag(node) == "command" and _text(_child(_child(node, "details"), "name")).lower() == command.lower():
                return _page(node)
    return None


def _tag(node: Any) -> str:
    return str(node.tag).rpartition("}")[2]


def _child(node: Any, name: str) -> Any:
    return None if node is None else next((each for each in node if _tag(each) == name), None)


def _children(node: Any, name: str) -> list[Any]:
    return [] if node is None else [each for each in node if _tag(each) == name]


def _text(node: Any) -> str:
    """All text within a node, blanks at its ends left out."""
    return "" if node is None else "".join(node.itertext()).strip()


def _paragraphs(node: Any) -> str:
    return "\n\n".join(text for each in _children(node, "para") if (text := _text(each)))


def _page(node: Any) -> Page:
    details = _child(node, "details")
    name = _text(_child(details, "name"))
    page = Page(name, "Function", _paragraphs(_child(details, "description")))
    page.separate = True
    page.description = _paragraphs(_child(node, "description"))
    page.parameters = [_parameter(each) for each in _children(_child(node, "parameters"), "parameter")]
    for item in _children(_child(node, "syntax"), "syntaxItem"):
        parts = [_parameter(each) for each in _children(item, "parameter")]
        page.syntax_parameters.append(parts)
        page.syntax.append(syntax_line(name, parts, True))
    page.common = True
    page.inputs = [_type(each) for each in _children(_child(node, "inputTypes"), "inputType")]
    page.outputs = [_type(each) for each in _children(_child(node, "returnValues"), "returnValue")]
    page.notes = "\n\n".join(_paragraphs(each) for each in _children(_child(node, "alertSet"), "alert"))
    page.examples = [
        ExamplePart(_text(_child(each, "title")), _text(_child(each, "code")), _paragraphs(_child(each, "remarks")), _paragraphs(_child(each, "introduction")), True)
        for each in _children(_child(node, "examples"), "example")
    ]
    links = [(_text(_child(each, "linkText")), _text(_child(each, "uri"))) for each in _children(_child(node, "relatedLinks"), "navigationLink")]
    page.links = [uri or text for text, uri in links]
    page.link_texts = {uri: text for text, uri in links if uri}
    return page


def _type(node: Any) -> str:
    return _text(_child(_child(node, "type"), "name"))


def _parameter(node: Any) -> ParameterPart:
    value = _text(_child(node, "parameterValue")) or _type(node)
    position = node.get("position", "named")
    aliases = node.get("aliases", "none")
    return ParameterPart(
        _text(_child(node, "name")), value or "SwitchParameter", _paragraphs(_child(node, "description")), node.get("required", "false").lower() == "true",
        "Named" if position.lower() == "named" else position, _text(_child(node, "defaultValue")), node.get("pipelineInput", "false"),
        node.get("globbing", "false").lower() == "true", () if aliases.lower() == "none" else tuple(each.strip() for each in aliases.split(",")),
        value in ("", "SwitchParameter"),
    )
