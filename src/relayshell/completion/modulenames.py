"""Names of modules that can be imported: those on the module path and the shell's own."""

from __future__ import annotations

import os
from typing import Any

from relayshell.completion.result import Candidate
from relayshell.completion.words import quoted, sort_key, starts, unquoted


def available_modules(session: Any, word: str) -> list[Candidate]:
    """Modules whose name begins with a word; or, where the word has no dot, whose last part does."""
    from relayshell.runtime.modulepath import every

    begun, quote = unquoted(word)
    known = {os.path.splitext(os.path.basename(file))[0] for file in every()}
    known.update(info.module_name for info in session.commands.cmdlets.values() if info.module_name)
    fits = starts(begun)
    wide = bool(begun) and not any(char in begun for char in ".*?[")
    by_name: dict[str, str] = {}
    for name in known:
        if fits(name) or wide and any(fits(name[at + 1 :]) for at, char in enumerate(name) if char == "."):
            by_name.setdefault(name.lower(), name)
    return [Candidate(quoted(name, quote), name, "ParameterValue", name) for name in sorted(by_name.values(), key=sort_key)]
