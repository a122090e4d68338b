"""Values to CLIXML.

Depth says how many levels of properties are kept: at 0 an object is its text. Collections and dictionaries take no level away.
"""

from __future__ import annotations

import base64
from typing import Any
from xml.sax.saxutils import escape as xml_escape

from relayshell.objects.clixml import NAMESPACE, VERSION, progress, scalars
from relayshell.objects.clixml.errors import EXCEPTION_DEPTH, notes_of, split_properties
from relayshell.objects.clixml.typerules import Rules, rules_of
from relayshell.objects.collections import enumerate_value
from relayshell.objects.enums import EnumValue
from relayshell.objects.errorrecord import ErrorRecord
from relayshell.objects.exceptions import NetException
from relayshell.objects.hashtable import Hashtable
from relayshell.objects.indexing import dictionary_items
from relayshell.objects.nettype import get_type
from relayshell.objects.psobject import AUTOMATION_NULL, PSCustomObject, PSObject
from relayshell.objects.typeof import type_of


def is_dictionary(base: Any) -> bool:
    """Whether a value is one of .NET's dictionaries."""
    return get_type("System.Collections.IDictionary") in type_of(base).ancestors


def is_collection(base: Any) -> bool:
    """Whether a value is written by what is in it."""
    return isinstance(base, Hashtable) or not isinstance(base, (PSCustomObject, EnumValue)) and (enumerate_value(base) is not None or is_dictionary(base))


def chosen(pairs: list[tuple[str, Any]], rules: Rules | None) -> list[tuple[str, Any]]:
    """The properties that the rules have written."""
    return pairs if rules is None or rules.names is None else [pair for pair in pairs if pair[0].lower() in rules.names]


LISTS = {"Stack": "STK", "Queue": "QUE"}


