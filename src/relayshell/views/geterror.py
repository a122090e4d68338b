"""Get-Error's rendering: every property of an error and of what is behind it, indented."""

from __future__ import annotations

from typing import Any

from relayshell.objects.exceptions import NetException
from relayshell.objects.psobject import unwrap

from . import access
from .cells import ELLIPSIS
from .environment import Environment
from .expressions import MISSING
from .scalars import is_scalar, type_names
from .values import FAILURES, elements_of, text_of

DEEPEST = 10
STEP = 4
_FIRST = "Type"
_SKIPPED_INFO = {"DisplayScriptPosition"}
_STACK = ("StackTrace", "ScriptStackTrace")


def detailed_text(record: Any, environment: Environment) -> str:
    """The whole text, lines joined by line feeds."""
    return "\n".join(_lines(record, environment, 0, 1)) + "\n"


def detailed_tree(record: Any, environment: Environment) -> list[Any]:
    """The same as a custom view's tree."""
    from .packets import NEW_LINE

    tree: list[Any] = []
    for line in _lines(record, environment, 0, 1):
        tree.extend([line, NEW_LINE])
    return tree


def _lines(value: Any, environment: Environment, indent: int, depth: int) -> list[str]:
    names = [name for name in access.property_names(value) if name not in ("PSErrorIndex",)]
    shown: list[tuple[str, Any]] = []
    if isinstance(unwrap(value), NetException):
        shown.append((_FIRST, type_names(value)[0].removesuffix("#PSExtendedError")))
    for name in names:
        try:
            found = access.read(value, name, MISSING)
        except FAILURES:
            continue
        if name == "ErrorRecord" and isinstance(unwrap(value), NetException):
            found = _parent_record(unwrap(value), found)
        if found is MISSING or _is_empty(found) or name in _SKIPPED_INFO:
            continue
        shown.append((name, found))
    if not shown:
        return []
    width = max(len(name) for name, _ in shown)
    margin = " " * indent
    lines: list[str] = []
    for name, found in shown:
        label = f"{margin}{name.ljust(width)} : "
        lines.extend(_one(label, name, found, environment, indent, depth, width))
    return lines


_PARENT = "System.Management.Automation.ParentContainsErrorRecordException"


def _parent_record(exception: NetException, record: Any) -> Any:
    """The record within a record's exception, which would lead round in a circle: one that names its exception as a parent."""
    from relayshell.objects.errorrecord import ErrorRecord

    record = unwrap(record)
    if not isinstance(record, ErrorRecord) or exception.type_name == _PARENT:
        return None
    return ErrorRecord(NetException(_PARENT, exception.message), record.id, record.category_info.category, record.target)


def _is_empty(found: Any) -> bool:
    """Whether there is nothing to tell: null, an empty text, false, zero, a collection of nothing."""
    if found is None or found == "" or found == 0:
        return True
    return hasattr(found, "__len__") and len(found) == 0


def _one(label: str, name: str, found: Any, environment: Environment, indent: int, depth: int, width: int) -> list[str]:
    if is_scalar(found) or unwrap(found).__class__.__name__ == "NetType":
        lines = text_of(found).replace("\r\n", "\n").rstrip("\n").split("\n")
        hang = " " * (indent + width + 3)
        if len(lines) > 1:
            return [label.rstrip(" "), *(hang + line for line in lines)] if name in _STACK else [label + lines[0], *(hang + line for line in lines[1:])]
        return [label + lines[0]]
    elements = elements_of(found)
    if elements is not None:
        return _many(label, list(elements), environment, indent, depth)
    if depth >= DEEPEST:
        return [label + ELLIPSIS]
    if not access.property_names(found) or not _worth_walking(found):
        return [label + text_of(found)]
    inner = _lines(found, environment, indent + STEP, depth + 1)
    return [label, *inner] if inner else [label + text_of(found)]


def _worth_walking(found: Any) -> bool:
    """Errors and what belongs to them are walked; other objects are named."""
    names = type_names(found)
    return isinstance(unwrap(found), NetException) or any(
        name.removeprefix("System.Management.Automation.") in ("InvocationInfo", "ErrorRecord")
        for name in names
    )


def _many(label: str, elements: list[Any], environment: Environment, indent: int, depth: int) -> list[str]:
    if not elements:
        return []
    lines = [label]
    margin = " " * (indent + STEP + 2)
    for position, element in enumerate(elements):
        if is_scalar(element):
            lines.append(margin + text_of(element))
        else:
            if position:
                lines.append("")
            lines.extend(_lines(element, environment, indent + STEP, depth + 1) or [margin + text_of(element)])
    return lines
