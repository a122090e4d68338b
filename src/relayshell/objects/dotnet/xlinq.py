"""LINQ to XML: XDocument, XElement, XAttribute and the other nodes, over the tree of `xmlnodes.py`.

Unlike the nodes of an XmlDocument these belong to no document from their making on: what already stands somewhere is copied when
it is added elsewhere. What scripts see of them is in `xlinqmembers.py`.
"""

from __future__ import annotations

from typing import Any, Iterator

from relayshell.objects.collections import enumerate_value
from relayshell.objects.declare import declare
from relayshell.objects.dotnet import xmlnodes as nodes
from relayshell.objects.dotnet.faults import operation_fault
from relayshell.objects.dotnet.xlinqnames import XName
from relayshell.objects.dotnet.xmlnodes import ATTRIBUTE, CDATA, COMMENT, DECLARATION, DOCTYPE, DOCUMENT, ELEMENT, INSTRUCTION, TEXT, XMLNS, XmlNode
from relayshell.objects.nettype import get_type

_L = "System.Xml.Linq."
_CLASSES = {ELEMENT: "XElement", ATTRIBUTE: "XAttribute", TEXT: "XText", CDATA: "XCData", INSTRUCTION: "XProcessingInstruction", COMMENT: "XComment", DOCUMENT: "XDocument",
            DOCTYPE: "XDocumentType"}


class Declaration:
    """XDeclaration."""

    __slots__ = ("version", "encoding", "standalone")

    def __init__(self, version: Any = None, encoding: Any = None, standalone: Any = None) -> None:
        self.version, self.encoding, self.standalone = version, encoding, standalone

    def __str__(self) -> str:
        parts = [f'version="{self.version or "1.0"}"'] + [f'{name}="{value}"' for name, value in (("encoding", self.encoding), ("standalone", self.standalone)) if value]
        return f"<?xml {' '.join(parts)}?>"


class LinqNode(XmlNode):
    """One node or attribute."""

    __slots__ = ("declaration",)
    adapted_find = adapted_set = adapted_properties = adapted_definition = None

    @property
    def net_type(self) -> Any:
        """XElement and so on."""
        return get_type(_L + _CLASSES[self.kind])

    def check_child(self, child: XmlNode) -> None:
        """Raises for what a document cannot hold."""
        if self.kind == DOCUMENT:
            if child.kind in (TEXT, CDATA) and (child.value or "").strip() or child.kind == ATTRIBUTE:
                raise operation_fault("Non-whitespace characters cannot be added to content." if child.kind != ATTRIBUTE else "An attribute cannot be added to content.")
            if child.kind == ELEMENT and any(each.kind == ELEMENT and each is not child for each in self.children):
                raise operation_fault("This operation would create an incorrectly structured document.")

    def name_of(self) -> XName:
        """The name as LINQ has it."""
        return XName(self.local if self.kind != ATTRIBUTE or self.name != "xmlns" else "xmlns", self.uri if self.name != "xmlns" else "")


def taken(node: XmlNode) -> LinqNode:
    """A copy of a node, of either tree, with all in it."""
    made = LinqNode(node.kind, None, value=node.value, uri=node.uri)
    made.prefix, made.local, made.empty, made.declaration = node.prefix, node.local, node.empty, getattr(node, "declaration", None)
    for found in node.attributes:
        copied = taken(found)
        copied.parent = made
        made.attributes.append(copied)
    for child in node.children:
        if child.kind == DECLARATION:
            made.declaration = _declared(child.value or "")
            continue
        copied = taken(child)
        copied.parent = made
        made.children.append(copied)
    return made


def _declared(text: str) -> Declaration:
    import re

    return Declaration(**dict(re.findall(r'(version|encoding|standalone)="([^"]*)"', text)))


