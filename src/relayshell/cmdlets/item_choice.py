"""What the cmdlets of items have in common: which items their paths, filters and patterns choose.

No cmdlet of its own: `ItemCmdlet` is what the others build on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from relayshell.commands import Cmdlet, param
from relayshell.commands.signature import Parameter
from relayshell.errors import ShellError
from relayshell.objects.psobject import PSObject
from relayshell.providers.places import Target
from relayshell.providers.filefilter import fits
from relayshell.providers.provider import ItemError

MODULE = "Microsoft.PowerShell.Management"
UNUSED_CREDENTIAL = "Another user to act for; the providers of this platform refuse one."


def refuse_credential(cmdlet: Any) -> None:
    """No provider of this platform acts for another user: a credential that is given is refused."""
    given = cmdlet.credential
    if given is not None and given.user:
        raise ItemError(
            "The FileSystem provider supports credentials only on the New-PSDrive cmdlet. Perform the operation again without specifying credentials.",
            "NotSupported", "NotImplemented", None, "System.Management.Automation.PSNotSupportedException",
        )


def matches_any(name: str, patterns: Iterable[str]) -> bool:
    """Whether a name matches one of the patterns, whatever its case."""
    from relayshell.objects.wildcard import compile_wildcard

    return any(compile_wildcard(pattern, True).match(name) for pattern in patterns)


def decorated(target: Target, value: Any) -> Any:
    """An item as the provider cmdlets give it: with PSPath, PSParentPath, PSChildName, PSDrive, PSProvider, PSIsContainer."""
    if not isinstance(value, PSObject):
        value = PSObject(value)
    provider = target.provider
    props = value.props
    if provider.hierarchical:
        from relayshell.providers.unixstat import UnixStat

        props["UnixStat"] = UnixStat(target.inner)
    props["PSPath"] = f"{provider.full_name}::{target.inner}"
    if provider.hierarchical:
        parent, _, name = target.inner.rstrip("/").rpartition("/")
        props["PSParentPath"] = f"{provider.full_name}::{parent or '/'}" if target.inner != "/" else ""
        props["PSChildName"] = name or target.inner
    else:
        props["PSChildName"] = target.inner
    if target.drive is not None:
        props["PSDrive"] = target.drive
    props["PSProvider"] = provider
    props["PSIsContainer"] = target.is_container
    return value


def options_parameter(cmdlet: Any) -> list[Parameter] | None:
    """-Options, where the first path leads to an alias or a function."""
    path = next(iter(cmdlet.given.get("path") or cmdlet.given.get("literalpath") or ()), None)
    if not path:
        return None
    try:
        provider = cmdlet.session.places.target(path).provider
    except ShellError:
        return None
    if provider.name not in ("Alias", "Function"):
        return None
    return [param("What may be done with it: None, ReadOnly, Constant, Private or AllScope.", "System.Management.Automation.ScopedItemOptions",
                  name="Options").parameter()]


def set_options(cmdlet: Any, target: Target) -> None:
    """Gives an alias or a function the options that were asked for."""
    options = cmdlet.given.get("options")
    if options is not None:
        target.provider.item(target.inner).options = frozenset(each.strip() for each in options.name.split(",")) - {"None"}


class ItemCmdlet(Cmdlet):
    """A cmdlet that works on the items its paths choose."""

    credential: Any = param(UNUSED_CREDENTIAL, "pscredential", by_name=True)
    exclude: Any = param("Leaves out items whose name matches one of these patterns.", "string[]")
    filter: Any = param("Takes only items whose name matches this pattern.", "string")
    force: Any = param("Works on hidden and read-only items too.", "switch")
    include: Any = param("Takes only items whose name matches one of these patterns.", "string[]")
    literal_path: Any = param("The paths, taken as they are.", "string[]", mandatory=True, by_name=True, sets=("LiteralPath",), alias=("PSPath", "LP"))
    path: Any = param("The paths; patterns may stand for them.", "string[]", mandatory=True, position=0, pipeline=True, by_name=True, sets=("Path",))

    @property
    def places(self) -> Any:
        return self.session.places

    @property
    def literal(self) -> bool:
        """Whether the paths are to be taken as they are."""
        return "literal_path" in self.given or "literalpath" in self.given

    def paths(self) -> list[str]:
        """The paths given."""
        refuse_credential(self)
        given = (self.literal_path if self.literal else self.path) or ()
        return [given] if isinstance(given, str) else list(given)

    def chosen(self, missing_ok: bool = False) -> Iterator[Target]:
        """The items, an error written for each path that leads nowhere."""
        for path in self.paths():
            try:
                found = self.places.resolve(path, literal=self.literal, force=bool(self.force), missing_ok=missing_ok)
            except ShellError as error:
                self.write_error(error)
                continue
            wanted = [target for target in found if self.wanted(target)]
            if not wanted:
                self.nothing_at(path)
            yield from wanted

    def nothing_at(self, path: str) -> None:
        """What a cmdlet says of a path whose items were all left out; most say nothing."""

    def wanted(self, target: Target) -> bool:
        """Whether -Filter, -Include and -Exclude let an item through."""
        if not (self.filter or self.include or self.exclude):
            return True
        name = target.provider.name_of(target.inner)
        if self.filter and not fits(target.provider, name, self.filter):
            return False
        if self.include and not matches_any(name, self.include):
            return False
        return not (self.exclude and matches_any(name, self.exclude))

    def give(self, target: Target) -> None:
        """Writes an item to the pipeline."""
        value = target.provider.item(target.inner)
        if isinstance(value, list):
            for name in target.provider.child_names(target.inner):
                self.give(target.child(name))
            return
        self.write(decorated(target, value))

    def attempt(self, action: Any, *arguments: Any) -> Any:
        """Does something to one item; its error is written and the next item follows. None after an error."""
        try:
            return action(*arguments)
        except ShellError as error:
            self.write_error(error)
            for other in getattr(error, "more", ()):
                self.write_error(other)
            return None
