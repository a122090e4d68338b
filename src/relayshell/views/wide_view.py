"""Objects as one text each, in columns."""

from __future__ import annotations

from typing import Any

from . import access
from .associations import asked, everything
from .expressions import Expression
from .generator import Generator
from .packets import WIDE, FormatEntryData, FormatStartData, WideShape


class WideGenerator(Generator):
    """A wide view by a view, by the property asked for, or by what best names each object."""

    def start(self, value: Any) -> FormatStartData:
        """How many columns, or whether to fit as many as go."""
        columns, auto = self.options.columns, bool(self.options.auto_size)
        if self.view is not None:
            columns = columns or self.view.body.columns
            if self.options.auto_size is None and not self.options.columns:
                auto = self.view.body.auto_size
        return FormatStartData(WideShape(columns), auto)

    def entry(self, value: Any) -> FormatEntryData:
        """One object's text."""
        if self.view is not None:
            entry = self.environment.database.entry(self.view.body.entries, value, self.environment)
            return FormatEntryData(WIDE, self.show(entry.show, value))
        if self.options.properties:
            found = asked(self.options.properties, value, keep_missing=False)
            if not found:
                return FormatEntryData(WIDE, "")
            expression, parameter = found[0]
            return FormatEntryData(WIDE, self.text(expression, value, parameter.format if parameter else None))
        name = access.display_property(value)
        if name is None:
            rest = everything(value)
            if not rest:
                return FormatEntryData(WIDE, "")
            return FormatEntryData(WIDE, self.text(rest[0][0], value))
        return FormatEntryData(WIDE, self.text(Expression(name, resolved=True), value))
