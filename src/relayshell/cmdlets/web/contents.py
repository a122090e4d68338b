"""System.Net.Http's contents and their headers: what scripts make to send, and what they read of an answer. Knows no connection."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.faults import format_fault, null_fault, operation_fault
from relayshell.objects.dotnet.results import byte_array, string_array, to_bytes
from relayshell.objects.members import new_object
from relayshell.objects.nettype import get_type
from relayshell.objects.numbers import Int64
from relayshell.objects.text import to_text
from relayshell.objects.typenames import resolve_type

HTTP = "System.Net.Http."
TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
PARAMETER = re.compile(rf"""\s*;\s*({TOKEN})\s*=\s*("(?:[^"\\]|\\.)*"|{TOKEN})\s*""")
CONTENT_HEADERS = frozenset((
    "allow", "content-disposition", "content-encoding", "content-language", "content-length", "content-location", "content-md5", "content-range",
    "content-type", "expires", "last-modified"))
PAIR = "System.Collections.Generic.KeyValuePair[string,System.Collections.Generic.IEnumerable[string]]"


class Worded:
    """A header's value: a word and parameters (RFC 9110, 5.6.6). The parameters' values are as they are written, quotes and all."""

    pattern = TOKEN

    def __init__(self, word: str = "", charset: str | None = None) -> None:
        if not re.fullmatch(self.pattern, word or ""):
            raise format_fault(f"The format of value '{word}' is invalid.")
        self.word = word
        self.parameters: dict[str, str] = {}
        if charset is not None:
            self.parameters["charset"] = charset

    def get(self, name: str) -> str | None:
        """A parameter's value, or None."""
        return next((value for key, value in self.parameters.items() if key.lower() == name), None)

    def put(self, name: str, value: Any) -> None:
        """Sets a parameter; null takes it away."""
        key = next((key for key in self.parameters if key.lower() == name), name)
        if value is None:
            self.parameters.pop(key, None)
        else:
            self.parameters[key] = to_text(value)

    @classmethod
    def parse(cls, text: str) -> Any:
        """Reads a value. Raises FormatException."""
        head = re.match(rf"\s*({cls.pattern})\s*(?=;|$)", text or "")
        if head is None:
            raise format_fault(f"The format of value '{text}' is invalid.")
        made, at = cls(head[1]), head.end()
        while at < len(text):
            found = PARAMETER.match(text, at)
            if found is None:
                if text[at:].strip() in ("", ";"):
                    break
                raise format_fault(f"The format of value '{text}' is invalid.")
            made.parameters[found[1]], at = found[2], found.end()
        return made

    def __str__(self) -> str:
        return "; ".join([self.word, *(f"{name}={value}" for name, value in self.parameters.items())])


class MediaType(Worded):
    """MediaTypeHeaderValue: type/subtype."""

    pattern = rf"{TOKEN}/{TOKEN}"


class Disposition(Worded):
    """ContentDispositionHeaderValue: form-data, attachment."""


class Headers:
    """Headers of a message or of a content, in their order."""

    def __init__(self, pairs: Any = ()) -> None:
        self.pairs: list[tuple[str, Any]] = list(pairs)

    def values(self, name: str) -> list[str]:
        """What a header says, value by value."""
        return [str(value) for key, value in self.pairs if key.lower() == name.lower()]

    def first(self, name: str) -> str | None:
        """The first value, or None."""
        return next(iter(self.values(name)), None)

    def set(self, name: str, value: Any) -> None:
        """One value in the place of those there are; null takes the header away."""
        self.pairs = [pair for pair in self.pairs if pair[0].lower() != name.lower()]
        if value is not None:
            self.pairs.append((name, value))

    def typed(self, name: str, kind: type[Worded]) -> Any:
        """A header's value taken apart, kept so that a script may change it; None where it is missing or no such value."""
        for position, (key, value) in enumerate(self.pairs):
            if key.lower() == name.lower():
                if not isinstance(value, kind):
                    try:
                        value = kind.parse(value)
                    except Exception:
                        return None
                    self.pairs[position] = (key, value)
                return value
        return None

    def lines(self) -> list[tuple[str, str]]:
        """The headers as they are sent."""
        return [(name, str(value)) for name, value in self.pairs]

    def __iter__(self) -> Iterator[Any]:
        for name in dict.fromkeys(name for name, _ in self.pairs):
            yield new_object(resolve_type(PAIR), [name, string_array(self.values(name))])

    def __str__(self) -> str:
        return "".join(f"{name}: {value}\r\n" for name, value in self.pairs)


class Content:
    """HttpContent: bytes with headers. `data` gives the bytes when they are wanted."""

    def __init__(self, data: bytes | Callable[[], bytes] = b"", headers: Headers | None = None, kind: str = "ByteArrayContent") -> None:
        self._data = data
        self.headers = headers if headers is not None else Headers()
        self.kind = kind

    @property
    def net_type(self) -> Any:
        return get_type(HTTP + self.kind)

    def data(self) -> bytes:
        """The bytes."""
        return self._data if isinstance(self._data, bytes) else self._data()

    def text(self) -> str:
        """The bytes as text, in the charset that the headers tell."""
        import codecs

        kind = self.headers.typed("Content-Type", MediaType)
        try:
            return self.data().decode(codecs.lookup(((kind and kind.get("charset")) or "utf-8").strip('"')).name, "replace").removeprefix("\ufeff")
        except LookupError:
            return self.data().decode("utf-8", "replace")


