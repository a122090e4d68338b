"""The cmdlets of connectors, domains and transport settings: each made from its kind."""

from __future__ import annotations

from typing import Any

from relayengine.schema import Kind
from relayengine.settings.kinds import find_kind
from relayengine.values.options import PermissionGroups
from relayshell.commands import param
from relayshell.errors import ShellError
from relayshell.transport.making import getter, maker, remover, setter
from relayshell.transport.managed import GetObjects, NewObject, RemoveObjects, SetObjects, check_server
from relayshell.transport.objects import object_of
from relayshell.transport.values import given

RECEIVE, SEND = find_kind("ReceiveConnector"), find_kind("SendConnector")
ACCEPTED, REMOTE = find_kind("AcceptedDomain"), find_kind("RemoteDomain")
CONFIG, SERVICE = find_kind("TransportConfig"), find_kind("TransportService")
assert RECEIVE and SEND and ACCEPTED and REMOTE and CONFIG and SERVICE

_FRONT_PORTS = {25, 587, 717}


class _NewReceiveConnector(NewObject):
    """Makes a receive connector; one on a port of the front end belongs to the front end unless it says otherwise."""

    def preset_values(self) -> dict[str, Any]:
        values = super().preset_values()
        if "transportrole" not in self.given and "bindings" in {**self.given, **{key: 1 for key in values}}:
            setting = self.kind.find("Bindings")
            assert setting is not None
            bindings = self._read(setting, given(self.bindings)) if "bindings" in self.given else values["bindings"]
            if any(binding.port in _FRONT_PORTS for binding in bindings):
                role = self.kind.find("TransportRole")
                assert role is not None
                values["transport_role"] = role.read("FrontendTransport")
        return values

    def added(self, edit: Any, thing: Any) -> None:
        if PermissionGroups.AnonymousUsers in thing.permission_groups:
            return
        if not thing.permission_groups:
            self.write_warning(
                f"The connector '{thing.name}' accepts no mail yet: give it permission groups (Set-ReceiveConnector -PermissionGroups) "
                "or rights (Add-ADPermission).")


class _SetSendConnector(SetObjects):
    """Changes a send connector; a credential's password is kept beside the settings, never in them."""

    def beside(self, thing: Any) -> bool:
        return _keep_credential(self, thing.name)

    def values(self, current: Any = None) -> dict[str, Any]:
        return {**super().values(current), **_user_of(self)}


class _NewSendConnector(NewObject):
    """Makes a send connector."""

    def values(self, current: Any = None) -> dict[str, Any]:
        return {**super().values(current), **_user_of(self)}

    def added(self, edit: Any, thing: Any) -> None:
        _keep_credential(self, thing.name)


def _credential(cmdlet: Any) -> Any:
    """The credential that was given, or None. Raises for what is none."""
    from relayshell.objects.psobject import unwrap

    value = unwrap(cmdlet.authentication_credential)
    if value is not None and type(value).__name__ != "PSCredential":
        raise ShellError(f"Cannot bind argument to parameter 'AuthenticationCredential': \"{given(value)}\" is no credential such as (Get-Credential) gives.",
                         "ParameterArgumentTransformationError", "InvalidData", "AuthenticationCredential")
    return value


def _user_of(cmdlet: Any) -> dict[str, Any]:
    """The user of a smart host stays in the settings ..."""
    from relayshell.objects.members import get_member

    value = _credential(cmdlet)
    return {} if value is None else {"authentication_credential": get_member(value, "UserName")}


def _keep_credential(cmdlet: Any, name: str) -> bool:
    """... and the password goes into a file of its own."""
    from relayshell.transport.secrets import plain_text, user_and_password

    value, secrets = _credential(cmdlet), cmdlet.relay.store.secrets
    if value is not None:
        secrets.set_credential(name, user_and_password(value)[1])
    if cmdlet.oauth_client_secret is not None:
        secrets.set_client_secret(name, plain_text(cmdlet.oauth_client_secret))
    return value is not None or cmdlet.oauth_client_secret is not None


class _NewAcceptedDomain(NewObject):
    """Makes an accepted domain; only for an authoritative one are the mailboxes here all there are."""

    def preset_values(self) -> dict[str, Any]:
        kind = self.kind.find("DomainType")
        assert kind
        relayed = self.domain_type is not None and str(self._read(kind, given(self.domain_type))) != "Authoritative"
        return {"address_book_enabled": False} if relayed else {}


