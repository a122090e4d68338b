"""System.Management.Automation.Internal.StringDecorated: a text that may carry escape sequences."""

from __future__ import annotations

from typing import Any

from relayshell.objects.declare import declare

from .cells import plain


class StringDecorated:
    """A text, with and without its escape sequences."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __str__(self) -> str:
        return self.text

    def rendered(self, rendering: Any) -> str:
        """The text as an output takes it that keeps escape sequences (Ansi) or does not (PlainText)."""
        if rendering.name == "PlainText":
            return plain(self.text)
        if rendering.name == "Ansi":
            return self.text
        from relayshell.objects.dotnet.faults import argument_fault

        raise argument_fault("OutputRendering must be PlainText or Ansi: Host depends on where the text goes.", "outputRendering")


declare(
    "System.Management.Automation.Internal.StringDecorated", StringDecorated, new={"(string text)": StringDecorated},
    get={"IsDecorated": lambda each: "\x1b" in each.text, "ContentLength": lambda each: len(plain(each.text))},
    methods={"ToString()": str, "ToString(System.Management.Automation.OutputRendering outputRendering)": StringDecorated.rendered},
    to_text=str,
    signatures=(
        "(string text)", "bool IsDecorated {get;}", "int ContentLength {get;}", "string ToString()",
        "string ToString(System.Management.Automation.OutputRendering outputRendering)",
    ),
)
