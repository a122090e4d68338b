"""Hash algorithms, HMACs and RandomNumberGenerator of System.Security.Cryptography."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Any, Callable

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.faults import argument_fault, null_fault, range_fault
from relayshell.objects.dotnet.results import BYTES, byte_array, to_bytes

_C = "System.Security.Cryptography."
_ALGORITHMS = {"MD5": ("md5", 128), "SHA1": ("sha1", 160), "SHA256": ("sha256", 256), "SHA384": ("sha384", 384), "SHA512": ("sha512", 512)}


class HashAlgorithm:
    """An algorithm by Python's name, perhaps with a key, and the text taken in so far."""

    __slots__ = ("net_type", "kind", "bits", "key", "state", "last")

    def __init__(self, type_name: str, kind: str, bits: int, key: bytes | None = None) -> None:
        from relayshell.objects.nettype import get_type
        self.net_type, self.kind, self.bits, self.key = get_type(_C + type_name), kind, bits, key
        self.state = self.fresh()
        self.last: bytes | None = None

    def fresh(self) -> Any:
        """A digest to begin with."""
        return hashlib.new(self.kind) if self.key is None else hmac.new(self.key, digestmod=self.kind)

    def digest(self, data: bytes) -> bytes:
        """The hash of data."""
        made = self.fresh()
        made.update(data)
        self.last = made.digest()
        return self.last


def _data(source: Any, window: tuple[int, ...] = ()) -> bytes:
    if source is None:
        raise null_fault("buffer")
    if hasattr(source, "read") and not isinstance(source, list):
        return source.read()
    return to_bytes(source[window[0]:window[0] + window[1]] if len(window) == 2 else source)


def _compute(self: HashAlgorithm, source: Any, *window: int) -> Any:
    return byte_array(self.digest(_data(source, window)))


def _block(self: HashAlgorithm, data: Any, start: int, count: int, target: Any = None, at: int = 0) -> int:
    self.state.update(to_bytes(data[start:start + count]))
    if target is not None:
        target[at:at + count] = data[start:start + count]
    return count


def _final(self: HashAlgorithm, data: Any, start: int, count: int) -> Any:
    self.state.update(to_bytes(data[start:start + count]))
    self.last, self.state = self.state.digest(), self.fresh()
    return byte_array(to_bytes(data[start:start + count]))


def _initialize(self: HashAlgorithm) -> None:
    self.state, self.last = self.fresh(), None


def _set_key(self: HashAlgorithm, value: Any) -> None:
    self.key = to_bytes(value)
    self.state = self.fresh()


_GET = {"HashSize": lambda self: self.bits, "Hash": lambda self: None if self.last is None else byte_array(self.last), "InputBlockSize": lambda self: 1, "OutputBlockSize": lambda self: 1,
        "CanTransformMultipleBlocks": lambda self: True, "CanReuseTransform": lambda self: True}
_METHODS = {"ComputeHash": _compute, "TransformBlock": _block, "TransformFinalBlock": _final, "Initialize": _initialize, "Clear": lambda self: None, "Dispose": lambda self: None}
_SIGNATURES = ("byte[] ComputeHash(byte[] buffer)", "byte[] ComputeHash(byte[] buffer, int offset, int count)", "byte[] ComputeHash(System.IO.Stream inputStream)", "int HashSize {get;}", "byte[] Hash {get;}",
               "void Clear()", "void Dispose()", "void Initialize()")


def _maker(name: str) -> Callable[..., HashAlgorithm]:
    kind, bits = _ALGORITHMS[name]
    return lambda *args: HashAlgorithm(name, kind, bits)


def _create(name: str | None = None) -> HashAlgorithm | None:
    short = (name or "SHA1").upper().replace("-", "").rpartition(".")[2]
    return _maker(short)() if short in _ALGORITHMS else None


