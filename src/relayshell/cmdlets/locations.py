"""Where the session stands, and the drives there are."""

from __future__ import annotations

from typing import Any

from relayshell.commands import Cmdlet, param
from relayshell.commands.validation import not_empty
from relayshell.errors import ShellError
from relayshell.providers import names
from relayshell.providers.drive import Drive
from relayshell.providers.provider import ItemError, not_found

MODULE = "Microsoft.PowerShell.Management"
PATH_INFO = "System.Management.Automation.PathInfo"
INVALID = "System.InvalidOperationException"
# How many locations `Set-Location -` can go back.
HISTORY = 20


def enter(cmdlet: Cmdlet, path: str, literal: bool) -> Any:
    """Makes a path the current location; the PathInfo of it. Raises when there is none or several."""
    places = cmdlet.session.places
    found = places.resolve(path, literal=literal)
    if not found:
        raise not_found(path)
    if len(found) > 1:
        raise ItemError(
            f"Cannot set the location because path '{path}' resolved to multiple containers. "
            "You can only set the location to a single container at a time.",
            "Argument", "InvalidArgument", None, "System.Management.Automation.PSArgumentException",
        )
    target = found[0]
    if not target.is_container:
        raise not_found(target.shown)
    places.go(target)
    return places.location()


def drive_scope(cmdlet: Cmdlet) -> Any:
    """The scope that -Scope names, the one that runs where it is not given; None for the global one, whose drives stay."""
    from relayshell.runtime.scopes import scope_named

    frame = cmdlet.processor.frame
    found = scope_named(frame, cmdlet.scope) if cmdlet.scope is not None else frame.scope
    return None if found is cmdlet.session.globals else found


class GetLocation(Cmdlet, name="Get-Location", alias=("gl", "pwd"), default_set="Location", output=(PATH_INFO, PATH_INFO + "Stack"), module=MODULE):
    """Shows the current location.

    Example: where the shell stands

        PS> Set-Location /tmp
        PS> (Get-Location).Path
        /tmp
    """

    ps_provider: Any = param("The providers whose location to show.", "string[]", by_name=True, sets=("Location",), name="PSProvider")
    ps_drive: Any = param("The drives whose location to show.", "string[]", by_name=True, sets=("Location",), name="PSDrive")
    stack: Any = param("Shows the stack that Push-Location fills.", "switch", sets=("Stack",))
    stack_name: Any = param("The stacks to show.", "string[]", by_name=True, sets=("Stack",))

    def process(self) -> None:
        places = self.session.places
        if self.parameter_set == "Stack":
            for name in self.stack_name or [None]:
                try:
                    self.write(places.stack(name))
                except ShellError as error:
                    self.write_error(error)
            return
        if self.ps_drive:
            for name in self.ps_drive:
                drive = places.drive(name)
                self.write(places.info(places.target(f"{drive.name}:" if drive.name != "/" else "/")))
            return
        if self.ps_provider:
            for name in self.ps_provider:
                self.write(places.info(places.of_provider(places.provider(name))))
            return
        self.write(places.location())


class SetLocation(Cmdlet, name="Set-Location", alias=("cd", "chdir", "sl"), default_set="Path", output=(PATH_INFO, PATH_INFO + "Stack"), module=MODULE):
    """Goes to another location.

    `-` goes back to the last one, `+` forward again; without a path it goes home.

    Example: there and back

        PS> Set-Location /tmp
        PS> $PWD.Path
        /tmp
        PS> Set-Location -
    """

    path: Any = param("The place; a pattern may stand for it.", "string", position=0, pipeline=True, by_name=True, sets=("Path",))
    literal_path: Any = param("The place, taken as it is.", "string", mandatory=True, by_name=True, sets=("LiteralPath",), alias=("PSPath", "LP"))
    pass_thru: Any = param("Also gives the new location.", "switch")
    stack_name: Any = param("The stack that Push- and Pop-Location use from now on.", "string", by_name=True, sets=("Stack",))

    def process(self) -> None:
        places = self.session.places
        if self.parameter_set == "Stack":
            found = places.stack(self.stack_name or "default")
            places.default_stack = found.name
            if self.pass_thru:
                self.write(found)
            return
        before = places.current
        path = self.literal_path if self.parameter_set == "LiteralPath" else self.path
        try:
            if path is None and self.parameter_set == "Path":
                path = "~"
            if path in ("-", "+") and self.parameter_set == "Path":
                self._step(path)
            else:
                enter(self, path, self.parameter_set == "LiteralPath")
                places.back = [*places.back[1 - HISTORY :], before]
                places.forward.clear()
        except ShellError as error:
            if error.id == INVALID:
                raise
            self.write_error(error)
            return
        if self.pass_thru:
            self.write(places.location())

    def _step(self, direction: str) -> None:
        places = self.session.places
        source, other = (places.back, places.forward) if direction == "-" else (places.forward, places.back)
        if not source:
            word = "There is no location history left to navigate backwards." if direction == "-" else \
                "There is no location history left to navigate forwards."
            raise ItemError(word, INVALID, "NotSpecified", None, INVALID)
        other.append(places.current)
        places.go(source.pop())


