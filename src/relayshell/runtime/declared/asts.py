"""The syntax tree as scripts see it: nodes, extents, type names, the parser and its errors.

The members of a node are its own attributes, named as .NET names them; operators and flags become their enums.
"""

from __future__ import annotations

from typing import Any

from relayshell.objects import facts
from relayshell.objects.declare import CLASS_TYPES, declare
from relayshell.objects.enums import EnumValue, enum_member
from relayshell.objects.exceptions import NetException
from relayshell.objects.nettype import find_type, get_type
from relayshell.objects.psobject import unwrap
from relayshell.runtime.declared import nodemaking
from relayshell.runtime.declared.nodeproperties import properties_of
from relayshell.runtime.declared.scriptplaces import Position, reflected
from relayshell.runtime.declared.visiting import visit
from relayshell.source import Extent
from relayshell.syntax import ast as tree
from relayshell.syntax.problems import ParseError

L = "System.Management.Automation.Language."
HOME = "relayshell.runtime.declared.asts"
_KINDS = {"operator", "token_kind", "invocation_operator", "block_kind", "kind"}
_STREAMS = {"from_stream", "to_stream"}
_FLAGS = {
    "SwitchStatementAst": "SwitchFlags", "ForEachStatementAst": "ForEachFlags", "PropertyMemberAst": "PropertyAttributes",
    "FunctionMemberAst": "MethodAttributes",
}
_NAMES = {"finally_": "Finally", "string_constant_type": "StringConstantType"}


def pascal(name: str) -> str:
    """A Python name as .NET writes it."""
    return _NAMES.get(name) or "".join(word[:1].upper() + word[1:] for word in name.split("_"))


def enum_or_text(name: str, value: str) -> Any:
    """The value of an enum of the language, or its name where that enum is not known."""
    if find_type(L + name) is None:
        return value
    return enum_member(L + name, value)


def shown(owner: str, name: str, value: Any) -> Any:
    """An attribute of a node as scripts get it."""
    if name in _KINDS and isinstance(value, str):
        return enum_or_text("TokenKind", value)
    if name in _STREAMS:
        return enum_or_text("RedirectionStream", value)
    if name == "string_constant_type":
        return enum_or_text("StringConstantType", value)
    if name == "type_attributes" and isinstance(value, str):
        return enum_or_text("TypeAttributes", value)
    if name == "using_statement_kind":
        return enum_or_text("UsingStatementKind", value)
    if isinstance(value, frozenset):
        kind = _FLAGS.get(owner)
        found = find_type(L + kind) if kind is not None else None
        if found is None:
            return ", ".join(sorted(value)) or "None"
        number = 0
        for each in value:
            number |= found.enum_values.get(each, 0)
        return EnumValue(found, number)
    if isinstance(value, (list, tuple)):
        return [pair(each) for each in value]
    return value


def pair(item: Any) -> Any:
    """A pair of nodes as a Tuple; anything else as it is."""
    if not isinstance(item, tuple):
        return item
    from relayshell.objects.calls import call_static

    return call_static(get_type("System.Tuple"), "Create", list(item))


def reader(owner: str, name: str) -> Any:
    """The getter of an attribute."""
    def read(node: Any) -> Any:
        return shown(owner, name, getattr(node, name))

    return read


def predicate_of(value: Any) -> Any:
    """A test of nodes from a block or delegate."""
    from relayshell.objects.convertnumbers import to_bool
    from relayshell.objects.invoke import call_for_value, is_block

    target = unwrap(value)
    if is_block(target):
        return lambda node: to_bool(call_for_value(target, (node,), underscore=node))
    return lambda node: to_bool(target(node))


def find_all(node: tree.Ast, predicate: Any, nested: bool) -> Any:
    """FindAll."""
    from relayshell.objects.dotnet_collections import object_collection

    return object_collection(list(node.find_all(predicate_of(predicate), nested)), "System.Collections.Generic.List`1", L + "Ast")


def find(node: tree.Ast, predicate: Any, nested: bool) -> Any:
    """Find."""
    return next(iter(node.find_all(predicate_of(predicate), nested)), None)


