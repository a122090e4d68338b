"""Runs one golden snippet in a fresh session, under the corpus's run rules.

Culture en-US, UTC, current folder /, not interactive, no colours, errors merged into the output, the
whole piped to Out-Default, and a terminating error shown after it as the console would.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

SOURCE = str(Path(__file__).parent.parent / "src")
if SOURCE not in sys.path:
    sys.path.insert(0, SOURCE)

SECONDS = 20


class TookTooLong(BaseException):
    """The snippet did not end in time."""


def _late(_signal: int, _frame: Any) -> None:
    raise TookTooLong


def run(case: dict[str, Any]) -> dict[str, Any]:
    """`id`, `out`, `errors` and `terminating`, as the corpus has them."""
    environment, place = dict(os.environ), os.getcwd()
    os.environ.update(LANG="en_US.UTF-8", TZ="UTC", RELAYSHELL_RELAY="off")
    time.tzset()
    os.chdir("/")
    result: dict[str, Any] = {"id": case["id"], "out": "", "errors": None, "terminating": None}
    signal.signal(signal.SIGALRM, _late)
    signal.alarm(SECONDS)
    try:
        _run(case, result)
    except TookTooLong:
        result["out"] += f"(no end after {SECONDS} s)\n"
    except Exception as bug:  # noqa: BLE001 - a bug of ours is a difference, and the next snippet runs all the same
        import traceback

        where = traceback.extract_tb(bug.__traceback__)[-1]
        result["out"] += f"(bug: {type(bug).__name__}: {bug} at {where.filename.rpartition('/src/')[2]}:{where.lineno})\n"
    finally:
        signal.alarm(0)
        _forget_culture()
        os.environ.clear()
        os.environ.update(environment)
        time.tzset()
        os.chdir(place)
    return result


def _forget_culture() -> None:
    """A culture that a snippet sets ends with it."""
    module = sys.modules.get("relayshell.objects.dotnet.culture")
    if module is not None:
        module._current.clear()


def _run(case: dict[str, Any], result: dict[str, Any]) -> None:
    from relayshell.cmdlets.hostoutput import HostOutput
    from relayshell.errors import ShellError
    from relayshell.runtime.flow import ExitSignal
    from relayshell.runtime.host import Host
    from relayshell.runtime.session import Session

    parts: list[str] = []

    class Recorder(Host):
        """Keeps what it is shown."""

        @property
        def width(self) -> int:
            return int(case.get("width") or 120)

        def write(self, text: str, foreground: Any = None, background: Any = None) -> None:
            parts.append(text)

    try:
        session = Session(Recorder(), folder="/")
        session.set_variable("ProgressPreference", "SilentlyContinue")
        output = HostOutput(session)
        stopped: ShellError | None = None
        try:
            session.run(case["script"], sink=output.add, errors=output.add)
        except ShellError as error:
            stopped = error
        except ExitSignal:
            pass
        output.end()
        if stopped is not None:
            record = stopped.record if stopped.record is not None else session.errors[0]
            session.show_error(record)
            result["terminating"] = fqid_of(record)
        result["errors"] = [described(record) for record in list(session.errors)[:10]] or None
    finally:
        result["out"] += "".join(parts)


def fqid_of(record: Any) -> str:
    from relayshell.objects.members import get_member
    from relayshell.objects.text import to_text

    return to_text(get_member(record, "FullyQualifiedErrorId"))


def described(record: Any) -> dict[str, Any]:
    """An entry of $Error as the corpus describes it."""
    from relayshell.objects.exceptions import NetException
    from relayshell.objects.members import get_member
    from relayshell.objects.text import to_text
    from relayshell.objects.typeof import type_of

    if isinstance(record, NetException):
        inner = get_member(record, "ErrorRecord")
        if inner is None:
            return {"type": record.type_name}
        record = inner
    facts: dict[str, Any] = {"fqid": fqid_of(record)}
    exception = get_member(record, "Exception")
    facts["type"] = type_of(exception).full_name if exception is not None else None
    category = get_member(record, "CategoryInfo")
    facts["cat"] = to_text(get_member(category, "Category"))
    activity = get_member(category, "Activity")
    if activity:
        facts["activity"] = activity
    invocation = get_member(record, "InvocationInfo")
    if invocation is not None:
        facts["line"] = get_member(invocation, "ScriptLineNumber")
        facts["col"] = get_member(invocation, "OffsetInLine")
    return facts
