"""The tokens of a script as scripts see them: Token and the classes for numbers, strings, variables, parameters, labels and redirections."""

from __future__ import annotations

from typing import Any

from relayshell.objects.arrays import new_array
from relayshell.objects.declare import declare
from relayshell.objects.enums import EnumValue, enum_member
from relayshell.objects.nettype import get_type
from relayshell.runtime.declared import asts
from relayshell.source import Extent, Source
from relayshell.syntax import ast as tree

L = asts.L
_CLASSES = {
    "Number": "NumberToken", "Parameter": "ParameterToken", "Variable": "VariableToken", "SplattedVariable": "VariableToken", "Label": "LabelToken",
    "StringLiteral": "StringLiteralToken", "HereStringLiteral": "StringLiteralToken", "StringExpandable": "StringExpandableToken",
    "HereStringExpandable": "StringExpandableToken", "RedirectInStd": "InputRedirectionToken",
}


class ScriptToken:
    """A token with the text it stands in and the tree that was made of it."""

    def __init__(self, token: Any, source: Source, script: Any = None, in_error: bool = False) -> None:
        self.token = token
        self.source = source
        self.script = script
        self.in_error = in_error

    @property
    def net_type(self) -> Any:
        """Its class, by its kind."""
        return get_type(L + self.class_name)

    @property
    def class_name(self) -> str:
        """The name of its class."""
        kind = self.token.kind
        if kind == "Generic":
            return "StringExpandableToken" if self.token.extra else "StringLiteralToken"
        if kind == "Redirection":
            return "MergingRedirectionToken" if self.token.value == "merge" else "FileRedirectionToken"
        return _CLASSES.get(kind, "Token")

    @property
    def extent(self) -> Extent:
        """Where it stands."""
        return Extent(self.source, self.token.start, self.token.end)


_OPERATORS = {
    "BinaryPrecedenceLogical": "And Or Xor", "BinaryPrecedenceBitwise": "Band Bor Bxor", "BinaryPrecedenceAdd": "Plus Minus",
    "BinaryPrecedenceMultiply": "Multiply Divide Rem", "BinaryPrecedenceFormat": "Format", "BinaryPrecedenceRange": "DotDot",
    "BinaryPrecedenceCoalesce": "QuestionQuestion",
    "BinaryPrecedenceComparison": "Ieq Ine Ige Igt Ilt Ile Ilike Inotlike Imatch Inotmatch Ireplace Icontains Inotcontains Iin Inotin Isplit "
    "Ceq Cne Cge Cgt Clt Cle Clike Cnotlike Cmatch Cnotmatch Creplace Ccontains Cnotcontains Cin Cnotin Csplit Join Is IsNot As Shl Shr",
}
_PRECEDENCE = {kind: flag for flag, kinds in _OPERATORS.items() for kind in kinds.split()}
_OTHERS = {
    "UnaryOperator": "Not Bnot Exclaim Plus Minus PlusPlus MinusMinus Comma Isplit Csplit Join",
    "AssignmentOperator": "Equals PlusEquals MinusEquals MultiplyEquals DivideEquals RemainderEquals QuestionQuestionEquals",
    "ScriptBlockBlockName": "Begin Process End Clean Dynamicparam",
    "StatementDoesntSupportAttributes": (
        "Break Continue Data Do Exit Filter For Foreach Function If Return Switch Throw Trap Try While Workflow Parallel Sequence"
    ),
    "SpecialOperator": "Ampersand Pipe ColonColon Dot QuestionDot", "TernaryOperator": "QuestionMark",
    "PrefixOrPostfixOperator": "PlusPlus MinusMinus",
    "ParseModeInvariant": (
        "NewLine LineContinuation Comment EndOfInput StringLiteral StringExpandable HereStringLiteral HereStringExpandable LParen RParen LCurly RCurly "
        "RBracket AtParen AtCurly DollarParen Semi AndAnd OrOr Ampersand Pipe Comma RedirectInStd"
    ),
    "CanConstantFold": (
        "Exclaim Multiply Divide Rem Plus Minus Not Bnot And Or Xor Band Bor Bxor Shl Shr Ieq Ine Ige Igt Ilt Ile Ceq Cne Cge Cgt Clt Cle"
    ),
    "DisallowedInRestrictedMode": (
        "MinusMinus PlusPlus DotDot Redirection RedirectInStd Format Join Imatch Inotmatch Ireplace Isplit Cmatch Cnotmatch Creplace Csplit As "
        "QuestionMark QuestionDot QuestionLBracket"
    ),
}
_TRAITS: dict[str, list[str]] = {}
for _flag, _kinds in _OTHERS.items():
    for _kind_name in _kinds.split():
        _TRAITS.setdefault(_kind_name, []).append(_flag)


