"""Attributes of .NET itself that a script puts before a class or a parameter: they only carry what they were given."""

from __future__ import annotations

from typing import Any

from relayshell.commands.attributes import Attribute
from relayshell.objects.declare import declare

_CARRIED: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "System.ObsoleteAttribute": (("()", "(string message)", "(string message, bool error)"), ("Message", "IsError", "DiagnosticId", "UrlFormat")),
    "System.FlagsAttribute": (("()",), ()),
    "System.SerializableAttribute": (("()",), ()),
    "System.ComponentModel.DescriptionAttribute": (("()", "(string description)"), ("Description",)),
    "System.ComponentModel.DisplayNameAttribute": (("()", "(string displayName)"), ("DisplayName",)),
    "System.ComponentModel.CategoryAttribute": (("()", "(string category)"), ("Category",)),
    "System.ComponentModel.DefaultValueAttribute": (("(System.Object value)",), ("Value",)),
    "System.ComponentModel.BrowsableAttribute": (("(bool browsable)",), ("Browsable",)),
    "System.ComponentModel.TypeConverterAttribute": (("()", "(type type)", "(string typeName)"), ("ConverterTypeName",)),
    "System.Diagnostics.DebuggerDisplayAttribute": (("(string value)",), ("Value", "Name", "Type")),
    "System.Diagnostics.CodeAnalysis.SuppressMessageAttribute": (
        ("(string category, string checkId)",), ("Category", "CheckId", "Justification", "MessageId", "Scope", "Target"),
    ),
}
"""By type: the constructors, whose arguments are its first properties in their order, and the properties."""

_FALSE = frozenset(("IsError", "Browsable"))


def _named(name: str) -> Any:
    return lambda attribute: attribute.facts.get(name)


def _set(name: str) -> Any:
    def write(attribute: Attribute, value: Any) -> None:
        attribute.facts[name] = value

    return write


def _declare_all() -> None:
    for name, (constructors, properties) in _CARRIED.items():
        kind = type(name.rpartition(".")[2], (Attribute,), {"net_name": name})

        def make(*values: Any, kind: Any = kind, properties: tuple[str, ...] = properties) -> Attribute:
            given = dict(zip(properties, values))
            return kind(**{each: given.get(each, False if each in _FALSE else None) for each in properties})  # type: ignore[no-any-return]

        declare(
            name, kind, new=make, base="System.Attribute", get={each: _named(each) for each in properties},
            set={each: _set(each) for each in properties}, signatures=constructors,
        )


_declare_all()
