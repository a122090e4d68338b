"""What a Format-* command was asked for; the defaults are those of output that no one shaped."""

from __future__ import annotations

from dataclasses import dataclass, field

from .parameters import Parameter

ENUM_ONLY, CORE_ONLY, BOTH = "EnumOnly", "CoreOnly", "Both"


@dataclass(slots=True)
class Options:
    """shape is Table, List, Wide or Custom, or None to choose by the first object."""

    shape: str | None = None
    properties: list[Parameter] = field(default_factory=list)
    group_by: Parameter | None = None
    view_name: str | None = None
    show_errors: bool = False
    """-ShowError: errors of columns go into the output."""
    display_errors: bool = False
    """-DisplayError: #ERR stands in the cell."""
    force: bool = False
    expand: str | None = None
    auto_size: bool | None = None
    hide_headers: bool = False
    repeat_header: bool = False
    wrap: bool = False
    columns: int = 0
    depth: int = 5
