"""Invoke-WebRequest and Invoke-RestMethod themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from relayshell.cmdlets.web.answers import Response, TextResponse, header_table, is_text, media_type, relation_links, text_of
from relayshell.cmdlets.web.exchange import Answer, Failure
from relayshell.cmdlets.web.failures import unanswered
from relayshell.cmdlets.web.parameters import MODULE
from relayshell.cmdlets.web.request import RequestCmdlet
from relayshell.commands import param
from relayshell.commands.ranges import between


class InvokeWebRequest(
    RequestCmdlet, name="Invoke-WebRequest", alias="iwr", default_set="StandardMethod",
    output=("Microsoft.PowerShell.Commands.BasicHtmlWebResponseObject",), module=MODULE,
):
    """Asks a web server and gives its answer: status, headers and content."""

    def respond(self, answer: Answer) -> None:
        if self.out_file is not None:
            self.save(answer)
            if not self.pass_thru:
                return
        try:
            answer.body()
        except Failure as failure:
            raise unanswered(failure, answer.request, self) from None
        self.write(TextResponse(answer) if is_text(answer) else Response(answer))


class InvokeRestMethod(RequestCmdlet, name="Invoke-RestMethod", alias="irm", default_set="StandardMethod", module=MODULE):
    """Asks a web service and gives what its answer says: objects of JSON, documents of XML, entries of feeds, or text."""

    follow_rel_link: Any = param("Goes on to the next pages that an answer links to.", "switch", alias="FL")
    maximum_follow_rel_link: Any = param("How many pages to follow.", "int", 2147483647, alias="ML", check=between(1, 2147483647))
    response_headers_variable: Any = param("The variable that gets the headers.", "string", alias="RHV")
    status_code_variable: Any = param("The variable that gets the status code.", "string")

    def pages(self) -> Iterator[int]:
        return iter(range(int(self.maximum_follow_rel_link) if self.follow_rel_link else 1))

    def next_page(self, answer: Answer) -> str | None:
        if not self.follow_rel_link:
            return None
        from relayshell.objects.members import get_index

        links = relation_links(answer)
        return next((get_index(links, ["next"]) for name, _ in answer.headers if name.lower() == "link" and 'next' in _), None)

    def respond(self, answer: Answer) -> None:
        if self.out_file is not None:
            self.save(answer)
        if self.out_file is None or self.pass_thru:
            try:
                answer.body()
            except Failure as failure:
                raise unanswered(failure, answer.request, self) from None
            self._give(answer)
        if self.status_code_variable:
            self.set_variable(self.status_code_variable, answer.status)
        if self.response_headers_variable:
            self.set_variable(self.response_headers_variable, header_table(answer))

    def _give(self, answer: Answer) -> None:
        text, encoding = text_of(answer)
        self.write_verbose(f"Content encoding: {encoding.web}")
        kind = media_type(answer)
        readers = [self._json, self._xml] if kind.endswith(("json", "javascript")) else [self._xml, self._json]
        for reader in readers:
            found = reader(text)
            if found is not None:
                for value in found:
                    self.write(value)
                return
        self.write(text)

    @staticmethod
    def _json(text: str) -> list[Any] | None:
        """What the text says as JSON, or None for what is none."""
        from relayshell.cmdlets.json_dates import maker
        from relayshell.cmdlets.json_formats import custom_object
        from relayshell.cmdlets.json_reader import JsonError, read
        from relayshell.errors import ShellError

        if not text.strip():
            return None
        try:
            return [read(text, custom_object, maker("Default"), 1024)]
        except (JsonError, ShellError):
            return None

    @staticmethod
    def _xml(text: str) -> list[Any] | None:
        """The document of a text, or the entries where it is a feed; None for what is no XML."""
        from relayshell.objects.convert import try_convert
        from relayshell.objects.members import get_member
        from relayshell.objects.nettype import get_type

        if not text.lstrip().startswith("<"):
            return None
        good, document = try_convert(text, get_type("System.Xml.XmlDocument"))
        if not good:
            return None
        for path in (("rss", "channel", "item"), ("feed", "entry")):
            step: Any = document
            for name in path:
                step = get_member(step, name) if step is not None else None
            if step is not None:
                return list(step) if isinstance(step, list) else [step]
        return [document]
