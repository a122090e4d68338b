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
        "Get-FrontendTransportService", "Set-FrontendTransportService", "Get-MailboxTransportService", "Set-MailboxTransportService",
        "Get-RelayServer", "Set-RelayServer",
    ),
    "relayshell.transport.rewriting": (
        "Get-AddressRewriteEntry", "New-AddressRewriteEntry", "Set-AddressRewriteEntry", "Remove-AddressRewriteEntry",
    ),
    "relayshell.transport.journaling": (
        "Get-JournalRule", "New-JournalRule", "Set-JournalRule", "Remove-JournalRule", "Enable-JournalRule", "Disable-JournalRule",
    ),
    "relayshell.transport.permissions": ("Add-ADPermission", "Get-ADPermission", "Remove-ADPermission"),
    "relayshell.transport.certificates": (
        "Get-ExchangeCertificate", "New-ExchangeCertificate", "Import-ExchangeCertificate", "Export-ExchangeCertificate",
        "Enable-ExchangeCertificate", "Remove-ExchangeCertificate",
    ),
    "relayshell.transport.mailboxes": ("Get-Recipient", "Get-Mailbox", "Set-Mailbox", "New-Mailbox", "Remove-Mailbox"),
    "relayshell.transport.queues": (
        "Get-Queue", "Suspend-Queue", "Resume-Queue", "Retry-Queue",
        "Get-Message", "Suspend-Message", "Resume-Message", "Remove-Message", "Export-Message",
    ),
    "relayshell.transport.digest": ("Get-QueueDigest",),
    "relayshell.transport.redirect": ("Redirect-Message",),
    "relayshell.transport.resubmit": ("Add-ResubmitRequest", "Get-ResubmitRequest", "Set-ResubmitRequest", "Remove-ResubmitRequest"),
    "relayshell.transport.servers": (
        "Get-ExchangeServer", "Get-MailboxDatabase", "Get-OrganizationConfig", "Get-ServerComponentState", "Set-ServerComponentState",
        "Test-ServiceHealth",
    ),
    "relayshell.transport.probing": ("Test-SmtpConnectivity", "Test-Mailflow"),
    "relayshell.transport.relay_access": ("Test-RelayAccess", "Get-RelayAccess"),
    "relayshell.transport.relay_use": ("Get-RelayUse",),
    "relayshell.transport.relay_certificate": ("Test-RelayCertificate",),
    "relayshell.transport.assemble": ("AssembleMessage",),
    "relayshell.transport.audit": ("Search-AdminAuditLog",),
    "relayshell.transport.logons": ("Get-LogonStatistics",),
    "relayshell.transport.listing": ("Get-ExCommand",),
    "relayshell.transport.status": ("Get-RelayStatus",),
    "relayshell.transport.tracking": ("Get-MessageTrackingLog",),
    "relayshell.transport.send_mail": ("Send-MailMessage",),
    "relayshell.transport.services": ("Get-Service", "Start-Service", "Stop-Service", "Restart-Service"),
}

ALIASES: dict[str, str] = {"gsv": "Get-Service", "sasv": "Start-Service", "spsv": "Stop-Service",
                          "Get-TransportServer": "Get-TransportService", "Set-TransportServer": "Set-TransportService"}


VIEWS = "relayshell.transport.views"
"""The module whose `rows()` are the default views of the relay's objects."""

EXPLAINED = "relayshell.transport.known:explained"
"""Who knows more of a name that means no command."""

HOMES: dict[str, tuple[str, ...]] = {
    "relayshell.transport.shownvalues": tuple("Microsoft.Exchange.Data." + name for name in (
        "IPRange", "IPBinding", "SmtpAddress", "ProxyAddress", "AddressSpace", "SmartHost", "SmtpDomainWithSubdomains")),
    "relayshell.transport.values": tuple("Microsoft.Exchange.Data." + name for name in ("ByteQuantifiedSize", "Unlimited`1", "MultiValuedProperty`1")),
    "relayshell.transport.faults": (
        "Microsoft.Exchange.Data.Common.LocalizedException", "Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException",
        "Microsoft.Exchange.Configuration.Tasks.ManagementObjectAmbiguousException",
        "Microsoft.Exchange.Data.Directory.ADObjectAlreadyExistsException", "Microsoft.Exchange.Data.DataValidationException"),
    "relayshell.transport.services": ("Microsoft.PowerShell.Commands.ServiceCommandException",),
    "relayshell.transport.objects": ("Microsoft.Exchange.Data.Directory.ADObjectId",),
}
"""The modules that declare the types scripts may name."""
