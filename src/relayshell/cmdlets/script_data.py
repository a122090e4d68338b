"""Update-List, Import-LocalizedData and Register-ArgumentCompleter."""

from __future__ import annotations

import os
from typing import Any

from relayshell.commands import Cmdlet, inset, param
from relayshell.commands.validation import not_empty, not_null
from relayshell.errors import ShellError
from relayshell.objects.collections import enumerate_value
from relayshell.objects.hashtable import Hashtable
from relayshell.objects.psobject import unwrap
from relayshell.objects.text import to_text
from relayshell.providers.provider import ItemError

UTILITY = "Microsoft.PowerShell.Utility"
CORE = "Microsoft.PowerShell.Core"
NO_SCRIPT = ("The FileName parameter was not specified. The FileName parameter is required when Import-LocalizedData is not called from a script "
             "file.")


class UpdateList(Cmdlet, name="Update-List", default_set="AddRemoveSet", module=UTILITY):
    """Changes a property that is a list: adds to it, takes from it, or replaces all of it.

    Example: one more, and one less

        PS> $list = [pscustomobject]@{ Items = [System.Collections.ArrayList]@(1, 2) }
        PS> ($list | Update-List Items -Add 3 -Remove 1).Items -join ','
        2,3
    """

    add: Any = param("What to add.", "System.Object[]", sets=("AddRemoveSet",), check=not_empty())
    remove: Any = param("What to take away.", "System.Object[]", sets=("AddRemoveSet",), check=not_empty())
    replace: Any = param("What to put in the place of all there is.", "System.Object[]", mandatory=True, sets=("ReplaceSet",), check=not_empty())
    input_object: Any = param("The objects whose list to change.", "psobject", pipeline=True, check=not_empty())
    property: Any = param("The property that is the list.", "string", position=0, check=not_empty())

    def process(self) -> None:
        if self.property is None:
            return
        if self.input_object is None:
            self.write_error(ItemError("The parameter InputObject is missing: pipe in the objects whose list to change.", "MissingInputObjectParameter",
                                       "InvalidArgument", None, "System.Management.Automation.PSArgumentException"))
            return
        from relayshell.objects.members import property_value

        found = property_value(self.input_object, self.property)
        if found is None:
            self.write_error(ItemError(f"The property {self.property} cannot be found on this object.", "MemberDoesntExist", "InvalidArgument", self.input_object,
                                       "System.Management.Automation.PSArgumentException"))
            return
        changed = self._changed(found[0])
        if changed:
            self.write(self.input_object)

    def _changed(self, held: Any) -> bool:
        from relayshell.objects.compare import equal
        from relayshell.objects.members import call_method, set_member

        held = unwrap(held)
        if held is None or enumerate_value(held) is None:
            self.write_error(ItemError(f"The property {self.property} is no list.", "ApplyFailed", "InvalidOperation", None,
                                       "System.Management.Automation.PSInvalidOperationException"))
            return False
        items = list(enumerate_value(held) or ())
        wanted = list(self.replace) if self.replace is not None else items
        for value in self.remove or ():
            wanted = [each for each in wanted if not equal(each, value, True)]
        wanted += [value for value in self.add or ()]
        if held.__class__ is list or hasattr(held, "element_type"):
            set_member(self.input_object, self.property, wanted)
            return True
        call_method(held, "Clear", [])
        for value in wanted:
            call_method(held, "Add", [value])
        return True

    def end(self) -> None:
        if self.property is not None:
            return
        if self.input_object is not None:
            raise ItemError("The parameter Property is missing, which tells the list to change.", "MissingPropertyParameter", "InvalidArgument", None,
                            "System.Management.Automation.PSArgumentException")
        # What changes a list of a setting: Set-cmdlets take such a table.
        self.write(Hashtable([(name, value) for name, value in (("Add", self.add), ("Remove", self.remove), ("Replace", self.replace)) if value is not None]))


