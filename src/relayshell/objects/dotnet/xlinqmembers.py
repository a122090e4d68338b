"""What scripts see of LINQ to XML's nodes: their properties and methods. Sequences are given as arrays."""

from __future__ import annotations

from typing import Any, Callable

from relayshell.objects.declare import declare
from relayshell.objects.dotnet import xlinq
from relayshell.objects.dotnet.faults import operation_fault
from relayshell.objects.dotnet.results import enum_of
from relayshell.objects.dotnet.xlinq import LinqNode, add, to_text, walk_up
from relayshell.objects.dotnet.xlinqnames import XName, XNamespace
from relayshell.objects.dotnet.xmlnodes import ATTRIBUTE, CDATA, COMMENT, DOCTYPE, DOCUMENT, ELEMENT, INSTRUCTION, TEXT, XMLNS

_L = "System.Xml.Linq."


def _named(found: Any, name: Any) -> bool:
    return name is None or (found.local, found.uri) == (name.local, name.uri) or (name.local == "xmlns" and found.name == "xmlns")


def _elements(pick: Callable[[LinqNode], Any]) -> Any:
    """The elements that `pick` gives, of a name if one is asked for."""
    return lambda self, name=None: [each for each in pick(self) if each.kind == ELEMENT and _named(each, name)]


def _first(self: LinqNode, name: XName) -> Any:
    return next((each for each in self.children if each.kind == ELEMENT and _named(each, name)), None)


def _attribute(self: LinqNode, name: XName) -> Any:
    return next((each for each in self.attributes if _named(each, name)), None)


def _around(self: LinqNode, behind: bool) -> list[Any]:
    if self.parent is None:
        return []
    at = self.parent.children.index(self)
    return self.parent.children[at + 1:] if behind else self.parent.children[:at]


def _remove(self: LinqNode) -> None:
    if self.parent is None:
        raise operation_fault("The parent is missing.")
    (self.parent.attributes if self.kind == ATTRIBUTE else self.parent.children).remove(self)
    self.parent = None


def _beside(behind: int) -> Any:
    def put(self: LinqNode, *content: Any) -> None:
        if self.parent is None:
            raise operation_fault("The parent is missing.")
        at = self.parent.children.index(self) + behind
        for each in content:
            at += add(self.parent, each, at)  # type: ignore[arg-type]
    return put


def _replace(self: LinqNode, *content: Any) -> None:
    _beside(1)(self, *content)
    _remove(self)


def _empty(self: LinqNode) -> None:
    for child in self.children:
        child.parent = None
    self.children = []


def _no_attributes(self: LinqNode) -> None:
    for found in self.attributes:
        found.parent = None
    self.attributes = []


def _remove_all(self: LinqNode) -> None:
    _no_attributes(self)
    _empty(self)


def _add(self: LinqNode, *content: Any) -> None:
    for each in content:
        add(self, each)


def _add_first(self: LinqNode, *content: Any) -> None:
    at = 0
    for each in content:
        at += add(self, each, at)


def _replace_nodes(self: LinqNode, *content: Any) -> None:
    _empty(self)
    _add(self, *content)


def _replace_all(self: LinqNode, *content: Any) -> None:
    _no_attributes(self)
    _replace_nodes(self, *content)


def _set_attribute(self: LinqNode, name: XName, value: Any) -> None:
    found = _attribute(self, name)
    if value is None:
        if found is not None:
            _remove(found)
    elif found is not None:
        found.value = xlinq.text_of(value)
    else:
        add(self, xlinq.attribute(name, value))


def _set_element(self: LinqNode, name: XName, value: Any) -> None:
    found = _first(self, name)
    if value is None:
        if found is not None:
            _remove(found)
    elif found is not None:
        _set_value(found, value)
    else:
        add(self, xlinq.element(name, value))


def _set_value(self: LinqNode, value: Any) -> None:
    if self.kind != ELEMENT:
        self.value = xlinq.text_of(value)
        return
    _empty(self)
    self.empty = False
    add(self, xlinq.text_of(value))


def _rename(self: LinqNode, name: XName) -> None:
    self.local, self.uri = name.local, name.uri
    self.prefix = self.prefix_of(name.uri) if name.uri else ""


def _top(self: LinqNode) -> Any:
    step: Any = self
    while step.parent is not None:
        step = step.parent
    return step if step.kind == DOCUMENT else None


def _parent(self: LinqNode) -> Any:
    return self.parent if self.parent is not None and self.parent.kind == ELEMENT else None


