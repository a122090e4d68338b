"""The editor as the user wants it: what Set-PSReadLineOption and Set-PSReadLineKeyHandler changed, before each line."""

from __future__ import annotations

from typing import Any

from prompt_toolkit.auto_suggest import AutoSuggestFromHistory
from prompt_toolkit.enums import EditingMode
from prompt_toolkit.filters import Always, vi_insert_mode, vi_navigation_mode
from prompt_toolkit.formatted_text import ANSI, to_formatted_text
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent, merge_key_bindings
from prompt_toolkit.key_binding.bindings.named_commands import get_by_name
from prompt_toolkit.styles import Style

from relayshell.cmdlets.readline_keys import KeyHandler, Keys, keys_of
from relayshell.cmdlets.readline_options import ReadLineOptions, options_of
from relayshell.errors import ShellError
from relayshell.repl.highlight import COLOURS
from relayshell.repl.history import ShellHistory, history
from relayshell.repl.keys import bindings
from relayshell.runtime.flow import FlowSignal

# PSReadLine's functions that the editor has by another name.
_COMMANDS = {
    "AcceptLine": "accept-line", "BackwardDeleteChar": "backward-delete-char", "BackwardKillInput": "unix-line-discard",
    "BackwardKillLine": "unix-line-discard", "BackwardKillWord": "backward-kill-word", "CapitalizeWord": "capitalize-word", "DeleteChar": "delete-char",
    "DowncaseWord": "downcase-word", "KillLine": "kill-line", "KillWord": "kill-word", "SwapCharacters": "transpose-chars", "Undo": "undo",
    "UnixWordRubout": "unix-word-rubout", "UpcaseWord": "uppercase-word", "Yank": "yank", "YankLastArg": "yank-last-arg", "YankNthArg": "yank-nth-arg",
    "YankPop": "yank-pop", "BackwardChar": "backward-char", "BackwardWord": "backward-word", "BeginningOfLine": "beginning-of-line",
    "EndOfLine": "end-of-line", "ForwardChar": "forward-char", "ForwardWord": "forward-word", "BeginningOfHistory": "beginning-of-history",
    "EndOfHistory": "end-of-history", "NextHistory": "next-history", "PreviousHistory": "previous-history", "ReverseSearchHistory": "reverse-search-history",
    "ForwardSearchHistory": "reverse-search-history", "Complete": "complete", "MenuComplete": "menu-complete", "ClearScreen": "clear-screen",
    "QuotedInsert": "quoted-insert",
}
_KEYS = {
    "Enter": "enter", "Tab": "tab", "Escape": "escape", "Backspace": "backspace", "Delete": "delete", "Insert": "insert", "Home": "home", "End": "end",
    "PageUp": "pageup", "PageDown": "pagedown", "UpArrow": "up", "DownArrow": "down", "LeftArrow": "left", "RightArrow": "right", "Spacebar": " ",
}
_MODES = {"Insert": vi_insert_mode, "Command": vi_navigation_mode}
# The roles of the highlighter for the names of colours.
_ROLES = {
    "Command": ("command", "function"), "Comment": ("comment",), "DefaultToken": ("word",), "Keyword": ("keyword",), "Member": ("member",), "Number": ("number",),
    "Operator": ("operator",), "Parameter": ("parameter",), "String": ("string",), "Type": ("type",), "Variable": ("variable",),
    "InlinePrediction": ("auto-suggestion",),
}


def adapt(session: Any, prompt: Any) -> None:
    """Goes by the options and keys of the session, where they changed since the last line."""
    options, keys = options_of(session), keys_of(session)
    seen = options.changes, keys.changes
    if getattr(prompt, "adapted", None) == seen:
        return
    prompt.adapted = seen
    line = prompt.line
    line.editing_mode = EditingMode.VI if options.values["EditMode"].name == "Vi" else EditingMode.EMACS
    prompt.continuation = options.values["ContinuationPrompt"]
    line.auto_suggest = AutoSuggestFromHistory() if "History" in options.values["PredictionSource"].name else None
    if not prompt.plain:
        line.style = Style.from_dict({**COLOURS, **_painted(options)})
    _keep_history(session, prompt, options)
    prompt.keys = merge_key_bindings([bindings(), _bound(session, keys)])