class PushLocation(Cmdlet, name="Push-Location", alias="pushd", default_set="Path", output=(PATH_INFO,), module=MODULE):
    """Puts the current location on a stack, and goes to another one if a path is given.

    Example: the place kept for later

        PS> Push-Location /tmp
        PS> $PWD.Path
        /tmp
        PS> Pop-Location
    """

    path: Any = param("The place.", "string", position=0, pipeline=True, by_name=True, sets=("Path",))
    literal_path: Any = param("The place, taken as it is.", "string", by_name=True, sets=("LiteralPath",), alias=("PSPath", "LP"))
    pass_thru: Any = param("Also gives the new location.", "switch")
    stack_name: Any = param("The stack; one without a name is used otherwise.", "string", by_name=True)

    def process(self) -> None:
        places = self.session.places
        places.push(self.stack_name)
        path = self.path if self.parameter_set == "Path" else self.literal_path
        if path is not None:
            try:
                enter(self, path, self.parameter_set == "LiteralPath")
            except ShellError as error:
                places.stack(self.stack_name).items.pop()
                self.write_error(error)
                return
        if self.pass_thru:
            self.write(places.location())


class PopLocation(Cmdlet, name="Pop-Location", alias="popd", output=(PATH_INFO,), module=MODULE):
    """Goes to the location that was put on the stack last.

    Example: back to where it was

        PS> Set-Location /
        PS> Push-Location /tmp
        PS> Pop-Location
        PS> $PWD.Path
        /
    """

    pass_thru: Any = param("Also gives the new location.", "switch")
    stack_name: Any = param("The stack.", "string", by_name=True)

    def process(self) -> None:
        places = self.session.places
        try:
            now = places.pop(self.stack_name)
        except ShellError as error:
            self.write_error(error)
            return
        if now is not None and self.pass_thru:
            self.write(now)


class GetPSDrive(Cmdlet, name="Get-PSDrive", alias="gdr", default_set="Name", output=("System.Management.Automation.PSDriveInfo",), module=MODULE):
    """Lists the drives.

    Example: where a drive begins

        PS> (Get-PSDrive Temp).Provider.Name
        FileSystem
    """

    name: Any = param("The drives, by name or pattern.", "string[]", position=0, by_name=True, sets=("Name",), check=not_empty())
    literal_name: Any = param("The drives, by exact name.", "string[]", mandatory=True, position=0, by_name=True, sets=("LiteralName",))
    scope: Any = param("The scope whose drives to list.", "string", by_name=True)
    ps_provider: Any = param("Only drives of these providers.", "string[]", by_name=True, name="PSProvider")

    def process(self) -> None:
        from relayshell.objects.wildcard import compile_wildcard

        places = self.session.places
        drives = sorted(places.drives.values(), key=lambda drive: drive.name.lower())
        if self.scope is not None:
            scope = drive_scope(self)
            drives = [drive for drive in drives if drive.scope is scope]
        if self.ps_provider:
            wanted = {places.provider(name).name for name in self.ps_provider}
            drives = [drive for drive in drives if drive.provider.name in wanted]
        for pattern in self.literal_name or self.name or ["*"]:
            literal = self.literal_name is not None
            matches = compile_wildcard(pattern.rstrip(":"), True).match if not literal else (lambda text, p=pattern: text.lower() == p.lower())
            found = [drive for drive in drives if matches(drive.name)]
            if not found and (literal or not names.has_wildcard(pattern)):
                self.write_error(ItemError(
                    f"Cannot find drive. A drive with the name '{pattern}' does not exist.",
                    "GetLocationNoMatchingDrive", "ObjectNotFound", pattern, "System.Management.Automation.DriveNotFoundException"))
            self.write_many(found)


