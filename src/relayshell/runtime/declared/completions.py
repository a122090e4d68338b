"""[CompletionResult] and [CommandCompletion]: what completers give and what TabExpansion2 answers, as scripts see them."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.dotnet_collections import object_collection
from relayshell.objects.exceptions import NetException
from relayshell.objects.nettype import get_type
from relayshell.objects.psobject import unwrap
from relayshell.runtime.current import current_session

_P = "System.Management.Automation."


class CompletionResult:
    """One candidate."""

    net_name = _P + "CompletionResult"

    def __init__(self, text: str, shown: str, kind: str, tip: str) -> None:
        self.candidate = import_module("relayshell.completion.result").Candidate(text, shown, kind, tip)


def _new(text: Any, shown: Any = None, kind: Any = None, tip: Any = None) -> CompletionResult:
    if kind is None:
        shown, kind, tip = text, "Text", text
    for name, value in (("completionText", text), ("listItemText", shown), ("toolTip", tip)):
        if not value:
            raise NetException("System.Management.Automation.PSArgumentNullException", f'Cannot process argument because the value of argument "{name}" is null. '
                               f'Change the value of argument "{name}" to a non-null value.')
    return CompletionResult(text, shown, str(kind), tip)


def _kind(result: CompletionResult) -> Any:
    from relayshell.objects.enums import enum_member

    return enum_member(_P + "CompletionResultType", result.candidate.kind)


class CommandCompletion:
    """The candidates for a place, and what they replace, counted in UTF-16 units."""

    net_name = _P + "CommandCompletion"

    def __init__(self, index: int, length: int, results: list[CompletionResult]) -> None:
        self.index = index
        self.length = length
        self.current = -1
        self.results = results
        self.matches: Any = None

    def match_list(self) -> Any:
        """CompletionMatches."""
        if self.matches is None:
            from relayshell.objects.dotnet.lists import NetList
            from relayshell.objects.nettype import close_generic, get_type

            kind = close_generic(get_type("System.Collections.ObjectModel.Collection`1"), (get_type(_P + "CompletionResult"),))
            self.matches = NetList(kind, list(self.results))
        return self.matches

    def next(self, forward: bool) -> CompletionResult | None:
        """GetNextResult: round and round."""
        if not self.results:
            return None
        self.current = (self.current + (1 if forward else -1)) % len(self.results) if self.current >= 0 or forward else len(self.results) - 1
        return self.results[self.current]


def units(text: str) -> int:
    """How many UTF-16 units a text takes."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _of_script(session: Any, text: str) -> CommandCompletion | None:
    """What a function or alias TabExpansion of the user says of a line and its last word, as it was asked before PowerShell 3."""
    from relayshell.objects.text import to_text

    own = next((
        table["tabexpansion"] for scope in session.state.current.chain() for table in (scope.functions or {}, scope.aliases or {}) if "tabexpansion" in table
    ), None)
    if own is None:
        return None
    last = text.rpartition(" ")[2]
    answer = session.call(session.parse("TabExpansion @args"), (text, last))
    if not answer:
        return None
    found = [to_text(each) for each in answer]
    return CommandCompletion(len(text) - len(last), len(last), [CompletionResult(each, each, "Text", each) for each in found])


def complete(text: str, cursor: int) -> CommandCompletion:
    """What could stand at a place of a text; the cursor is counted in UTF-16 units."""
    at = 0
    while at < len(text) and units(text[:at]) < cursor:
        at += 1
    if at == len(text):
        said = _of_script(current_session(), text)
        if said is not None:
            return said
    found = import_module("relayshell.completion").candidates(text, at, current_session())
    results = [CompletionResult(*each) for each in found.candidates]
    if found.index < 0:
        return CommandCompletion(-1, -1, results)
    index = units(text[: found.index])
    return CommandCompletion(index, units(text[found.index : found.index + found.length]), results)


def _check_cursor(text: str, cursor: int) -> None:
    if not 0 <= cursor <= units(text):
        raise NetException(_P + "PSArgumentException", 'Cannot process argument because the value of argument "cursorIndex" is not valid. '
                           'Change the value of the "cursorIndex" argument and run the operation again.')


def _complete_input(text: Any, cursor: Any, *options: Any) -> CommandCompletion:
    """CompleteInput(text, cursor, options) or CompleteInput(ast, tokens, position, options). Raises PSArgumentException."""
    given = next((unwrap(each) for each in options if hasattr(unwrap(each), "get") and hasattr(unwrap(each), "items")), None)
    if not isinstance(text, str):
        source = text.source.text
        return _with_completers(given, lambda: complete(source, int(getattr(options[0], "offset", getattr(options[0], "start", len(source))))))
    if len(options) > 1 and options[1] is None:
        raise NetException(_P + "PSArgumentNullException", 'Cannot process argument because the value of argument "powershell" is null. '
                           'Change the value of argument "powershell" to a non-null value.')
    _check_cursor(text, int(cursor))
    return _with_completers(given, lambda: complete(text, int(cursor)))


