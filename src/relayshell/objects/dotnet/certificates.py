"""X509Certificate2, X500DistinguishedName and certificate collections, over the `cryptography` package."""

from __future__ import annotations

import hashlib
import re
from typing import Any, Iterator

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.datetimes import UTC, DateTime
from relayshell.objects.dotnet.faults import fault, range_fault
from relayshell.objects.dotnet.results import byte_array, enum_of, string_array, to_bytes
from relayshell.objects.dotnet.ticks import SECOND, UNIX_EPOCH

_X = "System.Security.Cryptography.X509Certificates."
_OIDS = {"2.5.4.3": "CN", "2.5.4.6": "C", "2.5.4.7": "L", "2.5.4.8": "S", "2.5.4.10": "O", "2.5.4.11": "OU", "2.5.4.9": "STREET", "2.5.4.4": "SN", "2.5.4.42": "G", "2.5.4.12": "T",
         "1.2.840.113549.1.9.1": "E", "0.9.2342.19200300.100.1.25": "DC", "2.5.4.5": "SERIALNUMBER", "2.5.4.46": "DNQ"}
_NAMED = {"1.2.840.113549.1.1.5": "sha1RSA", "1.2.840.113549.1.1.11": "sha256RSA", "1.2.840.113549.1.1.12": "sha384RSA", "1.2.840.113549.1.1.13": "sha512RSA",
          "1.2.840.10045.4.3.2": "sha256ECDSA", "1.2.840.10045.4.3.3": "sha384ECDSA", "1.2.840.10045.4.3.4": "sha512ECDSA", "1.3.101.112": "Ed25519",
          "1.2.840.113549.1.1.1": "RSA", "1.2.840.10045.2.1": "ECC", "2.5.29.14": "Subject Key Identifier", "2.5.29.15": "Key Usage", "2.5.29.17": "Subject Alternative Name",
          "2.5.29.19": "Basic Constraints", "2.5.29.35": "Authority Key Identifier", "2.5.29.37": "Enhanced Key Usage", "2.5.29.31": "CRL Distribution Points",
          "2.5.29.32": "Certificate Policies", "1.3.6.1.5.5.7.1.1": "Authority Information Access", "1.3.6.1.5.5.7.3.1": "Server Authentication",
          "1.3.6.1.5.5.7.3.2": "Client Authentication", "1.3.6.1.5.5.7.3.4": "Secure Email"}


_KEY_USAGES = {"digital_signature": "Digital Signature", "content_commitment": "Non Repudiation", "key_encipherment": "Key Encipherment", "data_encipherment": "Data Encipherment",
               "key_agreement": "Key Agreement", "key_cert_sign": "Certificate Sign", "crl_sign": "CRL Sign", "encipher_only": "Encipher Only", "decipher_only": "Decipher Only"}


def crypto_fault(message: str) -> Exception:
    """System.Security.Cryptography.CryptographicException."""
    return fault("System.Security.Cryptography.CryptographicException", message)


def name_text(name: Any) -> str:
    """A distinguished name, the most specific part first, as .NET writes it."""
    out = []
    for part in reversed(list(name.rdns)):
        out.append(" + ".join(f"{_OIDS.get(item.oid.dotted_string, 'OID.' + item.oid.dotted_string)}={_quoted(item.value)}" for item in part))
    return ", ".join(out)


def _quoted(value: Any) -> str:
    text = value if isinstance(value, str) else value.hex()
    return '"' + text.replace('"', '""') + '"' if any(char in text for char in ',+="\n<>#;') or text != text.strip() else text


class Oid:
    """System.Security.Cryptography.Oid: a number in dotted form and its name; either may be missing."""

    __slots__ = ("value", "friendly")

    def __init__(self, value: Any = None, friendly: str | None = None) -> None:
        if isinstance(value, Oid):
            value, friendly = value.value, value.friendly
        elif value is not None and friendly is None and not value[:1].isdigit():
            value, friendly = _oid_of(value) or value, value
        self.value, self.friendly = value, friendly

    def name(self) -> str | None:
        """The friendly name: its own, or the number's."""
        return self.friendly if self.friendly is not None else _NAMED.get(self.value or "")


