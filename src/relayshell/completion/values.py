"""What the values of a cmdlet's parameters are about: variables, aliases, drives, types, properties of what is piped in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from relayshell.commands.metadata import Slot
from relayshell.completion.matching import Matched, text_of
from relayshell.completion.paths import paths
from relayshell.completion.place import Place
from relayshell.completion.result import Candidate
from relayshell.completion.sessionvalues import (
    JOB_CMDLETS,
    TRACE_CMDLETS,
    jobs,
    loaded_modules,
    trace_sources,
    views,
)
from relayshell.completion.words import listed, quoted, sort_key, starts, unquoted
from relayshell.syntax import ast as tree
from relayshell.syntax.ast.node import Ast

Answer = list[Candidate] | None
ENCODINGS = (
    "ansi", "ascii", "bigendianunicode", "bigendianutf32", "oem", "unicode", "utf7", "utf8", "utf8BOM", "utf8NoBOM", "utf32",
)
_JOINED = {
    "separator": ("','", "', '", "';'", "'; '", '"`n"', "'-'", "' '"),
    "formatstring": ("'[{0}]'", "'{0:N2}'", '"`n    `${0}"', '"`n    [string] `${0}"'),
}
_HTTP_VERSIONS = ("1.0", "1.1", "2.0", "3.0")
_PROPERTY_TAKERS = frozenset(
    ["select-object", "where-object", "sort-object", "group-object", "measure-object", "format-table", "format-list", "format-wide", "format-custom", "join-string"]
)
_LITERAL = frozenset(("literalpath", "pspath", "lp"))


def of_cmdlet(session: Any, place: Place, command: tree.CommandAst, name: str, slot: Slot, matched: Matched) -> Answer:
    """The values of a cmdlet's parameter; None where nothing but paths and commands could be meant."""
    folded, parameter = name.lower(), slot.folded
    if folded in _PROPERTY_TAKERS and parameter in ("property", "excludeproperty", "expandproperty"):
        return _properties(session, place, command, matched, methods=False)
    if folded == "foreach-object" and parameter == "membername":
        return _properties(session, place, command, matched, methods=True)
    if parameter == "httpversion" and folded in ("invoke-webrequest", "invoke-restmethod"):
        return listed(place.word, _HTTP_VERSIONS)
    if folded == "join-string" and parameter in _JOINED:
        return [Candidate(each, each, "ParameterValue", each) for each in _JOINED[parameter] if each.startswith(place.word)]
    answer = _BY_NAME.get((folded, parameter)) or _BY_NAME.get(("", parameter))
    if answer is not None:
        return answer(session, place, slot, command, matched)
    of_relay = _setting(session, place, name, slot)
    if of_relay is not None:
        return of_relay
    if slot.parameter.net_type.full_name == "System.Text.Encoding" or parameter == "encoding":
        return listed(place.word, ENCODINGS)
    if parameter in _LITERAL:
        return paths(session, place.word, literal=True)
    if folded in ("set-location", "push-location") and parameter == "path":
        return paths(session, place.word, containers=True)
    return None


def _properties(session: Any, place: Place, command: tree.CommandAst, matched: Matched, methods: bool) -> Answer:
    """The members of what comes in through the pipeline, less those already named in the same list."""
    from relayshell.completion.infer import Inference
    from relayshell.completion.kinds import Entry, entries, in_order

    begun, quote = unquoted(place.word)
    if quote:
        return []
    pipeline = command.parent
    if not isinstance(pipeline, tree.PipelineAst):
        return []
    number = next(at for at, each in enumerate(pipeline.pipeline_elements) if each is command)
    inference = Inference(session)
    kinds = inference.input_of(pipeline, number)
    if number == 0:
        given = matched.given.get("inputobject")
        kinds = inference.enumerated(inference.of(given)) if isinstance(given, Ast) else []
    fits = starts(begun)
    taken = _named_already(place, matched)
    found: dict[str, Entry] = {}
    for kind in kinds:
        for entry in entries(kind):
            if (methods or not entry.method) and fits(entry.name) and entry.name.lower() not in taken:
                found.setdefault(entry.name.lower(), entry)
    return [
        Candidate(quoted(entry.name), entry.name, "Method" if entry.method else "Property", entry.tip) for entry in in_order(found.values())
    ]


def _named_already(place: Place, matched: Matched) -> set[str]:
    words: set[str] = set()
    for given in matched.given.values():
        if not isinstance(given, Ast) or not given.start <= place.cursor or given.end < place.index:
            continue
        parts = given.elements if isinstance(given, tree.ArrayLiteralAst) else getattr(given, "nested_ast", ())
        flat = [one for each in parts for one in (each.elements if isinstance(each, tree.ArrayLiteralAst) else (each,))]
        words.update(text.lower() for each in flat if each.end < place.cursor and (text := text_of(each)) is not None)
    return words


