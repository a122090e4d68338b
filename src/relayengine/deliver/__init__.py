"""Handing messages on: to the hosts of a next hop by SMTP or LMTP, or into mailboxes here.

A `Lane` serves one next hop: it is given a way to ask for the next batch and ways to say what became of it, and keeps as
many connections as the work needs and the settings allow. Knows no queue, no retry and no bounce: it says what happened.
"""

from .batch import Batch
from .courier import Courier
from .lane import Lane, Orders
from .outcome import Deferred, Delivered, Failed, HopDown, Outcome

__all__ = ["Batch", "Courier", "Deferred", "Delivered", "Failed", "HopDown", "Lane", "Orders", "Outcome"]
