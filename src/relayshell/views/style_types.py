"""$PSStyle and its parts as scripts see them."""

from __future__ import annotations

from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.enums import EnumValue, enum_member
from relayshell.objects.nettype import define_type, find_type

from . import style
from .style import ATTRIBUTES, COLOURS, FORMATTING, PSStyle, colour, console_colour, hyperlink

_P = "System.Management.Automation."


class Part:
    """One part of a PSStyle: Formatting, Foreground, Background, FileInfo or Progress."""

    __slots__ = ("style",)

    def __init__(self, style: PSStyle) -> None:
        self.style = style


class FormattingPart(Part):
    """$PSStyle.Formatting"""

    __slots__ = ()


class ForegroundPart(Part):
    """$PSStyle.Foreground"""

    __slots__ = ()


class BackgroundPart(Part):
    """$PSStyle.Background"""

    __slots__ = ()


class ProgressPart(Part):
    """$PSStyle.Progress"""

    __slots__ = ()


class FileInfoPart(Part):
    """$PSStyle.FileInfo"""

    __slots__ = ()


class ExtensionPart(Part):
    """$PSStyle.FileInfo.Extension: colours of files by the ends of their names."""

    __slots__ = ()


def _enum(name: str, values: dict[str, int]) -> None:
    if find_type(_P + name) is None:
        define_type(_P + name, "enum", "System.Enum", values=values)


_enum("OutputRendering", {"Host": 0, "PlainText": 1, "Ansi": 2})
_enum("ProgressView", {"Minimal": 0, "Classic": 1})


def _set_rendering(style: PSStyle, value: EnumValue) -> None:
    style.rendering = value.name


def _sequences_only(value: Any) -> None:
    """Refuses a style with text in it that would be printed."""
    from relayshell.objects.dotnet.faults import argument_fault

    from .cells import plain

    if isinstance(value, str) and plain(value):
        raise argument_fault(f"The specified string contains printable content when it should only contain ANSI escape sequences: {plain(value)}", "value")


def _set_width(part: Part, value: int) -> None:
    from relayshell.objects.dotnet.faults import range_fault

    if value < 18:
        raise range_fault("The width of the progress bar must be 18 columns or more.", "MaxWidth")
    part.style.progress["MaxWidth"] = value


def _set_sequence(table: dict[str, Any], name: str) -> Any:
    def put(part: Part, value: Any) -> None:
        _sequences_only(value)
        getattr(part.style, table["where"])[name] = value

    return put


def _from_rgb(background: bool) -> Any:
    def make(_: Any, *args: int) -> str:
        if len(args) == 1:
            red, green, blue = (args[0] >> 16) & 255, (args[0] >> 8) & 255, args[0] & 255
        else:
            red, green, blue = args
        return f"\x1b[{48 if background else 38};2;{red};{green};{blue}m"

    return make


declare(
    _P + "PSStyle", PSStyle,
    get={
        **{name: (lambda _, sequence=sequence: sequence) for name, sequence in ATTRIBUTES.items()},
        "OutputRendering": lambda s: enum_member(_P + "OutputRendering", s.rendering),
        "AutoSizeDefaultFormatting": lambda s: s.auto_size_default,
        "Formatting": FormattingPart, "Foreground": ForegroundPart, "Background": BackgroundPart,
        "Progress": ProgressPart, "FileInfo": FileInfoPart,
    },
    set={
        "OutputRendering": _set_rendering,
        "AutoSizeDefaultFormatting": lambda s, v: setattr(s, "auto_size_default", v),
    },
    methods={"FormatHyperlink": lambda _, text, link: hyperlink(text, str(link))},
    static_get={"Instance": lambda: style.current()},
    statics={
        "MapForegroundColorToEscapeSequence": lambda c: console_colour(c.value),
        "MapBackgroundColorToEscapeSequence": lambda c: console_colour(c.value, True),
        "MapColorPairToEscapeSequence": lambda f, b: console_colour(f.value)[:-1] + ";" + console_colour(b.value, True)[2:],
    },
)
declare(
    _P + "PSStyle+FormattingData", FormattingPart,
    get={name: (lambda p, name=name: p.style.formatting[name]) for name in FORMATTING},
    set={name: _set_sequence({"where": "formatting"}, name) for name in FORMATTING},
    signatures=[f"string {name} {{get;set;}}" for name in FORMATTING],
)
for _background, _class, _name in ((False, ForegroundPart, "ForegroundColor"), (True, BackgroundPart, "BackgroundColor")):
    declare(
        f"{_P}PSStyle+{_name}", _class,
        get={c: (lambda _, c=c, b=_background: colour(c, b)) for c in COLOURS},
        methods={"FromRgb": _from_rgb(_background)},
        signatures=[
            *(f"string {c} {{get;}}" for c in COLOURS),
            "string FromRgb(byte red, byte green, byte blue)", "string FromRgb(int rgb)",
        ],
    )
declare(
    _P + "PSStyle+ProgressConfiguration", ProgressPart,
    get={
        "Style": lambda p: p.style.progress["Style"], "MaxWidth": lambda p: p.style.progress["MaxWidth"],
        "View": lambda p: enum_member(_P + "ProgressView", p.style.progress["View"]),
        "UseOSCIndicator": lambda p: p.style.progress["UseOSCIndicator"],
    },
    set={
        "Style": _set_sequence({"where": "progress"}, "Style"), "MaxWidth": _set_width,
        "View": lambda p, v: p.style.progress.__setitem__("View", v.name),
        "UseOSCIndicator": _set_sequence({"where": "progress"}, "UseOSCIndicator"),
    },
    signatures=[
        "string Style {get;set;}", "int MaxWidth {get;set;}", f"{_P}ProgressView View {{get;set;}}", "bool UseOSCIndicator {get;set;}",
    ],
)
declare(
    _P + "PSStyle+FileInfoFormatting", FileInfoPart,
    get={
        **{name: (lambda p, name=name: p.style.file_info[name]) for name in ("Directory", "SymbolicLink", "Executable")},
        "Extension": lambda p: ExtensionPart(p.style),
    },
    set={name: _set_sequence({"where": "file_info"}, name) for name in ("Directory", "SymbolicLink", "Executable")},
    signatures=[
        *(f"string {name} {{get;set;}}" for name in ("Directory", "SymbolicLink", "Executable")),
        f"{_P}PSStyle+FileInfoFormatting+FileExtensionDictionary Extension {{get;}}",
    ],
)


def _set_extension(part: Part, key: str, value: str) -> None:
    from relayshell.objects.dotnet.faults import argument_fault

    if not key.startswith("."):
        raise argument_fault(f"When adding or removing extensions, the extension must start with a period: '{key}' does not.", "extension")
    _sequences_only(value)
    part.style.extensions[key.lower()] = value


declare(
    _P + "PSStyle+FileInfoFormatting+FileExtensionDictionary", ExtensionPart,
    get={"Keys": lambda p: list(p.style.extensions)},
    methods={
        "Add": _set_extension,
        "Remove": lambda p, key: p.style.extensions.pop(key.lower(), None) is not None,
        "ContainsKey": lambda p, key: key.lower() in p.style.extensions,
        "Clear": lambda p: p.style.extensions.clear(),
    },
    index=lambda p, key: p.style.extensions.get(key.lower()),
    set_index=_set_extension,
    signatures=[
        "System.Collections.Generic.IEnumerable[string] Keys {get;}", "void Add(string extension, string decoration)",
        "bool Remove(string extension)", "bool ContainsKey(string extension)", "void Clear()",
    ],
)
