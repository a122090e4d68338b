"""RSA of System.Security.Cryptography, over the `cryptography` package.

Keys are made, brought in and given out (PEM, PKCS #1, PKCS #8, SubjectPublicKeyInfo, parameters, XML); they sign, verify, encrypt and decrypt.
"""

from __future__ import annotations

import base64
from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.certificates import Certificate, Key, crypto_fault
from relayshell.objects.dotnet.derivations import hash_name
from relayshell.objects.dotnet.faults import argument_fault, null_fault
from relayshell.objects.dotnet.results import array, byte_array, enum_of, to_bytes
from relayshell.objects.nettype import NetType, get_type

_C = "System.Security.Cryptography."
_PARTS = ("Modulus", "Exponent", "P", "Q", "DP", "DQ", "InverseQ", "D")


class Padding:
    """RSAEncryptionPadding or RSASignaturePadding: a mode, and OAEP's hash."""

    __slots__ = ("net_type", "mode", "digest")

    def __init__(self, type_name: str, mode: str, digest: str | None = None) -> None:
        self.net_type: NetType = get_type(_C + type_name)
        self.mode, self.digest = mode, digest

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Padding) and (other.net_type, other.mode, other.digest) == (self.net_type, self.mode, self.digest)

    def __hash__(self) -> int:
        return hash((self.mode, self.digest))

    def __str__(self) -> str:
        return self.mode.capitalize() if self.mode == "Pkcs1" else "OAEP" + (self.digest or "") if self.mode == "Oaep" else "Pss"


_HASHES = ("SHA1", "SHA256", "SHA384", "SHA512")
declare(_C + "RSAEncryptionPadding", Padding, dynamic=True, to_text=str, methods={"ToString": str}, get={"Mode": lambda self: enum_of(_C + "RSAEncryptionPaddingMode", int(self.mode == "Oaep"))},
        static_get={"Pkcs1": lambda: Padding("RSAEncryptionPadding", "Pkcs1"), **{"Oaep" + name: (lambda name=name: Padding("RSAEncryptionPadding", "Oaep", name)) for name in _HASHES}},
        signatures=(f"{_C}RSAEncryptionPaddingMode Mode {{get;}}", *(f"static {_C}RSAEncryptionPadding {name} {{get;}}" for name in ("Pkcs1", *("Oaep" + name for name in _HASHES)))))
declare(_C + "RSASignaturePadding", Padding, dynamic=True, to_text=str, methods={"ToString": str}, get={"Mode": lambda self: enum_of(_C + "RSASignaturePaddingMode", int(self.mode == "Pss"))},
        static_get={name: (lambda name=name: Padding("RSASignaturePadding", name)) for name in ("Pkcs1", "Pss")},
        signatures=(f"{_C}RSASignaturePaddingMode Mode {{get;}}", *(f"static {_C}RSASignaturePadding {name} {{get;}}" for name in ("Pkcs1", "Pss"))))


class RSAParameters:
    """The numbers of a key as bytes; those of the private part are null in a public key."""

    __slots__ = _PARTS

    def __init__(self) -> None:
        for name in _PARTS:
            setattr(self, name, None)


def _part(name: str) -> Any:
    def put(self: RSAParameters, value: Any) -> None:
        setattr(self, name, value)
    return put


declare(_C + "RSAParameters", RSAParameters, kind="struct", base="System.ValueType", new={"()": RSAParameters},
        get={name: (lambda self, name=name: getattr(self, name)) for name in _PARTS}, set={name: _part(name) for name in _PARTS},
        signatures=("()", *(f"byte[] {name} {{get;set;}}" for name in _PARTS)))


