"""Items: getting, making, changing, copying, moving and removing what paths lead to."""

from __future__ import annotations

import os
from typing import Any

from relayshell.cmdlets.item_choice import MODULE, UNUSED_CREDENTIAL, ItemCmdlet, decorated, options_parameter, refuse_credential, set_options
from relayshell.commands import Cmdlet, inset, param
from relayshell.commands.validation import not_empty
from relayshell.errors import ShellError
from relayshell.objects.text import to_text
from relayshell.providers import names
from relayshell.providers.provider import ItemError, not_found


class GetItem(ItemCmdlet, name="Get-Item",
              order="Path LiteralPath Filter Include Exclude Force Credential",
              alias="gi", default_set="Path", output=("System.IO.FileInfo", "System.Boolean", "System.String", "System.IO.FileInfo", "System.IO.DirectoryInfo"), module=MODULE):
    """Gets the item at a path.

    Example: what kind of thing a path leads to

        PS> (Get-Item /tmp).PSIsContainer
        True
    """

    def process(self) -> None:
        for target in self.chosen():
            if not self.force and target.provider.hierarchical and target.inner != "/" and target.provider.is_hidden(target.inner):
                self.write_error(ItemError(f"Could not find item {target.inner}.", "ItemNotFound", "ObjectNotFound", target.inner, "System.IO.IOException"))
                continue
            self.attempt(self.give, target)


class SetItem(ItemCmdlet, name="Set-Item",
              order="Path LiteralPath Value Force PassThru Filter Include Exclude Credential",
              alias="si", default_set="Path", should_process=True, module=MODULE):
    """Gives an item a value: a variable, an alias, a function, an environment variable.

    Example: a variable of the environment

        PS> Set-Item Env:EXAMPLE_ITEM yes
        PS> $env:EXAMPLE_ITEM
        yes
        PS> Remove-Item Env:EXAMPLE_ITEM
    """

    path: Any = param("The paths.", "string[]", mandatory=True, position=0, by_name=True, sets=("Path",))
    pass_thru: Any = param("Also gives the item.", "switch")
    value: Any = param("The value.", "System.Object", position=1, pipeline=True, by_name=True)

    def dynamic_parameters(self) -> Any:
        return options_parameter(self)

    def process(self) -> None:
        for target in self.chosen(missing_ok=True):
            if self.should_process(f"Item: {target.inner} Value: {to_text(self.value)}", "Set Item"):
                self.attempt(self._set, target)

    def _set(self, target: Any) -> None:
        target.provider.set_item(target.inner, self.value, bool(self.force))
        set_options(self, target)
        if self.pass_thru:
            self.give(target)


class ClearItem(ItemCmdlet, name="Clear-Item",
                order="Path LiteralPath Force Filter Include Exclude Credential",
                alias="cli", default_set="Path", should_process=True, module=MODULE):
    """Empties an item without removing it.

    Example: a variable emptied

        PS> $example = 5
        PS> Clear-Item Variable:example
        PS> $null -eq $example
        True
    """

    def process(self) -> None:
        for target in self.chosen():
            if self.should_process(f"Item: {target.inner}", "Clear Item"):
                self.attempt(target.provider.clear_item, target.inner, bool(self.force))


