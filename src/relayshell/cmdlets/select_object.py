"""Select-Object: some of the objects, or some of their properties."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

from relayshell.cmdlets.calculated import MISSING, Calculated, Failed, property_set, read_all, reader
from relayshell.cmdlets.ordering import Seen, equal
from relayshell.commands import Cmdlet, param
from relayshell.commands.validation import at_least
from relayshell.errors import ShellError
from relayshell.objects.exceptions import NetException
from relayshell.objects.psobject import CUSTOM_TYPE_NAMES, Member, PSCustomObject, PSObject, unwrap
from relayshell.objects.text import to_text

_BOTH = ("DefaultParameter", "SkipLastParameter")
_SELECTED = "Selected.System.Management.Automation.PSCustomObject"
_SIMPLE = frozenset((str, int, float, bool))
MISSING_MEMBER = Member("")


class SelectObject(Cmdlet, name="Select-Object", alias="select", default_set="DefaultParameter", module="Microsoft.PowerShell.Utility"):
    """Keeps some of the objects it is given, or some of their properties.

    With -First it stops the commands before it as soon as it has enough, so a long list is read no further than it has to be.
    With -Property each object becomes a new one with the properties named; a hashtable such as
    @{ Name = 'KB'; Expression = { $_.Size / 1kb } } makes a property of its own.

    Example: the first two of five numbers

        PS> 1..5 | Select-Object -First 2
        1
        2

    Example: all but the first and the last

        PS> 1..4 | Select-Object -Skip 1 | Select-Object -SkipLast 1
        2
        3

    Example: by place, and all but some places

        PS> 'a', 'b', 'c' | Select-Object -Index 0, 2
        a
        c
        PS> 'a', 'b', 'c' | Select-Object -SkipIndex 0
        b
        c
    """

    property: Any = param(
        "The properties to keep: names, patterns, script blocks or hashtables.", "System.Object[]", position=0, sets=_BOTH
    )
    input_object: Any = param("What to choose from.", "psobject", pipeline=True)
    exclude_property: Any = param("Properties to leave out; names or patterns.", "string[]", sets=_BOTH)
    expand_property: Any = param("A property whose value is given in place of the object.", "string", sets=_BOTH)
    unique: bool = param("Gives each of equal objects once.", "switch")
    case_insensitive: bool = param("Takes texts that differ by case alone as equal, with -Unique.", "switch")
    last: int = param("How many to keep at the end.", "int", 0, sets=("DefaultParameter",), check=at_least(0))
    first: int = param("How many to keep at the start.", "int", 0, sets=("DefaultParameter",), check=at_least(0))
    skip: int = param("How many to leave out at the start (at the end, with -Last).", "int", 0, sets=_BOTH, check=at_least(0))
    skip_last: int = param("How many to leave out at the end.", "int", 0, sets=("SkipLastParameter",), check=at_least(0))
    wait: bool = param(
        "Lets the commands before it run to their end.", "switch", sets=("DefaultParameter", "IndexParameter")
    )
    index: Any = param("The places to keep, from 0.", "int[]", sets=("IndexParameter",), check=at_least(0))
    skip_index: Any = param("The places to leave out, from 0.", "int[]", sets=("SkipIndexParameter",), check=at_least(0))

    def begin(self) -> None:
        self._excluded = self._filter()
        wanted = self.property
        if self._excluded is not None and not wanted:
            wanted = ["*"]
        self._wanted = read_all(wanted, ("expression", "name"))
        self._readers = {id(each): reader(self.session, each) for each in self._wanted if not each.is_pattern}
        self._unique = Seen(self.case_insensitive, self._same)
        self._place = 0
        self._given = 0
        self._to_skip = self.skip
        self._limited = self.is_given("First", "Last")
        self._queue: deque[Any] = deque()
        self._indexes = None if self.index is None else set(self.index)
        self._left = None if self._indexes is None else set(self._indexes)
        self._skipped = None if self.skip_index is None else set(self.skip_index)
        self._plain = not self._wanted and not self.expand_property
        self._emit: Callable[[Any], Any] = self._emit_plain if self._plain and not self.unique else self._emit_shaped
        self._expanded = Calculated(self.expand_property) if self.expand_property else None
        self._named = None if self.expand_property or self._excluded is not None else self._plain_names()

    def _filter(self) -> list[Callable[[str], bool]] | None:
        if not self.exclude_property:
            return None
        from relayshell.objects.wildcard import compile_wildcard

        return [compile_wildcard(pattern, True) for pattern in self.exclude_property]

    def process(self) -> None:
        value = self.input_object
        if value is None:
            return
        if self._indexes is not None:
            self._by_index(value)
        elif self._skipped is not None:
            if self._place not in self._skipped:
                self._emit(value)
            self._place += 1
        elif self.skip_last:
            self._past_skip_last(value)
        else:
            self._by_count(value)

    def _by_index(self, value: Any) -> None:
        assert self._left is not None and self._indexes is not None
        if self._place in self._indexes:
            self._emit(value)
            self._left.discard(self._place)
        self._place += 1
        if not self._left and not self.wait:
            self._finish()

    def _past_skip_last(self, value: Any) -> None:
        if self._to_skip > 0:
            self._to_skip -= 1
            return
        self._queue.append(value)
        if len(self._queue) > self.skip_last:
            self._emit(self._queue.popleft())

    def _by_count(self, value: Any) -> None:
        if self.last and not self.first:
            self._queue.append(value)
            if len(self._queue) > self.last + self.skip:
                self._queue.popleft()
            return
        if self._to_skip > 0:
            self._to_skip -= 1
            return
        if not self._limited:
            self._emit(value)
            return
        if self._given < self.first:
            self._given += 1
            self._emit(value)
            if self._given >= self.first and not self.last and not self.wait:
                self._finish()
        elif self.last:
            self._queue.append(value)
            if len(self._queue) > self.last:
                self._queue.popleft()

    def _finish(self) -> None:
        self.end()
        self._queue.clear()
        self.stop_upstream()

    def end(self) -> None:
        if self.last and not self.skip_last:
            keep = len(self._queue) - (self.skip if not self.first else 0)
            for value in list(self._queue)[: max(keep, 0)]:
                self._emit(value)
        for _, value in self._unique.rows.values():
            self.write(value)
        self._unique = Seen(self.case_insensitive, self._same)

    # shaping

    def _plain_names(self) -> list[tuple[str, str, Callable[[Any], Any] | None]] | None:
        """Of each property its name, and which to read or how it is made; None unless all are plain names and blocks that differ."""
        found = [(each.label or each.text, each.text, None if each.block is None else self._readers[id(each)]) for each in self._wanted if not each.is_pattern]
        names = {name.lower() for name, _, _ in found}
        return found if len(found) == len(self._wanted) == len(names) and all(name.strip() for name in names) else None

    def _quickly(self, value: PSCustomObject, named: list[tuple[str, str, Callable[[Any], Any] | None]]) -> PSCustomObject | None:
        """The new object for a plain one that has all the properties; None for any other."""
        props = value.props
        made: dict[str, Any] = {}
        for _, key, _ in (each for each in named if each[2] is None):
            if isinstance(props.get(key, MISSING_MEMBER), Member):
                return None
        for name, key, read in named:
            if read is None:
                made[name] = props[key]
            else:
                held = read(value)
                made[name] = None if held.__class__ is Failed else held
        return PSCustomObject(made, [_SELECTED, *CUSTOM_TYPE_NAMES])

    def _by_names(self, value: Any, named: list[tuple[str, str, Callable[[Any], Any] | None]]) -> PSCustomObject | None:
        """The new object for any other; None where a name is that of a property set."""
        made: dict[str, Any] = {}
        for name, key, read in named:
            if read is None and property_set(value, key) is not None:
                return None
        for wanted, (name, _, _) in zip(self._wanted, named, strict=True):
            held = self._readers[id(wanted)](value)
            # A property that raises is null; its error is in $Error, put there where it arose.
            made[name] = None if held is MISSING or held.__class__ is Failed else held
        return PSCustomObject(made, ["Selected." + type_text(value), *CUSTOM_TYPE_NAMES])

    def _emit_plain(self, value: Any) -> None:
        self.write(value)

    def _emit_shaped(self, value: Any) -> None:
        try:
            if self._plain:
                self._hand_on(value, {})
                return
            if self._named is not None:
                quick = self._quickly(value, self._named) if value.__class__ is PSCustomObject and value.type_names is None else None
                quick = quick or self._by_names(value, self._named)
                if quick is not None:
                    self._hand_on(quick, quick.props)
                    return
            properties = list(self._properties_of(value))
            if self.expand_property:
                self._expand(value, properties)
                return
            made = PSCustomObject({}, ["Selected." + type_text(value), *CUSTOM_TYPE_NAMES])
            names: set[str] = set()
            for name, held in properties:
                if name.lower() in names:
                    self.write_error(already_exists(name, value, "AlreadyExistingUserSpecifiedPropertyNoExpand"))
                    continue
                names.add(name.lower())
                made.props[name] = held
            self._hand_on(made, made.props)
        except SelectFailure as failure:
            self.write_error(failure.error)

    def _properties_of(self, value: Any) -> Iterator[tuple[str, Any]]:
        for wanted in self._wanted:
            yield from self._one(wanted, value)

    def _one(self, wanted: Calculated, value: Any) -> Iterator[tuple[str, Any]]:
        found: list[tuple[str, Any]] = []
        for each in wanted.resolve(value):
            if self._is_excluded(each):
                continue
            read = self._readers.get(id(each)) or each.read
            held = read(value)
            if held is MISSING:
                if not wanted.is_pattern:
                    found.append((each.text, None))
                continue
            # A property that raises is null; its error is in $Error, put there where it arose.
            found.append((each.text, None if isinstance(held, Failed) else held))
        if wanted.label and len(found) > 1:
            message = "Cannot rename multiple results."
            exception = NetException("System.InvalidOperationException", message)
            self.write_error(ShellError(message, "RenamingMultipleResults", "InvalidOperation", value, exception=exception))
            return
        for text, held in found:
            if not wanted.label and not text.strip():
                message = "A property without a name needs a script block that is not empty."
                exception = NetException("System.Management.Automation.PSArgumentException", message)
                raise ShellError(message, "EmptyScriptBlockAndNoName", "InvalidArgument", exception=exception)
            yield wanted.label or text, held

    def _is_excluded(self, each: Calculated) -> bool:
        return self._excluded is not None and each.block is None and any(matches(each.text) for matches in self._excluded)

    def _expand(self, value: Any, properties: list[tuple[str, Any]]) -> None:
        from relayshell.objects.collections import enumerate_value

        assert self._expanded is not None
        if value.__class__ is PSCustomObject and not properties and not self._expanded.is_pattern:
            plain = value.props.get(self._expanded.text)
            if plain.__class__ in _SIMPLE:
                self._hand_on(plain, {})
                return
        found = self._expanded.resolve(value)
        held = [(each, each.read(value)) for each in found]
        held = [pair for pair in held if pair[1] is not MISSING]
        if not held:
            message = f'Property "{self.expand_property}" cannot be found.'
            exception = NetException("System.Management.Automation.PSArgumentException", message)
            raise SelectFailure(ShellError(message, "ExpandPropertyNotFound", "InvalidArgument", value, exception=exception))
        if len(held) > 1:
            message = "Multiple properties cannot be expanded."
            exception = NetException("System.Management.Automation.PSArgumentException", message)
            raise SelectFailure(ShellError(message, "MutlipleExpandProperties", "InvalidArgument", value, exception=exception))
        result = held[0][1]
        if isinstance(result, Failed):
            error = result.error
            exception = error.exception if isinstance(error, ShellError) else error
            words = str(getattr(error, "message", error))
            raise SelectFailure(ShellError(words, "PropertyEvaluationExpand", "InvalidResult", value, exception=exception))
        if result is None:
            return
        elements = enumerate_value(result)
        for element in (result,) if elements is None else elements:
            if element is None:
                continue
            self._hand_on(self._with_notes(element, value, properties), dict(properties))

    def _with_notes(self, element: Any, value: Any, properties: list[tuple[str, Any]]) -> Any:
        """The element, with the other properties asked for added to it."""
        if not properties:
            return element
        from relayshell.objects.members import has_property

        made: Any
        if element.__class__ is PSCustomObject:
            made = PSCustomObject(dict(element.props), list(element.type_names) if element.type_names else None)
        elif element.__class__ is PSObject:
            made = PSObject(element.base, dict(element.props), list(element.type_names) if element.type_names else None)
        else:
            made = PSObject(element)
        for name, held in properties:
            if has_property(made, name):
                self.write_error(already_exists(name, value, "AlreadyExistingUserSpecifiedPropertyExpand"))
                continue
            made.props[name] = held
        return made

    def _hand_on(self, value: Any, notes: dict[str, Any]) -> None:
        if not self.unique:
            self.write(value)
            return
        row = [value, *notes.values()]
        if self._unique.find(row) is None:
            self._unique.add(row, value)

    def _same(self, one: list[Any], other: list[Any]) -> bool:
        """Whether two objects, and the properties asked for, are equal."""
        return len(one) == len(other) and all(map(self._equal, one, other))

    def _equal(self, one: Any, other: Any) -> bool:
        return equal(one, other, self.case_insensitive)


class SelectFailure(Exception):
    """An object that gives no result: its error goes to the error stream and the next object is taken."""

    def __init__(self, error: ShellError) -> None:
        super().__init__(error.message)
        self.error = error


def already_exists(name: str, target: Any, id: str) -> ShellError:
    """A property asked for twice."""
    message = f'The property cannot be processed because the property "{name}" already exists.'
    exception = NetException("System.Management.Automation.PSArgumentException", message)
    return ShellError(message, id, "InvalidOperation", target, exception=exception)


def type_text(value: Any) -> str:
    """The name of a value's type as ToString() gives it."""
    from relayshell.objects.typeof import type_of

    return str(type_of(unwrap(value)).text) if value is not None else to_text(value)
