"""WebRequestSession: what a session of requests keeps: cookies, headers, credentials, user agent, proxy."""

from __future__ import annotations

from typing import Any

from relayshell.cmdlets.web.cookies import CookieContainer
from relayshell.cmdlets.web.useragents import user_agent
from relayshell.objects.declare import declare
from relayshell.objects.indexing import dictionary_items
from relayshell.objects.members import get_static, new_object, set_index
from relayshell.objects.nettype import get_type
from relayshell.objects.text import to_text
from relayshell.objects.typenames import resolve_type

HEADERS = "System.Collections.Generic.Dictionary[string,string]"


class WebRequestSession:
    """What goes from request to request."""

    def __init__(self) -> None:
        self.headers = new_object(resolve_type(HEADERS), [get_static(get_type("System.StringComparer"), "OrdinalIgnoreCase")])
        self.cookies = CookieContainer()
        self.use_default_credentials = False
        self.credentials: Any = None
        self.certificates: Any = None
        self.user_agent = user_agent()
        self.proxy: Any = None
        self.maximum_redirection = -1
        self.maximum_retries = 0
        self.retry_interval = 5
        self.props: Any = None

    def put_header(self, name: str, value: str) -> None:
        """Sets a header."""
        set_index(self.headers, [name], value)

    def header_pairs(self) -> list[tuple[str, str]]:
        """The headers."""
        return [(to_text(name), to_text(value)) for name, value in dictionary_items(self.headers) if value is not None]


_NAMES = {
    "Headers": ("headers", "System.Collections.Generic.Dictionary[string,string]"), "Cookies": ("cookies", "System.Net.CookieContainer"),
    "UseDefaultCredentials": ("use_default_credentials", "bool"), "Credentials": ("credentials", "System.Net.ICredentials"),
    "Certificates": ("certificates", "System.Object"), "UserAgent": ("user_agent", "string"), "Proxy": ("proxy", "System.Object"),
    "MaximumRedirection": ("maximum_redirection", "int"), "MaximumRetryCount": ("maximum_retries", "int"), "RetryIntervalInSeconds": ("retry_interval", "int"),
}
declare(
    "Microsoft.PowerShell.Commands.WebRequestSession", WebRequestSession, new=WebRequestSession,
    get={name: lambda session, key=key: getattr(session, key) for name, (key, _) in _NAMES.items()},
    set={name: lambda session, value, key=key: setattr(session, key, value) for name, (key, _) in _NAMES.items()},
    signatures=("()", *(f"{kind} {name} {{get;set;}}" for name, (_, kind) in _NAMES.items())),
)
