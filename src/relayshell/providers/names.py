"""Paths as text: qualifiers, parents, leaves, joining. Touches no provider and no disk.

On this platform `/` separates and `\\` is taken for it.
"""

from __future__ import annotations

import re

QUALIFIED = re.compile(r"^([^/\\:]+):(?!:)(.*)$", re.S)
PROVIDER_QUALIFIED = re.compile(r"^([^:/]+(?:\\[^:/]+)?)::(.*)$", re.S)
WILD = re.compile(r"[*?\[]")
ESCAPED = re.compile(r"`(.)", re.S)


def split_provider(path: str) -> tuple[str | None, str]:
    """`FileSystem::/tmp` as (FileSystem, /tmp); a path without a provider as (None, path)."""
    found = PROVIDER_QUALIFIED.match(path)
    return (found[1], found[2]) if found else (None, path)


def split_drive(path: str) -> tuple[str | None, str]:
    """`Env:PATH` as (Env, PATH); a path without a drive as (None, path)."""
    found = QUALIFIED.match(path)
    return (found[1], found[2]) if found else (None, path)


def slashed(path: str) -> str:
    """With `/` for every separator."""
    return path.replace("\\", "/")


def has_wildcard(path: str) -> bool:
    """Whether a path holds a pattern character that no backtick escapes."""
    return bool(WILD.search(ESCAPED.sub("", path) if "`" in path else path))


def unescape(path: str) -> str:
    """Without the backticks that escape pattern characters."""
    return ESCAPED.sub(r"\1", path) if "`" in path else path


def escape(path: str) -> str:
    """A path that, read as a pattern, matches only itself."""
    return re.sub(r"([`*?\[\]])", r"`\1", path)


def join(parent: str, child: str) -> str:
    """Parent and child with one separator between them, whatever ends and begins them."""
    provider, rest = split_provider(parent)
    if provider is not None:
        return f"{provider}::{join(rest, child)}"
    parent, child = slashed(parent), slashed(child)
    if not parent:
        return child
    if not child:
        return parent if parent.endswith("/") else parent + "/"
    if parent.endswith("/"):
        return parent + child.lstrip("/")
    if child.startswith("/"):
        return parent + "/" + child.lstrip("/")
    return f"{parent}/{child}"


def parent(path: str) -> str:
    """Everything before the last part; empty for a path of one part."""
    provider, rest = split_provider(path)
    drive, inner = split_drive(rest)
    inner = slashed(inner)
    trimmed = inner.rstrip("/")
    if not trimmed:
        return ""
    cut = trimmed.rfind("/")
    if cut < 0:
        head = "" if drive is None else f"{drive}:"
        return head if drive is not None and trimmed else ""
    above = trimmed[:cut] or "/"
    head = "" if drive is None else f"{drive}:"
    shown = above if drive is None else head + above
    return f"{provider}::{shown}" if provider else shown


def leaf(path: str) -> str:
    """The last part."""
    _, rest = split_provider(path)
    drive, inner = split_drive(rest)
    inner = slashed(inner)
    trimmed = inner.rstrip("/")
    if not trimmed:
        return "/" if inner and drive is None else (f"{drive}:/" if drive is not None and inner else (f"{drive}:" if drive else ""))
    return trimmed[trimmed.rfind("/") + 1 :]


def normalize(path: str) -> str:
    """Without `.` and `..` parts and doubled separators; an absolute path stays absolute."""
    absolute = path.startswith("/")
    parts: list[str] = []
    for part in path.split("/"):
        if part in ("", "."):
            continue
        if part == "..":
            if parts:
                parts.pop()
            continue
        parts.append(part)
    return ("/" if absolute else "") + "/".join(parts)


def extension(name: str) -> str:
    """`.txt` of `a.txt`; empty where there is none."""
    cut = name.rfind(".")
    return name[cut:] if cut >= 0 and cut < len(name) - 1 else ""


def relative(path: str, base: str) -> str:
    """A path as seen from a folder, beginning with `./` or `../`."""
    here, there = [p for p in base.split("/") if p], [p for p in path.split("/") if p]
    same = 0
    while same < min(len(here), len(there)) and here[same] == there[same]:
        same += 1
    up = [".."] * (len(here) - same)
    rest = there[same:]
    if not up:
        return "./" + "/".join(rest) if rest else "."
    return "/".join(up + rest)
