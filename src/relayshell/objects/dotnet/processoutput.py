"""The output of a process read line by line in the background, each line an event of the process."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.faults import operation_fault

NAME = "System.Diagnostics.DataReceivedEventArgs"
# The event of each stream.
EVENTS = {"outputdatareceived": "stdout", "errordatareceived": "stderr"}


class DataReceived:
    """A line of output; none at the end."""

    def __init__(self, data: str | None) -> None:
        self.data = data


declare(NAME, DataReceived, get={"Data": lambda args: args.data}, base="System.EventArgs", signatures=("string Data {get;}",))


def subscribe(process: Any, name: str, handler: Callable[[Any, Any], Any]) -> Callable[[], None] | None:
    """Has a handler called for each line of a stream; gives what ends that, or None for other events."""
    stream = EVENTS.get(name.lower())
    if stream is None:
        return None
    known = process.handlers.setdefault(stream, [])
    known.append(handler)
    return lambda: known.remove(handler) if handler in known else None


def begin(process: Any, stream: str) -> None:
    """Begins to read a stream in the background. Raises where it is not redirected, or read already."""
    source = None if process.child is None else getattr(process.child, stream)
    if source is None:
        raise operation_fault(f"Standard{'Out' if stream == 'stdout' else 'Error'} has not been redirected or the process hasn't started yet.")
    if stream in process.ends or stream in process.reading:
        raise operation_fault("Cannot mix synchronous and asynchronous operation on process stream.")

    def read() -> None:
        for line in source:
            tell(line.decode("utf-8", "replace").rstrip("\n").removesuffix("\r"))
        tell(None)

    def tell(text: str | None) -> None:
        for handler in list(process.handlers.get(stream, ())):
            handler(process, DataReceived(text))

    made = process.reading[stream] = threading.Thread(target=read, name=f"output of {process.name}", daemon=True)
    made.start()


def finish(process: Any) -> None:
    """Waits until what is read in the background has been read to its end."""
    for thread in list(process.reading.values()):
        thread.join(5)
