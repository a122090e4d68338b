"""The prompt at a terminal, with the relay running behind it."""

from __future__ import annotations

import threading
from typing import Any

from relayshell.errors import ShellError


class PromptLoop:
    """Reads, runs and shows, until the end."""

    def __init__(self, runner: Any) -> None:
        self.runner = runner
        self.session = runner.session
        self.prompt: Any = None
        self.debugging: Any = None

    def run(self) -> None:
        """The loop. Ends by `exit` or the end of input."""
        from relayshell.repl.repl import Prompt
        from relayshell.runtime import nestedprompt

        nestedprompt.offer(self.session, self._loop)
        self.session.services["debug prompt"] = self._debug
        self.prompt = Prompt(self.runner.prompt_text, self._candidates, self._start_relay_beside, self.session.host.plain, self._adapt)
        self._loop()

    def _loop(self) -> None:
        while True:
            text = self.prompt.read()
            if text is None:
                return
            if not text.strip():
                continue
            self._run(text)
            if self.session.exit_code is not None:
                return

    def _run(self, text: str) -> None:
        from relayshell.cmdlets.history import note
        from relayshell.objects.dotnet.datetimes import now
        from relayshell.runtime.flow import StopSignal

        transcripts = self.session.services.get("transcripts")
        if transcripts is not None and transcripts.open:
            transcripts.command(self.runner.prompt_text(), text)
        begun = now()
        status = "Completed"
        try:
            _, ended = self.runner.execute(text)
            if ended:
                status = "Failed"
        except (KeyboardInterrupt, StopSignal):
            status = "Stopped"
            self.session.host.write_line("")
        finally:
            self.session.host.hide_progress()
            self._end_steps()
            note(self.session, text, status, begun, now())

    def _end_steps(self) -> None:
        """What was stepped through has ended; what is to be watched is watched again, were the debugger left with an error or not."""
        watcher = self.session.services.get("watcher")
        if watcher is not None:
            watcher.step = None
            watcher.update()

    def _debug(self, debugger: Any, stopped: Any) -> None:
        """Asks how a script that has stopped is to go on."""
        if self.debugging is None:
            from relayshell.command_line.debugprompt import DebugPrompt

            self.debugging = DebugPrompt(self)
        self.debugging(debugger, stopped)

    def _adapt(self, prompt: Any) -> None:
        """Goes by what Set-PSReadLineOption and Set-PSReadLineKeyHandler changed."""
        if "readline options" in self.session.services or "readline keys" in self.session.services:
            from relayshell.repl.custom import adapt

            adapt(self.session, prompt)

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
