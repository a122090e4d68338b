"""What a session does when it ends: the event PowerShell.Exiting, its jobs ended, its transcripts closed."""

from __future__ import annotations

from typing import Any


def close(session: Any) -> None:
    """End a session. What goes wrong is not told: nobody is there any more."""
    services = session.services
    events = services.get("events")
    if events is not None and any(each.source.lower() == "powershell.exiting" for each in events.subscribers):
        events.raise_event("PowerShell.Exiting")
        try:
            session.run_action(lambda write: events.pump())
        except Exception:
            pass
    jobs = services.get("jobs")
    if jobs is not None:
        for job in list(jobs.jobs.values()):
            job.stop()
    transcripts = services.get("transcripts")
    if transcripts is not None:
        while transcripts.open:
            transcripts.open.pop().close()
