"""X509CertificateLoader, X509Store and X509Chain. The stores are empty: this shell keeps no certificates of its own, and so trusts no root."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any, Iterator

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.certificates import Certificate, Collection, crypto_fault, load, name_text
from relayshell.objects.dotnet.datetimes import DateTime, utc_now
from relayshell.objects.dotnet.filestatics import read_bytes
from relayshell.objects.dotnet.results import array, enum_of, to_bytes

_X = "System.Security.Cryptography.X509Certificates."


def _from_file(path: str) -> Certificate:
    return load(read_bytes(path))


def _pkcs12(data: bytes, password: Any = None, *flags: Any) -> Certificate:
    return load(data, password if password is None or isinstance(password, str) else "".join(password))


_PASSWORDS = f"string password, {_X}X509KeyStorageFlags keyStorageFlags = ?"
declare(_X + "X509CertificateLoader", statics={
    "LoadCertificate": lambda data: load(to_bytes(data)), "LoadCertificateFromFile": _from_file, "LoadPkcs12": lambda data, *more: _pkcs12(to_bytes(data), *more),
    "LoadPkcs12FromFile": lambda path, *more: _pkcs12(read_bytes(path), *more), "LoadPkcs12Collection": lambda data, *more: Collection(_pkcs12(to_bytes(data), *more)),
    "LoadPkcs12CollectionFromFile": lambda path, *more: Collection(_pkcs12(read_bytes(path), *more))},
    signatures=(f"static {_X}X509Certificate2 LoadCertificate(byte[] data)", f"static {_X}X509Certificate2 LoadCertificateFromFile(string path)",
                f"static {_X}X509Certificate2 LoadPkcs12(byte[] data, {_PASSWORDS})", f"static {_X}X509Certificate2 LoadPkcs12FromFile(string path, {_PASSWORDS})",
                f"static {_X}X509Certificate2Collection LoadPkcs12Collection(byte[] data, {_PASSWORDS})",
                f"static {_X}X509Certificate2Collection LoadPkcs12CollectionFromFile(string path, {_PASSWORDS})"))


class Store:
    """A store that is open or not, and holds what a script puts into it."""

    __slots__ = ("name", "location", "open", "held", "writable")

    def __init__(self, *args: Any) -> None:
        self.name, self.location, self.open, self.held, self.writable = "My", 1, False, Collection(), False
        for each in args:
            kind = each.type.name if hasattr(each, "type") else ""
            if kind == "StoreLocation":
                self.location = int(each)
            elif kind == "OpenFlags":
                _open(self, each)
            else:
                self.name = str(each)
        self.name = {"CertificateAuthority": "CA"}.get(self.name, self.name)


def _open(self: Store, flags: Any) -> None:
    self.open, self.writable = True, bool(int(flags) & 3)


def _certificates(self: Store) -> Collection:
    return Collection(self.held) if self.open else Collection()


def _change(add: bool) -> Any:
    def run(self: Store, item: Any) -> None:
        if not self.open:
            raise crypto_fault("The X509 certificate store has not been opened.")
        if not self.writable:
            raise crypto_fault("The X509 certificate store is read-only.")
        for each in [item] if isinstance(item, Certificate) else list(item):
            if add:
                self.held.items.append(each)
            elif each in self.held.items:
                self.held.items.remove(each)
    return run


def _close(self: Store) -> None:
    self.open = False


declare(_X + "X509Store", Store, new={"*": Store}, get={
    "IsOpen": lambda self: self.open, "Name": lambda self: self.name, "Location": lambda self: enum_of(_X + "StoreLocation", self.location), "Certificates": _certificates},
    methods={"Open": _open, "Close": _close, "Dispose": _close, "Add": _change(True), "AddRange": _change(True), "Remove": _change(False), "RemoveRange": _change(False)})


class Policy:
    """X509ChainPolicy: what a chain is held against."""

    __slots__ = ("Revocation", "Which", "Flags", "Time", "extra", "custom", "Trust")

    def __init__(self) -> None:
        self.Revocation, self.Which, self.Flags, self.Trust = 1, 2, 0, 0
        self.Time: Any = None
        self.extra, self.custom = Collection(), Collection()


def _numbered(name: str, kind: str) -> tuple[Any, Any]:
    def put(self: Policy, value: Any) -> None:
        setattr(self, name, int(value))
    return (lambda self: enum_of(_X + kind, getattr(self, name))), put


_KINDS = {"RevocationMode": ("Revocation", "X509RevocationMode"), "RevocationFlag": ("Which", "X509RevocationFlag"), "VerificationFlags": ("Flags", "X509VerificationFlags"),
          "TrustMode": ("Trust", "X509ChainTrustMode")}


def _set_time(self: Policy, value: DateTime) -> None:
    self.Time = value


declare(_X + "X509ChainPolicy", Policy, new={"()": Policy}, get={
    **{name: _numbered(*kind)[0] for name, kind in _KINDS.items()}, "VerificationTime": lambda self: self.Time, "ExtraStore": lambda self: self.extra, "CustomTrustStore": lambda self: self.custom},
    set={**{name: _numbered(*kind)[1] for name, kind in _KINDS.items()}, "VerificationTime": _set_time},
    signatures=("()", *(f"{_X}{kind} {name} {{get;set;}}" for name, (_, kind) in _KINDS.items()), "datetime VerificationTime {get;set;}", f"{_X}X509Certificate2Collection ExtraStore {{get;}}",
                f"{_X}X509Certificate2Collection CustomTrustStore {{get;}}"))
_STATUS = {1: "certificate has expired", 8: "certificate signature failure", 32: "self-signed certificate", 65536: "unable to get local issuer certificate"}


class Status:
    """X509ChainStatus: one thing that is wrong."""

    __slots__ = ("flag", "text")

    def __init__(self, flag: int = 0) -> None:
        self.flag, self.text = flag, _STATUS.get(flag, "")


declare(_X + "X509ChainStatus", Status, kind="struct", base="System.ValueType", get={"Status": lambda self: enum_of(_X + "X509ChainStatusFlags", self.flag), "StatusInformation": lambda self: self.text},
        signatures=(f"{_X}X509ChainStatusFlags Status {{get;set;}}", "string StatusInformation {get;set;}"))


class Element:
    """X509ChainElement: a certificate of the chain and what is wrong with it."""

    __slots__ = ("certificate", "wrong")

    def __init__(self, certificate: Certificate, wrong: list[int]) -> None:
        self.certificate, self.wrong = certificate, wrong


declare(_X + "X509ChainElement", Element, get={"Certificate": lambda self: self.certificate, "ChainElementStatus": lambda self: array(_X + "X509ChainStatus", map(Status, self.wrong)),
                                               "Information": lambda self: ""},
        signatures=(f"{_X}X509Certificate2 Certificate {{get;}}", f"{_X}X509ChainStatus[] ChainElementStatus {{get;}}", "string Information {get;}"))


class Chain:
    """X509Chain: from a certificate to the one that signed itself, as far as the extra and the trusted ones lead."""

    __slots__ = ("policy", "elements")

    def __init__(self, *machine: bool) -> None:
        self.policy, self.elements = Policy(), list[Element]()

    def wrong(self) -> list[int]:
        """Everything that is wrong, once each."""
        return sorted({flag for element in self.elements for flag in element.wrong})


def _signers(self: Chain) -> Iterator[Certificate]:
    yield from self.policy.custom
    yield from self.policy.extra


def _signed_by(lower: Certificate, upper: Certificate) -> bool:
    try:
        lower.cert.verify_directly_issued_by(upper.cert)
    except Exception:  # whatever is wrong with the signature, its type or its names
        return False
    return True


def _build(self: Chain, certificate: Certificate) -> bool:
    when = utc_now() if self.policy.Time is None else self.policy.Time.universal()
    now = datetime.fromtimestamp(when.ticks // 10_000_000 - 62_135_596_800, timezone.utc)
    self.elements, here = [], certificate
    while True:
        wrong = [] if here.cert.not_valid_before_utc <= now <= here.cert.not_valid_after_utc else [1]
        element = Element(here, wrong)
        self.elements.append(element)
        if name_text(here.cert.issuer) == name_text(here.cert.subject):
            if not (self.policy.Trust == 1 and here in self.policy.custom.items):
                wrong.append(32)
            break
        above = next((each for each in _signers(self) if _signed_by(here, each)), None)
        if above is None or len(self.elements) > 20:
            wrong.append(65536)
            break
        here = above
    flags = self.policy.Flags
    forgiven = (1 if flags & 1 else 0) | (32 | 65536 if flags & 16 else 0)
    return not any(flag & ~forgiven for flag in self.wrong())


def _reset(self: Chain) -> None:
    self.policy, self.elements = Policy(), []


def _set_policy(self: Chain, value: Policy) -> None:
    self.policy = value


declare(_X + "X509Chain", Chain, new={"*": Chain, "()": Chain}, statics={"Create": Chain}, set={"ChainPolicy": _set_policy},
        get={"ChainPolicy": lambda self: self.policy, "ChainStatus": lambda self: array(_X + "X509ChainStatus", map(Status, self.wrong())),
             "ChainElements": lambda self: array(_X + "X509ChainElement", self.elements)},
        methods={"Build": _build, "Reset": _reset, "Dispose": lambda self: None},
        signatures=("()", "(bool useMachineContext)", f"static {_X}X509Chain Create()", f"{_X}X509ChainPolicy ChainPolicy {{get;set;}}", f"{_X}X509ChainStatus[] ChainStatus {{get;}}",
                    f"{_X}X509ChainElement[] ChainElements {{get;}}", f"bool Build({_X}X509Certificate2 certificate)", "void Reset()", "void Dispose()"))

__all__ = ["Chain", "Store"]
