"""Patterns that may search without end: which they are, and that the session can be stopped while they do."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from relayshell.objects.dotnet.regex import Regex
from relayshell.objects.dotnet.regexpatience import may_explode


@pytest.mark.parametrize(("pattern", "answer"), [
    (r"\d+", False), (r"(\d+)-(\w*)", False), (r"(?:ab)+c+", False), (r"^(\S+) \[(.+)\]", False), (r"x|y+", False),
    (r"(a+)+$", True), (r"(a|aa)+$", True), (r"(\w+\s*)+:", True), (r"(?=(a+)+)x", True), (r"a(b{1,5})*", True),
])
def test_which_patterns_may_take_long(pattern: str, answer: bool) -> None:
    assert may_explode(pattern) is answer


@pytest.mark.parametrize(("pattern", "text"), [(r"(\w+\s*)+:", "a b c: d:"), (r"(a|aa)+", "aaa b aa"), (r"(b*|c)+", "abcab"), (r"(?:x|yy)+?", "xyyx")])
def test_patience_finds_what_others_find(pattern: str, text: str) -> None:
    import re

    regex = Regex(pattern)
    assert [match.value for match in regex.find_all(text)] == [found.group() for found in re.finditer(pattern, text)]
    assert regex.replace(text, "-") == re.sub(pattern, "-", text)
    assert (regex.find(text) is not None) == (re.search(pattern, text) is not None)


def test_a_limit_of_time_is_kept() -> None:
    from relayshell.objects.exceptions import NetException

    begun = time.monotonic()
    with pytest.raises(NetException):
        Regex("^(a|aa)+$", 0, 0.4).find("a" * 60 + "!")
    assert 0.3 < time.monotonic() - begun < 5


def test_a_search_without_end_can_be_stopped(tmp_path: Path) -> None:
    command = f"Set-Content {tmp_path}/begun x; ('a' * 60 + '!') -match '^(a|aa)+$'; 'ended'"
    environment = dict(os.environ, PYTHONPATH=os.pathsep.join(sys.path))
    shell = subprocess.Popen([sys.executable, "-m", "relayshell", "-NoProfile", "-Command", command], stdout=subprocess.PIPE, env=environment)
    try:
        over = time.monotonic() + 20
        while not (tmp_path / "begun").exists() and time.monotonic() < over:
            time.sleep(0.05)
        time.sleep(0.3)
        shell.send_signal(signal.SIGINT)
        rest, _ = shell.communicate(timeout=20)
    finally:
        shell.kill()
    assert rest == b""