_HASHES = {"1.3.14.3.2.26": "sha1", "1.2.840.113549.2.5": "md5", "2.16.840.1.101.3.4.2.1": "sha256", "2.16.840.1.101.3.4.2.2": "sha384", "2.16.840.1.101.3.4.2.3": "sha512"}


def _oid_of(name: str) -> str | None:
    """The number of a friendly name, in any case."""
    return next((number for table in (_HASHES, _NAMED, _OIDS) for number, known in table.items() if known.lower() == name.lower()), None)


def _from_friendly(name: str, group: Any) -> Oid:
    if (value := _oid_of(name)) is None:
        raise crypto_fault("No OID value matches this name.")
    return Oid(value, name)


def _from_value(value: str, group: Any) -> Oid:
    if (name := _HASHES.get(value) or _NAMED.get(value)) is None:
        raise crypto_fault("The OID value is invalid.")
    return Oid(value, name)


_OID = "System.Security.Cryptography.Oid"
declare(_OID, Oid, new={"*": Oid}, get={"Value": lambda self: self.value, "FriendlyName": lambda self: self.name() if self.friendly or self.value not in _HASHES else _HASHES[self.value]},
        statics={"FromFriendlyName": _from_friendly, "FromOidValue": _from_value},
        signatures=("()", "(string oid)", "(string value, string friendlyName)", f"({_OID} oid)", "string Value {get;set;}", "string FriendlyName {get;set;}",
                    f"static {_OID} FromFriendlyName(string friendlyName, {_OID}Group group)", f"static {_OID} FromOidValue(string oidValue, {_OID}Group group)"))


class DistinguishedName:
    """X500DistinguishedName."""

    __slots__ = ("text", "raw")

    def __init__(self, text: str, raw: bytes = b"") -> None:
        self.text, self.raw = text, raw


def _decode(self: DistinguishedName, flags: Any) -> str:
    number = int(flags)
    parts = self.text.split(", ")
    if number & 1:
        parts.reverse()
    return ("\n" if number & 0x100 else "; " if number & 0x10 else ", ").join(parts)


_PART = re.compile(r"""\s*(?:OID\.)?([A-Za-z][A-Za-z0-9]*|[0-9.]+)\s*=\s*("(?:[^"]|"")*"|[^,;+\n"]*)\s*([,;+\n]|$)""", re.IGNORECASE)


def x500_name(text: str) -> Any:
    """A distinguished name of a text such as 'CN=a, O="b, c"', as `cryptography` has it: the last part stands first. Raises CryptographicException."""
    from cryptography import x509
    wrong = crypto_fault("The string contains an invalid X500 name attribute key, oid, value or delimiter.")
    known = {"ST": "2.5.4.8", "EMAIL": "1.2.840.113549.1.9.1", "SERIALNUMBER": "2.5.4.5", **{name: oid for oid, name in _OIDS.items()}}
    parts: list[list[Any]] = []
    at, joined = 0, False
    while at < len(text):
        found = _PART.match(text, at)
        if found is None:
            raise wrong
        key, value, end = found.groups()
        oid = known.get(key.upper(), key if key[0].isdigit() else None)
        if oid is None:
            raise wrong
        bare = value[1:-1].replace('""', '"') if value.startswith('"') else value.strip()
        try:
            made = x509.NameAttribute(x509.ObjectIdentifier(oid), bare)
        except ValueError:
            raise wrong from None
        parts[-1].append(made) if joined else parts.append([made])
        joined, at = end == "+", found.end()
    return x509.Name([x509.RelativeDistinguishedName(part) for part in reversed(parts)])


def new_name(source: Any, *flags: Any) -> DistinguishedName:
    """X500DistinguishedName's constructors: a text, raw bytes, another one."""
    if isinstance(source, str):
        made = x500_name(source)
        return DistinguishedName(name_text(made), made.public_bytes())
    return source if isinstance(source, DistinguishedName) else DistinguishedName("", to_bytes(source))


declare(_X + "X500DistinguishedName", DistinguishedName, new={"*": new_name}, get={"Name": lambda self: self.text, "Oid": lambda self: None, "RawData": lambda self: byte_array(self.raw)},
        methods={"Decode": _decode, "Format": lambda self, multi: self.text.replace(", ", "\n") if multi else self.text, "EnumerateRelativeDistinguishedNames": lambda self, *reverse: string_array(self.text.split(", "))},
        to_text=lambda self: "System.Security.Cryptography.X509Certificates.X500DistinguishedName")


