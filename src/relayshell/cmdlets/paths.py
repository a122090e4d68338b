"""Paths: testing, joining, splitting, resolving."""

from __future__ import annotations

from typing import Any

from relayshell.cmdlets.item_choice import matches_any, refuse_credential
from relayshell.commands import Cmdlet, param
from relayshell.errors import ShellError
from relayshell.providers import names
from relayshell.providers.filefilter import fits
from relayshell.providers.provider import ItemError, not_found

MODULE = "Microsoft.PowerShell.Management"
UNUSED_CREDENTIAL = "Not used by the providers of this platform."


class TestPath(Cmdlet, name="Test-Path", default_set="Path", output=("System.Boolean",), module=MODULE):
    """Tells whether there is something at a path.

    Example: a folder that is there, and a file that is not

        PS> Test-Path /tmp
        True
        PS> Test-Path /tmp -PathType Leaf
        False
    """

    path: Any = param("The paths; patterns may stand for them.", "string[]", mandatory=True, position=0, pipeline=True, by_name=True, sets=("Path",), allow_null=True, allow_empty_collection=True, allow_empty_string=True)
    literal_path: Any = param("The paths, taken as they are.", "string[]", mandatory=True, by_name=True, sets=("LiteralPath",), alias=("PSPath", "LP"), allow_null=True, allow_empty_collection=True, allow_empty_string=True)
    filter: Any = param("A pattern that names must match.", "string")
    include: Any = param("Patterns of names of which one must match.", "string[]")
    exclude: Any = param("Patterns of names that do not count.", "string[]")
    path_type: Any = param("What must be there.", "Microsoft.PowerShell.Commands.TestPathType", "Any", alias=("Type",))
    is_valid: Any = param("Asks whether the path could be one, not whether anything is there.", "switch")
    credential: Any = param(UNUSED_CREDENTIAL, "pscredential", by_name=True)
    older_than: Any = param("Only what was written before this time.", "System.Nullable[datetime]")
    newer_than: Any = param("Only what was written after this time.", "System.Nullable[datetime]")

    def process(self) -> None:
        refuse_credential(self)
        literal = self.parameter_set == "LiteralPath"
        paths = self.literal_path if literal else self.path
        if paths is None or len(paths) == 0:
            self.write_error(self._null("The provided Path argument was null or an empty collection."))
            return
        for path in paths:
            if path is None:
                self.write_error(self._null("The provided Path argument was null or an empty collection."))
            elif not path.strip():
                self.write(False)
            else:
                self.write(self._answer(path, literal))

    @staticmethod
    def _null(parameter: str) -> ShellError:
        return ItemError(f"Value cannot be null. (Parameter '{parameter}')", "NullPathNotPermitted", "InvalidArgument", None,
                         "System.ArgumentNullException")

    def _answer(self, path: str, literal: bool) -> bool:
        places = self.session.places
        try:
            if self.is_valid:
                target = places.target(path)
                return "\0" not in path and not (target.provider.hierarchical and "\0" in target.inner)
            found = [target for target in places.resolve(path, literal=literal, force=True, missing_ok=True) if target.exists]
        except ShellError:
            return False
        kind = str(self.path_type)
        for target in found:
            if kind == "Container" and not target.is_container or kind == "Leaf" and target.is_container:
                continue
            if not self._wanted(target):
                continue
            return True
        return False

    def _wanted(self, target: Any) -> bool:

        name = target.provider.name_of(target.inner)
        if self.filter and not fits(target.provider, name, self.filter) or self.include and not matches_any(name, self.include):
            return False
        if self.exclude and matches_any(name, self.exclude):
            return False
        if self.newer_than is None and self.older_than is None:
            return True
        from relayshell.objects.members import get_member

        written = get_member(target.provider.item(target.inner), "LastWriteTime")
        return (self.newer_than is None or written > self.newer_than) and (self.older_than is None or written < self.older_than)


