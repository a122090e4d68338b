"""WebRequestSession: what a session of requests keeps: cookies, headers, credentials, user agent, proxy."""

from __future__ import annotations

from typing import Any

from relayshell.cmdlets.web.cookies import CookieContainer
from relayshell.objects.declare import declare
from relayshell.objects.hashtable import Hashtable


class WebRequestSession:
    """What goes from request to request."""

    def __init__(self) -> None:
        self.headers = Hashtable()
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


def user_agent() -> str:
    """How the requests name their sender, as PowerShell's do."""
    import platform

    from relayshell.runtime.versions import VERSION

    try:
        system = platform.freedesktop_os_release().get("PRETTY_NAME", "Linux")
    except OSError:
        system = "Linux"
    return f"Mozilla/5.0 (Linux; {system}; en-US) PowerShell/{VERSION}"


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
    signatures=("()", *(f"{kind if name != 'Headers' else 'hashtable'} {name} {{get;set;}}" for name, (_, kind) in _NAMES.items())),
)
