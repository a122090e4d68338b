"""One question to a token endpoint (RFC 6749 §4.4 and §6), over HTTP, and what its answer says. Blocks; runs in a thread."""

import json
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

from relayengine.deliver.tokens import Account, NoToken

_TIMEOUT = 30.0
_ANSWER_MOST = 64 * 1024
_TOLD_MOST = 300


def ask(account: Account) -> dict[str, Any]:
    """The answer of a token endpoint. Blocks for up to half a minute. Raises NoToken."""
    form = {"grant_type": "refresh_token" if account.refresh else "client_credentials", "client_id": account.client,
            "client_secret": account.secret, "refresh_token": account.refresh, "scope": account.scope}
    form = {name: value for name, value in form.items() if value}
    request = urllib.request.Request(account.endpoint, urllib.parse.urlencode(form).encode(), {"Accept": "application/json", "User-Agent": "relayengine"})
    try:
        with (_HERE if request.type == "http" else _OPENER).open(request, timeout=_TIMEOUT) as response:
            body = response.read(_ANSWER_MOST)
    except urllib.error.HTTPError as error:
        with error:
            raise NoToken(f"{account.endpoint} answered {error.code}: {_told(error.read(_ANSWER_MOST))}") from None
    except (OSError, ValueError) as error:
        raise NoToken(f"{account.endpoint} cannot be asked: {getattr(error, 'reason', None) or error}") from None
    try:
        answer = json.loads(body)
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        raise NoToken(f"{account.endpoint} answered with something that is no JSON object")
    if "error" in answer:
        raise NoToken(f"{account.endpoint} answered: {_told(body)}")
    return answer


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A secret goes to the address an administrator named, and to no other."""

    def redirect_request(self, *given: Any, **named: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirects)
_HERE = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirects)
"""For this machine's own endpoint, in the clear: no proxy shall read it."""


def _told(body: bytes) -> str:
    """The endpoint's reason in one line: error and error_description (RFC 6749 §5.2)."""
    try:
        answer = json.loads(body)
        text = ": ".join(str(answer[key]) for key in ("error", "error_description") if answer.get(key))
    except (ValueError, TypeError, AttributeError, KeyError):
        text = ""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line[:_TOLD_MOST] or "no reason was given"
