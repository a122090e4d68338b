"""The debugger's own commands: how a stopped script is to go on, its call stack, its source, and help for all of these.

An empty line says the last step or listing once more. Whatever is none of these is a command of the shell, and not this module's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

RESUME = {
    "s": "StepInto", "stepinto": "StepInto", "v": "StepOver", "stepover": "StepOver", "o": "StepOut", "stepout": "StepOut",
    "c": "Continue", "continue": "Continue", "q": "Stop", "quit": "Stop", "d": "Continue", "detach": "Continue",
}
"""The words that let a script go on, and how."""

_REPEATED = ("StepInto", "StepOver")
_LISTING = re.compile(r"(?:l|list)(?:\s+(\S+)(?:\s+(\S+))?)?", re.IGNORECASE)
_BEFORE, _COUNT = 5, 16

HELP = """
 s, stepInto         Run up to the next statement, into functions and scripts
 v, stepOver         Run up to the next statement, past functions and scripts
 o, stepOut          Run on until this function or script has ended

 c, continue         Run on
 q, quit             Stop the script and leave the debugger
 d, detach           Run on and leave the debugger

 k, Get-PSCallStack  Show the call stack

 l, list             Show the source around the statement; "list <m>" shows it
                     from line <m>, "list <m> <n>" shows <n> lines from there

 <enter>             Once more the last command, where it was stepInto,
                     stepOver or list

 ?, h                Show this help
"""


class Answer:
    """What became of a command: how the script goes on, where the command says so, and what is to be shown."""

    def __init__(self, resume: str | None, shown: Any = ()) -> None:
        self.resume = resume
        self.shown = list(shown)


class OwnCommands:
    """The commands of one debugger. It remembers what an empty line means."""

    def __init__(self) -> None:
        self.last = ""
        self.next_line = 0

    def answer(self, text: str, running: Any, extent: Any) -> Answer | None:
        """What a command does at the place where a block has stopped; None where it is none of the debugger's own."""
        word = text.strip().lower()
        if not word:
            word = self.last
        if word in RESUME:
            self.last = word if RESUME[word] in _REPEATED else ""
            return Answer(RESUME[word])
        listing = _LISTING.fullmatch(word)
        if listing is not None:
            again = not text.strip()
            self.last = "l"
            return Answer(None, self._listed(extent, again, *listing.groups()))
        self.last = ""
        if word in ("k", "get-pscallstack"):
            from relayshell.runtime.callstack import call_stack

            return Answer(None, call_stack(running, extent))
        if word in ("h", "?"):
            return Answer(None, HELP.splitlines())
        return None

    def _listed(self, extent: Any, again: bool, first: str | None, count: str | None) -> Iterator[str]:
        if extent is None:
            yield "There is no source to show."
            return
        source, here = extent.source, extent.start_line_number
        lines = len(source.line_starts)
        if again and self.next_line:
            start, many = self.next_line, _COUNT
        else:
            start, many = max(here - _BEFORE, 1), _COUNT
            for value, most in ((first, lines), (count, None)):
                if value is not None and (not value.isdecimal() or int(value) < 1 or most is not None and int(value) > most):
                    yield f"'{value}' is no " + (f"line of the script: its lines are 1 to {lines}." if most is not None else "count of lines: 1 or more is one.")
                    return
            start = int(first) if first is not None else start
            many = int(count) if count is not None else many
        yield ""
        for line in range(start, min(start + many, lines + 1)):
            yield f"{line:5}:{'*' if line == here else ' '} {source.line_text(line)}"
        self.next_line = start + many if start + many <= lines else 0
        yield ""
