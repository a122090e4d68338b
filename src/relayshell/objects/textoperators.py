"""-match, -replace, -split and -join, and the text side of -f."""

from __future__ import annotations

from typing import Any

from ..errors import ShellError
from .collections import enumerate_value
from .convert import convert
from .convertnumbers import to_bool
from .exceptions import NetException
from .hashtable import Hashtable
from .invoke import call_for_value, is_block
from .membererrors import net_error
from .nettype import get_type
from .operands import many, plain
from .psobject import PSCustomObject, PSObject
from .text import flat_text, to_text

IGNORE_CASE, MULTILINE, EXPLICIT, SINGLELINE, IGNORE_SPACE, CULTURE_INVARIANT = 1, 2, 4, 16, 32, 512


def _compile(pattern: Any, ignore_case: bool, options: int = 0) -> Any:
    """The regular expression of an operand: one as it is, or text compiled; raises NetException."""
    from .dotnet.regex import Regex, compile_pattern

    pattern = plain(pattern)
    if isinstance(pattern, Regex):
        return pattern
    return compile_pattern(to_text(pattern), ignore_case, options)


_REGEXES: dict[tuple[str, bool], Any] = {}
_RIGHT_TO_LEFT = 64
_LONG = 1 << 20
"""Characters from which on a text is gone through match by match, so that it may be interrupted."""


def _regex_of(pattern: Any, ignore_case: bool) -> Any:
    """The regular expression of an operand, remembered for text; raises ShellError."""
    if pattern.__class__ is not str:
        return _compile_checked(pattern, ignore_case)
    regex = _REGEXES.get((pattern, ignore_case))
    if regex is None:
        if len(_REGEXES) > 1000:
            _REGEXES.clear()
        regex = _REGEXES[pattern, ignore_case] = _compile_checked(pattern, ignore_case)
    return regex


def matches_table(regex: Any, found: Any) -> Hashtable:
    """What $Matches holds: the texts of groups that took part, by number or name."""
    table = Hashtable()
    if len(regex.slots) == 1:
        table.values_by[0] = found.group()
        table.keys_by[0] = 0
        return table
    values, keys = table.values_by, table.keys_by
    for key, normal, slot in _keys_of(regex):
        text = found.group(slot)
        if text is not None:
            values[normal] = text
            keys[normal] = key
    return table


def _keys_of(regex: Any) -> list[tuple[Any, Any, int]]:
    """The keys of $Matches for the groups of a pattern, as written and as a hashtable has them, and the groups."""
    found: list[tuple[Any, Any, int]] | None = regex.keys
    if found is None:
        table = Hashtable()
        names = [int(name) if name.isdigit() else name for name in regex.names]
        found = regex.keys = [(name, table.normal(name), slot) for name, slot in zip(names, regex.slots)]
    return found


def match(left: Any, right: Any, ignore_case: bool = True) -> tuple[Any, Hashtable | None]:
    """-match: the result, and what $Matches becomes where one text matched (None: it stays as it is)."""
    regex = _regex_of(right, ignore_case)
    if left.__class__ is PSObject and left.base.__class__ is str:
        left = to_text(left)
    if left.__class__ is not str:
        items = many(left)
        if items is not None:
            return [item for item in items if regex.find(to_text(item)) is not None], None
        left = to_text(left)
    if regex.timeout is None and not regex.options & _RIGHT_TO_LEFT:
        found = regex.compiled.search(left)
        return (False, None) if found is None else (True, matches_table(regex, found))
    match = regex.find(left)
    if match is None:
        return False, None
    return True, Hashtable((int(name) if name.isdigit() else name, group.value) for name, group in match.groups if group.success)


def notmatch(left: Any, right: Any, ignore_case: bool = True) -> tuple[Any, Hashtable | None]:
    """-notmatch, which sets $Matches where the pattern does match."""
    items = many(left)
    if items is not None:
        regex = _regex_of(right, ignore_case)
        return [item for item in items if regex.find(to_text(item)) is None], None
    found, groups = match(left, right, ignore_case)
    return not found, groups


