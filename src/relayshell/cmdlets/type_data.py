"""Update-, Get- and Remove-TypeData: members that hang on the names of types."""

from __future__ import annotations

from typing import Any

from relayshell.cmdlets.type_members import members_in, shown_members
from relayshell.cmdlets.type_table import know
from relayshell.commands import Cmdlet, param
from relayshell.commands.validation import at_least, not_empty, not_null
from relayshell.errors import ShellError
from relayshell.objects.casterror import CastError
from relayshell.objects.declare import declare
from relayshell.objects.exceptions import NetException
from relayshell.objects.nettype import NetType, get_type
from relayshell.objects.psobject import AliasProperty, NoteProperty, ScriptMethod, ScriptProperty, unwrap
from relayshell.objects.text import to_text
from relayshell.objects.typedata import TypeData, table

_MODULE = "Microsoft.PowerShell.Utility"
_DYNAMIC = ("DynamicTypeSet",)
_KINDS = ("NoteProperty", "AliasProperty", "ScriptProperty", "CodeProperty", "ScriptMethod", "CodeMethod")
_TYPE_DATA = "System.Management.Automation.Runspaces.TypeData"


def type_name_of(value: Any, host: Any = None) -> Any:
    """The name of a type: a text as it is, a short name spelt out, a type's full name."""
    from relayshell.objects.typenames import resolve_type

    plain = unwrap(value)
    if isinstance(plain, NetType):
        return plain.full_name
    if isinstance(plain, str):
        found = resolve_type(plain)
        return found.full_name if found is not None else plain
    found = getattr(plain, "full_name", None)
    return found if isinstance(found, str) else value


