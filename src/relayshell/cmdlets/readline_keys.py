"""The keys of the prompt's line editor: Get-, Set- and Remove-PSReadLineKeyHandler.

A key is written as PSReadLine writes it: Ctrl+g, Alt+., F3, and several in a row as Ctrl+x,Ctrl+e. What a function does is the
editor's business (`relayshell.repl.custom`).
"""

from __future__ import annotations

from typing import Any

from relayshell.commands import Cmdlet, param
from relayshell.commands.validation import not_empty
from relayshell.errors import ShellError
from relayshell.objects.declare import declare
from relayshell.objects.enums import enum_member

MODULE = "PSReadLine"
TYPE = "Microsoft.PowerShell.KeyHandler"

# What keys can be bound to: the group and what it does.
FUNCTIONS: dict[str, tuple[str, str]] = {
    "AcceptLine": ("Basic", "Runs the line, or goes to a new one where it is not whole"),
    "AddLine": ("Basic", "Goes to a new line"),
    "BackwardDeleteChar": ("Basic", "Deletes the character before the cursor"),
    "BackwardKillInput": ("Basic", "Cuts from the cursor to the beginning of the line"),
    "BackwardKillLine": ("Basic", "Cuts from the cursor to the beginning of the line"),
    "BackwardKillWord": ("Basic", "Cuts the word before the cursor"),
    "CancelLine": ("Basic", "Gives the line up"),
    "CapitalizeWord": ("Basic", "Makes the word's first letter large"),
    "DeleteChar": ("Basic", "Deletes the character under the cursor"),
    "DeleteCharOrExit": ("Basic", "Deletes the character under the cursor; ends the shell on an empty line"),
    "DowncaseWord": ("Basic", "Makes the word small"),
    "KillLine": ("Basic", "Cuts from the cursor to the end of the line"),
    "KillWord": ("Basic", "Cuts to the end of the word"),
    "RevertLine": ("Basic", "Empties the line"),
    "SwapCharacters": ("Basic", "Exchanges the two characters before the cursor"),
    "Undo": ("Basic", "Takes a change back"),
    "UnixWordRubout": ("Basic", "Cuts to the blank before the cursor"),
    "UpcaseWord": ("Basic", "Makes the word large"),
    "Yank": ("Basic", "Puts in what was cut last"),
    "YankLastArg": ("Basic", "Puts in the last argument of the line before"),
    "YankNthArg": ("Basic", "Puts in an argument of the line before"),
    "YankPop": ("Basic", "Puts in what was cut before that"),
    "BackwardChar": ("CursorMovement", "Moves one character back"),
    "BackwardWord": ("CursorMovement", "Moves to the word's beginning"),
    "BeginningOfLine": ("CursorMovement", "Moves to the beginning of the line"),
    "EndOfLine": ("CursorMovement", "Moves to the end of the line"),
    "ForwardChar": ("CursorMovement", "Moves one character on"),
    "ForwardWord": ("CursorMovement", "Moves to the word's end"),
    "BeginningOfHistory": ("History", "Goes to the first line kept"),
    "EndOfHistory": ("History", "Goes to the line being typed"),
    "ForwardSearchHistory": ("History", "Searches the lines kept, forwards"),
    "NextHistory": ("History", "Goes to the next line kept"),
    "PreviousHistory": ("History", "Goes to the line before"),
    "ReverseSearchHistory": ("History", "Searches the lines kept, backwards"),
    "Complete": ("Completion", "Completes what is typed"),
    "MenuComplete": ("Completion", "Goes through what it could become"),
    "ClearScreen": ("Miscellaneous", "Clears the screen"),
    "QuotedInsert": ("Miscellaneous", "Puts the next key in as it is"),
}
# The keys of a new session.
DEFAULTS: dict[str, str] = dict(pair.split(" ") for pair in (
    "Enter AcceptLine", "Alt+Enter AddLine", "Backspace BackwardDeleteChar", "Ctrl+h BackwardDeleteChar", "Ctrl+u BackwardKillInput",
    "Alt+Backspace BackwardKillWord", "Ctrl+c CancelLine", "Alt+c CapitalizeWord", "Delete DeleteChar", "Ctrl+d DeleteCharOrExit", "Alt+l DowncaseWord",
    "Ctrl+k KillLine", "Alt+d KillWord", "Ctrl+t SwapCharacters", "Ctrl+_ Undo", "Ctrl+w UnixWordRubout", "Alt+u UpcaseWord", "Ctrl+y Yank",
    "Alt+. YankLastArg", "Alt+y YankPop", "Ctrl+b BackwardChar", "LeftArrow BackwardChar", "Alt+b BackwardWord", "Ctrl+LeftArrow BackwardWord",
    "Ctrl+a BeginningOfLine", "Home BeginningOfLine", "Ctrl+e EndOfLine", "End EndOfLine", "Ctrl+f ForwardChar", "RightArrow ForwardChar", "Alt+f ForwardWord",
    "Ctrl+RightArrow ForwardWord", "Alt+< BeginningOfHistory", "Alt+> EndOfHistory", "Ctrl+s ForwardSearchHistory", "Ctrl+n NextHistory", "DownArrow NextHistory",
    "Ctrl+p PreviousHistory", "UpArrow PreviousHistory", "Ctrl+r ReverseSearchHistory", "Tab Complete", "Ctrl+l ClearScreen", "Ctrl+q QuotedInsert",
))
NAMED = {name.lower(): name for name in (
    "Enter", "Tab", "Escape", "Backspace", "Delete", "Insert", "Home", "End", "PageUp", "PageDown", "UpArrow", "DownArrow", "LeftArrow", "RightArrow", "Spacebar",
    *(f"F{number}" for number in range(1, 25)))}
