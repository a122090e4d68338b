"""The work of a job in a process of its own. What goes to it and comes from it is CLIXML, a line each.

What comes back are copies: simple values as they were, other objects as bags of their properties.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from typing import Any

from relayshell.objects.clixml import deserialize, serialize
from relayshell.runtime.jobs import Job

STARTER = "from relayshell.runtime.jobworker import main; main()"


class ChildWork:
    """Runs a script's text in another process, for one job. `request` is what the worker reads."""

    def __init__(self, job: Job, text: str, *, args: Any = (), input: Any = (), variables: Any = (), initialization: str | None = None,
                 folder: str | None = None, file: str | None = None) -> None:
        self.job = job
        self.folder = folder
        self.request = {
            "text": text, "file": file, "initialization": initialization, "folder": folder, "args": serialize(list(args)),
            "input": serialize(list(input)), "names": [name for name, _ in variables], "values": serialize([value for _, value in variables]),
        }
        self.child: subprocess.Popen[str] | None = None
        self.stopped = False

    def start(self) -> None:
        """Begin."""
        import relayshell

        source = os.path.dirname(os.path.dirname(relayshell.__file__))
        paths = [source, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
        self.child = subprocess.Popen(
            [sys.executable, "-c", STARTER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            encoding="utf-8", cwd=self.folder, env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)}, start_new_session=True,
        )
        self.job.become("Running")
        threading.Thread(target=self._read, name=f"job {self.job.id}", daemon=True).start()

    def stop(self) -> None:
        """End the process and all it started."""
        import signal

        self.stopped = True
        if self.child is not None and self.child.poll() is None:
            try:
                os.killpg(self.child.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass

    def _read(self) -> None:
        child = self.child
        assert child is not None and child.stdin is not None and child.stdout is not None
        state, reason = "Failed", None
        try:
            child.stdin.write(json.dumps(self.request) + "\n")
            child.stdin.close()
        except BrokenPipeError:
            pass
        for line in child.stdout:
            message = json.loads(line)
            if message["stream"] == "End":
                state = message["state"]
                reason = self._reason(message.get("reason"))
            else:
                self.job.put(message["stream"], self._record(message))
        child.wait()
        if state == "Failed" and reason is None:
            reason = self._reason(f"The background process ended early, with code {child.returncode}.")
        self.job.become("Stopped" if self.stopped else state, reason)

    @staticmethod
    def _reason(message: Any) -> Any:
        from relayshell.objects.exceptions import NetException

        return None if not message else NetException("System.Management.Automation.RemoteException", message)

    def _record(self, message: dict[str, Any]) -> Any:
        from relayshell.objects.psobject import PSObject
        from relayshell.runtime import streams

        stream, text = message["stream"], message.get("text", "")
        if stream == "Output":
            (value,) = deserialize(message["value"])
            if value is None:
                return None
            notes = {"PSComputerName": "localhost", "RunspaceId": self.job.instance_id, "PSShowComputerName": False}
            props = getattr(value, "props", None)
            if isinstance(props, dict) and not isinstance(value, (str, int, float)):
                props.update(notes)
                return value
            return PSObject(value, notes)
        if stream == "Error":
            return error_record(message)
        if stream == "Information":
            if message.get("host"):
                return streams.InformationRecord(streams.HostMessage(text, message["no_newline"], *message["colours"]), message["source"], message["tags"])
            (value,) = deserialize(message["value"])
            return streams.InformationRecord(value, message["source"], message["tags"])
        if stream == "Progress":
            (value,) = deserialize(message["value"])
            return value
        return streams.RECORDS[stream](text)


def error_record(message: dict[str, Any]) -> Any:
    """An error of the other process as a record of this one."""
    from relayshell.objects.errorrecord import ErrorRecord
    from relayshell.objects.exceptions import NetException

    exception = NetException("System.Management.Automation.RemoteException", message["text"])
    made = ErrorRecord(exception, message["id"], message["category"], message.get("target"), origin=message["origin"])
    made.category_info.reason = message["reason"]
    made.category_info.activity = message["activity"]
    return made