_SAFE = (
    tree.ConstantExpressionAst, tree.ExpandableStringExpressionAst, tree.ArrayLiteralAst, tree.ArrayExpressionAst, tree.SubExpressionAst,
    tree.ParenExpressionAst, tree.HashtableAst, tree.ConvertExpressionAst, tree.TypeConstraintAst, tree.TypeExpressionAst, tree.IndexExpressionAst,
    tree.TernaryExpressionAst, tree.PipelineAst, tree.CommandExpressionAst, tree.StatementBlockAst, tree.UnaryExpressionAst,
    tree.BinaryExpressionAst, tree.VariableExpressionAst, tree.ScriptBlockExpressionAst,
)
_SAFE_VARIABLES = ("true", "false", "null", "psculture", "psuiculture")


def _is_safe(node: tree.Ast) -> bool:
    """Whether working a node out runs nothing: literals, collections of them, conversions and operators on them."""
    if not isinstance(node, _SAFE):
        return False
    if isinstance(node, tree.VariableExpressionAst):
        return node.variable_path.user_path.lower() in _SAFE_VARIABLES
    if isinstance(node, tree.UnaryExpressionAst) and node.token_kind in ("PlusPlus", "MinusMinus", "PostfixPlusPlus", "PostfixMinusMinus"):
        return False
    return isinstance(node, tree.ScriptBlockExpressionAst) or all(_is_safe(each) for each in node.children())


def safe_value(node: tree.Ast, *more: Any) -> Any:
    """SafeGetValue: the value of an expression that runs nothing."""
    from relayshell.runtime.block import CompiledBlock
    from relayshell.runtime.compile import make_expression
    from relayshell.runtime.current import current_session

    if not _is_safe(node):
        raise NetException(
            "System.InvalidOperationException", "Cannot generate a PowerShell object for a ScriptBlock evaluating dynamic expressions.",
        )
    session = current_session()
    root: Any = node
    while not isinstance(root, tree.ScriptBlockAst):
        root = root.parent
    return make_expression(CompiledBlock(root), node)(session.frame, None)


def static_type(node: Any) -> Any:
    """StaticType."""
    if isinstance(node, tree.ConstantExpressionAst):
        name = node.type_name.rpartition(".")[2] if node.value is not None else "Object"
        return find_type("System." + name) or get_type("System.Object")
    if isinstance(node, (tree.ParameterAst, tree.ConvertExpressionAst)):
        kinds = [node.attribute] if isinstance(node, tree.ConvertExpressionAst) else [each for each in node.attributes if isinstance(each, tree.TypeConstraintAst)]
        for each in kinds:
            found = reflected(each.type_name)
            if found is not None:
                return found
    fixed = {
        tree.ExpandableStringExpressionAst: "System.String", tree.HashtableAst: "System.Collections.Hashtable", tree.TypeExpressionAst: "System.Type",
        tree.ScriptBlockExpressionAst: "System.Management.Automation.ScriptBlock",
    }
    if isinstance(node, (tree.ArrayLiteralAst, tree.ArrayExpressionAst)):
        return CLASS_TYPES[list]
    return get_type(fixed.get(type(node), "System.Object"))


def command_name(node: tree.CommandAst) -> Any:
    """GetCommandName."""
    first = node.command_elements[0]
    return first.value if isinstance(first, tree.StringConstantExpressionAst) else None


def help_content(node: Any, *more: Any) -> Any:
    """GetHelpContent; null where there is none."""
    from relayshell.syntax.comment_help import comment_help

    return comment_help(node)


def script_block(node: tree.ScriptBlockAst) -> Any:
    """GetScriptBlock."""
    from relayshell.runtime.block import CompiledBlock
    from relayshell.runtime.current import current_session
    from relayshell.runtime.scriptblock import ScriptBlock

    return ScriptBlock(CompiledBlock(node, node.parent), current_session().state)


