"""Modules from files: .psm1, .psd1 and .ps1, by path or by name on the module path."""

from __future__ import annotations

import os
from typing import Any

from relayshell.errors import ShellError
from relayshell.objects.exceptions import NetException
from relayshell.objects.hashtable import Hashtable
from relayshell.runtime.manifestfacts import check, items, known_key, no_module, refused
from relayshell.runtime.moduledata import read_files
from relayshell.runtime.modulepath import OWN, find_on_path, in_folders, module_file, module_files, own_name
from relayshell.runtime.modules import (
    Module, give_context, import_members, not_found, remove_module, run_in, target_scope, texts,
)
from relayshell.runtime.modulespec import ModuleSpecification
from relayshell.runtime.state import new_module_state
from relayshell.runtime.support.output import drop

_DEPTH = 10


def import_named(frame: Any, name: str, *, force: bool = False, args: Any = (), is_global: bool = False, prefix: str = "", scope: Any = None,
                 functions: Any = None, aliases: Any = None, variables: Any = None, write: Any = drop, wanted: ModuleSpecification | None = None,
                 no_clobber: bool = False) -> Module:
    """Load the module of a name or path, unless it is there already, and import what it exports.

    `wanted` says which versions will do.
    """
    session = frame.session
    module = builtin(session, name) or None
    if module is not None:
        if wanted is not None and not wanted.allows(module.version):
            raise not_found(name, wanted)
        return module
    path = path_of(session, name) if wanted is None or wanted.is_open else path_with_version(session, name, wanted)
    loaded = None
    if path is None:
        loaded = session.modules.get(name.lower())
        if loaded is None or wanted is not None and not wanted.allows(loaded.version, loaded.manifest.get("guid")):
            raise not_found(name, wanted)
    else:
        loaded = next((each for each in session.modules.values() if each.path == path), None)
    if loaded is not None and force and path is not None:
        remove_module(loaded, frame)
        loaded = None
    if loaded is None:
        assert path is not None
        loaded = load_file(frame, path, args, write)
    owner = frame.state.module
    if owner is not None and owner is not loaded and not is_global and loaded not in owner.nested:
        owner.nested.append(loaded)
    import_members(
        loaded, scope if scope is not None else target_scope(frame, is_global), prefix=prefix, functions=functions, aliases=aliases, variables=variables,
        no_clobber=no_clobber,
    )
    return loaded


def builtin(session: Any, name: str) -> Module | None:
    """The module that built-in cmdlets are said to belong to."""
    folded = (own_name(name) or name).lower()
    if not folded.startswith("microsoft.powershell.") and folded != "psreadline":
        return None
    found = session.services.setdefault("builtin modules", {}).get(folded)
    if found is None:
        infos = [each for each in session.commands.cmdlets.values() if each.module_name.lower() == folded]
        if not infos:
            return None
        found = Module(infos[0].module_name, session)
        found.kind = "Manifest"
        found.version = "2.4.5" if folded == "psreadline" else "7.0.0.0"
        manifest = os.path.join(OWN, found.name, f"{found.name}.psd1")
        if os.path.isfile(manifest):
            found.path = manifest
        found.exported["cmdlets"] = {each.name.lower(): each for each in infos}
        session.services["builtin modules"][folded] = found
    return found  # type: ignore[no-any-return]


def builtin_in_use(session: Any) -> list[Module]:
    """The modules of built-in cmdlets of which one has been used; those that are here from the start are no modules."""
    used = {each.module_name for each in session.commands.cmdlets.values() if "cmdlet" in each.__dict__}
    noticed = session.services.setdefault("builtin modules in use", set())
    if not session.services.get("builtin modules"):
        # To find out what belongs to a module, all are read; from then on reading tells nothing of use.
        noticed.update(used - {"Microsoft.PowerShell.Core"})
    return [module for module in (builtin(session, name) for name in sorted(noticed)) if module is not None]


def path_of(session: Any, name: str) -> str | None:
    """The file that a name or path means; None where there is none, or several that a pattern matches."""
    if name.lower().endswith((".psm1", ".psd1", ".ps1")) or "/" in name or "\\" in name or name.startswith((".", "~")):
        path = _one_path(session, name)
        if os.path.isdir(path):
            return module_file(path)
        if os.path.isfile(path):
            return str(path)
        for ending in (".psd1", ".psm1", ".ps1"):
            if os.path.isfile(path + ending):
                return str(path + ending)
        return None if name.startswith((".", "/", "~", "\\")) else in_folders(name.replace("\\", "/"))
    return find_on_path(name)


