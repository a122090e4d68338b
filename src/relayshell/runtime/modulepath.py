"""The folders in which modules are looked for ($env:PSModulePath)."""

from __future__ import annotations

import os
from typing import Any


# The folder of the manifests that tell of the shell's own modules ($PSHOME/Modules).
OWN = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "Modules")


def default() -> str:
    """The path of a new process: the user's modules, the machine's and the shell's own before what was there already."""
    given = [each for each in os.environ.get("PSModulePath", "").split(os.pathsep) if each]
    own = os.environ.get("XDG_DATA_HOME") or os.path.expanduser("~/.local/share")
    first = [os.path.join(own, "powershell", "Modules"), "/usr/local/share/powershell/Modules", OWN]
    return os.pathsep.join([*(each for each in first if each not in given), *given])


def own_name(path: str) -> str | None:
    """The name of one of the modules of built-in cmdlets that a path means, None for any other path, the shell's own scripts among them."""
    if not path.startswith(OWN + os.sep):
        return None
    folder = path.rstrip("/") if os.path.isdir(path) else os.path.dirname(path)
    if os.path.isfile(os.path.join(folder, os.path.basename(folder) + ".psm1")):
        return None
    return os.path.splitext(os.path.basename(path.rstrip("/")))[0] if path.endswith(".psd1") else os.path.basename(path.rstrip("/"))


def folders() -> list[str]:
    """The folders that there are."""
    path = os.environ.get("PSModulePath", "")
    return [each for each in path.split(os.pathsep) if each and os.path.isdir(each)]


def module_file(folder: str) -> str | None:
    """The file that a module's folder is loaded from: its manifest, or its script."""
    return next(iter(module_files(folder)), None)


def module_files(folder: str) -> list[str]:
    """The files of all versions of a module in its folder: one right in it, else those in folders named by versions, the newest first."""
    name = os.path.basename(folder.rstrip("/"))
    own = _file_in(folder, name)
    found = [own] if own is not None else []
    try:
        versions = sorted((each for each in os.listdir(folder) if each[:1].isdigit()), key=_version, reverse=True)
    except OSError:
        return found
    return found + [file for each in versions if (file := _file_in(os.path.join(folder, each), name)) is not None]


def _file_in(folder: str, name: str) -> str | None:
    for ending in (".psd1", ".psm1"):
        path = os.path.join(folder, name + ending)
        if os.path.isfile(path):
            return path
    return None


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".") if part.isdigit())


def available() -> dict[str, str]:
    """The modules on the path: folded name to file."""
    found: dict[str, str] = {}
    for folder in folders():
        for name in sorted(os.listdir(folder)):
            path = os.path.join(folder, name)
            if os.path.isdir(path):
                file = module_file(path)
                if file is not None:
                    found.setdefault(name.lower(), file)
    return found


def every() -> list[str]:
    """The files of all versions of all modules on the path."""
    return [
        file for folder in folders() for name in sorted(os.listdir(folder), key=str.lower)
        if os.path.isdir(os.path.join(folder, name)) for file in module_files(os.path.join(folder, name))
    ]


def in_folders(name: str) -> str | None:
    """The file of a module given by its place below a folder of the path, as Outer/Inner; None where there is none."""
    for folder in folders():
        path = os.path.join(folder, name)
        if os.path.isdir(path):
            file = module_file(path)
            if file is not None:
                return file
    return None


def find_on_path(name: str) -> str | None:
    """The file of a module by name, or None."""
    folded = name.lower()
    for folder in folders():
        for each in os.listdir(folder):
            if each.lower() == folded:
                file = module_file(os.path.join(folder, each))
                if file is not None:
                    return file
    return None


def module_with(session: Any, command: str) -> str | None:
    """The file of a module that exports a command by its manifest or defines it in its script; None where there is none."""
    if not os.environ.get("PSModulePath"):
        return None
    folded = command.lower()
    exported = session.services.setdefault("exported commands", {})
    for name, file in available().items():
        if name in session.modules or own_name(file) is not None:
            continue
        if file not in exported:
            exported[file] = _commands_in(file)
        if folded in exported[file]:
            return file
    return None


def _commands_in(file: str) -> frozenset[str]:
    """Folded names of the functions and aliases that a module would bring, read from its text alone."""
    from relayshell.syntax import parse
    from relayshell.syntax import ast as tree

    script = os.path.splitext(file)[0] + ".psm1"
    names: set[str] = set()
    for path in (file, script) if file != script else (file,):
        if not os.path.isfile(path):
            continue
        with open(path, encoding="utf-8-sig", errors="replace") as opened:
            parsed = parse(opened.read(), path).tree
        if path.endswith(".psd1"):
            for node in parsed.walk():
                if isinstance(node, tree.HashtableAst):
                    for key, value in node.key_value_pairs:
                        folded = key.text.strip("'\"").lower()
                        if folded in ("functionstoexport", "cmdletstoexport", "aliasestoexport"):
                            named = {each.value.lower() for each in value.walk() if isinstance(each, tree.StringConstantExpressionAst)}
                            names.update(named)
                            if folded == "functionstoexport" and not any("*" in each for each in named):
                                script = file  # the manifest names all its functions: the script need not be read
                    break
        elif path != script and path != file:
            continue
        else:
            names.update(each.name.lower() for each in parsed.walk() if isinstance(each, tree.FunctionDefinitionAst))
    return frozenset(names)
