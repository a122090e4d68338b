"""Cmdlets of the shell itself, a class each, in modules by what they are about.

MODULES says which module defines which cmdlets, so that none is imported before it is used; ALIASES are those of a new
session; HOMES the modules that declare types of their own. A test checks the first two against the classes.
"""

MODULES: dict[str, tuple[str, ...]] = {
    "relayshell.cmdlets.engine": ("Invoke-Expression", "Set-StrictMode", "Get-PSCallStack"),
    "relayshell.cmdlets.modules": (
        "Import-Module", "New-Module", "Remove-Module", "Get-Module", "Export-ModuleMember", "Import-PowerShellDataFile",
    ),
    "relayshell.cmdlets.variables": ("Get-Variable", "Set-Variable", "New-Variable", "Remove-Variable", "Clear-Variable"),
    "relayshell.cmdlets.pipeline": ("ForEach-Object", "Where-Object"),
    "relayshell.cmdlets.output": (
        "Write-Output", "Write-Error", "Write-Host", "Write-Warning", "Write-Verbose", "Write-Debug", "Write-Information",
    ),
    "relayshell.cmdlets.select_object": ("Select-Object",),
    "relayshell.cmdlets.sort_object": ("Sort-Object",),
    "relayshell.cmdlets.group_object": ("Group-Object",),
    "relayshell.cmdlets.measure_object": ("Measure-Object",),
    "relayshell.cmdlets.compare_object": ("Compare-Object",),
    "relayshell.cmdlets.tee_object": ("Tee-Object",),
    "relayshell.cmdlets.unique": ("Get-Unique",),
    "relayshell.cmdlets.members": ("Get-Member",),
    "relayshell.cmdlets.add_member": ("Add-Member",),
    "relayshell.cmdlets.new_object": ("New-Object",),
    "relayshell.cmdlets.random_numbers": ("Get-Random", "Get-SecureRandom"),
    "relayshell.cmdlets.timing": ("Measure-Command",),
    "relayshell.cmdlets.get_command": ("Get-Command",),
    "relayshell.cmdlets.aliases": ("Get-Alias", "Set-Alias", "New-Alias", "Remove-Alias"),
    "relayshell.cmdlets.alias_files": ("Export-Alias", "Import-Alias"),
    "relayshell.cmdlets.history": ("Get-History", "Add-History", "Clear-History", "Invoke-History"),
    "relayshell.cmdlets.type_data": ("Update-TypeData", "Get-TypeData", "Remove-TypeData"),
    "relayshell.cmdlets.formatting": ("Format-Table", "Format-List", "Format-Wide", "Format-Custom"),
    "relayshell.cmdlets.outputs": ("Out-Default", "Out-Host", "Out-Null", "Out-String"),
    "relayshell.cmdlets.outfile": ("Out-File",),
    "relayshell.cmdlets.formatdata": ("Update-FormatData", "Get-FormatData", "Export-FormatData"),
    "relayshell.cmdlets.geterror": ("Get-Error",),
    "relayshell.cmdlets.locations": (
        "Get-Location", "Set-Location", "Push-Location", "Pop-Location", "Get-PSDrive", "New-PSDrive", "Remove-PSDrive", "Get-PSProvider",
    ),
    "relayshell.cmdlets.paths": ("Test-Path", "Join-Path", "Split-Path", "Resolve-Path", "Convert-Path"),
    "relayshell.cmdlets.items": (
        "Get-Item", "Set-Item", "Clear-Item", "New-Item", "Remove-Item", "Copy-Item", "Move-Item", "Rename-Item", "Invoke-Item",
    ),
    "relayshell.cmdlets.children": ("Get-ChildItem",),
    "relayshell.cmdlets.content": ("Get-Content", "Set-Content", "Add-Content", "Clear-Content"),
    "relayshell.cmdlets.item_properties": ("Get-ItemProperty", "Get-ItemPropertyValue", "Set-ItemProperty"),
    "relayshell.cmdlets.json_formats": ("ConvertFrom-Json", "ConvertTo-Json"),
    "relayshell.cmdlets.test_json": ("Test-Json",),
    "relayshell.cmdlets.csv_formats": ("ConvertTo-Csv", "Export-Csv", "ConvertFrom-Csv", "Import-Csv"),
    "relayshell.cmdlets.clixml_formats": ("Export-Clixml", "Import-Clixml", "ConvertTo-CliXml", "ConvertFrom-CliXml"),
    "relayshell.cmdlets.dates": ("Get-Date", "Set-Date", "New-TimeSpan", "Get-Uptime", "Start-Sleep"),
    "relayshell.cmdlets.select_string": ("Select-String",),
    "relayshell.cmdlets.hashes": ("Get-FileHash",),
    "relayshell.cmdlets.format_hex": ("Format-Hex",),
    "relayshell.cmdlets.text_data": ("ConvertFrom-StringData", "ConvertTo-Html", "ConvertTo-Xml", "Select-Xml"),
    "relayshell.cmdlets.secure_strings": ("ConvertTo-SecureString", "ConvertFrom-SecureString"),
    "relayshell.cmdlets.interaction": ("Read-Host", "Get-Credential", "Get-Host", "Write-Progress"),
    "relayshell.cmdlets.processes": ("Get-Process", "Stop-Process", "Wait-Process", "Debug-Process"),
    "relayshell.cmdlets.start_process": ("Start-Process",),
    "relayshell.cmdlets.jobs": ("Get-Job", "Wait-Job", "Stop-Job", "Remove-Job", "Debug-Job"),
    "relayshell.cmdlets.start_jobs": ("Start-Job", "Start-ThreadJob"),
    "relayshell.cmdlets.receive_job": ("Receive-Job",),
    "relayshell.cmdlets.known": (
        "Enter-PSSession", "Exit-PSSession", "New-PSSession", "Get-PSSession", "Remove-PSSession", "Export-PSSession", "Import-PSSession",
        "Enter-PSHostProcess",
    ),
    "relayshell.cmdlets.capability_files": ("New-PSSessionConfigurationFile", "New-PSRoleCapabilityFile"),
    "relayshell.cmdlets.session_options": (
        "New-PSSessionOption", "New-PSTransportOption", "Get-PSSubsystem", "Exit-PSHostProcess", "Get-PSHostProcessInfo", "Enable-ExperimentalFeature",
        "Disable-ExperimentalFeature",
    ),
    "relayshell.cmdlets.item_property_changes": (
        "Clear-ItemProperty", "Copy-ItemProperty", "Move-ItemProperty", "New-ItemProperty", "Remove-ItemProperty", "Rename-ItemProperty",
    ),
    "relayshell.cmdlets.web.cmdlets": ("Invoke-WebRequest", "Invoke-RestMethod"),
    "relayshell.cmdlets.machine": (
        "Unblock-File", "Get-Clipboard", "Set-Clipboard", "Get-ExecutionPolicy", "Set-ExecutionPolicy", "Restart-Computer", "Stop-Computer",
        "Switch-Process", "Get-ExperimentalFeature",
    ),
    "relayshell.cmdlets.script_data": ("Update-List", "Import-LocalizedData", "Register-ArgumentCompleter"),
    "relayshell.cmdlets.events": (
        "Register-EngineEvent", "Register-ObjectEvent", "New-Event", "Get-Event", "Remove-Event", "Wait-Event", "Get-EventSubscriber",
        "Unregister-Event",
    ),
    "relayshell.cmdlets.help": ("Get-Help", "Update-Help", "Save-Help"),
    "relayshell.cmdlets.test_connection": ("Test-Connection",),
    "relayshell.cmdlets.breakpoints": (
        "Set-PSBreakpoint", "Get-PSBreakpoint", "Enable-PSBreakpoint", "Disable-PSBreakpoint", "Remove-PSBreakpoint", "Set-PSDebug",
    ),
    "relayshell.cmdlets.markdown.cmdlets": ("ConvertFrom-Markdown", "Show-Markdown", "Get-MarkdownOption", "Set-MarkdownOption"),
    "relayshell.cmdlets.traces": ("Get-TraceSource", "Set-TraceSource", "Trace-Command"),
    "relayshell.cmdlets.runspaces": (
        "Get-Runspace", "Debug-Runspace", "Enable-RunspaceDebug", "Disable-RunspaceDebug", "Get-RunspaceDebug", "Wait-Debugger",
    ),
    "relayshell.cmdlets.manifests": ("New-ModuleManifest", "Test-ModuleManifest"),
    "relayshell.cmdlets.transcripts": ("Start-Transcript", "Stop-Transcript"),
    "relayshell.cmdlets.certificate_messages": ("Get-PfxCertificate", "Protect-CmsMessage", "Unprotect-CmsMessage", "Get-CmsMessage"),
    "relayshell.cmdlets.add_type": ("Add-Type",),
    "relayshell.cmdlets.invoke_command": ("Invoke-Command",),
    "relayshell.cmdlets.resolve_dns_name": ("Resolve-DnsName",),
    "relayshell.cmdlets.identifiers": (
        "New-Guid", "New-TemporaryFile", "Get-Culture", "Get-UICulture", "Get-TimeZone", "Join-String",
    ),
    "relayshell.cmdlets.verbs": ("Get-Verb",),
    "relayshell.cmdlets.readline_options": ("Get-PSReadLineOption", "Set-PSReadLineOption"),
    "relayshell.cmdlets.readline_keys": ("Get-PSReadLineKeyHandler", "Set-PSReadLineKeyHandler", "Remove-PSReadLineKeyHandler"),
}

