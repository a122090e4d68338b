"""JsonObject: reading and writing JSON by static methods, as some scripts do without the cmdlets."""

from __future__ import annotations

from typing import Any

from relayshell.cmdlets.json_dates import maker
from relayshell.cmdlets.json_formats import custom_object, hashtable
from relayshell.cmdlets.json_reader import JsonError, read
from relayshell.cmdlets.json_writer import Writer, ascii_text, html_text, plain_text
from relayshell.errors import ShellError
from relayshell.objects.declare import declare
from relayshell.objects.dotnet.faults import argument_fault, null_fault
from relayshell.runtime.faults import make_record

NAME = "Microsoft.PowerShell.Commands.JsonObject"


class Context:
    """ConvertToJsonContext: how objects are to be written."""

    def __init__(self, depth: int, enums: bool, compress: bool, escape: Any = None, cmdlet: Any = None, stop: Any = None) -> None:
        self.depth, self.enums, self.compress, self.escape = int(depth), bool(enums), bool(compress), str(escape or "")


def _read(text: Any, *more: Any) -> Any:
    """The value of a text; the last argument takes the error record of what an object cannot hold."""
    *options, error = more
    if text is None:
        raise null_fault("input")
    error.value = None
    if not text.strip():
        return None
    make = hashtable if options and options[0] else custom_object
    depth = 1024 if len(options) < 2 or options[1] is None else int(options[1])
    try:
        return read(text, make, maker("Default"), depth)
    except JsonError as wrong:
        raise argument_fault(f"Conversion from JSON failed with error: {wrong}") from None
    except ShellError as wrong:
        error.value = make_record(wrong)
        return None


def _write(value: Any, context: Any) -> str:
    context = getattr(context, "value", context)
    escape = {"EscapeNonAscii": ascii_text, "EscapeHtml": html_text}.get(context.escape, plain_text)
    return Writer(context.depth, context.compress, context.enums, escape, lambda: None).text(value)


declare(
    NAME + "+ConvertToJsonContext", Context, new=Context,
    get={"MaxDepth": lambda self: self.depth, "EnumsAsStrings": lambda self: self.enums, "CompressOutput": lambda self: self.compress},
    signatures=("(int maxDepth, bool enumsAsStrings, bool compressOutput)",
                "(int maxDepth, bool enumsAsStrings, bool compressOutput, Newtonsoft.Json.StringEscapeHandling stringEscapeHandling, System.Object targetCmdlet, "
                "System.Object cancellationToken)",
                "int MaxDepth {get;}", "bool EnumsAsStrings {get;}", "bool CompressOutput {get;}"),
)
declare(
    NAME, None, statics={"ConvertFromJson": _read, "ConvertToJson": _write},
    signatures=("static System.Object ConvertFromJson(string input, [ref] System.Object error)",
                "static System.Object ConvertFromJson(string input, bool returnHashtable, [ref] System.Object error)",
                "static System.Object ConvertFromJson(string input, bool returnHashtable, System.Nullable[int] maxDepth, [ref] System.Object error)",
                f"static string ConvertToJson(System.Object objectToProcess, {NAME}+ConvertToJsonContext context)"),
)
