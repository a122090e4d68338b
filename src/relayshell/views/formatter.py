"""The first half of formatting: objects to packets, one by one as they come.

The first object that is not shown as it stands chooses the shape of the document; later ones join it, or
are shown out of band between its rows. Packets that come in pass through.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from relayshell.errors import ShellError
from relayshell.objects.psobject import AUTOMATION_NULL, PSCustomObject, PSObject, unwrap

from . import associations
from .environment import Environment
from .kinds import CUSTOM, LIST, TABLE, WIDE
from .options import BOTH, CORE_ONLY, ENUM_ONLY, Options
from .packets import TEXT, FormatEndData, FormatEntryData, GroupEndData, Packet
from .scalars import is_scalar
from .values import elements_of, text_of

if TYPE_CHECKING:
    from .definitions import View
    from .generator import Generator

Emit = Callable[[Packet], None]
_PLAIN = frozenset((str, int, float, bool))


class Formatter:
    """Objects in, packets out through emit."""

    def __init__(self, environment: Environment, options: Options | None, emit: Emit) -> None:
        self.environment = environment
        self.options = options or Options()
        self.emit = emit
        self.generator: Generator | None = None
        self.in_group = False
        self.had_view = False

    def add(self, value: Any) -> None:
        """Takes an object, or many in one."""
        if value is None or value is AUTOMATION_NULL:
            return
        kind = value.__class__
        if kind is PSCustomObject:
            self._object(value)
            return
        if (kind is str or kind is PSObject and value.base.__class__ is str and value.type_names is None) and self._texts_stand_alone():
            self._text(text_of(value))
            return
        if isinstance(value, Packet):
            self.emit(value)
            return
        elements = elements_of(value)
        if elements is None:
            self._object(value)
            return
        how = self.options.expand or self.environment.database.expansion(value, self.environment) or ENUM_ONLY
        if how == CORE_ONLY:
            self._object(value)
        elif how == BOTH:
            parts = list(elements)
            self._text("The following object supports IEnumerable:\n")
            self._out_of_band(value, forced=True)
            count = len(parts)
            if count == 0:
                self._text("The IEnumerable contains no objects.")
            elif count == 1:
                self._text("The IEnumerable contains the following object:\n")
            else:
                self._text(f"The IEnumerable contains the following {count} objects:\n")
            for part in parts:
                self._element(part)
        else:
            for part in elements:
                self._element(part)

    def _texts_stand_alone(self) -> bool:
        """Whether every text is shown as it stands: no view was loaded for them, and no shape asked for."""
        return (self.options.shape is None or not self.options.force) and not self.environment.database.has_own

    def _element(self, value: Any) -> None:
        if isinstance(value, Packet):
            self.emit(value)
        elif value is not None:
            self._object(value)

    def end(self) -> None:
        """Ends the document, if one was begun."""
        if self.generator is None:
            return
        # It has ended even if the packets of its end find nobody to take them.
        in_group, self.in_group, self.generator = self.in_group, False, None
        if in_group:
            self.emit(GroupEndData())
        self.emit(FormatEndData())

    def _object(self, value: Any) -> None:
        may_stand_alone = self.options.shape is None or not self.options.force
        if value.__class__ is PSCustomObject and self._opens_empty(value):
            return
        if may_stand_alone and self._out_of_band(value, forced=False):
            return
        generator = self.generator
        if generator is None:
            self.environment.refresh()
            generator = self.generator = choose(value, self.environment, self.options)
            self.emit(generator.start(value))
            generator.new_group(value)
            self.emit(generator.group_start(value))
            self.in_group = True
        elif may_stand_alone and not generator.applies(value):
            self._out_of_band(value, forced=True)
            return
        elif generator.group is not None and generator.new_group(value):
            self.emit(GroupEndData())
            self.emit(generator.group_start(value))
        entry = generator.entry(value)
        self._stream(entry, value)
        self.emit(entry)
        if generator.failures:
            self._failures(generator)

    def _opens_empty(self, value: Any) -> bool:
        """A custom object without properties begins a table without columns; after an object that had a view it is its empty text."""
        if self.generator is not None or self.options.shape is not None or self.had_view or associations.has_properties(value):
            return False
        if value.type_names is not None and text_of(value):
            return False  # what came back from CLIXML has the text it had
        from .table_view import TableGenerator

        self.environment.refresh()
        self.generator = TableGenerator(self.environment, self.options, None, value)
        self.emit(self.generator.start(value))
        return True

    def _stream(self, entry: FormatEntryData, value: Any) -> None:
        """Records of warnings and their kin that were merged into the output tell which stream they came from."""
        if value.__class__ is not PSCustomObject:
            entry.stream = getattr(unwrap(value), "stream_name", None)

    def _failures(self, generator: Generator) -> None:
        """Errors of columns, shown where they happened."""
        from .errorview import expression_error

        failures, generator.failures = generator.failures, []
        for failure, expression, value in failures:
            text = expression.text if expression is not None else ""
            self._out_of_band(expression_error(failure.error, text, value), forced=True)

    def _text(self, text: str) -> None:
        self.emit(FormatEntryData(TEXT, text, out_of_band=True))

    def _out_of_band(self, value: Any, forced: bool) -> bool:
        """Shows an object on its own. Unforced, only what always stands alone: simple values, errors, the empty."""
        if value.__class__ in _PLAIN and not self.environment.database.has_own:
            self._text(text_of(value))
            return True
        if value.__class__ is not PSCustomObject or value.type_names is not None:
            view = self.environment.database.find(value, self.environment, out_of_band=True)
            if view is not None:
                self._view_alone(view, value)
                return True
            if is_scalar(value):
                self._text(text_of(value))
                return True
        if not associations.has_properties(value):
            self._text(text_of(value))
            return True
        if not forced:
            return False
        from .list_view import ListGenerator

        self._alone(ListGenerator(self.environment, Options(), None, value), value)
        return True

    def _view_alone(self, view: View, value: Any) -> None:
        self.had_view = True
        from .custom_view import CustomGenerator
        from .list_view import ListGenerator

        maker = CustomGenerator if view.kind == CUSTOM else ListGenerator
        self._alone(maker(self.environment, Options(), view, value), value)

    def _alone(self, generator: Generator, value: Any) -> None:
        entry = generator.entry(value)
        entry.out_of_band = True
        self._stream(entry, value)
        self.emit(entry)


def choose(value: Any, environment: Environment, options: Options) -> Generator:
    """The shape for a document by its first object. Raises ShellError for a view's name that is not there."""
    shape = options.shape
    view: View | None = None
    if shape is None:
        view = environment.database.find(value, environment)
        if view is not None:
            shape = view.kind
        else:
            shape = TABLE if associations.suits_table(value) else LIST
    elif not options.properties:
        view = environment.database.find(value, environment, shape, options.view_name)
        if view is None and options.view_name:
            raise _no_such_view(value, environment, options)
    return _maker(shape)(environment, options, view, value)


