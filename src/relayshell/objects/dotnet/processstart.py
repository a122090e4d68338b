"""System.Diagnostics.ProcessStartInfo, and starting a program as it says."""

from __future__ import annotations

import os
from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.dotnet_collections import object_collection
from relayshell.objects.dotnet.faults import fault, operation_fault
from relayshell.objects.dotnet.processes import Process


class StartInfo:
    """What to start, and how."""

    def __init__(self, file: str = "", arguments: Any = "") -> None:
        self.file = file or ""
        self.arguments = arguments if isinstance(arguments, str) else ""
        self.list = object_collection([] if isinstance(arguments, str) or arguments is None else [str(each) for each in arguments], element="System.String")
        self.folder = ""
        self.redirect = {"stdin": False, "stdout": False, "stderr": False}
        self.shell = False
        self.no_window = False
        self.verb = ""
        # Kept for who reads them back: only Windows starts programs otherwise for them.
        self.others: dict[str, Any] = {}
        self._environment: Any = None

    @property
    def environment(self) -> Any:
        """The variables it will see, a dictionary made at first use."""
        if self._environment is None:
            from relayshell.objects.hashtable import Hashtable

            self._environment = Hashtable(dict(os.environ).items(), case_sensitive=True)
        return self._environment

    def words(self) -> list[str]:
        """The program's words."""
        return [self.file, *(list(self.list) or split_words(self.arguments))]


def split_words(text: str) -> list[str]:
    """Arguments of a text: blanks part them, double quotes hold them together, a backslash before a quote keeps it."""
    words: list[str] = []
    word: list[str] = []
    quoted = begun = False
    at = 0
    while at < len(text):
        letter = text[at]
        if letter == "\\":
            end = at
            while end < len(text) and text[end] == "\\":
                end += 1
            count = end - at
            if end < len(text) and text[end] == '"':
                word.append("\\" * (count // 2))
                if count % 2:
                    word.append('"')
                    end += 1
            else:
                word.append("\\" * count)
            begun = True
            at = end
            continue
        if letter == '"':
            quoted, begun = not quoted, True
        elif letter in " \t" and not quoted:
            if begun:
                words.append("".join(word))
            word, begun = [], False
        else:
            word.append(letter)
            begun = True
        at += 1
    if begun:
        words.append("".join(word))
    return words


def start_info_of(process: Process) -> StartInfo:
    """A process's StartInfo, made when first asked for."""
    if process.start_info is None:
        process.start_info = StartInfo()
    return process.start_info


def start_process(info: StartInfo, **streams: Any) -> Process:
    """Starts a program. `streams` are files for stdin, stdout and stderr. Raises Win32Exception."""
    import subprocess

    if not info.file:
        raise operation_fault("Cannot start process because a file name has not been provided.")
    for name, wanted in info.redirect.items():
        if wanted:
            streams[name] = subprocess.PIPE
    environment = None
    if info._environment is not None:
        from relayshell.objects.text import to_text

        environment = {to_text(name): to_text(value) for name, value in info.environment.items() if value is not None}
    words = info.words()
    try:
        child = subprocess.Popen(words, cwd=info.folder or None, env=environment, **streams)
    except OSError as error:
        if info.folder and not os.path.isdir(info.folder):
            words[0], reason = info.file, "The directory name is invalid."
        else:
            reason = error.strerror or str(error)
        raise fault(
            "System.ComponentModel.Win32Exception",
            f"An error occurred trying to start process '{words[0]}' with working directory '{info.folder or os.getcwd()}'. {reason}",
        ) from None
    made = Process(child.pid, child, words[0].rsplit("/", 1)[-1])
    made.start_info = info
    return made


def start(*args: Any) -> Process:
    """Process.Start in its forms."""
    first = args[0]
    return start_process(first if isinstance(first, StartInfo) else StartInfo(*args[:2]))


def stream_of(process: Process, name: str, title: str) -> Any:
    """A redirected stream of a process. Raises where it is not redirected."""
    if process.child is None or getattr(process.child, name) is None:
        raise operation_fault(f"{title} has not been redirected or the process hasn't started yet.")
    from relayshell.objects.dotnet.streams import Stream
    from relayshell.objects.members import new_object
    from relayshell.objects.nettype import get_type

    if name in process.ends:
        return process.ends[name]
    kind = "System.IO.StreamWriter" if name == "stdin" else "System.IO.StreamReader"
    made = process.ends[name] = new_object(get_type(kind), [Stream(getattr(process.child, name), "System.IO.FileStream")])
    return made


def _switch(name: str) -> dict[str, Any]:
    return {"get": lambda self: self.redirect[name], "set": lambda self, value: self.redirect.__setitem__(name, bool(value))}


def _plain(name: str) -> dict[str, Any]:
    return {"get": lambda self: getattr(self, name), "set": lambda self, value: setattr(self, name, value)}


def _kept(name: str, default: Any) -> dict[str, Any]:
    return {
        "get": lambda self: self.others.get(name, default() if callable(default) else default),
        "set": lambda self, value: self.others.__setitem__(name, value),
    }


def _normal() -> Any:
    from relayshell.objects.enums import enum_member

    return enum_member("System.Diagnostics.ProcessWindowStyle", "Normal")


_MEMBERS = {
    "WindowStyle": _kept("WindowStyle", _normal), "StandardOutputEncoding": _kept("StandardOutputEncoding", None),
    "StandardErrorEncoding": _kept("StandardErrorEncoding", None), "StandardInputEncoding": _kept("StandardInputEncoding", None),
    "ErrorDialog": _kept("ErrorDialog", False), "UserName": _kept("UserName", ""),
    "FileName": _plain("file"), "Arguments": _plain("arguments"), "WorkingDirectory": _plain("folder"), "UseShellExecute": _plain("shell"),
    "CreateNoWindow": _plain("no_window"), "Verb": _plain("verb"), "RedirectStandardInput": _switch("stdin"),
    "RedirectStandardOutput": _switch("stdout"), "RedirectStandardError": _switch("stderr"),
}
declare(
    "System.Diagnostics.ProcessStartInfo", StartInfo, new={"*": StartInfo, "()": StartInfo},
    get={
        **{name: part["get"] for name, part in _MEMBERS.items()}, "Environment": lambda self: self.environment,
        "EnvironmentVariables": lambda self: self.environment, "ArgumentList": lambda self: self.list,
    },
    set={name: part["set"] for name, part in _MEMBERS.items()},
)