class UpdateTypeData(Cmdlet, name="Update-TypeData", default_set="FileSet", should_process=True, module=_MODULE):
    """Adds members to all objects of a type, or says which of their properties are shown.

    Example: a property that is worked out

        PS> Update-TypeData -TypeName My.Box -MemberType ScriptProperty -MemberName Area -Value { $this.W * $this.H }
        PS> ([pscustomobject]@{ PSTypeName = 'My.Box'; W = 2; H = 3 }).Area
        6

    Example: from one session's data to another's

        PS> Update-TypeData -TypeName My.Thing -MemberType NoteProperty -MemberName Kind -Value thing
        PS> Update-TypeData -TypeData (Get-TypeData My.Thing) -Force
        PS> ([pscustomobject]@{ PSTypeName = 'My.Thing' }).Kind
        thing
    """

    member_type: Any = param(
        "The kind of member.", "System.Management.Automation.PSMemberTypes", sets=_DYNAMIC, values=_KINDS, check=not_empty()
    )
    member_name: str = param("The member's name.", "string", sets=_DYNAMIC, check=not_empty())
    value: Any = param("The member's value, script block, or the name it is an alias of.", "System.Object", sets=_DYNAMIC)
    second_value: Any = param("The script block that sets a ScriptProperty.", "System.Object", sets=_DYNAMIC, check=not_null())
    type_converter: Any = param("A class that converts to the type and from it: a PSTypeConverter or a TypeConverter.", "type", sets=_DYNAMIC, check=not_null())
    type_adapter: Any = param("A .NET class that adapts; only .NET has such.", "type", sets=_DYNAMIC, check=not_null())
    serialization_method: str = param("How objects of the type are written to CLIXML.", "string", sets=_DYNAMIC, check=not_empty())
    target_type_for_deserialization: Any = param("The type that objects read from CLIXML become.", "type", sets=_DYNAMIC, check=not_null())
    serialization_depth: int = param("How deep objects are written to CLIXML.", "int", sets=_DYNAMIC, check=(not_null(), at_least(0)))
    default_display_property: str = param("The property that stands for the object.", "string", sets=_DYNAMIC, check=not_empty())
    inherit_property_serialization_set: Any = param(
        "Whether types derived from this one are written to CLIXML alike.", "System.Nullable[bool]", sets=_DYNAMIC, check=not_null()
    )
    string_serialization_source: str = param("The property that is an object's text in CLIXML.", "string", sets=_DYNAMIC, check=not_empty())
    default_display_property_set: Any = param("The properties that are shown.", "string[]", sets=_DYNAMIC, check=not_empty())
    default_key_property_set: Any = param("The properties by which objects are told apart.", "string[]", sets=_DYNAMIC, check=not_empty())
    property_serialization_set: Any = param("The properties that are written to CLIXML.", "string[]", sets=_DYNAMIC, check=not_empty())
    type_name: str = param(
        "The name of the type.", "string", mandatory=True, pipeline=True, sets=_DYNAMIC, check=not_empty(), transform=type_name_of
    )
    force: bool = param("Replaces what is there.", "switch", sets=("DynamicTypeSet", "TypeDataSet"))
    type_data: Any = param(
        "Type data as Get-TypeData gives it.", _TYPE_DATA + "[]", mandatory=True, position=0, pipeline=True, by_name=True, sets=("TypeDataSet",)
    )
    append_path: Any = param(
        "Files of type data (.ps1xml) to add.", "string[]", position=0, pipeline=True, by_name=True, sets=("FileSet",), alias=("PSPath", "Path"),
        check=not_null(),
    )
    prepend_path: Any = param("Files of type data to put before all others.", "string[]", sets=("FileSet",), check=not_null())

    def process(self) -> None:
        if self.parameter_set == "FileSet":
            self._from_files()
        elif self.parameter_set == "TypeDataSet":
            for data in self.type_data:
                if self.should_process(f"TypeData: {data.name}", "Update TypeData"):
                    self._take(data.name, members_in(data), dict(data.standard))
        elif not self.type_name.strip():
            message = "The name of the type is empty: -TypeName needs one."
            exception = NetException("System.InvalidOperationException", message)
            raise ShellError(message, "TargetTypeNameEmpty", "InvalidOperation", self.type_name, exception=exception)
        elif self.should_process(f"Name: {self.type_name}", "Update TypeData"):
            self._dynamic()

    def _dynamic(self) -> None:
        standard = {
            name: value
            for name, value in (
                ("SerializationMethod", self.serialization_method), ("TargetTypeForDeserialization", self.target_type_for_deserialization),
                ("DefaultDisplayProperty", self.default_display_property), ("StringSerializationSource", self.string_serialization_source),
                ("InheritPropertySerializationSet", self.inherit_property_serialization_set),
                ("DefaultDisplayPropertySet", self.default_display_property_set), ("DefaultKeyPropertySet", self.default_key_property_set),
                ("PropertySerializationSet", self.property_serialization_set),
            )
            if value is not None
        }
        if self.is_given("SerializationDepth"):
            standard["SerializationDepth"] = self.serialization_depth
        if self.type_converter is not None:
            standard["TypeConverter"] = self.type_converter
        if self.type_adapter is not None:
            message = "-TypeAdapter names a .NET class, which this shell does not run."
            raise ShellError(message, "NotSupported", "NotImplemented", exception=NetException("System.NotSupportedException", message))
        members: dict[str, Any] = {}
        if self.is_given("MemberType"):
            members[(self.member_name or "").lower()] = self._member()
        elif any(self.is_given(name) for name in ("MemberName", "Value", "SecondValue")):
            raise self._refused("MemberTypeIsMissing", "The MemberType parameter is required when a member's name or value is given. Please specify it.")
        elif not standard:
            self.write_error(self._refused("TypeDataEmpty", "No type data was given: tell a member or a standard member such as -DefaultDisplayPropertySet."))
            return
        self._take(self.type_name, members, standard)

    def _member(self) -> Any:
        kind, name = self.member_type.name, self.member_name
        if not name:
            raise self._lacking("MemberName", kind)
        if kind in ("ScriptProperty", "CodeProperty"):
            if self.value is None and self.second_value is None:
                raise self._refused("ValueAndSecondValueAreNotBothNull", f'The Value and SecondValue parameters should not both be null for the type "{kind}".')
        elif kind != "NoteProperty" and self.value is None:
            raise self._lacking("Value", kind)
        if self.second_value is not None and kind not in ("ScriptProperty", "AliasProperty", "CodeProperty"):
            message = f'The SecondValue parameter is not necessary for the type "{kind}", and should not be specified.'
            raise self._refused("SecondValueShouldNotBeSpecified", message)
        try:
            if kind == "NoteProperty":
                return NoteProperty(name, self.value)
            if kind == "AliasProperty":
                conversion = None if self.second_value is None else _converted(self.second_value, "System.Type")
                return AliasProperty(name, to_text(self.value), conversion)
            if kind == "ScriptProperty":
                return ScriptProperty(name, _block(self.value), _block(self.second_value))
            if kind == "ScriptMethod":
                return ScriptMethod(name, _block(self.value))
            from relayshell.cmdlets.code_members import code_method, code_property

            return code_method(name, self.value) if kind == "CodeMethod" else code_property(name, self.value, self.second_value)
        except CastError as error:
            raise ShellError(error.message, error.id, "InvalidArgument", exception=error.inner) from None

    def _lacking(self, parameter: str, kind: str) -> ShellError:
        return self._refused(f"{parameter}ShouldBeSpecified", f'The {parameter} parameter is required for the type "{kind}". Please specify the {parameter} parameter.')

    @staticmethod
    def _refused(id: str, message: str) -> ShellError:
        return ShellError(message, id, "InvalidOperation", exception=NetException("System.InvalidOperationException", message))

    def _take(self, name: str, members: dict[str, Any], standard: dict[str, Any]) -> None:
        data = table().find(name)
        if not members and not standard:
            self._update_error(f'Error in TypeData "{name}": it has no members and no standard members.')
            return
        if data is not None and not self.force:
            taken = [member.name for folded, member in members.items() if folded in data.members]
            taken += [each for each in standard if each in data.standard]
            if taken:
                message = "".join(f'Error in TypeData "{name}": The member {each} is already present.' for each in taken)
                self._update_error(message)
                return
        changed = table().change(name)
        for folded, member in members.items():
            changed.members.pop(folded, None)
            changed.members[folded] = member
        changed.standard.update(standard)
        table().changed()

    def _update_error(self, message: str) -> None:
        exception = NetException("System.Management.Automation.RuntimeException", message)
        self.write_error(ShellError(message, "TypesDynamicUpdateException", "InvalidOperation", exception=exception))

    def _from_files(self) -> None:
        given = [(path, "TypesPrependPathException") for path in self.prepend_path or ()] + [(path, "TypesAppendPathException") for path in self.append_path or ()]
        for path, id in given:
            for where in type_files(self, path, id):
                if self.should_process(where, "Update TypeData"):
                    try:
                        self._from_file(where)
                    except ShellError as error:
                        self.write_error(error)

    def _from_file(self, where: str) -> None:
        from relayshell.cmdlets.type_files import read_type_file

        for name, members, standard in read_type_file(where, self.session):
            changed = table().change(name)
            changed.members.update(members)
            changed.standard.update(standard)
        table().changed()