class _RemoveAcceptedDomain(RemoveObjects):
    """Removes an accepted domain; the default one must stay."""

    def check(self, settings: Any, thing: Any) -> None:
        if thing.default and len(settings.accepted_domains) > 1:
            raise ShellError(f"The accepted domain '{thing.name}' is the default one and can't be removed: Set-AcceptedDomain -MakeDefault makes another the default.",
                             "CannotRemoveDefaultAcceptedDomain", "InvalidOperation", thing.name)


class _SetAcceptedDomain(SetObjects):
    """Changes an accepted domain; -MakeDefault takes the place of the one that was the default."""

    def values(self, current: Any = None) -> dict[str, Any]:
        values = super().values(current)
        if self.make_default:
            values["default"] = True
        return values


class _GetService(GetObjects):
    """One of the transport services: all are this relay, and have their settings in common."""

    def process(self) -> None:
        settings = self.settings
        check_server(settings, self.identity)
        self.write(object_of(settings.transport_service, settings, self.kind))


class _SetService(SetObjects):
    """Changes settings of one of the transport services."""

    def meant(self, settings: Any) -> Any:
        return settings.transport_service


def _part(name: str, doc: str, beginnings: tuple[str, ...]) -> Kind:
    """A service's share of the transport settings, by how their names begin."""
    assert SERVICE
    kept = tuple(each for each in SERVICE.settings if each.name.startswith(beginnings) or each.attribute in ("name", "guid"))
    made = Kind(name, SERVICE.cls, kept, ("Name",), {}, True, False, SERVICE.key, SERVICE.container)
    made.doc = doc
    return made


class _GetServer(GetObjects):
    """Shows the server's own settings."""

    def process(self) -> None:
        settings = self.settings
        self.write(object_of(settings.server, settings, self.kind))


class _SetServer(SetObjects):
    """Changes the server's own settings."""

    def meant(self, settings: Any) -> Any:
        return settings.server


SERVER = find_kind("Server")
assert SERVER
OWN = Kind("RelayServer", SERVER.cls, SERVER.settings, ("Name", "Fqdn", "PortOffset", "ListenAddresses"), {}, True, False, SERVER.key, SERVER.container)
_LOGS = ("ConnectivityLog", "ReceiveProtocolLog", "SendProtocolLog", "RoutingTableLog")
FRONTEND = _part("FrontendTransportService", "What the front door of the relay has of the transport settings.", (
    *_LOGS, "AgentLog", "AntispamAgents", "DnsLog", "ExternalDNS", "ExternalIP", "InternalDNS", "IntraOrgConnectorProtocol", "MaxConnectionRate",
    "TransientFailureRetry"))
MAILBOX = _part("MailboxTransportService", "What deliveries to mailboxes have of the transport settings.", (*_LOGS, "MaxConcurrentMailbox", "PipelineTracing"))


GetReceiveConnector = getter(RECEIVE)
SetReceiveConnector = setter(RECEIVE)
NewReceiveConnector = maker(RECEIVE, _NewReceiveConnector)
RemoveReceiveConnector = remover(RECEIVE)

GetSendConnector = getter(SEND)
_CLIENT_SECRET = param("The secret of the client where AuthenticationCredential holds a refresh token; kept beside the settings.", "securestring",
                       name="OAuthClientSecret")
SetSendConnector = setter(SEND, _SetSendConnector, oauth_client_secret=_CLIENT_SECRET)
NewSendConnector = maker(SEND, _NewSendConnector, oauth_client_secret=_CLIENT_SECRET)
RemoveSendConnector = remover(SEND)

GetAcceptedDomain = getter(ACCEPTED)
SetAcceptedDomain = setter(ACCEPTED, _SetAcceptedDomain, make_default=param("Makes it the domain that completed addresses and postmaster belong to.", "bool"))
NewAcceptedDomain = maker(ACCEPTED, _NewAcceptedDomain)
RemoveAcceptedDomain = remover(ACCEPTED, _RemoveAcceptedDomain)

GetRemoteDomain = getter(REMOTE)
SetRemoteDomain = setter(REMOTE)
NewRemoteDomain = maker(REMOTE)
RemoveRemoteDomain = remover(REMOTE)

GetTransportConfig = getter(CONFIG)
SetTransportConfig = setter(CONFIG)
GetTransportService = getter(SERVICE)
SetTransportService = setter(SERVICE)

GetFrontendTransportService = getter(FRONTEND, _GetService)
SetFrontendTransportService = setter(FRONTEND, _SetService)
GetMailboxTransportService = getter(MAILBOX, _GetService)
SetMailboxTransportService = setter(MAILBOX, _SetService)
GetRelayServer = getter(OWN, _GetServer)
SetRelayServer = setter(OWN, _SetServer)
