"""What scripts see of an answer: WebResponseObject, BasicHtmlWebResponseObject, HttpResponseMessage; and what is in its text."""

from __future__ import annotations

import html
import re
from typing import Any
from urllib.parse import urljoin

from relayshell.cmdlets.web.bodies import charset_of
from relayshell.cmdlets.web.exchange import Answer
from relayshell.objects.declare import declare
from relayshell.objects.dotnet.results import byte_array
from relayshell.objects.enums import EnumValue
from relayshell.objects.members import new_object
from relayshell.objects.nettype import get_type
from relayshell.objects.psobject import PSCustomObject
from relayshell.objects.typenames import resolve_type

COMMANDS = "Microsoft.PowerShell.Commands."
HEADERS = "System.Collections.Generic.Dictionary[string,System.Collections.Generic.IEnumerable[string]]"
ATTRIBUTE = re.compile(r"""([^\s"'>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]*)))?""")
TEXT_TYPES = re.compile(r"^(?:text/|application/(?:json|xml|javascript|x-javascript|ecmascript|x-www-form-urlencoded)|message/http)|[+/](?:json|xml)\b", re.I)


def media_type(answer: Answer) -> str:
    """The content type without its parameters."""
    return (answer.header("Content-Type") or "").partition(";")[0].strip().lower()


def is_text(answer: Answer) -> bool:
    """Whether the content is text; without a content type it is none."""
    kind = media_type(answer)
    return bool(TEXT_TYPES.search(kind)) or kind == ""


def text_of(answer: Answer) -> tuple[str, str]:
    """The content as text, and the codec it was read with: as the header says, a mark, the page itself, else UTF-8."""
    import codecs

    data = answer.body()
    charset = charset_of(answer.header("Content-Type"))
    if not charset:
        found = re.search(rb"""<meta\s[^>]*charset\s*=\s*["']?([\w-]+)""", data[:4096], re.I) or re.match(rb"""\s*<\?xml[^>]*encoding=["']([\w-]+)""", data)
        charset = found[1].decode() if found else "utf-8"
    try:
        codec = codecs.lookup(charset).name
    except LookupError:
        codec = "utf-8"
    if codec == "utf-8" and data.startswith(codecs.BOM_UTF8):
        data = data[3:]
    return data.decode(codec, "replace"), codec


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
            if rel not in seen:
                seen.add(rel)
                call_method(table, "Add", [rel, urljoin(answer.url, address)])
    return table


class Response:
    """What Invoke-WebRequest gives."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.headers = header_table(answer)
        self.links = relation_links(answer)
        self.message = Message(answer, self.headers)
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
        self.text, self.codec = text_of(answer)

    def content(self) -> Any:
        return self.text

    def raw(self) -> str:
        return self.head() + self.text

    def encoding(self) -> Any:
        from relayshell.objects.dotnet.encodings import get_encoding

        return get_encoding(self.codec if self.codec != "iso8859-1" else "iso-8859-1")

    def elements(self, tag: str, closed: bool = False) -> list[PSCustomObject]:
        """The elements of a name, each with its outer HTML, its tag's name and its attributes."""
        pattern = rf"<{tag}\b([^>]*)>" + (rf".*?</{tag}>" if closed else "")
        return [self._element(found, tag) for found in re.finditer(pattern, self.text, re.I | re.S)]

    @staticmethod
    def _element(found: re.Match[str], tag: str) -> PSCustomObject:
        made = PSCustomObject({"outerHTML": found[0], "tagName": re.match(r"<(\w+)", found[0])[1].upper()})  # type: ignore[index]
        for name, *values in ATTRIBUTE.findall(found[1]):
            if name.lower() not in {each.lower() for each in made.props}:
                made.props[name] = html.unescape(next((value for value in values if value), ""))
        return made

    def __str__(self) -> str:
        return self.text


class Message:
    """System.Net.Http.HttpResponseMessage: the answer that an error bears."""

    def __init__(self, answer: Answer, headers: Any = None) -> None:
        self.answer = answer
        self.headers = headers if headers is not None else header_table(answer)

    def status(self) -> EnumValue:
        return EnumValue(get_type("System.Net.HttpStatusCode"), self.answer.status)


class RequestMessage:
    """System.Net.Http.HttpRequestMessage: the request that an error is about."""

    def __init__(self, request: Any) -> None:
        self.request = request

    def uri(self) -> Any:
        return new_object(get_type("System.Uri"), [self.request.url])

    def method(self) -> str:
        return str(self.request.method)

    def __str__(self) -> str:
        return f"Method: {self.request.method}, RequestUri: '{self.request.url}', Version: 1.1"


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
        "Content": TextResponse.content, "Encoding": TextResponse.encoding, "InputFields": lambda self: self.elements("input"),
        "Images": lambda self: self.elements("img"), "Links": lambda self: self.elements("a", True), **_COMMON,
    },
    methods={"ToString": str}, to_text=str, base=COMMANDS + "WebResponseObject",
    signatures=("string Content {get;}", "System.Text.Encoding Encoding {get;}", "System.Object[] InputFields {get;}", "System.Object[] Images {get;}",
                "System.Object[] Links {get;}", *_SIGNATURES),
)
declare(
    "System.Net.Http.HttpResponseMessage", Message,
    get={
        "StatusCode": Message.status, "ReasonPhrase": lambda self: self.answer.reason, "Headers": lambda self: self.headers,
        "IsSuccessStatusCode": lambda self: 200 <= self.answer.status < 300, "RequestMessage": lambda self: RequestMessage(self.answer.request),
    },
    signatures=("System.Net.HttpStatusCode StatusCode {get;}", "string ReasonPhrase {get;}", "System.Object Headers {get;}",
                "bool IsSuccessStatusCode {get;}", "System.Net.Http.HttpRequestMessage RequestMessage {get;}"),
)
declare(
    "System.Net.Http.HttpRequestMessage", RequestMessage, get={"RequestUri": RequestMessage.uri, "Method": RequestMessage.method},
    methods={"ToString": str}, to_text=str, signatures=("uri RequestUri {get;}", "string Method {get;}", "string ToString()"),
)
declare(
    COMMANDS + "HttpResponseException", None,
    get={"Response": lambda error: error.more.get("Response"), "StatusCode": lambda error: error.more.get("StatusCode")},
    signatures=("System.Net.Http.HttpResponseMessage Response {get;}", "System.Nullable[System.Net.HttpStatusCode] StatusCode {get;}"),
)