class Multipart(Content):
    """MultipartContent and MultipartFormDataContent (RFC 7578)."""

    def __init__(self, kind: str, subtype: str = "mixed", boundary: str | None = None) -> None:
        self.boundary = boundary or os.urandom(16).hex()
        made = MediaType(f"multipart/{subtype}")
        made.put("boundary", f'"{self.boundary}"')
        super().__init__(self._joined, Headers([("Content-Type", made)]), kind)
        self.parts: list[Content] = []

    def add(self, part: Content, name: str | None = None, file: str | None = None) -> None:
        """One more part; in a form it has a disposition."""
        if part is None:
            raise null_fault("content")
        if self.kind == "MultipartFormDataContent" and part.headers.first("Content-Disposition") is None:
            made = Disposition("form-data")
            made.put("name", name)
            made.put("filename", file)
            part.headers.set("Content-Disposition", made)
        self.parts.append(part)

    def _joined(self) -> bytes:
        pieces = []
        for part in self.parts:
            head = "".join(f"{name}: {value}\r\n" for name, value in part.headers.lines())
            pieces.append(f"--{self.boundary}\r\n{head}\r\n".encode() + part.data() + b"\r\n")
        return b"".join(pieces) + f"--{self.boundary}--\r\n".encode()


def text_content(text: str, encoding: Any = None, media: Any = None) -> Content:
    """StringContent."""
    if text is None:
        raise null_fault("content")
    if isinstance(encoding, MediaType):
        return Content(text.encode(), Headers([("Content-Type", encoding)]), "StringContent")
    kind = MediaType(to_text(media) or "text/plain", encoding.web if encoding is not None else "utf-8")
    return Content(encoding.encode(text) if encoding is not None else text.encode(), Headers([("Content-Type", kind)]), "StringContent")


def bytes_content(data: Any, start: int = 0, count: int | None = None) -> Content:
    """ByteArrayContent."""
    if data is None:
        raise null_fault("content")
    return Content(to_bytes(data)[start : None if count is None else start + count])


def _stream_content(stream: Any, *size: int) -> Content:
    return Content(lambda: stream.file.read() if stream.file is not None else b"", None, "StreamContent")


def _form_content(pairs: Any) -> Content:
    from relayshell.cmdlets.web.bodies import form_text, pairs_of

    return Content(form_text(pairs_of(pairs) or []).encode(), Headers([("Content-Type", MediaType("application/x-www-form-urlencoded"))]), "FormUrlEncodedContent")


def _done(value: Any) -> Any:
    from relayshell.objects.dotnet.tasks import Task

    return Task(None, True).finish(value)


def _stream(self: Content) -> Any:
    return new_object(get_type("System.IO.MemoryStream"), [byte_array(self.data())])


def _get_values(self: Headers, name: str) -> Any:
    found = self.values(name)
    if not found:
        raise operation_fault("The given header was not found.")
    return string_array(found)


def _try_values(self: Headers, name: str, result: Any) -> bool:
    found = self.values(name)
    result.value = string_array(found) if found else None
    return bool(found)


def _add(self: Headers, name: str, value: Any) -> None:
    from relayshell.cmdlets.web.headers import wrong

    values = [to_text(each) for each in value] if isinstance(value, list) else [to_text(value)]
    for each in values:
        if wrong(name, each):
            raise format_fault(f"The format of value '{each}' is invalid.")
        self.pairs.append((name, each))


def _location(self: Headers) -> Any:
    found = self.first("Location")
    return new_object(get_type("System.Uri"), [found, get_type("System.UriKind")]) if found and "://" in found else found


def _length(self: Headers) -> Any:
    found = self.first("Content-Length")
    return Int64(int(found)) if found and found.isdigit() else None


def _many(name: str) -> Any:
    return lambda self: string_array([piece.strip() for value in self.values(name) for piece in value.split(",")])


