"""System.Uri and System.UriBuilder (RFC 3986 as .NET reads it)."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote, unquote, urljoin

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.faults import fault, null_fault, operation_fault, range_fault
from relayshell.objects.dotnet.results import enum_of, string_array

_PORTS = {"http": 80, "https": 443, "ftp": 21, "ftps": 990, "ssh": 22, "sftp": 22, "telnet": 23, "smtp": 25, "mailto": 25, "ldap": 389, "ldaps": 636, "ws": 80, "wss": 443,
          "nntp": 119, "gopher": 70, "net.tcp": 808, "news": -1, "file": -1}
_ABSOLUTE = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):(.*)", re.S)
_AUTHORITY = re.compile(r"(?:([^@/]*)@)?(\[[^\]]*\]|[^:/?#]*)(?::(\d*))?", re.S)


def uri_fault(message: str) -> Exception:
    """System.UriFormatException."""
    return fault("System.UriFormatException", message)


class Uri:
    """A URI; an absolute one is taken apart."""

    __slots__ = ("original", "absolute", "scheme", "user", "host", "port", "path", "query", "fragment", "has_authority", "explicit_port", "props")

    def __init__(self, text: str, kind: int = 1) -> None:
        self.original = text
        self.absolute = False
        self.scheme = self.user = self.host = self.path = self.query = self.fragment = ""
        self.port, self.has_authority, self.explicit_port = -1, False, False
        body = text.strip()
        if body.startswith("/") and kind != 2:
            body = "file://" + body
        found = _ABSOLUTE.fullmatch(body)
        if found and kind != 2 and (len(found[1]) > 1):
            self.absolute = True
            self.take_apart(found[1].lower(), found[2])
        elif kind == 1:
            if not body:
                raise uri_fault("Invalid URI: The URI is empty.")
            raise uri_fault("Invalid URI: The format of the URI could not be determined.")

    def take_apart(self, scheme: str, rest: str) -> None:
        """Scheme and what follows the colon. Raises UriFormatException."""
        self.scheme = scheme
        self.port = _PORTS.get(scheme, -1)
        rest, mark, fragment = rest.partition("#")
        self.fragment = mark + fragment if fragment or mark else ""
        rest, mark, query = rest.partition("?")
        self.query = mark + query if query else ""
        if rest.startswith("//"):
            self.has_authority = True
            authority, slash, path = rest[2:].partition("/")
            found = _AUTHORITY.fullmatch(authority)
            if not found:
                raise uri_fault("Invalid URI: Invalid port specified." if ":" in authority else "Invalid URI: The hostname could not be parsed.")
            self.user, self.host = found[1] or "", found[2].lower()
            if found[3]:
                if int(found[3]) > 65535:
                    raise uri_fault("Invalid URI: Invalid port specified.")
                self.port, self.explicit_port = int(found[3]), True
            if not self.host and scheme in ("http", "https", "ftp", "ws", "wss"):
                raise uri_fault("Invalid URI: The hostname could not be parsed.")
            if re.search(r"[\s<>\"\\^`{|}]", self.host):
                raise uri_fault("Invalid URI: The hostname could not be parsed.")
            self.path = _dots(slash + path) if slash else "/" if scheme in _PORTS else ""
        elif scheme in ("http", "https", "ftp", "ws", "wss"):
            raise uri_fault("Invalid URI: The Authority/Host could not be parsed.")
        elif scheme == "mailto" and "@" in rest:
            self.user, _, self.host = rest.partition("@")
        else:
            self.path = rest

    def need(self) -> None:
        """Raises InvalidOperationException for a relative one."""
        if not self.absolute:
            raise operation_fault("This operation is not supported for a relative URI.")

    def authority(self) -> str:
        """host[:port], the port where it is not the scheme's own."""
        return self.host + (f":{self.port}" if self.port >= 0 and self.port != _PORTS.get(self.scheme, -1) else "")

    def whole(self) -> str:
        """AbsoluteUri: everything escaped."""
        self.need()
        user = f"{self.user}@" if self.user else ""
        if self.scheme == "mailto":
            return f"mailto:{user}{self.host}{_escape(self.query)}{_escape(self.fragment)}"
        head = f"{self.scheme}://{user}{self.authority()}" if self.has_authority else f"{self.scheme}:"
        return head + _escape(self.path) + _escape(self.query) + _escape(self.fragment)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Uri) or other.absolute != self.absolute:
            return False
        return self._key() == other._key()

    def _key(self) -> str:
        # Fragments and users do not count when .NET compares.
        return f"{self.scheme}://{self.authority()}{_escape(self.path)}{_escape(self.query)}" if self.absolute else self.original

    def __hash__(self) -> int:
        return hash(self._key())

    def __str__(self) -> str:
        return unquote_safe(self.whole()) if self.absolute else self.original


