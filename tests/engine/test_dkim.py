"""Signatures, judged by a verifier that is not ours."""

from __future__ import annotations

import asyncio
import base64

import pytest
from engine.host import Host
from engine.parts import part, smart_host
from hypothesis import given, strategies as st
from relayengine.deliver.signing import Signer
from relayengine.deliver.wire import stuff
from relayengine.mail.dkim import BodyHash
from relayengine.settings.testing import settings

dkim = pytest.importorskip("dkim")


@pytest.fixture(scope="module", params=["rsa", "ed25519"])
def key(request, tmp_path_factory):
    """A private key in a file, and what DNS says of it."""
    from cryptography.hazmat.primitives import serialization as s
    from cryptography.hazmat.primitives.asymmetric import ed25519, rsa

    folder = tmp_path_factory.mktemp("keys")
    if request.param == "rsa":
        made = rsa.generate_private_key(65537, 2048)
        public = made.public_key().public_bytes(s.Encoding.DER, s.PublicFormat.SubjectPublicKeyInfo)
        record = f"v=DKIM1; k=rsa; p={base64.b64encode(public).decode()}"
    else:
        made = ed25519.Ed25519PrivateKey.generate()
        public = made.public_key().public_bytes(s.Encoding.Raw, s.PublicFormat.Raw)
        record = f"v=DKIM1; k=ed25519; p={base64.b64encode(public).decode()}"
    (folder / "key.pem").write_bytes(made.private_bytes(s.Encoding.PEM, s.PrivateFormat.PKCS8, s.NoEncryption()))
    return str(folder / "key.pem"), record


def verifies(message: bytes, record: str) -> bool:
    return dkim.verify(message, dnsfunc=lambda name, timeout=5: record.encode())


def signer(key: str) -> Signer:
    return Signer(settings(DkimSigningConfig=[{"Domain": "akkaya.local", "Selector": "s1", "KeyPath": key}]), lambda: 1_700_000_000.0)


MESSAGES = [
    b"From: a@akkaya.local\r\nTo: b@x.test\r\nSubject: S\r\n\r\nbody\r\n",
    b"From: \"A, B\" <a@sub.akkaya.local>\r\nSubject:  folded \t\r\n  and more \r\nTo: b@x.test\r\nTo: c@x.test\r\n\r\n a  b\t\t\r\n\r\n\r\n",
    b"From: a@akkaya.local\r\n\r\n",
    b"From: a@akkaya.local\r\n\r\n.dot\r\n..\r\n \r\n\t\r\n",
]


@pytest.mark.parametrize("message", MESSAGES)
def test_another_verifier_agrees(key, message):
    field = signer(key[0]).of(stuff(message))
    assert field.startswith(b"DKIM-Signature: v=1; a=") and field.endswith(b"\r\n") and b" l=" not in field
    assert verifies(field + message, key[1])
    assert not verifies(field + message + b"more\r\n", key[1])
    assert not verifies(field + b"From: evil@akkaya.local\r\n" + message, key[1])


@pytest.mark.parametrize("message", [b"From: a@other.test\r\n\r\nx\r\n", b"Subject: no from\r\n\r\nx\r\n", b"From: " + b"(" * 900 + b"\r\n\r\nx\r\n", b""])
def test_mail_from_elsewhere_is_not_signed(key, message):
    assert signer(key[0]).of(message) == b""


def test_a_key_that_cannot_be_used_is_told_about_once_and_mail_leaves(tmp_path):
    told = []
    made = Signer(settings(DkimSigningConfig=[{"Domain": "akkaya.local", "KeyPath": str(tmp_path / "none.pem")}]), lambda: 1.0, told.append)
    assert made.of(MESSAGES[0]) == made.of(MESSAGES[0]) == b""
    assert len(told) == 1 and "leaves unsigned" in told[0]


def test_what_leaves_is_what_was_signed(tmp_path, key):
    async def work():
        config = {"DkimSigningConfig": [{"Domain": "akkaya.local", "Selector": "s1", "KeyPath": key[0]}]}
        async with Host() as host, part(tmp_path, smart_host(host.port), **config) as made:
            message = b"From: a@akkaya.local\r\nX-MS-Exchange-Organization-SCL: 1\r\nSubject: x\r\n\r\n.dots\r\n" + b"line of text\r\n" * 9000
            await made.send("a@akkaya.local", "b@x.test", body=stuff(message[:2000] + b"\r\n"))
            from relayengine.mail import Envelope, Recipient
            writer = made.spool.writer()
            for at in range(0, len(stuff(message)), 30_001):
                await writer.write(stuff(message)[at:at + 30_001])
            writer.release()
            envelope = Envelope("a@akkaya.local", (Recipient("b@x.test"),), len(message), received_at=made.clock())
            made.queues.accept(await made.spool.commit(envelope, writer), envelope, writer)
            await made.quiet()
            assert len(host.messages) == 2
            for received in host.messages:
                plain = received.replace(b"\r\n..", b"\r\n.")
                assert b"Organization" not in plain and verifies(plain, key[1])
    asyncio.run(asyncio.wait_for(work(), 30))


@given(st.lists(st.sampled_from([b" ", b"\t", b"\r\n", b"a", b"b c", b"."]), max_size=40), st.lists(st.integers(0, 60), max_size=6))
def test_a_body_in_pieces_has_the_hash_of_the_whole(words, cuts):
    whole = b"".join(words)
    places = [0, *sorted(min(c, len(whole)) for c in cuts), len(whole)]
    one, other = BodyHash(), BodyHash()
    one.update(whole)
    for a, b in zip(places, places[1:]):
        other.update(whole[a:b])
    assert one.digest() == other.digest()
