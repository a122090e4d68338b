"""What lstat says of a file, as the UnixStat property of FileSystem items shows it."""

from __future__ import annotations

import os
import stat
from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.enums import enum_member
from relayshell.objects.numbers import Int64

NAME = "System.Management.Automation.Platform+Unix+CommonStat"
KIND = "System.Management.Automation.Platform+Unix+ItemType"
_KINDS = {
    stat.S_IFDIR: "Directory", stat.S_IFREG: "File", stat.S_IFLNK: "SymbolicLink", stat.S_IFBLK: "BlockDevice", stat.S_IFCHR: "CharacterDevice",
    stat.S_IFIFO: "NamedPipe", stat.S_IFSOCK: "Socket",
}


class UnixStat:
    """The facts of the link itself where a path is one. Asked for when they are first read."""

    __slots__ = ("path", "_found", "props", "__weakref__")

    def __init__(self, path: str) -> None:
        self.path = path
        self._found: Any = None
        self.props: Any = None

    @property
    def found(self) -> os.stat_result:
        """What the system says; all zero where the file has gone."""
        if self._found is None:
            try:
                self._found = os.lstat(self.path)
            except OSError:
                self._found = os.stat_result((0,) * 10)
        return self._found  # type: ignore[no-any-return]

    def user(self) -> str:
        """The owner's name; the number where it has none."""
        import pwd

        try:
            return pwd.getpwuid(self.found.st_uid).pw_name
        except KeyError:
            return str(self.found.st_uid)

    def group(self) -> str:
        """The group's name; the number where it has none."""
        import grp

        try:
            return grp.getgrgid(self.found.st_gid).gr_name
        except KeyError:
            return str(self.found.st_gid)


def _long(name: str) -> Any:
    return lambda self: Int64(getattr(self.found, name, 0))


def _int(name: str) -> Any:
    return lambda self: int(getattr(self.found, name, 0))


def _time(which: str) -> Any:
    def read(self: UnixStat) -> Any:
        from relayshell.objects.dotnet import ticks as calendar
        from relayshell.objects.dotnet.datetimes import UTC, DateTime

        return DateTime(calendar.UNIX_EPOCH + getattr(self.found, which, 0) // 100, UTC)

    return read


def _bit(bit: int) -> Any:
    return lambda self: bool(self.found.st_mode & bit)


declare(
    NAME, UnixStat,
    get={
        "Inode": _long("st_ino"), "Mode": _int("st_mode"), "UserId": _int("st_uid"), "GroupId": _int("st_gid"), "HardlinkCount": _int("st_nlink"),
        "Size": _long("st_size"), "AccessTime": _time("st_atime_ns"), "ModifiedTime": _time("st_mtime_ns"), "ChangeTime": _time("st_ctime_ns"),
        "BlockSize": _long("st_blksize"), "DeviceId": _int("st_dev"), "NumberOfBlocks": _int("st_blocks"),
        "ItemType": lambda self: enum_member(KIND, _KINDS.get(stat.S_IFMT(self.found.st_mode), "File")),
        "IsSetUid": _bit(stat.S_ISUID), "IsSetGid": _bit(stat.S_ISGID), "IsSticky": _bit(stat.S_ISVTX),
    },
    methods={
        "GetModeString": lambda self: stat.filemode(self.found.st_mode), "GetUserName": UnixStat.user, "GetGroupName": UnixStat.group,
    },
    signatures=(
        "long Inode {get;}", "int Mode {get;}", "int UserId {get;}", "int GroupId {get;}", "int HardlinkCount {get;}", "long Size {get;}",
        "datetime AccessTime {get;}", "datetime ModifiedTime {get;}", "datetime ChangeTime {get;}", "long BlockSize {get;}", "int DeviceId {get;}",
        "int NumberOfBlocks {get;}", f"{KIND} ItemType {{get;}}", "bool IsSetUid {get;}", "bool IsSetGid {get;}", "bool IsSticky {get;}",
        "string GetModeString()", "string GetUserName()", "string GetGroupName()",
    ),
)
