"""Test-SmtpConnectivity and Test-Mailflow: the relay asked from outside, as its clients ask it."""

from __future__ import annotations

import time
from typing import Any

from relayshell.commands import param
from relayshell.errors import ShellError
from relayshell.transport.identity import find
from relayshell.transport.managed import MODULE, TransportCmdlet, check_server
from relayshell.transport.queues import messages_of
from relayshell.transport.reported import report_type

CONNECTIVITY_TYPE = "Microsoft.Exchange.Management.SystemConfigurationTasks.SmtpConnectivityStatus"
MAILFLOW_TYPE = "Microsoft.Exchange.Monitoring.TestMailflowOutcome"
ConnectivityReport = report_type(CONNECTIVITY_TYPE, "Server ReceiveConnector Binding EndPoint StatusCode Details Identity IsValid ObjectState")
MailflowReport = report_type(MAILFLOW_TYPE, "TestMailflowResult MessageLatencyTime IsRemoteTest Error Identity IsValid ObjectState")
_KEPT = "Kept for scripts that give it."
_SECONDS = 5.0


def endpoints(binding: Any, settings: Any) -> list[tuple[str, int]]:
    """Where on this machine a binding can be reached: every address it listens at, and the port it really has."""
    port = binding.port + settings.server.port_offset
    if not binding.every_address:
        return [(str(binding.address), port)]
    version = binding.address.version
    wanted = [each for each in settings.server.listen_addresses if (":" in each) == (version == 6)]
    if settings.server.listen_addresses:
        return [(each, port) for each in wanted]
    return [("127.0.0.1" if version == 4 else "::1", port)]


def asked(host: str, port: int, implicit_tls: bool) -> tuple[str, str]:
    """What came of connecting: a status, and the greeting or why there is none."""
    import socket
    import ssl

    try:
        with socket.create_connection((host, port), _SECONDS) as plain:
            wire: Any = plain
            if implicit_tls:
                context = ssl.create_default_context()
                context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
                wire = context.wrap_socket(plain)
            stream = wire.makefile("rb")
            greeting = stream.readline(1000).decode("utf-8", "replace").rstrip("\r\n")
            if greeting:
                wire.sendall(b"QUIT\r\n")
                stream.readline(1000)
    except OSError as error:
        return "Unable to connect", str(error.strerror or error)
    if not greeting:
        return "External error", "the connection was closed without a greeting"
    return {"2": "Success", "4": "Transient error", "5": "Permanent error"}.get(greeting[:1], "External error"), greeting


def _picked_up(folder: str, id: str, text: str) -> str:
    """Puts a message into the pickup directory; what was wrong, "" for nothing."""
    import os
    from pathlib import Path

    path = Path(folder) / f"test-mailflow-{id[1:37]}.eml"
    try:
        path.with_suffix(".new").write_text(text, encoding="utf-8", newline="")
        os.replace(path.with_suffix(".new"), path)
    except OSError as error:
        return f"the pickup directory {folder} cannot be written: {error.strerror}"
    return ""


class TestSmtpConnectivity(TransportCmdlet, name="Test-SmtpConnectivity", should_process=True, module=MODULE, output=CONNECTIVITY_TYPE):
    """Connects to every binding of every receive connector and says what answered."""

    identity: Any = param("The server; or one connector, by any of its names.", "System.Object", position=0, pipeline=True, by_name=True)
    domain_controller: Any = param(_KEPT, "string")
    monitoring_context: Any = param(_KEPT, "bool")

    def process(self) -> None:
        settings = self.settings
        if self.relay.wanted:
            self.relay.start()
        connectors = list(settings.receive_connectors)
        if self.identity is not None:
            try:
                check_server(settings, self.identity)
            except ShellError:
                connectors = find(connectors[0].kind, settings, self.identity) if connectors else []
        for connector in connectors:
            if not connector.enabled:
                continue
            for binding in connector.bindings:
                for host, port in endpoints(binding, settings):
                    status, details = asked(host, port, connector.implicit_tls_enabled)
                    self.write(ConnectivityReport({
                        "Server": settings.server.name, "ReceiveConnector": connector.name, "Binding": str(binding),
                        "EndPoint": f"[{host}]:{port}" if ":" in host else f"{host}:{port}", "StatusCode": status, "Details": details,
                        "Identity": settings.identity(connector), "IsValid": True, "ObjectState": "New"}))


