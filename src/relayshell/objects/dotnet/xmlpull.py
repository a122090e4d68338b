"""XmlReader, XmlTextReader, XmlNodeReader and XmlReaderSettings: XML read piece by piece.

The text is read whole at the first step, into the tree of `xmlnodes.py`; the reader walks over it. So an error of the text is
told at the first Read(), wherever in the text it is.
"""

from __future__ import annotations

from typing import Any, Iterator

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.faults import operation_fault
from relayshell.objects.dotnet.results import enum_of
from relayshell.objects.dotnet.xmlnodes import ATTRIBUTE, CDATA, COMMENT, DECLARATION, DOCUMENT, ELEMENT, INSTRUCTION, SIGNIFICANT, TEXT, WHITESPACE, XmlNode
from relayshell.objects.nettype import get_type

_X = "System.Xml."
END = 15
"""XmlNodeType.EndElement, which no node of a tree is."""
_VALUED = (ATTRIBUTE, TEXT, CDATA, INSTRUCTION, COMMENT, WHITESPACE, SIGNIFICANT, DECLARATION)
_DEFAULTS: dict[str, Any] = {
    "IgnoreWhitespace": False, "IgnoreComments": False, "IgnoreProcessingInstructions": False, "CloseInput": False, "CheckCharacters": True, "Async": False,
    "DtdProcessing": "Prohibit", "ConformanceLevel": "Document", "LineNumberOffset": 0, "LinePositionOffset": 0, "MaxCharactersInDocument": 0,
    "MaxCharactersFromEntities": 10_000_000, "XmlResolver": None, "NameTable": None, "Schemas": None,
}


class Settings:
    """XmlReaderSettings."""

    __slots__ = ("values",)

    def __init__(self) -> None:
        self.values = dict(_DEFAULTS)


class XmlReader:
    """`steps` are what is still to come; `kind`, `node` and `depth` say where the reader stands."""

    __slots__ = ("net_type", "source", "settings", "steps", "kind", "node", "depth", "state", "attribute", "ahead")

    def __init__(self, source: Any, settings: Any = None, name: str = "XmlReader") -> None:
        self.net_type = get_type(_X + name)
        self.source = source
        self.settings = settings if isinstance(settings, Settings) else Settings()
        self.steps: Iterator[tuple[int, XmlNode, int]] | None = None
        self.ahead: list[tuple[int, XmlNode, int]] = []
        self.kind, self.depth, self.state = 0, 0, 0
        self.node: Any = None
        self.attribute: int | None = None

    def tree(self) -> XmlNode:
        """What is read, as a tree."""
        if isinstance(self.source, XmlNode):
            return self.source
        from relayshell.objects.dotnet.xmltype import load_document, new_document

        made = new_document()
        made.preserve = True
        load_document(made, self.source)
        return made

    def _walk(self, node: XmlNode, depth: int) -> Iterator[tuple[int, XmlNode, int]]:
        ignored = self.settings.values
        if node.kind == DOCUMENT:
            for child in node.children:
                yield from self._walk(child, 0)
        elif node.kind == ELEMENT:
            yield ELEMENT, node, depth
            for child in node.children:
                yield from self._walk(child, depth + 1)
            if not node.empty:
                yield END, node, depth
        elif node.kind == TEXT and not (node.value or "").strip():
            if not ignored["IgnoreWhitespace"]:
                yield WHITESPACE, node, depth
        elif not (node.kind == COMMENT and ignored["IgnoreComments"] or node.kind == INSTRUCTION and ignored["IgnoreProcessingInstructions"]
                  or node.kind == WHITESPACE and ignored["IgnoreWhitespace"]):
            yield node.kind, node, depth

    def read(self) -> bool:
        """To the next node; False at the end. Raises XmlException for what is no XML."""
        if self.state >= 3:
            return False
        if self.steps is None:
            self.steps = self._walk(self.tree(), 0)
        self.attribute = None
        found = self.ahead.pop(0) if self.ahead else next(self.steps, None)
        if found is None:
            self.kind, self.node, self.depth, self.state = 0, None, 0, 3
            return False
        self.kind, self.node, self.depth = found
        self.state = 1
        return True

    @property
    def here(self) -> Any:
        """The node, or the attribute the reader was moved to."""
        return self.node if self.attribute is None else self.node.attributes[self.attribute]

    def content(self) -> int:
        """MoveToContent: past comments, white space and the declaration; the kind of node there."""
        self.attribute = None
        while self.kind not in (ELEMENT, END, TEXT, CDATA):
            if not self.read():
                break
        return self.kind

    def text(self) -> str:
        """The text from here to the next tag; the reader then stands at that tag."""
        if self.attribute is not None:
            return self.here.value or ""
        out = []
        while self.kind in (TEXT, CDATA, WHITESPACE, SIGNIFICANT, COMMENT, INSTRUCTION):
            if self.kind not in (COMMENT, INSTRUCTION):
                out.append(self.node.value or "")
            if not self.read():
                break
        return "".join(out)

    def element_text(self, *names: str) -> str:
        """The text of the element, the reader then behind it. Raises XmlException where there are elements within."""
        from relayshell.objects.dotnet.xmlreading import xml_fault

        self.start_of(*names)
        element = self.node
        if element.elements():
            raise xml_fault(f"Unexpected node type Element. {'ReadElementString' if not names else 'ReadElementContentAs'} method can only be called on elements with simple or empty content.")
        self.pass_over()
        return str(element.inner_text())

    def start_of(self, *names: str) -> None:
        """Sees that an element begins here, of this name if one is given. Raises otherwise."""
        from relayshell.objects.dotnet.xmlreading import xml_fault

        if self.content() != ELEMENT:
            raise xml_fault(f"'{self.kind_name()}' is an invalid XmlNodeType.")
        if names and not matches(self.node, names):
            raise xml_fault(f"Element '{names[0]}' was not found.")

    def kind_name(self) -> str:
        """The name of the kind of node here."""
        return str(enum_of(_X + "XmlNodeType", self.kind).name)

    def pass_over(self) -> None:
        """Skip: to what follows this node with all in it."""
        if self.kind == ELEMENT and not self.node.empty:
            element = self.node
            while self.read() and not (self.kind == END and self.node is element):
                pass
        self.read()

    def down(self, *names: str) -> bool:
        """ReadToDescendant."""
        if self.kind != ELEMENT and self.state == 1:
            return False
        top = self.node if self.kind == ELEMENT else None
        if top is not None and top.empty:
            return False
        while self.read():
            if self.kind == END and self.node is top:
                return False
            if self.kind == ELEMENT and matches(self.node, names):
                return True
        return False

    def along(self, *names: str) -> bool:
        """ReadToNextSibling."""
        depth = self.depth
        while True:
            self.pass_over()
            if self.state >= 3 or self.depth < depth or self.kind == END:
                return False
            if self.kind == ELEMENT and self.depth == depth and matches(self.node, names):
                return True

    def on(self, *names: str) -> bool:
        """ReadToFollowing."""
        while self.read():
            if self.kind == ELEMENT and matches(self.node, names):
                return True
        return False

    def whole(self, outer: bool) -> str:
        """ReadOuterXml or ReadInnerXml; the reader then stands behind."""
        node = self.here
        if self.kind != ELEMENT and outer:
            text = "" if self.kind in (0, END) else node.outer_xml()
        else:
            text = node.outer_xml() if outer else node.inner_xml() if self.kind == ELEMENT else ""
        if self.attribute is None:
            self.pass_over()
        return str(text)

    def close(self) -> None:
        """Nothing more is read."""
        self.state, self.kind, self.node, self.attribute = 4, 0, None, None
        if self.settings.values["CloseInput"] and hasattr(self.source, "close"):
            self.source.close()