def assignment_targets(node: tree.AssignmentStatementAst) -> list[Any]:
    """GetAssignmentTargets: what is assigned to, in lists and behind types and attributes too."""
    pending: list[Any] = [node.left]
    found: list[Any] = []
    while pending:
        each = pending.pop()
        if isinstance(each, tree.ArrayLiteralAst):
            pending.extend(reversed(each.elements))
        elif isinstance(each, tree.ParenExpressionAst):
            pure = each.pipeline.get_pure_expression()  # type: ignore[attr-defined]
            pending.append(pure if pure is not None else each.pipeline)
        elif isinstance(each, tree.AttributedExpressionAst):
            pending.append(each.child)
        else:
            found.append(each)
    return found


def pure_expression(node: Any) -> Any:
    """GetPureExpression."""
    return node.get_pure_expression()


_METHODS: dict[str, Any] = {"ToString": lambda n: n.text, "FindAll": find_all, "Find": find, "SafeGetValue": safe_value, "Visit": visit, "Copy": nodemaking.copy}
_EXTRA: dict[str, dict[str, Any]] = {
    "CommandAst": {"GetCommandName": command_name}, "ScriptBlockAst": {"GetScriptBlock": script_block, "GetHelpContent": help_content},
    "AssignmentStatementAst": {"GetAssignmentTargets": assignment_targets},
    "FunctionDefinitionAst": {"GetHelpContent": help_content}, "PipelineBaseAst": {"GetPureExpression": pure_expression},
    "VariableExpressionAst": {"IsConstantVariable": lambda n: n.variable_path.name.lower() in ("true", "false", "null")},
}
def _keyword(node: Any) -> Any:
    """Kind of a statement in error or of a block: the token that it begins with; null where none is known."""
    from relayshell.runtime.declared.tokens import ScriptToken
    from relayshell.syntax.tokens import Token

    kind = node.kind
    return ScriptToken(Token(kind, node.start, node.start + len(kind)), node.source) if kind else None


def _of_member(attributes: str) -> dict[str, Any]:
    return {
        "IsPublic": lambda n: "Public" in getattr(n, attributes), "IsPrivate": lambda n: "Private" in getattr(n, attributes),
    }


_MORE: dict[str, dict[str, Any]] = {
    "ErrorStatementAst": {"Kind": _keyword}, "BlockStatementAst": {"Kind": _keyword}, "FunctionMemberAst": _of_member("method_attributes"),
    "PropertyMemberAst": _of_member("property_attributes"),
}
_TEXTS = {
    "ToString": "string ToString()", "FindAll": f"System.Collections.Generic.IEnumerable[{L}Ast] FindAll(System.Object predicate, bool searchNestedScriptBlocks)",
    "Find": f"{L}Ast Find(System.Object predicate, bool searchNestedScriptBlocks)", "SafeGetValue": "System.Object SafeGetValue()",
    "Visit": "System.Object Visit(System.Object visitor)", "Copy": f"{L}Ast Copy()", "GetCommandName": "string GetCommandName()",
    "GetScriptBlock": "scriptblock GetScriptBlock()", "GetHelpContent": "System.Object GetHelpContent()",
    "GetAssignmentTargets": f"System.Collections.Generic.IEnumerable[{L}ExpressionAst] GetAssignmentTargets()",
    "GetPureExpression": f"{L}ExpressionAst GetPureExpression()", "IsConstantVariable": "bool IsConstantVariable()",
}


def attributes_of(kind: type) -> dict[str, str]:
    """The attributes of a class of nodes, its own and inherited, properties among them, by the names that .NET has for them."""
    found: dict[str, str] = {}
    for each in kind.__mro__:
        slots = each.__dict__.get("__slots__", ())
        names = [*((slots,) if isinstance(slots, str) else slots), *(name for name, value in each.__dict__.items() if isinstance(value, property))]
        for name in names:
            found.setdefault(pascal(name), name)
    return found


_OWN: dict[str, Any] = {"Extent": lambda n: n.extent, "Parent": lambda n: n.parent, "StaticType": static_type, "DefiningKeyword": lambda n: None}