class TestMailflow(TransportCmdlet, name="Test-Mailflow", should_process=True, module=MODULE, output=MAILFLOW_TYPE):
    """Sends a message through the relay and waits until it has been delivered, or could not be.

    Without -TargetEmailAddress it goes to the first mailbox. What became of it is read from the message tracking log.
    """

    identity: Any = param("The server; there is one.", "System.Object", position=0, pipeline=True, by_name=True)
    target_email_address: Any = param("Whom it is sent to.", "string")
    target_email_address_display_name: Any = param(_KEPT, "string")
    target_mailbox_server: Any = param("The server of the mailbox; there is one.", "System.Object")
    target_database: Any = param(_KEPT, "System.Object")
    auto_discover_target_mailbox_server: Any = param(_KEPT, "switch")
    cross_premises: Any = param(_KEPT, "bool")
    cross_premises_expiration_timeout: Any = param(_KEPT, "System.Object")
    cross_premises_pending_error_count: Any = param(_KEPT, "int")
    error_latency: Any = param("After how many seconds a delivery counts as late.", "int")
    execution_timeout: Any = param("How many seconds to wait for it.", "int", 240)
    active_directory_timeout: Any = param(_KEPT, "int")
    domain_controller: Any = param(_KEPT, "string")
    monitoring_context: Any = param(_KEPT, "bool")

    def process(self) -> None:
        settings = self.settings
        check_server(settings, self.identity)
        check_server(settings, self.target_mailbox_server)
        recipient = self._recipient(settings)
        if not self.should_process(recipient, "Sending a test message"):
            return
        begun = time.monotonic()
        result, error = self._sent(settings, recipient)
        passed = time.monotonic() - begun
        late = self.error_latency is not None and passed > self.error_latency
        if not error and late:
            result, error = "*FAILURE*", f"it took longer than {self.error_latency} s"
        hours, rest = divmod(passed, 3600)
        self.write(MailflowReport({
            "TestMailflowResult": result, "MessageLatencyTime": f"{int(hours):02}:{int(rest // 60):02}:{rest % 60:07.4f}",
            "IsRemoteTest": settings.mailbox(recipient) is None, "Error": error, "Identity": recipient, "IsValid": not error, "ObjectState": "New"}))

    def _recipient(self, settings: Any) -> str:
        if self.target_email_address:
            return str(self.target_email_address)
        if not settings.mailboxes:
            raise ShellError("There is no mailbox to send to: make one with New-Mailbox, or name a recipient with -TargetEmailAddress.",
                             "NoMailbox", "ObjectNotFound")
        return str(settings.mailboxes[0].primary)

    def _sent(self, settings: Any, recipient: str) -> tuple[str, str]:
        """Sends the message and waits: the result, and what was wrong ("" for nothing)."""
        import smtplib
        import uuid

        self.relay.client().close()
        id = f"<{uuid.uuid4()}@{settings.server.fqdn}>"
        text = (f"From: <postmaster@{settings.default_domain}>\r\nTo: <{recipient}>\r\nSubject: Test-Mailflow {id[1:37]}\r\n"
                f"Message-ID: {id}\r\n\r\nSent by Test-Mailflow.\r\n")
        pickup = settings.transport_service.pickup_directory_path
        if settings.mailbox(recipient) is None and pickup:
            # A stranger's recipient is refused to anonymous clients; the pickup directory is the way in for the relay's own mail.
            problem = _picked_up(pickup, id, text)
            return ("*FAILURE*", problem) if problem else self._arrived(id)
        host, port = self._door(settings)
        try:
            with smtplib.SMTP(host, port, timeout=30) as client:
                client.sendmail("", [recipient], text.encode())
        except smtplib.SMTPRecipientsRefused as error:
            code, reply = error.recipients[recipient]
            return "*FAILURE*", f"{code} {reply.decode('utf-8', 'replace')}"
        except (OSError, smtplib.SMTPException) as error:
            return "*FAILURE*", str(error)
        return self._arrived(id)

    def _arrived(self, id: str) -> tuple[str, str]:
        from relayengine.control.messages import SearchTracking

        until = time.monotonic() + self.execution_timeout
        tracked = self.settings.transport_service.message_tracking_log_enabled
        while time.monotonic() < until:
            if not tracked and not any(row["InternetMessageId"] == id for row in messages_of(self)):
                return "Success", ""  # nothing else is known of it than that it waits no more
            for event in self.relay.ask(SearchTracking({"message_id": id})):
                if event["EventId"] in ("DELIVER", "SEND"):
                    return "Success", ""
                if event["EventId"] == "FAIL":
                    return "*FAILURE*", "; ".join(event["RecipientStatus"]) if isinstance(event["RecipientStatus"], list) else str(event["RecipientStatus"])
            time.sleep(0.1)
        return "*FAILURE*", f"not delivered within {self.execution_timeout} s: Get-Queue tells where it waits"

    def _door(self, settings: Any) -> tuple[str, int]:
        """Where on this machine anonymous mail is taken."""
        from relayengine.values.options import PermissionGroups

        for connector in settings.receive_connectors:
            if connector.enabled and PermissionGroups.AnonymousUsers in connector.permission_groups:
                for binding in connector.bindings:
                    for place in endpoints(binding, settings):
                        return place
        raise ShellError("No receive connector takes anonymous mail, which a test message is.", "NoConnector", "ObjectNotFound")
