"""What an HTML page has in it: its links, images and input fields, read without a parser of pages, as PowerShell does."""

from __future__ import annotations

import html
import re
from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.psobject import PSCustomObject
from relayshell.objects.text import to_text

NAME = "Microsoft.PowerShell.Commands.WebCmdletElementCollection"
ATTRIBUTE = re.compile(r"""([^\s"'>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]*)))?""")


class Elements:
    """Elements of one kind, in their order."""

    def __init__(self, elements: list[PSCustomObject]) -> None:
        self.elements = elements

    def find(self, text: str, *names: str) -> PSCustomObject | None:
        """The first element whose attribute of one of the names says the text, in any case."""
        for name in names:
            for element in self.elements:
                if any(key.lower() == name and to_text(value).lower() == text.lower() for key, value in element.props.items()):
                    return element
        return None


def elements(text: str, tag: str, closed: bool = False) -> Elements:
    """The elements of a tag, each with its outer HTML, its tag's name and its attributes; closed ones up to their end tag."""
    pattern = rf"<{tag}\b([^>]*)>" + (rf".*?</{tag}>" if closed else "")
    return Elements([_element(found, tag) for found in re.finditer(pattern, text, re.I | re.S)])


def _element(found: re.Match[str], tag: str) -> PSCustomObject:
    made = PSCustomObject({"outerHTML": found[0], "tagName": tag.upper()})
    for name, *values in ATTRIBUTE.findall(found[1]):
        if name.lower() not in {each.lower() for each in made.props}:
            made.props[name] = html.unescape(next((value for value in values if value), ""))
    return made


def _at(self: Elements, key: Any) -> Any:
    position = int(key)
    return self.elements[position] if -len(self.elements) <= position < len(self.elements) else None


declare(
    NAME, Elements, get={"Count": lambda self: len(self.elements)}, index=_at, enumerate=lambda self: iter(self.elements),
    methods={"Find": lambda self, text: self.find(text, "id", "name"), "FindById": lambda self, text: self.find(text, "id"),
             "FindByName": lambda self, text: self.find(text, "name")},
    signatures=("int Count {get;}", *(f"psobject {name}(string {key})" for name, key in (("Find", "nameOrId"), ("FindById", "id"), ("FindByName", "name"))),
                "psobject Item(int index) {get;}"),
    interfaces=("System.Collections.IList", "System.Collections.ICollection", "System.Collections.IEnumerable"),
)
