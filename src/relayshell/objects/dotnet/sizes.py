"""How large a text or an array a script may ask for before .NET, and this shell, say that memory is out."""

from __future__ import annotations

from relayshell.objects.dotnet.faults import fault

MOST_CHARACTERS = 1_073_741_791


def check_text_size(characters: int) -> None:
    """Raises OutOfMemoryException for a text that .NET could not hold."""
    if characters > MOST_CHARACTERS:
        raise fault("System.OutOfMemoryException", "Insufficient memory to continue the execution of the program.")
