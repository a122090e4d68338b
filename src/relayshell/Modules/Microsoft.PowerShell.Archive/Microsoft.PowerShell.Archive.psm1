# Zip archives: what is packed and where it lands. The format itself is System.IO.Compression's.

# Ends the calling cmdlet ($PSCmdlet is the caller's, as scopes are dynamic).
function Stop-Cmdlet($Id, $Message, $Target, $Category = 'InvalidArgument', $Exception = [System.IO.IOException]::new($Message)) {
    $PSCmdlet.ThrowTerminatingError([System.Management.Automation.ErrorRecord]::new($Exception, $Id, $Category, $Target))
}

# The file system paths that paths of the shell mean.
function Resolve-SourcePath($Paths, [bool] $Literal) {
    foreach ($each in $Paths) {
        $where = if ($Literal) { @{ LiteralPath = $each } } else { @{ Path = $each } }
        try {
            (Resolve-Path @where -ErrorAction Stop).ProviderPath
        } catch {
            $message = "The path '$each' either does not exist or is not a valid file system path."
            Stop-Cmdlet ArchiveCmdletPathNotFound $message $each -Exception ([System.InvalidOperationException]::new($message, $_.Exception))
        }
    }
}

# Refuses paths that are in no file system.
function Assert-FilePath($Paths) {
    foreach ($each in $Paths) {
        if (-not ([System.IO.File]::Exists($each) -or [System.IO.Directory]::Exists($each))) {
            Stop-Cmdlet PathNotFound "The path '$each' either does not exist or is not a valid file system path." $each
        }
    }
}

function Assert-Distinct($Parameter, $Paths) {
    $seen = @{}
    foreach ($each in $Paths) {
        if ($seen.ContainsKey($each)) {
            Stop-Cmdlet DuplicatePathFound ("The input to $Parameter parameter contains a duplicate path '$each'. " +
                "Provide a unique set of paths as input to $Parameter parameter.") $each
        }
        $seen[$each] = $true
    }
}

# What is to be packed below the sources: Path, Entry (the name inside) and Folder, hidden things left out.
function Get-PackedItem($Sources) {
    foreach ($source in $Sources) {
        if ([System.IO.File]::Exists($source)) {
            [pscustomobject]@{ Path = $source; Entry = [System.IO.Path]::GetFileName($source); Folder = $false }
            continue
        }
        $root = [System.IO.DirectoryInfo]::new($source)
        $cut = if ($root.Parent) { $root.Parent.FullName.TrimEnd('/').Length + 1 } else { $root.FullName.Length }
        foreach ($item in @($root) + @(Get-ChildItem -LiteralPath $source -Recurse)) {
            $path = $item.FullName.TrimEnd('/')
            if ($item -is [System.IO.FileInfo]) {
                [pscustomobject]@{ Path = $path; Entry = $path.Substring($cut); Folder = $false }
            } elseif ($item.GetFiles().Count -eq 0 -and $path.Length -gt $cut) {
                [pscustomobject]@{ Path = $path; Entry = $path.Substring($cut) + '/'; Folder = $true }
            }
        }
    }
}

# Packs the sources and gives the number of entries made.
function CompressArchiveHelper($Sources, $Destination, $Level, [bool] $Update) {
    $items = @(Get-PackedItem $Sources)
    $mode = if ($Update) { 'Update' } else { 'Create' }
    $made = 0
    $archive = [System.IO.Compression.ZipFile]::Open($Destination, $mode)
    try {
        foreach ($item in $items) {
            if ($Update -and ($before = $archive.GetEntry($item.Entry))) { $before.Delete() }
            if ($item.Folder) {
                $null = $archive.CreateEntry($item.Entry, $Level)
            } else {
                if ((Get-Item -LiteralPath $item.Path -Force).LastWriteTime.Year -lt 1980) {
                    Write-Warning ("'$($item.Path)' has LastWriteTime earlier than 1980. " +
                        'Compress-Archive will store any files with LastWriteTime values earlier than 1980 as 1/1/1980 00:00.')
                }
                try {
                    $null = [System.IO.Compression.ZipFileExtensions]::CreateEntryFromFile($archive, $item.Path, $item.Entry, $Level)
                } catch {
                    $cause = if ($_.Exception.InnerException) { $_.Exception.InnerException } else { $_.Exception }
                    Write-Error -ErrorRecord ([System.Management.Automation.ErrorRecord]::new(
                        $cause, 'CompressArchiveUnauthorizedAccessError', 'PermissionDenied', $item.Path))
                    continue
                }
            }
            $made++
            Write-Verbose "Adding '$($item.Path)'."
            Write-Progress -Activity Compress-Archive -Status "The archive file '$Destination' creation is in progress..." -PercentComplete ([int] (100 * $made / $items.Count))
        }
    } finally {
        $archive.Dispose()
        Write-Progress -Activity Compress-Archive -Completed
    }
    $made
}

