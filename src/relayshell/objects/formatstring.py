"""The -f operator under the name other floors look for."""

from __future__ import annotations

from .textoperators import format_operator

__all__ = ["format_operator"]
