"""HttpClient and WebClient, HttpMethod and WebProxy: asking web servers as scripts do that know .NET better than the cmdlets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin

from relayshell.cmdlets.web.contents import HTTP, Content, Headers
from relayshell.cmdlets.web.exchange import Answer, Failure, Request, Way, send
from relayshell.cmdlets.web.messages import Message, RequestMessage, ensured, request_exception
from relayshell.cmdlets.web.ways import proxy_for, tls_context
from relayshell.objects.declare import declare
from relayshell.objects.dotnet.faults import fault, null_fault
from relayshell.objects.dotnet.results import byte_array, string_array, to_bytes
from relayshell.objects.exceptions import NetException
from relayshell.objects.text import to_text

NET = "System.Net."
FOLLOWED = (300, 301, 302, 303, 307, 308)
MOST = 50


class Method:
    """HttpMethod."""

    def __init__(self, name: str) -> None:
        if not name:
            raise null_fault("method")
        self.name = name

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Method) and other.name.upper() == self.name.upper()

    def __hash__(self) -> int:
        return hash(self.name.upper())

    def __str__(self) -> str:
        return self.name


class Proxy:
    """WebProxy. `address` is a Uri or None."""

    def __init__(self, address: Any = None, bypass: Any = False, *rest: Any) -> None:
        if isinstance(address, str):
            from relayshell.objects.dotnet.uris import Uri

            text = address if "://" in address else f"http://{address}"
            port = f":{int(bypass)}" if isinstance(bypass, int) and not isinstance(bypass, bool) else ""
            address = Uri(text + port)
        self.address = address
        self.local = bypass is True
        self.credentials: Any = None
        self.default_credentials = False
        self.props: Any = None

    def __str__(self) -> str:
        return to_text(self.address) if self.address is not None else ""


class SocketPlace:
    """UnixDomainSocketEndPoint: the path of a socket."""

    def __init__(self, path: str) -> None:
        if not path:
            raise null_fault("path")
        self.path = path

    def __str__(self) -> str:
        return self.path


class Client:
    """What HttpClient keeps: an address to begin with, headers for all requests, how many seconds to wait."""

    def __init__(self, *handler: Any) -> None:
        self.base: Any = None
        self.headers = Headers()
        self.seconds = 100.0
        self.props: Any = None

    def ask(self, method: str, address: Any, content: Content | None = None, more: Headers | None = None) -> Message:
        """One request, its redirections followed. Raises HttpRequestException, TaskCanceledException, InvalidOperationException."""
        base = to_text(self.base) if self.base is not None else ""
        url = urljoin(base, to_text(address) if address is not None else "")
        if not url.startswith(("http://", "https://")):
            raise fault("System.InvalidOperationException", "An invalid request URI was provided. Either the request URI must be an absolute URI or BaseAddress must be set.")
        lines = [*self.headers.lines(), *(more.lines() if more is not None else ()), *(content.headers.lines() if content is not None else ())]
        answer = asked(Request(method, url, tuple(lines), content.data() if content is not None else None), self.seconds)
        answer.body()
        return Message(answer)

    def later(self, work: Callable[[], Any]) -> Any:
        """A task of the work, done by the time it is seen."""
        from relayshell.objects.dotnet.tasks import Task

        made = Task(None, True)
        try:
            return made.finish(work())
        except NetException as error:
            return made.fail(error)

    def good(self, address: Any) -> Message:
        """The answer to a GET. Raises HttpRequestException for one that is an error."""
        return ensured(self.ask("GET", address))


class OldHeaders(Headers):
    """WebHeaderCollection: headers by name."""

    def at(self, name: Any) -> str | None:
        """The values of a header, joined; None where it is missing."""
        return ", ".join(self.values(to_text(name))) or None

    def more(self, name: str, value: str | None = None) -> None:
        """One more header, as name and value or as a line."""
        if value is None:
            name, _, value = name.partition(":")
        self.pairs.append((name.strip(), value.strip()))


class OldClient:
    """What WebClient keeps."""

    def __init__(self) -> None:
        self.headers = OldHeaders()
        self.base = ""
        self.encoding: Any = None
        self.credentials: Any = None
        self.props: Any = None

    def ask(self, method: str, address: Any, body: bytes | None = None, kind: str | None = None) -> bytes:
        """The content of an answer. Raises WebException for no answer and for one that is an error."""
        lines = self.headers.lines() + ([("Content-Type", kind)] if kind and self.headers.first("Content-Type") is None else [])
        try:
            answer = asked(Request(method, urljoin(self.base, to_text(address)), tuple(lines), body), 100.0)
        except NetException as error:
            raise NetException(NET + "WebException", error.message, error) from None
        if not 200 <= answer.status < 300:
            raise NetException(NET + "WebException", f"The remote server returned an error: ({answer.status}) {answer.reason}.")
        return answer.body()

    def text(self, data: bytes) -> str:
        """Bytes in the client's encoding."""
        return data.decode(self.encoding.codec if self.encoding is not None else "utf-8", "replace")

    def data(self, text: str) -> bytes:
        """The other way."""
        return bytes(self.encoding.encode(text)) if self.encoding is not None else text.encode()


