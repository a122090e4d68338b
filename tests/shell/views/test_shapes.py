"""Tables, lists and wide views of objects made here print what PowerShell printed for the same objects."""

from __future__ import annotations

import json
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from relayshell.objects.hashtable import Hashtable
from relayshell.objects.numbers import Int64
from relayshell.objects.psobject import PSCustomObject
from relayshell.views.environment import Environment
from relayshell.views.formatter import Formatter
from relayshell.views.options import Options
from relayshell.views.output import Output, format_objects, screen_for
from relayshell.views.parameters import GROUP_KEYS, LIST_KEYS, TABLE_KEYS, read_parameter, read_parameters

GOLDEN = Path(__file__).parents[2] / "golden"


def made(**props: Any) -> PSCustomObject:
    return PSCustomObject(dict(props))


def calculated(**entries: Any) -> Hashtable:
    return Hashtable(entries.items())


@lru_cache
def golden(topic: str) -> dict[str, dict[str, Any]]:
    lines = (GOLDEN / f"{topic}.jsonl").read_text(encoding="utf-8").splitlines()
    return {each["id"]: each for each in map(json.loads, lines)}


def shown(objects: Any, width: int, *, group_by: str | None = None, properties: Any = (), **options: Any) -> str:
    environment = Environment()
    keys = TABLE_KEYS if options.get("shape") == "Table" else LIST_KEYS
    lines: list[str] = []
    output = Output(environment, screen_for(environment, width - 1, lines.append), patient=True)
    chosen = Options(
        properties=read_parameters(properties, keys), group_by=read_parameter(group_by, GROUP_KEYS) if group_by else None, **options,
    )
    formatter = Formatter(environment, chosen, output.add)
    for each in objects:
        formatter.add(each)
    formatter.end()
    output.end()
    return "".join(line + "\n" for line in lines)


DATABASE = made(A="a" * 50, B="b" * 50, C="c" * 50, D="d")
LETTERS = PSCustomObject({letter: number for number, letter in enumerate("ABCDEFGHIJKL", 1)})
GROUPED = [made(G="x", N=1), made(G="y", N=2), made(G="x", N=3)]
NAN = float("nan")

