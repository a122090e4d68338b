"""CryptoStream: what is written to it, or read through it, goes through an ICryptoTransform or a hash algorithm."""

from __future__ import annotations

import io
from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.faults import unsupported_fault
from relayshell.objects.dotnet.streams import Stream, stream_parts


class _Changing(io.RawIOBase):
    """A file over another one; each piece passes a transform on its way."""

    def __init__(self, inner: Stream, transform: Any, writing: bool) -> None:
        super().__init__()
        self.inner, self.transform, self.writing = inner, transform, writing
        self.ready, self.ended = b"", False

    def writable(self) -> bool:
        """As it was opened."""
        return self.writing

    def readable(self) -> bool:
        """As it was opened."""
        return not self.writing

    def passed(self, data: bytes, last: bool) -> bytes:
        """What the transform makes of a piece; a hash algorithm takes it in and passes it on."""
        if hasattr(self.transform, "state"):
            self.transform.state.update(data)
            if last:
                self.transform.last, self.transform.state = self.transform.state.digest(), self.transform.fresh()
            return data
        return self.transform.finish(data) if last else self.transform.update(data)  # type: ignore[no-any-return]

    def write(self, data: Any) -> int:
        """Passes it on."""
        self.inner.write(self.passed(bytes(data), False))
        return len(data)

    def read(self, count: int = -1) -> bytes:
        """Up to so many bytes."""
        while not self.ended and (count < 0 or len(self.ready) < count):
            data = self.inner.read(65536)
            self.ended = not data
            self.ready += self.passed(data, self.ended)
        given, self.ready = (self.ready, b"") if count < 0 else (self.ready[:count], self.ready[count:])
        return given

    def finish(self) -> None:
        """Writes what remains, once."""
        if self.writing and not self.ended:
            self.ended = True
            self.inner.write(self.passed(b"", True))

    def close(self) -> None:
        """Writes what remains."""
        if not self.closed:
            self.finish()
        super().close()


def _make(inner: Stream, transform: Any, mode: Any, leave_open: bool = False) -> Stream:
    writing = int(mode) == 1
    made = Stream(_Changing(inner, transform, writing), "System.Security.Cryptography.CryptoStream", not writing, writing)
    made.inner, made.leave_open = inner, leave_open
    return made


def _flush_final(self: Stream) -> None:
    if self.file.ended:
        raise unsupported_fault("FlushFinalBlock() method was called twice on a CryptoStream. It can only be called once.")
    self.file.finish()


_PARTS = stream_parts()
declare("System.Security.Cryptography.CryptoStream", Stream, new=_make, dynamic=True, base="System.IO.Stream", set=_PARTS["set"],
        get={**_PARTS["get"], "HasFlushedFinalBlock": lambda self: self.file.ended}, methods={**_PARTS["methods"], "FlushFinalBlock": _flush_final},
        signatures=("(System.IO.Stream stream, System.Security.Cryptography.ICryptoTransform transform, System.Security.Cryptography.CryptoStreamMode mode)",
                    "(System.IO.Stream stream, System.Security.Cryptography.ICryptoTransform transform, System.Security.Cryptography.CryptoStreamMode mode, bool leaveOpen)",
                    "bool HasFlushedFinalBlock {get;}", "void FlushFinalBlock()"))
