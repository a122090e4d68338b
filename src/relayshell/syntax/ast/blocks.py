"""Script blocks and their parts: named blocks, parameters, attributes, requirements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relayshell.syntax.ast.node import Ast

if TYPE_CHECKING:
    from collections.abc import Sequence

    from relayshell.source import Source
    from relayshell.syntax.ast.definitions import UsingStatementAst
    from relayshell.syntax.ast.literals import VariableExpressionAst
    from relayshell.syntax.ast.names import TypeName
    from relayshell.syntax.ast.node import ExpressionAst


class ScriptRequirements:
    """What `#requires` lines ask for."""

    __slots__ = (
        "required_ps_version",
        "required_ps_editions",
        "required_modules",
        "required_assemblies",
        "is_elevation_required",
        "required_application_id",
    )

    def __init__(
        self,
        required_ps_version: str | None = None,
        required_ps_editions: list[str] | None = None,
        required_modules: list[object] | None = None,
        required_assemblies: list[str] | None = None,
        is_elevation_required: bool = False,
        required_application_id: str | None = None,
    ) -> None:
        self.required_ps_version = required_ps_version
        self.required_ps_editions = required_ps_editions
        self.required_modules = required_modules
        self.required_assemblies = required_assemblies
        self.is_elevation_required = is_elevation_required
        self.required_application_id = required_application_id


class ScriptBlockAst(Ast):
    """A whole script, or what stands between the braces of a function or script block."""

    __slots__ = (
        "attributes",
        "using_statements",
        "param_block",
        "dynamic_param_block",
        "begin_block",
        "process_block",
        "end_block",
        "clean_block",
        "script_requirements",
        "is_configuration",
    )
    CHILDREN = ("attributes", "using_statements", "param_block", "dynamic_param_block", "begin_block", "process_block", "end_block", "clean_block")

    def __init__(
        self,
        source: Source,
        start: int,
        end: int,
        attributes: Sequence[AttributeBaseAst] = (),
        using_statements: Sequence[UsingStatementAst] = (),
        param_block: ParamBlockAst | None = None,
        dynamic_param_block: NamedBlockAst | None = None,
        begin_block: NamedBlockAst | None = None,
        process_block: NamedBlockAst | None = None,
        end_block: NamedBlockAst | None = None,
        clean_block: NamedBlockAst | None = None,
        script_requirements: ScriptRequirements | None = None,
        is_configuration: bool = False,
    ) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.attributes = attributes
        self.using_statements = using_statements
        self.param_block = param_block
        self.dynamic_param_block = dynamic_param_block
        self.begin_block = begin_block
        self.process_block = process_block
        self.end_block = end_block
        self.clean_block = clean_block
        self.script_requirements = script_requirements
        self.is_configuration = is_configuration


class ParamBlockAst(Ast):
    """`param(...)` with the attributes before it."""

    __slots__ = ("attributes", "parameters")
    CHILDREN = ("attributes", "parameters")

    def __init__(self, source: Source, start: int, end: int, attributes: Sequence[AttributeBaseAst], parameters: Sequence[ParameterAst]) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.attributes = attributes
        self.parameters = parameters


class NamedBlockAst(Ast):
    """A begin, process, end, clean or dynamicparam block; `unnamed` where the script did not write the word."""

    __slots__ = ("block_kind", "unnamed", "traps", "statements")
    CHILDREN = ("traps", "statements")

    def __init__(
        self,
        source: Source,
        start: int,
        end: int,
        block_kind: str,
        unnamed: bool,
        traps: Sequence[Ast],
        statements: Sequence[StatementAst],
    ) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.block_kind = block_kind
        self.unnamed = unnamed
        self.traps = traps
        self.statements = statements


class ParameterAst(Ast):
    """One declared parameter."""

    __slots__ = ("attributes", "name", "default_value")
    CHILDREN = ("attributes", "name", "default_value")

    def __init__(
        self,
        source: Source,
        start: int,
        end: int,
        attributes: Sequence[AttributeBaseAst],
        name: VariableExpressionAst,
        default_value: ExpressionAst | None = None,
    ) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.attributes = attributes
        self.name = name
        self.default_value = default_value


class AttributeBaseAst(Ast):
    """Attributes and type constraints alike: what stands in brackets before a parameter, variable or member."""

    __slots__ = ("type_name",)

    def __init__(self, source: Source, start: int, end: int, type_name: TypeName) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.type_name = type_name


class AttributeAst(AttributeBaseAst):
    """`[Name(positional, Name = value)]`."""

    __slots__ = ("positional_arguments", "named_arguments")
    CHILDREN = ("positional_arguments", "named_arguments")

    def __init__(
        self,
        source: Source,
        start: int,
        end: int,
        type_name: TypeName,
        positional_arguments: Sequence[ExpressionAst],
        named_arguments: Sequence[NamedAttributeArgumentAst],
    ) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.type_name = type_name
        self.positional_arguments = positional_arguments
        self.named_arguments = named_arguments


class NamedAttributeArgumentAst(Ast):
    """`Name = value` in an attribute; `expression_omitted` where only the name stands, which means true."""

    __slots__ = ("argument_name", "argument", "expression_omitted")
    CHILDREN = ("argument",)

    def __init__(self, source: Source, start: int, end: int, argument_name: str, argument: ExpressionAst, expression_omitted: bool) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.argument_name = argument_name
        self.argument = argument
        self.expression_omitted = expression_omitted


class TypeConstraintAst(AttributeBaseAst):
    """`[type]` before a parameter, variable, member or catch block."""

    __slots__ = ()

    def __init__(self, source: Source, start: int, end: int, type_name: TypeName) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.parent = None
        self.type_name = type_name
