"""Paths: files and folders, and the items of the other drives."""

from __future__ import annotations

import os
from typing import Any

from relayshell.completion.result import Candidate
from relayshell.completion.words import needs_quotes, quoted, sort_key, starts, unquoted
from relayshell.errors import ShellError
from relayshell.providers import names

OPTIONS = "completion options"


def paths(session: Any, word: str, *, containers: bool = False, literal: bool = False, extensions: tuple[str, ...] = ()) -> list[Candidate]:
    """The paths that begin with a word: relative ones as `./name`.

    containers  folders alone
    literal     the word goes where brackets mean themselves
    extensions  of files, only those with one of these
    """
    begun, quote = unquoted(word)
    literal = literal or bool(options_of(session).get("literalpaths"))
    try:
        if "::" in begun:
            return _of_provider(session, begun, quote, containers, literal)
        drive, rest = names.split_drive(begun)
        if drive is not None and len(drive) > 1:
            found = session.places.drives.get(drive.lower())
            if found is None:
                return []
            if not found.provider.hierarchical:
                return _in_drive(found, names.slashed(rest).lstrip("/"), quote)
        return _files(session, names.slashed(begun), quote, containers, literal, extensions)
    except (ShellError, OSError):
        return []


def options_of(session: Any) -> dict[str, Any]:
    """What the caller of this completion asked for beside it, by folded name: RelativeFilePaths, LiteralPaths."""
    return session.services.get(OPTIONS) or {}


def _of_provider(session: Any, begun: str, quote: str, containers: bool, literal: bool) -> list[Candidate]:
    """The items of a path that names its provider, which stays before them as it was typed."""
    head, slash, leaf = begun.rpartition("/")
    if not slash:
        head, leaf = begun.partition("::")[0] + "::", begun.partition("::")[2]
    folder = session.places.target(names.unescape(head + slash))
    fits = starts(leaf)
    made = []
    for name in sorted(folder.provider.child_names(folder.inner, force=True), key=sort_key):
        inner = folder.provider.child_path(folder.inner, name) if folder.provider.hierarchical else name
        inside = folder.provider.hierarchical and folder.provider.is_container(inner)
        if fits(name) and (inside or not containers):
            kind = "ProviderContainer" if inside else "ProviderItem"
            made.append(Candidate(_typed(head + slash + name, quote, literal), name, kind, _full(folder, inner)))
    return made


def _in_drive(drive: Any, begun: str, quote: str) -> list[Candidate]:
    fits = starts(begun)
    made = []
    for name in sorted(drive.provider.child_names("", force=True), key=sort_key):
        if fits(name):
            path = f"{drive.name}:/{name}"
            made.append(Candidate(quoted(path, quote), name, "ProviderItem", path))
    return made


def _files(session: Any, begun: str, quote: str, containers: bool, literal: bool, extensions: tuple[str, ...]) -> list[Candidate]:
    head, slash, leaf = begun.rpartition("/")
    places = session.places
    if not slash and names.split_drive(begun)[0] is not None:
        # `drive:name` goes on from where the drive stands.
        head, leaf = begun.partition(":")[0] + ":", begun.partition(":")[2]
    plain_head = head if literal else names.unescape(head)
    if "*" in head or "?" in head:
        folders = places.resolve(head)
    else:
        folders = [places.target(plain_head + slash if plain_head or slash else ".")]
    leaf = leaf if literal else names.unescape(leaf) if names.has_wildcard(leaf) is False else leaf
    fits = starts(leaf)
    made: list[tuple[object, Candidate]] = []
    for folder in folders:
        provider = folder.provider
        if not folder.is_container:
            continue
        for name in provider.child_names(folder.inner, force=True):
            if not fits(name):
                continue
            inner = provider.child_path(folder.inner, name)
            is_folder = provider.is_container(inner)
            if containers and not is_folder or extensions and not is_folder and not name.lower().endswith(extensions):
                continue
            path = _shown(session, folder, inner, begun)
            made.append((sort_key(name), Candidate(_typed(path, quote, literal), name, "ProviderContainer" if is_folder else "ProviderItem", _full(folder, inner))))
    made.sort(key=lambda pair: pair[0])  # type: ignore[arg-type,return-value]
    return [candidate for _, candidate in made]


def _full(folder: Any, inner: str) -> str:
    if folder.drive is not None and len(folder.drive.name) > 1:
        return str(folder.drive.shown(inner))
    return inner


def _shown(session: Any, folder: Any, inner: str, begun: str) -> str:
    relative_wanted = options_of(session).get("relativefilepaths")
    if relative_wanted is not None and session.places.current.provider is folder.provider:
        return _relative(session, inner) if relative_wanted else _full(folder, inner)
    if begun.startswith("~"):
        home = os.environ.get("HOME", "/")
        return "~" + inner[len(home) :] if inner.startswith(home + "/") else inner
    if begun.startswith("/"):
        return inner
    if folder.drive is not None and len(folder.drive.name) > 1 and ":" in begun.partition("/")[0]:
        return str(folder.drive.shown(inner)).replace("\\", "/")
    return _relative(session, inner)


def _relative(session: Any, inner: str) -> str:
    relative = os.path.relpath(inner, session.places.current.inner)
    return relative if relative.startswith("../") or relative == ".." else f"./{relative}"


def _typed(path: str, quote: str, literal: bool) -> str:
    text = path if literal else names.escape(path)
    if quote == '"':
        return '"' + text.replace("`", "``").replace("$", "`$").replace('"', '`"') + '"'
    if quote or text != path or needs_quotes(text, escape=not literal):
        return "'" + text.replace("'", "''") + "'"
    return text
