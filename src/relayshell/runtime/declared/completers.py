"""[CompletionCompleters]: one kind of completion asked for by itself, as a completer of a script does."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.dotnet_collections import object_collection
from relayshell.runtime.current import current_session
from relayshell.runtime.declared.completions import CompletionResult

_P = "System.Management.Automation."
_MANY = f"static System.Collections.Generic.IEnumerable[{_P}CompletionResult]"


def _asked(action: Any) -> Any:
    """What an action finds in the session, as a list of results."""
    quietly = import_module("relayshell.completion.quiet").quietly
    found = quietly(current_session(), lambda: action(current_session()))
    return object_collection([CompletionResult(*each) for each in found], "System.Collections.Generic.List`1", _P + "CompletionResult")


def _word(value: Any) -> str:
    return "" if value is None else str(value)


def _filename(word: Any) -> Any:
    return _asked(lambda session: import_module("relayshell.completion.paths").paths(session, _word(word)))


def _variable(word: Any) -> Any:
    def find(session: Any) -> Any:
        nowhere = import_module("relayshell.syntax").parse("").tree
        return import_module("relayshell.completion.variables").variables(session, _word(word), nowhere)

    return _asked(find)


def _operator(word: Any) -> Any:
    return _asked(lambda session: import_module("relayshell.completion.operators").operators(_word(word)))


def _type(word: Any) -> Any:
    def find(session: Any) -> Any:
        import_module("relayshell.completion.texttypes").use_session(session)
        nowhere = import_module("relayshell.syntax").parse("").tree
        return import_module("relayshell.completion.typenames").type_names(_word(word), nowhere)

    return _asked(find)


def _command(word: Any, module: Any = None, kinds: Any = None) -> Any:
    def find(session: Any) -> Any:
        begun = f"{module}\\{_word(word)}" if module else _word(word) or "*"
        wanted = str(kinds).replace(" ", "").split(",") if kinds is not None else None
        return import_module("relayshell.completion.commandnames").command_names(session, begun, kinds=wanted)

    return _asked(find)


declare(
    _P + "CompletionCompleters", None,
    statics={
        "CompleteFilename": _filename, "CompleteVariable": _variable, "CompleteOperator": _operator, "CompleteType": _type, "CompleteCommand": _command,
    },
    signatures=(
        f"{_MANY} CompleteFilename(string fileName)", f"{_MANY} CompleteVariable(string variableName)",
        f"static System.Collections.Generic.List[{_P}CompletionResult] CompleteOperator(string wordToComplete)", f"{_MANY} CompleteType(string typeName)",
        f"{_MANY} CompleteCommand(string commandName)",
        f"{_MANY} CompleteCommand(string commandName, string moduleName, {_P}CommandTypes commandTypes = All)",
    ),
)
