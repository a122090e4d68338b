"""How much of the language a session's scripts may use: the whole, that with core types alone, plain data, or no script at all.

Constrained language lets scripts call methods of core types, set properties of these and convert to these; others may be read. It is no
wall against a script that means harm: it answers as a session does whose host set it.
"""

from __future__ import annotations

from typing import Any

from relayshell.errors import ShellError
from relayshell.objects.exceptions import NetException

FULL, CONSTRAINED, RESTRICTED, NONE = "FullLanguage", "ConstrainedLanguage", "RestrictedLanguage", "NoLanguage"
_P = "System.Management.Automation."
_NOT_CORE = frozenset((
    "System.Array", "System.Type", _P + "PSObject", _P + "PowerShell", _P + "PSVariable", _P + "PSModuleInfo", _P + "PSPrimitiveDictionary",
    _P + "ScriptBlock", _P + "Runspaces.Runspace", _P + "Runspaces.RunspaceFactory", _P + "Runspaces.InitialSessionState",
))
"""What has an accelerator, and is no core type all the same."""
_ALSO_CORE = frozenset(("System.Object", "System.Void", "System.Collections.Hashtable", _P + "PSCustomObject", _P + "PSObject", _P + "OrderedHashtable",
                        "System.Collections.Specialized.OrderedDictionary"))


class Limits:
    """Whether any session of the program ever limited its language: until then nobody looks."""

    used = False


def mode_of(session: Any) -> str:
    """The mode of a session's scripts."""
    return str(session.services.get("language mode", FULL))


def set_mode(session: Any, mode: str) -> None:
    """Another mode from now on."""
    session.services["language mode"] = mode
    if mode != FULL:
        Limits.used = True


def is_constrained(session: Any) -> bool:
    """Whether only core types may be used."""
    return mode_of(session) == CONSTRAINED


def is_core(net_type: Any) -> bool:
    """Whether scripts of a constrained session may use a type."""
    while net_type.element_type is not None:
        net_type = net_type.element_type
    if net_type.kind == "enum":
        return True
    name = (net_type.generic_definition or net_type).full_name
    if name in _ALSO_CORE or net_type.script_class is not None:
        return True
    if name == "System.Nullable`1":
        return all(is_core(each) for each in net_type.generic_arguments)
    return name not in _NOT_CORE and name in _accelerated()


_names: set[str] = set()


def _accelerated() -> set[str]:
    if not _names:
        from relayshell.objects.facts import accelerators

        _names.update(accelerators().values())
    return _names


def check_call(session: Any, owner: Any) -> None:
    """Raise where a method may not be called on a value or a type."""
    if is_constrained(session) and not is_core(_type(owner)):
        raise _refusal("Cannot invoke method. Method invocation is supported only on core types in this language mode.",
                       "MethodInvocationNotSupportedInConstrainedLanguage")


def check_set(session: Any, owner: Any) -> None:
    """Raise where a property of a value or a type may not be set."""
    if is_constrained(session) and not is_core(_type(owner)):
        raise _refusal("Cannot set property. Property setting is supported only on core types in this language mode.",
                       "PropertySetterNotSupportedInConstrainedLanguage")


def check_conversion(session: Any, target: Any) -> None:
    """Raise where nothing may be converted to a type."""
    if is_constrained(session) and not is_core(target):
        raise _refusal(f'Cannot convert value to type "{target.full_name}". Only core types are supported in this language mode.',
                       "ConversionSupportedOnlyToCoreTypes")


def check_script(session: Any, block: Any) -> None:
    """Raise where a host's text may not run at all, or not as it is."""
    mode = mode_of(session)
    if mode == NONE:
        raise _refusal("The syntax is not supported by this runspace. This can occur if the runspace is in no-language mode.", "ScriptsNotAllowed", "ParserError")
    if mode == RESTRICTED:
        check_plain(block, None, None, True)


def check_plain(block: Any, commands: Any, variables: Any, environment: bool) -> None:
    """Raise ParseException where a block uses more than the restricted language; None allows all commands, `*` all variables."""
    from relayshell.syntax.problems import ParseError, joined
    from relayshell.syntax.problems import message as message_of
    from relayshell.syntax.restricted import check_restricted

    wrong: list[ParseError] = []

    def report(id: str, place: Any, *args: object) -> None:
        if id != "VariableReferenceNotSupportedInDataSection" or variables is None or "*" not in variables:
            wrong.append(ParseError(getattr(place, "extent", place), id, message_of(id, args)))

    check_restricted(block.code.node.end_block, commands, report, variables, environment)
    if wrong:
        text = joined(wrong)
        raise ShellError(text, wrong[0].error_id, "ParserError", exception=NetException(_P + "ParseException", text))


def _type(owner: Any) -> Any:
    from relayshell.objects.nettype import NetType
    from relayshell.objects.psobject import unwrap
    from relayshell.objects.typeof import type_of

    inside = unwrap(owner)
    return inside if isinstance(inside, NetType) else type_of(inside)


def _refusal(message: str, id: str, category: str = "InvalidOperation") -> ShellError:
    return ShellError(message, id, category)
