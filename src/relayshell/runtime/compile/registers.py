"""Tight loops of plain arithmetic: variables held in Python locals while nothing else can see them."""

from __future__ import annotations

from typing import Any


def write_in_registers(g: Any, node: Any) -> bool:
    """Write the loop with its variables in locals, where that is possible; False where it is not."""
    return False
