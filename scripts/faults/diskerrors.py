"""The Nth write or sync of the spool fails, once or from then on: nobody hears 250 for what is not kept, and all others hear "later".

Once: the engine takes mail again by itself. For good: it goes on to say 4xx and loses nothing it had promised.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from faults.rig import CannotRun, Rig  # noqa: E402
from faults.tracing import broken, check, hit  # noqa: E402

ERRORS = (("fdatasync", "EIO"), ("pwrite64", "ENOSPC"), ("pwrite64", "EIO"), ("fdatasync", "ENOSPC"), ("pwritev2", "ENOSPC"), ("pwritev2", "EIO"))


class Found:
    """What a sweep found."""

    def __init__(self) -> None:
        self.faults = self.acked = self.lost = self.deferred = 0
        self.wrong: list[str] = []


def sweep(folder: Path, errors, numbers, lasting: bool, say=lambda text: None) -> Found:  # noqa: ANN001
    """Fails the calls of `errors` at each of these numbers, once or from there on."""
    check()
    found = Found()
    rig = Rig(folder / "settings", folder / "data")
    try:
        rig.start()
        rig.send(1)
        rig.stop()
        for call, error in errors:
            for number in numbers:
                log = folder / "trace"
                log.unlink(missing_ok=True)
                what = f"{error} at {call} {number}{' and after' if lasting else ''}"
                try:
                    rig.start(broken(rig.data, call, f"error={error}", f"{number}{'+' if lasting else ''}", log))
                except RuntimeError:
                    found.faults += 1
                    rig.kill()
                    say(f"{what}: the relay says that its spool cannot be opened")
                    continue
                replies = rig.send(4, timeout=15) + rig.send(1, 100_000, timeout=15)
                if not lasting:
                    end = time.monotonic() + 15
                    while not (again := rig.send(1))[0].startswith("250"):
                        if time.monotonic() > end:
                            found.wrong.append(f"{what}: no mail is taken afterwards: {again}")
                            break
                        time.sleep(0.2)
                if not rig.alive():
                    found.wrong.append(f"{what}: the relay has ended")
                strange = [r for r in replies if r[:1] not in ("2", "4")]
                if strange:
                    found.wrong.append(f"{what}: {strange}")
                found.deferred += sum(r.startswith("4") for r in replies)
                rig.kill() if lasting else rig.stop()
                if not hit(log):
                    break
                found.faults += 1
                say(f"{what}: {[r[:9] for r in replies]}")
        if "Traceback" in rig.errors():
            found.wrong.append("a traceback in the service log")
        rig.start()
        found.acked, found.lost = len(rig.acked), len(rig.lost())
        return found
    finally:
        rig.close()


def main() -> int:
    short = "--short" in sys.argv
    bad = 0
    for lasting in (False, True):
        with tempfile.TemporaryDirectory(prefix="diskerrors-") as folder:
            try:
                found = sweep(Path(folder), ERRORS[:2] if short else ERRORS, (2, 5) if short else range(1, 40, 3 if lasting else 1), lasting,
                              lambda text: print(text, flush=True))
            except CannotRun as reason:
                print(f"skipped: {reason}")
                return 0
        print(f"{found.faults} faults; {found.acked} acknowledged, {found.deferred} put off, {found.lost} lost", *found.wrong, sep="\n  ")
        bad += found.lost + len(found.wrong) + (not found.faults)
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