class JoinPath(Cmdlet, name="Join-Path", output=("System.String",), module=MODULE):
    """Puts paths together, with one separator between the parts.

    Example: a file in a folder

        PS> Join-Path /var/log mail.log
        /var/log/mail.log
    """

    path: Any = param("The first part; several give several paths.", "string[]", mandatory=True, position=0, pipeline=True, by_name=True, alias=("PSPath",))
    child_path: Any = param("The parts that follow.", "string[]", mandatory=True, position=1, by_name=True, allow_null=True, allow_empty_string=True, allow_empty_collection=True)
    additional_child_path: Any = param("More parts.", "string[]", by_name=True, remaining=True, position=2, allow_null=True, allow_empty_string=True, allow_empty_collection=True)
    resolve: Any = param("Gives what is there instead of the joined text; patterns may stand in it.", "switch")
    credential: Any = param(UNUSED_CREDENTIAL, "pscredential", by_name=True)

    def process(self) -> None:
        refuse_credential(self)
        rest = ""
        for more in [*(self.child_path or ()), *(self.additional_child_path or ())]:
            rest = names.join(rest, more) if rest else (more or "")
        for path in self.path:
            joined = names.join(path, rest)
            try:
                self._known(path)
            except ShellError as error:
                self.write_error(error)
                continue
            if not self.resolve:
                self.write(joined)
                continue
            try:
                found = self.session.places.resolve(joined)
                if not found:
                    raise not_found(joined)
                self.write_many([target.shown for target in found])
            except ShellError as error:
                self.write_error(error)


    def _known(self, path: str) -> None:
        """Raises DriveNotFound or ProviderNotFound for a path that begins with what there is not."""
        places = self.session.places
        provider, rest = names.split_provider(path)
        drive = names.split_drive(rest)[0]
        if provider is not None:
            places.provider(provider)
        elif drive is not None:
            places.drive(drive)


_PARTS = ("ExtensionSet", "IsAbsoluteSet", "LeafBaseSet", "LeafSet", "NoQualifierSet", "ParentSet", "QualifierSet")


class SplitPath(Cmdlet, name="Split-Path", default_set="ParentSet", output=("System.String", "System.Boolean"), module=MODULE):
    """Gives one part of a path: its parent, unless another is asked for.

    Example: the name and the folder of a file

        PS> Split-Path /var/log/mail.log -Leaf
        mail.log
        PS> Split-Path /var/log/mail.log
        /var/log
    """

    path: Any = param("The paths.", "string[]", mandatory=True, position=0, pipeline=True, by_name=True, sets=_PARTS)
    literal_path: Any = param("The paths, taken as they are.", "string[]", mandatory=True, by_name=True, sets=("LiteralPathSet",), alias=("PSPath", "LP"))
    qualifier: Any = param("The drive.", "switch", mandatory=True, by_name=True, sets=("QualifierSet",))
    no_qualifier: Any = param("The path without its drive.", "switch", mandatory=True, by_name=True, sets=("NoQualifierSet",))
    parent: Any = param("Everything but the last part.", "switch", by_name=True, sets=("ParentSet",))
    leaf: Any = param("The last part.", "switch", mandatory=True, by_name=True, sets=("LeafSet",))
    leaf_base: Any = param("The last part without its extension.", "switch", mandatory=True, by_name=True, sets=("LeafBaseSet",))
    extension: Any = param("The extension, with its dot.", "switch", mandatory=True, by_name=True, sets=("ExtensionSet",))
    resolve: Any = param("Splits what is there, found by pattern, rather than the text.", "switch")
    is_absolute: Any = param("Whether the path is absolute.", "switch", mandatory=True, sets=("IsAbsoluteSet",))
    credential: Any = param(UNUSED_CREDENTIAL, "pscredential", by_name=True)

    def process(self) -> None:
        refuse_credential(self)
        for path in self.literal_path or self.path:
            given = [path]
            if self.resolve:
                try:
                    given = [target.shown for target in self.session.places.resolve(path, literal=bool(self.literal_path))]
                except ShellError as error:
                    self.write_error(error)
                    continue
            for each in given:
                try:
                    self.write(self._part(each))
                except ShellError as error:
                    self.write_error(error)

    def _part(self, path: str) -> Any:
        provider, rest = names.split_provider(path)
        drive, inner = names.split_drive(rest)
        match self.parameter_set:
            case "LeafSet":
                return names.leaf(path)
            case "LeafBaseSet":
                name = names.leaf(path)
                return name.rpartition(".")[0] if "." in name else name
            case "ExtensionSet":
                return names.extension(names.leaf(path))
            case "QualifierSet":
                if provider is not None:
                    return f"{provider}::"
                if drive is None:
                    raise ItemError(f"Cannot parse path because path '{path}' does not have a qualifier specified.",
                                    "ParsePathFormatError", "InvalidArgument", path, "System.FormatException")
                return f"{drive}:"
            case "NoQualifierSet":
                return inner if drive is not None else rest
            case "IsAbsoluteSet":
                return provider is not None or drive is not None or inner.startswith(("/", "\\"))
        return names.parent(path)