_MODIFIERS = {"ctrl": "Ctrl", "control": "Ctrl", "alt": "Alt", "shift": "Shift"}


class KeyHandler:
    """What a key does: a function by name, or a block of a script."""

    net_name = TYPE

    def __init__(self, key: str | None, function: str, description: str, group: str, block: Any = None) -> None:
        self.key, self.function, self.description, self.group, self.block = key, function, description, group, block


declare(
    TYPE, KeyHandler,
    get={"Key": lambda h: h.key, "Function": lambda h: h.function, "Description": lambda h: h.description,
         "Group": lambda h: enum_member("Microsoft.PowerShell.KeyHandlerGroup", h.group)},
    signatures=("string Key {get;}", "string Function {get;}", "string Description {get;}", "Microsoft.PowerShell.KeyHandlerGroup Group {get;}"),
)


def handler(key: str | None, function: str) -> KeyHandler:
    """What a key does that has one of the functions."""
    group, description = FUNCTIONS[function]
    return KeyHandler(key, function, description, group)


class Keys:
    """The keys of a session that differ from the editor's own: None for one that does nothing. `changes` counts what was set."""

    def __init__(self) -> None:
        self.changed: dict[str, KeyHandler | None] = {}
        self.modes: dict[str, str] = {}
        """The keys that are so in one mode of vi alone: Insert or Command."""
        self.changes = 0

    def put(self, chord: str, what: KeyHandler | None, mode: Any = None) -> None:
        """Binds a key, or frees it; in all modes, or in one of vi's."""
        self.changed[chord] = what
        self.modes.pop(chord, None)
        if mode is not None:
            self.modes[chord] = mode.name
        self.changes += 1

    def all(self) -> dict[str, KeyHandler]:
        """Every key that does something."""
        found = {key: handler(key, function) for key, function in DEFAULTS.items()}
        for key, what in self.changed.items():
            if what is None:
                found.pop(key, None)
            else:
                found[key] = what
        return found


def keys_of(session: Any) -> Keys:
    """The keys of a session."""
    found = session.services.get("readline keys")
    if found is None:
        found = session.services["readline keys"] = Keys()
    return found  # type: ignore[no-any-return]


def chord_of(text: str) -> str:
    """A key as it is shown, Ctrl+x,Ctrl+e for two in a row. Raises ShellError for what is no key."""
    return ",".join(_one(each) for each in _parts(text))


def _parts(text: str) -> list[str]:
    return [text] if text == "," or text.endswith("+,") else text.split(",")


def _one(text: str) -> str:
    *modifiers, name = text.split("+") if not text.endswith("+") else [*text[:-1].rstrip("+").split("+"), "+"]
    shown = []
    for each in filter(None, modifiers):
        known = _MODIFIERS.get(each.lower())
        if known is None:
            raise _no_key(text)
        shown.append(known)
    if len(name) != 1:
        known = NAMED.get(name.lower())
        if known is None:
            raise _no_key(text)
        name = known
    elif "Ctrl" in shown:
        name = name.lower()
    return "+".join([*sorted(shown, key=["Ctrl", "Alt", "Shift"].index), name])