def _commands(session: Any, place: Place, slot: Slot, command: Any, matched: Any) -> Answer:
    from relayshell.completion.commandnames import command_names

    return command_names(session, place.word, command, after_call=True)


def _help_topics(session: Any, place: Place, slot: Slot, command: Any, matched: Any) -> Answer:
    from relayshell.completion.commandnames import command_names

    found = command_names(session, place.word, command, after_call=True, programs=False)
    if place.word.lower().startswith("about"):
        import relayshell

        topics = Path(relayshell.__file__).parent / "help" / "topics"
        found += listed(place.word, sorted(path.stem for path in topics.glob("about_*.md")))
    return found


def _variables(session: Any, place: Place, slot: Slot, command: Any, matched: Any) -> Answer:
    names = {cell.name.lower(): cell.name for scope in session.state.current.chain() for cell in scope.variables()}
    return listed(place.word, sorted(names.values(), key=sort_key))


def _aliases(session: Any, place: Place, slot: Slot, command: Any, matched: Any) -> Answer:
    names = {info.name.lower(): info.name for scope in session.state.current.chain() for info in (scope.aliases or {}).values()}
    return listed(place.word, sorted(names.values(), key=sort_key))


def _drives(session: Any, place: Place, slot: Slot, command: Any, matched: Any) -> Answer:
    return listed(place.word, sorted((drive.name for drive in session.places.drives.values()), key=sort_key))


def _providers(session: Any, place: Place, slot: Slot, command: Any, matched: Any) -> Answer:
    return listed(place.word, sorted({drive.provider.name for drive in session.places.drives.values()}, key=sort_key))


def _modules(session: Any, place: Place, slot: Slot, command: Any, matched: Any) -> Answer:
    names = {module.name for module in session.modules.values()} | {info.module_name for info in _cmdlet_modules(session)}
    return listed(place.word, sorted(names - {""}, key=sort_key))


def _cmdlet_modules(session: Any) -> list[Any]:
    return [info for info in session.commands.cmdlets.values() if "cmdlet" in vars(info)]


def _module_files(session: Any, place: Place, slot: Slot, command: Any, matched: Any) -> Answer:
    found = paths(session, place.word, extensions=(".psm1", ".psd1", ".ps1"))
    if any(char in place.word for char in "/\\:"):
        return found
    from relayshell.completion.modulenames import available_modules

    return found + available_modules(session, place.word)


def _verbs(session: Any, place: Place, slot: Slot, command: Any, matched: Any) -> Answer:
    from importlib import import_module

    groups = import_module("relayshell.cmdlets.verbs").VERBS
    wanted = {text.lower() for text in [text_of(matched.given.get("group"))] if text}
    names = [verb for group, text in groups.items() if not wanted or group.lower() in wanted for verb in text.split()[::2]]
    return listed(place.word, names, "Text")


def _types(session: Any, place: Place, slot: Slot, command: Any, matched: Any) -> Answer:
    from relayshell.completion.typenames import type_names

    begun, quote = unquoted(place.word)
    found = type_names(begun, command)
    return [each._replace(text=quoted(each.text, quote)) for each in found] if quote else found


def _nouns(session: Any, place: Place, slot: Slot, command: Any, matched: Any) -> Answer:
    names = {info.name.partition("-")[2] for info in session.commands.cmdlets.values()}
    names |= {info.name.partition("-")[2] for scope in session.state.current.chain() for info in (scope.functions or {}).values()}
    return listed(place.word, sorted(names - {""}, key=sort_key), "Text")


def _processes(session: Any, place: Place, slot: Slot, command: Any, matched: Any) -> Answer:
    import os

    found: dict[str, str] = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                with open(f"/proc/{entry}/comm", encoding="utf-8", errors="replace") as file:
                    found[entry] = file.read().strip()
            except OSError:
                continue
    if slot.folded == "id":
        fits = starts(unquoted(place.word)[0])
        return [Candidate(pid, f"{pid} - {name}", "ParameterValue", name) for pid, name in sorted(found.items(), key=lambda pair: int(pair[0])) if fits(pid)]
    return listed(place.word, sorted(set(found.values()), key=sort_key))


def _setting(session: Any, place: Place, name: str, slot: Slot) -> Answer:
    """Values for the relay's settings: names of its objects for -Identity, what a setting allows, the presets for -Usage."""
    info = session.commands.find_exact(name)
    kind = getattr(getattr(info, "cmdlet", None), "kind", None)
    if kind is None:
        noun = name.partition("-")[2].lower()
        if slot.folded == "queue" or slot.folded == "identity" and noun == "queue":
            return _of_running(session, place, "Get-Queue")
        return [] if slot.folded == "identity" else None
    if slot.folded == "identity":
        return _objects(session, place, kind)
    if slot.folded == "usage" and kind.presets:
        return listed(place.word, kind.presets)
    setting = kind.find(slot.name) if hasattr(kind, "find") else None
    if setting is None:
        return None
    return listed(place.word, setting.allowed or ())


