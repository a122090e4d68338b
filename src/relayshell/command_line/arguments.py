"""The program's own arguments, read as pwsh reads them.

Knows the switches, their shortest forms and the words for what is wrong with them.
Runs nothing.
"""

from __future__ import annotations

import base64
import binascii
import os
from dataclasses import dataclass, field
from typing import Any

USAGE_EXIT_CODE = 64

# A switch and the shortest form that names it; pwsh takes any prefix between the two.
SWITCHES = (
    ("config", "config"), ("version", "v"), ("help", "h"), ("?", "?"), ("login", "l"), ("noexit", "noe"), ("noprofile", "nop"),
    ("nologo", "nol"), ("noninteractive", "noni"), ("noprofileloadtime", "noprofileloadtime"),
    ("interactive", "i"), ("configurationfile", "configurationfile"), ("configurationname", "config"),
    ("custompipename", "cus"), ("commandwithargs", "commandwithargs"), ("cwa", "cwa"), ("command", "c"),
    ("windowstyle", "w"), ("file", "f"), ("executionpolicy", "ex"), ("ep", "ep"), ("outputformat", "o"),
    ("of", "o"), ("inputformat", "inp"), ("if", "if"), ("encodedcommand", "e"), ("ec", "e"),
    ("encodedarguments", "encodeda"), ("ea", "ea"), ("settingsfile", "settings"), ("sta", "s"), ("mta", "mta"),
    ("workingdirectory", "wo"), ("wd", "wd"), ("sshservermode", "sshs"),
)
CANONICAL = {
    "?": "help", "cwa": "commandwithargs", "ep": "executionpolicy", "of": "outputformat", "if": "inputformat",
    "ec": "encodedcommand", "ea": "encodedarguments", "wd": "workingdirectory",
}
# What "did you mean" may offer, in alphabetical order.
OFFERED = sorted({name for name, _ in SWITCHES if len(name) > 2 and name != "cwa"})
FORMATS = ("Text", "XML", "None")


class UsageError(Exception):
    """A wrong argument. `show_usage` tells whether the usage text follows the message."""

    def __init__(self, message: str, show_usage: bool = True) -> None:
        super().__init__(message)
        self.message = message
        self.show_usage = show_usage


@dataclass(slots=True)
class Arguments:
    """What the command line asks for."""

    command: str | None = None          # -Command: the text; "" is a text too
    command_from_stdin: bool = False    # -Command -
    command_arguments: list[str] = field(default_factory=list)   # what follows -CommandWithArgs' text
    encoded_arguments: list[Any] = field(default_factory=list)   # the values in -EncodedArguments' CLIXML
    file: str | None = None             # -File: the path
    file_from_stdin: bool = False       # -File -
    file_arguments: list[str] = field(default_factory=list)
    version: bool = False
    help: bool = False
    no_logo: bool = False
    no_profile: bool = False
    no_exit: bool = False
    non_interactive: bool = False
    interactive: bool = False
    output_format: str = "Text"
    input_format: str = "Text"
    working_directory: str | None = None
    configuration: str | None = None    # ours: --config PATH, the relay's settings file


def parse(words: list[str]) -> Arguments:
    """Reads the words after the program's name. Raises UsageError."""
    result = Arguments()
    position = 0
    while position < len(words):
        word = words[position]
        position += 1
        if word == "-":
            result.command_from_stdin = True
            _nothing_after(words, position)
            return result
        switch = _switch(word)
        if switch is None:
            _script_file(result, [word, *words[position:]], explicit=False)
            return result
        if switch in _FLAGS:
            setattr(result, _FLAGS[switch], True)
            if switch in ("version", "help"):
                return result
            continue
        if switch in ("login", "noprofileloadtime", "sshservermode"):
            continue
        if switch in ("sta", "mta"):
            raise UsageError(f"Parameter -{switch.upper()} is not supported on this platform.", show_usage=False)
        if switch == "windowstyle":
            raise UsageError("Parameter -WindowStyle is not implemented on this platform.", show_usage=False)
        if switch in ("command", "commandwithargs"):
            _command(result, words[position:], with_arguments=switch == "commandwithargs")
            return result
        if switch == "file":
            _file(result, words[position:])
            return result
        position = _with_value(result, switch, words, position)
    return result


# The socket that a pipe's name stands for has a path of at most 107 bytes, of which these come before the name.
PIPE_PREFIX = "/tmp/CoreFxPipe_"
PIPE_LIMIT = 108 - len(PIPE_PREFIX)

_FLAGS = {
    "version": "version", "help": "help", "nologo": "no_logo", "noprofile": "no_profile", "noexit": "no_exit",
    "noninteractive": "non_interactive", "interactive": "interactive",
}


def _switch(word: str) -> str | None:
    """The full name of the switch a word is, or None when it is none. Raises for an ambiguous one."""
    if word[:2] == "--":
        key = word[2:]
    elif word[:1] in "-/–—―" and word[:1]:
        key = word[1:]
    else:
        return None
    key = key.lower()
    if not key:
        return None
    for name, shortest in SWITCHES:
        if name.startswith(key) and key.startswith(shortest):
            return CANONICAL.get(name, name)
    if word[0] != "/":
        offers = [name for name in OFFERED if name.startswith(key)]
        if offers:
            raise UsageError(
                f"Invalid argument '{word}', did you mean:\n\n" + "".join(f"  -{name}\n" for name in offers).rstrip("\n"),
                show_usage=False,
            )
    return None


def _nothing_after(words: list[str], position: int) -> None:
    if position < len(words):
        raise UsageError(
            "'-' was specified with the -Command parameter; no other arguments to -Command are permitted."
        )


