"""Numbers and names that tell messages apart. Knows neither where they are kept nor what they name."""

import itertools
import os
import threading

NUMBER_BLOCK = 1 << 20
"""How many numbers are set aside at a time; a crash wastes at most this many."""


class Numbers:
    """Gives out message numbers (the InternalId of a reply), each once in the life of a spool.

    The spool keeps how far it has set numbers aside, so no clock is asked and no number comes twice.
    """

    def __init__(self, first: int, limit: int) -> None:
        self._next = first
        self._limit = limit
        self._lock = threading.Lock()

    def take(self) -> int:
        """The next number; `extend` must have kept the limit ahead, else OverflowError."""
        with self._lock:
            number = self._next
            if number >= self._limit:
                raise OverflowError("the numbers set aside for this spool are used up")
            self._next = number + 1
            return number

    @property
    def left(self) -> int:
        """How many may still be taken."""
        return self._limit - self._next

    def extend(self, limit: int) -> None:
        """Raises the limit, once the spool has written it down."""
        with self._lock:
            self._limit = max(self._limit, limit)


_prefix = os.urandom(8).hex()
_count = itertools.count(int.from_bytes(os.urandom(3), "big"))


def new_message_id(fqdn: str) -> str:
    """A new Message-ID field body with its angle brackets (RFC 5322 §3.6.4), for a message that came without one."""
    return f"<{_prefix}{next(_count):08x}@{fqdn}>"


def network_message_id(spool: int, number: int) -> str:
    """The network message id (a GUID) of a message: the 64 bits that name its spool, then its number."""
    text = f"{spool & 0xFFFFFFFFFFFFFFFF:016x}{number & 0xFFFFFFFFFFFFFFFF:016x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
