"""Objects as the lines ConvertTo-Xml writes, and what Select-Xml finds."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from relayshell.objects.collections import enumerate_value
from relayshell.objects.declare import declare
from relayshell.objects.hashtable import Hashtable
from relayshell.objects.members import readable_properties
from relayshell.objects.psobject import unwrap
from relayshell.objects.text import to_text
from relayshell.objects.typeof import type_of


class SelectedNode:
    """A node, and where it was found."""

    __slots__ = ("node", "path", "pattern")

    def __init__(self, node: Any, path: str, pattern: str) -> None:
        self.node = node
        self.path = path
        self.pattern = pattern

    def __str__(self) -> str:
        from relayshell.objects.members import get_member

        return str(get_member(self.node, "InnerText")).strip()


declare(
    "Microsoft.PowerShell.Commands.SelectXmlInfo", SelectedNode,
    get={"Node": lambda each: each.node, "Path": lambda each: each.path, "Pattern": lambda each: each.pattern},
    methods={"ToString": str}, to_text=str,
    signatures=("System.Xml.XmlNode Node {get;set;}", "string Path {get;set;}", "string Pattern {get;set;}", "string ToString()"),
)


def object_lines(value: Any, depth: int, typed: bool, indent: str = "  ", tag: str = "Object", name: str = "") -> list[str]:
    """The lines of one object: its text, or its properties a line each."""
    base = unwrap(value)
    attributes = f' Name="{escape(name, {chr(34): "&quot;"})}"' if name else ""
    if base is None:
        return [f"{indent}<{tag}{attributes} />"]
    kind = f' Type="{escape(type_of(base).text)}"' if typed else ""
    if isinstance(base, (str, bool, int, float)) or depth < 1 and tag == "Property":
        text = escape(to_text(base))
        return [f"{indent}<{tag}{attributes}{kind}>{text}</{tag}>"] if text else [f"{indent}<{tag}{attributes}{kind}></{tag}>"]
    inner: list[str] = []
    if isinstance(base, Hashtable):
        for key, item in base.items():
            inner += object_lines(key, 0, typed, indent + "  ", "Property", "Key")
            inner += object_lines(item, depth - 1, typed, indent + "  ", "Property", "Value")
    else:
        items = enumerate_value(base)
        if items is not None:
            for item in items:
                inner += object_lines(item, depth - 1, typed, indent + "  ", "Property")
        else:
            properties = list(readable_properties(value))
            if not properties:
                return [f"{indent}<{tag}{attributes}{kind}>{escape(to_text(base))}</{tag}>"]
            for key, item in properties:
                inner += object_lines(item, depth - 1, typed, indent + "  ", "Property", key)
    if not inner:
        return [f"{indent}<{tag}{attributes}{kind} />"]
    return [f"{indent}<{tag}{attributes}{kind}>", *inner, f"{indent}</{tag}>"]