def _equal(left: Any, right: Any) -> bool:
    """DeepEquals."""
    if left is None or right is None:
        return left is right
    if left.kind != right.kind or (left.local, left.uri) != (right.local, right.uri) or (left.kind not in (ELEMENT, DOCUMENT) and left.value != right.value):
        return False
    if [(each.local, each.uri, each.value) for each in left.attributes] != [(each.local, each.uri, each.value) for each in right.attributes]:
        return False
    pairs = [[each for each in side.children if each.kind not in (COMMENT, INSTRUCTION)] if left.kind == DOCUMENT else side.children for side in (left, right)]
    return len(pairs[0]) == len(pairs[1]) and all(_equal(*each) for each in zip(*pairs))


def _write(self: LinqNode, writer: Any) -> None:
    writer.put(to_text(self, None if getattr(writer, "xml_indent", None) is not None else enum_of(_L + "SaveOptions", 1)))


def _reader(self: LinqNode) -> Any:
    from relayshell.objects.dotnet.xmlpull import XmlReader

    return XmlReader(self)


_KIND: dict[str, Any] = {"NodeType": lambda self: enum_of("System.Xml.XmlNodeType", self.kind)}
_PLACE: dict[str, Any] = {"BaseUri": lambda self: "", "Document": _top, "Parent": _parent}
_NODE: dict[str, Any] = {"NextNode": lambda self: self.beside(1), "PreviousNode": lambda self: self.beside(-1), **_PLACE}
_NODE_METHODS: dict[str, Any] = {
    "Remove": _remove, "ReplaceWith": _replace, "AddAfterSelf": _beside(1), "AddBeforeSelf": _beside(0), "ToString": to_text, "WriteTo": _write, "CreateReader": _reader,
    "Ancestors": _elements(walk_up), "ElementsAfterSelf": _elements(lambda self: _around(self, True)), "ElementsBeforeSelf": _elements(lambda self: _around(self, False)),
    "NodesAfterSelf": lambda self: _around(self, True), "NodesBeforeSelf": lambda self: _around(self, False),
}
_HOLDER = {"FirstNode": lambda self: self.children[0] if self.children else None, "LastNode": lambda self: self.children[-1] if self.children else None, **_NODE}
_HOLDER_METHODS = {
    **_NODE_METHODS, "Add": _add, "AddFirst": _add_first, "RemoveNodes": _empty, "ReplaceNodes": _replace_nodes, "Element": _first, "Save": xlinq.save,
    "Elements": _elements(lambda self: self.children), "Descendants": _elements(lambda self: self.descendants()), "Nodes": lambda self: list(self.children),
    "DescendantNodes": lambda self: list(self.descendants()),
}
_STATICS = {"DeepEquals": _equal}
_TEXT = dict(dynamic=True, to_text=to_text)
for _name in ("XObject", "XNode", "XContainer"):
    declare(_L + _name, LinqNode, get={**_KIND, **(_HOLDER if _name == "XContainer" else _NODE if _name == "XNode" else _PLACE)}, statics=_STATICS if _name == "XNode" else None,
            methods=_HOLDER_METHODS if _name == "XContainer" else _NODE_METHODS if _name == "XNode" else {}, **_TEXT,  # type: ignore[arg-type]
            signatures=("System.Xml.XmlNodeType NodeType {get;}",) if _name == "XObject" else ())
declare(
    _L + "XElement", LinqNode, new={"*": xlinq.element}, statics={**_STATICS, "Parse": xlinq.parse(ELEMENT), "Load": xlinq.load(ELEMENT)},
    get={"FirstAttribute": lambda self: self.attributes[0] if self.attributes else None, "HasAttributes": lambda self: bool(self.attributes),
         "HasElements": lambda self: bool(self.elements()), "IsEmpty": lambda self: self.empty and not self.children,
         "LastAttribute": lambda self: self.attributes[-1] if self.attributes else None, "Name": LinqNode.name_of, **_KIND, "Value": LinqNode.inner_text, **_HOLDER},
    set={"Value": _set_value, "Name": _rename},
    methods={
        **_HOLDER_METHODS, "Attribute": _attribute, "Attributes": lambda self, name=None: [each for each in self.attributes if _named(each, name)],
        "SetAttributeValue": _set_attribute, "SetElementValue": _set_element, "SetValue": _set_value, "RemoveAttributes": _no_attributes, "RemoveAll": _remove_all,
        "ReplaceAll": _replace_all, "AncestorsAndSelf": _elements(lambda self: walk_up(self, True)), "DescendantsAndSelf": _elements(lambda self: [self, *self.descendants()]),
        "DescendantNodesAndSelf": lambda self: [self, *self.descendants()], "GetDefaultNamespace": lambda self: XNamespace(self.namespace("") or ""),
        "GetNamespaceOfPrefix": lambda self, prefix: XNamespace(self.namespace(prefix)) if self.namespace(prefix) else None,
        "GetPrefixOfNamespace": lambda self, space: self.prefix_of(space.uri) or None,
    }, **_TEXT)  # type: ignore[arg-type]
