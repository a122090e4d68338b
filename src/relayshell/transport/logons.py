"""Get-LogonStatistics: when each credential was last used and from where, and how old its password is."""

from __future__ import annotations

import time
from typing import Any

from relayengine.settings.kinds import find_kind
from relayshell.commands import param
from relayshell.transport.identity import find
from relayshell.transport.managed import MODULE, TransportCmdlet, check_server
from relayshell.transport.reported import local_time, report_type

LOGON_TYPE = "Microsoft.Exchange.Data.Mapi.LogonStatistics"
LogonReport = report_type(LOGON_TYPE, "UserName LogonTime ClientIPAddress PasswordSet PasswordAgeDays HasPassword Disabled Identity IsValid ObjectState")
_KIND = find_kind("Mailbox")
assert _KIND
_DAY = 86400


class GetLogonStatistics(TransportCmdlet, name="Get-LogonStatistics", module=MODULE, output=LOGON_TYPE):
    """Lists the accounts: when each last logged on and from where, and how many days old its password is.

    The account of a device that is gone shows by an old LogonTime, or by none: disable it with Set-Mailbox -AccountDisabled $true.
    """

    identity: Any = param("Only this mailbox.", "System.Object", position=0, pipeline=True, by_name=True)
    server: Any = param("The server; there is one.", "System.Object")
    database: Any = param("Kept for scripts that give it.", "System.Object")
    domain_controller: Any = param("Kept for scripts that name one.", "string")

    def begin(self) -> None:
        self._used: dict[str, tuple[float, str]] | None = None

    def process(self) -> None:
        settings = self.settings
        check_server(settings, self.server)
        found = list(settings.mailboxes) if self.identity is None else find(_KIND, settings, self.identity)
        if self._used is None:
            self._used = self._last_used()
        secrets = self.relay.store.secrets
        for mailbox in found:
            at, source = self._used.get(mailbox.name, (None, None))
            changed = secrets.password_age(mailbox.name)
            self.write(LogonReport({
                "UserName": mailbox.user_principal_name or mailbox.name, "LogonTime": local_time(at), "ClientIPAddress": source,
                "PasswordSet": local_time(changed), "PasswordAgeDays": int((time.time() - changed) // _DAY) if changed is not None else None,
                "HasPassword": changed is not None, "Disabled": mailbox.account_disabled, "Identity": mailbox.name, "IsValid": True,
                "ObjectState": "Unchanged"}))

    def _last_used(self) -> dict[str, tuple[float, str]]:
        from relayengine.control.messages import ListLogons
        from relayengine.receive.lastlogons import path_in, read

        used = read(path_in(self.settings.data_directory))
        if self.relay.is_running():
            # What the running relay knows is newer by up to some seconds.
            used.update({row["mailbox"]: (row["at"], row["from"]) for row in self.relay.ask(ListLogons(), start=False)})
        return used
