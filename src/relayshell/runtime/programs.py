"""Running a script file as the program itself does: with the words of its command line, in the scope of the session.

An error of binding ends it, `exit` gives its code, and what is piped in goes to the script.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable
from types import SimpleNamespace
from typing import Any

from relayshell.commands.infos import ExternalScriptInfo
from relayshell.runtime.scripts import ScriptStage, check_requirements, script_block
from relayshell.runtime.sites import Word
from relayshell.runtime.stages import Pipeline
from relayshell.runtime.support.output import NO_INPUT, drop

_LARGE = 200_000  # characters from which on a program's tree is worth setting aside


class CommandLineWord(Word):
    """A word that stands in no text."""

    __slots__ = ()

    @property
    def extent(self) -> None:
        return None


class ProgramStage(ScriptStage):
    """The script of the command line: `exit` is the program's, `$input` what comes on standard input."""

    input_source: Any = None

    def prepare(self, expecting: bool) -> None:
        super().prepare(expecting)
        self.inner.input = self.input_source

    def run_block(self, kind: str) -> None:
        super(ScriptStage, self).run_block(kind)


def run_program(session: Any, path: str, words: Iterable[tuple[str | None, Any]], source: Any, write: Callable[[Any], Any]) -> None:
    """Runs a script. Each word is (None, value) for a value, (name, None) for -name, (name, value) for -name:value.

    source is a function that reads what is piped in, for $input, or None. Raises ShellError for what ended it, ExitSignal for `exit`.
    """
    made: list[Word] = []
    values: list[Any] = []
    for name, value in words:
        if name is None:
            made.append(CommandLineWord("value", None, None))
        elif value is None:
            made.append(CommandLineWord("name", name, SimpleNamespace(text=f"-{name}")))
            continue
        else:
            made.append(CommandLineWord("pair", name, SimpleNamespace(argument=SimpleNamespace(extent=None), error_position=None)))
        values.append(value)
    if any(word.kind == "name" and word.name == "?" for word in made):
        quoted = path.replace("'", "''")
        session.run_block(session.parse(f"Get-Help -Name '{quoted}'"), write)
        return
    info = ExternalScriptInfo(path, lambda each: script_block(session, each))
    stage = ProgramStage(session.root, None, tuple(made), values, drop)
    stage.info = info
    stage.block = info.block
    if len(stage.block.code.node.source.text) > _LARGE:
        gc.freeze()  # the tree stays as long as the program: no use in looking for garbage in it, now or at the end
    stage.dot = True
    stage.called = path
    check_requirements(info.block)
    stage.input_source = source
    Pipeline(session.root, [stage]).run(NO_INPUT, write)
