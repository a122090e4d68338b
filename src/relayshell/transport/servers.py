"""The server and what stands on it, as scripts ask for them: Get-ExchangeServer, Get-MailboxDatabase, Get-ServerComponentState and the like."""

from __future__ import annotations

from typing import Any

from relayengine.settings.kinds import find_kind
from relayshell import __version__
from relayshell.commands import param
from relayshell.errors import ShellError
from relayshell.transport.identity import identity_text
from relayshell.transport.managed import MODULE, TransportCmdlet, check_server, is_server
from relayshell.transport.reported import report_type
from relayshell.transport.values import Many

SERVER_TYPE = "Microsoft.Exchange.Data.Directory.Management.ExchangeServer"
DATABASE_TYPE = "Microsoft.Exchange.Data.Directory.SystemConfiguration.MailboxDatabase"
COMPONENT_TYPE = "Microsoft.Exchange.Data.Directory.Management.ServerComponentStatePresentationObject"
ORGANIZATION_TYPE = "Microsoft.Exchange.Data.Directory.Management.OrganizationConfig"
HEALTH_TYPE = "Microsoft.Exchange.Management.Common.ServerHealth"
ServerReport = report_type(SERVER_TYPE, (
    "DataPath Domain Edition Fqdn IsHubTransportServer IsClientAccessServer IsEdgeServer IsMailboxServer IsUnifiedMessagingServer "
    "IsFrontendTransportServer OrganizationalUnit AdminDisplayVersion Site ServerRole IsExchangeTrialEdition IsExpiredExchangeTrialEdition "
    "RemainingTrialPeriod Name DistinguishedName Identity Guid WhenChanged WhenCreated Id OriginatingServer IsValid ObjectState"))
DatabaseReport = report_type(DATABASE_TYPE, "Server Mounted Recovery ReplicationType EdbFilePath Name AdminDisplayName Identity Guid IsValid ObjectState")
ComponentReport = report_type(COMPONENT_TYPE, "ServerFqdn Component State Identity IsValid ObjectState")
OrganizationReport = report_type(ORGANIZATION_TYPE, "Name AdminDisplayVersion Identity IsMixedMode MaxReceiveSize MaxSendSize Organization IsValid ObjectState")
HealthReport = report_type(HEALTH_TYPE, "Role RequiredServicesRunning ServicesRunning ServicesNotRunning")

COMPONENTS = ("ServerWideOffline", "HubTransport", "FrontendTransport")
STATES = ("Active", "Inactive", "Draining")
REQUESTERS = ("HealthAPI", "Maintenance", "Sidelined", "Functional", "Deployment")
_NAME = "The server; there is one."
_CONTROLLER = "Kept for scripts that name one."
_KIND = find_kind("Server")
assert _KIND


class GetExchangeServer(TransportCmdlet, name="Get-ExchangeServer", module=MODULE, output=SERVER_TYPE):
    """Shows the server: its name, its version, where its data lies."""

    identity: Any = param(_NAME, "System.Object", position=0, pipeline=True, by_name=True)
    domain: Any = param("Kept for scripts that name one.", "string")
    domain_controller: Any = param(_CONTROLLER, "string")
    status: Any = param("Kept for scripts that give it; all is shown always.", "switch")

    def process(self) -> None:
        from relayengine.settings.shown import directory_properties

        settings = self.settings
        if self.identity is not None and "*" not in identity_text(self.identity):
            check_server(settings, self.identity)
        place = dict(directory_properties(settings.transport_service, settings))
        server = settings.server
        self.write(ServerReport({
            "DataPath": settings.data_directory, "Domain": settings.default_domain, "Edition": "Standard", "Fqdn": server.fqdn,
            "IsHubTransportServer": True, "IsClientAccessServer": False, "IsEdgeServer": False, "IsMailboxServer": True,
            "IsUnifiedMessagingServer": False, "IsFrontendTransportServer": True, "OrganizationalUnit": f"{settings.default_domain}/{server.name}",
            "AdminDisplayVersion": f"relayshell {__version__}", "Site": "Default-First-Site-Name", "ServerRole": "Mailbox",
            "IsExchangeTrialEdition": False, "IsExpiredExchangeTrialEdition": False, "RemainingTrialPeriod": "00:00:00", "Name": server.name,
            "DistinguishedName": place["DistinguishedName"], "Identity": server.name, "Guid": place["Guid"], "WhenChanged": None,
            "WhenCreated": None, "Id": server.name, "OriginatingServer": server.fqdn, "IsValid": True, "ObjectState": "Unchanged"}))


def database_name(settings: Any) -> str:
    """The name of the folder of mailboxes, which stands for a mailbox database."""
    return f"Mailbox Database {settings.server.name}"


def database_guid(settings: Any) -> str:
    """Its GUID: always the same for a server's name."""
    import uuid

    return str(uuid.uuid5(uuid.NAMESPACE_OID, database_name(settings).lower()))