_DISPOSITION_PARTS = {"Name": "name", "FileName": "filename", "FileNameStar": "filename*"}
_VALUES = HTTP + "Headers."
declare(
    _VALUES + "MediaTypeHeaderValue", MediaType, new=MediaType, statics={"Parse": MediaType.parse},
    get={"MediaType": lambda self: self.word, "CharSet": lambda self: self.get("charset")},
    set={"MediaType": lambda self, value: setattr(self, "word", value), "CharSet": lambda self, value: self.put("charset", value)},
    methods={"ToString": str}, to_text=str,
    signatures=("(string mediaType)", "(string mediaType, string charSet)", "string MediaType {get;set;}", "string CharSet {get;set;}", "string ToString()",
                f"static {_VALUES}MediaTypeHeaderValue Parse(string input)"),
)
declare(
    _VALUES + "ContentDispositionHeaderValue", Disposition, new=Disposition, statics={"Parse": Disposition.parse},
    get={"DispositionType": lambda self: self.word, **{name: lambda self, key=key: self.get(key) for name, key in _DISPOSITION_PARTS.items()}},
    set={"DispositionType": lambda self, value: setattr(self, "word", value),
         **{name: lambda self, value, key=key: self.put(key, value) for name, key in _DISPOSITION_PARTS.items()}},
    methods={"ToString": str}, to_text=str,
    signatures=("(string dispositionType)", *(f"string {name} {{get;set;}}" for name in ("DispositionType", *_DISPOSITION_PARTS)), "string ToString()",
                f"static {_VALUES}ContentDispositionHeaderValue Parse(string input)"),
)
declare(
    _VALUES + "HttpHeaders", Headers, enumerate=lambda self: iter(self), to_text=str, interfaces=("System.Collections.IEnumerable",),
    get={
        "ContentType": lambda self: self.typed("Content-Type", MediaType), "ContentDisposition": lambda self: self.typed("Content-Disposition", Disposition),
        "ContentLength": _length, "ContentEncoding": _many("Content-Encoding"), "Location": _location, "Server": _many("Server"),
        "WwwAuthenticate": _many("WWW-Authenticate"),
    },
    set={"ContentType": lambda self, value: self.set("Content-Type", value), "ContentDisposition": lambda self, value: self.set("Content-Disposition", value)},
    methods={
        "GetValues": _get_values, "TryGetValues": _try_values, "Contains": lambda self, name: bool(self.values(name)), "Add": _add,
        "TryAddWithoutValidation": lambda self, name, value: self.pairs.append((name, to_text(value))) or True,
        "Remove": lambda self, name: bool(self.values(name)) and (self.set(name, None) or True), "Clear": lambda self: self.pairs.clear(), "ToString": str,
    },
    signatures=(
        f"{_VALUES}MediaTypeHeaderValue ContentType {{get;set;}}", f"{_VALUES}ContentDispositionHeaderValue ContentDisposition {{get;set;}}",
        "System.Nullable[long] ContentLength {get;}", "string[] ContentEncoding {get;}", "System.Object Location {get;}", "string[] Server {get;}",
        "string[] WwwAuthenticate {get;}", "System.Collections.Generic.IEnumerable[string] GetValues(string name)",
        "bool TryGetValues(string name, [ref] System.Collections.Generic.IEnumerable[string] values)", "bool Contains(string name)",
        "void Add(string name, System.Object value)", "bool TryAddWithoutValidation(string name, System.Object value)", "bool Remove(string name)",
        "void Clear()", "string ToString()",
    ),
)
_READING = ("System.Threading.Tasks.Task[string] ReadAsStringAsync()", "System.Threading.Tasks.Task[byte[]] ReadAsByteArrayAsync()",
            "System.Threading.Tasks.Task[System.IO.Stream] ReadAsStreamAsync()", "System.IO.Stream ReadAsStream()", "void Dispose()",
            f"{_VALUES}HttpHeaders Headers {{get;}}")
declare(
    HTTP + "HttpContent", Content, dynamic=True, get={"Headers": lambda self: self.headers},
    methods={
        "ReadAsStringAsync": lambda self: _done(self.text()), "ReadAsByteArrayAsync": lambda self: _done(byte_array(self.data())),
        "ReadAsStreamAsync": lambda self: _done(_stream(self)), "ReadAsStream": _stream, "Dispose": lambda self: None,
    },
    signatures=_READING,
)
for _name, _new, _signatures in (
    ("ByteArrayContent", bytes_content, ("(byte[] content)", "(byte[] content, int offset, int count)")),
    ("StringContent", text_content, ("(string content)", "(string content, System.Text.Encoding encoding)", f"(string content, {_VALUES}MediaTypeHeaderValue mediaType)",
                                     "(string content, System.Text.Encoding encoding, string mediaType)")),
    ("StreamContent", _stream_content, ("(System.IO.Stream content)", "(System.IO.Stream content, int bufferSize)")),
    ("FormUrlEncodedContent", _form_content, ("(System.Object nameValueCollection)",)),
):
    declare(HTTP + _name, Content, dynamic=True, new=_new, base=HTTP + "HttpContent", signatures=(*_signatures, *_READING))
declare(
    HTTP + "MultipartContent", Multipart, dynamic=True, new=lambda *args: Multipart("MultipartContent", *args), base=HTTP + "HttpContent",
    methods={"Add": lambda self, part: self.add(part)}, enumerate=lambda self: iter(self.parts), interfaces=("System.Collections.IEnumerable",),
    signatures=("()", "(string subtype)", "(string subtype, string boundary)", f"void Add({HTTP}HttpContent content)", *_READING),
)
declare(
    HTTP + "MultipartFormDataContent", Multipart, dynamic=True, new=lambda *boundary: Multipart("MultipartFormDataContent", "form-data", *boundary),
    base=HTTP + "MultipartContent", methods={"Add": Multipart.add},
    signatures=("()", "(string boundary)", f"void Add({HTTP}HttpContent content)", f"void Add({HTTP}HttpContent content, string name)",
                f"void Add({HTTP}HttpContent content, string name, string fileName)", *_READING),
)
