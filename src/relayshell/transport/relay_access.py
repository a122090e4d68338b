"""Test-RelayAccess and Get-RelayAccess: who may relay from where to whom, by the one function that decides it for live sessions."""

from __future__ import annotations

from typing import Any

from relayshell.commands import param
from relayshell.errors import ShellError
from relayshell.transport.identity import find, find_one, identity_text
from relayshell.transport.managed import MODULE, TransportCmdlet
from relayshell.transport.openness import is_wide
from relayshell.transport.reported import report_type
from relayshell.transport.values import Many

DECISION_TYPE = "Relay.RelayDecision"
ACCESS_TYPE = "Relay.RelayAccess"
DecisionReport = report_type(DECISION_TYPE, "Allowed Reply Command Rule Right Connector RemoteIPAddress User Sender Recipient Considered")
AccessReport = report_type(ACCESS_TYPE, "Connector RemoteIPRanges User GivenBy Open Enabled")


def _address(text: str) -> str:
    from ipaddress import ip_address

    try:
        return str(ip_address(text.strip()))
    except ValueError:
        raise ShellError(f"Cannot bind argument to parameter 'RemoteIPAddress': \"{text}\" is no address such as 192.168.1.30 or 2001:db8::7.",
                         "ParameterArgumentTransformationError", "InvalidData", text) from None


def _path(text: str, name: str) -> Any:
    from relayengine.receive.commands import Offered, read_mail

    read = read_mail(f"<{text.strip('<> ')}>", Offered(utf8=True))
    if not hasattr(read, "path"):
        raise ShellError(f"Cannot bind argument to parameter '{name}': \"{text}\" is no address such as someone@example.com; a client would be told {read}.",
                         "ParameterArgumentTransformationError", "InvalidData", text)
    return read


class TestRelayAccess(TransportCmdlet, name="Test-RelayAccess", module=MODULE, output=DECISION_TYPE):
    """Says what a client would be told that sends from an address, as a sender, to a recipient, and which rule and right decided it.

    Nothing is sent: the function that decides for live sessions is asked. The connector is the one the client would reach.

    Example: a scanner that has not been given the right to relay

        PS> Test-RelayAccess -RemoteIPAddress 192.168.1.30 -Sender scanner@akkaya.local -Recipient someone@example.com | Format-List Allowed, Reply, Connector, Right

        Allowed   : False
        Reply     : 550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain
        Connector : EXCSERVER\\Default Frontend EXCSERVER
        Right     : ms-Exch-SMTP-Accept-Any-Recipient
    """

    remote_ip_address: Any = param("The client's address.", "string", mandatory=True, position=0, by_name=True, name="RemoteIPAddress", alias=("ClientIp",))
    recipient: Any = param("Whom it writes to.", "string", mandatory=True, position=1, alias=("To",))
    sender: Any = param("Who it says it is; empty for the sender of a bounce. Otherwise a stranger of the first accepted domain.", "string", alias=("From",), allow_empty_string=True)
    user: Any = param("The mailbox it has logged on as; otherwise it is anonymous.", "System.Object")
    port: Any = param("The port it connects to; 587 for a client that logs on, otherwise 25.", "int")
    connector: Any = param("The connector to ask; otherwise the one the client would reach.", "System.Object", pipeline=True)
    clear_text: Any = param("The client does not use TLS; a client that logs on does, unless told not to.", "switch")

    def process(self) -> None:
        settings = self.settings
        client = _address(self.remote_ip_address)
        mailbox = self._mailbox(settings)
        sender = self.sender if self.sender is not None else (str(mailbox.primary) if mailbox else f"someone@{settings.default_domain}")
        connector = self._connector(settings, client, mailbox)
        report = {"RemoteIPAddress": client, "User": mailbox.name if mailbox else "NT AUTHORITY\\ANONYMOUS LOGON", "Sender": sender, "Recipient": self.recipient}
        mail, rcpt = _path(sender, "Sender"), _path(self.recipient, "Recipient")
        if connector is None:
            report |= {"Allowed": False, "Reply": "421 4.3.2 Service not active", "Command": "connect", "Right": "", "Connector": "", "Considered": Many(),
                       "Rule": f"no enabled connector listens on port {self._port(mailbox)} for {client}"}
        else:
            command, decision = self._decision(settings, connector, client, mailbox, mail, rcpt)
            from relayengine.receive.permissions import shown

            report |= {"Allowed": decision.ok, "Reply": str(decision.reply), "Command": command, "Rule": decision.rule,
                       "Right": shown(decision.right) if decision.right else "", "Connector": settings.identity(connector),
                       "Considered": Many(decision.considered)}
        self.write(DecisionReport(report))

    def _mailbox(self, settings: Any) -> Any:
        if self.user is None:
            return None
        found = settings.account(identity_text(self.user))
        if found is None:
            raise ShellError(f"Cannot bind argument to parameter 'User': '{identity_text(self.user)}' is no mailbox here; Get-Mailbox lists them.",
                             "UserNotFound", "ObjectNotFound", identity_text(self.user))
        return found

    def _port(self, mailbox: Any) -> int:
        return int(self.port) if self.port is not None else 587 if mailbox else 25

    def _connector(self, settings: Any, client: str, mailbox: Any) -> Any:
        from relayengine.receive.connector import reached
        from relayengine.settings.kinds import find_kind

        kind = find_kind("ReceiveConnector")
        assert kind
        if self.connector is not None:
            return find_one(kind, settings, self.connector)
        port = self._port(mailbox)
        locals_ = [str(binding.address) for each in settings.receive_connectors for binding in each.bindings
                   if binding.port == port and not binding.every_address] or ["::1" if ":" in client else "127.0.0.1"]
        wildcard = "::1" if ":" in client else "127.0.0.1"
        return next(filter(None, (reached(settings.receive_connectors, (local, port), client) for local in (wildcard, *locals_))), None)

    def _decision(self, settings: Any, connector: Any, client: str, mailbox: Any, mail: Any, rcpt: Any) -> tuple[str, Any]:
        from relayengine.receive.commands import Rcpt, Verb
        from relayengine.receive.decide import decide
        from relayengine.receive.facts import Facts
        from relayengine.receive.permissions import user

        facts = Facts(settings, connector, client, tls="" if self.clear_text or mailbox is None else "TLSv1.3", helo="client")
        facts.offer(True)
        if mailbox is not None:
            decision = decide(settings, facts, Verb("AUTH"))
            if not decision.ok:
                return "AUTH", decision
            facts.become(user(mailbox, settings.default_domain.partition(".")[0].upper()))
        decision = decide(settings, facts, mail)
        if not decision.ok:
            return "MAIL FROM", decision
        facts.sender = mail.path.text
        return "RCPT TO", decide(settings, facts, Rcpt(rcpt.path))


