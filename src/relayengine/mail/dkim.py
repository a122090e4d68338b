"""Signing a message: DKIM (RFC 6376, Ed25519 by RFC 8463), relaxed in header and body. Always over the whole body: no l= .

Knows octets and keys; which domain signs with which key is decided elsewhere.
"""

import base64
import hashlib
import re
from collections.abc import Callable

from relayengine.mail.headers import field_ends

SIGNED = (b"from", b"sender", b"reply-to", b"to", b"cc", b"subject", b"date", b"message-id", b"in-reply-to", b"references",
          b"mime-version", b"content-type", b"content-transfer-encoding", b"content-id", b"list-id", b"list-unsubscribe",
          b"list-unsubscribe-post", b"auto-submitted")
"""The fields that are signed, all of each. From once more than there are, so that none can be added."""

_BLANKS = re.compile(rb"[ \t]+")
_BLANK_ENDS = re.compile(rb" +\r\n")
_TAIL = re.compile(rb"[ \t\r\n]*\Z")
_FOLDS = re.compile(rb"\r\n(?=[ \t])")


class BodyHash:
    """The relaxed body's SHA-256, from pieces of any size (RFC 6376 §3.4.4). Dots are not doubled."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self._held = b""
        self._any = False

    def update(self, piece: bytes) -> None:
        """Takes the next octets. What could be blanks or empty lines at the end waits until something follows."""
        data = self._held + piece
        tail = _TAIL.search(data)
        assert tail
        cut = tail.start()
        self._held = data[cut:]
        if cut:
            self._any = True
            self._hash.update(_BLANK_ENDS.sub(b"\r\n", _BLANKS.sub(b" ", data[:cut])))

    def digest(self) -> bytes:
        """The digest of all that came; an empty body stays empty, any other ends in one CRLF."""
        made = self._hash.copy()
        if self._any:
            made.update(b"\r\n")
        return made.digest()


def relaxed_field(field: bytes) -> bytes:
    """A field in relaxed form (RFC 6376 §3.4.2), with its line end."""
    name, _, body = field.partition(b":")
    body = _BLANKS.sub(b" ", _FOLDS.sub(b"", body)).strip(b" \t\r\n")
    return name.strip().lower() + b":" + body + b"\r\n"


def signature(head: bytes, body_digest: bytes, *, domain: str, selector: str, algorithm: str, sign: Callable[[bytes], bytes],
              now: float) -> bytes:
    """A DKIM-Signature field with its line end, to stand before the header.

    `algorithm` is rsa-sha256 or ed25519-sha256; `sign` makes a signature of the octets that are to be signed.
    """
    fields: dict[bytes, list[bytes]] = {}
    at = 0
    for end in field_ends(head):
        field = head[at:end]
        fields.setdefault(field.partition(b":")[0].strip().lower(), []).append(field)
        at = end
    names: list[bytes] = []
    signed: list[bytes] = []
    for name in SIGNED:
        for field in reversed(fields.get(name, ())):
            names.append(name)
            signed.append(relaxed_field(field))
    names.append(b"from")
    start = (f"DKIM-Signature: v=1; a={algorithm}; c=relaxed/relaxed; d={domain}; s={selector};\r\n t={int(now)};"
             f" bh={base64.b64encode(body_digest).decode()};\r\n h={_listed(names)};\r\n b=").encode()
    own = relaxed_field(start)[:-2]
    made = base64.b64encode(sign(b"".join(signed) + own)).decode()
    return start + "\r\n  ".join(made[at:at + 72] for at in range(0, len(made), 72)).encode() + b"\r\n"


def _listed(names: list[bytes]) -> str:
    """The names, folded where the line grows long."""
    lines = [""]
    for number, name in enumerate(names):
        word = name.decode() + (":" if number < len(names) - 1 else "")
        if len(lines[-1]) + len(word) > 70:
            lines.append("")
        lines[-1] += word
    return "\r\n  ".join(lines)
