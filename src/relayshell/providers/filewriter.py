"""Writing the content of files, so that a disk that fills up or an error leaves what a file held before."""

from __future__ import annotations

import errno
import os
import stat
from typing import Any

from relayshell.providers.encodings import Encoding, detect, encode
from relayshell.providers.filesystem import IO, io_error
from relayshell.providers.provider import ItemError

_GATHERED = 1 << 16
_PIECES = 4096
"""How many characters and pieces are gathered before they are written."""


class Writer:
    """Writes text or bytes to a file. Opens at once, so that an error comes before the first object.

    A file that is replaced is written anew beside the old one, which gives way only when all is written; where that
    cannot be (a device, a link with several names, a folder one may not write in) it is written in place. What was
    appended before an error is taken back.
    """

    def __init__(self, path: str, encoding: Encoding, append: bool, force: bool = False, no_clobber: bool = False,
                 id: str = "GetContentWriterIOError") -> None:
        self.path = path
        self.encoding = encoding
        self.beside: str | None = None
        self.start: int | None = None
        self.file: Any = None
        self.pieces: list[str] = []
        self.gathered = 0
        # Cmdlets that write reports of their own call what they could not open an OpenError.
        self.category = "OpenError" if id == "FileOpenFailure" else "WriteError"
        if os.path.isdir(path):
            if id == "FileOpenFailure":
                raise ItemError(f"Access to the path '{path}' is denied.", id, "OpenError", None, "System.UnauthorizedAccessException")
            raise ItemError(
                f"Unable to write content because it is a directory: '{path}'.",
                "WriteContainerContentException", "InvalidOperation", path, "System.InvalidOperationException",
            )
        if no_clobber and os.path.exists(path):
            raise ItemError(f"The file '{path}' already exists.", "NoClobber", "ResourceExists", path, IO + "IOException")
        try:
            if force and os.path.exists(path) and not os.access(path, os.W_OK):
                os.chmod(path, 0o644)
            self._open(append)
        except OSError as error:
            raise self._failed(error, id) from None

    def _failed(self, error: OSError, id: str) -> ItemError:
        made = io_error(error, self.path, id, self.category)
        if id == "FileOpenFailure":
            # These report the file in the message alone.
            made.id, made.category, made.target = id, self.category, None
        elif error.errno == errno.ENOENT and id == "GetContentWriterIOError":
            made.id, made.category = "GetContentWriterDirectoryNotFoundError", "ObjectNotFound"
        return made

    def _open(self, append: bool) -> None:
        if append:
            self.file = open(self.path, "ab")
            if self.file.tell() > 0:
                self.start = self.file.tell()
                with open(self.path, "rb") as old:
                    found = detect(old.read(4))
                self.encoding = Encoding(found[0] if found else self.encoding.codec, b"")
        else:
            self.file = self._new_beside() or open(self.path, "wb")
        if self.encoding.mark:
            self.file.write(self.encoding.mark)

    def _new_beside(self) -> Any:
        """A new file that will take the place of an old one, or None where that is not to be."""
        real = os.path.realpath(self.path)
        try:
            old = os.stat(real)
            if not stat.S_ISREG(old.st_mode) or old.st_nlink != 1 or old.st_size == 0 or not os.access(real, os.W_OK):
                return None
            beside = os.path.join(os.path.dirname(real), f".{os.path.basename(real)[:100]}.{os.urandom(6).hex()}")
            handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        except OSError:
            return None
        try:
            os.fchmod(handle, stat.S_IMODE(old.st_mode))
            if (old.st_uid, old.st_gid) != (os.geteuid(), os.getegid()):
                os.fchown(handle, old.st_uid, old.st_gid)
        except OSError:
            os.close(handle)
            os.unlink(beside)
            return None
        self.beside, self.real = beside, real
        return os.fdopen(handle, "wb")

    def write(self, text: str) -> None:
        """Writes text as it is; pieces are gathered, since most are short."""
        self.pieces.append(text)
        self.gathered += len(text)
        if self.gathered > _GATHERED or len(self.pieces) > _PIECES:
            self._put_pieces()

    def _put_pieces(self) -> None:
        pieces, self.pieces, self.gathered = self.pieces, [], 0
        if pieces:
            self.write_bytes(encode("".join(pieces), self.encoding.codec))

    def write_bytes(self, data: bytes) -> None:
        """Writes bytes. Raises WriteContentIOError when the disk is full; the old content is back then."""
        if self.pieces:
            self._put_pieces()
        try:
            self.file.write(data)
        except OSError as error:
            self._undo()
            raise self._failed(error, "WriteContentIOError") from None

    def close(self) -> None:
        """Ends the file; may be called again."""
        if self.file is None:
            return
        if self.pieces:
            self._put_pieces()
        file, self.file = self.file, None
        try:
            file.close()
            if self.beside is not None:
                os.replace(self.beside, self.real)
        except OSError as error:
            self._undo()
            raise self._failed(error, "WriteContentIOError") from None

    def abandon(self) -> None:
        """Ends the file where something else went wrong already, which is what is told: what was written so far stays."""
        try:
            self.close()
        except ItemError:
            pass

    def _undo(self) -> None:
        file, self.file = self.file, None
        try:
            if file is not None:
                # What is still in the buffer cannot be written either: only the handle is given back.
                os.close(file.detach().fileno() if not file.closed else -1)
        except (OSError, ValueError):
            pass
        try:
            if self.beside is not None:
                os.unlink(self.beside)
            elif self.start is not None:
                os.truncate(self.path, self.start)
        except OSError:
            pass
