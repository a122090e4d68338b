"""Door: what the sessions of one worker have in common: the snapshot, the connectors' views, counters, TLS, and where mail goes.

A session keeps the view it began with, so that none ever sees half of two settings. The spool, and what takes an accepted message,
are handed in.
"""

import asyncio
import sys
import time
import traceback
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, Protocol

from relayengine.receive import replies
from relayengine.receive.auth import Authenticator
from relayengine.receive.connector import plain_address, reached
from relayengine.receive.lastlogons import LastLogons, path_in
from relayengine.receive.limits import Connections, LogonGuard, Rate
from relayengine.receive.session import Session
from relayengine.receive.shared import SharedCounts
from relayengine.receive.view import View
from relayengine.settings.receive_connector import ReceiveConnector
from relayengine.settings.snapshot import Settings
from relayengine.tls.store import CertificateProblem
from relayengine.values.options import AuthMechanisms
from relayengine.values.reply import Reply

if TYPE_CHECKING:
    import ssl

    from relayengine.tls.context import ListeningContexts

_REMEMBERED = 10000


class Takes(Protocol):
    """What takes accepted messages: the queue."""

    def accept(self, number: int, envelope: Any, content: Any, head: bytes = b"") -> None:
        """Takes a message that is on disk."""

    def pressure(self) -> int:
        """0, 1 or 2: how short of resources the engine is."""


class Door:
    """The receiving side of a worker. Lives on one event loop."""

    def __init__(self, settings: Settings, spool: Any, queue: Takes, contexts: "ListeningContexts", *, protocol_log: Any = None,
                 session_ids: Iterator[str], clock: Callable[[], float] = time.time, report: Callable[[str], None] | None = None,
                 shared: SharedCounts | None = None) -> None:
        self.loop = asyncio.get_running_loop()
        self.settings = settings
        self.spool = spool
        self.accept = queue.accept
        self.pressure = queue.pressure
        self.protocol_log = protocol_log
        self.session_ids = session_ids
        self.clock = clock
        self.now = self.loop.time
        self.tick = self.now()
        self.report = report or (lambda text: print(text, file=sys.stderr))
        self.sessions: set[Session] = set()
        self.connections = Connections(shared)
        self.messages = Rate(self.now)
        self.rate = Rate(self.now)
        self.logons = LogonGuard(self.now)
        self.authenticator = Authenticator(LastLogons(path_in(settings.data_directory) if settings.data_directory else None))
        self.threads = ThreadPoolExecutor(2, thread_name_prefix="logon")
        self.accepted_sessions = self.accepted_messages = 0
        self.stopping = False
        self._contexts = contexts
        self._views: dict[str, View] = {}
        self._reached: dict[tuple[str, int, str], ReceiveConnector | None] = {}
        self._addresses: dict[str, str] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._timer = self.loop.call_later(1, self._sweep)

    def take(self, settings: Settings) -> None:
        """Takes a new snapshot: it counts for whoever connects from now on."""
        self.settings = settings
        self._views, self._reached = {}, {}

    # ---- for sessions

    def enter(self, session: Session) -> tuple[View | None, Reply | None]:
        """The view of the connector a client has reached and its place there, or why it may not come in."""
        if self.stopping:
            return None, replies.SERVICE_STOPPING
        key = (session.server_ip, session.server_port, session.client_ip)
        try:
            connector = self._reached[key]
        except KeyError:
            settings = self.settings
            connector = reached(settings.receive_connectors, (session.server_ip, session.server_port), session.client_ip,
                                settings.server.port_offset)
            if len(self._reached) > _REMEMBERED:
                self._reached.clear()
            self._reached[key] = connector
        if connector is None or self.settings.server.component_states and not self.settings.server.takes_connections(str(connector.transport_role)):
            return None, replies.SERVICE_NOT_ACTIVE
        # This machine's own programs are not slowed down by the rate that guards against the world.
        if not session.client_ip.startswith("127.") and session.client_ip != "::1":
            if not self.rate.take("", self.settings.transport_service.max_connection_rate_per_minute):
                return None, replies.TOO_FAST_CONNECTIONS
        refusal = self.connections.enter(connector, session.client_ip)
        if refusal is not None:
            return None, refusal
        session.counted = True
        self.accepted_sessions += 1
        return self.view(connector), None

    def view(self, connector: ReceiveConnector) -> View:
        """The view of a connector of the present snapshot."""
        view = self._views.get(connector.name)
        if view is None:
            usable = AuthMechanisms.Tls not in connector.auth_mechanism or self._contexts.certificate(self.settings, connector)[0] is not None
            view = self._views[connector.name] = View(self.settings, connector, usable)
        return view

    def leave(self, session: Session) -> None:
        """A session is over."""
        self.sessions.discard(session)
        if session.counted:
            session.counted = False
            self.connections.leave(session.view.connector, session.client_ip)

    def address(self, text: str) -> str:
        """An address as it is shown and compared."""
        if ":" not in text:
            return text
        return str(plain_address(text))

    def speaks_proxy(self, address: str) -> bool:
        """Whether connections from an address begin with a PROXY header."""
        spans = self.settings.server.proxy_protocol_sources
        return bool(spans) and any(s.holds(ip_address(address)) for s in spans)

    def trusts_xclient(self, address: str) -> bool:
        """Whether an address may use XCLIENT."""
        return any(s.holds(ip_address(address)) for s in self.settings.server.xclient_sources)

    def tls_context(self, view: View) -> "tuple[ssl.SSLContext | None, str]":
        """A context for a handshake now, or why there is none."""
        try:
            return self._contexts.handshake(view.settings, view.connector), ""
        except CertificateProblem as problem:
            self.report(f"{view.identity}: {problem}")
            return None, str(problem)

    def background(self, work: Coroutine[Any, Any, None]) -> None:
        """Runs what a session waits for."""
        task = self.loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            self.report("".join(traceback.format_exception(task.exception())))

    def failed(self, session: Session) -> None:
        """Notes a mistake of ours that a session ran into."""
        self.report(f"session {session.session_id} from {session.client_ip}: {traceback.format_exc()}")

    # ---- the clock

    def _sweep(self) -> None:
        self.tick = now = self.now()
        for session in list(self.sessions):
            session.check_time(now)
        self._timer = self.loop.call_later(1, self._sweep)

    async def stop(self, patience: float = 10.0) -> None:
        """Sends everyone away: at once who has no message under way, the others when theirs is done or patience is over."""
        self.stopping = True
        end = self.now() + patience
        while self.sessions:
            for session in list(self.sessions):
                if not session.closing and not session.busy and session.incoming is None and session.facts is not None:
                    session.say(replies.SERVICE_STOPPING)
                    session.shut()
            if self.now() > end:
                for session in list(self.sessions):
                    session.transport.abort()
                break
            await asyncio.sleep(0.05)
        await self.loop.run_in_executor(None, self.authenticator.logons.write)
        self._timer.cancel()
        for task in list(self._tasks):
            task.cancel()
        self.threads.shutdown(wait=False)
