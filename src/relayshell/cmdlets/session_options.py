"""Options of sessions on other machines, and the lists of what this shell has none of: Get-PSSession, Get-PSSubsystem, Get-PSHostProcessInfo.

Sessions on other machines are not offered; the objects are there for scripts that make them.
"""

from __future__ import annotations

import os
from typing import Any

from relayshell.commands import Cmdlet, inset, param
from relayshell.commands.ranges import at_least
from relayshell.commands.validation import not_empty
from relayshell.errors import ShellError
from relayshell.objects.exceptions import NetException
from relayshell.objects.psobject import PSCustomObject

_MODULE = "Microsoft.PowerShell.Core"
_OPTION = "System.Management.Automation.Remoting.PSSessionOption"
_TRANSPORT = "Microsoft.PowerShell.Commands.WSManConfigurationOption"
_SUBSYSTEM = "System.Management.Automation.Subsystem.SubsystemInfo"
_HOST = "Microsoft.PowerShell.Commands.PSHostProcessInfo"
_COUNT = "System.Nullable[int]"


def typed(type_name: str, values: dict[str, Any]) -> PSCustomObject:
    """An object that says it is of a type."""
    made = PSCustomObject(values)
    made.type_names = [type_name, "System.Object"]
    return made


class NewPSSessionOption(Cmdlet, name="New-PSSessionOption", output=(_OPTION,), module=_MODULE):
    """Makes the options of a session on another machine.

    Example: whether the certificate is checked

        PS> (New-PSSessionOption -SkipCACheck).SkipCACheck
        True
    """

    skip_ca_check: Any = param("Who signed the certificate does not matter.", "switch", name="SkipCACheck")
    skip_cn_check: Any = param("The name in the certificate does not matter.", "switch", name="SkipCNCheck")

    def begin(self) -> None:
        span = self.session.call(self.session.parse("[timespan]::FromMinutes(3), [timespan]::FromMinutes(1), [timespan]::FromMilliseconds(-1)"))
        self.write(typed(_OPTION, {
            "MaximumConnectionRedirectionCount": 0, "NoCompression": False, "NoMachineProfile": False, "ProxyAccessType": None,
            "ProxyAuthentication": None, "ProxyCredential": None, "SkipCACheck": bool(self.skip_ca_check), "SkipCNCheck": bool(self.skip_cn_check),
            "SkipRevocationCheck": False, "OperationTimeout": span[0], "NoEncryption": False, "UseUTF16": False, "IncludePortInSPN": False,
            "OutputBufferingMode": None, "MaxConnectionRetryCount": 0, "Culture": None, "UICulture": None, "MaximumReceivedDataSizePerCommand": None,
            "MaximumReceivedObjectSize": None, "ApplicationArguments": None, "OpenTimeout": span[0], "CancelTimeout": span[1], "IdleTimeout": span[2],
        }))


class NewPSTransportOption(Cmdlet, name="New-PSTransportOption", output=(_TRANSPORT,), module=_MODULE):
    """Makes the limits of sessions that a machine offers to others.

    Example: how many sessions there may be

        PS> (New-PSTransportOption -MaxSessions 5).MaxSessions
        5
    """

    idle_timeout_sec: Any = param("How long a session may be idle, in seconds.", _COUNT, by_name=True, check=at_least(60))
    max_concurrent_commands_per_session: Any = param("How many commands run at once.", _COUNT, by_name=True, check=at_least(1))
    max_concurrent_users: Any = param("How many users there may be.", _COUNT, by_name=True, check=at_least(1))
    max_idle_timeout_sec: Any = param("The most that may be asked for as idle time, in seconds.", _COUNT, by_name=True, check=at_least(60))
    max_memory_per_session_mb: Any = param("How much memory a session has, in megabytes.", _COUNT, by_name=True, name="MaxMemoryPerSessionMB", check=at_least(5))
    max_processes_per_session: Any = param("How many processes a session has.", _COUNT, by_name=True, check=at_least(1))
    max_sessions: Any = param("How many sessions there may be.", _COUNT, by_name=True, check=at_least(1))
    max_sessions_per_user: Any = param("How many sessions a user has.", _COUNT, by_name=True, check=at_least(1))
    output_buffering_mode: Any = param("What happens to output when it is not read.", "System.Nullable[System.Management.Automation.Runspaces.OutputBufferingMode]", by_name=True)
    process_idle_timeout_sec: Any = param("How long a process may be idle, in seconds.", _COUNT, by_name=True, check=at_least(0))

    def process(self) -> None:
        self.write(typed(_TRANSPORT, {
            "ProcessIdleTimeoutSec": self.process_idle_timeout_sec, "MaxIdleTimeoutSec": self.max_idle_timeout_sec, "MaxSessions": self.max_sessions,
            "MaxConcurrentCommandsPerSession": self.max_concurrent_commands_per_session, "MaxSessionsPerUser": self.max_sessions_per_user,
            "MaxMemoryPerSessionMB": self.max_memory_per_session_mb, "MaxProcessesPerSession": self.max_processes_per_session,
            "MaxConcurrentUsers": self.max_concurrent_users, "IdleTimeoutSec": self.idle_timeout_sec, "OutputBufferingMode": self.output_buffering_mode,
        }))