def matches(node: XmlNode, names: tuple[str, ...]) -> bool:
    """Whether a node has a qualified name, or a local name and namespace."""
    return node.name == names[0] if len(names) == 1 else node.local == names[0] and node.uri == names[1]


def _at(self: XmlReader, *names: Any) -> Any:
    if self.node is None:
        return None
    if isinstance(names[0], int):
        return self.node.attributes[names[0]].value
    found = self.node.attribute(*names) if self.kind == ELEMENT else None
    return None if found is None else found.value


def _to_attribute(self: XmlReader, *names: Any) -> Any:
    if self.node is None or self.kind != ELEMENT:
        return False
    if isinstance(names[0], int):
        self.attribute = names[0]
        return None
    found = self.node.attribute(*names)
    if found is None:
        return False
    self.attribute = self.node.attributes.index(found)
    return True


def _to_place(first: bool) -> Any:
    def move(self: XmlReader) -> bool:
        at = 0 if first or self.attribute is None else self.attribute + 1
        if self.node is None or self.kind != ELEMENT or at >= len(self.node.attributes):
            return False
        self.attribute = at
        return True
    return move


def _back(self: XmlReader) -> bool:
    moved, self.attribute = self.attribute is not None, None
    return moved


def _enter(self: XmlReader, *names: str) -> None:
    self.start_of(*names)
    self.read()


def _leave(self: XmlReader) -> None:
    from relayshell.objects.dotnet.xmlreading import xml_fault

    if self.content() != END:
        raise xml_fault(f"'{self.kind_name()}' is an invalid XmlNodeType.")
    self.read()


def _starts(self: XmlReader, *names: str) -> bool:
    return self.content() == ELEMENT and (not names or matches(self.node, names))


def _subtree(self: XmlReader) -> XmlReader:
    if self.kind != ELEMENT:
        raise operation_fault("ReadSubtree() can be called only if the reader is on an element node.")
    node = self.node
    self.pass_over()
    if self.node is not None:
        self.ahead.insert(0, (self.kind, self.node, self.depth))
    self.kind, self.node = END, node
    return XmlReader(node, self.settings)


def _as(type_name: str, read: Any) -> Any:
    def take(self: XmlReader, *names: str) -> Any:
        from relayshell.objects.dotnet.xmlconverts import from_xml

        return from_xml(read(self, *names), type_name)
    return take


