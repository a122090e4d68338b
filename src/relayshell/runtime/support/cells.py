"""Variables as generated code reaches them."""

from __future__ import annotations

from typing import Any

from relayshell.errors import ShellError
from relayshell.objects.nothing import AUTOMATION_NULL
from relayshell.runtime.scope import Special, Unset, Variable, facts_of, not_writable, raw_get, raw_set


def global_cell(frame: Any, folded: str, name: str) -> Variable:
    """The cell of `$global:name`."""
    return frame.session.globals.cell(folded, name)  # type: ignore[no-any-return]


def script_cell(frame: Any, folded: str, name: str) -> Variable:
    """The cell of `$script:name`."""
    return frame.scope.script.cell(folded, name)  # type: ignore[no-any-return]


def private_cell(frame: Any, folded: str, name: str) -> Variable:
    """The cell of `$private:name`, which becomes private."""
    cell = frame.scope.cell(folded, name)
    if cell.__class__ is Unset:
        cell.__class__ = Variable
        cell.value = None
    facts = facts_of(cell)
    facts.options = facts.options | {"Private"}
    return cell  # type: ignore[no-any-return]


def read_local(frame: Any, folded: str, name: str) -> Any:
    """`$local:name`: of this scope alone."""
    found = frame.scope.local(folded)
    if found is not None:
        return found.value
    if frame.scope.frame is not None:
        automatic = frame.scope.frame.automatic(folded) if folded in _automatic() else None
        if automatic is not None:
            return automatic.value
    return None


def _automatic() -> frozenset[str]:
    from relayshell.runtime.scope import AUTOMATIC

    return AUTOMATIC


def read_using(frame: Any, folded: str, name: str) -> Any:
    """`$using:name`, which means something only where another place runs the block."""
    found = frame.scope.find("using:" + folded)
    if found is None:
        raise ShellError(
            "A Using variable cannot be retrieved. A Using variable can be used only with Invoke-Command, Start-Job, or InlineScript in "
            "the script workflow. When it is used with Invoke-Command, the Using variable is valid only if the script block is invoked "
            "on a remote computer.", "UsingWithoutInvokeCommand", "InvalidOperation",
        )
    return found.value


def read_drive(frame: Any, drive: str, name: str) -> Any:
    """`$env:NAME`, `$function:name`, `${path}`."""
    return frame.session.drive_values.read(frame, drive, name)


def write_drive(frame: Any, drive: str, name: str, value: Any) -> Any:
    """An assignment to such a variable."""
    frame.session.drive_values.write(frame, drive, name, value)
    return value


def write_constant(name: str, value: Any) -> Any:
    """An assignment to $null (which does nothing) or to $true and $false (which cannot be)."""
    if name.lower() == "null":
        return value
    raise not_writable(Variable(name.lower()))


def own_value(frame: Any, cell: Variable) -> Any:
    """The value that a block itself gave a variable; null where it gave none."""
    if cell.__class__ is Unset and frame.owner is None:
        return None
    return cell.value


def put(cell: Variable, value: Any) -> Any:
    """Assign and give the value as the variable holds it."""
    cell.value = value
    if cell.__class__ is Variable:
        return value
    return cell.value


def put_typed(frame: Any, cell: Variable, attributes: tuple[Any, ...], value: Any) -> Any:
    """`[type][attribute()] $x = value`: the variable converts and checks from now on."""
    from relayshell.objects.nettype import NetType
    from relayshell.runtime.constraints import cannot_add, constraint_of

    if value is AUTOMATION_NULL:
        value = None
    if cell.__class__ is Special and not cell.facts.options.isdisjoint(("ReadOnly", "Constant")):
        raise not_writable(cell)
    constraint = constraint_of(frame, attributes)
    # A local variable with a type alone is converted where it stands; any other by the attributes it has from then on.
    kept = frame.owner is not None or bool(constraint.checks) or len(constraint.attributes) > sum(a.__class__ is NetType for a in constraint.attributes)
    value = constraint.converted_kept(value) if kept else constraint.converted(value)
    constraint.verify(value, cell, cannot_add)
    if cell.__class__ is Unset:
        cell.value = value
        if cell.__class__ is Unset:
            return value
    facts = facts_of(cell)
    facts.convert = constraint.convert_kept if kept else constraint.convert
    facts.attributes = constraint.attributes
    if facts.getter is None:
        raw_set(cell, value)
    else:
        cell.value = value
    return value


def cell_state(cell: Variable) -> Any:
    """What a cell is now, to be brought back by restore_cell."""
    return cell.__class__, raw_get(cell)


def restore_cell(cell: Variable, state: Any) -> None:
    """Bring back what cell_state found."""
    kind, value = state
    cell.__class__ = kind
    raw_set(cell, value)


def swap_in(cell: Variable, value: Any) -> Any:
    """Give a cell a value for a while; returns its state before."""
    state = cell.__class__, raw_get(cell)
    cell.value = value
    return state


swap_back = restore_cell


def reference_to(frame: Any, cell: Variable) -> Any:
    """`[ref]$x`: the variable must be there."""
    from relayshell.objects.psobject import Reference as PSReference

    if cell.__class__ is Unset:
        found = raw_get(cell).find(cell.name.lower())
        if found is None:
            raise ShellError(
                "[ref] cannot be applied to a variable that does not exist.", "NonExistingVariableReference", "InvalidOperation", cell.name
            )
        cell = found
    return PSReference(cell=cell)


def reference_of(value: Any) -> Any:
    """`[ref]` of a value that is no variable."""
    from relayshell.objects.psobject import Reference as PSReference

    return PSReference(value)
