"""The way in by files: whoever may write to the pickup or the replay folder may send.

A file NAME.eml becomes NAME.tmp while it is worked on, and is gone once its message is on disk in the spool; one that is no
message becomes NAME.bad. What a crash left as .tmp is taken up at the next start.
"""

import asyncio
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from relayengine.deliver.wire import stuff
from relayengine.events import BadMail, Receive
from relayengine.mail import Envelope, Recipient
from relayengine.mail.submission import BadFile, Submission, read_pickup, read_replay
from relayengine.spool import SpoolError

if TYPE_CHECKING:
    from relayengine.queue.queues import Queues

INTERVAL = 5.0
"""Seconds between two looks."""
_LARGEST = 1 << 30


class Folder:
    """One of the two folders."""

    def __init__(self, owner: "Queues", source: str, path: Callable[[], str | None]) -> None:
        """`source` is PICKUP or REPLAY; `path` says where the folder is now, or None for nowhere."""
        self._owner = owner
        self._source = source
        self._path = path
        self._next = 0.0
        self._minute = 0.0
        self._taken = 0
        self._fresh = True
        self._working = False

    async def check(self) -> None:
        """Looks, if it is time to. One look at a time."""
        now = self._owner.monotonic()
        path = self._path()
        if self._working or now < self._next or not path or self._owner.pressure():
            return
        self._next = now + INTERVAL
        if now - self._minute >= 60:
            self._minute, self._taken = now, 0
        self._working = True
        try:
            await self._look(Path(path))
        finally:
            self._working = False

    async def _look(self, folder: Path) -> None:
        most = self._owner.settings.transport_service.pickup_directory_max_messages_per_minute
        for path in await asyncio.to_thread(self._found, folder):
            if self._taken >= most:
                return
            self._taken += 1
            await self._take(path)

    def _found(self, folder: Path) -> list[Path]:
        """The files to take, oldest first; the folder is made where it is missing."""
        try:
            folder.mkdir(mode=0o770, parents=True, exist_ok=True)
            if self._fresh:
                self._fresh = False
                for left in folder.glob("*.tmp"):
                    left.rename(left.with_suffix(".eml"))
            files = [(entry.stat(follow_symlinks=False), Path(entry.path)) for entry in os.scandir(folder)
                     if entry.name.lower().endswith(".eml")]
        except OSError:
            return []
        return [path for facts, path in sorted(files, key=lambda pair: (pair[0].st_mtime, pair[1].name))
                if stat.S_ISREG(facts.st_mode) and facts.st_nlink == 1]  # a second name is a writer's that will go, or somebody's trick

    async def _take(self, path: Path) -> None:
        owner = self._owner
        working = path.with_suffix(".tmp")
        try:
            os.rename(path, working)
            data = await asyncio.to_thread(self._read, working)
        except BadFile as why:
            self._set_aside(working, str(why))
            return
        except OSError:
            return
        now = owner.clock()
        try:
            made = self._understood(data, now)
        except BadFile as why:
            self._set_aside(working, str(why))
            return
        content = stuff(made.content)
        envelope = Envelope(made.sender, tuple(Recipient(address) for address in made.recipients), len(content),
                            "7BIT" if content.isascii() else "8BITMIME", not all(a.isascii() for a in (made.sender, *made.recipients)),
                            message_id=made.message_id, subject=made.subject, received_at=now, source=self._source,
                            client_ip=made.client_ip, helo=made.helo, directionality="Originating")
        told = Receive(now, 0, self._source, made.client_ip, "", "", owner.server, path.name, "", made.message_id,
                       ";".join(made.recipients), "", len(content), len(made.recipients), subject=made.subject, sender=made.sender,
                       return_path=made.sender, directionality="Originating")
        try:
            number = await owner.spool.commit(envelope, content, event=told)
        except SpoolError:
            os.rename(working, path)
            return
        working.unlink(missing_ok=True)
        owner.accept(number, envelope, content)

    def _read(self, path: Path) -> bytes:
        """The file, if it is one that stands here alone: a second name may be that of a file which only this server may read."""
        limit = self._owner.settings.transport_config.max_receive_size
        most = limit if isinstance(limit, int) else _LARGEST
        with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
            facts = os.fstat(file.fileno())
            if not stat.S_ISREG(facts.st_mode) or facts.st_nlink != 1:
                raise BadFile("it is no plain file with one name")
            data = file.read(most + 1)
        if len(data) > most:
            raise BadFile(f"it has more than {most} octets (Set-TransportConfig MaxReceiveSize)")
        return data

    def _understood(self, data: bytes, now: float) -> Submission:
        settings = self._owner.settings
        service = settings.transport_service
        number = f"{int(now * 1000):x}"
        if self._source == "REPLAY":
            return read_replay(data, fqdn=settings.server.fqdn, number=number, now=now)
        return read_pickup(data, fqdn=settings.server.fqdn, number=number, now=now,
                           longest_header=int(service.pickup_directory_max_header_size),
                           most=service.pickup_directory_max_recipients_per_message)

    def _set_aside(self, working: Path, why: str) -> None:
        """Renames to .bad; a name that is taken gets a number."""
        owner = self._owner
        bad = working.with_suffix(".bad")
        number = 1
        while bad.exists():
            bad = working.with_name(f"{working.stem}-{number}.bad")
            number += 1
        try:
            os.rename(working, bad)
        except OSError:
            return
        owner.spool.record(BadMail(owner.clock(), 0, self._source, server_hostname=owner.server, source_context=bad.name,
                                   recipient_status=why))
