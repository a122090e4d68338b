"""Engine: one worker put together: settings, spool, queue, doors. Takes up new settings, tells how it is, starts and stops.

Nothing else knows all parts. It never writes settings. A settings file that has become wrong leaves the last good settings in
force, and is told about.
"""

import asyncio
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import relayengine
from relayengine.deliver.tokens import Account, Tokens
from relayengine.logs.opened import receive_log
from relayengine.logs.protocol import session_ids
from relayengine.logs.tracking import Tracking
from relayengine.queue import Queues
from relayengine.receive.door import Door
from relayengine.receive.listener import Listeners
from relayengine.receive.shared import SharedCounts
from relayengine.settings.difference import difference
from relayengine.settings.secrets import SecretProblem
from relayengine.settings.snapshot import Settings
from relayengine.settings.store import BrokenSettings, Store
from relayengine.spool import Spool
from relayengine.tls.context import ListeningContexts
from relayengine.tls.names import same_name
from relayengine.tls.selfsigned import ensure_default
from relayengine.tls.store import CertificateStore
from relayengine.values.options import AuthMechanisms

_LOOK_EVERY = 1.0
_QUEUES_OF_A_WORKER = 1_000_000


class Engine:
    """One worker of a relay."""

    def __init__(self, store: Store, *, report: Callable[[str], None], worker: int = 0, workers: int = 1) -> None:
        """`report` takes what the service log should hold. `workers`: how many listen on the same ports."""
        self.store = store
        self.report = report
        self.worker = worker
        self._workers = workers
        self._counts: SharedCounts | None = None
        self._stamp: object = None
        self._look_task: asyncio.Task[None] | None = None
        self._looking = asyncio.Lock()
        self.started = 0.0
        self.problems: list[str] = []
        """What could not be done of what the settings want."""
        self.settings_problems: list[str] = []
        """What is wrong with the file, while the last good settings stay in force."""

    async def start(self) -> None:
        """Opens the spool, then the queue, then the doors. BrokenSettings, SpoolError or OSError if it cannot be."""
        self._stamp = self.store.stamp()
        self.settings = settings = self.store.load()
        data = Path(settings.data_directory)
        data.mkdir(mode=0o750, parents=True, exist_ok=True)
        self.spool = Spool(data / "spool" / str(self.worker), worker=self.worker, server=settings.server.name)
        self.spool.open(settings.transport_service.poison_threshold)
        try:
            self.certificates = CertificateStore.beside(self.store.secrets)
            self.contexts = ListeningContexts(self.certificates)
            try:
                ensure_default(self.certificates, settings.server.name, settings.server.fqdn)
            except OSError as error:
                self.report(f"no certificate could be made: {error}")
            self.tracking = _tracking(settings)
            self.queues = Queues(self.spool, settings, tracking=self.tracking, certificate=self._certificate, passwords=self._password,
                                 tokens=Tokens(self._oauth, asyncio.get_running_loop().time, self.store.secrets.set_credential), report=self.report,
                                 first_queue=1 + self.worker * _QUEUES_OF_A_WORKER)
            await self.queues.start()
            self.protocol_log = receive_log(settings)
            if self._workers > 1:
                self._counts = SharedCounts(data / "connections", self.worker, self._workers)
            self.door = Door(settings, self.spool, self.queues, self.contexts, protocol_log=self.protocol_log,
                             session_ids=session_ids(), report=self.report, shared=self._counts)
            self.listeners = Listeners(self.door, shared=self._workers > 1)
            self.problems = await self.listeners.apply(settings) + self._certificate_problems(settings)
        except BaseException:
            await self.spool.close()
            raise
        for problem in self.problems:
            self.report(problem)
        self.started = time.time()
        self._look_task = asyncio.get_running_loop().create_task(self._watch())

    async def stop(self, patience: float = 10.0) -> None:
        """Closes the doors, lets what is under way finish, and puts the spool away."""
        if self._look_task is not None:
            self._look_task.cancel()
        await self.listeners.close()
        await self.door.stop(patience)
        await self.queues.stop(patience)
        await self.spool.close()
        if self._counts is not None:
            self._counts.close()
        if self.tracking is not None:
            self.tracking.close()
        if self.protocol_log is not None:
            self.protocol_log.close()

    # ---- what couriers ask for

    def _password(self, connector: str) -> tuple[str, str] | None:
        found = next((c for c in self.settings.send_connectors if c.name == connector), None)
        if found is None or not found.authentication_credential:
            return None
        try:
            password = self.store.secrets.credential(connector)
        except SecretProblem as problem:
            self.report(str(problem))
            return None
        return None if password is None else (found.authentication_credential, password)

    def _oauth(self, connector: str) -> Account | None:
        known = self._password(connector)
        found = next((c for c in self.settings.send_connectors if c.name == connector), None)
        if known is None or found is None or not found.oauth_token_endpoint or not found.oauth_client_id:
            return None
        user, secret = known
        account = Account(user, found.oauth_token_endpoint, found.oauth_client_id, secret, scope=found.oauth_scope)
        if not found.oauth_refresh:
            return account
        try:
            return account._replace(secret=self.store.secrets.client_secret(connector) or "", refresh=secret)
        except SecretProblem as problem:
            self.report(str(problem))
            return None

    def _certificate(self, name: str) -> tuple[str, str] | None:
        for certificate in self.certificates.list():
            if certificate.has_private_key and same_name(certificate.tls_name, name) and not self.certificates.check_key(certificate):
                return str(self.certificates.pem_path(certificate)), str(self.certificates.key_path(certificate))
        return None

    # ---- settings

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(_LOOK_EVERY)
            if self.store.stamp() != self._stamp:
                await self.look()

    async def look(self) -> dict[str, Any]:
        """Reads the settings file and takes up what changed. The answer says what could not be done."""
        async with self._looking:
            self._stamp = self.store.stamp()
            try:
                settings = self.store.load()
            except BrokenSettings as broken:
                told = [str(p) for p in broken.problems]
                if told != self.settings_problems:
                    for problem in told:
                        self.report(f"settings not taken: {problem}")
                self.settings_problems = told
                return {"taken": False, "changes": [], "problems": told}
            self.settings_problems = []
            changes = difference(self.settings, settings)
            if changes or self.problems:
                await self._take(settings, [c.kind for c in changes])
            return {"taken": True, "changes": [c._asdict() for c in changes], "problems": self.problems + self._late(changes)}

    async def _take(self, settings: Settings, kinds: list[str]) -> None:
        self.settings = settings
        if kinds:
            self.queues.take_settings(settings)
            if "TransportService" in kinds:
                old, self.protocol_log = self.protocol_log, receive_log(settings)
                self.door.protocol_log = self.protocol_log
                if old is not None:
                    old.close()
            self.door.take(settings)
        self.problems = await self.listeners.apply(settings) + self._certificate_problems(settings)

    def _late(self, changes: list[Any]) -> list[str]:
        return [f"{c.kind} {a}: takes effect when the service starts again" for c in changes if c.kind == "Server"
                for a in c.attributes if a in ("data_directory", "workers", "name")]

    def _certificate_problems(self, settings: Settings) -> list[str]:
        problems = []
        for connector in settings.receive_connectors:
            if connector.enabled and AuthMechanisms.Tls in connector.auth_mechanism:
                problem = self.contexts.problem(settings, connector)
                if problem and problem not in problems:
                    problems.append(problem)
        return problems

    # ---- telling

    def status(self) -> dict[str, Any]:
        """How the engine is, as plain data."""
        return {
            "pid": os.getpid(), "version": relayengine.__version__, "started": self.started, "worker": self.worker,
            "settings": str(self.store.path), "data": self.settings.data_directory, "server": self.settings.server.name,
            "listening": [f"[{a}]:{p}" if ":" in a else f"{a}:{p}" for a, p in self.listeners.open],
            "problems": self.problems, "settings_problems": self.settings_problems, "pressure": self.queues.pressure(),
            "sessions": len(self.door.sessions), "sessions_accepted": self.door.accepted_sessions,
            "messages_received": self.door.accepted_messages, "recipients_delivered": self.queues.delivered,
            "recipients_deferred": self.queues.deferred, "recipients_failed": self.queues.failed, "transactions": self.spool.transactions,
            "connections": {self.settings.identity(c): self.door.connections.count(c.name) for c in self.settings.receive_connectors},
        }

    def sessions(self) -> list[dict[str, Any]]:
        """The sessions there are."""
        now, clock = self.door.now(), time.time()
        return [{"session_id": s.session_id, "connector": s.view.identity, "client": f"{s.client_ip}:{s.client_port}",
                 "since": clock - (now - s.since), "helo": s.facts.helo or "", "tls": s.facts.tls, "user": s.facts.principal.name,
                 "messages": s.messages} for s in self.door.sessions if s.facts is not None]

    def logons(self) -> list[dict[str, Any]]:
        """When each mailbox last logged on, and from where."""
        return [{"mailbox": name, "at": at, "from": source} for name, (at, source) in sorted(self.door.authenticator.last_used.items())]

    async def search_tracking(self, criteria: dict[str, Any]) -> Any:
        """Message tracking events, as logs.tracking finds them, what is still in the spool included."""
        if self.tracking is None:
            return []
        await self.spool.flush()
        await self.tracking.move(self.spool)
        tracking = self.tracking
        return await asyncio.get_running_loop().run_in_executor(None, lambda: tracking.search(**criteria))


def _tracking(settings: Settings) -> Tracking | None:
    s = settings.transport_service
    if not s.message_tracking_log_enabled or not s.message_tracking_log_path:
        return None
    size = s.message_tracking_log_max_directory_size
    return Tracking(s.message_tracking_log_path, max_age=s.message_tracking_log_max_age.total_seconds(),
                    max_size=float(size) if isinstance(size, int) else float("inf"), subjects=s.message_tracking_log_subject_logging_enabled)
