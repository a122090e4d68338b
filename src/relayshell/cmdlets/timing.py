"""Measure-Command: how long something takes."""

from __future__ import annotations

import time
from typing import Any

from relayshell.commands import Cmdlet, param


class MeasureCommand(Cmdlet, name="Measure-Command", output="System.TimeSpan", module="Microsoft.PowerShell.Utility"):
    """Tells how long a script block takes; what it writes is dropped.

    Example: at least no time

        PS> (Measure-Command { 1..10 }).TotalSeconds -ge 0
        True
    """

    input_object: Any = param("Objects to run the script block for, each in $_.", "psobject", pipeline=True)
    expression: Any = param("The script block to time.", "scriptblock", mandatory=True, position=0)

    def begin(self) -> None:
        self._taken = 0

    def process(self) -> None:
        start = time.perf_counter_ns()
        run = self.session.inline(self.expression)
        run(self.input_object, _drop)
        self._taken += time.perf_counter_ns() - start

    def end(self) -> None:
        from relayshell.objects.members import call_static
        from relayshell.objects.nettype import get_type
        from relayshell.objects.numbers import Int64

        self.write(call_static(get_type("System.TimeSpan"), "FromTicks", [Int64(self._taken // 100)]))


def _drop(value: Any) -> None:
    """Take what is written and forget it."""
