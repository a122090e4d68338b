"""The debugger's prompt: where a script has stopped, a person at the terminal looks around and says how it is to go on.

The commands are runtime.debugcommands'; all others run where the script stands.
"""

from __future__ import annotations

from typing import Any

from relayshell.errors import ShellError
from relayshell.runtime.flow import ExitSignal


class DebugPrompt:
    """Called by the debugger at each stop; sets how the script goes on."""

    def __init__(self, loop: Any) -> None:
        self.loop = loop
        self.session = loop.session
        self.greeted = False

    def __call__(self, debugger: Any, stopped: Any) -> None:
        """Says where the script stands and reads commands until one lets it go on."""
        session = self.session
        shown = session.console_sink, session.flush_console
        if session.flush_console is not None:
            session.flush_console()
        self._greet(stopped)
        level = session.globals.local("nestedpromptlevel")
        depth = int(level.value or 0) if level is not None else 0
        session.globals.set("nestedpromptlevel", "NestedPromptLevel", depth + 1)
        try:
            self._converse(debugger, stopped)
        except ExitSignal:
            session.exit_code = None
        finally:
            session.globals.set("nestedpromptlevel", "NestedPromptLevel", depth)
            session.console_sink, session.flush_console = shown

    def _greet(self, stopped: Any) -> None:
        host = self.session.host
        lines = [] if self.greeted else ["Entering debug mode. Use h or ? for help.", ""]
        self.greeted = True
        if stopped.points:
            lines += [*(f"Hit {point}" for point in stopped.points), ""]
        for line in [*lines, stopped.invocation.position_message]:
            host.write_line(line)

    def _converse(self, debugger: Any, stopped: Any) -> None:
        prompt = self.loop.prompt
        while True:
            text = prompt.read("[DBG]: " + self.loop.runner.prompt_text())
            if text is None:
                stopped.resume = "Stop"
                return
            if prompt.interrupted:
                continue
            if self._answered(debugger, stopped, text):
                return

    def _answered(self, debugger: Any, stopped: Any, text: str) -> bool:
        """One command: whether it lets the script go on."""
        answer = debugger.own.answer(text, debugger.running, stopped.extent)
        if answer is not None and answer.resume is not None:
            stopped.resume = answer.resume
            return True
        if answer is not None:
            self._show(lambda write: [write(each) for each in answer.shown])
        elif text.strip():
            self._show(lambda write: debugger.run_text(text, write))
        return False

    def _show(self, run: Any) -> None:
        def shown(write: Any, errors: Any) -> bool:
            run(write)
            return True

        try:
            self.loop.runner.shown(shown)
        except KeyboardInterrupt:
            self.session.host.write_line("")
        except ShellError as error:
            self.session.show_error(error)