_NO_COMMAND = "Cannot process the command because of a missing parameter. A command must follow -Command."
_COMMAND_TWICE = "Cannot process the command because a command is already specified with -Command or -EncodedCommand."


def _command(result: Arguments, rest: list[str], with_arguments: bool) -> None:
    if result.command is not None:
        raise UsageError(_COMMAND_TWICE)
    if not rest:
        raise UsageError(_NO_COMMAND)
    if rest[0] == "-":
        result.command_from_stdin = True
        _nothing_after(rest, 1)
        return
    if with_arguments:
        result.command, result.command_arguments = rest[0], rest[1:]
    else:
        result.command = " ".join(rest)


def _file(result: Arguments, rest: list[str]) -> None:
    if not rest:
        raise UsageError(
            "The command cannot be run because the File parameter requires a file path. "
            "Supply a path for the File parameter and then try the command again."
        )
    if rest[0] == "-":
        result.file_from_stdin = True
        if len(rest) > 1:
            raise UsageError(_no_script(rest[1]))
        return
    if not rest[0]:
        raise UsageError(
            "Processing -File '' failed: The value cannot be an empty string. (Parameter 'path') "
            "Specify a valid path for the -File parameter.",
            show_usage=False,
        )
    _script_file(result, rest, explicit=True)


def _script_file(result: Arguments, rest: list[str], explicit: bool) -> None:
    name = rest[0]
    if not os.path.isfile(name):
        raise UsageError(_no_script(name))
    result.file, result.file_arguments = os.path.abspath(name), rest[1:]


def _no_script(name: str) -> str:
    return (
        f"The argument '{name}' is not recognized as the name of a script file. Check the spelling of the name, "
        "or if a path was included, verify that the path is correct and try again."
    )


_MISSING = {
    "configurationname": "Cannot process the command because -ConfigurationName requires an argument that is a "
    "remote endpoint configuration name. Specify this argument and try again.",
    "custompipename": "Cannot process the command because -CustomPipeName requires an argument that is a name of "
    "the pipe you want to use. Specify this argument and try again.",
    "executionpolicy": "Cannot process the command because -ExecutionPolicy requires an argument that is an "
    "execution policy. Specify this argument and try again.",
    "outputformat": 'Cannot process the command because the -OutputFormat parameter requires one of the following values:\n'
    + "\n".join(FORMATS) + "\n",
    "inputformat": 'Cannot process the command because the -InputFormat parameter requires one of the following values:\n'
    + "\n".join(FORMATS) + "\n",
    "encodedcommand": _NO_COMMAND,
    "encodedarguments": "Cannot process the command because of a missing parameter. A value must follow -EncodedArguments.",
    "settingsfile": "Cannot process the command because -SettingsFile requires a file path argument. "
    "Specify the path to a JSON file and try again.",
    "workingdirectory": "Cannot process the command because -WorkingDirectory requires an argument that is a directory path. "
    "Specify this argument and try again.",
    "configurationfile": "Cannot process the command because -ConfigurationFile requires an argument that is a file path. "
    "Specify this argument and try again.",
    "config": "--config needs the path of a settings file, such as --config /etc/relayshell/relay.toml.",
}


def _decoded_arguments(value: str) -> list[Any]:
    """The values of a CLIXML document in Base64 of UTF-16."""
    from relayshell.errors import ShellError
    from relayshell.objects.clixml import deserialize
    from relayshell.objects.exceptions import NetException

    try:
        return deserialize(base64.b64decode(value, validate=True).decode("utf-16-le"))
    except (binascii.Error, UnicodeDecodeError, ValueError, ShellError, NetException):
        raise UsageError(
            "Cannot process the command because the value specified with -EncodedArguments is not properly encoded. "
            "The value must be Base64 encoded."
        ) from None


def _with_value(result: Arguments, switch: str, words: list[str], position: int) -> int:
    """Takes the value of a switch that needs one; the position after it."""
    if switch == "encodedcommand" and result.command is not None:
        raise UsageError(_COMMAND_TWICE)
    if position >= len(words):
        raise UsageError(_MISSING[switch], show_usage=switch in ("encodedcommand", "outputformat", "inputformat"))
    value = words[position]
    if switch in ("outputformat", "inputformat"):
        known = [name for number, name in enumerate(FORMATS) if value.strip().lower() in (name.lower(), str(number))]
        if not known:
            raise UsageError(
                f'Cannot process the command because of an incorrect parameter value. "{value}" is not a valid format.\n'
                "Valid formats are:\n" + "\n".join(FORMATS) + "\n"
            )
        setattr(result, "output_format" if switch == "outputformat" else "input_format", known[0])
    elif switch == "encodedcommand":
        try:
            if not value:
                raise ValueError(value)
            result.command = base64.b64decode(value, validate=True).decode("utf-16-le")
        except (binascii.Error, UnicodeDecodeError, ValueError):
            raise UsageError(
                "Cannot process the command because the value specified with -EncodedCommand is not properly encoded. "
                "The value must be Base64 encoded."
            ) from None
    elif switch == "encodedarguments":
        result.encoded_arguments = _decoded_arguments(value)
    elif switch == "settingsfile":
        path = os.path.abspath(value)
        if not os.path.isfile(path):
            raise UsageError(
                f"The argument '{path}' passed to the -SettingsFile does not exist. Provide the path to an existing "
                "json file as an argument to the -SettingsFile parameter.",
                show_usage=False,
            )
    elif switch == "workingdirectory":
        result.working_directory = value
    elif switch == "custompipename" and len(value) > PIPE_LIMIT:
        raise UsageError(f"Custom pipe name '{value}' is too long. Pipe names on this platform can be up to {PIPE_LIMIT} characters long.", show_usage=False)
    elif switch == "config":
        result.configuration = os.path.abspath(value)
    return position + 1
