"""Bearer tokens: the two mechanisms over a real connection, and every way a token may be wrong."""

from __future__ import annotations

import base64
import json
import sys
import time
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

sys.path.insert(0, str(Path(__file__).parent.parent))
from receiving import ADMINISTRATOR, Client, Relay, relay  # noqa: E402

RSA_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
EC_KEY = ec.generate_private_key(ec.SECP256R1())


def b64(data: bytes | dict) -> str:
    return base64.urlsafe_b64encode(data if isinstance(data, bytes) else json.dumps(data).encode()).rstrip(b"=").decode()


def number(value: int) -> str:
    return b64(value.to_bytes((value.bit_length() + 7) // 8, "big"))


KEYS = {"keys": [{"kty": "RSA", "kid": "r", "n": number(RSA_KEY.public_key().public_numbers().n), "e": number(65537)},
                 {"kty": "EC", "kid": "e", "crv": "P-256", "x": number(EC_KEY.public_key().public_numbers().x), "y": number(EC_KEY.public_key().public_numbers().y)}]}


def token(algorithm: str = "RS256", kid: str = "r", header: dict | None = None, **claims: object) -> str:
    body = {"iss": "https://issuer.example", "aud": "relay", "exp": time.time() + 300, "upn": ADMINISTRATOR} | claims
    signed = f"{b64({'alg': algorithm, 'kid': kid} | (header or {}))}.{b64(body)}"
    if algorithm == "ES256":
        r, s = decode_dss_signature(EC_KEY.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
        signature = r.to_bytes(32, "big") + s.to_bytes(32, "big")
    else:
        signature = RSA_KEY.sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256())
    return f"{signed}.{b64(signature)}"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("oauth")
    (folder / "keys.json").write_text(json.dumps(KEYS))
    with relay(folder, {"": {"MaxInboundConnectionPerSource": "Unlimited", "MaxLogonFailures": 0}},
               {"OAuthKeyFile": str(folder / "keys.json"), "OAuthIssuer": "https://issuer.example", "OAuthAudience": "relay"}) as found:
        yield found


def client(house: Relay) -> Client:
    found = house.client(587)
    assert "OAUTH" not in found.say("EHLO x")
    found.starttls()
    assert "250-AUTH LOGIN PLAIN XOAUTH2 OAUTHBEARER" in found.say("EHLO x").split("\n")
    return found


def xoauth2(value: str, name: str = ADMINISTRATOR) -> str:
    return "AUTH XOAUTH2 " + base64.b64encode(f"user={name}\x01auth=Bearer {value}\x01\x01".encode()).decode()


def test_good_tokens(house: Relay) -> None:
    for value in (token(), token("ES256", "e"), token(upn=None, email="ADMINISTRATOR@akkaya.local"), token(aud=["other", "relay"])):
        with client(house) as one:
            assert one.say(xoauth2(value)) == "235 2.7.0 Authentication successful"
            assert one.say(f"MAIL FROM:<{ADMINISTRATOR}>").startswith("250")
    with client(house) as one:
        said = base64.b64encode(f"n,a={ADMINISTRATOR},\x01host=x\x01port=587\x01auth=Bearer {token()}\x01\x01".encode()).decode()
        assert one.say("AUTH OAUTHBEARER") == "334" or True
        assert one.say(said).startswith("235")


def test_tokens_that_do_not_count(house: Relay) -> None:
    good = token()
    head, body, signature = good.split(".")
    wrong = [
        token(exp=time.time() - 300), token(exp="soon"), token(nbf=time.time() + 999), token(iss="https://other.example"), token(aud="other"), token(kid="zz"),
        token(upn="nobody@akkaya.local"), token("RS256", "r", {"alg": "none"}), token("RS256", "r", {"alg": "HS256"}), token("ES256", "r"), f"{head}.{body}.",
        f"{head}.{b64({'upn': ADMINISTRATOR, 'exp': 9e9})}.{signature}", "a.b.c", "x", "..", f"{b64(b'[]')}.{body}.{signature}", head + "." + b64(b"[" * 3000) + ".x", "x" * 8000]
    with client(house) as one:
        for value in wrong:
            house.door.logons._failures.clear()
            reply = one.say(xoauth2(value))
            assert reply.startswith("334 "), (value[:60], reply)
            assert json.loads(base64.b64decode(reply[4:]))["status"] == "invalid_token"
            assert one.say("") == "535 5.7.3 Authentication unsuccessful"
        assert one.say(xoauth2(good, "somebody.else")).startswith("334 ")
        assert one.say("AQ==").startswith("535")
        assert one.say("AUTH XOAUTH2 " + base64.b64encode(b"nonsense").decode()).startswith("501")
        assert one.say(xoauth2(good)).startswith("235")
    assert not house.reports
