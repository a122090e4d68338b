"""Properties of items: those that files have beside their content, such as times and attributes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from relayshell.cmdlets.item_choice import MODULE, ItemCmdlet, decorated
from relayshell.commands import param
from relayshell.commands.validation import not_empty
from relayshell.errors import ShellError
from relayshell.objects.psobject import PSCustomObject
from relayshell.providers.places import Target
from relayshell.providers.provider import ItemError, not_supported


def missing(name: str, target: Any) -> ItemError:
    return ItemError(f"Property {name} does not exist at path {target.inner}.", "System.Management.Automation.PSArgumentException",
                     "InvalidArgument", name, "System.Management.Automation.PSArgumentException")


def _has(item: Any, name: str) -> bool:
    from relayshell.objects.members import properties_of

    return any(member.name.lower() == name.lower() for member in properties_of(item))


def with_properties(cmdlet: ItemCmdlet) -> Iterator[Target]:
    """The items chosen that have properties; an error for each that is a variable, a function or their like."""
    for target in cmdlet.chosen():
        if target.provider.hierarchical:
            yield target
        else:
            cmdlet.write_error(not_supported(target.provider, "Cannot use interface. The IPropertyCmdletProvider interface is not supported by this provider."))


class GetItemProperty(ItemCmdlet, name="Get-ItemProperty",
                      order="Path LiteralPath Name Filter Include Exclude Credential",
                      alias="gp", default_set="Path", output=("System.Boolean", "System.String", "System.DateTime", "System.IO.FileInfo", "System.IO.DirectoryInfo"), module=MODULE):
    """Gets properties of items.

    Example: the name of a folder

        PS> (Get-ItemProperty /tmp -Name Name).Name
        tmp
    """

    force = False
    name: Any = param("The properties; all when none is named.", "string[]", position=1, alias=("PSProperty",))

    def process(self) -> None:
        from relayshell.objects.members import get_member

        for target in with_properties(self):
            item = target.provider.item(target.inner)
            if not self.name:
                whole = decorated(target, item)
                del whole.props["PSIsContainer"]
                self.write(whole)
                continue
            found = PSCustomObject()
            for name in self.name:
                if not _has(item, name):
                    self.write_error(missing(name, target))
                else:
                    found.props[name] = get_member(item, name)
            if found.props:
                found.props.update(decorated(target, item).props)
                del found.props["PSIsContainer"]
                self.write(found)


class GetItemPropertyValue(ItemCmdlet, name="Get-ItemPropertyValue", alias="gpv", default_set="Path", module=MODULE):
    """Gets the values of properties of items.

    Example: the name of a folder

        PS> Get-ItemPropertyValue /tmp -Name Name
        tmp
    """

    force = False
    path: Any = param("The paths; patterns may stand for them.", "string[]", position=0, pipeline=True, by_name=True, sets=("Path",), check=not_empty())
    name: Any = param("The properties.", "string[]", mandatory=True, position=1, alias=("PSProperty",))

    def process(self) -> None:
        from relayshell.objects.members import get_member

        if not self.literal and not self.path:
            self.path = ["."]
        for target in with_properties(self):
            item = target.provider.item(target.inner)
            for name in self.name:
                if _has(item, name):
                    self.write(get_member(item, name))
                else:
                    self.write_error(missing(name, target))


class SetItemProperty(ItemCmdlet, name="Set-ItemProperty",
                      order="Path LiteralPath Name Value InputObject PassThru Force Filter Include Exclude Credential",
                      alias="sp", default_set="propertyValuePathSet", should_process=True, module=MODULE):
    """Sets properties of items, such as a file's LastWriteTime or IsReadOnly.

    Example: a file made read-only

        PS> Set-Content /tmp/example-property.txt one
        PS> Set-ItemProperty /tmp/example-property.txt IsReadOnly $true
        PS> (Get-Item /tmp/example-property.txt).IsReadOnly
        True
        PS> Remove-Item /tmp/example-property.txt -Force
    """

    literal_path: Any = param("The paths, taken as they are.", "string[]", mandatory=True, by_name=True, sets=("propertyPSObjectLiteralPathSet", "propertyValueLiteralPathSet"), alias=("PSPath", "LP"))
    path: Any = param("The paths; patterns may stand for them.", "string[]", mandatory=True, position=0, by_name=True, sets=("propertyPSObjectPathSet", "propertyValuePathSet"))
    input_object: Any = param("An object whose properties to set.", "psobject", mandatory=True, pipeline=True, by_name=True, sets=("propertyPSObjectLiteralPathSet", "propertyPSObjectPathSet"))
    name: Any = param("The property.", "string", mandatory=True, position=1, by_name=True, sets=("propertyValueLiteralPathSet", "propertyValuePathSet"), alias=("PSProperty",))
    pass_thru: Any = param("Also gives the item.", "switch")
    value: Any = param("Its value.", "System.Object", mandatory=True, position=2, by_name=True, sets=("propertyValueLiteralPathSet", "propertyValuePathSet"), allow_null=True)

    def process(self) -> None:
        from relayshell.objects.members import ps_properties, set_member

        if self.input_object is not None:
            changes = dict(ps_properties(self.input_object))
        else:
            changes = {self.name: self.value}
        for target in with_properties(self):
            for name, value in changes.items():
                if not self.should_process(f"Item: {target.shown} Property: {name}", "Set Property"):
                    continue
                item = target.provider.item(target.inner)
                if not _has(item, name):
                    self.write_error(missing(name, target))
                    continue
                try:
                    set_member(item, name, value)
                except ShellError as error:
                    self.write_error(error)
            if self.pass_thru:
                self.give(target)