class NewPSDrive(Cmdlet, name="New-PSDrive", alias="ndr", should_process=True, module=MODULE):
    """Makes a drive: a short name for a place.

    Example: a short name for a folder

        PS> (New-PSDrive Example FileSystem /tmp).Root
        /tmp
        PS> Remove-PSDrive Example
    """

    name: Any = param("Its name.", "string", mandatory=True, position=0, by_name=True)
    ps_provider: Any = param("The provider it belongs to.", "string", mandatory=True, position=1, by_name=True, name="PSProvider")
    root: Any = param("The place it stands for.", "string", mandatory=True, position=2, by_name=True, allow_empty_string=True)
    description: Any = param("What the drive is for.", "string", by_name=True)
    scope: Any = param("The scope it lives in: Global, Local, Script or a number.", "string", by_name=True)
    credential: Any = param("Who the drive is for; it is kept with the drive.", "pscredential", by_name=True)

    def process(self) -> None:
        places = self.session.places
        if any(letter in self.name for letter in ";~/\\.:"):
            self.write_error(ItemError("Cannot process the drive name because the drive name contains one or more of the following characters "
                                       "that are not valid: ; ~ / \\ . :", "Argument", "InvalidArgument", None, "System.Management.Automation.PSArgumentException"))
            return
        provider = places.provider(self.ps_provider)
        if self.name.lower() in places.drives:
            self.write_error(ItemError(
                f"A drive with the name '{self.name}' already exists.", "DriveAlreadyExists", "ResourceExists", self.name,
                "System.Management.Automation.SessionStateException"))
            return
        if not self.should_process(f"Name: {self.name} Provider: {provider.full_name} Root: {self.root}", "New drive"):
            return
        root = places.target(self.root).inner if provider.hierarchical else self.root
        if provider.hierarchical and not provider.is_container(root):
            self.write_error(ItemError(
                f"The specified drive root \"{self.root}\" either does not exist, or it is not a folder.",
                "DriveRootError", "ReadError", self.name, "System.IO.IOException"))
            return
        drive = Drive(self.name, provider, root, self.description or "", drive_scope(self), self.credential)
        places.add(drive)
        self.write(drive)


class RemovePSDrive(Cmdlet, name="Remove-PSDrive", alias="rdr", default_set="Name", should_process=True, module=MODULE):
    """Removes a drive; what it stands for stays.

    Example: a drive no longer needed

        PS> $null = New-PSDrive Example FileSystem /tmp
        PS> Remove-PSDrive Example
        PS> Test-Path Example:/
        False
    """

    name: Any = param("The drives, by name or pattern.", "string[]", mandatory=True, position=0, by_name=True, sets=("Name",), allow_null=True, allow_empty_collection=True)
    literal_name: Any = param("The drives, by exact name.", "string[]", mandatory=True, position=0, by_name=True, sets=("LiteralName",))
    ps_provider: Any = param("Only drives of these providers.", "string[]", by_name=True, name="PSProvider")
    scope: Any = param("The scope.", "string", by_name=True)
    force: Any = param("Removes the drive the session stands in too.", "switch")

    def process(self) -> None:
        from relayshell.objects.wildcard import compile_wildcard

        places = self.session.places
        for pattern in self.literal_name or self.name or []:
            matches = compile_wildcard(pattern, True).match
            found = [each for each in places.drives.values() if matches(each.name) or each.name.lower() == pattern.lower()]
            if self.scope is not None:
                scope = drive_scope(self)
                found = [each for each in found if each.scope is scope]
            if self.ps_provider:
                wanted = {places.provider(name).name for name in self.ps_provider}
                found = [each for each in found if each.provider.name in wanted]
            if not found and not names.has_wildcard(pattern):
                self.write_error(ItemError(
                    f"Cannot find drive. A drive with the name '{pattern}' does not exist.",
                    "DriveNotFound", "ObjectNotFound", pattern, "System.Management.Automation.DriveNotFoundException"))
            for drive in found:
                if not self.should_process(f"Name: {drive.name} Provider: {drive.provider.full_name} Root: {drive.root}", "Remove Drive"):
                    continue
                if places.current.drive is drive and not self.force:
                    self.write_error(ItemError(
                        f"Cannot remove drive '{drive.name}' because it is in use.", "DriveInUse", "InvalidOperation", drive.name,
                        "System.Management.Automation.PSInvalidOperationException"))
                    continue
                places.drives.pop(drive.name.lower(), None)


class GetPSProvider(Cmdlet, name="Get-PSProvider", output=("System.Management.Automation.ProviderInfo",), module=MODULE):
    """Lists the providers, which are the kinds of stores that paths lead into.

    Example: what stores there are

        PS> (Get-PSProvider FileSystem).Name
        FileSystem
    """

    ps_provider: Any = param("The providers, by name or pattern.", "string[]", position=0, by_name=True, name="PSProvider", check=not_empty())

    def process(self) -> None:
        from relayshell.objects.wildcard import compile_wildcard

        providers = sorted(self.session.places.providers.values(), key=lambda each: each.name)
        for pattern in self.ps_provider or ["*"]:
            matches = compile_wildcard(pattern, True).match
            found = [each for each in providers if matches(each.name) or each.full_name.lower() == pattern.lower()]
            if not found and not names.has_wildcard(pattern):
                self.write_error(ItemError(
                    f"Cannot find a provider with the name '{pattern}'.", "ProviderNotFound", "ObjectNotFound", pattern,
                    "System.Management.Automation.ProviderNotFoundException"))
            self.write_many(found)
