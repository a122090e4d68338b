"""ForEach-Object and Where-Object with one plain block: the block's function is called for each object and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from relayshell.runtime.functions import new_frame
from relayshell.runtime.scope import Variable, raw_get, raw_set
from relayshell.runtime.scriptblock import ScriptBlock
from relayshell.runtime.stages import Stage
from relayshell.runtime.support.output import drop


class InlineStage(Stage):
    """What both share: the block's function made once, `$_` given and taken back around each object."""

    block: Any = None
    cell: Any = None
    body: Any = None

    def prepare(self, expecting: bool) -> None:
        self.expecting = expecting

    def connect(self, write: Callable[[Any], Any]) -> None:
        self.write = write
        block = self.block
        frame = self.frame if self.frame.state is block.state else self.session.frame_in(block.state)
        self.inner = new_frame(frame, self.site, block, block, dot=True)
        self.cell = self.inner.scope.cell("_", "_")
        self.body = block.code.inline()(self.inner, self.sink())
        self.process = self.taker()  # type: ignore[method-assign]

    def sink(self) -> Callable[[Any], Any]:
        """Where the block's output goes."""
        return self.write

    def taker(self) -> Callable[[Any], None]:
        """The function that takes an object."""
        cell, body = self.cell, self.body

        def take(item: Any) -> None:
            kind, before = cell.__class__, raw_get(cell)
            cell.__class__ = Variable
            cell.value = item
            try:
                body()
            except Exception as error:
                self.fail(error)
                raise
            finally:
                cell.__class__ = kind
                raw_set(cell, before)

        return take

    def fail(self, error: Exception) -> None:
        """Give an error of the block the cmdlet's id on its way out."""
        from relayshell.runtime.cmdletstage import passed_on
        from relayshell.runtime.faults import record_of

        record_of(error, self.inner)
        passed_on(error, self.info.signature.implementing)

    def alone(self) -> None:
        self.process(None)


class ForEachStage(InlineStage):
    """`ForEach-Object { block }`."""


class WhereStage(InlineStage):
    """`Where-Object { block }`."""

    def connect(self, write: Callable[[Any], Any]) -> None:
        self.found: list[Any] = []
        super().connect(write)

    def sink(self) -> Callable[[Any], Any]:
        return self.found.append

    def taker(self) -> Callable[[Any], None]:
        cell, body, found, write = self.cell, self.body, self.found, self.write
        from relayshell.runtime.support.operators import truth

        def take(item: Any) -> None:
            kind, before = cell.__class__, raw_get(cell)
            cell.__class__ = Variable
            cell.value = item
            found.clear()
            try:
                body()
            except Exception as error:
                self.fail(error)
                raise
            finally:
                cell.__class__ = kind
                raw_set(cell, before)
            if found:
                if len(found) == 1:
                    first = found[0]
                    if not (first if first.__class__ is bool else truth(first)):
                        return
                write(item)

        return take

    def alone(self) -> None:
        """Nothing is piped in: there is nothing to choose from."""


def quick_stage(kind: type[InlineStage], frame: Any, site: Any, info: Any, words: Any, values: list[Any]) -> Stage | None:
    """The quick stage where the words are one plain block, else None."""
    if len(words) != 1 or words[0].kind != "value":
        return None
    block = values[0]
    if block.__class__ is not ScriptBlock or block.code.parameters or not block.code.only_end or block.code.inline() is None:
        return None
    if frame.session.default_parameter_values_in_use(frame):
        return None
    stage = kind(frame, site, words, values, drop)
    stage.info = info
    stage.block = block
    return stage
