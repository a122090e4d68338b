"""The errors of web cmdlets: requests without an answer, and answers that are errors."""

from __future__ import annotations

import re
from typing import Any

from relayshell.cmdlets.web.answers import media_type, text_of
from relayshell.cmdlets.web.exchange import Answer, Failure, Request
from relayshell.cmdlets.web.messages import Message, RequestMessage, request_exception
from relayshell.errors import ShellError
from relayshell.objects.errorrecord import ErrorDetails
from relayshell.objects.exceptions import NetException
from relayshell.providers.provider import ItemError

INNER = {"NameResolutionError": "System.Net.Sockets.SocketException", "ConnectionError": "System.Net.Sockets.SocketException",
         "SecureConnectionError": "System.Security.Authentication.AuthenticationException"}


def unanswered(failure: Failure, request: Request, cmdlet: Any) -> ShellError:
    """The error of a request that got no answer, or only a part of one."""
    shown = RequestMessage(request)
    if failure.kind == "Timeout":
        return ItemError(f"The request was canceled due to the configured HttpClient.Timeout of {cmdlet.connection_timeout_seconds} seconds elapsing.",
                         "ConnectionTimeoutReached", "OperationTimeout", shown, "System.Threading.Tasks.TaskCanceledException")
    if failure.kind == "Silence":
        return ItemError(f"The request was canceled due to the configured OperationTimeout of {cmdlet.operation_timeout_seconds} seconds elapsing.",
                         "OperationTimeoutReached", "OperationTimeout", shown, "System.TimeoutException")
    inner = NetException(INNER[failure.kind], failure.inner) if failure.inner else None
    error = ShellError(failure.message, "WebCmdletWebResponseException", "InvalidOperation", shown, exception=request_exception(failure.message, inner, kind=failure.kind))
    if failure.inner:
        error.details = ErrorDetails(failure.inner)
    return error


def unsupported(message: str) -> ItemError:
    """The error of a scheme or a version that HTTP here has not."""
    return ItemError(message, "WebCmdletIEDomNotSupportedException", "NotImplemented", None, "System.NotSupportedException")


def judged(answer: Answer) -> ShellError:
    """The error that an answer is."""
    message = f"Response status code does not indicate success: {answer.status} ({answer.reason})."
    shown = Message(answer)
    exception = NetException("Microsoft.PowerShell.Commands.HttpResponseException", message, Response=shown, StatusCode=shown.status())
    error = ShellError(message, "WebCmdletWebResponseException", "InvalidOperation", RequestMessage(answer.request), exception=exception)
    try:
        details = _details(answer)
    except Failure:
        details = ""
    if details:
        error.details = ErrorDetails(details)
    return error


def _details(answer: Answer) -> str:
    """What the answer says of the error: JSON laid out, pages without their tags."""
    text, _ = text_of(answer)
    kind = media_type(answer)
    if kind.endswith("json"):
        import json

        try:
            return json.dumps(json.loads(text), indent=2, ensure_ascii=False)
        except ValueError:
            return text
    return re.sub(r"<[^>]*>", "", text) if "html" in kind else text
