"""The path in MAIL and RCPT, and the parameters after it: RFC 5321 §4.1.2, with the tolerances Exchange has.

A blank after the colon and missing angle brackets are taken; a source route is read over (RFC 5321 §4.1.1.3 and appendix C); a
recipient's domain may end in the root's dot. Nothing else is mended: what is no path is refused.
"""

import re
from ipaddress import IPv4Address, IPv6Address

from relayengine.values.address import LONGEST_ADDRESS, LONGEST_LONG_ADDRESS, LONGEST_LOCAL_PART, good_local_part
from relayengine.values.domain import canonical
from relayengine.values.problem import BadValue

_PLAIN = re.compile(r"<?([A-Za-z0-9!#$&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$&'*+/=?^_`{|}~-]+)*)@([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)>?$", re.ASCII)
_ORDINARY = re.compile(r"(<[^<>\" \t]*>)(?:[ \t]+(.*?)[ \t]*)?$", re.DOTALL)
_DOT_ATOM = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$", re.ASCII)
_PARAMETER = re.compile(r"([A-Za-z0-9][A-Za-z0-9-]*)(?:=([^\x00-\x20=\x7f]+))?$")
_XTEXT = re.compile(r"(?:[!-*,-<>-~]|\+[0-9A-F]{2})*$")
_OTHER_LITERAL = re.compile(r"[A-Za-z0-9-]*[A-Za-z0-9]:[!-Z^-~]+$", re.ASCII)


class Path:
    """An address in a command: local part, comparable domain, and how it goes on the wire. The null path has neither."""

    __slots__ = ("local", "domain", "literal")

    def __init__(self, local: str, domain: str, literal: bool = False) -> None:
        self.local = local
        self.domain = domain
        self.literal = literal

    @property
    def text(self) -> str:
        """The address as it goes on; "" for the null path."""
        return f"{self.local}@{self.domain}" if self.domain else self.local

    @property
    def null(self) -> bool:
        """Whether it is <>."""
        return not self.local

    def in_domain(self, domain: str) -> "Path":
        """The same mailbox name in another domain."""
        return Path(self.local, domain)


NULL = Path("", "")


def cut(text: str) -> tuple[str, str] | None:
    """A path and what comes after it, or None where brackets or quotes do not close or something clings to the path."""
    text = text.lstrip(" \t")
    if match := _ORDINARY.match(text):
        return match[1], match[2] or ""
    bracket = text.startswith("<")
    quoted = escaped = False
    for i, c in enumerate(text):
        if escaped:
            escaped = False
        elif quoted:
            escaped = c == "\\"
            quoted = c != '"'
        elif c == '"':
            quoted = True
        elif bracket and c == ">":
            rest = text[i + 1:]
            return (text[:i + 1], rest.strip(" \t")) if not rest or rest[0] in " \t" else None
        elif not bracket and c in " \t":
            return text[:i], text[i:].strip(" \t")
        elif c in "<" and i:
            return None
    return None if bracket or quoted or not text else (text, "")


def read_path(text: str, *, long: bool = False) -> Path | None:
    """The path a text is, with or without brackets; None if it is none. A domain that is missing is "" in the path."""
    if match := _PLAIN.match(text):
        if len(text) <= LONGEST_LOCAL_PART and (text[0] == "<") == (text[-1] == ">"):
            try:
                return Path(match[1], canonical(match[2]))
            except BadValue:
                return None
    if len(text) > (LONGEST_LONG_ADDRESS if long else LONGEST_ADDRESS) + 2:
        return None
    if text[:1] == "<":
        if text[-1:] != ">":
            return None
        text = text[1:-1]
        if not text:
            return NULL
    if text.startswith("@"):
        route, colon, text = text.partition(":")
        try:
            for hop in route.split(","):
                if not colon or not hop.startswith("@") or not canonical(hop[1:]):
                    return None
        except BadValue:
            return None
    local, domain = _halves(text)
    if not good_local_part(local, LONGEST_LONG_ADDRESS if long else LONGEST_LOCAL_PART):
        return None
    if local.startswith('"'):
        local = _least_quoted(local)
    if domain is None:
        return Path(local, "")
    if domain.startswith("["):
        return Path(local, domain, literal=True) if _is_literal(domain) else None
    try:
        return Path(local, canonical(domain))
    except BadValue:
        return None


def _is_literal(domain: str) -> bool:
    """Whether a domain is an address literal (RFC 5321 §4.1.3). An IPv6 address has no zone: what it means is known on one machine alone."""
    if not domain.endswith("]"):
        return False
    inside = domain[1:-1]
    kind, colon, address = inside.partition(":")
    try:
        if not colon:
            return bool(IPv4Address(inside))
        return bool(IPv6Address(address)) and "%" not in address if kind.lower() == "ipv6" else bool(_OTHER_LITERAL.match(inside))
    except ValueError:
        return False


def _least_quoted(local: str) -> str:
    """A quoted local part without its quotes where it needs none: it names the same mailbox (RFC 5321 §4.1.2)."""
    plain = re.sub(r"\\(.)", r"\1", local[1:-1])
    return plain if _DOT_ATOM.match(plain) else local


def _halves(text: str) -> tuple[str, str | None]:
    """The local part and the domain: at the first @ outside quotes. A second one makes the domain none."""
    if not text.startswith('"'):
        local, at, domain = text.partition("@")
        return local, domain if at else None
    escaped = False
    for i, c in enumerate(text[1:], 1):
        if escaped:
            escaped = False
        elif c == "\\":
            escaped = True
        elif c == '"':
            rest = text[i + 1:]
            if not rest:
                return text, None
            return (text[:i + 1], rest[1:]) if rest.startswith("@") else ("", None)
    return "", None


def parameters(text: str) -> dict[str, str | None] | None:
    """ESMTP parameters by upper-case name; None if they are none or one is given twice."""
    found: dict[str, str | None] = {}
    for word in text.split():
        match = _PARAMETER.match(word)
        if not match or match[1].upper() in found:
            return None
        found[match[1].upper()] = match[2]
    return found


def good_xtext(text: str) -> bool:
    """Whether a text is xtext (RFC 3461 §4) that stands for printable characters."""
    return bool(_XTEXT.match(text)) and all(0x20 <= int(h, 16) <= 0x7e for h in re.findall(r"\+([0-9A-F]{2})", text))