TABLES = {
    "format-table-001": dict(objects=[made(Name="a", Size=1), made(Name="longer name", Size=12345)]),
    "format-table-004": dict(objects=[made(Name="a", Size=1)], hide_headers=True),
    "format-table-006": dict(objects=[LETTERS]),
    "format-table-007": dict(objects=[LETTERS], properties=[*"ABCDEFGHIJKL"]),
    "format-table-008": dict(objects=[made(Text="x" * 200, N=1)]),
    "format-table-008-w80": dict(objects=[made(Text="x" * 200, N=1)]),
    "format-table-010": dict(objects=[made(Text="x" * 200, N=1)], auto_size=True),
    "format-table-011": dict(objects=[made(N=1, Text="y" * 200)], auto_size=True, wrap=True),
    "format-table-011-w80": dict(objects=[made(N=1, Text="y" * 200)], auto_size=True, wrap=True),
    "format-table-012": dict(objects=[DATABASE]),
    "format-table-012-w80": dict(objects=[DATABASE]),
    "format-table-013-w80": dict(objects=[DATABASE], auto_size=True),
    "format-table-019": dict(objects=[made(Arr=list(range(1, 11)), S="a")], auto_size=True),
    "format-table-021": dict(
        objects=[made(N="a", V=3.14159)], properties=["N", calculated(n="V", e="V", FormatString="N2")],
    ),
    "format-table-022": dict(
        objects=[made(N="a", V=1234567)],
        properties=[
            calculated(n="Name", e="N", Alignment="Right", Width=8),
            calculated(n="Val", e="V", FormatString="#,##0", Alignment="Center", Width=15),
        ],
    ),
    "format-table-023": dict(objects=[made(N="abcdefghij")], properties=[calculated(n="Short", e="N", Width=5)]),
    "format-table-024": dict(
        objects=[made(N="abcdefghij", M="klmnopqrst")], wrap=True,
        properties=[calculated(n="N", e="N", Width=6), calculated(n="M", e="M", Width=6, Alignment="Right")],
    ),
    "format-table-025": dict(objects=[made(G="x", N=1), made(G="x", N=2), made(G="y", N=3)], properties=["N"], group_by="G"),
    "format-table-027": dict(objects=GROUPED, group_by="G", auto_size=True),
    "format-table-028": dict(objects=[made(A=1), made(B=2)]),
    "format-table-029": dict(objects=[made(A=1), made(A=2, B=3)]),
    "format-table-030": dict(objects=[made(A=1, B=2)], properties=["Nope", "A"]),
    "format-table-035": dict(objects=[made(Neg=-5, Big=Int64(12345678901), Dec=Decimal("1.10"))], auto_size=True),
    "format-table-036": dict(objects=[made(A="multi\nline", B="tab\there")]),
    "format-table-046": dict(objects=[made(A="ünï", B="日本語")], auto_size=True),
    "format-table-048": dict(objects=[made(a=None, b=[], c=Hashtable())]),
    "format-table-049": dict(objects=[made(Value=0.1, V2=1e20, V3=NAN, V4=1 / 3)], auto_size=True),
    "format-table-050": dict(objects=[made(I=1), made(I=2), made(I=3)], repeat_header=True),
    "format-table-054": dict(objects=[made(Bool=False, Int=0), made(Bool=True, Int=100)], auto_size=True),
}
LISTS = {
    "format-list-other-001": dict(objects=[made(Name="a", Size=1)]),
    "format-list-other-002": dict(objects=[made(Name="a", Size=1), made(Name="b", Size=2)]),
    "format-list-other-004": dict(objects=[made(A=1, B=2, C=3)], properties=["A", "C"]),
    "format-list-other-007": dict(objects=[made(A="x" * 150)]),
    "format-list-other-007-w80": dict(objects=[made(A="x" * 150)]),
    "format-list-other-013": dict(objects=GROUPED[:2], group_by="G"),
}
CHOSEN = {
    "format-list-other-005": ([made(A=1, B=2, C=3, D=4, E=5)], "format-list-other"),
    "format-table-063-mixed-types-in-output": ([made(A=1), "string between", made(A=2), 5], "format-table"),
    "format-table-064-different-shapes-in-output": ([made(A=1, B=2), made(C=3), made(A=4, B=5, D=6)], "format-table"),
}


@pytest.mark.parametrize("id", TABLES)
def test_tables(id: str) -> None:
    facts = golden("format-table")[id]
    assert shown(width=facts.get("width", 120), shape="Table", **TABLES[id]) == facts["out"]


@pytest.mark.parametrize("id", LISTS)
def test_lists(id: str) -> None:
    facts = golden("format-list-other")[id]
    assert shown(width=facts.get("width", 120), shape="List", **LISTS[id]) == facts["out"]


@pytest.mark.parametrize("id", CHOSEN)
def test_the_first_object_chooses(id: str) -> None:
    objects, topic = CHOSEN[id]
    assert "".join(line + "\n" for line in format_objects(objects, 119)) == golden(topic)[id]["out"]


def test_wide_and_custom() -> None:
    facts = golden("format-list-other")["format-list-other-020"]["out"]
    wide = shown([made(N=1), made(N=2), made(N=3)], 120, shape="Wide")
    named = shown([made(Name=name, X=1) for name in "abc"], 120, shape="Wide", properties=["Name"], columns=3)
    assert wide + named == facts
    facts = golden("format-list-other")["format-list-other-023"]["out"]
    assert shown([made(A=1, B=made(C=2))], 120, shape="Custom") + shown([made(A=1)], 120, shape="Custom", properties=["A"]) == facts
