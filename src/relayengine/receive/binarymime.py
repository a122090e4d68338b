"""BINARYMIME made into lines: parts whose encoding is `binary` are encoded in base64 (RFC 3030, RFC 2045 §6.2).

So nothing that is no line ever has to be sent on. What is no MIME, or nests too deep, or has too many parts, is left as it is if it
consists of lines, and cannot be converted otherwise. Nothing is copied before it is known where it ends up, and no level looks at its
content more than once: a message must not keep all others waiting.
"""

import base64
import re

from relayengine.receive.dotstream import clean

_DEEPEST = 10
_MOST_PARTS = 10_000
_LONGEST_HEADER = 64 * 1024
_ENCODING = re.compile(rb"^content-transfer-encoding[ \t]*:[ \t]*binary[ \t]*\r\n", re.IGNORECASE | re.MULTILINE)
_TYPE = re.compile(rb"^content-type[ \t]*:((?:[^\r\n]|\r\n[ \t])*)", re.IGNORECASE | re.MULTILINE)
_BOUNDARY = re.compile(rb'boundary[ \t]*=[ \t]*(?:"([^"\r\n]{1,200})"|([^\s;"]{1,200}))', re.IGNORECASE)
_REST_OF_LINE = re.compile(rb"[ \t]*\r\n")


class _Impossible(Exception):
    """Something is not lines and cannot be made lines."""


def to_lines(content: bytes) -> bytes | None:
    """The message with its binary parts encoded; None if it is not lines and cannot be made lines."""
    work = _Work(content)
    try:
        work.entity(0, len(content), 0)
    except _Impossible:
        return None
    return b"".join(work.made)


class _Work:
    """One message, looked at from its start to its end; what it becomes stands in `made`, in order."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.made: list[bytes] = []
        self.parts = 0

    def entity(self, start: int, end: int, depth: int) -> None:
        """A message, or a part of one."""
        content = self.content
        at = content.find(b"\r\n\r\n", start, end)
        header = content[start:at + 2] if start <= at <= start + _LONGEST_HEADER else b""
        if not header or depth > _DEEPEST or not clean(header):
            self.as_it_is(start, end)
            return
        body = at + 4
        found = _TYPE.search(header)
        kind = found[1].strip().lower() if found else b"text/plain"
        boundary = _BOUNDARY.search(found[1]) if found else None
        if kind.startswith(b"multipart/") and boundary:
            marks = self.marks(b"--" + (boundary[1] or boundary[2]), body, end)
            if marks is None:
                self.as_it_is(start, end)
                return
            self.made.append(_ENCODING.sub(b"Content-Transfer-Encoding: 7bit\r\n", header) + b"\r\n")
            self.multipart(body, end, marks, depth)
        elif _ENCODING.search(header):
            self.made.append(_ENCODING.sub(b"Content-Transfer-Encoding: base64\r\n", header) + b"\r\n")
            self.made.append(base64.encodebytes(memoryview(content)[body:end]).replace(b"\n", b"\r\n"))
        else:
            self.as_it_is(start, end)

    def as_it_is(self, start: int, end: int) -> None:
        """Something that is not looked into."""
        piece = self.content[start:end]
        if not clean(piece):
            raise _Impossible
        self.made.append(piece)

    def marks(self, mark: bytes, start: int, end: int) -> list[tuple[int, int, bool]] | None:
        """Where each boundary begins, with the line end before it, and ends, with its own, and whether it is the last; None for too many."""
        content = self.content
        found: list[tuple[int, int, bool]] = []
        at = start if content.startswith(mark, start) else content.find(b"\r\n" + mark, start, end)
        while at >= 0:
            self.parts += 1
            if self.parts > _MOST_PARTS:
                return None
            after = at + len(mark) + 2 * (content[at] == 13)
            if content.startswith(b"--", after):
                found.append((at, after + 2, True))
                break
            if line := _REST_OF_LINE.match(content, after, end):
                found.append((at, line.end(), False))
                after = line.end() - 2
            at = content.find(b"\r\n" + mark, after, end)
        return found

    def multipart(self, start: int, end: int, marks: list[tuple[int, int, bool]], depth: int) -> None:
        """Parts between boundaries. What stands before the first and after the last is nobody's, and goes if it is not lines."""
        content = self.content
        if not marks:
            self.as_it_is(start, end)
            return
        before = content[start:marks[0][0]]
        if clean(before):
            self.made.append(before)
        for (begin, after, last), following in zip(marks, [*marks[1:], (end, end, True)], strict=True):
            self.made.append(content[begin:after])
            if not last:
                self.entity(min(after, following[0]), following[0], depth + 1)
                continue
            rest = content[after:end]
            self.made.append(rest if clean(rest) else b"\r\n")
