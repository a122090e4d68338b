"""CLIXML to values. Reads any document without running or decoding anything in it.

Only where the session's own type data names a type that read objects are to have, that type's converter is asked.
"""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from typing import Any

from relayshell.errors import ShellError
from relayshell.objects import typedata
from relayshell.objects.clixml import NAMESPACE, progress, scalars
from relayshell.objects.exceptions import NetException
from relayshell.objects.hashtable import Hashtable
from relayshell.objects.nettype import NetType
from relayshell.objects.psobject import PSCustomObject, PSObject, unwrap

COLLECTIONS = {"LST", "IE", "QUE", "STK"}
PREFIX = "Deserialized."


class Reader:
    """Reads one document; references resolve to the objects before them."""

    def __init__(self) -> None:
        self.objects: dict[str, Any] = {}
        self.type_names: dict[str, list[str]] = {}

    def document(self, text: str) -> list[Any]:
        """The values of a document."""
        return [self.value(child) for child in self.root(text)]

    def streams(self, text: str) -> list[tuple[str, Any]]:
        """The values of a document, each with the name of the stream it stands for."""
        return [(child.get("S", "Output"), self.value(child)) for child in self.root(text)]

    def root(self, text: str) -> ElementTree.Element:
        """The element that holds the values. Raises NetException XmlException for what is no document."""
        text = text.lstrip("\ufeff \r\n")
        if text.startswith("#< CLIXML"):
            text = text.partition("\n")[2]
        if "<!DOCTYPE" in text[:2000] or "<!ENTITY" in text:
            raise NetException("System.Xml.XmlException", "For security reasons DTD is prohibited in this XML document.")
        try:
            root = ElementTree.fromstring(text)
        except ElementTree.ParseError as error:
            from relayshell.objects.dotnet.xmlreading import xml_fault
            from relayshell.objects.dotnet.xmlscanning import what_is_wrong

            found = what_is_wrong(text, False)
            raise (xml_fault(*found) if isinstance(found, tuple) else xml_fault("Data at the root level is invalid.", *error.position)) from None
        if root.tag != f"{{{NAMESPACE}}}Objs":
            from relayshell.objects.dotnet.xmlreading import xml_fault
            from relayshell.objects.dotnet.xmlscanning import place

            raise xml_fault(f"Element 'Objs' with namespace name '{NAMESPACE}' was not found.", *place(text, text.find(f"<{_tag(root)}") + 1))
        return root

    def value(self, node: ElementTree.Element) -> Any:
        tag = _tag(node)
        read = scalars.READERS.get(tag)
        if read is not None:
            try:
                return read(node.text or "")
            except (ValueError, ArithmeticError):
                raise NetException("System.Xml.XmlException", f"'{node.text}' is no value of the element '{tag}'.") from None
        if tag == "Ref":
            return self.objects.get(node.get("RefId", ""))
        if tag == "Obj":
            return self.object(node)
        if tag in COLLECTIONS:
            return self.collection(node)
        if tag == "DCT":
            return self.dictionary(node)
        if tag == "PR":
            return progress.read(node)
        raise NetException("System.Xml.XmlException", f"The element '{tag}' is not known in CLIXML.")

    def object(self, node: ElementTree.Element) -> Any:
        names: list[str] = []
        shown: str | None = None
        base: Any = None
        has_base = False
        made = PSCustomObject({})
        reference = node.get("RefId")
        if reference is not None:
            self.objects[reference] = made
        for child in node:
            tag = _tag(child)
            if tag == "TN":
                names = [scalars.unescape(each.text or "") for each in child]
                self.type_names[child.get("RefId", "")] = names
            elif tag == "TNRef":
                names = self.type_names.get(child.get("RefId", ""), [])
            elif tag == "ToString":
                shown = scalars.unescape(child.text or "")
            elif tag in ("Props", "MS"):
                for each in child:
                    made.props[scalars.unescape(each.get("N", ""))] = self.value(each)
            else:
                base, has_base = self.value(child), True
        result = self.finished(made, names, shown, base, has_base)
        if reference is not None:
            self.objects[reference] = result
        return result

    def finished(self, made: PSCustomObject, names: list[str], shown: str | None, base: Any, has_base: bool) -> Any:
        """The object of its parts: a collection or scalar with its members, or a bag of properties."""
        deserialized = [name if name.startswith(PREFIX) else PREFIX + name for name in names]
        if has_base:
            if isinstance(base, Hashtable) and not made.props:
                return base
            if not made.props and not names:
                return base
            if shown is not None:
                _show_as(made, shown)
            result = PSObject(base, made.props)
            if names:
                result.type_names = deserialized
            return result
        made.type_names = deserialized or None
        if shown is not None:
            _show_as(made, shown)
        revive = REVIVED.get(names[0].removeprefix(PREFIX)) if names else None
        return revive(made, shown) if revive is not None else retyped(made, deserialized)

    def collection(self, node: ElementTree.Element) -> Any:
        from relayshell.objects.members import call_method, new_object
        from relayshell.objects.nettype import get_type

        made = new_object(get_type("System.Collections.ArrayList"), [])
        for child in node:
            call_method(made, "Add", [self.value(child)])
        return made

    def dictionary(self, node: ElementTree.Element) -> Hashtable:
        made = Hashtable()
        for entry in node:
            parts = {each.get("N"): each for each in entry}
            if "Key" in parts:
                made[self.value(parts["Key"])] = self.value(parts["Value"]) if "Value" in parts else None
        return made


