"""What a Format-* command was asked for; the defaults are those of output that no one shaped."""

from __future__ import annotations

from .parameters import Parameter

ENUM_ONLY, CORE_ONLY, BOTH = "EnumOnly", "CoreOnly", "Both"


class Options:
    """shape is Table, List, Wide or Custom, or None to choose by the first object."""

    __slots__ = (
        "shape", "properties", "group_by", "view_name", "show_errors", "display_errors", "force", "expand", "auto_size", "hide_headers",
        "repeat_header", "wrap", "columns", "depth",
    )

    def __init__(
        self, shape: str | None = None, properties: list[Parameter] | None = None, group_by: Parameter | None = None, view_name: str | None = None,
        show_errors: bool = False, display_errors: bool = False, force: bool = False, expand: str | None = None, auto_size: bool | None = None,
        hide_headers: bool = False, repeat_header: bool = False, wrap: bool = False, columns: int = 0, depth: int = 5,
    ) -> None:
        self.shape = shape
        self.properties = properties or []
        self.group_by = group_by
        self.view_name = view_name
        self.show_errors = show_errors
        """-ShowError: errors of columns go into the output."""
        self.display_errors = display_errors
        """-DisplayError: #ERR stands in the cell."""
        self.force = force
        self.expand = expand
        self.auto_size = auto_size
        """None leaves it to the view."""
        self.hide_headers = hide_headers
        self.repeat_header = repeat_header
        self.wrap = wrap
        self.columns = columns
        self.depth = depth
