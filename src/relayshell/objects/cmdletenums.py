"""The enums that parameters of cmdlets are declared with and that no table of .NET's own types lists.

Each is made when its name is first looked for. Numbers follow the order of the names, unless they are given.
"""

from __future__ import annotations

from .nettype import NetType, define_type

_COMMANDS = "Microsoft.PowerShell.Commands."
_AUTOMATION = "System.Management.Automation."

ENUMS: dict[str, str] = {
    _COMMANDS + "BaseCsvWritingCommand+QuoteKind": "Never Always AsNeeded",
    _COMMANDS + "BreakpointType": "Line=0 Variable=1 Command=2",
    _AUTOMATION + "CopyContainers": "CopyTargetContainer CopyChildrenOfTargetContainer",
    _AUTOMATION + "ReturnContainers": "ReturnMatchingContainers ReturnAllContainers",
    _COMMANDS + "DisplayHintType": "Date Time DateTime",
    _COMMANDS + "ExportAliasFormat": "Csv Script",
    _COMMANDS + "JsonDateKind": "Default Local Utc Offset String",
    _COMMANDS + "Language": "CSharp",
    _COMMANDS + "OutputAssemblyType": "Library ConsoleApplication WindowsApplication",
    _COMMANDS + "SessionFilterState": "All Opened Disconnected Closed Broken",
    _COMMANDS + "TestPathType": "Any Container Leaf",
    _COMMANDS + "UpdateHelpScope": "CurrentUser AllUsers",
    _COMMANDS + "WebAuthenticationType": "None Basic Bearer OAuth",
    _COMMANDS + "WebRequestMethod": "Default Get Head Post Put Delete Trace Options Merge Patch",
    _COMMANDS + "WebSslProtocol": "Default=0 Tls=192 Tls11=768 Tls12=3072 Tls13=12288",
    "System.Collections.Specialized.NotifyCollectionChangedAction": "Add Remove Replace Move Reset",
    "System.Net.Http.HttpRequestError":
        "Unknown NameResolutionError ConnectionError SecureConnectionError HttpProtocolError ExtendedConnectNotSupported VersionNegotiationError "
        "UserAuthenticationError ProxyTunnelError InvalidResponse ResponseEnded ConfigurationLimitExceeded",
    "System.Security.Authentication.SslProtocols": "None=0 Ssl2=12 Ssl3=48 Tls=192 Default=240 Tls11=768 Tls12=3072 Tls13=12288",
    "Microsoft.PowerShell.ExecutionPolicy": "Unrestricted=0 RemoteSigned=1 AllSigned=2 Restricted=3 Default=3 Bypass=4 Undefined=5",
    "Microsoft.PowerShell.ExecutionPolicyScope": "Process CurrentUser LocalMachine UserPolicy MachinePolicy",
    "Newtonsoft.Json.StringEscapeHandling": "Default EscapeNonAscii EscapeHtml",
    "System.Diagnostics.ProcessWindowStyle": "Normal Hidden Minimized Maximized",
    "System.Diagnostics.TraceOptions": "None=0 LogicalOperationStack=1 DateTime=2 Timestamp=4 ProcessId=8 ThreadId=16 Callstack=32",
    _AUTOMATION + "ShouldProcessReason": "None WhatIf",
    _AUTOMATION + "SessionCapabilities": "RemoteServer=1 Language=4",
    _AUTOMATION + "RemotingBehavior": "None PowerShell Custom",
    _AUTOMATION + "Runspaces.RunspaceCapability": "Default=0 SupportsDisconnect=1 NamedPipeTransport=2 VMSocketTransport=4 SSHTransport=8 CustomTransport=256",
    _AUTOMATION + "SignatureStatus": "Valid UnknownError NotSigned HashMismatch NotTrusted NotSupportedFileFormat Incompatible",
    _AUTOMATION + "SigningOption": "AddOnlyCertificate=0 AddFullCertificateChain=1 AddFullCertificateChainExceptRoot=2 Default=2",
    _AUTOMATION + "PSCredentialTypes": "Generic=1 Domain=2 Default=3",
    _AUTOMATION + "PSCredentialUIOptions": "None=0 ValidateUserNameSyntax=1 Default=1 AlwaysPrompt=2 ReadOnlyUserName=3",
    _AUTOMATION + "Runspaces.RunspacePoolState": "BeforeOpen Opening Opened Closed Closing Broken Disconnecting Disconnected Connecting",
    _AUTOMATION + "Runspaces.RunspacePoolAvailability": "None Available Busy",
    _AUTOMATION + "Configuration.ConfigScope": "AllUsers CurrentUser",
    "System.IO.Compression.ZipArchiveMode": "Read Create Update",
    _AUTOMATION + "Host.BufferCellType": "Complete Leading Trailing",
    _AUTOMATION + "Host.ControlKeyStates":
        "RightAltPressed=1 LeftAltPressed=2 RightCtrlPressed=4 LeftCtrlPressed=8 ShiftPressed=16 NumLockOn=32 ScrollLockOn=64 CapsLockOn=128 EnhancedKey=256",
    _AUTOMATION + "Host.PSHostUserInterface+FormatStyle": "Reset FormatAccent TableHeader ErrorAccent Error Warning Verbose Debug",
    _AUTOMATION + "Host.ReadKeyOptions": "AllowCtrlC=1 NoEcho=2 IncludeKeyDown=4 IncludeKeyUp=8",
    _AUTOMATION + "Platform+XDG_Type": "CONFIG CACHE DATA USER_MODULES SHARED_MODULES DEFAULT",
    _AUTOMATION + "Platform+Unix+ItemType": "Directory File SymbolicLink BlockDevice CharacterDevice NamedPipe Socket",
    _AUTOMATION + "Provider.ProviderCapabilities":
        "None=0 Include=1 Exclude=2 Filter=4 ExpandWildcards=8 ShouldProcess=16 Credentials=32 Transactions=64",
    _AUTOMATION + "PSTraceSourceOptions": (
        "None=0 Constructor=1 Dispose=2 Finalizer=4 Method=8 Property=16 Delegates=32 Events=64 Exception=128 Lock=256 Error=512 "
        "Errors=640 Warning=1024 Verbose=2048 WriteLine=4096 Data=6167 Scope=8192 ExecutionFlow=8303 Assert=16384 All=32767"),
    _AUTOMATION + "Remoting.SessionType": "Empty RestrictedRemoteServer Default",
    _AUTOMATION + "Runspaces.AuthenticationMechanism":
        "Default Basic Negotiate NegotiateWithImplicitCredential Credssp Digest Kerberos",
    _AUTOMATION + "Runspaces.OutputBufferingMode": "None Drop Block",
    _AUTOMATION + "SessionStateCategory": "Variable Alias Function Filter Drive CmdletProvider Scope Command Resource Cmdlet",
    _AUTOMATION + "Subsystem.SubsystemKind": "CommandPredictor=1 CrossPlatformDsc=2 FeedbackProvider=4",
    _AUTOMATION + "BreakpointUpdateType": "Set Removed Enabled Disabled",
    _AUTOMATION + "DebugModes": "None=0 Default=1 LocalScript=2 RemoteScript=4",
    _AUTOMATION + "DebuggerResumeAction": "Continue StepInto StepOut StepOver Stop",
    _AUTOMATION + "ModuleAccessMode": "ReadWrite ReadOnly Constant",
    _AUTOMATION + "VariableAccessMode": "Read Write ReadWrite",
    "Microsoft.PowerShell.BellStyle": "None Visual Audible",
    "Microsoft.PowerShell.EditMode": "Windows Emacs Vi",
    "Microsoft.PowerShell.HistorySaveStyle": "SaveIncrementally SaveAtExit SaveNothing",
    "Microsoft.PowerShell.KeyHandlerGroup": "Basic CursorMovement History Completion Prediction Miscellaneous Selection Search Custom",
    "Microsoft.PowerShell.PredictionSource": "None=1 History=2 Plugin=3 HistoryAndPlugin=4",
    "Microsoft.PowerShell.PredictionViewStyle": "InlineView ListView",
    "Microsoft.PowerShell.ViMode": "Insert Command",
    "Microsoft.PowerShell.ViModeStyle": "None Prompt Cursor Script",
    "System.Net.Mail.DeliveryNotificationOptions": "None=0 OnSuccess=1 OnFailure=2 Delay=4 Never=134217728",
    "System.Reflection.ProcessorArchitecture": "None MSIL X86 IA64 Amd64 Arm",
}
FLAGS = frozenset((
    _AUTOMATION + "DebugModes", _AUTOMATION + "SessionCapabilities", _AUTOMATION + "Runspaces.RunspaceCapability",
    _AUTOMATION + "PSCredentialTypes", _AUTOMATION + "PSCredentialUIOptions",
    _COMMANDS + "WebSslProtocol", "System.Security.Authentication.SslProtocols", "System.Diagnostics.TraceOptions", _AUTOMATION + "PSTraceSourceOptions",
    _AUTOMATION + "Host.ControlKeyStates", _AUTOMATION + "Host.ReadKeyOptions",
    _AUTOMATION + "Provider.ProviderCapabilities", _AUTOMATION + "Subsystem.SubsystemKind", "System.Net.Mail.DeliveryNotificationOptions",
))
_FOLDED = {name.lower(): name for name in ENUMS}


def find(name: str) -> NetType | None:
    """The enum of a full name in any case, made now; None when it is none of these."""
    known = _FOLDED.get(name.lower())
    if known is None:
        return None
    values: dict[str, int] = {}
    for position, word in enumerate(ENUMS[known].split()):
        text, _, number = word.partition("=")
        values[text] = int(number) if number else position
    return define_type(known, kind="enum", base="System.Enum", values=values, flags=known in FLAGS)
