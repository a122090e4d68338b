"""`command -?`: its help instead of its work."""

from __future__ import annotations

from typing import Any

from relayshell.commands.infos import ApplicationInfo, FunctionInfo


def explaining(frame: Any, site: Any) -> Any:
    """A command that shows the help of the one a site names; a program is run with -? as it is."""
    session = frame.session
    info = session.find_command(frame, site.name, site)
    if isinstance(info, ApplicationInfo):
        return info
    name = site.name.replace("'", "''")
    return FunctionInfo(info.name, session.parse(f"Get-Help -Name '{name}'"))