def _compile_checked(pattern: Any, ignore_case: bool) -> Any:
    try:
        return _compile(pattern, ignore_case)
    except NetException as error:
        raise net_error(error) from None


def replace(left: Any, right: Any, ignore_case: bool = True) -> Any:
    """-replace: a pattern, and text or a script block that gives the text for each match ($_ is the match)."""
    pattern: Any = right
    by: Any = ""
    if right.__class__ is list and len(right) == 2 and left.__class__ is str and len(left) < _LONG:
        pattern, by = right
        if pattern.__class__ is str and by.__class__ is str and "$" not in by and "\\" not in by:
            known = _REGEXES.get((pattern, ignore_case))
            if known is not None and known.plain:
                return known.compiled.sub(by, left)
        pattern, by = right, ""
    operands = plain(right)
    if isinstance(operands, list):
        if len(operands) > 2:
            raise ShellError(
                "The -replace operator allows only two elements to follow it, not " + str(len(operands)) + ".", "BadReplaceArgument", "InvalidOperation", operands
            )
        pattern = operands[0] if operands else None
        if len(operands) > 1:
            by = plain(operands[1])
    try:
        regex = _REGEXES.get((pattern, ignore_case)) if pattern.__class__ is str else None
        if regex is None:
            regex = _compile(pattern, ignore_case)
            if pattern.__class__ is str and len(_REGEXES) < 1000:
                _REGEXES[pattern, ignore_case] = regex
    except NetException as error:
        text = to_text(pattern)
        raise ShellError(
            f"The regular expression pattern {text} is not valid.", "InvalidRegularExpression", "InvalidOperation", pattern, inner=error
        ) from None
    replacement: Any
    if is_block(by):
        def replacement(match: Any) -> str:
            return to_text(call_for_value(by, (match,), underscore=match))
    elif callable(by):
        replacement = by
    else:
        replacement = to_text(by)
        if left.__class__ is PSObject and left.base.__class__ is str:
            left = to_text(left)
        if left.__class__ is str and "$" not in replacement and "\\" not in replacement and regex.timeout is None and (
            not regex.options & _RIGHT_TO_LEFT
        ):
            if len(left) < _LONG:
                return regex.compiled.sub(replacement, left)
            from .dotnet.regexpatience import replaced

            # One call could not be interrupted for as long as it takes.
            return replaced(regex.compiled, replacement, left)
    items = many(left)
    if items is not None:
        return [regex.replace(to_text(item), replacement) for item in items]
    return regex.replace(to_text(left), replacement)


def join(left: Any, right: Any = "", separator: str = " ") -> str:
    """-join; separator is $OFS, for elements that are themselves collections it is not used."""
    glue = to_text(right, separator)
    items = enumerate_value(left)
    if items is None:
        return to_text(left, separator)
    return glue.join([flat_text(item, top=not isinstance(item, list)) for item in items])


def unary_split(left: Any) -> list[str]:
    """-split 'a b': at white space, none of it kept at the ends."""
    items = enumerate_value(left)
    out: list[str] = []
    for item in [left] if items is None else items:
        out.extend(to_text(item).split())
    return out


def split(left: Any, right: Any, ignore_case: bool = True) -> list[str]:
    """-split: a pattern or a script block, a limit (negative: from the end), and options."""
    if right.__class__ is str and (left.__class__ is str or left.__class__ is PSObject and left.base.__class__ is str):
        return _regex_of(right, ignore_case).split(to_text(left))  # type: ignore[no-any-return]
    operands = plain(right)
    parts = operands if isinstance(operands, list) else [right]
    delimiter = plain(parts[0]) if parts else None
    limit = convert(parts[1], get_type("System.Int32")) if len(parts) > 1 else 0
    options = _options(parts[2]) if len(parts) > 2 else set()
    if len(parts) > 3:
        raise ShellError(
            "The -split operator's right operand takes a delimiter, a limit and options.", "BadOperatorArgument", "InvalidOperation", right
        )
    items = enumerate_value(left)
    out: list[str] = []
    for item in [left] if items is None else items:
        out.extend(_split_one(to_text(item), delimiter, limit, options, ignore_case))
    return out


