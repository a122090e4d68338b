"""A scripted mail host in a thread of its own, for tests whose relay and shell are processes."""

from __future__ import annotations

import asyncio
import threading

from engine.host import Host


class FarHost:
    """Runs a `Host` from when it is made until `close`."""

    def __init__(self, host: Host) -> None:
        self.host = host
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        asyncio.run_coroutine_threadsafe(host.__aenter__(), self._loop).result(10)

    def close(self) -> None:
        asyncio.run_coroutine_threadsafe(self.host.__aexit__(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
