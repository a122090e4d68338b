# The cmdlets are the shell's own; this tells what there is to import.
@{
    ModuleVersion = '7.0.0.0'
    GUID = 'EEFCB906-B326-4E99-9F54-8B4BB6EF3C6D'
    Author = 'relayshell'
    Description = 'Items, paths, drives, processes and the machine'
    CompatiblePSEditions = @('Core')
    PowerShellVersion = '3.0'
    FunctionsToExport = @()
    CmdletsToExport = @(
        'Add-Content',
        'Clear-Content',
        'Clear-Item',
        'Clear-ItemProperty',
        'Convert-Path',
        'Copy-Item',
        'Copy-ItemProperty',
        'Debug-Process',
        'Get-ChildItem',
        'Get-Clipboard',
        'Get-Content',
        'Get-Item',
        'Get-ItemProperty',
        'Get-ItemPropertyValue',
        'Get-Location',
        'Get-Process',
        'Get-PSDrive',
        'Get-PSProvider',
        'Get-Service',
        'Get-TimeZone',
        'Invoke-Item',
        'Join-Path',
        'Move-Item',
        'Move-ItemProperty',
        'New-Item',
        'New-ItemProperty',
        'New-PSDrive',
        'Pop-Location',
        'Push-Location',
        'Remove-Item',
        'Remove-ItemProperty',
        'Remove-PSDrive',
        'Rename-Item',
        'Rename-ItemProperty',
        'Resolve-Path',
        'Restart-Computer',
        'Restart-Service',
        'Set-Clipboard',
        'Set-Content',
        'Set-Item',
        'Set-ItemProperty',
        'Set-Location',
        'Split-Path',
        'Start-Process',
        'Start-Service',
        'Stop-Computer',
        'Stop-Process',
        'Stop-Service',
        'Test-Connection',
        'Test-Path',
        'Wait-Process'
    )
    AliasesToExport = @()
}
