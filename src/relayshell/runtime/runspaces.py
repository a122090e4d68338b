"""Runspaces as scripts make them: one Session each, pools of them, and what they begin with."""

from __future__ import annotations

import itertools
import threading
import weakref
from typing import Any

from relayshell.objects.exceptions import NetException
from relayshell.runtime.languagemodes import set_mode
from relayshell.runtime.sessionviews import apply_views, standard_entry
from relayshell.runtime.statechanges import Stated

_P = "System.Management.Automation.Runspaces."
_numbers = itertools.count(2)
_every: weakref.WeakSet[Runspace] = weakref.WeakSet()
_first_given: list[bool] = []


def current_runspace_is_first() -> bool:
    """Whether the number 1, which is the program's own runspace's, is still free; it is taken from now on."""
    free = not _first_given
    _first_given.append(True)
    return free


class Entry:
    """What an initial session state adds: a variable, function, alias or cmdlet."""

    def __init__(self, kind: str, name: str, value: Any, description: str = "", options: Any = None) -> None:
        self.kind = kind
        self.name = name
        self.value = value
        self.description = description
        self.options = options
        self.standard = False
        """Whether every new session has it."""

    @property
    def net_name(self) -> str:
        """Its .NET type."""
        return f"{_P}SessionState{self.kind}Entry"


class EntryList:
    """InitialSessionStateEntryCollection."""

    net_name = _P + "InitialSessionStateEntryCollection"

    def __init__(self, entries: list[Entry] | None = None) -> None:
        self.entries = entries if entries is not None else []

    def __len__(self) -> int:
        return len(self.entries)

    def named(self, name: str) -> list[Entry]:
        """The entries of a name."""
        return [each for each in self.entries if each.name.lower() == name.lower()]


class InitialState:
    """InitialSessionState."""

    net_name = _P + "InitialSessionState"

    def __init__(self, full: bool = True) -> None:
        self.full = full
        self.variables = EntryList(standard_variables() if full else [])
        self.environment = EntryList()
        self.formats, self.types = (EntryList([standard_entry(kind)] if full else []) for kind in ("Format", "Type"))
        self.assemblies = EntryList()
        self.providers = EntryList([Entry("Provider", name, None) for name in PROVIDERS] if full else [])
        self.told: dict[str, Any] = {}
        """What scripts set that changes nothing here."""
        self.modules: list[str] = []
        self.scripts: list[str] = []
        self.language_mode = "FullLanguage" if full else "NoLanguage"
        self.throws = False
        self.apartment = "Unknown"
        self.thread_options = "Default"
        self._commands: EntryList | None = None

    @property
    def commands(self) -> EntryList:
        """All commands the runspace begins with."""
        if self._commands is None:
            self._commands = EntryList(standard_commands() if self.full else [])
        return self._commands

    def clone(self) -> InitialState:
        """Another one, which begins the same."""
        made = InitialState(self.full)
        for name in ("variables", "environment", "formats", "types", "assemblies", "providers", "_commands"):
            own = getattr(self, name)
            setattr(made, name, own if own is None else EntryList(list(own.entries)))
        made.modules, made.scripts, made.told = list(self.modules), list(self.scripts), dict(self.told)
        made.language_mode, made.throws, made.apartment, made.thread_options = self.language_mode, self.throws, self.apartment, self.thread_options
        return made

    def apply(self, session: Any) -> None:
        """Make a new session as this says."""
        if self._commands is not None or not self.full:
            kept = {each.name.lower() for each in self.commands.entries}
            for table in (session.commands.cmdlets, session.globals.functions, session.globals.aliases):
                for name in [each for each in table if each not in kept]:
                    del table[name]
            for entry in self.commands.entries:
                add_command(session, entry)
        apply_views(session, self.formats.entries, self.types.entries, self.throws)
        for entry in self.variables.entries:
            if not entry.standard:
                session.set_variable(entry.name, entry.value, "global")
        for entry in self.environment.entries:
            session.run(f"$env:{entry.name} = '{str(entry.value).replace(chr(39), chr(39) * 2)}'")
        for name in self.modules:
            session.run(f"Import-Module -Global '{name.replace(chr(39), chr(39) * 2)}'")
        for script in self.scripts:
            session.run_block(session.parse(script), lambda value: None)
        if self.full or self.language_mode != "NoLanguage":
            set_mode(session, self.language_mode)


PROVIDERS = ("Alias", "Environment", "FileSystem", "Function", "Variable")
_VARIABLES = (
    "ConfirmPreference", "DebugPreference", "ErrorActionPreference", "ErrorView", "FormatEnumerationLimit", "InformationPreference", "MaximumHistoryCount",
    "NestedPromptLevel", "OutputEncoding", "ProgressPreference", "PSDefaultParameterValues", "PSEmailServer", "PSNativeCommandArgumentPassing",
    "PSNativeCommandUseErrorActionPreference", "PSSessionApplicationName", "PSSessionConfigurationName", "PSSessionOption", "VerbosePreference",
    "WarningPreference", "WhatIfPreference",
)


def standard_variables() -> list[Entry]:
    """An entry for each variable of a new session that a host may begin with another value."""
    from relayshell.runtime.host import Host
    from relayshell.runtime.session import Session

    session = Session(Host())
    made = [Entry("Variable", name, session.get_variable(name)) for name in _VARIABLES]
    for each in made:
        each.standard = True
    return made