class GetPSSubsystem(Cmdlet, name="Get-PSSubsystem", default_set="GetAllSet", output=(_SUBSYSTEM,), module=_MODULE):
    """Lists the subsystems that could be plugged into the shell. None can be here, so each is without an implementation.

    Example: whether one is there

        PS> (Get-PSSubsystem -Kind CommandPredictor).IsRegistered
        False
    """

    kind: Any = param("The kind of subsystem.", "System.Management.Automation.Subsystem.SubsystemKind", sets={"GetByKindSet": inset(mandatory=True, pipeline=True)})
    subsystem_type: Any = param("The type of subsystem.", "type", sets={"GetByTypeSet": inset(mandatory=True, pipeline=True)})

    def process(self) -> None:
        from relayshell.objects.enums import enum_member

        space = "System.Management.Automation.Subsystem."
        for name, type_name, several in (
            ("CommandPredictor", space + "Prediction.ICommandPredictor", True), ("CrossPlatformDsc", space + "DSC.ICrossPlatformDsc", False),
            ("FeedbackProvider", space + "Feedback.IFeedbackProvider", True),
        ):
            if self.kind is not None and name not in self.kind.name.replace(" ", "").split(",") or \
                    self.subsystem_type is not None and self.subsystem_type.full_name != type_name:
                continue
            shown = PSCustomObject({"Name": type_name.rpartition(".")[2], "FullName": type_name})
            self.write(typed(_SUBSYSTEM, {
                "Kind": enum_member(space + "SubsystemKind", name), "SubsystemType": shown, "AllowUnregistration": several, "AllowMultipleRegistration": several,
                "IsRegistered": False, "Implementations": [],
            }))


class GetPSHostProcessInfo(Cmdlet, name="Get-PSHostProcessInfo", default_set="ProcessNameParameterSet", output=(_HOST,), module=_MODULE):
    """Tells which processes of this shell there are: this one. Others are not known to it.

    Example: this process

        PS> (Get-PSHostProcessInfo -Id $PID).ProcessId -eq $PID
        True
    """

    id: Any = param("The process by its number.", "int[]", sets={"ProcessIdParameterSet": inset(mandatory=True, position=0)}, check=not_empty())
    name: Any = param("Processes by name.", "string[]", sets={"ProcessNameParameterSet": inset(position=0)}, check=not_empty())
    process_given: Any = param("The processes.", "System.Diagnostics.Process[]", name="Process", sets={"ProcessParameterSet": inset(mandatory=True, position=0, pipeline=True)}, check=not_empty())

    def end(self) -> None:
        from relayshell.objects.wildcard import compile_wildcard

        with open("/proc/self/comm", encoding="utf-8", errors="replace") as file:
            name = file.read().strip()
        numbers = list(self.id or ()) or [each.pid for each in self.process_given or () if hasattr(each, "pid")]
        if numbers and os.getpid() not in numbers or self.name and not any(compile_wildcard(each, True).match(name) for each in self.name):
            return
        self.write(typed(_HOST, {"ProcessName": name, "ProcessId": os.getpid(), "AppDomainName": "DefaultAppDomain", "MainWindowTitle": ""}))


class ExitPSHostProcess(Cmdlet, name="Exit-PSHostProcess", module=_MODULE):
    """Leaves another process of this shell; none can be entered, so there is none to leave."""

    def process(self) -> None:
        message = "There is no other process to leave: Enter-PSHostProcess is not offered here."
        self.write_verbose(message)


class _Feature(Cmdlet):
    """Turning an experimental feature on or off: this shell has none, so every name is unknown."""

    def process(self) -> None:
        for name in self.name or ():
            message = f"No experimental feature '{name}' is known: this shell has none."
            self.write_error(ShellError(message, "ItemNotFoundException", "ObjectNotFound", name,
                                        exception=NetException("System.Management.Automation.ItemNotFoundException", message)))


class EnableExperimentalFeature(_Feature, name="Enable-ExperimentalFeature", should_process=True, module=_MODULE):
    """Turns an experimental feature on; this shell has none."""

    name: Any = param("The features by name.", "string[]", mandatory=True, position=0, by_name=True)
    scope: Any = param("For whom.", "System.Management.Automation.Configuration.ConfigScope")


class DisableExperimentalFeature(_Feature, name="Disable-ExperimentalFeature", should_process=True, module=_MODULE):
    """Turns an experimental feature off; this shell has none."""

    name: Any = param("The features by name.", "string[]", mandatory=True, position=0, by_name=True)
    scope: Any = param("For whom.", "System.Management.Automation.Configuration.ConfigScope")
