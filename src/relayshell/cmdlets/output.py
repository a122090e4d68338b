"""Write-Output, Write-Error and the other streams, Write-Host."""

from __future__ import annotations

from typing import Any

from relayshell.commands import Cmdlet, inset, param
from relayshell.objects.errorrecord import ErrorDetails, ErrorRecord
from relayshell.objects.exceptions import NetException
from relayshell.objects.text import to_text
from relayshell.runtime.support.output import spread


class WriteOutput(Cmdlet, name="Write-Output", alias="echo", module="Microsoft.PowerShell.Utility"):
    """Puts objects out to the pipeline.

    Example: two objects

        PS> Write-Output a, b
        a
        b
    """

    input_object: Any = param("The objects.", "psobject", mandatory=True, position=0, pipeline=True, remaining=True, allow_null=True, allow_empty_collection=True)
    no_enumerate: Any = param("Puts a collection out as one object.", "switch")

    def process(self) -> None:
        if self.no_enumerate:
            self.write(self.input_object)
        else:
            spread(self.input_object, self.write)


class WriteError(Cmdlet, name="Write-Error", default_set="NoException", module="Microsoft.PowerShell.Utility"):
    """Reports an error and goes on.

    Example: an error that nobody sees, and what $Error keeps of it

        PS> Write-Error 'no such box' -ErrorAction SilentlyContinue
        PS> $Error[0].Exception.Message
        no such box
    """

    exception: Any = param("The exception.", "System.Exception", sets={"WithException": inset(mandatory=True, position=0)})
    message: Any = param("What is wrong.", "string", sets={"NoException": inset(mandatory=True, position=0, pipeline=True), "WithException": inset()}, alias=("Msg",), allow_null=True, allow_empty_string=True)
    error_record: Any = param("A record made before.", "System.Management.Automation.ErrorRecord", sets={"ErrorRecord": inset(mandatory=True, position=0)})
    category: Any = param("What kind of error it is.", "System.Management.Automation.ErrorCategory", sets=("NoException", "WithException"))
    error_id: Any = param("The id of the error.", "string", sets=("NoException", "WithException"))
    target_object: Any = param("What it is about.", "System.Object", sets=("NoException", "WithException"))
    recommended_action: Any = param("What to do about it.", "string")
    category_activity: Any = param("What was being done.", "string", alias=("Activity",))
    category_reason: Any = param("Why.", "string", alias=("Reason",))
    category_target_name: Any = param("The name of what it is about.", "string", alias=("TargetName",))
    category_target_type: Any = param("The type of what it is about.", "string", alias=("TargetType",))

    def process(self) -> None:
        record = self.record()
        info = record.category_info
        for given, attribute in (
            (self.category_activity, "activity"), (self.category_reason, "reason"), (self.category_target_name, "target_name"),
            (self.category_target_type, "target_type"),
        ):
            if given:
                setattr(info, attribute, given)
        if self.recommended_action:
            record.details = record.details or ErrorDetails(record.message)
            record.details.recommended_action = self.recommended_action
        if not info.activity:
            info.activity = "Write-Error"
        self.place(record)
        self.write_error(record)

    def record(self) -> ErrorRecord:
        """The error record that was asked for."""
        if self.error_record is not None:
            given = self.error_record
            made = ErrorRecord(given.exception, given.id, given.category_info.category, given.target, origin=given.origin)
            made.category_info = given.category_info
            made.details = given.details
            return made
        exception = self.exception
        if exception is None:
            exception = NetException("Microsoft.PowerShell.Commands.WriteErrorException", self.message or "")
        id = self.error_id or exception.net_type.full_name
        category = self.category.name if self.category is not None else "NotSpecified"
        record = ErrorRecord(exception, id, category, self.target_object)
        if self.exception is not None and self.message:
            record.details = ErrorDetails(self.message)
        return record

    def place(self, record: ErrorRecord) -> None:
        """The place of such an error is the call of the function that reports it."""
        invocation = self.processor.frame.get_invocation()
        if record.invocation is None and invocation is not None:
            record.invocation = invocation
            command = invocation.my_command
            if not record.origin and command is not None:
                record.origin = command.name


class WriteHost(Cmdlet, name="Write-Host", module="Microsoft.PowerShell.Utility"):
    """Shows text to the user, past the pipeline."""

    object: Any = param("What to show.", "System.Object", position=0, pipeline=True, remaining=True, alias=("Msg", "Message"))
    no_newline: Any = param("Does not end the line.", "switch")
    separator: Any = param("What stands between objects.", "System.Object", " ")
    foreground_color: Any = param("The colour of the text.", "System.ConsoleColor")
    background_color: Any = param("The colour behind the text.", "System.ConsoleColor")

    def process(self) -> None:
        from relayshell.runtime.streams import HostMessage

        separator = to_text(self.separator) if self.separator is not None else ""
        text = self.text_of(self.object, separator)
        message = HostMessage(
            text, bool(self.no_newline), None if self.foreground_color is None else self.foreground_color,
            None if self.background_color is None else self.background_color,
        )
        self.processor.write_host(message)

    def text_of(self, value: Any, separator: str) -> str:
        """An object as it is shown; a collection's elements with the separator between."""
        from relayshell.objects.collections import enumerate_value
        from relayshell.objects.hashtable import Hashtable

        if value is None:
            return ""
        if isinstance(value, str):
            return str(value)
        items = value.entries() if isinstance(value, Hashtable) else enumerate_value(value)
        if items is None:
            return to_text(value, invariant=False)
        return separator.join([piece for piece in (self.text_of(item, separator) for item in items)])


class WriteWarning(Cmdlet, name="Write-Warning", module="Microsoft.PowerShell.Utility"):
    """Sends a message to the warning stream."""

    message: Any = param("The message.", "string", mandatory=True, position=0, pipeline=True, alias=("Msg",), allow_empty_string=True)

    def process(self) -> None:
        self.write_warning(self.message)


class WriteVerbose(Cmdlet, name="Write-Verbose", module="Microsoft.PowerShell.Utility"):
    """Sends a message to the verbose stream, which is shown with -Verbose."""

    message: Any = param("The message.", "string", mandatory=True, position=0, pipeline=True, alias=("Msg",), allow_empty_string=True)

    def process(self) -> None:
        self.write_verbose(self.message)


class WriteDebug(Cmdlet, name="Write-Debug", module="Microsoft.PowerShell.Utility"):
    """Sends a message to the debug stream, which is shown with -Debug."""

    message: Any = param("The message.", "string", mandatory=True, position=0, pipeline=True, alias=("Msg",), allow_empty_string=True)

    def process(self) -> None:
        self.write_debug(self.message)


class WriteInformation(Cmdlet, name="Write-Information", module="Microsoft.PowerShell.Utility"):
    """Sends something to the information stream."""

    message_data: Any = param("What to send.", "System.Object", mandatory=True, position=0, pipeline=True, alias=("Msg", "Message"), allow_null=True)
    tags: Any = param("Words to find it by.", "string[]", position=1)

    def process(self) -> None:
        self.write_information(self.message_data, self.tags or ())