<#
.SYNOPSIS
Creates a zip archive from files and directories.
.DESCRIPTION
Hidden files below a directory are left out. A file of 1980 or older bears the first moment of 1980 in the archive.
.PARAMETER Path
What to pack; patterns may stand for it. A directory is packed with its name, `dir/*` without.
.PARAMETER LiteralPath
What to pack, taken as it is.
.PARAMETER DestinationPath
The archive; .zip is added to a name without an extension.
.PARAMETER CompressionLevel
Optimal, Fastest or NoCompression.
.PARAMETER Update
Replaces files of the same name in the archive and adds the others.
.PARAMETER Force
Replaces an archive that is there already.
.PARAMETER PassThru
Gives the archive's file.
.EXAMPLE
Compress-Archive -Path ./docs -DestinationPath ./docs.zip
#>
function Compress-Archive {
    [CmdletBinding(DefaultParameterSetName = 'Path', SupportsShouldProcess, HelpUri = 'https://go.microsoft.com/fwlink/?LinkID=393252')]
    [OutputType([System.IO.FileInfo])]
    param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'Path', ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'PathWithForce', ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'PathWithUpdate', ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [ValidateNotNullOrEmpty()]
        [string[]] $Path,

        [Parameter(Mandatory, ParameterSetName = 'LiteralPath', ValueFromPipelineByPropertyName)]
        [Parameter(Mandatory, ParameterSetName = 'LiteralPathWithForce', ValueFromPipelineByPropertyName)]
        [Parameter(Mandatory, ParameterSetName = 'LiteralPathWithUpdate', ValueFromPipelineByPropertyName)]
        [ValidateNotNullOrEmpty()]
        [Alias('PSPath')]
        [string[]] $LiteralPath,

        [Parameter(Mandatory, Position = 1)]
        [ValidateNotNullOrEmpty()]
        [string] $DestinationPath,

        [ValidateSet('Optimal', 'NoCompression', 'Fastest')]
        [string] $CompressionLevel = 'Optimal',

        [Parameter(Mandatory, ParameterSetName = 'PathWithUpdate')]
        [Parameter(Mandatory, ParameterSetName = 'LiteralPathWithUpdate')]
        [switch] $Update,

        [Parameter(Mandatory, ParameterSetName = 'PathWithForce')]
        [Parameter(Mandatory, ParameterSetName = 'LiteralPathWithForce')]
        [switch] $Force,

        [switch] $PassThru
    )
    begin {
        $given = [System.Collections.Generic.List[string]]::new()
        $whole = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($DestinationPath)
        $name = [System.IO.Path]::GetFileName($whole)
        if (-not $name) {
            Stop-Cmdlet InvalidArchiveFilePath "The destination path '$whole' does not contain a valid archive file name." $whole
        }
        $folder = @(Resolve-SourcePath ([System.IO.Path]::GetDirectoryName($whole)) $false)
        if ($folder.Count -gt 1) {
            Stop-Cmdlet InvalidArchiveFilePath ("The archive file path '$whole' specified as input to the DestinationPath parameter is resolving to multiple " +
                'file system paths. Provide a unique path to the DestinationPath parameter where the archive file has to be created.') $whole
        }
        Assert-FilePath $folder
        $destination = Join-Path $folder[0] $name
        if (-not [System.IO.Path]::GetExtension($destination)) {
            Write-Verbose ("The archive file path '$destination' supplied to the DestinationPath parameter does not include .zip extension. " +
                "Hence .zip is appended to the supplied DestinationPath path and the archive file would be created at '$destination.zip'.")
            $destination += '.zip'
        }
        $exists = Test-Path -LiteralPath $destination -PathType Leaf
        if ($exists -and -not ($Update -or $Force)) {
            Stop-Cmdlet ArchiveFileExists ("The archive file $destination already exists. Use the -Update parameter to update the existing archive file " +
                'or use the -Force parameter to overwrite the existing archive file.') $destination
        }
        if ($exists -and $Update -and (Get-Item -LiteralPath $destination -Force).IsReadOnly) {
            Stop-Cmdlet ArchiveFileIsReadOnly ("The attributes of the archive file $destination is set to 'ReadOnly' hence it cannot be updated. " +
                "If you intend to update the existing archive file, remove the 'ReadOnly' attribute on the archive file else use -Force parameter to override " +
                'and create a new archive file.') $destination InvalidOperation
        }
        if (-not $PSBoundParameters.ContainsKey('WhatIf')) { Write-Verbose 'Preparing to compress...' }
    }
    process {
        $literal = $PSCmdlet.ParameterSetName -like 'Literal*'
        foreach ($each in $(if ($literal) { $LiteralPath } else { $Path })) { $given.Add($each) }
    }
    end {
        if ($Force -and $exists -and -not $WhatIfPreference) { Remove-Item -LiteralPath $destination -Force -ErrorAction Stop -Confirm:$false }
        Assert-Distinct $PSCmdlet.ParameterSetName $given
        $sources = @(Resolve-SourcePath $given $literal)
        Assert-FilePath $sources
        if (-not $PSCmdlet.ShouldProcess($sources -join ', ')) { return }
        $count = 0
        try {
            $count = CompressArchiveHelper $sources $destination $CompressionLevel $Update.IsPresent
        } finally {
            if ($count -eq 0) {
                Write-Verbose "The partially created archive file '$destination' is deleted as it is not usable."
                if (Test-Path -LiteralPath $destination) { Remove-Item -LiteralPath $destination -Force -Recurse -ErrorAction SilentlyContinue -Confirm:$false }
            } elseif ($PassThru) {
                Get-Item -LiteralPath $destination -Force
            }
        }
    }
}

