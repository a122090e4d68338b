"""A file system in a file, mounted for a while: ext4 or xfs; and a small one in memory."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from faults.rig import need, need_root, run

_SIZE = {"ext4": "64M", "xfs": "320M"}


class Volume:
    """A mounted file system; `where` is its directory."""

    def __init__(self, kind: str, folder: Path, options: str = "") -> None:
        """CannotRun where loop devices or the file system are not allowed."""
        need_root()
        maker = need(f"mkfs.{kind}", "xfsprogs" if kind == "xfs" else "e2fsprogs")
        folder.mkdir(parents=True, exist_ok=True)
        self.kind, self.image, self.where, self.options = kind, folder / "image", folder / "mount", options
        self.where.mkdir(exist_ok=True)
        run("truncate", "-s", _SIZE[kind], str(self.image))
        run(maker, "-q", str(self.image))
        self.mount()

    def mount(self) -> None:
        """Mounts it, its log replayed."""
        run("mount", "-o", ",".join(filter(None, ("loop", self.options))), str(self.image), str(self.where))

    def unmount(self) -> None:
        """Unmounts it, whatever state it is in.

        Somebody may still be about to let go of it. One that is only detached lives on, and a mount of the same file would find it
        again as it is, shut down, rather than what is on the disk.
        """
        end = time.monotonic() + 10
        while f" {self.where} " in Path("/proc/mounts").read_text():
            late = time.monotonic() > end
            subprocess.run(["umount", *(["-l"] if late else []), str(self.where)], capture_output=True)
            if not late:
                time.sleep(0.02)

    def device(self) -> str:
        """The name of its loop device, such as loop3."""
        found = subprocess.run(["findmnt", "-no", "SOURCE", str(self.where)], capture_output=True, text=True).stdout.strip()
        return Path(found).name


@contextmanager
def volume(kind: str, folder: Path, options: str = "") -> Iterator[Volume]:
    """A file system for the length of a block."""
    found = Volume(kind, folder, options)
    try:
        yield found
    finally:
        found.unmount()
        found.image.unlink(missing_ok=True)


@contextmanager
def in_memory(folder: Path, options: str) -> Iterator[Path]:
    """A tmpfs for the length of a block."""
    need_root()
    folder.mkdir(parents=True, exist_ok=True)
    run("mount", "-t", "tmpfs", "-o", options, "none", str(folder))
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], capture_output=True)
