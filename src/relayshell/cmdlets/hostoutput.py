"""Where formatted lines go: the host with its streams and pages, or a text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from relayshell.runtime.showing import environment_of, shown_width
from relayshell.views.environment import Environment
from relayshell.views.output import Output, screen_for
from relayshell.views.streamoutput import StreamOutput


def text_output(environment: Environment, width: int, write: Callable[[str], None], to_file: bool = False) -> Output:
    """An Output whose lines are text. Colours stay where $PSStyle.OutputRendering says so, in files only for Ansi."""
    return Output(environment, screen_for(environment, width, write, to_file))


class HostOutput:
    """Objects to the host. Records of other streams that were merged into the output go by their own ways."""

    def __init__(self, session: Any, transcript_only: bool = False, paging: bool = False) -> None:
        environment = environment_of(session)
        self.host = host = session.host
        self.lines = 0
        self.page = max(int(host.height) - 1, 1) if paging else 0
        self.stopped = False
        write: Callable[[str], None] = host.write_line
        if transcript_only:
            write = getattr(host, "write_transcript", _nowhere)
        elif self.page:
            write = self._paged
        screen = screen_for(environment, shown_width(host), write)
        screen.height = int(host.height)
        if not transcript_only:
            screen.write_error = host.write_error_line
        self.output = StreamOutput(environment, screen)

    def _paged(self, line: str) -> None:
        """Shows a line, and asks before it when the screen is full."""
        if self.stopped:
            return
        if self.lines == self.page:
            how = self.host.more()
            if how == "quit":
                self.stopped = True
                return
            self.lines = 0 if how == "page" else self.lines - 1
        self.lines += 1
        self.host.write_line(line)

    def add(self, value: Any) -> None:
        """Takes an object or packet."""
        self.output.add(value)

    def end(self) -> None:
        """Ends what was begun."""
        self.output.end()


def _nowhere(line: str) -> None:
    """Where no transcript is kept."""
