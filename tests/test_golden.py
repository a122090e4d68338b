"""Our shell beside PowerShell 7.6, snippet by snippet, command line by command line, completion by completion.

What is not identical yet stands in failing.txt beside the corpus, an id a line. A test fails when a
listed one passes (take it off the list) or another fails: so the number only rises.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import golden_command_line
import golden_completion
import golden_session
import pytest
from golden_cases import compare_cli, compare_snippet, read_cases

HERE = Path(__file__).parent
TOPICS = sorted((HERE / "golden").glob("*.jsonl"))


def listed(folder: str, name: str = "failing.txt") -> set[str]:
    """The ids that do not pass yet; a # begins a remark, which gives the reason."""
    path = HERE / folder / name
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return {line.split("#")[0].strip() for line in lines} - {""}


def check(failing: dict[str, str], every: set[str], folder: str, name: str = "failing.txt") -> None:
    known = listed(folder, name) & every
    new = {name: why for name, why in failing.items() if name not in known}
    mended = known - failing.keys()
    report = "".join(f"\n{name}\n{why}" for name, why in sorted(new.items()))
    assert not new, f"no longer identical:{report}"
    assert not mended, f"identical now, take them off {folder}/{name}: {', '.join(sorted(mended))}"


@pytest.mark.parametrize("topic", TOPICS, ids=lambda path: path.stem)
def test_snippets(topic: Path) -> None:
    cases = read_cases([str(topic)])
    failing = {}
    for case in cases:
        difference = compare_snippet(case, golden_session.run(case))
        if difference is not None:
            failing[case["id"]] = difference
    check(failing, {case["id"] for case in cases}, "golden")


@pytest.mark.parametrize("part", range(4))
def test_command_lines(part: int) -> None:
    cases = read_cases([str(HERE / "golden-cli" / "cli.jsonl")])[part::4]
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(golden_command_line.run, cases))
    failing = {}
    for case, ours in zip(cases, results):
        difference = compare_cli(case, ours)
        if difference is not None:
            failing[case["id"]] = difference
    check(failing, {case["id"] for case in cases}, "golden-cli")


@pytest.mark.parametrize("part", range(2))
def test_completion(part: int) -> None:
    cases = read_cases([str(HERE / "golden-cli" / "completion.jsonl")])[part::2]
    failing = {}
    for case in cases:
        difference = golden_completion.compare(case, golden_completion.run(case))
        if difference is not None:
            failing[case["id"]] = difference
    check(failing, {case["id"] for case in cases}, "golden-cli", "completion-failing.txt")
