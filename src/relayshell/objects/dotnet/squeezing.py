"""Compression for GZipStream, DeflateStream, ZLibStream and BrotliStream: files that pack what is written to them and unpack what is read."""

from __future__ import annotations

import io
import zlib
from typing import Any

from relayshell.objects.dotnet.faults import fault

_WINDOW = {"GZip": 31, "Deflate": -15, "ZLib": 15}
_LEVELS = {0: 6, 1: 1, 2: 0, 3: 9}
"""CompressionLevel by number: Optimal, Fastest, NoCompression, SmallestSize, as zlib counts."""
_BROTLI = {0: 4, 1: 1, 2: 0, 3: 11}


class _Brotli:
    """Brotli's packer with zlib's names."""

    def __init__(self, quality: int) -> None:
        import brotli
        self.packer = brotli.Compressor(quality=quality)

    def compress(self, data: bytes) -> bytes:
        """Packs."""
        return self.packer.process(data)  # type: ignore[no-any-return]

    def flush(self) -> bytes:
        """The end."""
        return self.packer.finish()  # type: ignore[no-any-return]


class _Unbrotli:
    """Brotli's unpacker with zlib's names."""

    def __init__(self) -> None:
        import brotli
        self.unpacker, self.wrong = brotli.Decompressor(), brotli.error

    @property
    def eof(self) -> bool:
        """Whether the end was seen."""
        return self.unpacker.is_finished()  # type: ignore[no-any-return]

    def decompress(self, data: bytes) -> bytes:
        """Unpacks. Raises zlib.error for what is not packed so."""
        try:
            return self.unpacker.process(data)  # type: ignore[no-any-return]
        except self.wrong:
            raise zlib.error("brotli") from None


class Squeezed(io.RawIOBase):
    """Packs what is written, into another stream."""

    def __init__(self, inner: Any, kind: str, level: int = 0) -> None:
        super().__init__()
        self.inner = inner
        self.packer: Any = _Brotli(_BROTLI[level]) if kind == "Brotli" else zlib.compressobj(_LEVELS[level], zlib.DEFLATED, _WINDOW[kind])

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
        self.unpacker: Any = _Unbrotli() if kind == "Brotli" else zlib.decompressobj(_WINDOW[kind])
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
