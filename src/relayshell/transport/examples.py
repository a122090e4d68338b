"""The examples in the help of the cmdlets that are made from kinds. Each is played by the tests."""

EXAMPLES: dict[str, str] = {
    "Get-ReceiveConnector": r"""
Example: the connectors of the front door

    PS> Get-ReceiveConnector *Frontend*

    Identity                                    Bindings                Enabled
    --------                                    --------                -------
    EXCSERVER\Default Frontend EXCSERVER        {[::]:25, 0.0.0.0:25}   True
    EXCSERVER\Outbound Proxy Frontend EXCSERVER {[::]:717, 0.0.0.0:717} True
    EXCSERVER\Client Frontend EXCSERVER         {[::]:587, 0.0.0.0:587} True

Example: who may come to a connector

    PS> Get-ReceiveConnector 'Default Frontend EXCSERVER' | Format-List Name, RemoteIPRanges, PermissionGroups

    Name             : Default Frontend EXCSERVER
    RemoteIPRanges   : {::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, 0.0.0.0-255.255.255.255}
    PermissionGroups : AnonymousUsers, ExchangeServers, ExchangeLegacyServers
""",
    "Set-ReceiveConnector": r"""
Example: one more address that may come to a connector, and one less

    PS> Set-ReceiveConnector 'Default EXCSERVER' -RemoteIPRanges 10.0.0.0/8, 192.0.2.7
    PS> Set-ReceiveConnector 'Default EXCSERVER' -RemoteIPRanges @{Add='192.0.2.20-192.0.2.30'; Remove='192.0.2.7'}
    PS> (Get-ReceiveConnector 'Default EXCSERVER').RemoteIPRanges
    10.0.0.0/8
    192.0.2.20-192.0.2.30

Example: larger messages on every connector

    PS> Get-ReceiveConnector | Set-ReceiveConnector -MaxMessageSize 50MB
    PS> (Get-ReceiveConnector 'Client Frontend EXCSERVER').MaxMessageSize
    50 MB (52,428,800 bytes)
""",
    "New-ReceiveConnector": r"""
Example: a connector for one scanner that may relay to any domain without logging on

    PS> New-ReceiveConnector -Name Scanner -Custom -Bindings 0.0.0.0:25 -RemoteIPRanges 192.168.1.30 -PermissionGroups AnonymousUsers

    Identity          Bindings     Enabled
    --------          --------     -------
    EXCSERVER\Scanner {0.0.0.0:25} True

    PS> Add-ADPermission Scanner -User 'NT AUTHORITY\ANONYMOUS LOGON' -ExtendedRights ms-Exch-SMTP-Accept-Any-Recipient | Out-Null
    PS> (Test-RelayAccess 192.168.1.30 someone@example.com).Allowed
    True
    PS> (Test-RelayAccess 192.168.1.31 someone@example.com).Allowed
    False

Example: a second door for people who log on, from one network

    PS> New-ReceiveConnector Branch -Client -RemoteIPRanges 10.20.0.0/16 | Format-List Bindings, PermissionGroups, AuthMechanism

    Bindings         : {[::]:587, 0.0.0.0:587}
    PermissionGroups : ExchangeUsers
    AuthMechanism    : Tls, Integrated, BasicAuth, BasicAuthRequireTLS
""",
    "Remove-ReceiveConnector": r"""
Example: what would go

    PS> Remove-ReceiveConnector 'Client Proxy EXCSERVER' -WhatIf
    What if: Performing the operation "Remove-ReceiveConnector" on target "EXCSERVER\Client Proxy EXCSERVER".
""",
    "New-SendConnector": r"""
Example: mail for the world by DNS

    PS> New-SendConnector Internet -AddressSpaces *

    Identity AddressSpaces Enabled
    -------- ------------- -------
    Internet {SMTP:*;1}    True

Example: one domain by a smart host

    PS> New-SendConnector Partner -AddressSpaces contoso.com -SmartHosts mail.contoso.com -DNSRoutingEnabled $false | Format-List Name, AddressSpaces, SmartHosts

    Name          : Partner
    AddressSpaces : {SMTP:contoso.com;1}
    SmartHosts    : {mail.contoso.com}
""",
    "Set-SendConnector": r"""
Example: a smart host that wants a password, which is kept beside the settings and never in them

    PS> New-SendConnector Internet -AddressSpaces * | Out-Null
    PS> $credential = [pscredential]::new('relay', (ConvertTo-SecureString 'secret' -AsPlainText -Force))
    PS> Set-SendConnector Internet -SmartHosts smtp.example.net -DNSRoutingEnabled $false -SmartHostAuthMechanism BasicAuthRequireTLS -AuthenticationCredential $credential
    PS> (Get-SendConnector Internet).AuthenticationCredential
    relay

Example: Exchange Online, which takes access tokens

    PS> $client = [pscredential]::new('alarms@contoso.com', (ConvertTo-SecureString 'the secret of the client' -AsPlainText -Force))
    PS> $token = 'https://login.microsoftonline.com/contoso.com/oauth2/v2.0/token'
    PS> New-SendConnector M365 -AddressSpaces * -SmartHosts smtp.office365.com -DNSRoutingEnabled $false -Port 587 -RequireTLS $true | Out-Null
    PS> Set-SendConnector M365 -SmartHostAuthMechanism OAuth2 -AuthenticationCredential $client -OAuthTokenEndpoint $token -OAuthClientId 0f1e -OAuthScope https://outlook.office365.com/.default
    PS> Get-SendConnector M365 | Format-List SmartHostAuthMechanism, OAuthScope

    SmartHostAuthMechanism : OAuth2
    OAuthScope             : https://outlook.office365.com/.default
""",
    "New-AcceptedDomain": r"""
Example: a domain whose mail goes on to another server of ours

    PS> New-AcceptedDomain Contoso -DomainName contoso.com -DomainType InternalRelay

    Name    DomainName  DomainType    Default
    ----    ----------  ----------    -------
    Contoso contoso.com InternalRelay False
""",
    "Set-AcceptedDomain": r"""
Example: another default domain

    PS> New-AcceptedDomain Contoso -DomainName contoso.com | Out-Null
    PS> Set-AcceptedDomain Contoso -MakeDefault $true
    PS> (Get-AcceptedDomain | Where-Object Default).DomainName
    contoso.com
""",
    "Set-TransportConfig": r"""
Example: larger messages for all

    PS> Set-TransportConfig -MaxReceiveSize 25MB -MaxSendSize 25MB
    PS> Get-TransportConfig | Format-List MaxReceiveSize, MaxSendSize

    MaxReceiveSize : 25 MB (26,214,400 bytes)
    MaxSendSize    : 25 MB (26,214,400 bytes)
""",
    "Set-TransportService": r"""
Example: give up sooner

    PS> Set-TransportService EXCSERVER -MessageExpirationTimeout 1.00:00:00 -DelayNotificationTimeout 01:00:00
    PS> Get-TransportService EXCSERVER | Format-List MessageExpirationTimeout, DelayNotificationTimeout

    MessageExpirationTimeout : 1.00:00:00
    DelayNotificationTimeout : 01:00:00
""",
    "Set-RelayServer": r"""
Example: ports that an ordinary user may open

    PS> Set-RelayServer -PortOffset 10000
    PS> (Get-RelayServer).PortOffset
    10000
""",
    "New-Mailbox": r"""
Example: an account for a scanner

    PS> New-Mailbox scanner -Password (ConvertTo-SecureString 'Pa55-word' -AsPlainText -Force)

    Name    Alias   ServerName ProhibitSendQuota
    ----    -----   ---------- -----------------
    scanner scanner EXCSERVER  Unlimited

Example: a mailbox that only receives

    PS> New-Mailbox Helpdesk -Shared -PrimarySmtpAddress help@akkaya.local | Format-List Name, RecipientTypeDetails, PrimarySmtpAddress

    Name                 : Helpdesk
    RecipientTypeDetails : SharedMailbox
    PrimarySmtpAddress   : help@akkaya.local
""",
    "Set-Mailbox": r"""
Example: one more address, and another password

    PS> Set-Mailbox Administrator -EmailAddresses @{Add='smtp:it@akkaya.local'}
    PS> Set-Mailbox Administrator -Password (ConvertTo-SecureString 'Pa55-word' -AsPlainText -Force)
    PS> (Get-Mailbox it@akkaya.local).EmailAddresses
    SMTP:administrator@akkaya.local
    smtp:it@akkaya.local

Example: mail goes on to another address, and stays here too

    PS> Set-Mailbox Administrator -ForwardingSmtpAddress it@example.com -DeliverToMailboxAndForward $true
    PS> Get-Mailbox Administrator | Format-List ForwardingSmtpAddress, DeliverToMailboxAndForward

    ForwardingSmtpAddress      : it@example.com
    DeliverToMailboxAndForward : True
""",
}
