"""Functions, classes, enums, interfaces and `using`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relayshell.syntax.ast.node import Ast, StatementAst

if TYPE_CHECKING:
    from collections.abc import Sequence

    from relayshell.source import Source
    from relayshell.syntax.ast.blocks import AttributeAst, ParameterAst, ScriptBlockAst, TypeConstraintAst
    from relayshell.syntax.ast.literals import HashtableAst, StringConstantExpressionAst
    from relayshell.syntax.ast.node import ExpressionAst


class FunctionDefinitionAst(StatementAst):
    """`function name(parameters) { }`, filters too; `parameters` is None where no parentheses stand."""

    __slots__ = ("is_filter", "is_workflow", "name", "name_start", "name_end", "parameters", "body")
    CHILDREN = ("parameters", "body")
    OPENS_SCRIPT_BLOCK = True

    def __init__(
        self,
        source: Source,
        start: int,
        end: int,
        is_filter: bool,
        is_workflow: bool,
        name: str,
        name_start: int,
        name_end: int,
        parameters: Sequence[ParameterAst] | None,
        body: ScriptBlockAst,
    ) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.is_filter = is_filter
        self.is_workflow = is_workflow
        self.name = name
        self.name_start = name_start
        self.name_end = name_end
        self.parameters = parameters
        self.body = body


class TypeDefinitionAst(StatementAst):
    """A class, enum or interface; `type_attributes` is 'Class', 'Enum' or 'Interface'."""

    __slots__ = ("name", "name_start", "name_end", "attributes", "base_types", "members", "type_attributes")
    CHILDREN = ("attributes", "base_types", "members")

    def __init__(
        self,
        source: Source,
        start: int,
        end: int,
        name: str,
        name_start: int,
        name_end: int,
        attributes: Sequence[AttributeAst],
        base_types: Sequence[TypeConstraintAst],
        members: Sequence[MemberAst],
        type_attributes: str,
    ) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.name = name
        self.name_start = name_start
        self.name_end = name_end
        self.attributes = attributes
        self.base_types = base_types
        self.members = members
        self.type_attributes = type_attributes

    @property
    def is_enum(self) -> bool:
        """An enum."""
        return self.type_attributes == "Enum"

    @property
    def is_class(self) -> bool:
        """A class."""
        return self.type_attributes == "Class"

    @property
    def is_interface(self) -> bool:
        """An interface."""
        return self.type_attributes == "Interface"


class MemberAst(Ast):
    """A property or method of a class; a value of an enum."""

    __slots__ = ("name",)

    def __init__(self, source: Source, start: int, end: int, name: str) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.name = name


class PropertyMemberAst(MemberAst):
    """`property_attributes` is a frozenset of Public, Private, Static, Literal, Hidden."""

    __slots__ = ("property_type", "attributes", "initial_value", "property_attributes")
    CHILDREN = ("property_type", "attributes", "initial_value")

    def __init__(
        self,
        source: Source,
        start: int,
        end: int,
        name: str,
        property_type: TypeConstraintAst | None,
        attributes: Sequence[AttributeAst],
        initial_value: ExpressionAst | None,
        property_attributes: frozenset[str],
    ) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.name = name
        self.property_type = property_type
        self.attributes = attributes
        self.initial_value = initial_value
        self.property_attributes = property_attributes

    @property
    def is_static(self) -> bool:
        """Declared static."""
        return "Static" in self.property_attributes

    @property
    def is_hidden(self) -> bool:
        """Declared hidden."""
        return "Hidden" in self.property_attributes


class FunctionMemberAst(MemberAst):
    """`method_attributes` is a frozenset of Public, Private, Hidden, Static; `function` holds parameters and body."""

    __slots__ = ("function", "return_type", "attributes", "method_attributes", "is_constructor")
    CHILDREN = ("function", "return_type", "attributes")

    def __init__(
        self,
        source: Source,
        start: int,
        end: int,
        name: str,
        function: FunctionDefinitionAst,
        return_type: TypeConstraintAst | None,
        attributes: Sequence[AttributeAst],
        method_attributes: frozenset[str],
        is_constructor: bool = False,
    ) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.name = name
        self.function = function
        self.return_type = return_type
        self.attributes = attributes
        self.method_attributes = method_attributes
        self.is_constructor = is_constructor

    @property
    def is_static(self) -> bool:
        """Declared static."""
        return "Static" in self.method_attributes

    @property
    def is_hidden(self) -> bool:
        """Declared hidden."""
        return "Hidden" in self.method_attributes

    @property
    def parameters(self) -> Sequence[ParameterAst]:
        """The declared parameters."""
        return self.function.parameters or ()

    @property
    def body(self) -> ScriptBlockAst:
        """The body."""
        return self.function.body


class UsingStatementAst(StatementAst):
    """`using kind name`; kind is Assembly, Command, Module, Namespace or Type."""

    __slots__ = ("using_statement_kind", "name", "alias", "module_specification")
    CHILDREN = ("name", "alias", "module_specification")

    def __init__(
        self,
        source: Source,
        start: int,
        end: int,
        using_statement_kind: str,
        name: StringConstantExpressionAst | None,
        alias: Ast | None,
        module_specification: HashtableAst | None,
    ) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.using_statement_kind = using_statement_kind
        self.name = name
        self.alias = alias
        self.module_specification = module_specification
