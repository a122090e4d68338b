"""Format-Table, Format-List, Format-Wide and Format-Custom: objects to format packets."""

from __future__ import annotations

from typing import Any

from relayshell.commands import Cmdlet, param
from relayshell.commands.ranges import ValidateRange

MODULE = "Microsoft.PowerShell.Utility"
_FORMAT = "Microsoft.PowerShell.Commands.Internal.Format."
PACKETS = tuple(_FORMAT + name for name in ("FormatStartData", "FormatEntryData", "FormatEndData", "GroupStartData", "GroupEndData"))
LARGEST = 2147483647


class _Formatting(Cmdlet):
    """What the four have in common."""

    display_error: Any = param("Shows #ERR where a property or script fails.", "switch")
    expand: Any = param(
        "What to show of a collection: its elements, itself, or both.", "string", values=("EnumOnly", "CoreOnly", "Both"),
    )
    force: Any = param("Takes all properties, and objects that are otherwise shown as they stand, errors among them.", "switch")
    group_by: Any = param("A property or calculated property; a new group begins where its value changes. Sort by it first.", "System.Object")
    input_object: Any = param("The objects.", "psobject", pipeline=True)
    property: Any = param(
        "The properties to show: names, patterns, script blocks, or hashtables with Expression and more.", "System.Object[]", position=0,
    )
    show_error: Any = param("Shows errors of properties and scripts after the object.", "switch")
    view: Any = param("The name of a view to use.", "string")

    shape = ""
    keys: tuple[str, ...] = ()

    def begin(self) -> None:
        from relayshell.runtime.showing import environment_of
        from relayshell.views import packet_types  # noqa: F401 - declares packets, which scripts may look at
        from relayshell.views.formatter import Formatter

        self.formatter = Formatter(environment_of(self.session), self.options(), self.write)

    def options(self) -> Any:
        """What the parameters ask for. Raises ShellError for a bad calculated property."""
        from relayshell.views import parameters
        from relayshell.views.options import Options

        given = self.property
        if given is None:
            given = []
        elif self.shape == "Wide" or not isinstance(given, list):
            given = [given]
        properties = parameters.read_parameters(given, self.keys)
        if properties and self.view:
            raise parameters.argument_error(
                "FormatCannotSpecifyViewAndProperty", "-View and -Property cannot both be given: a view has its own properties.",
                "System.IO.InvalidDataException",
            )
        group = None
        if self.group_by is not None:
            group = parameters.read_parameter(self.group_by, parameters.GROUP_KEYS, wildcards=False)
        options = Options(
            shape=self.shape, properties=properties, group_by=group, view_name=self.view or None,
            show_errors=bool(self.show_error), display_errors=bool(self.display_error), force=bool(self.force),
            expand=_spelt(self.expand),
        )
        self.add_options(options)
        return options

    def add_options(self, options: Any) -> None:
        """What one shape alone may ask for."""

    def process(self) -> None:
        self.formatter.add(self.input_object)

    def end(self) -> None:
        self.formatter.end()


def _spelt(expand: Any) -> str | None:
    if not expand:
        return None
    return {"enumonly": "EnumOnly", "coreonly": "CoreOnly", "both": "Both"}[str(expand).lower()]


class FormatTable(_Formatting, name="Format-Table",
                  order="AutoSize RepeatHeader HideTableHeaders Wrap Property GroupBy View ShowError DisplayError Force Expand InputObject",
                  alias="ft", output=PACKETS, module=MODULE):
    """Shows objects as rows of a table.

    Without -Property the object's own view decides, or its properties, ten at most. Columns are as wide as what
    is in them; what does not fit the screen is cut, or wrapped with -Wrap, and columns at the right are left out.

    Example: one column under a name and width of its own

        PS> [pscustomobject]@{ Name = 'ann'; Items = 3 } | Format-Table Name, @{ n = 'Half'; e = { $_.Items / 2 }; FormatString = 'N1' }

        Name Half
        ---- ----
        ann   1.5

    """

    auto_size: Any = param("Waits for all objects, then makes each column as wide as what is in it.", "switch")
    hide_table_headers: Any = param("Leaves out the names of the columns.", "switch")
    repeat_header: Any = param("Shows the names of the columns again on each screen.", "switch")
    wrap: Any = param("Breaks what does not fit its column into lines.", "switch")

    shape = "Table"

    def begin(self) -> None:
        from relayshell.views.parameters import TABLE_KEYS

        self.keys = TABLE_KEYS
        super().begin()

    def add_options(self, options: Any) -> None:
        if self.is_given("auto_size"):
            options.auto_size = bool(self.auto_size)
        options.hide_headers = bool(self.hide_table_headers)
        options.repeat_header = bool(self.repeat_header)
        options.wrap = bool(self.wrap)


class FormatList(_Formatting, name="Format-List",
                 order="Property GroupBy View ShowError DisplayError Force Expand InputObject",
                 alias="fl", output=PACKETS, module=MODULE):
    """Shows objects as lists, a line for each property.

    Example: all that an object has

        PS> [pscustomobject]@{ Name = 'ann'; Items = 3 } | Format-List *

        Name  : ann
        Items : 3

    """

    shape = "List"

    def begin(self) -> None:
        from relayshell.views.parameters import LIST_KEYS

        self.keys = LIST_KEYS
        super().begin()


class FormatWide(_Formatting, name="Format-Wide",
                 order="Property AutoSize Column GroupBy View ShowError DisplayError Force Expand InputObject",
                 alias="fw", output=PACKETS, module=MODULE):
    """Shows one property of each object, in columns.

    Example: names in three columns

        PS> 'a', 'b', 'c' | ForEach-Object { [pscustomobject]@{ Name = $_ } } | Format-Wide -Column 3 | Out-String -Width 12

        a    b   c

    """

    auto_size: Any = param("As many columns as fit.", "switch")
    column: Any = param("So many columns; two without it.", "int", 0, check=ValidateRange(1, LARGEST))
    property: Any = param("The property to show: a name, a script block, or a hashtable with Expression.", "System.Object", position=0)

    shape = "Wide"

    def begin(self) -> None:
        from relayshell.views.parameters import WIDE_KEYS, argument_error

        self.keys = WIDE_KEYS
        if self.is_given("auto_size") and self.auto_size and self.is_given("column"):
            raise argument_error(
                "FormatCannotSpecifyAutosizeAndColumns", "-AutoSize and -Column cannot both be given.", "System.IO.InvalidDataException",
            )
        super().begin()

    def add_options(self, options: Any) -> None:
        options.columns = int(self.column or 0)
        if self.is_given("auto_size"):
            options.auto_size = bool(self.auto_size)


class FormatCustom(_Formatting, name="Format-Custom",
                   order="Property Depth GroupBy View ShowError DisplayError Force Expand InputObject",
                   alias="fc", output=PACKETS, module=MODULE):
    """Shows objects by a custom view, or property by property with the objects within them.

    Example: an object within an object

        PS> [pscustomobject]@{ A = [pscustomobject]@{ B = 1 } } | Format-Custom

        class PSCustomObject
        {
          A = 
            class PSCustomObject
            {
              B = 1
            }
        }


    """

    depth: Any = param("How many objects within objects to go.", "int", 5, check=ValidateRange(1, LARGEST))

    shape = "Custom"

    def begin(self) -> None:
        from relayshell.views.parameters import CUSTOM_KEYS

        self.keys = CUSTOM_KEYS
        super().begin()

    def add_options(self, options: Any) -> None:
        options.depth = int(self.depth)
