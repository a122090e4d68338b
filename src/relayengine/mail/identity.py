"""Numbers and names that tell messages apart. Knows neither where they are kept nor what they name."""

import itertools
import os
from collections.abc import Iterator

_PER_OPENING = 32
_WORKERS = 64


def numbers(opening: int, worker: int) -> Iterator[int]:
    """Gives out message numbers (the InternalId of a reply), each once in the life of a node.

    `opening` counts how often this worker's spool was opened, so neither a clock nor the numbers in use are asked, and
    none comes twice after a crash. Every opening has four thousand million numbers.
    """
    return itertools.count(((opening * _WORKERS + worker) << _PER_OPENING) + 1)


def worker_of(number: int) -> int:
    """The worker whose spool gave a number out."""
    return (number >> _PER_OPENING) % _WORKERS


_prefix = os.urandom(8).hex()
_count = itertools.count(int.from_bytes(os.urandom(3), "big"))


def new_message_id(fqdn: str) -> str:
    """A new Message-ID field body with its angle brackets (RFC 5322 §3.6.4), for a message that came without one."""
    return f"<{_prefix}{next(_count):08x}@{fqdn}>"


def network_message_id(spool: int, number: int) -> str:
    """The network message id (a GUID) of a message: the 64 bits that name its spool, then its number."""
    text = f"{spool & 0xFFFFFFFFFFFFFFFF:016x}{number & 0xFFFFFFFFFFFFFFFF:016x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
