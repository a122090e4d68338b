"""Which modules here declare types to scripts: for objects.typehomes.add_homes."""

_P = "System.Management.Automation."
_FORMAT = "Microsoft.PowerShell.Commands.Internal.Format."

HOMES: dict[str, tuple[str, ...]] = {
    "relayshell.views.style_types": (
        _P + "PSStyle", _P + "OutputRendering", _P + "ProgressView",
        *(f"{_P}PSStyle+{name}" for name in ("FormattingData", "ForegroundColor", "BackgroundColor", "ProgressConfiguration", "FileInfoFormatting")),
    ),
    "relayshell.views.decorated": (_P + "Internal.StringDecorated",),
    "relayshell.views.packet_types": tuple(
        _FORMAT + name for name in ("FormatStartData", "FormatEndData", "GroupStartData", "GroupEndData", "FormatEntryData")
    ),
    "relayshell.views.typedefinitions": tuple(
        _P + name for name in (
            "ExtendedTypeDefinition", "FormatViewDefinition", "PSControl", "TableControl", "ListControl", "WideControl", "CustomControl",
            "TableControlColumnHeader", "TableControlColumn", "TableControlRow", "ListControlEntry", "ListControlEntryItem",
            "WideControlEntryItem", "CustomControlEntry", "DisplayEntry", "EntrySelectedBy", "PSControlGroupBy", "CustomItemText", "CustomItemNewline",
            "CustomItemFrame", "CustomItemExpression", "Alignment", "DisplayEntryValueType",
        )
    ),
    "relayshell.views.controlbuilders": tuple(
        _P + name for name in (
            "TableControlBuilder", "TableRowDefinitionBuilder", "ListControlBuilder", "ListEntryBuilder", "WideControlBuilder", "CustomControlBuilder",
            "CustomEntryBuilder",
        )
    ),
}
