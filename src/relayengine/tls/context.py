"""TLS contexts: for listening, each made once per certificate and chosen anew at every handshake; and for sending."""

import ssl
from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any

from relayengine.settings.receive_connector import ReceiveConnector
from relayengine.settings.snapshot import Settings
from relayengine.tls.certificate import Certificate
from relayengine.tls.choose import choose
from relayengine.tls.store import CertificateProblem, CertificateStore
from relayengine.values.options import CertificateServices, TlsVersion

_CIPHERS = "ECDHE+AESGCM:ECDHE+CHACHA20:DHE+AESGCM:DHE+CHACHA20:!aNULL:!eNULL:!MD5:!RC4:!3DES"
_LOWEST = {TlsVersion.Tls12: ssl.TLSVersion.TLSv1_2, TlsVersion.Tls13: ssl.TLSVersion.TLSv1_3}


def _plain_context(protocol: int, lowest: TlsVersion, ciphers: str, bits: int = 0) -> ssl.SSLContext:
    context = ssl.SSLContext(protocol)
    context.minimum_version = _LOWEST[lowest]
    context.set_ciphers(ciphers or _CIPHERS)
    if bits > 128:
        strong = [c["name"] for c in context.get_ciphers() if c["strength_bits"] >= bits and c["protocol"] != "TLSv1.3"]
        context.set_ciphers(":".join(strong) or "AES256-GCM-SHA384")  # those of TLS 1.3 cannot be chosen: who agrees on one too weak is sent away
    context.options |= ssl.OP_NO_COMPRESSION | getattr(ssl, "OP_NO_RENEGOTIATION", 0)
    return context


class ListeningContexts:
    """Contexts for receive connectors; a certificate that came or went shows at the next handshake."""

    def __init__(self, store: CertificateStore, clock: Callable[[], datetime] | None = None) -> None:
        self._store = store
        self._clock = clock or (lambda: datetime.now(timezone.utc))
        self._contexts: dict[tuple[object, ...], ssl.SSLContext] = {}

    def certificate(self, settings: Settings, connector: ReceiveConnector, asked: str | None = None) -> tuple[Certificate | None, str]:
        """The certificate a connector shows to a client that asks for a name, and why."""
        offered = [(c, bool(self._store.services(c, settings) & CertificateServices.SMTP)) for c in self._store.list()]
        return choose(offered, tls_certificate_name=connector.tls_certificate_name, fqdn=connector.fqdn or settings.server.fqdn,
                      asked=asked, now=self._clock())

    def problem(self, settings: Settings, connector: ReceiveConnector) -> str:
        """Why a connector cannot show the certificate it should; "" if it can."""
        certificate, why = self.certificate(settings, connector)
        if certificate is None:
            return f'{settings.identity(connector)} offers TLS, but {why}'
        if connector.tls_certificate_name and "names it" not in why:
            return (f'{settings.identity(connector)}: no certificate of the store is "{connector.tls_certificate_name}"; '
                    f"{certificate.tls_name} is shown instead")
        return self._store.check_key(certificate)

    def context(self, settings: Settings, connector: ReceiveConnector, asked: str | None = None) -> ssl.SSLContext:
        """A context for one handshake. CertificateProblem if there is no usable certificate."""
        certificate, why = self.certificate(settings, connector, asked)
        if certificate is None:
            raise CertificateProblem(why)
        asks = bool(connector.tls_domain_capabilities or connector.domain_secure_enabled and settings.transport_config.tls_receive_domain_secure_list)
        key = (certificate.thumbprint, connector.minimum_tls_version, settings.server.cipher_list, connector.name, asks, connector.minimum_cipher_strength)
        made = self._contexts.get(key)
        if made is None:
            problem = self._store.check_key(certificate)
            if problem:
                raise CertificateProblem(problem)
            made = _plain_context(ssl.PROTOCOL_TLS_SERVER, connector.minimum_tls_version, settings.server.cipher_list, connector.minimum_cipher_strength)
            if asks:
                # A client may show a certificate or none; one that leads to no trusted authority ends the handshake.
                made.verify_mode = ssl.CERT_OPTIONAL
                made.load_default_certs(ssl.Purpose.CLIENT_AUTH)
            try:
                made.load_cert_chain(self._store.pem_path(certificate), self._store.key_path(certificate))
            except (ssl.SSLError, OSError) as error:
                raise CertificateProblem(f"certificate {certificate.thumbprint} and its key do not go together: {error}") from None
            self._contexts[key] = made
        return made

    def handshake(self, settings: Settings, connector: ReceiveConnector) -> ssl.SSLContext:
        """A context that answers a name the client asks for with the certificate for that name."""
        base = self.context(settings, connector)
        if connector.tls_certificate_name:
            return base
        if base.sni_callback is None:
            base.sni_callback = self._asked
        base._relay = (settings, connector)  # type: ignore[attr-defined]
        return base

    def _asked(self, connection: Any, name: str | None, context: ssl.SSLContext) -> None:
        settings, connector = context._relay  # type: ignore[attr-defined]
        if name and len(name) <= 255 and name.isprintable():
            try:
                other = self.context(settings, connector, name)
            except CertificateProblem:
                return
            if other is not context:
                connection.context = other


def sending_context(lowest: TlsVersion, *, verify: bool, certificate: tuple[str, str] | None = None, ciphers: str = "") -> ssl.SSLContext:
    """A context for a connection to another server.

    `verify`: whether its certificate must lead to a trusted authority and carry the name connected to. `certificate`: paths of the
    certificate and key shown to it.
    """
    context = _plain_context(ssl.PROTOCOL_TLS_CLIENT, lowest, ciphers)
    if verify:
        context.load_default_certs(ssl.Purpose.SERVER_AUTH)
    else:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    if certificate:
        context.load_cert_chain(*certificate)
    return context
