"""MTA-STS (RFC 8461): a domain may say, over HTTPS, which hosts take its mail and that they have good certificates.

A policy once had is kept until its time is over, whatever its domain says or does not say in the meantime: that is what it is for.
"""

import asyncio
import re
from collections.abc import Callable
from typing import NamedTuple

from relayengine.dns import DnsFailure, NoSuchDomain, Resolver

LARGEST = 64 * 1024
LONGEST_LIFE = 31_557_600.0
"""Seconds; a year is the most a policy may ask for (RFC 8461 §3.2)."""
SHORTEST_LIFE = 60.0
TIMEOUT = 15.0
ASK_AGAIN = 600.0
"""Seconds after which a domain that had no policy is asked again."""
_MOST_KEPT = 10_000
_ID = re.compile(r"(?:^|;)\s*id\s*=\s*([A-Za-z0-9]{1,32})\s*(?:;|$)")
_HOST = re.compile(r"^(?:\*\.)?[a-z0-9_-]+(?:\.[a-z0-9_-]+)+$")


class BadPolicy(ValueError):
    """What was fetched is no policy; as if there were none."""


class Policy(NamedTuple):
    """What a domain asks."""

    mode: str
    """enforce, testing or none."""
    hosts: tuple[str, ...]
    life: float

    def allows(self, host: str) -> bool:
        """Whether a host is one of the policy's; a wildcard stands for one label (RFC 8461 §4.1)."""
        host = host.lower().rstrip(".")
        return any(host == pattern or pattern.startswith("*.") and host.partition(".")[2] == pattern[2:] for pattern in self.hosts)


def parse(text: str) -> Policy:
    """Reads a policy (RFC 8461 §3.2). Unknown keys are passed over. Raises BadPolicy."""
    found: dict[str, str] = {}
    hosts: list[str] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        key, colon, value = line.partition(":")
        key, value = key.strip(), value.strip()
        if not colon:
            continue
        if key == "mx":
            pattern = value.lower().rstrip(".")
            if not _HOST.match(pattern) or pattern.startswith("*.") and pattern.count(".") < 2:
                raise BadPolicy(f'"{value[:100]}" is no pattern of host names')
            hosts.append(pattern)
        else:
            found.setdefault(key, value)
    if found.get("version") != "STSv1":
        raise BadPolicy("it has no version STSv1")
    mode = found.get("mode", "")
    if mode not in ("enforce", "testing", "none"):
        raise BadPolicy(f'its mode "{mode[:20]}" is not one of enforce, testing, none')
    life = found.get("max_age", "")
    if not (life.isascii() and life.isdigit() and len(life) < 12):
        raise BadPolicy("its max_age is no number of seconds")
    if mode != "none" and not hosts:
        raise BadPolicy("it names no host")
    return Policy(mode, tuple(hosts), max(SHORTEST_LIFE, min(float(life), LONGEST_LIFE)))


def fetch(domain: str) -> str:
    """Gets a domain's policy over HTTPS: a good certificate, no redirect, plain text, 64 KiB at most. Raises OSError or BadPolicy.

    Runs in a thread of its own; the caller bounds its time.
    """
    import http.client
    import ssl

    connection = http.client.HTTPSConnection(f"mta-sts.{domain}", 443, timeout=TIMEOUT, context=ssl.create_default_context())
    try:
        connection.request("GET", "/.well-known/mta-sts.txt", headers={"User-Agent": "relayengine"})
        answer = connection.getresponse()
        if answer.status != 200:
            raise BadPolicy(f"the policy host answered {answer.status}")
        if (answer.getheader("Content-Type") or "").partition(";")[0].strip().lower() != "text/plain":
            raise BadPolicy("the policy is not text/plain")
        data = answer.read(LARGEST + 1)
    except http.client.HTTPException as error:
        raise BadPolicy(f"the policy host does not speak HTTP: {type(error).__name__}") from None
    finally:
        connection.close()
    if len(data) > LARGEST:
        raise BadPolicy("the policy is longer than 64 KiB")
    return data.decode("ascii", "replace")


class _Kept(NamedTuple):
    policy: Policy | None
    identity: str
    until: float
    ask_after: float


class Policies:
    """The policies of domains, fetched when they are needed and kept as they ask."""

    def __init__(self, resolver: Callable[[], Resolver], now: Callable[[], float], get: Callable[[str], str] = fetch) -> None:
        """`now` is monotonic; `get` fetches, and may block."""
        self._resolver = resolver
        self._now = now
        self._get = get
        self._kept: dict[str, _Kept] = {}

    async def of(self, domain: str) -> Policy | None:
        """The policy in force for a domain now, or None."""
        now = self._now()
        kept = self._kept.get(domain)
        if kept is not None and now < kept.ask_after:
            return kept.policy if now < kept.until else None
        old = kept if kept is not None and kept.policy is not None and now < kept.until else None
        identity = await self._identity(domain)
        if not identity:
            return self._keep(domain, old, now)
        if old is not None and old.identity == identity:
            return self._keep(domain, old, now)
        try:
            async with asyncio.timeout(TIMEOUT * 2):
                policy = parse(await asyncio.to_thread(self._get, domain))
        except (OSError, BadPolicy, TimeoutError):
            return self._keep(domain, old, now)
        self._make_room()
        self._kept[domain] = _Kept(policy, identity, now + policy.life, now + min(policy.life, ASK_AGAIN * 6))
        return policy

    def _keep(self, domain: str, old: _Kept | None, now: float) -> Policy | None:
        self._make_room()
        self._kept[domain] = (old or _Kept(None, "", now, now))._replace(ask_after=now + ASK_AGAIN)
        return old.policy if old else None

    def _make_room(self) -> None:
        if len(self._kept) >= _MOST_KEPT:
            now = self._now()
            self._kept = {d: k for d, k in self._kept.items() if k.policy is not None and k.until > now}

    async def _identity(self, domain: str) -> str:
        """What the domain's TXT record says its policy's version is; "" when it has none (RFC 8461 §3.1)."""
        try:
            texts = [t for t in await self._resolver().texts(f"_mta-sts.{domain}") if t.startswith("v=STSv1")]
        except (NoSuchDomain, DnsFailure):
            return ""
        match = _ID.search(texts[0]) if len(texts) == 1 else None
        return match[1] if match else ""
