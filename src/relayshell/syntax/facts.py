"""What the checks must know about types: that they exist, what they derive from, and how they are named.

The grammar knows no types of its own. Whoever parses may hand in a table that does; without one, the few facts below serve.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .ast import ScriptBlockAst


class TypeFacts:
    """One type: `full_name` with its namespace, `bases` the full names of what it derives from, nearest first."""

    __slots__ = ("full_name", "bases", "sealed", "interface", "default_constructor")

    def __init__(
        self,
        full_name: str,
        bases: tuple[str, ...] = (),
        sealed: bool = False,
        interface: bool = False,
        default_constructor: bool = True,
    ) -> None:
        self.full_name = full_name
        self.bases = bases
        self.sealed = sealed
        self.interface = interface
        self.default_constructor = default_constructor

    @property
    def name(self) -> str:
        """The name without its namespace."""
        return self.full_name.rpartition(".")[2]


class TypeTable:
    """Where the checks ask about types; one that knows more overrides both."""

    complete = False
    """Whether a name that is not found is no type at all."""

    def prepare(self, script: ScriptBlockAst, report: Callable[..., None]) -> None:
        """Told of a text before it is checked, so that what it uses may be looked up; problems of that go to `report`."""

    def find(self, name: str, attribute: bool = False) -> TypeFacts | None:
        """The type that a script means by `name`, letters in any case; `attribute` asks for an attribute's class, `Attribute` left off.

        A generic type's name ends in a backtick and the number of its arguments.
        """
        raise NotImplementedError


_VALUES = {
    "bool": "Boolean",
    "boolean": "Boolean",
    "byte": "Byte",
    "char": "Char",
    "datetime": "DateTime",
    "decimal": "Decimal",
    "double": "Double",
    "float": "Single",
    "guid": "Guid",
    "int": "Int32",
    "int16": "Int16",
    "int32": "Int32",
    "int64": "Int64",
    "long": "Int64",
    "sbyte": "SByte",
    "short": "Int16",
    "single": "Single",
    "string": "String",
    "timespan": "TimeSpan",
    "uint": "UInt32",
    "uint16": "UInt16",
    "uint32": "UInt32",
    "uint64": "UInt64",
    "ulong": "UInt64",
    "ushort": "UInt16",
    "void": "Void",
}

# An exception a line, and those that derive from it: the ones that scripts catch.
_EXCEPTIONS = """
System.Exception: System.SystemException System.ApplicationException System.AggregateException System.Net.Http.HttpRequestException
System.SystemException: System.ArgumentException System.ArithmeticException System.ArrayTypeMismatchException System.FormatException \
System.IndexOutOfRangeException System.InvalidCastException System.InvalidOperationException System.NotImplementedException \
System.NotSupportedException System.NullReferenceException System.OperationCanceledException System.OutOfMemoryException System.RankException \
System.TimeoutException System.TypeLoadException System.UnauthorizedAccessException System.IO.IOException System.Security.SecurityException \
System.Collections.Generic.KeyNotFoundException System.Management.Automation.RuntimeException System.Xml.XmlException \
System.Runtime.InteropServices.ExternalException System.Security.Cryptography.CryptographicException
System.ArgumentException: System.ArgumentNullException System.ArgumentOutOfRangeException \
System.Management.Automation.PSArgumentException System.ComponentModel.InvalidEnumArgumentException
System.ArgumentNullException: System.Management.Automation.PSArgumentNullException
System.ArgumentOutOfRangeException: System.Management.Automation.PSArgumentOutOfRangeException
System.ArithmeticException: System.DivideByZeroException System.OverflowException System.NotFiniteNumberException
System.FormatException: System.UriFormatException System.IO.FileFormatException
System.InvalidOperationException: System.ObjectDisposedException System.Net.WebException System.Net.ProtocolViolationException \
System.Management.Automation.PSInvalidOperationException
System.NotSupportedException: System.PlatformNotSupportedException System.Management.Automation.PSNotSupportedException
System.OperationCanceledException: System.Threading.Tasks.TaskCanceledException
System.IO.IOException: System.IO.FileNotFoundException System.IO.DirectoryNotFoundException System.IO.PathTooLongException \
System.IO.EndOfStreamException System.IO.FileLoadException System.IO.DriveNotFoundException
System.Runtime.InteropServices.ExternalException: System.ComponentModel.Win32Exception
System.ComponentModel.Win32Exception: System.Net.Sockets.SocketException System.Net.NetworkInformation.NetworkInformationException
System.InvalidCastException: System.Management.Automation.PSInvalidCastException
System.Management.Automation.RuntimeException: System.Management.Automation.CmdletInvocationException \
System.Management.Automation.CommandNotFoundException System.Management.Automation.ExtendedTypeSystemException \
System.Management.Automation.ParameterBindingException System.Management.Automation.ParseException \
System.Management.Automation.PipelineStoppedException System.Management.Automation.ProviderInvocationException \
System.Management.Automation.SessionStateException System.Management.Automation.ScriptRequiresException \
System.Management.Automation.MetadataException System.Management.Automation.ActionPreferenceStopException \
System.Management.Automation.Host.HostException System.Management.Automation.PSSecurityException
System.Management.Automation.ParseException: System.Management.Automation.IncompleteParseException
System.Management.Automation.SessionStateException: System.Management.Automation.ItemNotFoundException \
System.Management.Automation.DriveNotFoundException System.Management.Automation.ProviderNotFoundException \
System.Management.Automation.SessionStateUnauthorizedAccessException
System.Management.Automation.ExtendedTypeSystemException: System.Management.Automation.MethodException \
System.Management.Automation.GetValueException System.Management.Automation.SetValueException
System.Management.Automation.MethodException: System.Management.Automation.MethodInvocationException
System.Management.Automation.GetValueException: System.Management.Automation.GetValueInvocationException
System.Management.Automation.SetValueException: System.Management.Automation.SetValueInvocationException
System.Management.Automation.MetadataException: System.Management.Automation.ValidationMetadataException \
System.Management.Automation.ArgumentTransformationMetadataException
"""


class FewTypes(TypeTable):
    """The facts that serve where nobody knows better: the plain values and the exceptions."""

    def __init__(self) -> None:
        self._known: dict[str, TypeFacts] = {}

    def find(self, name: str, attribute: bool = False) -> TypeFacts | None:
        """See TypeTable."""
        if attribute:
            return None
        known = self._known
        if not known:
            self._read()
        lowered = name.lower()
        return known.get(lowered) or known.get("system." + lowered)

    def _read(self) -> None:
        known = self._known
        known["object"] = known["system.object"] = TypeFacts("System.Object")
        for alias, name in _VALUES.items():
            known[alias] = known[f"system.{name.lower()}"] = TypeFacts(
                f"System.{name}", ("System.Object",) if name == "String" else ("System.ValueType", "System.Object"), True
            )
        known["system.exception"] = TypeFacts("System.Exception", ("System.Object",))
        for line in _EXCEPTIONS.strip().splitlines():
            base, _, derived = line.partition(":")
            bases = (base, *known[base.lower()].bases)
            for full_name in derived.split():
                known[full_name.lower()] = TypeFacts(full_name, bases)


FEW_TYPES = FewTypes()
