"""A message into a Maildir: written under tmp, synced, moved to new, and the folder synced. Knows files, not settings.

The file's name is made of the message's number and the recipient's place, so that a message delivered twice after a crash is
found to be there already while its reader has not thrown it away.
"""

import errno
import os
import re
from collections.abc import Iterable
from pathlib import Path

_SAFE = re.compile(r"[^A-Za-z0-9@._+=-]")


def folder_name(address: str) -> str:
    """The folder of a mailbox: its address, with what could mean something to a file system written as %XX."""
    name = _SAFE.sub(lambda match: "".join(f"%{octet:02X}" for octet in match[0].encode("utf-8")), address.lower())
    return "%2E" + name[1:] if name.startswith(".") else name


def deliver(root: Path, address: str, name: str, pieces: Iterable[bytes]) -> bool:
    """Puts a message into a mailbox; False when it lies there already. Raises OSError, and then nothing remains.

    `pieces` are the message's octets with CRLF line ends; files have LF alone, as every reader of Maildirs expects.
    """
    box = root / folder_name(address)
    for part in ("tmp", "new", "cur"):
        (box / part).mkdir(mode=0o700, parents=True, exist_ok=True)
    if box.is_symlink() or (box / "new").is_symlink() or (box / "tmp").is_symlink():
        raise OSError(errno.ELOOP, "the mailbox is a symbolic link")
    if (box / "new" / name).exists() or any(box.joinpath("cur").glob(f"{name}:*")):
        return False
    temporary = box / "tmp" / name
    temporary.unlink(missing_ok=True)
    fd = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        held = b""
        for piece in pieces:
            data = held + piece
            held = b"\r" if data.endswith(b"\r") else b""
            _write(fd, (data[:-1] if held else data).replace(b"\r\n", b"\n"))
        _write(fd, held)
        os.fsync(fd)
        os.close(fd)
        fd = -1
        os.rename(temporary, box / "new" / name)
    except BaseException:
        if fd >= 0:
            os.close(fd)
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(box / "new")
    return True


def _write(fd: int, data: bytes) -> None:
    while data:
        data = data[os.write(fd, data):]


def _sync_folder(path: Path) -> None:
    fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
