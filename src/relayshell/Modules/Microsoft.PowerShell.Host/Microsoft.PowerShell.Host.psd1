# The cmdlets are the shell's own; this tells what there is to import.
@{
    ModuleVersion = '7.0.0.0'
    GUID = '56D66100-99A0-4FFC-A12D-EEE9A6718AEF'
    Author = 'relayshell'
    Description = 'Transcripts'
    CompatiblePSEditions = @('Core')
    PowerShellVersion = '3.0'
    FunctionsToExport = @()
    CmdletsToExport = @(
        'Start-Transcript',
        'Stop-Transcript'
    )
    AliasesToExport = @()
}
