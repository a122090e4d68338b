"""What a script has done when a command is looked up: $ExecutionContext.InvokeCommand.CommandNotFoundAction and its kin."""

from __future__ import annotations

from typing import Any

from relayshell.errors import ShellError

NAMES = ("PreCommandLookupAction", "PostCommandLookupAction", "CommandNotFoundAction")


class CommandLookup:
    """CommandLookupEventArgs: the name that was looked up, and what the action says it means."""

    net_name = "System.Management.Automation.CommandLookupEventArgs"

    def __init__(self, name: str, command: Any = None) -> None:
        self.name = name
        self.command = command
        self.block: Any = None
        self.stop = False


def action(session: Any, name: str) -> Any:
    """The block set for one of NAMES, or None."""
    return session.services.get("lookup actions", {}).get(name)


def set_action(session: Any, name: str, block: Any) -> None:
    """Set or, with None, take away the block."""
    actions = session.services.setdefault("lookup actions", {})
    if block is None:
        actions.pop(name, None)
    else:
        actions[name] = block
        session.local_commands = True


def ask(session: Any, name: str, kind: str, found: Any = None) -> CommandLookup | None:
    """Run an action for a name; what it said, or None where there is no action or one runs already."""
    block = action(session, kind)
    if block is None or session.services.get("in lookup action"):
        return None
    from relayshell.objects.dotnet.results import call

    event = CommandLookup(name, found)
    session.services["in lookup action"] = True
    try:
        call(block, name, event)
    finally:
        session.services["in lookup action"] = False
    return event


def find_with_actions(session: Any, name: str, find: Any) -> Any:
    """The command for a name, the actions asked before, after and where there is none. Raises what `find` raises."""
    event = ask(session, name, "PreCommandLookupAction")
    if event is not None and event.command is not None:
        return event.command
    try:
        found = find()
    except ShellError as error:
        if error.id != "CommandNotFoundException":
            raise
        event = ask(session, name, "CommandNotFoundAction")
        if event is None or event.command is None:
            raise
        return event.command
    event = ask(session, name, "PostCommandLookupAction", found)
    return event.command if event is not None and event.command is not None else found
