"""PSMarkdownOptionInfo: the escape sequences in which Markdown is shown at a terminal."""

from __future__ import annotations

from typing import Any

from relayshell.objects.declare import declare

OPTIONS = "Microsoft.PowerShell.MarkdownRender.PSMarkdownOptionInfo"
CODE = "[48;2;155;155;155;38;2;30;30;30m"
_BOTH = {"Code": CODE, "Link": "[4;38;5;117m", "Image": "[33m", "EmphasisBold": "[1m", "EmphasisItalics": "[36m"}
THEMES = {
    "Dark": {"Header1": "[7m", "Header2": "[4;93m", "Header3": "[4;94m", "Header4": "[4;95m", "Header5": "[4;96m", "Header6": "[4;97m", **_BOTH},
    "Light": {"Header1": "[7m", "Header2": "[4;33m", "Header3": "[4;34m", "Header4": "[4;35m", "Header5": "[4;36m", "Header6": "[4;30m", **_BOTH},
}


class Options:
    """The sequences by the names of what they are for, without the escape character."""

    net_name = OPTIONS

    def __init__(self) -> None:
        self.codes = dict(THEMES["Dark"])
        self.enabled = True

    def sequence(self, name: Any) -> str:
        """The sequence as shown: in itself, with its escape character spelt out."""
        code = next((code for each, code in self.codes.items() if each.lower() == str(name).lower()), "")
        return f"\x1b{code}{code}\x1b[0m"

    def dress(self, name: str, text: str) -> str:
        """A text in the colours of what it is."""
        return f"\x1b{self.codes[name]}{text}\x1b[0m" if self.enabled else text

    def theme(self, name: str) -> None:
        """Take the colours of a theme."""
        self.codes = dict(THEMES[name])


def _setter(name: str) -> Any:
    return lambda options, value: options.codes.__setitem__(name, str(value))


def _enable(options: Options, value: Any) -> None:
    options.enabled = bool(value)


declare(
    OPTIONS, Options, new=Options,
    get={**{name: (lambda options, name=name: options.codes[name]) for name in THEMES["Dark"]}, "EnableVT100Encoding": lambda options: options.enabled},
    set={**{name: _setter(name) for name in THEMES["Dark"]}, "EnableVT100Encoding": _enable},
    methods={"AsEscapeSequence": Options.sequence, "SetDarkTheme": lambda options: options.theme("Dark"), "SetLightTheme": lambda options: options.theme("Light")},
    signatures=("()", *(f"string {name} {{get;set;}}" for name in THEMES["Dark"]), "bool EnableVT100Encoding {get;set;}",
                "string AsEscapeSequence(string propertyName)", "void SetDarkTheme()", "void SetLightTheme()"),
)


def options_of(session: Any) -> Options:
    """The options of a session, made at first use."""
    found = session.services.get("markdown")
    if found is None:
        found = session.services["markdown"] = Options()
    return found  # type: ignore[no-any-return]