def receive_connectors(cmdlet: TransportCmdlet, identity: Any) -> list[Any]:
    """The receive connectors an identity or pattern means; all of them for None."""
    from relayengine.settings.kinds import find_kind

    settings = cmdlet.settings
    kind = find_kind("ReceiveConnector")
    assert kind
    return list(settings.receive_connectors) if identity is None else find(kind, settings, identity)


class GetRelayAccess(TransportCmdlet, name="Get-RelayAccess", module=MODULE, output=ACCESS_TYPE):
    """Lists who may relay to any domain: for every receive connector, the principals with that right, what gives it, and from which addresses.

    A row that is Open lets anonymous clients of more than 65,536 addresses relay anywhere: an open relay, or nearly one.
    """

    identity: Any = param("Only this connector.", "System.Object", position=0, pipeline=True, by_name=True)

    def process(self) -> None:
        from relayengine.receive.facts import Facts
        from relayengine.receive.permissions import ANONYMOUS, ANY_RECIPIENT, AUTHENTICATED_USERS, GRANTS, Principal, rights
        from relayshell.transport.permissions import PRINCIPALS, titled

        settings = self.settings
        for connector in receive_connectors(self, self.identity):
            given = settings.permissions_of(connector)
            came_from = Facts(settings, connector, "127.0.0.1").principal
            rows: dict[str, tuple[str, Any]] = {}
            for group, principals in GRANTS.items():
                if group in connector.permission_groups:
                    for name, gives in principals:
                        # Nobody proves here to be another Exchange server: its groups count where the connector takes all comers for one.
                        if ANY_RECIPIENT in gives and name in (ANONYMOUS, AUTHENTICATED_USERS, *came_from.identities):
                            rows[name] = (group.name, Principal(name, frozenset((name, "everyone"))))
            for entry in given:
                name = entry.user.lower()
                if not entry.deny and any(each.lower().endswith("any-recipient") for each in entry.extended_rights):
                    rows[name] = ("Add-ADPermission", Principal(name, frozenset((name, "everyone"))))
            for name, (source, principal) in rows.items():
                if ANY_RECIPIENT not in rights(connector, given, principal):
                    continue
                anyone = name == ANONYMOUS or name in came_from.identities
                shown = PRINCIPALS.get(name) or next((entry.user for entry in given if entry.user.lower() == name), titled(name))
                self.write(AccessReport({"Connector": settings.identity(connector), "RemoteIPRanges": Many(map(str, connector.remote_ip_ranges)),
                                         "User": shown, "GivenBy": source, "Open": anyone and is_wide(connector), "Enabled": connector.enabled}))
