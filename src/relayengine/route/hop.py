"""The answers to "where does this recipient go?"."""

from enum import Enum
from typing import NamedTuple

from relayengine.values.reply import Reply

ZERO_GUID = "00000000-0000-0000-0000-000000000000"


class DeliveryType(Enum):
    """How mail of a queue leaves, under the names that Get-Queue prints."""

    DnsConnectorDelivery = "DnsConnectorDelivery"
    SmartHostConnectorDelivery = "SmartHostConnectorDelivery"
    SmtpDeliveryToMailbox = "SmtpDeliveryToMailbox"
    SmtpRelayToServers = "SmtpRelayToServers"
    Undefined = "Undefined"
    Unreachable = "Unreachable"

    @property
    def category(self) -> str:
        """Whether it leads out of the organisation: "Internal" or "External"."""
        return "External" if self.value.endswith("ConnectorDelivery") else "Internal"


class NextHop(NamedTuple):
    """A queue's place to deliver to. Equal next hops share a queue."""

    delivery_type: DeliveryType
    domain: str
    """A recipient domain, the smart hosts as configured, or the mailbox database."""
    connector: str
    """The send connector's name, "" for mailboxes."""
    connector_guid: str = ZERO_GUID


class Refused(NamedTuple):
    """The recipient will never be delivered; the reply says why, as the bounce will."""

    reply: Reply


class Unreachable(NamedTuple):
    """There is no way now; the recipient waits in the Unreachable queue for the settings to change."""

    error: str
