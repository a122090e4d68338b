"""What Test-Connection gives: PingStatus, PingMtuStatus, TraceStatus and TcpPortStatus."""

from __future__ import annotations

from typing import Any

from relayshell.objects.records import declare_record

COMMAND = "Microsoft.PowerShell.Commands.TestConnectionCommand"
_STATE = "System.Net.NetworkInformation.IPStatus"
_ADDRESS = "System.Net.IPAddress"
_PING = {
    "Ping": "uint", "Source": "string", "Destination": "string", "Address": _ADDRESS, "DisplayAddress": "string", "Latency": "long", "Status": _STATE,
    "BufferSize": "int", "Reply": "System.Net.NetworkInformation.PingReply",
}
PingStatus = declare_record(COMMAND + "+PingStatus", _PING)
PingMtuStatus = declare_record(COMMAND + "+PingMtuStatus", {"MtuSize": "int", **_PING}, base=COMMAND + "+PingStatus", above=PingStatus)
TraceStatus = declare_record(
    COMMAND + "+TraceStatus",
    {"Hop": "int", "Hostname": "string", "Ping": "uint", "HopAddress": _ADDRESS, "Source": "string", "Target": "string", "TargetAddress": _ADDRESS,
     "Latency": "long", "Status": _STATE, "Reply": "System.Net.NetworkInformation.PingReply"})
TcpPortStatus = declare_record(
    COMMAND + "+TcpPortStatus",
    {"Id": "int", "Source": "string", "Target": "string", "TargetAddress": _ADDRESS, "Port": "int", "Latency": "long", "Connected": "bool",
     "Status": "System.Net.Sockets.SocketError"})
KINDS: dict[str, Any] = {"Ping": PingStatus, "PingMtu": PingMtuStatus, "Trace": TraceStatus}
