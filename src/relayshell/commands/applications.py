"""Programs and scripts on PATH. What a folder holds is remembered while the folder's time stands still."""

from __future__ import annotations

import os
from collections.abc import Iterator

_folders: dict[str, tuple[int, dict[str, str]]] = {}


def _names(folder: str) -> dict[str, str]:
    """The names in a folder, with themselves, and scripts without their extension too."""
    try:
        stamp = os.stat(folder).st_mtime_ns
    except OSError:
        return {}
    known = _folders.get(folder)
    if known is not None and known[0] == stamp:
        return known[1]
    try:
        listed = os.listdir(folder)
    except OSError:
        listed = []
    names = {name: name for name in listed}
    for name in listed:
        if name.lower().endswith(".ps1"):
            names.setdefault(name[:-4], name)
    _folders[folder] = (stamp, names)
    return names


def is_program(path: str) -> bool:
    """Whether a path is a file that may be run."""
    return os.path.isfile(path) and os.access(path, os.X_OK)


def on_path(name: str, path: str | None = None) -> Iterator[str]:
    """The files on PATH that a command's name means, scripts (.ps1) among them, in the order of PATH."""
    for folder in (os.environ.get("PATH", "") if path is None else path).split(os.pathsep):
        if not folder:
            continue
        found = _names(folder).get(name)
        if found is None:
            continue
        full = os.path.join(folder, found)
        if full.lower().endswith(".ps1") or is_program(full):
            yield full


def all_on_path(path: str | None = None) -> Iterator[str]:
    """All programs and scripts on PATH."""
    for folder in (os.environ.get("PATH", "") if path is None else path).split(os.pathsep):
        for name in sorted(set(_names(folder).values())) if folder else ():
            full = os.path.join(folder, name)
            if full.lower().endswith(".ps1") or is_program(full):
                yield full
