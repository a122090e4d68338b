"""Reading XML text into a tree with Python's expat, with .NET's errors. Entities of a document's own are refused."""

from __future__ import annotations

import re
from typing import Any

from relayshell.objects.dotnet.faults import fault
from relayshell.objects.dotnet.xmlnodes import (
    ATTRIBUTE, CDATA, COMMENT, DECLARATION, DOCTYPE, DOCUMENT, ELEMENT, FRAGMENT, INSTRUCTION, TEXT, WHITESPACE, XMLNS, XmlNode)

_DEEPEST = 2000


def xml_fault(message: str, line: int = 0, column: int = 0) -> Exception:
    """System.Xml.XmlException; the place follows the message."""
    made = fault("System.Xml.XmlException", f"{message} Line {line}, position {column}." if line else message)
    made.more.update(LineNumber=line, LinePosition=column, SourceUri="")
    return made


class _Builder:
    """Takes expat's events."""

    def __init__(self, document: XmlNode, target: XmlNode, data: bytes, preserve: bool) -> None:
        from xml.parsers import expat
        self.document, self.node, self.data, self.preserve = document, target, data, preserve
        self.starts: list[tuple[int, int]] = []
        self.in_cdata = False
        self.depth = 0
        self.parser = parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.ordered_attributes = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.text
        parser.StartCdataSectionHandler = self.cdata_start
        parser.EndCdataSectionHandler = self.cdata_end
        parser.CommentHandler = lambda text: self.put(XmlNode(COMMENT, document, value=text))
        parser.ProcessingInstructionHandler = lambda name, text: self.put(XmlNode(INSTRUCTION, document, name, text))
        parser.XmlDeclHandler = self.declaration
        parser.StartDoctypeDeclHandler = self.doctype
        parser.EntityDeclHandler = self.entity

    def put(self, node: XmlNode) -> XmlNode:
        node.parent = self.node
        self.node.children.append(node)
        return node

    def start(self, name: str, attributes: list[str]) -> None:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise xml_fault("The input document has exceeded a limit set by the depth of elements.", *self.here())
        element = self.put(XmlNode(ELEMENT, self.document, name))
        for place in range(0, len(attributes), 2):
            found = XmlNode(ATTRIBUTE, self.document, attributes[place], attributes[place + 1])
            found.parent = element
            element.attributes.append(found)
        for found in element.attributes:
            found.uri = XMLNS if found.prefix == "xmlns" or found.name == "xmlns" else self.resolve(element, found.prefix) if found.prefix else ""
        element.uri = self.resolve(element, element.prefix)
        self.starts.append(self.here())
        self.node = element

    def resolve(self, element: XmlNode, prefix: str) -> str:
        found = element.namespace(prefix)
        if found is None:
            line, column = self.here()
            raise xml_fault(f"'{prefix}' is an undeclared prefix.", line, column + 1)
        return found

    def here(self) -> tuple[int, int]:
        return self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1

    def end(self, name: str) -> None:
        index = self.parser.CurrentByteIndex
        self.depth -= 1
        if not self.node.children:
            self.node.empty = self.data[index - 2:index] == b"/>"
        self.starts.pop()
        self.node = self.node.parent  # type: ignore[assignment]

    def text(self, text: str) -> None:
        if self.in_cdata:
            self.put(XmlNode(CDATA, self.document, value=text))
        elif text.strip(" \t\r\n"):
            self.put(XmlNode(TEXT, self.document, value=text))
        elif self.preserve or self.space_kept():
            if self.node.kind != DOCUMENT or self.preserve:
                self.put(XmlNode(WHITESPACE, self.document, value=text))

    def space_kept(self) -> bool:
        step: Any = self.node
        while step is not None:
            found = step.attribute("xml:space") if step.kind == ELEMENT else None
            if found is not None:
                return found.value == "preserve"
            step = step.parent
        return False

    def cdata_start(self) -> None:
        self.in_cdata = True

    def cdata_end(self) -> None:
        if self.data[self.parser.CurrentByteIndex - 9:self.parser.CurrentByteIndex] == b"<![CDATA[":
            self.put(XmlNode(CDATA, self.document, value=""))
        self.in_cdata = False

    def declaration(self, version: str, encoding: str | None, standalone: int) -> None:
        value = f'version="{version}"' + (f' encoding="{encoding}"' if encoding else "") + (f' standalone="{"yes" if standalone else "no"}"' if standalone >= 0 else "")
        if self.node.kind == DOCUMENT:
            self.put(XmlNode(DECLARATION, self.document, value=value))

    def doctype(self, name: str, system: str | None, public: str | None, internal: int) -> None:
        ids = f' PUBLIC "{public}" "{system or ""}"' if public else f' SYSTEM "{system}"' if system else ""
        self.put(XmlNode(DOCTYPE, self.document, name, f"<!DOCTYPE {name}{ids}{'[]' if internal else ''}>"))

    def entity(self, name: str, *rest: Any) -> None:
        raise xml_fault(f"The entity '{name}' is declared in the document: such declarations are not read here.", *self.here())


