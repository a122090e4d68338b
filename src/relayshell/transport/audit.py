"""Search-AdminAuditLog: the changes that were made by cmdlets, who made them and what came of them."""

from __future__ import annotations

from typing import Any

from relayshell.commands import param
from relayshell.errors import ShellError
from relayshell.objects.text import to_text
from relayshell.transport.managed import MODULE, TransportCmdlet
from relayshell.transport.queues import limit_of
from relayshell.transport.reported import local_time, report_type
from relayshell.transport.trail import read
from relayshell.transport.tracking import seconds_of
from relayshell.transport.values import Many

AUDIT_TYPE = "Microsoft.Exchange.Management.SystemConfigurationTasks.AdminAuditLogEvent"
AuditReport = report_type(AUDIT_TYPE, "ObjectModified CmdletName CmdletParameters Caller Succeeded Error RunDate OriginatingServer Identity IsValid ObjectState")


class SearchAdminAuditLog(TransportCmdlet, name="Search-AdminAuditLog", module=MODULE, output=AUDIT_TYPE):
    """Searches the record of changes that were made by cmdlets: the newest first.

    Changes made in the settings file by hand are not in it.

    Example: who changed a connector

        PS> Set-ReceiveConnector 'Default EXCSERVER' -Comment 'for the scanners'
        PS> Search-AdminAuditLog -Cmdlets Set-ReceiveConnector | Format-List ObjectModified, CmdletName, CmdletParameters, Succeeded

        ObjectModified   : EXCSERVER\\Default EXCSERVER
        CmdletName       : Set-ReceiveConnector
        CmdletParameters : {Identity:Default EXCSERVER, Comment:for the scanners}
        Succeeded        : True
    """

    cmdlets: Any = param("Only changes by these cmdlets; patterns too.", "string[]")
    parameters: Any = param("Only changes that gave one of these parameters; -Cmdlets must be given beside it.", "string[]")
    start_date: Any = param("From this time on.", "datetime")
    end_date: Any = param("Before this time.", "datetime")
    object_ids: Any = param("Only changes of these objects.", "string[]")
    user_ids: Any = param("Only changes by these users.", "string[]")
    is_success: Any = param("Only changes that succeeded, or only those that did not.", "bool")
    external_access: Any = param("Kept for scripts that give it.", "bool")
    result_size: Any = param("How many to give at most.", "System.Object")
    start_index: Any = param("Begins at this place, counted from 0.", "int", 0)
    domain_controller: Any = param("Kept for scripts that name one.", "string")

    def process(self) -> None:
        if self.parameters and not self.cmdlets:
            raise ShellError("-Parameters needs -Cmdlets beside it: the cmdlets whose parameters are meant.", "MissingMandatoryParameter", "InvalidArgument", "Cmdlets")
        settings = self.settings
        found = [row for row in read(settings.data_directory) if self._fits(row)]
        found.reverse()
        limit = limit_of(self.result_size)
        for row in found[self.start_index :][:limit]:
            shown = Many(f"{name}:{value}" for name, value in row["parameters"].items())
            self.write(AuditReport({
                "ObjectModified": row["object"], "CmdletName": row["cmdlet"], "CmdletParameters": shown, "Caller": row["caller"],
                "Succeeded": not row["error"], "Error": row["error"] or None, "RunDate": local_time(row["at"]), "OriginatingServer": settings.server.name,
                "Identity": f"{row['at']:.3f}", "IsValid": True, "ObjectState": "New"}))

    def _fits(self, row: dict[str, Any]) -> bool:
        from relayshell.objects.wildcard import compile_wildcard

        def matches(patterns: Any, *texts: str) -> bool:
            return not patterns or any(compile_wildcard(to_text(each), True).match(text) for each in patterns for text in texts)

        start, end = seconds_of(self.start_date), seconds_of(self.end_date)
        return (matches(self.cmdlets, row["cmdlet"]) and matches(self.object_ids, row["object"], row["object"].rpartition("\\")[2])
                and matches(self.user_ids, row["caller"]) and (not self.parameters or any(matches(self.parameters, name) for name in row["parameters"]))
                and (start is None or row["at"] >= start) and (end is None or row["at"] < end)
                and (self.is_success is None or bool(self.is_success) is not bool(row["error"])))