declare(
    _L + "XDocument", LinqNode, new={"*": xlinq.document, "()": xlinq.document}, statics={**_STATICS, "Parse": xlinq.parse(DOCUMENT), "Load": xlinq.load(DOCUMENT)},
    get={"Declaration": lambda self: self.declaration, "DocumentType": lambda self: next((each for each in self.children if each.kind == DOCTYPE), None), **_KIND,
         "Root": lambda self: next((each for each in self.children if each.kind == ELEMENT), None), **_HOLDER},
    set={"Declaration": lambda self, value: setattr(self, "declaration", value)}, methods=_HOLDER_METHODS, **_TEXT)  # type: ignore[arg-type]
declare(
    _L + "XAttribute", LinqNode, new={"*": xlinq.attribute}, base=_L + "XObject", set={"Value": _set_value}, **_TEXT,  # type: ignore[arg-type]
    get={"IsNamespaceDeclaration": lambda self: self.uri == XMLNS, "Name": LinqNode.name_of, "NextAttribute": lambda self: _next(self, 1), **_KIND,
         "PreviousAttribute": lambda self: _next(self, -1), "Value": lambda self: self.value or "", **_PLACE},
    methods={"Remove": _remove, "SetValue": _set_value, "ToString": to_text},
    signatures=(f"({_L}XName name, System.Object value)", f"({_L}XAttribute other)", f"{_L}XName Name {{get;}}", "string Value {get;set;}", "bool IsNamespaceDeclaration {get;}",
                f"{_L}XAttribute NextAttribute {{get;}}", f"{_L}XAttribute PreviousAttribute {{get;}}", f"{_L}XElement Parent {{get;}}", f"{_L}XDocument Document {{get;}}",
                "System.Xml.XmlNodeType NodeType {get;}", "void Remove()", "void SetValue(System.Object value)", "string ToString()"))


def _next(self: LinqNode, step: int) -> Any:
    if self.parent is None:
        return None
    at = self.parent.attributes.index(self) + step
    return self.parent.attributes[at] if 0 <= at < len(self.parent.attributes) else None


_PLAIN = (f"{_L}XElement Parent {{get;}}", f"{_L}XDocument Document {{get;}}", f"{_L}XNode NextNode {{get;}}", f"{_L}XNode PreviousNode {{get;}}",
          "System.Xml.XmlNodeType NodeType {get;}", "void Remove()", "string ToString()", "void ReplaceWith(System.Object content)", "void AddAfterSelf(System.Object content)",
          "void AddBeforeSelf(System.Object content)")
for _kind, _name, _new, _property in (
    (TEXT, "XText", "(string value)", "Value"), (CDATA, "XCData", "(string value)", "Value"), (COMMENT, "XComment", "(string value)", "Value"),
    (INSTRUCTION, "XProcessingInstruction", "(string target, string data)", "Data"), (DOCTYPE, "XDocumentType", "(string name, string publicId, string systemId, string internalSubset)", "Name"),
):
    declare(_L + _name, LinqNode, new={"*": xlinq.plain(_kind)}, base=_L + ("XText" if _kind == CDATA else "XNode"), methods=_NODE_METHODS, **_TEXT,  # type: ignore[arg-type]
            get={**_KIND, "Value": lambda self: self.value, "Data": lambda self: self.value, "Target": lambda self: self.local, "Name": lambda self: self.local, **_NODE},
            set={"Value": _set_value, "Data": _set_value},
            signatures=(_new, *_PLAIN, f"string {_property} {{get;set;}}", *(("string Target {get;}",) if _kind == INSTRUCTION else ())))


def _found(self: LinqNode, path: str, manager: Any = None) -> list[Any]:
    from relayshell.objects.dotnet.xpath import select

    return [each for each in select(self, path, dict(manager.scope()) if manager is not None else {}) if each.kind == ELEMENT]


def _evaluated(self: LinqNode, path: str, manager: Any = None) -> Any:
    from relayshell.objects.dotnet.xpath import evaluate

    return evaluate(self, path, dict(manager.scope()) if manager is not None else {})


def _one(self: LinqNode, path: str, manager: Any = None) -> Any:
    found = _found(self, path, manager)
    return found[0] if found else None


declare("System.Xml.XPath.Extensions", None, statics={"XPathSelectElement": _one, "XPathSelectElements": _found, "XPathEvaluate": _evaluated},
        signatures=tuple(f"static {result} {name}({_L}XNode node, string expression{more})" for name, result in (
            ("XPathSelectElement", _L + "XElement"), ("XPathSelectElements", f"System.Collections.Generic.IEnumerable[{_L}XElement]"), ("XPathEvaluate", "System.Object"))
            for more in ("", ", System.Xml.IXmlNamespaceResolver resolver")))