# Unpacks an archive; the paths made are added to the list.
function ExpandArchiveHelper($ArchiveFile, $Folder, $Made, [bool] $Force) {
    try {
        $archive = [System.IO.Compression.ZipFile]::OpenRead($ArchiveFile)
    } catch [System.IO.InvalidDataException] {
        Stop-Cmdlet InvalidArchiveFile "File '$ArchiveFile' does not appear to be a valid zip archive." $ArchiveFile InvalidData $_.Exception
    }
    try {
        if ($archive.Entries.Count -eq 0) {
            Write-Verbose "The archive file $ArchiveFile is empty."
            return
        }
        $root = [System.IO.Path]::GetFullPath($Folder).TrimEnd('/') + '/'
        $done = 0
        foreach ($entry in $archive.Entries) {
            $done++
            $aim = [System.IO.Path]::GetFullPath((Join-Path $Folder $entry.FullName))
            if (-not "$aim/".StartsWith($root)) {
                Stop-Cmdlet BadArchiveEntry "Can not process invalid archive entry '$($entry.FullName)'." $ArchiveFile InvalidData
            }
            if ($entry.FullName.EndsWith('/')) {
                if (-not [System.IO.Directory]::Exists($aim)) {
                    $null = New-Item -ItemType Directory -Path ([WildcardPattern]::Escape($aim)) -Force -Confirm:$false -ErrorAction Stop
                    $Made.Add($aim)
                    Write-Verbose "Created '$aim'."
                }
                continue
            }
            $parent = [System.IO.Path]::GetDirectoryName($aim)
            if (-not [System.IO.Directory]::Exists($parent)) {
                $null = [System.IO.Directory]::CreateDirectory($parent)
                $Made.Add($parent)
            }
            if ([System.IO.File]::Exists($aim)) {
                if (-not $Force) {
                    $message = "Failed to create file '$aim' while expanding the archive file '$ArchiveFile' contents as the file '$aim' already exists. " +
                        "Use the -Force parameter if you want to overwrite the existing directory '$aim' contents when expanding the archive file."
                    Write-Error -ErrorRecord ([System.Management.Automation.ErrorRecord]::new(
                        [System.IO.IOException]::new($message), 'ExpandArchiveFileExists', 'InvalidOperation', $aim))
                    continue
                }
                Remove-Item -LiteralPath $aim -Force -Confirm:$false -ErrorVariable failed
                if ($failed) { continue }
            }
            [System.IO.Compression.ZipFileExtensions]::ExtractToFile($entry, $aim, $false)
            $Made.Add($aim)
            Write-Verbose "Created '$aim'."
            Write-Progress -Activity Expand-Archive -Status "The archive file '$ArchiveFile' expansion is in progress..." -PercentComplete ([int] (100 * $done / $archive.Entries.Count))
        }
    } finally {
        $archive.Dispose()
        Write-Progress -Activity Expand-Archive -Completed
    }
}

