"""The prompt at a terminal, with the relay running behind it."""

from __future__ import annotations

import threading
import time
from typing import Any

from relayshell.errors import ShellError


class PromptLoop:
    """Reads, runs and shows, until the end."""

    def __init__(self, runner: Any) -> None:
        self.runner = runner
        self.session = runner.session
        self.prompt: Any = None

    def run(self) -> None:
        """The loop. Ends by `exit` or the end of input."""
        from relayshell.repl.repl import Prompt

        self.session.services["nested prompt"] = self.nested
        self.prompt = Prompt(self.runner.prompt_text, self._candidates, self._start_relay_beside, self.session.host.plain)
        self._loop()

    def _loop(self, until: Any = None) -> None:
        while until is None or not until():
            text = self.prompt.read()
            if text is None:
                return
            if not text.strip():
                continue
            self._run(text)
            if self.session.exit_code is not None:
                return

    def nested(self, until: Any) -> None:
        """A prompt within a command that waits, until `until` says that it is over or the input ends."""
        self._loop(until)

    def _run(self, text: str) -> None:
        from relayshell.runtime.flow import StopSignal

        begun = time.time()
        try:
            self.runner.execute(text)
        except (KeyboardInterrupt, StopSignal):
            self.session.host.write_line("")
        self._remember(text, begun)

    def _remember(self, text: str, begun: float) -> None:
        note = getattr(self.session, "note_history", None)
        if note is not None:
            note(text, begun, time.time())

    def _candidates(self, text: str, cursor: int) -> Any:
        from relayshell.completion import candidates

        return candidates(text, cursor, self.session)

    def _start_relay_beside(self) -> None:
        """Starts the relay while the first line is typed."""
        threading.Thread(target=self._start_relay, daemon=True).start()

    def _start_relay(self) -> None:
        """Starts the relay; says what it could not do."""
        from relayshell.transport.relay import relay_of

        try:
            relay = relay_of(self.session)
            if not relay.wanted:
                return
            relay.tell = None
            relay.start()
            for problem in relay.problems():
                self.session.host.write_warning_line(problem)
        except ShellError as error:
            self.session.host.write_warning_line(error.message)
        except Exception as error:  # noqa: BLE001 - the prompt goes on without a relay
            self.session.host.write_warning_line(f"The relay could not be started: {error}")
