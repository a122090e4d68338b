"""XName and XNamespace: the names of LINQ to XML, each a namespace and a local name, written {uri}local."""

from __future__ import annotations

from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.faults import argument_fault, null_fault
from relayshell.objects.dotnet.xmlnodes import XML, XMLNS

_L = "System.Xml.Linq."


class XNamespace:
    """A namespace."""

    __slots__ = ("uri",)

    def __init__(self, uri: str) -> None:
        self.uri = uri

    def __eq__(self, other: object) -> bool:
        return other.__class__ is XNamespace and other.uri == self.uri  # type: ignore[attr-defined]

    def __hash__(self) -> int:
        return hash(self.uri)

    def __str__(self) -> str:
        return self.uri


class XName:
    """A name in a namespace."""

    __slots__ = ("local", "uri")

    def __init__(self, local: str, uri: str = "") -> None:
        self.local, self.uri = local, uri

    def __eq__(self, other: object) -> bool:
        return other.__class__ is XName and (other.local, other.uri) == (self.local, self.uri)  # type: ignore[attr-defined]

    def __hash__(self) -> int:
        return hash((self.local, self.uri))

    def __str__(self) -> str:
        return f"{{{self.uri}}}{self.local}" if self.uri else self.local


def parse_name(text: str, uri: Any = None) -> XName:
    """A name from `local` or `{uri}local`. Raises ArgumentException, or XmlException for what is no name."""
    from relayshell.objects.dotnet.xmltype import check_name

    if text is None:
        raise null_fault("expandedName")
    if uri is None and text.startswith("{"):
        uri, closed, text = text[1:].partition("}")
        if not closed or not uri or not text:
            raise argument_fault(f"The name '{{{uri}' is not valid as an expanded name.", "expandedName")
    if not text:
        raise argument_fault("The value cannot be an empty string. (Parameter 'expandedName')")
    check_name(text)
    if ":" in text:
        from relayshell.objects.dotnet.xmlreading import xml_fault

        raise xml_fault("The ':' character, hexadecimal value 0x3A, cannot be included in a name.")
    return XName(text, str(uri or ""))


def _operators(kind: type) -> dict[str, Any]:
    return {"op_Equality": lambda left, right: left == right, "op_Inequality": lambda left, right: left != right}


declare(_L + "XName", XName, get={"LocalName": lambda self: self.local, "NamespaceName": lambda self: self.uri, "Namespace": lambda self: XNamespace(self.uri)},
        statics={"Get": parse_name, **_operators(XName)}, parse=parse_name, convert_from={"System.String": parse_name}, to_text=str,
        methods={"ToString": str, "Equals": lambda self, other: self == other},
        signatures=("string LocalName {get;}", "string NamespaceName {get;}", _L + "XNamespace Namespace {get;}", f"static {_L}XName Get(string expandedName)",
                    f"static {_L}XName Get(string localName, string namespaceName)", "string ToString()", "bool Equals(System.Object obj)",
                    f"static bool op_Equality({_L}XName left, {_L}XName right)", f"static bool op_Inequality({_L}XName left, {_L}XName right)"))
declare(_L + "XNamespace", XNamespace, get={"NamespaceName": lambda self: self.uri}, convert_from={"System.String": XNamespace}, parse=XNamespace, to_text=str,
        statics={"Get": XNamespace, "op_Addition": lambda space, name: parse_name(name, space.uri), **_operators(XNamespace)},
        static_get={"None": lambda: XNamespace(""), "Xml": lambda: XNamespace(XML), "Xmlns": lambda: XNamespace(XMLNS)},
        methods={"GetName": lambda self, name: parse_name(name, self.uri), "ToString": str, "Equals": lambda self, other: self == other},
        signatures=("string NamespaceName {get;}", f"static {_L}XNamespace None {{get;}}", f"static {_L}XNamespace Xml {{get;}}", f"static {_L}XNamespace Xmlns {{get;}}",
                    f"static {_L}XNamespace Get(string namespaceName)", f"{_L}XName GetName(string localName)", "string ToString()", "bool Equals(System.Object obj)",
                    f"static {_L}XName op_Addition({_L}XNamespace ns, string localName)", f"static bool op_Equality({_L}XNamespace left, {_L}XNamespace right)",
                    f"static bool op_Inequality({_L}XNamespace left, {_L}XNamespace right)"))
