"""The cmdlets of certificates: listing, making, importing, exporting, putting to use, removing."""

from __future__ import annotations

from typing import Any

from relayengine.settings.kinds import find_kind
from relayengine.values.options import CertificateServices
from relayshell.commands import param
from relayshell.errors import ShellError
from relayshell.objects.declare import declare
from relayshell.transport.managed import MODULE, TransportCmdlet
from relayshell.transport.values import Many, date_time, enum_type, given

TYPE = "Microsoft.Exchange.Management.SystemConfigurationTasks.ExchangeCertificate"
_KIND = find_kind("ExchangeCertificate")
assert _KIND
LETTERS = (("IMAP", "I"), ("POP", "P"), ("UM", "U"), ("IIS", "W"), ("SMTP", "S"), ("Federation", "F"), ("UMCallRouter", "R"))


class Shown:
    """A certificate as scripts see it."""

    __slots__ = ("certificate", "services", "server")

    def __init__(self, certificate: Any, services: Any, server: str) -> None:
        self.certificate = certificate
        self.services = services
        self.server = server

    @property
    def letters(self) -> str:
        """The services by fixed places: `IP.WS..`."""
        names = {name.strip().upper() for name in str(self.services).split(",")}
        return "".join(letter if name.upper() in names else "." for name, letter in LETTERS)

    def __str__(self) -> str:
        certificate = self.certificate
        return (
            f"[Subject]\n  {certificate.subject}\n\n[Issuer]\n  {certificate.issuer}\n\n[Serial Number]\n  {certificate.serial_number}\n\n"
            f"[Not Before]\n  {certificate.not_before:%m/%d/%Y %H:%M:%S}\n\n[Not After]\n  {certificate.not_after:%m/%d/%Y %H:%M:%S}\n\n"
            f"[Thumbprint]\n  {certificate.thumbprint}\n"
        )


def _services(shown: Shown) -> Any:
    from relayshell.objects.enums import EnumValue

    return EnumValue(enum_type(CertificateServices), int(shown.services.value))


_PROPERTIES: dict[str, Any] = {
    "AccessRules": lambda shown: None, "CertificateDomains": lambda shown: Many(shown.certificate.domains),
    "CertificateRequest": lambda shown: None, "FriendlyName": lambda shown: shown.certificate.friendly_name,
    "HasPrivateKey": lambda shown: shown.certificate.has_private_key, "IsSelfSigned": lambda shown: shown.certificate.self_signed,
    "Issuer": lambda shown: shown.certificate.issuer, "NotAfter": lambda shown: date_time(shown.certificate.not_after),
    "NotBefore": lambda shown: date_time(shown.certificate.not_before), "PublicKeySize": lambda shown: shown.certificate.public_key_size,
    "RootCAType": lambda shown: "None" if shown.certificate.self_signed else "Unknown",
    "SerialNumber": lambda shown: shown.certificate.serial_number, "Services": _services,
    "ServicesStringForm": lambda shown: shown.letters, "Status": lambda shown: shown.certificate.status(),
    "Subject": lambda shown: shown.certificate.subject, "Thumbprint": lambda shown: shown.certificate.thumbprint,
    "PrivateKeyExportable": lambda shown: shown.certificate.exportable, "Identity": lambda shown: f"{shown.server}\\{shown.certificate.thumbprint}",
}
declare(
    TYPE, Shown, get=_PROPERTIES, methods={"ToString": str}, to_text=str,
    signatures=tuple(f"System.Object {name} {{get;}}" for name in _PROPERTIES),
)


class _CertificateCmdlet(TransportCmdlet):
    """A cmdlet of certificates."""

    domain_controller: Any = param("Kept for scripts that name one.", "string")
    server: Any = param("The server; there is one.", "string")

    def show(self, certificate: Any) -> Shown:
        return Shown(certificate, self.relay.certificates.services(certificate, self.settings), self.settings.server.fqdn)

    def named(self, thumbprint: Any) -> Any:
        """The certificate of a thumbprint or identity. Raises when there is none, and says which there are."""
        text = str(given(thumbprint)).rpartition("\\")[2]
        found = self.relay.certificates.get(text)
        if found is None:
            there = ", ".join(each.thumbprint for each in self.relay.certificates.list()[:4]) or "none"
            raise ShellError(f"The certificate with thumbprint {text} was not found. There is: {there}.",
                             "CertificateNotFound", "ObjectNotFound", text)
        return found

    def assign(self, certificate: Any, services: Any) -> None:
        """Adds services to those a certificate serves."""
        wanted = CertificateServices.parse(given(services))
        current = self.relay.certificates.services(certificate, self.settings)
        together = wanted | current if wanted else wanted
        with self.change() as edit:
            entry = next((each for each in edit.settings.certificates if each.thumbprint.upper() == certificate.thumbprint), None)
            if entry is None:
                edit.add(_KIND, thumbprint=certificate.thumbprint, services=together)
            else:
                edit.set(entry, services=together)
        self.look()


_THUMBPRINT = "The certificate's thumbprint: forty hexadecimal digits."


