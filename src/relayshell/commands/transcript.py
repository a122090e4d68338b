"""Transcripts: what was typed after a prompt and exactly what came out. One reader for help, docs and tests.

    # a connector keeps what it was not asked to change #
    //settings one-connector.toml
    // a comment
    PS> Get-Thing 1
    what came out
    >> (a line that continues the one above)

It reads and writes them; who plays them decides what a prompt means.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

PROMPT = "PS> "
MORE = ">> "
DIRECTIVES = ("settings", "clock", "width", "engine", "do", "only-on")


class TranscriptError(ValueError):
    """A line that no transcript has; says which and why."""


@dataclass(frozen=True)
class Step:
    """Something said and what came out. `speaker` is PS, or the letter of another side in a dialog (C, S)."""

    typed: str
    expected: str
    line: int = 0
    speaker: str = "PS"


@dataclass(frozen=True)
class Directive:
    """A line before the first prompt that says how the scene is set: `//width 80`."""

    name: str
    value: str
    line: int = 0


@dataclass(frozen=True)
class Scene:
    """One story with a fresh session."""

    title: str
    directives: tuple[Directive, ...] = ()
    steps: tuple[Step, ...] = ()
    line: int = 0

    def directive(self, name: str) -> str | None:
        """The value of the last directive with this name, or None."""
        found = [each.value for each in self.directives if each.name == name]
        return found[-1] if found else None


@dataclass
class _Open:
    """A scene while it is read."""

    title: str
    line: int
    directives: list[Directive] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    body_line: int = 0


def read_scenes(text: str, speakers: str = "") -> list[Scene]:
    """All scenes of a file. Lines before the first title make a scene without one.

    speakers: letters of the other sides that speak here (`CS` in a journey: `C: EHLO a`).

    Raises TranscriptError for an unknown directive, or one after the first prompt.
    """
    scenes: list[Scene] = []
    current: _Open | None = None
    for number, line in enumerate(text.splitlines(), 1):
        title = _title(line)
        if title is not None:
            _close(current, scenes, speakers)
            current = _Open(title, number)
            continue
        if current is None:
            if not line.strip():
                continue
            current = _Open("", number)
        if line.startswith("//") and not line.startswith(("// ", "///")) and line != "//":
            name, _, value = line[2:].partition(" ")
            if name not in DIRECTIVES:
                raise TranscriptError(f'line {number}: "//{name}" is not a directive; those are {", ".join(DIRECTIVES)}')
            if current.body:
                raise TranscriptError(f'line {number}: "//{name}" stands after the first prompt')
            current.directives.append(Directive(name, value.strip(), number))
        elif line.startswith("//"):
            if current.body:
                current.body.append(line)
        elif current.body or line.strip():
            if not current.body:
                current.body_line = number
            current.body.append(line)
    _close(current, scenes, speakers)
    return scenes


def _title(line: str) -> str | None:
    stripped = line.strip()
    if len(stripped) > 3 and stripped.startswith("# ") and stripped.endswith(" #"):
        return stripped[2:-2].strip()
    return None


def _close(current: _Open | None, scenes: list[Scene], speakers: str) -> None:
    if current is not None:
        steps = tuple(read_steps(current.body, current.body_line, speakers))
        scenes.append(Scene(current.title, tuple(current.directives), steps, current.line))


def read_steps(lines: Iterable[str], first_line: int = 1, speakers: str = "") -> list[Step]:
    """The steps of a scene or an example. An empty line just before a prompt, or at the end, is no output.

    Lines before the first prompt are passed over.
    """
    steps: list[Step] = []
    typed: list[str] = []
    output: list[str] = []
    start = 0
    speaker = "PS"

    def finish() -> None:
        if typed:
            while output and not output[-1].strip():
                output.pop()
            steps.append(Step("\n".join(typed), "\n".join(output), start, speaker))

    for number, line in enumerate(lines, first_line):
        said = _said(line, speakers)
        if said is not None:
            finish()
            speaker, text = said
            typed, output, start = [text], [], number
        elif line.startswith(MORE) and typed and not output and speaker == "PS":
            typed.append(line[len(MORE) :])
        elif line.startswith("//"):
            continue
        elif typed:
            output.append(line)
    finish()
    return steps


def _said(line: str, speakers: str) -> tuple[str, str] | None:
    """Who says what on a line that begins with a speaker, or None."""
    if line.startswith(PROMPT):
        return "PS", line[len(PROMPT) :]
    if line.rstrip() == PROMPT.rstrip():
        return "PS", ""
    if line[1:3] == ": " and line[0] in speakers:
        return line[0], line[3:]
    if len(line.rstrip()) == 2 and line[1] == ":" and line[0] in speakers:
        return line[0], ""
    return None


def rewritten(text: str, answer: Callable[[int, Step], str], speakers: str = "") -> str:
    """The file again, with what `answer(scene number, step)` gives as the output of each step."""
    scenes = read_scenes(text, speakers)
    lines = text.splitlines()
    out: list[str] = []
    at = 0
    for number, scene in enumerate(scenes):
        for step in scene.steps:
            out.extend(lines[at : step.line - 1])
            count = len(step.typed.split("\n"))
            out.extend(lines[step.line - 1 : step.line - 1 + count])
            at = step.line - 1 + count
            old = len(step.expected.split("\n")) if step.expected else 0
            new = answer(number, step)
            if new:
                out.extend(new.rstrip("\n").split("\n"))
            at += old
    out.extend(lines[at:])
    return "\n".join(out) + ("\n" if text.endswith("\n") else "")
