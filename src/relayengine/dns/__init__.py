"""The one place that asks the Domain Name System, and the order in which mail exchangers are tried (RFC 5321 §5).

`NetworkResolver` asks over the network, `TableResolver` a table; both answer alike. Knows nothing of connections or queues.
"""

from .answers import MX, TLSA, DnsFailure, NoSuchDomain, Records, Resolver
from .mx import LoopsBack, NoMailAccepted, order
from .table import TableResolver

__all__ = ["MX", "TLSA", "DnsFailure", "LoopsBack", "NoMailAccepted", "NoSuchDomain", "Records", "Resolver", "TableResolver", "order"]
