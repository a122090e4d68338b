"""What scripts see of an answer: WebResponseObject and BasicHtmlWebResponseObject; its text, its headers, its links."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urljoin

from relayshell.cmdlets.web.bodies import charset_of
from relayshell.cmdlets.web.exchange import Answer
from relayshell.cmdlets.web.messages import Message
from relayshell.cmdlets.web.pages import NAME, elements
from relayshell.objects.declare import declare
from relayshell.objects.dotnet.results import byte_array
from relayshell.objects.members import new_object
from relayshell.objects.nettype import get_type
from relayshell.objects.typenames import resolve_type

COMMANDS = "Microsoft.PowerShell.Commands."
HEADERS = "System.Collections.Generic.Dictionary[string,System.Collections.Generic.IEnumerable[string]]"
META = re.compile(rb"""<meta\s[^<>]*charset\s*=\s*["']?([A-Za-z][^\s"'<>/;]*)""", re.I)
DECLARATION = re.compile(rb"""<\?xml\s[^<>]*encoding\s*=\s*["']?([A-Za-z][^\s"'<>?]*)""", re.I)
TEXT_TYPES = re.compile(r"^(?:text/|application/(?:json|xml|javascript|x-javascript|ecmascript|x-www-form-urlencoded)|message/http)|[+/](?:json|xml)\b", re.I)


def media_type(answer: Answer) -> str:
    """The content type without its parameters."""
    return (answer.header("Content-Type") or "").partition(";")[0].strip().lower()


def is_text(answer: Answer) -> bool:
    """Whether the content is text; without a content type it is none."""
    kind = media_type(answer)
    return bool(TEXT_TYPES.search(kind))


def text_of(answer: Answer) -> tuple[str, Any]:
    """The content as text, and the Encoding it was read with: as the header says, else as the page or document itself does, else UTF-8."""
    import codecs

    from relayshell.objects.dotnet.encodings import UTF8

    data = answer.body()
    encoding = _encoding(charset_of(answer.header("Content-Type")))
    if encoding is None:
        found = META.search(data[:1024]) or DECLARATION.search(data[:1024])
        encoding = _encoding(found[1].decode("latin-1")) if found else None
    encoding = encoding or UTF8
    if encoding.page == UTF8.page and data.startswith(codecs.BOM_UTF8):
        data = data[3:]
    return encoding.decode(data), encoding


def _encoding(name: str | None) -> Any:
    """The Encoding of a name; None for none and for a name that nobody knows."""
    import codecs

    from relayshell.objects.dotnet.encodings import Encoding, get_encoding

    name = (name or "").strip("'\"")
    if not name:
        return None
    try:
        return get_encoding(name)
    except Exception:
        # Python knows more than .NET's table here, which holds what is met most.
        try:
            return Encoding(0, name.lower(), name, codecs.lookup(name).name)
        except LookupError:
            return None


def header_table(answer: Answer) -> Any:
    """The headers as a dictionary of text arrays, names in any case."""
    from relayshell.objects.dotnet.results import string_array
    from relayshell.objects.members import call_method, get_static

    comparer = get_static(get_type("System.StringComparer"), "OrdinalIgnoreCase")
    table = new_object(resolve_type(HEADERS), [comparer])
    grouped: dict[str, tuple[str, list[str]]] = {}
    for name, value in answer.headers:
        grouped.setdefault(name.lower(), (name, []))[1].append(value)
    for name, values in grouped.values():
        call_method(table, "Add", [name, string_array(values)])
    return table


def relation_links(answer: Answer) -> Any:
    """The Link headers (RFC 8288): a dictionary of relation and absolute address."""
    table = new_object(resolve_type("System.Collections.Generic.Dictionary[string,string]"), [])
    from relayshell.objects.members import call_method

    seen = set()
    for name, value in answer.headers:
        if name.lower() != "link":
            continue
        for address, rel in re.findall(r"""<([^>]*)>\s*;[^,]*?\brel="?([^",;]+)"?""", value):
            if address and rel not in seen:
                seen.add(rel)
                call_method(table, "Add", [rel, urljoin(answer.url, address)])
    return table


class Response:
    """What Invoke-WebRequest gives."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.headers = header_table(answer)
        self.links = relation_links(answer)
        self.message = Message(answer)
        self.props: Any = None

    def head(self) -> str:
        """The head as a text."""
        lines = [f"HTTP/{self.answer.version // 10}.{self.answer.version % 10} {self.answer.status} {self.answer.reason}"]
        return "\r\n".join([*lines, *(f"{name}: {value}" for name, value in self.answer.headers), "", ""])

    def content(self) -> Any:
        return byte_array(self.answer.body())

    def raw(self) -> str:
        return self.head() + self.answer.body().decode("latin-1")

    def __str__(self) -> str:
        data = self.answer.body()
        return "".join(chr(each) if 32 <= each < 127 or each in (9, 10, 13) else "." for each in data)


class TextResponse(Response):
    """An answer that is text, with what an HTML page has in it."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer)
        self.text, self.encoding = text_of(answer)

    def content(self) -> Any:
        return self.text

    def raw(self) -> str:
        return self.head() + self.text

    def __str__(self) -> str:
        return self.text


def _length(self: Response) -> Any:
    from relayshell.objects.numbers import Int64

    return Int64(len(self.answer.body()))


def _stream(self: Response) -> Any:
    return new_object(get_type("System.IO.MemoryStream"), [self.content() if not isinstance(self, TextResponse) else byte_array(self.answer.body())])


_COMMON = {
    "StatusCode": lambda self: self.answer.status, "StatusDescription": lambda self: self.answer.reason, "RawContentStream": _stream,
    "RawContentLength": _length, "RawContent": lambda self: self.raw(), "BaseResponse": lambda self: self.message,
    "Headers": lambda self: self.headers, "RelationLink": lambda self: self.links,
}
_SIGNATURES = (
    "int StatusCode {get;}", "string StatusDescription {get;}", "System.IO.MemoryStream RawContentStream {get;}", "long RawContentLength {get;}",
    "string RawContent {get;}", "System.Net.Http.HttpResponseMessage BaseResponse {get;}",
    "System.Collections.Generic.Dictionary[string,System.Collections.Generic.IEnumerable[string]] Headers {get;}",
    "System.Collections.Generic.Dictionary[string,string] RelationLink {get;}", "string ToString()",
)
declare(
    COMMANDS + "WebResponseObject", Response, get={"Content": Response.content, **_COMMON}, methods={"ToString": str}, to_text=str,
    signatures=("byte[] Content {get;}", *_SIGNATURES),
)
declare(
    COMMANDS + "BasicHtmlWebResponseObject", TextResponse,
    get={
        "Content": TextResponse.content, "Encoding": lambda self: self.encoding, "InputFields": lambda self: elements(self.text, "input"),
        "Images": lambda self: elements(self.text, "img"), "Links": lambda self: elements(self.text, "a", True), **_COMMON,
    },
    methods={"ToString": str}, to_text=str, base=COMMANDS + "WebResponseObject",
    signatures=("string Content {get;}", "System.Text.Encoding Encoding {get;}", *(f"{NAME} {each} {{get;}}" for each in ("InputFields", "Images", "Links")), *_SIGNATURES),
)
