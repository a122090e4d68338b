"""The engine is killed at each call it makes to its spool, one after the other: what was acknowledged arrives, however often it happens."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from faults.rig import CannotRun, Rig  # noqa: E402
from faults.tracing import STORAGE, broken, check, hit  # noqa: E402


def sweep(folder: Path, points: dict[str, range], say=lambda text: None) -> tuple[int, int, int]:  # noqa: ANN001
    """Kills at each of these points; how many kills there were, how many messages were acknowledged, and how many of them lost."""
    check()
    rig = Rig(folder / "settings", folder / "data", more="PoisonThreshold = 10\n")
    kills = 0
    try:
        rig.start()
        rig.send(1)
        rig.stop()
        for call, numbers in points.items():
            for number in numbers:
                log = folder / "trace"
                log.unlink(missing_ok=True)
                try:
                    rig.start(broken(rig.data, call, "signal=KILL", str(number), log))
                    rig.send(3, timeout=10)
                    rig.send(1, 100_000, timeout=10)
                except RuntimeError:
                    pass  # killed while it opened the spool
                survived = not hit(log)
                rig.stop() if survived else rig.kill()  # where it lived so far, it may still be hit while it closes
                if not hit(log):
                    break
                kills += 1
                say(f"killed at {call} {number}")
        rig.start()
        return kills, len(rig.acked), len(rig.lost())
    finally:
        rig.close()


def main() -> int:
    points = {"pwrite64": range(2, 40, 12), "fdatasync": range(1, 3)} if "--short" in sys.argv else {call: range(1, 200) for call in STORAGE}
    with tempfile.TemporaryDirectory(prefix="killpoints-") as folder:
        try:
            kills, acked, lost = sweep(Path(folder), points, lambda text: print(text, flush=True))
        except CannotRun as reason:
            print(f"skipped: {reason}")
            return 0
    print(f"killed {kills} times; {acked} acknowledged, {lost} lost")
    return int(lost > 0 or not kills)


if __name__ == "__main__":
    sys.exit(main())
