"""PSUserAgent: how requests name their sender, in PowerShell's manner and in those of some browsers."""

from __future__ import annotations

from relayshell.objects.declare import declare

BROWSERS = {
    "InternetExplorer": "Mozilla/5.0 (compatible; MSIE 9.0; {0})", "FireFox": "Mozilla/5.0 ({0}) Gecko/20100401 Firefox/4.0",
    "Chrome": "Mozilla/5.0 ({0}) AppleWebKit/534.6 (KHTML, like Gecko) Chrome/7.0.500.0 Safari/534.6", "Opera": "Opera/9.70 ({0}) Presto/2.2.1",
    "Safari": "Mozilla/5.0 ({0}) AppleWebKit/533.16 (KHTML, like Gecko) Version/5.0 Safari/533.16",
}


def _machine() -> str:
    """Platform, system and culture, as they stand in all of them."""
    import platform

    try:
        system = platform.freedesktop_os_release().get("PRETTY_NAME", "Linux")
    except OSError:
        system = "Linux"
    return f"Linux; {system}; en-US"


def user_agent() -> str:
    """How the requests name their sender, as PowerShell's do."""
    from relayshell.runtime.versions import VERSION

    return f"Mozilla/5.0 ({_machine()}) PowerShell/{VERSION}"


declare(
    "Microsoft.PowerShell.Commands.PSUserAgent", None,
    static_get={name: lambda pattern=pattern: pattern.replace("{0}", _machine()) for name, pattern in BROWSERS.items()},
    signatures=tuple(f"static string {name} {{get;}}" for name in BROWSERS),
)
