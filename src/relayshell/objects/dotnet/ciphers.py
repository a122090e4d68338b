"""SymmetricAlgorithm of System.Security.Cryptography: Aes, TripleDES, their transforms and the authenticated ciphers.

The arithmetic is the `cryptography` package's; here are .NET's modes, paddings, defaults and words. CTS and OFB are not offered.
"""

from __future__ import annotations

import secrets
from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.certificates import crypto_fault
from relayshell.objects.dotnet.faults import argument_fault, fault, null_fault
from relayshell.objects.dotnet.results import array, byte_array, enum_of, to_bytes
from relayshell.objects.nettype import NetType, get_type

_C = "System.Security.Cryptography."
_CBC, _ECB, _CFB = 1, 2, 4
_NONE, _PKCS7, _ZEROS, _ANSIX923, _ISO10126 = 1, 2, 3, 4, 5
_FAMILIES = {"Aes": (256, 128, (128, 256, 64)), "TripleDES": (192, 64, (128, 192, 64))}
"""Bits of a key by default, bits of a block, and the keys that are lawful: least, most, step."""


class SymmetricAlgorithm:
    """A cipher with its key, vector, mode and padding; key and vector are made when first asked for."""

    __slots__ = ("net_type", "family", "key_bits", "key_bytes", "vector", "mode", "padding", "feedback")

    def __init__(self, type_name: str, family: str) -> None:
        self.net_type: NetType = get_type(_C + type_name)
        self.family, self.key_bits = family, _FAMILIES[family][0]
        self.key_bytes: bytes | None = None
        self.vector: bytes | None = None
        self.mode, self.padding, self.feedback = _CBC, _PKCS7, 8

    @property
    def block(self) -> int:
        """Bytes of a block."""
        return _FAMILIES[self.family][1] // 8

    def key(self) -> bytes:
        """The key."""
        if self.key_bytes is None:
            self.key_bytes = secrets.token_bytes(self.key_bits // 8)
        return self.key_bytes

    def iv(self) -> bytes:
        """The vector."""
        if self.vector is None:
            self.vector = secrets.token_bytes(self.block)
        return self.vector

    def lawful(self, bits: int) -> bool:
        """Whether a key may have so many bits."""
        least, most, step = _FAMILIES[self.family][2]
        return least <= bits <= most and (bits - least) % step == 0


class Transform:
    """ICryptoTransform: a cipher at work in one direction. What a padding may take back is kept until the end."""

    __slots__ = ("make", "at_work", "forward", "block", "padding", "kept")

    def __init__(self, owner: SymmetricAlgorithm, key: bytes, vector: bytes, forward: bool, mode: int | None = None, padding: int | None = None) -> None:
        cipher = _cipher(owner, key, vector, owner.mode if mode is None else mode)
        self.make = cipher.encryptor if forward else cipher.decryptor
        self.at_work = self.make()
        self.forward, self.padding, self.kept = forward, owner.padding if padding is None else padding, b""
        streaming = (owner.mode if mode is None else mode) == _CFB
        self.block = owner.feedback // 8 if streaming else owner.block

    def update(self, data: bytes) -> bytes:
        """What whole blocks give."""
        self.kept += data
        whole = len(self.kept) // self.block * self.block
        if not self.forward and self.padding not in (_NONE, _ZEROS) and whole == len(self.kept):
            whole = max(0, whole - self.block)
        taken, self.kept = self.kept[:whole], self.kept[whole:]
        return self.at_work.update(taken)

    def finish(self, data: bytes) -> bytes:
        """What the rest gives, with the padding put on or taken off; it begins anew. Raises CryptographicException."""
        rest, self.kept = self.kept + data, b""
        at_work, self.at_work = self.at_work, self.make()
        if self.forward:
            return at_work.update(self.padded(rest)) + at_work.finalize()
        if len(rest) % self.block:
            raise crypto_fault("The input data is not a complete block.")
        return self.bare(at_work.update(rest) + at_work.finalize())

    def padded(self, data: bytes) -> bytes:
        """Text made a multiple of the block."""
        missing = -len(data) % self.block
        if self.padding == _NONE:
            if missing:
                raise crypto_fault("The input data is not a complete block.")
            return data
        if self.padding == _ZEROS:
            return data + bytes(missing)
        missing = missing or self.block
        if self.padding == _PKCS7:
            return data + bytes([missing]) * missing
        filling = bytes(missing - 1) if self.padding == _ANSIX923 else secrets.token_bytes(missing - 1)
        return data + filling + bytes([missing])

    def bare(self, data: bytes) -> bytes:
        """Text without its padding."""
        if self.padding in (_NONE, _ZEROS) or not data:
            return data
        size = data[-1]
        tail = data[-size:]
        good = 1 <= size <= self.block and (
            self.padding == _ISO10126 or tail == (bytes([size]) * size if self.padding == _PKCS7 else bytes(size - 1) + bytes([size])))
        if not good:
            raise crypto_fault("Padding is invalid and cannot be removed.")
        return data[:-size]


def _cipher(owner: SymmetricAlgorithm, key: bytes, vector: bytes, mode: int) -> Any:
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    if mode not in (_CBC, _ECB, _CFB):
        raise crypto_fault("The specified CipherMode is not supported by this algorithm.")
    if not owner.lawful(len(key) * 8):
        raise argument_fault("Specified key is not a valid size for this algorithm.", "key")
    if mode != _ECB and len(vector) != owner.block:
        raise argument_fault("Specified initialization vector (IV) does not match the block size for this algorithm.", "iv")
    if owner.family == "Aes":
        algorithm: Any = algorithms.AES(key)
    else:
        from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
        algorithm = TripleDES(key)
    if mode == _CFB:
        return Cipher(algorithm, _feedback(owner.feedback)(vector))
    return Cipher(algorithm, modes.ECB() if mode == _ECB else modes.CBC(vector))


def _feedback(bits: int) -> Any:
    """CFB that feeds back a byte or a block; newer releases of the package keep it among what is outdated."""
    name = "CFB8" if bits == 8 else "CFB"
    try:
        from cryptography.hazmat.decrepit.ciphers import modes as outdated
        return getattr(outdated, name)
    except (ImportError, AttributeError):
        from cryptography.hazmat.primitives.ciphers import modes
        return getattr(modes, name)


def _set_key(self: SymmetricAlgorithm, value: Any) -> None:
    if value is None:
        raise null_fault("value")
    data = to_bytes(value)
    if not self.lawful(len(data) * 8):
        raise crypto_fault("Specified key is not a valid size for this algorithm.")
    self.key_bytes, self.key_bits = data, len(data) * 8


def _set_iv(self: SymmetricAlgorithm, value: Any) -> None:
    if value is None:
        raise null_fault("value")
    data = to_bytes(value)
    if len(data) != self.block:
        raise crypto_fault("Specified initialization vector (IV) does not match the block size for this algorithm.")
    self.vector = data


def _set_key_size(self: SymmetricAlgorithm, value: int) -> None:
    if not self.lawful(int(value)):
        raise crypto_fault("Specified key is not a valid size for this algorithm.")
    self.key_bits, self.key_bytes = int(value), None


def _set_block_size(self: SymmetricAlgorithm, value: int) -> None:
    if int(value) != self.block * 8:
        raise crypto_fault("Specified block size is not valid for this algorithm.")


def _set_mode(self: SymmetricAlgorithm, value: Any) -> None:
    if int(value) not in (_CBC, _ECB, _CFB):
        raise crypto_fault("Specified cipher mode is not valid for this algorithm.")
    self.mode = int(value)


def _set_padding(self: SymmetricAlgorithm, value: Any) -> None:
    if not 1 <= int(value) <= 5:
        raise crypto_fault("Specified padding mode is not valid for this algorithm.")
    self.padding = int(value)


def _set_feedback(self: SymmetricAlgorithm, value: int) -> None:
    if int(value) not in (8, self.block * 8):
        raise crypto_fault("Specified feedback size is not valid for this algorithm.")
    self.feedback = int(value)


def _renew(name: str) -> Any:
    def make(self: SymmetricAlgorithm) -> None:
        setattr(self, name, None)
    return make


def _transform(forward: bool) -> Any:
    def make(self: SymmetricAlgorithm, key: Any = None, vector: Any = None) -> Transform:
        return Transform(self, self.key() if key is None else to_bytes(key), self.iv() if vector is None else to_bytes(vector), forward)
    return make


def _one_shot(mode: int, forward: bool) -> Any:
    def run(self: SymmetricAlgorithm, data: Any, *more: Any) -> Any:
        vector = b"" if mode == _ECB else to_bytes(more[0])
        padding = next((int(each) for each in more if hasattr(each, "type")), _NONE if mode == _CFB else _PKCS7)
        return byte_array(Transform(self, self.key(), vector, forward, mode, padding).finish(to_bytes(data)))
    return run


class KeySizes:
    """Sizes that a key may have: least, most, and the step between."""

    __slots__ = ("least", "most", "step")

    def __init__(self, least: int, most: int, step: int) -> None:
        self.least, self.most, self.step = least, most, step


declare(_C + "KeySizes", KeySizes, new=KeySizes, get={"MinSize": lambda self: self.least, "MaxSize": lambda self: self.most, "SkipSize": lambda self: self.step},
        signatures=("(int minSize, int maxSize, int skipSize)", "int MinSize {get;}", "int MaxSize {get;}", "int SkipSize {get;}"))


def _block(self: Transform, data: Any, start: int, count: int, target: Any, at: int) -> int:
    made = self.update(to_bytes(data[start:start + count]))
    target[at:at + len(made)] = byte_array(made)
    return len(made)


declare(_C + "ICryptoTransform", kind="interface")
declare(_C + "CryptoTransform", Transform, interfaces=("System.IDisposable", _C + "ICryptoTransform"),
        get={"InputBlockSize": lambda self: self.block, "OutputBlockSize": lambda self: self.block, "CanReuseTransform": lambda self: True, "CanTransformMultipleBlocks": lambda self: True},
        methods={"TransformBlock": _block, "TransformFinalBlock": lambda self, data, start, count: byte_array(self.finish(to_bytes(data[start:start + count]))), "Dispose": lambda self: None},
        signatures=("int InputBlockSize {get;}", "int OutputBlockSize {get;}", "bool CanReuseTransform {get;}", "bool CanTransformMultipleBlocks {get;}",
                    "int TransformBlock(byte[] inputBuffer, int inputOffset, int inputCount, byte[] outputBuffer, int outputOffset)",
                    "byte[] TransformFinalBlock(byte[] inputBuffer, int inputOffset, int inputCount)", "void Dispose()"))

_GET = {
    "Key": lambda self: byte_array(self.key()), "IV": lambda self: byte_array(self.iv()), "KeySize": lambda self: self.key_bits, "BlockSize": lambda self: self.block * 8,
    "FeedbackSize": lambda self: self.feedback, "Mode": lambda self: enum_of(_C + "CipherMode", self.mode), "Padding": lambda self: enum_of(_C + "PaddingMode", self.padding),
    "LegalKeySizes": lambda self: array(_C + "KeySizes", [KeySizes(*_FAMILIES[self.family][2])]),
    "LegalBlockSizes": lambda self: array(_C + "KeySizes", [KeySizes(self.block * 8, self.block * 8, 0)]),
}
_SET = {"Key": _set_key, "IV": _set_iv, "KeySize": _set_key_size, "BlockSize": _set_block_size, "FeedbackSize": _set_feedback, "Mode": _set_mode, "Padding": _set_padding}
_METHODS = {
    "GenerateKey": _renew("key_bytes"), "GenerateIV": _renew("vector"), "CreateEncryptor": _transform(True), "CreateDecryptor": _transform(False),
    "EncryptCbc": _one_shot(_CBC, True), "DecryptCbc": _one_shot(_CBC, False), "EncryptEcb": _one_shot(_ECB, True), "DecryptEcb": _one_shot(_ECB, False),
    "EncryptCfb": _one_shot(_CFB, True), "DecryptCfb": _one_shot(_CFB, False), "SetKey": _set_key, "ValidKeySize": lambda self, bits: self.lawful(bits),
    "Clear": lambda self: None, "Dispose": lambda self: None,
}
_SIGNATURES = (
    "byte[] Key {get;set;}", "byte[] IV {get;set;}", "int KeySize {get;set;}", "int BlockSize {get;set;}", "int FeedbackSize {get;set;}",
    f"{_C}CipherMode Mode {{get;set;}}", f"{_C}PaddingMode Padding {{get;set;}}", f"{_C}KeySizes[] LegalKeySizes {{get;}}", f"{_C}KeySizes[] LegalBlockSizes {{get;}}",
    "void GenerateKey()", "void GenerateIV()", *(f"{_C}ICryptoTransform Create{way}cryptor({given})" for way in ("En", "De") for given in ("", "byte[] rgbKey, byte[] rgbIV")),
    *(f"byte[] {way}{mode}(byte[] {text}, byte[] iv{more})" for way, text in (("Encrypt", "plaintext"), ("Decrypt", "ciphertext")) for mode in ("Cbc", "Cfb")
      for more in ("", f", {_C}PaddingMode paddingMode")),
    f"byte[] EncryptEcb(byte[] plaintext, {_C}PaddingMode paddingMode)", f"byte[] DecryptEcb(byte[] ciphertext, {_C}PaddingMode paddingMode)",
    "void SetKey(byte[] key)", "bool ValidKeySize(int bitLength)", "void Clear()", "void Dispose()",
)


def _maker(type_name: str, family: str) -> Any:
    return lambda *args: SymmetricAlgorithm(type_name, family)


declare(_C + "SymmetricAlgorithm", SymmetricAlgorithm, dynamic=True, get=_GET, set=_SET, methods=_METHODS, signatures=_SIGNATURES, interfaces=("System.IDisposable",))
for _family, _others in {"Aes": ("AesManaged", "AesCryptoServiceProvider", "RijndaelManaged"), "TripleDES": ("TripleDESCryptoServiceProvider",)}.items():
    declare(_C + _family, SymmetricAlgorithm, dynamic=True, base=_C + "SymmetricAlgorithm", get=_GET, set=_SET, methods=_METHODS, statics={"Create": _maker(_family, _family)},
            signatures=(f"static {_C}{_family} Create()", *_SIGNATURES))
    for _other in _others:
        declare(_C + _other, SymmetricAlgorithm, dynamic=True, base=_C + _family, new=_maker(_other, _family), get=_GET, set=_SET, methods=_METHODS, signatures=("()", *_SIGNATURES))


class Sealed:
    """AesGcm, AesCcm and ChaCha20Poly1305: a cipher whose text carries a proof."""

    __slots__ = ("net_type", "cipher", "tag")

    def __init__(self, name: str, key: Any, tag: int = 16) -> None:
        from cryptography.hazmat.primitives.ciphers import aead
        self.net_type, self.tag = get_type(_C + name), tag
        data = to_bytes(key)
        if len(data) not in ((32,) if name == "ChaCha20Poly1305" else (16, 24, 32)):
            raise crypto_fault("Specified key is not a valid size for this algorithm.")
        self.cipher: Any = {"AesGcm": aead.AESGCM, "ChaCha20Poly1305": aead.ChaCha20Poly1305}[name](data)


def _seal(self: Sealed, nonce: Any, plain: Any, sealed: Any, tag: Any, more: Any = None) -> None:
    if len(plain) != len(sealed):
        raise argument_fault("Plaintext and ciphertext must have the same length.")
    made = self.cipher.encrypt(to_bytes(nonce), to_bytes(plain), None if more is None else to_bytes(more))
    sealed[:] = byte_array(made[:len(plain)])
    tag[:] = byte_array(made[len(plain):][:len(tag)])


def _unseal(self: Sealed, nonce: Any, sealed: Any, tag: Any, plain: Any, more: Any = None) -> None:
    from cryptography.exceptions import InvalidTag
    if len(plain) != len(sealed):
        raise argument_fault("Plaintext and ciphertext must have the same length.")
    try:
        made = self.cipher.decrypt(to_bytes(nonce), to_bytes(sealed) + to_bytes(tag), None if more is None else to_bytes(more))
    except InvalidTag:
        raise fault(_C + "AuthenticationTagMismatchException", "The computed authentication tag did not match the input authentication tag.") from None
    plain[:] = byte_array(made)


for _name in ("AesGcm", "ChaCha20Poly1305"):
    declare(_C + _name, Sealed, dynamic=True, interfaces=("System.IDisposable",), new=lambda *args, name=_name: Sealed(name, *args),
            methods={"Encrypt": _seal, "Decrypt": _unseal, "Dispose": lambda self: None}, get={"TagSizeInBytes": lambda self: self.tag}, static_get={"IsSupported": lambda: True},
            signatures=("(byte[] key)", *(("(byte[] key, int tagSizeInBytes)", "System.Nullable[int] TagSizeInBytes {get;}") if _name == "AesGcm" else ()), "static bool IsSupported {get;}", "void Dispose()",
                        "void Encrypt(byte[] nonce, byte[] plaintext, byte[] ciphertext, byte[] tag, byte[] associatedData = ?)",
                        "void Decrypt(byte[] nonce, byte[] ciphertext, byte[] tag, byte[] plaintext, byte[] associatedData = ?)"))

__all__ = ["SymmetricAlgorithm", "Transform"]
