"""System.Security.SecureString, PSCredential, System.Net.NetworkCredential, and Marshal's ways to read a SecureString.

A SecureString hides its text from whoever prints or inspects it; memory is not encrypted, as it is not in .NET on this platform.
"""

from __future__ import annotations

from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.exceptions import NetException

_S = "System."
_LONGEST = 65536


class SecureString:
    """A text that is not shown."""

    __slots__ = ("letters", "read_only", "gone", "__weakref__")

    def __init__(self, text: str = "") -> None:
        self.letters = list(text)
        self.read_only = False
        self.gone = False

    @property
    def text(self) -> str:
        """The text. For what must say it to a protocol, and nothing else."""
        return "".join(self.letters)

    def change(self) -> list[str]:
        """The letters, to be changed. Raises where they may not be."""
        if self.gone:
            raise NetException(_S + "ObjectDisposedException", "Safe handle has been closed.\nObject name: 'SafeHandle'.")
        if self.read_only:
            raise NetException(_S + "InvalidOperationException", "Instance is read-only.")
        return self.letters


def _append(secure: SecureString, letter: str) -> None:
    letters = secure.change()
    if len(letters) >= _LONGEST:
        raise NetException(_S + "ArgumentOutOfRangeException", "Length must be non-negative and no more than 65,536. (Parameter 'capacity')")
    letters.append(str(letter))


def _place(secure: SecureString, index: int, most: int) -> int:
    if not 0 <= index <= most:
        raise NetException(_S + "ArgumentOutOfRangeException",
                           "Index was out of range. Must be non-negative and less than the size of the collection. (Parameter 'index')")
    return index


def _insert(secure: SecureString, index: int, letter: str) -> None:
    letters = secure.change()
    letters.insert(_place(secure, index, len(letters)), str(letter))


def _set(secure: SecureString, index: int, letter: str) -> None:
    letters = secure.change()
    letters[_place(secure, index, len(letters) - 1)] = str(letter)


def _remove(secure: SecureString, index: int) -> None:
    letters = secure.change()
    del letters[_place(secure, index, len(letters) - 1)]


def _dispose(secure: SecureString) -> None:
    secure.letters = []
    secure.gone = True


declare(
    _S + "Security.SecureString", SecureString, new=SecureString, get={"Length": lambda secure: len(secure.letters)},
    methods={
        "AppendChar": _append, "InsertAt": _insert, "SetAt": _set, "RemoveAt": _remove, "Clear": lambda secure: secure.change().clear(),
        "Copy": lambda secure: SecureString(secure.text), "Dispose": _dispose, "IsReadOnly": lambda secure: secure.read_only,
        "MakeReadOnly": lambda secure: setattr(secure, "read_only", True), "ToString": lambda secure: _S + "Security.SecureString",
    },
    to_text=lambda secure: _S + "Security.SecureString",
)


class Credential:
    """PSCredential: a user name and a hidden password."""

    __slots__ = ("user", "password", "__weakref__")

    def __init__(self, user: str, password: SecureString) -> None:
        if not user:
            raise NetException("System.Management.Automation.PSArgumentException",
                               "Cannot process argument because the value of argument \"userName\" is not valid. Change the value of the \"userName\" argument and run the operation again.")
        if password is None:
            raise NetException("System.Management.Automation.PSArgumentNullException", "Cannot process argument because the value of argument \"password\" is null. Change the value of argument \"password\" to a non-null value.")
        self.user = user
        self.password = password


class Network:
    """NetworkCredential: user, password and domain in clear."""

    __slots__ = ("user", "secret", "domain", "__weakref__")

    def __init__(self, user: str = "", secret: Any = "", domain: str = "") -> None:
        self.user = user or ""
        self.secret = secret.text if isinstance(secret, SecureString) else secret or ""
        self.domain = domain or ""


def _network(credential: Credential) -> Network:
    domain, slash, name = credential.user.partition("\\")
    if slash:
        return Network(name, credential.password, domain)
    return Network(credential.user, credential.password)


_EMPTY = Credential.__new__(Credential)
_EMPTY.user, _EMPTY.password = "", SecureString()
declare(
    "System.Management.Automation.PSCredential", Credential, new={"(string userName, securestring password)": Credential},
    get={"UserName": lambda credential: credential.user, "Password": lambda credential: credential.password},
    static_get={"Empty": lambda: _EMPTY},
    methods={"GetNetworkCredential": _network, "ToString": lambda credential: "System.Management.Automation.PSCredential"},
)
declare(
    _S + "Net.NetworkCredential", Network, new=Network,
    get={
        "UserName": lambda each: each.user, "Password": lambda each: each.secret, "SecurePassword": lambda each: SecureString(each.secret),
        "Domain": lambda each: each.domain,
    },
    set={
        "UserName": lambda each, value: setattr(each, "user", value or ""), "Password": lambda each, value: setattr(each, "secret", value or ""),
        "SecurePassword": lambda each, value: setattr(each, "secret", value.text), "Domain": lambda each, value: setattr(each, "domain", value or ""),
    },
    methods={"GetCredential": lambda each, *_: each, "ToString": lambda each: _S + "Net.NetworkCredential"},
)


class Pointer:
    """What Marshal gives for an address: a text that Marshal itself can read again, and nothing else can."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text


declare(_S + "IntPtr", Pointer, methods={"ToString": lambda pointer: "0" if not pointer.text else "1"}, static_get={"Zero": lambda: Pointer("")},
        kind="struct", base="System.ValueType", signatures=("static System.IntPtr Zero {get;}", "string ToString()"))

_READ = ("PtrToStringAuto", "PtrToStringBSTR", "PtrToStringUni", "PtrToStringUTF8", "PtrToStringAnsi")
_MAKE = ("SecureStringToBSTR", "SecureStringToGlobalAllocUnicode", "SecureStringToCoTaskMemUnicode", "SecureStringToGlobalAllocAnsi")
_FREE = ("ZeroFreeBSTR", "ZeroFreeGlobalAllocUnicode", "ZeroFreeCoTaskMemUnicode", "ZeroFreeGlobalAllocAnsi", "FreeHGlobal", "FreeBSTR")
declare(
    _S + "Runtime.InteropServices.Marshal", None,
    statics={
        **{name: (lambda pointer, *_: pointer.text) for name in _READ}, **{name: (lambda secure: Pointer(secure.text)) for name in _MAKE},
        **{name: (lambda pointer: setattr(pointer, "text", "")) for name in _FREE},
    },
    signatures=(
        *(f"static string {name}(System.IntPtr ptr)" for name in _READ), *(f"static System.IntPtr {name}(securestring s)" for name in _MAKE),
        *(f"static void {name}(System.IntPtr s)" for name in _FREE),
    ),
)
