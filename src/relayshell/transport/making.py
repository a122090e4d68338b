"""Get-, New-, Set- and Remove- for a kind, as classes made from its one declaration.

The parameters, their help and their limits are the settings' own.
"""

from __future__ import annotations

import types
from typing import Any

from relayengine.schema import NEW, SET, Kind
from relayshell.commands import param
from relayshell.transport.examples import EXAMPLES
from relayshell.transport.managed import MODULE, GetObjects, NewObject, RemoveObjects, SetObjects
from relayshell.transport.objects import type_name

IDENTITY = "The object: its name, SERVER\\Name, its GUID, or the object itself."
_SHORT = {"Boolean": "bool", "String": "string", "Int32": "int"}


def _identity(mandatory: bool) -> Any:
    return param(IDENTITY, "System.Object", position=0, mandatory=mandatory, pipeline=True, by_name=True)


def _parameters(kind: Kind, where: str) -> dict[str, Any]:
    """A parameter for each setting that New or Set takes."""
    made: dict[str, Any] = {}
    for setting in kind.settings:
        if where not in setting.on or setting.attribute == "name":
            continue
        doc = setting.doc
        if setting.allowed and setting.type is not bool:
            doc += f" One of {', '.join(setting.allowed)}."
        if setting.low is not None or setting.high is not None:
            doc += f" From {setting.low} to {setting.high}." if setting.high is not None else f" At least {setting.low}."
        declared = param(doc, "System.Object", None, name=setting.name, allow_null=True)
        # What there is to choose from is told, and not checked twice: the setting reads its values itself.
        declared.facts.update(values=setting.allowed, shown_type=_SHORT.get(setting.parameter_type, setting.parameter_type))
        made[setting.attribute] = declared
    return made


def _make(name: str, base: type, kind: Kind, doc: str, attributes: dict[str, Any], **keywords: Any) -> type:
    def body(namespace: dict[str, Any]) -> None:
        namespace.update(attributes)
        namespace["__doc__"] = doc + EXAMPLES.get(name, "")
        namespace["__module__"] = __name__
        namespace["kind"] = kind

    return types.new_class(name.replace("-", ""), (base,), {"name": name, "module": MODULE, **keywords}, body)


def getter(kind: Kind, base: type = GetObjects, **more: Any) -> type:
    """Get-KIND."""
    attributes = {"domain_controller": param("Kept for scripts that name one.", "string"), **more}
    if not kind.single or kind.name.endswith("Service"):
        attributes = {"identity": _identity(False), **attributes}
    if kind.per_server or kind.single:
        attributes.setdefault("server", param("The server; there is one.", "string"))
    return _make(f"Get-{kind.name}", base, kind, f"Lists {_plural(kind.name)}.\n\n{kind.doc}", attributes, output=type_name(kind))


def setter(kind: Kind, base: type = SetObjects, **more: Any) -> type:
    """Set-KIND."""
    attributes = {"domain_controller": param("Kept for scripts that name one.", "string"), **_parameters(kind, SET), **more}
    if not kind.single:
        attributes = {"identity": _identity(True), "name": param("The name administrators know it by.", "string"), **attributes}
    else:
        attributes = {"identity": param(IDENTITY, "System.Object", position=0, pipeline=True, by_name=True), **attributes}
    attributes.setdefault("force", param("Asks nothing.", "switch"))
    return _make(f"Set-{kind.name}", base, kind, f"Changes settings of {_a(kind.name)}; what is not given stays.\n\n{kind.doc}",
                 attributes, should_process=True)


def maker(kind: Kind, base: type = NewObject, **more: Any) -> type:
    """New-KIND."""
    attributes: dict[str, Any] = {
        "name": param("The name administrators know it by.", "string", mandatory=True, position=0),
        "domain_controller": param("Kept for scripts that name one.", "string"),
        **_parameters(kind, NEW), **more,
    }
    if kind.presets:
        attributes["usage"] = param(f"What it is for: {', '.join(kind.presets)}.", "string")
        for name, preset in kind.presets.items():
            attributes[name.lower()] = param(preset.doc, "switch", name=name)
    attributes.setdefault("force", param("Asks nothing.", "switch"))
    return _make(f"New-{kind.name}", base, kind, f"Makes {_a(kind.name)}.\n\n{kind.doc}", attributes, should_process=True, output=type_name(kind))


def remover(kind: Kind, base: type = RemoveObjects, **more: Any) -> type:
    """Remove-KIND."""
    attributes = {"identity": _identity(True), "domain_controller": param("Kept for scripts that name one.", "string"), **more}
    return _make(f"Remove-{kind.name}", base, kind, f"Removes {_a(kind.name)}.", attributes, should_process=True, confirm_impact="High")


def _a(name: str) -> str:
    return f"an {name}" if name[0] in "AEIO" else f"a {name}"


def _plural(name: str) -> str:
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name).strip()
    if words.endswith("y"):
        return f"{words[:-1]}ies"
    return words if words.endswith("s") else f"{words}es" if words.endswith("x") else f"{words}s"
