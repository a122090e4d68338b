"""What changed between two snapshots, by kind and name."""

from typing import NamedTuple

from relayengine.settings.kinds import KINDS
from relayengine.settings.snapshot import Settings


class Change(NamedTuple):
    """One object that came, went or changed, and which of its attributes differ."""

    kind: str
    name: str
    what: str
    attributes: tuple[str, ...]


def difference(old: Settings, new: Settings) -> list[Change]:
    """Every change from one snapshot to another; `what` is "added", "removed" or "changed"."""
    changes = []
    for kind in KINDS:
        before = {str(getattr(o, kind.key, o)).lower(): o for o in old.objects(kind)}
        after = {str(getattr(o, kind.key, o)).lower(): o for o in new.objects(kind)}
        if kind.single:
            before, after = {"": old.objects(kind)[0]}, {"": new.objects(kind)[0]}
        elif kind.name == "ADPermission":
            before = {repr(_flat(o)): o for o in old.objects(kind)}
            after = {repr(_flat(o)): o for o in new.objects(kind)}
        for key, thing in after.items():
            if key not in before:
                changes.append(Change(kind.name, str(getattr(thing, kind.key)), "added", ()))
            elif thing != before[key]:
                differ = tuple(s.attribute for s in kind.settings if getattr(thing, s.attribute) != getattr(before[key], s.attribute))
                changes.append(Change(kind.name, str(getattr(thing, kind.key, kind.name)), "changed", differ))
        changes += [Change(kind.name, str(getattr(o, kind.key)), "removed", ()) for k, o in before.items() if k not in after]
    return changes


def _flat(thing: object) -> tuple[str, ...]:
    return tuple(str(getattr(thing, s.attribute)) for s in thing.kind.settings)  # type: ignore[attr-defined]
