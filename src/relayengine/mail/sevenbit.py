"""A message made fit for a server that takes 7-bit content only (RFC 6152 §3): each part that needs it is encoded on its own.

The message goes by twice: once to see what each entity is and holds, once to be written anew. What has parts, or is a message in a
message, is never encoded itself (RFC 2045 §6.4): its parts are. What would break by being encoded is not converted at all.
"""

from typing import NamedTuple

from relayengine.mail.encoders import Base64, Encoder, QuotedPrintable
from relayengine.mail.entities import Entity, Reader, Unreadable
from relayengine.mail.headers import field_ends, value

_PLAIN = ("", "7bit", "8bit", "binary")
_MAY_BE_ENCODED = ("message/global", "message/global-delivery-status", "message/global-disposition-notification", "message/global-headers")
"""Messages whose body may be encoded though they are messages (RFC 6532 §3.7, RFC 6533 §4)."""


class Unconvertible(Unreadable):
    """It cannot be converted; the text says why."""


class Finding(NamedTuple):
    """What an entity needs: the encoding its content gets ("" for none), and the label it gets ("" for the one it has)."""

    encode: str
    label: str


class _Counts:
    """What was seen of one entity's content."""

    __slots__ = ("eight", "octets", "odd")

    def __init__(self) -> None:
        self.eight = 0
        self.octets = 0
        self.odd = False


class Survey(Reader):
    """The first time: what each entity is, and whether it can be converted. `findings` is complete after `end`."""

    _EIGHT = bytes(range(128))

    def __init__(self) -> None:
        super().__init__()
        self.findings: list[Finding] = []
        self.needed = False
        """Whether there is anything that must not go as it is."""
        self._counts = _Counts()

    def feed(self, piece: bytes) -> None:
        """See Reader."""
        self.needed = self.needed or not piece.isascii()
        super().feed(piece)

    def entity(self, entity: Entity, empty_line: bool) -> None:
        """See Reader."""
        if not entity.boundary.isascii():
            raise Unconvertible("a boundary between parts holds octets above 127")
        self._counts = _Counts()
        # A label inside what is signed stays: taking it away would break the signature, and it does no harm.
        wrong = entity.encoding in ("8bit", "binary") and not entity.signed
        self.findings.append(Finding("", "7bit" if wrong else ""))

    def data(self, entity: Entity, data: bytes) -> None:
        """See Reader."""
        counts = self._counts
        counts.octets += len(data)
        if not data.isascii():
            counts.eight += len(data.translate(None, self._EIGHT))
        counts.odd = counts.odd or b"\0" in data or b"\r" in data or b"\n" in data

    def over(self, entity: Entity) -> None:
        """See Reader."""
        counts = self._counts
        if not counts.eight:
            return
        if entity.signed:
            raise Unconvertible("a part is signed as it is (multipart/signed) and holds octets above 127")
        if entity.encoding not in _PLAIN:
            raise Unconvertible(f'a part says that its encoding is "{entity.encoding[:40]}", and holds octets above 127')
        if entity.kind.startswith("multipart/") or entity.kind.startswith("message/") and entity.kind not in _MAY_BE_ENCODED:
            raise Unconvertible(f"a part of the type {entity.kind[:60]} must not be encoded, and holds octets above 127")
        # Quoted-printable takes two octets more for each above 127, base64 a third more for all; but text that people can still read is
        # worth a few octets.
        rare = counts.eight * (3 if entity.kind.startswith("text/") else 6) <= counts.octets
        how = "quoted-printable" if rare and not counts.odd and entity.encoding != "binary" else "base64"
        self.findings[entity.number] = Finding(how, how)


class Rewriter(Reader):
    """The second time: writes it anew, as the findings say. What is made stands in `take`."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__()
        self._findings = findings
        self._made: list[bytes] = []
        self._encoder: Encoder | None = None

    def take(self) -> bytes:
        """What has been made since it was last asked for."""
        made, self._made = b"".join(self._made), []
        return made

    def entity(self, entity: Entity, empty_line: bool) -> None:
        """See Reader."""
        finding = self._findings[entity.number]
        self._made.append(_relabelled(entity, finding))
        if empty_line:
            self._made.append(b"\r\n")
        match finding.encode:
            case "base64":
                self._encoder = Base64()
            case "quoted-printable":
                self._encoder = QuotedPrintable([each.boundary for each in self._open])
            case _:
                self._encoder = None

    def data(self, entity: Entity, data: bytes) -> None:
        """See Reader."""
        self._made.append(self._encoder.data(data) if self._encoder else data)

    def line_end(self, entity: Entity) -> None:
        """See Reader."""
        self._made.append(self._encoder.line_end() if self._encoder else b"\r\n")

    def over(self, entity: Entity) -> None:
        """See Reader."""
        if self._encoder is not None:
            self._made.append(self._encoder.end())
            self._encoder = None

    def between(self, line: bytes) -> None:
        """See Reader. What stands before the first part or after the last is shown to nobody (RFC 2046 §5.1.1)."""
        self._made.append(line if line.isascii() else bytes(octet if octet < 128 else 63 for octet in line))

    def end(self) -> None:
        """See Reader. What was made last may lack its line end: base64 knows none."""
        encoded = self._encoder is not None and isinstance(self._encoder, Base64)
        super().end()
        if encoded:
            self._made.append(b"\r\n")


def _relabelled(entity: Entity, finding: Finding) -> bytes:
    """The header with the label that a finding asks for, in the place of the old one, else at its end."""
    if not finding.label:
        return entity.head
    label = f"Content-Transfer-Encoding: {finding.label}\r\n".encode()
    made: list[bytes] = []
    at = 0
    labelled = False
    for end in field_ends(entity.head):
        field = entity.head[at:end]
        at = end
        if field.partition(b":")[0].strip().lower() != b"content-transfer-encoding":
            made.append(field)
        elif not labelled:
            made.append(label)
            labelled = True
    more = []
    if entity.number == 0 and not value(entity.head, "MIME-Version"):
        more.append(b"MIME-Version: 1.0\r\n")
    if finding.encode and not value(entity.head, "Content-Type"):
        more.append(b"Content-Type: text/plain; charset=unknown-8bit\r\n")  # RFC 1428 §3
    return b"".join(made + more + ([] if labelled else [label]))


def seven_bit(content: bytes) -> bytes:
    """The content, without doubled dots, in seven bits; as it is if it is that already. Raises Unreadable."""
    if content.isascii():
        return content
    survey = Survey()
    survey.feed(content)
    survey.end()
    rewriter = Rewriter(survey.findings)
    rewriter.feed(content)
    rewriter.end()
    return rewriter.take()
