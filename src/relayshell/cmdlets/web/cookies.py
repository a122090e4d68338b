"""Cookies (RFC 6265): System.Net.Cookie, CookieContainer and what GetCookies gives."""

from __future__ import annotations

import time
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.faults import argument_fault


class Cookie:
    """A cookie. `expires` is a time of the epoch in seconds, or None for one that lasts as long as the session."""

    __slots__ = ("name", "value", "domain", "path", "secure", "http_only", "expires", "host_only", "made", "discard", "comment", "port", "version", "props")

    def __init__(self, name: str = "", value: str = "", path: str = "", domain: str = "") -> None:
        self.name, self.value, self.path, self.domain = name, value, path, domain
        self.secure = self.http_only = False
        self.expires: float | None = None
        self.host_only = self.discard = False
        self.made = time.time()
        self.comment = self.port = ""
        self.version = 0
        self.props: Any = None

    @property
    def expired(self) -> bool:
        return self.expires is not None and self.expires <= time.time()

    def fits(self, host: str, path: str, secure: bool) -> bool:
        """Whether it goes to this place."""
        domain = self.domain.lower().lstrip(".")
        if host != domain and (self.host_only or not host.endswith("." + domain)):
            return False
        own = self.path or "/"
        if path != own and not (path.startswith(own) and (own.endswith("/") or path[len(own) : len(own) + 1] == "/")):
            return False
        return secure or not self.secure

    def __str__(self) -> str:
        return f"{self.name}={self.value}"


class CookieContainer:
    """The cookies of a web session."""

    def __init__(self, *limits: int) -> None:
        self.cookies: list[Cookie] = []

    def put(self, cookie: Cookie) -> None:
        """Takes a cookie in, in the place of one of the same name, domain and path."""
        key = (cookie.name, cookie.domain.lower().lstrip("."), cookie.path or "/")
        self.cookies = [each for each in self.cookies if (each.name, each.domain.lower().lstrip("."), each.path or "/") != key]
        if not cookie.expired:
            self.cookies.append(cookie)

    def take(self, url: str, line: str) -> None:
        """Takes in what one Set-Cookie header says; what is none is passed over."""
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        first, *attributes = line.split(";")
        name, sign, value = first.partition("=")
        if not sign or not name.strip():
            return
        made = Cookie(name.strip(), value.strip(), "", host)
        made.host_only = True
        for attribute in attributes:
            word, _, text = attribute.partition("=")
            word, text = word.strip().lower(), text.strip()
            if word == "domain" and text:
                domain = text.lower().lstrip(".")
                if host != domain and not host.endswith("." + domain):
                    return
                made.domain, made.host_only = domain, False
            elif word == "path" and text.startswith("/"):
                made.path = text
            elif word == "secure":
                made.secure = True
            elif word == "httponly":
                made.http_only = True
            elif word == "max-age" and text.lstrip("-").isdigit():
                made.expires = time.time() + int(text)
            elif word == "expires" and made.expires is None:
                try:
                    made.expires = parsedate_to_datetime(text.replace("-", " ")).timestamp()
                except (TypeError, ValueError):
                    pass
        if not made.path:
            folder = parts.path.rpartition("/")[0]
            made.path = folder or "/"
        self.put(made)

    def given(self, url: str) -> list[Cookie]:
        """The cookies that go to a place, those of longer paths first."""
        parts = urlsplit(url)
        self.cookies = [each for each in self.cookies if not each.expired]
        host, path = (parts.hostname or "").lower(), parts.path or "/"
        found = [each for each in self.cookies if each.fits(host, path, parts.scheme == "https")]
        return sorted(found, key=lambda each: -len(each.path or "/"))


class CookieCollection:
    """Some cookies."""

    def __init__(self, cookies: Any = ()) -> None:
        self.cookies: list[Cookie] = list(cookies)

    def at(self, key: Any) -> Cookie | None:
        """By number, or by name in any case."""
        if isinstance(key, str):
            return next((each for each in self.cookies if each.name.lower() == key.lower()), None)
        return self.cookies[int(key)]

    def __iter__(self) -> Any:
        return iter(self.cookies)


def _url(value: Any) -> str:
    from relayshell.objects.text import to_text

    return to_text(value)