def _escape(text: str) -> str:
    return quote(text, safe="%/?#:@!$&'()*+,;=-._~[]") if text else ""


def unquote_safe(text: str) -> str:
    """Escapes undone that cannot change the meaning."""
    return re.sub(r"(?:%[0-9A-Fa-f]{2})+", lambda found: _undo(found[0]), text)


def _undo(run: str) -> str:
    plain = unquote(run)
    return run if any(char in "%/?#:@\\\ufffd" or ord(char) < 32 for char in plain) else plain


def _dots(path: str) -> str:
    if "/." not in path:
        return path
    out: list[str] = []
    pieces = path.split("/")
    for place, piece in enumerate(pieces):
        if piece == "..":
            if len(out) > 1:
                out.pop()
        elif piece != ".":
            out.append(piece)
            continue
        if place == len(pieces) - 1:
            out.append("")
    return "/".join(out)


def _new(first: Any, second: Any = None, *rest: Any) -> Uri:
    if first is None:
        raise null_fault("uriString")
    if isinstance(first, Uri):
        relative = second.original if isinstance(second, Uri) else second or ""
        if isinstance(second, Uri) and second.absolute:
            return second
        if not first.absolute:
            raise range_fault("This operation is not supported for a relative URI.", "baseUri")
        return Uri(urljoin(first.whole(), relative))
    return Uri(first, 1 if second is None or type(second) is bool else int(second))


def _try(first: Any, *args: Any) -> bool:
    try:
        args[-1].value = _new(first, *args[:-1])
        return True
    except Exception as error:
        if not hasattr(error, "type_name"):
            raise
        args[-1].value = None
        return False


def _part(function: Any) -> Any:
    def get(self: Uri) -> Any:
        self.need()
        return function(self)
    return get


def _local(self: Uri) -> str:
    return unquote(self.path) if self.scheme == "file" else unquote(self.path)


def _segments(self: Uri) -> Any:
    return string_array(re.findall(r"[^/]*/|[^/]+$", _escape(self.path)))


def host_kind(host: str) -> int:
    """UriHostNameType: 0 Unknown, 1 Basic, 2 Dns, 3 IPv4, 4 IPv6."""
    if not host:
        return 0
    if host.startswith("["):
        return 4
    if re.fullmatch(r"\d+(\.\d+){3}", host):
        return 3
    return 2 if re.fullmatch(r"[\w]([\w\-]*[\w])?(\.[\w]([\w\-]*[\w])?)*\.?", host) else 1


def _left(self: Uri, part: Any) -> str:
    self.need()
    number = int(part)
    head = f"{self.scheme}://" if self.has_authority else f"{self.scheme}:"
    if number == 0:
        return head
    head += (f"{self.user}@" if self.user else "") + self.authority() if self.has_authority else ""
    if number == 1:
        return head if self.has_authority else ""
    return head + _escape(self.path) + (_escape(self.query) if number == 3 else "")


def _relative(self: Uri, other: Uri) -> Uri:
    import posixpath
    if (self.scheme, self.authority()) != (other.scheme, other.authority()):
        return other
    base = self.path[:self.path.rfind("/") + 1] or "/"
    target = posixpath.relpath(other.path, base) if other.path != base else ""
    if other.path.endswith("/") and target not in ("", "."):
        target += "/"
    return Uri((target if target != "." else "") + _escape(other.query) + other.fragment, 2)


def _base_of(self: Uri, other: Uri) -> bool:
    return (self.scheme, self.authority()) == (other.scheme, other.authority()) and other.path.startswith(self.path[:self.path.rfind("/") + 1])


def _well_formed(text: Any, kind: Any) -> bool:
    number = int(kind)
    try:
        made = Uri(text, number)
    except Exception:
        return False
    return (made.absolute or number != 1) and not re.search(r"[\s\\<>\"{}|^`]", text) and not re.search(r"%(?![0-9A-Fa-f]{2})", text)


