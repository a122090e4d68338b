"""The commands of a pipeline while it runs: each takes objects and pushes what it makes to the next.

A stage is prepared (its words bound), begun, given objects one at a time, ended, and disposed of.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from relayshell.runtime.flow import FlowSignal
from relayshell.runtime.support.output import NO_INPUT, pipeline_items


class PipelineFailed(FlowSignal):
    """An error in a later command of a pipeline, on its way past the earlier ones, which cannot catch it."""

    def __init__(self, pipeline: Any, error: BaseException) -> None:
        super().__init__()
        self.pipeline = pipeline
        self.error = error


class Stage:
    """One command of a running pipeline.

    frame     who called
    site      where the call stands; words and values are what follows the command's name
    write     where output goes
    streams   the other streams while it runs; None where they are as they were
    failed    whether it reported an error
    began     whether it was begun: before its first object, be that from the `begin` of the command before it
    """

    info: Any = None
    streams: Any = None
    failed = False
    began = False
    # The file that its output alone is sent to.
    file: Any = None
    place = (1, 1)

    def __init__(self, frame: Any, site: Any, words: Any, values: list[Any], write: Callable[[Any], Any]) -> None:
        self.frame = frame
        self.session = frame.session
        self.site = site
        self.words = words
        self.values = values
        self.write = write
        self.pipeline: Any = None

    def connect(self, write: Callable[[Any], Any]) -> None:
        """Send the output to `write`; called once, after prepare."""
        self.write = write

    def prepare(self, expecting: bool) -> None:
        """Bind the words; `expecting` tells that objects will come."""

    def begin(self) -> None:
        """Before the first object."""

    def process(self, item: Any) -> None:
        """Take an object."""

    def alone(self) -> None:
        """Run as the first command of a pipeline that nothing is piped into."""

    def end(self) -> None:
        """After the last object."""

    def dispose(self) -> None:
        """The very end, whatever happened."""

    def entry(self) -> Callable[[Any], Any]:
        """The function that the command before calls for each object."""
        process = self.process
        pipeline = self.pipeline
        if self.streams is None:

            def take(item: Any) -> None:
                try:
                    process(item)
                except Exception as error:
                    raise PipelineFailed(pipeline, error) from error

            return take
        session, streams = self.session, self.streams

        def take_with_streams(item: Any) -> None:
            outer = session.streams
            session.streams = streams
            try:
                process(item)
            except Exception as error:
                raise PipelineFailed(pipeline, error) from error
            finally:
                session.streams = outer

        return take_with_streams

    def guarded(self, action: Callable[[], None]) -> None:
        """Run begin, alone or end with the stage's own streams."""
        if self.streams is None:
            action()
            return
        session = self.session
        outer = session.streams
        session.streams = self.streams
        try:
            action()
        finally:
            session.streams = outer


class Pipeline:
    """Stages joined, and running them from a source of objects."""

    def __init__(self, frame: Any, stages: list[Stage]) -> None:
        self.frame = frame
        self.stages = stages
        count = len(stages)
        for index, stage in enumerate(stages):
            stage.pipeline = self
            stage.place = (index + 1, count)

    def join(self, write: Callable[[Any], Any]) -> None:
        """Connect each stage to the next, the last to `write`."""
        following = write
        for stage in reversed(self.stages):
            stage.connect(following)
            following = stage.entry()

    def run(self, source: Any, write: Callable[[Any], Any]) -> None:
        """Run to the end; `source` is NO_INPUT or what goes in, one by one."""
        stages = self.stages
        first = stages[0]
        session = self.frame.session
        try:
            expecting = source is not NO_INPUT
            for stage in stages:
                stage.guarded(lambda stage=stage, expecting=expecting: stage.prepare(expecting))  # type: ignore[misc]
                expecting = True
            self.join(write)
            start = 0
            try:
                for stage in stages:
                    if not stage.began:
                        stage.began = True
                        stage.guarded(stage.begin)
                if source is NO_INPUT:
                    first.guarded(first.alone)
                elif len(stages) and first.streams is None:
                    take = first.process
                    for item in pipeline_items(source):
                        take(item)
                else:
                    entry = first.entry()
                    for item in pipeline_items(source):
                        entry(item)
            except StopUpstreamOf as stop:
                if stop.pipeline is not self:
                    raise
                start = stages.index(stop.stage)
            while start < len(stages):
                try:
                    for stage in stages[start:]:
                        stage.guarded(stage.end)
                        start += 1
                    break
                except StopUpstreamOf as stop:
                    if stop.pipeline is not self:
                        raise
                    start = max(stages.index(stop.stage), start + 1)
        except PipelineFailed as failure:
            if failure.pipeline is not self:
                raise
            session.ok = False
            raise failure.error from None
        finally:
            for stage in stages:
                stage.dispose()
        session.ok = not any(stage.failed for stage in stages)


class StopUpstreamOf(FlowSignal):
    """A stage wants no more objects: the stages before it end."""

    def __init__(self, pipeline: Any, stage: Any) -> None:
        super().__init__()
        self.pipeline = pipeline
        self.stage = stage
