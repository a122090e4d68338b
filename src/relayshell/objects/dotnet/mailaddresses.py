"""System.Net.Mail: MailAddress, MailMessage and its collections. Sending is the relay's affair; SmtpClient says so."""

from __future__ import annotations

import re
from typing import Any, Iterator

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.enumerators import Enumerator
from relayshell.objects.dotnet.faults import argument_fault, fault, format_fault, null_fault
from relayshell.objects.dotnet.results import enum_of
from relayshell.objects.nettype import get_type

_M = "System.Net.Mail."
_BAD = "The specified string is not in the form required for an e-mail address."
_ADDRESS = re.compile(r"""\s*(?:(?P<shown>"(?:[^"\\]|\\.)*"|[^<>"@]*?)\s*<\s*(?P<inner>[^<>]+?)\s*>|(?P<plain>[^<>]+?))\s*""", re.S)
_LOCAL = r"""(?:"(?:[^"\\]|\\.)*"|[^\s()<>@,;:\\"\[\].]+(?:\.[^\s()<>@,;:\\"\[\].]+)*)"""
_SPEC = re.compile(rf"(?P<user>{_LOCAL})@(?P<host>\[[^\]\s]*\]|[^\s()<>@,;:\\\"\[\]]+)", re.S)


class MailAddress:
    """A display name and an address."""

    __slots__ = ("shown", "user", "host")

    def __init__(self, user: str, host: str, shown: str = "") -> None:
        self.user, self.host, self.shown = user, host, shown

    @property
    def address(self) -> str:
        """user@host."""
        return f"{self.user}@{self.host}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, MailAddress) and str(other).lower() == str(self).lower()

    def __hash__(self) -> int:
        return hash(str(self).lower())

    def __str__(self) -> str:
        return f'"{self.shown}" <{self.address}>' if self.shown else self.address


def parse_mail_address(text: str | None, shown: str | None = None, *encoding: Any) -> MailAddress:
    """user@host or name <user@host>. Raises FormatException, ArgumentException."""
    if text is None:
        raise null_fault("address")
    if not text:
        raise argument_fault("The value cannot be an empty string.", "address")
    found = _ADDRESS.fullmatch(text)
    spec = _SPEC.fullmatch((found["inner"] or found["plain"] or "").strip()) if found else None
    if spec is None or found is None:
        raise format_fault(_BAD)
    name = (found["shown"] or "").strip()
    if name.startswith('"') and name.endswith('"') and len(name) > 1:
        name = re.sub(r"\\(.)", r"\1", name[1:-1])
    if shown:
        name = shown.strip('"')
    host = spec["host"]
    if host.startswith(".") or host.endswith(".") or ".." in host:
        raise format_fault(_BAD)
    return MailAddress(spec["user"], host, name)


def _try(text: Any, *args: Any) -> bool:
    *shown, result = args
    try:
        result.value = parse_mail_address(text, *shown)
        return True
    except Exception as error:
        if not hasattr(error, "type_name"):
            raise
        result.value = None
        return False


declare(
    _M + "MailAddress", MailAddress, new={"*": parse_mail_address},
    get={"DisplayName": lambda self: self.shown, "User": lambda self: self.user, "Host": lambda self: self.host, "Address": lambda self: self.address},
    methods={"ToString": str, "Equals": lambda self, other: isinstance(other, MailAddress) and self == other, "GetHashCode": lambda self: hash(self) & 0x7FFFFFFF},
    statics={"TryCreate": _try}, signatures=("static bool TryCreate(string address, ref mailaddress result)", "static bool TryCreate(string address, string displayName, ref mailaddress result)"),
    to_text=str,
)


class AddressList:
    """MailAddressCollection or AttachmentCollection."""

    __slots__ = ("net_type", "items")

    def __init__(self, name: str = "MailAddressCollection") -> None:
        self.net_type = get_type(_M + name)
        self.items: list[Any] = []

    def __iter__(self) -> Iterator[Any]:
        return iter(self.items)

    def add(self, value: Any) -> None:
        """An object, or addresses with commas between."""
        if isinstance(value, str):
            for piece in re.findall(r'(?:"[^"]*"|[^,"])+', value):
                self.items.append(parse_mail_address(piece.strip()))
        else:
            self.items.append(value)

    def __str__(self) -> str:
        return ", ".join(str(item) for item in self.items)


for _name in ("MailAddressCollection", "AttachmentCollection", "AlternateViewCollection"):
    declare(_M + _name, AddressList, new={"*": AddressList, "()": AddressList} if _name.startswith("Mail") else None, dynamic=True, get={"Count": lambda self: len(self.items)},
            methods={"Add": AddressList.add, "Clear": lambda self: self.items.clear(), "Remove": lambda self, item: item in self.items and (self.items.remove(item) or True), "ToString": str,
                     "Contains": lambda self, item: item in self.items, "RemoveAt": lambda self, at: self.items.pop(at) and None, "GetEnumerator": lambda self: Enumerator(self.items)},
            index=lambda self, at: self.items[at], enumerate=iter, to_text=str, interfaces=("System.Collections.ICollection", "System.Collections.IEnumerable"))


