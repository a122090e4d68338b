"""ConvertFrom-StringData, ConvertTo-Html, ConvertTo-Xml and Select-Xml."""

from __future__ import annotations

from html import escape
from typing import Any

from relayshell.commands import Cmdlet, param
from relayshell.commands.validation import ValidatePattern, ValidateRange, not_empty
from relayshell.errors import ShellError
from relayshell.objects.members import call_method, call_static, get_member, new_object, readable_properties
from relayshell.objects.exceptions import NetException
from relayshell.objects.nettype import get_type
from relayshell.objects.text import to_text
from relayshell.providers.provider import ItemError

MODULE = "Microsoft.PowerShell.Utility"
DOCTYPES = {
    True: '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"  "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">',
    False: '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN"  "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">',
}
CHARSET = r"^[A-Za-z0-9]\w+\S+[A-Za-z0-9]$"
META = {"content-type", "default-style", "x-ua-compatible"}
META_NAMES = ("content-type", "default-style", "application-name", "author", "description", "generator", "keywords", "x-ua-compatible", "viewport")


class ConvertFromStringData(Cmdlet, name="ConvertFrom-StringData", output=("System.Collections.Hashtable",), module=MODULE):
    """Makes a hashtable of lines of the form `name = value`.

    Example: one of two values

        PS> $h = "Port = 25`nName = relay" | ConvertFrom-StringData
        PS> $h.Port
        25
    """

    delimiter: Any = param("What stands between name and value.", "char", "=", position=1)
    string_data: Any = param("The lines.", "string", mandatory=True, position=0, pipeline=True, allow_empty_string=True)

    def process(self) -> None:
        from relayshell.objects.hashtable import Hashtable

        table = Hashtable()
        for line in self.string_data.split("\n"):
            text = line.strip()
            if not text or text.startswith("#"):
                continue
            name, found, value = text.partition(str(self.delimiter))
            if not found:
                raise ItemError(f"Data line '{text}' is not in 'name=value' format.", "InvalidOperation",
                                "InvalidOperation", None, "System.Management.Automation.PSInvalidOperationException")
            name, value = name.strip(), value.strip()
            if name in table:
                raise ItemError(f"Data item '{name}' in line '{text}' is already defined. ", "InvalidOperation",
                                "InvalidOperation", None, "System.Management.Automation.PSInvalidOperationException")
            if "\\" in value:
                value = call_static(get_type("System.Text.RegularExpressions.Regex"), "Unescape", [value])
            table[name] = value
        self.write(table)