def standard_commands() -> list[Entry]:
    """An entry for each command of a new session."""
    from relayshell.runtime.host import Host
    from relayshell.runtime.session import Session

    session = Session(Host())
    made = [Entry("Cmdlet", info.name, info) for info in session.commands.cmdlets.values()]
    made += [Entry("Function", info.name, info.definition) for info in session.globals.functions.values()]
    return made + [Entry("Alias", info.name, info.definition) for info in session.globals.aliases.values()]


def add_command(session: Any, entry: Entry) -> None:
    """Define a function or alias that an entry tells of, unless it is there."""
    from relayshell.commands.infos import AliasInfo, FunctionInfo

    folded = entry.name.lower()
    if entry.kind == "Function" and (folded not in session.globals.functions):
        session.globals.functions[folded] = FunctionInfo(entry.name, session.parse(str(entry.value)))
    elif entry.kind == "Alias" and folded not in session.globals.aliases:
        session.globals.aliases[folded] = AliasInfo(entry.name, str(entry.value))


def _new_guid() -> Any:
    from relayshell.objects.calls import call_static
    from relayshell.objects.nettype import get_type

    return call_static(get_type("System.Guid"), "NewGuid", [])


class Runspace(Stated):
    """System.Management.Automation.Runspaces.Runspace."""

    net_name = _P + "LocalRunspace"
    EVENT = "StateChanged"
    CHANGE = ("Runspaces.RunspaceStateEventArgs", "RunspaceStateInfo", "Runspaces.RunspaceStateInfo")

    def __init__(self, initial: InitialState | None = None, session: Any = None) -> None:
        first = session is not None and current_runspace_is_first()
        self.number = 1 if first else next(_numbers)
        self.thread_options = "Default" if initial is None else initial.thread_options
        self.name = f"Runspace{self.number}"
        self.instance = _new_guid()
        self.initial = initial
        self.session = session
        self.state = "Opened" if session is not None else "BeforeOpen"
        self.debugging = (False, False)
        _every.add(self)

    def open(self) -> None:
        """Open(): the session is made. Raises InvalidRunspaceStateException where it was opened before."""
        if self.state != "BeforeOpen":
            raise NetException(
                _P + "InvalidRunspaceStateException",
                f"Cannot open the runspace because the runspace is not in the BeforeOpen state. Current state of runspace is '{self.state}'.",
            )
        from relayshell.runtime.host import Host
        from relayshell.runtime.session import Session

        self.session = Session(Host())
        self.session.services["runspace"] = self
        self.state = "Opened"
        if self.initial is not None:
            self.initial.apply(self.session)

    def running_session(self) -> Any:
        """The session, where the runspace is open. Raises InvalidRunspaceStateException."""
        if self.state != "Opened":
            raise NetException(
                _P + "InvalidRunspaceStateException",
                f"Cannot invoke the pipeline because the runspace is not in the Opened state. Current state of runspace is '{self.state}'.",
            )
        return self.session

    def close(self) -> None:
        """Close()."""
        self.state = "Closed"
        _every.discard(self)


def all_runspaces() -> list[Runspace]:
    """The runspaces of this process that have not been closed, by their numbers."""
    return sorted(_every, key=lambda each: each.number)


def runspace_of(session: Any) -> Runspace:
    """The runspace that a session is."""
    found = session.services.get("runspace")
    if found is None:
        found = session.services["runspace"] = Runspace(None, session)
    return found  # type: ignore[no-any-return]


class RunspacePool:
    """System.Management.Automation.Runspaces.RunspacePool: no more runspaces at a time than its size."""

    net_name = _P + "RunspacePool"

    def __init__(self, least: int = 1, most: int = 1, initial: InitialState | None = None) -> None:
        self.least = least
        self.most = most
        self.initial = initial
        self.state = "BeforeOpen"
        self.instance = _new_guid()
        self.disposed = False
        self.thread_options = "Default"
        self.used = 0
        self.free: list[Runspace] = []
        self.room = threading.Semaphore(max(most, 1))

    def open(self) -> None:
        """Open()."""
        self.state = "Opened"

    def close(self) -> None:
        """Close()."""
        self.state = "Closed"
        self.free.clear()

    def dispose(self) -> None:
        """Dispose()."""
        self.close()
        self.disposed = True

    @property
    def available(self) -> int:
        """How many more may be taken."""
        return self.most - self.used

    def resize(self, least: int, most: int) -> bool:
        """Other limits; False for those that are none."""
        if least < 1 or most < least:
            return False
        for _ in range(most - self.most):
            self.room.release()
        self.least, self.most = least, most
        return True

    def take(self) -> Runspace:
        """A runspace, waited for where all are in use."""
        if self.state != "Opened":
            raise NetException(
                _P + "InvalidRunspacePoolStateException",
                f"Cannot perform the operation because the runspace pool is not in the 'Opened' state. The current state is '{self.state}'.",
            )
        self.room.acquire()
        self.used += 1
        if self.free:
            return self.free.pop()
        made = Runspace(self.initial)
        made.open()
        return made

    def give_back(self, runspace: Runspace) -> None:
        """Let another use it."""
        self.used -= 1
        self.free.append(runspace)
        self.room.release()
