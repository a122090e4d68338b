"""Whom a CMS message is for: read from its DER, which the cryptography package opens only with a key.

Knows recipients named by issuer and serial number, and those named by a key's identifier; of others it tells nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

_SEQUENCE, _SET, _IDENTIFIER = 0x30, 0x31, 0x80


class Damaged(ValueError):
    """The bytes are no enveloped message."""


def _parts(data: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """The parts of a piece of DER: tag, content, and the whole with its head. Raises Damaged."""
    at = 0
    while at < len(data):
        if at + 2 > len(data):
            raise Damaged
        tag, size, start = data[at], data[at + 1], at + 2
        if size & 0x80:
            count = size & 0x7F
            size, start = int.from_bytes(data[start : start + count], "big"), start + count
        end = start + size
        if end > len(data):
            raise Damaged
        yield tag, data[start:end], data[at:end]
        at = end


def _inside(data: bytes, tag: int) -> bytes:
    """The content of the first part, which has to be of a kind. Raises Damaged."""
    for found, content, _ in _parts(data):
        if found == tag:
            return content
        break
    raise Damaged


def recipients(data: bytes) -> list[tuple[str, str]]:
    """Issuer and serial number of each recipient; a key's identifier has no issuer. Raises Damaged."""
    from relayshell.objects.dotnet.certificates import name_text

    outer = list(_parts(_inside(data, _SEQUENCE)))
    if len(outer) < 2:
        raise Damaged
    enveloped = _inside(outer[1][1], _SEQUENCE)
    rows = next((content for tag, content, _ in _parts(enveloped) if tag == _SET), None)
    if rows is None:
        raise Damaged
    found = []
    for tag, content, _ in _parts(rows):
        named = list(_parts(content))[1:2] if tag == _SEQUENCE else []
        for kind, inner, _ in named:
            if kind == _IDENTIFIER:
                found.append(("", inner.hex().upper()))
                continue
            issuer, serial = list(_parts(inner))[:2]
            found.append((name_text(_Name(issuer[2])), serial[1].hex().upper()))
    return found


class _Name:
    """A distinguished name's parts, as certificates.name_text wants them."""

    def __init__(self, data: bytes) -> None:
        self.rdns = [[_Attribute(content) for _, content, _ in _parts(row)] for _, row, _ in _parts(_inside(data, _SEQUENCE))]


class _Attribute:
    """One attribute of a name."""

    def __init__(self, data: bytes) -> None:
        (_, oid, _), (_, value, _) = list(_parts(data))[:2]
        self.oid, self.value = _Oid(oid), value.decode("utf-8", "replace")


class _Oid:
    """An object identifier."""

    def __init__(self, data: bytes) -> None:
        numbers, number = [data[0] // 40, data[0] % 40] if data else [], 0
        for byte in data[1:]:
            number = number << 7 | byte & 0x7F
            if not byte & 0x80:
                numbers.append(number)
                number = 0
        self.dotted_string = ".".join(map(str, numbers))
