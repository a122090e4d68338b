"""The lane that ends here: recipients with a mailbox on this server get their message as a file in it."""

import asyncio
import errno
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from relayengine.deliver.batch import Batch
from relayengine.deliver.lane import Orders
from relayengine.deliver.maildir import deliver
from relayengine.deliver.outcome import Deferred, Delivered, Failed, Outcome
from relayengine.deliver.wire import CleanPieces
from relayengine.settings.snapshot import Settings
from relayengine.values.address import split_address

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def postmaster(settings: Settings) -> str:
    """Who reads the postmaster's mail where no mailbox has that address: the administrator, else the first mailbox there is."""
    reader = settings.account("Administrator") or next(iter(settings.mailboxes), None)
    return str(reader.primary) if reader else f"postmaster@{settings.default_domain}"


class MailboxLane:
    """Delivers into Maildirs, a few at once. See Lane for what its methods promise."""

    def __init__(self, root: Path, settings: Callable[[], Settings], orders: Orders) -> None:
        self._root = root
        self._settings = settings
        self._orders = orders
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    @property
    def connections(self) -> int:
        """Deliveries that are going on."""
        return len(self._tasks)

    busy = connections
    connecting = False

    def wake(self) -> None:
        """There is at least one batch to take."""
        while not self._closed and len(self._tasks) < self._settings().transport_service.max_concurrent_mailbox_deliveries:
            batch = self._orders.take()
            if batch is None:
                return
            task = asyncio.get_running_loop().create_task(self._deliver(batch))
            self._tasks.add(task)
            task.add_done_callback(self._finished)

    def _finished(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        self.wake()

    def check(self, now: float) -> None:
        """Called about once a second."""
        if self._orders.backlog():
            self.wake()

    def close(self) -> None:
        """Takes no more batches."""
        self._closed = True

    def cut(self) -> None:
        """Ends; a delivery under way is finished by its thread or leaves nothing."""
        self._closed = True

    async def _deliver(self, batch: Batch) -> None:
        try:
            content = batch.content
            pieces = [content] if isinstance(content, bytes) else [piece async for piece in content.pieces()]
            outcomes = await asyncio.to_thread(self._all, batch, pieces)
        except Exception as error:  # the content cannot be read, or a bug: either way later, not never and not twice
            outcomes = [Deferred(f"451 4.3.0 {error}", self._settings().server.fqdn, "")] * len(batch.recipients)
        self._orders.up()
        self._orders.done(batch, outcomes)

    def _all(self, batch: Batch, pieces: list[bytes]) -> list[Outcome]:
        settings = self._settings()
        here = settings.server.fqdn
        outcomes: list[Outcome] = []
        for recipient in batch.recipients:
            mailbox = settings.mailbox(recipient.address)
            if mailbox is not None:
                box = str(mailbox.primary)
            elif split_address(recipient.address)[0].lower() == "postmaster":
                box = postmaster(settings)
            else:
                outcomes.append(Failed("550 5.1.1 RESOLVER.ADR.RecipNotFound; not found", here, "", "ROUTING"))
                continue
            name = f"{int(batch.envelope.received_at)}.M{batch.number}P{zlib.crc32(recipient.address.lower().encode()):08x}.{here}"
            try:
                deliver(self._root, box, name, self._file(batch, recipient.address, pieces))
                outcomes.append(Delivered("250 2.1.5 Recipient OK", here, ""))
            except OSError as error:
                code = "452 4.2.2 Mailbox full" if error.errno in _FULL else "451 4.3.0 The mailbox cannot be written"
                outcomes.append(Deferred(f"{code}: {error.strerror}", here, ""))
        return outcomes

    @staticmethod
    def _file(batch: Batch, address: str, pieces: list[bytes]) -> Iterator[bytes]:
        """The octets of the file: the trace fields of final delivery (RFC 5321 §4.4), then the content without stuffing."""
        head = f"Return-Path: <{batch.envelope.sender}>\r\nDelivered-To: {address}\r\n"
        yield head.encode("utf-8", "replace")
        mended = CleanPieces()
        start = b"\r\n"
        for piece in pieces:
            data = start + mended.next(piece)
            # The two octets before a piece are needed to see a line that begins with a dot just after the border.
            yield data.replace(b"\r\n.", b"\r\n")[2:]
            start = data[-2:]
        yield mended.end()
