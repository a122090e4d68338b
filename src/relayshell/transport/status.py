"""Get-RelayStatus: how the running relay is."""

from __future__ import annotations

from typing import Any

from relayshell.transport.managed import MODULE, TransportCmdlet
from relayshell.transport.relay import gathered
from relayshell.transport.reported import local_time, report_type
from relayshell.transport.values import Many

STATUS_TYPE = "Relay.Status"
PRESSURES = ("Normal", "Medium", "High")
StatusReport = report_type(STATUS_TYPE, "Server Version ProcessId Started Settings Data Listening Sessions Pressure Problems SettingsProblems")


class GetRelayStatus(TransportCmdlet, name="Get-RelayStatus", module=MODULE, output=STATUS_TYPE):
    """Shows how the running relay is: where it listens, what it could not do, and whether it could take its settings."""

    def process(self) -> None:
        from relayengine.control.messages import Status

        found: Any = self.relay.ask(Status())
        for problem in found.settings_problems:
            self.write_warning(f"{problem} (the last good settings stay in force)")
        self.write(StatusReport({
            "Server": found.server, "Version": found.version, "ProcessId": found.pid, "Started": local_time(found.started), "Settings": found.settings,
            "Data": found.data, "Listening": Many(found.listening), "Sessions": found.sessions, "Pressure": PRESSURES[found.pressure],
            "Problems": Many(gathered(list(map(str, found.problems)))), "SettingsProblems": Many(found.settings_problems)}))
