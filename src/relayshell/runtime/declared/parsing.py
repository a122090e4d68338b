"""[System.Management.Automation.Language.Parser], tokens, and [PSParser]."""

from __future__ import annotations

from typing import Any

from relayshell.objects.arrays import new_array
from relayshell.objects.declare import declare
from relayshell.objects.dotnet_collections import object_collection
from relayshell.objects.enums import enum_member
from relayshell.objects.nettype import find_type, get_type
from relayshell.objects.psobject import Reference, unwrap
from relayshell.runtime.current import current_session
from relayshell.runtime.declared import asts
from relayshell.runtime.declared.tokens import script_tokens
from relayshell.runtime.parsetypes import RunningTypes
from relayshell.source import Extent, Source
from relayshell.syntax import parse
from relayshell.syntax.facts import FEW_TYPES

L = asts.L
_P = "System.Management.Automation."


def _parsed(text: str, file: str | None, tokens: Any, errors: Any) -> Any:
    source = Source(text, file)
    session = current_session()
    found = parse(source, keep_tokens=tokens is not None, types=RunningTypes(session) if session is not None else FEW_TYPES)
    for reference, values, kind in (
        (tokens, script_tokens(found, source) if tokens is not None else [], "Token"), (errors, found.problems, "ParseError"),
    ):
        target = unwrap(reference)
        if isinstance(target, Reference):
            target.value = new_array(get_type(L + kind), list(values))
    return found.tree


def _input(*args: Any) -> Any:
    if len(args) == 4:
        return _parsed(args[0], args[1], args[2], args[3])
    return _parsed(args[0], None, args[1], args[2])


def _file(path: str, tokens: Any, errors: Any) -> Any:
    from relayshell.runtime.scripts import read_text

    full = current_session().file_path(path)
    return _parsed(read_text(full), full, tokens, errors)


declare(
    L + "Parser", None, statics={"ParseInput": _input, "ParseFile": _file},
    signatures=(
        f"static {L}ScriptBlockAst ParseInput(string input, ref {L}Token[] tokens, ref {L}ParseError[] errors)",
        f"static {L}ScriptBlockAst ParseInput(string input, string fileName, ref {L}Token[] tokens, ref {L}ParseError[] errors)",
        f"static {L}ScriptBlockAst ParseFile(string fileName, ref {L}Token[] tokens, ref {L}ParseError[] errors)",
    ),
)


class OldToken:
    """PSToken: a token as [PSParser] tells it."""

    net_name = _P + "PSToken"

    def __init__(self, kind: str, content: str, extent: Extent) -> None:
        self.kind = kind
        self.content = content
        self.extent = extent


_OLD_KINDS = {
    "Variable": "Variable", "SplattedVariable": "Variable", "Parameter": "CommandParameter", "Number": "Number", "Label": "LoopLabel",
    "NewLine": "NewLine", "LineContinuation": "LineContinuation", "Comment": "Comment", "StringLiteral": "String", "StringExpandable": "String",
    "HereStringLiteral": "String", "HereStringExpandable": "String", "LParen": "GroupStart", "LCurly": "GroupStart", "AtParen": "GroupStart",
    "AtCurly": "GroupStart", "DollarParen": "GroupStart", "RParen": "GroupEnd", "RCurly": "GroupEnd", "Semi": "StatementSeparator",
    "Identifier": "CommandArgument", "Generic": "CommandArgument",
}


_OLD_ROLES = {"CommandName": "Command", "MemberName": "Member", "AttributeName": "Attribute", "TypeName": "Type"}


def old_token(token: Any, source: Source, roles: dict[int, str]) -> OldToken:
    """A token as [PSParser] tells it; `roles` says by where it starts what a word is in the tree."""
    from relayshell.syntax.tokens import KEYWORD_KINDS

    extent = Extent(source, token.start, token.end)
    kind = "Keyword" if token.kind in KEYWORD_KINDS else _OLD_KINDS.get(token.kind, "Operator")
    content = extent.text
    if (kind in ("Variable", "String") or token.kind == "Generic") and isinstance(token.value, str):
        content = token.value
    return OldToken(_OLD_ROLES.get(roles.get(token.start, ""), kind), content, extent)


class OldError:
    """PSParseError: a problem and the token that stands where it was found."""

    net_name = _P + "PSParseError"

    def __init__(self, problem: Any) -> None:
        self.message = problem.message
        self.token = OldToken("Position", problem.extent.text, problem.extent)


def _tokenize(text: Any, errors: Any) -> Any:
    from relayshell.objects.text import to_text
    from relayshell.runtime.declared.tokens import roles_in

    script = "\n".join(to_text(each) for each in text) if isinstance(text, list) else to_text(text)
    source = Source(script)
    found = parse(source, keep_tokens=True)
    target = unwrap(errors)
    if isinstance(target, Reference):
        target.value = object_collection([OldError(each) for each in found.problems], element=OldError.net_name)
    roles = roles_in(found.tree)
    made = [old_token(token, source, roles) for token in found.tokens if token.kind != "EndOfInput"]
    return object_collection(made, element=_P + "PSToken")


def _old_kind(token: OldToken) -> Any:
    return enum_member(_P + "PSTokenType", token.kind) if find_type(_P + "PSTokenType") is not None else token.kind


declare(
    OldError.net_name, OldError, get={"Token": lambda e: e.token, "Message": lambda e: e.message},
    signatures=(f"{_P}PSToken Token {{get;}}", "string Message {get;}"),
)
declare(
    _P + "PSToken", OldToken,
    get={
        "Content": lambda t: t.content, "Type": _old_kind, "Start": lambda t: t.extent.start, "Length": lambda t: t.extent.end - t.extent.start,
        "StartLine": lambda t: t.extent.start_line_number, "StartColumn": lambda t: t.extent.start_column_number,
        "EndLine": lambda t: t.extent.end_line_number, "EndColumn": lambda t: t.extent.end_column_number,
    },
)
declare(
    _P + "PSParser", None, statics={"Tokenize": _tokenize},
    signatures=(
        f"static System.Collections.ObjectModel.Collection[{_P}PSToken] Tokenize(string script, [ref] System.Object errors)",
        f"static System.Collections.ObjectModel.Collection[{_P}PSToken] Tokenize(System.Object[] script, [ref] System.Object errors)",
    ),
)
