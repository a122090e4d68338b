"""Views and type data that an initial session state brings to its session: entries of its Formats and Types.

What the shell itself brings is one entry each; a state without it makes a session that has no views of its own. The type
data of the shell stays in every session, for its members are part of the types here.
"""

from __future__ import annotations

from typing import Any

from relayshell.errors import ShellError
from relayshell.objects.exceptions import NetException


class ViewEntry:
    """SessionStateFormatEntry and SessionStateTypeEntry.

    kind   Format or Type
    file   the file it names, or None
    value  the definition or the type data itself, or None
    away   whether the type data is to be taken away
    """

    options = None
    description = ""

    def __init__(self, kind: str, file: str | None = None, value: Any = None, away: bool = False, standard: bool = False) -> None:
        self.kind, self.file, self.value, self.away, self.standard = kind, file, value, away, standard

    @property
    def name(self) -> str:
        """What the entry is found by."""
        return self.file or (self.value.fields["TypeName"] if self.kind == "Format" and self.value is not None else getattr(self.value, "name", ""))

    @property
    def net_name(self) -> str:
        """Its .NET type."""
        return f"System.Management.Automation.Runspaces.SessionState{self.kind}Entry"


def standard_entry(kind: str) -> ViewEntry:
    """The entry for what the shell itself brings."""
    return ViewEntry(kind, "PowerShellCore.format.ps1xml" if kind == "Format" else "types.ps1xml", standard=True)


def apply_views(session: Any, formats: list[Any], types: list[Any], throws: bool) -> None:
    """Give a new session the views and type data of its initial state. Raises the first error where the state asks for it."""
    from relayshell.runtime.showing import environment_of

    if not any(each.standard for each in formats):
        environment_of(session).database.leave_out_built_in()
    for each in (*formats, *types):
        if each.standard:
            continue
        try:
            (_add_format if each.kind == "Format" else _add_type)(session, each)
        except (ShellError, NetException):
            if throws:
                raise


def _add_file(session: Any, cmdlet: str, file: str) -> None:
    session.run(f"{cmdlet} -AppendPath '{file.replace(chr(39), chr(39) * 2)}' -ErrorAction Stop")


def _add_format(session: Any, entry: ViewEntry) -> None:
    if entry.file is not None:
        _add_file(session, "Update-FormatData", entry.file)
        return
    from relayshell.runtime.showing import environment_of
    from relayshell.views.ps1xml import parse_file
    from relayshell.views.ps1xml_text import file_text

    environment = environment_of(session)
    environment.database.add(parse_file(file_text([entry.value], True), "", environment.script).views, first=False)


def _add_type(session: Any, entry: ViewEntry) -> None:
    if entry.file is not None:
        _add_file(session, "Update-TypeData", entry.file)
    elif entry.away:
        session.type_table.remove(entry.value.name)
    else:
        changed = session.type_table.change(entry.value.name)
        changed.members.update(entry.value.members_now())
        changed.standard.update(entry.value.standard)
