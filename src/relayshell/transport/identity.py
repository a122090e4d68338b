"""Finding objects by -Identity: name, SERVER\\Name, GUID, distinguished name, pattern, or the object itself."""

from __future__ import annotations

from typing import Any

from relayengine.schema import Kind
from relayshell.errors import ShellError
from relayshell.objects.psobject import unwrap
from relayshell.objects.text import to_text
from relayshell.objects.wildcard import compile_wildcard
from relayshell.transport.faults import AMBIGUOUS, NOT_FOUND, fault
from relayshell.transport.objects import ObjectId, SettingsObject


def identity_text(value: Any) -> str:
    """What an identity given in any form says."""
    value = unwrap(value)
    if isinstance(value, SettingsObject):
        return to_text(value.values.get("Identity") or value.values.get("Name"))
    if isinstance(value, ObjectId):
        return value.text
    return to_text(value)


def names_of(thing: Any, settings: Any) -> set[str]:
    """All that an object answers to, folded."""
    key = str(getattr(thing, thing.kind.key))
    names = {key.lower(), settings.identity(thing).lower()}
    guid = getattr(thing, "guid", "")
    if guid:
        names.add(guid.lower())
    for extra in ("domain_name", "alias", "user_principal_name"):
        value = getattr(thing, extra, "")
        if value:
            names.add(str(value).lower())
    if hasattr(thing, "addresses"):
        names.update(thing.addresses)
    return names


def find(kind: Kind, settings: Any, identity: Any, patterns: bool = True) -> list[Any]:
    """The objects an identity means, in the settings' order. An empty list where a pattern finds none.

    Raises ShellError ManagementObjectNotFound where a plain identity finds none.
    """
    wanted = identity_text(identity).strip()
    things = settings.objects(kind)
    if patterns and ("*" in wanted or "?" in wanted):
        matches = compile_wildcard(wanted, True).match
        return [thing for thing in things if any(matches(name) for name in names_of(thing, settings))]
    folded = wanted.lower()
    found = [thing for thing in things if folded in names_of(thing, settings)]
    if not found and folded.startswith("cn="):
        from relayengine.settings.shown import directory_properties

        found = [thing for thing in things if dict(directory_properties(thing, settings))["DistinguishedName"].lower() == folded]
    if not found:
        raise not_found(kind, settings, wanted)
    return found


def find_one(kind: Kind, settings: Any, identity: Any) -> Any:
    """The one object an identity means."""
    found = find(kind, settings, identity, patterns=False)
    if len(found) > 1:
        message = f"The operation couldn't be performed because '{identity_text(identity)}' matches multiple entries."
        raise ShellError(message, "ManagementObjectAmbiguousException", "InvalidData", identity_text(identity), exception=fault(AMBIGUOUS, message))
    return found[0]


def not_found(kind: Kind, settings: Any, wanted: str) -> ShellError:
    """No object has that identity; says which there are."""
    there = [settings.identity(thing) for thing in settings.objects(kind)]
    hint = f" There are: {', '.join(there[:8])}{', ...' if len(there) > 8 else ''}." if there else f" There is no {kind.name} yet."
    message = f"The operation couldn't be performed because object '{wanted}' couldn't be found on '{settings.server.fqdn}'.{hint}"
    return ShellError(message, "ManagementObjectNotFoundException", "InvalidData", wanted,
                      exception=fault(NOT_FOUND, message))
