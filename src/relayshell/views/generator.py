"""What all shapes share: reading values for cells with their errors, and the headers of groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .environment import Environment
from .expressions import MISSING, Expression, Failure
from .options import Options
from .packets import NEW_LINE, FormatEntryData, FormatStartData, GroupStartData
from .values import FAILURES, cell, formatted

if TYPE_CHECKING:
    from .definitions import GroupBy, Show, View

ERROR_TEXT = "#ERR"
FORMAT_ERROR_TEXT = "#FMTERR"
_NO_GROUP = object()


class Generator:
    """Makes packets of objects in one shape. Subclasses make the start and each entry."""

    def __init__(self, environment: Environment, options: Options, view: View | None, first: Any) -> None:
        self.environment = environment
        self.options = options
        self.view = view
        self.failures: list[tuple[Failure, Expression | None, Any]] = []
        """Errors of the last entry, for -ShowError."""
        self.group = self._group_by()
        self._group_value: Any = _NO_GROUP

    def start(self, value: Any) -> FormatStartData:
        """The beginning of a document whose first object is given."""
        raise NotImplementedError

    def entry(self, value: Any) -> FormatEntryData:
        """One object."""
        raise NotImplementedError

    def applies(self, value: Any) -> bool:
        """Whether another object can stand in the same document: any can in one without a view."""
        return self.view is None or self.environment.database.applies(self.view, value, self.environment)

    # Values

    def text(self, expression: Expression, value: Any, format: str | None = None, in_table: bool = False) -> str:
        """The text of what an expression gives."""
        found = expression.read(value, self.environment)
        if found.__class__ is Failure:
            if self.options.show_errors:
                self.failures.append((found, expression, value))
            return ERROR_TEXT if self.options.display_errors else ""
        if found is MISSING:
            return ""
        return self.format(found, format, in_table)

    def format(self, found: Any, format: str | None, in_table: bool = False) -> str:
        """A value by its format."""
        if not format:
            return cell(found, self.environment, in_table)
        try:
            return formatted(found, format, self.environment, in_table, strict=self.options.display_errors)
        except FAILURES:
            return FORMAT_ERROR_TEXT

    def show(self, show: Show, value: Any) -> str:
        """What one item of a view shows."""
        if show.expression is None:
            return show.text
        return self.text(show.expression, value, show.format)

    # Groups

    def _group_by(self) -> GroupBy | None:
        asked = self.options.group_by
        if asked is not None:
            from .definitions import GroupBy

            return GroupBy(asked.expression, asked.label)
        return self.view.group_by if self.view is not None else None

    def new_group(self, value: Any) -> bool:
        """Whether an object begins another group than the one before it."""
        if self.group is None:
            return False
        found = self._read_group(value)
        if found is MISSING or found.__class__ is Failure:
            return False
        before, self._group_value = self._group_value, found
        return before is _NO_GROUP or not _same(before, found)

    def _read_group(self, value: Any) -> Any:
        assert self.group is not None
        expressions = self.group.expression.resolve(value)
        return expressions[0].read(value, self.environment) if expressions else MISSING

    def group_start(self, value: Any) -> GroupStartData:
        """The beginning of the group that an object is the first of."""
        if self.group is None or self._group_value is _NO_GROUP:
            return GroupStartData()
        if self.group.control is not None:
            from .custom_view import control_items

            return GroupStartData(control_items(self.group.control, value, self))
        label = self.group.label if self.group.label is not None else self.group.expression.text
        return GroupStartData([f"   {label}: ", cell(self._group_value, self.environment), NEW_LINE])


def _same(first: Any, second: Any) -> bool:
    """Whether two values group together: equal as -eq has it."""
    if first.__class__ is str and second.__class__ is str:
        return first == second or first.lower() == second.lower()
    from relayshell.objects.compare import eq

    try:
        return bool(eq(first, second))
    except FAILURES:
        return cell_equal(first, second)


def cell_equal(first: Any, second: Any) -> bool:
    """Whether two values that cannot be compared read alike."""
    from .values import text_of

    return text_of(first).lower() == text_of(second).lower()
