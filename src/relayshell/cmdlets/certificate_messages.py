"""Certificates from files, and messages that only their holders read: Get-PfxCertificate, Protect-, Unprotect- and Get-CmsMessage (RFC 5652)."""

from __future__ import annotations

import os
import re
from typing import Any

from relayshell.commands import Cmdlet, inset, param
from relayshell.commands.validation import not_empty, not_null
from relayshell.objects.psobject import PSCustomObject, PSObject, unwrap
from relayshell.objects.text import to_text
from relayshell.providers.onefile import file_to_read, one_file
from relayshell.providers.provider import ItemError

MODULE = "Microsoft.PowerShell.Security"
CRYPTOGRAPHIC = "System.Security.Cryptography.CryptographicException"
BEGIN, END = "-----BEGIN CMS-----", "-----END CMS-----"


def read_certificate(data: bytes, password: str | None, path: str) -> Any:
    """A certificate of a file's bytes. Raises what PowerShell says of a wrong password or of something else."""
    from relayshell.objects.dotnet.certificates import load
    from relayshell.objects.exceptions import NetException

    try:
        return load(data, password)
    except NetException as error:
        raise ItemError(f"{error.message} ({path})", "GetPfxCertificateUnknownCryptoError", "NotSpecified", None, CRYPTOGRAPHIC) from None


def certificate_of(value: Any, session: Any) -> Any:
    """A certificate: itself, or that of a file."""
    held = unwrap(value)
    if hasattr(held, "cert"):
        return held
    text = to_text(held)
    if "BEGIN CERTIFICATE" in text:
        return read_certificate(text.encode(), None, "text")
    if not os.path.exists(session.file_path(text)):
        raise ItemError(f"No certificate was found for '{text}': name a file, or give a certificate. This platform has no certificate stores.",
                        "NoCertificateMatch", "ObjectNotFound", text, "System.ArgumentException")
    with open(file_to_read(session.places, text), "rb") as file:
        return read_certificate(file.read(), None, text)


class _Message(Cmdlet):
    """What reads a message of a text or a file."""

    content: Any = None
    path: Any = None
    literal_path: Any = None

    def begin(self) -> None:
        self.lines: list[str] = []

    def process(self) -> None:
        if self.content is not None:
            self.lines.append(to_text(self.content))

    def text(self) -> str:
        """The whole text."""
        if self.path is None and self.literal_path is None:
            return "\n".join(self.lines)
        path = file_to_read(self.session.places, self.path or self.literal_path, self.path is None)
        with open(path, encoding="utf-8-sig", errors="replace") as file:
            return file.read()

    @staticmethod
    def message_in(text: str) -> tuple[bytes, str, str]:
        """The message's bytes, and what stands before and behind it."""
        import base64
        import binascii

        found = re.search(re.escape(BEGIN) + r"(.*?)" + re.escape(END), text, re.S)
        if not found:
            raise ItemError("The text holds no CMS message: it must stand between '-----BEGIN CMS-----' and '-----END CMS-----'.",
                            "InputContainedNoEncryptedContent", "ObjectNotFound", None, "System.ArgumentException")
        try:
            return base64.b64decode("".join(found[1].split()), validate=True), text[: found.start()], text[found.end() :]
        except binascii.Error:
            raise ItemError("The CMS message is damaged: what stands between its marks is no base64.", "InputContainedNoEncryptedContent", "InvalidData",
                            None, "System.ArgumentException") from None


class GetPfxCertificate(
    Cmdlet, name="Get-PfxCertificate", default_set="ByPath", output=("System.Security.Cryptography.X509Certificates.X509Certificate2",), module=MODULE,
):
    """Reads certificates from files."""

    file_path: Any = param("The files.", "string[]", mandatory=True, position=0, pipeline=True, by_name=True, sets=("ByPath",))
    literal_path: Any = param("The files, their paths taken as they are.", "string[]", mandatory=True, by_name=True, sets=("ByLiteralPath",), alias=("PSPath", "LP"))
    no_prompt_for_password: Any = param("Asks for no password.", "switch")
    password: Any = param("The password of the file.", "securestring")

    def process(self) -> None:
        literal = self.literal_path is not None
        for path in self.literal_path if literal else self.file_path:
            file = file_to_read(self.session.places, path, literal)
            try:
                with open(file, "rb") as opened:
                    data = opened.read()
            except OSError as error:
                self.write_error(ItemError(f"Cannot read '{file}': {error.strerror}.", "FileOpenFailure", "OpenError", file, "System.IO.IOException"))
                continue
            password = self.password.text if self.password is not None else None
            try:
                made = read_certificate(data, password, file)
            except ItemError:
                if self.no_prompt_for_password or password is not None or not getattr(self.session.host, "interactive", False):
                    raise
                made = read_certificate(data, self.session.host.read_secret(f"Enter password for {file}: "), file)
            self.write(PSObject(made, {"PSPath": f"Microsoft.PowerShell.Core\\FileSystem::{file}"}))


