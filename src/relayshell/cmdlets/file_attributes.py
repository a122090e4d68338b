"""Expressions of enum names, such as -Attributes takes: names joined by + (all of them), parted by , (any), turned by !.

Scripts see them as System.Management.Automation.FlagsExpression[T].
"""

from __future__ import annotations

from typing import Any

from relayshell.errors import ShellError
from relayshell.objects.convert import convert
from relayshell.objects.declare import declare
from relayshell.objects.nettype import NetType, get_type
from relayshell.objects.text import to_text

ATTRIBUTES = "System.IO.FileAttributes"
# Where one letter could mean several, these are meant.
PREFERRED = {ATTRIBUTES: ("Directory", "ReadOnly", "System")}
Alternatives = list[list[tuple[str, bool]]]


def alternatives(text: Any, kind: NetType) -> Alternatives:
    """The alternatives of an expression, each of folded names and whether the name is turned. Raises what the conversion of a name says."""
    # An array is written as a text with commas between its alternatives.
    words = [to_text(each) for each in text] if isinstance(text, list) else [to_text(text)]
    return [[_term(term, kind) for term in each.split("+")] for each in ",".join(words).replace(" ", "").split(",")]


def _term(term: str, kind: NetType) -> tuple[str, bool]:
    word = term.lstrip("!")
    if word and word.lower() not in (name.lower() for name in kind.enum_values):
        word = next((name for name in PREFERRED.get(kind.text, ()) if name.lower().startswith(word.lower())), word)
    return convert(word, kind).name.lower(), term.startswith("!")


class FlagsExpression:
    """FlagsExpression[T]: an expression over the names of a flags enum."""

    __slots__ = ("net_type", "kind", "found", "props", "__weakref__")

    def __init__(self, net_type: NetType, text: Any) -> None:
        from relayshell.objects.exceptions import NetException

        self.net_type = net_type
        self.kind = net_type.generic_arguments[0]
        self.props: Any = None
        try:
            self.found = alternatives(text, self.kind)
        except ShellError as error:
            raise NetException("System.ArgumentException", error.message) from None

    def evaluate(self, value: Any) -> bool:
        """Whether a value of the enum fits: an alternative of which every name is set, or not set where it is turned."""
        number = int(value)
        numbers = {name.lower(): each for name, each in self.kind.enum_values.items()}
        return any(all((number & numbers[word] == numbers[word]) != turned for word, turned in each) for each in self.found)


declare(
    "System.Management.Automation.FlagsExpression`1", FlagsExpression, new={"*": FlagsExpression}, methods={"Evaluate": FlagsExpression.evaluate},
    signatures=("(string expression)", "(System.Object[] expression)", "bool Evaluate(T value)"),
)
