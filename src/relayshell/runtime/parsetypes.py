"""What the checks of a text ask about types, from the objects, the classes of the running script and the modules a text uses."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from relayshell.syntax import ast as tree
from relayshell.syntax.facts import FEW_TYPES, TypeFacts, TypeTable


class RunningTypes(TypeTable):
    """The types that a text would find if it ran now."""

    complete = True

    def __init__(self, session: Any) -> None:
        self.session = session
        self.namespaces: tuple[str, ...] = ()
        self.of_modules: dict[str, TypeFacts] = {}

    def prepare(self, script: tree.ScriptBlockAst, report: Callable[..., None]) -> None:
        """See TypeTable: the namespaces and modules that the text uses; a module or assembly that is nowhere is a problem."""
        names = []
        for node in script.using_statements:
            kind = node.using_statement_kind
            if kind == "Namespace" and node.name is not None:
                names.append(str(node.name.value))
            elif kind == "Module":
                self._add_module(node, report)
            elif kind == "Assembly" and node.name is not None:
                name = str(node.name.value)
                if ("/" in name or name.lower().endswith(".dll")) and not os.path.isfile(path_from(self.session, node, name)):
                    report("ErrorLoadingAssembly", node.start, node.end, name)
        self.namespaces = tuple(names)

    def _add_module(self, node: Any, report: Callable[..., None]) -> None:
        from relayshell.objects.wildcard import has_wildcards
        from relayshell.runtime.modulefiles import builtin, path_of, path_with_version

        name = module_name(node)
        if name is None:
            return
        if has_wildcards(name):
            report("WildCardModuleNameError", node.start, node.end)
            return
        where, wanted = path_from(self.session, node, name), versions_wanted(node)
        module = self.session.modules.get(name.lower())
        if module is not None and wanted is not None and not wanted.allows(module.version, module.manifest.get("guid")):
            module = None
        if builtin(self.session, name) is not None or module is not None:
            top = getattr(getattr(module, "state", None), "top", None)
            for folded, net_type in (getattr(top, "types", None) or {}).items():
                self.of_modules[folded] = facts_of(net_type)
            return
        path = path_of(self.session, where) if wanted is None or wanted.is_open else path_with_version(self.session, where, wanted)
        if path is None:
            report("ModuleNotFoundDuringParse", node.start, node.end, name if node.name is not None else node.module_specification.text)
            return
        self.of_modules.update(types_of_file(self.session, path))

    def find(self, name: str, attribute: bool = False) -> TypeFacts | None:
        """See TypeTable."""
        found = self.of_modules.get(name.lower()) or FEW_TYPES.find(name, attribute)
        if found is not None:
            return found
        net_type = self._find(name)
        if net_type is None and attribute:
            net_type = self._find(name + "Attribute")
        return None if net_type is None else facts_of(net_type)

    def _find(self, name: str) -> Any:
        from relayshell.objects.typenames import resolve_type

        found = self.session.find_type(name)
        if found is None and self.namespaces:
            found = resolve_type(name, self.namespaces)
        return found


def facts_of(net_type: Any) -> TypeFacts:
    """What the checks must know of a type."""
    bases = []
    base = net_type.base
    while base is not None:
        bases.append(base.text)
        base = base.base
    return TypeFacts(net_type.text, tuple(bases), net_type.is_value_type, net_type.is_interface, True)


def module_name(node: Any) -> str | None:
    """The name or path that a `using module` gives, a module specification's included."""
    if node.name is not None:
        return str(node.name.value)
    for key, value in node.module_specification.key_value_pairs:
        if key.text.strip("'\"").lower() == "modulename":
            elements = getattr(value, "pipeline_elements", None)
            found = getattr(elements[0].expression if elements else value, "value", None)
            return None if found is None else str(found)
    return None


def versions_wanted(node: Any) -> Any:
    """The ModuleSpecification that a `using module` gives with its versions; None where it gives a name alone."""
    if node.name is not None:
        return None
    from relayshell.runtime.modulespec import ModuleSpecification

    found: dict[str, str] = {}
    for key, value in node.module_specification.key_value_pairs:
        elements = getattr(value, "pipeline_elements", None)
        constant = getattr(elements[0].expression if elements else value, "value", None)
        if constant is not None:
            found[key.text.strip("'\"").lower()] = str(constant)
    return ModuleSpecification(
        found.get("modulename", ""), found.get("moduleversion"), found.get("maximumversion"), found.get("requiredversion"), found.get("guid"),
    )


def path_from(session: Any, node: Any, name: str) -> str:
    """A path that starts with a point, from the folder of the file it stands in; a plain name as it is."""
    name = name.replace("\\", "/")
    if name.startswith("."):
        folder = os.path.dirname(node.source.file) if node.source.file else session.folder
        return os.path.normpath(os.path.join(folder, name))
    return name


def types_of_file(session: Any, path: str) -> dict[str, TypeFacts]:
    """The classes and enums that a module's file, or its manifest's root module, defines."""
    from relayshell.runtime.scripts import read_text
    from relayshell.syntax import parse

    if path.lower().endswith(".psd1"):
        from relayshell.objects.text import to_text
        from relayshell.runtime.modulefiles import read_manifest

        values = {to_text(key).lower(): value for key, value in read_manifest(session, path).items()}
        root = values.get("rootmodule") or values.get("moduletoprocess")
        if not root:
            return {}
        folder = os.path.dirname(path)
        file = next((f for f in (os.path.join(folder, to_text(root) + ending) for ending in ("", ".psm1", ".ps1")) if os.path.isfile(f)), None)
        if file is None or not file.lower().endswith((".psm1", ".ps1")):
            return {}
        path = file
    made: dict[str, TypeFacts] = {}
    for node in parse(read_text(path), path).tree.walk():
        if isinstance(node, tree.TypeDefinitionAst):
            bases = ["System.Enum"] if node.is_enum else [each.type_name.full_name for each in node.base_types]
            own = [m for m in node.members if isinstance(m, tree.FunctionMemberAst) and m.is_constructor and not m.is_static]
            made[node.name.lower()] = TypeFacts(
                node.name, (*bases, "System.Object"), node.is_enum, False, not own or any(not each.parameters for each in own),
            )
    return made
