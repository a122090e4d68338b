"""Running script text for tests: what it put out as texts, the errors it reported, what ended it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from relayshell.errors import ShellError
from relayshell.objects.text import to_text
from relayshell.runtime.host import Host
from relayshell.runtime.session import Session


class Recorder(Host):
    """Keeps the lines it is shown."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str, foreground: Any = None, background: Any = None) -> None:
        self.text += text


@dataclass
class Outcome:
    """out: the objects put out; errors: the ids of errors reported, oldest first; ended: the id of what ended it."""

    session: Session
    out: list[Any] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    ended: str | None = None

    @property
    def texts(self) -> list[str]:
        return [to_text(value) for value in self.out]

    @property
    def shown(self) -> str:
        """What reached the host."""
        return self.session.host.text  # type: ignore[attr-defined]


def run(text: str, session: Session | None = None) -> Outcome:
    """Runs a text in a session of its own, or in one that is given."""
    outcome = Outcome(session or Session(Recorder()))
    try:
        outcome.session.run(text, sink=outcome.out.append, errors=lambda record: outcome.errors.append(record.fully_qualified_id))
    except ShellError as error:
        outcome.ended = error.record.fully_qualified_id if error.record is not None else error.id
    return outcome


def texts(text: str) -> list[str]:
    """What a text puts out, as texts; it must report no errors."""
    outcome = run(text)
    assert outcome.errors == [] and outcome.ended is None, (outcome.errors, outcome.ended)
    return outcome.texts