class ResolvePath(Cmdlet, name="Resolve-Path", alias="rvpa", default_set="Path", output=("System.String", "System.Management.Automation.PathInfo"), module=MODULE):
    """Gives the full paths of what is there.

    Example: the whole path

        PS> (Resolve-Path /tmp/..).Path
        /
    """

    path: Any = param("The paths; patterns may stand for them.", "string[]", mandatory=True, position=0, pipeline=True, by_name=True, sets=("Path",))
    literal_path: Any = param("The paths, taken as they are.", "string[]", mandatory=True, by_name=True, sets=("LiteralPath",), alias=("PSPath", "LP"))
    relative: Any = param("As seen from the current location.", "switch", sets=("LiteralPath", "Path"))
    relative_base_path: Any = param("As seen from this folder.", "string")
    force: Any = param("Finds hidden items too.", "switch")
    credential: Any = param(UNUSED_CREDENTIAL, "pscredential", by_name=True)

    def process(self) -> None:
        refuse_credential(self)
        places = self.session.places
        literal = self.parameter_set == "LiteralPath"
        base = places.current
        if self.relative_base_path is not None:
            base = places.resolve(self.relative_base_path)[0]
            if not base.is_container:
                raise not_found(base.shown)
        for path in self.literal_path if literal else self.path:
            try:
                found = places.resolve(self._from_base(path, base), literal=literal, force=bool(self.force))
            except ShellError as error:
                self.write_error(error)
                continue
            for target in found:
                self.write(names.relative(target.inner, base.inner) if self.relative else places.info(target))


    def _from_base(self, path: str, base: Any) -> str:
        """A path that begins nowhere begins at -RelativeBasePath."""
        qualified = names.split_provider(path)[0] is not None or names.split_drive(path)[0] is not None
        if self.relative_base_path is None or qualified or names.slashed(path).startswith(("/", "~")):
            return path
        return names.join(names.escape(str(self.session.places.info(base))), path)


class ConvertPath(Cmdlet, name="Convert-Path", alias="cvpa", default_set="Path", output=("System.String",), module=MODULE):
    """Gives paths as their provider writes them.

    Example: the whole path as text

        PS> Convert-Path /tmp/../tmp
        /tmp
    """

    path: Any = param("The paths; patterns may stand for them.", "string[]", mandatory=True, position=0, pipeline=True, by_name=True, sets=("Path",))
    literal_path: Any = param("The paths, taken as they are.", "string[]", mandatory=True, by_name=True, sets=("LiteralPath",), alias=("PSPath", "LP"))
    force: Any = param("Finds hidden items too.", "switch")

    def process(self) -> None:
        literal = self.parameter_set == "LiteralPath"
        for path in self.literal_path if literal else self.path:
            try:
                self.write_many([target.inner for target in self.session.places.resolve(path, literal=literal, force=bool(self.force))])
            except ShellError as error:
                self.write_error(error)