class ConvertToHtml(Cmdlet, name="ConvertTo-Html", default_set="Page", output=("System.String",), module=MODULE):
    """Writes objects as an HTML page with a table."""

    input_object: Any = param("The objects.", "psobject", pipeline=True)
    property: Any = param("The properties, or tables that compute one.", "System.Object[]", position=0)
    body: Any = param("What follows <body>.", "string[]", position=3, sets=("Page",))
    head: Any = param("What stands in <head>.", "string[]", position=1, sets=("Page",))
    title: Any = param("The title.", "string", "HTML TABLE", position=2, sets=("Page",), check=not_empty())
    as_: Any = param("A table, or a list of each object's properties.", "string", "Table", values=("Table", "List"), name="As", check=not_empty())
    css_uri: Any = param("A style sheet.", "uri", sets=("Page",), alias=("cu", "uri"), check=not_empty())
    fragment: Any = param("The table alone.", "switch", sets=("Fragment",), check=not_empty())
    post_content: Any = param("What follows the table.", "string[]", check=not_empty())
    pre_content: Any = param("What precedes the table.", "string[]", check=not_empty())
    meta: Any = param("Names and contents of <meta>.", "hashtable", sets=("Page",), check=not_empty())
    charset: Any = param("The charset the page says it has.", "string", sets=("Page",), check=(ValidatePattern(CHARSET), not_empty()))
    transitional: Any = param("Says it is XHTML Transitional.", "switch", sets=("Page",), check=not_empty())

    def begin(self) -> None:
        self.columns: list[tuple[str, Any]] | None = None
        self.column_settings: dict[int, str] = {}
        self.list_open = False
        self.count = 0
        if not self.fragment:
            self.write(DOCTYPES[bool(self.transitional)])
            self.write('<html xmlns="http://www.w3.org/1999/xhtml">')
            self.write("<head>")
            if self.charset:
                self.write(f'<meta charset="{self.charset}">')
            if self.meta is not None:
                for name, content in self.meta.items():
                    kind = "http-equiv" if str(name).lower() in META else "name"
                    if str(name).lower() not in META_NAMES:
                        self.write_warning(f"Accepted meta properties are {', '.join(META_NAMES[:-1])}, and {META_NAMES[-1]}. "
                                           f"The meta pair: {to_text(name)} and {to_text(content)} may not function correctly.")
                    self.write(f'<meta {kind}="{name}" content="{to_text(content)}">')
            self.write_many(self.head or [f"<title>{self.title}</title>"])
            if self.head and self.is_given("title"):
                self.write(f"<title>{self.title}</title>")
            if self.css_uri is not None:
                self.write(f'<link rel="stylesheet" type="text/css" href="{to_text(self.css_uri)}" />')
            self.write("</head><body>")
            if self.body:
                self.write_many(self.body)
        if self.pre_content:
            self.write_many(self.pre_content)
        self.write("<table>")

    def process(self) -> None:
        value = self.input_object
        if value is None:
            return
        if self.columns is None:
            self.columns = self._columns(value)
            if self.as_.lower() == "table":
                self.write("<colgroup>" + "".join(f"<col{self.column_settings.get(at, '')}/>" for at in range(len(self.columns))) + "</colgroup>")
                self.write("<tr>" + "".join(f"<th>{escape(name, quote=False)}</th>" for name, _ in self.columns) + "</tr>")
        cells = [(name, self._cell(value, how)) for name, how in self.columns]
        if self.as_.lower() == "table":
            self.write("<tr>" + "".join(f"<td>{text}</td>" for _, text in cells) + "</tr>")
            return
        if self.count:
            self.write("<tr><td><hr></td></tr>")
        self.count += 1
        for name, text in cells:
            self.write(f"<tr><td>{escape(name, quote=False)}:</td><td>{text}</td></tr>")

    def _columns(self, value: Any) -> list[tuple[str, Any]]:
        from relayshell.objects.hashtable import Hashtable
        from relayshell.objects.invoke import is_block
        from relayshell.objects.psobject import unwrap
        from relayshell.objects.wildcard import compile_wildcard

        names = [name for name, _ in readable_properties(value)]
        if not self.property:
            return [(name, name) for name in names]
        made: list[tuple[str, Any]] = []
        for each in self.property:
            each = unwrap(each)
            if isinstance(each, Hashtable):
                parts = {str(key).lower()[:1]: item for key, item in each.items()}
                how = parts.get("e")
                label = parts.get("n", parts.get("l"))
                settings = [f' {name} = "{to_text(parts[name[0]])}"' for name in ("width", "align") if name[0] in parts]
                self.column_settings[len(made)] = "".join(settings)
                made.append((to_text(label) if label is not None else to_text(how).strip(), how))
            elif is_block(each):
                made.append((to_text(each).strip(), each))
            else:
                text = to_text(each)
                if any(letter in text for letter in "*?["):
                    matches = compile_wildcard(text, True).match
                    made += [(name, name) for name in names if matches(name)]
                else:
                    made.append((next((name for name in names if name.lower() == text.lower()), text), text))
        return made

    def _cell(self, value: Any, how: Any) -> str:
        from relayshell.objects.invoke import call_for_value, is_block

        try:
            result = call_for_value(how, underscore=value) if is_block(how) else get_member(value, to_text(how))
        except (ShellError, NetException):
            # What cannot be read or computed is an empty cell.
            result = None
        return escape("" if result is None else to_text(result), quote=True).replace("&#x27;", "&#39;")

    def end(self) -> None:
        self.write("</table>")
        if self.post_content:
            self.write_many(self.post_content)
        if not self.fragment:
            self.write("</body></html>")


class ConvertToXml(Cmdlet, name="ConvertTo-Xml", output=("System.Xml.XmlDocument", "System.String"), module=MODULE):
    """Writes objects as XML: a document, one text, or a text for each object.

    Example: the document of an object

        PS> ([pscustomobject]@{ a = 1 } | ConvertTo-Xml).Objects.Object.Property.Name
        a
    """

    depth: Any = param("How many levels of properties to write.", "int", 1, check=ValidateRange(1, 2**31 - 1))
    input_object: Any = param("The objects.", "psobject", mandatory=True, position=0, pipeline=True, allow_null=True)
    no_type_information: Any = param("Leaves out the types.", "switch")
    as_: Any = param("Document, String or Stream.", "string", "Document", values=("Stream", "String", "Document"), name="As", check=not_empty())

    def begin(self) -> None:
        self.objects: list[Any] = []

    def process(self) -> None:
        self.objects.append(self.input_object)

    def end(self) -> None:
        from relayshell.cmdlets.xml_text import object_lines

        head = '<?xml version="1.0" encoding="utf-8"?>'
        typed = not self.no_type_information
        each = [object_lines(value, int(self.depth), typed) for value in self.objects]
        if self.as_.lower() == "stream":
            self.write(head)
            self.write("<Objects>")
            for lines in each:
                self.write("\n".join(line[2:] for line in lines))
            self.write("</Objects>")
            return
        text = "\n".join([head, "<Objects>", *(line for lines in each for line in lines), "</Objects>"])
        if self.as_.lower() == "string":
            self.write(text)
            return
        document = new_object(get_type("System.Xml.XmlDocument"), [])
        call_method(document, "LoadXml", [text])
        self.write(document)