class GetExchangeCertificate(_CertificateCmdlet, name="Get-ExchangeCertificate", default_set="Thumbprint", module=MODULE, output=TYPE):
    """Lists the certificates, the newest first."""

    thumbprint: Any = param(_THUMBPRINT, "string", position=0, pipeline=True, by_name=True, sets=("Thumbprint",))
    identity: Any = param("SERVER\\Thumbprint.", "string", sets=("Identity",))
    domain_name: Any = param("Only certificates for these names; the one that would be used comes first.", "string[]")
    instance: Any = param("A certificate object.", "System.Object", pipeline=False, sets=("Instance",))

    def process(self) -> None:
        store = self.relay.certificates
        wanted = self.thumbprint or self.identity
        if wanted:
            self.write(self.show(self.named(wanted)))
            return
        found = store.list()
        if not found and not self.domain_name:
            from relayengine.tls.selfsigned import ensure_default

            ensure_default(store, self.settings.server.name, self.settings.server.fqdn)
            found = store.list()
        for certificate in found:
            if not self.domain_name or any(certificate.covers(name) for name in self.domain_name):
                self.write(self.show(certificate))


class NewExchangeCertificate(_CertificateCmdlet, name="New-ExchangeCertificate", default_set="Certificate", should_process=True, module=MODULE, output=TYPE):
    """Makes a self-signed certificate, or a request for an authority to sign."""

    generate_request: Any = param("Makes a request instead of a certificate.", "switch", sets=("Request",))
    binary_encoded: Any = param("Gives the request as bytes (DER).", "switch", sets=("Request",))
    domain_name: Any = param("The host names it is for.", "string[]")
    subject_name: Any = param("Whom it is for, such as CN=mail.contoso.com, O=Contoso.", "System.Object")
    friendly_name: Any = param("The name people know it by.", "string", "Microsoft Exchange")
    services: Any = param("The services it is used for.", "System.Object")
    key_size: Any = param("Bits of its RSA key.", "int", 2048)
    private_key_exportable: Any = param("Whether its key may leave this server.", "bool", False)
    include_accepted_domains: Any = param("Adds the accepted domains to its names.", "switch")
    include_auto_discover: Any = param("Adds autodiscover names for the accepted domains.", "switch")
    include_server_fqdn: Any = param("Adds the server's full name.", "switch", name="IncludeServerFQDN")
    include_server_net_bios_name: Any = param("Adds the server's short name.", "switch", name="IncludeServerNetBIOSName")
    subject_key_identifier: Any = param("Kept for scripts that give it; the identifier is made from the key.", "string")
    instance: Any = param("A certificate to take names from.", "System.Object")
    force: Any = param("Asks nothing.", "switch")

    def process(self) -> None:
        from relayengine.tls.selfsigned import make_request, make_self_signed
        from relayengine.values.problem import BadValue

        settings = self.settings
        if self.key_size not in (1024, 2048, 3072, 4096):
            raise ShellError(f"Cannot bind argument to parameter 'KeySize': {self.key_size} is not one of 2048, 3072, 4096.",
                             "KeySize", "InvalidArgument", self.key_size)
        names = list(self.domain_name or ())
        domains = [str(each.domain_name) for each in settings.accepted_domains if not each.domain_name.wildcard]
        names += domains if self.include_accepted_domains else []
        names += [f"autodiscover.{each}" for each in domains] if self.include_auto_discover else []
        if self.include_server_fqdn or not names and self.subject_name is None:
            names.append(settings.server.fqdn)
        if self.include_server_net_bios_name or not self.domain_name and self.subject_name is None and not self.include_accepted_domains:
            names.insert(0, settings.server.name)
        subject = str(given(self.subject_name)) if self.subject_name is not None else f"CN={names[0] if self.domain_name else settings.server.name}"
        if not self.should_process(subject, "Making certificate"):
            return
        store = self.relay.certificates
        try:
            if self.generate_request:
                pem, _ = make_request(store, subject, names, key_size=int(self.key_size), friendly_name=self.friendly_name,
                                      exportable=bool(self.private_key_exportable))
                self.write(pem.decode())
                return
            services = str(CertificateServices.parse(given(self.services))) if self.services is not None else "IMAP, POP, SMTP"
            made = make_self_signed(store, subject, names, key_size=int(self.key_size), friendly_name=self.friendly_name,
                                    services=services, exportable=bool(self.private_key_exportable))
        except (BadValue, ValueError) as bad:
            raise ShellError(f"New-ExchangeCertificate: {bad}", "CertificateNotMade", "InvalidArgument", subject) from None
        self.look()
        self.write(self.show(made))