class NewItem(Cmdlet, name="New-Item", alias="ni", default_set="pathSet", should_process=True, output=("System.String", "System.IO.FileInfo", "System.IO.DirectoryInfo"), module=MODULE):
    """Makes an item: a file, a folder, a link, a variable, a function.

    Example: a file in a new folder

        PS> $folder = New-Item -ItemType Directory -Path (Join-Path /tmp example-new-item) -Force
        PS> (New-Item -Path $folder/a.txt -Value hello -Force).Length
        5
        PS> Remove-Item $folder -Recurse
    """

    path: Any = param("Where.", "string[]", sets={"nameSet": inset(position=0, by_name=True), "pathSet": inset(mandatory=True, position=0, by_name=True)})
    name: Any = param("Its name in each path.", "string", mandatory=True, by_name=True, sets=("nameSet",), allow_null=True, allow_empty_string=True)
    item_type: Any = param("What to make: File, Directory, SymbolicLink, HardLink.", "string", by_name=True, alias=("Type",))
    value: Any = param("What it holds; of a link, where it leads.", "System.Object", pipeline=True, by_name=True, alias=("Target",))
    force: Any = param("Replaces what is there, and makes the folders above.", "switch")
    credential: Any = param(UNUSED_CREDENTIAL, "pscredential", by_name=True)

    def dynamic_parameters(self) -> Any:
        return options_parameter(self)

    def process(self) -> None:
        refuse_credential(self)
        places = self.session.places
        for path in self.path if self.path else ["."]:
            if self.parameter_set == "nameSet":
                if not self.name and not path:
                    self.write_error(not_found(path))
                    continue
                path = names.join(path, self.name) if self.name else path
            try:
                target = places.target(names.unescape(path))
                kind = self.item_type or ("File" if target.provider.hierarchical else None)
                action = f"Create {kind}" if target.provider.hierarchical else "New Item"
                shown = (f"Destination: {target.inner}" if target.provider.hierarchical
                         else f"Item: {target.inner} Type: {to_text(self.item_type)} Value: {to_text(self.value)}")
                if not target.provider.hierarchical and not target.inner:
                    raise ItemError("An item of this drive needs a name, and the path gives none.", "NewItemNullPath", "InvalidArgument", None,
                                    "System.Management.Automation.PSArgumentException")
                if not self.should_process(shown, action):
                    continue
                value = self.value
                if (kind or "").lower()[:1] in ("h", "j") and target.provider.hierarchical and value is not None:
                    # A hard link leads to the file itself, so its aim is found from where the session stands.
                    value = places.target(to_text(value)).inner
                made = target.provider.new_item(target.inner, self.item_type, value, bool(self.force))
                if not target.provider.hierarchical:
                    set_options(self, target)
                if made is not None:
                    self.write(decorated(target, made))
            except ShellError as error:
                self.write_error(error)


class RemoveItem(ItemCmdlet, name="Remove-Item",
                 order="Path LiteralPath Filter Include Exclude Recurse Force Credential",
                 alias=("del", "erase", "rd", "ri"), default_set="Path", should_process=True, module=MODULE):
    """Removes items.

    Example: a file, gone

        PS> Set-Content /tmp/example-remove.txt one
        PS> Remove-Item /tmp/example-remove.txt
        PS> Test-Path /tmp/example-remove.txt
        False
    """

    recurse: Any = param("Removes what is in a folder with it.", "switch")

    def process(self) -> None:
        for path in self.paths():
            try:
                found = self.places.resolve(path, literal=self.literal, force=bool(self.force))
            except ShellError as error:
                self.write_error(error)
                continue
            for target in found:
                if self.recurse and (self.include or self.filter) and target.is_container:
                    self._within(target)
                elif self.wanted(target):
                    self._remove(target)

    def _within(self, target: Any) -> None:
        for name in target.provider.child_names(target.inner, force=bool(self.force)):
            child = target.child(name)
            if self.wanted(child):
                self._remove(child)
            elif child.is_container:
                self._within(child)

    def _remove(self, target: Any) -> None:
        provider = target.provider
        if provider.hierarchical:
            here = self.places.current
            if here.provider is provider and (here.inner + "/").startswith(target.inner.rstrip("/") + "/") and target.is_container:
                self.write_error(ItemError(
                    f"Cannot remove the item at '{target.inner}' because it is in use.", "InvalidOperation", "InvalidOperation", target.inner,
                    "System.Management.Automation.PSInvalidOperationException"))
                return
        kind = ("Remove Directory" if target.is_container else "Remove File") if provider.hierarchical else "Remove Item"
        shown = target.inner if provider.hierarchical else f"Item: {target.inner}"
        if not self.should_process(shown, kind):
            return
        recurse = bool(self.recurse)
        if provider.hierarchical and target.is_container and not os.path.islink(target.inner) and not recurse and os.listdir(target.inner):
            if not self.should_continue(
                f"The item at {target.inner} has children and the Recurse parameter was not specified. If you continue, all "
                "children will be removed with the item. Are you sure you want to continue?", "Confirm"):
                return
            recurse = True
        self.attempt(provider.remove_item, target.inner, recurse, bool(self.force))