def _escape_data(text: Any) -> str:
    if text is None:
        raise null_fault("stringToEscape")
    return quote(text, safe="-._~")


def _compare(a: Uri, b: Uri, parts: Any, form: Any, comparison: Any) -> int:
    from relayshell.objects.dotnet.strings import compare
    return compare(a._key(), b._key(), int(comparison) % 2 == 1, True)


def _components(self: Uri, parts: Any, form: Any) -> str:
    """GetComponents by UriComponents' bits: 1 scheme, 2 user, 4 host, 8 port, 16 path, 32 query, 64 fragment, 128 strong port."""
    flags = int(parts)
    port = str(self.port) if self.port >= 0 and (flags & 128 or self.port != _PORTS.get(self.scheme, -1)) else ""
    out = (f"{self.scheme}://" if flags & 1 and flags & ~1 else self.scheme if flags & 1 else "") + (self.user + ("@" if flags & 4 and self.user else "") if flags & 2 else "")
    out += (self.host if flags & 4 else "") + ((":" if flags & 4 and port else "") + port if flags & 136 else "")
    path = _escape(self.path)
    out += (path if flags & ~16 & 0x7FFFFFFF else path.lstrip("/")) if flags & 16 else ""
    out += (_escape(self.query) if flags & 16 else _escape(self.query).lstrip("?")) if flags & 32 else ""
    return out + (_escape(self.fragment) if flags & 16 else _escape(self.fragment).lstrip("#")) if flags & 64 else out


declare(
    "System.Uri", Uri, new={"*": _new},
    get={"AbsolutePath": _part(lambda self: _escape(self.path)), "AbsoluteUri": Uri.whole, "LocalPath": _part(_local), "Authority": _part(Uri.authority),
         "HostNameType": _part(lambda self: enum_of("System.UriHostNameType", host_kind(self.host))),
         "IsDefaultPort": _part(lambda self: self.port == _PORTS.get(self.scheme, -1)), "IsFile": _part(lambda self: self.scheme == "file"),
         "IsLoopback": _part(lambda self: self.host in ("localhost", "[::1]", "loopback") or self.host.startswith("127.") or (self.scheme == "file" and not self.host)),
         "PathAndQuery": _part(lambda self: _escape(self.path) + _escape(self.query)), "Segments": _part(_segments), "IsUnc": _part(lambda self: self.scheme == "file" and bool(self.host)),
         "Host": _part(lambda self: self.host), "Port": _part(lambda self: self.port), "Query": _part(lambda self: _escape(self.query)), "Fragment": _part(lambda self: _escape(self.fragment)),
         "Scheme": _part(lambda self: self.scheme), "OriginalString": lambda self: self.original, "DnsSafeHost": _part(lambda self: self.host.strip("[]")),
         "IdnHost": _part(lambda self: _idn(self.host.strip("[]"))), "IsAbsoluteUri": lambda self: self.absolute, "UserEscaped": lambda self: False, "UserInfo": _part(lambda self: self.user)},
    methods={"ToString": str, "Equals": lambda self, other: self == (Uri(other, 0) if isinstance(other, str) else other), "GetHashCode": lambda self: hash(self) & 0x7FFFFFFF,
             "GetLeftPart": _left, "GetComponents": _components, "MakeRelativeUri": _relative, "MakeRelative": lambda self, other: str(_relative(self, other)), "IsBaseOf": _base_of,
             "IsWellFormedOriginalString": lambda self: _well_formed(self.original, 0)},
    statics={"IsWellFormedUriString": _well_formed, "EscapeDataString": _escape_data, "EscapeUriString": lambda text: quote(text, safe="-._~:/?#[]@!$&'()*+,;="),
             "UnescapeDataString": lambda text: unquote(text), "CheckSchemeName": lambda name: bool(name) and bool(re.fullmatch(r"[A-Za-z][A-Za-z0-9+.\-]*", name)),
             "CheckHostName": lambda name: enum_of("System.UriHostNameType", 4 if name and ":" in name else host_kind(name)), "HexEscape": lambda char: f"%{ord(char):02X}",
             "IsHexDigit": lambda char: char in "0123456789abcdefABCDEF", "FromHex": lambda char: int(char, 16), "Compare": _compare, "TryCreate": _try,
             "IsHexEncoding": lambda text, at: bool(re.match("%[0-9A-Fa-f]{2}", text[at:])), "op_Equality": lambda a, b: a == b, "op_Inequality": lambda a, b: a != b},
    static_get={"SchemeDelimiter": lambda: "://", **{f"UriScheme{name}": (lambda text=text: text) for name, text in (
        ("File", "file"), ("Ftp", "ftp"), ("Ftps", "ftps"), ("Gopher", "gopher"), ("Http", "http"), ("Https", "https"), ("Mailto", "mailto"), ("NetPipe", "net.pipe"), ("NetTcp", "net.tcp"),
        ("News", "news"), ("Nntp", "nntp"), ("Sftp", "sftp"), ("Ssh", "ssh"), ("Telnet", "telnet"), ("Ws", "ws"), ("Wss", "wss"))}},
    signatures=("static bool TryCreate(string uriString, System.UriKind uriKind, ref uri result)", "static bool TryCreate(uri baseUri, string relativeUri, ref uri result)",
                "static bool TryCreate(uri baseUri, uri relativeUri, ref uri result)"),
    convert_from={"System.String": lambda text: Uri(text, 0)}, to_text=str,
)