def asked(request: Request, seconds: float) -> Answer:
    """The answer to a request in the end, redirections followed. Raises HttpRequestException, TaskCanceledException."""
    for _ in range(MOST):
        secure = request.url.startswith("https:")
        try:
            answer = send(request, Way(seconds or None, None, tls_context(False, None, None) if secure else None, proxy_for(request.url)))
        except Failure as failure:
            if failure.kind == "Timeout":
                raise NetException("System.Threading.Tasks.TaskCanceledException",
                                   f"The request was canceled due to the configured HttpClient.Timeout of {seconds:g} seconds elapsing.") from None
            inner = NetException("System.Net.Sockets.SocketException", failure.inner) if failure.inner else None
            raise request_exception(failure.message, inner, kind=failure.kind) from None
        where = answer.header("Location")
        if answer.status not in FOLLOWED or not where:
            return answer
        answer.close()
        following = urljoin(request.url, where)
        if secure and following.startswith("http:"):
            return answer
        become_get = answer.status == 303 or answer.status in (300, 301, 302) and request.method == "POST"
        request = Request("GET", following, request.headers) if become_get else request._replace(url=following)
    return answer


def _request(client: Client, message: RequestMessage) -> Message:
    return client.ask(message.request.method, message.request.url, message.sent, message.added)


def _download(client: OldClient, address: Any, path: str) -> None:
    from relayshell.objects.dotnet.filefaults import os_fault

    data = client.ask("GET", address)
    try:
        with open(path, "wb") as file:
            file.write(data)
    except OSError as error:
        raise os_fault(error, path) from None


def _set_timeout(client: Client, value: Any) -> None:
    from relayshell.objects.members import get_member

    seconds = float(get_member(value, "TotalSeconds"))
    client.seconds = 0.0 if seconds == -0.001 else seconds


def _timeout(client: Client) -> Any:
    from relayshell.objects.members import call_static
    from relayshell.objects.nettype import get_type

    return call_static(get_type("System.TimeSpan"), "FromSeconds", [client.seconds])


