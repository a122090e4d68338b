"""Giving up root: the process becomes an ordinary user before it opens anything, and keeps one privilege: to bind ports below 1024.

So nothing of the relay ever runs as root, and a binding that the settings add later can be opened too (capabilities(7): the ambient
set is handed on to the workers).
"""

import ctypes
import os
import pwd
import struct
from pathlib import Path

from relayengine.settings.store import BrokenSettings, Store

_NET_BIND_SERVICE = 10
_VERSION_3 = 0x20080522
_PR_SET_KEEPCAPS, _PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE, _PR_SET_NO_NEW_PRIVS = 8, 47, 2, 38


class NotAllowed(Exception):
    """The user cannot be become; the text says why and what to do."""


def become(name: str, store: Store) -> None:
    """Becomes a user, after giving what root owns of the relay's own directories to that user. Nothing to do if it is that user already."""
    try:
        user = pwd.getpwnam(name)
    except KeyError:
        raise NotAllowed(f'there is no user "{name}"; make one with: useradd --system --no-create-home {name}') from None
    if os.geteuid() == user.pw_uid:
        return
    if os.geteuid() != 0:
        raise NotAllowed(f"only root can become {name}; start it as root, or as {name} without --user")
    if user.pw_uid == 0:
        raise NotAllowed(f"{name} is root itself; name an ordinary user")
    store.create()
    try:
        data = Path(store.load().data_directory)
    except BrokenSettings as broken:
        raise NotAllowed("\n".join(map(str, broken.problems))) from None
    from relayengine.settings.places import control_socket, secrets_directory

    for place in (data, secrets_directory(store.path), control_socket(store.path).parent):
        if place != store.path.parent:
            place.mkdir(mode=0o750, parents=True, exist_ok=True)
            _give(place, user.pw_uid, user.pw_gid)
    _drop(user)


def _give(place: Path, uid: int, gid: int) -> None:
    """Gives a directory and what is in it to a user, if root owns it. Links are not followed."""
    if place.lstat().st_uid != 0:
        return
    for folder, _, files in os.walk(place):
        for each in (folder, *(os.path.join(folder, f) for f in files)):
            os.chown(each, uid, gid, follow_symlinks=False)


def _drop(user: pwd.struct_passwd) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_KEEPCAPS, 1, 0, 0, 0)
    os.initgroups(user.pw_name, user.pw_gid)
    os.setresgid(user.pw_gid, user.pw_gid, user.pw_gid)
    os.setresuid(user.pw_uid, user.pw_uid, user.pw_uid)
    one = 1 << _NET_BIND_SERVICE
    header = struct.pack("Ii", _VERSION_3, 0)
    sets = struct.pack("IIIIII", one, one, one, 0, 0, 0)  # effective, permitted, inheritable: low words, then high
    if libc.capset(header, sets) == 0:
        libc.prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE, _NET_BIND_SERVICE, 0, 0)
    # else no port below 1024 can be bound, and the relay says so for each
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    os.environ["HOME"] = user.pw_dir
    if os.geteuid() == 0 or os.getegid() == 0:
        raise NotAllowed(f"becoming {user.pw_name} did not work")
    for place in (os.__file__, __file__):
        if not os.access(place, os.R_OK):
            raise NotAllowed(f"{user.pw_name} may not read {place}; install Python and the relay where every user may, such as /usr/local or /opt")
