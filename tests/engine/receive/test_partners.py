"""Certificates of clients: asked for where a partner is expected, checked, and what they permit; and the least strength of ciphers."""

from __future__ import annotations

import datetime
import ssl
import sys
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

sys.path.insert(0, str(Path(__file__).parent.parent))
from receiving import Client, relay  # noqa: E402

FRONT = "Default Frontend"


def certificate(folder: Path, name: str, by: tuple | None, domains: tuple[str, ...] = ()) -> tuple:
    """A certificate and its key, signed by another's; written as NAME.pem."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.timezone.utc)
    builder = (x509.CertificateBuilder().subject_name(subject).issuer_name(by[0].subject if by else subject).public_key(key.public_key())
               .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(1)).not_valid_after(now + datetime.timedelta(9))
               .add_extension(x509.BasicConstraints(ca=by is None, path_length=None), True))
    if domains:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(d) for d in domains]), False)
    made = builder.sign(by[1] if by else key, hashes.SHA256())
    (folder / f"{name}.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM) + key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    return made, key


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    folder = tmp_path_factory.mktemp("partners")
    authority = certificate(folder, "authority", None)
    certificate(folder, "partner", authority, ("partner.example",))
    certificate(folder, "nobody", None, ("partner.example",))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(folder / "authority.pem"))
        # The header firewall lets a partner with this capability pass what it takes from everybody else.
        with relay(folder, {FRONT: {"DomainSecureEnabled": True, "TlsDomainCapabilities": ["partner.example:AcceptCloudServicesMail"]},
                            "Client Frontend": {"MinimumCipherStrength": 256}},
                   TransportConfig={"TLSReceiveDomainSecureList": ["partner.example"]}) as found:
            found.certificates_of_clients = folder
            yield found


def secure(house, who: str | None = None, port: int = 25, ciphers: str = "", version: ssl.TLSVersion | None = None) -> Client:
    client = house.client(port)
    client.say("EHLO x")
    assert client.say("STARTTLS").startswith("220")
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    if who:
        context.load_cert_chain(house.certificates_of_clients / f"{who}.pem")
    if version:
        context.maximum_version = version
    if ciphers:
        context.set_ciphers(ciphers)
    client.socket = context.wrap_socket(client.socket)
    return client


def test_a_listed_domain_needs_the_certificate_for_it(house):
    with house.client() as client:
        client.say("EHLO x")
        assert client.say("MAIL FROM:<a@partner.example>").startswith("451 5.7.3 STARTTLS")
        assert client.say("MAIL FROM:<a@other.example>").startswith("250")
    with secure(house) as client:
        client.say("EHLO x")
        assert client.say("MAIL FROM:<a@partner.example>") == "454 4.7.5 Certificate validation failure"
    with secure(house, "partner") as client:
        client.say("EHLO x")
        assert client.say("MAIL FROM:<a@partner.example>").startswith("250")


def test_a_capability_lets_organization_headers_through(house):
    header = b"Subject: x\r\nX-MS-Exchange-Organization-SCL: -1\r\n\r\nhello"
    for who, there in ((None, False), ("partner", True)):
        house.queue.messages.clear()
        with secure(house, who) as client:
            client.say("EHLO x")
            assert client.deliver(header, sender="a@other.example").startswith("250")
        assert (b"X-MS-Exchange-Organization-SCL" in house.queue.messages[0].wire) is there


def test_a_certificate_of_no_trusted_authority_ends_the_handshake(house):
    try:
        said = secure(house, "nobody").say("EHLO x")
    except OSError:
        said = ""
    assert said == ""
    with house.client() as client:
        assert client.say("EHLO x").startswith("250")


def test_ciphers_below_the_least_strength(house):
    with pytest.raises((ssl.SSLError, OSError)):
        secure(house, port=587, ciphers="ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256", version=ssl.TLSVersion.TLSv1_2)
    with secure(house, port=587, version=ssl.TLSVersion.TLSv1_2) as client:
        assert client.socket.cipher()[2] == 256
        assert client.say("EHLO x").startswith("250")
    with secure(house, port=587) as client:
        assert client.socket.cipher()[2] == 256
        assert client.say("EHLO x").startswith("250")
