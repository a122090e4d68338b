"""A ProgressRecord in CLIXML: an element PR with the parts in a fixed order."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

from relayshell.objects.clixml import scalars
from relayshell.objects.members import get_member, set_member

TYPE = "System.Management.Automation.ProgressRecord"
_PARTS = {"AV": "Activity", "AI": "ActivityId", "": "CurrentOperation", "PI": "ParentActivityId", "PC": "PercentComplete", "T": "RecordType", "SR": "SecondsRemaining", "SD": "StatusDescription"}


def write(writer: Any, record: Any, attributes: str, level: int) -> None:
    """The record as an element."""
    from relayshell.objects.text import to_text

    writer.line(level, f"<PR{attributes}>")
    for tag, name in _PARTS.items():
        value = get_member(record, name)
        if tag:
            writer.element(level + 1, tag, "", scalars.escape(to_text(value)))
        else:
            writer.value(value or None, "", level + 1, 1)
    writer.line(level, "</PR>")


def read(node: ElementTree.Element) -> Any:
    """The record that an element tells of."""
    from relayshell.objects.calls import new_object
    from relayshell.objects.convert import convert
    from relayshell.objects.nettype import get_type

    texts = {each.tag.rpartition("}")[2]: scalars.unescape(each.text or "") for each in node}
    made = new_object(get_type(TYPE), [int(texts.get("AI") or 0), texts.get("AV") or " ", texts.get("SD") or " "])
    for tag, name in (("PI", "ParentActivityId"), ("PC", "PercentComplete"), ("SR", "SecondsRemaining")):
        set_member(made, name, int(texts.get(tag) or -1))
    if texts.get("S"):
        set_member(made, "CurrentOperation", texts["S"])
    set_member(made, "RecordType", convert(texts.get("T") or "Processing", get_type("System.Management.Automation.ProgressRecordType")))
    return made
