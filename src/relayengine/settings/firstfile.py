"""The settings file as it is first written: this machine's name, the five default connectors, and what each part means."""

import socket
from pathlib import Path

_EVERYONE = '["::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "0.0.0.0-255.255.255.255"]'
_FULL_AUTH = "Tls, Integrated, BasicAuth, BasicAuthRequireTLS, ExchangeServer"
_CLIENT_AUTH = "Tls, Integrated, BasicAuth, BasicAuthRequireTLS"


def host_names() -> tuple[str, str, str]:
    """This machine's short name, full name and domain, without asking the network."""
    host = socket.gethostname() or "localhost"
    full = host if "." in host else ""
    try:
        for line in Path("/etc/hosts").read_text("utf-8", "replace").split("\n") if not full else ():
            names = line.split("#")[0].split()[1:]
            if host in names:
                full = next((n for n in names if n.lower().startswith(host.lower() + ".")), full)
    except OSError:
        pass
    short = "".join(c for c in host.split(".")[0] if c.isascii() and (c.isalnum() or c == "-"))[:15].strip("-").upper() or "RELAY"
    if not full or not full.isascii():
        return short, f"{short}.local", f"{short.lower()}.local"
    return short, f"{short}.{full.partition('.')[2] or 'local'}", full.partition(".")[2].lower() or "local"


def _connector(name: str, role: str, port: int, groups: str, auth: str, extra: dict[str, str]) -> str:
    bindings = f'["0.0.0.0:{port}", "[::]:{port}"]' if port == 2525 else f'["[::]:{port}", "0.0.0.0:{port}"]'
    lines = ["[[ReceiveConnector]]", f'Name = "{name}"', f'TransportRole = "{role}"', f"Bindings = {bindings}",
             f"RemoteIPRanges = {_EVERYONE}", f'PermissionGroups = "{groups}"', f'AuthMechanism = "{auth}"']
    return "\n".join(lines + [f"{key} = {value}" for key, value in extra.items()]) + "\n"


def first_file(server: str = "", fqdn: str = "", domain: str = "", data_directory: str = "") -> str:
    """The text of a new settings file; names not given are this machine's."""
    short, full, own_domain = host_names()
    server, fqdn, domain = server or short, fqdn or (f"{server}.{domain}" if server and domain else full), domain or own_domain
    shared = {"MessageRateLimit": "5", "MessageRateSource": '"User"', "EnableAuthGSSAPI": "true"}
    parts = [
        f"""\
# The settings of this mail relay. The shell changes them (Set-ReceiveConnector, New-AcceptedDomain, ...), and so may you:
# the running relay takes changes up within a second, and keeps the last good settings if a change is not right.
# Names are those of the cmdlets' parameters; what is not written here has its default. Passwords and keys are not kept here.

[Server]
# The name connectors and queues begin with, and the full name the world knows this server by.
Name = "{server}"
Fqdn = "{fqdn}"
# Ports below 1024 need a privilege on most systems. An ordinary user may shift them all: 10000 makes 25 into 10025.
PortOffset = 0
# Where the queue, the mailboxes and the logs lie.
DataDirectory = "{data_directory}"

# The domains this organisation takes mail for, from anyone. Authoritative: its mailboxes are here. InternalRelay and
# ExternalRelay: it is passed on by a send connector.
[[AcceptedDomain]]
Name = "{domain}"
DomainName = "{domain}"
DomainType = "Authoritative"
Default = true

# Who receives here and may log on to send. Passwords are set by Set-Mailbox and kept apart, as hashes.
[[Mailbox]]
Name = "Administrator"
Alias = "Administrator"
DisplayName = "Administrator"
PrimarySmtpAddress = "administrator@{domain}"
UserPrincipalName = "administrator@{domain}"

[[RemoteDomain]]
Name = "Default"
DomainName = "*"
AutoReplyEnabled = true
AutoForwardEnabled = true

# Limits of the whole organisation.
[TransportConfig]
MaxReceiveSize = "10MB"
MaxSendSize = "10MB"
MaxRecipientEnvelopeLimit = 500

# Queues, retries and logs of this server.
[TransportService]
MessageExpirationTimeout = "2.00:00:00"

# The receive connectors. A client gets the one that listens where it came in and whose RemoteIPRanges fit it most closely.
""",
        _connector(f"Default {server}", "HubTransport", 2525, "ExchangeUsers, ExchangeServers, ExchangeLegacyServers", _FULL_AUTH,
                   {"MaxInboundConnectionPerSource": '"Unlimited"', "MaxInboundConnectionPercentagePerSource": "100",
                    "MaxRecipientsPerMessage": "5000", "SizeEnabled": '"EnabledWithoutValue"'}),
        _connector(f"Client Proxy {server}", "HubTransport", 465, "ExchangeUsers, ExchangeServers", _FULL_AUTH, shared),
        "# The front door: takes mail for the accepted domains from anyone. Mail for other domains is refused to anonymous senders.\n"
        + _connector(f"Default Frontend {server}", "FrontendTransport", 25, "AnonymousUsers, ExchangeServers, ExchangeLegacyServers",
                     _FULL_AUTH, {"ProtocolLoggingLevel": '"Verbose"', "DomainSecureEnabled": "true"}),
        _connector(f"Outbound Proxy Frontend {server}", "FrontendTransport", 717, "ExchangeServers", _FULL_AUTH,
                   {"ProtocolLoggingLevel": '"Verbose"', "DomainSecureEnabled": "true", "TarpitInterval": '"00:00:00"'}),
        "# Where people and programs log on to send.\n"
        + _connector(f"Client Frontend {server}", "FrontendTransport", 587, "ExchangeUsers", _CLIENT_AUTH, shared),
    ]
    return "\n".join(parts)
