"""The properties every settings object is shown with beside its own: where a directory would keep it, when it changed.

Their order and values are those a remote Exchange shell prints.
"""

from datetime import datetime
from typing import Any

from relayengine.settings.snapshot import Settings

_ORGANISATION = "CN=First Organization,CN=Microsoft Exchange,CN=Services,CN=Configuration"


def directory_properties(thing: Any, settings: Settings) -> list[tuple[str, Any]]:
    """Name and value of each, in order; times are datetime, the rest text or truth."""
    kind = thing.kind
    name = str(getattr(thing, "name", "") or getattr(thing, kind.key))
    identity = settings.identity(thing)
    suffix = ",".join(f"DC={part}" for part in settings.default_domain.split("."))
    server = f",CN={settings.server.name},CN=Servers" if kind.per_server else ""
    place = f"CN={name},{kind.container}{server},{_ORGANISATION},{suffix}" if kind.container else f"CN={name},{suffix}"
    changed, created = _time(thing, "when_changed"), _time(thing, "when_created")
    version = "0.20 (15.0.0.0)" if kind.name == "AcceptedDomain" else "0.1 (8.0.535.0)"
    category = f"{suffix and settings.default_domain}/Configuration/Schema/ms-Exch-{kind.name}"
    return [
        ("ExchangeVersion", version), ("Name", name), ("DistinguishedName", place), ("Identity", identity),
        ("Guid", getattr(thing, "guid", "")), ("ObjectCategory", category), ("ObjectClass", ("top", f"msExch{kind.name}")),
        ("WhenChanged", changed and changed.astimezone().replace(tzinfo=None)),
        ("WhenCreated", created and created.astimezone().replace(tzinfo=None)),
        ("WhenChangedUTC", changed and changed.replace(tzinfo=None)), ("WhenCreatedUTC", created and created.replace(tzinfo=None)),
        ("OrganizationId", ""), ("Id", identity), ("OriginatingServer", settings.server.fqdn),
        ("IsValid", True), ("ObjectState", "Unchanged"),
    ]


def _time(thing: Any, attribute: str) -> datetime | None:
    text = getattr(thing, attribute, "")
    try:
        return datetime.fromisoformat(text.replace("Z", "+00:00")) if text else None
    except ValueError:
        return None
