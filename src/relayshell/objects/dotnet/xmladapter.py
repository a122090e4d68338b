"""PowerShell's adapter for XML: children and attributes of a node read and set as its properties."""

from __future__ import annotations

from typing import Any, Iterator

from relayshell.objects.dotnet.faults import fault
from relayshell.objects.dotnet.xmlnodes import ATTRIBUTE, CDATA, COMMENT, DECLARATION, ELEMENT, TEXT, XmlNode
from relayshell.objects.typeof import type_of


def _simple(node: XmlNode) -> Any:
    """What a child or attribute is worth as a property: text, or the node where there is more to it."""
    if node.kind == ELEMENT:
        if node.attributes:
            return node
        if not node.children:
            return ""
        if len(node.children) == 1 and node.children[0].kind in (TEXT, CDATA):
            return node.inner_text()
        return node
    if node.kind in (ATTRIBUTE, TEXT, CDATA, COMMENT, DECLARATION):
        return node.value
    return node


def local_name(node: XmlNode) -> str:
    """The name without its prefix, by which the adapter goes."""
    return node.local if node.prefix else node.name


def _named(self: XmlNode, name: str) -> list[XmlNode]:
    folded = name.lower()
    out = [found for found in self.attributes if local_name(found).lower() == folded]
    return out + [child for child in self.children if local_name(child).lower() == folded]


def adapted_find(self: XmlNode, name: str) -> tuple[Any] | None:
    """A property by the adapter; None when no child or attribute has the name."""
    found = _named(self, name)
    if not found:
        return None
    values = [_simple(node) for node in found]
    return (values[0],) if len(values) == 1 else (values,)


def adapted_properties(self: XmlNode) -> Iterator[tuple[str, Any]]:
    """The adapter's properties, attributes first."""
    seen = set()
    for node in (*self.attributes, *self.children):
        name = local_name(node)
        if name.lower() not in seen:
            seen.add(name.lower())
            yield name, (lambda value, name=name: (adapted_find(value, name) or (None,))[0])


def adapted_definition(self: XmlNode, name: str) -> tuple[str, bool]:
    """The type of a property's value, and whether a text may be put in its place."""
    found = _named(self, name)
    if len(found) != 1:
        return ("System.Object[]" if found else "System.Object"), False
    node = found[0]
    plain = isinstance(_simple(node), str)
    settable = node.kind in (ATTRIBUTE, TEXT) or not node.attributes and [child.kind for child in node.children] in ([], [TEXT])
    return ("string" if plain else type_of(node).full_name), settable


def adapted_set(self: XmlNode, name: str, value: Any) -> bool:
    """Sets an attribute, the text of an element with nothing but text, or replaces an element by another; False when there is none of the name."""
    found = _named(self, name)
    if not found:
        return False
    if len(found) > 1:
        raise _set_fault(name)
    node = found[0]
    if isinstance(value, XmlNode) and node.kind == ELEMENT:
        place = self.children.index(node)
        self.remove(node)
        self.add(value, place)
        return True
    if not isinstance(value, str):
        raise _set_fault(name)
    if node.kind == ELEMENT:
        if any(child.kind == ELEMENT for child in node.children):
            raise _set_fault(name)
        node.set_inner_text(value)
    else:
        node.value = value
    return True


def _set_fault(name: str) -> Exception:
    from relayshell.errors import ShellError
    message = f'Cannot set "{name}" because only strings can be used as values to set XmlNode properties.'
    return ShellError(message, "XmlNodeSetShouldBeAString", "NotSpecified", exception=fault("System.Management.Automation.SetValueException", message))