class Extension:
    """X509Extension: an identifier, whether it is critical, and its raw value."""

    __slots__ = ("oid", "critical", "raw", "value")

    def __init__(self, found: Any) -> None:
        self.oid, self.critical, self.value = Oid(found.oid.dotted_string), found.critical, found.value
        self.raw = found.value.public_bytes()

    def text(self, multi: bool = False) -> str:
        """The value in words for the kinds known, else in hexadecimal."""
        from cryptography import x509
        if isinstance(self.value, x509.SubjectAlternativeName):
            shown = {"DNSName": "DNS:", "IPAddress": "IP Address:", "RFC822Name": "email:", "UniformResourceIdentifier": "URI:"}
            return ("\n" if multi else ", ").join(shown.get(type(item).__name__, "") + str(item.value) for item in self.value)
        if isinstance(self.value, x509.BasicConstraints):
            return f"Subject Type={'CA' if self.value.ca else 'End Entity'}, Path Length Constraint={'None' if self.value.path_length is None else self.value.path_length}"
        if isinstance(self.value, x509.ExtendedKeyUsage):
            return ", ".join(f"{_NAMED.get(item.dotted_string, 'Unknown Key Usage')} ({item.dotted_string})" for item in self.value)
        if isinstance(self.value, x509.KeyUsage):
            return ", ".join(words for name, words in _KEY_USAGES.items() if getattr(self.value, "_" + name))
        return self.raw.hex().upper()


declare(_X + "X509Extension", Extension, get={"Critical": lambda self: self.critical, "Oid": lambda self: self.oid, "RawData": lambda self: byte_array(self.raw),
                                              "EnhancedKeyUsages": lambda self: [Oid(item.dotted_string) for item in self.value] if hasattr(self.value, "__iter__") else None},
        methods={"Format": Extension.text}, signatures=("bool Critical {get;set;}", "System.Security.Cryptography.Oid Oid {get;}", "byte[] RawData {get;}", "string Format(bool multiLine)"))


class Certificate:
    """X509Certificate2: a certificate, perhaps with its key."""

    __slots__ = ("cert", "key", "friendly", "props", "__weakref__")

    def __init__(self, cert: Any, key: Any = None) -> None:
        self.cert, self.key, self.friendly = cert, key, ""
        self.props: Any = None

    def der(self) -> bytes:
        """The certificate in DER."""
        from cryptography.hazmat.primitives.serialization import Encoding
        return self.cert.public_bytes(Encoding.DER)

    def thumbprint(self) -> str:
        """SHA-1 in hexadecimal capitals."""
        return hashlib.sha1(self.der()).hexdigest().upper()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Certificate) and other.der() == self.der()

    def __hash__(self) -> int:
        return hash(self.thumbprint())


def load(data: bytes, password: str | None = None) -> Certificate:
    """A certificate from DER, PEM or PKCS #12. Raises CryptographicException."""
    from cryptography import x509
    if b"-----BEGIN CERTIFICATE" in data:
        try:
            return Certificate(x509.load_pem_x509_certificate(data), _pem_key(data))
        except ValueError:
            raise crypto_fault("The certificate contents do not contain a PEM with a CERTIFICATE label, or the content is malformed.") from None
    try:
        return Certificate(x509.load_der_x509_certificate(data))
    except ValueError:
        pass
    try:
        from cryptography.hazmat.primitives.serialization import pkcs12
        key, cert, _ = pkcs12.load_key_and_certificates(data, (password or "").encode("utf-8") or None)
    except ValueError as error:
        if "password" in str(error).lower():
            raise crypto_fault("The certificate data cannot be read with the provided password, the password may be incorrect.") from None
        raise crypto_fault("Cannot find the requested object.") from None
    if cert is None:
        raise crypto_fault("Cannot find the requested object.")
    return Certificate(cert, key)


