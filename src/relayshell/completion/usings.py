"""After the word `using`: what kind of thing, and its name."""

from __future__ import annotations

from relayshell.completion.paths import paths
from relayshell.completion.place import Place
from relayshell.completion.result import Candidate
from relayshell.completion.words import starts

KINDS = {
    "assembly": "Specifies the path to a .NET assembly to load.",
    "module": "Specifies a PowerShell module to load classes from.",
    "namespace": "Specifies a .NET namespace to resolve types from or a namespace alias.",
    "type": "Specifies an alias for a .NET Type.",
}
SPECIFICATION = {
    "GUID": "Optional. Specifies the GUID of the module.",
    "MaximumVersion": "Specifies the maximum acceptable version of the module.",
    "ModuleName": "Required. Specifies the module name.",
    "ModuleVersion": "Specifies a minimum acceptable version of the module.",
    "RequiredVersion": "Specifies an exact, required version of the module.",
}
"""The keys of the table that names a module with its versions."""


def using(place: Place) -> list[Candidate] | None:
    """What may follow `using` at the cursor; None where no such statement is being typed."""
    start = place.token.start if place.token is not None else place.cursor
    before = []
    for token in place.tokens_before(start):
        before.append(token)
        if len(before) == 2:
            break
    if before and before[0].kind == "Using":
        fits = starts(place.word)
        return [Candidate(word, word, "Keyword", tip) for word, tip in KINDS.items() if fits(word)]
    if len(before) == 2 and before[1].kind == "Using" and before[0].kind in ("Module", "Namespace", "Assembly"):
        return using_name(place, before[0].kind)
    return None


def using_name(place: Place, kind: str) -> list[Candidate]:
    """The namespaces, modules or files that begin with the word being typed."""
    if kind == "Namespace":
        from relayshell.completion.typenames import namespaces

        return namespaces(place.word)
    found = paths(place.session, place.word, extensions=(".dll",) if kind == "Assembly" else (".psm1", ".psd1", ".ps1"))
    if kind == "Module" and not any(char in place.word for char in "/\\:"):
        from relayshell.completion.modulenames import available_modules

        found += available_modules(place.session, place.word)
    return found


def specification_keys(word: str, given: set[str]) -> list[Candidate]:
    """The keys of a module's specification that begin with a word and are not there yet (`given`, folded)."""
    fits = starts(word)
    return [Candidate(name, name, "ParameterName", tip) for name, tip in SPECIFICATION.items() if fits(name) and name.lower() not in given]
