"""Making certificates: self-signed ones, and requests for an authority to sign."""

from datetime import datetime, timedelta, timezone

from relayengine.tls.certificate import Certificate
from relayengine.tls.names import parse_name
from relayengine.tls.store import CertificateStore

DAYS = 5 * 365


def make_self_signed(store: CertificateStore, subject: str, domains: list[str], *, key_size: int = 2048,
                     friendly_name: str = "Microsoft Exchange", services: str = "IMAP, POP, SMTP", exportable: bool = False) -> Certificate:
    """Makes and keeps a self-signed certificate for some names, valid for five years from an hour ago."""
    return _made(store, subject, domains, key_size, friendly_name, services, exportable, pending=False)


def make_request(store: CertificateStore, subject: str, domains: list[str], *, key_size: int = 2048, friendly_name: str = "",
                 exportable: bool = False) -> tuple[bytes, Certificate]:
    """Makes a key and a request (PKCS #10, PEM); until it is answered, a certificate of state PendingRequest stands for it."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key

    waiting = _made(store, subject, domains, key_size, friendly_name, "", exportable, pending=True)
    key = load_pem_private_key(store.private_key(waiting), None)
    request = x509.CertificateSigningRequestBuilder().subject_name(parse_name(subject))
    if domains:
        request = request.add_extension(x509.SubjectAlternativeName([x509.DNSName(d) for d in domains]), critical=False)
    return request.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM), waiting  # type: ignore[arg-type]


def _made(store: CertificateStore, subject: str, domains: list[str], key_size: int, friendly_name: str, services: str,
          exportable: bool, *, pending: bool) -> Certificate:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    key = rsa.generate_private_key(public_exponent=65537, key_size=key_size)
    name = parse_name(subject)
    now = datetime.now(timezone.utc)
    builder = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
               .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(hours=1)).not_valid_after(now + timedelta(days=DAYS))
               .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
               .add_extension(x509.KeyUsage(True, False, True, False, False, False, False, False, False), critical=True)
               .add_extension(x509.ExtendedKeyUsage([x509.oid.ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
               .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False))
    if domains:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(d) for d in dict.fromkeys(domains)]), critical=False)
    pem = builder.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return store.put(pem, secret, friendly_name=friendly_name, services=services, pending=pending, exportable=exportable)


def ensure_default(store: CertificateStore, server: str, fqdn: str) -> Certificate:
    """The self-signed certificate a server is shown with until it has a better one: the one there is, or a new one."""
    for certificate in store.list():
        if certificate.self_signed and certificate.has_private_key and not certificate.pending and certificate.covers(fqdn):
            if certificate.status() == "Valid":
                return certificate
    return make_self_signed(store, f"CN={server}", [server, fqdn])
