"""System.Xml's DOM as scripts see it, with PowerShell's adapter: children and attributes read as properties."""

from __future__ import annotations

from typing import Any, Iterator

from relayshell.objects.declare import declare
from relayshell.objects.dotnet import xmlnodes as nodes
from relayshell.objects.dotnet.enumerators import Enumerator
from relayshell.objects.dotnet.faults import argument_fault, fault, range_fault
from relayshell.objects.dotnet.results import enum_of
from relayshell.objects.dotnet.xmladapter import adapted_definition, adapted_find, adapted_properties, adapted_set
from relayshell.objects.dotnet.xmlnodes import ATTRIBUTE, CDATA, COMMENT, DECLARATION, DOCTYPE, DOCUMENT, ELEMENT, FRAGMENT, INSTRUCTION, TEXT, XMLNS, XmlNode
from relayshell.objects.dotnet.xmlreading import read_fragment, read_into
from relayshell.objects.dotnet.xpath import select

_X = "System.Xml."


class NodeList:
    """An XmlNodeList, XmlAttributeCollection or XmlNamedNodeMap; `owner` is the element of attributes."""

    __slots__ = ("net_type", "read", "owner")

    def __init__(self, read: Any, type_name: str = "XmlNodeList", owner: XmlNode | None = None) -> None:
        from relayshell.objects.nettype import get_type
        self.net_type, self.read, self.owner = get_type(_X + type_name), read, owner

    @property
    def items(self) -> list[XmlNode]:
        """The nodes now."""
        return self.read if isinstance(self.read, list) else self.read()

    def __iter__(self) -> Iterator[XmlNode]:
        return iter(list(self.items))

    def __len__(self) -> int:
        return len(self.items)

    def at(self, key: Any) -> Any:
        """By number, or an attribute by name; null outside."""
        if isinstance(key, str):
            return next((node for node in self.items if node.name == key), None)
        items = self.items
        place = key + len(items) if key < 0 else key
        if 0 <= place < len(items):
            return items[place]
        if self.owner is not None:
            raise range_fault("Index was out of range. Must be non-negative and less than the size of the collection.", "index")
        return None


def _remove_attribute(self: NodeList, node: Any) -> Any:
    found = self.at(node) if isinstance(node, (str, int)) else node
    if found is not None and self.owner is not None and found in self.owner.attributes:
        self.owner.attributes.remove(found)
        found.parent = None
    return found


def _put_attribute(self: NodeList, node: XmlNode) -> XmlNode:
    return _set_attribute_node(self.owner, node) or node  # type: ignore[arg-type]


_LIST: dict[str, Any] = dict(dynamic=True, get={"Count": len, "SyncRoot": lambda self: self, "IsSynchronized": lambda self: False},
                             methods={"Item": NodeList.at, "GetEnumerator": lambda self: Enumerator(self.items)}, index=NodeList.at, enumerate=iter)
declare(_X + "XmlNodeList", NodeList, **_LIST)
declare(_X + "XmlAttributeCollection", NodeList, **{**_LIST, "methods": {
    **_LIST["methods"], "Append": _put_attribute, "Prepend": _put_attribute, "SetNamedItem": _put_attribute, "Remove": _remove_attribute, "RemoveNamedItem": _remove_attribute,
    "RemoveAt": _remove_attribute, "RemoveAll": lambda self: self.owner.attributes.clear(), "GetNamedItem": NodeList.at, "InsertBefore": lambda self, node, ref: _put_attribute(self, node),
    "InsertAfter": lambda self, node, ref: _put_attribute(self, node)}},
    interfaces=("System.Collections.ICollection", "System.Collections.IEnumerable"), signatures=("int Count {get;}",))


XmlNode.adapted_find, XmlNode.adapted_set, XmlNode.adapted_properties = adapted_find, adapted_set, adapted_properties  # type: ignore[attr-defined]
XmlNode.adapted_definition = adapted_definition  # type: ignore[attr-defined]


# -- members of every node -----------------------------------------------------------------------------------------


def _names(manager: Any) -> dict[str, str]:
    return dict(manager.scope()) if isinstance(manager, Manager) else {}


def _select(self: XmlNode, path: str, manager: Any = None) -> NodeList:
    return NodeList(select(self, path, _names(manager)))


def _select_one(self: XmlNode, path: str, manager: Any = None) -> Any:
    found = select(self, path, _names(manager))
    return found[0] if found else None


