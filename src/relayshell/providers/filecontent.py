"""Reading and writing the content of files, line by line or by bytes, in any encoding."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

from relayshell.providers.encodings import Encoding, decode, detect
from relayshell.providers.filesystem import io_error
from relayshell.providers.filewriter import Writer
from relayshell.providers.provider import ItemError

CHUNK = 1 << 20


def open_to_read(path: str):  # noqa: ANN201 - a binary file
    """The file, open. Raises what Get-Content reports."""
    if os.path.isdir(path):
        raise ItemError(
            f"Unable to get content because it is a directory: '{path}'. Please use 'Get-ChildItem' instead.",
            "GetContainerContentException", "InvalidOperation", None, "System.InvalidOperationException",
        )
    try:
        return open(path, "rb")
    except OSError as error:
        raise io_error(error, path, "GetContentReaderIOError", "ReadError") from None


def read_all(path: str, encoding: Encoding | None) -> str:
    """The whole text; the file's own mark says its encoding unless one is given."""
    with open_to_read(path) as file:
        return text_of(file.read(), encoding)


def text_of(data: bytes, encoding: Encoding | None) -> str:
    found = detect(data)
    if found and (encoding is None or data.startswith(encoding.mark or b"\0\0\0\0\0") or encoding.codec == found[0]):
        return decode(data[found[1] :], found[0])
    return decode(data, encoding.codec if encoding else "utf-8")


def lines(path: str, encoding: Encoding | None, delimiter: str | None = None) -> Iterator[str]:
    """The lines without their ends, read as they are asked for; CR LF, LF and CR all end one."""
    with open_to_read(path) as file:
        start = file.read(4)
        found = detect(start)
        file.seek(found[1] if found else 0)
        codec = found[0] if found else (encoding.codec if encoding else "utf-8")
        import codecs

        decoder = codecs.getincrementaldecoder(codec)("replace")
        yield from _split(file, decoder, delimiter)


def _split(file, decoder, delimiter: str | None) -> Iterator[str]:  # noqa: ANN001 - a binary file, a decoder
    rest = ""
    while True:
        data = file.read(CHUNK)
        text = rest + decoder.decode(data, final=not data)
        if delimiter:
            parts = text.split(delimiter)
            rest = parts.pop()
            yield from parts
            if not data:
                if rest:
                    yield rest
                return
            continue
        # A CR at the very end may be half of a CR LF: keep it for the next piece.
        held = "\r" if data and text.endswith("\r") else ""
        if held:
            text = text[:-1]
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        parts = text.split("\n")
        rest = parts.pop() + held
        yield from parts
        if not data:
            if rest:
                yield rest
            return


def tail(path: str, count: int, encoding: Encoding | None, delimiter: str | None = None) -> list[str]:
    """The last lines, found from the end where the encoding lets lines be found by bytes."""
    from collections import deque

    if delimiter:
        return list(deque(lines(path, encoding, delimiter), maxlen=count))
    if encoding is None or encoding.codec in ("utf-8", "ascii", "latin-1"):
        with open_to_read(path) as file:
            if not detect(file.read(4)):
                return _tail_bytes(file, count, encoding.codec if encoding else "utf-8")
    return list(deque(lines(path, encoding), maxlen=count))


def _tail_bytes(file, count: int, codec: str) -> list[str]:  # noqa: ANN001 - a binary file
    file.seek(0, os.SEEK_END)
    position, data = file.tell(), b""
    while position > 0 and data.count(b"\n") <= count:
        step = min(65536, position)
        position -= step
        file.seek(position)
        data = file.read(step) + data
    text = decode(data, codec).replace("\r\n", "\n").replace("\r", "\n")
    parts = text.split("\n")
    if parts and parts[-1] == "":
        parts.pop()
    return parts[-count:] if count else []


def follow(path: str, position: int, codec: str, stopped) -> Iterator[str]:  # noqa: ANN001 - a function of nothing
    """New lines as they are written, until stopped() says so; a file cut short is read from its beginning."""
    rest = ""
    while not stopped():
        size = os.path.getsize(path)
        if size < position:
            position = 0
        if size > position:
            with open(path, "rb") as file:
                file.seek(position)
                data = file.read()
            position += len(data)
            text = rest + decode(data, codec)
            parts = text.replace("\r\n", "\n").split("\n")
            rest = parts.pop()
            yield from parts
        else:
            time.sleep(0.2)


__all__ = ["Writer", "follow", "lines", "open_to_read", "read_all", "tail", "text_of"]
