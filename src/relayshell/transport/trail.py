"""The admin audit log: every change made by a cmdlet, a JSON object a line in `logs/AdminAudit/admin-audit.jsonl` of the data directory.

Passwords never stand in it. A log that cannot be written stops no change.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

LARGEST = 10 * 1024 * 1024
_CHANGING = frozenset(("set", "new", "remove", "add", "enable", "import", "suspend", "resume", "retry", "redirect"))
_UNTOLD = frozenset(("whatif", "confirm", "erroraction", "warningaction", "verbose", "debug", "errorvariable", "outvariable", "force", "instance"))


def place(data_directory: str) -> Path:
    """Where the log is for a data directory."""
    return Path(data_directory) / "logs" / "AdminAudit" / "admin-audit.jsonl"


def is_change(name: str) -> bool:
    """Whether a cmdlet of this name changes something."""
    return name.partition("-")[0].lower() in _CHANGING


def record(cmdlet: Any, error: str = "") -> None:
    """Writes down what a cmdlet was asked to do, and why it could not ("" if it could)."""
    import getpass
    import json
    import os
    import time

    from relayshell.transport.identity import identity_text

    names = {parameter.name.lower(): parameter.name for parameter in cmdlet.signature.parameters}
    told = sorted((key for key in cmdlet.given if key in names and key not in _UNTOLD), key=lambda key: key != "identity")
    given = {names[key]: _shown(cmdlet.given[key]) for key in told}
    target = getattr(cmdlet, "identity", None)
    target = target if target is not None else getattr(cmdlet, "name", None)
    try:
        settings = cmdlet.settings
        path = place(settings.data_directory)
        path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > LARGEST:
            os.replace(path, path.with_suffix(".1.jsonl"))
        try:
            caller = getpass.getuser()
        except (OSError, KeyError):
            caller = str(os.getuid())
        text = identity_text(target) if target is not None else ""
        line = {"at": time.time(), "caller": caller, "cmdlet": cmdlet.signature.name, "object": _full(text, settings), "parameters": given, "error": error}
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o640)
        with os.fdopen(handle, "a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    except (OSError, ValueError):
        pass
    except Exception as unreadable:  # noqa: BLE001 - settings that cannot be read are told by the cmdlet itself
        if type(unreadable).__name__ != "ShellError":
            raise


def read(data_directory: str) -> list[dict[str, Any]]:
    """Every record, the oldest first; lines that are none are passed over."""
    import json

    found = []
    path = place(data_directory)
    for each in (path.with_suffix(".1.jsonl"), path):
        try:
            lines = each.read_text("utf-8", "replace").splitlines()
        except OSError:
            continue
        for line in lines:
            try:
                row = json.loads(line)
                row["at"], row["cmdlet"], row["object"], row["caller"], row["parameters"], row["error"]  # noqa: B018 - all are there
            except (ValueError, KeyError, TypeError):
                continue
            found.append(row)
    return found


def _full(text: str, settings: Any) -> str:
    """A connector's name with its server."""
    for connector in settings.receive_connectors:
        if text.lower() == connector.name.lower():
            return str(settings.identity(connector))
    return text


def _shown(value: Any) -> str:
    from relayshell.objects.hashtable import Hashtable
    from relayshell.objects.psobject import unwrap
    from relayshell.objects.text import to_text
    from relayshell.transport.identity import identity_text

    value = unwrap(value)
    if type(value).__name__ in ("SecureString", "PSCredential"):
        return "(not kept)"
    if isinstance(value, Hashtable):
        return "; ".join(f"{to_text(key)}={_shown(item)}" for key, item in value.items())
    if isinstance(value, list):
        return ", ".join(map(_shown, value))
    text = identity_text(value) if not isinstance(value, (str, bool, int, float)) else to_text(value)
    return text if len(text) <= 1000 else text[:999] + "…"
