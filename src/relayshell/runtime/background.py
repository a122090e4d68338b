"""Jobs in a process of their own: those of Start-Job, and `command &`."""

from __future__ import annotations

from typing import Any

from relayshell.runtime.jobchild import ChildWork
from relayshell.runtime.jobs import Job, jobs_of
from relayshell.syntax import ast as tree

OWN = frozenset(("true", "false", "null", "_", "psitem", "args", "input", "this", "pid", "home", "pwd", "host", "error", "?", "$", "^", "psversiontable"))


def start_child_job(session: Any, name: str | None, text: str, **facts: Any) -> Job:
    """A job with one child, whose work is done in a process of its own."""
    table = jobs_of(session)
    job = Job(table, "BackgroundJob", name, text, "System.Management.Automation.PSRemotingJob", "localhost")
    child = Job(table, "", None, text, "System.Management.Automation.PSRemotingChildJob", "localhost")
    child.parent = job
    job.children.append(child)
    table.add(job)
    child.work = ChildWork(child, text, **facts)
    child.work.start()
    return job


def start(frame: Any, node: Any) -> Job:
    """The job of `command &`: the command's text, and the values of the variables it names."""
    text = node.extent.text.rstrip()
    text = text[:-1].rstrip() if text.endswith("&") else text
    variables: dict[str, Any] = {}
    for each in node.walk():
        if not isinstance(each, tree.VariableExpressionAst):
            continue
        name = each.variable_path.name
        cell = frame.scope.find(name.lower()) if name.lower() not in OWN else None
        if cell is not None:
            variables[name.lower()] = cell.value
    return start_child_job(frame.session, None, text, variables=list(variables.items()), folder=frame.session.folder)
