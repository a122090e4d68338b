"""Certificates: kept, imported and exported, asked for, chosen; their keys guarded."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent))

from relayengine.settings.testing import settings  # noqa: E402
from relayengine.tls.choose import choose  # noqa: E402
from relayengine.tls.context import ListeningContexts, sending_context  # noqa: E402
from relayengine.tls.exchange import export_pem, export_pfx, import_certificate  # noqa: E402
from relayengine.tls.names import name_text, parse_name, same_name  # noqa: E402
from relayengine.tls.selfsigned import ensure_default, make_request, make_self_signed  # noqa: E402
from relayengine.tls.store import CertificateProblem, CertificateStore  # noqa: E402
from relayengine.values.options import TlsVersion  # noqa: E402
from relayengine.values.problem import BadValue  # noqa: E402

NOW = dt.datetime.now(dt.timezone.utc)


@pytest.fixture
def store(tmp_path: Path) -> CertificateStore:
    return CertificateStore(tmp_path / "certificates")


def test_a_self_signed_one(store: CertificateStore) -> None:
    made = ensure_default(store, "EXCSERVER", "EXCSERVER.akkaya.local")
    assert ensure_default(store, "EXCSERVER", "EXCSERVER.akkaya.local") is made
    assert (made.subject, made.issuer, made.domains) == ("CN=EXCSERVER", "CN=EXCSERVER", ("excserver", "excserver.akkaya.local"))
    assert made.tls_name == "<I>CN=EXCSERVER<S>CN=EXCSERVER" and len(made.thumbprint) == 40 and made.status() == "Valid" and made.public_key_size == 2048
    assert made.friendly_name == "Microsoft Exchange" and str(store.services(made, settings())) == "IMAP, POP, SMTP"
    assert store.key_path(made).stat().st_mode & 0o777 == 0o600 and store.directory.stat().st_mode & 0o777 == 0o700
    assert store.get(made.thumbprint.lower()) is made
    assigned = settings(ExchangeCertificate=[{"Thumbprint": made.thumbprint, "Services": "SMTP, IIS"}])
    assert str(store.services(made, assigned)) == "IIS, SMTP"


@pytest.mark.parametrize("text", ["CN=mail.cozumpark.com, OU=IT, O=cozumpark Portal, L=Istanbul, S=Istanbul, C=TR", 'CN=x, O="Contoso, Ltd."', "CN=a, DC=contoso, DC=com"])
def test_names_read_back(text: str) -> None:
    assert name_text(parse_name(text)) == text


def test_names_that_are_none() -> None:
    for text in ("", "mail", "XX=1", "CN", "C=Turkey"):
        with pytest.raises(BadValue):
            parse_name(text)
    assert same_name("<i>CN=a,O=b<s>cn=A, O=B", "<I>CN=a, O=b<S>CN=a, O=b") and not same_name("<I>CN=a<S>CN=b", "<I>CN=b<S>CN=a")


def test_out_and_in_again(store: CertificateStore, tmp_path: Path) -> None:
    made = make_self_signed(store, "CN=mail.contoso.com", ["mail.contoso.com"], exportable=True)
    pfx = export_pfx(store, made, "geheim")
    other = CertificateStore(tmp_path / "other")
    with pytest.raises(CertificateProblem, match="password is wrong"):
        import_certificate(other, pfx, "falsch")
    taken = import_certificate(other, pfx, "geheim")
    assert taken.thumbprint == made.thumbprint and taken.has_private_key
    pem = export_pem(made) + store.private_key(made)
    third = CertificateStore(tmp_path / "third")
    assert import_certificate(third, pem).has_private_key
    assert not import_certificate(CertificateStore(tmp_path / "fourth"), export_pem(made)).has_private_key
    locked = make_self_signed(store, "CN=b", ["b.example"])
    with pytest.raises(CertificateProblem, match="not exportable"):
        export_pfx(store, locked, "x")
    for bad in (b"", b"nonsense", b"-----BEGIN CERTIFICATE-----\nxx\n-----END CERTIFICATE-----\n"):
        with pytest.raises(CertificateProblem):
            import_certificate(store, bad)
    with pytest.raises(CertificateProblem, match="belongs to none"):
        import_certificate(store, export_pem(made) + store.private_key(locked))


def test_a_request_and_its_answer(store: CertificateStore) -> None:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.serialization import Encoding

    request, waiting = make_request(store, "CN=mail.contoso.com, O=Contoso", ["mail.contoso.com"])
    assert waiting.status() == "PendingRequest"
    asked = x509.load_pem_x509_csr(request)
    authority = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    answer = (x509.CertificateBuilder().subject_name(asked.subject).issuer_name(parse_name("CN=An Authority")).public_key(asked.public_key())
              .serial_number(7).not_valid_before(NOW - dt.timedelta(1)).not_valid_after(NOW + dt.timedelta(9)).sign(authority, hashes.SHA256()))
    taken = import_certificate(store, answer.public_bytes(Encoding.PEM))
    assert taken.has_private_key and not taken.self_signed and [c.thumbprint for c in store.list()] == [taken.thumbprint]
    assert taken.tls_name == "<I>CN=An Authority<S>CN=mail.contoso.com, O=Contoso"


def test_which_one_a_connector_shows(store: CertificateStore) -> None:
    own = ensure_default(store, "EXCSERVER", "EXCSERVER.akkaya.local")
    mail = make_self_signed(store, "CN=mail.contoso.com", ["mail.contoso.com", "*.wild.example"])
    unused = make_self_signed(store, "CN=unused.contoso.com", ["unused.contoso.com"], services="")
    offered = [(own, True), (mail, True), (unused, False)]

    def shown(name: str | None, fqdn: str, asked: str | None):
        return choose(offered, tls_certificate_name=name, fqdn=fqdn, asked=asked, now=NOW)[0]

    assert shown(unused.tls_name, "mail.contoso.com", None) is unused
    assert shown(None, "mail.contoso.com", None) is mail and shown(None, "EXCSERVER.akkaya.local", "mail.contoso.com") is mail
    assert shown(None, "x", "a.wild.example") is mail and shown(None, "EXCSERVER.akkaya.local", "a.b.wild.example") is own
    assert shown("<I>CN=none<S>CN=none", "EXCSERVER.akkaya.local", None) is own
    assert choose([], tls_certificate_name=None, fqdn="x", asked=None, now=NOW)[0] is None
    assert choose(offered, tls_certificate_name=None, fqdn="unused.contoso.com", asked=None, now=NOW)[0] is not unused


def test_a_key_others_may_read_is_not_used(store: CertificateStore) -> None:
    made = ensure_default(store, "EXCSERVER", "EXCSERVER.akkaya.local")
    s = settings()
    contexts = ListeningContexts(store)
    store.key_path(made).chmod(0o644)
    assert "chmod 600 mends it" in contexts.problem(s, s.receive_connectors[2])
    with pytest.raises(CertificateProblem, match="chmod 600"):
        contexts.context(s, s.receive_connectors[2])
    store.key_path(made).chmod(0o600)
    assert not contexts.problem(s, s.receive_connectors[2]) and contexts.context(s, s.receive_connectors[2])
    named = s.receive_connectors[2].replace(tls_certificate_name="<I>CN=gone<S>CN=gone")
    assert 'no certificate of the store is "<I>CN=gone<S>CN=gone"' in contexts.problem(s, named)


def test_a_damaged_store_serves_what_is_whole(store: CertificateStore) -> None:
    made = ensure_default(store, "EXCSERVER", "EXCSERVER.akkaya.local")
    (store.directory / ("A" * 40 + ".pem")).write_bytes(b"nonsense")
    (store.directory / ("B" * 40 + ".pem")).write_bytes(made.pem)
    found = CertificateStore(store.directory)
    assert [c.thumbprint for c in found.list()] == [made.thumbprint] and len(found.unreadable) == 2


def test_contexts_for_sending() -> None:
    import ssl

    assert sending_context(TlsVersion.Tls12, verify=False).verify_mode is ssl.CERT_NONE
    strict = sending_context(TlsVersion.Tls13, verify=True)
    assert strict.verify_mode is ssl.CERT_REQUIRED and strict.check_hostname and strict.minimum_version is ssl.TLSVersion.TLSv1_3