def _with_completers(options: Any, action: Any) -> CommandCompletion:
    """Completes by the options: completers before those that are registered, and how paths are to be written."""
    extra: dict[tuple[str, str], Any] = {}
    said: dict[str, Any] = {}
    for name, kept in options.items() if options is not None else ():
        inside = unwrap(kept)
        said[str(name).lower()] = inside
        for key, block in inside.items() if hasattr(inside, "items") else ():
            command, _, parameter = str(key).rpartition(":")
            if str(name).lower() == "customargumentcompleters":
                extra[command.lower(), parameter.lower()] = unwrap(block)
            elif str(name).lower() == "nativeargumentcompleters":
                extra["native", str(key).lower()] = unwrap(block)
    services = current_session().services
    more: dict[str, Any] = {"completion options": said}
    if extra:
        more["argument completers"] = {**(services.get("argument completers") or {}), **extra}
    before = {name: services.get(name) for name in more}
    services.update(more)
    try:
        return action()  # type: ignore[no-any-return]
    finally:
        for name, value in before.items():
            if value is None:
                del services[name]
            else:
                services[name] = value


def _reader(name: str) -> Any:
    return lambda result: getattr(result.candidate, name)


def _infer(node: Any, *options: Any) -> Any:
    """AstTypeInference.InferTypeOf: what a node of a tree might give, as PSTypeName objects."""
    from relayshell.commands.infomembers import TypeName

    live = any(getattr(each, "name", "") == "AllowSafeEval" for each in map(unwrap, options))
    kinds = import_module("relayshell.completion").inferred_kinds(node, current_session(), live)
    found = [SyntheticTypeName(kind) if kind.notes else TypeName(kind.full_name) for kind in kinds]
    return object_collection(found, "System.Collections.Generic.List`1", _P + "PSTypeName")


class NameAndType:
    """PSMemberNameAndType: a property of an inferred object and the type it has."""

    net_name = _P + "PSMemberNameAndType"

    def __init__(self, name: str, kind: Any) -> None:
        self.name = name
        self.kind = kind


class SyntheticTypeName:
    """PSSyntheticTypeName: a type with the properties that the text shows its values to have."""

    net_name = _P + "PSSyntheticTypeName"

    def __init__(self, kind: Any) -> None:
        self.kind = kind

    @property
    def members(self) -> list[NameAndType]:
        """The properties, by name."""
        return [NameAndType(name, kind) for name, kind in sorted(self.kind.notes, key=lambda pair: pair[0].lower())]


def _type_name(member: NameAndType) -> Any:
    from relayshell.commands.infomembers import TypeName

    name = getattr(member.kind, "full_name", None) or "System.Object"
    return SyntheticTypeName(member.kind) if getattr(member.kind, "notes", ()) else TypeName(name)


declare(
    NameAndType.net_name, NameAndType, get={"Name": lambda m: m.name, "PSTypeName": _type_name, "Value": lambda m: None},
    signatures=("string Name {get;}", f"{_P}PSTypeName PSTypeName {{get;}}", "System.Object Value {get;}"),
)
declare(
    SyntheticTypeName.net_name, SyntheticTypeName, base=_P + "PSTypeName",
    get={"Name": lambda n: n.kind.full_name, "Type": lambda n: n.kind.net, "Members": lambda n: n.members}, to_text=lambda n: n.kind.full_name,
    signatures=("string Name {get;}", "type Type {get;}", "System.Object Members {get;}"),
)


def _map_input(text: Any, cursor: int) -> Any:
    """CommandCompletion.MapStringInputToParsedInput: the tree, the tokens and the place of the cursor."""
    from relayshell.objects.arrays import new_array
    from relayshell.objects.calls import call_static
    from relayshell.runtime.declared.scriptplaces import Position
    from relayshell.runtime.declared.tokens import ScriptToken
    from relayshell.source import Extent, Source
    from relayshell.syntax import parse

    _check_cursor(str(text), int(cursor))
    source = Source(str(text))
    found = parse(source, keep_tokens=True)
    tokens = new_array(get_type(_P + "Language.Token"), [ScriptToken(each, source, found.tree) for each in found.tokens])
    return call_static(get_type("System.Tuple"), "Create", [found.tree, tokens, Position(Extent(source, cursor, cursor), False)])


_INFERRED = f"static System.Collections.Generic.IList[{_P}PSTypeName] InferTypeOf({_P}Language.Ast ast"
declare(
    _P + "AstTypeInference", None, statics={"InferTypeOf": _infer},
    signatures=(
        f"{_INFERRED})", f"{_INFERRED}, {_P}TypeInferenceRuntimePermissions evalPermissions)", f"{_INFERRED}, {_P}PowerShell powerShell)",
        f"{_INFERRED}, {_P}PowerShell powerShell, {_P}TypeInferenceRuntimePermissions evalPersmissions)",
    ),
)
declare(
    CompletionResult.net_name, CompletionResult, new=_new,
    get={"CompletionText": _reader("text"), "ListItemText": _reader("shown"), "ResultType": _kind, "ToolTip": _reader("tip")},
)


def _set_current(value: CommandCompletion, number: int) -> None:
    value.current = int(number)


def _set_index(value: CommandCompletion, number: int) -> None:
    value.index = int(number)


def _set_length(value: CommandCompletion, number: int) -> None:
    value.length = int(number)


declare(
    CommandCompletion.net_name, CommandCompletion,
    get={
        "CurrentMatchIndex": lambda value: value.current, "ReplacementIndex": lambda value: value.index,
        "ReplacementLength": lambda value: value.length, "CompletionMatches": lambda value: value.match_list(),
    },
    set={"CurrentMatchIndex": _set_current, "ReplacementIndex": _set_index, "ReplacementLength": _set_length},
    methods={"GetNextResult": lambda value, forward: value.next(bool(forward))}, statics={"CompleteInput": _complete_input, "MapStringInputToParsedInput": _map_input},
)