class CopyItem(ItemCmdlet, name="Copy-Item",
               order="Path LiteralPath Destination Container Force Filter Include Exclude Recurse PassThru Credential FromSession ToSession",
               alias=("copy", "cpi"), default_set="Path", should_process=True, module=MODULE):
    """Copies items.

    Example: a copy under another name

        PS> Set-Content /tmp/example-copy.txt one
        PS> (Copy-Item /tmp/example-copy.txt /tmp/example-copied.txt -PassThru).Name
        example-copied.txt
        PS> Remove-Item /tmp/example-cop*.txt
    """

    container: Any = param("Keeps folders when copying their content.", "switch", True)
    destination: Any = param("Where to.", "string", position=1, by_name=True)
    from_session: Any = param("Sessions on other machines are not offered.", "System.Management.Automation.Runspaces.PSSession", check=not_empty())
    pass_thru: Any = param("Also gives the copies.", "switch")
    recurse: Any = param("Copies what is in folders too.", "switch")
    to_session: Any = param("Sessions on other machines are not offered.", "System.Management.Automation.Runspaces.PSSession", check=not_empty())

    def wanted(self, target: Any) -> bool:
        # The filter chooses what is copied out of a container that is named, not the container itself.
        kept, self.filter = self.filter, None if target.is_container and not any(map(names.has_wildcard, self.paths())) else self.filter
        try:
            return super().wanted(target)
        finally:
            self.filter = kept

    def process(self) -> None:
        if self.from_session is not None or self.to_session is not None:
            raise ShellError("Copying to or from a session on another machine is not offered here: use scp or rsync.",
                             "NotSupported", "NotImplemented")
        for target in self.chosen():
            self.attempt(self._copy, target)

    def _copy(self, target: Any) -> None:
        aim = self.places.target(names.unescape(self.destination)) if self.destination else self.places.current
        if aim.provider is not target.provider:
            raise ItemError(
                "Source and destination path did not resolve to the same provider.", "Argument", "InvalidArgument", None,
                "System.Management.Automation.PSArgumentException")
        kind = "Copy Directory" if target.is_container and target.provider.hierarchical else "Copy File"
        if not target.provider.hierarchical:
            kind = "Copy Item"
        slash = "/" if self.destination and self.destination.endswith(("/", "\\")) else ""
        shown_aim = aim.inner
        if target.provider.hierarchical and aim.is_container:
            shown_aim = f"{aim.inner.rstrip('/')}/{target.provider.name_of(target.inner)}"
        if not self.should_process(f"Item: {target.inner} Destination: {shown_aim}", kind):
            return
        made = target.provider.copy_item(target.inner, aim.inner + slash, bool(self.recurse), bool(self.force), bool(self.container), self.filter)
        if self.pass_thru:
            for path in made:
                self.give(type(target)(target.provider, aim.drive, path))


class MoveItem(ItemCmdlet, name="Move-Item",
               order="Path LiteralPath Destination Force Filter Include Exclude PassThru Credential",
               alias=("mi", "move"), default_set="Path", should_process=True, module=MODULE):
    """Moves items.

    Example: a file under another name

        PS> Set-Content /tmp/example-move.txt one
        PS> (Move-Item /tmp/example-move.txt /tmp/example-moved.txt -PassThru).Name
        example-moved.txt
        PS> Remove-Item /tmp/example-moved.txt
    """

    destination: Any = param("Where to.", "string", position=1, by_name=True)
    pass_thru: Any = param("Also gives the items at their new place.", "switch")

    def process(self) -> None:
        for target in self.chosen():
            self.attempt(self._move, target)

    def _move(self, target: Any) -> None:
        aim = self.places.target(names.unescape(self.destination)) if self.destination else self.places.current
        kind = "Move Directory" if target.is_container else "Move File"
        if not self.should_process(f"Item: {target.inner} Destination: {aim.inner}", kind if target.provider.hierarchical else "Move Item"):
            return
        now = target.provider.move_item(target.inner, aim.inner, bool(self.force))
        if self.pass_thru:
            self.give(type(target)(target.provider, aim.drive, now))


