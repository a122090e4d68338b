"""What a new session begins with: commands, aliases and variables."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from relayshell.runtime.scope import Facts

CONSTANT = frozenset(("Constant", "AllScope"))
READ_ONLY = frozenset(("ReadOnly", "AllScope"))


def set_up(session: Any, folder: str | None) -> None:
    """Give a new session its commands and variables."""
    from relayshell.commands.table import CommandTable
    from relayshell.objects.typehomes import add_homes
    from relayshell.runtime.drivevalues import DriveValues
    from relayshell.views.homes import HOMES

    add_homes(HOMES)
    add_type_homes()
    session.drive_values = DriveValues(session)
    session.start_folder = folder or os.getcwd()
    modules, aliases = command_lists()
    session.commands = CommandTable(
        modules, aliases, lambda name: find_module(session, name), lambda path: load_script(session, path),
        lambda name: auto_load(session, name),
    )
    session.commands.explain = explained
    session.commands.path_on_drive = lambda name: path_on_drive(session, name)
    session.globals.aliases = session.commands.new_aliases()
    session.commands.scope = session.globals
    variables(session)
    from relayshell.runtime.builtinfunctions import add_functions

    add_functions(session)


def add_type_homes() -> None:
    """Tell the objects which modules declare the types of the upper floors."""
    from importlib import import_module

    from relayshell.commands import infos
    from relayshell.objects.typehomes import add_homes
    from relayshell.objects.typenames import look_in_running
    from relayshell.runtime.current import current_session, running_types
    from relayshell.runtime.declared import HOMES
    from relayshell.source import Extent
    from relayshell.syntax.ast import Ast, TypeName, VariablePath
    from relayshell.syntax.problems import ParseError
    from relayshell.views import style
    from relayshell.views.homes import HOMES as views

    add_homes(HOMES)
    add_homes(views)
    style.current = lambda: _style(current_session())
    add_homes({
        "relayshell.providers.declared": (
            "System.Management.Automation.PathInfoStack",
            *(f"Microsoft.PowerShell.Commands.{name}Provider" for name in ("Alias", "Environment", "FileSystem", "Function", "Variable")),
        ),
        "relayshell.providers.unixstat": ("System.Management.Automation.Platform+Unix+CommonStat",),
    })
    add_homes(import_module("relayshell.transport").HOMES)
    for kind in (Ast, Extent, TypeName, VariablePath, ParseError):
        kind.net_home = "relayshell.runtime.declared.asts"  # type: ignore[attr-defined]
    look_in_running(running_types)
    infos.module_named = module_named
    infos.dynamic_parameters_of = dynamic_parameters_of


def dynamic_parameters_of(info: Any, args: Any) -> tuple[Any, ...]:
    """The dynamic parameters of a script's function with some arguments."""
    from relayshell.runtime.dynamic import parameters_with

    return parameters_with(info, args)


def module_named(name: str) -> Any:
    """The module that built-in cmdlets of the running session are said to belong to."""
    from relayshell.runtime.current import current_session
    from relayshell.runtime.modulefiles import builtin

    return builtin(current_session(), name) if name else None


_SOURCED: list[bool] = []


def command_lists() -> tuple[dict[str, Any], dict[str, str]]:
    """The cmdlets' modules and the aliases of a new session. The floors above are named, not imported."""
    from importlib import import_module

    cmdlets, transport = import_module("relayshell.cmdlets"), import_module("relayshell.transport")
    from relayshell.objects.nettype import more_types
    from relayshell.objects.typehomes import add_homes
    from relayshell.views import builtin

    add_homes(cmdlets.HOMES)
    if not _SOURCED:
        _SOURCED.append(True)
        more_types(lambda name: _cmdlet_class(cmdlets.MODULES, name))

    for module in (cmdlets.VIEWS, transport.VIEWS):
        if module not in builtin.MORE:
            builtin.MORE.append(module)
    return {**cmdlets.MODULES, **transport.MODULES}, {**cmdlets.ALIASES, **transport.ALIASES}


