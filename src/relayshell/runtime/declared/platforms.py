"""System.Management.Automation.Platform: what this machine is and where a user's folders are; and switches that only tests turn."""

from __future__ import annotations

import os
from typing import Any

from relayshell.objects.declare import declare
from relayshell.views.list_writer import HOOKS

_P = "System.Management.Automation."
KINDS = _P + "Platform+XDG_Type"
# A kind of folder: the variable that says where it is, what it is without, and what follows.
_FOLDERS = {
    "CONFIG": ("XDG_CONFIG_HOME", "~/.config", "powershell"), "CACHE": ("XDG_CACHE_HOME", "~/.cache", "powershell"),
    "DATA": ("XDG_DATA_HOME", "~/.local/share", "powershell"), "USER_MODULES": ("XDG_DATA_HOME", "~/.local/share", "powershell/Modules"),
    "SHARED_MODULES": ("", "/usr/local/share", "powershell/Modules"), "DEFAULT": ("XDG_CONFIG_HOME", "~/.config", "powershell"),
}


def folder(kind: Any) -> str:
    """Where a kind of folder is for this user."""
    variable, without, rest = _FOLDERS[getattr(kind, "name", str(kind))]
    return os.path.join(os.environ.get(variable) or os.path.expanduser(without), rest)


declare(
    _P + "Platform",
    static_get={
        "IsLinux": lambda: True, "IsMacOS": lambda: False, "IsWindows": lambda: False, "IsCoreCLR": lambda: True, "IsNanoServer": lambda: False,
        "IsIoT": lambda: False, "IsWindowsDesktop": lambda: False, "IsStaSupported": lambda: False,
    },
    statics={"SelectProductNameForDirectory": folder},
    signatures=(
        *(f"static bool {name} {{get;}}" for name in ("IsLinux", "IsMacOS", "IsWindows", "IsCoreCLR", "IsNanoServer", "IsIoT", "IsWindowsDesktop", "IsStaSupported")),
        f"static string SelectProductNameForDirectory({KINDS} dirpath)",
    ),
)
declare(
    _P + "Internal.InternalTestHooks", statics={"SetTestHook": HOOKS.__setitem__},
    signatures=("static void SetTestHook(string property, System.Object value)",),
)