<#
.SYNOPSIS
Unpacks a zip archive into a directory.
.DESCRIPTION
Without a destination a directory with the archive's name is made in the current one. An entry that would land outside the
destination ends the command.
.PARAMETER Path
The archive; a pattern may stand for it.
.PARAMETER LiteralPath
The archive, taken as it is.
.PARAMETER DestinationPath
The directory; it is made where it is not there.
.PARAMETER Force
Replaces files that are there already.
.PARAMETER PassThru
Gives what was made.
.EXAMPLE
Expand-Archive -Path ./docs.zip -DestinationPath ./docs
#>
function Expand-Archive {
    [CmdletBinding(DefaultParameterSetName = 'Path', SupportsShouldProcess, HelpUri = 'https://go.microsoft.com/fwlink/?LinkID=393253')]
    [OutputType([System.IO.FileSystemInfo])]
    param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'Path', ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [ValidateNotNullOrEmpty()]
        [string] $Path,

        [Parameter(Mandatory, ParameterSetName = 'LiteralPath', ValueFromPipelineByPropertyName)]
        [ValidateNotNullOrEmpty()]
        [Alias('PSPath')]
        [string] $LiteralPath,

        [Parameter(Position = 1)]
        [ValidateNotNullOrEmpty()]
        [string] $DestinationPath,

        [switch] $Force,

        [switch] $PassThru
    )
    begin {
        $dry = $PSBoundParameters.ContainsKey('WhatIf')
        if (-not $DestinationPath) {
            $base = (Get-Location).ProviderPath
        } elseif (Test-Path -Path $DestinationPath -PathType Container) {
            $found = @(Resolve-Path -Path $DestinationPath)
            if ($found.Count -gt 1) {
                Stop-Cmdlet InvalidDestinationPath ("The directory path '$DestinationPath' specified as input to the DestinationPath parameter is resolving to " +
                    'multiple file system paths. Provide a unique path to the Destination parameter where the archive file contents have to be expanded.') $DestinationPath
            }
            if ($found[0].Provider.Name -ne 'FileSystem') {
                Stop-Cmdlet InvalidDirectoryPath "The path '$DestinationPath' is not a valid file system directory path." $DestinationPath
            }
            $base = $found[0].ProviderPath
        } else {
            $created = New-Item -Path $DestinationPath -ItemType Directory -ErrorAction Stop
            if ($created -and $created.PSProvider.Name -ne 'FileSystem') {
                Remove-Item -Path $DestinationPath -Force -Recurse -ErrorAction SilentlyContinue -Confirm:$false
                Stop-Cmdlet InvalidDirectoryPath "The path '$DestinationPath' is not a valid file system directory path." $DestinationPath
            }
            $base = if ($created) { $created.FullName } else { $PSCmdlet.GetUnresolvedProviderPathFromPSPath($DestinationPath) }
        }
        if (-not $dry) { Write-Verbose 'Preparing to expand...' }
    }
    process {
        $literal = $PSCmdlet.ParameterSetName -eq 'LiteralPath'
        $asked = if ($literal) { $LiteralPath } else { $Path }
        $found = @(Resolve-SourcePath $asked $literal)
        if ($found.Count -gt 1) {
            Stop-Cmdlet InvalidArchiveFilePath ("The archive file path '$asked' specified as input to the $($PSCmdlet.ParameterSetName) parameter is resolving to " +
                "multiple file system paths. Provide a unique path to the $($PSCmdlet.ParameterSetName) parameter where the archive file has to be created.") $found
        }
        $file = $found[0]
        if (-not [System.IO.File]::Exists($file)) {
            Stop-Cmdlet PathNotFound "The path '$file' either does not exist or is not a valid file system path." $file
        }
        $extension = [System.IO.Path]::GetExtension($file)
        if ($extension -ne '.zip') {
            Stop-Cmdlet NotSupportedArchiveFileExtension "$extension is not a supported archive file format. .zip is the only supported archive file format." $extension
        }
        if (-not $PSCmdlet.ShouldProcess($file)) { return }
        $aim = $base
        if (-not $DestinationPath) {
            $aim = Join-Path $base ([System.IO.Path]::GetFileNameWithoutExtension($file))
            if (-not [System.IO.Directory]::Exists($aim)) { $null = New-Item -Path ([WildcardPattern]::Escape($aim)) -ItemType Directory -Confirm:$false }
        }
        $made = [System.Collections.Generic.List[string]]::new()
        $complete = $false
        try {
            ExpandArchiveHelper $file $aim $made $Force.IsPresent
            $complete = $true
        } finally {
            if (-not $complete) {
                foreach ($each in $made) { Remove-Item -LiteralPath $each -Force -Recurse -ErrorAction SilentlyContinue -Confirm:$false }
            } elseif ($PassThru -and $made.Count) {
                Get-Item -LiteralPath $made -Force
            }
        }
    }
}

Export-ModuleMember -Function Compress-Archive, Expand-Archive
