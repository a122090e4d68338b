"""$PSVersionTable's type."""

from __future__ import annotations

from relayshell.objects.declare import CLASS_TYPES
from relayshell.objects.nettype import define_type
from relayshell.runtime.versions import VersionTable

CLASS_TYPES[VersionTable] = define_type(
    "System.Management.Automation.PSVersionHashTable", base="System.Collections.Hashtable",
    interfaces=("System.Collections.IDictionary", "System.Collections.ICollection", "System.Collections.IEnumerable"),
)
