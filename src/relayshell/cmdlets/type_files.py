"""Files of type data (.ps1xml): types, their members and standard members."""

from __future__ import annotations

from typing import Any

from relayshell.errors import ShellError
from relayshell.objects.exceptions import NetException
from relayshell.objects.psobject import AliasProperty, MemberSet, NoteProperty, PropertySet, ScriptMethod, ScriptProperty


_TYPE_PARTS = ("Name", "Members", "TypeConverter", "TypeAdapter")


def read_type_file(path: str, session: Any) -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    """What a file says: for each type its name, members by folded name, standard members. Raises ShellError."""
    from xml.etree import ElementTree

    try:
        with open(path, "rb") as file:
            text = file.read()
    except OSError as error:
        message = f"Cannot read the type data file '{path}': {error.strerror}."
        raise ShellError(message, "TypesXmlUpdateException", "ObjectNotFound", path, exception=_exception(message)) from error
    if b"<!DOCTYPE" in text:
        raise _bad(path, "it has a document type, which type data may not have")
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        raise _bad(path, str(error)) from error
    if root.tag != "Types":
        raise _bad(path, f'its root is "{root.tag}" and not "Types"')
    return [_read_type(node, path, session) for node in root.findall("Type")]


def _exception(message: str) -> NetException:
    return NetException("System.Management.Automation.RuntimeException", message)


def _bad(path: str, why: str) -> ShellError:
    message = f"The type data file '{path}' cannot be read: {why}."
    return ShellError(message, "TypesXmlUpdateException", "InvalidData", path, exception=_exception(message))


def _read_type(node: Any, path: str, session: Any) -> tuple[str, dict[str, Any], dict[str, Any]]:
    name = (node.findtext("Name") or "").strip()
    if not name:
        raise _bad(path, "a Type has no Name")
    for each in node:
        if each.tag not in _TYPE_PARTS:
            raise _bad(path, f'"{each.tag}" is not known in the type {name}; what may stand there: {", ".join(_TYPE_PARTS)}')
    members: dict[str, Any] = {}
    standard: dict[str, Any] = {}
    for each in node.find("Members") if node.find("Members") is not None else ():
        if each.tag == "MemberSet" and (each.findtext("Name") or "").strip() == "PSStandardMembers":
            standard.update(_read_standard(each))
            continue
        member = _read_member(each, path, session)
        if member.name.lower() in members:
            raise _bad(path, f'the type {name} has two members of the name "{member.name}"')
        member.hidden = (each.get("IsHidden") or "").strip().lower() == "true"
        members[member.name.lower()] = member
    return name, members, standard


def _read_member(node: Any, path: str, session: Any) -> Any:
    name = (node.findtext("Name") or "").strip()
    if node.tag == "NoteProperty":
        return NoteProperty(name, _typed(node.findtext("Value") or "", node.findtext("TypeName")))
    if node.tag == "AliasProperty":
        from relayshell.objects.typenames import resolve_type

        converted = node.findtext("TypeName")
        return AliasProperty(name, (node.findtext("ReferencedMemberName") or "").strip(), resolve_type(converted) if converted else None)
    if node.tag == "ScriptProperty":
        getter, setter = node.findtext("GetScriptBlock"), node.findtext("SetScriptBlock")
        return ScriptProperty(name, _block(getter, path, session) if getter else None, _block(setter, path, session) if setter else None)
    if node.tag == "ScriptMethod":
        return ScriptMethod(name, _block(node.findtext("Script") or "", path, session))
    if node.tag == "PropertySet":
        return PropertySet(name, _names(node))
    if node.tag == "MemberSet":
        inside = node.find("Members")
        inherit = (node.findtext("InheritMembers") or "true").strip().lower() != "false"
        return MemberSet(name, [_read_member(each, path, session) for each in (inside if inside is not None else ())], inherit)
    if node.tag in ("CodeMethod", "CodeProperty"):
        return _code_member(node, name, path)
    raise _bad(path, f'"{node.tag}" is no kind of member')


def _block(text: str, path: str, session: Any) -> Any:
    try:
        return session.new_block(text)
    except ShellError as error:
        raise _bad(path, f"a script in it is none: {error}") from error


def _code_member(node: Any, name: str, path: str) -> Any:
    """A member that a static method carries out, where this shell has that method."""
    from relayshell.cmdlets.code_members import code_method, code_property

    if node.tag == "CodeMethod":
        return code_method(name, _method(node.find("CodeReference"), path))
    getter, setter = node.find("GetCodeReference"), node.find("SetCodeReference")
    if getter is None and setter is None:
        raise _bad(path, f"the code property {name} has neither a GetCodeReference nor a SetCodeReference")
    return code_property(name, None if getter is None else _method(getter, path), None if setter is None else _method(setter, path))


def _method(reference: Any, path: str) -> Any:
    from relayshell.objects.members import call_method
    from relayshell.objects.typenames import resolve_type

    if reference is None:
        raise _bad(path, "a CodeMethod has no CodeReference")
    type_name, method_name = ((reference.findtext(part) or "").strip() for part in ("TypeName", "MethodName"))
    net_type = resolve_type(type_name)
    found = None if net_type is None else call_method(net_type, "GetMethod", [method_name])
    if found is None:
        raise _bad(path, f"there is no method {method_name} of a type {type_name} here")
    return found


def _typed(text: str, type_name: str | None) -> Any:
    """The value of a note, in the type that the file names."""
    from relayshell.objects.convert import convert
    from relayshell.objects.typenames import resolve_type

    net_type = resolve_type(type_name.strip()) if type_name else None
    return text if net_type is None else convert(text, net_type)


def _names(node: Any) -> list[str]:
    return [(each.text or "").strip() for each in node.findall("ReferencedProperties/Name")]


def _read_standard(node: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for each in node.find("Members") if node.find("Members") is not None else ():
        name = (each.findtext("Name") or "").strip()
        if each.tag == "PropertySet":
            found[name] = _names(each)
        elif each.tag == "NoteProperty":
            value: Any = (each.findtext("Value") or "").strip()
            found[name] = int(value) if value.isdigit() else value
    return found
