"""XCLIENT: a named host in front says whose session this is (Postfix's XCLIENT_README)."""

import re
from typing import TYPE_CHECKING

from relayengine.receive import replies
from relayengine.receive.connector import plain_address

if TYPE_CHECKING:
    from relayengine.receive.session import Session

_NAMES = frozenset(("NAME", "ADDR", "PORT", "PROTO", "HELO", "LOGIN", "DESTADDR", "DESTPORT", "REVERSE_NAME"))


def xclient(session: "Session", text: str) -> None:
    """Runs XCLIENT; it is for the addresses of the setting XClientSources alone, and outside a message."""
    if not session.door.trusts_xclient(session.client_ip):
        session.error(replies.XCLIENT_REFUSED)
        return
    if session.facts.sender is not None:
        session.error(replies.OUT_OF_ORDER)
        return
    values = {}
    for word in text.split():
        name, equals, value = word.partition("=")
        value = re.sub(r"\+([0-9A-Fa-f]{2})", lambda m: chr(int(m[1], 16)), value)
        if not equals or name.upper() not in _NAMES or not value.isprintable():
            session.error(replies.BAD_ARGUMENTS)
            return
        values[name.upper()] = value
    address = values.get("ADDR", "").removeprefix("IPV6:").removeprefix("IPv6:")
    try:
        if address and not address.startswith("["):
            address = str(plain_address(address))
    except ValueError:
        session.error(replies.BAD_ARGUMENTS)
        return
    if address.startswith("["):
        address = ""
    session.reset()
    session.door.leave(session)
    session.door.sessions.add(session)
    if address:
        session.client_ip = address
    session.arrive()
