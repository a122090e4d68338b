"""Running a script in a fresh session, for tests: its output as values and as the texts they make, and its errors."""

from __future__ import annotations

from typing import Any

from relayshell.runtime.host import Host
from relayshell.runtime.session import Session


class Outcome:
    """What a script put out, and $Error newest first."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self.errors: list[Any] = []

    @property
    def texts(self) -> list[str]:
        from relayshell.objects.text import to_text

        return [to_text(value) for value in self.values]

    @property
    def ids(self) -> list[str]:
        return [record.fully_qualified_id for record in self.errors]


class Quiet(Host):
    """A host that keeps what is written to it."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def write(self, text: str, foreground: Any = None, background: Any = None) -> None:
        self.lines.append(text)


def run(script: str, folder: Any = None, **variables: Any) -> Outcome:
    """Runs a script; variables are set before. An error that ends it is among the errors."""
    session = Session(Quiet(), folder=None if folder is None else str(folder))
    for name, value in variables.items():
        session.set_variable(name, value)
    made = Outcome()
    try:
        session.run(script, sink=made.values.append, errors=made.errors.append)
    except Exception as error:
        record = getattr(error, "record", None)
        if record is None:
            raise
        made.errors.append(record)
    return made