declare(_C + "HashAlgorithm", HashAlgorithm, dynamic=True, get=_GET, methods=_METHODS, statics={"Create": _create}, signatures=_SIGNATURES)
for _name, (_kind, _bits) in _ALGORITHMS.items():
    declare(_C + _name, HashAlgorithm, dynamic=True, get=_GET, methods=_METHODS, base=_C + "HashAlgorithm",
            statics={"Create": _maker(_name), "HashData": (lambda source, kind=_kind: byte_array(hashlib.new(kind, _data(source)).digest()))},
            static_get={"HashSizeInBits": (lambda bits=_bits: bits), "HashSizeInBytes": (lambda bits=_bits: bits // 8)},
            signatures=(f"static {_C}{_name} Create()", "static byte[] HashData(byte[] source)", *_SIGNATURES) if _name in ("SHA384", "SHA512") else ())
    for _provider in (f"{_name}CryptoServiceProvider", f"{_name}Managed"):
        declare(_C + _provider, HashAlgorithm, new={"*": _maker(_name), "()": _maker(_name)}, dynamic=True, get=_GET, methods=_METHODS, base=_C + _name, signatures=("()", *_SIGNATURES))

    def _hmac(*args: Any, name: str = _name, kind: str = _kind, bits: int = _bits) -> HashAlgorithm:
        return HashAlgorithm("HMAC" + name, kind, bits, to_bytes(args[0]) if args else secrets.token_bytes(64))

    declare(_C + "HMAC" + _name, HashAlgorithm, new={"*": _hmac, "()": _hmac}, dynamic=True, get={**_GET, "Key": lambda self: byte_array(self.key), "HashName": lambda self: self.kind.upper()}, set={"Key": _set_key}, methods=_METHODS,
            base=_C + "HashAlgorithm", signatures=("()", "(byte[] key)", "byte[] Key {get;set;}", "string HashName {get;}", *_SIGNATURES,
                                                   "static byte[] HashData(byte[] key, byte[] source)"),
            statics={"HashData": (lambda key, source, kind=_kind: byte_array(hmac.new(to_bytes(key), to_bytes(source), kind).digest()))})


class Generator:
    """RandomNumberGenerator: the system's source."""

    __slots__ = ()


def _fill(self: Any, target: Any, start: int = 0, count: int | None = None) -> None:
    for place in range(start, len(target) if count is None else start + count):
        target[place] = BYTES[secrets.randbelow(256)]


def _fill_nonzero(self: Any, target: Any) -> None:
    for place in range(len(target)):
        target[place] = BYTES[1 + secrets.randbelow(255)]


def _between(low: int, high: int | None = None) -> int:
    if high is None:
        low, high = 0, low
    if low >= high:
        raise argument_fault("Range of random number does not contain at least one possibility.") if high > 0 or low else range_fault("Non-negative number required.", "toExclusive")
    return low + secrets.randbelow(high - low)


def _bytes(count: int) -> Any:
    if count < 0:
        raise range_fault("Non-negative number required.", "count")
    return byte_array(secrets.token_bytes(count))


def _hex(length: int, lower: bool = False) -> str:
    text = secrets.token_hex((length + 1) // 2)[:length]
    return text if lower else text.upper()


def _shuffle(values: list[Any]) -> None:
    secrets.SystemRandom().shuffle(values)


declare(
    _C + "RandomNumberGenerator", Generator, new=None, methods={"GetBytes": _fill, "GetNonZeroBytes": _fill_nonzero, "Dispose": lambda self: None},
    statics={"Create": lambda *args: Generator(), "Fill": lambda target: _fill(None, target), "GetInt32": _between, "GetBytes": _bytes, "GetHexString": _hex, "Shuffle": _shuffle,
             "GetItems": lambda choices, length: [choices[secrets.randbelow(len(choices))] for _ in range(length)],
             "GetString": lambda choices, length: "".join(secrets.choice("".join(choices)) for _ in range(length))},
)
declare(_C + "RNGCryptoServiceProvider", Generator, new={"*": Generator, "()": Generator}, base=_C + "RandomNumberGenerator", methods={"GetBytes": _fill, "GetNonZeroBytes": _fill_nonzero, "Dispose": lambda self: None},
        signatures=("()", "void GetBytes(byte[] data)", "void GetNonZeroBytes(byte[] data)", "void Dispose()"))