class ImportExchangeCertificate(_CertificateCmdlet, name="Import-ExchangeCertificate", default_set="FileData", should_process=True, module=MODULE, output=TYPE):
    """Takes in a certificate: a PFX with its key, or an authority's answer to a request made here."""

    file_data: Any = param("The bytes of the file.", "byte[]", sets=("FileData",), mandatory=True)
    file_name: Any = param("The file.", "string", sets=("FileName",), mandatory=True, position=0)
    instance: Any = param("The text of a certificate in PEM.", "string[]", sets=("Instance",), mandatory=True, pipeline=True)
    password: Any = param("The PFX's password.", "securestring")
    friendly_name: Any = param("The name people know it by.", "string", "")
    private_key_exportable: Any = param("Whether its key may leave this server again.", "bool", False)

    def process(self) -> None:
        from relayengine.tls.exchange import import_certificate
        from relayengine.tls.store import CertificateProblem
        from relayshell.transport.secrets import plain_text

        if self.file_name:
            target = self.session.places.resolve(self.file_name, literal=True)[0]
            with open(target.inner, "rb") as file:
                data = file.read()
        elif self.instance:
            data = "\n".join(self.instance).encode()
        else:
            data = bytes(self.file_data)
        if not self.should_process("certificate", "Importing"):
            return
        try:
            made = import_certificate(self.relay.certificates, data, plain_text(self.password), friendly_name=self.friendly_name,
                                      exportable=bool(self.private_key_exportable))
        except CertificateProblem as problem:
            raise ShellError(f"The certificate was not imported: {problem}.", "CertificateNotImported", "InvalidData") from None
        self.look()
        self.write(self.show(made))


class ExportExchangeCertificate(_CertificateCmdlet, name="Export-ExchangeCertificate", should_process=True, module=MODULE):
    """Gives a certificate with its key as the bytes of a PFX, in the property FileData."""

    thumbprint: Any = param(_THUMBPRINT, "string", position=0, mandatory=True, pipeline=True, by_name=True)
    password: Any = param("The password of the PFX.", "securestring")
    binary_encoded: Any = param("Gives bytes rather than text.", "switch")
    file_name: Any = param("A file to write it to.", "string")

    def process(self) -> None:
        from relayengine.tls.exchange import export_pfx
        from relayengine.tls.store import CertificateProblem
        from relayshell.objects.arrays import TypedArray
        from relayshell.objects.nettype import get_type
        from relayshell.objects.numbers import Byte
        from relayshell.objects.psobject import PSCustomObject
        from relayshell.transport.secrets import plain_text

        certificate = self.named(self.thumbprint)
        try:
            data = export_pfx(self.relay.certificates, certificate, plain_text(self.password))
        except CertificateProblem as problem:
            raise ShellError(f"The certificate was not exported: {problem}.", "CertificateNotExported", "InvalidOperation", certificate.thumbprint) from None
        if self.file_name:
            from relayshell.providers.filecontent import Writer
            from relayshell.providers.encodings import UTF8

            writer = Writer(self.session.places.target(self.file_name).inner, UTF8, False)
            writer.write_bytes(data)
            writer.close()
            return
        self.write(PSCustomObject({"FileData": TypedArray(get_type("System.Byte"), map(Byte, data)), "Thumbprint": certificate.thumbprint}))


class EnableExchangeCertificate(_CertificateCmdlet, name="Enable-ExchangeCertificate", should_process=True, module=MODULE):
    """Puts a certificate to use for services; services it has already stay."""

    thumbprint: Any = param(_THUMBPRINT, "string", position=0, mandatory=True, pipeline=True, by_name=True, alias=("Identity",))
    services: Any = param("The services: SMTP is what this relay uses; others are kept for scripts.", "System.Object", mandatory=True)
    force: Any = param("Asks nothing.", "switch")
    do_not_require_ssl: Any = param("Kept for scripts that give it.", "switch")
    network_service_allowed: Any = param("Kept for scripts that give it.", "switch")

    def process(self) -> None:
        certificate = self.named(self.thumbprint)
        problem = self.relay.certificates.check_key(certificate)
        if problem:
            raise ShellError(f"The certificate cannot be used: {problem}.", "CertificateNoKey", "InvalidOperation", certificate.thumbprint)
        if self.should_process(certificate.thumbprint, f"Enabling for {given(self.services)}"):
            self.assign(certificate, self.services)


class RemoveExchangeCertificate(_CertificateCmdlet, name="Remove-ExchangeCertificate", should_process=True, confirm_impact="High", module=MODULE):
    """Removes a certificate and its key."""

    thumbprint: Any = param(_THUMBPRINT, "string", position=0, mandatory=True, pipeline=True, by_name=True, alias=("Identity",))

    def process(self) -> None:
        certificate = self.named(self.thumbprint)
        used = [each.name for each in self.settings.receive_connectors if (each.tls_certificate_name or "").lower() == certificate.tls_name.lower()]
        if used:
            raise ShellError(f"The certificate {certificate.thumbprint} is named by the receive connectors {', '.join(used)}; give them another first.",
                             "CertificateInUse", "ResourceBusy", certificate.thumbprint)
        if not self.should_process(certificate.thumbprint, "Removing certificate"):
            return
        with self.change() as edit:
            for entry in [each for each in edit.settings.certificates if each.thumbprint.upper() == certificate.thumbprint]:
                edit.remove(entry)
        self.relay.certificates.remove(certificate)
        self.look()
