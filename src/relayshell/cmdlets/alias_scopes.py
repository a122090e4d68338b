"""Where aliases live: finding, keeping and removing one in a scope, and what is refused."""

from __future__ import annotations

from typing import Any

from relayshell.commands.infos import AliasInfo
from relayshell.errors import ShellError
from relayshell.objects.exceptions import NetException

_NAMESPACE = "System.Management.Automation."


def named_scope(cmdlet: Any, name: str | None) -> Any:
    """The scope that -Scope means for the caller: global, script, local, private, or how many scopes up.

    Raises ShellError for a name or number that means none.
    """
    scope = cmdlet.processor.frame.scope
    folded = (name or "local").lower()
    if folded in ("local", "private"):
        return scope
    if folded == "global":
        return cmdlet.session.globals
    if folded == "script":
        return scope.script
    try:
        number = int(folded)
    except ValueError:
        message = (
            f"Cannot process argument because the value of argument \"scopeID\" is not valid: '{name}'. "
            "Use Global, Local, Script, or a number."
        )
        exception = NetException(_NAMESPACE + "PSArgumentException", message)
        raise ShellError(message, "Argument", "InvalidArgument", exception=exception) from None
    chain = list(scope.chain())
    if number < 0 or number >= len(chain):
        message = f"The scope number '{number}' exceeds the number of active scopes."
        exception = NetException(_NAMESPACE + "PSArgumentOutOfRangeException", message)
        raise ShellError(message, "ArgumentOutOfRange", "InvalidArgument", number, exception=exception)
    return chain[number]


def visible_aliases(scope: Any) -> dict[str, AliasInfo]:
    """All aliases that can be seen from a scope, by folded name."""
    found: dict[str, AliasInfo] = {}
    for layer in scope.chain():
        for folded, info in (layer.aliases or {}).items():
            if layer is scope or "Private" not in info.options:
                found.setdefault(folded, info)
    return found


def closed(info: AliasInfo, force: bool) -> bool:
    """Whether an alias may not be changed."""
    return "Constant" in info.options or ("ReadOnly" in info.options and not force)


def keep(cmdlet: Any, scope: Any, info: AliasInfo, force: bool) -> None:
    """Put an alias in a scope. Raises ShellError where one that is there must stay."""
    folded = info.name.lower()
    old = (scope.aliases or {}).get(folded)
    if old is None:
        for layer in scope.chain():
            seen = (layer.aliases or {}).get(folded)
            if seen is not None and "AllScope" in seen.options:
                old, scope = seen, layer
                break
    if old is not None:
        if closed(old, force):
            raise refused(
                f"Alias is not writeable because alias {info.name} is read-only or constant and cannot be written to.",
                "AliasNotWritable",
                info.name,
            )
        if "AllScope" in old.options and "AllScope" not in info.options:
            raise refused(f"The AllScope option cannot be removed from the alias '{info.name}'.", "AliasAllScopeOptionCannotBeRemoved", info.name)
    info.resolve = resolver(cmdlet)
    if scope.aliases is None:
        scope.aliases = {}
    scope.aliases[folded] = info


def resolver(cmdlet: Any) -> Any:
    """A finder of commands as the session's outermost scope sees them."""
    session = cmdlet.session

    def resolve(name: str) -> Any:
        return session.commands.find(name, session.state.current, session.folder)

    return resolve


def refused(message: str, id: str, name: str, category: str = "WriteError") -> ShellError:
    """An error about an alias that may not be changed, or is there already."""
    kind = "SessionStateUnauthorizedAccessException" if category == "WriteError" else "SessionStateException"
    return ShellError(message, id, category, name, exception=NetException(_NAMESPACE + kind, message, ItemName=name))


def no_such(kind: str, text: str) -> ShellError:
    """An error for a name or definition that no alias has."""
    message = f"This command cannot find a matching alias because an alias with the {kind} '{text}' does not exist."
    exception = NetException(_NAMESPACE + "ItemNotFoundException", message, ItemName=text)
    return ShellError(message, "ItemNotFoundException", "ObjectNotFound", text, exception=exception)
