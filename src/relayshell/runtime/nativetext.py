"""What goes into a program and what comes out of it: objects to bytes by $OutputEncoding, bytes to lines by [Console]::OutputEncoding."""

from __future__ import annotations

import os
import selectors
import sys
from collections.abc import Callable
from typing import Any

from relayshell.objects.nothing import AUTOMATION_NULL
from relayshell.objects.psobject import unwrap

_CHUNK = 65536
_ENCODINGS = "relayshell.objects.dotnet.encodings"
"""Where this module was never imported no script has named an encoding, and all is UTF-8."""


def text_of(session: Any, item: Any) -> bytes:
    """An object as a program's input: a line of text, bytes as they are, else as it would be shown."""
    from relayshell.objects.numbers import Byte

    value = unwrap(item)
    if value is None or value is AUTOMATION_NULL:
        return b""
    if value.__class__ is Byte:
        return bytes([value])
    if isinstance(value, str):
        return _encoded(session, str(value) + "\n")
    from relayshell.runtime.showing import environment_of
    from relayshell.views.output import format_objects

    lines = format_objects([item], 80, environment_of(session))
    return _encoded(session, "".join(line + "\n" for line in lines))


def _encoded(session: Any, text: str) -> bytes:
    """A text as $OutputEncoding says, without a mark."""
    if _ENCODINGS in sys.modules:
        from relayshell.objects.dotnet.encodings import UTF8, Encoding

        encoding = unwrap(session.get_variable("OutputEncoding"))
        if isinstance(encoding, Encoding) and encoding.page != UTF8.page:
            return encoding.encode(text)
    return text.encode("utf-8", "replace")


def decoded_lines() -> Callable[[Any], Any] | None:
    """What makes lines of UTF-8 of a program's output where [Console]::OutputEncoding is another; None where it is UTF-8.

    It wraps the callee of `read_both`. Output that is not UTF-8 is gathered until its end, as its lines may end otherwise.
    """
    consoles = sys.modules.get("relayshell.objects.dotnet.consoles")
    encoding = consoles.output_encoding() if consoles is not None else None
    if encoding is None or encoding.page == 65001:
        return None

    def wrapped(put: Any) -> Any:
        gathered: dict[bool, list[bytes]] = {False: [], True: []}

        def take(piece: tuple[bool, bytes | None]) -> None:
            is_error, line = piece
            if line is not None:
                gathered[is_error].append(line)
                return
            for each in encoding.decode(b"".join(gathered[is_error])).splitlines():
                put((is_error, each.encode("utf-8", "replace") + b"\n"))
            put(piece)

        return take

    return wrapped


def read_both(out: Any, err: Any, put: Callable[[tuple[bool, bytes | None]], None]) -> None:
    """Reads a program's outputs until both have ended: `put` is called with (is error, line with its end), and with None for
    the end of each. Of what came at once the plain output is first, as a program that writes to both mostly means it."""
    with selectors.DefaultSelector() as selector:
        rests: dict[bool, list[bytes]] = {False: [], True: []}
        for stream, is_error in ((out, False), (err, True)):
            selector.register(stream.fileno(), selectors.EVENT_READ, is_error)
        while selector.get_map():
            for key, _ in sorted(selector.select(), key=lambda found: found[0].data):
                is_error, rest = key.data, rests[key.data]
                data = os.read(key.fd, _CHUNK)
                if not data:
                    selector.unregister(key.fd)
                    if rest:
                        put((is_error, b"".join(rest)))
                    put((is_error, None))
                    continue
                *lines, last = data.split(b"\n")
                if lines:
                    if rest:
                        lines[0] = b"".join(rest) + lines[0]
                        rest.clear()
                    for line in lines:
                        put((is_error, line + b"\n"))
                if last:
                    rest.append(last)
