"""The files of views and type data that a module brings by its manifest: read with it, taken back when it is removed."""

from __future__ import annotations

import os
from typing import Any

from relayshell.runtime.support.output import drop


def read_files(module: Any, frame: Any, views: list[str], types: list[str]) -> None:
    """Hand a module's files to the cmdlets that read them, and keep what there was of each type before."""
    from relayshell.objects.typedata import table

    for name in views:
        path = os.path.join(module.folder, name)
        _process(frame, "Update-FormatData", path)
        module.view_files.append(path)
    if not types:
        return
    own = table().own
    before = {key: data.copy() for key, data in own.items()}
    for name in types:
        _process(frame, "Update-TypeData", os.path.join(module.folder, name))
    for key, data in own.items():
        old = before.get(key)
        if old is None or old.members != data.members or old.standard != data.standard:
            module.types_before[key] = old


def take_back(module: Any) -> None:
    """Take the views and the type data of a module away; types are as they were before it came."""
    from relayshell.objects.typedata import table

    if module.types_before:
        for key, old in module.types_before.items():
            if old is None:
                table().own.pop(key, None)
            else:
                table().own[key] = old
        table().changed()
        module.types_before.clear()
    if module.view_files:
        from relayshell.runtime.showing import environment_of

        for path in module.view_files:
            environment_of(module.session).database.remove_file(path)
        module.view_files.clear()


def _process(frame: Any, command: str, path: str) -> None:
    from relayshell.runtime.calls import stage_for
    from relayshell.runtime.sites import Word
    from relayshell.runtime.stages import Pipeline
    from relayshell.runtime.support.output import NO_INPUT

    stage = stage_for(frame, None, frame.session.find_command(frame, command), (Word("given", "PrependPath", None),), [path])
    Pipeline(frame, [stage]).run(NO_INPUT, drop)