class KeyPair(Key):
    """An RSA or ECDsa: a private or public key of `cryptography`, made when it is first needed."""

    __slots__ = ("net_type", "bits", "held")

    def __init__(self, type_name: str, bits: int = 2048, held: Any = None) -> None:
        self.net_type: NetType = get_type(_C + type_name)
        self.bits, self.held = bits, held

    @property
    def key(self) -> Any:
        """The key."""
        if self.held is None:
            self.held = new_ec(self.bits) if "ECDsa" in self.net_type.name else new_rsa(self.bits)
        return self.held

    @property
    def private(self) -> Any:
        """The private key. Raises CryptographicException."""
        if not hasattr(self.key, "private_bytes"):
            raise crypto_fault("The key does not contain a private key.")
        return self.key

    @property
    def public(self) -> Any:
        """The public key."""
        return self.key.public_key() if hasattr(self.key, "private_bytes") else self.key


def new_rsa(bits: int) -> Any:
    """A new RSA key."""
    from cryptography.hazmat.primitives.asymmetric import rsa
    return rsa.generate_private_key(65537, bits)


def new_ec(bits: int) -> Any:
    """A new key on NIST's curve of so many bits."""
    from cryptography.hazmat.primitives.asymmetric import ec
    return ec.generate_private_key({256: ec.SECP256R1, 384: ec.SECP384R1, 521: ec.SECP521R1}[bits]())


def _hash_of(value: Any) -> Any:
    from cryptography.hazmat.primitives import hashes
    return getattr(hashes, hash_name(value).upper())()


def _sealing(padding: Padding) -> Any:
    from cryptography.hazmat.primitives.asymmetric import padding as paddings
    if padding.mode == "Pkcs1":
        return paddings.PKCS1v15()
    made = _hash_of(padding.digest)
    return paddings.OAEP(paddings.MGF1(made), made, None)


def _encrypt(self: KeyPair, data: Any, padding: Any) -> Any:
    padding = padding if isinstance(padding, Padding) else Padding("RSAEncryptionPadding", "Oaep" if padding else "Pkcs1", "SHA1")
    try:
        return byte_array(self.public.encrypt(to_bytes(data), _sealing(padding)))
    except ValueError:
        raise crypto_fault("The message exceeds the maximum allowable length for the chosen options.") from None


def _decrypt(self: KeyPair, data: Any, padding: Any) -> Any:
    padding = padding if isinstance(padding, Padding) else Padding("RSAEncryptionPadding", "Oaep" if padding else "Pkcs1", "SHA1")
    if len(data) != (self.key.key_size + 7) // 8:
        raise crypto_fault("The length of the data to decrypt is not valid for the size of this key.")
    try:
        return byte_array(self.private.decrypt(to_bytes(data), _sealing(padding)))
    except ValueError:
        raise crypto_fault("The parameter is incorrect.") from None


def window(args: tuple[Any, ...]) -> tuple[bytes, list[Any]]:
    """The data of Sign's and Verify's arguments, a window or a stream too, and the others."""
    source, more = args[0], list(args[1:])
    if hasattr(source, "read") and not isinstance(source, list):
        return source.read(), more
    if source is None:
        raise null_fault("data")
    if len(more) > 1 and type(more[0]) is int and type(more[1]) is int:
        source, more = source[more[0]:more[0] + more[1]], more[2:]
    return to_bytes(source), more


def _how(more: list[Any], hashed: bool) -> tuple[Any, Any]:
    from cryptography.hazmat.primitives.asymmetric import padding as paddings
    from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
    made = _hash_of(more[0])
    signing = next((each for each in more[1:] if isinstance(each, Padding)), None)
    how: Any = paddings.PSS(paddings.MGF1(made), made.digest_size) if signing is not None and signing.mode == "Pss" else paddings.PKCS1v15()
    return how, Prehashed(made) if hashed else made


def _sign(hashed: bool) -> Any:
    def run(self: KeyPair, *args: Any) -> Any:
        data, more = window(args)
        how, made = _how(more, hashed)
        return byte_array(self.private.sign(data, how, made))
    return run


def _verify(hashed: bool) -> Any:
    def run(self: KeyPair, *args: Any) -> bool:
        from cryptography.exceptions import InvalidSignature
        data, more = window(args)
        how, made = _how(more[1:], hashed)
        try:
            self.public.verify(to_bytes(more[0]), data, how, made)
        except InvalidSignature:
            return False
        return True
    return run