def retyped(made: Any, names: list[str]) -> Any:
    """The object in the type that the session's type data wants read objects of this name to have; itself where it does not become one."""
    own = typedata.table().own
    for data in (own.get(name.lower()) for name in names) if own else ():
        target = None if data is None else unwrap(data.standard.get("TargetTypeForDeserialization"))
        if isinstance(target, NetType):
            from relayshell.objects.convert import convert

            try:
                return convert(made, target)
            except (ShellError, NetException):
                return made
    return made


def _show_as(made: PSCustomObject, shown: str) -> None:
    """Let an object be shown by the text that was written for it."""
    from relayshell.objects.psobject import CodeMethod

    made.props["ToString"] = CodeMethod("ToString", lambda _self, text=shown: text, "string ToString()")


def _credential(made: PSCustomObject, _shown: str | None) -> Any:
    from relayshell.objects.dotnet.credentials import PSCredential, SecureString

    name, password = made.props.get("UserName"), made.props.get("Password")
    return PSCredential(name, password) if isinstance(name, str) and name and isinstance(password, SecureString) else made


def _by_text(full_name: str) -> Callable[[PSCustomObject, str | None], Any]:
    """Reads a type's value from the text it was shown by; what cannot be read stays a bag of properties."""
    def revive(made: PSCustomObject, shown: str | None) -> Any:
        from relayshell.errors import ShellError
        from relayshell.objects.convert import convert
        from relayshell.objects.nettype import get_type

        try:
            return made if not shown else convert(shown, get_type(full_name))
        except ShellError:
            return made
    return revive


def _error(made: PSCustomObject, shown: str | None) -> Any:
    from relayshell.objects.clixml.errors import record_from

    return record_from(made.props, shown) if "FullyQualifiedErrorId" in made.props else made


# Types that are themselves again when read; all others are bags of properties.
REVIVED: dict[str, Callable[[PSCustomObject, str | None], Any]] = {
    "System.Management.Automation.PSCredential": _credential,
    "System.Management.Automation.ErrorRecord": _error,
    **{name: _by_text(name) for name in ("System.Net.IPAddress", "System.Net.Mail.MailAddress", "System.Globalization.CultureInfo")},
}


def _tag(node: ElementTree.Element) -> str:
    return node.tag.rpartition("}")[2]