def _add(container: CookieContainer, *args: Any) -> None:
    if len(args) == 2:
        cookie = args[1]
        if isinstance(cookie, CookieCollection):
            for each in cookie.cookies:
                _add(container, args[0], each)
            return
        if not cookie.domain:
            cookie.domain, cookie.host_only = urlsplit(_url(args[0])).hostname or "", True
        container.put(cookie)
        return
    for each in args[0].cookies if isinstance(args[0], CookieCollection) else [args[0]]:
        if not each.domain:
            raise argument_fault("The parameter 'cookie.Domain' cannot be an empty string.", "cookie.Domain")
        container.put(each)


def _plain(name: str, kind: Any = None) -> tuple[Any, Any]:
    return lambda cookie: getattr(cookie, name), lambda cookie, value: setattr(cookie, name, kind(value) if kind else value)


def _moment(seconds: float | None) -> Any:
    """A time of the epoch as local DateTime; the least one for none."""
    from relayshell.objects.members import call_static, get_member, get_static
    from relayshell.objects.nettype import get_type
    from relayshell.objects.numbers import Int64

    if seconds is None:
        return get_static(get_type("System.DateTime"), "MinValue")
    return get_member(call_static(get_type("System.DateTimeOffset"), "FromUnixTimeMilliseconds", [Int64(int(seconds * 1000))]), "LocalDateTime")


def _expire(cookie: Cookie, moment: Any) -> None:
    from relayshell.objects.members import call_method, get_member, new_object
    from relayshell.objects.nettype import get_type

    if int(get_member(moment, "Ticks")) == 0:
        cookie.expires = None
    else:
        cookie.expires = int(call_method(new_object(get_type("System.DateTimeOffset"), [moment]), "ToUnixTimeMilliseconds", [])) / 1000


_MEMBERS = {"Comment": _plain("comment"), "Port": _plain("port"), "Discard": _plain("discard", bool), "Version": _plain("version", int), "Name": _plain("name"), "Value": _plain("value"), "Path": _plain("path"), "Domain": _plain("domain"),
            "Secure": _plain("secure", bool), "HttpOnly": _plain("http_only", bool)}
declare(
    "System.Net.Cookie", Cookie, new=Cookie,
    get={**{name: pair[0] for name, pair in _MEMBERS.items()}, "Expired": lambda cookie: cookie.expired,
         "Expires": lambda cookie: _moment(cookie.expires), "TimeStamp": lambda cookie: _moment(cookie.made), "CommentUri": lambda cookie: None},
    set={**{name: pair[1] for name, pair in _MEMBERS.items()}, "Expires": _expire}, methods={"ToString": str}, to_text=str,
    signatures=("()", "(string name, string value)", "(string name, string value, string path)", "(string name, string value, string path, string domain)",
                *(f"string {name} {{get;set;}}" for name in ("Name", "Value", "Path", "Domain", "Comment", "Port")), "datetime Expires {get;set;}",
                "datetime TimeStamp {get;}", "uri CommentUri {get;}", "bool Discard {get;set;}", "int Version {get;set;}", "bool Secure {get;set;}", "bool HttpOnly {get;set;}",
                "bool Expired {get;}", "string ToString()"),
)
declare(
    "System.Net.CookieCollection", CookieCollection, new=CookieCollection, get={"Count": lambda some: len(some.cookies)},
    methods={"Add": lambda some, cookie: some.cookies.append(cookie)}, index=CookieCollection.at, enumerate=lambda some: iter(some.cookies),
    signatures=("()", "int Count {get;}", "void Add(System.Net.Cookie cookie)", "System.Net.Cookie Item(int index) {get;}",
                "System.Net.Cookie Item(string name) {get;}"),
    interfaces=("System.Collections.IEnumerable",),
)
declare(
    "System.Net.CookieContainer", CookieContainer, new=CookieContainer, get={"Count": lambda container: len(container.cookies)},
    methods={
        "Add": _add, "GetCookies": lambda container, url: CookieCollection(container.given(_url(url))),
        "GetAllCookies": lambda container: CookieCollection(container.cookies),
        "SetCookies": lambda container, url, text: container.take(_url(url), text),
        "GetCookieHeader": lambda container, url: "; ".join(map(str, container.given(_url(url)))),
    },
    signatures=("()", "(int capacity)", "int Count {get;}", "void Add(System.Net.Cookie cookie)", "void Add(uri uri, System.Net.Cookie cookie)",
                "void Add(System.Net.CookieCollection cookies)", "System.Net.CookieCollection GetCookies(uri uri)",
                "System.Net.CookieCollection GetAllCookies()", "void SetCookies(uri uri, string cookieHeader)", "string GetCookieHeader(uri uri)"),
)