def _number(value: int, size: int | None = None) -> Any:
    return byte_array(value.to_bytes(size or (value.bit_length() + 7) // 8, "big"))


def _export_parameters(self: KeyPair, private: bool) -> RSAParameters:
    made, size = RSAParameters(), (self.key.key_size + 7) // 8
    numbers = self.public.public_numbers()
    made.Modulus, made.Exponent = _number(numbers.n), _number(numbers.e)
    if private:
        inner = self.private.private_numbers()
        made.D = _number(inner.d, size)
        for name, value in {"P": inner.p, "Q": inner.q, "DP": inner.dmp1, "DQ": inner.dmq1, "InverseQ": inner.iqmp}.items():
            setattr(made, name, _number(value, (size + 1) // 2))
    return made


def _import_parameters(self: KeyPair, wanted: RSAParameters) -> None:
    from cryptography.hazmat.primitives.asymmetric import rsa
    if wanted.Modulus is None or wanted.Exponent is None:
        raise crypto_fault("The specified RSA parameters are not valid. Exponent and Modulus are required. If D is present, it must have the same length as Modulus. "
                           "If D is present, P, Q, DP, DQ, and InverseQ are required and must have half the length of Modulus, rounded up, otherwise they must be omitted.")
    n, e = (int.from_bytes(to_bytes(part), "big") for part in (wanted.Modulus, wanted.Exponent))
    public = rsa.RSAPublicNumbers(e, n)
    if wanted.D is None:
        self.held = public.public_key()
        return
    values = [int.from_bytes(to_bytes(getattr(wanted, name)), "big") for name in ("P", "Q", "D", "DP", "DQ", "InverseQ")]
    try:
        self.held = rsa.RSAPrivateNumbers(*values, public).private_key()
    except ValueError:
        raise crypto_fault("The specified RSA parameters are not valid.") from None


def _to_xml(self: KeyPair, private: bool) -> str:
    parameters = _export_parameters(self, private)
    shown = [(name, getattr(parameters, name)) for name in _PARTS]
    return "<RSAKeyValue>" + "".join(f"<{name}>{base64.b64encode(to_bytes(value)).decode()}</{name}>" for name, value in shown if value is not None) + "</RSAKeyValue>"


def _from_xml(self: KeyPair, text: str) -> None:
    import re
    made = RSAParameters()
    for name, value in re.findall(r"<(\w+)>\s*([A-Za-z0-9+/=\s]*?)\s*</\1>", text):
        if name in _PARTS:
            setattr(made, name, byte_array(base64.b64decode(value)))
    _import_parameters(self, made)


def _export(form: str, pem: bool) -> Any:
    def run(self: KeyPair) -> Any:
        from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
        encoding = Encoding.PEM if pem else Encoding.DER
        if form in ("TraditionalOpenSSL", "PKCS8"):
            data = self.private.private_bytes(encoding, getattr(PrivateFormat, form), NoEncryption())
        else:
            data = self.public.public_bytes(encoding, getattr(PublicFormat, form))
        return data.decode("ascii").rstrip("\n") if pem else byte_array(data)
    return run


def _from_pem(self: KeyPair, text: Any, password: Any = None) -> None:
    from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key
    whole = (text if isinstance(text, str) else "".join(text)).encode("utf-8")
    secret = None if password is None else password.encode("utf-8") if isinstance(password, str) else "".join(password).encode("utf-8")
    if b"-----BEGIN" not in whole:
        raise argument_fault("No supported key formats were found. Check that the input represents the contents of a PEM-encoded key file, not the path to such a file.", "input")
    try:
        self.held = load_pem_private_key(whole, secret) if b"PRIVATE KEY-----" in whole else load_pem_public_key(whole)
    except (ValueError, TypeError):
        raise crypto_fault("The EncryptedPrivateKeyInfo structure was decoded but was not successfully interpreted, the password may be incorrect."
                           if b"ENCRYPTED" in whole else "ASN1 corrupted data.") from None


def _from_der(private: bool) -> Any:
    def run(self: KeyPair, data: Any, *read: Any) -> int:
        from cryptography.hazmat.primitives.serialization import load_der_private_key, load_der_public_key
        whole = to_bytes(data)
        try:
            self.held = load_der_private_key(whole, None) if private else load_der_public_key(whole)
        except (ValueError, TypeError):
            raise crypto_fault("ASN1 corrupted data.") from None
        return len(whole)
    return run


def _encrypted_pem(self: KeyPair, password: Any, *how: Any) -> str:
    from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat
    secret = (password if isinstance(password, str) else "".join(password)).encode("utf-8")
    return self.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(secret)).decode("ascii").rstrip("\n")  # type: ignore[no-any-return]


def _set_size(self: KeyPair, value: int) -> None:
    _lawful(self.net_type.name, int(value))
    self.bits, self.held = int(value), None


def _lawful(name: str, bits: int) -> None:
    if bits not in (256, 384, 521) if "ECDsa" in name else not 512 <= bits <= 16384 or bits % 8:
        raise crypto_fault("Specified key is not a valid size for this algorithm.")


def _sizes(self: KeyPair) -> Any:
    from relayshell.objects.dotnet.ciphers import KeySizes
    return array(_C + "KeySizes", [KeySizes(256, 384, 128), KeySizes(521, 521, 0)] if "ECDsa" in self.net_type.name else [KeySizes(512, 16384, 8)])


def maker(name: str, bits: int) -> Any:
    """What makes an algorithm of a type: Create() and its forms."""
    def make(*args: Any) -> KeyPair:
        first = args[0] if args else bits
        if isinstance(first, RSAParameters):
            made = KeyPair(name, bits)
            _import_parameters(made, first)
            return made
        wanted = first.bits if hasattr(first, "bits") else int(first)
        _lawful(name, wanted)
        return KeyPair(name, wanted)
    return make


ENCODINGS = {
    **{f"Export{name}{end}": _export(form, bool(end)) for name, form in (("Pkcs8PrivateKey", "PKCS8"), ("SubjectPublicKeyInfo", "SubjectPublicKeyInfo")) for end in ("", "Pem")},
    "ImportFromPem": _from_pem, "ImportFromEncryptedPem": _from_pem, "ImportPkcs8PrivateKey": _from_der(True), "ImportSubjectPublicKeyInfo": _from_der(False),
    "ExportEncryptedPkcs8PrivateKeyPem": _encrypted_pem, "Clear": lambda self: None, "Dispose": lambda self: None,
}
ENCODINGS_SAID = (
    *(f"{'string' if end else 'byte[]'} Export{name}{end}()" for name in ("Pkcs8PrivateKey", "SubjectPublicKeyInfo") for end in ("", "Pem")),
    "void ImportFromPem(string input)", "void ImportFromEncryptedPem(string input, string password)", "int KeySize {get;set;}", f"{_C}KeySizes[] LegalKeySizes {{get;}}", "void Dispose()")
_RSA = {
    **ENCODINGS, "ExportRSAPrivateKey": _export("TraditionalOpenSSL", False), "ExportRSAPrivateKeyPem": _export("TraditionalOpenSSL", True), "ExportRSAPublicKey": _export("PKCS1", False),
    "ExportRSAPublicKeyPem": _export("PKCS1", True), "ImportRSAPrivateKey": _from_der(True), "ImportRSAPublicKey": _from_der(False), "Encrypt": _encrypt, "Decrypt": _decrypt,
    "SignData": _sign(False), "SignHash": _sign(True), "VerifyData": _verify(False), "VerifyHash": _verify(True), "ExportParameters": _export_parameters,
    "ImportParameters": _import_parameters, "ToXmlString": _to_xml, "FromXmlString": _from_xml,
}
_H, _SP = f"{_C}HashAlgorithmName hashAlgorithm", f"{_C}RSASignaturePadding padding"
_RSA_SAID = (
    *ENCODINGS_SAID, *(f"byte[] {way}(byte[] data, {_C}RSAEncryptionPadding padding)" for way in ("Encrypt", "Decrypt")), f"byte[] SignData(byte[] data, {_H}, {_SP})",
    f"byte[] SignData(byte[] data, int offset, int count, {_H}, {_SP})", f"byte[] SignData(System.IO.Stream data, {_H}, {_SP})", f"byte[] SignHash(byte[] hash, {_H}, {_SP})",
    f"bool VerifyData(byte[] data, byte[] signature, {_H}, {_SP})", f"bool VerifyHash(byte[] hash, byte[] signature, {_H}, {_SP})", f"{_C}RSAParameters ExportParameters(bool includePrivateParameters)",
    f"void ImportParameters({_C}RSAParameters parameters)", "string ToXmlString(bool includePrivateParameters)", "void FromXmlString(string xmlString)",
    *(f"{kind} Export{name}()" for name, kind in (("RSAPrivateKey", "byte[]"), ("RSAPrivateKeyPem", "string"), ("RSAPublicKey", "byte[]"), ("RSAPublicKeyPem", "string"))))
GET = {"KeySize": lambda self: self.held.key_size if self.held is not None else self.bits, "LegalKeySizes": _sizes, "SignatureAlgorithm": lambda self: "RSA", "KeyExchangeAlgorithm": lambda self: "RSA"}
SET = {"KeySize": _set_size}
declare(_C + "RSA", KeyPair, dynamic=True, base=_C + "AsymmetricAlgorithm", get=GET, set=SET, methods=_RSA, statics={"Create": maker("RSA", 2048)},
        signatures=(f"static {_C}RSA Create()", f"static {_C}RSA Create(int keySizeInBits)", f"static {_C}RSA Create({_C}RSAParameters parameters)", *_RSA_SAID))
for _name, _bits in (("RSACryptoServiceProvider", 1024), ("RSAOpenSsl", 2048)):
    declare(_C + _name, KeyPair, dynamic=True, base=_C + "RSA", get={**GET, "PersistKeyInCsp": lambda self: False, "PublicOnly": lambda self: not hasattr(self.key, "private_bytes")},
            set={**SET, "PersistKeyInCsp": lambda self, value: None}, methods=_RSA, new=maker(_name, _bits),
            signatures=("()", "(int dwKeySize)", *_RSA_SAID, *(f"byte[] {way}(byte[] data, bool fOAEP)" for way in ("Encrypt", "Decrypt") if _bits == 1024)))


def private_key(self: Certificate) -> KeyPair | None:
    """RSACertificateExtensions.GetRSAPrivateKey."""
    return KeyPair("RSA", held=self.key) if hasattr(self.key, "decrypt") else None


def public_key(self: Certificate) -> KeyPair | None:
    """RSACertificateExtensions.GetRSAPublicKey."""
    key = self.cert.public_key()
    return KeyPair("RSA", held=key) if hasattr(key, "encrypt") else None


def with_key(self: Certificate, key: KeyPair) -> Certificate:
    """RSACertificateExtensions.CopyWithPrivateKey."""
    if self.cert.public_key().public_numbers() != key.public.public_numbers():
        raise argument_fault("The provided key does not match the public key for this certificate.", "privateKey")
    return Certificate(self.cert, key.private)


_X = _C + "X509Certificates."
declare(_X + "RSACertificateExtensions", statics={"GetRSAPrivateKey": private_key, "GetRSAPublicKey": public_key, "CopyWithPrivateKey": with_key},
        signatures=(*(f"static {_C}RSA GetRSA{part}Key({_X}X509Certificate2 certificate)" for part in ("Private", "Public")),
                    f"static {_X}X509Certificate2 CopyWithPrivateKey({_X}X509Certificate2 certificate, {_C}RSA privateKey)"))

__all__ = ["ENCODINGS", "ENCODINGS_SAID", "GET", "KeyPair", "SET", "maker"]
