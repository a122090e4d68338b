"""What a message is before anybody decides anything about it: its envelope, its number, its trace field, its bounce.

Knows the formats of RFC 5321, 5322, 3461 and 3464, and nothing of settings, spool or sockets.
"""

from .envelope import Envelope, Recipient
from .identity import network_message_id, new_message_id, numbers, worker_of

__all__ = ["Envelope", "Recipient", "network_message_id", "new_message_id", "numbers", "worker_of"]