class Writer:
    """Writes one document. Objects met again are written as references."""

    def __init__(self, depth: int, indent: bool, while_running: bool = True) -> None:
        self.depth = depth
        self.while_running = while_running
        self.newline = "\n" if indent else ""
        self.step = "  " if indent else ""
        self.parts: list[str] = []
        self.seen: dict[int, int] = {}
        self.kept: list[Any] = []
        self.type_names: dict[tuple[str, ...], int] = {}

    def document(self, values: list[Any], streams: list[str] | None = None) -> str:
        """All values, each with the stream it belongs to where streams are given."""
        self.parts.append(f'<Objs Version="{VERSION}" xmlns="{NAMESPACE}">')
        for position, value in enumerate(values):
            attributes = f' S="{streams[position]}"' if streams else ""
            self.value(value, attributes, 1, self.depth)
        self.parts.append(f"{self.newline}</Objs>")
        return "".join(self.parts)

    def line(self, level: int, text: str) -> None:
        self.parts.append(f"{self.newline}{self.step * level}{text}")

    def element(self, level: int, tag: str, attributes: str, text: str) -> None:
        text = xml_escape(text)
        self.line(level, f"<{tag}{attributes}>{text}</{tag}>" if text else (f"<{tag}{attributes}></{tag}>" if tag == "S" else f"<{tag}{attributes} />"))

    def value(self, value: Any, attributes: str, level: int, depth: int) -> None:
        """One value with its attributes (`N="Name"`, `S="Output"`)."""
        if value is None or value is AUTOMATION_NULL:
            self.line(level, f"<Nil{attributes} />")
            return
        base = value.base if value.__class__ is PSObject else value
        scalar = self.scalar(base)
        if scalar is not None and not (value.__class__ is PSObject and value.props):
            self.element(level, scalar[0], attributes, scalar[1])
            return
        if getattr(base, "net_name", "") == progress.TYPE:
            progress.write(self, base, attributes, level)
            return
        known = self.seen.get(id(base))
        if known is not None:
            self.line(level, f'<Ref{attributes} RefId="{known}" />')
            return
        rules = rules_of(value)
        if rules is not None and rules.as_text:
            self.element(level, "S", attributes, scalars.escape(rules.text_of(value)))
            return
        if rules is not None and rules.depth:
            depth = int(rules.depth)
        if isinstance(base, NetException):
            depth = EXCEPTION_DEPTH
        if depth <= 0 and scalar is None and not isinstance(base, ErrorRecord) and not is_collection(base):
            from relayshell.objects.text import to_text

            self.element(level, "S", attributes, scalars.escape(to_text(base)))
            return
        self.object(value, base, scalar, attributes, level, depth, rules)

    def scalar(self, base: Any) -> tuple[str, str] | None:
        """The tag and text of a scalar; None for anything else."""
        found = scalars.TAGS.get(base.__class__)
        if found is not None:
            return found[0], found[1](base)
        if isinstance(base, (list, Hashtable, PSCustomObject, EnumValue)):
            if isinstance(base, list) and getattr(getattr(base, "element_type", None), "full_name", "") == "System.Byte":
                return "BA", base64.b64encode(bytes(base)).decode()
            return None
        tag = scalars.NAMED.get(type_of(base).full_name)
        return (tag, scalars.named_text(tag, base)) if tag else None

    def object(self, value: Any, base: Any, scalar: tuple[str, str] | None, attributes: str, level: int, depth: int, rules: Rules | None = None) -> None:
        reference = len(self.kept)
        self.seen[id(base)] = reference
        self.kept.append(base)
        self.line(level, f'<Obj{attributes} RefId="{reference}">')
        if scalar is not None:
            self.element(level + 1, scalar[0], "", scalar[1])
            self.members(level + 1, "MS", list(value.props.items()), depth)
        else:
            self.types(value, level + 1)
            self.body(value, base, level + 1, depth, rules)
        self.line(level, "</Obj>")

    def types(self, value: Any, level: int) -> None:
        from relayshell.objects.members import type_names_of

        names = tuple(type_names_of(value))
        known = self.type_names.get(names)
        if known is not None:
            self.line(level, f'<TNRef RefId="{known}" />')
            return
        self.type_names[names] = number = len(self.type_names)
        self.line(level, f'<TN RefId="{number}">')
        for name in names:
            self.element(level + 1, "T", "", name)
        self.line(level, "</TN>")

    def body(self, value: Any, base: Any, level: int, depth: int, rules: Rules | None = None) -> None:
        from relayshell.objects.members import readable_properties
        from relayshell.objects.text import to_text

        extra = list(value.props.items()) if value.__class__ is PSObject else []
        if isinstance(base, EnumValue):
            self.element(level, "ToString", "", to_text(base))
            self.element(level, "I32", "", str(int(base.value)))
        elif isinstance(base, Hashtable):
            self.dictionary(list(base.items()), level, depth)
        elif isinstance(base, ErrorRecord):
            self.element(level, "ToString", "", scalars.escape(to_text(base)))
            self.members(level, "MS", notes_of(base, self.while_running), depth + 1)
        elif isinstance(base, PSCustomObject):
            if rules is not None and rules.source is not None:
                self.element(level, "ToString", "", scalars.escape(rules.text_of(base)))
            self.members(level, "MS", chosen(list(readable_properties(base, skip=True)), rules), depth)
            return
        else:
            items = enumerate_value(base)
            if is_dictionary(base):
                self.dictionary(list(dictionary_items(base)), level, depth)
            elif items is not None:
                tag = LISTS.get(type_of(base).name.partition("`")[0], "LST")
                items = list(items)
                if items:
                    self.line(level, f"<{tag}>")
                    for item in items:
                        self.value(item, "", level + 1, depth)
                    self.line(level, f"</{tag}>")
                else:
                    self.line(level, f"<{tag} />")
            else:
                self.element(level, "ToString", "", scalars.escape(to_text(base) if rules is None else rules.text_of(value)))
                own, added = split_properties(base)
                self.members(level, "Props", chosen(own, rules), depth)
                extra = chosen([*added, *extra], rules)
        self.members(level, "MS", extra, depth)

    def dictionary(self, items: list[tuple[Any, Any]], level: int, depth: int) -> None:
        """The entries of a dictionary."""
        if not items:
            self.line(level, "<DCT />")
            return
        self.line(level, "<DCT>")
        for key, item in items:
            self.line(level + 1, "<En>")
            self.value(key, ' N="Key"', level + 2, depth)
            self.value(item, ' N="Value"', level + 2, depth)
            self.line(level + 1, "</En>")
        self.line(level, "</DCT>")

    def members(self, level: int, tag: str, pairs: list[tuple[str, Any]], depth: int) -> None:
        if not pairs:
            return
        self.line(level, f"<{tag}>")
        for name, item in pairs:
            if hasattr(item, "member_type"):
                continue
            shown = xml_escape(scalars.escape(name), {'"': "&quot;"})
            self.value(item, f' N="{shown}"', level + 1, depth - 1)
        self.line(level, f"</{tag}>")
