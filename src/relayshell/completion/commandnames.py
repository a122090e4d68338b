"""Names of commands: aliases, functions, cmdlets, scripts and programs that begin so."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from relayshell.completion.result import Candidate
from relayshell.completion.words import quoted, sort_key, starts, unquoted
from relayshell.syntax import ast as tree
from relayshell.syntax.ast.node import Ast

MOST = 1000


def command_names(
    session: Any, word: str, node: Ast | None = None, *, after_call: bool = False, programs: bool = True, kinds: Collection[str] | None = None
) -> list[Candidate]:
    """Commands whose name begins with a word.

    node        where in the text it stands: functions that the text defines before it count too
    after_call  whether `&` or `.` stands before it, so that a quoted name needs none
    kinds       names of CommandTypes, where only those are wanted
    """
    begun, quote = unquoted(word)
    if not begun:
        return []
    module = ""
    if "\\" in begun and "/" not in begun:
        module, _, begun = begun.partition("\\")
    fits = starts(begun)
    found: dict[str, Any] = {}
    for info in _known(session, begun, programs):
        if kinds is not None and "All" not in kinds and info.kind not in kinds:
            continue
        named = fits(info.name) or "-" in begun and _abbreviation(info.name) == begun.lower()
        if named and (not module or info.module_name.lower() == module.lower()):
            found.setdefault(f"{info.name}\0{info.definition if info.kind == 'Application' else info.kind}", info)
    made = [_candidate(info, quote, after_call, module) for info in found.values()]
    if node is not None and not module:
        known = {candidate.shown.lower() for candidate in made}
        for function in _in_text(node):
            if fits(function.name) and function.name.lower() not in known:
                known.add(function.name.lower())
                made.append(_plain(function.name, quote, after_call, function.name))
    rank = {"Alias": 0, "Function": 1, "Filter": 1, "Cmdlet": 2, "ExternalScript": 3, "Application": 4}
    order = {id(candidate): rank.get(info.kind, 5) for candidate, info in zip(made, found.values())}
    made.sort(key=lambda each: (sort_key(each.shown), order.get(id(each), 1)))
    seen: set[str] = set()
    unique = []
    for candidate in made:
        if candidate.text not in seen:
            seen.add(candidate.text)
            unique.append(candidate)
    return unique[:MOST]


def _known(session: Any, begun: str, programs: bool) -> Any:
    table = session.commands
    for scope in session.state.current.chain():
        yield from list((scope.aliases or {}).values())
        yield from list((scope.functions or {}).values())
    yield from table.cmdlets.values()
    if programs:
        import os

        from relayshell.commands import applications
        from relayshell.commands.infos import ApplicationInfo, ExternalScriptInfo

        fits = starts(begun)
        for path in applications.all_on_path():
            if fits(os.path.basename(path)):
                yield ExternalScriptInfo(path, table.load_script) if path.lower().endswith(".ps1") else ApplicationInfo(path)


def _abbreviation(name: str) -> str:
    """The capitals and dashes of a command's name: `g-zi` of Get-ZqItem less its small letters."""
    return "".join(char for char in name if char.isupper() or char == "-").lower() if "-" in name else ""


def _candidate(info: Any, quote: str, after_call: bool, module: str) -> Candidate:
    name = f"{module}\\{info.name}" if module else info.name
    return _plain(name, quote, after_call, _tip(info), info.name)


def _plain(name: str, quote: str, after_call: bool, tip: str, shown: str = "") -> Candidate:
    text = quoted(name, quote)
    if text != name and not after_call:
        text = f"& {text}"
    return Candidate(text, shown or name, "Command", tip)


def _tip(info: Any) -> str:
    if info.kind in ("Alias", "Application", "ExternalScript"):
        return str(info.definition)
    from relayshell.commands.syntax import syntax_of

    try:
        signature = info.signature
        if signature is None:
            return str(info.name)
        text = syntax_of(signature).strip()
        return text if signature.name else f"{info.name} {text}".strip()
    except Exception:  # noqa: BLE001 - a function whose parameters cannot be told has its name alone
        return str(info.name)


def _in_text(node: Ast) -> list[tree.FunctionDefinitionAst]:
    root = node
    while root.parent is not None:
        root = root.parent
    return [each for each in root.walk() if isinstance(each, tree.FunctionDefinitionAst) and not isinstance(each.parent, tree.FunctionMemberAst)]
