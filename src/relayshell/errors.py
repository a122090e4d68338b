"""The one exception of the shell: what went wrong, named as PowerShell names it.

A ShellError may be raised on any floor. It carries the words and the names of an
error record; the runtime makes the record itself when the error passes a statement.
It knows nothing of records, streams or how an error is shown.
"""

from __future__ import annotations

from typing import Any


class ShellError(Exception):
    """An error of a script or of a command.

    message    what is wrong, naming the bad value and what would have been right
    id         the FullyQualifiedErrorId, without the name of the command
    category   a name of System.Management.Automation.ErrorCategory
    target     the object that the error is about, or None
    exception  the .NET exception object that a script sees, or None for a RuntimeException
    inner      the exception behind it, or None
    span       the extent of the text where it arose, or None until it is known
    record     the error record, once the runtime has made it
    details    ErrorDetails with the words a user reads, where they are not the exception's own
    """

    def __init__(
        self,
        message: str,
        id: str = "RuntimeException",
        category: str = "NotSpecified",
        target: Any = None,
        *,
        exception: Any = None,
        inner: Any = None,
        span: Any = None,
        record: Any = None,
        details: Any = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.id = id
        self.category = category
        self.target = target
        self.exception = exception
        self.inner = inner
        self.span = span
        self.record = record
        self.details = details
