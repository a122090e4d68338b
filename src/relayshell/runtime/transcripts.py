"""Transcripts: what a session shows and is told, kept in files while it goes on."""

from __future__ import annotations

import os
import re
import time
from typing import Any

ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07]*\x07")
STARS = "*" * 22


class Transcript:
    """One file that a transcript goes to."""

    def __init__(self, path: str, append: bool, header: str, invocation_headers: bool) -> None:
        self.path = path
        self.invocation_headers = invocation_headers
        self.file = open(path, "a" if append else "w", encoding="utf-8")
        self.write(header)

    def write(self, text: str) -> None:
        """Adds text, and sees to it that it is on its way to the disk."""
        self.file.write(ESCAPES.sub("", text))
        self.file.flush()

    def close(self) -> None:
        self.write(f"{STARS}\nPowerShell transcript end\nEnd time: {time.strftime('%Y%m%d%H%M%S')}\n{STARS}\n")
        self.file.close()


class Transcripts:
    """The transcripts of a session. The host's own methods are led by here from the first one on."""

    def __init__(self, session: Any) -> None:
        self.open: list[Transcript] = []
        host = session.host
        write, write_error_line, read_line = host.write, host.write_error_line, host.read_line

        def both(text: str, foreground: Any = None, background: Any = None) -> None:
            write(text, foreground, background)
            self.add(text)

        def both_error(text: str) -> None:
            write_error_line(text)
            # A host that shows errors by its own `write` has had them added there.
            if write_error_line.__func__ is not _base_error_line():
                self.add(text + "\n")

        def both_read(prompt: str = "") -> Any:
            answer = read_line(prompt)
            self.add(f"{answer or ''}\n")
            return answer

        host.write, host.write_error_line, host.read_line = both, both_error, both_read
        host.write_transcript = lambda text: self.add(text + "\n")

    def add(self, text: str) -> None:
        """Text to all of them."""
        for each in self.open:
            each.write(text)

    def command(self, prompt: str, text: str) -> None:
        """What the user typed at the prompt."""
        for each in self.open:
            if each.invocation_headers:
                each.write(f"{STARS}\nCommand start time: {time.strftime('%Y%m%d%H%M%S')}\n{STARS}\n")
            each.write(f"{prompt}{text}\n")


def _base_error_line() -> Any:
    from relayshell.runtime.host import Host

    return Host.write_error_line


def transcripts_of(session: Any) -> Transcripts:
    """A session's transcripts, made at first use."""
    found = session.services.get("transcripts")
    if found is None:
        found = session.services["transcripts"] = Transcripts(session)
    return found  # type: ignore[no-any-return]


def header(session: Any, minimal: bool) -> str:
    """What a transcript begins with: who, where and, of $PSVersionTable, what."""
    import getpass
    import platform
    import sys

    from relayshell.objects.collections import enumerate_value
    from relayshell.objects.text import to_text

    lines = [STARS, "PowerShell transcript start", f"Start time: {time.strftime('%Y%m%d%H%M%S')}"]
    if not minimal:
        user = getpass.getuser()
        lines += [f"Username: {user}", f"RunAs User: {user}", "Configuration Name: ", f"Machine: {platform.node()} ({platform.system()} {platform.release()})",
                  f"Host Application: {' '.join(sys.argv)}", f"Process ID: {os.getpid()}"]
        for name, value in session.get_variable("PSVersionTable").items():
            many = enumerate_value(value)
            lines.append(f"{name}: {to_text(value) if many is None else ', '.join(map(to_text, many))}")
    return "\n".join([*lines, STARS, ""])
