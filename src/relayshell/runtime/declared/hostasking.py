"""What $Host.UI and its RawUI ask the user in other ways than by a line: several choices, credentials, secrets, single keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from relayshell.objects.calls import new_object
from relayshell.objects.dotnet.credentials import SecureString
from relayshell.objects.dotnet.faults import argument_fault, fault, range_fault
from relayshell.objects.nettype import get_type
from relayshell.objects.text import to_text

_P = "System.Management.Automation."
_CREDENTIALS = ("PowerShell credential request", "Enter your credentials.")
# What is held with a key, as System.ConsoleModifiers and as ControlKeyStates count it.
_HELD = ((2, 16), (4, 8), (1, 2))


def secret(ui: Any) -> Any:
    """A line that is not shown, as a SecureString."""
    return SecureString(ui.session.host.read_secret("") or "")


def credential(ui: Any, caption: Any, message: Any, user: Any, target: Any, *more: Any) -> Any:
    """A PSCredential; null where no user name is given."""
    host = ui.session.host
    host.write_line("")
    host.write_line(to_text(caption or _CREDENTIALS[0]))
    host.write_line(to_text(message or _CREDENTIALS[1]))
    name = to_text(user or "") or host.read_line("User: ")
    if not name:
        return None
    password = host.read_secret(f"Password for user {name}: ")
    return new_object(get_type(_P + "PSCredential"), [str(name), SecureString(password or "")])


def several(ui: Any, caption: str, message: str, labels: Sequence[str], helps: Sequence[str], defaults: Sequence[int]) -> list[int]:
    """The choices that are made, one a line, until an empty line; the defaults where that is the first."""
    host = ui.session.host
    keys = [_key_of(label) for label in labels]
    for each in defaults:
        if not 0 <= each < len(keys):
            raise range_fault("The index of a default choice is outside of the choices.", "defaultChoices", each)
    if caption:
        host.write_line("")
        host.write_line(caption)
    if message:
        host.write_line(message)
    shown = "  ".join(f"[{key}] {label}" for key, label in keys) + "  [?] Help "
    names = ",".join(keys[each][0] or keys[each][1] for each in defaults)
    shown += {0: "", 1: f'(default is "{names}")'}.get(len(defaults), f"(default choices are {names})")
    host.write_line(shown.rstrip())
    made: list[int] = []
    while True:
        answer = host.read_line(f"Choice[{len(made)}]: ")
        if not answer:
            return made or list(defaults)
        answer = answer.strip().lower()
        if answer == "?":
            for (key, label), text in zip(keys, helps, strict=True):
                host.write_line(f"{key or label} - {text}")
            continue
        found = next((place for place, (key, label) in enumerate(keys) if answer in (key.lower(), label.lower())), None)
        if found is not None:
            made.append(found)


def _key_of(choice: str) -> tuple[str, str]:
    mark = choice.find("&")
    label = choice.replace("&", "", 1)
    return ("", label) if mark < 0 or mark + 1 >= len(choice) else (choice[mark + 1].upper(), label)


def key(raw: Any, options: Any = None) -> Any:
    """A key, as a KeyInfo of the host; NoEcho does not show it."""
    asked = int(options) if options is not None else 4
    if not asked & 12:
        raise argument_fault("Cannot read keyboard options. To read options, set one or both of the following: IncludeKeyDown, IncludeKeyUp.", "options")
    if raw.session.host.non_interactive if hasattr(raw.session.host, "non_interactive") else False:
        raise fault(_P + "PSInvalidOperationException", "PowerShell is in NonInteractive mode. Read and Prompt functionality is not available.")
    from relayshell.objects.dotnet.consoles import read_console_key
    from relayshell.objects.numbers import Char

    raw.session.host.write("")
    read = read_console_key(bool(asked & 2))
    held = sum(state for modifier, state in _HELD if read.held & modifier)
    states = new_state(held)
    return new_object(get_type(_P + "Host.KeyInfo"), [read.key, Char(read.char), states, True])


def new_state(number: int) -> Any:
    """ControlKeyStates of a number."""
    from relayshell.objects.convert import convert

    return convert(number, get_type(_P + "Host.ControlKeyStates"))


def style_string(session_style: Any, style: Any) -> str:
    """The escape sequence of one of the host's styles; none where output is plain text."""
    name = style.name
    if session_style.rendering == "PlainText":
        return ""
    return "\x1b[0m" if name == "Reset" else str(session_style.formatting.get(name, ""))


def output_string(session_style: Any, text: Any, terminal: bool) -> str:
    """A text as an output takes it that knows escape sequences or does not."""
    return str(session_style.render(to_text(text or ""), bool(terminal)))


def not_implemented(*args: Any) -> Any:
    """What no host of this platform does."""
    raise fault("System.NotImplementedException", "The method or operation is not implemented.")


