"""ConvertTo- and ConvertFrom-SecureString: secrets as text, encrypted with a key where one is given.

Without a key PowerShell on this platform writes a SecureString as its characters in hexadecimal, which hides nothing; so
does this. With a key the text is AES, in PowerShell's own form, so that either reads the other's.
"""

from __future__ import annotations

import base64
from typing import Any

from relayshell.commands import Cmdlet, param
from relayshell.objects.dotnet.credentials import SecureString
from relayshell.providers.provider import ItemError

MODULE = "Microsoft.PowerShell.Security"
HEADER = "76492d1116743f0423413b16050a5345"


def secure(text: str) -> SecureString:
    """A SecureString that holds a text."""
    return SecureString(text)


def revealed(value: SecureString) -> str:
    """The text of a SecureString."""
    return value.text


def _key(cmdlet: Any) -> bytes | None:
    if cmdlet.key is not None:
        key = bytes(int(each) for each in cmdlet.key)
    elif cmdlet.secure_key is not None:
        key = revealed(cmdlet.secure_key).encode("utf-16-le")
    else:
        return None
    if len(key) not in (16, 24, 32):
        raise ItemError("The specified key is not valid. Valid key length settings are: 128 bits, 192 bits, or 256 bits.",
                        "Argument", "InvalidArgument", None, "System.ArgumentException")
    return key


def _cipher(key: bytes, vector: bytes) -> Any:
    from cryptography.hazmat.primitives.ciphers import Cipher
    from cryptography.hazmat.primitives.ciphers.algorithms import AES
    from cryptography.hazmat.primitives.ciphers.modes import CBC

    return Cipher(AES(key), CBC(vector))


def encrypted(text: str, key: bytes) -> str:
    """A text under a key, in PowerShell's form: header, then base64 of `2|vector|hexadecimal`."""
    import os

    from cryptography.hazmat.primitives.padding import PKCS7

    vector = os.urandom(16)
    padder = PKCS7(128).padder()
    data = padder.update(text.encode("utf-16-le")) + padder.finalize()
    worker = _cipher(key, vector).encryptor()
    hidden = (worker.update(data) + worker.finalize()).hex()
    inner = f"2|{base64.b64encode(vector).decode()}|{hidden}"
    return HEADER + base64.b64encode(inner.encode("utf-16-le")).decode()


def decrypted(text: str, key: bytes) -> str:
    """The text that was encrypted. ValueError when key or text is wrong."""
    from cryptography.hazmat.primitives.padding import PKCS7

    if not text.startswith(HEADER):
        raise ValueError("it does not begin as an encrypted text does")
    _, vector, hidden = base64.b64decode(text[len(HEADER) :]).decode("utf-16-le").split("|")
    worker = _cipher(key, base64.b64decode(vector)).decryptor()
    data = worker.update(bytes.fromhex(hidden)) + worker.finalize()
    unpadder = PKCS7(128).unpadder()
    return (unpadder.update(data) + unpadder.finalize()).decode("utf-16-le")


class ConvertToSecureString(Cmdlet, name="ConvertTo-SecureString", default_set="Secure", output=("System.Security.SecureString",), module=MODULE):
    """Makes a SecureString of a text.

    Example: its length

        PS> (ConvertTo-SecureString secret -AsPlainText -Force).Length
        6
    """

    as_plain_text: Any = param("The text is the secret itself.", "switch", position=1, sets=("PlainText",))
    force: Any = param("Confirms that the text is plain.", "switch", position=2, sets=("PlainText",))
    key: Any = param("The key it was encrypted with.", "byte[]", sets=("Open",))
    secure_key: Any = param("The key, itself a SecureString.", "securestring", position=1, sets=("Secure",))
    string: Any = param("The text.", "string", mandatory=True, position=0, pipeline=True)

    def process(self) -> None:
        if self.as_plain_text:
            self.write(secure(self.string))
            return
        key = _key(self)
        try:
            text = decrypted(self.string, key) if key is not None else bytes.fromhex(self.string).decode("utf-16-le")
        except (ValueError, UnicodeDecodeError):
            self.write_error(ItemError(
                "Cannot process argument because the value of argument \"value\" is not valid: the text is no encrypted secure string, "
                "or was encrypted with another key. A plain text takes -AsPlainText.",
                "ImportSecureString_InvalidArgument" if key is None else "ImportSecureString_InvalidArgument_CryptographicError", "InvalidArgument", None, "System.Management.Automation.PSArgumentException"))
            return
        self.write(secure(text))


class ConvertFromSecureString(Cmdlet, name="ConvertFrom-SecureString", default_set="Secure", output=("System.String",), module=MODULE):
    """Makes a text of a SecureString.

    Example: a secret shown

        PS> ConvertTo-SecureString s3cret -AsPlainText -Force | ConvertFrom-SecureString -AsPlainText
        s3cret
    """

    as_plain_text: Any = param("Gives the secret itself.", "switch", sets=("AsPlainText",))
    key: Any = param("A key to encrypt it with: 16, 24 or 32 bytes.", "byte[]", sets=("Open",))
    secure_key: Any = param("The key, itself a SecureString.", "securestring", position=1, sets=("Secure",))
    secure_string: Any = param("The SecureString.", "securestring", mandatory=True, position=0, pipeline=True)

    def process(self) -> None:
        text = revealed(self.secure_string)
        if self.as_plain_text:
            self.write(text)
            return
        key = _key(self)
        self.write(encrypted(text, key) if key is not None else text.encode("utf-16-le").hex())
