"""The relay as a service: Get-, Start-, Stop- and Restart-Service for MSExchangeTransport and its kin."""

from __future__ import annotations

from typing import Any

from relayshell.commands import Cmdlet, param
from relayshell.errors import ShellError
from relayshell.objects.declare import declare
from relayshell.objects.nettype import define_type
from relayshell.providers.provider import ItemError
from relayshell.transport.relay import relay_of

CONTROLLER = "System.ServiceProcess.ServiceController"
SERVICES = {
    "MSExchangeTransport": "Microsoft Exchange Transport",
    "MSExchangeFrontEndTransport": "Microsoft Exchange Frontend Transport",
}
MODULE = "Microsoft.PowerShell.Management"
NOT_A_SERVICE = "Microsoft.PowerShell.Commands.ServiceCommandException"
define_type(NOT_A_SERVICE, "class", "System.SystemException")


class Service:
    """A service as scripts see it; all of them are the one relay."""

    __slots__ = ("name", "running")

    def __init__(self, name: str, running: bool) -> None:
        self.name = name
        self.running = running

    def __str__(self) -> str:
        return self.name


_GET: dict[str, Any] = {
    "Status": lambda service: "Running" if service.running else "Stopped", "Name": lambda service: service.name,
    "DisplayName": lambda service: SERVICES[service.name], "ServiceName": lambda service: service.name,
    "StartType": lambda service: "Automatic", "CanStop": lambda service: service.running, "MachineName": lambda service: ".",
}
declare(CONTROLLER, Service, get=_GET, methods={"ToString": str}, to_text=str,
        signatures=(*(f"System.Object {name} {{get;}}" for name in _GET), "string ToString()"))


class _ServiceCmdlet(Cmdlet):
    """What these cmdlets have in common: which services are meant."""

    def chosen(self) -> list[str]:
        from relayshell.objects.wildcard import compile_wildcard

        found: list[str] = []
        for pattern in self.wanted():
            matches = compile_wildcard(pattern, True).match
            fits = [name for name in SERVICES if matches(name) or matches(SERVICES[name])]
            if not fits and not any(letter in pattern for letter in "*?["):
                self.write_error(ItemError(
                    f"Cannot find any service with service name '{pattern}'. There is {', '.join(SERVICES)}.", "NoServiceFoundForGivenName",
                    "ObjectNotFound", pattern, NOT_A_SERVICE))
            found += [name for name in fits if name not in found]
        return found

    def wanted(self) -> list[str]:
        given = self.input_object
        if given:
            return [str(getattr(each, "name", each)) for each in given]
        return list(self.name or self.display_name or ("*",))

    def object(self, name: str) -> Service:
        return Service(name, relay_of(self.session).is_running())


_NAME = "The services, by name or pattern."


class GetService(_ServiceCmdlet, name="Get-Service", alias="gsv", default_set="Default", module=MODULE, output=CONTROLLER):
    """Lists the services of the relay and whether they run."""

    name: Any = param(_NAME, "string[]", position=0, pipeline=True, by_name=True, sets=("Default",), alias=("ServiceName",))
    display_name: Any = param("The services, by display name or pattern.", "string[]", mandatory=True, sets=("DisplayName",))
    input_object: Any = param("Services to look at again.", "System.Object[]", sets=("InputObject",), mandatory=True)

    def process(self) -> None:
        self.write_many([self.object(name) for name in sorted(self.chosen())])


class _Acting(_ServiceCmdlet):
    """What the cmdlets that change something have in common."""

    name: Any = param(_NAME, "string[]", position=0, mandatory=True, pipeline=True, by_name=True, sets=("Default",), alias=("ServiceName",))
    display_name: Any = param("The services, by display name or pattern.", "string[]", mandatory=True, sets=("DisplayName",))
    input_object: Any = param("The services.", "System.Object[]", mandatory=True, position=0, pipeline=True, sets=("InputObject",))
    pass_thru: Any = param("Also gives the services.", "switch")

    verb = ""

    def process(self) -> None:
        names = self.chosen()
        for name in names:
            if not self.should_process(f"{SERVICES[name]} ({name})", f"{self.verb}-Service"):
                names = [each for each in names if each != name]
        if names:
            try:
                self.act()
            except ShellError as error:
                self.write_error(error)
                return
        if self.pass_thru:
            self.write_many([self.object(name) for name in names])

    def act(self) -> None:
        raise NotImplementedError

    def start(self) -> None:
        relay = relay_of(self.session)
        relay.wanted = True
        relay.tell = self.write_warning
        relay.start()

    def stop_engine(self) -> None:
        from relayengine.control.messages import Stop

        relay = relay_of(self.session)
        if relay.is_running():
            relay.ask(Stop(), start=False)
        relay.close()
        relay.wait_until_stopped()


class StartService(_Acting, name="Start-Service", alias="sasv", default_set="InputObject", should_process=True, module=MODULE):
    """Starts the relay."""

    verb = "Start"

    def act(self) -> None:
        self.start()


class StopService(_Acting, name="Stop-Service", alias="spsv", default_set="InputObject", should_process=True, module=MODULE):
    """Stops the relay; messages in hand are finished or kept in the queue."""

    force: Any = param("Stops services that depend on it too; there are none.", "switch")
    no_wait: Any = param("Does not wait for the end.", "switch")
    verb = "Stop"

    def act(self) -> None:
        self.stop_engine()
        # What was stopped on purpose is not started again by the next cmdlet that could use it.
        relay_of(self.session).wanted = False


class RestartService(_Acting, name="Restart-Service", default_set="InputObject", should_process=True, module=MODULE):
    """Stops the relay and starts it again."""

    force: Any = param("Restarts services that depend on it too; there are none.", "switch")
    verb = "Restart"

    def act(self) -> None:
        self.stop_engine()
        self.start()
