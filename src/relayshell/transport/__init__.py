"""The relay's cmdlets: the one folder of the shell that knows mail.

It may know, of the engine, its values, its settings and their declarations, certificates, permissions and decisions (which are
pure), and how to ask a running engine. MODULES says which module defines which cmdlets; none is imported before it is used.
"""

MODULES: dict[str, tuple[str, ...]] = {
    "relayshell.transport.connectors": (
        "Get-ReceiveConnector", "Set-ReceiveConnector", "New-ReceiveConnector", "Remove-ReceiveConnector",
        "Get-SendConnector", "Set-SendConnector", "New-SendConnector", "Remove-SendConnector",
        "Get-AcceptedDomain", "Set-AcceptedDomain", "New-AcceptedDomain", "Remove-AcceptedDomain",
        "Get-RemoteDomain", "Set-RemoteDomain", "New-RemoteDomain", "Remove-RemoteDomain",
        "Get-TransportConfig", "Set-TransportConfig", "Get-TransportService", "Set-TransportService",
    ),
    "relayshell.transport.permissions": ("Add-ADPermission", "Get-ADPermission", "Remove-ADPermission"),
    "relayshell.transport.certificates": (
        "Get-ExchangeCertificate", "New-ExchangeCertificate", "Import-ExchangeCertificate", "Export-ExchangeCertificate",
        "Enable-ExchangeCertificate", "Remove-ExchangeCertificate",
    ),
    "relayshell.transport.mailboxes": ("Get-Mailbox", "Set-Mailbox", "New-Mailbox", "Remove-Mailbox"),
    "relayshell.transport.queues": (
        "Get-Queue", "Suspend-Queue", "Resume-Queue", "Retry-Queue",
        "Get-Message", "Suspend-Message", "Resume-Message", "Remove-Message", "Export-Message",
    ),
    "relayshell.transport.tracking": ("Get-MessageTrackingLog",),
    "relayshell.transport.send_mail": ("Send-MailMessage",),
    "relayshell.transport.services": ("Get-Service", "Start-Service", "Stop-Service", "Restart-Service"),
}

ALIASES: dict[str, str] = {"gsv": "Get-Service", "sasv": "Start-Service", "spsv": "Stop-Service"}


VIEWS = "relayshell.transport.views"
"""The module whose `rows()` are the default views of the relay's objects."""