class ImportLocalizedData(Cmdlet, name="Import-LocalizedData", implementing="Microsoft.PowerShell.Commands.ImportLocalizedData", module=UTILITY):
    """Reads the texts of a script in the language of the user, from a data file in a folder named for the culture."""

    binding_variable: Any = param("The variable that gets the texts.", "string", position=0, alias="Variable", check=not_empty())
    ui_culture: Any = param("The culture whose texts to take.", "string", position=1, name="UICulture")
    base_directory: Any = param("The folder that has the folders of cultures; the script's own otherwise.", "string")
    file_name: Any = param("The file; named as the script otherwise.", "string")
    supported_command: Any = param("Commands that the file may call.", "string[]")

    def process(self) -> None:
        from relayshell.runtime.datafiles import read_data

        script = self._script()
        folder = self.session.file_path(self.base_directory or os.path.dirname(script) or ".")
        name = self.file_name or os.path.splitext(os.path.basename(script))[0]
        if not name:
            raise self._refused(NO_SCRIPT, "InvalidOperation", "InvalidOperation", None)
        if "/" in name:
            raise self._refused("The argument for the FileName parameter should not contain a path.", "InvalidOperation", "InvalidOperation", None)
        name = name if name.lower().endswith(".psd1") else name + ".psd1"
        path = self._found(folder, name)
        if path is None:
            self.write_error(self._refused(
                f"Cannot find the PowerShell data file '{name}' in directory '{os.path.join(folder, self._culture())}', or in any parent culture directories.",
                "ImportLocalizedData", "ObjectNotFound", os.path.join(folder, name)))
            return
        allowed = ["convertfrom-stringdata", *(each.lower() for each in self.supported_command or ())]
        found = read_data(self.session, path, allowed, ("PSScriptRoot",))
        value = found[0] if len(found) == 1 else found
        if self.binding_variable is None:
            self.write(value)
        else:
            self.processor.frame.scope.set(self.binding_variable.lower(), self.binding_variable, value)

    @staticmethod
    def _refused(message: str, id: str, category: str, target: Any) -> ItemError:
        return ItemError(message, id, category, target, "System.Management.Automation.PSInvalidOperationException")

    def _script(self) -> str:
        """The file of the script that calls, or nothing."""
        frame = self.processor.frame
        block = getattr(frame, "block", None)
        return str(getattr(block, "file", None) or "")

    def _culture(self) -> str:
        return str(self.ui_culture or self.session.get_variable("PSUICulture") or "en-US")

    def _found(self, folder: str, name: str) -> str | None:
        """The file, of the culture or of one above it, in English where no culture was asked for, at last beside the script."""
        for culture in (self._culture(), "" if self.ui_culture else "en-US"):
            while culture:
                path = os.path.join(folder, culture, name)
                if os.path.isfile(path):
                    return path
                culture = culture.rpartition("-")[0]
        path = os.path.join(folder, name)
        return path if os.path.isfile(path) else None


class RegisterArgumentCompleter(Cmdlet, name="Register-ArgumentCompleter", module=CORE):
    """Has a script block give the values that complete an argument."""

    native: Any = param("The commands are programs.", "switch", sets=("NativeCommandSet",))
    native_fallback: Any = param("Completes programs for which nothing else is registered.", "switch", sets=("NativeFallbackSet",))
    command_name: Any = param("The commands whose arguments to complete.", "string[]", sets={"NativeCommandSet": inset(mandatory=True), "PowerShellSet": inset()})
    parameter_name: Any = param("The parameter whose value to complete.", "string", mandatory=True, sets=("PowerShellSet",))
    script_block: Any = param("What gives the possible values.", "scriptblock", mandatory=True, allow_null=True)

    def end(self) -> None:
        known = self.session.services.setdefault("argument completers", {})
        if self.native_fallback:
            known[("native", "")] = self.script_block
            return
        for name in self.command_name or [""]:
            key = ("native", name.lower()) if self.native else (name.lower(), (self.parameter_name or "").lower())
            known[key] = self.script_block

