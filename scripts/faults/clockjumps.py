"""The clock jumps while mail waits, two hours back and five days on: nothing expires at once, nothing is lost, and mail is taken throughout."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from faults.rig import CannotRun, Rig  # noqa: E402


def _library() -> str:
    for place in Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"):
        return str(place)
    raise CannotRun("libfaketime is not here (Debian package libfaketime)")


def jumps(folder: Path, changes: tuple[str, ...], pause: float) -> tuple[int, list[str]]:
    """Moves the engine's clock while mail waits for a host that says nothing; how many were acknowledged, and what is wrong."""
    library = _library()
    clock = folder / "clock"
    folder.mkdir(parents=True, exist_ok=True)
    clock.write_text("+0\n")
    rig = Rig(folder / "settings", folder / "data", silent=True)
    wrong: list[str] = []
    try:
        rig.start(environment={"LD_PRELOAD": library, "FAKETIME_TIMESTAMP_FILE": str(clock), "FAKETIME_NO_CACHE": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1",
                               "DONT_FAKE_MONOTONIC": "1", "FAKETIME_DONT_RESET": "1"})
        for change in changes:
            rig.send(3)
            clock.write_text(f"{change}\n")
            time.sleep(pause)
            replies = rig.send(3)
            if not all(r.startswith("250") for r in replies):
                wrong.append(f"with the clock at {change} it said {replies}")
        if not rig.alive():
            wrong.append("the relay has ended")
        if rig.hop.marks:
            wrong.append("something left before it could")
        if lost := rig.lost():
            wrong.append(f"{len(lost)} of {len(rig.acked)} acknowledged are lost")
        if "Traceback" in rig.errors():
            wrong.append("a traceback in the service log")
        return len(rig.acked), wrong
    finally:
        rig.close()


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="clockjumps-") as folder:
        try:
            acked, wrong = jumps(Path(folder), ("-7200", "+432000", "+0", "+31536000"), 3.0)
        except CannotRun as reason:
            print(f"skipped: {reason}")
            return 0
    print(f"{acked} acknowledged; {'; '.join(wrong) or 'none lost'}")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
