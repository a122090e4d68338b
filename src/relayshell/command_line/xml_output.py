"""-OutputFormat XML: output and the other streams as CLIXML, for the program that started this one."""

from __future__ import annotations

import sys
from typing import Any

from relayshell.errors import ShellError

HEADER = "#< CLIXML\n"
DEPTH = 2


def run_as_xml(session: Any, run: Any) -> int:
    """Runs what takes an output and an error sink; objects go to standard output, what the other streams carry to standard error. The exit code."""
    from relayshell.objects.clixml import serialize
    from relayshell.objects.numbers import Int64
    from relayshell.objects.psobject import PSCustomObject

    output: list[Any] = []
    others: list[tuple[str, Any]] = []
    streams = session.streams
    streams.warning = lambda record: others.append(("warning", record.message))
    streams.verbose = lambda record: others.append(("verbose", record.message))
    streams.debug = lambda record: others.append(("debug", record.message))
    streams.progress = lambda record: others.append(("progress", PSCustomObject({"SourceId": Int64(0), "Record": record})))
    new_streams = session.new_streams

    def catching(errors: Any) -> Any:
        made = new_streams(errors)
        made.warning, made.verbose, made.debug, made.progress = streams.warning, streams.verbose, streams.debug, streams.progress
        return made

    session.new_streams = catching
    code, ended = 0, False
    try:
        fine = run(output.append, lambda record: others.append(("Error", record)))
        code = 0 if fine else 1
    except ShellError as error:
        others.append(("Error", error.record))
        code, ended = 1, True
    finally:
        session.new_streams = new_streams
        if output:
            sys.stdout.write(HEADER + serialize(output, DEPTH, False, ["Output"] * len(output)))
        if others:
            sys.stderr.write(HEADER + serialize([value for _, value in others], DEPTH, False, [name for name, _ in others], not ended))
    return code
