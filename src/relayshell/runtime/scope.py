"""Variables and the scopes that hold them.

A variable is a cell with a `value`; code that runs fetches the cell once and then reads and writes `.value`. In each
scope a name has one cell for good: until it is assigned (or after it was removed) the cell is `Unset` and reads
through to the scopes above. What is more than a plain variable (typed, read-only, validated, computed) is a subclass
whose `value` is a property, so that reading and writing need no checks in the code that runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from relayshell.errors import ShellError
from relayshell.runtime.preferences import LOCALS, make_local


class Variable:
    """A plain variable: a name and a value."""

    net_name = "System.Management.Automation.PSVariable"
    __slots__ = ("value", "name", "facts")

    def __init__(self, name: str, value: Any = None) -> None:
        self.name = name
        self.value = value


_raw = Variable.__dict__["value"]
raw_get = _raw.__get__
raw_set = _raw.__set__


class Facts:
    """What is known of a variable that is more than plain.

    options     ReadOnly, Constant, AllScope, Private
    convert     callable (value, variable) -> value, all type constraints and attributes in their order, or None
    attributes  what `Get-Variable` shows of them
    """

    __slots__ = ("options", "description", "convert", "attributes", "type", "module", "getter", "setter", "visibility")

    def __init__(self) -> None:
        self.options: frozenset[str] = frozenset()
        self.description = ""
        self.convert: Callable[[Any, Variable], Any] | None = None
        self.attributes: list[Any] = []
        self.type: Any = None
        self.module: Any = None
        self.getter: Callable[[], Any] | None = None
        self.setter: Callable[[Any], None] | None = None
        self.visibility = "Public"


class Special(Variable):
    """A variable with options, a type or validation; its facts say which."""

    __slots__ = ()

    @property
    def value(self) -> Any:  # type: ignore[override]
        """The value."""
        getter = self.facts.getter
        return raw_get(self) if getter is None else getter()

    @value.setter
    def value(self, value: Any) -> None:
        facts = self.facts
        if facts.options and not facts.options.isdisjoint(_CLOSED):
            raise not_writable(self)
        if facts.convert is not None:
            value = facts.convert(value, self)
        if facts.setter is not None:
            facts.setter(value)
        elif facts.getter is None:
            raw_set(self, value)


_CLOSED = frozenset(("ReadOnly", "Constant"))


class Unset(Variable):
    """A name that has no value in its scope (yet, or any more); the raw value is the scope."""

    __slots__ = ()

    @property
    def value(self) -> Any:  # type: ignore[override]
        """What the scopes above hold, None when none does."""
        return raw_get(self).look_above(self.name)

    @value.setter
    def value(self, value: Any) -> None:
        raw_get(self).assign_new(self, value)


def not_writable(variable: Variable) -> ShellError:
    """The error for writing a variable that is read-only or constant."""
    from relayshell.objects.exceptions import NetException

    message = f"Cannot overwrite variable {variable.name} because it is read-only or constant."
    exception = NetException("System.Management.Automation.SessionStateUnauthorizedAccessException", message)
    return ShellError(message, "VariableNotWritable", "WriteError", variable.name, exception=exception)


class Scope:
    """Names and what they mean, in one activation; `parent` is where names not found here are looked for.

    state    the session state (of the session or of a module) it belongs to
    frame    the activation that made it, for automatic variables such as $args
    script   the scope that `$script:` means
    """

    __slots__ = ("vars", "parent", "state", "frame", "script", "functions", "aliases", "strict", "shared", "types")

    def __init__(self, parent: Scope | None, state: Any, script: Scope | None = None) -> None:
        self.vars: dict[str, Variable] = {}
        self.parent = parent
        self.state = state
        self.frame: Any = None
        self.script = script or self
        self.functions: dict[str, Any] | None = None
        self.aliases: dict[str, Any] | None = None
        self.strict: Any = None
        self.shared: dict[str, Variable] | None = None
        self.types: dict[str, Any] | None = None
        if parent is not None and parent.shared is not None:
            self.shared = parent.shared
            self.vars.update(parent.shared)

    def cell(self, folded: str, name: str) -> Variable:
        """The cell for a name in this scope, made if need be."""
        found = self.vars.get(folded)
        if found is None:
            found = Unset.__new__(Unset)
            found.name = name
            raw_set(found, self)
            self.vars[folded] = found
        return found

    def local(self, folded: str) -> Variable | None:
        """The variable of this scope alone, or None."""
        found = self.vars.get(folded)
        return None if found is None or found.__class__ is Unset else found

    def find(self, folded: str) -> Variable | None:
        """The variable that a name means here, looked for upwards; private ones of other scopes are passed over."""
        scope: Scope | None = self
        while scope is not None:
            found = scope.vars.get(folded)
            if found is not None:
                kind = found.__class__
                if kind is Variable:
                    return found
                if kind is not Unset and (scope is self or "Private" not in found.facts.options):
                    return found
            frame = scope.frame
            if frame is not None and folded in AUTOMATIC:
                made = frame.automatic(folded)
                if made is not None:
                    return made  # type: ignore[no-any-return]
            scope = scope.parent
        return None

    def look_above(self, name: str) -> Any:
        """The value of a name that this scope does not have."""
        folded = name.lower()
        found = self.find(folded)
        if found is not None:
            return found.value
        if Scope.strict_used and self.strictness() >= 1:
            raise ShellError(
                f"The variable '${name}' cannot be retrieved because it has not been set.",
                "VariableIsUndefined", "InvalidOperation", name,
            )
        return None

    strict_used = False

    def strictness(self) -> float:
        """The version that Set-StrictMode gave for here; 0 for none."""
        scope: Scope | None = self
        while scope is not None:
            if scope.strict is not None:
                return float(scope.strict)
            scope = scope.parent
        return 0.0

    def assign_new(self, cell: Variable, value: Any) -> None:
        """Give a first value to a cell of this scope that has none."""
        folded = cell.name.lower()
        if folded in _OF_THEIR_OWN:
            if folded in LOCALS:
                make_local(cell, folded)
                cell.value = value
                return
            if self.frame is not None and self.frame.assign_automatic(folded, value):
                return
        cell.__class__ = Variable
        cell.value = value

    def set(self, folded: str, name: str, value: Any) -> Variable:
        """Assign in this scope; errors as for any assignment."""
        cell = self.vars.get(folded)
        if cell is None and folded in LOCALS:
            cell = self.cell(folded, name)
        if cell is None:
            cell = self.vars[folded] = Variable(name, value)
        else:
            cell.value = value
        return cell

    def put(self, name: str, value: Any, facts: Facts | None = None) -> Variable:
        """Make or replace a variable here whatever it was; with facts it becomes Special."""
        cell = self.cell(name.lower(), name)
        cell.name = name
        cell.__class__ = Variable if facts is None else Special
        raw_set(cell, value)
        if facts is not None:
            cell.facts = facts
            if "AllScope" in facts.options:
                self.shared = {**(self.shared or {}), name.lower(): cell}
        return cell

    def remove(self, folded: str) -> bool:
        """Take a variable away; False when it was not there. Code that holds its cell sees it gone."""
        cell = self.local(folded)
        if cell is None:
            return False
        cell.__class__ = Unset
        raw_set(cell, self)
        return True

    def variables(self) -> Iterator[Variable]:
        """The variables of this scope alone."""
        for cell in list(self.vars.values()):
            if cell.__class__ is not Unset:
                yield cell

    def chain(self) -> Iterator[Scope]:
        """This scope and those above it."""
        scope: Scope | None = self
        while scope is not None:
            yield scope
            scope = scope.parent


AUTOMATIC = frozenset(
    ("args", "input", "psboundparameters", "myinvocation", "pscmdlet", "psscriptroot", "pscommandpath")
)
"""Names that an activation answers itself (folded)."""

_OF_THEIR_OWN = AUTOMATIC | LOCALS.keys()


def facts_of(variable: Variable) -> Facts:
    """The facts of a variable, made if it was plain, which makes it Special."""
    if variable.__class__ is Variable:
        variable.facts = Facts()
        variable.__class__ = Special
    return variable.facts  # type: ignore[no-any-return]


def options_of(variable: Variable) -> frozenset[str]:
    """The options of a variable; empty for a plain one."""
    return frozenset() if variable.__class__ is Variable else variable.facts.options
