"""Content encodings (RFC 9110, 8.4.1) taken off as the content comes: gzip, deflate, br."""

from __future__ import annotations

import zlib
from collections.abc import Callable


def decoder(kind: str) -> Callable[[bytes, bool], bytes] | None:
    """A function from packed pieces to plain ones, told with the last call that no more come; None for an encoding that is none of these.

    It raises Failure for what cannot be unpacked.
    """
    if kind == "br":
        return _brotli()
    if kind in ("gzip", "x-gzip", "deflate"):
        return _zlib(kind == "deflate")
    return None


def _failed() -> Exception:
    from relayshell.cmdlets.web.exchange import Failure

    return Failure("The archive entry was compressed using an unsupported compression method.", inner="The content could not be unpacked.")


def _zlib(deflate: bool) -> Callable[[bytes, bool], bytes]:
    worker = zlib.decompressobj(15 if deflate else 47)
    # Some servers send bare deflate data without the header of zlib.
    fresh = deflate

    def decode(data: bytes, last: bool) -> bytes:
        nonlocal worker, fresh
        try:
            made = worker.flush() if last else worker.decompress(data)
        except zlib.error:
            if not fresh:
                raise _failed() from None
            worker = zlib.decompressobj(-15)
            try:
                made = worker.decompress(data)
            except zlib.error:
                raise _failed() from None
        fresh = False
        return made

    return decode


def _brotli() -> Callable[[bytes, bool], bytes]:
    import brotli

    worker = brotli.Decompressor()

    def decode(data: bytes, last: bool) -> bytes:
        try:
            return b"" if last else bytes(worker.process(data))
        except brotli.error:
            raise _failed() from None

    return decode