def _idn(host: str) -> str:
    try:
        return host.encode("idna").decode("ascii") if host else ""
    except UnicodeError:
        return host


class UriBuilder:
    """A URI in parts that can be set."""

    __slots__ = ("scheme", "user", "password", "host", "port", "path", "query", "fragment")

    def __init__(self, *args: Any) -> None:
        self.scheme, self.user, self.password, self.host, self.port = "http", "", "", "localhost", -1
        self.path, self.query, self.fragment = "/", "", ""
        if len(args) == 1:
            uri = args[0] if isinstance(args[0], Uri) else Uri(args[0] if "://" in args[0] else "http://" + args[0])
            self.scheme, self.host, self.port = uri.scheme, uri.host, uri.port
            self.user, _, self.password = uri.user.partition(":")
            self.path, self.query, self.fragment = uri.path, uri.query, uri.fragment
        elif args:
            for name, value in zip(("scheme", "host", "port", "path"), args):
                setattr(self, name, value)
            self.path = self.path if self.path.startswith("/") else "/" + self.path
            if len(args) == 5:
                self.query, mark, fragment = args[4].partition("#")
                self.fragment = mark + fragment

    def __str__(self) -> str:
        user = self.user + (f":{self.password}" if self.password else "")
        port = f":{self.port}" if self.port >= 0 else ""
        return f"{self.scheme}://{user + '@' if user else ''}{self.host}{port}{_escape(self.path)}{_escape(self.query)}{_escape(self.fragment)}"

    def uri(self) -> Uri:
        """The Uri of the parts."""
        return Uri(str(self))


def _put(name: str) -> Any:
    def put(self: UriBuilder, value: Any) -> None:
        text = value if isinstance(value, int) else value or ""
        if name == "path":
            text = text if text.startswith("/") else "/" + text
        elif name == "query":
            text = text if not text or text.startswith("?") else "?" + text
        elif name == "fragment":
            text = text if not text or text.startswith("#") else "#" + text
        elif name == "port" and not -1 <= text <= 65535:
            raise range_fault("Specified argument was out of the range of valid values.", "value")
        elif name == "scheme":
            text = text.rstrip(":/")
        setattr(self, name, text)
    return put


_NAMES = {"Scheme": "scheme", "UserName": "user", "Password": "password", "Host": "host", "Port": "port", "Path": "path", "Query": "query", "Fragment": "fragment"}
declare("System.UriBuilder", UriBuilder, new={"*": UriBuilder, "()": UriBuilder}, get={**{shown: (lambda self, name=name: getattr(self, name)) for shown, name in _NAMES.items()}, "Uri": UriBuilder.uri},
        set={shown: _put(name) for shown, name in _NAMES.items()},
        methods={"ToString": lambda self: str(self), "Equals": lambda self, other: isinstance(other, UriBuilder) and self.uri() == other.uri(), "GetHashCode": lambda self: hash(self.uri()) & 0x7FFFFFFF},
        to_text=str)

__all__ = ["Uri", "UriBuilder"]
