"""What is shown at the end: output formatted by views, error records as lines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def environment_of(session: Any) -> Any:
    """The views' environment of a session, made at first use."""
    from relayshell.objects.text import to_text

    found = session.format_environment
    if found is None:
        from relayshell.views.environment import Environment

        found = session.format_environment = Environment(
            script=session.new_block, note_error=lambda error: note_error(session, error), window_width=session.host.width,
            terminal=has_colour(session.host), location=lambda: session.folder,
            refresh=lambda: environment_of(session),
        )
        session.host.style = found.style
    view = session.get_variable("ErrorView")
    if view is not None:
        found.error_view = to_text(view)
    limit = session.get_variable("FormatEnumerationLimit")
    if limit.__class__ is int:
        found.enumeration_limit = limit
    return found


def note_error(session: Any, error: Any) -> None:
    """Keep an error that a view's script raised."""
    from relayshell.runtime.faults import keep_in_errors, record_of

    if isinstance(error, BaseException):
        keep_in_errors(session, record_of(error, session.frame))


def error_lines(session: Any, record: Any) -> list[str]:
    """An error record as lines of text."""
    from relayshell.views.errorview import error_text

    return error_text(record, environment_of(session)).split("\n")  # type: ignore[no-any-return]


def has_colour(host: Any) -> bool:
    """Whether the host is a terminal that takes escape sequences."""
    return bool(getattr(host, "supports_colour", host.colour))


def shown_width(host: Any) -> int:
    """The columns that what reaches the host may take: all of a terminal's, else one less than the host says."""
    return int(host.width) - (0 if has_colour(host) else 1)


class FinalSink:
    """Out-Default: formats what reaches the end of a pipeline and shows it on the host, errors merged in or apart."""

    def __init__(self, session: Any, write_line: Callable[[str], None] | None = None, write_error: Callable[[str], None] | None = None,
                 width: int | None = None) -> None:
        self.session = session
        self.write_line = write_line or session.host.write_line
        self.write_error_line = write_error or session.host.write_error_line
        self.width = width if width is not None else shown_width(session.host)
        self.output: Any = None

    def write(self, value: Any) -> None:
        """Take an object."""
        output = self.output
        if output is None:
            from relayshell.views.output import screen_for
            from relayshell.views.streamoutput import StreamOutput

            environment = environment_of(self.session)
            output = self.output = StreamOutput(environment, screen_for(environment, self.width, self.write_line))
        output.add(value)

    def error(self, record: Any) -> None:
        """Take an error record: what came before it is shown first."""
        self.end()
        for line in error_lines(self.session, record):
            self.write_error_line(line)

    def end(self) -> None:
        """Show all that is still held back."""
        output, self.output = self.output, None
        if output is not None:
            output.end()
