"""Asking for several values by name: what a command needs and was not given, or what $Host.UI.Prompt asks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

HELP = "!?"
_SECRET = "System.Security.SecureString"


def ask_fields(host: Any, caption: str, message: str, fields: Sequence[Any]) -> dict[str, Any]:
    """The answers by name. A field of an array type takes line after line until an empty one; `!?` tells what a field is."""
    host.write_line("")
    if caption:
        host.write_line(caption)
    if message:
        host.write_line(message)
    if any(getattr(field, "help", None) for field in fields):
        host.write_line("(Type !? for Help.)")
    return {field.name: _ask(host, field) for field in fields}


def _ask(host: Any, field: Any) -> Any:
    net_type = getattr(field, "type", None)
    element = getattr(net_type, "element_type", None)
    if element is None:
        return _value(host, field, f"{field.name}: ", net_type)
    values: list[Any] = []
    while True:
        value = _value(host, field, f"{field.name}[{len(values)}]: ", element)
        if not value:
            return values
        values.append(value)


def _value(host: Any, field: Any, prompt: str, net_type: Any) -> Any:
    if net_type is not None and getattr(net_type, "full_name", "") == _SECRET:
        from relayshell.objects.dotnet.credentials import SecureString

        return SecureString(host.read_secret(prompt))
    while True:
        value = host.read_line(prompt)
        if value != HELP:
            return value
        host.write_line(str(getattr(field, "help", None) or "No help is available for this item."))