class RenameItem(Cmdlet, name="Rename-Item", alias=("ren", "rni"), default_set="ByPath", should_process=True, module=MODULE):
    """Gives an item another name in the same place.

    Example: another name in the same folder

        PS> Set-Content /tmp/example-old.txt one
        PS> (Rename-Item /tmp/example-old.txt example-new.txt -PassThru).Name
        example-new.txt
        PS> Remove-Item /tmp/example-new.txt
    """

    path: Any = param("The item.", "string", mandatory=True, position=0, pipeline=True, by_name=True, sets=("ByPath",))
    literal_path: Any = param("The item, its path taken as it is.", "string", mandatory=True, by_name=True, sets=("ByLiteralPath",), alias=("PSPath", "LP"))
    new_name: Any = param("The new name.", "string", mandatory=True, position=1, by_name=True)
    force: Any = param("Replaces an item that has the new name already.", "switch")
    pass_thru: Any = param("Also gives the item.", "switch")
    credential: Any = param(UNUSED_CREDENTIAL, "pscredential", by_name=True)

    def process(self) -> None:
        refuse_credential(self)
        literal = self.parameter_set == "ByLiteralPath"
        path = self.literal_path if literal else self.path
        try:
            found = self.session.places.resolve(path, literal=literal, force=True, missing_ok=True)
            if len(found) != 1 or not found[0].provider.exists(found[0].inner):
                if found and not found[0].provider.hierarchical:
                    raise not_found(found[0].shown)
                raise ItemError(
                    f"Cannot rename because item at '{path}' does not exist.", "InvalidOperation", "InvalidOperation", path,
                    "System.Management.Automation.PSInvalidOperationException")
            target = found[0]
            here = self.session.places.current
            if target.provider.hierarchical and here.provider is target.provider and f"{here.inner}/".startswith(target.inner.rstrip("/") + "/"):
                raise ItemError(f"Cannot rename the item at '{path}' because it is in use.", "InvalidOperation", "InvalidOperation", path,
                                "System.Management.Automation.PSInvalidOperationException")
            new_name = self.new_name
            if "/" in new_name or "\\" in new_name:
                new_name = names.leaf(new_name)
                if names.parent(names.slashed(self.new_name)) not in ("", ".", names.parent(target.inner)):
                    raise ItemError(
                        "Cannot rename the specified target, because it represents a path or device name.", "Argument", "InvalidArgument",
                        self.new_name, "System.Management.Automation.PSArgumentException")
            aim = f"{names.parent(target.inner).rstrip('/')}/{new_name}" if target.provider.hierarchical else new_name
            kind = ("Rename Directory" if target.is_container else "Rename File") if target.provider.hierarchical else "Rename Item"
            if not self.should_process(f"Item: {target.inner} Destination: {aim}", kind):
                return
            now = target.provider.rename_item(target.inner, new_name, bool(self.force))
            if self.pass_thru:
                moved = type(target)(target.provider, target.drive, now)
                self.write(decorated(moved, moved.provider.item(now)))
        except ShellError as error:
            self.write_error(error)


class InvokeItem(ItemCmdlet, name="Invoke-Item",
                 order="Path LiteralPath Filter Include Exclude Credential",
                 alias="ii", default_set="Path", should_process=True, module=MODULE):
    """Opens an item with the program the desktop has for it."""

    force = False

    def process(self) -> None:
        import shutil
        import subprocess

        opener = shutil.which("xdg-open")
        for target in self.chosen():
            if not self.should_process(f"Item: {target.inner}", "Invoke Item"):
                continue
            if not target.provider.hierarchical:
                self.write_error(ItemError("Provider operation stopped because the provider does not support this operation.",
                                           "NotSupported", "NotImplemented", target.inner, "System.Management.Automation.PSNotSupportedException"))
            elif os.access(target.inner, os.X_OK) and not target.is_container:
                subprocess.Popen([target.inner])
            elif opener is None:
                self.write_error(ShellError(
                    f"Cannot open '{target.inner}': this machine has no program that opens files (xdg-open).",
                    "NotSupported", "NotInstalled", target.inner))
            else:
                subprocess.Popen([opener, target.inner], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