VIEWS = "relayshell.cmdlets.help_views"

HOMES: dict[str, tuple[str, ...]] = {
    "relayshell.cmdlets.object_results": tuple(f"Microsoft.PowerShell.Commands.{name}" for name in (
        "GroupInfo", "GroupInfoNoElement", "GenericMeasureInfo", "GenericObjectMeasureInfo", "TextMeasureInfo", "MemberDefinition", "HistoryInfo")),
    "relayshell.cmdlets.xml_text": ("Microsoft.PowerShell.Commands.SelectXmlInfo",),
    "relayshell.cmdlets.list_modifier": ("System.Management.Automation.PSListModifier",),
    "relayshell.cmdlets.json_formats": ("System.Management.Automation.OrderedHashtable",),
    "relayshell.cmdlets.json_api": ("Microsoft.PowerShell.Commands.JsonObject", "Microsoft.PowerShell.Commands.JsonObject+ConvertToJsonContext"),
    "relayshell.cmdlets.type_data": ("System.Management.Automation.Runspaces.TypeData", "System.Management.Automation.Runspaces.PropertySetData"),
    "relayshell.cmdlets.type_members": tuple(
        f"System.Management.Automation.Runspaces.{_name}Data"
        for _name in ("TypeMember", "NoteProperty", "AliasProperty", "ScriptProperty", "ScriptMethod", "CodeProperty", "CodeMethod")
    ),
    "relayshell.runtime.events": tuple(f"System.Management.Automation.{name}" for name in ("PSEventArgs", "PSEventSubscriber", "PSEngineEvent", "PSEventJob")),
    "relayshell.cmdlets.calculated": ("Microsoft.PowerShell.Commands.PSPropertyExpression",),
    "relayshell.cmdlets.markdown.options": ("Microsoft.PowerShell.MarkdownRender.PSMarkdownOptionInfo",),
    "relayshell.cmdlets.markdown.tokens": (
        "Microsoft.PowerShell.MarkdownRender.MarkdownInfo",
        *(f"Markdig.Syntax.{name}" for name in (
            "MarkdownDocument", "HeadingBlock", "ParagraphBlock", "FencedCodeBlock", "CodeBlock", "ListBlock", "ListItemBlock", "QuoteBlock", "ThematicBreakBlock",
            "HtmlBlock", "Table", "TableRow", "TableCell",
        )),
        *(f"Markdig.Syntax.Inlines.{name}Inline" for name in ("Literal", "Emphasis", "Code", "Link", "LineBreak", "Html", "Container")),
    ),
    "relayshell.cmdlets.code_members": ("Microsoft.PowerShell.ToStringCodeMethods", "Microsoft.PowerShell.ProcessCodeMethods"),
    "relayshell.cmdlets.verbs": ("System.Management.Automation.VerbInfo", *(
        f"System.Management.Automation.Verbs{group}" for group in ("Common", "Communications", "Data", "Diagnostic", "Lifecycle", "Other", "Security"))),
    "relayshell.cmdlets.readline_options": ("Microsoft.PowerShell.PSConsoleReadLineOptions",),
    "relayshell.cmdlets.readline_keys": ("Microsoft.PowerShell.KeyHandler",),
    "relayshell.cmdlets.readline_line": ("Microsoft.PowerShell.PSConsoleReadLine",),
    "relayshell.runtime.tracing": ("System.Management.Automation.PSTraceSource", "System.Diagnostics.TraceListener", "System.Diagnostics.Trace", "System.Diagnostics.CorrelationManager"),
    "relayshell.runtime.debugger": tuple(f"System.Management.Automation.{name}" for name in ("Debugger", "ScriptDebugger", "DebuggerStopEventArgs", "DebuggerCommandResults", "BreakpointUpdatedEventArgs")),
    "relayshell.cmdlets.runspaces": ("Microsoft.PowerShell.Commands.PSRunspaceDebug",),
    "relayshell.cmdlets.format_hex": ("Microsoft.PowerShell.Commands.ByteCollection",),
    "relayshell.cmdlets.hashes": ("Microsoft.PowerShell.Commands.FileHashInfo",),
    "relayshell.cmdlets.file_attributes": ("System.Management.Automation.FlagsExpression`1",),
    "relayshell.cmdlets.connection_results": tuple(
        f"Microsoft.PowerShell.Commands.TestConnectionCommand+{name}Status" for name in ("Ping", "PingMtu", "Trace", "TcpPort")),
    "relayshell.cmdlets.string_matches": ("Microsoft.PowerShell.Commands.MatchInfo", "Microsoft.PowerShell.Commands.MatchInfoContext"),
    "relayshell.runtime.breakpoints": tuple(f"System.Management.Automation.{kind}Breakpoint" for kind in ("", "Line", "Command", "Variable")),
    "relayshell.cmdlets.web.cookies": ("System.Net.Cookie", "System.Net.CookieContainer", "System.Net.CookieCollection"),
    "relayshell.cmdlets.web.session": ("Microsoft.PowerShell.Commands.WebRequestSession",),
    "relayshell.cmdlets.web.useragents": ("Microsoft.PowerShell.Commands.PSUserAgent",),
    "relayshell.cmdlets.web.answers": ("Microsoft.PowerShell.Commands.WebResponseObject", "Microsoft.PowerShell.Commands.BasicHtmlWebResponseObject"),
    "relayshell.cmdlets.web.clients": (
        "System.Net.Http.HttpMethod", "System.Net.Http.HttpClient", "System.Net.WebProxy", "System.Net.WebClient", "System.Net.WebHeaderCollection",
        "System.Net.Sockets.UnixDomainSocketEndPoint",
    ),
    "relayshell.cmdlets.web.listener": tuple(f"System.Net.HttpListener{part}" for part in ("", "PrefixCollection", "Context", "Request", "Response")),
    "relayshell.cmdlets.web.pages": ("Microsoft.PowerShell.Commands.WebCmdletElementCollection",),
    "relayshell.cmdlets.web.messages": (
        "Microsoft.PowerShell.Commands.HttpResponseException", "System.Net.Http.HttpRequestException", "System.Net.Http.HttpResponseMessage",
        "System.Net.Http.HttpRequestMessage",
    ),
    "relayshell.cmdlets.web.contents": (
        *(f"System.Net.Http.{name}Content" for name in ("Http", "ByteArray", "String", "Stream", "FormUrlEncoded", "Multipart", "MultipartFormData")),
        *(f"System.Net.Http.Headers.{name}" for name in ("MediaTypeHeaderValue", "ContentDispositionHeaderValue", "HttpHeaders")),
    ),
}

