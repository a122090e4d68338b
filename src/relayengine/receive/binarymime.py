"""BINARYMIME made into lines: parts whose encoding is `binary` are encoded in base64 (RFC 3030, RFC 2045 §6.2).

So nothing that is no line ever has to be sent on. What is no MIME, or nests too deep, is left as it is if it consists of lines, and
cannot be converted otherwise.
"""

import base64
import re

from relayengine.receive.dotstream import clean

_DEEPEST = 50
_ENCODING = re.compile(rb"^content-transfer-encoding[ \t]*:[ \t]*binary[ \t]*\r\n", re.IGNORECASE | re.MULTILINE)
_TYPE = re.compile(rb"^content-type[ \t]*:((?:[^\r\n]|\r\n[ \t])*)", re.IGNORECASE | re.MULTILINE)
_BOUNDARY = re.compile(rb'boundary[ \t]*=[ \t]*(?:"([^"\r\n]{1,200})"|([^\s;"]{1,200}))', re.IGNORECASE)


def to_lines(content: bytes, depth: int = 0) -> bytes | None:
    """The entity with its binary parts encoded; None if it is not lines and cannot be made lines."""
    header, empty, body = content.partition(b"\r\n\r\n")
    if not empty:
        return content if clean(content) else None
    header += b"\r\n"
    if depth > _DEEPEST or not clean(header):
        return content if clean(content) else None
    found = _TYPE.search(header)
    kind = found[1].strip().lower() if found else b"text/plain"
    boundary = _BOUNDARY.search(found[1]) if found else None
    if kind.startswith(b"multipart/") and boundary:
        mark = b"--" + (boundary[1] or boundary[2])
        pieces = re.split(rb"(?:^|\r\n)" + re.escape(mark) + rb"(?=--|[ \t]*\r\n)", body)
        made = [pieces[0]] if clean(pieces[0]) else [b""]
        for i, piece in enumerate(pieces[1:]):
            if piece.startswith(b"--"):
                rest = b"".join(pieces[i + 1:])
                made.append(piece if clean(piece) else b"--\r\n")
                if rest != piece:
                    break
                continue
            line, _, entity = piece.partition(b"\r\n")
            inner = to_lines(entity, depth + 1)
            if inner is None:
                return None
            made.append(line + b"\r\n" + inner)
        joined = (b"\r\n" + mark).join(made)
        if body.startswith(mark):
            joined = joined.removeprefix(b"\r\n")
        return _ENCODING.sub(b"Content-Transfer-Encoding: 7bit\r\n", header) + b"\r\n" + joined
    if _ENCODING.search(header):
        encoded = base64.encodebytes(body).replace(b"\n", b"\r\n")
        return _ENCODING.sub(b"Content-Transfer-Encoding: base64\r\n", header) + b"\r\n" + encoded
    return content if clean(content) else None
