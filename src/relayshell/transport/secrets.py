"""Secure strings and credentials of scripts, as the texts a protocol needs. Nothing here keeps or shows them."""

from __future__ import annotations

from typing import Any

from relayshell.objects.psobject import unwrap


def plain_text(secure: Any) -> str:
    """The text a SecureString holds; empty for None. A plain text is taken as it is."""
    secure = unwrap(secure)
    if secure is None:
        return ""
    if isinstance(secure, str):
        return str(secure)
    return str(secure.text)


def user_and_password(credential: Any) -> tuple[str, str]:
    """The two parts of a PSCredential."""
    from relayshell.objects.members import get_member

    credential = unwrap(credential)
    return str(get_member(credential, "UserName")), plain_text(get_member(credential, "Password"))
