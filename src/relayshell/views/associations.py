"""Which properties of an object a shape without a view shows, and by what names."""

from __future__ import annotations

from typing import Any

from relayshell.objects.psobject import Member, PSObject

from . import access
from .expressions import Expression
from .options import Options
from .parameters import Parameter

TABLE_AT_MOST = 4
"""More properties than this make a list."""
TABLE_COLUMNS = 10
"""A table of all properties stops here."""

Association = tuple[Expression, "Parameter | None"]
_HIDDEN = {"runspaceid", "pscomputername", "psshowcomputername"}


def asked(properties: list[Parameter], value: Any, keep_missing: bool) -> list[Association]:
    """The expressions asked for, patterns spread out. A table keeps columns for what the object lacks."""
    result: list[Association] = []
    for parameter in properties:
        found = parameter.expression.resolve(value)
        if not found and keep_missing and not parameter.expression.pattern:
            found = [parameter.expression]
        result.extend((expression, parameter) for expression in found)
    return result


def default(value: Any) -> list[Association]:
    """The default display properties of the object's type that it has."""
    result: list[Association] = []
    for name in access.default_display_names(value):
        result.extend((expression, None) for expression in Expression(name).resolve(value))
    return result


def everything(value: Any) -> list[Association]:
    """All properties, but for those that say where a remote object came from."""
    names = access.shown_names(value)
    if any(name.lower() in _HIDDEN for name in names):
        names = [name for name in names if name.lower() not in _HIDDEN]
    return [(Expression(name, resolved=True), None) for name in names]


def active(options: Options, value: Any, keep_missing: bool = False, at_most: int = 0) -> list[Association]:
    """What to show: what was asked for, else the default set, else everything (at_most so many, 0 for all)."""
    if options.properties:
        return asked(options.properties, value, keep_missing)
    result = default(value)
    if not result:
        result = everything(value)
        if at_most:
            result = result[:at_most]
    return result


def label_of(association: Association) -> str:
    """What a column or line is called: the label given, else the expression."""
    expression, parameter = association
    return parameter.label if parameter is not None and parameter.label is not None else expression.text


def suits_table(value: Any) -> bool:
    """Whether an object without a view is shown in a table."""
    return 0 < len(default(value) or everything(value)) <= TABLE_AT_MOST


def has_properties(value: Any) -> bool:
    """Whether there is anything to show of an object but its text."""
    if value.__class__ is PSObject and any(not isinstance(each, Member) for each in value.props.values()):
        return True
    return bool(access.property_names(value))
