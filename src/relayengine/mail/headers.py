"""A header as octets: finding its end, taking fields out, reading one. Never raises on what it is given.

Fields are never decoded as a whole: what a client sent goes on as it came, unless a rule names the field.
"""

import re
from collections.abc import Callable, Collection, Iterator



def split(content: bytes) -> tuple[bytes, bytes]:
    """The header with the line end of its last field, and the rest beginning with the empty line (or b"")."""
    if content.startswith(b"\r\n"):
        return b"", content
    end = content.find(b"\r\n\r\n")
    if end < 0:
        return content, b""
    return content[:end + 2], content[end + 2:]


def without(head: bytes, unwanted: Callable[[bytes], bool]) -> bytes:
    """The header without the fields whose lower-case name is unwanted."""
    kept: list[bytes] = []
    at = 0
    while at < len(head):
        end = _field_end(head, at)
        line = head[at:end]
        name = line.partition(b":")[0].strip().lower()
        if not unwanted(name):
            kept.append(line)
        at = end
    return b"".join(kept)


def _field_end(head: bytes, at: int) -> int:
    while True:
        end = head.find(b"\r\n", at)
        if end < 0:
            return len(head)
        end += 2
        if head[end:end + 1] not in (b" ", b"\t"):
            return end
        at = end


def field_ends(head: bytes) -> Iterator[int]:
    """Where each field ends, its line end included."""
    at = 0
    while at < len(head):
        at = _field_end(head, at)
        yield at


def values(head: bytes, name: str) -> list[str]:
    """The bodies of all fields of a name, unfolded, in order; octets that are no UTF-8 are replaced."""
    wanted = name.lower().encode()
    found: list[str] = []
    at = 0
    while at < len(head):
        end = _field_end(head, at)
        before, colon, body = head[at:end].partition(b":")
        if colon and before.strip().lower() == wanted:
            found.append(body.replace(b"\r\n", b"").decode("utf-8", "replace").strip())
        at = end
    return found


def value(head: bytes, name: str) -> str:
    """The body of the first field of a name, or ""."""
    return next(iter(values(head, name)), "")


def shown(raw: bytes) -> str:
    """A field's text in one line, its encoded words (RFC 2047) read, nothing in it that a terminal obeys; for people, never for deciding."""
    line = raw[:4000].replace(b"\r\n", b"").replace(b"\t", b" ").strip()
    text = line.decode("utf-8", "replace")
    if b"=?" in line and line.isascii():
        from email.errors import HeaderParseError
        from email.header import decode_header, make_header

        try:
            text = str(make_header(decode_header(text)))
        except (HeaderParseError, ValueError, LookupError):
            pass
    return (text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text))[:255]


_ADDRESS = re.compile(r"[^\s<>@,;:()\"\[\]\\]+@[A-Za-z0-9_.-]*[A-Za-z0-9_]")


def readdressed(head: bytes, names: Collection[bytes], change: Callable[[str], str]) -> bytes:
    """The header with every address in the fields of these names (lower case) changed; all else stays as it is."""
    made: list[bytes] = []
    at = 0
    for end in field_ends(head):
        field = head[at:end]
        at = end
        if field.partition(b":")[0].strip().lower() in names:
            text = field.decode("utf-8", "surrogateescape")
            field = _ADDRESS.sub(lambda match: change(match[0]), text).encode("utf-8", "surrogateescape")
        made.append(field)
    return b"".join(made)


_INTERNAL = (b"x-ms-exchange-organization-", b"x-ms-exchange-forest-")


def organisational(name: bytes) -> bool:
    """Whether a field (lower case) belongs to the organisation and must not leave it (the header firewall)."""
    return name.startswith(_INTERNAL)
