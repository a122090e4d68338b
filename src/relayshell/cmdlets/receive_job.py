"""Receive-Job: what jobs have put out so far."""

from __future__ import annotations

from typing import Any

from relayshell.cmdlets.jobs import JobChooser
from relayshell.commands import param
from relayshell.commands.validation import not_empty, not_null
from relayshell.objects.psobject import PSCustomObject
from relayshell.providers.provider import ItemError
from relayshell.runtime.jobs import Job, JobStateInfo

MODULE = "Microsoft.PowerShell.Core"


class ReceiveJob(JobChooser, name="Receive-Job", alias="rcjb", default_set="Location", module=MODULE):
    """Gives what jobs have put out, in all streams.

    Example: what a job put out

        PS> Start-ThreadJob { 'done' } | Receive-Job -Wait -AutoRemoveJob
        done
    """

    job: Any = param("Jobs.", "System.Management.Automation.Job[]", mandatory=True, position=0, pipeline=True, by_name=True, sets=("ComputerName", "Location", "Session",))
    computer_name: Any = param("Only what came from these machines.", "string[]", position=1, by_name=True, sets=("ComputerName",), alias="Cn", check=not_empty())
    location: Any = param("Only what came from these places.", "string[]", position=1, sets=("Location",), check=not_empty())
    remote_session: Any = param("Sessions on other machines are not offered.", "System.Management.Automation.Runspaces.PSSession[]", position=1, by_name=True, sets=("Session",), name="Session", check=not_null())
    keep: Any = param("Leaves what is received there.", "switch")
    no_recurse: Any = param("Leaves out what their children put out.", "switch")
    force: Any = param("Goes on waiting where a job is suspended; none is here.", "switch")
    wait: Any = param("Goes on until they have ended.", "switch")
    auto_remove_job: Any = param("Forgets the jobs once all is received.", "switch")
    write_events: Any = param("Also gives how their states change.", "switch")
    write_job_in_results: Any = param("Also gives the jobs themselves, first.", "switch")
    name: Any = param("Their names; patterns may stand for them.", "string[]", mandatory=True, position=0, by_name=True, sets=("NameParameterSet",), check=not_empty())
    instance_id: Any = param("Their instance ids.", "guid[]", mandatory=True, position=0, by_name=True, sets=("InstanceIdParameterSet",), check=not_empty())
    id: Any = param("Their ids.", "int[]", mandatory=True, position=0, by_name=True, sets=("SessionIdParameterSet",), check=not_empty())

    def begin(self) -> None:
        self.jobs: list[Job] = []
        if self.auto_remove_job and not self.wait:
            raise ItemError("The AutoRemoveJob parameter cannot be used without the Wait parameter.", "AutoRemoveJobParameterNotAllowed",
                            "InvalidOperation", None, "System.InvalidOperationException")
        if (self.write_events or self.write_job_in_results) and not self.wait:
            name = "WriteEvents" if self.write_events else "WriteJobInResults"
            raise ItemError(f"The {name} parameter cannot be used without the Wait parameter.", f"{name}ParameterNotAllowed",
                            "InvalidOperation", None, "System.InvalidOperationException")
        if self.remote_session:
            raise ItemError("Sessions on other machines are not offered here.", "NotSupported", "NotImplemented", None,
                            "System.Management.Automation.PSNotSupportedException")

    def process(self) -> None:
        for job in self.chosen():
            if not self.wait:
                self._give(job)
            elif job not in self.jobs:
                self.jobs.append(job)
                if self.write_job_in_results:
                    self.write(job)

    def end(self) -> None:
        told: dict[int, str] = {}
        while self.jobs:
            done = all(job.finished for job in self.jobs)
            for job in self.jobs:
                self._give(job)
                if self.write_events and told.get(job.id) != job.state:
                    told[job.id] = job.state
                    self.write(PSCustomObject({"Job": job, "JobStateInfo": JobStateInfo(job.state, job.reason)},
                                              ["System.Management.Automation.JobStateEventArgs", "System.Object"]))
            if done:
                break
            with self.table.changed:
                self.table.changed.wait(0.05)
        if self.auto_remove_job:
            for job in self.jobs:
                self.table.remove(job)

    def _give(self, job: Job) -> None:
        places = {each.lower() for each in [*(self.location or ()), *(self.computer_name or ())]}
        sources = [job] if self.no_recurse else [job, *job.children]
        for source in sources:
            if places and source.location.lower() not in places:
                continue
            for stream, record in source.take(bool(self.keep)):
                self._write(stream, record)

    def _write(self, stream: str, record: Any) -> None:
        if stream == "Output":
            self.write(record)
        elif stream == "Error":
            self.write_error(record)
        elif stream == "Information":
            self.processor.write_information(record)
        elif stream == "Progress":
            self.write_progress(record)
        else:
            getattr(self, f"write_{stream.lower()}")(record.message)

