"""Names that nodes carry and that are not nodes themselves: types and variables."""

from __future__ import annotations

from relayshell.source import Extent, Source

_SCOPES = {"global": "global", "local": "local", "script": "script", "private": "private"}


class TypeName:
    """A type by its name: `full_name` as written, `name` without the assembly."""

    __slots__ = ("source", "start", "end", "name", "assembly_name")
    is_array = False
    is_generic = False

    def __init__(self, source: Source, start: int, end: int, name: str, assembly_name: str | None = None) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.name = name
        self.assembly_name = assembly_name

    @property
    def extent(self) -> Extent:
        """Where the name stands."""
        return Extent(self.source, self.start, self.end)

    @property
    def full_name(self) -> str:
        """The name with its assembly, if it has one."""
        return f"{self.name},{self.assembly_name}" if self.assembly_name else self.name

    def __str__(self) -> str:
        return self.full_name

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.full_name!r}>"


class GenericTypeName(TypeName):
    """`type_name[generic_arguments]`."""

    __slots__ = ("type_name", "generic_arguments")
    is_generic = True

    def __init__(self, source: Source, start: int, end: int, type_name: TypeName, generic_arguments: list[TypeName]) -> None:
        arguments = ",".join(_inside_generic(argument) for argument in generic_arguments)
        super().__init__(source, start, end, f"{type_name.name}[{arguments}]", type_name.assembly_name)
        self.type_name = type_name
        self.generic_arguments = generic_arguments


class ArrayTypeName(TypeName):
    """`element_type[]`, with `rank` - 1 commas between the brackets."""

    __slots__ = ("element_type", "rank")
    is_array = True

    def __init__(self, source: Source, start: int, end: int, element_type: TypeName, rank: int) -> None:
        super().__init__(source, start, end, f"{element_type.name}[{',' * (rank - 1)}]", element_type.assembly_name)
        self.element_type = element_type
        self.rank = rank

    @property
    def is_generic(self) -> bool:  # type: ignore[override]
        """True where the element type is generic."""
        return self.element_type.is_generic


def _inside_generic(argument: TypeName) -> str:
    return f"[{argument.full_name}]" if argument.assembly_name else argument.name


class VariablePath:
    """A variable's path taken apart.

    `user_path` is what was written after `$`. `scope` is 'global', 'local', 'script', 'private' or None; `drive` the drive of a path
    such as `env:PATH` (with the letters as written) or None; `name` what remains. `$variable:x` is a variable of no scope: `scope`
    and `drive` are None, `name` is x, and `is_unqualified` is false. `$using:x` keeps 'using' as its drive, for inside a UsingExpressionAst.
    """

    __slots__ = ("user_path", "scope", "drive", "name", "is_variable", "is_unqualified")

    def __init__(self, user_path: str) -> None:
        self.user_path = self.name = user_path
        self.scope: str | None = None
        self.drive: str | None = None
        self.is_variable = self.is_unqualified = True
        if ":" not in user_path:
            return
        prefix, _, rest = user_path.partition(":")
        self.name = rest
        if not prefix:
            return
        self.is_unqualified = False
        lowered = prefix.lower()
        scope = _SCOPES.get(lowered)
        if scope is not None:
            self.scope = scope
        elif lowered != "variable":
            self.drive = prefix
            self.is_variable = False

    is_global = property(lambda self: self.scope == "global")
    is_local = property(lambda self: self.scope == "local")
    is_script = property(lambda self: self.scope == "script")
    is_private = property(lambda self: self.scope == "private")
    is_drive_qualified = property(lambda self: self.drive is not None)
    is_unscoped_variable = property(lambda self: self.is_variable and self.scope is None)
    drive_name = property(lambda self: self.drive)

    def __str__(self) -> str:
        return self.user_path

    def __repr__(self) -> str:
        return f"<VariablePath {self.user_path!r}>"
