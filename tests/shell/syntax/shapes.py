"""A tree as one line of text, as Lisp would have it, for tests to compare."""

from __future__ import annotations

from relayshell.syntax.ast.node import Ast

def short(node: Ast) -> str:
    """An expression as Lisp would have it: `(Plus 1 (Multiply 2 3))`."""
    name = type(node).__name__.removesuffix("Ast")
    match name:
        case "ConstantExpression":
            return f"{node.value}:{node.type_name}"
        case "StringConstantExpression":
            return repr(node.value)
        case "VariableExpression":
            return ("@" if node.splatted else "$") + node.variable_path.user_path
        case "BinaryExpression":
            return f"({node.operator} {short(node.left)} {short(node.right)})"
        case "UnaryExpression":
            return f"({node.token_kind} {short(node.child)})"
        case "TypeExpression":
            return f"[{node.type_name}]"
        case "ConvertExpression":
            return f"([{node.type.type_name}] {short(node.child)})"
        case "CommandParameter":
            return f"-{node.parameter_name}" + (f":{short(node.argument)}" if node.argument else "")
        case "Pipeline" if len(node.pipeline_elements) == 1 and not node.background:
            return short(node.pipeline_elements[0])
        case "CommandExpression" if not node.redirections:
            return short(node.expression)
        case "NamedBlock" | "StatementBlock" if len(node.statements) == 1 and not node.traps:
            return short(node.statements[0])
        case "ScriptBlock" if node.children() == [node.end_block]:
            return short(node.end_block)
        case "TypeConstraint":
            return f"[{node.type_name}]"
    parts = [name + _MARKS.get(name, lambda node: "")(node), *map(short, node.children())]
    return "(" + " ".join(parts) + ")"


def _access(node: Ast) -> str:
    return ("::" if node.static else "") + ("?" if node.null_conditional else "")


def _named(node: Ast) -> str:
    return f":{node.name}"


_MARKS = {
    "MemberExpression": _access,
    "InvokeMemberExpression": lambda node: _access(node) + "".join(f"<{name}>" for name in node.generic_type_arguments),
    "IndexExpression": lambda node: "?" if node.null_conditional else "",
    "Command": lambda node: {"Dot": ".", "Ampersand": "&"}.get(node.invocation_operator, ""),
    "Pipeline": lambda node: "&" if node.background else "",
    "PipelineChain": lambda node: f":{node.operator}",
    "AssignmentStatement": lambda node: f":{node.operator}",
    "FileRedirection": lambda node: f":{node.from_stream}" + (">>" if node.append else ">"),
    "MergingRedirection": lambda node: f":{node.from_stream}>{node.to_stream}",
    "SwitchStatement": lambda node: "".join(f":{flag}" for flag in sorted(node.flags)) + (f":{node.label}" if node.label else ""),
    "WhileStatement": lambda node: f":{node.label}" if node.label else "",
    "FunctionDefinition": lambda node: _named(node) + (":filter" if node.is_filter else ""),
    "TypeDefinition": lambda node: f":{node.type_attributes}:{node.name}",
    "PropertyMember": lambda node: _named(node) + "".join(f":{word}" for word in sorted(node.property_attributes)),
    "FunctionMember": lambda node: _named(node) + "".join(f":{word}" for word in sorted(node.method_attributes)),
    "NamedBlock": lambda node: f":{node.block_kind}",
    "Attribute": lambda node: f":{node.type_name}",
    "NamedAttributeArgument": lambda node: f":{node.argument_name}",
    "UsingStatement": lambda node: f":{node.using_statement_kind}",
    "DataStatement": lambda node: f":{node.variable}",
}