def _pem_key(data: bytes) -> Any:
    if b"PRIVATE KEY-----" not in data:
        return None
    from cryptography.hazmat.primitives.serialization import load_pem_private_key
    try:
        return load_pem_private_key(data, None)
    except (ValueError, TypeError):
        return None


def _new(*args: Any) -> Certificate:
    if not args:
        raise crypto_fault("m_safeCertContext is an invalid handle.")
    source = args[0]
    password = next((a.text if hasattr(a, "text") else a for a in args[1:] if isinstance(a, str) or hasattr(a, "text")), None)
    if isinstance(source, Certificate):
        return Certificate(source.cert, source.key)
    if isinstance(source, str):
        from relayshell.objects.dotnet.filestatics import read_bytes
        return load(read_bytes(source), password)
    return load(to_bytes(source), password)


def _moment(value: Any) -> DateTime:
    return DateTime(UNIX_EPOCH + int(value.timestamp()) * SECOND, UTC).local()


def _serial(self: Certificate) -> str:
    text = f"{self.cert.serial_number:X}"
    text = "0" + text if len(text) % 2 else text
    return "00" + text if int(text[0], 16) >= 8 else text


def _simple_name(self: Certificate, kind: Any, issuer: bool) -> str:
    from cryptography import x509
    number = int(kind)
    name = self.cert.issuer if issuer else self.cert.subject
    if number in (3, 4, 1):
        try:
            san = self.cert.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
            found = san.get_values_for_type(x509.RFC822Name if number == 1 else x509.DNSName)
            if found:
                return found[0]
        except x509.ExtensionNotFound:
            pass
    for oid in ("2.5.4.3", "2.5.4.11", "2.5.4.10"):
        found = [item.value for item in name if item.oid.dotted_string == oid]
        if found and number != 1:
            return str(found[-1])
    return ""


def dns_names(self: Certificate) -> list[str]:
    """The DNS names a certificate is for."""
    from cryptography import x509
    try:
        return self.cert.extensions.get_extension_for_class(x509.SubjectAlternativeName).value.get_values_for_type(x509.DNSName)
    except x509.ExtensionNotFound:
        return [name] if (name := _simple_name(self, 0, False)) else []


def _export(self: Certificate, kind: Any, password: Any = None) -> Any:
    number = int(kind)
    if number == 3:
        from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, NoEncryption, pkcs12
        text = password.text if hasattr(password, "text") else password
        how: Any = BestAvailableEncryption(text.encode("utf-8")) if text else NoEncryption()
        return byte_array(pkcs12.serialize_key_and_certificates(self.friendly.encode("utf-8") or None, self.key, self.cert, None, how))
    if number != 1:
        raise crypto_fault("Invalid content type.")
    return byte_array(self.der())


def _pem(self: Certificate) -> str:
    from cryptography.hazmat.primitives.serialization import Encoding
    return self.cert.public_bytes(Encoding.PEM).decode("ascii").strip()


class PublicKey:
    """A certificate's public key."""

    __slots__ = ("cert",)

    def __init__(self, owner: Certificate) -> None:
        self.cert = owner.cert

    def key(self) -> Key:
        """The key itself."""
        return Key(self.cert.public_key())


class Key:
    """An RSA or other key: its size is what scripts ask."""

    __slots__ = ("key",)

    def __init__(self, key: Any) -> None:
        self.key = key


declare("System.Security.Cryptography.AsymmetricAlgorithm", Key, get={"KeySize": lambda self: getattr(self.key, "key_size", 256), "SignatureAlgorithm": lambda self: type(self.key).__name__.strip("_").partition("P")[0],
                                                                      "KeyExchangeAlgorithm": lambda self: type(self.key).__name__.strip("_").partition("P")[0]},
        signatures=("int KeySize {get;set;}", "string SignatureAlgorithm {get;}", "string KeyExchangeAlgorithm {get;}"))
declare(_X + "PublicKey", PublicKey, get={"Key": PublicKey.key, "Oid": lambda self: Oid(self.cert.public_key_algorithm_oid.dotted_string)},
        signatures=("System.Security.Cryptography.AsymmetricAlgorithm Key {get;}", "System.Security.Cryptography.Oid Oid {get;}"))


