"""The named options settings choose from, under Exchange's names and bits."""

from relayengine.values.choice import Choice, Choices


class AuthMechanisms(Choices):
    """How a client of a receive connector may prove who it is."""

    NONE = 0
    Tls = 1
    Integrated = 2
    BasicAuth = 4
    BasicAuthRequireTLS = 8
    ExchangeServer = 16
    ExternalAuthoritative = 32


class PermissionGroups(Choices):
    """Who may do what through a receive connector, by group."""

    NONE = 0
    AnonymousUsers = 1
    ExchangeUsers = 2
    ExchangeServers = 4
    ExchangeLegacyServers = 8
    Partners = 16
    Custom = 32


class SizeMode(Choice):
    """Whether SIZE is offered (RFC 1870), and with its value."""

    Disabled = 0
    Enabled = 1
    EnabledWithoutValue = 2


class ProtocolLoggingLevel(Choice):
    """How much of each SMTP conversation is written to the protocol log."""

    NONE = 0
    Verbose = 1


class MessageRateSource(Choices):
    """What a message rate is counted by."""

    NONE = 0
    User = 1
    IPAddress = 2
    All = 3


class ServerRole(Choice):
    """The transport service a connector belongs to."""

    HubTransport = 32
    FrontendTransport = 16384


class ExtendedProtection(Choice):
    """Whether channel binding is asked for."""

    NONE = 0
    Allow = 1
    Require = 2


class AcceptedDomainType(Choice):
    """What this organisation is to a domain: its home, or a stop on the way."""

    Authoritative = 0
    ExternalRelay = 1
    InternalRelay = 2


class SmartHostAuth(Choice):
    """How this server proves who it is to a smart host."""

    NONE = 0
    BasicAuth = 1
    BasicAuthRequireTLS = 2
    ExchangeServer = 3
    ExternalAuthoritative = 4
    OAuth2 = 5


class TlsAuthLevel(Choice):
    """How much a sending connector asks of the far server's certificate."""

    EncryptionOnly = 1
    CertificateValidation = 2
    DomainValidation = 3


class SmtpDaneMode(Choice):
    """What a sending connector makes of the TLSA records of far servers (RFC 7672)."""

    NONE = 0
    Opportunistic = 1
    Mandatory = 2


class TlsVersion(Choice):
    """The lowest TLS version spoken."""

    Tls12 = 12
    Tls13 = 13


class ErrorPolicies(Choices):
    """How failures of a send connector are read."""

    Default = 0
    DowngradeDnsFailures = 1
    DowngradeCustomFailures = 2
    UpgradeCustomFailures = 4


class CertificateServices(Choices):
    """What a certificate is used for."""

    NONE = 0
    IMAP = 1
    POP = 2
    UM = 4
    IIS = 8
    SMTP = 16
    Federation = 32
    UMCallRouter = 64


class AllowedOOF(Choice):
    """Which out-of-office notices may go to a remote domain."""

    External = 0
    InternalLegacy = 1
    ExternalLegacy = 2
    NONE = 3


class ContentType(Choice):
    """The form of messages to a remote domain."""

    MimeHtmlText = 0
    MimeText = 1
    MimeHtml = 2


class ShadowMessagePreference(Choice):
    """Where shadow copies are made."""

    PreferRemote = 0
    LocalOnly = 1
    RemoteOnly = 2
