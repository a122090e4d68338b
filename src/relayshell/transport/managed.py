"""What Get-, New-, Set- and Remove- do for every kind of settings object.

A change goes through the one door, the settings
file; then the running engine, if there is one, is asked to look, and what it could not do is told.
"""

from __future__ import annotations

from typing import Any

from relayengine.schema import Kind, Setting
from relayengine.values.problem import BadValue
from relayshell.commands import Cmdlet
from relayshell.errors import ShellError
from relayshell.objects.hashtable import Hashtable
from relayshell.objects.text import to_text
from relayshell.transport.changing import Change
from relayshell.transport.faults import EXISTS, fault
from relayshell.transport.identity import find, find_one
from relayshell.transport.objects import object_of
from relayshell.transport.openness import warn_if_opened
from relayshell.transport.relay import gathered, relay_of
from relayshell.transport.trail import is_change, record
from relayshell.transport.values import BadChange, changed, given

MODULE = "Microsoft.Exchange.Management.PowerShell"


def _told(process: Any) -> Any:
    """A `process` whose errors are written, so that -ErrorAction rules over them."""
    def run(cmdlet: Any) -> None:
        try:
            process(cmdlet)
        except ShellError as error:
            # One with a record has been told already, and -ErrorAction Stop ends the command by it.
            if error.record is not None or error.id in _BINDING:
                raise
            if is_change(cmdlet.signature.name):
                record(cmdlet, error.message)
            cmdlet.write_error(error)

    run.__doc__ = process.__doc__
    return run


_BINDING = frozenset(("ParameterArgumentTransformationError", "MissingMandatoryParameter"))


class TransportCmdlet(Cmdlet):
    """A cmdlet of the relay. What goes wrong with one object is told, and the next is taken; a bad argument ends it."""

    def __init_subclass__(cls, name: str = "", **keywords: Any) -> None:
        if name and keywords.get("module") == MODULE:
            keywords.setdefault("implementing", f"Microsoft.Exchange.Management.SystemConfigurationTasks.{name.replace('-', '')}")
        if "process" in vars(cls):
            cls.process = _told(cls.process)  # type: ignore[method-assign]
        super().__init_subclass__(name=name, **keywords)

    @property
    def relay(self) -> Any:
        return relay_of(self.session)

    @property
    def settings(self) -> Any:
        return self.relay.settings

    def look(self) -> None:
        """Asks the running engine to take the settings up; warns of what it could not do."""
        relay = self.relay
        if not relay.is_running():
            return
        from relayengine.control.messages import Look

        answer = relay.ask(Look(), start=False)
        for problem in gathered([str(each) for each in answer.problems]):
            self.write_warning(problem)

    def change(self) -> Any:
        """An edit of the settings file; problems with what was asked become errors."""
        return Change(self)


def check_server(settings: Any, name: Any) -> None:
    """Raises for the name of another server: there is one."""
    from relayshell.transport.identity import identity_text

    if name is None:
        return
    wanted = identity_text(name).strip()
    if wanted.lower() not in (settings.server.name.lower(), settings.server.fqdn.lower(), "localhost"):
        raise ShellError(f"The server '{wanted}' couldn't be found. There is: {settings.server.name}.", "ServerNotFound", "ObjectNotFound", wanted)


def is_server(thing: Any) -> bool:
    """Whether something that came by the pipeline stands for a server: Get-ExchangeServer | Get-Queue."""
    from relayshell.objects.psobject import unwrap
    from relayshell.transport.objects import SettingsObject

    thing = unwrap(thing)
    if isinstance(thing, SettingsObject):
        return thing.kind.name.endswith(("Server", "Service"))
    return type(thing).__name__ == "ExchangeServer"


