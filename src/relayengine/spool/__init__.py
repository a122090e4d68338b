"""Where accepted messages are until they have left: on disk before anybody is told 250, off it when all is done.

    number = await spool.commit(envelope, content)

returns only after the message is durable. Everything else that happens to a message (a recipient's result, its tracking
event, its removal) goes through the same writer and the same transactions. Knows envelopes and events, and nothing
of routes, queues or sockets.
"""

from .content import Content, ContentWriter
from .errors import SpoolBroken, SpoolError, SpoolFull, SpoolInUse
from .states import Change, State, Stored, StoredRecipient
from .store import Spool

__all__ = ["Change", "Content", "ContentWriter", "Spool", "SpoolBroken", "SpoolError", "SpoolFull", "SpoolInUse", "State",
           "Stored", "StoredRecipient"]