def _of_running(session: Any, place: Place, command: str) -> list[Candidate]:
    """What a cmdlet tells of the running relay, by identity; nothing where none runs, for Tab starts none."""
    relay = session.services.get("relay")
    return _identities(session, place, command) if relay is not None and relay.is_running() else []


def _objects(session: Any, place: Place, kind: Any) -> list[Candidate]:
    return _identities(session, place, f"Get-{kind.name}")


def _identities(session: Any, place: Place, command: str) -> list[Candidate]:
    from relayshell.objects.members import get_member
    from relayshell.objects.text import to_text

    found: list[Any] = []
    session.run(command, sink=found.append, errors=lambda record: None)
    begun, quote = unquoted(place.word)
    fits = starts(begun)
    names = sorted({to_text(get_member(each, "Identity")) for each in found}, key=sort_key)
    return [
        Candidate(quoted(name, quote), name, "ParameterValue", name) for name in names if fits(name) or fits(name.rpartition("\\")[2])
    ]


def _fixed(*names: str, kind: str = "Text") -> Callable[..., Answer]:
    return lambda session, place, slot, command, matched: listed(place.word, names, kind)


def _folders_only(session: Any, place: Place, slot: Slot, command: Any, matched: Any) -> Answer:
    return paths(session, place.word, containers=True, literal=slot.folded == "literalpath")


_BY_NAME: dict[tuple[str, str], Callable[..., Answer]] = {
    **{(f"{verb}-variable", "name"): _variables for verb in ("get", "clear", "remove", "set")},
    **{(f"{verb}-variable", "scope"): _fixed("Global", "Local", "Script") for verb in ("get", "clear", "remove", "set", "new")},
    **{(f"{verb}-alias", "scope"): _fixed("Global", "Local", "Script") for verb in ("get", "set", "new", "remove", "export", "import")},
    **{(f"{verb}-psdrive", "scope"): _fixed("Global", "Local", "Script") for verb in ("get", "new", "remove")},
    ("get-module", "psedition"): _fixed("Core", "Desktop"),
    ("get-alias", "name"): _aliases, ("remove-alias", "name"): _aliases, ("export-alias", "name"): _aliases,
    ("get-alias", "definition"): _commands, ("set-alias", "value"): _commands, ("new-alias", "value"): _commands,
    ("get-command", "name"): _commands, ("get-help", "name"): _help_topics, ("help", "name"): _help_topics,
    ("get-command", "verb"): _verbs, ("get-command", "noun"): _nouns, ("get-command", "module"): _modules, ("get-verb", "verb"): _verbs,
    ("get-psdrive", "name"): _drives, ("remove-psdrive", "name"): _drives, ("get-psdrive", "psprovider"): _providers,
    ("new-psdrive", "psprovider"): _providers, ("get-psprovider", "psprovider"): _providers,
    ("get-module", "name"): _modules, ("remove-module", "name"): loaded_modules, ("import-module", "name"): _module_files,
    ("new-item", "itemtype"): _fixed("File", "Directory", "SymbolicLink", "Junction", "HardLink"),
    ("get-date", "format"): _fixed("FileDate", "FileDateUniversal", "FileDateTime", "FileDateTimeUniversal", kind="ParameterValue"),
    ("new-object", "typename"): _types, ("update-typedata", "typename"): _types, ("get-typedata", "typename"): _types,
    ("remove-typedata", "typename"): _types, ("update-formatdata", "typename"): _types, ("get-formatdata", "typename"): _types,
    ("set-strictmode", "version"): _fixed("Latest", "3.0", "2.0", "1.0"),
    ("get-process", "name"): _processes, ("stop-process", "name"): _processes, ("wait-process", "name"): _processes,
    ("get-process", "id"): _processes, ("stop-process", "id"): _processes, ("wait-process", "id"): _processes,
    **{(name, by): jobs for name in JOB_CMDLETS for by in ("name", "id", "instanceid")},
    **{(name, "name"): trace_sources for name in TRACE_CMDLETS},
    **{(f"format-{shape}", "view"): views for shape in ("table", "list", "wide", "custom")},
    ("get-command", "parametertype"): _types, ("debug-process", "name"): _processes, ("debug-process", "id"): _processes,
    ("set-location", "literalpath"): _folders_only, ("push-location", "literalpath"): _folders_only,
}