def element(name: Any, *content: Any) -> LinqNode:
    """A new element; of another element, its copy."""
    if isinstance(name, LinqNode):
        return taken(name)
    made = LinqNode(ELEMENT, None, name.local, None, name.uri)
    made.empty, made.declaration = True, None
    for each in content:
        add(made, each)
    return made


def attribute(name: Any, value: Any = None) -> LinqNode:
    """A new attribute."""
    if isinstance(name, LinqNode):
        return taken(name)
    made = LinqNode(ATTRIBUTE, None, name.local, text_of(value), name.uri)
    made.declaration = None
    if name.uri == XMLNS:
        made.prefix = "xmlns"
    elif name.local == "xmlns" and not name.uri:
        made.uri = XMLNS
    return made


def plain(kind: int) -> Any:
    """What makes a text, a comment and so on."""
    def make(text: Any, *rest: Any) -> LinqNode:
        if isinstance(text, LinqNode):
            return taken(text)
        made = LinqNode(kind, None, str(text) if kind in (INSTRUCTION, DOCTYPE) else "", str(rest[0]) if kind == INSTRUCTION else None if kind == DOCTYPE else str(text))
        made.declaration = None
        return made
    return make


def document(*content: Any) -> LinqNode:
    """A new document."""
    if len(content) == 1 and isinstance(content[0], LinqNode) and content[0].kind == DOCUMENT:
        return taken(content[0])
    made = LinqNode(DOCUMENT)
    made.declaration = None
    for each in content:
        if isinstance(each, Declaration):
            made.declaration = each
        else:
            add(made, each)
    return made


def text_of(value: Any) -> str:
    """A value as content."""
    from relayshell.objects.dotnet.xmlconverts import to_xml
    from relayshell.objects.psobject import unwrap

    value = unwrap(value)
    return "" if value is None else str(value) if isinstance(value, str) else to_xml(value)


def add(self: LinqNode, content: Any, at: int | None = None) -> int:
    """Adds content, whatever it is, at a place; how many nodes that were."""
    from relayshell.objects.psobject import unwrap

    content = unwrap(content)
    if content is None:
        return 0
    if isinstance(content, LinqNode):
        if content.kind == ATTRIBUTE:
            _add_attribute(self, content)
            return 0
        if content.kind == DOCUMENT:
            raise operation_fault("A node of type Document cannot be added to content.")
        child = taken(content) if content.parent is not None else content
        self.add(child, at)
        return 1
    items = None if isinstance(content, str) else enumerate_value(content)
    if items is not None:
        count = 0
        for each in items:
            count += add(self, each, None if at is None else at + count)
        return count
    text = text_of(content)
    self.empty = False
    last = self.children[-1] if self.children and at is None else None
    if last is not None and last.kind == TEXT:
        last.value = (last.value or "") + text
    elif text or self.kind == DOCUMENT:
        self.add(plain(TEXT)(text), at)
        return 1
    return 0


def _add_attribute(self: LinqNode, found: LinqNode) -> None:
    if self.kind != ELEMENT:
        raise operation_fault("An attribute cannot be added to content.")
    if self.attribute(found.local, found.uri) is not None:
        raise operation_fault("Duplicate attribute.")
    made = taken(found) if found.parent is not None else found
    made.parent = self
    if made.uri and made.uri != XMLNS and not made.prefix:
        made.prefix = self.prefix_of(made.uri) or ("xml" if made.uri == nodes.XML else _new_prefix(self, made.uri))
    self.attributes.append(made)


def _new_prefix(self: LinqNode, uri: str) -> str:
    """A prefix for a namespace that has none here, declared on the element."""
    number = 1
    while self.namespace(f"p{number}"):
        number += 1
    _add_attribute(self, attribute(XName(f"p{number}", XMLNS), uri))
    return f"p{number}"


def settle(self: LinqNode) -> None:
    """Gives elements the prefixes that are declared for their namespaces, as they are written."""
    for node in (self, *self.descendants()):
        if node.kind == ELEMENT and node.uri and node.namespace(node.prefix) != node.uri:
            node.prefix = ""
        if node.kind == ELEMENT and node.uri and not node.prefix:
            declared = _declared_prefix(node)
            if declared is not None:
                node.prefix = declared