ALIASES: dict[str, str] = {
    "%": "ForEach-Object", "?": "Where-Object", "cd": "Set-Location", "chdir": "Set-Location", "clc": "Clear-Content",
    "clear": "Clear-Host", "clhy": "Clear-History", "cli": "Clear-Item", "clp": "Clear-ItemProperty", "cls": "Clear-Host",
    "clv": "Clear-Variable", "copy": "Copy-Item", "cpi": "Copy-Item", "cvpa": "Convert-Path", "dbp": "Disable-PSBreakpoint",
    "del": "Remove-Item", "dir": "Get-ChildItem", "ebp": "Enable-PSBreakpoint", "echo": "Write-Output", "epal": "Export-Alias",
    "epcsv": "Export-Csv", "erase": "Remove-Item", "etsn": "Enter-PSSession", "exsn": "Exit-PSSession", "fc": "Format-Custom",
    "fhx": "Format-Hex", "fl": "Format-List", "foreach": "ForEach-Object", "ft": "Format-Table", "fw": "Format-Wide",
    "gal": "Get-Alias", "gbp": "Get-PSBreakpoint", "gc": "Get-Content", "gci": "Get-ChildItem", "gcm": "Get-Command",
    "gcs": "Get-PSCallStack", "gdr": "Get-PSDrive", "gerr": "Get-Error", "ghy": "Get-History", "gi": "Get-Item", "gjb": "Get-Job",
    "gl": "Get-Location", "gm": "Get-Member", "gmo": "Get-Module", "gp": "Get-ItemProperty", "gps": "Get-Process",
    "gpv": "Get-ItemPropertyValue", "group": "Group-Object", "gsn": "Get-PSSession", "gu": "Get-Unique", "gv": "Get-Variable",
    "h": "Get-History", "history": "Get-History", "icm": "Invoke-Command", "iex": "Invoke-Expression", "ihy": "Invoke-History",
    "ii": "Invoke-Item", "ipal": "Import-Alias", "ipcsv": "Import-Csv", "ipmo": "Import-Module", "irm": "Invoke-RestMethod",
    "iwr": "Invoke-WebRequest", "md": "mkdir", "measure": "Measure-Object", "mi": "Move-Item", "move": "Move-Item",
    "mp": "Move-ItemProperty", "nal": "New-Alias", "ndr": "New-PSDrive", "ni": "New-Item", "nmo": "New-Module",
    "nsn": "New-PSSession", "nv": "New-Variable", "oh": "Out-Host", "popd": "Pop-Location", "pushd": "Push-Location",
    "pwd": "Get-Location", "r": "Invoke-History", "rbp": "Remove-PSBreakpoint", "rcjb": "Receive-Job", "rd": "Remove-Item",
    "rdr": "Remove-PSDrive", "ren": "Rename-Item", "ri": "Remove-Item", "rjb": "Remove-Job", "rmo": "Remove-Module",
    "rni": "Rename-Item", "rnp": "Rename-ItemProperty", "rp": "Remove-ItemProperty", "rsn": "Remove-PSSession",
    "rv": "Remove-Variable", "rvpa": "Resolve-Path", "sajb": "Start-Job", "sal": "Set-Alias", "saps": "Start-Process",
    "sbp": "Set-PSBreakpoint", "select": "Select-Object", "set": "Set-Variable", "si": "Set-Item", "sl": "Set-Location",
    "sls": "Select-String", "sp": "Set-ItemProperty", "spjb": "Stop-Job", "spps": "Stop-Process", "sv": "Set-Variable",
    "type": "Get-Content", "where": "Where-Object", "wjb": "Wait-Job",
}
