"""What a request carries: texts, bytes, fields of forms, files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote_plus

from relayshell.objects.collections import enumerate_value
from relayshell.objects.exceptions import NetException
from relayshell.objects.hashtable import Hashtable
from relayshell.objects.indexing import dictionary_items
from relayshell.objects.psobject import unwrap
from relayshell.objects.text import to_text
from relayshell.objects.typeof import type_of

FORM = "application/x-www-form-urlencoded"


def pairs_of(value: Any) -> list[tuple[str, Any]] | None:
    """The pairs of a dictionary; None for anything else."""
    value = unwrap(value)
    if isinstance(value, Hashtable):
        return [(to_text(key), item) for key, item in value.items()]
    if value is None or isinstance(value, (str, int, float, list)):
        return None
    if all(each.text != "System.Collections.IDictionary" for each in type_of(value).ancestors):
        return None
    return [(to_text(key), item) for key, item in dictionary_items(value)]


def form_text(pairs: list[tuple[str, Any]]) -> str:
    """Fields as a query or a form has them."""
    return "&".join(f"{quote_plus(name, safe='')}={quote_plus('' if value is None else to_text(value), safe='')}" for name, value in pairs)


def charset_of(content_type: str | None) -> str | None:
    """The charset parameter of a content type."""
    for part in (content_type or "").split(";")[1:]:
        name, _, value = part.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip('"')
    return None


def body_bytes(value: Any, content_type: str | None) -> tuple[bytes, str | None]:
    """A body as bytes, and the content type that its kind asks for where none is given. Raises LookupError for an unknown charset."""
    value = unwrap(value)
    pairs = pairs_of(value)
    if pairs is not None:
        return form_text(pairs).encode(), FORM
    kind = type_of(value).full_name if value is not None else ""
    if kind == "System.Byte[]":
        return bytes(int(each) for each in value), None
    if kind.startswith("System.Xml."):
        from relayshell.objects.members import get_member

        return to_text(get_member(value, "OuterXml")).encode(), None
    text, charset = to_text(value), charset_of(content_type)
    if not charset:
        return text.encode("utf-8", "replace"), None
    from relayshell.objects.dotnet.encodings import get_encoding

    try:
        return get_encoding(charset).encode(text), None
    except NetException:
        return text.encode(charset, "replace"), None


def multipart(value: Any) -> tuple[bytes, str]:
    """The fields of -Form as multipart/form-data (RFC 7578), and its content type."""
    boundary = os.urandom(16).hex()
    parts: list[bytes] = []
    for name, item in pairs_of(value) or ():
        for each in _several(item):
            parts.append(b"--" + boundary.encode() + b"\r\n" + _part(name, each) + b"\r\n")
    return b"".join(parts) + b"--" + boundary.encode() + b"--\r\n", f'multipart/form-data; boundary="{boundary}"'


def _several(value: Any) -> Iterator[Any]:
    found = enumerate_value(unwrap(value))
    if found is None:
        yield value
    else:
        yield from found


def _part(name: str, value: Any) -> bytes:
    value = unwrap(value)
    shown = name.replace('"', "%22")
    if value is not None and type_of(value).full_name == "System.IO.FileInfo":
        with open(value.path, "rb") as file:
            data = file.read()
        head = f'Content-Type: application/octet-stream\r\nContent-Disposition: form-data; name="{shown}"; filename="{value.name()}"\r\n\r\n'
        return head.encode() + data
    head = f'Content-Type: text/plain; charset=utf-8\r\nContent-Disposition: form-data; name="{shown}"\r\n\r\n'
    return head.encode() + ("" if value is None else to_text(value)).encode()
