"""Access tokens for smart hosts: fetched from a token endpoint (RFC 6749), kept while they last, replaced before they end.

Knows connectors by name and nothing of SMTP. The endpoint is asked in a thread; whoever wants the same token meanwhile waits for it.
"""

import asyncio
from collections.abc import Callable
from typing import NamedTuple

EARLY = 900.0
"""Seconds before its end from which a token is not used any more: some hosts refuse one ten minutes before. At most half its life."""
_LIFE = 3600.0
_LONGEST_LIFE = 30 * 86400.0


class NoToken(Exception):
    """There is no token; the text says why, without any secret."""


class Account(NamedTuple):
    """How a connector comes by its tokens."""

    user: str
    endpoint: str
    client: str
    secret: str
    """The client's secret; "" for a client that has none."""
    refresh: str = ""
    """The refresh token; "" where the client asks in its own name (RFC 6749 §4.4)."""
    scope: str = ""


class Tokens:
    """The tokens of one worker."""

    def __init__(self, account: Callable[[str], Account | None], now: Callable[[], float], renewed: Callable[[str, str], None]) -> None:
        """`account` finds what a connector has been given; `renewed` keeps a refresh token that takes the place of the one that was used."""
        self._account = account
        self._now = now
        self._renewed = renewed
        self._kept: dict[str, tuple[Account, str, float]] = {}
        self._fetching: dict[Account, asyncio.Task[str]] = {}

    async def token(self, connector: str) -> tuple[str, str]:
        """The user of a connector and a token for it. Raises NoToken."""
        account = self._account(connector)
        if account is None:
            raise NoToken(f'no secret is kept for the send connector "{connector}"')
        known = self._kept.get(connector)
        if known is not None and known[0] == account and self._now() < known[2]:
            return account.user, known[1]
        task = self._fetching.get(account)
        if task is None:
            task = self._fetching[account] = asyncio.get_running_loop().create_task(self._fetch(connector, account))
            task.add_done_callback(lambda done: self._fetched(account, done))
        return account.user, await asyncio.shield(task)

    def _fetched(self, account: Account, task: "asyncio.Task[str]") -> None:
        del self._fetching[account]
        if not task.cancelled():
            task.exception()  # whoever waited has heard it; if nobody waits any more, nobody need hear it

    async def _fetch(self, connector: str, account: Account) -> str:
        from relayengine.deliver.tokenendpoint import ask  # an HTTP client, which most relays never need

        answer = await asyncio.to_thread(ask, account)
        token = answer.get("access_token")
        if not isinstance(token, str) or not token or not token.isascii() or not token.isprintable():
            raise NoToken(f"{account.endpoint} answered without an access_token")
        said = str(answer.get("expires_in", ""))
        life = min(float(said), _LONGEST_LIFE) if said.isascii() and said.isdigit() and len(said) < 16 else _LIFE
        until = self._now() + life - min(EARLY, life / 2)
        fresh = answer.get("refresh_token")
        if account.refresh and isinstance(fresh, str) and fresh and fresh != account.refresh:
            await asyncio.to_thread(self._renewed, connector, fresh)
            account = account._replace(refresh=fresh)
        self._kept[connector] = (account, token, until)
        return token

    def forget(self, connector: str) -> None:
        """The host refused the token: the next conversation gets a new one."""
        self._kept.pop(connector, None)
