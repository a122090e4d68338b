"""Certificate: one certificate of the store, read from its PEM text."""

from datetime import datetime, timezone
from functools import cached_property
from typing import TYPE_CHECKING

from relayengine.tls.names import certificate_name, name_text

if TYPE_CHECKING:
    from cryptography import x509


class Certificate:
    """A certificate (the first of its PEM text; the others are its chain), and whether its key is here."""

    def __init__(self, pem: bytes, has_private_key: bool, friendly_name: str = "", services: str = "", pending: bool = False,
                 exportable: bool = True) -> None:
        self.pem = pem
        self.has_private_key = has_private_key
        self.friendly_name = friendly_name
        self.default_services = services
        self.exportable = exportable
        self.pending = pending
        """Whether it stands for a request that a certificate authority has not answered yet."""

    @cached_property
    def chain(self) -> list["x509.Certificate"]:
        """The parsed certificates, its own first."""
        from cryptography import x509

        return x509.load_pem_x509_certificates(self.pem)

    @property
    def x509(self) -> "x509.Certificate":
        """The parsed certificate itself."""
        return self.chain[0]

    @cached_property
    def thumbprint(self) -> str:
        """SHA-1 of the certificate, forty capital hexadecimal digits: its name everywhere."""
        from cryptography.hazmat.primitives import hashes

        return self.x509.fingerprint(hashes.SHA1()).hex().upper()  # noqa: S303 - a name, not a proof

    @cached_property
    def subject(self) -> str:
        """Whom it is for."""
        return name_text(self.x509.subject)

    @cached_property
    def issuer(self) -> str:
        """Who says so."""
        return name_text(self.x509.issuer)

    @property
    def tls_name(self) -> str:
        """As a connector names it."""
        return certificate_name(self.issuer, self.subject)

    @property
    def serial_number(self) -> str:
        """Capital hexadecimal digits, as many as bytes need."""
        text = f"{self.x509.serial_number:X}"
        return text if len(text) % 2 == 0 else "0" + text

    @property
    def not_before(self) -> datetime:
        """From when it holds (UTC)."""
        return self.x509.not_valid_before_utc

    @property
    def not_after(self) -> datetime:
        """Until when it holds (UTC)."""
        return self.x509.not_valid_after_utc

    @property
    def self_signed(self) -> bool:
        """Whether it speaks for itself alone."""
        return self.x509.issuer == self.x509.subject

    @cached_property
    def domains(self) -> tuple[str, ...]:
        """The DNS names it is for: alternative names, and the common name where there are none; lower case."""
        from cryptography import x509

        names: list[str] = []
        try:
            found = self.x509.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
            names = [n.lower() for n in found.get_values_for_type(x509.DNSName)]
        except (x509.ExtensionNotFound, ValueError):
            pass
        if not names:
            names = [str(a.value).lower() for a in self.x509.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)]
        return tuple(dict.fromkeys(names))

    @property
    def public_key_size(self) -> int:
        """Bits of its key."""
        return int(getattr(self.x509.public_key(), "key_size", 0))

    def status(self, now: datetime | None = None) -> str:
        """Valid, DateInvalid, PendingRequest or Untrusted, as Get-ExchangeCertificate says it."""
        if self.pending:
            return "PendingRequest"
        now = now or datetime.now(timezone.utc)
        return "Valid" if self.not_before <= now <= self.not_after else "DateInvalid"

    def covers(self, name: str) -> bool:
        """Whether a host name is among its domains; a wildcard stands for one label (RFC 9525 §6.3)."""
        name = name.lower().rstrip(".")
        parent = name.partition(".")[2]
        return name in self.domains or bool(parent and "." in parent and f"*.{parent}" in self.domains)
