"""What the line editor of the prompt is told: Get-PSReadLineOption and Set-PSReadLineOption.

The names are PSReadLine's. The editor looks at the options before each line; of what it does not have (bells, kill rings,
prediction by plugins) the values are kept for scripts that read them back.
"""

from __future__ import annotations

from typing import Any

from relayshell.commands import Cmdlet, param
from relayshell.commands.validation import at_least, not_empty
from relayshell.errors import ShellError
from relayshell.objects.declare import declare
from relayshell.objects.enums import enum_member

MODULE = "PSReadLine"
TYPE = "Microsoft.PowerShell.PSConsoleReadLineOptions"
_P = "Microsoft.PowerShell."
_FUNCTION = "System.Func[string,System.Object]"
_WORDS = ";:,.[]{}()/\\|!?^&*-=+'\"–—―"
_RUNS_BLOCKS = (
    "ForEach-Object", "%", "Invoke-Command", "icm", "Measure-Command", "New-Module", "nmo", "Register-EngineEvent", "Register-ObjectEvent",
    "Set-PSBreakpoint", "sbp", "Start-Job", "sajb", "Trace-Command", "trcm", "Where-Object", "?", "where",
)

# The property, its type and its value in a new session; None where that is only known then.
PROPERTIES: dict[str, tuple[str, Any]] = {
    "EditMode": (_P + "EditMode", "Emacs"), "AddToHistoryHandler": (_FUNCTION, None), "HistoryNoDuplicates": ("bool", True), "HistorySavePath": ("string", None),
    "HistorySaveStyle": (_P + "HistorySaveStyle", "SaveIncrementally"), "HistorySearchCaseSensitive": ("bool", False),
    "HistorySearchCursorMovesToEnd": ("bool", False), "MaximumHistoryCount": ("int", 4096), "ContinuationPrompt": ("string", ">> "),
    "ExtraPromptLineCount": ("int", 0), "PromptText": ("string[]", ("> ",)), "BellStyle": (_P + "BellStyle", "Audible"), "DingDuration": ("int", 50),
    "DingTone": ("int", 1221), "CommandsToValidateScriptBlockArguments": ("System.Object", _RUNS_BLOCKS), "CommandValidationHandler": ("System.Object", None),
    "CompletionQueryItems": ("int", 100), "MaximumKillRingCount": ("int", 10), "ShowToolTips": ("bool", True),
    "ViModeIndicator": (_P + "ViModeStyle", "None"), "ViModeChangeHandler": ("scriptblock", None), "WordDelimiters": ("string", _WORDS),
    "AnsiEscapeTimeout": ("int", 100), "PredictionSource": (_P + "PredictionSource", "None"), "PredictionViewStyle": (_P + "PredictionViewStyle", "InlineView"),
    "TerminateOrphanedConsoleApps": ("bool", False),
}
# The colours and their escape sequences; the editor has its own until one is set.
COLOURS = {
    "Command": "[93m", "Comment": "[32m", "ContinuationPrompt": "[37m", "DefaultToken": "[37m", "Emphasis": "[96m", "Error": "[91m",
    "InlinePrediction": "[97;2;3m", "Keyword": "[92m", "ListPrediction": "[33m", "ListPredictionSelected": "[48;5;238m", "ListPredictionTooltip": "[97;2;3m",
    "Member": "[37m", "Number": "[97m", "Operator": "[90m", "Parameter": "[90m", "Selection": "[30;47m", "String": "[36m", "Type": "[37m", "Variable": "[92m",
}


class ReadLineOptions:
    """The options of a session. `changes` counts what was set, so that the editor need not compare; `painted` are the colours that were set."""

    net_name = TYPE

    def __init__(self) -> None:
        from relayshell.cmdlets.history import history_file

        self.values: dict[str, Any] = {
            name: enum_member(kind, value) if kind.startswith(_P) else list(value) if isinstance(value, tuple) else value
            for name, (kind, value) in PROPERTIES.items()
        }
        self.values["HistorySavePath"] = history_file()
        self.colours = {name: "\x1b" + code for name, code in COLOURS.items()}
        self.painted: set[str] = set()
        self.changes = 0

    def put(self, name: str, value: Any) -> None:
        """Sets one option."""
        self.values[name] = value
        self.changes += 1

    def paint(self, name: str, value: Any) -> None:
        """Sets a colour: an escape sequence, a ConsoleColor or an RGB number. Raises ShellError for any other."""
        self.colours[name] = sequence_of(value)
        self.painted.add(name)
        self.changes += 1


def options_of(session: Any) -> ReadLineOptions:
    """The options of a session, made when they are first asked for."""
    found = session.services.get("readline options")
    if found is None:
        found = session.services["readline options"] = ReadLineOptions()
    return found  # type: ignore[no-any-return]


