"""Connections that are waited for in short steps, so that whoever waits can be stopped by Ctrl+C."""

from __future__ import annotations

import errno
import io
import os
import select
import socket
import time
from typing import Any

STEP = 0.1


def _end(seconds: float | None) -> float | None:
    return None if seconds is None else time.monotonic() + seconds


def _over(end: float | None) -> bool:
    return end is not None and time.monotonic() >= end


def connected(address: tuple[str, int], timeout: Any = None, source: Any = None) -> socket.socket:
    """A TCP connection to the first address of a host that takes one. Raises OSError, TimeoutError.

    It stands in the place of socket.create_connection.
    """
    end = _end(timeout if isinstance(timeout, (int, float)) else None)
    last: OSError = OSError(f"No address is known for {address[0]}.")
    for family, kind, protocol, _, place in socket.getaddrinfo(*address, 0, socket.SOCK_STREAM):
        made = socket.socket(family, kind, protocol)
        try:
            made.setblocking(False)
            code = made.connect_ex(place)
            if code not in (0, errno.EINPROGRESS):
                raise OSError(code, os.strerror(code))
            while not select.select([], [made], [], STEP)[1]:
                if _over(end):
                    raise TimeoutError("timed out")
            code = made.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            if code:
                raise OSError(code, os.strerror(code))
            made.settimeout(None if end is None else max(end - time.monotonic(), 0.001))
            return made
        except TimeoutError:
            made.close()
            raise
        except OSError as error:
            made.close()
            last = error
        except BaseException:
            made.close()
            raise
    raise last


class Line:
    """A connected socket as http.client uses one. `limit` is how many seconds one reading or writing may wait, None for no end."""

    def __init__(self, inner: socket.socket) -> None:
        self.inner = inner
        self.limit: float | None = None
        self.files = 0
        self.closed = False
        inner.settimeout(STEP)

    def settimeout(self, seconds: float | None) -> None:
        self.limit = seconds

    def sendall(self, data: Any) -> None:
        """Writes all of it. Raises TimeoutError when nothing can be written for too long."""
        left = memoryview(data)
        end = _end(self.limit)
        while left:
            try:
                left = left[self.inner.send(left) :]
                end = _end(self.limit)
            except TimeoutError:
                if _over(end):
                    raise

    def receive(self, target: Any) -> int:
        """Reads into a buffer what has come. Raises TimeoutError when nothing comes for too long."""
        end = _end(self.limit)
        while True:
            try:
                return self.inner.recv_into(target)
            except TimeoutError:
                if _over(end):
                    raise

    def makefile(self, mode: str = "rb", *rest: Any) -> io.BufferedReader:
        self.files += 1
        return io.BufferedReader(_Reading(self))

    def close(self) -> None:
        """Closes it once what reads from it has been closed as well."""
        self.closed = True
        if self.files == 0:
            self.inner.close()


class _Reading(io.RawIOBase):
    def __init__(self, line: Line) -> None:
        self.line = line

    def readable(self) -> bool:
        return True

    def readinto(self, target: Any) -> int:
        return self.line.receive(target)

    def close(self) -> None:
        if not self.closed:
            super().close()
            self.line.files -= 1
            if self.line.closed:
                self.line.close()
