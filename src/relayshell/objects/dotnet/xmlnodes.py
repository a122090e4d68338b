"""The XML tree: documents, elements, attributes, text and the rest, as System.Xml's DOM has them, and writing them.

Reading is in `xmlreading.py`, XPath in `xpath.py`, what scripts see in `xmltype.py`.
"""

from __future__ import annotations

from typing import Any, Iterator

from relayshell.objects.dotnet.faults import argument_fault

ELEMENT, ATTRIBUTE, TEXT, CDATA, INSTRUCTION, COMMENT, DOCUMENT, DOCTYPE, FRAGMENT, WHITESPACE, SIGNIFICANT, DECLARATION = 1, 2, 3, 4, 7, 8, 9, 10, 11, 13, 14, 17
XMLNS, XML = "http://www.w3.org/2000/xmlns/", "http://www.w3.org/XML/1998/namespace"
WRONG_CHILD = "The specified node cannot be inserted as the valid child of this node, because the specified node is the wrong type."
_CLASSES = {ELEMENT: "XmlElement", ATTRIBUTE: "XmlAttribute", TEXT: "XmlText", CDATA: "XmlCDataSection", INSTRUCTION: "XmlProcessingInstruction", COMMENT: "XmlComment",
            DOCUMENT: "XmlDocument", DOCTYPE: "XmlDocumentType", FRAGMENT: "XmlDocumentFragment", WHITESPACE: "XmlWhitespace", SIGNIFICANT: "XmlSignificantWhitespace",
            DECLARATION: "XmlDeclaration"}
_FIXED_NAMES = {TEXT: "#text", CDATA: "#cdata-section", COMMENT: "#comment", DOCUMENT: "#document", FRAGMENT: "#document-fragment", WHITESPACE: "#whitespace",
                SIGNIFICANT: "#significant-whitespace", DECLARATION: "xml"}


