"""The tuple of all kinds of settings objects: the only list there is."""

from typing import Any

from relayengine.schema import Kind, fold
from relayengine.settings.accepted_domain import AcceptedDomain
from relayengine.settings.dkim import DkimSigningConfig
from relayengine.settings.journaling import JournalRule
from relayengine.settings.mailbox import ADPermission, CertificateAssignment, Mailbox
from relayengine.settings.receive_connector import ReceiveConnector
from relayengine.settings.remote_domain import RemoteDomain
from relayengine.settings.rewriting import AddressRewriteEntry
from relayengine.settings.send_connector import SendConnector
from relayengine.settings.server import Server
from relayengine.settings.transport_config import TransportConfig
from relayengine.settings.transport_service import TransportService

_CLASSES: tuple[Any, ...] = (Server, ReceiveConnector, SendConnector, AcceptedDomain, RemoteDomain, TransportConfig, TransportService,
                             Mailbox, ADPermission, CertificateAssignment, DkimSigningConfig, JournalRule, AddressRewriteEntry)
KINDS: tuple[Kind, ...] = tuple(c.kind for c in _CLASSES)


def find_kind(name: str) -> Kind | None:
    """The kind of a name in any spelling."""
    return next((k for k in KINDS if fold(k.name) == fold(name)), None)
