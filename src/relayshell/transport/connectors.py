"""The cmdlets of connectors, domains and transport settings: each made from its kind."""

from __future__ import annotations

from typing import Any

from relayengine.settings.kinds import find_kind
from relayengine.values.options import PermissionGroups
from relayshell.commands import param
from relayshell.transport.managed import NewObject, SetObjects, getter, maker, remover, setter
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
            bindings = setting.read(given(self.bindings)) if "bindings" in self.given else values["bindings"]
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

    authentication_credential: Any

    def process(self) -> None:
        _keep_credential(self)
        super().process()


class _NewSendConnector(NewObject):
    """Makes a send connector."""

    def added(self, edit: Any, thing: Any) -> None:
        _keep_credential(self)


def _keep_credential(cmdlet: Any) -> None:
    """The user of a smart host stays in the settings, the password goes into a file of its own."""
    from relayshell.objects.members import call_method, get_member
    from relayshell.objects.psobject import unwrap

    value = unwrap(cmdlet.authentication_credential)
    if value is None or isinstance(value, str):
        return
    network = call_method(value, "GetNetworkCredential", [])
    name = cmdlet.name or str(cmdlet.identity)
    cmdlet.relay.store.secrets.set_credential(str(name).rpartition("\\")[2], get_member(network, "Password"))
    cmdlet.authentication_credential = get_member(value, "UserName")


GetReceiveConnector = getter(RECEIVE)
SetReceiveConnector = setter(RECEIVE)
NewReceiveConnector = maker(RECEIVE, _NewReceiveConnector)
RemoveReceiveConnector = remover(RECEIVE)

GetSendConnector = getter(SEND)
SetSendConnector = setter(SEND, _SetSendConnector)
NewSendConnector = maker(SEND, _NewSendConnector)
RemoveSendConnector = remover(SEND)

GetAcceptedDomain = getter(ACCEPTED)
SetAcceptedDomain = setter(ACCEPTED, make_default=param("Makes it the domain that completed addresses and postmaster belong to.", "bool"))
NewAcceptedDomain = maker(ACCEPTED)
RemoveAcceptedDomain = remover(ACCEPTED)

GetRemoteDomain = getter(REMOTE)
SetRemoteDomain = setter(REMOTE)
NewRemoteDomain = maker(REMOTE)
RemoveRemoteDomain = remover(REMOTE)

GetTransportConfig = getter(CONFIG)
SetTransportConfig = setter(CONFIG)
GetTransportService = getter(SERVICE)
SetTransportService = setter(SERVICE)
