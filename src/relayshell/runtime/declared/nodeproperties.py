"""The properties of each class of nodes: their order as .NET declares them, and their types.

`X*` is a read-only collection of X; a type of one word is one of the language's own, or of the plain ones named in `_PLAIN`.
"""

from __future__ import annotations

L = "System.Management.Automation.Language."
_PLAIN = {
    "string": "string", "bool": "bool", "type": "type", "object": "System.Object", "VariablePath": "System.Management.Automation.VariablePath",
}
_DECLARED: dict[str, str] = {
    "Ast": "Extent:IScriptExtent Parent:Ast",
    "ErrorStatementAst": "Kind:Token Flags:object Conditions:Ast* Bodies:Ast* NestedAst:Ast*",
    "ErrorExpressionAst": "NestedAst:Ast*",
    "ScriptBlockAst": (
        "Attributes:AttributeAst* UsingStatements:UsingStatementAst* ParamBlock:ParamBlockAst BeginBlock:NamedBlockAst ProcessBlock:NamedBlockAst "
        "EndBlock:NamedBlockAst CleanBlock:NamedBlockAst DynamicParamBlock:NamedBlockAst ScriptRequirements:ScriptRequirements"
    ),
    "ParamBlockAst": "Attributes:AttributeAst* Parameters:ParameterAst*",
    "NamedBlockAst": "Unnamed:bool BlockKind:TokenKind Statements:StatementAst* Traps:TrapStatementAst*",
    "NamedAttributeArgumentAst": "ArgumentName:string Argument:ExpressionAst ExpressionOmitted:bool",
    "AttributeBaseAst": "TypeName:ITypeName",
    "AttributeAst": "PositionalArguments:ExpressionAst* NamedArguments:NamedAttributeArgumentAst*",
    "ParameterAst": "Attributes:AttributeBaseAst* Name:VariableExpressionAst DefaultValue:ExpressionAst StaticType:type",
    "StatementBlockAst": "Statements:StatementAst* Traps:TrapStatementAst*",
    "TypeDefinitionAst": (
        "Name:string Attributes:AttributeAst* BaseTypes:TypeConstraintAst* Members:MemberAst* TypeAttributes:TypeAttributes IsEnum:bool IsClass:bool "
        "IsInterface:bool"
    ),
    "UsingStatementAst": (
        "UsingStatementKind:UsingStatementKind Name:StringConstantExpressionAst Alias:StringConstantExpressionAst ModuleSpecification:HashtableAst"
    ),
    "MemberAst": "Name:string",
    "PropertyMemberAst": (
        "Name:string PropertyType:TypeConstraintAst Attributes:AttributeAst* PropertyAttributes:PropertyAttributes InitialValue:ExpressionAst IsPublic:bool "
        "IsPrivate:bool IsHidden:bool IsStatic:bool"
    ),
    "FunctionMemberAst": (
        "Name:string Attributes:AttributeAst* ReturnType:TypeConstraintAst Parameters:ParameterAst* Body:ScriptBlockAst MethodAttributes:MethodAttributes "
        "IsPublic:bool IsPrivate:bool IsHidden:bool IsStatic:bool IsConstructor:bool"
    ),
    "FunctionDefinitionAst": "IsFilter:bool IsWorkflow:bool Name:string Parameters:ParameterAst* Body:ScriptBlockAst",
    "IfStatementAst": "Clauses:object ElseClause:StatementBlockAst",
    "DataStatementAst": "Variable:string CommandsAllowed:ExpressionAst* Body:StatementBlockAst",
    "LabeledStatementAst": "Label:string Condition:PipelineBaseAst",
    "LoopStatementAst": "Body:StatementBlockAst",
    "ForEachStatementAst": "Variable:VariableExpressionAst ThrottleLimit:ExpressionAst Flags:ForEachFlags",
    "ForStatementAst": "Initializer:PipelineBaseAst Iterator:PipelineBaseAst",
    "SwitchStatementAst": "Flags:SwitchFlags Clauses:object Default:StatementBlockAst",
    "CatchClauseAst": "CatchTypes:TypeConstraintAst* IsCatchAll:bool Body:StatementBlockAst",
    "TryStatementAst": "Body:StatementBlockAst CatchClauses:CatchClauseAst* Finally:StatementBlockAst",
    "TrapStatementAst": "TrapType:TypeConstraintAst Body:StatementBlockAst",
    "BreakStatementAst": "Label:ExpressionAst",
    "ContinueStatementAst": "Label:ExpressionAst",
    "ReturnStatementAst": "Pipeline:PipelineBaseAst",
    "ExitStatementAst": "Pipeline:PipelineBaseAst",
    "ThrowStatementAst": "Pipeline:PipelineBaseAst IsRethrow:bool",
    "PipelineChainAst": "LhsPipelineChain:ChainableAst RhsPipeline:PipelineAst Operator:TokenKind Background:bool",
    "PipelineAst": "PipelineElements:CommandBaseAst* Background:bool",
    "CommandParameterAst": "ParameterName:string Argument:ExpressionAst ErrorPosition:IScriptExtent",
    "CommandBaseAst": "Redirections:RedirectionAst*",
    "CommandAst": "CommandElements:CommandElementAst* InvocationOperator:TokenKind DefiningKeyword:object",
    "CommandExpressionAst": "Expression:ExpressionAst",
    "RedirectionAst": "FromStream:RedirectionStream",
    "MergingRedirectionAst": "ToStream:RedirectionStream",
    "FileRedirectionAst": "Location:ExpressionAst Append:bool",
    "AssignmentStatementAst": "Left:ExpressionAst Operator:TokenKind Right:StatementAst ErrorPosition:IScriptExtent",
    "ExpressionAst": "StaticType:type",
    "TernaryExpressionAst": "Condition:ExpressionAst IfTrue:ExpressionAst IfFalse:ExpressionAst",
    "BinaryExpressionAst": "Operator:TokenKind Left:ExpressionAst Right:ExpressionAst ErrorPosition:IScriptExtent",
    "UnaryExpressionAst": "TokenKind:TokenKind Child:ExpressionAst",
    "BlockStatementAst": "Body:StatementBlockAst Kind:Token",
    "AttributedExpressionAst": "Child:ExpressionAst Attribute:AttributeBaseAst",
    "ConvertExpressionAst": "Type:TypeConstraintAst StaticType:type",
    "MemberExpressionAst": "Expression:ExpressionAst Member:CommandElementAst Static:bool NullConditional:bool",
    "InvokeMemberExpressionAst": "GenericTypeArguments:ITypeName* Arguments:ExpressionAst*",
    "IndexExpressionAst": "Target:ExpressionAst Index:ExpressionAst NullConditional:bool",
    "VariableExpressionAst": "VariablePath:VariablePath Splatted:bool",
    "TypeExpressionAst": "TypeName:ITypeName",
    "ConstantExpressionAst": "Value:object",
    "StringConstantExpressionAst": "StringConstantType:StringConstantType Value:string",
    "ExpandableStringExpressionAst": "Value:string StringConstantType:StringConstantType NestedExpressions:ExpressionAst*",
    "ScriptBlockExpressionAst": "ScriptBlock:ScriptBlockAst",
    "ArrayLiteralAst": "Elements:ExpressionAst*",
    "HashtableAst": "KeyValuePairs:object",
    "ArrayExpressionAst": "SubExpression:StatementBlockAst",
    "SubExpressionAst": "SubExpression:StatementBlockAst",
    "ParenExpressionAst": "Pipeline:PipelineBaseAst",
    "UsingExpressionAst": "SubExpression:ExpressionAst",
}


def properties_of(kind: type) -> dict[str, str]:
    """The properties that scripts see of a class of nodes, its own before those of its bases, each with its type."""
    found: dict[str, str] = {}
    for each in kind.__mro__:
        for text in _DECLARED.get(each.__name__, "").split():
            name, _, of = text.partition(":")
            found.setdefault(name, _type_text(of))
    return found


def _type_text(of: str) -> str:
    inside = of.rstrip("*")
    text = _PLAIN.get(inside, L + inside)
    return f"System.Collections.ObjectModel.ReadOnlyCollection[{text}]" if of.endswith("*") else text