def _insert(behind: bool) -> Any:
    def insert(self: XmlNode, child: XmlNode, reference: Any) -> XmlNode:
        if reference is None:
            return self.add(child, 0 if behind else None)
        return self.add(child, self.place_of(reference) + behind)
    return insert


def _replace(self: XmlNode, new: XmlNode, old: XmlNode) -> XmlNode:
    place = self.place_of(old)
    self.remove(old)
    self.add(new, place)
    return old


def _remove_all(self: XmlNode) -> None:
    self.children, self.attributes = [], []


def _set_inner_xml(self: XmlNode, text: str) -> None:
    if self.kind == DOCUMENT:
        read_into(self, text, self.preserve)
        return
    self.children = []
    for node in read_fragment(self.owner, text, self):
        self.add(node)


def _value(self: XmlNode) -> Any:
    return None if self.kind in (ELEMENT, DOCUMENT, FRAGMENT, DOCTYPE) else self.value


def _set_value(self: XmlNode, value: Any) -> None:
    if self.kind in (ELEMENT, DOCUMENT, FRAGMENT, DOCTYPE):
        raise fault("System.InvalidOperationException", "Cannot set a value on node type '" + enum_of(_X + "XmlNodeType", self.kind).name + "'.")
    self.value = value or ""


def _child(self: XmlNode, *names: str) -> Any:
    if len(names) == 2:
        return next((child for child in self.elements() if child.local == names[0] and child.uri == names[1]), None)
    return next((child for child in self.elements() if child.name == names[0]), None)


def _index(self: XmlNode, key: Any) -> Any:
    return _child(self, key) if isinstance(key, str) else None


def _normalize(self: XmlNode) -> None:
    kept: list[XmlNode] = []
    for child in self.children:
        if child.kind == TEXT and kept and kept[-1].kind == TEXT:
            kept[-1].value = (kept[-1].value or "") + (child.value or "")
        elif child.kind != TEXT or child.value:
            kept.append(child)
        _normalize(child)
    self.children = kept


def _parent(self: XmlNode) -> Any:
    return None if self.kind == ATTRIBUTE else self.parent


def _list_of_children(self: XmlNode) -> NodeList:
    return NodeList(lambda: self.children, "XmlNodeList")


def _attributes(self: XmlNode) -> Any:
    return NodeList(lambda: self.attributes, "XmlAttributeCollection", self) if self.kind == ELEMENT else None


def _prefix(self: XmlNode, value: str) -> None:
    self.prefix = value or ""


def _write_to(content: bool) -> Any:
    def write(self: XmlNode, writer: Any) -> None:
        out: list[str] = []
        indent = getattr(writer, "xml_indent", None)
        for node in self.children if content else [self]:
            nodes.write(node, out, indent)
        writer.put("".join(out))
    return write


def _nothing(self: XmlNode, *args: Any) -> Any:
    return None


def _navigator(self: XmlNode, *args: Any) -> Any:
    from relayshell.objects.dotnet.xpathnavigator import Navigator
    return Navigator(self)


_GET = {
    "Name": lambda self: self.name, "LocalName": lambda self: self.local or self.name, "NamespaceURI": lambda self: self.uri, "Prefix": lambda self: self.prefix,
    "NodeType": lambda self: enum_of(_X + "XmlNodeType", self.kind), "ParentNode": _parent, "OwnerDocument": lambda self: None if self.kind == DOCUMENT else self.owner,
    "Value": _value, "ChildNodes": _list_of_children, "PreviousSibling": lambda self: self.beside(-1), "NextSibling": lambda self: self.beside(1), "Attributes": _attributes,
    "FirstChild": lambda self: self.children[0] if self.children else None, "LastChild": lambda self: self.children[-1] if self.children else None,
    "HasChildNodes": lambda self: bool(self.children) or (self.kind == ATTRIBUTE and bool(self.value)), "IsReadOnly": lambda self: False, "InnerText": XmlNode.inner_text,
    "OuterXml": XmlNode.outer_xml, "InnerXml": XmlNode.inner_xml, "SchemaInfo": _nothing, "BaseURI": lambda self: "", "PreviousText": lambda self: None, "Item": _index,
}
_SET = {"Value": _set_value, "InnerText": lambda self, value: self.set_inner_text(value or ""), "InnerXml": _set_inner_xml, "Prefix": _prefix}
_METHODS = {
    "AppendChild": lambda self, child: self.add(child), "PrependChild": lambda self, child: self.add(child, 0), "InsertBefore": _insert(False), "InsertAfter": _insert(True),
    "RemoveChild": XmlNode.remove, "ReplaceChild": _replace, "RemoveAll": _remove_all, "CloneNode": lambda self, deep: self.copy(deep), "Clone": lambda self: self.copy(),
    "SelectNodes": _select, "SelectSingleNode": _select_one, "GetNamespaceOfPrefix": lambda self, prefix: self.namespace(prefix) or "",
    "GetPrefixOfNamespace": XmlNode.prefix_of, "GetEnumerator": lambda self: Enumerator(self.children), "Normalize": _normalize, "Supports": lambda self, feature, version: False,
    "WriteTo": _write_to(False), "WriteContentTo": _write_to(True), "get_Item": _child,
    "CreateNavigator": _navigator,
}
_NODE: dict[str, Any] = dict(dynamic=True, index=_index, enumerate=lambda self: iter(self.children))
declare(_X + "XmlNode", XmlNode, get=_GET, set=_SET, methods=_METHODS, **_NODE)


