"""The words of a call as a program's arguments.

What is not quoted is expanded as other shells of this system do: patterns to the files they match, `~` to the home folder.
Values of variables and expressions count as not quoted.
"""

from __future__ import annotations

import os
from typing import Any

from relayshell.objects.nothing import AUTOMATION_NULL
from relayshell.objects.psobject import unwrap

_GLOB = set("*?[")


def arguments_for(words: Any, values: list[Any], places: Any) -> list[str]:
    """The words of a call as a program's arguments."""
    found: list[str] = []
    given = iter(values)
    verbatim = False
    for word in words:
        kind = word.kind
        if kind == "name":
            found.append(word.node.text)
        elif kind == "pair":
            found.extend(_pair(word, next(given)))
        elif kind == "end":
            found.append("--")
        elif kind == "splat":
            _spread(found, next(given), places)
        else:
            value = next(given)
            if value == "--%" and not verbatim and getattr(word.node, "string_constant_type", "") == "BareWord":
                verbatim = True
            elif verbatim:
                found.extend(_split_verbatim(value))
            elif word.text is not None:
                found.append(word.text)
            else:
                _add(found, value, word, places)
    return found


def _pair(word: Any, value: Any) -> list[str]:
    from relayshell.objects.text import to_text

    space = word.node is not None and word.node.source.text[word.node.error_end : word.node.argument.start].lstrip(":") != ""
    head = f"-{word.name}:"
    return [head, to_text(value)] if space else [head + to_text(value)]


def _split_verbatim(value: Any) -> list[str]:
    import re

    text = "" if value is None else str(value)
    return re.sub(r"%(\w+)%", lambda found: os.environ.get(found[1], found[0]), text).split()


def _spread(found: list[str], value: Any, places: Any) -> None:
    from relayshell.objects.hashtable import Hashtable
    from relayshell.objects.text import to_text

    inside = unwrap(value)
    if isinstance(inside, Hashtable):
        for key, each in inside.items():
            found.append(f"-{to_text(key)}:{to_text(each)}" if each is not True else f"-{to_text(key)}")
        return
    _add(found, inside, None, places)


def _add(found: list[str], value: Any, word: Any, places: Any) -> None:
    from relayshell.objects.collections import enumerate_value
    from relayshell.objects.text import to_text

    value = unwrap(value)
    if value is None or value is AUTOMATION_NULL:
        return
    items = enumerate_value(value)
    if items is not None:
        node = word.node if word is not None else None
        if node.__class__.__name__ == "ArrayLiteralAst" and not any(char.isspace() for char in node.text):
            # Written without spaces, the commas belong to the word.
            found.append(",".join(to_text(each) for each in items))
            return
        for each in items:
            _add(found, each, None, places)
        return
    text = to_text(value)
    if word is not None and getattr(word.node, "string_constant_type", "BareWord") != "BareWord":
        found.append(text)
    elif text == "~" or text.startswith("~/"):
        found.append(os.path.expanduser(text))
    elif _GLOB.isdisjoint(text):
        found.append(text)
    else:
        found.extend(_matching(text, places) or [text])


def _matching(pattern: str, places: Any) -> list[str]:
    """The files that a pattern matches, as the location sees them, hidden ones left out; none where the location is in no file system."""
    from relayshell.errors import ShellError

    here = places.current
    if not here.provider.hierarchical:
        return []
    try:
        targets = places.resolve(pattern)
    except ShellError:
        return []
    if not all(each.provider.hierarchical for each in targets):
        return []
    targets = [each for each in targets if not each.inner.rpartition("/")[2].startswith(".")]
    whole = pattern[0] in "~/"
    return [each.inner if whole else os.path.relpath(each.inner, here.inner) for each in targets]


def by_old_rules(arguments: list[str]) -> list[str]:
    """Arguments as $PSNativeCommandArgumentPassing = 'Legacy' hands them over: put together to one line in which quotes stand
    only round what has spaces, empty ones left out, and taken apart again."""
    return list(_taken_apart(" ".join(_quoted(each) for each in arguments if each)))


def _quoted(text: str) -> str:
    """With quotes where a space stands outside of quotes."""
    quotes = backslashes = 0
    for char in text:
        if char == '"' and backslashes % 2 == 0:
            quotes += 1
        elif char.isspace() and quotes % 2 == 0:
            return f'"{text}' + "\\" * (len(text) - len(text.rstrip("\\"))) + '"'
        backslashes = backslashes + 1 if char == "\\" else 0
    return text


def _taken_apart(line: str) -> list[str]:
    """The arguments of a line by the rules of C programs on Windows, which .NET keeps to everywhere."""
    found: list[str] = []
    at = 0
    while True:
        while at < len(line) and line[at] in " \t":
            at += 1
        if at == len(line):
            return found
        word, at = _one(line, at)
        found.append(word)


def _one(line: str, at: int) -> tuple[str, int]:
    """The argument that begins at a place, and where it ends."""
    word, inside = [], False
    while at < len(line):
        start = at
        while at < len(line) and line[at] == "\\":
            at += 1
        count = at - start
        if count:
            if at == len(line) or line[at] != '"':
                word.append("\\" * count)
                continue
            word.append("\\" * (count // 2))
            if count % 2:
                word.append('"')
                at += 1
            continue
        char = line[at]
        if char == '"':
            if inside and line[at + 1 : at + 2] == '"':
                word.append('"')
                at += 1
            else:
                inside = not inside
        elif char in " \t" and not inside:
            break
        else:
            word.append(char)
        at += 1
    return "".join(word), at
