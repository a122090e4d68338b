"""Objects as lists: a line for each property."""

from __future__ import annotations

from typing import Any

from .associations import active, label_of
from .database import holds
from .generator import Generator
from .packets import LIST, FormatEntryData, FormatStartData, ListShape


class ListGenerator(Generator):
    """A list by a view, or by the properties of each object."""

    def start(self, value: Any) -> FormatStartData:
        """A list has no columns to tell of."""
        return FormatStartData(ListShape())

    def entry(self, value: Any) -> FormatEntryData:
        """One object's lines."""
        pairs: list[tuple[str, str]] = []
        if self.view is not None:
            entry = self.environment.database.entry(self.view.body.entries, value, self.environment)
            for item in entry.items:
                if item.condition is not None and not holds(item.condition, value, self.environment):
                    continue
                label = item.label
                if label is None:
                    label = item.show.expression.text if item.show.expression is not None else item.show.text
                pairs.append((label, self.show(item.show, value)))
        else:
            for association in active(self.options, value):
                expression, parameter = association
                pairs.append((label_of(association), self.text(expression, value, parameter.format if parameter else None)))
        return FormatEntryData(LIST, pairs)
