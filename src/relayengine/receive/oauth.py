"""Bearer tokens: XOAUTH2 and OAUTHBEARER (RFC 7628) read, and JSON web tokens (RFC 7519) checked against a set of keys.

Keys are a JSON web key set (RFC 7517) in a file that an administrator names; nothing is fetched. Signatures are RS256 or ES256, no
other: a token cannot choose a weaker one.
"""

import base64
import binascii
import json
import os
import re
from typing import Any, NamedTuple

_BEARER = re.compile(r"^(?:n,(?:a=([^,\x01]*))?,|user=([^\x01]*))\x01((?:[^\x01]+\x01)*)\x01$")
_LONGEST_TOKEN = 9000
_LEEWAY = 60.0
_USER_CLAIMS = ("upn", "preferred_username", "email", "unique_name", "sub")


class Bearer(NamedTuple):
    """What a client says: who it is, and the token that proves it."""

    user: str
    token: str


class TokenProblem(Exception):
    """Why a token does not count; the text is for the log alone."""


def read_response(text: str) -> Bearer | None:
    """An initial response of either mechanism; None if it is none."""
    match = _BEARER.match(text)
    if not match:
        return None
    fields = dict(part.partition("=")[::2] for part in match[3].split("\x01") if part)
    scheme, _, token = fields.get("auth", "").partition(" ")
    if scheme.lower() != "bearer" or not token or len(token) > _LONGEST_TOKEN:
        return None
    return Bearer((match[1] or match[2] or "").replace("=2C", ",").replace("=3D", "="), token.strip())


REFUSED = base64.b64encode(b'{"status":"invalid_token","schemes":"bearer"}').decode()
"""What a client hears of a token that does not count, before its refusal."""


class KeySet:
    """The keys of a file, read again when it changes."""

    def __init__(self) -> None:
        self._stamp: tuple[str, int, int] | None = None
        self._keys: list[dict[str, Any]] = []

    def _read(self, path: str) -> list[dict[str, Any]]:
        state = os.stat(path)
        stamp = (path, state.st_mtime_ns, state.st_size)
        if stamp != self._stamp:
            with open(path, encoding="utf-8") as file:
                keys = json.load(file)["keys"]
            self._keys, self._stamp = [k for k in keys if isinstance(k, dict)], stamp
        return self._keys

    def claims(self, token: str, path: str, issuer: str, audience: str, now: float) -> dict[str, Any]:
        """What a token says, once its signature, times, issuer and audience are right. TokenProblem otherwise."""
        try:
            keys = self._read(path)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise TokenProblem(f"the key set {path} cannot be read: {error}") from None
        parts = token.split(".")
        if len(parts) != 3:
            raise TokenProblem("it is no signed token of three parts")
        header, claims = _object(parts[0]), _object(parts[1])
        algorithm = header.get("alg")
        if algorithm not in ("RS256", "ES256"):
            raise TokenProblem(f"its algorithm is {str(algorithm)[:20]}, neither RS256 nor ES256")
        wanted = {"RS256": "RSA", "ES256": "EC"}[algorithm]
        fits = [k for k in keys if k.get("kty") == wanted and ("kid" not in header or k.get("kid") == header["kid"])]
        signed = f"{parts[0]}.{parts[1]}".encode("ascii", "replace")
        if not any(_signed_by(key, algorithm, signed, _octets(parts[2])) for key in fits):
            raise TokenProblem("no key of the set made its signature")
        expires, begins = claims.get("exp"), claims.get("nbf", 0)
        if not isinstance(expires, (int, float)) or now > expires + _LEEWAY:
            raise TokenProblem("it has expired")
        if not isinstance(begins, (int, float)) or now < begins - _LEEWAY:
            raise TokenProblem("it does not hold yet")
        if issuer and claims.get("iss") != issuer:
            raise TokenProblem("its issuer is another")
        audiences = claims.get("aud")
        if audience and audience not in (audiences if isinstance(audiences, list) else [audiences]):
            raise TokenProblem("it is for another audience")
        return claims


def users(claims: dict[str, Any]) -> list[str]:
    """The names a token's holder goes by."""
    return [v for v in (claims.get(name) for name in _USER_CLAIMS) if isinstance(v, str) and 0 < len(v) <= 320]


def _octets(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise TokenProblem("a part of it is not base64url") from None


def _object(text: str) -> dict[str, Any]:
    try:
        found = json.loads(_octets(text))
    except (ValueError, RecursionError):
        raise TokenProblem("a part of it is not JSON") from None
    if not isinstance(found, dict):
        raise TokenProblem("a part of it is no JSON object")
    return found


def _signed_by(key: dict[str, Any], algorithm: str, signed: bytes, signature: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    try:
        if algorithm == "RS256":
            number = int.from_bytes(_octets(key["n"]))
            if number.bit_length() < 2048:
                return False
            rsa.RSAPublicNumbers(int.from_bytes(_octets(key["e"])), number).public_key().verify(
                signature, signed, padding.PKCS1v15(), hashes.SHA256())
        else:
            if key.get("crv") != "P-256" or len(signature) != 64:
                return False
            public = ec.EllipticCurvePublicNumbers(
                int.from_bytes(_octets(key["x"])), int.from_bytes(_octets(key["y"])), ec.SECP256R1()).public_key()
            public.verify(encode_dss_signature(int.from_bytes(signature[:32]), int.from_bytes(signature[32:])), signed, ec.ECDSA(hashes.SHA256()))
    except (InvalidSignature, ValueError, KeyError, TypeError, TokenProblem):
        return False
    return True
