# The cmdlets are the shell's own; this tells what there is to import.
@{
    ModuleVersion = '2.2.0'
    GUID = '0E7B895D-2FEC-43F7-8CAE-11E8D16F6E40'
    Author = 'relayshell'
    Description = 'Jobs that are threads'
    CompatiblePSEditions = @('Core')
    PowerShellVersion = '3.0'
    FunctionsToExport = @()
    CmdletsToExport = @(
        'Start-ThreadJob'
    )
    AliasesToExport = @()
}