_WORDS = ("Get", "Put", "Post", "Delete", "Head", "Options", "Trace", "Patch", "Connect")
declare(
    HTTP + "HttpMethod", Method, new=Method, get={"Method": lambda self: self.name}, methods={"ToString": str, "Equals": lambda self, other: self == other},
    static_get={word: lambda word=word: Method(word.upper()) for word in _WORDS}, statics={"Parse": Method}, to_text=str,
    convert_from={"System.String": lambda text: Method(text)},
    signatures=("(string method)", "string Method {get;}", "string ToString()", "bool Equals(System.Object obj)", f"static {HTTP}HttpMethod Parse(string method)",
                *(f"static {HTTP}HttpMethod {word} {{get;}}" for word in _WORDS)),
)
_PROXY = {"Address": "address", "Credentials": "credentials", "BypassProxyOnLocal": "local", "UseDefaultCredentials": "default_credentials"}
declare(
    NET + "WebProxy", Proxy, new=Proxy, get={name: lambda self, key=key: getattr(self, key) for name, key in _PROXY.items()},
    set={name: lambda self, value, key=key: setattr(self, key, value) for name, key in _PROXY.items()},
    methods={"GetProxy": lambda self, uri: self.address if self.address is not None else uri, "IsBypassed": lambda self, uri: self.address is None}, to_text=str,
    signatures=("()", "(string Address)", "(uri Address)", "(string Host, int Port)", "(string Address, bool BypassOnLocal)", "(uri Address, bool BypassOnLocal)",
                "uri Address {get;set;}", "System.Object Credentials {get;set;}", "bool BypassProxyOnLocal {get;set;}", "bool UseDefaultCredentials {get;set;}",
                "uri GetProxy(uri destination)", "bool IsBypassed(uri host)"),
)
declare(
    NET + "Sockets.UnixDomainSocketEndPoint", SocketPlace, new=SocketPlace, methods={"ToString": str}, to_text=str, convert_from={"System.String": SocketPlace},
    signatures=("(string path)", "string ToString()"),
)
_TASK = "System.Threading.Tasks.Task"
declare(
    HTTP + "HttpClient", Client, new=Client,
    get={"BaseAddress": lambda self: self.base, "DefaultRequestHeaders": lambda self: self.headers, "Timeout": _timeout},
    set={"BaseAddress": lambda self, value: setattr(self, "base", value), "Timeout": _set_timeout},
    methods={
        "GetAsync": lambda self, uri: self.later(lambda: self.ask("GET", uri)), "DeleteAsync": lambda self, uri: self.later(lambda: self.ask("DELETE", uri)),
        "PostAsync": lambda self, uri, content: self.later(lambda: self.ask("POST", uri, content)),
        "PutAsync": lambda self, uri, content: self.later(lambda: self.ask("PUT", uri, content)),
        "PatchAsync": lambda self, uri, content: self.later(lambda: self.ask("PATCH", uri, content)),
        "SendAsync": lambda self, message, *how: self.later(lambda: _request(self, message)), "Send": lambda self, message: _request(self, message),
        "GetStringAsync": lambda self, uri: self.later(lambda: self.good(uri).content.text()),
        "GetByteArrayAsync": lambda self, uri: self.later(lambda: byte_array(self.good(uri).content.data())), "Dispose": lambda self: None,
    },
    signatures=(
        "()", "(System.Object handler)", "uri BaseAddress {get;set;}", HTTP + "Headers.HttpHeaders DefaultRequestHeaders {get;}", "timespan Timeout {get;set;}",
        *(f"{_TASK}[{HTTP}HttpResponseMessage] {name}Async(uri requestUri)" for name in ("Get", "Delete")),
        *(f"{_TASK}[{HTTP}HttpResponseMessage] {name}Async(uri requestUri, {HTTP}HttpContent content)" for name in ("Post", "Put", "Patch")),
        f"{_TASK}[{HTTP}HttpResponseMessage] SendAsync({HTTP}HttpRequestMessage request)",
        f"{_TASK}[{HTTP}HttpResponseMessage] SendAsync({HTTP}HttpRequestMessage request, System.Object completionOption)",
        f"{HTTP}HttpResponseMessage Send({HTTP}HttpRequestMessage request)",
        f"{_TASK}[string] GetStringAsync(uri requestUri)", f"{_TASK}[byte[]] GetByteArrayAsync(uri requestUri)", "void Dispose()",
    ),
)
declare(
    NET + "WebHeaderCollection", OldHeaders, new=OldHeaders, index=OldHeaders.at, set_index=lambda self, name, value: self.set(to_text(name), value), to_text=str,
    get={"Count": lambda self: len({name.lower() for name, _ in self.pairs}), "AllKeys": lambda self: string_array(dict.fromkeys(name for name, _ in self.pairs)),
         "Keys": lambda self: string_array(dict.fromkeys(name for name, _ in self.pairs))},
    enumerate=lambda self: iter(dict.fromkeys(name for name, _ in self.pairs)), interfaces=("System.Collections.IEnumerable",),
    methods={"Add": OldHeaders.more, "Set": lambda self, name, value: self.set(name, value), "Get": OldHeaders.at, "Remove": lambda self, name: self.set(name, None),
             "Clear": lambda self: self.pairs.clear(), "ToString": str},
    signatures=("()", "int Count {get;}", "string[] AllKeys {get;}", "string[] Keys {get;}", "void Add(string header)", "void Add(string name, string value)",
                "void Set(string name, string value)", "string Get(string name)", "void Remove(string name)", "void Clear()", "string ToString()",
                "string Item(string name) {get;set;}"),
)
declare(
    NET + "WebClient", OldClient, new=OldClient,
    get={"Headers": lambda self: self.headers, "BaseAddress": lambda self: self.base, "Encoding": lambda self: self.encoding, "Credentials": lambda self: self.credentials},
    set={"BaseAddress": lambda self, value: setattr(self, "base", value or ""), "Encoding": lambda self, value: setattr(self, "encoding", value),
         "Credentials": lambda self, value: setattr(self, "credentials", value)},
    methods={
        "DownloadString": lambda self, uri: self.text(self.ask("GET", uri)), "DownloadData": lambda self, uri: byte_array(self.ask("GET", uri)),
        "DownloadFile": _download, "Dispose": lambda self: None,
        "UploadString": lambda self, uri, *rest: self.text(self.ask(rest[0] if len(rest) > 1 else "POST", uri, self.data(rest[-1]))),
        "UploadData": lambda self, uri, data: byte_array(self.ask("POST", uri, to_bytes(data))),
    },
    signatures=("()", NET + "WebHeaderCollection Headers {get;}", "string BaseAddress {get;set;}", "System.Text.Encoding Encoding {get;set;}",
                "System.Object Credentials {get;set;}", "string DownloadString(string address)", "byte[] DownloadData(string address)",
                "void DownloadFile(string address, string fileName)", "string UploadString(string address, string data)",
                "string UploadString(string address, string method, string data)", "byte[] UploadData(string address, byte[] data)", "void Dispose()"),
)