def path_with_version(session: Any, name: str, wanted: ModuleSpecification) -> str | None:
    """The file of a version that will do, the first that is found; None where there is none."""
    from relayshell.runtime.modulepath import every

    if "/" in name or "\\" in name or name.lower().endswith((".psm1", ".psd1", ".ps1")):
        path = path_of(session, name)
        files = [] if path is None else module_files(os.path.dirname(path)) or [path]
        files = files if path is None or path in files else [path]
    else:
        files = [file for file in every() if os.path.splitext(os.path.basename(file))[0].lower() == name.lower()]
    for file in files:
        version, guid = version_of(session, file)
        if wanted.allows(version, guid):
            return file
    return None


def version_of(session: Any, file: str) -> tuple[str, Any]:
    """The version and GUID that a module's manifest tells; a script has none."""
    from relayshell.objects.text import to_text

    if not file.lower().endswith(".psd1"):
        return "0.0", None
    facts = read_manifest(session, file)
    return to_text(facts.get("moduleversion", "0.0")), facts.get("guid")


def _one_path(session: Any, name: str) -> str:
    """The path of a file or folder; patterns stand for the one that they match."""
    from relayshell.objects.wildcard import has_wildcards

    path = str(session.file_path(name.replace("\\", "/").replace("`", "")))
    if has_wildcards(name.replace("\\", "/")) and not os.path.exists(path):
        try:
            found = session.places.resolve(name)
        except ShellError:
            return path
        if len(found) == 1:
            return str(found[0].inner)
    return path


def load_file(frame: Any, path: str, args: Any = (), write: Any = drop, name: str | None = None, register: bool = True) -> Module:
    """Load a module's file.

    Raises Modules_InvalidModuleExtension for a file that is no module, Modules_BinaryModule for an assembly and
    Modules_ModuleTooDeeplyNested where modules load each other without end.
    """
    session = frame.session
    ending = os.path.splitext(path)[1].lower()
    if ending not in (".psd1", ".psm1", ".ps1", ".cdxml"):
        raise _no_module(path, ending)
    loading = session.services.setdefault("modules being loaded", [])
    if loading.count(path) >= _DEPTH:
        message = f"The module '{path}' cannot be loaded: modules are nested in each other more than {_DEPTH} deep."
        raise ShellError(message, "Modules_ModuleTooDeeplyNested", "InvalidOperation", path,
                         exception=NetException("System.InvalidOperationException", message))
    module = Module(name or os.path.splitext(os.path.basename(path))[0], session, path)
    loading.append(path)
    try:
        if ending == ".psd1":
            load_manifest(module, path, frame, args, write)
        else:
            load_script(module, path, frame, args, write)
    finally:
        loading.pop()
    if register:
        register_module(session, module)
    return module


def register_module(session: Any, module: Module) -> None:
    """Make a module known by its name; one of the same name from another file stays beside it."""
    key = module.name.lower()
    before = session.modules.pop(key, None)
    if before is not None and before is not module and before.path != module.path:
        session.modules[f"{key}\0{before.path}"] = before
    session.modules[key] = module


def _no_module(path: str, ending: str) -> ShellError:
    """The error for a file that cannot be a module: by its ending, or as it needs .NET."""
    if ending in (".dll", ".exe"):
        message = f"The module '{path}' is a binary of .NET, which this shell cannot load. Modules here are scripts: .psm1, .psd1 or .ps1."
        return ShellError(message, "BinaryModuleNotSupported", "NotImplemented", path, exception=NetException("System.BadImageFormatException", message))
    message = f"The extension '{ending}' is not a supported module extension. The supported module extensions are '.psm1', '.psd1', '.ps1' and '.cdxml'."
    return ShellError(message, "Modules_InvalidModuleExtension", "PermissionDenied", path,
                      exception=NetException("System.InvalidOperationException", message))


def load_script(module: Module, path: str, frame: Any, args: Any, write: Any) -> None:
    """Run a script file as the module's body."""
    from relayshell.runtime.scripts import check_requirements, script_block

    session = module.session
    if module.state is None:
        module.state = new_module_state(session, module)
        give_context(module)
    block = script_block(session, path, module.state)
    module.block = block
    check_requirements(block)
    run_in(module, block, args, frame, write)
    module.export_default()


