"""strace as the hand that breaks things: the command line that makes the Nth call to a spool's files fail, or kill."""

from __future__ import annotations

import subprocess
from pathlib import Path

from faults.rig import CannotRun, need

STORAGE = ("pwrite64", "pwritev2", "fdatasync", "fsync", "ftruncate", "unlink")


def broken(data: Path, call: str, fault: str, when: str, log: Path) -> tuple[str, ...]:
    """The words to put before a program: `fault` (`error=EIO`, `signal=KILL`) happens at the calls `when` (`3`, `3+`) of each thread to
    the files of the spool in a data directory."""
    strace = need("strace", "strace")
    spool = data / "spool" / "0" / "spool.db"
    words = [strace, "-f", "-qq", "-o", str(log), "-e", f"trace={','.join(dict.fromkeys((*STORAGE, call)))}", f"--inject={call}:{fault}:when={when}"]
    beside = spool.with_name("content")
    number = max((int(path.name) for path in beside.glob("*")), default=0)
    files = [beside / f"{number + ahead:08}" for ahead in (1, 2, 3)]
    for path in (spool, spool.with_name("spool.db-wal"), spool.with_name("spool.db-shm"), beside, *files):
        words += ["-P", str(path)]
    return tuple(words)


def hit(log: Path) -> bool:
    """Whether the fault happened."""
    try:
        text = log.read_text(errors="replace")
    except OSError:
        return False
    return "INJECTED" in text or "SIGKILL" in text or "killed by" in text


def check() -> None:
    """CannotRun where programs may not be traced."""
    if subprocess.run([need("strace", "strace"), "-qq", "-o", "/dev/null", "true"], capture_output=True).returncode:
        raise CannotRun("strace may not trace programs here")
