"""[Credential()] on a parameter: a name becomes a credential, by asking for the password."""

from __future__ import annotations

from typing import Any


def credential_transform(value: Any, host: Any) -> Any:
    """The value as a PSCredential: one as it is, a text as the name of one to ask for."""
    from relayshell.objects.psobject import unwrap
    from relayshell.objects.typeof import type_of

    inside = unwrap(value)
    if inside is None or type_of(inside).text == "System.Management.Automation.PSCredential":
        return value
    from relayshell.runtime.current import current_session

    session = current_session()
    block = session.new_block("param($name) Get-Credential -UserName $name -Message 'Enter your credentials.'")
    # What fails is the binding of the parameter: the error is no error of the command that asks.
    outer, session.propagate = session.propagate, True
    try:
        found = block.invoke([value])
    finally:
        session.propagate = outer
    return found[0] if found else None
