"""The views of a session and finding the one for an object."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from relayshell.objects.psobject import CUSTOM_TYPE_NAMES

from .environment import Environment
from .scalars import type_names, without_prefix

if TYPE_CHECKING:
    from .definitions import CustomBody, Selector, View


class Database:
    """Views by type. Those a user adds stand before or after the built-in ones, as asked."""

    def __init__(self) -> None:
        self.first: list[View] = []
        self.last: list[View] = []
        self.sets: dict[str, list[str]] = {}
        """Selection sets: a name (folded) for several types."""
        self.controls: dict[str, CustomBody] = {}
        """Controls that views of any file may name, folded."""
        self.expansions: list[tuple[list[Selector], str]] = []
        self.files: list[tuple[str, bool]] = []
        """Files loaded, each with whether it stands before all others."""
        self.built_in = True
        """Whether the shell's own views are among them."""
        self.version = 0
        self._cache: dict[Any, View | None] = {}
        self._selected: set[str] | None = None

    @property
    def has_own(self) -> bool:
        """Whether a user added views."""
        return bool(self.first or self.last)

    def add(self, views: list[View], *, first: bool) -> None:
        """Adds a file's views before all others, or after."""
        if first:
            self.first[:0] = views
        else:
            self.last.extend(views)
        self.changed()

    def leave_out_built_in(self) -> None:
        """Leaves only the views that are added."""
        self.built_in = False
        self.changed()

    def remove_file(self, file: str) -> None:
        """Takes out what a file gave."""
        self.first = [view for view in self.first if view.file != file]
        self.last = [view for view in self.last if view.file != file]
        self.changed()

    def changed(self) -> None:
        """Forgets what was found."""
        self.version += 1
        self._cache.clear()

    def find(
        self, value: Any, environment: Environment, kind: str | None = None, name: str | None = None, out_of_band: bool = False,
    ) -> View | None:
        """The view for an object: of a kind (Table ...), by name, among those that are out of band or those that are not."""
        names = type_names(value)
        if names is CUSTOM_TYPE_NAMES and not self.has_own:
            return None
        key = (tuple(names), kind, name.lower() if name else None, out_of_band)
        try:
            return self._cache[key]
        except KeyError:
            pass
        view, conditional = self._search(names, value, environment, *key[1:])
        if view is None and not conditional:
            bare = without_prefix(names)
            if bare:
                view, conditional = self._search(bare, value, environment, *key[1:])
        if not conditional:
            self._cache[key] = view
        return view

    def _search(
        self, names: Any, value: Any, environment: Environment, kind: str | None, name: str | None, out_of_band: bool,
    ) -> tuple[View | None, bool]:
        best, best_index, conditional = None, len(names), False
        from .builtin import builtin_views

        for view in (*self.first, *(builtin_views(names) if self.built_in else ()), *self.last):
            if view.out_of_band != out_of_band or (kind is not None and view.kind != kind):
                continue
            if name is not None and view.name.lower() != name:
                continue
            index, has_condition = self.match(view.selectors, names, value, environment)
            conditional = conditional or has_condition
            if index is not None and index < best_index:
                best, best_index = view, index
                if index == 0:
                    break
        return best, conditional

    def match(self, selectors: list[Selector], names: Any, value: Any, environment: Environment) -> tuple[int | None, bool]:
        """How near a type the selectors name, 0 the nearest; and whether a condition had a say."""
        best: int | None = None
        conditional = False
        for selector in selectors:
            wanted = self.sets.get(selector.name.lower(), ()) if selector.is_set else (selector.name,)
            folded = {each.lower() for each in wanted}
            for index, each in enumerate(names):
                if each.lower() in folded:
                    if selector.condition is not None:
                        conditional = True
                        if not holds(selector.condition, value, environment):
                            break
                    if best is None or index < best:
                        best = index
                    break
        return best, conditional

    def applies(self, view: View, value: Any, environment: Environment) -> bool:
        """Whether an object can be shown by a view chosen for another."""
        names = type_names(value)
        if self.match(view.selectors, names, value, environment)[0] is not None:
            return True
        bare = without_prefix(names)
        return bool(bare) and self.match(view.selectors, bare, value, environment)[0] is not None

    def entry(self, entries: list[Any], value: Any, environment: Environment) -> Any:
        """The entry (row, list, wide or custom) of a view for an object: the nearest type's, else the one for all."""
        if len(entries) == 1 and not entries[0].selectors:
            return entries[0]
        names = type_names(value)
        for each in (names, without_prefix(names)):
            best, best_index = None, None
            for entry in entries:
                if entry.selectors:
                    index, _ = self.match(entry.selectors, each, value, environment)
                    if index is not None and (best_index is None or index < best_index):
                        best, best_index = entry, index
            if best is not None:
                return best
        for entry in entries:
            if not entry.selectors:
                return entry
        return entries[0]

    def expansion(self, value: Any, environment: Environment) -> str | None:
        """EnumOnly, CoreOnly or Both where a file's default settings say so for the type."""
        for selectors, how in self.expansions:
            if self.match(selectors, type_names(value), value, environment)[0] is not None:
                return how
        return None

    def control(self, view: View, name: str) -> CustomBody | None:
        """A control by name: the view's own, else one of any file."""
        return view.controls.get(name.lower()) or self.controls.get(name.lower())


def holds(condition: Any, value: Any, environment: Environment) -> bool:
    """Whether a condition is true of an object; one that fails is not."""
    from relayshell.objects.convert import to_bool

    from .expressions import MISSING, Failure

    found = condition.read(value, environment)
    if found is MISSING or isinstance(found, Failure):
        return False
    return to_bool(found)  # type: ignore[no-any-return]
