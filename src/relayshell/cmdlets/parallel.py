"""ForEach-Object -Parallel: each object in a session of its own, their outputs in the order they come."""

from __future__ import annotations

from typing import Any


def run_parallel(cmdlet: Any, items: list[Any]) -> None:
    """Run the block for each object. Each gets a fresh scope with what `$using:` names; output goes on as it comes.

    The objects go one after the other: Python gives no gain from running them at a time, and the results are those of
    -ThrottleLimit 1.
    """
    from relayshell.runtime.usings import using_variables

    session = cmdlet.session
    block = cmdlet.parallel
    variables = using_variables(block, cmdlet.processor.frame)
    for item in items:
        from relayshell.runtime.calls import invoke_block

        invoke_block(block, (), underscore=item, write=cmdlet.write, variables=variables, caller=session.root)
