@{
    ModuleVersion = '1.2.5'
    GUID = 'eb74e8da-9ae2-482a-a648-e96550fb8733'
    Author = 'relayshell'
    Description = 'Makes and unpacks zip archives'
    CompatiblePSEditions = @('Core')
    PowerShellVersion = '3.0'
    RootModule = 'Microsoft.PowerShell.Archive.psm1'
    FunctionsToExport = @('Compress-Archive', 'Expand-Archive')
    CmdletsToExport = @()
    AliasesToExport = @()
}
