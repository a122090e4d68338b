"""Inside comments: headings of help, what #requires takes, and lines of the history after a `#`."""

from __future__ import annotations

import re
from typing import Any

from relayshell.completion.modulenames import available_modules
from relayshell.completion.place import Place
from relayshell.completion.result import Candidate
from relayshell.completion.usings import specification_keys
from relayshell.completion.words import starts
from relayshell.syntax import ast as tree

HEADINGS = {
    "COMPONENT": "The name of the technology or feature that the function or script uses, or to which it is related.",
    "DESCRIPTION": "A detailed description of the function or script.",
    "EXAMPLE": "A sample command that uses the function or script, optionally followed by sample output and a description.",
    "EXTERNALHELP": ".EXTERNALHELP <XML Help File>",
    "FORWARDHELPCATEGORY": ".FORWARDHELPCATEGORY <Category>",
    "FORWARDHELPTARGETNAME": ".FORWARDHELPTARGETNAME <Command-Name>",
    "FUNCTIONALITY": "The keywords that describe the intended use of the function.",
    "INPUTS": "The .NET types of objects that can be piped to the function or script.",
    "LINK": "The name of a related topic.",
    "NOTES": "Additional information about the function or script.",
    "OUTPUTS": "The .NET type of the objects that the cmdlet returns.",
    "PARAMETER": ".PARAMETER  <Parameter-Name>",
    "REMOTEHELPRUNSPACE": ".REMOTEHELPRUNSPACE <PSSession-variable>",
    "ROLE": "The name of the user role for the help topic.",
    "SYNOPSIS": "A brief description of the function or script.",
}
REQUIRES = {
    "Modules": "[string] or [hashtable]", "PSEdition": "[string]", "RunAsAdministrator": "[switch]", "Version": "[string]",
}
EDITIONS = {
    "Core": "Specifies that the script requires PowerShell 7+ to run.",
    "Desktop": "Specifies that the script requires Windows PowerShell 5.1 to run.",
}
CATEGORIES = (
    "Alias", "All", "Cmdlet", "ExternalScript", "FAQ", "Filter", "Function", "General", "Glossary", "HelpFile", "Provider", "ScriptCommand",
)


def in_comment(place: Place) -> list[Candidate]:
    """What could stand at a cursor that is in a comment."""
    token = place.token
    assert token is not None
    text = place.text[token.start : place.cursor]
    line = text.rpartition("\n")[2]
    if token.start == 0 or place.text[token.start - 1] == "\n":
        found = _requires(place, text)
        if found is not None:
            return found
    if text.startswith("<#"):
        return _help(place, line)
    whole = place.text[token.start : token.end]
    if re.fullmatch(r"#[\w-]*", whole):
        return _history(place, whole[1:])
    return []


def _requires(place: Place, text: str) -> list[Candidate] | None:
    if not text.lower().startswith("#requires "):
        return None
    found = re.search(r"\s-(\w*)$", text)
    if found:
        place.replace(place.cursor - len(found[1]), place.cursor)
        given = {word.lower() for word in re.findall(r"\s-(\w+)(?=\s)", text)}
        return [
            Candidate(name, name, "ParameterName", tip) for name, tip in REQUIRES.items()
            if name.lower().startswith(found[1].lower()) and name.lower() not in given
        ]
    table = re.search(r"\s-modules\s[^@]*@\{([^}]*)$", text, re.IGNORECASE)
    if table is not None:
        return _module_table(place, table[1])
    found = re.search(r"\s-modules\s+(?:[^-]*,\s*)?([^\s,}]*)$", text, re.IGNORECASE)
    if found is not None:
        place.replace(place.cursor - len(found[1]), place.cursor)
        return available_modules(place.session, found[1])
    found = re.search(r"\s-(\w+)\s+(\S*)$", text)
    if found is None:
        return []
    place.replace(place.cursor - len(found[2]), place.cursor)
    fits = starts(found[2])
    if found[1].lower() == "psedition":
        return [Candidate(name, name, "ParameterValue", tip) for name, tip in EDITIONS.items() if fits(name)]
    return []


def _module_table(place: Place, inside: str) -> list[Candidate]:
    """Within the table that names a module: its keys, and the modules after ModuleName."""
    entry = inside.rpartition(";")[2]
    key, equals, value = entry.partition("=")
    word = (value if equals else key).lstrip()
    place.replace(place.cursor - len(word), place.cursor)
    if not equals:
        return specification_keys(word, {each.partition("=")[0].strip().lower() for each in inside.split(";")[:-1]})
    return available_modules(place.session, word) if key.strip().lower() == "modulename" else []


def _help(place: Place, line: str) -> list[Candidate]:
    heading = re.fullmatch(r"(?:<#)?\s*\.(\w*)", line)
    if heading:
        place.replace(place.cursor - len(heading[1]), place.cursor)
        return [Candidate(name, name, "Keyword", tip) for name, tip in HEADINGS.items() if name.startswith(heading[1].upper())]
    named = re.fullmatch(r"\s*\.(\w+)\s+(\w*)", line)
    if named is None:
        return []
    begun = named[2]
    if named[1].upper() == "PARAMETER":
        place.replace(place.cursor - len(begun), place.cursor)
        return [Candidate(name, name, "ParameterValue", tip) for name, tip in _parameters(place) if name.lower().startswith(begun.lower())]
    if named[1].upper() == "FORWARDHELPCATEGORY":
        place.replace(place.cursor - len(begun), place.cursor)
        return [Candidate(name, name, "ParameterValue", name) for name in CATEGORIES if name.lower().startswith(begun.lower())]
    return []


def _parameters(place: Place) -> list[tuple[str, str]]:
    """The parameters of the function or script that a help comment explains: the one around it, or the next."""
    best: Any = None
    for node in place.tree.walk():
        around = node.start < place.cursor <= node.end
        if isinstance(node, tree.FunctionDefinitionAst) and (around or best is None and node.start >= place.cursor):
            best = node
    body: Any = best.body if best is not None else place.tree
    parameters = list(body.param_block.parameters) if body.param_block is not None else list(getattr(best, "parameters", None) or ())
    found = []
    for each in parameters:
        kind = next((one.type_name.full_name for one in each.attributes if isinstance(one, tree.TypeConstraintAst)), "Object")
        found.append((each.name.variable_path.name, f"[{kind}] {each.name.variable_path.name}"))
    return found


def _history(place: Place, begun: str) -> list[Candidate]:
    """Lines of the history: by number, or those that hold a text, the newest first."""
    lines = [str(getattr(each, "command_line", getattr(each, "text", ""))) for each in place.session.history]
    if begun.isdigit():
        number = int(begun)
        for each, line in zip(place.session.history, lines):
            if getattr(each, "id", None) == number:
                return [Candidate(line, line, "History", line)]
    found: dict[str, None] = {}
    for line in reversed(lines):
        if begun.lower() in line.lower():
            found.setdefault(line)
    return [Candidate(line, line, "History", line) for line in found]