class MailMessage:
    """A message in the making."""

    __slots__ = ("values", "to", "cc", "bcc", "reply", "attachments", "views", "headers")

    def __init__(self, *args: Any) -> None:
        self.values: dict[str, Any] = {"Subject": "", "Body": "", "IsBodyHtml": False, "Priority": enum_of(_M + "MailPriority", 0)}
        self.to, self.cc, self.bcc, self.reply = AddressList(), AddressList(), AddressList(), AddressList()
        self.attachments, self.views = AddressList("AttachmentCollection"), AddressList("AlternateViewCollection")
        from relayshell.objects.dotnet.namevalues import NameValues
        self.headers = NameValues()
        if args:
            self.values["From"] = args[0] if isinstance(args[0], MailAddress) else parse_mail_address(args[0])
            self.to.add(args[1])
        if len(args) == 4:
            self.values["Subject"], self.values["Body"] = args[2], args[3]


_KEPT = ("From", "Sender", "ReplyTo", "Subject", "Body", "IsBodyHtml", "Priority", "BodyEncoding", "SubjectEncoding", "HeadersEncoding", "BodyTransferEncoding", "DeliveryNotificationOptions")


def _getter(name: str) -> Any:
    return lambda self: self.values.get(name)


def _setter(name: str) -> Any:
    return lambda self, value: self.values.__setitem__(name, value)


declare(
    _M + "MailMessage", MailMessage, new={"*": MailMessage, "()": MailMessage},
    get={**{name: _getter(name) for name in _KEPT}, "To": lambda self: self.to, "CC": lambda self: self.cc, "Bcc": lambda self: self.bcc, "ReplyToList": lambda self: self.reply,
         "Attachments": lambda self: self.attachments, "AlternateViews": lambda self: self.views, "Headers": lambda self: self.headers},
    set={name: _setter(name) for name in _KEPT}, methods={"Dispose": lambda self: None},
)


class SmtpClient:
    """A client's settings. Sending through it is not offered: a relay's own shell sends through the relay."""

    __slots__ = ("values",)

    def __init__(self, host: str | None = None, port: int = 25) -> None:
        self.values: dict[str, Any] = {"Host": host, "Port": port, "Timeout": 100000, "EnableSsl": False, "UseDefaultCredentials": False}


def _send(self: SmtpClient, *args: Any) -> None:
    if not self.values["Host"]:
        raise fault("System.InvalidOperationException", "The SMTP host was not specified.")
    raise fault("System.PlatformNotSupportedException", "SmtpClient does not send in this shell. Use Send-MailMessage or the relay's own cmdlets.")


_CLIENT = ("Host", "Port", "Timeout", "EnableSsl", "UseDefaultCredentials", "Credentials", "DeliveryMethod", "DeliveryFormat", "PickupDirectoryLocation", "TargetName")
declare(_M + "SmtpClient", SmtpClient, new={"*": SmtpClient, "()": SmtpClient}, get={**{name: _getter(name) for name in _CLIENT}, "ClientCertificates": lambda self: [], "ServicePoint": lambda self: None},
        set={name: _setter(name) for name in _CLIENT}, methods={"Send": _send, "SendAsync": _send, "SendMailAsync": _send, "SendAsyncCancel": lambda self: None, "Dispose": lambda self: None})


class Attachment:
    """A file to go with a message."""

    __slots__ = ("name", "stream", "media", "id")

    def __init__(self, source: Any, *args: Any) -> None:
        from relayshell.objects.dotnet.streams import Stream, file_stream
        self.stream = source if isinstance(source, Stream) else file_stream(source, 3, 1)
        texts = [a for a in args if isinstance(a, str)]
        self.name = texts[0] if texts and isinstance(source, Stream) else self.stream.path.rpartition("/")[2]
        self.media, self.id = texts[-1] if texts else "application/octet-stream", ""


def _set_name(self: Attachment, value: str) -> None:
    self.name = value


declare(_M + "Attachment", Attachment, new={"*": Attachment},
        get={"Name": lambda self: self.name, "NameEncoding": lambda self: None, "ContentDisposition": lambda self: None, "ContentStream": lambda self: self.stream, "ContentId": lambda self: self.id,
             "ContentType": lambda self: self.media, "TransferEncoding": lambda self: None},
        set={"Name": _set_name}, methods={"Dispose": lambda self: self.stream.close()}, statics={"CreateAttachmentFromString": lambda text, *args: _from_text(text, *args)})


def _from_text(text: str, *args: Any) -> Attachment:
    from relayshell.objects.dotnet.results import byte_array
    from relayshell.objects.dotnet.streams import memory_stream
    return Attachment(memory_stream(byte_array(text.encode("utf-8"))), *args)
