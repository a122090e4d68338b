"""AssembleMessage: what Export-Message gives, written to a file."""

from __future__ import annotations

from typing import Any

from relayshell.commands import Cmdlet, param
from relayshell.transport.managed import MODULE


class AssembleMessage(Cmdlet, name="AssembleMessage", module=MODULE):
    """Writes messages that Export-Message gives to a file, octet by octet as they were sent."""

    input_object: Any = param("The message.", "string", mandatory=True, pipeline=True)
    path: Any = param("The file.", "string", mandatory=True, position=0)

    def begin(self) -> None:
        self._parts: list[bytes] = []

    def process(self) -> None:
        self._parts.append(self.input_object.encode("latin-1", "replace"))

    def end(self) -> None:
        from relayshell.providers.encodings import UTF8
        from relayshell.providers.filecontent import Writer

        writer = Writer(self.session.places.target(self.path).inner, UTF8, False)
        writer.write_bytes(b"".join(self._parts))
        writer.close()
