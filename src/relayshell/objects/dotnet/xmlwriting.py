"""XmlWriter, XmlTextWriter and XmlWriterSettings: XML written piece by piece, to a file, a stream or a text writer."""

from __future__ import annotations

from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.encodings import BY_PAGE, UTF8, Encoding
from relayshell.objects.dotnet.faults import argument_fault, operation_fault
from relayshell.objects.dotnet.results import enum_of, text_of
from relayshell.objects.dotnet.stringbuilders import StringBuilder
from relayshell.objects.dotnet.textfiles import Writer, _stream_writer
from relayshell.objects.dotnet.xmlnodes import escape_attribute, escape_text
from relayshell.objects.nettype import get_type

_X = "System.Xml."


class Settings:
    """XmlWriterSettings."""

    __slots__ = ("values",)

    def __init__(self) -> None:
        self.values: dict[str, Any] = {"Indent": False, "IndentChars": "  ", "NewLineChars": "\n", "OmitXmlDeclaration": False, "Encoding": BY_PAGE[65001], "CloseOutput": False, "CheckCharacters": True,
                                       "NewLineOnAttributes": False, "ConformanceLevel": None, "NewLineHandling": None, "Async": False}


_SETTINGS = ("Indent", "IndentChars", "NewLineChars", "OmitXmlDeclaration", "Encoding", "CloseOutput", "CheckCharacters", "NewLineOnAttributes", "ConformanceLevel", "NewLineHandling", "Async")
declare(_X + "XmlWriterSettings", Settings, new={"*": Settings, "()": Settings}, get={name: (lambda self, name=name: self.values[name]) for name in _SETTINGS},
        set={name: (lambda self, value, name=name: self.values.__setitem__(name, value)) for name in _SETTINGS}, signatures=("()", *(f"System.Object {name} {{get;set;}}" for name in _SETTINGS)))