class ProtectCmsMessage(_Message, name="Protect-CmsMessage", default_set="ByContent", output=("System.String",), module=MODULE):
    """Makes a message that only the holders of certificates can read."""

    content: Any = param("The text.", "psobject", mandatory=True, position=1, pipeline=True, sets=("ByContent",), allow_null=True, allow_empty_string=True)
    literal_path: Any = param("The file, its path taken as it is.", "string", mandatory=True, position=1, sets=("ByLiteralPath",))
    out_file: Any = param("The file to write to.", "string", position=2)
    path: Any = param("The file.", "string", mandatory=True, position=1, sets=("ByPath",))
    to: Any = param("Who may read it: certificates, or files of them.", "System.Management.Automation.CmsMessageRecipient[]", mandatory=True, position=0)

    def end(self) -> None:
        import base64

        from cryptography.hazmat.primitives.serialization import Encoding
        from cryptography.hazmat.primitives.serialization.pkcs7 import PKCS7EnvelopeBuilder, PKCS7Options

        builder = PKCS7EnvelopeBuilder().set_data(self.text().encode())
        for each in self.to:
            certificate = certificate_of(each, self.session)
            try:
                builder = builder.add_recipient(certificate.cert)
            except (TypeError, ValueError) as error:
                raise ItemError(f"The certificate '{certificate.cert.subject.rfc4514_string()}' cannot be written to: {error}", "CertificateCannotBeUsedForEncryption",
                                "InvalidData", certificate, "System.ArgumentException") from None
        data = builder.encrypt(Encoding.DER, [PKCS7Options.Binary])
        text = base64.b64encode(data).decode()
        made = "\n".join([BEGIN, *(text[start : start + 64] for start in range(0, len(text), 64)), END])
        if self.out_file is None:
            self.write(made)
            return
        from relayshell.providers.encodings import UTF8
        from relayshell.providers.filewriter import Writer

        writer = Writer(one_file(self.session.places, self.out_file), UTF8, False, id="FileOpenFailure")
        writer.write(made + "\n")
        writer.close()


class UnprotectCmsMessage(_Message, name="Unprotect-CmsMessage", default_set="ByWinEvent", output=("System.String",), module=MODULE):
    """Reads a message with the key of a certificate it is for."""

    content: Any = param("The text.", "string", mandatory=True, position=0, pipeline=True, by_name=True, sets=("ByContent",), allow_null=True, allow_empty_string=True)
    event_log_record: Any = param("A record of an event log, which this platform has not.", "psobject", ps_type_name="System.Diagnostics.Eventing.Reader.EventLogRecord", mandatory=True, position=0, pipeline=True, sets=("ByWinEvent",))
    include_context: Any = param("Gives what stands around the message too.", "switch")
    literal_path: Any = param("The files, their paths taken as they are.", "string", mandatory=True, position=0, sets=("ByLiteralPath",))
    path: Any = param("The file.", "string", mandatory=True, position=0, sets=("ByPath",))
    to: Any = param("Who may read it: certificates, or files of them.", "System.Management.Automation.CmsMessageRecipient[]", position=1)

    def end(self) -> None:
        from cryptography.hazmat.primitives.serialization.pkcs7 import pkcs7_decrypt_der

        if self.event_log_record is not None:
            raise ItemError("This platform has no event log; give the message as -Content.", "NotSupported", "NotImplemented", None,
                            "System.Management.Automation.PSNotSupportedException")
        if self.to is None:
            raise ItemError("The parameter To is needed: this platform has no certificate stores to look for a key in.", "NoCertificateMatch", "InvalidArgument",
                            None, "System.ArgumentException")
        data, before, after = self.message_in(self.text())
        problem = "no certificate with a private key was given"
        for each in self.to:
            certificate = certificate_of(each, self.session)
            if certificate.key is None:
                continue
            try:
                plain = pkcs7_decrypt_der(data, certificate.cert, certificate.key, [])
            except (ValueError, TypeError) as error:
                problem = str(error) or "it is for another certificate"
                continue
            text = plain.decode("utf-8", "replace")
            self.write(before + text + after if self.include_context else text)
            return
        raise ItemError(f"The message cannot be read: {problem}.", "CryptographicException", "InvalidOperation", None, CRYPTOGRAPHIC)


class GetCmsMessage(_Message, name="Get-CmsMessage", output=("System.Security.Cryptography.Pkcs.EnvelopedCms",), module=MODULE):
    """Tells of a message what can be told without its key."""

    content: Any = param("The text.", "string", mandatory=True, position=0, pipeline=True, sets=("ByContent",), allow_null=True, allow_empty_string=True)
    literal_path: Any = param("The files, their paths taken as they are.", "string", mandatory=True, position=1, sets=("ByLiteralPath",))
    path: Any = param("The file.", "string", mandatory=True, position=1, sets=("ByPath",))

    def end(self) -> None:
        from relayshell.cmdlets.cms_recipients import Damaged, recipients

        text = self.text()
        data, _, _ = self.message_in(text)
        try:
            named = [PSCustomObject({"IssuerName": issuer, "SerialNumber": serial}) for issuer, serial in recipients(data)]
        except Damaged:
            raise ItemError("ASN1 corrupted data.", "CryptographicException", "InvalidData", None, CRYPTOGRAPHIC) from None
        infos = [PSCustomObject({"RecipientIdentifier": PSCustomObject({"Value": each})}) for each in named]
        self.write(PSCustomObject(
            {"RecipientInfos": infos, "Recipients": named, "Content": text[text.index(BEGIN) : text.index(END) + len(END)], "Length": len(data),
             "ContentType": "1.2.840.113549.1.7.3"},
            ["System.Security.Cryptography.Pkcs.EnvelopedCms", "System.Object"]))
