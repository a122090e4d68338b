"""What stands above the first prompt."""

from relayshell import __version__

GREETING = f"""\

         Welcome to relayshell {__version__}, a management shell for mail relays

Full list of cmdlets: Get-Command
Cmdlets of the relay: Get-Command -Module Microsoft.Exchange.Management.PowerShell
Help for a cmdlet: help <cmdlet name> or <cmdlet name> -?
Show full output for a command: <command> | Format-List
"""