def sequence_of(value: Any) -> str:
    """The escape sequence of a colour: itself, a ConsoleColor by name or value, or a number 0xRRGGBB or '#RRGGBB'."""
    import re

    from relayshell.objects.psobject import unwrap
    from relayshell.objects.text import to_text

    value = unwrap(value)
    if isinstance(value, str) and value.startswith("\x1b"):
        return str(value)
    text = to_text(value)
    names = ("Black", "DarkBlue", "DarkGreen", "DarkCyan", "DarkRed", "DarkMagenta", "DarkYellow", "Gray", "DarkGray", "Blue", "Green", "Cyan", "Red", "Magenta", "Yellow", "White")
    codes = (30, 34, 32, 36, 31, 35, 33, 37, 90, 94, 92, 96, 91, 95, 93, 97)
    for name, code in zip(names, codes, strict=True):
        if text.lower() == name.lower():
            return f"\x1b[{code}m"
    if re.fullmatch(r"#?[0-9A-Fa-f]{6}", text):
        red, green, blue = (int(text.lstrip("#")[at : at + 2], 16) for at in (0, 2, 4))
        return f"\x1b[38;2;{red};{green};{blue}m"
    raise ShellError(f"'{text}' is not a colour: a name such as Red, an escape sequence or #RRGGBB.", "InvalidColorValue", "InvalidArgument", value)


def _read(name: str) -> Any:
    return lambda options: options.values[name]


def _write(name: str) -> Any:
    return lambda options, value: options.put(name, value)


declare(
    TYPE, ReadLineOptions,
    get={**{name: _read(name) for name in PROPERTIES}, **{f"{name}Color": (lambda options, name=name: options.colours[name]) for name in COLOURS}},
    set={**{name: _write(name) for name in PROPERTIES if name not in ("CommandsToValidateScriptBlockArguments",)},
         **{f"{name}Color": (lambda options, value, name=name: options.paint(name, value)) for name in COLOURS}},
    signatures=(*(f"{kind} {name} {{get;set;}}" for name, (kind, _) in PROPERTIES.items()), *(f"System.Object {name}Color {{get;set;}}" for name in COLOURS)),
)


class GetPSReadLineOption(Cmdlet, name="Get-PSReadLineOption", help_uri="https://go.microsoft.com/fwlink/?LinkId=528808", output=(TYPE,), module=MODULE):
    """Gets the options of the line editor.

    Example: which keys it goes by

        PS> (Get-PSReadLineOption).EditMode
        Emacs
    """

    def end(self) -> None:
        self.write(options_of(self.session))


class SetPSReadLineOption(Cmdlet, name="Set-PSReadLineOption", help_uri="https://go.microsoft.com/fwlink/?LinkId=528811", module=MODULE):
    """Sets options of the line editor.

    Example: what stands before a further line

        PS> Set-PSReadLineOption -ContinuationPrompt '.. '
        PS> (Get-PSReadLineOption).ContinuationPrompt
        ..
    """

    edit_mode: Any = param("Which keys there are: Emacs, Windows or Vi.", _P + "EditMode")
    continuation_prompt: Any = param("What stands before a further line.", "string", allow_empty_string=True)
    history_no_duplicates: Any = param("A line that is there already is not kept again.", "switch")
    add_to_history_handler: Any = param("Says of a line whether it is kept: gets the line, gives true or false.", _FUNCTION, allow_null=True)
    command_validation_handler: Any = param("Kept alone.", "System.Object", allow_null=True)
    history_search_cursor_moves_to_end: Any = param("Kept alone.", "switch")
    maximum_history_count: Any = param("How many lines are kept.", "int", check=at_least(1))
    maximum_kill_ring_count: Any = param("Kept alone.", "int")
    show_tool_tips: Any = param("Kept alone.", "switch")
    extra_prompt_line_count: Any = param("Kept alone.", "int", check=at_least(0))
    ding_tone: Any = param("Kept alone.", "int")
    ding_duration: Any = param("Kept alone.", "int")
    bell_style: Any = param("Kept alone.", _P + "BellStyle")
    completion_query_items: Any = param("Kept alone.", "int")
    word_delimiters: Any = param("Kept alone.", "string")
    history_search_case_sensitive: Any = param("Kept alone.", "switch")
    history_save_style: Any = param("SaveNothing keeps lines for this session alone.", _P + "HistorySaveStyle")
    history_save_path: Any = param("The file that keeps lines.", "string", check=not_empty())
    ansi_escape_timeout: Any = param("Kept alone.", "int", check=at_least(25))
    prompt_text: Any = param("Kept alone.", "string[]")
    vi_mode_indicator: Any = param("Kept alone.", _P + "ViModeStyle")
    vi_mode_change_handler: Any = param("Kept alone.", "scriptblock", allow_null=True)
    prediction_source: Any = param("History suggests the end of a line from lines before it.", _P + "PredictionSource")
    prediction_view_style: Any = param("Kept alone.", _P + "PredictionViewStyle")
    colors: Any = param("Colours by what they are for: @{ Command = 'Yellow' }.", "hashtable")
    terminate_orphaned_console_apps: Any = param("Kept alone.", "switch")

    def end(self) -> None:
        options = options_of(self.session)
        for name in PROPERTIES:
            if name.lower() in self.given:
                value = self.given[name.lower()]
                options.put(name, bool(value) if PROPERTIES[name][0] == "bool" else value)
        for key, value in (self.colors.items() if self.colors is not None else ()):
            self._paint(options, str(key), value)

    def _paint(self, options: ReadLineOptions, key: str, value: Any) -> None:
        name = next((each for each in COLOURS if key.lower() in (each.lower(), f"{each}color".lower())), None)
        if name is None:
            self.write_error(ShellError(f"'{key}' has no colour; these have: {', '.join(COLOURS)}.", "InvalidColorKey", "InvalidArgument", key))
            return
        try:
            options.paint(name, value)
        except ShellError as error:
            self.write_error(error)
