"""Asking the user: Read-Host and Get-Credential; and Clear-Host's kin: Get-Host, Write-Progress."""

from __future__ import annotations

from typing import Any

from relayshell.cmdlets.secure_strings import secure
from relayshell.commands import Cmdlet, param
from relayshell.commands.validation import ValidateRange, not_null, not_empty
from relayshell.objects.members import new_object
from relayshell.objects.nettype import get_type
from relayshell.objects.text import to_text
from relayshell.providers.provider import ItemError

UTILITY = "Microsoft.PowerShell.Utility"
CAPTION = "PowerShell credential request"
MESSAGE = "Enter your credentials."


class ReadHost(Cmdlet, name="Read-Host", default_set="AsString", output=("System.String", "System.Security.SecureString"), module=UTILITY):
    """Reads a line that the user types."""

    prompt: Any = param("What to ask.", "System.Object", position=0, remaining=True, allow_null=True)
    as_secure_string: Any = param("Shows nothing of it and gives a SecureString.", "switch", sets=("AsSecureString",))
    mask_input: Any = param("Shows nothing of it and gives a text.", "switch", sets=("AsString",))

    def process(self) -> None:
        host = self.session.host
        asked = ""
        if self.prompt is not None:
            from relayshell.objects.collections import enumerate_value

            parts = enumerate_value(self.prompt)
            asked = " ".join(to_text(part) for part in parts) if parts is not None else to_text(self.prompt)
            asked += ": "
        if self.as_secure_string or self.mask_input:
            text = host.read_secret(asked)
            self.write(secure(text) if self.as_secure_string else text)
        else:
            self.write(host.read_line(asked))


def to_credential(value: Any, host: Any = None) -> Any:
    """What a parameter for credentials makes of a user name: asks for the password."""
    from relayshell.objects.psobject import unwrap

    name = unwrap(value)
    if not isinstance(name, str) or host is None:
        return value
    return ask(host.session.host, name, CAPTION, MESSAGE)


def ask(host: Any, name: str | None, title: str, message: str) -> Any:
    """The credential that a user types, or None where no name is given."""
    host.about_to_ask(message)
    host.write_line("")
    host.write_line(title)
    host.write_line(message)
    if not name:
        name = host.read_line("User: ")
        if not name:
            return None
    password = host.read_secret(f"Password for user {name}: ")
    return new_object(get_type("System.Management.Automation.PSCredential"), [str(name), secure(password or "")])


class GetCredential(Cmdlet, name="Get-Credential", default_set="CredentialSet", output=("System.Management.Automation.PSCredential",), module="Microsoft.PowerShell.Security"):
    """Asks for a user name and a password."""

    credential: Any = param("A user name, or a credential that is given back.", "pscredential", position=0, sets=("CredentialSet",), transform=to_credential, check=not_null())
    message: Any = param("What to say.", "string", sets=("MessageSet",), check=not_empty())
    title: Any = param("The line above it.", "string", sets=("MessageSet",), check=not_empty())
    user_name: Any = param("The user name.", "string", position=0, sets=("MessageSet",), check=not_empty())

    def process(self) -> None:
        if self.credential is not None:
            self.write(self.credential)
            return
        made = ask(self.session.host, self.user_name, self.title or CAPTION, self.message or MESSAGE)
        if made is not None:
            self.write(made)


class GetHost(Cmdlet, name="Get-Host", output=("System.Management.Automation.Host.PSHost",), module=UTILITY):
    """Gives the object of the host: the program the shell runs in."""

    def process(self) -> None:
        self.write(self.session.get_variable("Host"))


class WriteProgress(Cmdlet, name="Write-Progress", module=UTILITY):
    """Shows how far some work is, as a bar at a terminal."""

    activity: Any = param("What the work is.", "string", position=0)
    status: Any = param("How it stands.", "string", "Processing", position=1, check=not_empty())
    id: Any = param("Tells several bars apart.", "int", 0, position=2, check=ValidateRange(0, 2**31 - 1))
    percent_complete: Any = param("How much is done.", "int", -1, check=ValidateRange(-1, 100))
    seconds_remaining: Any = param("How long it will take.", "int", -1)
    current_operation: Any = param("What is being done now.", "string")
    parent_id: Any = param("The bar it belongs to.", "int", -1, check=ValidateRange(-1, 2**31 - 1))
    completed: Any = param("Takes the bar away.", "switch")
    source_id: Any = param("Where it comes from.", "int")

    def process(self) -> None:
        if self.percent_complete > 100:
            raise ItemError(f"Cannot validate argument on parameter 'PercentComplete'. {self.percent_complete} is more than 100.",
                            "ArgumentOutOfRange", "InvalidArgument", None, "System.Management.Automation.PSArgumentOutOfRangeException")
        if self.parent_id == self.id:
            raise ItemError("The value of ParentId is the Id of the same bar: a bar cannot belong to itself.", "Argument", "InvalidArgument", None,
                            "System.Management.Automation.PSArgumentException")
        from relayshell.runtime.streams import ProgressRecord

        record = ProgressRecord(int(self.id), str(self.activity or ""), str(self.status))
        record.parent_id, record.percent, record.seconds_remaining = int(self.parent_id), int(self.percent_complete), int(self.seconds_remaining)
        record.current_operation, record.completed = str(self.current_operation or ""), bool(self.completed)
        self.write_progress(record)
