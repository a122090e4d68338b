"""Start-Process: a program on its own, with its own files, folder and environment."""

from __future__ import annotations

import os
from typing import Any

from relayshell.commands import Cmdlet, param
from relayshell.commands.validation import not_empty
from relayshell.errors import ShellError
from relayshell.objects.dotnet.processstart import StartInfo, start_process
from relayshell.objects.exceptions import NetException
from relayshell.objects.text import to_text
from relayshell.providers.onefile import one_file
from relayshell.providers.provider import ItemError

MODULE = "Microsoft.PowerShell.Management"


class StartProcess(
    Cmdlet, name="Start-Process", alias="saps", default_set="Default", should_process=True, output=("System.Diagnostics.Process",), module=MODULE,
):
    """Starts a program on its own.

    Example: what it ended with

        PS> (Start-Process /bin/sh '-c "exit 3"' -Wait -PassThru).ExitCode
        3
    """

    file_path: Any = param("The program.", "string", mandatory=True, position=0, alias=("PSPath", "Path"), check=not_empty())
    argument_list: Any = param("What stands after the program; the words are joined by blanks.", "string[]", position=1, alias="Args")
    credential: Any = param("Another user; use sudo or runuser here.", "pscredential", sets=("Default",), alias="RunAs", check=not_empty())
    working_directory: Any = param("The folder it begins in.", "string", check=not_empty())
    load_user_profile: Any = param("Has no meaning on this platform.", "switch", sets=("Default",), alias="Lup")
    no_new_window: Any = param("Goes on in the same terminal, which is always so here.", "switch", sets=("Default",), alias="nnw")
    pass_thru: Any = param("Also gives the processes.", "switch")
    redirect_standard_error: Any = param("The file its errors go to.", "string", sets=("Default",), alias="RSE", check=not_empty())
    redirect_standard_input: Any = param("The file it reads.", "string", sets=("Default",), alias="RSI", check=not_empty())
    redirect_standard_output: Any = param("The file its output goes to.", "string", sets=("Default",), alias="RSO", check=not_empty())
    verb: Any = param("Has no meaning on this platform.", "string", sets=("UseShellExecute",), check=not_empty())
    window_style: Any = param("Has no meaning on this platform.", "System.Diagnostics.ProcessWindowStyle", check=not_empty())
    wait: Any = param("Waits until it has ended.", "switch")
    use_new_environment: Any = param("Leaves it only the variables a user begins with.", "switch", sets=("Default",))
    environment: Any = param("Variables to set or, with null, to take away.", "hashtable")

    def process(self) -> None:
        for name in ("verb", "window_style", "credential", "load_user_profile"):
            if self.is_given(name):
                shown = "".join(word.capitalize() for word in name.split("_"))
                raise ItemError(f"The parameter '{shown}' is not supported for the cmdlet 'Start-Process' on this edition of PowerShell.",
                                "NotSupportedException", "NotImplemented", None, "System.NotSupportedException")
        info = StartInfo(self._program(), " ".join(each for each in self.argument_list or () if each is not None))
        info.folder = self._folder()
        self._set_environment(info)
        if not self.should_process(f"{self.file_path} {info.arguments}".strip()):
            return
        streams = self._streams()
        try:
            made = start_process(info, **streams)
        except NetException as error:
            raise self._refused(f"This command cannot be run due to the error: {error.message}") from None
        finally:
            for file in streams.values():
                file.close()
        if self.pass_thru:
            self.write(made)
        if self.wait:
            made.wait()

    @staticmethod
    def _refused(message: str) -> ItemError:
        return ItemError(message, "InvalidOperationException", "InvalidOperation", None, "System.InvalidOperationException")

    def _program(self) -> str:
        """The program's file: a command of that name, a path, or the name as it is."""
        from relayshell.commands.applications import on_path

        found = next(on_path(self.file_path), None) if "/" not in self.file_path else None
        if found is not None:
            return found
        path = self.session.file_path(self.file_path)
        return path if os.path.exists(path) else self.file_path

    def _folder(self) -> str:
        if self.working_directory is None:
            return str(self.session.folder)
        try:
            target = self.session.places.resolve(self.working_directory)[0]
        except (ShellError, IndexError):
            target = None
        if target is None or not target.is_container:
            raise ItemError(
                f"This command cannot be run because either the parameter \"WorkingDirectory '{self.working_directory}'\" has a value that is not "
                "valid or cannot be used with this command. Give a valid input and Run your command again.",
                "DirectoryNotFoundException", "InvalidOperation", None, "System.IO.DirectoryNotFoundException")
        return str(target.inner)

    def _set_environment(self, info: StartInfo) -> None:
        if self.use_new_environment:
            kept = {name: os.environ[name] for name in ("HOME", "LOGNAME", "PATH", "SHELL", "TERM", "USER") if name in os.environ}
            info.environment.clear()
            for name, value in kept.items():
                info.environment[name] = value
        if self.environment is not None:
            for name, value in self.environment.items():
                key = to_text(name)
                if value is None:
                    info.environment.remove(key)
                else:
                    info.environment[key] = to_text(value)

    def _streams(self) -> dict[str, Any]:
        """The files to read and write, open."""
        if self.redirect_standard_output and self.redirect_standard_output == self.redirect_standard_error:
            raise self._refused('This command cannot be run because "RedirectStandardOutput" and "RedirectStandardError" are same. '
                                "Give different inputs and Run your command again.")
        for name in ("RedirectStandardOutput", "RedirectStandardError"):
            other = self.redirect_standard_output if name.endswith("Output") else self.redirect_standard_error
            if self.redirect_standard_input and other == self.redirect_standard_input:
                raise self._refused(f'This command cannot be run because "RedirectStandardInput" and "{name}" are same. '
                                    "Give different inputs and Run your command again.")
        made: dict[str, Any] = {}
        for stream, path, mode in (("stdin", self.redirect_standard_input, "rb"), ("stdout", self.redirect_standard_output, "wb"),
                                   ("stderr", self.redirect_standard_error, "wb")):
            if not path:
                continue
            try:
                made[stream] = open(one_file(self.session.places, path, True), mode)
            except FileNotFoundError:
                raise ItemError(f"This command cannot be run because the file '{path}' is not found.", "FileNotFoundException", "InvalidOperation",
                                None, "System.IO.FileNotFoundException") from None
            except OSError as error:
                raise self._refused(f"This command cannot be run due to the error: {error.strerror}: '{path}'") from None
        return made

