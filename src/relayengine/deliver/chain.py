"""A path from a server's certificate up to an authority, and what is wrong with it (RFC 5280 §6.1, as far as servers' names go). Pure."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from cryptography import x509

_KNOWN = frozenset(("2.5.29.19", "2.5.29.15", "2.5.29.37", "2.5.29.17", "2.5.29.30", "2.5.29.32", "2.5.29.14", "2.5.29.35"))
"""Extensions whose demands are met here, or ask nothing: one that is critical and not among them condemns its certificate."""


class Path(NamedTuple):
    """Certificates, each issued by the next."""

    certificates: "tuple[x509.Certificate, ...]"

    def leads_to(self, above: "x509.Certificate") -> bool:
        """Whether the last certificate was issued by this one: it names it, and its signature holds."""
        last = self.certificates[-1]
        if last.issuer != above.subject:
            return False
        try:
            last.verify_directly_issued_by(above)
        except Exception:  # InvalidSignature, or a kind of key or signature that the library does not take
            return False
        return True

    def to(self, above: "x509.Certificate") -> "Path":
        """The path with one more certificate."""
        return Path((*self.certificates, above))

    def problem(self, names: tuple[str, ...], now: datetime) -> tuple[str, bool] | None:
        """What is wrong with it for a server that may have one of these names, and whether that is a date; None if nothing is."""
        own = self.certificates[0]
        for certificate in self.certificates:
            if any(e.critical and e.oid.dotted_string not in _KNOWN for e in certificate.extensions):
                return "a certificate has a critical extension that is not known here", False
        for depth, certificate in enumerate(self.certificates[1:]):
            why = self._no_authority(certificate, depth)
            if why:
                return why, False
        if not _for_servers(own):
            return "its certificate is not for servers", False
        carried = names_of(own)
        if not any(covers(carried, name) for name in names):
            return f"its certificate is not for {names[0]}", False
        if not all(_permits(certificate, carried) for certificate in self.certificates[1:]):
            return "an authority may not issue certificates for its name", False
        for certificate in self.certificates:
            if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
                return ("its certificate is out of date" if certificate is own else "the certificate of an authority is out of date"), True
        return None

    def _no_authority(self, certificate: "x509.Certificate", below: int) -> str:
        """Why a certificate may not stand above others, so many authorities among them; "" if it may."""
        from cryptography import x509

        basic = _extension(certificate, x509.BasicConstraints)
        if basic is None or not basic.ca:
            return "a certificate in its chain is not an authority's"
        usage = _extension(certificate, x509.KeyUsage)
        if usage is not None and not usage.key_cert_sign:
            return "a certificate in its chain may not issue others"
        counted = sum(c.issuer != c.subject for c in self.certificates[1:1 + below])
        if basic.path_length is not None and counted > basic.path_length:
            return "there are more authorities in its chain than one of them allows"
        return ""


def names_of(certificate: "x509.Certificate") -> tuple[str, ...]:
    """The DNS names a certificate carries: its alternative names, its common name where there are none (RFC 7672 §3.2.3)."""
    from cryptography import x509

    alternative = _extension(certificate, x509.SubjectAlternativeName)
    found = alternative.get_values_for_type(x509.DNSName) if alternative is not None else []
    if not found:
        found = [str(a.value) for a in certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)]
    return tuple(name.lower().rstrip(".") for name in found)


def covers(carried: tuple[str, ...], name: str) -> bool:
    """Whether names of a certificate take in this one; a wildcard stands for the whole first label, and not right below the top."""
    name = name.lower().rstrip(".")
    parent = name.partition(".")[2]
    return name in carried or "." in parent and f"*.{parent}" in carried


def _for_servers(certificate: "x509.Certificate") -> bool:
    from cryptography import x509

    usage = _extension(certificate, x509.ExtendedKeyUsage)
    wanted = (x509.ExtendedKeyUsageOID.SERVER_AUTH, x509.ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE)
    return usage is None or any(each in wanted for each in usage)


def _permits(certificate: "x509.Certificate", carried: tuple[str, ...]) -> bool:
    """Whether an authority's name constraints (RFC 5280 §4.2.1.10) leave room for all DNS names below it."""
    from cryptography import x509

    limits = _extension(certificate, x509.NameConstraints)
    if limits is None:
        return True
    permitted = [tree.value.lower() for tree in limits.permitted_subtrees or () if isinstance(tree, x509.DNSName)]
    excluded = [tree.value.lower() for tree in limits.excluded_subtrees or () if isinstance(tree, x509.DNSName)]
    plain = [name.removeprefix("*.") for name in carried]
    return not any(_within(name, tree) for name in plain for tree in excluded) and (
        not permitted or all(any(_within(name, tree) for tree in permitted) for name in plain))


def _within(name: str, tree: str) -> bool:
    tree = tree.lstrip(".")
    return not tree or name == tree or name.endswith("." + tree)


def _extension(certificate: "x509.Certificate", kind: type[Any]) -> Any:
    from cryptography import x509

    try:
        return certificate.extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None