class GetObjects(TransportCmdlet):
    """Lists the objects of a kind, or the ones an identity means."""

    kind: Kind
    stored: Kind | None = None
    """The kind that the settings hold, where what is shown is a part of it."""

    def process(self) -> None:
        settings = self.settings
        check_server(settings, getattr(self, "server", None))
        if self.kind.single:
            check_server(settings, getattr(self, "identity", None) if self.kind.name.endswith("Service") else None)
            found = list(settings.objects(self.kind))
        else:
            found = self.meant(settings, self.identity)
        found = self.narrowed(found)
        self.write_many([object_of(thing, settings) for thing in found])

    def meant(self, settings: Any, identity: Any) -> list[Any]:
        """The objects of an identity; all, where there is none or it is a server that came by the pipeline."""
        if is_server(identity):
            check_server(settings, identity)
            identity = None
        kind = self.stored or self.kind
        return list(settings.objects(kind)) if identity is None else find(kind, settings, identity)

    def narrowed(self, found: list[Any]) -> list[Any]:
        """Without what -Anr and -ResultSize leave out, where the cmdlet has them."""
        start = getattr(self, "anr", None)
        if start:
            from relayshell.transport.identity import names_of

            found = [thing for thing in found if any(name.startswith(start.lower()) for name in names_of(thing, self.settings))]
        order = getattr(self, "sort_by", None)
        if order:
            found = sorted(found, key=lambda thing: to_text(object_of(thing, self.settings).values.get(order)).lower())
        size = getattr(self, "result_size", None)
        if size is not None and str(given(size)).lower() != "unlimited":
            if not str(given(size)).isdigit():
                raise ShellError(f"Cannot bind argument to parameter 'ResultSize': \"{given(size)}\" is neither a whole number nor Unlimited.",
                                 "ParameterArgumentTransformationError", "InvalidData", "ResultSize")
            found = found[: int(str(given(size)))]
        return found


class Changing(TransportCmdlet):
    """What New- and Set- have in common: values from the parameters that were given."""

    kind: Kind

    def values(self, current: Any = None) -> dict[str, Any]:
        """The given settings by name, lists with additions and removals worked out."""
        values: dict[str, Any] = {}
        for setting in self.kind.settings:
            folded = setting.name.lower()
            if folded not in self.given or setting.attribute == "name" and current is None:
                continue
            value = given(getattr(self, setting.attribute))
            if isinstance(value, Hashtable):
                if not setting.many:
                    raise ShellError(f"Cannot bind argument to parameter '{setting.name}': it takes one value, not a table.",
                                     "ParameterArgumentTransformationError", "InvalidData", setting.name)
                value = self._changed(setting, getattr(current, setting.attribute) if current is not None else (), value)
            else:
                value = self._read(setting, value)
            values[setting.attribute] = value
        if values.get("tls_certificate_name"):
            self._certificate(values["tls_certificate_name"])
        return values

    def _certificate(self, name: str) -> None:
        """Raises for a certificate that is not here; a name of another form is the settings' own business."""
        from relayengine.tls.names import same_name

        there = self.relay.certificates.list()
        if not name.lower().startswith("<i>") or any(same_name(each.tls_name, name) for each in there):
            return
        names = ", ".join(each.tls_name for each in there[:4]) or "none yet: New-ExchangeCertificate makes one"
        raise ShellError(f"Cannot bind argument to parameter 'TlsCertificateName': there is no certificate \"{name}\". There are: {names}",
                         "CertificateNotFound", "ObjectNotFound", name)

    @staticmethod
    def _changed(setting: Setting, current: Any, change: Hashtable) -> Any:
        try:
            return changed(setting, current, change)
        except (BadChange, BadValue) as bad:
            raise ShellError(f"Cannot bind argument to parameter '{setting.name}': {bad}", "ParameterArgumentTransformationError",
                             "InvalidData", setting.name) from None

    @staticmethod
    def _read(setting: Setting, value: Any) -> Any:
        if setting.type is bool and type(value) is int:
            return bool(value)
        if value is None and setting.type is str and not (setting.optional or setting.required):
            return setting.default
        try:
            return setting.read(value)
        except BadValue as bad:
            raise ShellError(f"Cannot bind argument to parameter '{setting.name}': {bad}", "ParameterArgumentTransformationError",
                             "InvalidData", setting.name) from None


