"""TLS contexts for sending, one for each way of checking, made when first needed."""

import ssl
from collections.abc import Callable

from relayengine.deliver.plan import Plan, Tls
from relayengine.settings.snapshot import Settings
from relayengine.values.options import TlsVersion


class Contexts:
    """Makes and keeps contexts for one snapshot of the settings."""

    def __init__(self, settings: Settings, certificate: Callable[[str], tuple[str, str] | None] | None = None) -> None:
        """`certificate` finds the files (chain, key) of a certificate named as <I>issuer<S>subject."""
        self._settings = settings
        self._certificate = certificate
        self._made: dict[tuple[bool, str], ssl.SSLContext] = {}

    def __call__(self, plan: Plan) -> ssl.SSLContext:
        """The context a plan needs."""
        checked = plan.tls in (Tls.CHAIN, Tls.NAME)
        key = (checked, plan.tls_certificate)
        if key not in self._made:
            self._made[key] = self._make(checked, plan.tls_certificate)
        return self._made[key]

    def _make(self, checked: bool, certificate: str) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_REQUIRED if checked else ssl.CERT_NONE
        lowest = self._settings.server.minimum_send_tls_version
        context.minimum_version = ssl.TLSVersion.TLSv1_3 if lowest is TlsVersion.Tls13 else ssl.TLSVersion.TLSv1_2
        if self._settings.server.cipher_list:
            context.set_ciphers(self._settings.server.cipher_list)
        if checked:
            context.load_default_certs(ssl.Purpose.SERVER_AUTH)
        if certificate and self._certificate is not None and (files := self._certificate(certificate)) is not None:
            context.load_cert_chain(*files)
        return context