class XmlWriter:
    """Writes to `out`, a text writer. `stack` holds the open elements and whether each has children or text."""

    __slots__ = ("net_type", "out", "indent", "newline", "stack", "tag_open", "attribute", "omit", "began", "encoding", "own", "automatic")

    def __init__(self, out: Writer, *, indent: str | None = None, newline: str = "\n", omit: bool = False, encoding: str = "utf-8", own: bool = False, name: str = "XmlWriter") -> None:
        self.net_type = get_type(_X + name)
        self.out, self.indent, self.newline, self.omit, self.encoding, self.own = out, indent, newline, omit, encoding, own
        self.stack: list[list[Any]] = []
        self.tag_open, self.began = False, False
        self.attribute: list[Any] | None = None
        self.automatic = False
        """Whether the declaration is written without being asked for, as writers made by Create do."""

    @property
    def xml_indent(self) -> str | None:
        """What a node that writes itself here is to indent by."""
        return self.indent

    def put(self, text: str) -> None:
        """Raw text, the open tag closed before it."""
        if self.automatic and not self.began and not text.startswith("<?xml "):
            self.begin()
            self.line(0)
        self.began = True
        self.close_tag()
        self.out.put(text)

    def close_tag(self) -> None:
        """Ends a start tag that still takes attributes."""
        if self.tag_open:
            self.tag_open = False
            self.out.put(">")

    def line(self, depth: int) -> None:
        """A new line where indenting is on and the element has no text."""
        if self.indent is not None and self.began and not (self.stack and self.stack[-1][2]):
            self.out.put(self.newline + self.indent * depth)
        self.began = True

    def start(self, *names: Any) -> None:
        """WriteStartElement(name), (name, ns) or (prefix, name, ns)."""
        prefix, local, uri = (None, names[0], None) if len(names) == 1 else (None, *names) if len(names) == 2 else names
        name = f"{prefix}:{local}" if prefix else local
        if not name:
            raise argument_fault("The value cannot be an empty string.", "localName")
        if self.automatic and not self.began:
            self.begin()
        self.close_tag()
        if self.stack:
            self.stack[-1][1] = True
        self.line(len(self.stack))
        self.out.put(f"<{name}")
        known = next((row[3].get(prefix or "") for row in reversed(self.stack) if (prefix or "") in row[3]), "")
        self.stack.append([name, False, False, {}])
        self.tag_open = True
        if uri is not None and uri != known:
            self.out.put(f' xmlns{":" + prefix if prefix else ""}="{escape_attribute(uri)}"')
            self.stack[-1][3][prefix or ""] = uri

    def end(self, full: bool = False) -> None:
        """WriteEndElement; WriteFullEndElement never shortens. Raises InvalidOperationException when nothing is open."""
        if not self.stack:
            raise operation_fault("There was no XML start tag open.")
        name, children, text, _ = self.stack.pop()
        if self.tag_open and not full:
            self.tag_open = False
            self.out.put(" />")
            return
        self.close_tag()
        if self.indent is not None and children and not text:
            self.out.put(self.newline + self.indent * len(self.stack))
        self.out.put(f"</{name}>")

    def text(self, value: str, raw: bool = False) -> None:
        """Text, or raw markup."""
        if self.attribute is not None:
            self.attribute[1] += value
            return
        self.close_tag()
        if self.stack:
            self.stack[-1][2] = True
        self.out.put(value if raw else escape_text(value))

    def mark(self, text: str) -> None:
        """A comment, instruction or declaration on a line of its own."""
        self.close_tag()
        if self.stack:
            self.stack[-1][1] = True
        self.line(len(self.stack))
        self.out.put(text)

    def begin(self, standalone: Any = None) -> None:
        """WriteStartDocument."""
        if not self.omit:
            tail = "" if standalone is None else f' standalone="{"yes" if standalone else "no"}"'
            self.mark(f'<?xml version="1.0" encoding="{self.encoding}"{tail}?>')

    def finish(self) -> None:
        """WriteEndDocument: closes what is open."""
        while self.stack:
            self.end()

    def close(self) -> None:
        """Closes what is open, and the file when it is ours."""
        self.finish()
        self.out.flush()
        if self.own:
            self.out.close()


def _attribute(self: XmlWriter, *args: Any) -> None:
    if not self.tag_open:
        raise operation_fault("Token StartAttribute in state Content would result in an invalid XML document.")
    *names, value = args
    name = names[0] if len(names) < 3 else f"{names[0]}:{names[1]}" if names[0] else names[1]
    self.out.put(f' {name}="{escape_attribute(text_of(value))}"')


def _start_attribute(self: XmlWriter, *names: Any) -> None:
    self.attribute = [names[0] if len(names) < 3 else f"{names[0]}:{names[1]}", ""]


def _end_attribute(self: XmlWriter) -> None:
    if self.attribute is not None:
        name, value = self.attribute
        self.attribute = None
        _attribute(self, name, value)


def _element(self: XmlWriter, *args: Any) -> None:
    *names, value = args
    self.start(*names)
    if value:
        self.text(text_of(value))
    self.end()


def _value(self: XmlWriter, value: Any) -> None:
    self.text({True: "true", False: "false"}[value] if type(value) is bool else text_of(value))


def _create(target: Any, settings: Any = None) -> XmlWriter:
    values = settings.values if isinstance(settings, Settings) else Settings().values
    encoding = values["Encoding"] if isinstance(values["Encoding"], Encoding) else UTF8
    name = encoding.web.lower()
    if isinstance(target, StringBuilder):
        out, own, name = Writer("System.IO.StringWriter", builder=target), False, "utf-16"
    elif isinstance(target, Writer):
        out, own, name = target, values["CloseOutput"], "utf-16" if target.builder is not None else target.encoding.web.lower()
    elif isinstance(target, XmlWriter):
        return target
    else:
        out, own = _stream_writer(target, encoding) if not isinstance(target, str) else _stream_writer(target, False, encoding), isinstance(target, str) or values["CloseOutput"]
    made = XmlWriter(out, indent=values["IndentChars"] if values["Indent"] else None, newline=values["NewLineChars"], omit=values["OmitXmlDeclaration"], encoding=name, own=own)
    made.automatic = True
    return made


