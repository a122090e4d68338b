"""A pipeline that a script steps through itself: Begin, Process, End (proxy functions)."""

from __future__ import annotations

from typing import Any

from relayshell.errors import ShellError
from relayshell.runtime.stages import Pipeline


class SteppablePipeline:
    """System.Management.Automation.SteppablePipeline of the one command in a block."""

    net_name = "System.Management.Automation.SteppablePipeline"

    def __init__(self, block: Any, args: Any = ()) -> None:
        self.block = block
        self.args = args
        self.pipeline: Any = None
        self.items: list[Any] = []
        self.expecting = False

    def begin(self, expecting: bool, cmdlet: Any = None) -> None:
        """Start the commands; output goes to the cmdlet's own where one is given."""
        from relayshell.runtime.stepping import stages_of

        session = self.block.session
        frame = session.frame_in(self.block.state)
        stages = stages_of(self.block, frame)
        if not stages:
            raise ShellError("The script block has no command to step through.", "CantConvertEmptyPipeline", "InvalidOperation")
        write: Any = self.items.append
        if cmdlet is not None:
            write = cmdlet.write_object
        self.expecting = expecting
        self.pipeline = Pipeline(frame, stages)
        self.session = session
        waiting = expecting
        for stage in stages:
            stage.prepare(waiting)
            waiting = True
        self.pipeline.join(write)
        for stage in stages:
            stage.begin()

    def process(self, *args: Any) -> list[Any]:
        """Give one object; what came out, where it does not go to a cmdlet."""
        first = self.pipeline.stages[0]
        if args and self.expecting:
            first.process(args[0])
        else:
            first.alone()
        return self.taken()

    def end(self) -> list[Any]:
        """End the commands."""
        for stage in self.pipeline.stages:
            stage.end()
        self.dispose()
        return self.taken()

    def taken(self) -> list[Any]:
        """What came out since the last time."""
        found = self.items.copy()
        self.items.clear()
        return found

    def dispose(self) -> None:
        """Let go of the commands."""
        if self.pipeline is not None:
            for stage in self.pipeline.stages:
                stage.dispose()