def _declared_prefix(node: XmlNode) -> str | None:
    step: Any = node
    while step is not None:
        for found in step.attributes:
            if found.uri == XMLNS and found.value == node.uri:
                return found.local if found.prefix else ""
        step = step.parent
    return None


def to_text(self: LinqNode, options: Any = None) -> str:
    """ToString: indented, without the declaration of a document."""
    settle(self)
    out: list[str] = []
    nodes.write(self, out, None if options is not None and int(options) & 1 else "  ")
    return "".join(out)


def parse(kind: int) -> Any:
    """XDocument.Parse or XElement.Parse."""
    def read(text: str, options: Any = None) -> LinqNode:
        from relayshell.objects.dotnet.xmlreading import read_into, xml_fault
        from relayshell.objects.dotnet.xmltype import new_document

        if text[:1] not in ("<", "\ufeff", " ", "\n", "\r", "\t", ""):
            raise xml_fault("Data at the root level is invalid.", 1, 1)
        made = new_document()
        read_into(made, text, options is not None and bool(int(options) & 1))
        return _of(made, kind)
    return read


def load(kind: int) -> Any:
    """XDocument.Load or XElement.Load."""
    def read(source: Any, options: Any = None) -> LinqNode:
        from relayshell.objects.dotnet.xmltype import load_document, new_document

        made = new_document()
        made.preserve = options is not None and bool(int(options) & 1)
        load_document(made, source)
        return _of(made, kind)
    return read


def _of(read: XmlNode, kind: int) -> LinqNode:
    whole = taken(read)
    if kind == DOCUMENT:
        return whole
    root = next(child for child in whole.children if child.kind == ELEMENT)
    root.parent = None
    return root  # type: ignore[return-value]


def save(self: LinqNode, target: Any, options: Any = None) -> None:
    """Save: with a declaration, to a file, a stream or a writer."""
    from relayshell.objects.dotnet.encodings import UTF8, get_encoding

    body = to_text(self, options)
    declared = self.declaration if self.kind == DOCUMENT else None
    parts = Declaration(declared.version, declared.encoding, declared.standalone) if declared is not None else Declaration("1.0")
    if hasattr(target, "put"):
        writes = getattr(target, "xml_indent", "") == ""
        parts.encoding = "utf-16" if getattr(target, "builder", None) is not None else parts.encoding or "utf-8"
        target.put(f"{parts}\n{body}" if writes else body)
        return
    parts.encoding = parts.encoding or "utf-8"
    encoding = get_encoding(parts.encoding) if parts.encoding.lower() != "utf-8" else UTF8
    data = encoding.mark + encoding.encode(f"{parts}\n{body}")
    if isinstance(target, str):
        from relayshell.objects.dotnet.filestatics import write_bytes

        write_bytes(target, data)
    else:
        target.write(data)


def walk_up(self: LinqNode, own: bool = False) -> Iterator[LinqNode]:
    """The elements above, and this one if asked for."""
    step: Any = self if own else self.parent
    while step is not None:
        if step.kind == ELEMENT:
            yield step
        step = step.parent


declare(_L + "XDeclaration", Declaration, new={"*": Declaration}, to_text=str,
        get={"Version": lambda self: self.version, "Encoding": lambda self: self.encoding, "Standalone": lambda self: self.standalone},
        set={"Version": lambda self, value: setattr(self, "version", value), "Encoding": lambda self, value: setattr(self, "encoding", value),
             "Standalone": lambda self, value: setattr(self, "standalone", value)}, methods={"ToString": str},
        signatures=("(string version, string encoding, string standalone)", "string Version {get;set;}", "string Encoding {get;set;}", "string Standalone {get;set;}",
                    "string ToString()"))
