"""CertificateRequest and the extensions that go into one: certificates signed by themselves or by an authority, and requests in PKCS #10."""

from __future__ import annotations

from typing import Any, Iterator

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.certificates import Certificate, DistinguishedName, Extension, Oid, new_name, x500_name
from relayshell.objects.dotnet.derivations import hash_name
from relayshell.objects.dotnet.faults import argument_fault, null_fault
from relayshell.objects.dotnet.keypairs import KeyPair
from relayshell.objects.dotnet.lists import NetList
from relayshell.objects.dotnet.results import byte_array, enum_of, to_bytes
from relayshell.objects.nettype import resolve_text

_C = "System.Security.Cryptography."
_X = _C + "X509Certificates."
_USAGES = {"digital_signature": 128, "content_commitment": 64, "key_encipherment": 32, "data_encipherment": 16, "key_agreement": 8, "key_cert_sign": 4, "crl_sign": 2, "encipher_only": 1,
           "decipher_only": 32768}


class OidCollection:
    """OidCollection: identifiers in a row."""

    __slots__ = ("items",)

    def __init__(self) -> None:
        self.items: list[Oid] = []

    def __iter__(self) -> Iterator[Oid]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


def _add_oid(self: OidCollection, oid: Oid) -> int:
    self.items.append(oid)
    return len(self.items) - 1


declare(_C + "OidCollection", OidCollection, new={"()": OidCollection}, enumerate=iter, index=lambda self, at: self.items[at], get={"Count": len}, methods={"Add": _add_oid},
        interfaces=("System.Collections.ICollection",), signatures=("()", "int Count {get;}", f"int Add({_C}Oid oid)"))


class _Made(Extension):
    """An extension that a script makes; its class tells what it is."""

    __slots__ = ("net_type",)


def _extension(type_name: str, value: Any, critical: bool) -> _Made:
    from cryptography import x509

    made = _Made(x509.Extension(value.oid, critical, value))
    made.net_type = resolve_text(_X + type_name)
    return made


def _basic(authority: bool, limited: bool, length: int, critical: bool) -> _Made:
    from cryptography import x509
    return _extension("X509BasicConstraintsExtension", x509.BasicConstraints(authority, length if limited and authority else None), critical)


def _key_usage(flags: Any, critical: bool) -> _Made:
    from cryptography import x509
    number = int(flags)
    wanted = {name: bool(number & bit) for name, bit in _USAGES.items()}
    if not wanted["key_agreement"]:
        wanted["encipher_only"] = wanted["decipher_only"] = False
    return _extension("X509KeyUsageExtension", x509.KeyUsage(**wanted), critical)


def _usages(self: Any) -> Any:
    value, number = self.value, 0
    for name, bit in _USAGES.items():
        if name not in ("encipher_only", "decipher_only") or value.key_agreement:
            number |= bit * getattr(value, name)
    return enum_of(_X + "X509KeyUsageFlags", number)


def _enhanced(oids: Any, critical: bool) -> _Made:
    from cryptography import x509
    return _extension("X509EnhancedKeyUsageExtension", x509.ExtendedKeyUsage([x509.ObjectIdentifier(each.value) for each in oids]), critical)


def _identifier(key: Any, critical: bool) -> _Made:
    from cryptography import x509
    if isinstance(key, str):
        value = x509.SubjectKeyIdentifier(bytes.fromhex(key))
    elif isinstance(key, list):
        value = x509.SubjectKeyIdentifier(to_bytes(key))
    else:
        value = x509.SubjectKeyIdentifier.from_public_key(key.cert.public_key())
    return _extension("X509SubjectKeyIdentifierExtension", value, critical)


_EXTENSIONS: dict[str, tuple[Any, dict[str, Any], tuple[str, ...]]] = {
    "X509BasicConstraintsExtension": (_basic, {
        "CertificateAuthority": lambda self: self.value.ca, "HasPathLengthConstraint": lambda self: self.value.path_length is not None,
        "PathLengthConstraint": lambda self: self.value.path_length or 0},
        ("(bool certificateAuthority, bool hasPathLengthConstraint, int pathLengthConstraint, bool critical)", "bool CertificateAuthority {get;}", "bool HasPathLengthConstraint {get;}",
         "int PathLengthConstraint {get;}")),
    "X509KeyUsageExtension": (_key_usage, {"KeyUsages": _usages}, (f"({_X}X509KeyUsageFlags keyUsages, bool critical)", f"{_X}X509KeyUsageFlags KeyUsages {{get;}}")),
    "X509EnhancedKeyUsageExtension": (_enhanced, {"EnhancedKeyUsages": lambda self: [Oid(each.dotted_string) for each in self.value]},
                                      (f"({_C}OidCollection enhancedKeyUsages, bool critical)", f"{_C}OidCollection EnhancedKeyUsages {{get;}}")),
    "X509SubjectKeyIdentifierExtension": (_identifier, {"SubjectKeyIdentifier": lambda self: self.value.digest.hex().upper()},
                                          (f"({_X}PublicKey key, bool critical)", "(byte[] subjectKeyIdentifier, bool critical)", "(string subjectKeyIdentifier, bool critical)",
                                           "string SubjectKeyIdentifier {get;}")),
}
for _name, (_new, _get, _said) in _EXTENSIONS.items():
    declare(_X + _name, _Made, dynamic=True, base=_X + "X509Extension", new=_new, signatures=_said,
            get={"Critical": lambda self: self.critical, "Oid": lambda self: self.oid, "RawData": lambda self: byte_array(self.raw), **_get}, methods={"Format": Extension.text})


