# The cmdlets are the shell's own; this tells what there is to import.
@{
    ModuleVersion = '7.0.0.0'
    GUID = 'A94C8C7E-9810-47C0-B8AF-65089C13A35A'
    Author = 'relayshell'
    Description = 'Credentials, secure strings and certificates'
    CompatiblePSEditions = @('Core')
    PowerShellVersion = '3.0'
    FunctionsToExport = @()
    CmdletsToExport = @(
        'ConvertFrom-SecureString',
        'ConvertTo-SecureString',
        'Get-CmsMessage',
        'Get-Credential',
        'Get-ExecutionPolicy',
        'Get-PfxCertificate',
        'Protect-CmsMessage',
        'Set-ExecutionPolicy',
        'Unprotect-CmsMessage'
    )
    AliasesToExport = @()
}
