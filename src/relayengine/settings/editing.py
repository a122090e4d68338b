"""Edit: changes to a settings file in the making, each applied to the text so that comments and order stay.

Every step is checked whole before the next; an object given back is the one of the new snapshot.
"""

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import tomlkit
from tomlkit.items import AoT, Table

from relayengine.schema import Kind, Problem, SettingProblems, fold
from relayengine.settings.snapshot import Settings
from relayengine.settings.tomltext import plain
from relayengine.values.options import PermissionGroups

if TYPE_CHECKING:
    from relayengine.settings.store import Store


class Edit:
    """A file being changed; `settings` is what it holds by now, `text` how it reads."""

    def __init__(self, store: "Store", text: str, settings: Settings) -> None:
        self._store = store
        self._document = tomlkit.parse(text)
        self.text = text
        self.settings = settings
        self._moved: list[tuple[str, str, str]] = []
        self._gone: list[tuple[str, str]] = []

    def set(self, thing: Any, **changes: Any) -> Any:
        """Changes an object's fields, given by attribute or shown name; the object as it then is."""
        kind = thing.kind
        values = self._read(kind, changes)
        index = self._index(thing)
        table = self._table(kind, index)
        for attribute, value in values.items():
            self._put(kind, table, attribute, value)
        old, new = thing.name if hasattr(thing, "name") else "", values.get("name", "")
        if new and new != old:
            self._follow(kind, old, new)
        if values and kind.find("WhenChanged"):
            from relayengine.settings.store import now_text

            self._put(kind, table, "when_changed", now_text())
        if values.get("default"):
            self._only_default(table)
        self._check()
        return self.settings.objects(kind)[index]

    def add(self, kind: Kind, **values: Any) -> Any:
        """Adds an object; the object as it then is."""
        read = self._read(kind, values)
        missing = [Problem(f"{s.name} is missing, such as {getattr(s.type, 'example', 'a text')}", s.name)
                   for s in kind.settings if s.required and s.attribute not in read]
        if missing:
            raise SettingProblems(missing)
        from relayengine.settings.store import now_text

        if kind.find("Guid"):
            read = {"guid": str(uuid4()), "when_created": now_text(), "when_changed": now_text()} | read
        table = tomlkit.table()
        first = [s.attribute for s in kind.settings if s.attribute == kind.key]
        rest = [s.attribute for s in kind.settings if s.attribute != kind.key]
        for attribute in first + rest:
            if attribute in read:
                self._put(kind, table, attribute, read[attribute])
        table.trivia.indent = "\n"
        array = self._array(kind)
        if array is None:
            array = tomlkit.aot()
            self._document.append(kind.name, array)
        array.append(table)
        if read.get("default"):
            self._only_default(table)
        self._check()
        return self.settings.objects(kind)[-1]

    def remove(self, thing: Any) -> None:
        """Removes an object, and with a connector the rights given on it."""
        array = self._array(thing.kind)
        index = self._index(thing)
        if array is None:
            raise KeyError(str(thing))
        if hasattr(thing, "name"):
            if thing.kind.name in ("ReceiveConnector", "SendConnector"):
                for permission in [p for p in self.settings.permissions_of(thing)]:
                    self.remove(permission)
            self._gone.append((thing.kind.name, thing.name))
        del array[index]
        if not len(array):
            self._document.remove(self._name(thing.kind))
        self._check()

    def written(self) -> None:
        """Lets the secrets follow what happened to their owners."""
        for kind, old, new in self._moved:
            self._store.secrets.rename(kind, old, new)
        for kind, name in self._gone:
            if kind in ("Mailbox", "SendConnector") and not any(n == name for k, _, n in self._moved):
                self._store.secrets.forget(kind, name)

    def _read(self, kind: Kind, values: dict[str, Any]) -> dict[str, Any]:
        read, problems = kind.read(values)
        if problems:
            raise SettingProblems(problems)
        return read

    def _index(self, thing: Any) -> int:
        objects = self.settings.objects(thing.kind)
        key = thing.kind.key
        if thing.kind.single:
            return 0
        for index, other in enumerate(objects):
            if other == thing or thing.kind.name != "ADPermission" and str(getattr(other, key)).lower() == str(getattr(thing, key)).lower():
                return index
        raise SettingProblems([Problem(f'{thing.kind.name} "{getattr(thing, key)}" is no longer there')])

    def _name(self, kind: Kind) -> str:
        return next((name for name in self._document if fold(name) == fold(kind.name)), kind.name)

    def _array(self, kind: Kind) -> AoT | None:
        found = self._document.get(self._name(kind))
        return found if isinstance(found, AoT) else None

    def _table(self, kind: Kind, index: int) -> Any:
        found: Any = self._document.get(self._name(kind))
        if found is None:
            found = tomlkit.table()
            self._document.append(kind.name, found)
        return found[index] if isinstance(found, AoT) else found

    def _put(self, kind: Kind, table: Table, attribute: str, value: Any) -> None:
        setting = kind.find(attribute)
        assert setting is not None
        if not setting.stored:
            return
        if attribute == "permission_groups":
            value &= ~PermissionGroups.Custom
        key = next((k for k in table if fold(k) == fold(setting.name)), None)
        if key is None and not setting.required and value == setting.default or value is None and setting.default is None:
            if key is not None:
                table.remove(key)
            return
        written = plain(setting, value)
        if key is None:
            table.append(setting.name, written)
        elif table[key] != written:
            table[key] = written

    def _only_default(self, table: Any) -> None:
        for other in self._document.get("AcceptedDomain", []):
            if other is not table and other != table:
                for key in [k for k in other if fold(k) == "default"]:
                    other.remove(key)

    def _follow(self, kind: Kind, old: str, new: str) -> None:
        self._moved.append((kind.name, old, new))
        if kind.name in ("ReceiveConnector", "SendConnector"):
            permissions = self._array(next(p.kind for p in self.settings.permissions)) if self.settings.permissions else None
            for table in permissions or []:
                for key in [k for k in table if fold(k) == "identity"]:
                    server, slash, name = str(table[key]).rpartition("\\")
                    if name.lower() == old.lower():
                        table[key] = f"{server}{slash}{new}"

    def _check(self) -> None:
        from relayengine.settings.store import BrokenSettings

        text = tomlkit.dumps(self._document)
        if text and not text.endswith("\n"):
            text += "\n"
        try:
            settings = self._store.read(text)
        except BrokenSettings as broken:
            raise SettingProblems([Problem(p.text) for p in broken.problems]) from None
        self.text, self.settings = text, settings