def _options(value: Any) -> set[str]:
    chosen = convert(value, get_type("System.Management.Automation.SplitOptions"))
    return {name.strip() for name in chosen.name.split(",")}


def _split_one(text: str, delimiter: Any, limit: int, options: set[str], ignore_case: bool) -> list[str]:
    if is_block(delimiter):
        return _split_by_block(text, delimiter, limit)
    if limit == 1:
        return [text]
    simple = "SimpleMatch" in options
    if simple and options - {"SimpleMatch", "IgnoreCase"} or "SimpleMatch" in options and "RegexMatch" in options:
        raise ShellError(
            "The SimpleMatch option cannot be combined with other options but IgnoreCase.", "InvalidSplitOptionCombination", "InvalidOperation"
        )
    flags = 0
    for name, flag in (
        ("CultureInvariant", CULTURE_INVARIANT), ("IgnorePatternWhitespace", IGNORE_SPACE), ("Multiline", MULTILINE),
        ("Singleline", SINGLELINE), ("ExplicitCapture", EXPLICIT),
    ):
        if name in options:
            flags |= flag
    ignore_case = ignore_case or "IgnoreCase" in options
    pattern = delimiter
    if simple:
        from .dotnet.regex import escape

        pattern = escape(to_text(delimiter))
    try:
        regex = _compile(pattern, ignore_case, flags)
    except NetException as error:
        raise net_error(error) from None
    if limit >= 0:
        return list(regex.split(text, limit))
    return _split_from_end(text, regex, -limit)


def _split_from_end(text: str, regex: Any, limit: int) -> list[str]:
    """At most so many pieces, counted from the end: the first holds the rest."""
    if limit == 1:
        return [text]
    found = list(regex.find_all(text))
    kept = found[-(limit - 1):]
    out: list[str] = []
    last = 0
    for match in kept:
        out.append(text[last:match.index])
        for _, group in match.groups[1:]:
            if group.success:
                out.append(group.value)
        last = match.index + len(match.value)
    out.append(text[last:])
    return out


def _split_by_block(text: str, block: Any, limit: int) -> list[str]:
    """At each character for which the block is true; $_ is the character, $args the text and place."""
    from .numbers import Char

    cuts = []
    for position, char in enumerate(text):
        if to_bool(call_for_value(block, (text, position), underscore=Char(char).__str__())):
            cuts.append(position)
            if limit > 0 and len(cuts) == limit - 1:
                break
    if limit < 0:
        cuts = cuts[-(-limit - 1):] if limit < -1 else []
    if limit == 1:
        cuts = []
    out, last = [], 0
    for cut in cuts:
        out.append(text[last:cut])
        last = cut + 1
    out.append(text[last:])
    return out


def _argument_text(value: Any) -> str:
    """What an argument's own ToString() gives: collections are not taken apart."""
    return to_text(value) if value.__class__ is PSCustomObject else flat_text(value, invariant=False, top=enumerate_value(value) is None)


def format_operator(left: Any, right: Any) -> str:
    """-f: a composite format with the arguments of an array, or with one."""
    from .dotnet.composite import composite

    items = enumerate_value(right)
    arguments = [right] if items is None else list(items)
    try:
        return composite(to_text(left), [plain(a) for a in arguments], to_text=_argument_text)
    except NetException as error:
        raise ShellError(
            f"Error formatting a string: {error.message}.", "FormatError", "InvalidOperation", left, inner=error
        ) from None
