"""Each SMTP conversation, line by line, in the format of Exchange's protocol logs."""

import itertools
import os
import time
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from relayengine.logs.fields import field, stamp
from relayengine.logs.rolling import RollingLog

FIELDS = "date-time,connector-id,session-id,sequence-number,local-endpoint,remote-endpoint,event,data,context"


def _line(at: float, entry: tuple[Any, ...]) -> str:
    if len(entry) == 4:
        session_log, number, event, data = entry
        start, end = session_log.frame()
        return f"{stamp(at)},{start}{number},{end}{event},{_plain(data)},"
    connector, session, sequence, local, remote, event, data, context = entry
    return f"{stamp(at)},{field(connector)},{session},{sequence},{local},{remote},{event},{field(data)},{field(context)}"


# What is said to and by clients is said again and again.
_plain = lru_cache(maxsize=512)(field)


_TYPES = {"RECV": "SMTP Receive Protocol Log", "SEND": "SMTP Send Protocol Log"}


def session_ids() -> Iterator[str]:
    """Session ids: sixteen hexadecimal digits, as Exchange writes them; none twice in a node's life, near enough."""
    start = (int(time.time() * 1000) << 20 | int.from_bytes(os.urandom(2), "big")) & 0xFFFFFFFFFFFFFFFF
    return (f"{number & 0xFFFFFFFFFFFFFFFF:016X}" for number in itertools.count(start))


class ProtocolLog:
    """The protocol log of one direction. `kind` is RECV or SEND."""

    def __init__(self, directory: str | Path, kind: str, *, max_age: float = 0, max_directory: float = float("inf"),
                 max_file: float = float("inf"), clock: Callable[[], float] = time.time) -> None:
        self.file = RollingLog(directory, kind, _TYPES[kind], FIELDS, _line, max_age=max_age, max_directory=max_directory,
                               max_file=max_file, clock=clock)

    def line(self, connector: str, session: str, sequence: int, local: str, remote: str, event: str, data: str,
             context: str = "") -> None:
        """One line. `event` is +, -, >, < or *; the endpoints are ip:port."""
        self.file.write((connector, session, sequence, local, remote, event, data, context))

    def session(self, connector: str, session: str, local: str, remote: str) -> "SessionLog":
        """A function that writes the lines of one conversation, numbering them."""
        return SessionLog(self.file, connector, session, local, remote)

    def flush(self) -> None:
        """Writes what waits now."""
        self.file.flush()

    def close(self) -> None:
        """Ends the log."""
        self.file.close()


class SessionLog:
    """The lines of one conversation: called with event, data and context."""

    __slots__ = ("local", "_write", "_connector", "_session", "_remote", "_number", "_framed", "_frame")

    def __init__(self, file: RollingLog, connector: str, session: str, local: str, remote: str) -> None:
        self.local = local
        """Our end, ip:port; "" until it is known."""
        self._write = file.write
        self._connector = connector
        self._session = session
        self._remote = remote
        self._number = 0
        self._framed = ""
        self._frame = ("", "")

    def __call__(self, event: str, data: str, context: str = "") -> None:
        """Writes a line."""
        number = self._number
        self._number = number + 1
        if context:
            self._write((self._connector, self._session, number, self.local, self._remote, event, data, context))
        else:
            self._write((self, number, event, data))

    def frame(self) -> tuple[str, str]:
        """What all lines of the conversation have in common, before and after their number."""
        if self._framed != self.local or not self._frame[0]:
            self._framed = self.local
            self._frame = (f"{field(self._connector)},{self._session},", f"{self.local},{self._remote},")
        return self._frame
