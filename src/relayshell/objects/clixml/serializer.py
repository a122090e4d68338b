"""System.Management.Automation.PSSerializer: CLIXML for scripts."""

from __future__ import annotations

from typing import Any

from relayshell.objects.clixml import deserialize, serialize
from relayshell.objects.declare import declare


class PSSerializer:
    """Has static members only."""


def _serialize(value: Any, depth: int = 1) -> str:
    return serialize([value], int(depth))


def _deserialize(text: str) -> Any:
    values = deserialize(text)
    return values[0] if len(values) == 1 else values


declare(
    "System.Management.Automation.PSSerializer", PSSerializer,
    statics={"Serialize": _serialize, "Deserialize": _deserialize, "DeserializeAsList": deserialize},
    signatures=(
        "static string Serialize(System.Object source)", "static string Serialize(System.Object source, int depth)",
        "static System.Object Deserialize(string source)", "static System.Object[] DeserializeAsList(string source)",
    ),
)
