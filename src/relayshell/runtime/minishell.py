"""A program that is given a script block: another shell, which gets the block as text and its arguments as CLIXML, and gives objects back.

`pwsh -Command { ... } -args 1, 2` becomes -EncodedCommand and -EncodedArguments, with -InputFormat and -OutputFormat XML where the streams
are this shell's. What any program writes after the line `#< CLIXML` is read as objects too.
"""

from __future__ import annotations

import base64
from typing import Any

from relayshell.objects.psobject import unwrap
from relayshell.runtime.scriptblock import ScriptBlock


def shell_arguments(words: Any, values: list[Any], expecting: bool, captured: bool, plain: Any) -> list[str]:
    """The arguments for the other shell. `plain` makes words of what is not special, a word and its value at a time."""
    found: list[str] = []
    formats: set[str] = set()
    given = iter(values)
    is_args = False
    for word in words:
        if word.kind == "name":
            name = word.node.text.lstrip("-").lower()
            if name and "command".startswith(name):
                continue
            is_args = bool(name) and "args".startswith(name)
            if is_args:
                continue
            if name in ("inputformat", "if", "outputformat", "of"):
                formats.add(name[0])
            found.append(word.node.text)
            continue
        if word.kind == "end":
            found.append("--")
            continue
        value = next(given)
        inside = unwrap(value)
        if inside.__class__ is ScriptBlock:
            found += ["-EncodedCommand", _encoded(str(inside))]
        elif is_args:
            found += ["-EncodedArguments", _encoded(_arguments_text(value))]
            is_args = False
        else:
            found += plain(word, value)
    if expecting and "i" not in formats:
        found = ["-InputFormat", "xml", *found]
    if captured and "o" not in formats:
        found = ["-OutputFormat", "xml", *found]
    return found


def _encoded(text: str) -> str:
    return base64.b64encode(text.encode("utf-16-le", "surrogatepass")).decode("ascii")


def _arguments_text(value: Any) -> str:
    from relayshell.objects.clixml import serialize
    from relayshell.objects.collections import enumerate_value

    items = enumerate_value(value)
    inside = [value] if items is None else list(items)
    return serialize(inside, 2, False)


def input_text(items: list[Any]) -> bytes:
    """Piped objects as the document that the other shell reads."""
    from relayshell.objects.clixml import serialize

    return serialize(items, 1, False).encode("utf-8", "replace")


def objects_of(text: str) -> list[tuple[str, Any]]:
    """The objects after the mark, each with its stream; one document for each line that begins one."""
    from relayshell.errors import ShellError
    from relayshell.objects.clixml.reader import Reader

    found: list[tuple[str, Any]] = []
    for part in text.replace("</Objs><Objs", "</Objs>\n<Objs").split("</Objs>\n"):
        if not part.strip():
            continue
        document = part if part.rstrip().endswith("</Objs>") else part + "</Objs>"
        try:
            found += Reader().streams(document)
        except ShellError:
            found.append(("Output", part))
    return found


def record_of(value: Any) -> Any:
    """The error record that an object of the error stream tells of."""
    from relayshell.objects.errorrecord import ErrorRecord
    from relayshell.objects.exceptions import NetException
    from relayshell.objects.text import to_text

    found = unwrap(value)
    if isinstance(found, ErrorRecord):
        found.__dict__.pop("extra_type_names", None)
        return found
    text = to_text(value)
    return ErrorRecord(NetException("System.Management.Automation.RemoteException", text), "NativeCommandError", "NotSpecified", text)