class XmlNode:
    """One node. `value` is the text of those that have one; elements have `attributes`, documents `preserve`."""

    __slots__ = ("kind", "owner", "parent", "children", "attributes", "prefix", "local", "uri", "value", "empty", "preserve", "props", "__weakref__")

    def __init__(self, kind: int, owner: Any = None, name: str = "", value: str | None = None, uri: str = "") -> None:
        self.kind, self.owner, self.value, self.uri = kind, owner, value, uri
        self.parent: XmlNode | None = None
        self.children: list[XmlNode] = []
        self.attributes: list[XmlNode] = []
        prefix, colon, local = name.partition(":")
        self.prefix, self.local = (prefix, local) if colon else ("", name)
        self.empty, self.preserve = False, False
        self.props: Any = None

    @property
    def net_type(self) -> Any:
        """XmlElement and so on."""
        from relayshell.objects.nettype import get_type
        return get_type("System.Xml." + _CLASSES[self.kind])

    @property
    def name(self) -> str:
        """The qualified name, or #text and its kin."""
        fixed = _FIXED_NAMES.get(self.kind)
        return fixed if fixed else f"{self.prefix}:{self.local}" if self.prefix else self.local

    def document(self) -> Any:
        """The document it belongs to."""
        return self if self.kind == DOCUMENT else self.owner

    def elements(self) -> list[XmlNode]:
        """Child elements."""
        return [child for child in self.children if child.kind == ELEMENT]

    def attribute(self, name: str, uri: str | None = None) -> XmlNode | None:
        """An attribute by qualified name, or by local name and namespace."""
        for found in self.attributes:
            if (found.name == name) if uri is None else (found.local == name and found.uri == uri):
                return found
        return None

    def set_attribute(self, name: str, value: str, uri: str = "") -> XmlNode:
        """Sets an attribute's value, making it where need be."""
        found = self.attribute(name) if not uri else self.attribute(name.rpartition(":")[2], uri)
        if found is None:
            found = XmlNode(ATTRIBUTE, self.owner, name, "", uri)
            if name == "xmlns" or name.startswith("xmlns:"):
                found.uri = XMLNS
            found.parent = self
            self.attributes.append(found)
        found.value = value
        return found

    def namespace(self, prefix: str) -> str | None:
        """The URI that a prefix means here, None when it means nothing."""
        if prefix == "xml":
            return XML
        if prefix == "xmlns":
            return XMLNS
        wanted = f"xmlns:{prefix}" if prefix else "xmlns"
        step: XmlNode | None = self
        while step is not None:
            if step.kind == ELEMENT:
                found = step.attribute(wanted)
                if found is not None:
                    return found.value
                if step.prefix == prefix and step.uri:
                    return step.uri
            step = step.parent
        return "" if not prefix else None

    def prefix_of(self, uri: str) -> str:
        """A prefix that means a URI here."""
        step: XmlNode | None = self
        while step is not None:
            for found in step.attributes:
                if found.uri == XMLNS and found.value == uri:
                    return found.local if found.prefix else ""
            if step.uri == uri:
                return step.prefix
            step = step.parent
        return ""

    # -- content -----------------------------------------------------------------------------------------------

    def inner_text(self) -> str:
        """The text of it all."""
        if self.kind in (ELEMENT, DOCUMENT, FRAGMENT):
            return "".join(child.inner_text() for child in self.children if child.kind not in (COMMENT, INSTRUCTION, DECLARATION, DOCTYPE))
        return self.value or ""

    def set_inner_text(self, text: str) -> None:
        """Replaces the content with text."""
        if self.kind not in (ELEMENT, FRAGMENT):
            self.value = text
            return
        for child in self.children:
            child.parent = None
        self.children = []
        self.empty = False
        if text:
            self.add(XmlNode(TEXT, self.owner, value=text))

    def check_child(self, child: XmlNode) -> None:
        """Raises for a child that may not stand here."""
        step: XmlNode | None = self
        while step is not None:
            if step is child:
                raise argument_fault("Cannot insert a node or any ancestor of that node as a child of itself.")
            step = step.parent
        if child.kind != DOCUMENT and child.owner is not self.document() and child.owner is not None:
            raise argument_fault("The node to be inserted is from a different document context.")
        from relayshell.objects.dotnet.faults import operation_fault
        if self.kind == DOCUMENT:
            if child.kind not in (ELEMENT, INSTRUCTION, COMMENT, DOCTYPE, DECLARATION, WHITESPACE, SIGNIFICANT, FRAGMENT):
                raise operation_fault(WRONG_CHILD)
            if child.kind == ELEMENT and any(c.kind == ELEMENT and c is not child for c in self.children):
                raise operation_fault("This document already has a 'DocumentElement' node.")
        elif self.kind not in (ELEMENT, FRAGMENT, ATTRIBUTE) or child.kind in (DOCUMENT, ATTRIBUTE):
            raise operation_fault(WRONG_CHILD if self.kind in (ELEMENT, FRAGMENT) else "The current node cannot contain other nodes.")

    def add(self, child: XmlNode, at: int | None = None) -> XmlNode:
        """Puts a child at a place, the end by default; a fragment gives its children."""
        self.check_child(child)
        if child.kind == FRAGMENT:
            for place, inner in enumerate(list(child.children)):
                self.add(inner, None if at is None else at + place)
            return child
        if child.parent is not None:
            before = child.parent.children
            if child.parent is self and at is not None and before.index(child) < at:
                at -= 1
            before.remove(child)
        child.parent = self
        self.children.insert(len(self.children) if at is None else at, child)
        self.empty = False
        return child

    def remove(self, child: XmlNode) -> XmlNode:
        """Takes a child out."""
        if child not in self.children:
            raise argument_fault("The node to be removed is not a child of this node.")
        self.children.remove(child)
        child.parent = None
        return child

    def place_of(self, child: XmlNode) -> int:
        """Where a reference child stands."""
        if child not in self.children:
            raise argument_fault("The reference node is not a child of this node.")
        return self.children.index(child)

    def beside(self, step: int) -> XmlNode | None:
        """The sibling before or behind."""
        if self.parent is None or self.kind == ATTRIBUTE:
            return None
        at = self.parent.children.index(self) + step
        return self.parent.children[at] if 0 <= at < len(self.parent.children) else None

    def copy(self, deep: bool = True, owner: Any = None) -> XmlNode:
        """A copy without a parent; in another document where `owner` is given."""
        made = XmlNode(self.kind, owner or self.owner, value=self.value, uri=self.uri)
        made.prefix, made.local, made.empty, made.preserve = self.prefix, self.local, self.empty, self.preserve
        inner_owner = made if self.kind == DOCUMENT else owner
        for found in self.attributes:
            copied = found.copy(True, inner_owner)
            copied.parent = made
            made.attributes.append(copied)
        if deep:
            for child in self.children:
                copied = child.copy(True, inner_owner)
                copied.parent = made
                made.children.append(copied)
        return made

    def descendants(self) -> Iterator[XmlNode]:
        """All nodes below, in document order, without attributes."""
        for child in self.children:
            yield child
            yield from child.descendants()

    # -- writing -----------------------------------------------------------------------------------------------

    def outer_xml(self) -> str:
        """The node as text."""
        out: list[str] = []
        write(self, out)
        return "".join(out)

    def inner_xml(self) -> str:
        """The content as text."""
        if self.kind == ATTRIBUTE:
            return escape_attribute(self.value or "")
        out: list[str] = []
        for child in self.children:
            write(child, out)
        return "".join(out)


