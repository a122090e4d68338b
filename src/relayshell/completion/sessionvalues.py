"""Values that a session holds at the moment: jobs, trace sources, the views for what is piped in."""

from __future__ import annotations

from typing import Any

from relayshell.commands.metadata import Slot
from relayshell.completion.place import Place
from relayshell.completion.result import Candidate
from relayshell.completion.words import listed, quoted, sort_key, starts, unquoted
from relayshell.syntax import ast as tree

JOB_CMDLETS = ("get-job", "receive-job", "remove-job", "stop-job", "wait-job")
TRACE_CMDLETS = ("get-tracesource", "set-tracesource", "trace-command")
_SHAPES = {"format-table": "Table", "format-list": "List", "format-wide": "Wide", "format-custom": "Custom"}


def jobs(session: Any, place: Place, slot: Slot, command: Any, matched: Any) -> list[Candidate]:
    """The names, numbers or ids of the session's jobs, the newest first where numbers are asked for."""
    from relayshell.objects.text import to_text
    from relayshell.runtime.jobs import jobs_of

    begun, quote = unquoted(place.word)
    fits = starts(begun)
    found = []
    for job in jobs_of(session).jobs.values():
        text = str(job.id) if slot.folded == "id" else to_text(job.instance_id) if slot.folded == "instanceid" else job.name
        if fits(text):
            found.append(Candidate(text if slot.folded == "id" else quoted(text, quote), text, "ParameterValue", text))
    return found


def trace_sources(session: Any, place: Place, slot: Slot, command: Any, matched: Any) -> list[Candidate]:
    """The names of the trace sources."""
    from relayshell.runtime.tracing import tracing_of

    return listed(place.word, sorted((each.name for each in tracing_of(session).sources.values()), key=sort_key))


def loaded_modules(session: Any, place: Place, slot: Slot, command: Any, matched: Any) -> list[Candidate]:
    """The names of the modules that are imported."""
    return listed(place.word, sorted({each.name for each in session.modules.values() if each.name}, key=sort_key))


def views(session: Any, place: Place, slot: Slot, command: Any, matched: Any) -> list[Candidate]:
    """The names of the views of a cmdlet's shape that the piped type has."""
    from relayshell.completion.infer import Inference
    from relayshell.completion.lookup import signature_of
    from relayshell.views.builtin import builtin_views

    pipeline = command.parent
    if not isinstance(pipeline, tree.PipelineAst):
        return []
    number = next(at for at, each in enumerate(pipeline.pipeline_elements) if each is command)
    shape = _SHAPES.get(signature_of(session, command)[0].lower(), "")
    own = session.format_environment.database if session.format_environment is not None else None
    names: dict[str, str] = {}
    for kind in Inference(session).input_of(pipeline, number):
        if kind.net is None:
            continue
        types = [each.full_name for each in kind.net.ancestors]
        folded = {each.lower() for each in types}
        added = [view for view in (*own.first, *own.last) if any(one.name.lower() in folded for one in view.selectors)] if own is not None else []
        for view in (*added, *builtin_views(types)):
            if view.kind == shape:
                names.setdefault(view.name.lower(), view.name)
    return listed(place.word, sorted(names.values(), key=sort_key))
