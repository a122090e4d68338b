"""What PowerShell adds to XML nodes: they read as their names where they are shown."""

from __future__ import annotations

from typing import Any

from ..psobject import CodeMethod
from ..typedata import add_built_in


def _local_name(node: Any) -> str:
    return str(node.local or node.name)


add_built_in("System.Xml.XmlNode", [CodeMethod("ToString", _local_name, "static string XmlNode(psobject instance)")])
add_built_in(
    "System.Xml.XmlNodeList",
    [CodeMethod("ToString", lambda found: " ".join(map(_local_name, found)), "static string XmlNodeList(psobject instance)")],
)
