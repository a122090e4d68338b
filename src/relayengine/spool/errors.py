"""What can be wrong with a spool. Each says what whoever waits for a commit must answer."""


class SpoolError(Exception):
    """The message is not kept; nothing of it remains."""


class SpoolFull(SpoolError):
    """There is no room (ENOSPC, EDQUOT): 452 4.3.1, and delivery goes on."""


class SpoolBroken(SpoolError):
    """Writing or syncing failed (EIO, read-only): 451 4.3.0 until the spool has been opened again from its log."""


class SpoolInUse(SpoolError):
    """Another process holds this spool."""
