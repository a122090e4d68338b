"""What stands around keys in System.Security.Cryptography: HashAlgorithmName, IncrementalHash, Rfc2898DeriveBytes, HKDF, CryptographicOperations."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.certificates import crypto_fault
from relayshell.objects.dotnet.faults import argument_fault, null_fault, range_fault
from relayshell.objects.dotnet.results import byte_array, to_bytes

_C = "System.Security.Cryptography."
_KNOWN = ("MD5", "SHA1", "SHA256", "SHA384", "SHA512")


class HashAlgorithmName:
    """The name of a hash algorithm; any text will do, and what takes it says whether it is known."""

    __slots__ = ("name",)

    def __init__(self, name: str | None = None) -> None:
        self.name = name

    def __eq__(self, other: object) -> bool:
        return isinstance(other, HashAlgorithmName) and other.name == self.name

    def __hash__(self) -> int:
        return hash(self.name)

    def __str__(self) -> str:
        return self.name or ""

    def python(self) -> str:
        """hashlib's name for it. Raises CryptographicException."""
        if not self.name:
            raise argument_fault("The hash algorithm name cannot be null or empty.", "hashAlgorithm")
        if self.name not in _KNOWN:
            raise crypto_fault(f"'{self.name}' is not a known hash algorithm.")
        return self.name.lower()


def hash_name(value: Any) -> str:
    """hashlib's name for an argument that is a HashAlgorithmName or its text."""
    return (value if isinstance(value, HashAlgorithmName) else HashAlgorithmName(value)).python()


declare(_C + "HashAlgorithmName", HashAlgorithmName, kind="struct", base="System.ValueType", new=HashAlgorithmName, get={"Name": lambda self: self.name}, to_text=str,
        convert_from={"System.String": HashAlgorithmName}, static_get={name: (lambda name=name: HashAlgorithmName(name)) for name in _KNOWN},
        methods={"ToString": str, "Equals": lambda self, other: self == other, "GetHashCode": lambda self: hash(self) & 0x7FFFFFFF},
        signatures=("(string name)", "string Name {get;}", *(f"static {_C}HashAlgorithmName {name} {{get;}}" for name in _KNOWN), "string ToString()", "bool Equals(System.Object obj)",
                    "int GetHashCode()"))


class IncrementalHash:
    """A hash, or an HMAC where there is a key, taken piece by piece."""

    __slots__ = ("name", "key", "state")

    def __init__(self, name: HashAlgorithmName, key: bytes | None = None) -> None:
        self.name, self.key = name, key
        self.state = self.fresh()

    def fresh(self) -> Any:
        """A digest to begin with."""
        return hashlib.new(self.name.python()) if self.key is None else hmac.new(self.key, digestmod=self.name.python())


def _append(self: IncrementalHash, data: Any, start: int = 0, count: int | None = None) -> None:
    if data is None:
        raise null_fault("data")
    self.state.update(to_bytes(data[start:None if count is None else start + count]))


def _reset(self: IncrementalHash) -> Any:
    found, self.state = self.state.digest(), self.fresh()
    return byte_array(found)


declare(_C + "IncrementalHash", IncrementalHash, interfaces=("System.IDisposable",),
        statics={"CreateHash": IncrementalHash, "CreateHMAC": lambda name, key: IncrementalHash(name, to_bytes(key))},
        get={"AlgorithmName": lambda self: HashAlgorithmName(("" if self.key is None else "HMAC") + str(self.name)), "HashLengthInBytes": lambda self: self.state.digest_size},
        methods={"AppendData": _append, "GetHashAndReset": _reset, "GetCurrentHash": lambda self: byte_array(self.state.digest()), "Dispose": lambda self: None},
        signatures=(f"static {_C}IncrementalHash CreateHash({_C}HashAlgorithmName hashAlgorithm)", f"static {_C}IncrementalHash CreateHMAC({_C}HashAlgorithmName hashAlgorithm, byte[] key)",
                    f"{_C}HashAlgorithmName AlgorithmName {{get;}}", "int HashLengthInBytes {get;}", "void AppendData(byte[] data)", "void AppendData(byte[] data, int offset, int count)",
                    "byte[] GetHashAndReset()", "byte[] GetCurrentHash()", "void Dispose()"))


class Rfc2898DeriveBytes:
    """PBKDF2: a stream of bytes made of a password, a salt and many rounds."""

    __slots__ = ("password", "salt", "rounds", "name", "given")

    def __init__(self, password: Any, salt: Any, rounds: int = 1000, name: Any = None) -> None:
        self.password = password.encode("utf-8") if isinstance(password, str) else to_bytes(password)
        self.salt = secrets.token_bytes(int(salt)) if isinstance(salt, int) else to_bytes(salt)
        self.rounds, self.name, self.given = int(rounds), HashAlgorithmName("SHA1") if name is None else name, 0
        if self.rounds <= 0:
            raise range_fault("Positive number required.", "iterations", self.rounds)
        self.name.python()


