"""Redirect-Message: what waits for delivery goes to another server, as before this one is taken out of service."""

from __future__ import annotations

from typing import Any

from relayengine.control.messages import RedirectMessages
from relayshell.commands import param
from relayshell.errors import ShellError
from relayshell.objects.text import to_text
from relayshell.transport.identity import identity_text
from relayshell.transport.managed import MODULE, TransportCmdlet, check_server
from relayshell.transport.queues import asked
from relayshell.transport.trail import record


class RedirectMessage(TransportCmdlet, name="Redirect-Message", should_process=True, module=MODULE):
    """Lets all messages that wait for delivery go to another server instead, which sends them on.

    They stand in one queue then, whose delivery type is SmtpRelayToServers: Get-Queue shows how many are left. Messages that come later go their usual
    way; set the server to draining first if none shall come. Suspended messages go once they are resumed; those in Unreachable and Poison stay. The
    target must take mail from this server for any recipient: what it refuses for good goes back to its sender. Retry-Queue -Resubmit $true of that
    queue lets what is left go its usual way again, as a restart does.

    Example: before a server is taken out of service

        PS> Set-ServerComponentState EXCSERVER -Component HubTransport -State Draining -Requester Maintenance
        PS> Redirect-Message -Server EXCSERVER -Target mail2.akkaya.local -WhatIf
        What if: Performing the operation "Redirecting messages to mail2.akkaya.local" on target "EXCSERVER".
    """

    server: Any = param("The server whose messages are meant; there is one.", "System.Object", mandatory=True)
    target: Any = param("The server they go to, by host name or address; with :port if that is not 25. Of several, one that answers.", "System.Object[]", mandatory=True)

    def process(self) -> None:
        settings = self.settings
        check_server(settings, self.server)
        targets = [identity_text(each).strip() for each in self.target]
        for each in targets:
            if each.lower() in (settings.server.name.lower(), settings.server.fqdn.lower(), "localhost"):
                raise ShellError(f"The target '{each}' is the server itself; name another one that takes its messages.", "TargetIsServer", "InvalidArgument", each)
        self._check(targets)
        if not self.should_process(settings.server.name, f"Redirecting messages to {', '.join(targets)}"):
            return
        count = asked(self, RedirectMessages(targets))
        record(self)
        self.write_verbose(f"{to_text(count)} messages go to {', '.join(targets)}.")

    @staticmethod
    def _check(targets: list[str]) -> None:
        from relayengine.values.network import SmartHost
        from relayengine.values.problem import BadValue

        for each in targets:
            host, _, port = each.rpartition(":")
            try:
                SmartHost.parse(host if host and port.isdigit() and (":" not in host or host.endswith("]")) else each)
            except BadValue:
                raise ShellError(f"Cannot bind argument to parameter 'Target': \"{each}\" is not a host such as mail.contoso.com or 192.168.1.5.",
                                 "ParameterArgumentTransformationError", "InvalidData", each) from None