def read_into(document: XmlNode, text: str, preserve: bool = False, loose: bool = False) -> None:
    """Replaces a document's content with what a text says. Raises XmlException.

    loose  reads as [xml] does: text or a second element at the top is no fault of the text, but of the document that cannot take it,
           and a text without any element is a document without one
    """
    from xml.parsers import expat
    body = text[1:] if text.startswith("\ufeff") else text
    if not body.strip():
        if loose:
            document.children = []
            return
        raise xml_fault("Root element is missing.")
    data = body.encode("utf-8", "surrogatepass")
    document.children = []
    builder = _Builder(document, document, data, preserve)
    try:
        builder.parser.Parse(data, True)
    except expat.ExpatError as error:
        from relayshell.objects.dotnet.xmlscanning import what_is_wrong
        found = what_is_wrong(body, loose)
        if isinstance(found, Exception):
            raise found from None
        if found is None and loose and not any(child.kind == ELEMENT for child in document.children):
            return
        raise xml_fault(*found) if found is not None else _explain(error, builder, body) from None


def read_fragment(owner: XmlNode, text: str, context: XmlNode | None = None) -> list[XmlNode]:
    """The nodes of a piece of XML, names resolved where `context` stands. Raises XmlException."""
    from xml.parsers import expat
    scope = ""
    seen = set()
    step = context
    while step is not None:
        for found in step.attributes:
            if found.uri == XMLNS and found.name not in seen:
                seen.add(found.name)
                scope += f' {found.name}="{found.value}"'
        step = step.parent
    whole = f"<x{scope}>{text}</x>"
    data = whole.encode("utf-8", "surrogatepass")
    holder = XmlNode(FRAGMENT, owner)
    builder = _Builder(owner, holder, data, True)
    try:
        builder.parser.Parse(data, True)
    except expat.ExpatError as error:
        raise _explain(error, builder, text) from None
    nodes = holder.children[0].children
    for node in nodes:
        node.parent = None
    return nodes


def _explain(error: Any, builder: _Builder, text: str) -> Exception:
    line, column = error.lineno, error.offset + 1
    code = error.code
    if code == 7 and builder.starts:
        start_line, start_column = builder.starts[-1]
        found = re.match(r"</([^\s>]*)", (text.split("\n")[line - 1])[error.offset - 2 if text.split("\n")[line - 1][error.offset - 2:error.offset] == "</" else error.offset:])
        other = found[1] if found else "?"
        return xml_fault(f"The '{builder.node.name}' start tag on line {start_line} position {start_column + 1} does not match the end tag of '{other}'.", line,
                         column if text.split("\n")[line - 1][error.offset - 2:error.offset] == "</" else column + 2)
    if code in (3, 5, 6) or code == 4 and not text[-1:] == ">":
        if code == 3 and not builder.starts:
            return xml_fault("Root element is missing.") if not builder.document.children else xml_fault("Unexpected end of file has occurred.", line, column)
        if builder.starts:
            names = ", ".join(reversed(_open_names(builder.node)))
            return xml_fault(f"Unexpected end of file has occurred. The following elements are not closed: {names}.", line, column)
    if code == 9:
        return xml_fault("There are multiple root elements.", line, column + 1) if text.split("\n")[line - 1][error.offset:error.offset + 1] == "<" else xml_fault("Data at the root level is invalid.", line, column)
    if code == 8:
        return xml_fault("An attribute name appears twice in one element.", line, column)
    if code == 11:
        return xml_fault("Reference to undeclared entity.", line, column)
    return xml_fault(f"The XML is not well formed: {error.args[0].partition(':')[0]}.", line, column)


def _open_names(node: XmlNode) -> list[str]:
    names = []
    step: Any = node
    while step is not None and step.kind == ELEMENT:
        names.append(step.name)
        step = step.parent
    return list(reversed(names))