def _text(self: Certificate, verbose: bool = False) -> str:
    return (f"[Subject]\n  {name_text(self.cert.subject)}\n\n[Issuer]\n  {name_text(self.cert.issuer)}\n\n[Serial Number]\n  {_serial(self)}\n\n"
            f"[Not Before]\n  {_moment(self.cert.not_valid_before_utc)}\n\n[Not After]\n  {_moment(self.cert.not_valid_after_utc)}\n\n[Thumbprint]\n  {self.thumbprint()}\n")


def _matches(self: Certificate, host: str, *flags: bool) -> bool:
    from fnmatch import fnmatchcase
    return any(fnmatchcase(host.lower(), name.lower()) and host.count(".") == name.count(".") for name in dns_names(self))


def _set_friendly(self: Certificate, value: str) -> None:
    self.friendly = value or ""


def _from_file(path: str) -> Certificate:
    return _new(path)


def _from_files(path: str, key: str | None = None) -> Certificate:
    """A certificate from a PEM file, its key from another one where that is named. Raises CryptographicException, FileNotFoundException."""
    made = _new(path)
    if key is not None:
        try:
            with open(key, "rb") as file:
                made.key = _pem_key(file.read())
        except OSError:
            raise fault("System.IO.FileNotFoundException", f"Could not find file '{key}'.") from None
        if made.key is None:
            raise crypto_fault("The key contents do not contain a PEM, the content is malformed, or the key does not match the certificate.")
    return made


def _private(self: Certificate) -> Any:
    if not hasattr(self.key, "decrypt"):
        return None if self.key is None else Key(self.key)
    from relayshell.objects.dotnet.keypairs import private_key
    return private_key(self)


_GET = {
    "Archived": lambda self: False, "Extensions": lambda self: [Extension(item) for item in self.cert.extensions], "FriendlyName": lambda self: self.friendly,
    "HasPrivateKey": lambda self: self.key is not None, "PrivateKey": _private,
    "IssuerName": lambda self: DistinguishedName(name_text(self.cert.issuer), self.cert.issuer.public_bytes()), "NotAfter": lambda self: _moment(self.cert.not_valid_after_utc),
    "NotBefore": lambda self: _moment(self.cert.not_valid_before_utc), "PublicKey": PublicKey, "RawData": lambda self: byte_array(self.der()), "SerialNumber": _serial,
    "SignatureAlgorithm": lambda self: Oid(self.cert.signature_algorithm_oid.dotted_string),
    "SubjectName": lambda self: DistinguishedName(name_text(self.cert.subject), self.cert.subject.public_bytes()), "Thumbprint": Certificate.thumbprint,
    "Version": lambda self: self.cert.version.value + 1, "Issuer": lambda self: name_text(self.cert.issuer), "Subject": lambda self: name_text(self.cert.subject),
    "SerialNumberBytes": lambda self: byte_array(bytes.fromhex(_serial(self))), "DnsNameList": lambda self: string_array(dns_names(self)),
}
_METHODS = {
    "Export": _export, "GetRawCertData": lambda self: byte_array(self.der()), "GetRawCertDataString": lambda self: self.der().hex().upper(),
    "GetCertHash": lambda self, *how: byte_array(bytes.fromhex(self.thumbprint())), "GetCertHashString": lambda self, *how: self.thumbprint(), "GetNameInfo": _simple_name,
    "GetSerialNumberString": _serial, "GetSerialNumber": lambda self: byte_array(bytes.fromhex(_serial(self))[::-1]), "GetIssuerName": lambda self: name_text(self.cert.issuer),
    "GetName": lambda self: name_text(self.cert.subject), "GetEffectiveDateString": lambda self: str(_moment(self.cert.not_valid_before_utc)),
    "GetExpirationDateString": lambda self: str(_moment(self.cert.not_valid_after_utc)), "GetFormat": lambda self: "X509",
    "GetKeyAlgorithm": lambda self: self.cert.public_key_algorithm_oid.dotted_string, "ExportCertificatePem": _pem, "ToString": _text, "Verify": lambda self: False,
    "MatchesHostname": _matches, "Equals": lambda self, other: self == other, "GetHashCode": lambda self: hash(self) & 0x7FFFFFFF, "Dispose": lambda self: None, "Reset": lambda self: None,
}
declare(_X + "X509Certificate2", Certificate, new={"*": _new}, get=_GET, set={"FriendlyName": _set_friendly}, methods=_METHODS,
        statics={"CreateFromPem": lambda *texts: load("\n".join("".join(text) for text in texts).encode("ascii")), "CreateFromPemFile": _from_files,
                 "CreateFromCertFile": _from_file, "CreateFromSignedFile": _from_file, "GetCertContentType": lambda source: enum_of(_X + "X509ContentType", 1)},
        signatures=("string[] DnsNameList {get;}",), to_text=_text)
