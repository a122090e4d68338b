"""NameValueCollection, StringDictionary and WebUtility, HttpUtility: names with values, and the escapes of the web."""

from __future__ import annotations

import html
from typing import Any, Iterator
from urllib.parse import quote, quote_plus, unquote_plus, unquote_to_bytes

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.enumerators import Enumerator
from relayshell.objects.dotnet.faults import range_fault
from relayshell.objects.dotnet.results import byte_array, string_array, to_bytes


class NameValues:
    """Names in any case, each with a list of values. `query` ones show themselves as a query string."""

    __slots__ = ("rows", "query", "single", "props")

    def __init__(self, *source: Any, query: bool = False) -> None:
        self.rows: dict[Any, tuple[Any, list[str]]] = {}
        self.query, self.single = query, False
        self.props: Any = None
        for item in source:
            if isinstance(item, NameValues):
                for key, values in item.rows.values():
                    for value in values:
                        self.add(key, value)

    def __iter__(self) -> Iterator[Any]:
        return iter([key for key, _ in self.rows.values()])

    def __len__(self) -> int:
        return len(self.rows)

    def add(self, key: Any, value: Any) -> None:
        """One more value."""
        folded = key.lower() if isinstance(key, str) else key
        self.rows.setdefault(folded, (key, []))[1].append(value)

    def get(self, key: Any) -> Any:
        """The values with commas between; null when the name is not there."""
        if type(key) is int:
            return self.value_at(key)
        row = self.rows.get(key.lower() if isinstance(key, str) else key)
        return None if row is None else ",".join(value or "" for value in row[1])

    def put(self, key: Any, value: Any) -> None:
        """Replaces the values."""
        self.rows[key.lower() if isinstance(key, str) else key] = (key, [value])

    def remove(self, key: Any) -> None:
        """Takes a name out."""
        self.rows.pop(key.lower() if isinstance(key, str) else key, None)

    def row(self, index: int) -> tuple[Any, list[str]]:
        """By place. Raises ArgumentOutOfRangeException."""
        rows = list(self.rows.values())
        if not 0 <= index < len(rows):
            raise range_fault("Index was out of range. Must be non-negative and less than the size of the collection.", "index")
        return rows[index]

    def value_at(self, index: int) -> str:
        """The values at a place."""
        return ",".join(self.row(index)[1])

    def __str__(self) -> str:
        if not self.query:
            return "System.Collections.Specialized.NameValueCollection"
        return "&".join(f"{quote_plus(key)}={quote_plus(value)}" if key is not None else quote_plus(value) for key, values in self.rows.values() for value in values)


def _values(self: NameValues, key: Any) -> Any:
    row = self.row(key) if type(key) is int else self.rows.get(key.lower() if isinstance(key, str) else key)
    return None if row is None else string_array(row[1])


def _copy(self: NameValues, target: list[Any], at: int) -> None:
    values = [self.value_at(place) for place in range(len(self))]
    target[at:at + len(values)] = values


def _add(self: NameValues, *args: Any) -> None:
    if len(args) == 1:
        for key, values in args[0].rows.values():
            for value in values:
                self.add(key, value)
    else:
        self.add(*args)


declare(
    "System.Collections.Specialized.NameValueCollection", NameValues, new={"*": NameValues, "()": NameValues},
    get={"AllKeys": lambda self: string_array(list(self)), "Count": len, "Keys": lambda self: string_array(list(self))},
    methods={"Add": _add, "Get": NameValues.get, "Set": NameValues.put, "Remove": NameValues.remove, "GetKey": lambda self, at: self.row(at)[0], "GetValues": _values, "HasKeys": lambda self: bool(self.rows),
             "Clear": lambda self: self.rows.clear(), "CopyTo": _copy, "GetEnumerator": lambda self: Enumerator(list(self)), "ToString": str, "get_Item": NameValues.get, "set_Item": NameValues.put},
    index=NameValues.get, set_index=NameValues.put, enumerate=iter, to_text=str,
)


def _encode(value: Any, *window: Any) -> Any:
    if value is None:
        return None
    if isinstance(value, str):
        # .NET leaves ( ) ! * unescaped and writes hexadecimal in small letters in HttpUtility, in capitals in WebUtility.
        return quote_plus(value, safe="-_.!*()")
    return byte_array(quote_plus(to_bytes(value)).encode("ascii"))


def _lower_hex(text: str) -> str:
    import re
    return re.sub(r"%[0-9A-F]{2}", lambda found: found[0].lower(), text)


def _decode(value: Any, *encoding: Any) -> Any:
    return None if value is None else unquote_plus(value if isinstance(value, str) else to_bytes(value).decode("ascii"))


def _decode_bytes(value: Any, *window: Any) -> Any:
    raw = value.encode("utf-8") if isinstance(value, str) else to_bytes(value)
    return byte_array(unquote_to_bytes(raw.replace(b"+", b" ")))


def html_encode(value: Any, *writer: Any) -> Any:
    """& < > quotes, and the characters from 160 to 255 by number, as .NET does."""
    if value is None:
        return None
    text = html.escape(str.__str__(value), quote=True).replace("&#x27;", "&#39;")
    return "".join(f"&#{ord(char)};" if 160 <= ord(char) < 256 or ord(char) > 0xFFFF else char for char in text)


declare("System.Net.WebUtility",
        statics={"UrlEncode": _encode, "UrlDecode": _decode, "UrlEncodeToBytes": _encode, "UrlDecodeToBytes": _decode_bytes, "HtmlEncode": html_encode,
                 "HtmlDecode": lambda value, *writer: None if value is None else html.unescape(value)})


def _parse_query(text: str, *encoding: Any) -> NameValues:
    made = NameValues(query=True)
    for piece in text.lstrip("?").split("&"):
        if piece:
            key, equals, value = piece.partition("=")
            made.add(unquote_plus(key), unquote_plus(value)) if equals else made.add(None, unquote_plus(key))
    return made


def _javascript(text: Any, quotes: bool = False) -> str:
    out = []
    for char in text or "":
        out.append({"\r": "\\r", "\n": "\\n", "\t": "\\t", "\b": "\\b", "\f": "\\f", '"': '\\"', "\\": "\\\\"}.get(char)
                   or (f"\\u{ord(char):04x}" if ord(char) < 32 or char in "'<>&\x85\u2028\u2029" else char))
    return '"' + "".join(out) + '"' if quotes else "".join(out)


class HttpUtility:
    """An object of a class that has only statics."""

    __slots__ = ()


declare("System.Web.HttpUtility", HttpUtility, new={"*": HttpUtility, "()": HttpUtility},
        statics={"UrlEncode": lambda value, *rest: _lower_hex(_encode(value)) if isinstance(value, str) else _encode(value), "UrlDecode": _decode, "UrlEncodeToBytes": _encode,
                 "UrlEncodeUnicode": lambda value: _lower_hex(_encode(value)), "UrlEncodeUnicodeToBytes": _encode, "UrlDecodeToBytes": _decode_bytes, "HtmlEncode": html_encode,
                 "HtmlDecode": lambda value, *writer: None if value is None else html.unescape(value),
                 "HtmlAttributeEncode": lambda value, *writer: None if value is None else value.replace("&", "&amp;").replace('"', "&quot;").replace("'", "&#39;").replace("<", "&lt;"),
                 "UrlPathEncode": lambda value: quote(value, safe="/?&=:+,;@$!*'()-_.~%#[]") if value else value, "JavaScriptStringEncode": _javascript, "ParseQueryString": _parse_query})

__all__ = ["NameValues", "html_encode"]
