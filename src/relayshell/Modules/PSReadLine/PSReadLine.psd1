# The cmdlets are the shell's own; this tells what there is to import.
@{
    ModuleVersion = '2.4.5'
    GUID = '5714753b-2afd-4492-a5fd-01d9e2cff8b5'
    Author = 'relayshell'
    Description = 'Options and keys of the line editor'
    CompatiblePSEditions = @('Core')
    PowerShellVersion = '5.1'
    FunctionsToExport = @()
    CmdletsToExport = @(
        'Get-PSReadLineKeyHandler'
        'Get-PSReadLineOption'
        'Remove-PSReadLineKeyHandler'
        'Set-PSReadLineKeyHandler'
        'Set-PSReadLineOption'
    )
    AliasesToExport = @()
}
