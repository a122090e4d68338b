"""Objects as rows of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from relayshell.objects.psobject import PSCustomObject

from .access import is_member, named
from .associations import TABLE_COLUMNS, active, label_of
from .environment import Environment
from .expressions import MISSING, Expression, Failure
from .generator import Generator
from .options import Options
from .packets import LEFT, RIGHT, TABLE, UNDEFINED, FormatEntryData, FormatStartData, TableShape
from .scalars import is_scalar

if TYPE_CHECKING:
    from .definitions import RowEntry, TableBody, View


class TableGenerator(Generator):
    """A table by a view, or by properties of the first object."""

    def __init__(self, environment: Environment, options: Options, view: View | None, first: Any) -> None:
        super().__init__(environment, options, view, first)
        self.associations = [] if view is not None else active(options, first, keep_missing=True, at_most=TABLE_COLUMNS)
        self._plain = [
            (expression.name if expression.name is not None and not expression.pattern else None, expression, p.format if p else None)
            for expression, p in self.associations
        ]

    def start(self, value: Any) -> FormatStartData:
        """Columns, widths and alignments."""
        if self.view is not None:
            shape = self._shape_of_view(self.view.body, value)
            auto = self.view.body.auto_size
        else:
            shape = self._shape_of_properties(value)
            auto = False
        if self.options.auto_size is not None:
            auto = self.options.auto_size
        if self.environment.style.auto_size_default and self.options.auto_size is None:
            auto = True
        return FormatStartData(shape, auto)

    def _shape_of_view(self, body: TableBody, value: Any) -> TableShape:
        row: RowEntry = self.environment.database.entry(body.rows, value, self.environment)
        labels, widths, alignments, matches = [], [], [], []
        for index, show in enumerate(row.cells):
            column = body.columns[index] if index < len(body.columns) else None
            alignment = column.alignment if column is not None else UNDEFINED
            if alignment == UNDEFINED and index < len(row.alignments):
                alignment = row.alignments[index]
            label = column.label if column is not None else None
            own = show.expression.text if show.expression is not None else show.text
            labels.append(own if label is None else label)
            matches.append(labels[-1] == own or self._is_property(labels[-1], value))
            widths.append(column.width if column is not None else 0)
            alignments.append(alignment or LEFT)
        return TableShape(
            labels, widths, alignments, self.options.hide_headers or body.hide_headers, self.options.repeat_header, matches,
        )

    def _shape_of_properties(self, value: Any) -> TableShape:
        labels, widths, alignments, matches = [], [], [], []
        for association in self.associations:
            expression, parameter = association
            labels.append(label_of(association))
            matches.append(expression.name is not None and (parameter is None or parameter.label is None) or self._is_property(labels[-1], value))
            widths.append(parameter.width if parameter is not None else 0)
            if parameter is not None and parameter.alignment is not None:
                alignments.append(parameter.alignment)
            else:
                alignments.append(self._alignment_of(expression, value))
        return TableShape(labels, widths, alignments, self.options.hide_headers, self.options.repeat_header, matches)

    def _is_property(self, label: str, value: Any) -> bool:
        """Whether a label is the name of a property; other labels have a colour of their own. Asked only where colours go."""
        environment = self.environment
        return not environment.style.wants_colour(environment.terminal) or bool(named(value, label))

    def _alignment_of(self, expression: Expression, value: Any) -> int:
        """Simple values but strings stand at the right; the first object's decide for the column."""
        found = expression.read(value, self.environment)
        if found is MISSING or found is None or found.__class__ is str or found.__class__ is Failure:
            return LEFT
        from relayshell.objects.psobject import unwrap

        return RIGHT if is_scalar(found) and unwrap(found).__class__ is not str else LEFT

    def entry(self, value: Any) -> FormatEntryData:
        """One row."""
        if self.view is not None:
            return self._entry_of_view(self.view.body, value)
        cells: list[str] = []
        props = value.props if value.__class__ is PSCustomObject else None
        for name, expression, format in self._plain:
            if props is not None and name is not None and name in props:
                found = props[name]
                if format is None:
                    kind = found.__class__
                    if kind is str:
                        cells.append(found)
                        continue
                    if kind is int:
                        cells.append(str(found))
                        continue
                    if found is None:
                        cells.append("")
                        continue
                if not is_member(found):
                    cells.append(self.format(found, format, True))
                    continue
            cells.append(self.text(expression, value, format, True))
        made = FormatEntryData(TABLE, cells)
        made.wrap = self.options.wrap
        return made

    def _entry_of_view(self, body: TableBody, value: Any) -> FormatEntryData:
        row: RowEntry = self.environment.database.entry(body.rows, value, self.environment)
        made = FormatEntryData(TABLE, [self.show(show, value) for show in row.cells])
        made.wrap = row.wrap or self.options.wrap
        return made
