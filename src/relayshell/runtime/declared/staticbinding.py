"""[StaticParameterBinder]: to which parameters the words of a command go, told from its text without running it."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from relayshell.commands.parametermembers import dictionary, parameter_dictionary
from relayshell.objects.declare import declare
from relayshell.objects.indexing import dictionary_items
from relayshell.objects.psobject import unwrap
from relayshell.runtime.current import current_session
from relayshell.syntax import ast as tree

L = "System.Management.Automation.Language."


class BoundWord:
    """ParameterBindingResult: a parameter and the word that it gets; `constant` where the word's value stands in the text."""

    net_name = L + "ParameterBindingResult"

    def __init__(self, parameter: Any, word: Any, constant: Any) -> None:
        self.parameter = parameter
        self.word = word
        self.constant = constant


class BindingError:
    """StaticBindingError: a word that goes to no parameter, and why."""

    net_name = L + "StaticBindingError"

    def __init__(self, word: Any, error: Any) -> None:
        self.word = word
        self.error = error


class Binding:
    """StaticBindingResult: the parameters that are bound and the words that are not."""

    net_name = L + "StaticBindingResult"

    def __init__(self) -> None:
        self.bound = dictionary(BoundWord.net_name)
        self.errors = dictionary(BindingError.net_name)


def _constant(word: Any) -> Any:
    if isinstance(word, tree.ConstantExpressionAst):
        return word.value
    if isinstance(word, tree.VariableExpressionAst):
        return {"true": True, "false": False}.get(word.variable_path.user_path.lower())
    return None


def _words_bound(node: Any) -> Any:
    """BindCommand of a command that is found: by its parameters."""
    found = import_module("relayshell.completion").bound(node, current_session())
    if found is None:
        return None
    result = Binding()
    metadata = {str(name).lower(): value for name, value in dictionary_items(parameter_dictionary(found.metadata.signature))}
    for folded, word in found.given.items():
        name = found.metadata.slots[folded].parameter.name
        constant = True if word is None else _constant(word)
        result.bound.put(name, BoundWord(metadata.get(folded), word if word is not None else _switch_word(node, found, folded), constant))
    for word in node.command_elements[1:]:
        if isinstance(word, tree.CommandParameterAst):
            if _named(found, word) is None:
                result.errors.put(word.text, BindingError(word, _no_such(word)))
        elif found.slot_of(word) is None:
            result.errors.put(word.text, BindingError(word, _no_place(word)))
    return result


def _named(found: Any, word: Any) -> Any:
    return import_module("relayshell.completion.matching").named(found.metadata, word.parameter_name)


def _switch_word(node: Any, found: Any, folded: str) -> Any:
    for word in node.command_elements[1:]:
        if isinstance(word, tree.CommandParameterAst):
            slot = _named(found, word)
            if slot is not None and slot.folded == folded:
                return word
    return None


def _exception(text: str, error_id: str) -> Any:
    from relayshell.objects.exceptions import NetException

    made = NetException("System.Management.Automation.ParameterBindingException", text)
    made.error_id = error_id
    return made


def _no_such(word: Any) -> Any:
    return _exception(f"A parameter cannot be found that matches parameter name '{word.parameter_name}'.", "NamedParameterNotFound")


def _no_place(word: Any) -> Any:
    return _exception(f"A positional parameter cannot be found that accepts argument '{word.text}'.", "PositionalParameterNotFound")


def _words_alone(node: Any) -> Binding:
    """BindCommand of a command that is not known: names as they are written, the rest by number."""
    result = Binding()
    words = list(node.command_elements[1:])
    place = 0
    while words:
        word = words.pop(0)
        if not isinstance(word, tree.CommandParameterAst):
            result.bound.put(str(place), BoundWord(None, word, _constant(word)))
            place += 1
            continue
        value = word.argument
        if value is None and words and not isinstance(words[0], tree.CommandParameterAst):
            value = words.pop(0)
        constant = True if value is None else _constant(value)
        result.bound.put(word.parameter_name, BoundWord(None, word if value is None else value, constant))
    return result


def _bind(node: Any, resolve: Any = True, *wanted: Any) -> Binding:
    """StaticParameterBinder.BindCommand; with names wanted, a command that has none of them is not looked into."""
    target = unwrap(node)
    found = _words_bound(target) if unwrap(resolve) else None
    if found is None:
        return _words_alone(target)
    return found  # type: ignore[no-any-return]


declare(
    BoundWord.net_name, BoundWord,
    get={"Parameter": lambda b: b.parameter, "Value": lambda b: b.word, "ConstantValue": lambda b: b.constant},
    signatures=(
        "System.Management.Automation.ParameterMetadata Parameter {get;}", "System.Object ConstantValue {get;}", f"{L}CommandElementAst Value {{get;}}",
    ),
)
declare(
    BindingError.net_name, BindingError, get={"CommandElement": lambda e: e.word, "BindingException": lambda e: e.error},
    signatures=(f"{L}CommandElementAst CommandElement {{get;}}", "System.Management.Automation.ParameterBindingException BindingException {get;}"),
)
declare(
    Binding.net_name, Binding, get={"BoundParameters": lambda b: b.bound, "BindingExceptions": lambda b: b.errors},
    signatures=(
        f"System.Collections.Generic.Dictionary[string,{BoundWord.net_name}] BoundParameters {{get;}}",
        f"System.Collections.Generic.Dictionary[string,{BindingError.net_name}] BindingExceptions {{get;}}",
    ),
)
declare(
    L + "StaticParameterBinder", None, statics={"BindCommand": _bind},
    signatures=(
        f"static {Binding.net_name} BindCommand({L}CommandAst commandAst)",
        f"static {Binding.net_name} BindCommand({L}CommandAst commandAst, bool resolve)",
        f"static {Binding.net_name} BindCommand({L}CommandAst commandAst, bool resolve, string[] desiredParameters)",
    ),
)