def _value(self: XmlReader) -> str:
    if self.node is None or (self.attribute is None and self.kind not in _VALUED):
        return ""
    return self.here.value or ""


def _named(part: str) -> Any:
    def get(self: XmlReader) -> str:
        if self.node is None or (self.attribute is None and self.kind in (TEXT, CDATA, COMMENT, WHITESPACE, SIGNIFICANT)):
            return ""
        node = self.here
        return {"Name": node.name, "LocalName": node.local or (node.name if node.kind == DECLARATION else ""), "Prefix": node.prefix, "NamespaceURI": node.uri}[part]
    return get


_GET = {
    **{part: _named(part) for part in ("Name", "LocalName", "Prefix", "NamespaceURI")}, "Value": _value, "EOF": lambda self: self.state == 3,
    "NodeType": lambda self: enum_of(_X + "XmlNodeType", self.kind if self.attribute is None else ATTRIBUTE), "ReadState": lambda self: enum_of(_X + "ReadState", self.state),
    "Depth": lambda self: self.depth + (self.attribute is not None), "HasValue": lambda self: self.attribute is not None or self.kind in _VALUED,
    "HasAttributes": lambda self: self.kind == ELEMENT and bool(self.node.attributes), "AttributeCount": lambda self: len(self.node.attributes) if self.kind == ELEMENT else 0,
    "IsEmptyElement": lambda self: self.kind == ELEMENT and self.node.empty, "BaseURI": lambda self: "", "IsDefault": lambda self: False, "QuoteChar": lambda self: '"',
    "Settings": lambda self: self.settings, "XmlLang": lambda self: "", "CanResolveEntity": lambda self: False, "CanReadBinaryContent": lambda self: True,
    "CanReadValueChunk": lambda self: True, "SchemaInfo": lambda self: None, "NameTable": lambda self: None,
}
_TYPED = {"Boolean": "System.Boolean", "Int": "System.Int32", "Long": "System.Int64", "Double": "System.Double", "Float": "System.Single", "Decimal": "System.Decimal",
          "DateTime": "System.DateTime", "DateTimeOffset": "System.DateTimeOffset", "String": "System.String", "Object": "System.String"}
_METHODS: dict[str, Any] = {
    "Read": XmlReader.read, "MoveToContent": lambda self: enum_of(_X + "XmlNodeType", self.content()), "GetAttribute": _at, "MoveToAttribute": _to_attribute,
    "MoveToFirstAttribute": _to_place(True), "MoveToNextAttribute": _to_place(False), "MoveToElement": _back, "ReadStartElement": _enter, "ReadEndElement": _leave,
    "IsStartElement": _starts, "ReadElementString": XmlReader.element_text, "ReadString": XmlReader.text, "ReadInnerXml": lambda self: self.whole(False),
    "ReadOuterXml": lambda self: self.whole(True), "ReadToFollowing": XmlReader.on, "ReadToDescendant": XmlReader.down, "ReadToNextSibling": XmlReader.along,
    "Skip": XmlReader.pass_over, "ReadSubtree": _subtree, "LookupNamespace": lambda self, prefix: self.node.namespace(prefix) if self.node is not None else None,
    "Close": XmlReader.close, "Dispose": XmlReader.close,
    **{f"ReadContentAs{word}": _as(name, XmlReader.text) for word, name in _TYPED.items()},
    **{f"ReadElementContentAs{word}": _as(name, XmlReader.element_text) for word, name in _TYPED.items()},
}


def _create(source: Any, settings: Any = None, *context: Any) -> XmlReader:
    return source if isinstance(source, XmlReader) else XmlReader(source, settings)


def _is_name(text: str) -> bool:
    return bool(text) and (text[0].isalpha() or text[0] in "_:") and all(char.isalnum() or char in "_:.-" for char in text)


declare(_X + "XmlReaderSettings", Settings, new={"*": Settings, "()": Settings}, get={name: (lambda self, name=name: self.values[name]) for name in _DEFAULTS},
        set={name: (lambda self, value, name=name: self.values.__setitem__(name, value)) for name in _DEFAULTS},
        signatures=("()", *(f"{'bool' if value in (True, False) and isinstance(value, bool) else 'System.Object'} {name} {{get;set;}}" for name, value in _DEFAULTS.items())))
declare(_X + "XmlReader", XmlReader, dynamic=True, get=_GET, methods=_METHODS, index=_at, statics={"Create": _create, "IsName": _is_name})
for _name, _signatures in {
    "XmlTextReader": ("(string url)", "(System.IO.Stream input)", "(System.IO.TextReader input)"), "XmlNodeReader": ("(System.Xml.XmlNode node)",),
}.items():
    declare(_X + _name, XmlReader, new={"*": lambda source, name=_name: XmlReader(source, None, name)}, dynamic=True, base=_X + "XmlReader", get=_GET, methods=_METHODS, index=_at,
            signatures=_signatures)
