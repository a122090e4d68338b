"""The types of the relay's exceptions, under the names scripts catch them by in an Exchange shell."""

from __future__ import annotations

from relayshell.objects.exceptions import NetException
from relayshell.objects.nettype import define_type

LOCALIZED = "Microsoft.Exchange.Data.Common.LocalizedException"
NOT_FOUND = "Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException"
AMBIGUOUS = "Microsoft.Exchange.Configuration.Tasks.ManagementObjectAmbiguousException"
EXISTS = "Microsoft.Exchange.Data.Directory.ADObjectAlreadyExistsException"
INVALID = "Microsoft.Exchange.Data.DataValidationException"

define_type(LOCALIZED, "class", "System.Exception")
for _name in (NOT_FOUND, AMBIGUOUS, EXISTS, INVALID):
    define_type(_name, "class", LOCALIZED)


def fault(name: str, message: str) -> NetException:
    """An exception of one of these types."""
    return NetException(name, message)
