"""What a cmdlet's docstring says: synopsis, description, notes, examples.

    Keeps some of the objects it is given.            the synopsis, to the first empty line

    With -First it stops the commands before it.      the description, paragraph by paragraph

    Example: the first two of five numbers            an example's title; its lines are a transcript

        PS> 1..5 | Select-Object -First 2
        1
        2

    Notes: what else there is to know.                notes, to the next heading
"""

from __future__ import annotations

import inspect
from dataclasses import dataclass

from relayshell.commands.transcript import Step, read_steps


@dataclass(frozen=True)
class Example:
    """An example of a command: its title, the text as written, and its steps."""

    title: str
    text: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Documentation:
    """A docstring taken apart. Paragraphs are separated by empty lines."""

    synopsis: str = ""
    description: str = ""
    notes: str = ""
    examples: tuple[Example, ...] = ()


def read_docstring(text: str | None) -> Documentation:
    """Take a docstring apart."""
    if not text:
        return Documentation()
    lines = inspect.cleandoc(text).splitlines()
    synopsis: list[str] = []
    while lines and lines[0].strip():
        synopsis.append(lines.pop(0).strip())
    sections: list[tuple[str, str, list[str]]] = [("description", "", [])]
    for line in lines:
        if line.startswith("Example: ") or line.rstrip() == "Example:":
            sections.append(("example", line.partition(":")[2].strip(), []))
        elif line.startswith("Notes:"):
            sections.append(("notes", "", [line.partition(":")[2].strip()]))
        elif line.strip() and not line.startswith(" ") and sections[-1][0] == "example":
            sections.append(("description", "", [line]))
        else:
            sections[-1][2].append(line)
    examples = []
    for kind, title, body in sections:
        if kind == "example":
            shown = inspect.cleandoc("\n".join(body))
            examples.append(Example(title, shown, tuple(read_steps(shown.splitlines()))))
    return Documentation(
        " ".join(synopsis), _paragraphs(sections, "description"), _paragraphs(sections, "notes"), tuple(examples)
    )


def _paragraphs(sections: list[tuple[str, str, list[str]]], wanted: str) -> str:
    """The text of all sections of a kind: a line break within a paragraph is a blank."""
    paragraphs: list[str] = []
    for kind, _, body in sections:
        if kind != wanted:
            continue
        current: list[str] = []
        for line in [*body, ""]:
            if line.strip():
                current.append(line.strip())
            elif current:
                paragraphs.append(" ".join(current))
                current = []
    return "\n\n".join(paragraphs)
