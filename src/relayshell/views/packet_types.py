"""Format packets as scripts see them."""

from __future__ import annotations

from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.psobject import PSCustomObject

from .packets import (
    CUSTOM, LIST, TABLE, TEXT, WIDE, FormatEndData, FormatEntryData, FormatStartData, GroupEndData, GroupStartData, ListShape, TableShape, WideShape,
)

NAMESPACE = "Microsoft.PowerShell.Commands.Internal.Format."
CLASS_ID = "ClassId2e4f51ef21dd47e99d3c952918aff9cd"
_PACKET = NAMESPACE + "PacketInfoData"


def _part(kind: str, **props: Any) -> PSCustomObject:
    return PSCustomObject(dict(props), [NAMESPACE + kind, "System.Object"])


def _shape(start: FormatStartData) -> Any:
    shape = start.shape
    if isinstance(shape, TableShape):
        columns = [
            _part("TableColumnInfo", width=width, alignment=alignment, label=label, propertyName=label)
            for label, width, alignment in zip(shape.labels, shape.widths, shape.alignments)
        ]
        return _part("TableHeaderInfo", hideHeader=shape.hide_header, repeatHeader=shape.repeat_header, tableColumnInfoList=columns)
    if isinstance(shape, WideShape):
        return _part("WideViewHeaderInfo", columns=shape.columns)
    return _part("ListViewHeaderInfo" if isinstance(shape, ListShape) else "ComplexViewHeaderInfo")


def _field(text: str) -> Any:
    return _part("FormatPropertyField", propertyValue=text, alignment=0)


def _entry(entry: FormatEntryData) -> Any:
    content = entry.content
    if entry.kind == TABLE:
        return _part("TableRowEntry", formatPropertyFieldList=[_field(text) for text in content], multiLine=entry.wrap)
    if entry.kind == LIST:
        fields = [_part("ListViewField", label=label, propertyName=label, formatPropertyField=_field(text)) for label, text in content]
        return _part("ListViewEntry", listViewFieldList=fields)
    if entry.kind == WIDE:
        return _part("WideViewEntry", formatPropertyField=_field(content))
    if entry.kind == TEXT:
        return _part("RawTextFormatEntry", text=content)
    assert entry.kind == CUSTOM
    return _part("ComplexViewEntry", formatValueList=[_field(each) for each in content if isinstance(each, str)])


def _group(group: GroupStartData) -> Any:
    if group.header is None:
        return None
    return _part("GroupingEntry", formatValueList=[_field(each) for each in group.header if isinstance(each, str)])


def _declare(kind: str, python_class: type, class_id: str, **get: Any) -> None:
    names = [*get, CLASS_ID]
    declare(
        NAMESPACE + kind, python_class, base=_PACKET,
        get={**get, CLASS_ID: lambda _: class_id},
        signatures=[
            f"{'string' if name == CLASS_ID else 'bool' if name in ('outOfBand', 'isHelpObject') else 'System.Object'} {name} {{get;set;}}"
            for name in names
        ],
    )


declare(NAMESPACE + "FormatInfoData")
declare(_PACKET, base=NAMESPACE + "FormatInfoData")
_declare(
    "FormatStartData", FormatStartData, "033ecb2bc07a4d43b5ef94ed5a35d280",
    shapeInfo=_shape, pageHeaderEntry=lambda _: None, pageFooterEntry=lambda _: None,
    autosizeInfo=lambda s: _part("AutosizeInfo", objectCount=0) if s.auto_size else None, groupingEntry=lambda _: None,
)
_declare("FormatEndData", FormatEndData, "cf522b78d86c486691226b40aa69e95c", groupingEntry=lambda _: None)
_declare("GroupStartData", GroupStartData, "9e210fe47d09416682b841769c78b8a3", shapeInfo=lambda _: None, groupingEntry=_group)
_declare("GroupEndData", GroupEndData, "4ec4f0187cb04f4cb6973460dfe252df", groupingEntry=lambda _: None)
_declare(
    "FormatEntryData", FormatEntryData, "27c87ef9bbda4f709f6b4002fa4af63c",
    formatEntryInfo=_entry, outOfBand=lambda e: e.out_of_band, writeStream=lambda e: e.stream or "None", isHelpObject=lambda _: False,
)
