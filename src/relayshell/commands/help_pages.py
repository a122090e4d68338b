"""Where PowerShell keeps the pages of its cmdlets' help, by the number of a forwarding link, and which cmdlets have no use for remoting.

What a cmdlet itself says of its page counts more. Cmdlets that are not listed say nothing.
"""

from __future__ import annotations

from typing import Any

_LINK = "https://go.microsoft.com/fwlink/?LinkID="
_PAGES = """
Add-Member 2097109 Clear-Variable 2096923 Compare-Object 2096605 ConvertFrom-Json 2096606 ConvertTo-Json 2096925 Copy-Item 2096990
Export-ModuleMember 2096578 Format-Custom 2096929 Format-List 2096928 Format-Table 2096703 Format-Wide 2096930 Get-Alias 2096702 Get-Command 2096579
Get-Content 2096490 Get-Date 2096615 Get-Help 2096483 Get-Item 2096812 Get-ItemProperty 2096493 Get-Job 2096582 Get-Location 2096495
Get-Member 2096704 Get-Module 2096696 Get-Process 2096814 Get-PSDrive 2096494 Get-Random 2097016 Get-Unique 2097028 Get-Variable 2096711
Group-Object 2096619 Import-Module 2096585 Invoke-Command 2096789 Invoke-Expression 2097030 Join-Path 2096811 Measure-Object 2096617 Move-Item 2096591
New-Alias 2097022 New-Item 2096592 New-Module 2096698 New-Object 2096620 New-Variable 2097121 Out-Default 2096486 Out-File 2096621 Out-Host 2096863
Out-Null 2096792 Out-String 2097024 Pop-Location 2096907 Push-Location 2097105 Read-Host 2096610 Receive-Job 2096965 Remove-Item 2097103
Remove-Job 2096868 Remove-Module 2096802 Remove-Variable 2097123 Rename-Item 2097153 Resolve-Path 2097143 Select-Object 2096716 Select-String 2097119
Set-Alias 2096625 Set-Content 2097142 Set-Location 2097049 Set-PSDebug 2096959 Set-StrictMode 2096804 Set-Variable 2096624 Sort-Object 2097038
Split-Path 2097149 Start-Job 2096796 Start-Process 2097141 Start-Sleep 2097041 Stop-Job 2096795 Stop-Process 2097058 Tee-Object 2097034 Test-Path 2097057
Wait-Job 2096902 Write-Debug 2097132 Write-Error 2097039 Write-Host 2097137 Write-Information 2097040 Write-Output 2097117 Write-Progress 2097036
Write-Verbose 2097043 Write-Warning 2097044
"""
# Cmdlets that only work on the objects at hand: to run them elsewhere would be pointless.
_ALONE = frozenset(
    "Add-Member Compare-Object ConvertFrom-Csv ConvertFrom-Json ConvertFrom-StringData ConvertTo-Csv ConvertTo-Html ConvertTo-Json ConvertTo-Xml "
    "ForEach-Object Get-Member Get-Random Get-Unique Group-Object Join-String Measure-Object New-Guid New-TimeSpan Out-Default Out-Host Out-Null "
    "Out-String Select-Object Sort-Object Tee-Object Update-FormatData Update-List Update-TypeData Where-Object Write-Debug Write-Error Write-Host "
    "Write-Information Write-Output Write-Progress Write-Verbose Write-Warning".split()
)


_pages: dict[str, str] = {}


def page_of(signature: Any) -> str:
    """The address of a command's page of help; empty for none."""
    if signature.help_uri or not signature.implementing:
        return str(signature.help_uri)
    if not _pages:
        words = iter(_PAGES.split())
        _pages.update(zip(words, words))
    if signature.name == "Remove-Alias":
        # The one page whose link is spelt in small letters.
        return _LINK.replace("LinkID", "linkid") + "2097127"
    number = _pages.get(signature.name)
    return _LINK + number if number else ""


def capability_of(name: str) -> str:
    """A name of RemotingCapability: what a command has to do with other machines."""
    if name in _ALONE:
        return "None"
    return {"Get-Process": "SupportedByCommand", "Invoke-Command": "OwnedByCommand", "Get-Service": "SupportedByCommand"}.get(name, "PowerShell")
