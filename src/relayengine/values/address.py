"""Address: a mailbox (RFC 5321 §4.1.2); AddressSpace: the addresses a send connector takes.

The grammar is strict: no comments, no bare blanks, no control characters, no source routes. What a client may write around
an address (angle brackets, a route) is the business of whoever reads commands.
"""

import re
from typing import Self

from relayengine.values.domain import Domain, canonical
from relayengine.values.problem import BadValue, quoted

LONGEST_LOCAL_PART = 315
LONGEST_ADDRESS = 571
LONGEST_LONG_ADDRESS = 1860

# What is not ASCII is told by what it is not: a class of all of Unicode takes milliseconds to compile.
_ATEXT = r"[^\x00-\x20\"(),.:;<>@\[\\\]\x7f]+"
_DOT_STRING = re.compile(rf"^{_ATEXT}(?:\.{_ATEXT})*$")
_QUOTED = re.compile(r'^"(?:[^\x00-\x1f"\\\x7f]|\\[ -~])*"$')


def good_local_part(text: str, longest: int = LONGEST_LOCAL_PART) -> bool:
    """Whether a text is a local part: a dot-string or a quoted string with something in it."""
    if not 0 < len(text) <= longest or text == '""':
        return False
    if not (_DOT_STRING.match(text) or _QUOTED.match(text)):
        return False
    return text.isascii() or all(c.isascii() or c.isprintable() for c in text)


def split_address(text: str) -> tuple[str, str]:
    """The local part and the domain of an address text: at the last @, which in a quoted local part is not the first."""
    local, at, domain = text.rpartition("@")
    return (local, domain) if at else (text, "")


class Address:
    """A mailbox, frozen: the local part as written, the domain in its comparable form. Equality ignores case."""

    __slots__ = ("local", "domain")
    shown_type = "SmtpAddress"
    example = "user@contoso.com"
    local: str
    domain: str

    def __init__(self, local: str, domain: str) -> None:
        object.__setattr__(self, "local", local)
        object.__setattr__(self, "domain", domain)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("an Address does not change")

    @classmethod
    def parse(cls, text: object) -> Self:
        """Reads `user@contoso.com`."""
        if isinstance(text, cls):
            return text
        local, domain = split_address(str(text).strip())
        try:
            if good_local_part(local) and len(str(text)) <= LONGEST_ADDRESS:
                return cls(local, canonical(domain))
        except BadValue:
            pass
        raise BadValue(f"{quoted(text)} is not an address such as user@contoso.com")

    def __str__(self) -> str:
        return f"{self.local}@{self.domain}"

    __repr__ = __str__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Address) and str(self).lower() == str(other).lower()

    def __hash__(self) -> int:
        return hash(str(self).lower())

    def __reduce__(self) -> tuple[type, tuple[str, str]]:
        return type(self), (self.local, self.domain)


class ProxyAddress:
    """One address of a mailbox as Exchange lists it: `SMTP:` before the primary one, `smtp:` before the others."""

    __slots__ = ("primary", "address")
    shown_type = "ProxyAddress"
    example = "user@contoso.com"
    primary: bool
    address: Address

    def __init__(self, primary: bool, address: Address) -> None:
        object.__setattr__(self, "primary", primary)
        object.__setattr__(self, "address", address)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a ProxyAddress does not change")

    @classmethod
    def parse(cls, text: object) -> Self:
        """Reads an address, with `SMTP:` (primary) or `smtp:` before it or without."""
        if isinstance(text, cls):
            return text
        given = str(text).strip()
        prefix, colon, rest = given.partition(":")
        if colon and prefix.lower() == "smtp":
            return cls(prefix == "SMTP", Address.parse(rest))
        return cls(False, Address.parse(given))

    def __str__(self) -> str:
        return f"{'SMTP' if self.primary else 'smtp'}:{self.address}"

    __repr__ = __str__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ProxyAddress) and self.address == other.address

    def __hash__(self) -> int:
        return hash(self.address)

    def __reduce__(self) -> tuple[type, tuple[bool, Address]]:
        return type(self), (self.primary, self.address)


class AddressSpace:
    """`[type:]space[;cost]`: an address type, a domain pattern and what going this way costs (1 to 100)."""

    __slots__ = ("kind", "space", "cost")
    shown_type = "AddressSpace"
    example = "SMTP:contoso.com;1"
    kind: str
    space: str
    cost: int

    def __init__(self, kind: str, space: str, cost: int = 1) -> None:
        object.__setattr__(self, "kind", kind)
        object.__setattr__(self, "space", space)
        object.__setattr__(self, "cost", cost)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("an AddressSpace does not change")

    @classmethod
    def parse(cls, text: object) -> Self:
        """Reads `*`, `contoso.com`, `SMTP:*.contoso.com;5`."""
        if isinstance(text, cls):
            return text
        given = str(text).strip()
        body, semicolon, cost_text = given.partition(";")
        kind, colon, space = body.rpartition(":")
        kind = kind.strip() or "SMTP"
        cost_text = cost_text.strip() if semicolon else "1"
        if not (cost_text.isascii() and cost_text.isdigit() and 1 <= int(cost_text[:9]) <= 100):
            raise BadValue(f"{quoted(cost_text)} in {quoted(text)} is not a cost from 1 to 100")
        if kind.upper() != "SMTP":
            if space and kind.isalnum():
                return cls(kind, space.strip(), int(cost_text))
        elif space.strip() == "--":
            return cls("SMTP", "--", int(cost_text))
        else:
            try:
                return cls("SMTP", str(Domain.parse(space)), int(cost_text))
            except BadValue:
                pass
        raise BadValue(f"{quoted(text)} is not an address space such as SMTP:contoso.com;1, *.contoso.com or *")

    @property
    def domain(self) -> Domain:
        """The pattern of an SMTP space."""
        return Domain(self.space)

    def __str__(self) -> str:
        return f"{self.kind}:{self.space};{self.cost}"

    __repr__ = __str__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, AddressSpace) and str(self).lower() == str(other).lower()

    def __hash__(self) -> int:
        return hash(str(self).lower())

    def __reduce__(self) -> tuple[type, tuple[str, str, int]]:
        return type(self), (self.kind, self.space, self.cost)
