"""What can be wrong with text: each problem with its id and message, and whether more typing would mend it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from relayshell.syntax.messages import MESSAGES

if TYPE_CHECKING:
    from relayshell.source import Extent

_MOST_SHOWN = 10
_PLACE = re.compile(r"\{(\d)\}|\{\{|\}\}")


class ParseError:
    """One problem: where, which, what to say, and whether the text is only unfinished there."""

    __slots__ = ("extent", "error_id", "message", "incomplete_input")

    def __init__(self, extent: Extent, error_id: str, message: str, incomplete_input: bool = False) -> None:
        self.extent = extent
        self.error_id = error_id
        self.message = message
        self.incomplete_input = incomplete_input

    def __str__(self) -> str:
        return f"{self.extent.position_message()}\n{self.message}"

    def __repr__(self) -> str:
        return f"ParseError({self.error_id}, {self.extent!r}, {self.incomplete_input})"


def message(error_id: str, args: tuple[object, ...]) -> str:
    """The message of `error_id` with `args` put in its places; without arguments the braces stay as they are."""
    template = MESSAGES[error_id]
    if not args:
        return template

    def fill(found: re.Match[str]) -> str:
        return str(args[int(found[1])]) if found[1] is not None else found[0][0]

    return _PLACE.sub(fill, template)


def joined(problems: list[ParseError]) -> str:
    """The problems in one text, as a ParseException shows them: the first ten, and that there are more."""
    texts = list(map(str, problems[:_MOST_SHOWN]))
    if len(problems) > _MOST_SHOWN:
        texts.append("\n" + MESSAGES["TooManyErrors"])
    return "\n\n".join(texts)
