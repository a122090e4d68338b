"""Attributes of blocks and variables as the objects that scripts see."""

from __future__ import annotations

from typing import Any


def attribute_objects(items: list[Any]) -> list[Any]:
    """Checks and types of a variable as attribute objects."""
    from relayshell.commands.attributes import ArgumentTypeConverterAttribute, attribute_of_check
    from relayshell.objects.nettype import NetType

    made = []
    for item in items:
        found = ArgumentTypeConverterAttribute() if isinstance(item, NetType) else attribute_of_check(item)
        if found is not None:
            made.append(found)
    return made


def attributes_of_block(block: Any) -> list[Any]:
    """The attributes of a block's param block."""
    from relayshell.runtime.attributes import attribute_name
    from relayshell.runtime.cmdletattributes import CmdletBinding, OutputType

    param_block = block.code.node.param_block
    made: list[Any] = []
    signature = block.signature
    for node in param_block.attributes if param_block is not None else ():
        kind = attribute_name(node)
        if kind == "cmdletbinding":
            made.append(CmdletBinding(signature))
        elif kind == "outputtype":
            made.append(OutputType(signature))
    return made
