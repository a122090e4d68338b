"""Loading .ps1xml files into a session's views: for Update-FormatData and for modules."""

from __future__ import annotations

from typing import Any

from relayshell.runtime.showing import environment_of
from relayshell.errors import ShellError


def load(session: Any, path: str, *, first: bool) -> None:
    """Reads a file and adds its views before or after all others; those of an earlier reading go away.

    Raises ShellError when the file cannot be read or used.
    """
    from relayshell.views.ps1xml import BadFormatFile, parse_file

    environment = environment_of(session)
    try:
        with open(path, encoding="utf-8-sig") as file:
            text = file.read()
        found = parse_file(text, path, environment.script)
    except (OSError, UnicodeDecodeError, BadFormatFile, ShellError) as error:
        raise ShellError(
            f"There were errors in loading the format data file: \n{path}, {error}", "FormatXmlUpdateException", "InvalidOperation", path,
        ) from None
    database = environment.database
    database.remove_file(path)
    database.add(found.views, first=first)
    database.sets.update(found.sets)
    database.controls.update(found.controls)
    database.expansions[:0] = found.expansions
    if path not in [name for name, _ in database.files]:
        database.files.append((path, first))


def reload_all(session: Any) -> None:
    """Reads every file loaded so far once more."""
    for path, first in list(environment_of(session).database.files):
        load(session, path, first=first)


def unload(session: Any, path: str) -> None:
    """Takes a file's views away, when the module that brought it goes."""
    database = environment_of(session).database
    database.remove_file(path)
    database.files = [each for each in database.files if each[0] != path]
