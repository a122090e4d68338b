"""Get-ChildItem: what is in a folder, or in any other container."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from typing import Any

from relayshell.cmdlets.item_choice import MODULE, decorated, matches_any
from relayshell.commands import Cmdlet, param
from relayshell.errors import ShellError
from relayshell.providers import names
from relayshell.providers.places import Target
from relayshell.providers.filefilter import fits
from relayshell.providers.provider import not_found


class GetChildItem(Cmdlet, name="Get-ChildItem", help_uri="https://go.microsoft.com/fwlink/?LinkID=2096492", alias=("dir", "gci"), default_set="Items", output=("System.IO.FileInfo", "System.IO.DirectoryInfo"), module=MODULE):
    """Lists the items in a container: folders first, then files, each in the order of their names.

    Example: the names of the files in a folder

        PS> $folder = New-Item -ItemType Directory /tmp/example-children -Force
        PS> 'b.log', 'a.txt' | ForEach-Object { New-Item $folder/$_ -Force | Out-Null }
        PS> Get-ChildItem $folder -Name
        a.txt
        b.log
        PS> Remove-Item $folder -Recurse
    """

    path: Any = param("The containers; patterns may stand for them.", "string[]", position=0, pipeline=True, by_name=True, sets=("Items",))
    literal_path: Any = param("The containers, their paths taken as they are.", "string[]", mandatory=True, by_name=True, sets=("LiteralItems",), alias=("PSPath", "LP"))
    filter: Any = param("Takes only items whose name matches this pattern.", "string", position=1)
    include: Any = param("Takes only items whose name matches one of these patterns.", "string[]")
    exclude: Any = param("Leaves out items whose name matches one of these patterns.", "string[]")
    recurse: Any = param("Goes into the containers found.", "switch", alias=("s", "r"))
    depth: Any = param("How many levels of folders to go into.", "uint")
    force: Any = param("Shows hidden items too.", "switch")
    name: Any = param("Gives names instead of items.", "switch")
    attributes: Any = param("Takes items with these attributes: names joined by + (and), `,` (or), ! (not).", "System.Management.Automation.FlagsExpression[System.IO.FileAttributes]")
    follow_symlink: Any = param("Goes into the folders that links lead to.", "switch")
    directory: Any = param("Only containers.", "switch", alias=("ad",))
    file: Any = param("Only what is no container.", "switch", alias=("af",))
    hidden: Any = param("Only hidden items.", "switch", alias=("ah", "h"))
    read_only: Any = param("Only read-only items.", "switch", alias=("ar",))
    system: Any = param("Only system items, which this platform has none of.", "switch", alias=("as",))

    def begin(self) -> None:
        chosen_by = (self.filter, self.include, self.exclude, self.directory, self.file, self.hidden, self.system, self.read_only)
        self.takes_all = self.attributes is None and not any(chosen_by)
        self.wanted_attributes = [] if self.attributes is None else self.attributes.found
        self.entered: set[tuple[int, int]] = set()
        # Hidden items are shown where the attributes speak of them.
        self.shows_hidden = bool(self.force or self.hidden) or any(word == "hidden" for each in self.wanted_attributes for word, _ in each)

    def process(self) -> None:
        literal = self.parameter_set == "LiteralItems"
        paths = self.literal_path if literal else self.path
        if not paths:
            paths = ["."]
            literal = True
        for path in paths:
            try:
                self._list(path, literal)
            except ShellError as error:
                self.write_error(error)

    def _list(self, path: str, literal: bool) -> None:
        places = self.session.places
        recurse = bool(self.recurse) or "depth" in self.given
        depth = int(self.depth) if "depth" in self.given else 1 << 30
        pattern = not literal and names.has_wildcard(path)
        # With -Recurse a last part that is a pattern, or no container, chooses names in all folders below.
        if recurse and not literal and (pattern or not places.target(names.unescape(path)).is_container):
            last = names.leaf(path)
            above = names.parent(path)
            if names.has_wildcard(last) or (above and not places.target(names.unescape(path)).exists) or (not above and not pattern):
                for base in places.resolve(above or ".", force=True):
                    self._walk(base, depth, base, [last])
                return
        found = places.resolve(path, literal=literal, force=bool(self.force), missing_ok=True)
        if len(found) == 1 and not found[0].exists:
            raise not_found(found[0].shown if found[0].provider.hierarchical else found[0].inner)
        if not found and not pattern:
            raise not_found(path)
        for target in found:
            if target.is_container and not (pattern and not recurse and self._stays(target, path)):
                self._visited(target)
                self._walk(target, depth if recurse else 0, target, None)
            elif self._wanted(target, None):
                self._give(target, target.provider.name_of(target.inner))

    def _stays(self, target: Target, path: str) -> bool:
        """Whether a container that a pattern found is itself the answer rather than what is in it."""
        return bool(self.include or self.exclude) or names.has_wildcard(names.leaf(path))

    def _walk(self, target: Target, depth: int, base: Target, only: list[str] | None) -> None:
        provider = target.provider
        try:
            found = list(target.children())
        except ShellError as error:
            self.write_error(error)
            return
        containers: list[Target] = []
        for child in found:
            hidden = provider.is_hidden(child.inner)
            if self._wanted(child, only) and (not hidden or self.shows_hidden):
                self._give(child, self._relative(child, base))
            if depth > 0 and provider.hierarchical and (not hidden or self.force) and self._enters(child):
                containers.append(child)
        for child in containers:
            self._walk(child, depth - 1, base, only)

    def _enters(self, child: Target) -> bool:
        if not child.is_container:
            return False
        if not self.follow_symlink:
            return not os.path.islink(child.inner)
        # A link may lead back to where it stands.
        if self._visited(child):
            self.write_warning(f"Skip already-visited directory {child.inner}.")
            return False
        return True

    def _visited(self, target: Target) -> bool:
        """Whether a folder was listed before, while links are followed; it is from now on."""
        if not self.follow_symlink or not target.provider.hierarchical:
            return False
        found = os.stat(target.inner)
        key = (found.st_dev, found.st_ino)
        known = key in self.entered
        self.entered.add(key)
        return known

    @staticmethod
    def _relative(child: Target, base: Target) -> str:
        root = base.inner.rstrip("/")
        return child.inner[len(root) + 1 :] if child.provider.hierarchical and root != child.inner else child.inner

    def _wanted(self, target: Target, only: list[str] | None) -> bool:
        if self.takes_all and only is None:
            return True
        provider = target.provider
        name = provider.name_of(target.inner)
        if only is not None and not matches_any(name, only):
            return False
        if self.filter and not fits(target.provider, name, self.filter):
            return False
        if self.include and not matches_any(name, self.include) or self.exclude and matches_any(name, self.exclude):
            return False
        if self.directory and not self.file and not target.is_container:
            return False
        if self.file and not self.directory and target.is_container:
            return False
        if self.hidden and not provider.is_hidden(target.inner) or self.system:
            return False
        if self.read_only and os.access(target.inner, os.W_OK) and os.stat(target.inner).st_mode & stat.S_IWUSR:
            return False
        return self.attributes is None or self._has_attributes(target)

    def _has_attributes(self, target: Target) -> bool:
        own = set(_attributes(target))
        return any(all((word in own) != negated for word, negated in each) for each in self.wanted_attributes)

    def _give(self, target: Target, shown: str) -> None:
        if self.name:
            self.write(decorated(target, shown))
            return
        value = target.provider.listed_item(target.inner, target.is_container)
        self.write(decorated(target, value))


def _attributes(target: Target) -> Iterator[str]:
    """The folded names of .NET's FileAttributes that an item has."""
    if target.is_container:
        yield "directory"
    if os.path.islink(target.inner):
        yield "reparsepoint"
    if target.provider.is_hidden(target.inner):
        yield "hidden"
    if not os.access(target.inner, os.W_OK):
        yield "readonly"
    if not target.is_container:
        yield "normal"