class NameBuilder:
    """SubjectAlternativeNameBuilder: names gathered, then one extension."""

    __slots__ = ("names",)

    def __init__(self) -> None:
        self.names: list[Any] = []


def _adder(kind: str) -> Any:
    def add(self: NameBuilder, value: Any) -> None:
        from cryptography import x509
        if kind == "IPAddress":
            from ipaddress import ip_address
            self.names.append(x509.IPAddress(ip_address(str(value))))
        else:
            self.names.append(getattr(x509, kind)(str(value)))
    return add


def _build(self: NameBuilder, critical: bool = False) -> _Made:
    from cryptography import x509
    return _extension("X509Extension", x509.SubjectAlternativeName(self.names), bool(critical))


declare(_X + "SubjectAlternativeNameBuilder", NameBuilder, new={"()": NameBuilder},
        methods={"AddDnsName": _adder("DNSName"), "AddEmailAddress": _adder("RFC822Name"), "AddIpAddress": _adder("IPAddress"), "AddUri": _adder("UniformResourceIdentifier"), "Build": _build},
        signatures=("()", "void AddDnsName(string dnsName)", "void AddEmailAddress(string emailAddress)", "void AddIpAddress(ipaddress ipAddress)", "void AddUri(uri uri)",
                    f"{_X}X509Extension Build(bool critical = ?)"))


class CertificateRequest:
    """A name, a key and a hash, and the extensions that are wanted."""

    __slots__ = ("subject", "key", "digest", "extensions")

    def __init__(self, subject: Any, key: KeyPair, digest: Any, *padding: Any) -> None:
        self.subject: DistinguishedName = subject if isinstance(subject, DistinguishedName) else new_name(subject)
        if key is None:
            raise null_fault("key")
        self.key, self.digest = key, digest
        hash_name(digest)
        self.extensions = NetList(resolve_text(f"System.Collections.ObjectModel.Collection[{_X}X509Extension]"))

    def name(self) -> Any:
        """The subject, as `cryptography` has it."""
        return x500_name(self.subject.text)


def _fill(self: CertificateRequest, builder: Any) -> Any:
    for each in self.extensions.items:
        builder = builder.add_extension(each.value, each.critical)
    return builder


def _signed(self: CertificateRequest, issuer: Any, signer: Any, start: Any, end: Any, serial: int, key: Any) -> Certificate:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes

    if end.utc_ticks < start.utc_ticks:
        raise argument_fault("The value predates notBefore.", "notAfter")
    builder = x509.CertificateBuilder(issuer, self.name(), self.key.public, serial, _moment(start), _moment(end))
    return Certificate(_fill(self, builder).sign(signer, getattr(hashes, hash_name(self.digest).upper())()), key)


def _moment(value: Any) -> Any:
    from datetime import datetime, timedelta
    return datetime(1, 1, 1) + timedelta(seconds=value.utc_ticks // 10_000_000)


def _self_signed(self: CertificateRequest, start: Any, end: Any) -> Certificate:
    from cryptography import x509
    return _signed(self, self.name(), self.key.private, start, end, x509.random_serial_number() >> 95, self.key.private)


def _issued(self: CertificateRequest, issuer: Certificate, start: Any, end: Any, serial: Any) -> Certificate:
    if issuer.key is None:
        raise argument_fault("The provided issuer certificate does not have an associated private key.", "issuerCertificate")
    return _signed(self, issuer.cert.subject, issuer.key, start, end, int.from_bytes(to_bytes(serial), "big"), None)


def _request(pem: bool) -> Any:
    def make(self: CertificateRequest) -> Any:
        from cryptography import x509
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.serialization import Encoding
        made = _fill(self, x509.CertificateSigningRequestBuilder(self.name())).sign(self.key.private, getattr(hashes, hash_name(self.digest).upper())())
        data = made.public_bytes(Encoding.PEM if pem else Encoding.DER)
        return data.decode("ascii").rstrip("\n") if pem else byte_array(data)
    return make


_DTO = "System.DateTimeOffset"
declare(_X + "CertificateRequest", CertificateRequest, new=CertificateRequest,
        get={"SubjectName": lambda self: self.subject, "CertificateExtensions": lambda self: self.extensions, "HashAlgorithm": lambda self: self.digest},
        methods={"CreateSelfSigned": _self_signed, "Create": _issued, "CreateSigningRequest": _request(False), "CreateSigningRequestPem": _request(True)},
        signatures=(*(f"({subject}, {_C}{key}, {_C}HashAlgorithmName hashAlgorithm{more})" for subject in ("string subjectName", f"{_X}X500DistinguishedName subjectName")
                      for key, more in (("RSA key", f", {_C}RSASignaturePadding padding"), ("ECDsa key", ""))),
                    f"{_X}X500DistinguishedName SubjectName {{get;}}", f"System.Collections.ObjectModel.Collection[{_X}X509Extension] CertificateExtensions {{get;}}",
                    f"{_C}HashAlgorithmName HashAlgorithm {{get;}}", f"{_X}X509Certificate2 CreateSelfSigned({_DTO} notBefore, {_DTO} notAfter)",
                    f"{_X}X509Certificate2 Create({_X}X509Certificate2 issuerCertificate, {_DTO} notBefore, {_DTO} notAfter, byte[] serialNumber)",
                    "byte[] CreateSigningRequest()", "string CreateSigningRequestPem()"))