class SetObjects(Changing):
    """Changes settings of an object; what is not given stays."""

    def process(self) -> None:
        settings = self.settings
        if self.kind.name.endswith("Service"):
            check_server(settings, self.identity)
        thing = self.meant(settings)
        values = self.values(thing)
        if not self.should_process(settings.identity(thing)):
            return
        if not self.beside(thing) and all(getattr(thing, attribute, None) == value for attribute, value in values.items()):
            self.write_warning(f"The command completed successfully but no settings of '{settings.identity(thing)}' have been modified.")
            return
        with self.change() as edit:
            current = self.meant(edit.settings)
            edit.set(current, **self.values(current))
            after = edit.settings
        warn_if_opened(self, settings, after)
        self.look()

    def meant(self, settings: Any) -> Any:
        """The object to change."""
        return settings.objects(self.kind)[0] if self.kind.single else find_one(self.kind, settings, self.identity)

    def beside(self, thing: Any) -> bool:
        """Changes what is kept beside the settings, such as passwords; whether there was something to change."""
        return False


class NewObject(Changing):
    """Makes an object."""

    def process(self) -> None:
        values = {**self.preset_values(), **self.values()}
        if self.name is not None:
            values["name"] = str(self.name)
        if not self.should_process(str(self.name)):
            return
        with self.change() as edit:
            if any(str(getattr(each, self.kind.key)).lower() == str(values.get(self.kind.key, "")).lower() for each in edit.settings.objects(self.kind)):
                message = f"There is a {self.kind.name} \"{values[self.kind.key]}\" already; Set-{self.kind.name} changes it."
                raise ShellError(message, "ADObjectAlreadyExistsException", "ResourceExists", values[self.kind.key], exception=fault(EXISTS, message))
            thing = edit.add(self.kind, **values)
            self.added(edit, thing)
            before, settings = self.settings, edit.settings
        warn_if_opened(self, before, settings)
        self.look()
        self.write(object_of(find_one(self.kind, settings, str(getattr(thing, self.kind.key))), settings))

    def added(self, edit: Any, thing: Any) -> None:
        """What a kind does besides, before the file is written."""

    def preset_values(self) -> dict[str, Any]:
        """What the chosen usage stands for."""
        if not self.kind.presets:
            return {}
        chosen = str(getattr(self, "usage", None) or "")
        for name in self.kind.presets:
            if getattr(self, name.lower(), False):
                chosen = name
        for name in self.kind.presets:
            if chosen and name.lower() == chosen.lower():
                chosen = name
        chosen = chosen or "Custom"
        preset = self.kind.presets.get(chosen)
        if preset is None:
            raise ShellError(f"Cannot bind argument to parameter 'Usage': \"{chosen}\" is not one of {', '.join(self.kind.presets)}",
                             "ParameterArgumentTransformationError", "InvalidData", chosen)
        for name in preset.must:
            if name.lower() not in self.given:
                raise ShellError(f"New-{self.kind.name} -Usage {chosen} needs -{name}.", "MissingMandatoryParameter", "InvalidArgument", name)
        for name in preset.must_not:
            if name.lower() in self.given:
                raise ShellError(f"New-{self.kind.name} -Usage {chosen} takes no -{name}; Set-{self.kind.name} changes it afterwards.",
                                 "InvalidParameter", "InvalidArgument", name)
        made = {}
        for name, value in preset.values.items():
            setting = self.kind.find(name)
            assert setting is not None
            made[setting.attribute] = setting.read(value)
        return made


class RemoveObjects(TransportCmdlet):
    """Removes an object."""

    kind: Kind

    def process(self) -> None:
        settings = self.settings
        thing = find_one(self.kind, settings, self.identity)
        self.check(settings, thing)
        if not self.should_process(settings.identity(thing)):
            return
        with self.change() as edit:
            edit.remove(find_one(self.kind, edit.settings, self.identity))
        self.look()

    def check(self, settings: Any, thing: Any) -> None:
        """Raises where an object must stay."""
