"""Types by name: where names of classes defined in scripts and `using namespace` matter."""

from __future__ import annotations

from typing import Any

from relayshell.errors import ShellError
from relayshell.objects.typenames import resolve_type


def find_named_type(frame: Any, reference: Any) -> Any:
    """The type a TypeReference means; remembered where no script class can take its name."""
    name = reference.name
    state = frame.state
    if not state.has_types(frame):
        found = resolve_type(name.full_name)
        if found is not None:
            reference.found = found
            return found
        raise unknown_type(name)
    found = find_type_name(frame, name)
    if found is None:
        raise unknown_type(name)
    return found


def find_type_name(frame: Any, name: Any) -> Any:
    """The type that a TypeName (or a text) means, or None."""
    text = name if isinstance(name, str) else name.full_name
    state = frame.state
    if not state.has_types(frame):
        return resolve_type(text)
    return resolve_type(text, state.namespaces(frame), lambda each: state.find_script_type(each, frame))


def unknown_type(name: Any) -> ShellError:
    """The error for a type that is not there; it names the part that is not."""
    text = name if isinstance(name, str) else _unknown_part(name)
    return ShellError(f"Unable to find type [{text}].", "TypeNotFound", "InvalidOperation", text)


def _unknown_part(name: Any) -> str:
    inner = getattr(name, "type_name", None)
    if inner is not None:
        return str(inner.full_name)
    return str(name.full_name)
