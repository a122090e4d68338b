"""Settings objects as cmdlets give them: one .NET-like type for each kind, its properties in Exchange's order."""

from __future__ import annotations

from typing import Any

from relayengine.schema import Kind
from relayengine.settings.shown import directory_properties
from relayshell.objects.declare import declare
from relayshell.transport.extras import complete, more_names
from relayshell.transport.values import CONFIGURATION, Many, Shown, date_time, many_of, shown


class ObjectId:
    """ADObjectId: what an object is known by. Shows as its name, with the server before it where there is one."""

    __slots__ = ("text", "name", "place", "guid")

    def __init__(self, text: str, name: str, place: str, guid: str) -> None:
        self.text = text
        self.name = name
        self.place = place
        self.guid = guid

    def __str__(self) -> str:
        return self.text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ObjectId) and other.text.lower() == self.text.lower()

    def __hash__(self) -> int:
        return hash(self.text.lower())


_ID_PARTS: dict[str, Any] = {
    "Rdn": lambda id: f"CN={id.name}", "Parent": lambda id: id.place.partition(",")[2], "Depth": lambda id: id.place.count(","),
    "DistinguishedName": lambda id: id.place, "IsRelativeDn": lambda id: False,
    "DomainId": lambda id: ".".join(part[3:] for part in id.place.split(",") if part.startswith("DC=")), "ObjectGuid": lambda id: id.guid,
    "Name": lambda id: id.name,
}
declare(
    "Microsoft.Exchange.Data.Directory.ADObjectId", ObjectId, get=_ID_PARTS, methods={"ToString": str}, to_text=str,
    signatures=(*(f"System.Object {name} {{get;}}" for name in _ID_PARTS), "string ToString()"),
)


class SettingsObject:
    """One object of a kind, as it was when it was read; changing its properties changes this copy alone."""

    kind: Kind
    __slots__ = ("values", "thing", "__weakref__")

    def __init__(self, values: dict[str, Any], thing: Any) -> None:
        self.values = values
        self.thing = thing

    def __str__(self) -> str:
        return str(self.values.get("Identity") or self.values.get("Name") or "")


_CLASSES: dict[str, type[SettingsObject]] = {}
# What a kind's class is called where Exchange's name is not simply the kind's.
_TYPE_NAMES = {
    "SendConnector": "SmtpSendConnectorConfig", "TransportConfig": "TransportConfigContainer", "RemoteDomain": "DomainContentConfig",
    "TransportService": "TransportServer", "FrontendTransportService": "FrontendTransportServer",
    "MailboxTransportService": "MailboxTransportServer", "Recipient": "ReducedRecipient", "Mailbox": "Mailbox", "Server": "ExchangeServer",
}


def object_of(thing: Any, settings: Any, view: Kind | None = None) -> SettingsObject:
    """The object a cmdlet gives for an object of the settings; `view`: a kind with fewer of its settings."""
    kind = view or thing.kind
    values: dict[str, Any] = {}
    for setting in kind.settings:
        if setting.attribute in ("guid", "when_created", "when_changed", "name"):
            continue
        values[setting.name] = shown(getattr(thing, setting.attribute), setting)
    complete(thing, settings, values)
    directory = dict(directory_properties(thing, settings))
    identity = ObjectId(directory["Identity"], directory["Name"], directory["DistinguishedName"], directory["Guid"])
    for name, value in directory.items():
        if name in ("Identity", "Id"):
            value = identity
        elif name.startswith("When"):
            value = date_time(value)
        elif name == "ObjectClass":
            value = shown(value)
        elif name == "ExchangeVersion":
            value = Shown(value)
        values[name] = value
    return class_of(kind)(values, thing)


def class_of(kind: Kind) -> type[SettingsObject]:
    """The class of a kind's objects, declared to scripts with the kind's properties."""
    found = _CLASSES.get(kind.name)
    if found is None:
        found = type(kind.name, (SettingsObject,), {"__slots__": (), "kind": kind})
        _declare(kind, found)
        _CLASSES[kind.name] = found
    return found


def type_name(kind: Kind) -> str:
    """The full .NET name of a kind's objects."""
    if kind.name == "RelayServer":
        return "Relay.Server"
    return CONFIGURATION + _TYPE_NAMES.get(kind.name, kind.name)


_DIRECTORY = (
    "ExchangeVersion", "Name", "DistinguishedName", "Identity", "Guid", "ObjectCategory", "ObjectClass", "WhenChanged", "WhenCreated",
    "WhenChangedUTC", "WhenCreatedUTC", "OrganizationId", "Id", "OriginatingServer", "IsValid", "ObjectState",
)


def property_names(kind: Kind) -> list[str]:
    """The names of a kind's properties, in the order Format-List shows them."""
    own = [each.name for each in kind.settings if each.attribute not in ("guid", "when_created", "when_changed", "name")]
    return more_names(kind, own) + [name for name in _DIRECTORY if name not in own]


def _declare(kind: Kind, made: type[SettingsObject]) -> None:
    names = property_names(kind)

    def getter(name: str) -> Any:
        return lambda thing: thing.values.get(name)

    several = {each.name for each in kind.settings if each.many}

    def setter(name: str) -> Any:
        if name not in several:
            return lambda thing, value: thing.values.__setitem__(name, value)
        # What += makes is an array; the property stays a list that may grow.
        return lambda thing, value: thing.values.__setitem__(name, value if isinstance(value, Many) else Many(many_of(value)))

    declare(
        type_name(kind), made, base="Microsoft.Exchange.Data.Directory.ADConfigurationObject",
        get={name: getter(name) for name in names}, set={name: setter(name) for name in names},
        methods={"ToString": str}, to_text=str,
        signatures=(*(f"System.Object {name} {{get;set;}}" for name in names), "string ToString()"),
    )