def type_files(cmdlet: Any, path: str, id: str) -> list[str]:
    """The files of type data that a path names; errors are written, those of a path that is not there under the id."""
    try:
        found = [str(target.inner) for target in cmdlet.session.places.resolve(path)]
    except ShellError as error:
        cmdlet.write_error(ShellError(error.message, id, "InvalidOperation", path, exception=error.exception))
        return []
    for where in found:
        if not where.lower().endswith(".ps1xml"):
            message = f"The file '{where}' cannot be loaded: files of type data end in .ps1xml."
            exception = NetException("System.Management.Automation.PSInvalidOperationException", message)
            cmdlet.write_error(ShellError(message, "WrongExtension", "InvalidArgument", where, exception=exception))
    return [where for where in found if where.lower().endswith(".ps1xml")]


def _converted(value: Any, type_name: str) -> Any:
    from relayshell.objects.convert import convert

    return convert(value, get_type(type_name))


def _block(value: Any) -> Any:
    return None if value is None else _converted(value, "System.Management.Automation.ScriptBlock")


class GetTypeData(Cmdlet, name="Get-TypeData", output="System.Management.Automation.PSObject", module=_MODULE):
    """Tells what was added to types.

    Example: the members of a type

        PS> Update-TypeData -TypeName My.Pet -MemberType NoteProperty -MemberName Legs -Value 4
        PS> (Get-TypeData My.Pet).Members.Keys
        Legs
    """

    type_name: Any = param("The names of the types; patterns too.", "string[]", position=0, pipeline=True, check=not_empty())

    def process(self) -> None:
        from relayshell.objects.typenames import resolve_type
        from relayshell.objects.wildcard import compile_wildcard, has_wildcards

        patterns = [to_text(each) for each in self.type_name or ("*",)]
        full = {found.full_name.lower() for each in patterns if not has_wildcards(each) and (found := resolve_type(each)) is not None}
        know(lambda name: name.lower() in full or any(compile_wildcard(each, True)(name) for each in patterns))
        every = table().all()
        if self.type_name is None:
            for data in every:
                self.write(data)
            return
        for pattern in self.type_name:
            if has_wildcards(pattern):
                chosen = [data for data in every if compile_wildcard(pattern, True)(data.name)]
            else:
                found = resolve_type(pattern)
                names = {pattern.lower(), found.full_name.lower() if found is not None else ""}
                chosen = [data for data in every if data.name.lower() in names]
            for data in chosen:
                self.write(data)


