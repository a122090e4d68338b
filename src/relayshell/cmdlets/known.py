"""Cmdlets that PowerShell has and this shell knows by name alone: they take PowerShell's parameters and say why nothing happens.

Their names and parameters are in known.txt, by the families that WHY explains.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import new_class
from typing import Any

from relayshell.commands import Cmdlet, inset, param
from relayshell.commands.ranges import at_least
from relayshell.commands.signature import ALL_SETS, InSet
from relayshell.commands.validation import ValidateNotNullOrWhiteSpace, not_empty, not_null
from relayshell.errors import ShellError
from relayshell.providers.encodings import to_encoding

WHY = {
    "remoting": "sessions on other machines are not offered; run commands there with ssh",
    "host_process": "other processes of this shell cannot be entered",
    "no_sessions": "there are no sessions on other machines, so there is nothing to list or to end",
}
CHECKS: dict[str, Any] = {
    "ValidateNotNullOrEmpty": not_empty(), "ValidateNotNull": not_null(), "ValidateNotNullOrWhiteSpace": ValidateNotNullOrWhiteSpace(),
    "ValidateRange(,)": at_least(0),
}
ALLOWED = {"AllowNull": "allow_null", "AllowEmptyCollection": "allow_empty_collection", "AllowEmptyString": "allow_empty_string"}


class Known(Cmdlet):
    """What all of them do: refuse, with the reason."""

    why = ""

    def begin(self) -> None:
        raise ShellError(f"The cmdlet '{self.signature.name}' is not offered here: {self.why}.", "NotSupported", "NotImplemented",
                         self.signature.name)


class Nothing(Known):
    """What those do that have nothing to work on: nothing."""

    def begin(self) -> None:
        """Nothing to refuse."""


def _sets(text: str) -> dict[str, InSet]:
    made = {}
    for word in text.split():
        name, _, flags = word.partition(":")
        digits = "".join(letter for letter in flags if letter.isdigit())
        made[ALL_SETS if name == "*" else name] = inset(
            mandatory="m" in flags, position=int(digits) if digits else None, pipeline="p" in flags, by_name="n" in flags, remaining="r" in flags)
    return made


def _declared(fields: list[str]) -> tuple[str, Any]:
    """A parameter's attribute and declaration."""
    name, kind, aliases, sets, checks, values = [*fields, "", "", "", ""][:6]
    words = checks.split()
    more: dict[str, Any] = {ALLOWED[word]: True for word in words if word in ALLOWED}
    if "ArgumentToEncodingTransformation" in words:
        more["transform"] = to_encoding
    return "wanted_" + name.lower(), param(
        f"{name}, which has no effect: the cmdlet is known by name alone.", kind, name=name, alias=tuple(aliases.split()), sets=_sets(sets),
        check=tuple(CHECKS[word] for word in words if word in CHECKS), values=tuple(values.split()), **more)


def _read() -> Iterator[type[Known]]:
    family, cmdlet, parameters = "", [], []  # type: str, list[str], list[list[str]]
    for line in [*(Path(__file__).parent / "known.txt").read_text("utf-8").splitlines(), "end"]:
        if line.startswith("#"):
            continue
        fields = [field.strip() for field in line.split("|")]
        if line.startswith("    "):
            parameters.append(fields)
            continue
        if cmdlet:
            yield _made(family, cmdlet, parameters)
        cmdlet, parameters = (fields, []) if line.startswith("  ") else ([], [])
        family = family if cmdlet else line.strip()


def _made(family: str, cmdlet: list[str], parameters: list[list[str]]) -> type[Known]:
    name, default_set, confirms, module, aliases, output = [*cmdlet, ""][:6]
    body = dict(_declared(fields) for fields in parameters)

    def fill(namespace: dict[str, Any]) -> None:
        namespace.update(body, why=WHY[family], __module__=__name__, __doc__=f"Is known by name alone: {WHY[family]}.")

    facts = {"name": name, "default_set": default_set or None, "should_process": bool(confirms), "module": module, "alias": tuple(aliases.split()),
             "output": tuple(output.split())}
    return new_class(name.replace("-", ""), (Nothing if family == "no_sessions" else Known,), facts, fill)  # type: ignore[return-value]


for _class in _read():
    globals()[_class.__name__] = _class
