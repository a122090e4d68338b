"""System.Net.Http's messages, as an answer's BaseResponse and as errors bear them."""

from __future__ import annotations

from typing import Any

from relayshell.cmdlets.web.contents import CONTENT_HEADERS, HTTP, Content, Headers
from relayshell.cmdlets.web.exchange import Answer, Request
from relayshell.objects.declare import declare
from relayshell.objects.enums import EnumValue
from relayshell.objects.exceptions import NetException
from relayshell.objects.members import new_object
from relayshell.objects.nettype import get_type
from relayshell.objects.text import to_text

ERROR = HTTP + "HttpRequestException"


class Message:
    """HttpResponseMessage: an answer."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.headers = Headers([pair for pair in answer.headers if pair[0].lower() not in CONTENT_HEADERS])
        self.content = Content(answer.body, Headers([pair for pair in answer.headers if pair[0].lower() in CONTENT_HEADERS]), "StreamContent")

    def status(self) -> EnumValue:
        return EnumValue(get_type("System.Net.HttpStatusCode"), self.answer.status)

    def __str__(self) -> str:
        return f"StatusCode: {self.answer.status}, ReasonPhrase: '{self.answer.reason}', Version: {_version(self.answer)}, Content: {HTTP}HttpConnectionResponseContent"


class RequestMessage:
    """HttpRequestMessage: the request that an answer or an error is about."""

    def __init__(self, request: Any) -> None:
        self.request = request
        # What a script adds before it is sent by HttpClient.
        self.sent: Content | None = None
        self.added = Headers()

    def uri(self) -> Any:
        return new_object(get_type("System.Uri"), [self.request.url])

    def headers(self) -> Headers:
        if not self.request.headers:
            return self.added
        return Headers([pair for pair in self.request.headers if pair[0].lower() not in CONTENT_HEADERS])

    def content(self) -> Content | None:
        if self.request.body is None:
            return self.sent
        return Content(self.request.body, Headers([pair for pair in self.request.headers if pair[0].lower() in CONTENT_HEADERS]))

    def __str__(self) -> str:
        return f"Method: {self.request.method}, RequestUri: '{self.request.url}', Version: 1.1"


def _new_request(method: Any = None, address: Any = None) -> RequestMessage:
    return RequestMessage(Request(to_text(method) if method is not None else "GET", to_text(address) if address is not None else "", ()))


def request_exception(message: str, inner: NetException | None = None, **more: Any) -> NetException:
    """System.Net.Http.HttpRequestException."""
    return NetException(ERROR, message, inner, **more)


def ensured(message: Message) -> Message:
    """The same answer. Raises HttpRequestException where it is an error."""
    if not 200 <= message.answer.status < 300:
        raise request_exception(f"Response status code does not indicate success: {message.answer.status} ({message.answer.reason}).", StatusCode=message.status())
    return message


def _version(answer: Answer) -> str:
    return f"{answer.version // 10}.{answer.version % 10}"


def _method(self: RequestMessage) -> Any:
    from relayshell.cmdlets.web.clients import Method

    return Method(self.request.method)


def _kind(error: Any) -> EnumValue:
    """What went wrong, by HttpRequestError's names."""
    from relayshell.objects.enums import enum_member

    found = enum_member(HTTP + "HttpRequestError", error.more.get("kind") or "Unknown")
    return found  # type: ignore[no-any-return]


_VERSION = "System.Version Version {get;}"
declare(
    HTTP + "HttpResponseMessage", Message,
    get={
        "StatusCode": Message.status, "ReasonPhrase": lambda self: self.answer.reason, "Headers": lambda self: self.headers,
        "Content": lambda self: self.content, "IsSuccessStatusCode": lambda self: 200 <= self.answer.status < 300,
        "RequestMessage": lambda self: RequestMessage(self.answer.request), "Version": lambda self: new_object(get_type("System.Version"), [_version(self.answer)]),
    },
    methods={"ToString": str, "Dispose": lambda self: None, "EnsureSuccessStatusCode": ensured}, to_text=str,
    signatures=("System.Net.HttpStatusCode StatusCode {get;}", "string ReasonPhrase {get;}", HTTP + "Headers.HttpHeaders Headers {get;}",
                HTTP + "HttpContent Content {get;}", "bool IsSuccessStatusCode {get;}", HTTP + "HttpRequestMessage RequestMessage {get;}", _VERSION,
                "string ToString()", "void Dispose()", HTTP + "HttpResponseMessage EnsureSuccessStatusCode()"),
)
declare(
    HTTP + "HttpRequestMessage", RequestMessage, new=_new_request,
    set={
        "RequestUri": lambda self, value: setattr(self, "request", self.request._replace(url=to_text(value))),
        "Method": lambda self, value: setattr(self, "request", self.request._replace(method=to_text(value))),
        "Content": lambda self, value: setattr(self, "sent", value),
    },
    get={"RequestUri": RequestMessage.uri, "Method": _method, "Headers": RequestMessage.headers, "Content": RequestMessage.content,
         "Version": lambda self: new_object(get_type("System.Version"), ["1.1"])},
    methods={"ToString": str}, to_text=str,
    signatures=("()", f"({HTTP}HttpMethod method, string requestUri)", "uri RequestUri {get;set;}", HTTP + "HttpMethod Method {get;set;}",
                HTTP + "Headers.HttpHeaders Headers {get;}", HTTP + "HttpContent Content {get;set;}", _VERSION,
                "string ToString()"),
)
declare(
    ERROR, None, get={"StatusCode": lambda error: error.more.get("StatusCode"), "HttpRequestError": _kind},
    signatures=("System.Nullable[System.Net.HttpStatusCode] StatusCode {get;}", HTTP + "HttpRequestError HttpRequestError {get;}"),
)
declare(
    "Microsoft.PowerShell.Commands.HttpResponseException", None, get={"Response": lambda error: error.more.get("Response")}, base=ERROR,
    signatures=(HTTP + "HttpResponseMessage Response {get;}",),
)
