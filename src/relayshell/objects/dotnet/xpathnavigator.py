"""XPathNavigator over the nodes of `xmlnodes.py`, XPathNodeIterator and XPathDocument."""

from __future__ import annotations

from typing import Any, Iterator

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.results import enum_of
from relayshell.objects.dotnet.xmlnodes import ATTRIBUTE, CDATA, COMMENT, DOCUMENT, ELEMENT, INSTRUCTION, TEXT, WHITESPACE, XmlNode
from relayshell.objects.dotnet.xpath import evaluate, select


_X = "System.Xml.XPath."
_KINDS = {DOCUMENT: 0, ELEMENT: 1, ATTRIBUTE: 2, TEXT: 4, CDATA: 4, WHITESPACE: 6, INSTRUCTION: 7, COMMENT: 8}
"""XPathNodeType by kind of node."""


class Navigator:
    """Stands at one node, and moves."""

    __slots__ = ("node",)

    def __init__(self, node: XmlNode) -> None:
        self.node = node

    def to(self, node: Any) -> bool:
        """Moves there; False when there is no such node."""
        if node is None:
            return False
        self.node = node
        return True

    @property
    def visible(self) -> list[XmlNode]:
        """The children that XPath knows of."""
        return [child for child in self.node.children if child.kind in _KINDS]

    def beside(self, step: int) -> Any:
        """The sibling before or behind."""
        parent = self.node.parent
        if parent is None or self.node.kind == ATTRIBUTE:
            return None
        around = [child for child in parent.children if child.kind in _KINDS]
        at = around.index(self.node) + step
        return around[at] if 0 <= at < len(around) else None


class Nodes:
    """XPathNodeIterator: what was selected, one after the other."""

    __slots__ = ("found", "at")

    def __init__(self, found: list[XmlNode]) -> None:
        self.found, self.at = found, 0

    def each(self) -> Iterator[Navigator]:
        """All of them from the start."""
        return (Navigator(node) for node in self.found)

    def move(self) -> bool:
        """To the next."""
        if self.at >= len(self.found):
            return False
        self.at += 1
        return True


def _names(manager: Any) -> dict[str, str]:
    return dict(manager.scope()) if hasattr(manager, "scope") else {}


def _path(expression: Any) -> str:
    return str(expression)


def _select(self: Navigator, path: Any, manager: Any = None) -> Nodes:
    return Nodes(select(self.node, _path(path), _names(manager)))


def _select_one(self: Navigator, path: Any, manager: Any = None) -> Any:
    found = select(self.node, _path(path), _names(manager))
    return Navigator(found[0]) if found else None


def _evaluate(self: Navigator, path: Any, manager: Any = None) -> Any:
    found = evaluate(self.node, _path(path), _names(manager))
    return Nodes(found) if isinstance(found, list) else found


def _matches(self: Navigator, path: Any) -> bool:
    step: Any = self.node
    while step is not None:
        if any(found is self.node for found in select(step, _path(path))):
            return True
        step = step.parent
    return False


def _attribute(self: Navigator, local: str, uri: str) -> Any:
    return next((found for found in self.node.attributes if found.local == local and found.uri == uri), None)


def _value_of_attribute(self: Navigator, local: str, uri: str) -> str:
    found = _attribute(self, local, uri)
    return "" if found is None else found.value or ""


def _to_next_attribute(self: Navigator) -> bool:
    if self.node.kind != ATTRIBUTE or self.node.parent is None:
        return False
    around = self.node.parent.attributes
    at = around.index(self.node) + 1
    return self.to(around[at] if at < len(around) else None)


def _to_child(self: Navigator, local: Any, uri: str = "") -> bool:
    return self.to(next((child for child in self.node.elements() if child.local == local and child.uri == uri), None))


def _to_next(self: Navigator, *names: Any) -> bool:
    start = self.node
    while self.to(self.beside(1)):
        if not names or self.node.kind == ELEMENT and (self.node.local, self.node.uri) == names:
            return True
    self.node = start
    return False


def _root(self: Navigator) -> None:
    while self.node.parent is not None:
        self.node = self.node.parent


def _set_value(self: Navigator, value: str) -> None:
    self.node.set_inner_text(value)


def _append(self: Navigator, text: str) -> None:
    from relayshell.objects.dotnet.xmlreading import read_fragment

    for node in read_fragment(self.node.owner, text, self.node):
        self.node.add(node)


def _delete(self: Navigator) -> None:
    node, parent = self.node, self.node.parent
    if parent is not None:
        (parent.attributes.remove if node.kind == ATTRIBUTE else parent.remove)(node)
        self.node = parent


