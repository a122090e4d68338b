"""The other end of a job in a process of its own: reads one request, runs it, and says what came of it, a line for each record."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from relayshell.objects.clixml import deserialize, serialize


class Speaker:
    """Writes records as lines to what was standard output; what programs print there goes nowhere."""

    def __init__(self) -> None:
        self.out = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
        null = os.open(os.devnull, os.O_RDWR)
        os.dup2(null, 1)
        os.dup2(null, 0)

    def say(self, stream: str, **facts: Any) -> None:
        self.out.write(json.dumps({"stream": stream, **facts}) + "\n")

    def output(self, value: Any) -> None:
        self.say("Output", value=serialize([value], 1, indent=False))

    def error(self, record: Any) -> None:
        from relayshell.objects.text import to_text

        target = record.target
        if target is not None and not isinstance(target, (str, int, float)):
            target = to_text(target)
        self.say("Error", text=record.message, id=record.id, origin=record.origin, category=str(record.category_info.category),
                 reason=record.category_info.reason, activity=record.category_info.activity, target=target)

    def information(self, pair: Any) -> None:
        from relayshell.objects.text import to_text
        from relayshell.runtime.streams import HostMessage

        record = pair[0]
        facts = {"source": str(record.source or ""), "tags": list(record.tags)}
        if isinstance(record.data, HostMessage):
            data = record.data
            colours = [None if each is None else to_text(each) for each in (data.foreground, data.background)]
            self.say("Information", host=True, text=data.message, no_newline=bool(data.no_newline), colours=colours, **facts)
        else:
            self.say("Information", value=serialize([record.data], 1, indent=False), **facts)


def leave_with_parent() -> None:
    """End this process when the one that started it has ended: nobody would hear of its work."""
    import threading
    import time

    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, name="parent", daemon=True).start()


def main() -> None:
    """Run the request on standard input."""
    leave_with_parent()
    request = json.loads(sys.stdin.readline())
    speaker = Speaker()
    state, reason = "Completed", None
    try:
        run(request, speaker)
    except BaseException as error:
        from relayshell.runtime.flow import ExitSignal

        if not isinstance(error, ExitSignal):
            state, reason = "Failed", getattr(error, "message", str(error))
            record = getattr(error, "record", None)
            if record is not None:
                speaker.error(record)
    speaker.say("End", state=state, reason=reason)


def run(request: dict[str, Any], speaker: Speaker) -> None:
    """Run a request in a new session. Raises what ended it."""
    from relayshell.runtime.calls import invoke_block
    from relayshell.runtime.host import Host
    from relayshell.runtime.session import Session
    from relayshell.runtime.streams import Streams

    session = Session(Host(), folder=request["folder"])
    say = speaker.say
    session.streams = Streams(
        speaker.error, lambda record: say("Warning", text=record.message), lambda record: say("Verbose", text=record.message),
        lambda record: say("Debug", text=record.message), speaker.information, lambda record: None, lambda text: None,
    )
    args, items = deserialize(request["args"]), deserialize(request["input"])
    variables = list(zip(request["names"], deserialize(request["values"]), strict=True))

    def action(write: Any) -> None:
        if request["initialization"]:
            session.run_block(session.parse(request["initialization"]), speaker.output)
        block = session.parse(request["text"], request["file"])
        invoke_block(block, args, input=items, variables=variables, write=speaker.output, caller=session.root)

    session.run_action(action)
