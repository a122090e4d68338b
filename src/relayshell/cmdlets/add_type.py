"""Add-Type: assemblies of .NET whose types this shell has. Source in C# is refused: there is no compiler here."""

from __future__ import annotations

import os
from typing import Any

from relayshell.commands import Cmdlet, param
from relayshell.commands.validation import not_empty, not_null
from relayshell.errors import ShellError
from relayshell.objects.facts import rows
from relayshell.objects.nettype import find_type
from relayshell.objects.text import to_text
from relayshell.providers.provider import ItemError

MODULE = "Microsoft.PowerShell.Utility"
# Assemblies that .NET has on Windows alone.
WINDOWS = ("presentationcore", "presentationframework", "windowsbase", "windowsformsintegration", "system.windows.forms", "system.drawing.design", "uiautomationclient",
           "microsoft.visualbasic.forms")
BEGINNINGS = ("system", "microsoft.", "mscorlib", "netstandard", "newtonsoft.json")


class AddType(Cmdlet, name="Add-Type", default_set="FromSource", output=("System.Type",), module=MODULE):
    """Makes the types of assemblies known; those this shell has are known already.

    New types are declared with `class` and `enum`: this shell has no compiler for C#.
    """

    type_definition: Any = param("Source of types.", "string", mandatory=True, position=0, sets=("FromSource",))
    name: Any = param("The name of that class.", "string", mandatory=True, position=0, sets=("FromMember",))
    member_definition: Any = param("Source of members of a new class.", "string[]", mandatory=True, position=1, sets=("FromMember",))
    namespace: Any = param("Its namespace.", "string", sets=("FromMember",), alias="NS", allow_null=True)
    using_namespace: Any = param("Namespaces the source uses.", "string[]", sets=("FromMember",), alias="Using", check=not_null())
    path: Any = param("Files of source or assemblies.", "string[]", mandatory=True, position=0, sets=("FromPath",))
    literal_path: Any = param("Files of source or assemblies, their paths taken as they are.", "string[]", mandatory=True, sets=("FromLiteralPath",), alias=("PSPath", "LP"))
    assembly_name: Any = param("Assemblies of .NET, by name.", "string[]", mandatory=True, sets=("FromAssemblyName",), alias="AN")
    language: Any = param("The language of the source.", "Microsoft.PowerShell.Commands.Language", sets=("FromMember", "FromSource",))
    referenced_assemblies: Any = param("Assemblies the source needs.", "string[]", sets=("FromLiteralPath", "FromMember", "FromPath", "FromSource",), alias="RA")
    output_assembly: Any = param("The file to write.", "string", sets=("FromLiteralPath", "FromMember", "FromPath", "FromSource",), alias="OA")
    output_type: Any = param("What to write.", "Microsoft.PowerShell.Commands.OutputAssemblyType", sets=("FromLiteralPath", "FromMember", "FromPath", "FromSource",), alias="OT")
    pass_thru: Any = param("Also gives the types.", "switch")
    ignore_warnings: Any = param("Says nothing of warnings.", "switch", sets=("FromLiteralPath", "FromMember", "FromPath", "FromSource",))
    compiler_options: Any = param("What to tell the compiler, which this shell has not.", "string[]", sets=("FromLiteralPath", "FromMember", "FromPath", "FromSource",), check=not_empty())

    def end(self) -> None:
        if self.parameter_set == "FromAssemblyName":
            for name in self.assembly_name:
                self._assembly(name)
            return
        from relayshell.runtime.languagemodes import is_constrained

        if is_constrained(self.session):
            raise ItemError("Cannot add type. Definition of new types is not supported in this language mode.", "CannotDefineNewType", "PermissionDenied",
                            None, "System.Management.Automation.PSNotSupportedException")
        if self.output_type is not None and to_text(self.output_type) != "Library":
            raise ItemError("Both the assembly types 'ConsoleApplication' and 'WindowsApplication' are not currently supported.", "AssemblyTypeNotSupported",
                            "NotImplemented", self.output_type, "System.Management.Automation.PSNotSupportedException")
        if self.output_type is not None and not self.output_assembly:
            raise ItemError("Cannot add type. The OutputType parameter requires that the OutputAssembly parameter be specified.", "OUTPUTTYPE_REQUIRES_ASSEMBLY",
                            "InvalidArgument", self.output_type, "System.Management.Automation.RuntimeException")
        given = self.type_definition or self.member_definition or self._files()
        first = given[0] if isinstance(given, list) else given
        raise ItemError(
            f"Cannot add type: this shell has no compiler for C#, nor does it load assemblies from files. Declare types with 'class' and 'enum'. ({str(first)[:60]!r})",
            "COMPILER_NOT_AVAILABLE", "NotInstalled", first, "System.PlatformNotSupportedException")

    def _files(self) -> list[str]:
        """The files that are named; they must be there, and of one kind that is known."""
        literal = self.literal_path is not None
        name = "LiteralPath" if literal else "Path"
        found: list[str] = []
        try:
            for path in self.literal_path if literal else self.path:
                found += [target.inner for target in self.session.places.resolve(path, literal=literal)] or [path]
        except ShellError as error:
            raise self._unbound(name, error.message) from None
        kinds = [os.path.splitext(path)[1] for path in found]
        for kind in kinds:
            if kind.upper() not in (".CS", ".DLL"):
                raise self._unbound(name, f'Cannot add type. The "{kind}" extension is not supported.')
            if kind.upper() != kinds[0].upper():
                raise self._unbound(name, "Cannot add type. Input files must all have the same file extension.")
        return found

    @staticmethod
    def _unbound(name: str, why: str) -> ItemError:
        return ItemError(f"Cannot bind parameter '{name}' to the target. Exception setting \"{name}\": \"{why}\"", "ParameterBindingFailed", "WriteError", None,
                         "System.Management.Automation.ParameterBindingException")

    def _assembly(self, name: str) -> None:
        short = name.partition(",")[0].strip()
        folded = short.lower().removesuffix(".dll")
        if folded in WINDOWS or not folded.startswith(BEGINNINGS):
            file = self.session.file_path(short if folded != short.lower() else short + ".dll")
            raise ItemError(f"Cannot find path '{file}' because it does not exist.", "PathNotFound", "ObjectNotFound", file, "System.Management.Automation.ItemNotFoundException")
        if self.pass_thru:
            for full_name in sorted(rows()):
                if full_name.rpartition(".")[0].lower() == short.lower():
                    self.write(find_type(full_name))

