"""AUTH: the mechanisms a client may log on with (RFC 4954, 4616), and who someone is by name and password.

Passwords are checked against argon2 hashes in a thread, for that takes milliseconds by design; a password that was right is known
again for some minutes by a keyed digest, so that a program that logs on for each message does not pay each time.
"""

import base64
import binascii
import hmac
import os
import threading
import time
from typing import NamedTuple

from relayengine.receive import replies
from relayengine.receive.lastlogons import LastLogons
from relayengine.receive.oauth import KeySet, TokenProblem, read_response, users
from relayengine.receive.permissions import Principal, user
from relayengine.settings.snapshot import Settings
from relayengine.values.reply import Reply

LONGEST_LINE = 12288
_LONGEST_PASSWORD = 1024
_KNOWN_FOR = 300.0


class Credentials(NamedTuple):
    """What a client says of itself. `acting_as` is whom it wants to be ("" for itself; RFC 4616 §2)."""

    name: str
    password: str
    acting_as: str = ""
    bearer: bool = False
    """Whether the password is a bearer token."""


class Exchange:
    """One AUTH command: fed with the client's lines, it gives the next challenge, the credentials, or the refusal."""

    __slots__ = ("mechanism", "_name")

    def __init__(self, mechanism: str) -> None:
        self.mechanism = mechanism
        self._name: str | None = None

    def start(self, initial: str | None) -> Reply | Credentials:
        """Begins, with the initial response if the client gave one."""
        if self.mechanism != "LOGIN":
            return Reply(334, "", "") if initial is None else self.line(initial)
        if initial is not None:
            return self.line(initial)
        return Reply(334, "", "VXNlcm5hbWU6")

    def line(self, text: str) -> Reply | Credentials:
        """Takes a response."""
        if text == "*":
            return replies.AUTH_CANCELLED
        if len(text) > LONGEST_LINE:
            return replies.AUTH_TOO_LONG
        try:
            decoded = b"" if text == "=" else base64.b64decode(text.encode("ascii"), validate=True)
            plain = decoded.decode("utf-8")
        except (binascii.Error, UnicodeError):
            return replies.AUTH_SYNTAX
        if self.mechanism == "PLAIN":
            parts = plain.split("\0")
            if len(parts) != 3 or not parts[1]:
                return replies.AUTH_SYNTAX
            return Credentials(parts[1], parts[2], parts[0])
        if self.mechanism != "LOGIN":
            said = read_response(plain)
            return Credentials(said.user, said.token, bearer=True) if said else replies.AUTH_SYNTAX
        if self._name is None:
            self._name = plain
            return Reply(334, "", "UGFzc3dvcmQ6")
        return Credentials(self._name, plain)


class Refusal(Exchange):
    """The end of an exchange whose token did not count: whatever the client says next, it is refused."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__("")


class Authenticator:
    """Checks names and passwords against the mailboxes of the settings."""

    def __init__(self, logons: LastLogons | None = None) -> None:
        self.logons = logons or LastLogons(None)
        self._key = os.urandom(32)
        self._known: dict[bytes, tuple[float, str]] = {}
        self._lock = threading.Lock()
        self._keys = KeySet()
        self.last_used = self.logons.used
        """When each mailbox last logged on (Unix time), and from where."""

    def check(self, settings: Settings, credentials: Credentials, client_ip: str) -> Principal | None:
        """Who it is, or None. Runs in a thread; raises SecretProblem or OSError when the secrets cannot be read."""
        name, password, acting_as, bearer = credentials
        if bearer:
            return self._by_token(settings, name, password, client_ip)
        mailbox = settings.account(name) if 0 < len(name) <= 320 else None
        if mailbox is not None and mailbox.account_disabled:
            mailbox = None
        secrets = settings.secrets
        if secrets is None or len(password) > _LONGEST_PASSWORD or "\0" in password:
            return None
        if mailbox is None:
            secrets.check_password("", password)
            return None
        age = secrets.password_age(mailbox.name)
        digest = hmac.digest(self._key, f"{mailbox.name}\0{age}\0{password}".encode(), "sha256")
        now = time.monotonic()
        with self._lock:
            known = self._known.get(digest)
        if known is None or now - known[0] > _KNOWN_FOR:
            if not secrets.check_password(mailbox.name, password):
                return None
            with self._lock:
                if len(self._known) > 4096:
                    self._known.clear()
                self._known[digest] = (now, mailbox.name)
        if acting_as and acting_as.lower() not in mailbox.logon_names:
            return None
        self.logons.note(mailbox.name, time.time(), client_ip)
        return user(mailbox)

    def _by_token(self, settings: Settings, name: str, token: str, client_ip: str) -> Principal | None:
        server = settings.server
        try:
            claims = self._keys.claims(token, server.oauth_key_file, server.oauth_issuer, server.oauth_audience, time.time())
        except TokenProblem:
            return None
        mailbox = next((m for m in map(settings.account, users(claims)) if m is not None), None)
        if mailbox is None or mailbox.account_disabled or name and settings.account(name) is not mailbox:
            return None
        self.logons.note(mailbox.name, time.time(), client_ip)
        return user(mailbox)