def _maker(shape: str) -> type[Generator]:
    if shape == TABLE:
        from .table_view import TableGenerator

        return TableGenerator
    if shape == LIST:
        from .list_view import ListGenerator

        return ListGenerator
    if shape == WIDE:
        from .wide_view import WideGenerator

        return WideGenerator
    from .custom_view import CustomGenerator

    return CustomGenerator


def _no_such_view(value: Any, environment: Environment, options: Options) -> ShellError:
    """A -View that no view of the type and shape has; the words tell where the name is, if anywhere."""
    from relayshell.objects.errorrecord import ErrorDetails
    from relayshell.objects.exceptions import NetException

    from .scalars import type_names

    names = type_names(value)
    name = options.view_name or ""
    message = f"The view name {name} cannot be found."
    elsewhere = [
        kind for kind in (TABLE, LIST, WIDE, CUSTOM) if kind != options.shape and environment.database.find(value, environment, kind, name)
    ]
    if elsewhere:
        message += f" There is a view of this name for Format-{elsewhere[0]}: use it with that command."
    else:
        message += f" No view of this name is known for the type {names[0] if names else 'PSObject'}."
    words = "The pipeline has been stopped."
    return ShellError(
        words, "FormatViewNotFound", "ObjectNotFound", name,
        exception=NetException("System.Management.Automation.PipelineStoppedException", words), details=ErrorDetails(message),
    )
