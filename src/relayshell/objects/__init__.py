"""What values are and do: .NET's types as scripts see them, held in Python.

Knows nothing of syntax, commands or sessions. The modules others use: nettype, typenames, typeof,
convert, text, members, arithmetic, compare, collections, wildcard, formatstring, psobject, exceptions,
errorrecord, declare, invoke. Nothing is imported here, so that a shell starts with no more than it needs.
"""
