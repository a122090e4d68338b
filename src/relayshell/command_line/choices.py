"""Asking the user to choose one of several: the lines that show the choices, and reading the answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def key_of(choice: str) -> tuple[str, str]:
    """A choice's key and its label: the letter behind `&`, and the text without it."""
    mark = choice.find("&")
    label = choice.replace("&", "", 1)
    if mark < 0 or mark + 1 >= len(choice):
        return "", label
    return choice[mark + 1].upper(), label


def ask(host: Any, caption: str, message: str, choices: Sequence[str], helps: Sequence[str], default: int) -> int:
    """Shows the choices and reads until one is chosen; an empty answer is the default."""
    keys = [key_of(choice) for choice in choices]
    if caption or message:
        host.write_line("")
    if caption:
        host.write_line(caption)
    if message:
        host.write_line(message)
    shown = "  ".join(f"[{key}] {label}" for key, label in keys) + "  [?] Help "
    ending = f'(default is "{keys[default][0] or keys[default][1]}"): ' if 0 <= default < len(keys) else ": "
    if len(shown) + len(ending) > host.width:
        ending = "\n" + ending.rstrip()
    elif ending == ": ":
        shown = shown.rstrip()
    while True:
        answer = host.read_line(shown + ending)
        if answer is None or (not answer and 0 <= default < len(keys)):
            return default
        answer = answer.strip()
        if answer == "?":
            for (key, label), text in zip(keys, helps):
                host.write_line(f"{key or label} - {text}")
            continue
        for position, (key, label) in enumerate(keys):
            if answer.lower() in (key.lower(), label.lower()):
                return position
