"""CertificateStore: certificates on disk, a file each beside a key of mode 0600, by thumbprint.

What a certificate is used for stands in the settings; a certificate that the settings do not name has the services it was made
with. Reads again only when the directory has changed, so a new certificate is there for the next handshake.
"""

import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from relayengine.settings.secrets import Secrets
from relayengine.tls.certificate import Certificate

if TYPE_CHECKING:
    from relayengine.settings.snapshot import Settings
    from relayengine.values.options import CertificateServices

_THUMBPRINT = re.compile(r"^[0-9A-F]{40}$")


class CertificateProblem(Exception):
    """What cannot be done with a certificate; the message names it and says what would have been right."""


class CertificateStore:
    """The certificates in a directory."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._stamp: object = None
        self._certificates: dict[str, Certificate] = {}
        self.unreadable: dict[str, str] = {}
        """Files that could not be taken, and why."""

    @classmethod
    def beside(cls, secrets: Secrets) -> "CertificateStore":
        """The store that belongs to a settings file."""
        return cls(secrets.directory / "certificates")

    def list(self) -> list[Certificate]:
        """Every certificate, the newest first."""
        try:
            stamp = self.directory.stat().st_mtime_ns
        except OSError:
            return []
        if stamp != self._stamp:
            self._certificates, self.unreadable = {}, {}
            for path in sorted(self.directory.glob("*.pem")):
                if _THUMBPRINT.match(path.stem):
                    try:
                        certificate = self._load(path)
                        self._certificates[certificate.thumbprint] = certificate
                    except (OSError, ValueError) as error:
                        self.unreadable[path.name] = str(error)
            self._stamp = stamp
        return sorted(self._certificates.values(), key=lambda c: c.not_before, reverse=True)

    def _load(self, path: Path) -> Certificate:
        about: dict[str, Any] = {}
        note = path.with_suffix(".json")
        if note.exists():
            about = json.loads(note.read_text("utf-8"))
        certificate = Certificate(path.read_bytes(), path.with_suffix(".key").exists(), str(about.get("friendly_name", "")),
                                  str(about.get("services", "")), bool(about.get("pending")), bool(about.get("exportable", True)))
        if certificate.thumbprint != path.stem:
            raise ValueError(f"its thumbprint is {certificate.thumbprint}, not {path.stem}")
        return certificate

    def get(self, thumbprint: str) -> Certificate | None:
        """The certificate of a thumbprint, written with or without blanks."""
        self.list()
        return self._certificates.get(re.sub(r"[^0-9A-Fa-f]", "", thumbprint).upper())

    def key_path(self, certificate: Certificate) -> Path:
        """Where its private key is."""
        return self.directory / f"{certificate.thumbprint}.key"

    def pem_path(self, certificate: Certificate) -> Path:
        """Where it and its chain are."""
        return self.directory / f"{certificate.thumbprint}.pem"

    def services(self, certificate: Certificate, settings: "Settings") -> "CertificateServices":
        """What it is used for: as the settings say, else as it was made."""
        from relayengine.values.options import CertificateServices

        for assignment in settings.certificates:
            if assignment.thumbprint.upper() == certificate.thumbprint:
                return assignment.services
        return CertificateServices.parse(certificate.default_services or "None")

    def check_key(self, certificate: Certificate) -> str:
        """Why its key cannot be used; "" if it can."""
        path = self.key_path(certificate)
        try:
            mode = path.stat().st_mode
        except FileNotFoundError:
            return f"certificate {certificate.thumbprint} has no private key here"
        except OSError as error:
            return f"{path} cannot be read: {error.strerror}"
        if mode & 0o077:
            return f"{path} may be read by others (mode {mode & 0o777:04o}); chmod 600 mends it"
        return ""

    def put(self, chain: bytes, key: bytes | None, *, friendly_name: str = "", services: str = "", pending: bool = False,
            exportable: bool = True) -> Certificate:
        """Keeps a certificate with its chain and key (PEM); the same certificate again takes the other's place."""
        certificate = Certificate(chain, key is not None, friendly_name, services, pending, exportable)
        stem = certificate.thumbprint
        self.directory.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.directory.mkdir(mode=0o700, exist_ok=True)
        if key is not None:
            self._write(f"{stem}.key", key)
        self._write(f"{stem}.json", json.dumps({"friendly_name": friendly_name, "services": services, "pending": pending,
                                                "exportable": exportable}).encode())
        self._write(f"{stem}.pem", chain)
        self._stamp = None
        return self.get(stem) or certificate

    def remove(self, certificate: Certificate) -> None:
        """Drops a certificate and its key."""
        for suffix in (".pem", ".key", ".json"):
            (self.directory / (certificate.thumbprint + suffix)).unlink(missing_ok=True)
        self._stamp = None

    def private_key(self, certificate: Certificate) -> bytes:
        """Its key as PEM. CertificateProblem if it is not here or may be read by others."""
        problem = self.check_key(certificate)
        if problem:
            raise CertificateProblem(problem)
        return self.key_path(certificate).read_bytes()

    def _write(self, name: str, data: bytes) -> None:
        new = self.directory / f".{name}.new"
        new.unlink(missing_ok=True)
        handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(new, self.directory / name)
