"""Which module of this folder declares which type: module name to full type names."""

from __future__ import annotations

HOMES: dict[str, tuple[str, ...]] = {}