def _cmdlet_class(modules: dict[str, Any], name: str) -> Any:
    """The type of a cmdlet's class, by the name PowerShell's own have: Verb-Noun is Microsoft.PowerShell.Commands.VerbNounCommand."""
    from relayshell.objects.nettype import define_type

    start, end = "microsoft.powershell.commands.", "command"
    folded = name.lower()
    if not folded.startswith(start) or not folded.endswith(end):
        return None
    wanted = folded[len(start) : -len(end)]
    for names in modules.values():
        for cmdlet in names:
            if cmdlet.replace("-", "").lower() == wanted:
                return define_type(f"Microsoft.PowerShell.Commands.{cmdlet.replace('-', '')}Command", base="System.Management.Automation.PSCmdlet")
    return None


def path_on_drive(session: Any, name: str) -> str | None:
    """A path that begins with a drive of the session, as the operating system has it; None for any other."""
    drive, _, rest = name.partition(":")
    if "/" in drive or "\\" in drive or rest[:1] not in ("/", "\\"):
        return None
    path = session.file_path(name)
    return path if os.path.isabs(path) and not path.endswith(name) else None


def explained(name: str) -> str | None:
    """What the folder that knows mail says of a name that means no command."""
    if "-" not in name:
        return None
    from importlib import import_module

    module, _, function = import_module("relayshell.transport").EXPLAINED.partition(":")
    return getattr(import_module(module), function)(name)  # type: ignore[no-any-return]


def find_module(session: Any, name: str) -> Any:
    """The loaded module of a name, or None."""
    return session.modules.get(name.lower())


def load_script(session: Any, path: str) -> Any:
    """The script block of a file."""
    from relayshell.runtime.scripts import script_block

    return script_block(session, path)


def auto_load(session: Any, name: str) -> bool:
    """Import the module that has a command, where one is found on the module path."""
    from relayshell.runtime.autoload import load_for

    return load_for(session, name)


def variables(session: Any) -> None:
    """The variables of a new session."""
    put = session.globals.put
    for name, value in (("true", True), ("false", False), ("null", None)):
        put(name, value, constant())
    for name, value in (
        ("ErrorView", "ConciseView"), ("FormatEnumerationLimit", 4), ("MaximumHistoryCount", 4096), ("OutputEncoding", None),
        ("NestedPromptLevel", 0), ("WhatIfPreference", False), ("PSNativeCommandUseErrorActionPreference", False),
        ("PSModuleAutoLoadingPreference", None), ("PSSessionConfigurationName", "http://schemas.microsoft.com/powershell/Microsoft.PowerShell"),
        ("PSSessionApplicationName", "wsman"), ("PROFILE", None),
        ("StackTrace", ""), ("PSEmailServer", ""), ("ProgressPreference", None), ("PSNativeCommandArgumentPassing", "Standard"),
        ("InformationPreference", None), ("VerbosePreference", None), ("DebugPreference", None), ("WarningPreference", None),
        ("ErrorActionPreference", None), ("ConfirmPreference", None), ("PSDefaultParameterValues", None), ("^", ""), ("$", ""),
    ):
        put(name, value)
    for name, maker in _LAZY.items():
        lazy(session, name, maker)
    for name, value in (
        ("PID", os.getpid()), ("HOME", os.path.expanduser("~")), ("ShellId", "Microsoft.PowerShell"), ("IsLinux", True), ("IsMacOS", False),
        ("IsWindows", False), ("IsCoreCLR", True), ("PSHOME", os.path.dirname(os.path.dirname(__file__))), ("PSEdition", "Core"),
        ("EnabledExperimentalFeatures", []), ("PSCulture", "en-US"), ("PSUICulture", "en-US"),
    ):
        facts = Facts()
        facts.options = CONSTANT if name not in ("PSCulture", "PSUICulture") else READ_ONLY
        put(name, value, facts)
    for name, maker, options in (
        ("Host", _host, CONSTANT), ("ExecutionContext", _context, CONSTANT), ("PSVersionTable", _versions, CONSTANT),
    ):
        computed(session, name, once(lambda maker=maker: maker(session)), options)  # type: ignore[misc]
    computed(session, "Error", once(lambda: _errors(session)), frozenset(("Constant",)))
    computed(session, "PWD", lambda: session.places.location(), READ_ONLY)
    computed(session, "?", lambda: session.ok, READ_ONLY)
    computed(session, "PSStyle", lambda: _style(session), CONSTANT)


def constant() -> Facts:
    """The facts of a constant of all scopes."""
    facts = Facts()
    facts.options = CONSTANT
    return facts


