"""Running what the command line asks for: a command, a file, commands from standard input, or the prompt."""

from __future__ import annotations

import codecs
import os
import sys
from collections.abc import Iterator
from typing import Any

from relayshell.command_line.arguments import Arguments
from relayshell.command_line.standard_streams import standard_stream
from relayshell.errors import ShellError

STOPPED = 130
"""The exit code after Ctrl+C, as shells have it: 128 and the number of the signal."""


class Runner:
    """One run of the program."""

    def __init__(self, arguments: Arguments) -> None:
        self.arguments = arguments
        self._prepare_streams()
        from relayshell.runtime.session import Session

        self.at_terminal = sys.stdin.isatty() and sys.stdout.isatty()
        self.session = Session(self._host(), interactive=self._is_interactive)
        if arguments.configuration:
            self.session.services["config"] = arguments.configuration
        self.code = 0

    @property
    def _is_interactive(self) -> bool:
        asked = self.arguments
        return asked.no_exit or (asked.command is None and asked.file is None and not asked.command_from_stdin)

    @staticmethod
    def _prepare_streams() -> None:
        """UTF-8 both ways whatever the locale; what is no text becomes U+FFFD."""
        codecs.register_error("relayshell.replace", lambda error: (b"\xef\xbf\xbd" * (error.end - error.start), error.end))
        sys.stdout = standard_stream(sys.stdout)
        sys.stderr = standard_stream(sys.stderr)
        sys.stdin.reconfigure(encoding="utf-8", errors="replace", newline="\n")  # type: ignore[union-attr]

    def _host(self) -> Any:
        if sys.stdout.isatty():
            from relayshell.command_line.terminal_host import TerminalHost

            return TerminalHost(self.arguments.non_interactive)
        from relayshell.command_line.pipe_host import PipeHost

        return PipeHost(self.arguments.non_interactive)

    def run(self) -> int:
        """Does what was asked; the exit code."""
        from relayshell.runtime.flow import ExitSignal, StopSignal

        try:
            self._begin()
            self._act()
        except ExitSignal as end:
            self.code = int(end.code) & 255
        except (StopSignal, KeyboardInterrupt):
            self.code = STOPPED
        finally:
            self._finish()
        if self.session.exit_code is not None:
            self.code = int(self.session.exit_code) & 255
        return self.code

    def _begin(self) -> None:
        if self.arguments.working_directory is not None:
            self._go_to(self.arguments.working_directory)
        if not self.arguments.no_profile:
            self._profile()

    def _go_to(self, path: str) -> None:
        places = self.session.places
        try:
            target = places.resolve(path, literal=True)[0]
            if not target.is_container:
                raise ShellError(f"Cannot find path '{path}' because it does not exist.", "PathNotFound", "ObjectNotFound", path)
            places.go(target)
        except ShellError as error:
            sys.stderr.write(f"Set-Location: Cannot find path '{path}' because it does not exist.\n" if error.id == "PathNotFound" else f"Set-Location: {error.message}\n")

    def _profile(self) -> None:
        from relayshell.objects.text import to_text

        path = to_text(self.session.get_variable("PROFILE") or "")
        if path and os.path.isfile(path):
            self._program(path, [], None)

    def _act(self) -> None:
        asked = self.arguments
        if asked.command is not None:
            self._command(asked.command)
        elif asked.file is not None:
            if asked.no_exit and not asked.no_logo:
                self._greet()
            self._file(asked.file, asked.file_arguments)
        elif asked.command_from_stdin:
            self._from_stdin(echo=False)
            return
        elif asked.file_from_stdin:
            self._from_stdin(echo=True)
            return
        if not self._is_interactive:
            return
        if asked.command is None and asked.file is None and not asked.no_logo:
            self._greet()
        if self.at_terminal:
            from relayshell.command_line.prompting import PromptLoop

            PromptLoop(self).run()
        else:
            self._from_stdin(echo=True)

    def _greet(self) -> None:
        from relayshell.command_line.greeting import GREETING

        self.session.host.write(GREETING)

    def _command(self, text: str) -> None:
        if self.arguments.command_arguments:
            self.session.root.args = list(self.arguments.command_arguments)
        if self.arguments.encoded_arguments:
            self.session.root.args = list(self.arguments.encoded_arguments)
            text = f". {{{text}\n}} @args"
        if not sys.stdin.isatty() and not self.arguments.no_exit:
            self.session.root.input = self._piped
        if self.arguments.output_format == "XML":
            from relayshell.command_line.xml_output import run_as_xml

            self.code = run_as_xml(self.session, lambda write, errors: self.session.run(text, sink=write, errors=errors))
            return
        fine, ended = self.execute(text)
        self.code = 0 if fine and not ended else 1

    def _file(self, path: str, arguments: list[str]) -> None:
        piped = None if sys.stdin.isatty() or self.arguments.no_exit else self._piped
        if self.arguments.output_format == "XML":
            from relayshell.command_line.xml_output import run_as_xml

            run_as_xml(self.session, lambda write, errors: self._run_program(path, arguments, piped, write, errors))
            return
        _, ended = self._program(path, arguments, piped)
        self.code = 1 if ended else 0

    def _program(self, path: str, arguments: list[str], piped: Any) -> tuple[bool, bool]:
        return self.shown(lambda write, errors: self._run_program(path, arguments, piped, write, errors))

    def _run_program(self, path: str, arguments: list[str], piped: Any, write: Any, errors: Any) -> bool:
        from relayshell.command_line.script_words import words_of

        return bool(self.session.run_program(path, words_of(arguments), piped, write, errors))

    def _piped(self) -> Iterator[Any]:
        """Standard input as $input: its lines, or the objects of a CLIXML document. Read when first asked for."""
        if self.arguments.input_format == "None":
            return
        if self.arguments.input_format == "XML":
            from relayshell.objects.clixml import deserialize

            yield from deserialize(sys.stdin.read())
            return
        for line in sys.stdin:
            yield line.rstrip("\n").rstrip("\r")

    def execute(self, text: str) -> tuple[bool, bool]:
        """Runs a text and shows its output: whether $? is true afterwards, and whether an error ended it."""
        return self.shown(lambda write, errors: self.session.run(text, sink=write, errors=errors))

    def shown(self, run: Any) -> tuple[bool, bool]:
        """Runs something that takes an output and an error sink, and shows both."""
        from relayshell.cmdlets.hostoutput import HostOutput

        session = self.session
        output = HostOutput(session)

        def ignore(value: Any) -> None:
            """-OutputFormat None."""

        def flush() -> None:
            """What waits is shown before a program writes to the terminal itself."""
            output.end()
            sys.stdout.flush()

        session.console_sink, session.flush_console = output.add, flush
        try:
            fine = run(ignore if self.arguments.output_format == "None" else output.add, session.show_error)
            output.end()
        except ShellError as error:
            output.end()
            session.show_error(error.record if error.record is not None else error)
            return False, True
        except BaseException:
            output.end()
            raise
        return fine, False

    def _from_stdin(self, echo: bool) -> None:
        """Commands of standard input, until it ends."""
        from relayshell.runtime import nestedprompt

        if not echo:
            self.session.host.echo = False
        nestedprompt.offer(self.session, lambda: self._lines_of_stdin(echo))
        self._lines_of_stdin(echo)

    def _lines_of_stdin(self, echo: bool) -> None:
        """Commands a line each; one that is not whole goes on until an empty line."""
        from relayshell.cmdlets.history import note
        from relayshell.objects.dotnet.datetimes import now
        from relayshell.syntax import is_incomplete

        fine = True
        pending = ""
        host = self.session.host
        while True:
            if echo:
                host.write(self.prompt_text() if not pending else ">> ")
            sys.stdout.flush()
            line = sys.stdin.readline()
            if not line:
                break
            if echo:
                host.write(line)
            if pending:
                if line.strip("\r\n"):
                    pending += line
                    continue
                text, pending = pending, ""
            else:
                if not line.strip():
                    continue
                if is_incomplete(line.rstrip("\r\n")):
                    pending = line
                    continue
                text = line
            begun = now()
            fine, ended = self.execute(text)
            fine = fine and not ended
            note(self.session, text.removesuffix("\n").removesuffix("\r"), "Failed" if ended else "Completed", begun, now())
            if self.session.exit_code is not None:
                return
        self.code = 0 if fine else 1

    def prompt_text(self) -> str:
        """What the prompt function gives."""
        from relayshell.objects.text import to_text

        parts: list[Any] = []
        ok = self.session.ok
        try:
            self.session.run("prompt", sink=parts.append)
        except ShellError:
            parts = []
        self.session.ok = ok
        return "".join(map(to_text, parts)) or "PS>"

    def _finish(self) -> None:
        if self.session.services:
            from relayshell.runtime.closing import close

            close(self.session)
        relay = self.session.services.get("relay")
        if relay is not None:
            relay.close()
