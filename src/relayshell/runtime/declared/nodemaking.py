"""Constructors of the nodes of a tree, and deep copies of nodes, as scripts that put trees together use them.

A node made here takes what it is made of as its own: nothing may belong to two trees, so what has a parent already must be copied first.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from relayshell.objects.collections import enumerate_value
from relayshell.objects.exceptions import NetException
from relayshell.objects.nettype import NetType
from relayshell.objects.psobject import unwrap
from relayshell.objects.text import to_text
from relayshell.source import Extent
from relayshell.syntax import ast as tree

L = "System.Management.Automation.Language."

# Each constructor after its extent: the parameter's name, the attribute that keeps it where that has another name, and its type.
# `*` stands for a sequence of nodes, `%` for a sequence of pairs, `:enum` for an enum of the language, `&` for an extent kept as an error's place.
_MADE: dict[str, tuple[str, ...]] = {
    "ParamBlockAst": ("*attributes:AttributeAst *parameters:ParameterAst",),
    "NamedAttributeArgumentAst": ("argument_name:string argument:ExpressionAst expression_omitted:bool",),
    "AttributeAst": ("type_name:ITypeName *positional_arguments:ExpressionAst *named_arguments:NamedAttributeArgumentAst",),
    "TypeConstraintAst": ("type_name:ITypeName", "type_name:type"),
    "ParameterAst": ("name:VariableExpressionAst *attributes:AttributeBaseAst default_value:ExpressionAst",),
    "StatementBlockAst": ("*statements:StatementAst *traps:TrapStatementAst",),
    "IfStatementAst": ("%clauses:PipelineBaseAst,StatementBlockAst else_clause:StatementBlockAst",),
    "DataStatementAst": ("variable:string *commands_allowed:ExpressionAst body:StatementBlockAst",),
    "ForStatementAst": ("label:string initializer:PipelineBaseAst condition:PipelineBaseAst iterator:PipelineBaseAst body:StatementBlockAst",),
    "WhileStatementAst": ("label:string condition:PipelineBaseAst body:StatementBlockAst",),
    "DoWhileStatementAst": ("label:string condition:PipelineBaseAst body:StatementBlockAst",),
    "DoUntilStatementAst": ("label:string condition:PipelineBaseAst body:StatementBlockAst",),
    "SwitchStatementAst": (
        "label:string condition:PipelineBaseAst flags:SwitchFlags %clauses:ExpressionAst,StatementBlockAst default:StatementBlockAst",
    ),
    "ForEachStatementAst": (
        "label:string flags:ForEachFlags variable:VariableExpressionAst condition=expression:PipelineBaseAst body:StatementBlockAst",
        "label:string flags:ForEachFlags throttle_limit:ExpressionAst variable:VariableExpressionAst condition=expression:PipelineBaseAst body:StatementBlockAst",
    ),
    "CatchClauseAst": ("*catch_types:TypeConstraintAst body:StatementBlockAst",),
    "TryStatementAst": ("body:StatementBlockAst *catch_clauses:CatchClauseAst finally_=finally:StatementBlockAst",),
    "TrapStatementAst": ("trap_type:TypeConstraintAst body:StatementBlockAst",),
    "BreakStatementAst": ("label:ExpressionAst",),
    "ContinueStatementAst": ("label:ExpressionAst",),
    "ReturnStatementAst": ("pipeline:PipelineBaseAst",),
    "ExitStatementAst": ("pipeline:PipelineBaseAst",),
    "ThrowStatementAst": ("pipeline:PipelineBaseAst",),
    "PipelineChainAst": (
        "lhs_pipeline_chain:ChainableAst rhs_pipeline:PipelineAst operator=chain_operator:TokenKind background:bool",
        "lhs_pipeline_chain:ChainableAst rhs_pipeline:PipelineAst operator=chain_operator:TokenKind",
    ),
    "PipelineAst": (
        "*pipeline_elements:CommandBaseAst", "*pipeline_elements:CommandBaseAst background:bool", "*pipeline_elements=command_ast:CommandBaseAst!",
        "*pipeline_elements=command_ast:CommandBaseAst! background:bool",
    ),
    "CommandParameterAst": ("parameter_name:string argument:ExpressionAst &error_position",),
    "CommandAst": ("*command_elements:CommandElementAst invocation_operator:TokenKind *redirections:RedirectionAst",),
    "CommandExpressionAst": ("expression:ExpressionAst *redirections:RedirectionAst",),
    "MergingRedirectionAst": ("from_stream=from:RedirectionStream to_stream=to:RedirectionStream",),
    "FileRedirectionAst": ("from_stream=stream:RedirectionStream location=file:ExpressionAst append:bool",),
    "AssignmentStatementAst": ("left:ExpressionAst operator:TokenKind right:StatementAst &error_position",),
    "TernaryExpressionAst": ("condition:ExpressionAst if_true:ExpressionAst if_false:ExpressionAst",),
    "BinaryExpressionAst": ("left:ExpressionAst operator:TokenKind right:ExpressionAst &error_position",),
    "UnaryExpressionAst": ("token_kind:TokenKind child:ExpressionAst",),
    "AttributedExpressionAst": ("attribute:AttributeBaseAst child:ExpressionAst",),
    "ConvertExpressionAst": ("attribute=type_constraint:TypeConstraintAst child:ExpressionAst",),
    "MemberExpressionAst": (
        "expression:ExpressionAst member:CommandElementAst static:bool", "expression:ExpressionAst member:CommandElementAst static:bool null_conditional:bool",
    ),
    "InvokeMemberExpressionAst": (
        "expression:ExpressionAst member=method:CommandElementAst *arguments:ExpressionAst static:bool",
        "expression:ExpressionAst member=method:CommandElementAst *arguments:ExpressionAst static:bool null_conditional:bool",
    ),
    "IndexExpressionAst": ("target:ExpressionAst index:ExpressionAst", "target:ExpressionAst index:ExpressionAst null_conditional:bool"),
    "VariableExpressionAst": ("variable_path=variable_name:string splatted:bool", f"variable_path:{L.rpartition('Language.')[0]}VariablePath splatted:bool"),
    "TypeExpressionAst": ("type_name:ITypeName",),
    "ConstantExpressionAst": ("value:System.Object",),
    "StringConstantExpressionAst": ("value:string string_constant_type:StringConstantType",),
    "ExpandableStringExpressionAst": ("value:string string_constant_type=type:StringConstantType",),
    "ArrayLiteralAst": ("*elements:ExpressionAst",),
    "HashtableAst": ("%key_value_pairs:ExpressionAst,StatementAst",),
    "ArrayExpressionAst": ("sub_expression=statement_block:StatementBlockAst",),
    "SubExpressionAst": ("sub_expression=statement_block:StatementBlockAst",),
    "ParenExpressionAst": ("pipeline:PipelineBaseAst",),
    "UsingExpressionAst": ("sub_expression=expression_ast:ExpressionAst",),
    "ScriptBlockExpressionAst": ("script_block:ScriptBlockAst",),
    "NamedBlockAst": ("block_kind=block_name:TokenKind body=statement_block:StatementBlockAst unnamed:bool",),
    "FunctionDefinitionAst": ("is_filter:bool is_workflow:bool name:string *parameters:ParameterAst body:ScriptBlockAst",),
    "TypeDefinitionAst": (
        "name:string *attributes:AttributeAst *members:MemberAst type_attributes:TypeAttributes *base_types:TypeConstraintAst",
    ),
    "PropertyMemberAst": (
        "name:string property_type:TypeConstraintAst *attributes:AttributeAst property_attributes:PropertyAttributes initial_value:ExpressionAst",
    ),
    "FunctionMemberAst": (
        "function=function_definition_ast:FunctionDefinitionAst return_type:TypeConstraintAst *attributes:AttributeAst method_attributes:MethodAttributes",
    ),
    "UsingStatementAst": (
        "using_statement_kind=kind:UsingStatementKind name:StringConstantExpressionAst", "module_specification:HashtableAst",
        "using_statement_kind=kind:UsingStatementKind name=alias_name:StringConstantExpressionAst alias=resolved_alias_ast:StringConstantExpressionAst",
        "name=alias_name:StringConstantExpressionAst module_specification:HashtableAst",
    ),
    "ScriptBlockAst": (
        "param_block:ParamBlockAst statements:StatementBlockAst is_filter:bool",
        "*using_statements:UsingStatementAst param_block:ParamBlockAst statements:StatementBlockAst is_filter:bool",
        "param_block:ParamBlockAst statements:StatementBlockAst is_filter:bool is_configuration:bool",
        "*using_statements:UsingStatementAst param_block:ParamBlockAst statements:StatementBlockAst is_filter:bool is_configuration:bool",
        "*using_statements:UsingStatementAst *attributes:AttributeAst param_block:ParamBlockAst statements:StatementBlockAst is_filter:bool is_configuration:bool",
        "param_block:ParamBlockAst begin_block:NamedBlockAst process_block:NamedBlockAst end_block:NamedBlockAst dynamic_param_block:NamedBlockAst",
        "param_block:ParamBlockAst begin_block:NamedBlockAst process_block:NamedBlockAst end_block:NamedBlockAst clean_block:NamedBlockAst "
        "dynamic_param_block:NamedBlockAst",
        "*using_statements:UsingStatementAst param_block:ParamBlockAst begin_block:NamedBlockAst process_block:NamedBlockAst end_block:NamedBlockAst "
        "dynamic_param_block:NamedBlockAst",
        "*using_statements:UsingStatementAst param_block:ParamBlockAst begin_block:NamedBlockAst process_block:NamedBlockAst end_block:NamedBlockAst "
        "clean_block:NamedBlockAst dynamic_param_block:NamedBlockAst",
        "*using_statements:UsingStatementAst *attributes:AttributeAst param_block:ParamBlockAst begin_block:NamedBlockAst process_block:NamedBlockAst "
        "end_block:NamedBlockAst dynamic_param_block:NamedBlockAst",
        "*using_statements:UsingStatementAst *attributes:AttributeAst param_block:ParamBlockAst begin_block:NamedBlockAst process_block:NamedBlockAst "
        "end_block:NamedBlockAst clean_block:NamedBlockAst dynamic_param_block:NamedBlockAst",
    ),
}
_ENUMS = frozenset((
    "TokenKind", "StringConstantType", "RedirectionStream", "SwitchFlags", "ForEachFlags", "TypeAttributes", "PropertyAttributes", "MethodAttributes",
    "UsingStatementKind",
))
_FLAG_SETS = frozenset(("SwitchFlags", "ForEachFlags", "PropertyAttributes", "MethodAttributes"))
_PLAIN = frozenset(("string", "bool", "type"))


class _Part:
    """One parameter of a constructor."""

    def __init__(self, text: str) -> None:
        self.sign = text[0] if text[0] in "*%&" else ""
        names, _, kind = text[len(self.sign) :].partition(":")
        self.attribute, _, shown = names.partition("=")
        words = (shown or self.attribute).split("_")
        self.shown = words[0] + "".join(word.title() for word in words[1:])
        self.single = kind.endswith("!")
        self.kind = kind.rstrip("!")

    @property
    def type_text(self) -> str:
        """Its type as a signature shows it."""
        if self.sign == "&":
            return L + "IScriptExtent"
        kind = self.kind if self.kind in _PLAIN or "." in self.kind else ",".join(L + each for each in self.kind.split(","))
        if self.sign == "%":
            return f"System.Collections.Generic.IEnumerable[System.Tuple[{kind}]]"
        return f"System.Collections.Generic.IEnumerable[{kind}]" if self.sign == "*" and not self.single else kind

    def fits(self, value: Any) -> bool:
        """Whether a value can be this parameter."""
        if value is None or self.sign == "&":
            return True
        if self.kind in ("type", "ITypeName"):
            return isinstance(value, NetType) == (self.kind == "type")
        wanted = getattr(tree, self.kind.rpartition(".")[2], None)
        if wanted is None:
            return self.kind != "string" or isinstance(value, str)
        return self.sign in ("*", "%") and not self.single or isinstance(value, wanted)

    def taken(self, value: Any) -> Any:
        """A value as the node keeps it."""
        if self.sign == "*":
            if value is None:
                return ()
            found = enumerate_value(value)
            return [unwrap(each) for each in found] if found is not None else [value]
        if self.sign == "%":
            return [_pair(each) for each in (() if value is None else enumerate_value(value) or ())]
        if self.kind in _FLAG_SETS:
            names = to_text(value).replace(" ", "").split(",")
            return frozenset(name for name in names if name and name != "None")
        if self.kind in _ENUMS:
            return to_text(value)
        if self.kind == "type":
            return tree.TypeName(*_NOWHERE, value.text)
        if self.attribute == "variable_path" and isinstance(value, str):
            return tree.VariablePath(value)
        return value


def _pair(value: Any) -> tuple[Any, ...]:
    from relayshell.objects.members import get_member

    return unwrap(get_member(value, "Item1")), unwrap(get_member(value, "Item2"))


class _Nowhere:
    """The place of a name that no text holds."""

    text = ""
    file = None
    line_starts = [0]
    asks_status = False


_NOWHERE: tuple[Any, int, int] = (_Nowhere(), 0, 0)
_PARTS: dict[str, list[list[_Part]]] = {}


def signatures_of(name: str) -> tuple[str, ...]:
    """The constructors of a class of nodes, as signatures; none for those that scripts cannot make."""
    extent = f"{L}IScriptExtent extent"
    return tuple("(" + ", ".join([extent, *(f"{part.type_text} {part.shown}" for part in parts)]) + ")" for parts in _parts_of(name))


def _parts_of(name: str) -> list[list[_Part]]:
    found = _PARTS.get(name)
    if found is None:
        found = _PARTS[name] = [[_Part(word) for word in text.split()] for text in _MADE.get(name, ())]
    return found


def constructor(kind: type) -> Callable[..., Any] | None:
    """What makes a node of a class from an extent and the rest; None where scripts cannot make one."""
    if kind.__name__ not in _MADE:
        return None
    return lambda *values: _make(kind, [unwrap(value) for value in values])


def _make(kind: type, values: list[Any]) -> Any:
    extent, *rest = values
    if extent is None:
        raise NetException("System.ArgumentNullException", "Value cannot be null. (Parameter 'extent')")
    candidates = [parts for parts in _parts_of(kind.__name__) if len(parts) == len(rest)]
    parts = next((each for each in candidates if all(part.fits(value) for part, value in zip(each, rest))), candidates[0])
    given: dict[str, Any] = {}
    for part, value in zip(parts, rest):
        if part.sign == "&":
            place = value if value is not None else extent
            given["error_start"], given["error_end"] = place.start, place.end
        else:
            given[part.attribute] = part.taken(value)
    source, start, end = extent.source, extent.start, extent.end
    made = kind(source, start, end, **_completed(kind.__name__, given, extent))
    for child in made.children():
        if child.parent is not None:
            raise NetException("System.InvalidOperationException", "The syntax tree node already belongs to another tree. Use its Copy method first.")
    for child in made.children():
        child.parent = made
    return made


def _completed(name: str, given: dict[str, Any], extent: Extent) -> dict[str, Any]:
    """What a node keeps besides what its constructor was given."""
    if name == "NamedBlockAst":
        body = given.pop("body")
        given.update(traps=body.traps, statements=body.statements)
        _free([*body.traps, *body.statements])
    elif name == "ScriptBlockAst":
        return _script_block(given, extent)
    elif name == "ConstantExpressionAst":
        from relayshell.objects.typeof import type_of

        given["type_name"] = type_of(given["value"]).text.rpartition(".")[2] if given["value"] is not None else "Object"
    elif name == "ExpandableStringExpressionAst":
        from relayshell.syntax.parsing import parse_expandable

        read, _ = parse_expandable(given["value"])
        nested = list(getattr(read, "nested_expressions", ()))
        _free(nested)
        given.update(nested_expressions=nested, parts=getattr(read, "parts", [given["value"]]))
    elif name in ("FunctionDefinitionAst", "TypeDefinitionAst"):
        given.update(name_start=extent.start, name_end=extent.end)
        if name == "FunctionDefinitionAst":
            given["parameters"] = given["parameters"] or None
    elif name == "FunctionMemberAst":
        given["name"] = given["function"].name
    elif name == "ForEachStatementAst":
        given.setdefault("throttle_limit", None)
    elif name == "UsingStatementAst":
        given.setdefault("using_statement_kind", "Module")
        for part in ("name", "alias", "module_specification"):
            given.setdefault(part, None)
    return given


def _script_block(given: dict[str, Any], extent: Extent) -> dict[str, Any]:
    statements = given.pop("statements", None)
    is_filter = given.pop("is_filter", False)
    if statements is not None:
        _free([*statements.traps, *statements.statements])
        place = statements.extent
        block = tree.NamedBlockAst(
            place.source, place.start, place.end, "Process" if is_filter else "End", True, statements.traps, statements.statements
        )
        for child in block.children():
            child.parent = block
        given["process_block" if is_filter else "end_block"] = block
    return given


def _free(nodes: list[Any]) -> None:
    """Takes nodes from the node that only handed them over."""
    for node in nodes:
        node.parent = None


def copy(node: Any) -> Any:
    """Copy: the node and all below it once more, belonging to no tree."""
    kind = type(node)
    made = kind.__new__(kind)
    for each in kind.__mro__:
        for name in getattr(each, "__slots__", ()):
            if name != "parent" and hasattr(node, name):
                setattr(made, name, _copied(getattr(node, name)))
    made.parent = None
    for child in made.children():
        child.parent = made
    return made


def _copied(value: Any) -> Any:
    if isinstance(value, tree.Ast):
        return copy(value)
    if isinstance(value, (list, tuple)):
        return type(value)(_copied(each) for each in value)
    return value