# -- elements and attributes ---------------------------------------------------------------------------------------


def _get_attribute(self: XmlNode, name: str, uri: str | None = None) -> str:
    found = self.attribute(name, uri)
    return "" if found is None else found.value or ""


def _set_attribute(self: XmlNode, name: str, *rest: str) -> Any:
    if len(rest) == 2:
        uri, value = rest
        self.set_attribute(name, value, uri)
        return value
    self.set_attribute(name, rest[0])
    return None


def _remove_attribute_by_name(self: XmlNode, name: str, uri: str | None = None) -> None:
    found = self.attribute(name, uri)
    if found is not None:
        self.attributes.remove(found)
        found.parent = None


def _set_attribute_node(self: XmlNode, *args: Any) -> Any:
    if len(args) == 2:
        return self.set_attribute(args[0], "", args[1])
    node = args[0]
    if node.parent is not None and node.parent is not self:
        raise argument_fault("The 'Attribute' node cannot be inserted because it is already an attribute of another element.")
    old = self.attribute(node.name)
    if old is not None:
        self.attributes[self.attributes.index(old)] = node
    else:
        self.attributes.append(node)
    node.parent = self
    return old if old is not node else node


def _by_tag(self: XmlNode, name: str, uri: str | None = None) -> NodeList:
    def found() -> list[XmlNode]:
        return [node for node in self.descendants() if node.kind == ELEMENT and (name == "*" or (node.name == name if uri is None else node.local == name and node.uri == uri))]
    return NodeList(found)


def _set_empty(self: XmlNode, value: bool) -> None:
    self.empty = value
    if value:
        self.children = []


declare(
    _X + "XmlElement", XmlNode, set={**_SET, "IsEmpty": _set_empty},
    get={**_GET, "IsEmpty": lambda self: self.empty and not self.children, "HasAttributes": lambda self: bool(self.attributes)},
    methods={**_METHODS, "GetAttribute": _get_attribute, "SetAttribute": _set_attribute, "HasAttribute": lambda self, name, uri=None: self.attribute(name, uri) is not None,
             "RemoveAttribute": _remove_attribute_by_name, "GetAttributeNode": XmlNode.attribute, "SetAttributeNode": _set_attribute_node, "GetElementsByTagName": _by_tag,
             "RemoveAttributeNode": lambda self, node, uri=None: _remove_attribute(NodeList(self.attributes, "XmlAttributeCollection", self), node), "RemoveAllAttributes": lambda self: self.attributes.clear(),
             "RemoveAttributeAt": lambda self, at: _remove_attribute(NodeList(self.attributes, "XmlAttributeCollection", self), at)},
    **_NODE)
declare(_X + "XmlAttribute", XmlNode, get={"OwnerElement": lambda self: self.parent, "Specified": lambda self: True, **_GET}, set=_SET, methods=_METHODS, **_NODE)
_DATA = {**_GET, "Data": lambda self: self.value, "Target": lambda self: self.name, "Length": lambda self: len(self.value or "")}
for _name in ("XmlText", "XmlCDataSection", "XmlComment", "XmlProcessingInstruction", "XmlWhitespace", "XmlSignificantWhitespace", "XmlDocumentType", "XmlDocumentFragment"):
    declare(_X + _name, XmlNode, get=_DATA, set={**_SET, "Data": _set_value}, methods=_METHODS, base=_X + "XmlNode", **_NODE)


def _part(name: str) -> Any:
    def get(self: XmlNode) -> str:
        import re
        found = re.search(rf'{name}="([^"]*)"', self.value or "")
        return found[1] if found else ""
    return get