def read_manifest(session: Any, path: str) -> dict[str, Any]:
    """The hashtable of a data file, by folded key; a key that manifests have not stays as it is written."""
    from relayshell.objects.text import to_text
    from relayshell.runtime.datafiles import MANIFEST_COMMANDS, MANIFEST_VARIABLES, read_data

    found = read_data(session, path, MANIFEST_COMMANDS, MANIFEST_VARIABLES, environment=True)
    table = found[0] if len(found) == 1 else None
    if not isinstance(table, Hashtable):
        raise ShellError(
            f"The module manifest '{path}' could not be processed because it is not a valid PowerShell module manifest file.",
            "Modules_InvalidManifest", "ResourceUnavailable", path,
        )
    return {known_key(to_text(key)): value for key, value in table.items()}


def load_manifest(module: Module, path: str, frame: Any, args: Any, write: Any) -> None:
    """Load a module by its manifest."""
    from relayshell.objects.text import to_text

    session = module.session
    facts = module.manifest = read_manifest(session, path)
    check(path, facts, session.host.name)
    folder = os.path.dirname(path)
    module.kind = "Manifest"
    module.version = to_text(facts.get("moduleversion", "0.0"))
    module.description = to_text(facts.get("description", ""))
    module.private_data = facts.get("privatedata")
    module.prefix = to_text(facts.get("defaultcommandprefix", ""))
    module.state = new_module_state(session, module)
    give_context(module)
    for required in items(facts.get("requiredmodules")):
        module.required.append(_required(frame, path, required))
    for script in texts(facts.get("scriptstoprocess")):
        from relayshell.runtime.scripts import script_block

        script_block(session, os.path.join(folder, script), frame.state).invoke((), dot=True, caller=frame)
    for nested in facts.get("nestedmodules") or () if isinstance(facts.get("nestedmodules"), list) else texts(facts.get("nestedmodules")):
        name = nested if isinstance(nested, str) else to_text(nested["ModuleName"])
        load_nested(module, folder, name, frame, args, write)
    root = facts.get("rootmodule") or facts.get("moduletoprocess")
    if root:
        file = find_file(folder, to_text(root))
        if file is None:
            raise no_module(path, to_text(root), "ModuleToProcess/RootModule")
        module.kind = "Script"
        load_script(module, file, frame, args, write)
    for kind, key in (
        ("functions", "functionstoexport"), ("aliases", "aliasestoexport"), ("variables", "variablestoexport"), ("cmdlets", "cmdletstoexport"),
    ):
        if key in facts:
            module.restrict(kind, facts[key])
    read_files(module, frame, texts(facts.get("formatstoprocess")), texts(facts.get("typestoprocess")))


def _required(frame: Any, path: str, asked: Any) -> Module:
    """A module that a manifest requires, imported into the global session state where it is not there yet."""
    session = frame.session
    wanted = ModuleSpecification.of_table(asked) if isinstance(asked, Hashtable) else ModuleSpecification(str(asked))
    found = session.modules.get(wanted.name.lower())
    if found is not None and wanted.allows(found.version, found.manifest.get("guid")):
        return found  # type: ignore[no-any-return]
    file = path_with_version(session, wanted.name, wanted) if builtin(session, wanted.name) is None else None
    if file is not None and file in session.services.get("modules being loaded", ()):
        raise refused(path, f"The module '{path}' requires itself by way of '{wanted.name}': its required modules form a circle.",
                      kind="System.MissingMemberException")
    try:
        return import_named(frame, wanted.name, is_global=True, wanted=wanted)
    except ShellError as error:
        if error.id not in ("Modules_ModuleNotFound", "Modules_ModuleWithVersionNotFound"):
            raise
        raise refused(path, f"The required module '{wanted.name}' is not loaded. Load the module or remove the module from 'RequiredModules' in the file "
                      f"'{path}'.", kind="System.MissingMemberException") from error


def find_file(folder: str, name: str) -> str | None:
    """A file that a manifest names."""
    path = os.path.join(folder, name.replace("\\", "/"))
    for candidate in (path, path + ".psm1", path + ".ps1", path + ".psd1"):
        if os.path.isfile(candidate):
            return candidate
    return None


def load_nested(module: Module, folder: str, name: str, frame: Any, args: Any, write: Any) -> None:
    """Load a nested module and take over what it exports; a script file runs in the module itself."""
    path = find_file(folder, name)
    if path is None:
        path = find_on_path(name)
    if path is None:
        raise no_module(module.path, name, "NestedModules")
    if path.endswith(".ps1"):
        load_script(module, path, frame, args, write)
        module.explicit = False
        return
    nested = load_file(frame, path, args, write, register=False)
    module.nested.append(nested)
    import_members(nested, module.state.top)
    for kind, things in nested.exported.items():
        module.exported[kind].update(things)
