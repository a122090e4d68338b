"""The filter language of DataTable.Select, as far as scripts use it: comparisons, LIKE, IN, IS NULL, AND, OR, NOT and parentheses."""

from __future__ import annotations

import re
from typing import Any

from relayshell.objects.dotnet.faults import fault

_TOKEN = re.compile(r"\s*(?:('(?:[^']|'')*')|(\[[^\]]*\])|(#[^#]*#)|(-?\d+(?:\.\d+)?)|(<>|<=|>=|[=<>(),])|([A-Za-z_][\w.]*))")


class _Filter:
    """One expression over one row."""

    def __init__(self, text: str, row: Any) -> None:
        self.row, self.tokens, self.at = row, [], 0
        place = 0
        while place < len(text.rstrip()):
            found = _TOKEN.match(text, place)
            if not found:
                raise fault("System.Data.SyntaxErrorException", f"Syntax error: The filter '{text}' cannot be read from position {place + 1} on.")
            self.tokens.append((found.lastindex, found[found.lastindex]))  # type: ignore[index]
            place = found.end()

    def peek(self) -> tuple[Any, str]:
        return self.tokens[self.at] if self.at < len(self.tokens) else (0, "")

    def word(self, *words: str) -> str | None:
        kind, text = self.peek()
        if kind in (5, 6) and text.upper() in words:
            self.at += 1
            return text.upper()
        return None

    def either(self) -> bool:
        left = self.both()
        while self.word("OR"):
            left = self.both() or left
        return left

    def both(self) -> bool:
        left = self.one()
        while self.word("AND"):
            left = self.one() and left
        return left

    def one(self) -> bool:
        if self.word("NOT"):
            return not self.one()
        if self.word("("):
            inner = self.either()
            self.word(")")
            return inner
        left = self.value()
        if self.word("IS"):
            negated = self.word("NOT") is not None
            self.word("NULL")
            return (left is None) != negated
        negated = self.word("NOT") is not None
        if self.word("LIKE"):
            pattern = re.escape(str(self.value())).replace("%", ".*").replace("\\*", ".*")
            return (left is not None and re.fullmatch(pattern, str(left), re.I | re.S) is not None) != negated
        if self.word("IN"):
            self.word("(")
            values = [self.value()]
            while self.word(","):
                values.append(self.value())
            self.word(")")
            return any(self.equal(left, value) for value in values) != negated
        operator = self.word("=", "<>", "<", ">", "<=", ">=")
        if operator is None:
            return bool(left)
        right = self.value()
        if left is None or right is None:
            return False
        if operator in ("=", "<>"):
            return self.equal(left, right) == (operator == "=")
        found = _order(left, right)
        return {"<": found < 0, ">": found > 0, "<=": found <= 0, ">=": found >= 0}[operator]

    @staticmethod
    def equal(left: Any, right: Any) -> bool:
        if isinstance(left, str) and isinstance(right, str):
            return left.lower() == right.lower()
        return left is not None and right is not None and _order(left, right) == 0

    def value(self) -> Any:
        kind, text = self.peek()
        self.at += 1
        if kind == 1:
            return text[1:-1].replace("''", "'")
        if kind == 3:
            from relayshell.objects.dotnet.culture import INVARIANT
            from relayshell.objects.dotnet.dateparse import parse_date
            return parse_date(text[1:-1], INVARIANT)
        if kind == 4:
            return float(text) if "." in text else int(text)
        if kind in (2, 6):
            if text.upper() in ("TRUE", "FALSE"):
                return text.upper() == "TRUE"
            column = self.row.column(text.strip("[]"))
            return self.row.values.get(id(column))
        raise fault("System.Data.SyntaxErrorException", f"Syntax error: Missing operand before '{text}' operator.")


def _order(left: Any, right: Any) -> int:
    """-1, 0 or 1, the right made a value of the left's type."""
    from relayshell.objects.convert import convert
    from relayshell.objects.dotnet.comparing import compare_values
    from relayshell.objects.typeof import type_of
    return compare_values(left, convert(right, type_of(left)))


def row_filter(text: str, row: Any) -> bool:
    """Whether a row passes a filter. Raises SyntaxErrorException."""
    return _Filter(text, row).either()