_SELECT = {"Select": _select, "SelectSingleNode": _select_one, "Evaluate": _evaluate, "Matches": _matches}
declare(
    _X + "XPathNavigator", Navigator,
    get={
        "Name": lambda self: "" if self.node.kind not in (ELEMENT, ATTRIBUTE, INSTRUCTION) else self.node.name,
        "LocalName": lambda self: "" if self.node.kind not in (ELEMENT, ATTRIBUTE, INSTRUCTION) else self.node.local, "NamespaceURI": lambda self: self.node.uri,
        "Prefix": lambda self: self.node.prefix, "Value": lambda self: self.node.inner_text(), "NodeType": lambda self: enum_of(_X + "XPathNodeType", _KINDS.get(self.node.kind, 4)),
        "InnerXml": lambda self: self.node.inner_xml(), "OuterXml": lambda self: self.node.outer_xml(), "HasChildren": lambda self: bool(self.visible),
        "HasAttributes": lambda self: bool(self.node.attributes), "IsEmptyElement": lambda self: self.node.kind == ELEMENT and self.node.empty,
        "UnderlyingObject": lambda self: self.node, "CanEdit": lambda self: True, "IsNode": lambda self: True, "BaseURI": lambda self: "", "TypedValue": lambda self: self.node.inner_text(),
        "ValueAsInt": lambda self: int(self.node.inner_text()), "ValueAsDouble": lambda self: float(self.node.inner_text()),
    },
    set={"InnerXml": lambda self, text: _replace_inner(self, text)},
    methods={
        **_SELECT, "Clone": lambda self: Navigator(self.node), "CreateNavigator": lambda self: Navigator(self.node), "GetAttribute": _value_of_attribute,
        "MoveToAttribute": lambda self, local, uri: self.to(_attribute(self, local, uri)),
        "MoveToFirstAttribute": lambda self: self.to(self.node.attributes[0] if self.node.attributes else None), "MoveToNextAttribute": _to_next_attribute,
        "MoveToFirstChild": lambda self: self.to(self.visible[0] if self.visible else None), "MoveToChild": _to_child, "MoveToNext": _to_next,
        "MoveToPrevious": lambda self: self.to(self.beside(-1)), "MoveToParent": lambda self: self.to(self.node.parent), "MoveToRoot": _root,
        "MoveTo": lambda self, other: self.to(other.node), "IsSamePosition": lambda self, other: other.node is self.node, "SetValue": _set_value, "AppendChild": _append,
        "DeleteSelf": _delete, "SelectChildren": lambda self, local, uri: Nodes([child for child in self.node.elements() if child.local == local and child.uri == uri]),
        "SelectDescendants": lambda self, local, uri, own: Nodes([child for child in ([self.node] if own else []) + list(self.node.descendants())
                                                                  if child.kind == ELEMENT and child.local == local and child.uri == uri]),
        "LookupNamespace": lambda self, prefix: self.node.namespace(prefix), "LookupPrefix": lambda self, uri: self.node.prefix_of(uri),
    },
    to_text=lambda self: self.node.inner_text(), base="System.Xml.XPath.XPathItem", interfaces=("System.Xml.XPath.IXPathNavigable", "System.ICloneable"),
    signatures=(
        *(f"string {name} {{get;}}" for name in ("Name", "LocalName", "NamespaceURI", "Prefix", "Value", "OuterXml", "BaseURI")), "string InnerXml {get;set;}",
        "System.Xml.XPath.XPathNodeType NodeType {get;}", *(f"bool {name} {{get;}}" for name in ("HasChildren", "HasAttributes", "IsEmptyElement", "CanEdit", "IsNode")),
        "System.Object UnderlyingObject {get;}", "System.Object TypedValue {get;}", "int ValueAsInt {get;}", "double ValueAsDouble {get;}",
        *(f"{result} {name}({start}{more})" for name, result, start in (
            ("Select", "System.Xml.XPath.XPathNodeIterator", "string xpath"), ("SelectSingleNode", "System.Xml.XPath.XPathNavigator", "string xpath"),
            ("Evaluate", "System.Object", "string xpath")) for more in ("", ", System.Xml.XmlNamespaceManager resolver")),
        "bool Matches(string xpath)", "System.Xml.XPath.XPathNavigator Clone()", "System.Xml.XPath.XPathNavigator CreateNavigator()",
        "string GetAttribute(string localName, string namespaceURI)", "bool MoveToAttribute(string localName, string namespaceURI)",
        *(f"bool {name}()" for name in ("MoveToFirstAttribute", "MoveToNextAttribute", "MoveToFirstChild", "MoveToNext", "MoveToPrevious", "MoveToParent")),
        "bool MoveToChild(string localName, string namespaceURI)", "bool MoveToNext(string localName, string namespaceURI)", "void MoveToRoot()",
        "bool MoveTo(System.Xml.XPath.XPathNavigator other)", "bool IsSamePosition(System.Xml.XPath.XPathNavigator other)", "void SetValue(string value)",
        "void AppendChild(string newChild)", "void DeleteSelf()", "System.Xml.XPath.XPathNodeIterator SelectChildren(string name, string namespaceURI)",
        "System.Xml.XPath.XPathNodeIterator SelectDescendants(string name, string namespaceURI, bool matchSelf)", "string LookupNamespace(string prefix)",
        "string LookupPrefix(string namespaceURI)"))


def _replace_inner(self: Navigator, text: str) -> None:
    self.node.children = []
    _append(self, text)


declare(
    _X + "XPathNodeIterator", Nodes, enumerate=Nodes.each, interfaces=("System.Collections.IEnumerable", "System.ICloneable"),
    get={"Count": lambda self: len(self.found), "Current": lambda self: Navigator(self.found[self.at - 1]) if self.at else None, "CurrentPosition": lambda self: self.at},
    methods={"MoveNext": Nodes.move, "Clone": lambda self: Nodes(self.found)},
    signatures=("int Count {get;}", "System.Xml.XPath.XPathNavigator Current {get;}", "int CurrentPosition {get;}", "bool MoveNext()", "System.Xml.XPath.XPathNodeIterator Clone()"))


class Document:
    """XPathDocument: a document that is only read."""

    __slots__ = ("node",)

    def __init__(self, source: Any, *options: Any) -> None:
        from relayshell.objects.dotnet.xmltype import load_document, new_document

        self.node = new_document()
        load_document(self.node, source)


declare(_X + "XPathDocument", Document, new={"*": Document}, methods={"CreateNavigator": lambda self: Navigator(self.node)}, interfaces=(_X + "IXPathNavigable",),
        signatures=("(string uri)", "(System.IO.TextReader textReader)", "(System.IO.Stream stream)", "(System.Xml.XmlReader reader)",
                    "System.Xml.XPath.XPathNavigator CreateNavigator()"))
