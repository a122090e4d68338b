"""The values of settings that have parts: ranges, bindings, addresses, address spaces, smart hosts. A script sees the parts by name."""

from __future__ import annotations

from typing import Any

from relayengine.values.address import Address, AddressSpace, ProxyAddress
from relayengine.values.domain import Domain
from relayengine.values.network import Binding, IPRange, SmartHost
from relayengine.values.problem import BadValue
from relayshell.objects.declare import declare
from relayshell.objects.exceptions import NetException

DATA = "Microsoft.Exchange.Data."


class Shown:
    """A value of the engine as a script sees it: its text, and its parts where it has some. Equal where the texts are."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Shown) and str(other.value).lower() == str(self.value).lower()

    def __lt__(self, other: Any) -> bool:
        return str(self.value).lower() < str(other.value).lower()

    def __hash__(self) -> int:
        return hash(str(self.value).lower())

    def __str__(self) -> str:
        return str(self.value)


_CLASSES: dict[type, type[Shown]] = {}


def shown_value(value: Any) -> Shown:
    """A value of the engine as a script sees it."""
    return _CLASSES.get(type(value), Shown)(value)


def _type(name: str, kind: type | None, parts: dict[str, Any]) -> None:
    """Declares the type of a kind of value, with its parts by name."""
    made: Any = Shown
    if kind is not None:
        made = type(name, (Shown,), {"__slots__": ()})
        _CLASSES[kind] = made

    def parse(text: str) -> Any:
        try:
            return made(kind.parse(text) if kind is not None else text)  # type: ignore[attr-defined]
        except BadValue as bad:
            raise NetException("System.FormatException", str(bad)) from None

    declare(
        DATA + name, made, get={part: (lambda shown, get=get: get(shown.value)) for part, get in parts.items()},
        methods={"ToString": str, "Equals": lambda one, other: one == other}, statics={"Parse": parse}, parse=parse, to_text=str,
        interfaces=("System.IComparable",),
        signatures=(*(f"System.Object {part} {{get;}}" for part in parts), "string ToString()", "bool Equals(System.Object value)",
                    f"static {DATA}{name} Parse(string expression)"),
    )


def _format(span: IPRange) -> str:
    text = str(span)
    return "CIDR" if "/" in text else "LoHi" if "-" in text else "SingleAddress"


def _address(value: Any) -> Any:
    from relayshell.objects.convert import convert
    from relayshell.objects.nettype import get_type

    return convert(str(value), get_type("System.Net.IPAddress"))


def _end(span: IPRange, which: str) -> Any:
    from ipaddress import IPv4Address, IPv6Address

    return _address((IPv4Address if span.version == 4 else IPv6Address)(getattr(span, which)))


_type("SettingValue", None, {})
_type("IPRange", IPRange, {
    "LowerBound": lambda span: _end(span, "low"), "UpperBound": lambda span: _end(span, "high"), "Netmask": lambda span: None,
    "CIDRLength": lambda span: int(str(span).partition("/")[2]) if "/" in str(span) else None, "RangeFormat": _format,
    "Size": lambda span: span.size, "Expression": str,
})
_type("IPBinding", Binding, {
    "AddressFamily": lambda binding: "InterNetwork" if binding.address.version == 4 else "InterNetworkV6",
    "Address": lambda binding: _address(binding.address), "Port": lambda binding: binding.port,
})
_type("SmtpAddress", Address, {"Length": lambda address: len(str(address)), "Local": lambda address: address.local, "Domain": lambda address: str(address.domain)})
_type("ProxyAddress", ProxyAddress, {
    "SmtpAddress": lambda proxy: str(proxy.address), "AddressString": lambda proxy: str(proxy.address), "ProxyAddressString": str,
    "Prefix": lambda proxy: "SMTP", "IsPrimaryAddress": lambda proxy: proxy.primary, "PrefixString": lambda proxy: "SMTP" if proxy.primary else "smtp",
})
_type("AddressSpace", AddressSpace, {
    "Type": lambda space: space.kind, "Address": lambda space: space.space, "Cost": lambda space: space.cost,
    "Domain": lambda space: str(space.space), "IsSmtpType": lambda space: space.kind.upper() == "SMTP",
})
_type("SmartHost", SmartHost, {
    "Domain": lambda host: None if host.is_address else host.host, "Address": lambda host: _address(host.host) if host.is_address else None,
    "IsIPAddress": lambda host: host.is_address,
})
_type("SmtpDomainWithSubdomains", Domain, {
    "Domain": lambda domain: str(domain).removeprefix("*."), "IncludeSubDomains": lambda domain: str(domain).startswith("*"),
    "IsStar": lambda domain: str(domain) == "*", "Address": str,
})
