"""New-Object: an object of a .NET type."""

from __future__ import annotations

from typing import Any

from relayshell.commands import Cmdlet, param
from relayshell.commands.validation import ValidateTrustedData
from relayshell.errors import ShellError
from relayshell.objects.exceptions import NetException
from relayshell.objects.psobject import PSCustomObject, unwrap
from relayshell.objects.text import to_text
from relayshell.runtime.languagemodes import Limits, is_constrained, is_core


class NewObject(Cmdlet, name="New-Object", default_set="Net", module="Microsoft.PowerShell.Utility"):
    """Makes an object of a .NET type, with arguments for its constructor and values for its properties.

    Example: a version from its text

        PS> (New-Object System.Version '1.2').Minor
        2

    Example: an object with properties of one's own

        PS> New-Object PSObject -Property @{ Name = 'a' } | ForEach-Object Name
        a
    """

    type_name: str = param("The name of the type.", "string", mandatory=True, position=0, sets=("Net",), check=ValidateTrustedData())
    argument_list: Any = param(
        "The arguments of the constructor.", "System.Object[]", position=1, sets=("Net",), alias="Args", check=ValidateTrustedData()
    )
    strict: bool = param("Refuses COM objects that .NET wraps.", "switch", sets=("Com",))
    property: Any = param("Values for the object's properties.", "System.Collections.IDictionary", check=ValidateTrustedData())

    def process(self) -> None:
        if self.parameter_set == "Com":
            message = "COM objects are not there on this system; -Strict is for them alone."
            raise ShellError(message, "ComNotSupported", "NotImplemented", exception=_exception("System.PlatformNotSupportedException", message))
        net_type = self._type()
        if Limits.used and is_constrained(self.session) and not is_core(net_type):
            message = "Cannot create type. Only core types are supported in this language mode."
            raise ShellError(message, "CannotCreateTypeConstrainedLanguage", "PermissionDenied",
                             exception=_exception("System.Management.Automation.PSNotSupportedException", message))
        if net_type.text in ("System.Management.Automation.PSObject", "System.Management.Automation.PSCustomObject"):
            if not self.argument_list:
                made: Any = PSCustomObject({})
            else:
                made = self.argument_list[0]
        else:
            made = self._made(net_type)
        if self.property is not None:
            made = self._with_properties(made)
        self.write(made)

    def _type(self) -> Any:
        from relayshell.runtime.support.typenames import find_type_name

        found = find_type_name(self.processor.frame, self.type_name)
        if found is None:
            message = f"Cannot find type [{self.type_name}]: verify that the assembly containing this type is loaded."
            raise ShellError(message, "TypeNotFound", "InvalidType", exception=_exception("System.Management.Automation.PSArgumentException", message))
        return found

    def _made(self, net_type: Any) -> Any:
        from relayshell.objects.members import new_object

        arguments = [unwrap(each) for each in self.argument_list or ()]
        if not arguments and net_type.kind == "struct":
            from relayshell.objects.defaults import zero_of

            try:
                return new_object(net_type, [])
            except ShellError:
                return zero_of(net_type)
        try:
            return new_object(net_type, arguments)
        except ShellError as error:
            raise self._constructor_failed(error) from None

    def _constructor_failed(self, error: ShellError) -> ShellError:
        if isinstance(error.exception, NetException) and error.exception.type_name.endswith("MethodInvocationException"):
            return ShellError(error.message, "ConstructorInvokedThrowException", "InvalidOperation", exception=error.exception)
        if error.id in ("MethodCountCouldNotFindBest", "MethodNotFound", "ConstructorNotFound"):
            message = f"A constructor was not found. Cannot find an appropriate constructor for type {self.type_name}."
            exception = _exception("System.Management.Automation.PSArgumentException", message)
            return ShellError(message, "CannotFindAppropriateCtor", "ObjectNotFound", exception=exception)
        return ShellError(error.message, "ConstructorInvokedThrowException", "InvalidOperation", exception=error.exception)

    def _with_properties(self, made: Any) -> Any:
        from relayshell.objects.members import call_method, dictionary_items, has_property, set_member

        for key, value in list(dictionary_items(unwrap(self.property))):
            name = to_text(key)
            if made.__class__ is PSCustomObject:
                made.props[made.find(name) or name] = value
                continue
            try:
                if has_property(made, name):
                    set_member(made, name, value)
                    continue
                call_method(made, name, [value])
            except ShellError as error:
                if error.id in ("MethodNotFound", "PropertyNotFound", "PropertyAssignmentException"):
                    message = f'The member "{name}" was not found for the specified .NET object.'
                    raise ShellError(
                        message, "InvalidOperationException", "InvalidOperation",
                        exception=_exception("System.InvalidOperationException", message),
                    ) from None
                self.write_error(ShellError(error.message, "SetValueException", "InvalidData", exception=error.exception))
        return made


def _exception(type_name: str, message: str) -> NetException:
    return NetException(type_name, message)
