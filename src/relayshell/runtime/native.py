"""Programs of the operating system as commands: words to arguments, objects to text and back, exit codes."""

from __future__ import annotations

import signal
import threading
import time
from typing import Any

from relayshell.errors import ShellError
from relayshell.objects.errorrecord import ErrorRecord
from relayshell.objects.exceptions import NetException
from relayshell.objects.psobject import unwrap
from relayshell.runtime import bigstack
from relayshell.runtime.nativearguments import arguments_for, by_old_rules
from relayshell.runtime.nativetext import decoded_lines, read_both, text_of
from relayshell.runtime.scriptblock import ScriptBlock
from relayshell.runtime.stages import Stage

_STARTING = 1.0
"""Seconds after which a program surely has begun, on a busy machine too."""


class NativeStage(Stage):
    """A program in a pipeline."""

    process_: Any = None
    following: Any = None

    def prepare(self, expecting: bool) -> None:
        self.expecting = expecting
        self.path = self.info.path
        self.piped: list[Any] | None = None

    def shell_arguments(self, captured: bool) -> list[str]:
        """The arguments for another shell that is given a script block."""
        from relayshell.runtime.minishell import shell_arguments

        places = self.session.places
        return shell_arguments(
            self.words, self.values, self.expecting, captured, lambda word, value: arguments_for((word,), [value], places),
        )

    def is_direct(self) -> bool:
        """Whether the program writes to the terminal itself."""
        session = self.session
        return session.console_sink is not None and self.write == session.console_sink and self.streams is None and not self.expecting

    def begin(self) -> None:
        import subprocess

        self.reader: threading.Thread | None = None
        direct = self.is_direct()
        if any(unwrap(value).__class__ is ScriptBlock for value in self.values):
            self.piped = [] if self.expecting else None
            arguments = self.shell_arguments(not direct)
        else:
            arguments = arguments_for(self.words, self.values, self.session.places)
            style = self.frame.scope.find("psnativecommandargumentpassing")
            if style is not None and str(getattr(style.value, "name", style.value)).lower() == "legacy":
                arguments = by_old_rules(arguments)
        self.arguments = [self.path, *arguments]
        pipe = None if direct else subprocess.PIPE
        if direct:
            self.session.flush_console()
        self.begun = time.monotonic()
        try:
            self.process_ = subprocess.Popen(
                self.arguments, stdin=subprocess.PIPE if self.expecting else None, stdout=pipe, stderr=pipe, cwd=self.session.folder,
            )
        except OSError as error:
            message = f"Program '{self.info.name}' failed to run: {error.strerror}"
            exception = NetException("System.Management.Automation.ApplicationFailedException", message)
            raise ShellError(message, "NativeCommandFailed", "ResourceUnavailable", exception=exception) from error
        self.direct = direct
        self.process_id = self.process_.pid
        # Between two programs and on the way to a file the bytes stay as they are.
        place, count = self.place
        self.raw: Any = self.write if place < count and isinstance(self.pipeline.stages[place], NativeStage) else None
        if any(unwrap(value).__class__ is ScriptBlock for value in self.values):
            self.raw = None
        elif self.file is not None:
            self.raw = self.file.bytes_writer()
        if not direct:
            self.start_reading()

    def start_reading(self) -> None:
        """Read both outputs, in the order they come, into a queue."""
        import queue

        self.lines: Any = queue.SimpleQueue()
        self.marked: dict[bool, list[str]] = {}
        self.told = False
        """Whether a line of its error output has become a record."""
        self.open_ends = 2

        put, convert = self.lines.put, decoded_lines()
        if convert is not None and self.raw is None:
            put = convert(put)
        threading.Thread(target=read_both, args=(self.process_.stdout, self.process_.stderr, put), daemon=True).start()

    def take(self, wait: bool) -> None:
        """Put out what has come; with `wait` until both ends are closed."""
        import queue

        while self.open_ends:
            try:
                is_error, line = self.lines.get(wait) if wait else self.lines.get_nowait()
            except queue.Empty:
                return
            if line is None:
                self.open_ends -= 1
                continue
            if self.raw is not None and not is_error:
                self.raw(line)
                continue
            text = line.decode("utf-8", "replace").rstrip("\n").removesuffix("\r")
            if is_error in self.marked:
                self.marked[is_error].append(text)
            elif text == "#< CLIXML":
                self.marked[is_error] = []
            elif is_error:
                self.write_error_line(text)
            else:
                self.write(text)

    def take_objects(self) -> None:
        """Put out what another shell wrote as CLIXML, each object on its stream."""
        from relayshell.objects.text import to_text
        from relayshell.runtime.minishell import objects_of, record_of
        from relayshell.runtime.streams import RECORDS

        streams = self.session.streams
        for is_error in sorted(self.marked):
            for name, value in objects_of("\n".join(self.marked[is_error])):
                kind = name.capitalize()
                if kind == "Output":
                    self.write(value)
                elif kind == "Error":
                    streams.error(record_of(value))
                elif kind in RECORDS:
                    getattr(streams, kind.lower())(RECORDS[kind](to_text(value)))

    def write_error_line(self, text: str) -> None:
        """A line of the program's error output: shown as it is, or a record where the stream goes elsewhere."""
        streams = self.session.streams
        if streams.error is self.session.shown_errors:
            self.session.host.write_error_line(text)
            return
        exception = NetException("System.Management.Automation.RemoteException", text)
        # The first line begins the error, in the words of PowerShell; those after it go on with it.
        record = ErrorRecord(exception, "NativeCommandErrorMessage" if self.told else "NativeCommandError", "NotSpecified", text)
        self.told = True
        streams.error(record)

    def process(self, item: Any) -> None:
        if self.piped is not None:
            self.piped.append(item)
            return
        data = item if item.__class__ is bytes else text_of(self.session, item)
        try:
            self.process_.stdin.write(data)
            self.process_.stdin.flush()
        except (BrokenPipeError, ValueError):
            pass
        if not self.direct:
            self.take(False)

    def end(self) -> None:
        process = self.process_
        if process is None:
            return
        if self.expecting:
            try:
                if self.piped is not None:
                    from relayshell.runtime.minishell import input_text

                    process.stdin.write(input_text(self.piped))
                process.stdin.close()
            except BrokenPipeError:
                pass
        if self.direct:
            # A program that has the terminal hears of Ctrl+C itself.
            with bigstack.waiting(self.interrupted):
                code = process.wait()
        else:
            with bigstack.waiting(process.kill):
                self.take(True)
                code = process.wait()
            if self.marked:
                self.take_objects()
        self.process_ = None
        code = 128 - code if code < 0 else code
        self.session.set_last_exit_code(code)
        if code != 0:
            self.failed = True
            self.check_exit(code)

    def interrupted(self) -> None:
        """Ctrl+C while a program has the terminal. It may be lost on one that is just being started, between the copy of this
        process and the program in it: that one is told again if it goes on."""
        process = self.process_

        def tell_again() -> None:
            if process.returncode is None:
                process.send_signal(signal.SIGINT)

        if process is not None and time.monotonic() - self.begun < _STARTING:
            threading.Timer(0.5, tell_again).start()

    def check_exit(self, code: int) -> None:
        """With $PSNativeCommandUseErrorActionPreference a code other than 0 is an error."""
        from relayshell.objects.convertnumbers import to_bool
        from relayshell.runtime.cmdletstage import report_error
        from relayshell.runtime.invocation import place_record

        cell = self.frame.scope.find("psnativecommanduseerroractionpreference")
        if cell is None or not to_bool(cell.value):
            return
        message = f'Program "{self.info.name}" ended with non-zero exit code: {code} (0x{code & 0xFFFFFFFF:02X}).'
        exception = NetException("System.Management.Automation.NativeCommandExitException", message, ExitCode=code, Path=self.path, ProcessId=self.process_id)
        record = ErrorRecord(exception, "ProgramExitedWithNonZeroCode", "NotSpecified", self.path)
        self.given: dict[str, Any] = {}
        place_record(record, self.frame, self.site, None, "", "")
        record.invocation.invocation_name = ""
        report_error(self, record)

    def alone(self) -> None:
        """It reads the terminal itself."""

    def dispose(self) -> None:
        process = self.process_
        if process is not None and process.poll() is None:
            process.terminate()
            try:
                process.wait(2)
            except Exception:  # noqa: BLE001 - one that does not end is killed
                process.kill()
