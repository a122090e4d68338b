"""Methods whose work is given as a task. The work is done at once: the task that is given has ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def later(function: Callable[..., Any]) -> Callable[..., Any]:
    """A method that gives a task of what a function gives for the same arguments, but for a CancellationToken."""
    def start(*args: Any) -> Any:
        from relayshell.objects.dotnet.tasks import Task

        wanted = [each for each in args if getattr(getattr(each, "net_type", None), "text", "") != "System.Threading.CancellationToken"]
        return Task(lambda: function(*wanted), True).run()
    return start


def with_later(methods: dict[str, Callable[..., Any]], *names: str) -> dict[str, Callable[..., Any]]:
    """Methods together with those that give tasks: ReadLineAsync beside ReadLine."""
    return {**methods, **{f"{name}Async": later(methods[name]) for name in names}}
