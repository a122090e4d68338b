"""Properties that a provider keeps beside its items, such as the values of a registry: no provider of this platform has any.

The cmdlets find the items, as they do everywhere, and then say so. Of files, the attributes alone can be cleared.
"""

from __future__ import annotations

from typing import Any

from relayshell.cmdlets.item_choice import MODULE, ItemCmdlet
from relayshell.commands import inset, param
from relayshell.providers.provider import ItemError, not_supported


class _Refusing(ItemCmdlet):
    """Finds the items and refuses each."""

    credential: Any = param("Another user to act for; the providers of this platform refuse one.", "pscredential", by_name=True)
    exclude: Any = param("Leaves out items whose name matches one of these patterns.", "string[]")
    filter: Any = param("Takes only items whose name matches this pattern.", "string")
    force: Any = param("Works on hidden and read-only items too.", "switch")
    include: Any = param("Takes only items whose name matches one of these patterns.", "string[]")

    def process(self) -> None:
        for target in self.chosen():
            self.write_error(not_supported(
                target.provider, "Cannot use interface. The IDynamicPropertyCmdletProvider interface is not supported by this provider."))


class ClearItemProperty(_Refusing, name="Clear-ItemProperty", alias="clp", default_set="Path", should_process=True, module=MODULE):
    """Empties properties of items."""

    literal_path: Any = param("The paths, taken as they are.", "string[]", mandatory=True, by_name=True, sets=("LiteralPath",), alias=("PSPath", "LP"))
    name: Any = param("The property.", "string", mandatory=True, position=1, by_name=True)
    pass_thru: Any = param("Also gives what was changed.", "switch")
    path: Any = param("The paths; patterns may stand for them.", "string[]", mandatory=True, position=0, pipeline=True, by_name=True, sets=("Path",))

    def process(self) -> None:
        for target in self.chosen():
            if not self.should_process(f"Item: {target.shown} Property: {self.name}", "Clear Property"):
                continue
            if not target.provider.hierarchical:
                self.write_error(not_supported(target.provider))
            elif self.name.lower() == "attributes":
                from relayshell.objects.dotnet.fileitems import make_read_only

                make_read_only(target.inner, False)
                if self.pass_thru:
                    self.give(target)
            else:
                self.write_error(ItemError("The property cannot be cleared because the property is not supported. Only the Attributes property can be cleared.",
                                           "Argument", "InvalidArgument", None, "System.Management.Automation.PSArgumentException"))


class CopyItemProperty(_Refusing, name="Copy-ItemProperty", default_set="Path", should_process=True, module=MODULE):
    """Copies properties from one item to another."""

    credential: Any = param("Another user to act for; the providers of this platform refuse one.", "pscredential", by_name=True)
    destination: Any = param("The item that gets it.", "string", mandatory=True, position=1, by_name=True)
    exclude: Any = param("Leaves out items whose name matches one of these patterns.", "string[]")
    filter: Any = param("Takes only items whose name matches this pattern.", "string")
    force: Any = param("Works on hidden and read-only items too.", "switch")
    include: Any = param("Takes only items whose name matches one of these patterns.", "string[]")
    literal_path: Any = param("The paths, taken as they are.", "string[]", mandatory=True, by_name=True, sets=("LiteralPath",), alias=("PSPath", "LP"))
    name: Any = param("The property.", "string", mandatory=True, position=2, by_name=True, alias="PSProperty")
    pass_thru: Any = param("Also gives what was changed.", "switch")
    path: Any = param("The paths; patterns may stand for them.", "string[]", mandatory=True, position=0, pipeline=True, by_name=True, sets=("Path",))


class MoveItemProperty(_Refusing, name="Move-ItemProperty", alias="mp", default_set="Path", should_process=True, module=MODULE):
    """Moves properties from one item to another."""

    credential: Any = param("Another user to act for; the providers of this platform refuse one.", "pscredential", by_name=True)
    destination: Any = param("The item that gets it.", "string", mandatory=True, position=1, by_name=True)
    exclude: Any = param("Leaves out items whose name matches one of these patterns.", "string[]")
    filter: Any = param("Takes only items whose name matches this pattern.", "string")
    force: Any = param("Works on hidden and read-only items too.", "switch")
    include: Any = param("Takes only items whose name matches one of these patterns.", "string[]")
    literal_path: Any = param("The paths, taken as they are.", "string[]", mandatory=True, by_name=True, sets=("LiteralPath",), alias=("PSPath", "LP"))
    name: Any = param("The property.", "string[]", mandatory=True, position=2, by_name=True, alias="PSProperty")
    pass_thru: Any = param("Also gives what was changed.", "switch")
    path: Any = param("The paths; patterns may stand for them.", "string[]", mandatory=True, position=0, pipeline=True, by_name=True, sets=("Path",))


class NewItemProperty(_Refusing, name="New-ItemProperty", default_set="Path", should_process=True, module=MODULE):
    """Makes properties of items."""

    literal_path: Any = param("The paths, taken as they are.", "string[]", mandatory=True, by_name=True, sets=("LiteralPath",), alias=("PSPath", "LP"))
    name: Any = param("The property.", "string", mandatory=True, position=1, by_name=True, alias="PSProperty")
    path: Any = param("The paths; patterns may stand for them.", "string[]", mandatory=True, position=0, sets=("Path",))
    property_type: Any = param("The type of its value.", "string", by_name=True, alias="Type")
    value: Any = param("Its value.", "System.Object", by_name=True)


class RemoveItemProperty(_Refusing, name="Remove-ItemProperty", alias="rp", default_set="Path", should_process=True, module=MODULE):
    """Removes properties of items."""

    literal_path: Any = param("The paths, taken as they are.", "string[]", mandatory=True, by_name=True, sets=("LiteralPath",), alias=("PSPath", "LP"))
    name: Any = param("The property.", "string[]", mandatory=True, position=1, by_name=True, alias="PSProperty")
    path: Any = param("The paths; patterns may stand for them.", "string[]", mandatory=True, position=0, pipeline=True, by_name=True, sets=("Path",))


class RenameItemProperty(_Refusing, name="Rename-ItemProperty", alias="rnp", default_set="Path", should_process=True, module=MODULE):
    """Renames properties of items."""

    literal_path: Any = param("The paths, taken as they are.", "string", mandatory=True, by_name=True, sets=("LiteralPath",), alias=("PSPath", "LP"))
    name: Any = param("The property.", "string", mandatory=True, position=1, by_name=True, alias="PSProperty")
    new_name: Any = param("Its new name.", "string", mandatory=True, position=2, by_name=True)
    pass_thru: Any = param("Also gives what was changed.", "switch")
    path: Any = param("The paths; patterns may stand for them.", "string", mandatory=True, position=0, pipeline=True, by_name=True, sets=("Path",))
