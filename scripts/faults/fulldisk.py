"""The disk is full, has no inodes left, or becomes read-only while mail arrives: the relay says "later", lives on, and loses nothing."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from faults.rig import CannotRun, Rig, run  # noqa: E402
from faults.volume import in_memory, volume  # noqa: E402


def _until(rig: Rig, wanted: bool, most: int, size: int = 30_000, seconds: float = 20) -> list[str]:
    """Sends until a message is taken (or is not); every reply."""
    replies: list[str] = []
    end = time.monotonic() + seconds
    while len(replies) < most and time.monotonic() < end:
        replies += rig.send(1, size)
        if replies[-1].startswith("250") is wanted:
            return replies
        if wanted:
            time.sleep(0.2)
    return replies


def _judged(rig: Rig, refusal: list[str], again: list[str]) -> list[str]:
    """What is wrong with the way a fault was taken."""
    wrong = []
    if not refusal or not refusal[-1].startswith("4"):
        wrong.append(f"while there was no room it said {refusal[-1:]}")
    if not again or not again[-1].startswith("250"):
        wrong.append(f"when there was room again it said {again[-1:]}")
    if not rig.alive():
        wrong.append("the relay has ended")
    if "Traceback" in rig.errors():
        wrong.append("a traceback in the service log")
    if lost := rig.lost():
        wrong.append(f"{len(lost)} of {len(rig.acked)} acknowledged are lost")
    return wrong


def full(folder: Path) -> tuple[int, list[str]]:
    """A small disk fills up with mail that cannot leave, and is made larger."""
    with in_memory(folder / "disk", "size=12m") as disk:
        rig = Rig(folder / "settings", disk / "data", silent=True)
        try:
            rig.start()
            refusal = _until(rig, False, 600)
            refusal += rig.send(3)
            run("mount", "-o", "remount,size=80m", str(disk))
            rig.hop.silent = False
            again = _until(rig, True, 100)
            return len(rig.acked), _judged(rig, refusal[:1] if not refusal[-1] else refusal, again)
        finally:
            rig.close()


def suddenly_full(folder: Path) -> tuple[int, list[str]]:
    """Something else takes all the room at once, so that no limit warns."""
    with in_memory(folder / "disk", "size=40m") as disk:
        rig = Rig(folder / "settings", disk / "data", silent=True)
        try:
            rig.start()
            rig.send(5)
            with open(disk / "filler", "wb") as filler:
                try:
                    while True:
                        filler.write(bytes(65536))
                        filler.flush()
                except OSError:
                    pass
            refusal = _until(rig, False, 2000, 3000)
            os.unlink(disk / "filler")
            again = _until(rig, True, 100)
            return len(rig.acked), _judged(rig, refusal, again)
        finally:
            rig.close()


def no_inodes(folder: Path) -> tuple[int, list[str]]:
    """No file can be made any more; the spool needs no new ones."""
    with in_memory(folder / "disk", "size=200m,nr_inodes=400") as disk:
        rig = Rig(folder / "settings", disk / "data")
        try:
            rig.start()
            rig.send(2)
            count = 0
            try:
                while True:
                    (disk / f"filler{count}").touch()
                    count += 1
            except OSError:
                pass
            replies = rig.send(20) + rig.send(2, 200_000)
            wrong = [f"it said {r}" for r in replies if r[:1] not in ("2", "4")]
            for n in range(count):
                (disk / f"filler{n}").unlink()
            return len(rig.acked), wrong + _judged(rig, ["4"], _until(rig, True, 100))
        finally:
            rig.close()


def read_only(folder: Path) -> tuple[int, list[str]]:
    """ext4 meets an error and makes itself read-only, as it does on a failing disk; it is checked, mounted again, the relay started again."""
    with volume("ext4", folder / "disk", "errors=remount-ro") as disk:
        rig = Rig(folder / "settings", disk.where / "data", silent=True)
        try:
            rig.start()
            rig.send(5)
            trigger = Path(f"/sys/fs/ext4/{disk.device()}/trigger_fs_error")
            if not trigger.exists():
                raise CannotRun(f"{trigger} is not there")
            trigger.write_text("1")
            refusal = rig.send(3) + rig.send(1, 200_000)
            lived = rig.alive()
            rig.kill()
            disk.unmount()
            subprocess.run(["fsck.ext4", "-fy", str(disk.image)], capture_output=True)
            disk.mount()
            rig.start()
            return len(rig.acked), ([] if lived else ["the relay ended"]) + _judged(rig, refusal, _until(rig, True, 100))
        finally:
            rig.close()


CASES = {"full": full, "suddenly full": suddenly_full, "no inodes": no_inodes, "read-only": read_only}


def main() -> int:
    bad = 0
    for name, case in CASES.items():
        with tempfile.TemporaryDirectory(prefix="fulldisk-") as folder:
            try:
                acked, wrong = case(Path(folder))
            except CannotRun as reason:
                print(f"{name}: skipped: {reason}")
                continue
        print(f"{name}: {acked} acknowledged; {'; '.join(wrong) or 'none lost'}", flush=True)
        bad += bool(wrong)
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
