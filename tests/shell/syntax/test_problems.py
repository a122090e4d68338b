"""What is wrong with a text: ids, places, messages, and whether the text is only half typed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from relayshell.syntax import is_incomplete, joined, parse
from relayshell.syntax.facts import FEW_TYPES, TypeFacts, TypeTable

HERE = Path(__file__).parent
GOLDEN = HERE.parent.parent / "golden"
CASES = [
    line.split("\t")
    for line in (HERE / "problems.tsv").read_text(encoding="utf-8").splitlines()
    if "\t" in line and not line.startswith("# A text")
]
INNER = re.compile(r"Invoke-Expression @'\n(.*?)\n'@\n", re.DOTALL)
# What a shell would answer about the types that the snippets name, so that "no such type" can be told.
KNOWN = {"hashtable", "parameter", "validateset", "xml", "regex", "flags", "cmdletbinding"}


class _Types(TypeTable):
    complete = True

    def find(self, name: str, attribute: bool = False) -> TypeFacts | None:
        found = FEW_TYPES.find(name)
        return found or (TypeFacts(name) if name.lower() in KNOWN else None)


def _written(text: str) -> str:
    return " ".join(
        f"{problem.error_id}:{problem.extent.start}-{problem.extent.end}" + ("+" if problem.incomplete_input else "")
        for problem in parse(text).problems
    )


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[case[0] for case in CASES])
def test_a_snippet_has_its_problems(text: str, expected: str) -> None:
    assert _written(text.replace("\\n", "\n")) == expected


def _golden_parse_errors() -> list[tuple[str, str, str | None, str]]:
    """Id, inner text, the first error's id (None where it is no parse error) and the whole message."""
    cases = []
    for line in (GOLDEN / "parse-errors.jsonl").read_text(encoding="utf-8").splitlines():
        snippet = json.loads(line)
        inner = INNER.search(snippet["script"])
        if inner is None:
            continue
        out = snippet["out"]
        is_parse_error = "TYPE: System.Management.Automation.ParseException" in out
        error_id = re.search(r"FQID: ([^\n,]*)", out) if is_parse_error else None
        message = re.search(r"MSG:  (.*?)\n*\Z", out, re.DOTALL) if is_parse_error else None
        cases.append((snippet["id"], inner[1], error_id and error_id[1], message[1] if message else ""))
    return cases


@pytest.mark.parametrize(("name", "text", "error_id", "message"), _golden_parse_errors())
def test_powershell_says_the_same(name: str, text: str, error_id: str | None, message: str) -> None:
    problems = parse(text, types=_Types()).problems
    if error_id is None:
        assert problems == []
    else:
        assert (problems[0].error_id, joined(problems)) == (error_id, message)


def _scripts() -> list[dict[str, object]]:
    found = []
    for path in sorted(GOLDEN.glob("*.jsonl")):
        found += [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return found


def test_every_golden_script_is_read_as_powershell_reads_it() -> None:
    different = []
    for snippet in _scripts():
        problems = parse(str(snippet["script"])).problems
        errors = snippet.get("errors")
        first = errors[0] if isinstance(errors, list) and errors and snippet.get("terminating") else {}
        expected = first.get("fqid") if first.get("cat") == "ParserError" else None
        got = problems[0].error_id if problems else None
        if problems and (expected != got or first["col"] != problems[0].extent.start_column_number):
            different.append((snippet["id"], expected, got))
    assert different == []


@pytest.mark.parametrize(
    ("text", "incomplete"),
    [
        ("if (1) {", True),
        ("if (1) {\n", True),
        ("1 +", True),
        ("a |", True),
        ("a | # more follows", True),
        ("@'\n", True),
        ('"abc', True),
        ("function f", True),
        ("1", False),
        ("", False),
        ("1 + )", False),
        ("2 = 1", False),
        ("} }", False),
    ],
)
def test_half_typed_is_told_from_wrong(text: str, incomplete: bool) -> None:
    assert is_incomplete(text) is incomplete


def test_more_than_ten_problems_are_cut_short() -> None:
    text = joined(parse("1 2\n" * 20).problems)
    assert text.count("Unexpected token") == 10
    assert text.endswith("Not all parse errors were reported.  Correct the reported errors and try again.")
