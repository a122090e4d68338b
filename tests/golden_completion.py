"""Runs one completion case: what could be typed next at a place in a text, in a fresh session and an empty folder.

The folder of the case is written {CWD} in what comes out, its home {HOME}; of the matches the first thirty
are kept, and of each tooltip the first line.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

SOURCE = str(Path(__file__).parent.parent / "src")
if SOURCE not in sys.path:
    sys.path.insert(0, SOURCE)

KEPT = 30


def run(case: dict[str, Any]) -> dict[str, Any]:
    """`id`, `matches`, `total`, `replaceIndex` and `replaceLength`, as the corpus has them."""
    folder = tempfile.mkdtemp(prefix="c")
    home = tempfile.mkdtemp(prefix="h")
    for place, files in ((folder, case.get("files")), (home, case.get("home_files"))):
        for name, text in (files or {}).items():
            path = Path(place, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    environment = dict(os.environ)
    os.environ.update(LANG="en_US.UTF-8", TZ="UTC", RELAYSHELL_RELAY="off", HOME=home)
    time.tzset()
    os.chdir(folder)
    try:
        return {"id": case["id"], **_complete(case, folder, home)}
    except Exception as bug:  # noqa: BLE001 - a bug of ours is a difference, and the next case runs all the same
        import traceback

        where = traceback.extract_tb(bug.__traceback__)[-1]
        return {"id": case["id"], "bug": f"{type(bug).__name__}: {bug} at {where.filename.rpartition('/src/')[2]}:{where.lineno}"}
    finally:
        os.chdir("/")
        os.environ.clear()
        os.environ.update(environment)
        shutil.rmtree(folder)
        shutil.rmtree(home)


def _complete(case: dict[str, Any], folder: str, home: str) -> dict[str, Any]:
    from relayshell.completion import candidates
    from relayshell.runtime.host import Host
    from relayshell.runtime.session import Session

    session = Session(Host(), folder=folder)
    if case["setup"]:
        session.run(case["setup"], sink=lambda value: None)
    index, length, found = candidates(case["input"], case["cursor"], session)

    def shown(text: str) -> str:
        return text.replace(folder, "{CWD}").replace(home, "{HOME}")

    matches = [[shown(text), shown(name), kind, shown(tip).strip().split("\n")[0].rstrip("\r")] for text, name, kind, tip in found[:KEPT]]
    return {"matches": matches, "total": len(found), "replaceIndex": index, "replaceLength": length}


def compare(case: dict[str, Any], ours: dict[str, Any]) -> str | None:
    """The first difference, or None where both are the same."""
    if "bug" in ours:
        return f"  bug: {ours['bug']}"
    for key in ("replaceIndex", "replaceLength", "total"):
        if case[key] != ours[key]:
            names = [match[0] for match in ours["matches"]]
            return f"  {key}: expected {case[key]!r}, ours {ours[key]!r}\n  expected {[m[0] for m in case['matches']]}\n  ours     {names}"
    for theirs, mine in zip(case["matches"], ours["matches"]):
        if list(theirs) != list(mine):
            return f"  match: expected {theirs!r}\n         ours     {mine!r}"
    return None
