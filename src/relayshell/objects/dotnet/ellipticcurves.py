"""ECDsa and ECCurve of System.Security.Cryptography: signatures on NIST's curves, as two numbers side by side unless DER is asked for."""

from __future__ import annotations

from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.certificates import Certificate, Oid, crypto_fault
from relayshell.objects.dotnet.derivations import hash_name
from relayshell.objects.dotnet.keypairs import ENCODINGS, ENCODINGS_SAID, GET, SET, KeyPair, maker, window
from relayshell.objects.dotnet.results import byte_array, to_bytes

_C = "System.Security.Cryptography."
_CURVES = {"nistP256": (256, "1.2.840.10045.3.1.7"), "nistP384": (384, "1.3.132.0.34"), "nistP521": (521, "1.3.132.0.35")}


class Curve:
    """ECCurve: one of NIST's by its bits."""

    __slots__ = ("name", "bits", "oid")

    def __init__(self, name: str) -> None:
        self.name = name
        self.bits, self.oid = _CURVES[name]


def _named(text: str) -> Curve:
    for name, (_, oid) in _CURVES.items():
        if text.lower() in (name.lower(), oid, name.lower().replace("nistp", "ecdsa_p"), f"nist p-{name[5:]}"):
            return Curve(name)
    raise crypto_fault(f"The specified Oid ({text}) is not supported.")


declare(_C + "ECCurve", Curve, kind="struct", base="System.ValueType", get={"Oid": lambda self: Oid(self.oid), "IsNamed": lambda self: True, "IsPrime": lambda self: False},
        statics={"CreateFromFriendlyName": _named, "CreateFromValue": _named},
        signatures=(f"{_C}Oid Oid {{get;}}", "bool IsNamed {get;}", "bool IsPrime {get;}", f"static {_C}ECCurve CreateFromFriendlyName(string oidFriendlyName)",
                    f"static {_C}ECCurve CreateFromValue(string oidValue)"))
declare(_C + "ECCurve+NamedCurves", static_get={name: (lambda name=name: Curve(name)) for name in _CURVES},
        signatures=tuple(f"static {_C}ECCurve {name} {{get;}}" for name in _CURVES))


def _way(args: list[Any], hashed: bool) -> Any:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.asymmetric.utils import Prehashed

    if not hashed:
        return ec.ECDSA(getattr(hashes, hash_name(args[0]).upper())())
    size = len(args[0])
    found = {20: hashes.SHA1, 32: hashes.SHA256, 48: hashes.SHA384, 64: hashes.SHA512}.get(size)
    if found is None:
        raise crypto_fault("The hash length is not one of a known algorithm.")
    return ec.ECDSA(Prehashed(found()))


def _der(more: list[Any]) -> bool:
    return any(hasattr(each, "type") and int(each) == 1 for each in more)


def _sign(hashed: bool) -> Any:
    def run(self: KeyPair, *args: Any) -> Any:
        from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
        data, more = window(args)
        made = self.private.sign(data, _way([data] if hashed else more, hashed))
        if _der(more):
            return byte_array(made)
        size = (self.key.key_size + 7) // 8
        return byte_array(b"".join(part.to_bytes(size, "big") for part in decode_dss_signature(made)))
    return run


def _verify(hashed: bool) -> Any:
    def run(self: KeyPair, *args: Any) -> bool:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
        data, more = window(args)
        signature = to_bytes(more[0])
        if not _der(more):
            half = len(signature) // 2
            signature = encode_dss_signature(int.from_bytes(signature[:half], "big"), int.from_bytes(signature[half:], "big"))
        try:
            self.public.verify(signature, data, _way([data] if hashed else more[1:], hashed))
        except InvalidSignature:
            return False
        return True
    return run


_METHODS = {
    **ENCODINGS, "SignData": _sign(False), "SignHash": _sign(True), "VerifyData": _verify(False), "VerifyHash": _verify(True),
    "GenerateKey": lambda self, curve: SET["KeySize"](self, curve.bits),
}
_H, _F = f"{_C}HashAlgorithmName hashAlgorithm", f", {_C}DSASignatureFormat signatureFormat"
declare(_C + "ECDsa", KeyPair, dynamic=True, base=_C + "AsymmetricAlgorithm", get={**GET, "SignatureAlgorithm": lambda self: "ECDsa", "KeyExchangeAlgorithm": lambda self: None}, set=SET,
        methods=_METHODS, statics={"Create": maker("ECDsa", 521)},
        signatures=(*ENCODINGS_SAID, f"static {_C}ECDsa Create()", f"static {_C}ECDsa Create({_C}ECCurve curve)", f"void GenerateKey({_C}ECCurve curve)",
                    *(f"byte[] SignData(byte[] data, {_H}{more})" for more in ("", _F)), *(f"bool VerifyData(byte[] data, byte[] signature, {_H}{more})" for more in ("", _F)),
                    "byte[] SignHash(byte[] hash)", "bool VerifyHash(byte[] hash, byte[] signature)"))


def _of(private: bool) -> Any:
    def find(self: Certificate) -> KeyPair | None:
        key = self.key if private else self.cert.public_key()
        return KeyPair("ECDsa", held=key) if hasattr(key, "curve") else None
    return find


_X = _C + "X509Certificates."
declare(_X + "ECDsaCertificateExtensions", statics={"GetECDsaPrivateKey": _of(True), "GetECDsaPublicKey": _of(False)},
        signatures=tuple(f"static {_C}ECDsa GetECDsa{part}Key({_X}X509Certificate2 certificate)" for part in ("Private", "Public")))
