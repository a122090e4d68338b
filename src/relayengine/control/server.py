"""Answering questions: a socket of mode 0600 in a directory of mode 0700, for this user and root alone."""

import asyncio
import os
import socket
import struct
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from relayengine.control import messages
from relayengine.control.client import Refused
from relayengine.engine import Engine
from relayengine.queue.safetynet import Wish
from relayengine.supervisor import Supervisor


class ControlServer:
    """The control socket of one engine, or of a supervisor of several. `ended` is called when it should end."""

    def __init__(self, engine: Engine | Supervisor, path: Path, ended: Callable[[], None]) -> None:
        self._engine = engine
        self._path = path
        self._ended = ended
        self._server: asyncio.AbstractServer | None = None
        self._leases: set[asyncio.StreamWriter] = set()
        self._open: set[asyncio.StreamWriter] = set()
        self.on_leases: Callable[[int], None] = lambda count: None
        """Called with the number of leases whenever it changes."""

    async def start(self) -> None:
        """Begins to answer. A socket that a dead engine left is taken over; the spool's lock tells that it is dead."""
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._path.unlink(missing_ok=True)
        listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        before = os.umask(0o177)
        try:
            listening.bind(os.fspath(self._path))
        finally:
            os.umask(before)
        self._server = await asyncio.start_unix_server(self._serve, sock=listening, limit=messages.LONGEST_LINE)

    async def stop(self) -> None:
        """Stops answering."""
        if self._server is not None:
            self._server.close()
            self._path.unlink(missing_ok=True)
            for writer in list(self._open):
                writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        peer = writer.get_extra_info("socket").getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
        _, uid, _ = struct.unpack("3i", peer)
        self._open.add(writer)
        try:
            while uid in (0, os.geteuid()):
                line = await reader.readline()
                if not line:
                    break
                writer.write(await self._answer(line, writer))
                await writer.drain()
                await asyncio.sleep(0)  # neither waits while there is more to read: everybody else has a turn in between
        except (OSError, ValueError, asyncio.IncompleteReadError):
            pass
        finally:
            self._open.discard(writer)
            if writer in self._leases:
                self._leases.discard(writer)
                self.on_leases(len(self._leases))
            writer.close()

    async def _answer(self, line: bytes, writer: asyncio.StreamWriter) -> bytes:
        try:
            request = messages.decode_request(line)
            return messages.encode_answer(await self._done(request, writer))
        except messages.BadRequest as bad:
            return messages.encode_error(str(bad), "BadRequest")
        except Refused as refused:
            return messages.encode_error(str(refused), refused.kind)
        except LookupError as missing:
            return messages.encode_error(str(missing.args[0] if missing.args else missing), "NotFound")
        except Exception as error:  # noqa: BLE001 - whoever asked hears it; the engine goes on
            self._engine.report(f"control: {type(request).__name__}: {error!r}")
            return messages.encode_error(str(error) or type(error).__name__)

    async def _done(self, request: Any, writer: asyncio.StreamWriter) -> Any:
        engine = self._engine
        match request:
            case messages.Lease():
                self._leases.add(writer)
                self.on_leases(len(self._leases))
                return {"pid": os.getpid()}
            case messages.Stop():
                self._ended()
                return {"pid": os.getpid()}
        if isinstance(engine, Supervisor):
            await engine.answering.wait()
            answer = await asyncio.get_running_loop().run_in_executor(None, engine.ask, request)
        else:
            answer = await _answered(engine, request)
        return answer | {"leases": len(self._leases)} if isinstance(request, messages.Status) else answer


async def _answered(engine: Engine, request: Any) -> Any:
    queues = engine.queues
    match request:
        case messages.Status():
            return engine.status()
        case messages.Look():
            return await engine.look()
        case messages.ListQueues():
            return await _maybe(queues.list_queues())
        case messages.ListMessages():
            return await _maybe(queues.list_messages(*request))
        case messages.SuspendQueue(identity):
            return await _maybe(queues.suspend(identity))
        case messages.ResumeQueue(identity):
            return await _maybe(queues.resume(identity))
        case messages.RetryQueue(identity, resubmit):
            return await _maybe(queues.retry(identity, resubmit=resubmit))
        case messages.SuspendMessage(identity):
            return await _maybe(queues.suspend_message(identity))
        case messages.ResumeMessage(identity):
            return await _maybe(queues.resume_message(identity))
        case messages.RemoveMessage(identity, with_ndr):
            return await _maybe(queues.remove_message(identity, with_ndr=with_ndr))
        case messages.RedirectMessages(targets):
            return await _asked(queues.redirect([str(target) for target in targets]))
        case messages.ExportMessage(identity):
            return await _maybe(queues.export_message(identity))
        case messages.SearchTracking(criteria):
            return await engine.search_tracking(criteria)
        case messages.AddResubmit():
            wish = Wish(*request[:len(Wish._fields)])
            return await _asked(queues.resubmits.add(wish, number=request.number, destination=request.destination,
                                                     correlation=request.correlation, test_only=request.test_only))
        case messages.ListResubmits():
            return queues.resubmits.list()
        case messages.EnableResubmit(number, enabled):
            return await _asked(queues.resubmits.enable(number, enabled))
        case messages.RemoveResubmit(number):
            return await queues.resubmits.remove(number)
        case messages.ListSessions():
            return engine.sessions()
        case messages.ListLogons():
            return engine.logons()
    raise messages.BadRequest(f"{type(request).__name__} is not answered here")


async def _asked(work: Awaitable[Any]) -> Any:
    """The answer to a request whose words may be wrong: whoever asked hears what is."""
    try:
        return await work
    except ValueError as wrong:
        raise Refused(str(wrong), "BadRequest") from None


async def _maybe(value: Any) -> Any:
    return await value if isinstance(value, Awaitable) else value
