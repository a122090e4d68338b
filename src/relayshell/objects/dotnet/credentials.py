"""SecureString, PSCredential and NetworkCredential. A SecureString is hidden from view, not encrypted in memory."""

from __future__ import annotations

from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.faults import argument_fault, fault, null_fault, operation_fault, range_fault


class SecureString:
    """Text that does not show itself."""

    __slots__ = ("text", "read_only", "disposed")

    def __init__(self, text: str = "", read_only: bool = False) -> None:
        self.text, self.read_only, self.disposed = text, read_only, False

    def __str__(self) -> str:
        return "System.Security.SecureString"

    def writable(self) -> None:
        """Raises when disposed or read-only."""
        if self.disposed:
            raise fault("System.ObjectDisposedException", "Cannot access a disposed object.\nObject name: 'System.Security.SecureString'.")
        if self.read_only:
            raise operation_fault("Instance is read-only.")


def _new(*args: Any) -> SecureString:
    return SecureString("".join(args[0]) if args and args[0] else "")


def _insert(self: SecureString, at: int, char: Any) -> None:
    self.writable()
    if not 0 <= at <= len(self.text):
        raise range_fault("Index was out of range. Must be non-negative and less than or equal to the size of the collection.", "index")
    self.text = self.text[:at] + str.__str__(char) + self.text[at:]


def _change(self: SecureString, at: int, char: str) -> None:
    self.writable()
    if not 0 <= at < len(self.text):
        raise range_fault("Index was out of range. Must be non-negative and less than the size of the collection.", "index")
    self.text = self.text[:at] + str.__str__(char) + self.text[at + 1:]


def _clear(self: SecureString) -> None:
    self.writable()
    self.text = ""


def _dispose(self: SecureString) -> None:
    self.text, self.disposed = "", True


def _lock(self: SecureString) -> None:
    self.read_only = True


declare(
    "System.Security.SecureString", SecureString, new={"*": _new, "()": SecureString}, get={"Length": lambda self: len(self.text)},
    methods={"AppendChar": lambda self, char: _insert(self, len(self.text), char), "InsertAt": _insert, "SetAt": _change, "RemoveAt": lambda self, at: _change(self, at, ""),
             "Clear": _clear, "Copy": lambda self: SecureString(self.text), "MakeReadOnly": _lock, "IsReadOnly": lambda self: self.read_only, "Dispose": _dispose},
    to_text=str,
)


class NetworkCredential:
    """A name, a password and a domain in the clear."""

    __slots__ = ("user", "password", "domain")

    def __init__(self, user: str = "", password: Any = "", domain: str = "") -> None:
        self.user, self.domain = user or "", domain or ""
        self.password = password.text if isinstance(password, SecureString) else password or ""


def _setter(name: str) -> Any:
    def put(self: NetworkCredential, value: Any) -> None:
        setattr(self, name, value.text if isinstance(value, SecureString) else value or "")
    return put


declare(
    "System.Net.NetworkCredential", NetworkCredential, new={"*": NetworkCredential, "()": NetworkCredential},
    get={"UserName": lambda self: self.user, "Password": lambda self: self.password, "SecurePassword": lambda self: SecureString(self.password), "Domain": lambda self: self.domain},
    set={"UserName": _setter("user"), "Password": _setter("password"), "SecurePassword": _setter("password"), "Domain": _setter("domain")},
    methods={"GetCredential": lambda self, *args: self},
)


class PSCredential:
    """A name and a hidden password."""

    __slots__ = ("user", "password", "props", "__weakref__")

    def __init__(self, user: str, password: SecureString) -> None:
        if not user:
            raise argument_fault("Cannot process argument because the value of argument \"userName\" is not valid. Change the value of the \"userName\" argument and run the "
                                 "operation again.", "userName")
        if password is None:
            raise null_fault("password")
        self.user, self.password = user, password
        self.props: Any = None

    def network(self) -> NetworkCredential:
        """GetNetworkCredential: domain\\user is taken apart."""
        domain, slash, name = self.user.partition("\\")
        return NetworkCredential(name if slash else self.user, self.password.text, domain if slash else "")


