"""The cmdlets of address rewriting: each made from its kind."""

from __future__ import annotations

from relayengine.settings.kinds import find_kind
from relayshell.transport.making import getter, maker, remover, setter

ENTRY = find_kind("AddressRewriteEntry")
assert ENTRY

GetAddressRewriteEntry = getter(ENTRY)
NewAddressRewriteEntry = maker(ENTRY)
SetAddressRewriteEntry = setter(ENTRY)
RemoveAddressRewriteEntry = remover(ENTRY)