def _set_encoding(self: XmlNode, value: str) -> None:
    import re
    rest = re.sub(r' encoding="[^"]*"', "", self.value or "")
    self.value = re.sub(r'(version="[^"]*")', rf'\1 encoding="{value}"' if value else r"\1", rest)


declare(_X + "XmlDeclaration", XmlNode, base=_X + "XmlNode", methods=_METHODS, set={**_SET, "Encoding": _set_encoding},
        get={**_GET, "Version": _part("version"), "Encoding": _part("encoding"), "Standalone": _part("standalone")},
        signatures=("string Version {get;}", "string Encoding {get;set;}", "string Standalone {get;set;}"), **_NODE)


# -- documents -----------------------------------------------------------------------------------------------------


def new_document(*args: Any) -> XmlNode:
    """An empty document."""
    made = XmlNode(DOCUMENT)
    made.owner = made
    return made


def parse_document(text: str) -> XmlNode:
    """The document of a text. Raises XmlException."""
    made = new_document()
    read_into(made, text, loose=True)
    return made


def load_document(self: XmlNode, source: Any) -> None:
    """Reads a document from a file's name, a stream, or a reader of text or XML. Raises XmlException."""
    from relayshell.objects.dotnet.encodings import UTF8, detect
    if isinstance(source, str):
        from relayshell.objects.dotnet.filestatics import read_bytes
        from relayshell.objects.dotnet.uris import Uri
        data = read_bytes(source.removeprefix("file://") if Uri(source, 0).absolute and source.startswith("file://") else source)
    elif hasattr(source, "tree"):
        self.children = []
        for child in source.tree().copy(True, self).children:
            self.add(child)
        return
    elif hasattr(source, "rest"):
        read_into(self, source.rest(), self.preserve)
        return
    else:
        data = source.read()
    found, skip = detect(data, UTF8)
    head = data[:200].decode("latin-1")
    if not skip and 'encoding="' in head:
        from relayshell.objects.dotnet.encodings import get_encoding
        found = get_encoding(head.partition('encoding="')[2].partition('"')[0])
    read_into(self, found.decode(data[skip:]), self.preserve)


def _save(self: XmlNode, target: Any) -> None:
    from relayshell.objects.dotnet.encodings import UTF8, get_encoding
    if not any(child.kind == ELEMENT for child in self.children):
        from relayshell.objects.dotnet.xmlreading import xml_fault
        raise xml_fault("Invalid XML document. The document does not have a root element.")
    out: list[str] = []
    nodes.write(self, out, None if self.preserve else "  ")
    text = "".join(out)
    declared = next((_part("encoding")(child) for child in self.children if child.kind == DECLARATION), "")
    if hasattr(target, "put"):
        target.put(text)
        return
    encoding = get_encoding(declared) if declared else UTF8
    data = encoding.mark + encoding.encode(text)
    if isinstance(target, str):
        from relayshell.objects.dotnet.filestatics import write_bytes
        write_bytes(target, data)
    else:
        target.write(data)


def _create(kind: int, named: bool) -> Any:
    def make(self: XmlNode, *args: str) -> XmlNode:
        if not named:
            return XmlNode(kind, self, value=args[0] if args else "")
        if kind == INSTRUCTION:
            return XmlNode(kind, self, args[0], args[1])
        prefix, name, uri = ("", *args, "")[:3] if len(args) < 3 else args
        if len(args) == 3:
            name = f"{prefix}:{name}" if prefix else name
        check_name(name)
        made = XmlNode(kind, self, name, "" if kind == ATTRIBUTE else None, uri or "")
        made.empty = kind == ELEMENT
        if kind == ATTRIBUTE and (name == "xmlns" or name.startswith("xmlns:")):
            made.uri = XMLNS
        return made
    return make


def check_name(name: str) -> None:
    """Raises XmlException for what no element or attribute can be called."""
    from relayshell.objects.dotnet.xmlreading import xml_fault
    if not name:
        raise argument_fault("The local name for elements or attributes cannot be null or an empty string.")
    for place, char in enumerate(name):
        if not (char.isalpha() or char in "_:" or (place and (char.isalnum() or char in ".-"))):
            if place:
                raise xml_fault(f"The '{char}' character, hexadecimal value 0x{ord(char):02X}, cannot be included in a name.")
            raise xml_fault(f"Name cannot begin with the '{char}' character, hexadecimal value 0x{ord(char):02X}.")


def _declaration(self: XmlNode, version: str, encoding: Any, standalone: Any) -> XmlNode:
    return XmlNode(DECLARATION, self, value=f'version="{version}"' + (f' encoding="{encoding}"' if encoding else "") + (f' standalone="{standalone}"' if standalone else ""))