declare(_X + "X509Certificate", Certificate, new={"*": _new}, get={name: _GET[name] for name in ("Issuer", "Subject")}, methods=_METHODS, statics={"CreateFromCertFile": _from_file},
        signatures=("(byte[] data)", "(string fileName)", "string Issuer {get;}", "string Subject {get;}", "string GetCertHashString()", "byte[] GetRawCertData()", "string GetSerialNumberString()"))


class Collection:
    """X509Certificate2Collection."""

    __slots__ = ("items",)

    def __init__(self, *source: Any) -> None:
        self.items: list[Certificate] = []
        for item in source:
            self.items.extend([item] if isinstance(item, Certificate) else list(item))

    def __iter__(self) -> Iterator[Certificate]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


def _at(self: Collection, index: int) -> Certificate:
    if not -len(self.items) <= index < len(self.items):
        raise range_fault("Index was out of range. Must be non-negative and less than the size of the collection.", "index")
    return self.items[index]


def _find(self: Collection, kind: Any, value: Any, valid: bool) -> Collection:
    """X509FindType: 0 thumbprint, 1 subject name, 2 subject DN, 3 issuer name, 4 issuer DN, 5 serial, 6 valid at, 7 not yet, 8 expired."""
    number = int(kind)
    tests: dict[int, Any] = {
        0: lambda c: c.thumbprint() == str(value).upper(), 1: lambda c: str(value).lower() in name_text(c.cert.subject).lower(), 2: lambda c: name_text(c.cert.subject).lower() == str(value).lower(),
        3: lambda c: str(value).lower() in name_text(c.cert.issuer).lower(), 4: lambda c: name_text(c.cert.issuer).lower() == str(value).lower(), 5: lambda c: _serial(c).lstrip("0") == str(value).upper().lstrip("0"),
        6: lambda c: _moment(c.cert.not_valid_before_utc).ticks <= value.ticks <= _moment(c.cert.not_valid_after_utc).ticks, 7: lambda c: value.ticks < _moment(c.cert.not_valid_before_utc).ticks,
        8: lambda c: value.ticks > _moment(c.cert.not_valid_after_utc).ticks}
    if number not in tests:
        raise crypto_fault("Invalid find type.")
    return Collection([c for c in self.items if tests[number](c)])


def _import(self: Collection, source: Any, *args: Any) -> None:
    self.items.append(_new(source, *args))


def _collection_add(self: Collection, item: Certificate) -> int:
    self.items.append(item)
    return len(self.items) - 1


def _enumerator(self: Collection) -> Any:
    from relayshell.objects.dotnet.enumerators import Enumerator
    return Enumerator(self.items)


declare(_X + "X509Certificate2Collection", Collection, new={"*": Collection, "()": Collection}, index=_at, enumerate=iter,
        get={"Capacity": len, "Count": len, "SyncRoot": lambda self: self, "IsSynchronized": lambda self: False},
        methods={"Add": _collection_add, "AddRange": lambda self, items: self.items.extend(items), "Clear": lambda self: self.items.clear(), "Contains": lambda self, item: item in self.items, "Find": _find,
                 "Import": _import, "Insert": lambda self, at, item: self.items.insert(at, item), "Remove": lambda self, item: self.items.remove(item) if item in self.items else None,
                 "RemoveAt": lambda self, at: self.items.pop(at) and None, "IndexOf": lambda self, item: self.items.index(item) if item in self.items else -1, "GetEnumerator": _enumerator,
                 "ExportCertificatePems": lambda self: "\n".join(_pem(item) for item in self.items), "ImportFromPemFile": _import})

__all__ = ["Certificate", "dns_names", "load", "name_text"]
