"""Compression for GZipStream, DeflateStream and ZLibStream: files that pack what is written to them and unpack what is read."""

from __future__ import annotations

import io
import zlib
from typing import Any

from relayshell.objects.dotnet.faults import fault

_WINDOW = {"GZip": 31, "Deflate": -15, "ZLib": 15}


class Squeezed(io.RawIOBase):
    """Packs what is written, into another stream."""

    def __init__(self, inner: Any, kind: str) -> None:
        super().__init__()
        self.inner = inner
        self.packer = zlib.compressobj(6, zlib.DEFLATED, _WINDOW[kind])

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, data: Any) -> int:
        """Packs."""
        self.inner.write(self.packer.compress(bytes(data)))
        return len(data)

    def close(self) -> None:
        """Writes what remains."""
        if not self.closed:
            self.inner.write(self.packer.flush())
        super().close()


class Inflated(io.RawIOBase):
    """Unpacks another stream."""

    def __init__(self, inner: Any, kind: str) -> None:
        super().__init__()
        self.inner = inner
        self.unpacker = zlib.decompressobj(_WINDOW[kind])
        self.ready = b""

    def readable(self) -> bool:
        """It is."""
        return True

    def read(self, count: int = -1) -> bytes:
        """Up to so many bytes. Raises InvalidDataException for what is not packed so."""
        while (count < 0 or len(self.ready) < count) and not self.unpacker.eof:
            data = self.inner.read(65536)
            if not data:
                break
            try:
                self.ready += self.unpacker.decompress(data)
            except zlib.error:
                raise fault("System.IO.InvalidDataException", "The archive entry was compressed using an unsupported compression method.") from None
        given, self.ready = (self.ready, b"") if count < 0 else (self.ready[:count], self.ready[count:])
        return given
