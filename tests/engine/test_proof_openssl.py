"""The same certificates and TLSA records put before OpenSSL, which knows DANE: where it lets a server pass or not, so do we."""

from __future__ import annotations

import shutil
import socket
import subprocess
import threading
from datetime import UTC, datetime

import pytest
from cryptography import x509
from engine.authorities import Made, made, serving
from engine.test_proof import HOST, LEAF, MIDDLE, OTHER, ROOT, constrained
from relayengine.deliver.proof import Proof, Unproven, prove, usable
from relayengine.dns import TLSA

OPENSSL = shutil.which("openssl")
DOMAIN = "d.test"
pytestmark = pytest.mark.skipif(OPENSSL is None, reason="openssl is not installed")

SERVER, CLIENT = x509.ExtendedKeyUsageOID.SERVER_AUTH, x509.ExtendedKeyUsageOID.CLIENT_AUTH
SIGNS = x509.KeyUsage(*[False] * 5, True, *[False] * 3)
SHALLOW = made("Shallow", authority=True, length=0)
BELOW = made("Below", SHALLOW, authority=True)
OLD_ROOT = made("Old root", authority=True, days=(-9, -3))
LIMITED, ELSEWHERE = constrained(permitted=["d.test"]), constrained(permitted=["e.test"])
NO_AUTHORITY = made("No authority", ROOT)
MAY_NOT = made("May not issue", ROOT, authority=True, extensions=((x509.KeyUsage(True, *[False] * 8), True),))
ALONE = made(HOST)