_KINDS = {"element": ELEMENT, "attribute": ATTRIBUTE, "text": TEXT, "cdatasection": CDATA, "comment": COMMENT, "processinginstruction": INSTRUCTION, "documentfragment": FRAGMENT}


def _create_node(self: XmlNode, kind: Any, *names: str) -> XmlNode:
    number = _KINDS[kind.lower()] if isinstance(kind, str) else int(kind)
    return _create(number, number in (ELEMENT, ATTRIBUTE, INSTRUCTION))(self, *names)


def _import(self: XmlNode, node: XmlNode, deep: bool) -> XmlNode:
    return node.copy(deep, self)


def _by_id(self: XmlNode, wanted: str) -> Any:
    return next((node for node in self.descendants() if node.kind == ELEMENT and any(a.name.lower() in ("id", "xml:id") and a.value == wanted for a in node.attributes)), None)


def _root(self: XmlNode) -> Any:
    return next((child for child in self.children if child.kind == ELEMENT), None)


def _preserve(self: XmlNode, value: bool) -> None:
    self.preserve = value


declare(
    _X + "XmlDocument", XmlNode, new={"*": new_document, "()": new_document}, set={**_SET, "PreserveWhitespace": _preserve, "XmlResolver": _nothing},
    get={**_GET, "DocumentElement": _root, "DocumentType": lambda self: next((c for c in self.children if c.kind == DOCTYPE), None), "PreserveWhitespace": lambda self: self.preserve,
         "NameTable": lambda self: NameTable(), "Implementation": _nothing, "Schemas": _nothing},
    methods={
        **_METHODS, "LoadXml": lambda self, text: read_into(self, text, self.preserve), "Load": load_document, "Save": _save, "CreateElement": _create(ELEMENT, True),
        "CreateAttribute": _create(ATTRIBUTE, True), "CreateTextNode": _create(TEXT, False), "CreateComment": _create(COMMENT, False), "CreateCDataSection": _create(CDATA, False),
        "CreateProcessingInstruction": _create(INSTRUCTION, True), "CreateDocumentFragment": _create(FRAGMENT, False), "CreateWhitespace": _create(13, False),
        "CreateSignificantWhitespace": _create(14, False), "CreateXmlDeclaration": _declaration, "CreateNode": _create_node, "ImportNode": _import, "GetElementsByTagName": _by_tag,
        "GetElementById": _by_id,
    },
    parse=parse_document, to_text=lambda self: _X + "XmlDocument", **_NODE)


class NameTable:
    """A table of names: nothing is kept in it."""

    __slots__ = ()


declare(_X + "NameTable", NameTable, new={"*": NameTable, "()": NameTable}, base=_X + "XmlNameTable", methods={"Add": lambda self, name: name, "Get": lambda self, name: name})


class Manager:
    """An XmlNamespaceManager: scopes of prefixes."""

    __slots__ = ("scopes",)

    def __init__(self, table: Any = None) -> None:
        self.scopes: list[dict[str, str]] = [{"xml": nodes.XML, "xmlns": nodes.XMLNS, "": ""}]

    def scope(self) -> dict[str, str]:
        """What every prefix means now."""
        out: dict[str, str] = {}
        for scope in self.scopes:
            out.update(scope)
        return out


def _pop(self: Manager) -> bool:
    if len(self.scopes) > 1:
        self.scopes.pop()
        return True
    return False


declare(
    _X + "XmlNamespaceManager", Manager, new={"*": Manager},
    get={"DefaultNamespace": lambda self: self.scope().get("", ""), "NameTable": lambda self: NameTable()},
    methods={"AddNamespace": lambda self, prefix, uri: self.scopes[-1].update({prefix: uri}), "RemoveNamespace": lambda self, prefix, uri: self.scopes[-1].pop(prefix, None) and None,
             "HasNamespace": lambda self, prefix: prefix in self.scopes[-1], "LookupNamespace": lambda self, prefix: self.scope().get(prefix),
             "LookupPrefix": lambda self, uri: next((p for p, u in self.scope().items() if u == uri), None), "PushScope": lambda self: self.scopes.append({}), "PopScope": _pop,
             "GetEnumerator": lambda self: Enumerator(list(self.scope()))},
    enumerate=lambda self: iter(list(self.scope())))

__all__ = ["Manager", "NodeList", "new_document", "parse_document"]

from . import xmlmembers  # noqa: E402, F401 - what PowerShell adds to these types
