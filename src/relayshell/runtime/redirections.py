"""`>`, `2>`, `2>&1`: sending a command's streams into files, into its output, or nowhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from relayshell.runtime.stages import Pipeline, Stage
from relayshell.runtime.support.output import collapse, drop
from relayshell.runtime.streams import Streams

Write = Callable[[Any], Any]
_STREAMS = {
    "Error": "error", "Warning": "warning", "Verbose": "verbose", "Debug": "debug", "Information": "information",
}


class FileSink:
    """What takes objects for a file, and the bytes of a program as they are."""

    __slots__ = ("stage", "process")

    def __init__(self, stage: Stage) -> None:
        self.stage, self.process = stage, stage.process

    def __call__(self, value: Any) -> None:
        self.process(value)

    def bytes_writer(self) -> Callable[[bytes], None] | None:
        """What takes bytes; None where the file is not written in UTF-8, or not at all."""
        writer = self.stage.cmdlet.writer  # type: ignore[attr-defined]
        return writer.write_bytes if writer is not None and writer.encoding.codec == "utf-8" else None


class Files:
    """The files that redirections of a pipeline write to, open until it ends."""

    def __init__(self, frame: Any) -> None:
        self.frame = frame
        self.pipelines: list[Stage] = []
        self.by_path: dict[str, Write] = {}

    def writer(self, path: Any, append: bool) -> Write:
        """What takes objects for a file."""
        from relayshell.objects.text import to_text
        from relayshell.runtime.calls import stage_for

        text = to_text(path)
        known = self.by_path.get(text)
        if known is not None:
            return known
        from relayshell.runtime.sites import Word

        session = self.frame.session
        info = session.find_command(self.frame, "Out-File")
        words = (Word("given", "LiteralPath", None), Word("given", "Append", None))
        stage = stage_for(self.frame, None, info, words, [text, append])
        stage.pipeline = Pipeline(self.frame, [stage])
        stage.prepare(True)
        stage.connect(drop)
        stage.began = True
        stage.begin()
        self.pipelines.append(stage)
        sink = self.by_path[text] = FileSink(stage)
        return sink

    def close(self) -> None:
        """End all the files."""
        for stage in self.pipelines:
            try:
                stage.end()
            finally:
                stage.dispose()


def plan(frame: Any, rows: Any, files: list[Any], opened: Files) -> tuple[Write | None, dict[str, Any]]:
    """The writer for the output (None: as it was), and those of other streams ('output' where they join it)."""
    out: Write | None = None
    streams: dict[str, Any] = {}
    given = iter(files)
    for kind, from_stream, what in rows:
        if kind == "merge":
            names = list(_STREAMS.values()) if from_stream == "All" else [_STREAMS[from_stream]]
            for name in names:
                streams[name] = "output"
            continue
        path = next(given)
        writer = drop if kind == "drop" or path is None else opened.writer(path, bool(what))
        if from_stream in ("Output", "All"):
            out = writer
        if from_stream == "All":
            for name in _STREAMS.values():
                streams[name] = writer
        elif from_stream != "Output":
            streams[_STREAMS[from_stream]] = writer
    return out, streams


def redirected(outer: Streams, streams: dict[str, Any], write: Write) -> Streams:
    """The streams with some sent elsewhere."""
    made = outer.copy()
    for name, target in streams.items():
        sink = write if target == "output" else target
        if name == "information":
            setattr(made, name, lambda pair, sink=sink: sink(pair[0]))
        elif target == "output":
            setattr(made, name, lambda record, sink=sink, name=name: sink(merged(record, name)))
        else:
            setattr(made, name, sink)
    return made


def merged(record: Any, stream: str) -> Any:
    """A record on its way into the output, which remembers its stream."""
    # A line that a program wrote to its standard error is output once it is merged; a command's error stays one.
    if getattr(record, "id", "") not in ("NativeCommandError", "NativeCommandErrorMessage"):
        record.stream_name = stream.capitalize()
    return record


def run_with(frame: Any, pipeline: Pipeline, source: Any, write: Write, redirections: list[Any]) -> None:
    """Run a pipeline some of whose elements have redirections."""
    session = frame.session
    opened = Files(frame)
    base = session.streams
    try:
        for stage, given in zip(pipeline.stages, redirections):
            if given is None:
                stage.streams = base
                continue
            site, files = given
            out, streams = plan(frame, site.rows, files, opened)
            connect_redirected(stage, base, out, streams)
        pipeline.run(source, write)
    finally:
        session.streams = base
        opened.close()


def connect_redirected(stage: Stage, base: Streams, out: Write | None, streams: dict[str, Any]) -> None:
    """Let a stage's streams be made when it is connected, when its output is known."""
    connect = stage.connect
    box: list[Any] = [drop]
    stage.streams = redirected(base, streams, lambda value: box[0](value))
    if out.__class__ is FileSink and "output" not in streams.values() and out not in streams.values():
        stage.file = out

    def connect_now(write: Write) -> None:
        target = write if out is None else out
        box[0] = target
        connect(target)

    stage.connect = connect_now  # type: ignore[method-assign]


def run_redirected(write: Write, frame: Any, function: Callable[[Write], Any], site: Any, files: list[Any]) -> None:
    """Run an expression with redirections."""
    session = frame.session
    opened = Files(frame)
    base = session.streams
    out, streams = plan(frame, site.rows, files, opened)
    target = write if out is None else out
    session.streams = redirected(base, streams, target)
    try:
        function(target)
    finally:
        session.streams = base
        opened.close()


def value_redirected(frame: Any, function: Callable[[Write], Any], site: Any, files: list[Any]) -> Any:
    """The same for its value."""
    items: list[Any] = []
    run_redirected(items.append, frame, function, site, files)
    return collapse(items)
