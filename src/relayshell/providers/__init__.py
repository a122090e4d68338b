"""What stands behind paths: drives, the providers they belong to, and finding items by pattern.

May know values (`objects`) and the session it is handed, through the few names that
`state.SessionNames` lists. Knows no cmdlet. `Places` is a session's drives and where it stands.
"""

from relayshell.providers.places import Places, Target
from relayshell.providers.provider import Provider

__all__ = ["Places", "Provider", "Target"]