def computed(session: Any, name: str, getter: Callable[[], Any], options: frozenset[str]) -> None:
    """A variable whose value is worked out when it is read."""
    facts = Facts()
    facts.options = options
    facts.getter = getter
    cell = session.globals.cell(name.lower(), name)
    from relayshell.runtime.scope import Special, raw_set

    cell.__class__ = Special
    raw_set(cell, None)
    cell.facts = facts
    if "AllScope" in options and name != "?":
        session.globals.shared = {**(session.globals.shared or {}), name.lower(): cell}


def once(maker: Callable[[], Any]) -> Callable[[], Any]:
    """A function that works a value out the first time and remembers it."""
    box: list[Any] = []

    def get() -> Any:
        if not box:
            box.append(maker())
        return box[0]

    return get


def lazy(session: Any, name: str, maker: Callable[[], Any]) -> None:
    """A variable that is worked out when it is first read, and an ordinary one that may be assigned all the same."""
    from relayshell.runtime.preferences import KEPT, kept_value, make_kept
    from relayshell.runtime.scope import Special, Variable, raw_get, raw_set

    folded = name.lower()
    cell = session.globals.cell(folded, name)
    facts = Facts()

    def settle(value: Any) -> Any:
        if folded in KEPT:
            make_kept(cell, folded, kept_value(folded, value))
            return raw_get(cell)
        cell.__class__ = Variable
        raw_set(cell, value)
        return value

    facts.getter = lambda: settle(maker())
    facts.setter = settle
    raw_set(cell, None)
    cell.__class__ = Special
    cell.facts = facts


def _action(name: str) -> Callable[[], Any]:
    return _value_of("ActionPreference", name)


def _value_of(kind: str, name: str) -> Callable[[], Any]:
    def make() -> Any:
        from relayshell.objects.enums import enum_member

        return enum_member(f"System.Management.Automation.{kind}", name)

    return make


def _defaults() -> Any:
    from relayshell.objects.hashtable import DefaultParameterDictionary

    return DefaultParameterDictionary()


def _output_encoding() -> Any:
    from relayshell.objects.dotnet.encodings import UTF8

    return UTF8


def _profile() -> Any:
    """The path of the profile that is run, with the paths of the others that a profile could have."""
    from relayshell.objects.psobject import PSObject

    own, all_users = os.path.expanduser("~/.config/relayshell"), os.path.dirname(os.path.dirname(__file__))
    return PSObject(f"{own}/profile.ps1", {
        "AllUsersAllHosts": f"{all_users}/profile.ps1", "AllUsersCurrentHost": f"{all_users}/Microsoft.PowerShell_profile.ps1",
        "CurrentUserAllHosts": f"{own}/profile.ps1", "CurrentUserCurrentHost": f"{own}/profile.ps1",
    })


_LAZY: dict[str, Callable[[], Any]] = {
    "OutputEncoding": _output_encoding, "PROFILE": _profile,
    "ErrorActionPreference": _action("Continue"), "WarningPreference": _action("Continue"), "VerbosePreference": _action("SilentlyContinue"),
    "DebugPreference": _action("SilentlyContinue"), "InformationPreference": _action("SilentlyContinue"),
    "ProgressPreference": _action("Continue"), "ConfirmPreference": _value_of("ConfirmImpact", "High"),
    "ErrorView": _value_of("ErrorView", "ConciseView"), "PSNativeCommandArgumentPassing": _value_of("NativeArgumentPassingStyle", "Standard"), "PSDefaultParameterValues": _defaults,
}


def _errors(session: Any) -> Any:
    from relayshell.objects.dotnet.lists import NetList
    from relayshell.objects.nettype import get_type

    made = NetList(get_type("System.Collections.ArrayList"), session.errors)
    session.errors = made.items
    return made


def _style(session: Any) -> Any:
    from relayshell.runtime.showing import environment_of
    from relayshell.views import style_types  # noqa: F401 - declares the type

    return environment_of(session).style


def _host(session: Any) -> Any:
    from relayshell.runtime.hostobject import HostObject

    return HostObject(session)


def _context(session: Any) -> Any:
    from relayshell.runtime.enginestate import EngineIntrinsics

    return EngineIntrinsics(session, session.state)


def _versions(session: Any) -> Any:
    from relayshell.runtime.versions import version_table

    return version_table()
