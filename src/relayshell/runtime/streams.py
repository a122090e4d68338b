"""Streams: where errors, warnings, verbose, debug, information and progress go; and the preferences that decide whether they do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from relayshell.runtime.faults import action_name

Sink = Callable[[Any], Any]


class Streams:
    """The streams beside the output, each a function that takes a record. `keepers` are the -Variables of functions around."""

    __slots__ = ("error", "warning", "verbose", "debug", "information", "progress", "host", "keepers")

    def __init__(self, error: Sink, warning: Sink, verbose: Sink, debug: Sink, information: Sink, progress: Sink, host: Sink) -> None:
        self.error = error
        self.warning = warning
        self.verbose = verbose
        self.debug = debug
        self.information = information
        self.progress = progress
        self.host = host
        self.keepers: dict[str, tuple[Sink, ...]] = {}

    def copy(self) -> Streams:
        """Another with the same sinks."""
        made = Streams(self.error, self.warning, self.verbose, self.debug, self.information, self.progress, self.host)
        made.keepers = self.keepers
        return made

    def keep(self, stream: str, record: Any) -> None:
        """Hand a record to those who gather the stream (-ErrorVariable and its kin), whether or not it is shown."""
        for each in self.keepers.get(stream, ()):
            each(record)


class MessageRecord:
    """What passes on the warning, verbose and debug streams."""

    __slots__ = ("message", "invocation", "props", "stream_name")

    def __init__(self, message: str, invocation: Any = None) -> None:
        self.message = message
        self.invocation = invocation
        self.props: Any = None
        self.stream_name: str | None = None
        """The stream it came from, once it was merged into the output: views show WARNING: before it then."""


class WarningRecord(MessageRecord):
    """A warning."""

    __slots__ = ()
    net_name = "System.Management.Automation.WarningRecord"


class VerboseRecord(MessageRecord):
    """What a command says of its progress."""

    __slots__ = ()
    net_name = "System.Management.Automation.VerboseRecord"


class DebugRecord(MessageRecord):
    """What a command says to its developers."""

    __slots__ = ()
    net_name = "System.Management.Automation.DebugRecord"


RECORDS = {"Warning": WarningRecord, "Verbose": VerboseRecord, "Debug": DebugRecord}


class InformationRecord:
    """What passes on the information stream."""

    net_name = "System.Management.Automation.InformationRecord"

    def __init__(self, data: Any, source: str, tags: list[str] | None = None) -> None:
        import datetime
        import getpass
        import os
        import socket
        import threading

        self.data = data
        self.source = source
        self.tags = tags or []
        self.time = datetime.datetime.now()
        self.user = getpass.getuser() if "USER" not in os.environ else os.environ["USER"]
        self.computer = socket.gethostname()
        self.process_id = os.getpid()
        self.thread_id = threading.get_native_id()
        self.props: Any = None


class HostMessage:
    """HostInformationMessage: what Write-Host says, with its colours."""

    net_name = "System.Management.Automation.HostInformationMessage"
    __slots__ = ("message", "no_newline", "foreground", "background")

    def __init__(self, message: str, no_newline: bool = False, foreground: Any = None, background: Any = None) -> None:
        self.message = message
        self.no_newline = no_newline
        self.foreground = foreground
        self.background = background


class ProgressRecord:
    """How far some work is."""

    net_name = "System.Management.Automation.ProgressRecord"

    def __init__(self, activity_id: int, activity: str, status: str) -> None:
        self.activity_id = activity_id
        self.activity = activity
        self.status = status
        self.current_operation: str | None = None
        self.percent = -1
        self.seconds_remaining = -1
        self.parent_id = -1
        self.completed = False


def preference(frame: Any, folded: str, default: str) -> str:
    """The name of what a preference variable says for the running scope."""
    cell = frame.scope.find(folded)
    return action_name(cell.value) if cell is not None else default


def wanted(frame: Any, given: dict[str, Any], switch: str, action: str | None, variable: str, default: str) -> str:
    """The action for a stream: by the command's own parameter, else by the preference variable.

    given     the shared parameters bound, by folded name
    switch    'verbose' or 'debug', a switch that means Continue or SilentlyContinue; empty for none
    action    'warningaction' and the like, or None
    """
    if switch and switch in given:
        return "Continue" if given[switch] else "SilentlyContinue"
    if action is not None and action in given:
        return action_name(given[action])
    return preference(frame, variable, default)


def write_warning(frame: Any, message: str) -> None:
    """A warning of the runtime itself."""
    action = preference(frame, "warningpreference", "Continue")
    if action not in ("SilentlyContinue", "Ignore"):
        frame.session.streams.warning(WarningRecord(message))
