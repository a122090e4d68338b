"""Invoke-Command: a script block, run here. Its parameters for other machines are known and refused."""

from __future__ import annotations

from typing import Any

from relayshell.commands import Cmdlet, inset, param
from relayshell.commands.ranges import between
from relayshell.commands.validation import not_empty, not_null
from relayshell.errors import ShellError
from relayshell.objects.text import to_text
from relayshell.runtime.calls import invoke_block

MODULE = "Microsoft.PowerShell.Core"


class InvokeCommand(Cmdlet, name="Invoke-Command", alias="icm", default_set="InProcess", module=MODULE):
    """Runs a script block, here; other machines are not reached.

    Example: a block with an argument

        PS> Invoke-Command { param($a) $a * 2 } -ArgumentList 21
        42
    """

    remote_session: Any = param("Tells of other machines, which are not reached.", "System.Management.Automation.Runspaces.PSSession[]", position=0, sets=("FilePathRunspace", "Session",), name="Session", check=not_empty())
    computer_name: Any = param("Tells of other machines, which are not reached.", "string[]", position=0, sets=("ComputerName", "FilePathComputerName",), alias="Cn", check=not_empty())
    credential: Any = param("Tells of other machines, which are not reached.", "pscredential", sets={"ComputerName": inset(by_name=True), "FilePathComputerName": inset(by_name=True), "FilePathUri": inset(by_name=True), "FilePathVMId": inset(mandatory=True, by_name=True), "FilePathVMName": inset(mandatory=True, by_name=True), "Uri": inset(by_name=True), "VMId": inset(mandatory=True, by_name=True), "VMName": inset(mandatory=True, by_name=True)})
    port: Any = param("Tells of other machines, which are not reached.", "int", sets=("ComputerName", "FilePathComputerName", "SSHHost",), check=between(1, 65535))
    use_ssl: Any = param("Tells of other machines, which are not reached.", "switch", sets=("ComputerName", "FilePathComputerName",), name="UseSSL")
    configuration_name: Any = param("Tells of other machines, which are not reached.", "string", by_name=True, sets=("ComputerName", "ContainerId", "FilePathComputerName", "FilePathContainerId", "FilePathUri", "FilePathVMId", "FilePathVMName", "Uri", "VMId", "VMName",))
    application_name: Any = param("Tells of other machines, which are not reached.", "string", by_name=True, sets=("ComputerName", "FilePathComputerName",))
    throttle_limit: Any = param("Tells of other machines, which are not reached.", "int", sets=("ComputerName", "ContainerId", "FilePathComputerName", "FilePathContainerId", "FilePathRunspace", "FilePathUri", "FilePathVMId", "FilePathVMName", "Session", "Uri", "VMId", "VMName",))
    connection_uri: Any = param("Tells of other machines, which are not reached.", "uri[]", position=0, sets=("FilePathUri", "Uri",), alias=("URI", "CU"), check=not_empty())
    as_job: Any = param("Tells of other machines, which are not reached.", "switch", sets=("ComputerName", "ContainerId", "FilePathComputerName", "FilePathContainerId", "FilePathRunspace", "FilePathSSHHost", "FilePathSSHHostHash", "FilePathUri", "FilePathVMId", "FilePathVMName", "Session", "SSHHost", "SSHHostHashParam", "Uri", "VMId", "VMName",))
    in_disconnected_session: Any = param("Tells of other machines, which are not reached.", "switch", sets=("ComputerName", "FilePathComputerName", "FilePathUri", "Uri",), alias="Disconnected")
    session_name: Any = param("Tells of other machines, which are not reached.", "string[]", sets=("ComputerName", "FilePathComputerName",), check=not_empty())
    hide_computer_name: Any = param("Tells of other machines, which are not reached.", "switch", sets=("ComputerName", "ContainerId", "FilePathComputerName", "FilePathContainerId", "FilePathRunspace", "FilePathSSHHost", "FilePathSSHHostHash", "FilePathUri", "FilePathVMId", "FilePathVMName", "Session", "SSHHost", "SSHHostHashParam", "Uri", "VMId", "VMName",), alias="HCN")
    job_name: Any = param("Tells of other machines, which are not reached.", "string", sets=("ComputerName", "ContainerId", "FilePathComputerName", "FilePathContainerId", "FilePathRunspace", "FilePathUri", "Session", "SSHHost", "SSHHostHashParam", "Uri",))
    script_block: Any = param("The block.", "scriptblock", sets={"ComputerName": inset(mandatory=True, position=1), "ContainerId": inset(mandatory=True, position=1), "InProcess": inset(mandatory=True, position=0), "Session": inset(mandatory=True, position=1), "SSHHost": inset(mandatory=True, position=1), "SSHHostHashParam": inset(mandatory=True, position=1), "Uri": inset(mandatory=True, position=1), "VMId": inset(mandatory=True, position=1), "VMName": inset(mandatory=True, position=1)}, alias="Command", check=not_null())
    no_new_scope: Any = param("Runs it in the scope of the caller.", "switch", sets=("InProcess",))
    file_path: Any = param("Tells of other machines, which are not reached.", "string", sets={"FilePathComputerName": inset(mandatory=True, position=1), "FilePathContainerId": inset(mandatory=True, position=1), "FilePathRunspace": inset(mandatory=True, position=1), "FilePathSSHHost": inset(mandatory=True), "FilePathSSHHostHash": inset(mandatory=True), "FilePathUri": inset(mandatory=True, position=1), "FilePathVMId": inset(mandatory=True, position=1), "FilePathVMName": inset(mandatory=True, position=1)}, alias="PSPath", check=not_null())
    allow_redirection: Any = param("Tells of other machines, which are not reached.", "switch", sets=("FilePathUri", "Uri",))
    session_option: Any = param("Tells of other machines, which are not reached.", "System.Management.Automation.Remoting.PSSessionOption", sets=("ComputerName", "FilePathComputerName", "FilePathUri", "Uri",))
    authentication: Any = param("Tells of other machines, which are not reached.", "System.Management.Automation.Runspaces.AuthenticationMechanism", sets=("ComputerName", "FilePathComputerName", "FilePathUri", "Uri",))
    enable_network_access: Any = param("Tells of other machines, which are not reached.", "switch", sets=("ComputerName", "FilePathComputerName", "FilePathUri", "Uri",))
    vm_id: Any = param("Tells of other machines, which are not reached.", "guid[]", mandatory=True, position=0, by_name=True, sets=("FilePathVMId", "VMId",), alias="VMGuid", name="VMId", check=not_empty())
    vm_name: Any = param("Tells of other machines, which are not reached.", "string[]", mandatory=True, by_name=True, sets=("FilePathVMName", "VMName",), name="VMName", check=not_empty())
    container_id: Any = param("Tells of other machines, which are not reached.", "string[]", mandatory=True, by_name=True, sets=("ContainerId", "FilePathContainerId",), check=not_empty())
    run_as_administrator: Any = param("Tells of other machines, which are not reached.", "switch", sets=("ContainerId", "FilePathContainerId",))
    host_name: Any = param("Tells of other machines, which are not reached.", "string[]", mandatory=True, sets=("FilePathSSHHost", "SSHHost",), check=not_empty())
    user_name: Any = param("Tells of other machines, which are not reached.", "string", sets=("FilePathSSHHost", "SSHHost",), check=not_empty())
    key_file_path: Any = param("Tells of other machines, which are not reached.", "string", sets=("FilePathSSHHost", "SSHHost",), alias="IdentityFilePath", check=not_empty())
    subsystem: Any = param("Tells of other machines, which are not reached.", "string", sets=("FilePathSSHHost", "SSHHost",))
    connecting_timeout: Any = param("Tells of other machines, which are not reached.", "int", sets=("FilePathSSHHost", "SSHHost",))
    ssh_transport: Any = param("Tells of other machines, which are not reached.", "switch", sets=("FilePathSSHHost", "SSHHost",), name="SSHTransport", values=("true",))
    ssh_connection: Any = param("Tells of other machines, which are not reached.", "hashtable[]", mandatory=True, sets=("FilePathSSHHostHash", "SSHHostHashParam",), name="SSHConnection", check=not_empty())
    remote_debug: Any = param("Tells of other machines, which are not reached.", "switch", sets=("ComputerName", "ContainerId", "FilePathComputerName", "FilePathContainerId", "FilePathRunspace", "FilePathSSHHost", "FilePathSSHHostHash", "FilePathUri", "FilePathVMId", "FilePathVMName", "Session", "SSHHost", "SSHHostHashParam", "Uri", "VMId", "VMName",))
    options: Any = param("Tells of other machines, which are not reached.", "hashtable", sets=("FilePathSSHHost", "SSHHost",), check=not_empty())
    input_object: Any = param("What is piped to the block.", "psobject", pipeline=True)
    argument_list: Any = param("What the block's parameters get.", "System.Object[]", alias="Args")
    certificate_thumbprint: Any = param("Tells of other machines, which are not reached.", "string", sets=("ComputerName", "Uri",))

    def begin(self) -> None:
        self.items: list[Any] = []
        if self.parameter_set == "InProcess":
            return
        given = next((value for name, value in self.given.items() if name not in ("scriptblock", "filepath", "argumentlist", "inputobject")), None)
        where = given[0] if isinstance(given, list) and given else given
        shown = to_text(where) if where is not None else "localhost"
        raise ShellError(f"[{shown}] Connecting to remote server {shown} failed: this shell runs commands here only; use ssh to run them there.",
                         "RemotingNotAvailable", "NotImplemented", shown)

    def process(self) -> None:
        if self.processor.expecting:
            self.items.append(self.input_object)

    def end(self) -> None:
        frame = self.processor.frame
        invoke_block(self.script_block, self.argument_list or (), input=self.items, write=self.write, dot=bool(self.no_new_scope), caller=frame)