def flags_of_kind(kind: str) -> list[str]:
    """The TokenFlags that every token of a kind has."""
    from relayshell.syntax.tokens import KEYWORD_KINDS

    names = list(_TRAITS.get(kind, ()))
    if kind in KEYWORD_KINDS:
        names.append("Keyword")
    if kind in _PRECEDENCE:
        names += ["BinaryOperator", _PRECEDENCE[kind]]
        if kind[0] == "C" and f"I{kind[1:]}" in _PRECEDENCE:
            names.append("CaseSensitiveOperator")
    return names


def _flags(token: ScriptToken) -> Any:
    """TokenFlags: what part of the language a token's kind is, and what its place makes of it."""
    names = flags_of_kind(token.token.kind)
    role = roles_in(token.script).get(token.token.start) if token.script is not None else None
    if role is not None:
        names.append(role)
    if token.in_error:
        names.append("TokenInError")
    flags = get_type(L + "TokenFlags")
    number = 0
    for name in names:
        number |= flags.enum_values.get(name, 0)
    return EnumValue(flags, number)


_BROKEN = frozenset(("TerminatorExpectedAtEndOfString", "WhitespaceBeforeHereStringFooter", "UnrecognizedToken", "MissingTerminatorMultiLineComment"))


def script_tokens(found: Any, source: Source) -> list[ScriptToken]:
    """The tokens of a text that was read, those that were not whole marked so."""
    broken = {problem.extent.start for problem in found.problems if problem.error_id in _BROKEN}
    return [ScriptToken(each, source, found.tree, each.start in broken) for each in found.tokens]


_known_roles: list[Any] = [None, {}]


def roles_in(script: Any) -> dict[int, str]:
    """By where it starts, what a word is in the tree: the name of a command, member, type or attribute. The last tree's are kept."""
    if _known_roles[0] is script:
        return _known_roles[1]  # type: ignore[no-any-return]
    found: dict[int, str] = {}
    for node in script.walk():
        if isinstance(node, tree.CommandAst):
            found[node.command_elements[0].start] = "CommandName"
        elif isinstance(node, tree.MemberExpressionAst):
            found[node.member.start] = "MemberName"
        elif isinstance(node, tree.AttributeAst):
            found[node.type_name.start] = "AttributeName"
        elif isinstance(node, (tree.TypeConstraintAst, tree.TypeExpressionAst)):
            found[node.type_name.start] = "TypeName"
    _known_roles[:] = [script, found]
    return found


def _value(token: ScriptToken) -> Any:
    return token.token.value


def _path(token: ScriptToken) -> Any:
    return tree.VariablePath(str(token.token.value))


def _nested(token: ScriptToken) -> Any:
    inside = token.token.nested
    if not inside:
        return None
    return new_array(get_type(L + "Token"), [ScriptToken(each, token.source, token.script) for each in inside])


def _stream(at: int) -> Any:
    def read(token: ScriptToken) -> Any:
        extra = token.token.extra
        return enum_member(L + "RedirectionStream", extra[at] if extra else "Output")

    return read


declare(
    L + "Token", ScriptToken, dynamic=True,
    get={
        "Text": lambda t: t.extent.text, "TokenFlags": _flags, "Kind": lambda t: enum_member(L + "TokenKind", t.token.kind),
        "HasError": lambda t: t.in_error, "Extent": lambda t: t.extent,
    },
    methods={"ToString": lambda t: t.extent.text}, to_text=lambda t: t.extent.text,
)
for _name, _base, _get, _signatures in (
    ("NumberToken", "Token", {"Value": _value}, ("System.Object Value {get;}",)),
    ("ParameterToken", "Token", {"ParameterName": _value, "UsedColon": lambda t: bool(t.token.extra)}, ("string ParameterName {get;}", "bool UsedColon {get;}")),
    ("VariableToken", "Token", {"Name": _value, "VariablePath": _path}, ("string Name {get;}", "System.Management.Automation.VariablePath VariablePath {get;}")),
    ("StringToken", "Token", {"Value": _value}, ("string Value {get;}",)),
    ("StringLiteralToken", "StringToken", {}, ()),
    ("StringExpandableToken", "StringToken", {"NestedTokens": _nested}, (f"{L}Token[] NestedTokens {{get;}}",)),
    ("LabelToken", "Token", {"LabelText": _value}, ("string LabelText {get;}",)),
    ("RedirectionToken", "Token", {}, ()),
    ("InputRedirectionToken", "RedirectionToken", {}, ()),
    ("MergingRedirectionToken", "RedirectionToken", {"FromStream": _stream(0), "ToStream": _stream(1)},
     (f"{L}RedirectionStream FromStream {{get;}}", f"{L}RedirectionStream ToStream {{get;}}")),
    ("FileRedirectionToken", "RedirectionToken", {"FromStream": _stream(0), "Append": lambda t: bool(t.token.extra and t.token.extra[1])},
     (f"{L}RedirectionStream FromStream {{get;}}", "bool Append {get;}")),
):
    declare(L + _name, None, base=L + _base, get=_get, signatures=_signatures)