class GetMailboxDatabase(TransportCmdlet, name="Get-MailboxDatabase", module=MODULE, output=DATABASE_TYPE):
    """Shows where mailboxes lie: one folder of Maildir mailboxes, which stands for a mailbox database."""

    identity: Any = param("The database; there is one.", "System.Object", position=0, pipeline=True, by_name=True)
    server: Any = param(_NAME, "System.Object")
    domain_controller: Any = param(_CONTROLLER, "string")
    status: Any = param("Also says whether it is mounted.", "switch")
    include_pre_exchange_2013: Any = param("Kept for scripts that give it.", "switch", name="IncludePreExchange2013")
    include_corrupted: Any = param("Kept for scripts that give it.", "switch")
    dumpster_statistics: Any = param("Kept for scripts that give it.", "switch")

    def process(self) -> None:
        settings = self.settings
        check_server(settings, self.server)
        name = database_name(settings)
        wanted = identity_text(self.identity) if self.identity is not None and not is_server(self.identity) else "*"
        if wanted.lower() != name.lower() and "*" not in wanted:
            raise ShellError(f"The database '{wanted}' couldn't be found. There is: {name}.", "ManagementObjectNotFoundException", "InvalidData", wanted)
        self.write(DatabaseReport({
            "Server": settings.server.name, "Mounted": self.relay.is_running() if self.status else None, "Recovery": False, "ReplicationType": "None",
            "EdbFilePath": settings.server.mailbox_directory or f"{settings.data_directory}/mailboxes", "Name": name, "AdminDisplayName": name,
            "Identity": name, "Guid": database_guid(settings), "IsValid": True, "ObjectState": "Unchanged"}))


class GetOrganizationConfig(TransportCmdlet, name="Get-OrganizationConfig", module=MODULE, output=ORGANIZATION_TYPE):
    """Shows what holds for all of the relay."""

    domain_controller: Any = param(_CONTROLLER, "string")

    def process(self) -> None:
        from relayshell.transport.objects import object_of

        settings = self.settings
        config = object_of(settings.transport_config, settings).values
        self.write(OrganizationReport({
            "Name": "First Organization", "AdminDisplayVersion": f"relayshell {__version__}", "Identity": "First Organization", "IsMixedMode": False,
            "MaxReceiveSize": config["MaxReceiveSize"], "MaxSendSize": config["MaxSendSize"], "Organization": settings.default_domain,
            "IsValid": True, "ObjectState": "Unchanged"}))


def _component(name: str) -> str:
    for each in COMPONENTS:
        if each.lower() == name.lower():
            return each
    raise ShellError(f"Cannot bind argument to parameter 'Component': \"{name}\" is no component of this relay; there are {', '.join(COMPONENTS)}.",
                     "ParameterArgumentTransformationError", "InvalidData", name)


class GetServerComponentState(TransportCmdlet, name="Get-ServerComponentState", module=MODULE, output=COMPONENT_TYPE):
    """Shows whether the relay's components take mail."""

    identity: Any = param(_NAME, "System.Object", position=0, mandatory=True, pipeline=True, by_name=True)
    component: Any = param(f"The component: {', '.join(COMPONENTS)}.", "string")
    domain_controller: Any = param(_CONTROLLER, "string")

    def process(self) -> None:
        settings = self.settings
        check_server(settings, self.identity)
        wanted = COMPONENTS if self.component is None else (_component(self.component),)
        states = dict(each.partition(":")[::2] for each in settings.server.component_states)
        for name in wanted:
            self.write(ComponentReport({"ServerFqdn": settings.server.fqdn, "Component": name, "State": states.get(name, "Active"),
                                        "Identity": settings.server.name, "IsValid": True, "ObjectState": "Unchanged"}))


class SetServerComponentState(TransportCmdlet, name="Set-ServerComponentState", should_process=True, module=MODULE):
    """Lets a component take mail, or not: while it is Inactive or Draining, new connections get 421 4.3.2 and those there are go on.

    ServerWideOffline stands for all of them.
    """

    identity: Any = param(_NAME, "System.Object", position=0, mandatory=True, pipeline=True, by_name=True)
    component: Any = param(f"The component: {', '.join(COMPONENTS)}.", "string", mandatory=True)
    requester: Any = param("Who asks: HealthAPI, Maintenance, Sidelined, Functional or Deployment.", "string", mandatory=True, values=REQUESTERS)
    state: Any = param("Active, Inactive or Draining.", "string", mandatory=True, values=STATES)
    domain_controller: Any = param(_CONTROLLER, "string")
    local_only: Any = param("Kept for scripts that give it.", "switch")
    remote_only: Any = param("Kept for scripts that give it.", "switch")
    timeout_in_seconds: Any = param("Kept for scripts that give it.", "int")

    def process(self) -> None:
        settings = self.settings
        check_server(settings, self.identity)
        name = _component(self.component)
        state = next(each for each in STATES if each.lower() == self.state.lower())
        if not self.should_process(settings.server.name, f"Setting {name} to {state}"):
            return
        with self.change() as edit:
            states = dict(each.partition(":")[::2] for each in edit.settings.server.component_states)
            states.pop(name, None)
            if state != "Active":
                states[name] = state
            edit.set(edit.settings.server, component_states=[f"{key}:{value}" for key, value in states.items()])
        self.look()


class TestServiceHealth(TransportCmdlet, name="Test-ServiceHealth", should_process=True, module=MODULE, output=HEALTH_TYPE):
    """Says whether the services that mail needs are running."""

    server: Any = param(_NAME, "System.Object", position=0, pipeline=True, by_name=True)
    active_directory_timeout: Any = param("Kept for scripts that give it.", "int")
    domain_controller: Any = param(_CONTROLLER, "string")
    monitoring_context: Any = param("Kept for scripts that give it.", "bool")

    def process(self) -> None:
        from relayshell.transport.services import SERVICES

        check_server(self.settings, self.server)
        running = self.relay.is_running()
        names = list(SERVICES)
        for role, needed in (("Mailbox Server Role", names[:1]), ("Client Access Server Role", names[1:2]), ("Hub Transport Server Role", names[:1])):
            self.write(HealthReport({"Role": role, "RequiredServicesRunning": running, "ServicesRunning": Many(needed if running else ()),
                                     "ServicesNotRunning": Many(() if running else needed)}))
