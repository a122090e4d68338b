"""The waist: what the shell knows of a command, however it was written.

A command is described by a Signature (signature.py), whether it is a Python class
(cmdlet.py) or a function of a script. Binding, help, completion and lookup read the
signature alone; nothing here runs a command or knows of sessions and pipelines.
"""

from relayshell.commands.cmdlet import Cmdlet, inset, param
from relayshell.commands.signature import ALL_SETS, InSet, Parameter, Signature

__all__ = ["ALL_SETS", "Cmdlet", "InSet", "Parameter", "Signature", "inset", "param"]
