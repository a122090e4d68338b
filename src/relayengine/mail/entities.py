"""Reading a message as MIME sees it (RFC 2045, RFC 2046): entities with their headers, and the lines of each, as they come by.

Takes the content in pieces of any size, without doubled dots, and holds no more of it than one header or a part of one line. What it
cannot make sense of is an entity without parts. Changes nothing itself: what is done with what is read is a subclass's business.
"""

import re
from typing import NamedTuple

from relayengine.mail.headers import value

DEEPEST = 50
"""Entities inside each other; what lies deeper counts as content."""
MOST = 10_000
"""Entities of a message; one that has more is not read."""
LARGEST_HEADER = 1 << 20
_PART_OF_LINE = 1 << 16
_TYPE = re.compile(r"\s*([^\s;/]+/[^\s;()]+)")
_BOUNDARY = re.compile(r';\s*boundary\s*=\s*(?:"((?:[^"\\]|\\.)+)"|([^\s;"()]+))', re.IGNORECASE)


class Unreadable(ValueError):
    """A message that is not read further; the text says why."""


class Entity(NamedTuple):
    """A message or a part of one, known by its header."""

    number: int
    """Which it is, counted from 0 in the order of the headers."""
    head: bytes
    """The header with the line end of its last field."""
    kind: str
    """The media type in lower case, such as text/plain; the default of its place where it names none."""
    encoding: str
    """Content-Transfer-Encoding in lower case, "" if there is none."""
    boundary: bytes
    """What stands between its parts; b"" if it has none."""
    nested: bool
    """Whether its body is itself a message."""
    signed: bool
    """Whether a signature covers it as it is: it lies inside multipart/signed (RFC 1847)."""


class Reader:
    """Finds the entities of a message. `feed` it all pieces, then call `end`."""

    def __init__(self) -> None:
        self._count = 0
        self._open: list[Entity] = []
        """The multiparts whose end has not come, the outermost first."""
        self._marks: dict[bytes, int] = {}
        """Their boundaries, each with the place of the innermost that has it."""
        self._depth = 0
        self._depths: list[int] = []
        """For each of those, how deep it lies."""
        self._leaf: Entity | None = None
        """The entity whose content is being read; None while a header or what stands between parts is."""
        self._head: list[bytes] | None = []
        self._head_size = 0
        self._default = "text/plain"
        self._rest = b""
        self._begins = True
        self._line_end_due = False

    # ---- what a subclass does with it

    def entity(self, entity: Entity, empty_line: bool) -> None:
        """A header is complete; `empty_line`: one follows it."""

    def data(self, entity: Entity, data: bytes) -> None:
        """Octets of an entity's content, no line end among them but a stray CR or LF."""

    def line_end(self, entity: Entity) -> None:
        """A line end of an entity's content; the one before a boundary belongs to the boundary."""

    def over(self, entity: Entity) -> None:
        """An entity's content is complete."""

    def between(self, line: bytes) -> None:
        """What is nobody's content: a boundary with the line ends around it, or what stands before the first or after the last."""

    # ---- reading

    def feed(self, piece: bytes) -> None:
        """The next octets."""
        data = self._rest + piece if self._rest else piece
        lines = data.split(b"\r\n")
        self._rest = lines.pop()
        for line in lines:
            self._line(line, True)
            self._begins = True
        if len(self._rest) > _PART_OF_LINE:
            cut = len(self._rest) - self._rest.endswith(b"\r")
            self._line(self._rest[:cut], False)
            self._begins = False
            self._rest = self._rest[cut:]

    def end(self) -> None:
        """There is no more."""
        if self._rest:
            self._line(self._rest, False)
        if self._head is not None:
            self._header_ends(False)
        self._leaf_ends(True)

    def _line(self, line: bytes, ends: bool) -> None:
        """A line, or a part of one: `ends` is whether its end is here, and `_begins` whether its start was."""
        if self._begins and self._open and line.startswith(b"--") and self._at_boundary(line, ends):
            return
        if self._head is not None:
            if line or not self._begins:
                self._gather(line, ends)
            else:
                self._header_ends(True)
        elif self._leaf is not None:
            if self._line_end_due:
                self.line_end(self._leaf)
            if line:
                self.data(self._leaf, line)
            self._line_end_due = ends
        else:
            self.between(line + b"\r\n" if ends else line)

    def _gather(self, line: bytes, ends: bool) -> None:
        assert self._head is not None
        self._head_size += len(line)
        if self._head_size > LARGEST_HEADER:
            raise Unreadable("a header is larger than any that can be read")
        self._head.append(line + b"\r\n" if ends else line)

    def _header_ends(self, empty_line: bool) -> None:
        """The header being read is complete; its content, its parts or the message in it follow."""
        assert self._head is not None
        head, self._head, self._head_size = b"".join(self._head), None, 0
        if self._count >= MOST:
            raise Unreadable("it has more parts than are read")
        made = self._read(head)
        self._count += 1
        self.entity(made, empty_line)
        if made.boundary:
            self._marks[made.boundary] = len(self._open)
            self._open.append(made)
            self._depths.append(self._depth)
            self._depth += 1
        elif made.nested and empty_line:
            self._head, self._default = [], "text/plain"
            self._depth += 1
        else:
            self._leaf, self._line_end_due = made, False

    def _read(self, head: bytes) -> Entity:
        stated = value(head, "Content-Type")
        found = _TYPE.match(stated)
        kind = found[1].lower() if found else self._default
        encoding = value(head, "Content-Transfer-Encoding").partition(";")[0].strip().lower()
        plain = encoding in ("", "7bit", "8bit", "binary") and self._depth < DEEPEST
        boundary = _BOUNDARY.search(stated) if plain and kind.startswith("multipart/") else None
        mark = (re.sub(r"\\(.)", r"\1", boundary[1]) if boundary[1] else boundary[2]).rstrip() if boundary else ""
        return Entity(self._count, head, kind, encoding, mark.encode("utf-8", "replace"), plain and kind == "message/rfc822",
                      any(each.kind == "multipart/signed" for each in self._open))

    def _leaf_ends(self, at_end: bool = False) -> None:
        """The content being read is complete. Its last line end is its own at the end of the message, else the boundary's."""
        leaf, self._leaf = self._leaf, None
        if leaf is None:
            return
        if at_end and self._line_end_due:
            self.line_end(leaf)
            self._line_end_due = False
        self.over(leaf)

    def _at_boundary(self, line: bytes, ends: bool) -> bool:
        """Whether a line is a boundary of a multipart that is open, an outer one's too: what is inside it is over then."""
        text = line.rstrip(b" \t")[2:]
        at, closed = self._marks.get(text, -1), self._marks.get(text[:-2], -1) if text.endswith(b"--") else -1
        closing = closed > at
        at = max(at, closed)
        if at < 0:
            return False
        if self._head is not None:
            self._header_ends(False)
        before = b"\r\n" if self._leaf is not None and self._line_end_due else b""
        self._leaf_ends()
        self._line_end_due = False
        self.between(before + (line + b"\r\n" if ends else line))
        self._depth = self._depths[at] + (not closing)
        if len(self._open) > at + (not closing):
            del self._open[at + (not closing):], self._depths[at + (not closing):]
            self._marks = {each.boundary: number for number, each in enumerate(self._open)}
        if not closing:
            self._head = []
            self._default = "message/rfc822" if self._open[at].kind == "multipart/digest" else "text/plain"
        return True
