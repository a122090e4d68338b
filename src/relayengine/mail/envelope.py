"""The envelope: who sent a message, to whom, by which session, and what the sender asked for (RFC 5321 §2.3.1, RFC 3461).

Both types are named tuples rather than dataclasses: they are made once per message on the hottest path, never
changed, and their order is the order of the columns in the spool.
"""

from typing import NamedTuple


class Recipient(NamedTuple):
    """One recipient and the delivery reports asked for it (RFC 3461 §4)."""

    address: str
    """The mailbox as it goes on the wire, without angle brackets."""
    notify: str = ""
    """NOTIFY as it was given: "", "NEVER", or some of "SUCCESS,FAILURE,DELAY" in upper case."""
    orcpt: str = ""
    """ORCPT as it was given, still in xtext: "rfc822;a+40b.example", or ""."""

    def wants(self, what: str) -> bool:
        """Whether a report of this kind ("SUCCESS", "FAILURE" or "DELAY") is wanted.

        With no NOTIFY a failure is reported, a delay may be, a success is not (RFC 3461 §4.1).
        """
        if not self.notify:
            return what != "SUCCESS"
        return what in self.notify.split(",")


class Envelope(NamedTuple):
    """A message as its sender handed it over. Everything after `recipients` has a default, so tests need little."""

    sender: str
    """The reverse path without angle brackets; "" is the empty path of a report (RFC 5321 §4.5.5)."""
    recipients: tuple[Recipient, ...]
    size: int = 0
    """Octets of the content, as it is stored."""
    body: str = "7BIT"
    """"7BIT", "8BITMIME" or "BINARYMIME" (RFC 6152, RFC 3030)."""
    smtputf8: bool = False
    ret: str = ""
    """RET: "FULL", "HDRS" or "" (RFC 3461 §4.3)."""
    envid: str = ""
    """ENVID, still in xtext (RFC 3461 §4.4)."""
    requiretls: bool = False
    """Whether every hop must be encrypted and checked (RFC 8689)."""
    message_id: str = ""
    """The Message-ID field with its angle brackets."""
    subject: str = ""
    """The subject, for people who look for the message; never used to decide anything."""
    received_at: float = 0.0
    """When the end of the data was read: seconds since 1970."""
    source: str = "SMTP"
    """How it came in: SMTP, DSN, PICKUP, REPLAY, SAFETYNET, MAILBOXRULE, AGENT (the Source of a tracking event)."""
    connector: str = ""
    """The receive connector's identity, "SERVER\\Name"."""
    client_ip: str = ""
    client_name: str = ""
    """The client's host name, as it was looked up or "" ."""
    helo: str = ""
    server_ip: str = ""
    session_id: str = ""
    """Sixteen hexadecimal digits."""
    tls: str = ""
    """The TLS version of the session, or ""."""
    authenticated_as: str = ""
    """The account that logged in, or "" for an anonymous session."""
    auth_source: str = ""
    directionality: str = "Incoming"
    """"Incoming" or "Originating"."""
    priority: int = 0
    """-1 low, 0 normal, 1 high."""
