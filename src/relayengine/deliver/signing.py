"""Which domain signs a message that leaves, and signing it. Keys are read when they are first needed."""

from collections.abc import AsyncIterator, Callable
from email.utils import parseaddr
from pathlib import Path
from typing import Any

from relayengine.mail.dkim import BodyHash, signature
from relayengine.mail.headers import split, value
from relayengine.deliver.wire import plain_pieces, unstuff
from relayengine.settings.dkim import DkimSigningConfig
from relayengine.settings.snapshot import Settings
from relayengine.values.domain import canonical
from relayengine.values.problem import BadValue

_LONGEST_HEADER = 1 << 20


class Signer:
    """Signs for the domains of one snapshot. A domain whose key cannot be used is told about once, and its mail left unsigned."""

    def __init__(self, settings: Settings, clock: Callable[[], float], report: Callable[[str], None] = lambda text: None) -> None:
        self._configs = {str(c.domain): c for c in settings.dkim_signing_configs if c.enabled}
        self._folder = Path(settings.data_directory or ".")
        self._clock = clock
        self._report = report
        self._keys: dict[str, tuple[str, Callable[[bytes], bytes]] | None] = {}

    def __bool__(self) -> bool:
        return bool(self._configs)

    def _config(self, head: bytes) -> DkimSigningConfig | None:
        """The configuration for the domain in From, or for the nearest one above it."""
        try:
            domain = canonical(parseaddr(value(head, "From"))[1].rpartition("@")[2])
        except (BadValue, RecursionError, ValueError):
            return None
        while domain:
            if domain in self._configs:
                return self._configs[domain]
            domain = domain.partition(".")[2]
        return None

    def _key(self, config: DkimSigningConfig) -> "tuple[str, Callable[[bytes], bytes]] | None":
        name = str(config.domain)
        if name not in self._keys:
            try:
                self._keys[name] = _loaded((self._folder / config.key_path).read_bytes())
            except (OSError, ValueError, TypeError) as error:
                self._keys[name] = None
                self._report(f'mail from "{name}" leaves unsigned: the key {config.key_path} cannot be used: {error}')
        return self._keys[name]

    def of(self, content: bytes) -> bytes:
        """The signature field of a message in wire form, or b""."""
        head, _ = split(content)
        config = self._config(head)
        key = self._key(config) if config else None
        if config is None or key is None:
            return b""
        head, body = split(unstuff(content))
        hashed = BodyHash()
        hashed.update(body[2:])
        return self._made(config, key, head, hashed)

    async def of_pieces(self, pieces: AsyncIterator[bytes]) -> bytes:
        """The same, for content in pieces; they are read to their end."""
        start: bytes | None = b""
        head = b""
        hashed = BodyHash()
        async for piece in plain_pieces(pieces):
            if start is None:
                hashed.update(piece)
                continue
            start += piece
            if b"\r\n\r\n" in start or len(start) > _LONGEST_HEADER:
                head, body = split(start)
                hashed.update(body[2:])
                start = None
        config = self._config(head)
        key = self._key(config) if config else None
        return self._made(config, key, head, hashed) if config and key else b""

    def _made(self, config: DkimSigningConfig, key: "tuple[str, Callable[[bytes], bytes]]", head: bytes, hashed: BodyHash) -> bytes:
        algorithm, sign = key
        return signature(head, hashed.digest(), domain=str(config.domain), selector=config.selector, algorithm=algorithm, sign=sign,
                         now=self._clock())


def _loaded(data: bytes) -> "tuple[str, Callable[[bytes], bytes]]":
    """The algorithm and the signing function of a private key. ValueError for one that DKIM does not know."""
    import hashlib

    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    key: Any = load_pem_private_key(data, None)
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return "ed25519-sha256", lambda octets: key.sign(hashlib.sha256(octets).digest())
    if isinstance(key, rsa.RSAPrivateKey):
        if key.key_size < 1024:
            raise ValueError(f"an RSA key of {key.key_size} bits is too short; 2048 are usual")
        return "rsa-sha256", lambda octets: key.sign(octets, padding.PKCS1v15(), hashes.SHA256())
    raise ValueError("it is neither an RSA nor an Ed25519 key")