class SelectXml(Cmdlet, name="Select-Xml", default_set="Xml", output=("Microsoft.PowerShell.Commands.SelectXmlInfo",), module=MODULE):
    """Finds the nodes of XML that an XPath names.

    Example: the text of one node

        PS> (Select-Xml -Content '<a><b>1</b></a>' -XPath //b).Node.InnerText
        1
    """

    path: Any = param("Files; patterns may stand for them.", "string[]", mandatory=True, position=1, by_name=True, sets=("Path",), check=not_empty())
    literal_path: Any = param("Files, their paths taken as they are.", "string[]", mandatory=True, by_name=True, sets=("LiteralPath",), alias=("PSPath", "LP"), check=not_empty())
    xml: Any = param("XML nodes.", "System.Xml.XmlNode[]", mandatory=True, position=1, pipeline=True, by_name=True, sets=("Xml",), alias=("Node",), check=not_empty())
    content: Any = param("XML texts.", "string[]", mandatory=True, pipeline=True, sets=("Content",), check=not_empty())
    x_path: Any = param("The XPath.", "string", mandatory=True, position=0, name="XPath", check=not_empty())
    namespace: Any = param("Prefixes and the namespaces they stand for.", "hashtable", check=not_empty())

    def process(self) -> None:
        if self.parameter_set == "Xml":
            for node in self.xml:
                self._find(node, STREAM)
            return
        if self.parameter_set == "Content":
            from relayshell.objects.convert import convert

            for text in self.content:
                try:
                    document = convert(text, get_type("System.Xml.XmlDocument"))
                except ShellError as error:
                    self.write_error(error)
                    continue
                self._find(document, STREAM)
            return
        from relayshell.providers import filecontent

        literal = self.parameter_set == "LiteralPath"
        for path in self.literal_path if literal else self.path:
            try:
                for target in self.session.places.resolve(path, literal=literal):
                    if target.provider.name != "FileSystem":
                        raise ItemError(f"Cannot open file because the current provider ({target.provider.full_name}) cannot open a file.", "ProcessingFile",
                                        "InvalidOperation", path, "System.InvalidOperationException")
                    self._find(self._document(filecontent.read_all(target.inner, None), target.inner), target.inner)
            except ShellError as error:
                self.write_error(error)

    def _document(self, text: str, what: str) -> Any:
        from relayshell.objects.convert import convert

        try:
            return convert(text, get_type("System.Xml.XmlDocument"))
        except ShellError as error:
            raise ShellError(f"The file {what} cannot be read: {error.message}", "ProcessingFile", "InvalidArgument", text[:100]) from None

    def _find(self, node: Any, path: str) -> None:
        from relayshell.cmdlets.xml_text import SelectedNode

        manager = None
        if self.namespace is not None:
            names = new_object(get_type("System.Xml.NameTable"), [])
            manager = new_object(get_type("System.Xml.XmlNamespaceManager"), [names])
            for prefix, uri in self.namespace.items():
                if uri is None:
                    self.write_error(ItemError("The namespace table has a prefix without a namespace: each prefix needs the URI it stands for.",
                                               "PrefixError", "InvalidOperation", self.namespace, "System.InvalidOperationException"))
                    continue
                call_method(manager, "AddNamespace", [to_text(prefix), to_text(uri)])
        from relayshell.objects.exceptions import NetException

        try:
            found = call_method(node, "SelectNodes", [self.x_path] if manager is None else [self.x_path, manager])
        except ShellError as error:
            inner = getattr(error.exception, "inner", None) or error.inner
            if isinstance(inner, NetException):
                raise ItemError(inner.message, inner.type_name, "NotSpecified", None, inner.type_name) from None
            raise
        from relayshell.objects.collections import enumerate_value

        for each in enumerate_value(found) or ():
            self.write(SelectedNode(each, path, self.x_path))


STREAM = "InputStream"
