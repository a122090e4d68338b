"""Between the spool and the couriers: which message goes where, when, and what its end is.

`Queues` is the one owner of what waits. It routes what was accepted, keeps a queue for each next hop, decides when to try
again and when to give up, and has reports written. Everybody else (receive, route, deliver) is a stranger to the others.
"""

from .queues import Queues
from .retry import Ladder

__all__ = ["Ladder", "Queues"]
