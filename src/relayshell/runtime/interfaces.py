"""What the interfaces of .NET ask of a class that a script writes, and the error for a class that leaves some of it out.

The runtime of .NET finds a missing method when it makes the type, so the error comes when the block that holds the class begins, not when
its text is read. Names must match with their case, as they must there.
"""

from __future__ import annotations

from typing import Any

from relayshell.objects.nettype import NetType
from relayshell.objects.typemembers import Property, TypeMembers, members_table

_O, _I, _S, _B = "System.Object", "System.Int32", "System.String", "System.Boolean"
_PROVIDER = "System.IFormatProvider"

# Each method as its name and the types of its parameters, T and U standing for the first and second type argument.
_ASKED: dict[str, str] = {
    "System.IDisposable": "Dispose",
    "System.IAsyncDisposable": "DisposeAsync",
    "System.ICloneable": "Clone",
    "System.IComparable": f"CompareTo {_O}",
    "System.IComparable`1": "CompareTo T",
    "System.IEquatable`1": "Equals T",
    "System.IFormattable": f"ToString {_S} {_PROVIDER}",
    "System.IFormatProvider": "GetFormat System.Type",
    "System.ICustomFormatter": f"Format {_S} {_O} {_PROVIDER}",
    "System.IServiceProvider": "GetService System.Type",
    "System.IAsyncResult": "get_AsyncState,get_AsyncWaitHandle,get_CompletedSynchronously,get_IsCompleted",
    "System.Collections.IComparer": f"Compare {_O} {_O}",
    "System.Collections.IEqualityComparer": f"Equals {_O} {_O},GetHashCode {_O}",
    "System.Collections.IEnumerable": "GetEnumerator",
    "System.Collections.IEnumerator": "MoveNext,get_Current,Reset",
    "System.Collections.ICollection": f"CopyTo System.Array {_I},get_Count,get_SyncRoot,get_IsSynchronized",
    "System.Collections.IList": (
        f"get_Item {_I},set_Item {_I} {_O},Add {_O},Contains {_O},Clear,get_IsReadOnly,get_IsFixedSize,IndexOf {_O},Insert {_I} {_O},Remove {_O},RemoveAt {_I}"
    ),
    "System.Collections.IDictionary": (
        f"get_Item {_O},set_Item {_O} {_O},get_Keys,get_Values,Contains {_O},Add {_O} {_O},Clear,get_IsReadOnly,get_IsFixedSize,GetEnumerator,Remove {_O}"
    ),
    "System.Collections.IDictionaryEnumerator": "get_Key,get_Value,get_Entry",
    "System.Collections.Generic.IComparer`1": "Compare T T",
    "System.Collections.Generic.IEqualityComparer`1": "Equals T T,GetHashCode T",
    "System.Collections.Generic.IEnumerable`1": "GetEnumerator",
    "System.Collections.Generic.IEnumerator`1": "get_Current",
    "System.Collections.Generic.IReadOnlyCollection`1": "get_Count",
    "System.Collections.Generic.IReadOnlyList`1": f"get_Item {_I}",
    "System.Collections.Generic.ICollection`1": f"get_Count,get_IsReadOnly,Add T,Clear,Contains T,CopyTo T[] {_I},Remove T",
    "System.Collections.Generic.IList`1": f"get_Item {_I},set_Item {_I} T,IndexOf T,Insert {_I} T,RemoveAt {_I}",
    "System.Management.Automation.IValidateSetValuesGenerator": "GetValidValues",
    "System.Management.Automation.IArgumentCompleter": (
        f"CompleteArgument {_S} {_S} {_S} System.Management.Automation.Language.CommandAst System.Collections.IDictionary"
    ),
    "System.Management.Automation.IArgumentCompleterFactory": "Create",
    "System.Management.Automation.IDynamicParameters": "GetDynamicParameters",
    "System.Management.Automation.IModuleAssemblyInitializer": "OnImport",
    "System.Management.Automation.IModuleAssemblyCleanup": "OnRemove System.Management.Automation.PSModuleInfo",
    "System.Management.Automation.Language.IAstPostVisitHandler": "PostVisit System.Management.Automation.Language.Ast",
}


def missing_method(net_type: NetType) -> str | None:
    """The name of a method that an interface of the class asks for and neither the class nor what it extends has; None if all is there."""
    given_by_base = set() if net_type.base is None else net_type.base.ancestors
    for interface in net_type.interfaces:
        asked = _ASKED.get((interface.generic_definition or interface).text)
        if asked is None or interface in given_by_base:
            continue
        for method in asked.split(","):
            name, *kinds = method.split(" ")
            if not _has(net_type, name, tuple(_kind(kind, interface) for kind in kinds)):
                return name
    return None


def add_properties(net_type: NetType, table: TypeMembers) -> None:
    """Where a class has `get_Name` for a property of one of its interfaces, the property is a member of its objects."""
    for interface in net_type.interfaces:
        for folded, asked in members_table(interface).properties.items():
            getter = _only(table, "get_" + folded)
            if getter is not None and folded not in table.properties:
                table.add_property(Property(
                    asked.name, asked.net_type, getter, _only(table, "set_" + folded), text=asked.text, index=asked.index, type_text=asked.type_text,
                ))


def _only(table: TypeMembers, folded: str) -> Any:
    group = table.methods.get(folded)
    return group.overloads[0].function if group is not None else None


def _kind(text: str, interface: NetType) -> str:
    for letter, argument in zip("TU", interface.generic_arguments):
        if text == letter:
            return argument.text
        if text == letter + "[]":
            return argument.text + "[]"
    return text


def _has(net_type: NetType, name: str, kinds: tuple[str, ...]) -> bool:
    table = members_table(net_type)
    group = table.methods.get(name.lower())
    for overload in group.overloads if group is not None else ():
        if overload.name == name and tuple(parameter.net_type.text for parameter in overload.parameters) == kinds:
            return True
    if not kinds and name[:4] == "get_":
        entry: Any = table.properties.get(name[4:].lower())
        return entry is not None and entry.name == name[4:]
    return False
