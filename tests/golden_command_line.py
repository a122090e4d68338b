"""Runs one command line of the golden corpus: a real process, in a folder of its own."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).parent.parent / "src"
BANNER = "PowerShell 7.6.9"


def run(case: dict[str, Any]) -> dict[str, Any]:
    """What our shell prints for the case, and its exit code, in the corpus's own words.

    The folder's path is 14 characters long, as the corpus's was: error frames wrap at the
    width before the path is replaced by {CWD}.
    """
    folder = Path("/tmp") / ("g" + uuid.uuid4().hex[:8])
    home = Path("/tmp") / ("h" + uuid.uuid4().hex[:8])
    folder.mkdir()
    home.mkdir()
    try:
        for name, content in (case.get("files") or {}).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, dict):
                path.write_bytes(base64.b64decode(content["b64"]))
            else:
                path.write_bytes(content.encode("utf-8"))
        return run_in(folder, home, case)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(home, ignore_errors=True)


def run_in(folder: Path, home: Path, case: dict[str, Any]) -> dict[str, Any]:
    environment = {
        "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
        "HOME": str(home),
        "PYTHONPATH": str(SOURCE),
        "LANG": "en_US.UTF-8",
        "TZ": "UTC",
        "NO_COLOR": "1",
        "TERM": "dumb",
        # The settings of the relay stay out of the real home and no relay is started for a command line.
        "RELAYSHELL_CONFIG": str(home / "relay.toml"),
        "RELAYSHELL_RELAY": "off",
    }
    stdin = case.get("stdin")
    try:
        done = subprocess.run(
            [sys.executable, "-m", "relayshell", *case["args"]],
            cwd=folder,
            env=environment,
            input=stdin.encode("utf-8") if stdin is not None else None,
            stdin=subprocess.DEVNULL if stdin is None else None,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            timeout=30,
        )
    except subprocess.TimeoutExpired as late:
        return {"id": case["id"], "stdout": text(late.stdout), "stderr": "(no end after 30 s)", "exit": None}
    return {
        "id": case["id"],
        "stdout": in_words_of_corpus(text(done.stdout), folder),
        "stderr": in_words_of_corpus(text(done.stderr), folder),
        "exit": done.returncode,
    }


def text(data: bytes | None) -> str:
    return (data or b"").decode("utf-8", "replace")


def in_words_of_corpus(shown: str, folder: Path) -> str:
    """The folder as {CWD}; our prompt and greeting, which are ours by choice, as the corpus's."""
    from relayshell import __version__
    from relayshell.main import GREETING

    if shown == f"relayshell {__version__}\n":
        return BANNER + "\n"
    shown = shown.replace(str(folder), "{CWD}")
    shown = shown.replace("[PS] {CWD}/sub>", "PS {CWD}/sub> ").replace("[PS] {CWD}>", "PS {CWD}> ")
    if shown.startswith(GREETING):
        shown = BANNER + "\n" + shown[len(GREETING):]
    return shown
