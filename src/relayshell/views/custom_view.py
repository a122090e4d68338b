"""Objects as trees of text: by a custom view's control, or property by property with what is within them."""

from __future__ import annotations

from typing import Any

from .associations import active
from .cells import ELLIPSIS
from .definitions import Binding, CustomBody, CustomEntry, Indented, LineEnds, Show
from .database import holds
from .expressions import MISSING, Failure
from .generator import ERROR_TEXT, Generator
from .options import Options
from .packets import CUSTOM, NEW_LINE, CustomShape, FormatEntryData, FormatStartData, Frame
from .scalars import is_scalar, type_names
from .values import cell, elements_of

STEP = 2
DEEPEST_CONTROL = 50


class CustomGenerator(Generator):
    """A custom view, or Format-Custom's own `class X { ... }`."""

    def start(self, value: Any) -> FormatStartData:
        """A custom view has no columns to tell of."""
        return FormatStartData(CustomShape())

    def entry(self, value: Any) -> FormatEntryData:
        """One object's tree."""
        if self.view is not None:
            return FormatEntryData(CUSTOM, control_items(self.view.body, value, self))
        return FormatEntryData(CUSTOM, Browser(self).items(value))


def control_items(control: Any, value: Any, generator: Generator, depth: int = 0) -> list[Any]:
    """The tree a control makes of an object. A control is a body, a name of one, or a function of ours."""
    if depth > DEEPEST_CONTROL:
        return []
    if callable(control):
        return control(value, generator.environment)  # type: ignore[no-any-return]
    if isinstance(control, str):
        control = generator.environment.database.control(generator.view, control) if generator.view is not None else None
        if control is None:
            return []
    entry: CustomEntry = generator.environment.database.entry(control.entries, value, generator.environment)
    return _items(entry.items, value, generator, depth)


def _items(items: list[Any], value: Any, generator: Generator, depth: int) -> list[Any]:
    result: list[Any] = []
    for item in items:
        if isinstance(item, str):
            result.append(item)
        elif isinstance(item, LineEnds):
            result.extend([NEW_LINE] * item.count)
        elif isinstance(item, Indented):
            result.append(Frame(_items(item.items, value, generator, depth), item.left, item.right, item.first_line))
        elif isinstance(item, Binding):
            if item.condition is None or holds(item.condition, value, generator.environment):
                result.extend(_binding(item, value, generator, depth))
    return result


def _binding(item: Binding, value: Any, generator: Generator, depth: int) -> list[Any]:
    found = value
    if item.show.expression is not None:
        found = item.show.expression.read(value, generator.environment)
        if found is MISSING or found.__class__ is Failure:
            if found is not MISSING and generator.options.show_errors:
                generator.failures.append((found, item.show.expression, value))
            return []
    if not item.enumerate and item.control is None:
        return [generator.format(found, item.show.format)]
    if item.enumerate:
        elements = elements_of(found)
        if elements is not None:
            result: list[Any] = []
            limit = generator.environment.enumeration_limit
            for count, element in enumerate(elements):
                if 0 <= limit == count:
                    result.extend([ELLIPSIS, NEW_LINE])
                    break
                result.extend(_one(item, element, generator, depth))
            return result
    return _one(item, found, generator, depth)


def _one(item: Binding, element: Any, generator: Generator, depth: int) -> list[Any]:
    if item.control is None:
        return [generator.format(element, item.show.format)]
    if element is None:
        return []
    return control_items(item.control, element, generator, depth + 1)


class Browser:
    """Walks an object's properties to the depth asked for."""

    def __init__(self, generator: Generator) -> None:
        self.generator = generator
        self.environment = generator.environment

    def items(self, value: Any) -> list[Any]:
        """The whole tree of one object."""
        if is_scalar(value):
            return [cell(value, self.environment), NEW_LINE]
        deepest = self.generator.options.depth
        elements = elements_of(value)
        if elements is not None:
            return self._many(elements, 0, deepest)
        return self._object(value, 0, deepest, self.generator.options)

    def _object(self, value: Any, level: int, deepest: int, options: Options) -> list[Any]:
        names = type_names(value)
        label = "class " + (names[0].split(".")[-1] if names else "PSObject")
        inside: list[Any] = []
        for expression, parameter in active(options, value):
            inside.append(f"{expression.text} = ")
            found = expression.read(value, self.environment)
            if found.__class__ is Failure:
                if options.show_errors:
                    self.generator.failures.append((found, expression, value))
                found = ERROR_TEXT if self.generator.options.display_errors else ""
            elif found is MISSING:
                found = None
            limit = parameter.depth if parameter is not None and parameter.depth is not None else deepest
            self._value(found, level, limit, inside)
        return [label, NEW_LINE, "{", NEW_LINE, Frame(inside, STEP), "}", NEW_LINE]

    def _value(self, found: Any, level: int, deepest: int, inside: list[Any]) -> None:
        elements = elements_of(found) if found is not None else None
        if elements is not None:
            inside.extend([NEW_LINE, Frame([*self._many(elements, level + 1, deepest), NEW_LINE], STEP)])
        elif self._is_leaf(found, level, deepest):
            inside.extend([cell(found, self.environment), NEW_LINE])
        else:
            inside.extend([NEW_LINE, Frame(self._object(found, level + 1, deepest, Options()), STEP)])

    def _is_leaf(self, found: Any, level: int, deepest: int) -> bool:
        return found is None or level >= deepest or is_scalar(found)

    def _many(self, elements: Any, level: int, deepest: int) -> list[Any]:
        inside: list[Any] = []
        limit = self.environment.enumeration_limit
        for count, element in enumerate(elements):
            if 0 <= limit == count:
                inside.extend([ELLIPSIS, NEW_LINE])
                break
            if self._is_leaf(element, level, deepest):
                inside.extend([cell(element, self.environment), NEW_LINE])
                continue
            within = elements_of(element)
            if within is not None:
                inside.extend([NEW_LINE, *self._many(within, level + 1, deepest), NEW_LINE])
            else:
                inside.extend(self._object(element, level + 1, deepest, Options()))
        return ["[", NEW_LINE, Frame(inside, STEP), "]", NEW_LINE]


__all__ = ["Browser", "CustomBody", "CustomGenerator", "Show", "control_items"]