def _empty() -> PSCredential:
    made = PSCredential.__new__(PSCredential)
    made.user, made.password, made.props = "", SecureString(), None
    return made


def _credential(*args: Any) -> PSCredential:
    if len(args) == 1:
        from relayshell.objects.members import get_member
        return PSCredential(get_member(args[0], "UserName"), get_member(args[0], "Password"))
    return PSCredential(*args)


declare(
    "System.Management.Automation.PSCredential", PSCredential, new={"*": _credential},
    get={"UserName": lambda self: self.user, "Password": lambda self: self.password}, methods={"GetNetworkCredential": PSCredential.network},
    statics={"op_Explicit": PSCredential.network}, static_get={"Empty": _empty, "GetSymmetricEncryptionKeyDelegate": lambda: None}, to_text=lambda self: "System.Management.Automation.PSCredential",
)


class Pointer:
    """An IntPtr that Marshal made: what it points at is kept beside it."""

    __slots__ = ("held",)

    def __init__(self, held: Any = None) -> None:
        self.held = held

    def __str__(self) -> str:
        return str(id(self) if self.held is not None else 0)


declare("System.IntPtr", Pointer, kind="struct", methods={"ToString": str, "ToInt64": lambda self: int(str(self))}, static_get={"Zero": Pointer, "Size": lambda: 8},
        signatures=("static System.IntPtr Zero", "static int Size {get;}"), to_text=str)
_to_pointer = lambda secure: Pointer(secure.text)  # noqa: E731
_from_pointer = lambda pointer, *length: pointer.held or ""  # noqa: E731
_nothing = lambda *args: None  # noqa: E731
declare(
    "System.Runtime.InteropServices.Marshal",
    statics={
        **{name: _to_pointer for name in ("SecureStringToBSTR", "SecureStringToGlobalAllocUnicode", "SecureStringToGlobalAllocAnsi", "SecureStringToCoTaskMemUnicode", "SecureStringToCoTaskMemAnsi")},
        **{name: _from_pointer for name in ("PtrToStringBSTR", "PtrToStringAuto", "PtrToStringUni", "PtrToStringAnsi", "PtrToStringUTF8")},
        **{name: _nothing for name in ("ZeroFreeBSTR", "ZeroFreeGlobalAllocUnicode", "ZeroFreeGlobalAllocAnsi", "ZeroFreeCoTaskMemUnicode", "ZeroFreeCoTaskMemAnsi", "FreeBSTR", "FreeHGlobal",
                                       "FreeCoTaskMem", "CleanupUnusedObjectsInCurrentContext", "SetLastPInvokeError", "SetLastSystemError")},
        "StringToBSTR": Pointer, "StringToHGlobalUni": Pointer, "StringToHGlobalAnsi": Pointer, "StringToHGlobalAuto": Pointer, "ReleaseComObject": lambda target: 0,
        "FinalReleaseComObject": lambda target: 0, "IsComObject": lambda target: False, "GetLastWin32Error": lambda: 0, "GetLastPInvokeError": lambda: 0, "GetLastSystemError": lambda: 0,
        "GetHRForLastWin32Error": lambda: 0, "AreComObjectsAvailableForCleanup": lambda: False,
    },
    static_get={"SystemDefaultCharSize": lambda: 2, "SystemMaxDBCSCharSize": lambda: 1},
    signatures=("static System.IntPtr SecureStringToBSTR(securestring s)", "static string PtrToStringAuto(System.IntPtr ptr)", "static string PtrToStringBSTR(System.IntPtr ptr)",
                "static void ZeroFreeBSTR(System.IntPtr s)"),
)

__all__ = ["NetworkCredential", "PSCredential", "Pointer", "SecureString"]
