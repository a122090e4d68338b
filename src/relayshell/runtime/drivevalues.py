"""`$env:NAME`, `$function:name`, `$alias:name`, `${/path}`: reading and writing items as variables."""

from __future__ import annotations

import os
from typing import Any



class DriveValues:
    """Items of drives as variables, for one session."""

    def __init__(self, session: Any) -> None:
        self.session = session

    def read(self, frame: Any, drive: str, name: str) -> Any:
        """The value, null where there is no such item."""
        kind = drive.lower()
        if kind == "env":
            return os.environ.get(name)
        if kind == "function":
            info = self.function(frame, name)
            return None if info is None else info.block
        if kind == "alias":
            for scope in frame.scope.chain():
                found = (scope.aliases or {}).get(name.lower())
                if found is not None:
                    return found.target
            return None
        if kind == "variable":
            found = frame.scope.find(name.lower())
            return None if found is None else found.value
        if kind == "using":
            from relayshell.runtime.support.cells import read_using

            return read_using(frame, name.lower(), name)
        return self.content(drive, name)

    def function(self, frame: Any, name: str) -> Any:
        """The function of a name as seen from a frame, or None."""
        prefix, colon, rest = name.partition(":")
        scopes: Any = frame.scope.chain()
        if colon and prefix.lower() in ("global", "script", "local", "private"):
            name = rest
            scopes = [{"global": self.session.globals, "script": frame.scope.script}.get(prefix.lower(), frame.scope)]
        for scope in scopes:
            found = (scope.functions or {}).get(name.lower())
            if found is not None:
                return found
        return None

    def content(self, drive: str, name: str) -> Any:
        """The content of an item of any other drive: the lines of a file."""
        places = self.session.places
        if drive.lower() not in places.drives:
            return None
        target = places.target(f"{drive}:{name}")
        if not target.exists:
            return None
        lines = list(target.provider.read_content(target.inner))
        return lines[0] if len(lines) == 1 else lines or None

    def write(self, frame: Any, drive: str, name: str, value: Any) -> None:
        """Set the item; null removes it."""
        from relayshell.objects.text import to_text

        kind = drive.lower()
        if kind == "env":
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = to_text(value)
        elif kind == "function":
            self.set_function(frame, name, value)
        elif kind == "alias":
            from relayshell.commands.infos import AliasInfo
            from relayshell.objects.psobject import unwrap

            scope = frame.scope
            if scope.aliases is None:
                scope.aliases = {}
                self.session.local_commands = True
            session, value = self.session, unwrap(value)
            target = value.target if isinstance(value, AliasInfo) else getattr(value, "name", None) or to_text(value)
            scope.aliases[name.lower()] = AliasInfo(name, target, resolve=lambda each: session.commands.find(each, session.state.current, session.folder))
        elif kind == "variable":
            frame.scope.set(name.lower(), name, value)
        else:
            places = self.session.places
            target = places.target(f"{drive}:{name}")
            target.provider.write_content(target.inner, value)

    def set_function(self, frame: Any, name: str, value: Any) -> None:
        """`$function:name = { ... }`."""
        from relayshell.commands.infos import FunctionInfo
        from relayshell.objects.text import to_text
        from relayshell.runtime.scriptblock import ScriptBlock
        from relayshell.runtime.support.definitions import set_function

        scope = frame.scope
        prefix, colon, rest = name.partition(":")
        if colon and prefix.lower() in ("global", "script", "local", "private"):
            name = rest
            scope = {"global": self.session.globals, "script": scope.script}.get(prefix.lower(), scope)
        if value is None or value == "":
            for each in scope.chain():
                if each.functions and each.functions.pop(name.lower(), None) is not None:
                    return
            return
        block = value if isinstance(value, ScriptBlock) else value.block if hasattr(value, "block") else self.session.new_block(to_text(value))
        old = (scope.functions or {}).get(name.lower())
        set_function(self.session, scope, FunctionInfo(old.name if old is not None else name, block, "Filter" if getattr(block, "is_filter", False) else "Function", block.module))