def escape_text(text: str) -> str:
    """Text with & < > escaped."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escape_attribute(text: str) -> str:
    """A value as it stands between double quotes."""
    return escape_text(text).replace('"', "&quot;").replace("\r", "&#xD;").replace("\n", "&#xA;").replace("\t", "&#x9;")


def write(node: XmlNode, out: list[str], indent: str | None = None, depth: int = 0) -> None:
    """Writes a node; with `indent`, elements without text of their own get a line each."""
    kind = node.kind
    if kind == ELEMENT:
        out.append(f"<{node.name}")
        for found in node.attributes:
            out.append(f' {found.name}="{escape_attribute(found.value or "")}"')
        _declare(node, out)
        if not node.children:
            out.append(" />" if node.empty else f"></{node.name}>")
            return
        out.append(">")
        mixed = any(child.kind in (TEXT, CDATA, WHITESPACE, SIGNIFICANT) for child in node.children)
        inner = None if mixed else indent
        for child in node.children:
            if inner is not None:
                out.append("\n" + inner * (depth + 1))
            write(child, out, inner, depth + 1)
        if inner is not None:
            out.append("\n" + inner * depth)
        out.append(f"</{node.name}>")
    elif kind in (TEXT, WHITESPACE, SIGNIFICANT):
        out.append(escape_text(node.value or ""))
    elif kind == CDATA:
        out.append(f"<![CDATA[{node.value}]]>")
    elif kind == COMMENT:
        out.append(f"<!--{node.value}-->")
    elif kind == INSTRUCTION:
        out.append(f"<?{node.name}{' ' + node.value if node.value else ''}?>")
    elif kind == DECLARATION:
        out.append(f"<?xml {node.value}?>")
    elif kind == DOCTYPE:
        out.append(node.value or f"<!DOCTYPE {node.name}>")
    elif kind == ATTRIBUTE:
        out.append(f'{node.name}="{escape_attribute(node.value or "")}"')
    else:
        for place, child in enumerate(node.children):
            if indent is not None and place:
                out.append("\n")
            write(child, out, indent, depth)


def _declare(node: XmlNode, out: list[str]) -> None:
    """The xmlns attribute that an element made in a namespace needs."""
    mark = f"xmlns:{node.prefix}" if node.prefix else "xmlns"
    if node.prefix == "xml" or node.attribute(mark) is not None:
        return
    known = node.parent.namespace(node.prefix) if node.parent is not None and node.parent.kind == ELEMENT else "" if not node.prefix else None
    if node.uri != (known or ""):
        out.append(f' {mark}="{escape_attribute(node.uri)}"')