class RemoveTypeData(Cmdlet, name="Remove-TypeData", default_set="RemoveTypeDataSet", should_process=True, module=_MODULE):
    """Takes away what was added to a type.

    Example: a member added and taken away

        PS> Update-TypeData -TypeName My.Cup -MemberType NoteProperty -MemberName Full -Value $true
        PS> Remove-TypeData -TypeName My.Cup
        PS> $null -eq ([pscustomobject]@{ PSTypeName = 'My.Cup' }).Full
        True

    Example: through the pipeline

        PS> Update-TypeData -TypeName My.Mug -MemberType NoteProperty -MemberName Full -Value $true
        PS> Get-TypeData My.Mug | Remove-TypeData
        PS> @(Get-TypeData My.Mug).Count
        0
    """

    type_data: Any = param("Type data as Get-TypeData gives it.", _TYPE_DATA, mandatory=True, pipeline=True, sets=("RemoveTypeDataSet",))
    type_name: str = param(
        "The name of the type.", "string", mandatory=True, position=0, pipeline=True, by_name=True, sets=("RemoveTypeSet",), check=not_empty(),
        transform=type_name_of,
    )
    path: Any = param("Files whose type data is taken away.", "string[]", mandatory=True, sets=("RemoveFileSet",), check=not_empty())

    def process(self) -> None:
        if self.parameter_set == "RemoveFileSet":
            from relayshell.cmdlets.type_files import read_type_file

            for path in self.path:
                for where in type_files(self, path, "TypesPathException"):
                    for name, _, _ in read_type_file(where, self.session):
                        self._remove(name)
            return
        self._remove(self.type_name if self.parameter_set == "RemoveTypeSet" else self.type_data.name)

    def _remove(self, name: str) -> None:
        know(lambda each: each.lower() == name.lower())
        if not self.should_process(f"Name: {name}", "Remove TypeData"):
            return
        if not table().remove(name):
            message = (
                f'Error in TypeData "{name}": The type "{name}" was not found. The type name value must be the full name of the type. '
                "Verify the type name and run the command again."
            )
            exception = NetException("System.Management.Automation.RuntimeException", message)
            self.write_error(ShellError(message, "TypesDynamicRemoveException", "InvalidOperation", exception=exception))


class PropertySetData:
    """The names in a set of properties that is part of type data."""

    def __init__(self, names: Any) -> None:
        self.names = [to_text(each) for each in names]


def _standard(name: str) -> Any:
    if name.endswith("Set") and name != "InheritPropertySerializationSet":
        return lambda data: None if data.standard.get(name) is None else PropertySetData(data.standard[name])
    return lambda data: data.standard.get(name)


declare(
    "System.Management.Automation.Runspaces.PropertySetData", PropertySetData,
    new=lambda names: PropertySetData(names),
    get={"ReferencedProperties": lambda data: list(data.names)},
    signatures=("(System.Collections.Generic.IEnumerable[string] referencedProperties)",
                "System.Collections.ObjectModel.Collection[string] ReferencedProperties {get;}"),
)


def _writer(name: str) -> Any:
    def write(data: TypeData, value: Any) -> None:
        inside = unwrap(value)
        data.standard[name] = inside.names if isinstance(inside, PropertySetData) else value

    return write


_STANDARD = (
    "TypeConverter", "TypeAdapter", "SerializationMethod", "TargetTypeForDeserialization", "SerializationDepth", "DefaultDisplayProperty",
    "InheritPropertySerializationSet", "StringSerializationSource", "DefaultDisplayPropertySet", "DefaultKeyPropertySet",
    "PropertySerializationSet",
)
def _new(name: Any) -> TypeData:
    if isinstance(name, NetType):
        return TypeData(name.full_name)
    if not name or not to_text(name).strip():
        raise NetException("System.Management.Automation.PSArgumentNullException", "Cannot process argument because the value of argument \"typeName\" is null or empty.")
    return TypeData(to_text(name))


def _copied(data: TypeData) -> TypeData:
    made = data.copy()
    made.members = members_in(data)
    return made


declare(
    _TYPE_DATA, TypeData, new=_new,
    set={name: _writer(name) for name in _STANDARD},
    get={
        "TypeName": lambda data: data.name,
        "Members": shown_members,
        **{name: _standard(name) for name in _STANDARD},
    },
    methods={"Copy": _copied},
    signatures=("(string typeName)", "(type type)", f"{_TYPE_DATA} Copy()", "string TypeName {get;}", "System.Object Members {get;}",
                *(f"System.Object {name} {{get;set;}}" for name in _STANDARD)),
)