def _derive(self: Rfc2898DeriveBytes, count: int) -> Any:
    if count <= 0:
        raise range_fault("Positive number required.", "cb", int(count))
    self.given += count
    return byte_array(hashlib.pbkdf2_hmac(self.name.python(), self.password, self.salt, self.rounds, self.given)[-count:])


def _pbkdf2(password: Any, salt: Any, rounds: int, name: Any, length: int) -> Any:
    return _derive(Rfc2898DeriveBytes(password, salt, rounds, name), length)


def _start_again(self: Rfc2898DeriveBytes) -> None:
    self.given = 0


_HAN = f"{_C}HashAlgorithmName hashAlgorithm"
declare(_C + "DeriveBytes", interfaces=("System.IDisposable",))
declare(_C + "Rfc2898DeriveBytes", Rfc2898DeriveBytes, base=_C + "DeriveBytes", new=Rfc2898DeriveBytes, statics={"Pbkdf2": _pbkdf2},
        get={"Salt": lambda self: byte_array(self.salt), "IterationCount": lambda self: self.rounds, "HashAlgorithm": lambda self: self.name},
        methods={"GetBytes": _derive, "Reset": _start_again, "Dispose": lambda self: None},
        signatures=(*(f"({secret} password, {salt}{more})" for secret, salt in (("string", "byte[] salt"), ("string", "int saltSize"), ("byte[]", "byte[] salt"))
                      for more in ("", ", int iterations", f", int iterations, {_HAN}")),
                    "byte[] Salt {get;set;}", "int IterationCount {get;set;}", f"{_C}HashAlgorithmName HashAlgorithm {{get;}}", "byte[] GetBytes(int cb)", "void Reset()", "void Dispose()",
                    *(f"static byte[] Pbkdf2({secret} password, byte[] salt, int iterations, {_HAN}, int outputLength)" for secret in ("string", "byte[]"))))


def _extract(name: Any, key: Any, salt: Any = None) -> Any:
    kind = hash_name(name)
    return byte_array(hmac.new(bytes(hashlib.new(kind).digest_size) if salt is None else to_bytes(salt), to_bytes(key), kind).digest())


def _expand(name: Any, key: Any, length: int, info: Any = None) -> Any:
    kind, told, made, last = hash_name(name), b"" if info is None else to_bytes(info), b"", b""
    if not 0 < length <= 255 * hashlib.new(kind).digest_size:
        raise range_fault("Output keying material length can be at most 255 times the digest size.", "outputLength")
    for count in range(1, 256):
        if len(made) >= length:
            break
        last = hmac.new(to_bytes(key), last + told + bytes([count]), kind).digest()
        made += last
    return byte_array(made[:length])


declare(_C + "HKDF", statics={"Extract": _extract, "Expand": _expand, "DeriveKey": lambda name, key, length, salt=None, info=None: _expand(name, _extract(name, key, salt), length, info)},
        signatures=(f"static byte[] Extract({_HAN}Name, byte[] ikm, byte[] salt = ?)", f"static byte[] Expand({_HAN}Name, byte[] prk, int outputLength, byte[] info = ?)",
                    f"static byte[] DeriveKey({_HAN}Name, byte[] ikm, int outputLength, byte[] salt = ?, byte[] info = ?)"))


def _zero(target: Any) -> None:
    target[:] = byte_array(bytes(len(target)))


declare(_C + "CryptographicOperations", statics={
    "FixedTimeEquals": lambda left, right: hmac.compare_digest(to_bytes(left), to_bytes(right)), "ZeroMemory": _zero,
    "HashData": lambda name, data: byte_array(hashlib.new(hash_name(name), data.read() if hasattr(data, "read") else to_bytes(data)).digest()),
    "HmacData": lambda name, key, data: byte_array(hmac.new(to_bytes(key), to_bytes(data), hash_name(name)).digest())},
    signatures=("static bool FixedTimeEquals(byte[] left, byte[] right)", "static void ZeroMemory(byte[] buffer)", f"static byte[] HashData({_HAN}, byte[] source)",
                f"static byte[] HashData({_HAN}, System.IO.Stream source)", f"static byte[] HmacData({_HAN}, byte[] key, byte[] source)"))

__all__ = ["HashAlgorithmName", "hash_name"]