CASES: dict[str, tuple[tuple[Made, ...], tuple[TLSA, ...]]] = {
    "the certificate": ((LEAF, MIDDLE, ROOT), (LEAF.tlsa(3, 0, 1),)),
    "its key": ((LEAF,), (LEAF.tlsa(3, 1, 2),)),
    "its key, exactly": ((LEAF,), (LEAF.tlsa(3, 1, 0),)),
    "another's": ((LEAF, MIDDLE, ROOT), (OTHER.tlsa(3, 1, 1),)),
    "an authority as the server's": ((LEAF, MIDDLE, ROOT), (ROOT.tlsa(3, 1, 1),)),
    "the server's as an authority": ((LEAF, MIDDLE, ROOT), (LEAF.tlsa(2, 1, 1),)),
    "the root": ((LEAF, MIDDLE, ROOT), (ROOT.tlsa(2, 0, 1),)),
    "the root's key": ((LEAF, MIDDLE, ROOT), (ROOT.tlsa(2, 1, 2),)),
    "what stands between": ((LEAF, MIDDLE), (MIDDLE.tlsa(2, 1, 1),)),
    "a root that is not shown": ((LEAF, MIDDLE), (ROOT.tlsa(2, 0, 1),)),
    "a root that is given whole": ((LEAF, MIDDLE), (ROOT.tlsa(2, 0, 0),)),
    "a gap": ((LEAF, ROOT), (ROOT.tlsa(2, 0, 1),)),
    "an authority of somebody else": ((LEAF, MIDDLE, ROOT, OTHER), (OTHER.tlsa(2, 0, 1),)),
    "another order": ((LEAF, ROOT, MIDDLE), (ROOT.tlsa(2, 0, 1),)),
    "one that holds among some that do not": ((LEAF, MIDDLE, ROOT), (OTHER.tlsa(3, 1, 1), ROOT.tlsa(2, 1, 1))),
    "signed by itself, as authority": ((ALONE,), (ALONE.tlsa(2, 0, 1),)),
    "signed by itself": ((ALONE,), (ALONE.tlsa(3, 0, 1),)),
    "old, named itself": ((old := made(HOST, ROOT, days=(-9, -3)), ROOT), (old.tlsa(3, 0, 1),)),
    "old, under the root": ((made(HOST, ROOT, days=(-9, -3)), ROOT), (ROOT.tlsa(2, 0, 1),)),
    "not yet": ((made(HOST, ROOT, days=(3, 9)), ROOT), (ROOT.tlsa(2, 0, 1),)),
    "an old root": ((made(HOST, OLD_ROOT), OLD_ROOT), (OLD_ROOT.tlsa(2, 0, 1),)),
    "another name, named itself": ((other := made("x.test", ROOT), ROOT), (other.tlsa(3, 0, 1),)),
    "another name, under the root": ((made("x.test", ROOT), ROOT), (ROOT.tlsa(2, 0, 1),)),
    "a name in the common name alone": ((made(HOST, ROOT, names=()), ROOT), (ROOT.tlsa(2, 0, 1),)),
    "a common name beside other names": ((made(HOST, ROOT, names=("x.test",)), ROOT), (ROOT.tlsa(2, 0, 1),)),
    "a wildcard": ((made("x", ROOT, names=("*.d.test",)), ROOT), (ROOT.tlsa(2, 0, 1),)),
    "a wildcard too high": ((made("x", ROOT, names=("*.test",)), ROOT), (ROOT.tlsa(2, 0, 1),)),
    "for servers": ((made(HOST, ROOT, extensions=((x509.ExtendedKeyUsage([SERVER]), True),)), ROOT), (ROOT.tlsa(2, 0, 1),)),
    "for clients": ((made(HOST, ROOT, extensions=((x509.ExtendedKeyUsage([CLIENT]), False),)), ROOT), (ROOT.tlsa(2, 0, 1),)),
    "an unknown critical extension": (
        (made(HOST, ROOT, extensions=((x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\x05\x00"), True),)), ROOT), (ROOT.tlsa(2, 0, 1),)),
    "no authority between": ((made(HOST, NO_AUTHORITY), NO_AUTHORITY, ROOT), (ROOT.tlsa(2, 0, 1),)),
    "one that may not issue": ((made(HOST, MAY_NOT), MAY_NOT, ROOT), (ROOT.tlsa(2, 0, 1),)),
    "too deep": ((made(HOST, BELOW), BELOW, SHALLOW), (SHALLOW.tlsa(2, 0, 1),)),
    "deep enough": ((made(HOST, SHALLOW), SHALLOW), (SHALLOW.tlsa(2, 0, 1),)),
    "within limits": ((made(HOST, LIMITED), LIMITED, ROOT), (ROOT.tlsa(2, 0, 1),)),
    "outside limits": ((made(HOST, ELSEWHERE), ELSEWHERE, ROOT), (ROOT.tlsa(2, 0, 1),)),
    "the stronger digest is another's": ((LEAF,), (LEAF.tlsa(3, 1, 1), OTHER.tlsa(3, 1, 2))),
}


def openssl_agrees(folder, chain: tuple[Made, ...], records: tuple[TLSA, ...]) -> bool:
    """Whether OpenSSL's client accepts a server that shows these certificates."""
    context = serving(folder, *chain)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        def serve() -> None:
            try:
                connection, _ = listener.accept()
                with context.wrap_socket(connection, server_side=True) as wire:
                    wire.recv(1)
            except OSError:
                pass

        threading.Thread(target=serve, daemon=True).start()
        words = [str(OPENSSL), "s_client", "-connect", f"127.0.0.1:{listener.getsockname()[1]}", "-servername", HOST, "-dane_tlsa_domain", HOST,
                 "-dane_ee_no_namechecks", "-verify_return_error", "-brief"]
        for record in records:
            words += ["-dane_tlsa_rrdata", f"{record} {record.data.hex()}"]
        done = subprocess.run(words, input=b"Q\n", capture_output=True, timeout=20)
    said = done.stderr.decode()
    assert "Verification" in said or "verify error" in said or "verify failed" in said, said
    return "Verification: OK" in said


@pytest.mark.parametrize("name", CASES)
def test_openssl_says_the_same(tmp_path, name):
    chain, records = CASES[name]
    try:
        prove([each.der for each in chain], Proof(HOST, (HOST,), usable(records)), datetime.now(UTC))
        ours = True
    except Unproven:
        ours = False
    assert ours == openssl_agrees(tmp_path, chain, records)
