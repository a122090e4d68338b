"""Send-MailMessage: a message by SMTP from the prompt or a script."""

from __future__ import annotations

from typing import Any

from relayshell.commands import Cmdlet, param
from relayshell.commands.ranges import at_least
from relayshell.commands.validation import not_empty
from relayshell.errors import ShellError
from relayshell.objects.text import to_text
from relayshell.providers.encodings import to_encoding
from relayshell.providers.provider import ItemError
from relayshell.transport.secrets import user_and_password

SMTP_EXCEPTION = "System.Net.Mail.SmtpException"
SECONDS = 100
NOTIFY = ((1, "SUCCESS"), (2, "FAILURE"), (4, "DELAY"), (134217728, "NEVER"))
"""DeliveryNotificationOptions and what RFC 3461 calls them."""


class SendMailMessage(Cmdlet, name="Send-MailMessage", implementing="Microsoft.PowerShell.Commands.SendMailMessage",
                      module="Microsoft.PowerShell.Utility"):
    """Sends a message by SMTP.

    With -Credential it logs on, and sends the password only over TLS unless the server offers none and -UseSsl was not asked for.
    A server whose name leads nowhere but is this relay's own name, or the name on one of its certificates, is reached on this machine.
    """

    attachments: Any = param("Files to send along.", "string[]", pipeline=True, by_name=True, alias=("PsPath",), check=not_empty())
    bcc: Any = param("Recipients nobody sees.", "string[]", by_name=True, check=not_empty())
    body: Any = param("The text.", "string", position=2, by_name=True, check=not_empty())
    body_as_html: Any = param("The text is HTML.", "switch", by_name=True, alias=("BAH",))
    cc: Any = param("Recipients of a copy.", "string[]", by_name=True, check=not_empty())
    credential: Any = param("The account to log on with.", "pscredential", by_name=True, check=not_empty())
    delivery_notification_option: Any = param("When the server is to report: None, OnSuccess, OnFailure, Delay, Never.", "System.Net.Mail.DeliveryNotificationOptions", by_name=True,
                                              alias=("DNO",), check=not_empty())
    encoding: Any = param("How the text becomes bytes; without it US-ASCII where that can say it, else UTF-8.", "System.Text.Encoding", by_name=True, alias=("BE",),
                          check=not_empty(), transform=to_encoding)
    from_: Any = param("The sender.", "string", mandatory=True, by_name=True, name="From", check=not_empty())
    port: Any = param("The port.", "int", 25, by_name=True, check=at_least(0))
    priority: Any = param("Normal, High or Low.", "System.Net.Mail.MailPriority", by_name=True, check=not_empty())
    reply_to: Any = param("Where answers go.", "string[]", by_name=True)
    smtp_server: Any = param("The server; $PSEmailServer otherwise.", "string", position=3, by_name=True, alias=("ComputerName",), check=not_empty())
    subject: Any = param("The subject.", "string", position=1, by_name=True, alias=("sub",))
    to: Any = param("The recipients.", "string[]", mandatory=True, position=0, by_name=True, check=not_empty())
    use_ssl: Any = param("Uses TLS, begun with STARTTLS; fails when the server offers none.", "switch", by_name=True)

    def begin(self) -> None:
        self.files: list[str] = []

    def process(self) -> None:
        self.files += list(self.attachments or ())

    def end(self) -> None:
        server = self.smtp_server or self.session.get_variable("PSEmailServer")
        if not server:
            raise ItemError(
                "The email cannot be sent because no SMTP server was specified. You must specify an SMTP server by using either the SmtpServer "
                "parameter or the $PSEmailServer variable.", "SmtpServerNotSpecified", "InvalidArgument", None, "System.InvalidOperationException")
        recipients = [*(self.to or ()), *(self.cc or ()), *(self.bcc or ())]
        message = self._message()
        try:
            self._send(str(server), message, recipients)
        except ShellError as error:
            self.write_error(error)

    def _message(self) -> Any:
        import mimetypes
        import os
        from email.headerregistry import Address  # noqa: F401 - makes bad addresses fail here, by name
        from email.message import EmailMessage
        from email.utils import formatdate, make_msgid, parseaddr

        message = EmailMessage()
        try:
            message["From"] = self.from_
            for name, values in (("To", self.to), ("Cc", self.cc), ("Reply-To", self.reply_to)):
                if values:
                    message[name] = ", ".join(values)
            message["Subject"] = self.subject or ""
        except ValueError as error:
            raise ItemError(f"The message cannot be made: {error}.", "FormatException", "InvalidType", None, "System.FormatException") from None
        for address in [self.from_, *(self.to or ()), *(self.cc or ()), *(self.bcc or ())]:
            if "@" not in parseaddr(address)[1]:
                raise ItemError("The specified string is not in the form required for an e-mail address.", "FormatException", "InvalidType",
                                address, "System.FormatException")
        message["Date"] = formatdate(localtime=True)
        message["Message-ID"] = make_msgid(domain=parseaddr(self.from_)[1].rpartition("@")[2] or None)
        priority = to_text(self.priority) if self.priority is not None else "Normal"
        if priority != "Normal":
            rank = ("1", "urgent", "high") if priority == "High" else ("5", "non-urgent", "low")
            message["X-Priority"], message["Priority"], message["Importance"] = rank
        body = self.body or ""
        charset = self._charset(body)
        # Only Base64 takes the NULs of UTF-16 and UTF-32 through SMTP.
        wide = {"cte": "base64"} if charset.lower().startswith(("utf-16", "utf-32")) else {}
        message.set_content(body, subtype="html" if self.body_as_html else "plain", charset=charset, **wide)
        for path in self.files:
            target = self.session.places.resolve(path, literal=True)[0]
            kind, _, subtype = (mimetypes.guess_type(target.inner)[0] or "application/octet-stream").partition("/")
            with open(target.inner, "rb") as file:
                message.add_attachment(file.read(), maintype=kind, subtype=subtype, filename=os.path.basename(target.inner))
        return message

    def _charset(self, body: str) -> str:
        """The charset that -Encoding names, where it can say the text; else the least that can."""
        wanted = self.encoding.web if self.encoding is not None else "us-ascii"
        for charset in (wanted, "utf-8"):
            try:
                body.encode(charset)
                return charset
            except (LookupError, UnicodeError):
                continue
        return "utf-8"

    def _send(self, server: str, message: Any, recipients: list[str]) -> None:
        import smtplib
        from email.policy import SMTP as WIRE
        from email.utils import parseaddr

        sender = parseaddr(self.from_)[1]
        addresses = [parseaddr(each)[1] for each in recipients]
        host, port = self._place(server)
        try:
            client = smtplib.SMTP(timeout=SECONDS)
            client._host = server  # noqa: SLF001 - the name TLS is begun with, where the address is another
            client.connect(host, port)
        except OSError as error:
            raise _failure(f"Failure sending mail. {server}:{port} cannot be reached: {error.strerror or error}.", "System.Net.Mail.SmtpException") from None
        try:
            client.ehlo()
            if self.use_ssl or self.credential is not None and client.has_extn("starttls"):
                self._start_tls(client, server)
            if self.credential is not None:
                user, password = user_and_password(self.credential)
                client.login(user, password)
            wanted = int(self.delivery_notification_option) if self.delivery_notification_option is not None else 0
            options = ["NOTIFY=" + ",".join(word for bit, word in NOTIFY if wanted & bit)] if wanted and client.has_extn("dsn") else []
            refused = client.sendmail(sender, addresses, message.as_bytes(policy=WIRE), rcpt_options=options)
            for address, (code, reply) in refused.items():
                self.write_error(_failure(f"Mailbox unavailable. The server response was: {code} {_text(reply)}", "System.Net.Mail.SmtpFailedRecipientException", address))
            client.quit()
        except smtplib.SMTPRecipientsRefused as error:
            address, (code, reply) = next(iter(error.recipients.items()))
            raise _failure(f"Mailbox unavailable. The server response was: {code} {_text(reply)}",
                           "System.Net.Mail.SmtpFailedRecipientException", address) from None
        except smtplib.SMTPResponseException as error:
            raise _failure(f"The server response was: {error.smtp_code} {_text(error.smtp_error)}", SMTP_EXCEPTION) from None
        except smtplib.SMTPException as error:
            raise _failure(f"Failure sending mail. {error}", SMTP_EXCEPTION) from None
        except OSError as error:
            raise _failure(f"Failure sending mail. The connection to {server}:{port} broke: {error.strerror or error}.", SMTP_EXCEPTION) from None
        finally:
            client.close()

    def _start_tls(self, client: Any, server: str) -> None:
        import ssl

        if not client.has_extn("starttls"):
            raise _failure("Server does not support secure connections.", SMTP_EXCEPTION)
        context = ssl.create_default_context()
        trusted = self._own_certificates(server)
        if trusted:
            context.load_verify_locations(cadata=trusted)
        try:
            client.starttls(context=context)
        except ssl.SSLCertVerificationError as error:
            raise _failure(
                f"The remote certificate is invalid: {error.verify_message}. The server is {server}; its certificate must carry that name and be "
                "signed by an authority this machine trusts.", "System.Security.Authentication.AuthenticationException") from None
        client.ehlo()

    def _own_certificates(self, server: str) -> str:
        """The relay's own certificates that carry the server's name, which this machine trusts as it made them."""
        from relayshell.transport.relay import relay_of

        try:
            found = relay_of(self.session).certificates.list()
        except ShellError:
            return ""
        return "".join(each.pem.decode() for each in found if each.covers(server) and each.status() == "Valid")

    def _place(self, server: str) -> tuple[str, int]:
        """The address and port: this machine and the relay's shifted port where the name is the relay's own."""
        from relayshell.transport.relay import relay_of

        relay = relay_of(self.session)
        port = int(self.port)
        own = _own_names(relay)
        local = server.lower() in own or server in ("localhost", "127.0.0.1", "::1")
        if local:
            try:
                relay.start()
            except ShellError:
                pass  # another server may listen there
            listens = {binding.port for connector in relay.settings.receive_connectors for binding in connector.bindings}
            if port in listens:
                port += relay.settings.server.port_offset
        return (_local_address(relay.settings, port) if local else server), port


def _own_names(relay: Any) -> set[str]:
    """The names that mean this relay: the server's, its connectors' and those on its certificates."""
    settings = relay.settings
    names = {settings.server.name.lower(), settings.server.fqdn.lower()}
    names |= {connector.fqdn.lower() for connector in settings.receive_connectors if connector.fqdn}
    return names


def _local_address(settings: Any, port: int) -> str:
    """The address of this machine on which the relay listens on a port."""
    for connector in settings.receive_connectors:
        for binding in connector.bindings:
            if binding.port + settings.server.port_offset == port and str(binding.address) not in ("0.0.0.0", "::"):
                return str(binding.address)
    return str(settings.server.listen_addresses[0]) if settings.server.listen_addresses else "127.0.0.1"


def _failure(message: str, exception: str, target: Any = None) -> ItemError:
    return ItemError(message, exception.rpartition(".")[2], "InvalidOperation", target, exception)


def _text(reply: Any) -> str:
    return reply.decode("utf-8", "replace") if isinstance(reply, bytes) else str(reply)
