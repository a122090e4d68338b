"""Where a recipient goes: a pure question of the address, the message's size and one snapshot of the settings.

`route(address, size, settings)` answers with a NextHop, or with why there is none. Opens no socket and asks no DNS: which
hosts stand behind a next hop is found when somebody goes there.
"""

from .hop import ZERO_GUID, DeliveryType, NextHop, Refused, Unreachable
from .recipients import accepted, recipient_reply
from .routing import Router, route

__all__ = ["ZERO_GUID", "DeliveryType", "NextHop", "Refused", "Router", "Unreachable", "accepted", "recipient_reply", "route"]
