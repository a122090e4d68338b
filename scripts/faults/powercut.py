"""The power is cut right after acknowledgement N: what was acknowledged is on the disk.

The spool lies on a loop-mounted ext4 or xfs. In the engine, in the moment in which it is about to send its Nth 250, the file system is
shut down without writing its log (ioctl 0x8004587d, flag 2), as a power cut leaves it; then the engine is killed, the file system
mounted again and a new engine started. A cut by count, not by a timer: a timer nearly always hits the wait for the disk.
With --weak the database is told not to wait for the disk; that must lose mail, which shows that this proof can see a loss.
"""

from __future__ import annotations

import sys
import tempfile
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from faults.rig import CannotRun, Rig  # noqa: E402
from faults.volume import volume  # noqa: E402

_CUT = """
import fcntl, os, struct
import relayengine.receive.handover as handover
import relayengine.spool.schema as schema
if os.environ.get("WEAK"):
    usual_connect = schema.connect
    def connect(*arguments):
        db = usual_connect(*arguments)
        db.execute("pragma synchronous=normal")
        return db
    schema.connect = connect
usual = handover._committed
left = int(os.environ["CUT_AFTER"])
def committed(session, incoming, number, error):
    global left
    left -= error is None
    if not left:
        fd = os.open(os.environ["CUT"], os.O_RDONLY)
        fcntl.ioctl(fd, 0x8004587d, struct.pack("I", 2))
        os.close(fd)
    return usual(session, incoming, number, error)
handover._committed = committed
"""


def cut(kind: str, after: int, clients: int, folder: Path, weak: bool = False, size: int = 500) -> tuple[int, int]:
    """How many messages were acknowledged and how many of them were lost, when the power went at acknowledgement `after`."""
    (folder / "hook").mkdir(parents=True)
    (folder / "hook" / "sitecustomize.py").write_text(_CUT)
    with volume(kind, folder / "disk") as disk:
        rig = Rig(folder / "settings", disk.where / "data", silent=True)
        try:
            rig.start(environment={"CUT_AFTER": str(after), "CUT": str(disk.where), "WEAK": "1" if weak else "", "PYTHONPATH": str(folder / "hook")})
            senders = [threading.Thread(target=rig.send, args=(after, size, 5)) for _ in range(clients)]
            for each in senders:
                each.start()
            for each in senders:
                each.join()
            rig.kill()
            disk.unmount()
            disk.mount()
            rig.start()
            return len(rig.acked), len(rig.lost(3 if weak else 30))
        finally:
            rig.close()


def main() -> int:
    if "--short" in sys.argv:
        rounds = [(kind, n, c) for kind in ("ext4", "xfs") for n, c in ((1, 1), (12, 4))]
    else:
        rounds = [(kind, n, c) for kind in ("ext4", "xfs") for n, c in ((1, 1), (2, 1), (3, 1), (10, 1), (301, 1), (8, 8), (64, 8), (600, 20))]
    weak, bad = "--weak" in sys.argv, 0
    for kind, after, clients in rounds:
        with tempfile.TemporaryDirectory(prefix="powercut-") as folder:
            try:
                acked, lost = cut(kind, after, clients, Path(folder), weak)
            except CannotRun as reason:
                print(f"skipped: {reason}")
                return 0
        bad += lost > 0
        print(f"{kind}: power cut at acknowledgement {after}, {clients} sessions: {acked} acknowledged, {lost} lost", flush=True)
    return int(bool(bad)) if not weak else int(not bad)


if __name__ == "__main__":
    sys.exit(main())
