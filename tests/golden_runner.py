"""What scripts/golden does: our shell beside what PowerShell 7.6 printed for the same text.

Reads files of snippets (or, with --cli, of command lines, with --completion, of places to complete at), runs each, and prints the share
that is identical, by topic and in all, with the first difference of each that is not.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from golden_cases import compare_cli, compare_snippet, read_cases  # noqa: E402


def main(arguments: list[str]) -> int:
    options = parse_arguments(arguments)
    cases = read_cases(options.files)
    if options.only:
        cases = [case for case in cases if any(case["id"].startswith(word) for word in options.only)]
    worker = run_cli if options.cli else run_completion if options.completion else run_snippet
    results = list(run_all(cases, worker, options.jobs))
    if options.out:
        with open(options.out, "w", encoding="utf-8") as file:
            for _, ours in results:
                file.write(json.dumps(ours, ensure_ascii=False) + "\n")
    compare = compare_cli if options.cli else compare_completion if options.completion else compare_snippet
    return report(results, compare, options)


def parse_arguments(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/golden", description=__doc__)
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--cli", action="store_true", help="the files hold command lines, not snippets")
    parser.add_argument("--completion", action="store_true", help="the files hold places in texts to complete at")
    parser.add_argument("--out", metavar="RESULTS.jsonl", help="where to write what our shell gave")
    parser.add_argument("--only", nargs="+", metavar="ID", help="only the cases whose id begins so")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many processes to use")
    parser.add_argument("--quiet", action="store_true", help="no differences, only the shares")
    parser.add_argument("--whole", action="store_true", help="the whole of both texts, not the first difference alone")
    return parser.parse_args(arguments)


def run_all(cases: list[dict[str, Any]], worker: Any, jobs: int):
    """Each case with what our shell gave for it, in the order of the files."""
    if jobs <= 1 or len(cases) < 8:
        for case in cases:
            yield case, worker(case)
        return
    with ProcessPoolExecutor(jobs) as pool:
        yield from zip(cases, pool.map(worker, cases, chunksize=4))


def run_snippet(case: dict[str, Any]) -> dict[str, Any]:
    from golden_session import run

    return run(case)


def run_cli(case: dict[str, Any]) -> dict[str, Any]:
    from golden_command_line import run

    return run(case)


def run_completion(case: dict[str, Any]) -> dict[str, Any]:
    from golden_completion import run

    return run(case)


def compare_completion(case: dict[str, Any], ours: dict[str, Any]) -> str | None:
    from golden_completion import compare

    return compare(case, ours)


def report(results, compare, options: argparse.Namespace) -> int:
    """Prints the differences and the shares; 0 when all are identical."""
    total: dict[str, int] = defaultdict(int)
    same: dict[str, int] = defaultdict(int)
    for case, ours in results:
        topic = case.get("topic") or ("completion" if "cursor" in case else "cli")
        total[topic] += 1
        difference = compare(case, ours)
        if difference is None:
            same[topic] += 1
        elif not options.quiet:
            print(f"--- {case['id']}")
            if options.whole:
                print(case.get("script") or case.get("args") or case.get("input"))
            print(difference if not options.whole else whole(case, ours, difference))
    for topic in sorted(total):
        print(f"{topic:24} {same[topic]:5} of {total[topic]:5}  {100 * same[topic] / total[topic]:6.2f} %")
    every, identical = sum(total.values()), sum(same.values())
    print(f"{'in all':24} {identical:5} of {every:5}  {100 * identical / max(every, 1):6.2f} %")
    return 0 if every == identical else 1


def whole(case: dict[str, Any], ours: dict[str, Any], difference: str) -> str:
    keys = ("out", "errors", "terminating", "stdout", "stderr", "exit", "matches")
    lines = [difference]
    for key in keys:
        if key in case or key in ours:
            lines.append(f"  {key} expected: {case.get(key)!r}\n  {key}     ours: {ours.get(key)!r}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