def _painted(options: ReadLineOptions) -> dict[str, str]:
    """The styles of the colours that were set."""
    return {role: style_of(options.colours[name]) for name in options.painted for role in _ROLES.get(name, ())}


def style_of(sequence: str) -> str:
    """The editor's style for an escape sequence."""
    pieces = to_formatted_text(ANSI(sequence + "x"))
    return pieces[-1][0] if pieces else ""


def _keep_history(session: Any, prompt: Any, options: ReadLineOptions) -> None:
    buffer = prompt.line.default_buffer
    path = options.values["HistorySavePath"]
    if isinstance(buffer.history, ShellHistory) and str(buffer.history.filename) != path:
        buffer.history = prompt.line.history = history(path)
    kept = buffer.history
    if isinstance(kept, ShellHistory):
        kept.distinct, kept.stored = options.values["HistoryNoDuplicates"], options.values["HistorySaveStyle"].name != "SaveNothing"
        block = options.values["AddToHistoryHandler"]
        kept.wanted = None if block is None else lambda text: _is_wanted(block, text)


def _is_wanted(block: Any, text: str) -> bool:
    from relayshell.objects.convertnumbers import to_bool
    from relayshell.objects.invoke import call_for_value
    from relayshell.objects.text import to_text

    try:
        answer = call_for_value(getattr(block, "target", block), (text,))
    except ShellError:
        return True
    if to_text(answer) == "SkipAdding":
        return False
    return True if to_text(answer) in ("MemoryOnly", "MemoryAndFile") else to_bool(answer)


def _bound(session: Any, keys: Keys) -> KeyBindings:
    """The keys that were set."""
    made = KeyBindings()
    for chord, what in keys.changed.items():
        places = keys_for(chord)
        if places:
            made.add(*places, eager=True, filter=_MODES.get(keys.modes.get(chord, ""), Always()))(_action(session, what))
    return made


def keys_for(chord: str) -> list[str]:
    """A chord in the editor's words: Ctrl+x,Alt+e is c-x, escape, e; nothing for one that a terminal does not tell."""
    found: list[str] = []
    for each in [chord] if chord == "," or chord.endswith("+,") else chord.split(","):
        *modifiers, name = each.split("+") if not each.endswith("++") else [*each[:-2].split("+"), "+"]
        key = _KEYS.get(name) or (name.lower() if len(name) > 1 else name)
        if "Shift" in modifiers and len(key) > 1:
            key = f"s-{key}"
        if "Ctrl" in modifiers:
            key = f"c-{key.lower()}"
        found += ["escape", key] if "Alt" in modifiers else [key]
    return found


def _action(session: Any, what: KeyHandler | None) -> Any:
    def act(event: KeyPressEvent) -> None:
        if what is None:
            return
        if what.block is not None:
            _run_block(session, what.block, event)
        else:
            perform(what.function, event)

    return act


def perform(function: str, event: KeyPressEvent) -> None:
    """Does one of PSReadLine's functions."""
    buffer = event.current_buffer
    if function == "RevertLine":
        buffer.reset()
    elif function == "AddLine":
        buffer.newline()
    elif function == "CancelLine":
        event.app.exit(exception=KeyboardInterrupt())
    elif function == "DeleteCharOrExit":
        if buffer.text:
            buffer.delete()
        else:
            event.app.exit(exception=EOFError())
    elif function in _COMMANDS:
        get_by_name(_COMMANDS[function]).call(event)


def _run_block(session: Any, block: Any, event: KeyPressEvent) -> None:
    """Runs a key's block with the line as it is, and takes over what it made of it."""
    from relayshell.cmdlets import readline_line
    from relayshell.objects.dotnet.consolekeys import meaning
    from relayshell.objects.invoke import call_block

    buffer = event.current_buffer
    line = readline_line.line = readline_line.Line(buffer.text, buffer.cursor_position)
    try:
        call_block(block, (meaning(event.data), None))
    except ShellError as error:
        session.host.write_error_line(error.message)
    except (FlowSignal, KeyboardInterrupt):
        # exit, break and Ctrl+C end the block, not the editor.
        return
    finally:
        readline_line.line = None
    if line.text != buffer.text:
        buffer.text = line.text
    buffer.cursor_position = line.cursor
    for function in line.functions:
        perform(function, event)
    if line.accepted:
        buffer.validate_and_handle()