def _new_text_writer(target: Any, encoding: Any = None) -> XmlWriter:
    if isinstance(target, Writer):
        return XmlWriter(target, encoding="utf-16" if target.builder is not None else target.encoding.web.lower(), own=True, name="XmlTextWriter")
    chosen = encoding if isinstance(encoding, Encoding) else UTF8
    out = _stream_writer(target, False, chosen) if isinstance(target, str) else _stream_writer(target, chosen)
    return XmlWriter(out, encoding=chosen.web.lower(), own=True, name="XmlTextWriter")


_METHODS = {
    "WriteStartDocument": XmlWriter.begin, "WriteEndDocument": XmlWriter.finish, "WriteStartElement": XmlWriter.start, "WriteEndElement": lambda self: self.end(),
    "WriteFullEndElement": lambda self: self.end(True), "WriteElementString": _element, "WriteAttributeString": _attribute, "WriteStartAttribute": _start_attribute, "WriteEndAttribute": _end_attribute,
    "WriteString": lambda self, value: self.text(value or ""), "WriteValue": _value, "WriteRaw": lambda self, value, *window: self.text("".join(value), True), "WriteCData": lambda self, value: self.text(f"<![CDATA[{value}]]>", True),
    "WriteComment": lambda self, value: self.mark(f"<!--{value}-->"), "WriteProcessingInstruction": lambda self, name, value: self.mark(f"<?{name} {value}?>"),
    "WriteWhitespace": lambda self, value: self.text(value, True), "WriteEntityRef": lambda self, name: self.text(f"&{name};", True), "WriteName": lambda self, name: self.text(name),
    "WriteDocType": lambda self, name, public, system, subset: self.mark(f"<!DOCTYPE {name}" + (f' PUBLIC "{public}" "{system}"' if public else f' SYSTEM "{system}"' if system else "") + ">"),
    "Flush": lambda self: self.out.flush(), "Close": XmlWriter.close, "Dispose": XmlWriter.close,
}


def _set_formatting(self: XmlWriter, value: Any) -> None:
    self.indent = (self.indent or "  ") if int(value) == 1 else None


def _set_indentation(self: XmlWriter, value: int) -> None:
    if self.indent is not None:
        self.indent = (self.indent[:1] or " ") * value


def _set_indent_char(self: XmlWriter, value: str) -> None:
    if self.indent is not None:
        self.indent = str.__str__(value) * len(self.indent)


_STATES = {"WriteState": lambda self: enum_of(_X + "WriteState", 2 if self.tag_open else 4 if self.stack else 0), "Settings": lambda self: None, "XmlLang": lambda self: None}
declare(_X + "XmlWriter", XmlWriter, dynamic=True, get=_STATES, methods=_METHODS, statics={"Create": _create})
declare(_X + "XmlTextWriter", XmlWriter, new={"*": _new_text_writer}, dynamic=True, base=_X + "XmlWriter", methods=_METHODS,
        get={**_STATES, "Formatting": lambda self: enum_of(_X + "Formatting", int(self.indent is not None)), "Indentation": lambda self: len(self.indent or "  "),
             "IndentChar": lambda self: (self.indent or " ")[:1]},
        set={"Formatting": _set_formatting, "Indentation": _set_indentation, "IndentChar": _set_indent_char},
        signatures=("(System.IO.TextWriter w)", "(string filename, System.Text.Encoding encoding)", "(System.IO.Stream w, System.Text.Encoding encoding)", "System.Xml.Formatting Formatting {get;set;}",
                    "int Indentation {get;set;}", "char IndentChar {get;set;}"))
