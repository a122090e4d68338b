"""Digest authentication (RFC 7616): the answer to a challenge."""

from __future__ import annotations

import hashlib
import os
import re
from urllib.parse import urlsplit


def digest_answer(challenge: str, name: str, secret: str, method: str, url: str) -> str | None:
    """The Authorization header for a WWW-Authenticate header; None where its algorithm or quality is not known."""
    facts = {key.lower(): quoted or bare for key, quoted, bare in re.findall(r'(\w+)\s*=\s*(?:"([^"]*)"|([^\s,]+))', challenge)}
    algorithm = facts.get("algorithm", "MD5")
    plain = algorithm.upper().removesuffix("-SESS")
    if plain not in ("MD5", "SHA-256", "SHA-512-256") or "nonce" not in facts:
        return None

    def hashed(text: str) -> str:
        return hashlib.new({"MD5": "md5", "SHA-256": "sha256", "SHA-512-256": "sha512_256"}[plain], text.encode()).hexdigest()

    parts = urlsplit(url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    realm, nonce, own = facts.get("realm", ""), facts["nonce"], os.urandom(8).hex()
    first = hashed(f"{name}:{realm}:{secret}")
    if algorithm.upper().endswith("-SESS"):
        first = hashed(f"{first}:{nonce}:{own}")
    second = hashed(f"{method}:{path}")
    quality = [each.strip() for each in facts.get("qop", "").split(",") if each.strip()]
    if quality and "auth" not in quality:
        return None
    answer = hashed(f"{first}:{nonce}:00000001:{own}:auth:{second}") if quality else hashed(f"{first}:{nonce}:{second}")
    made = f'Digest username="{name}", realm="{realm}", nonce="{nonce}", uri="{path}", response="{answer}", algorithm={algorithm}'
    if "opaque" in facts:
        made += f', opaque="{facts["opaque"]}"'
    return made + (f', qop=auth, nc=00000001, cnonce="{own}"' if quality else "")
