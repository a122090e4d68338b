"""The .NET types that scripts use, a module for a family of them.

A module here declares its types with objects.declare when it is imported, and is imported
when a script first names one of them (objects.typehomes). None of them knows of syntax,
commands or sessions.
"""
