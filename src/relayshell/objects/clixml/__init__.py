"""CLIXML: objects as PowerShell writes them to files and between processes, and back.

`serialize` and `deserialize` are what others use. Nothing in a file is ever run or decoded into
code: what is not a known value comes back as a bag of properties whose type name says Deserialized.
"""

from __future__ import annotations

from typing import Any

NAMESPACE = "http://schemas.microsoft.com/powershell/2004/04"
VERSION = "1.1.0.1"


def serialize(values: list[Any], depth: int = 1, indent: bool = True, streams: list[str] | None = None, while_running: bool = True) -> str:
    """The document for some values. depth says how many levels of properties are kept; while_running, that type data can be asked."""
    from relayshell.objects.clixml.writer import Writer

    return Writer(depth, indent, while_running).document(values, streams)


def deserialize(text: str) -> list[Any]:
    """The values of a document. Raises NetException XmlException for what is none."""
    from relayshell.objects.clixml.reader import Reader

    return Reader().document(text)