def _no_key(text: str) -> ShellError:
    return ShellError(f"'{text}' is no key: such are Ctrl+g, Alt+., Shift+Tab, F3 and Ctrl+x,Ctrl+e.", "InvalidChord", "InvalidArgument", text)


class GetPSReadLineKeyHandler(Cmdlet, name="Get-PSReadLineKeyHandler", help_uri="https://go.microsoft.com/fwlink/?LinkId=528807", default_set="FullListing", output=(TYPE,), module=MODULE):
    """Gets what the keys of the line editor do.

    Example: one key

        PS> (Get-PSReadLineKeyHandler -Chord Ctrl+a).Function
        BeginningOfLine
    """

    bound: Any = param("Those that have a key.", "switch", sets=("FullListing",))
    unbound: Any = param("Those that have none.", "switch", sets=("FullListing",))
    chord: Any = param("Of these keys.", "string[]", position=0, mandatory=True, alias=("Key",), sets=("SpecificBindings",), check=not_empty())

    def end(self) -> None:
        bound = keys_of(self.session).all()
        if self.chord:
            for text in self.chord:
                try:
                    found = bound.get(chord_of(text))
                except ShellError as error:
                    self.write_error(error)
                    continue
                if found is not None:
                    self.write(found)
            return
        order = list(FUNCTIONS)
        if self.bound or not self.unbound:
            for each in sorted(bound.values(), key=lambda h: order.index(h.function) if h.function in FUNCTIONS else len(order)):
                self.write(each)
        if self.unbound or not self.bound:
            used = {each.function for each in bound.values()}
            for function in FUNCTIONS:
                if function not in used:
                    self.write(handler("Unbound", function))


class SetPSReadLineKeyHandler(Cmdlet, name="Set-PSReadLineKeyHandler", help_uri="https://go.microsoft.com/fwlink/?LinkId=528810", default_set="ScriptBlock", module=MODULE):
    """Gives keys of the line editor a function, or a block that gets the key and an argument.

    Example: a key that searches

        PS> Set-PSReadLineKeyHandler -Chord Ctrl+g -Function ReverseSearchHistory
        PS> (Get-PSReadLineKeyHandler -Chord Ctrl+g).Function
        ReverseSearchHistory
    """

    chord: Any = param("The keys.", "string[]", position=0, mandatory=True, alias=("Key",), check=not_empty())
    vi_mode: Any = param("In this mode of vi alone: Insert or Command.", "Microsoft.PowerShell.ViMode")
    script_block: Any = param("What to run.", "scriptblock", position=1, mandatory=True, sets=("ScriptBlock",))
    brief_description: Any = param("What the block is called.", "string", sets=("ScriptBlock",))
    description: Any = param("What the block does.", "string", sets=("ScriptBlock",), alias=("LongDescription",))
    function: Any = param("The function.", "string", position=1, mandatory=True, sets=("Function",))

    def end(self) -> None:
        if self.function is not None:
            name = next((each for each in FUNCTIONS if each.lower() == self.function.lower()), None)
            if name is None:
                message = f"The line editor has no function '{self.function}'; Get-PSReadLineKeyHandler lists those it has."
                raise ShellError(message, "FunctionNotFound", "ObjectNotFound", self.function)
        keys = keys_of(self.session)
        for text in self.chord:
            chord = chord_of(text)
            if self.function is not None:
                keys.put(chord, handler(chord, name), self.vi_mode)
            else:
                keys.put(chord, KeyHandler(chord, self.brief_description or "CustomAction", self.description or "User defined action", "Custom", self.script_block),
                         self.vi_mode)


class RemovePSReadLineKeyHandler(Cmdlet, name="Remove-PSReadLineKeyHandler", help_uri="https://go.microsoft.com/fwlink/?LinkId=528809", module=MODULE):
    """Takes keys of the line editor their function.

    Example: a key that does nothing

        PS> Remove-PSReadLineKeyHandler -Chord Ctrl+t
        PS> Get-PSReadLineKeyHandler -Chord Ctrl+t
    """

    chord: Any = param("The keys.", "string[]", position=0, mandatory=True, alias=("Key",), check=not_empty())
    vi_mode: Any = param("In this mode of vi alone: Insert or Command.", "Microsoft.PowerShell.ViMode")

    def end(self) -> None:
        for text in self.chord:
            keys_of(self.session).put(chord_of(text), None, self.vi_mode)
