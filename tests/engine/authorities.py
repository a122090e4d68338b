"""Certificates of every kind a test of TLS wants, made on the spot, and the TLSA records that speak of them."""

from __future__ import annotations

import hashlib
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from relayengine.dns import TLSA


class Made(NamedTuple):
    """A certificate with its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)

    def tlsa(self, usage: int, selector: int, matching: int) -> TLSA:
        """The record that speaks of it."""
        octets = self.key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo) if selector else self.der
        return TLSA(usage, selector, matching, {1: hashlib.sha256, 2: hashlib.sha512}[matching](octets).digest() if matching else octets)


def made(name: str, by: Made | None = None, *, authority: bool = False, names: tuple[str, ...] | None = None, days: tuple[float, float] = (-1, 1),
         extensions: tuple[tuple[x509.ExtensionType, bool], ...] = (), length: int | None = None) -> Made:
    """A certificate for a name, signed by another or by itself. `days`: from when and until when, from now on."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    builder = (x509.CertificateBuilder().subject_name(subject).issuer_name(by.certificate.subject if by else subject)
               .public_key(key.public_key()).serial_number(x509.random_serial_number())
               .not_valid_before(now + timedelta(days[0])).not_valid_after(now + timedelta(days[1])))
    if authority:
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=length), True)
    elif names != ():
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(each) for each in names or (name,)]), False)
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical)
    return Made(builder.sign(by.key if by else key, hashes.SHA256()), key)


def serving(folder: Path, own: Made, *others: Made) -> ssl.SSLContext:
    """A server's context that shows a certificate and others behind it."""
    chain, key = folder / "chain.pem", folder / "key.pem"
    chain.write_bytes(b"".join(each.certificate.public_bytes(Encoding.PEM) for each in (own, *others)))
    key.write_bytes(own.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, key)
    return context
