"""Objects to text: PowerShell's formatting, in two halves.

The first half (formatter and what it uses: choose, shapes, expressions, values) turns objects into format
packets (packets); the second (layout and its writers) turns packets into lines. Format-* cmdlets stop
between the two; Out-* cmdlets do both. Built-in views are facts (builtin); users add theirs in .ps1xml
files (ps1xml) to a database of views (database).

It knows values (objects) but neither commands nor sessions: what it needs of a session stands in an
Environment (environment). Nothing is imported here, so that a shell starts with no more than it needs.
"""
