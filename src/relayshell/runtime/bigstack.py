"""A thread with room for deep recursion, and stopping what runs in it."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

STACK = 512 * 1024 * 1024
DEEPEST = 400_000

_inside: set[int] = set()
_sizing = threading.Lock()
"""Held while a thread starts: the size is one for all, and a thread that starts beside another must not get its old one."""


def is_inside() -> bool:
    """Whether this thread already has the room."""
    return threading.get_ident() in _inside


def call(function: Callable[[], Any], stopped: type[BaseException]) -> Any:
    """What `function` gives, run in a thread with a big stack. Ctrl+C raises `stopped` in it.

    What it raises is raised here.
    """
    if is_inside():
        return function()
    if sys.getrecursionlimit() < DEEPEST:
        sys.setrecursionlimit(DEEPEST)
    result: list[Any] = []
    failure: list[BaseException] = []
    # A lock of our own is waited for: Thread.join takes the thread for ended when a signal interrupts it.
    running = threading.Lock()
    running.acquire()

    def body() -> None:
        _inside.add(threading.get_ident())
        try:
            result.append(function())
        except BaseException as error:
            failure.append(error)
        finally:
            _inside.discard(threading.get_ident())
            running.release()

    thread = RoomyThread(target=body, name="session", daemon=True)
    thread.start()
    while True:
        try:
            running.acquire()
            break
        except KeyboardInterrupt:
            stop(thread, stopped)
        except BaseException:
            # Whoever waits gives up: nothing must go on behind its back.
            stop(thread, stopped)
            running.acquire(timeout=2)
            raise
    if failure:
        raise failure[0]
    return result[0]


def new_thread(function: Callable[[], Any], name: str) -> threading.Thread:
    """A thread with the room, not started yet, that runs on its own."""
    if sys.getrecursionlimit() < DEEPEST:
        sys.setrecursionlimit(DEEPEST)

    def body() -> None:
        _inside.add(threading.get_ident())
        try:
            function()
        finally:
            _inside.discard(threading.get_ident())

    return RoomyThread(target=body, name=name, daemon=True)


class RoomyThread(threading.Thread):
    """A thread whose stack is big."""

    def start(self) -> None:
        """Begin with the room."""
        with _sizing:
            old = threading.stack_size(STACK)
            try:
                super().start()
            finally:
                threading.stack_size(old)


_waiting: dict[int, list[Callable[[], Any]]] = {}


@contextmanager
def waiting(end: Callable[[], Any]) -> Iterator[None]:
    """While this thread waits for something outside of Python: `end` ends that, should the thread be stopped."""
    actions = _waiting.setdefault(threading.get_ident(), [])
    actions.append(end)
    try:
        yield
    finally:
        actions.remove(end)


def stop(thread: threading.Thread, stopped: type[BaseException]) -> None:
    """Raise an exception in another thread, at its next step of Python; what it waits for is ended."""
    import ctypes

    if thread.ident is not None:
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident), ctypes.py_object(stopped))
        for end in tuple(_waiting.get(thread.ident, ())):
            end()
