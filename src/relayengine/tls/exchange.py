"""Certificates going in and out of the store: PFX and PEM files, requests to an authority and their answers."""

from relayengine.tls.certificate import Certificate
from relayengine.tls.store import CertificateProblem, CertificateStore


def import_certificate(store: CertificateStore, data: bytes, password: str = "", *, friendly_name: str = "",
                       exportable: bool = True) -> Certificate:
    """Takes a PFX, a PEM with or without a key, or a DER certificate; a certificate without key answers a request made here."""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import load_pem_private_key, pkcs12

    secret = password.encode() if password else None
    if b"-----BEGIN" in data:
        try:
            certificates = x509.load_pem_x509_certificates(data)
        except ValueError:
            raise CertificateProblem("the PEM text holds no certificate; one stands between BEGIN CERTIFICATE and END CERTIFICATE") from None
        key = None
        if b"PRIVATE KEY-----" in data:
            start = data.index(b"-----BEGIN", max(0, data.index(b"PRIVATE KEY-----") - 40))
            try:
                key = load_pem_private_key(data[start:], secret)
            except (ValueError, TypeError) as error:
                raise CertificateProblem(f"the private key in the PEM text cannot be read ({error}); is the password right?") from None
    else:
        try:
            key, first, others = pkcs12.load_key_and_certificates(data, secret)
            certificates = ([first] if first else []) + list(others)
        except ValueError as error:
            try:
                certificates, key = [x509.load_der_x509_certificate(data)], None
            except ValueError:
                if "password" in str(error).lower() or "mac" in str(error).lower():
                    raise CertificateProblem("the PFX cannot be opened: the password is wrong") from None
                raise CertificateProblem("the data is neither a PFX nor a certificate in PEM or DER form") from None
    if not certificates:
        raise CertificateProblem("the file holds no certificate")
    return _keep(store, certificates, key, friendly_name, exportable)


def _keep(store: CertificateStore, certificates: list, key, friendly_name: str, exportable: bool) -> Certificate:  # type: ignore[no-untyped-def, type-arg]
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

    def public(of) -> bytes:  # type: ignore[no-untyped-def]
        return of.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)  # type: ignore[no-any-return]

    services = ""
    key_pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) if key else None
    if key is not None:
        own = [c for c in certificates if public(c) == public(key)]
        if not own:
            raise CertificateProblem("the private key belongs to none of the certificates beside it")
        certificates = own[:1] + [c for c in certificates if c is not own[0]]
    else:
        for waiting in store.list():
            if waiting.pending and public(waiting.x509) == public(certificates[0]):
                key_pem, friendly_name = store.private_key(waiting), friendly_name or waiting.friendly_name
                exportable = waiting.exportable
                store.remove(waiting)
                break
    chain = b"".join(c.public_bytes(Encoding.PEM) for c in certificates)
    return store.put(chain, key_pem, friendly_name=friendly_name, services=services, exportable=exportable)


def export_pfx(store: CertificateStore, certificate: Certificate, password: str) -> bytes:
    """A PFX of a certificate, its chain and its key, under a password."""
    from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, load_pem_private_key, pkcs12

    if not password:
        raise CertificateProblem("a PFX holds the private key and needs a password")
    if not certificate.exportable:
        raise CertificateProblem(f"the private key of {certificate.thumbprint} was made not exportable")
    key = load_pem_private_key(store.private_key(certificate), None)
    return pkcs12.serialize_key_and_certificates(certificate.friendly_name.encode() or None, key, certificate.x509,  # type: ignore[arg-type]
                                                 certificate.chain[1:] or None, BestAvailableEncryption(password.encode()))


def export_pem(certificate: Certificate) -> bytes:
    """The certificate and its chain, without key."""
    return certificate.pem