def declare_node(kind: type) -> None:
    """Declare one class of nodes."""
    name = kind.__name__
    properties = properties_of(kind)
    attributes, special = attributes_of(kind), {**_OWN, **_MORE.get(name, {})}
    # What a class that has no nodes of its own declares, those that extend it hold.
    get: dict[str, Any] = {each: special.get(each) or reader(name, attributes.get(each, each.lower())) for each in properties}
    methods = dict(_METHODS)
    for base in kind.__mro__:
        methods.update(_EXTRA.get(base.__name__, {}))
    bases = [each for each in kind.__mro__[1:] if each is not object]
    base = L + bases[0].__name__ if bases else "System.Object"
    signatures = [f"{of} {each} {{get;}}" for each, of in properties.items()]
    signatures += [_TEXTS[each] for each in methods]
    known = bool(facts.members(L + name).methods)
    new = nodemaking.constructor(kind)
    if not known:
        signatures += nodemaking.signatures_of(name)
    # FindAll takes a delegate in .NET; a block of script serves as one here, so the parameter takes anything.
    declare(L + name, kind, new=new, get=get, methods=methods, to_text=lambda n: n.text, base=base, signatures=() if known else tuple(signatures))


for _kind in sorted((each for each in vars(tree).values() if isinstance(each, type) and issubclass(each, tree.Ast)), key=lambda each: len(each.__mro__)):
    declare_node(_kind)


declare(
    L + "InternalScriptExtent", Extent,
    interfaces=(L + "IScriptExtent",),
    get={
        "File": lambda e: e.file, "StartScriptPosition": lambda e: Position(e, False), "EndScriptPosition": lambda e: Position(e, True),
        "StartLineNumber": lambda e: e.start_line_number, "StartColumnNumber": lambda e: e.start_column_number,
        "EndLineNumber": lambda e: e.end_line_number, "EndColumnNumber": lambda e: e.end_column_number, "Text": lambda e: e.text,
        "StartOffset": lambda e: e.start, "EndOffset": lambda e: e.end,
    },
    methods={"ToString": lambda e: e.text}, to_text=lambda e: e.text,
    signatures=(
        "string File {get;}", "int StartLineNumber {get;}", "int StartColumnNumber {get;}", "int EndLineNumber {get;}", "int EndColumnNumber {get;}",
        "string Text {get;}", "int StartOffset {get;}", "int EndOffset {get;}", f"{L}IScriptPosition StartScriptPosition {{get;}}",
        f"{L}IScriptPosition EndScriptPosition {{get;}}", "string ToString()",
    ),
)


declare(
    "System.Management.Automation.VariablePath", tree.VariablePath,
    new={"*": lambda text: tree.VariablePath(text)},
    get={
        "UserPath": lambda p: p.user_path, "IsGlobal": lambda p: p.is_global, "IsLocal": lambda p: p.is_local, "IsPrivate": lambda p: p.is_private,
        "IsScript": lambda p: p.is_script, "IsUnqualified": lambda p: p.is_unqualified, "IsUnscopedVariable": lambda p: p.is_unscoped_variable,
        "IsVariable": lambda p: p.is_variable, "IsDriveQualified": lambda p: p.is_drive_qualified, "DriveName": lambda p: p.drive,
    },
    methods={"ToString": str}, to_text=str,
    signatures=(
        "(string path)", "string UserPath {get;}", "bool IsGlobal {get;}", "bool IsLocal {get;}", "bool IsPrivate {get;}", "bool IsScript {get;}",
        "bool IsUnqualified {get;}", "bool IsUnscopedVariable {get;}", "bool IsVariable {get;}", "bool IsDriveQualified {get;}", "string DriveName {get;}",
        "string ToString()",
    ),
)
declare(
    L + "ParseError", ParseError,
    get={
        "Extent": lambda e: e.extent, "ErrorId": lambda e: e.error_id, "Message": lambda e: e.message, "IncompleteInput": lambda e: e.incomplete_input,
    },
    methods={"ToString": str}, to_text=str,
)
