"""Jobs: finding, awaiting, stopping and removing them."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

from relayshell.commands import Cmdlet, param
from relayshell.commands.ranges import between
from relayshell.commands.validation import not_empty
from relayshell.objects.psobject import unwrap
from relayshell.objects.text import to_text
from relayshell.providers.provider import ItemError
from relayshell.runtime.jobs import FINISHED, Job, JobTable, jobs_of

MODULE = "Microsoft.PowerShell.Core"
ARGUMENT = "System.Management.Automation.PSArgumentException"


class JobChooser(Cmdlet):
    """A cmdlet whose parameters choose jobs."""

    id: Any = None
    name: Any = None
    instance_id: Any = None
    state: Any = None
    command: Any = None
    filter: Any = None
    job: Any = None

    @property
    def table(self) -> JobTable:
        return jobs_of(self.session)

    def chosen(self) -> list[Job]:
        """The jobs that were asked for; an error written for each that is not there."""
        jobs = list(self.table.jobs.values())
        if self.job is not None:
            given = self.job if isinstance(self.job, list) else [self.job]
            return [unwrap(each) for each in given]
        if self.id is not None:
            return self._each(self.id, jobs, lambda job, id: job.id == int(id), "JobWithSpecifiedSessionNotFound",
                              "The command cannot find a job with the job ID {}. Verify the value of the Id parameter and then try the command again.")
        if self.instance_id is not None:
            return self._each(self.instance_id, jobs, lambda job, id: job.instance_id == id, "JobWithSpecifiedInstanceIdNotFound",
                              "The command cannot find a job with the instance identifier {}. Verify the value of the InstanceId parameter, "
                              "and then try the command again.")
        if self.name is not None:
            return self._each(self.name, jobs, lambda job, name: _like(name, job.name), "JobWithSpecifiedNameNotFound",
                              "The command cannot find the job because the job name {} was not found. Verify the value of the Name parameter, "
                              "and then try the command again.")
        if self.state is not None:
            return [job for job in jobs if job.state == to_text(self.state)]
        if self.command is not None:
            return [job for job in jobs if any(_like(each, job.command) for each in self.command)]
        if self.filter is not None:
            return [job for job in jobs if self._has(job)]
        return jobs

    def _each(self, wanted: Any, jobs: Iterable[Job], fits: Any, id: str, message: str) -> list[Job]:
        from relayshell.providers.names import has_wildcard

        found: list[Job] = []
        every = [*jobs, *(child for job in self.table.jobs.values() for child in job.children)]
        for value in wanted if isinstance(wanted, list) else [wanted]:
            fitting = [job for job in every if fits(job, value) and job not in found]
            if not fitting and not (isinstance(value, str) and has_wildcard(value)):
                self.write_error(ItemError(message.replace("{}", to_text(value)), id, "ObjectNotFound", value, ARGUMENT))
            found += fitting
        return found

    def _has(self, job: Job) -> bool:
        from relayshell.objects.members import property_value

        for key, value in self.filter.items():
            found = property_value(job, to_text(key))
            if found is None or not _like(to_text(value), to_text(found[0])):
                return False
        return True


def _like(pattern: str, text: str) -> bool:
    from relayshell.objects.wildcard import compile_wildcard

    return bool(compile_wildcard(pattern, True).match(text))


class GetJob(
    JobChooser, name="Get-Job", alias="gjb", default_set="SessionIdParameterSet", output=("System.Management.Automation.Job",), module=MODULE,
):
    """Lists the jobs of this session.

    Example: how a job stands

        PS> $job = Start-ThreadJob { 1 } -Name Example
        PS> $null = Wait-Job $job
        PS> (Get-Job Example).State
        Completed
        PS> Remove-Job $job
    """

    include_child_job: Any = param("Gives their children too.", "switch", sets=("CommandParameterSet", "InstanceIdParameterSet", "NameParameterSet", "SessionIdParameterSet", "StateParameterSet",))
    child_job_state: Any = param("Gives their children in this state instead.", "System.Management.Automation.JobState", sets=("CommandParameterSet", "InstanceIdParameterSet", "NameParameterSet", "SessionIdParameterSet", "StateParameterSet",))
    has_more_data: Any = param("Only those that have, or have not, something to receive.", "bool", sets=("CommandParameterSet", "InstanceIdParameterSet", "NameParameterSet", "SessionIdParameterSet", "StateParameterSet",))
    before: Any = param("Only those that ended before this time.", "datetime", sets=("CommandParameterSet", "InstanceIdParameterSet", "NameParameterSet", "SessionIdParameterSet", "StateParameterSet",))
    after: Any = param("Only those that ended after this time.", "datetime", sets=("CommandParameterSet", "InstanceIdParameterSet", "NameParameterSet", "SessionIdParameterSet", "StateParameterSet",))
    newest: Any = param("Only this many, of those begun last.", "int", sets=("CommandParameterSet", "InstanceIdParameterSet", "NameParameterSet", "SessionIdParameterSet", "StateParameterSet",))
    name: Any = param("Their names; patterns may stand for them.", "string[]", mandatory=True, position=0, by_name=True, sets=("NameParameterSet",), check=not_empty())
    instance_id: Any = param("Their instance ids.", "guid[]", mandatory=True, position=0, by_name=True, sets=("InstanceIdParameterSet",), check=not_empty())
    id: Any = param("Their ids.", "int[]", position=0, by_name=True, sets=("SessionIdParameterSet",), check=not_empty())
    state: Any = param("Those in this state.", "System.Management.Automation.JobState", mandatory=True, position=0, by_name=True, sets=("StateParameterSet",))
    command: Any = param("Jobs whose command matches one of these patterns.", "string[]", by_name=True, sets=("CommandParameterSet",), check=not_empty())
    filter: Any = param("Jobs with these properties.", "hashtable", mandatory=True, position=0, by_name=True, sets=("FilterParameterSet",), check=not_empty())

    def process(self) -> None:
        found = [job for job in self.chosen() if self._wanted(job)]
        if self.is_given("newest"):
            found = sorted(found, key=lambda job: job.id, reverse=True)[: int(self.newest)]
        for job in found:
            if self.is_given("child_job_state"):
                self.write_many([child for child in job.children if child.state == to_text(self.child_job_state)])
                continue
            self.write(job)
            if self.include_child_job:
                self.write_many(job.children)

    def _wanted(self, job: Job) -> bool:
        from relayshell.objects.compare import compare_values

        if self.is_given("has_more_data") and job.has_more_data != bool(self.has_more_data):
            return False
        for given, sign in ((self.after, 1), (self.before, -1)):
            if given is not None and (job.ended is None or compare_values(job.ended, given) * sign <= 0):
                return False
        return True


class WaitJob(
    JobChooser, name="Wait-Job", alias="wjb", default_set="SessionIdParameterSet", output=("System.Management.Automation.Job",), module=MODULE,
):
    """Waits until jobs have ended.

    Example: until a job has ended

        PS> (Start-ThreadJob { 1 } | Wait-Job).State
        Completed
    """

    job: Any = param("Jobs.", "System.Management.Automation.Job[]", mandatory=True, position=0, pipeline=True, by_name=True, sets=("JobParameterSet",), check=not_empty())
    any: Any = param("Waits for one of them, not for all.", "switch")
    timeout: Any = param("How many seconds to wait.", "int", alias="TimeoutSec", check=between(-1, 2147483))
    force: Any = param("Goes on waiting where a job is suspended; none is here.", "switch")
    name: Any = param("Their names; patterns may stand for them.", "string[]", mandatory=True, position=0, by_name=True, sets=("NameParameterSet",), check=not_empty())
    instance_id: Any = param("Their instance ids.", "guid[]", mandatory=True, position=0, by_name=True, sets=("InstanceIdParameterSet",), check=not_empty())
    id: Any = param("Their ids.", "int[]", mandatory=True, position=0, by_name=True, sets=("SessionIdParameterSet",), check=not_empty())
    state: Any = param("Those in this state.", "System.Management.Automation.JobState", mandatory=True, position=0, by_name=True, sets=("StateParameterSet",))
    filter: Any = param("Jobs with these properties.", "hashtable", mandatory=True, position=0, by_name=True, sets=("FilterParameterSet",), check=not_empty())

    def begin(self) -> None:
        self.waiting: list[Job] = []

    def process(self) -> None:
        self.waiting += [job for job in self.chosen() if job not in self.waiting]

    def end(self) -> None:
        until = None if self.timeout is None or int(self.timeout) < 0 else time.monotonic() + int(self.timeout)
        await_jobs(self.table, self.waiting, bool(self.any), until)
        done = [job for job in self.waiting if job.finished]
        self.write_many(done[:1] if self.any else done)


def await_jobs(table: JobTable, jobs: list[Job], any_one: bool = False, until: float | None = None) -> bool:
    """Whether all jobs, or one of them, ended before a time of the monotonic clock."""
    test = any if any_one else all
    while not test(job.state in FINISHED for job in jobs):
        if not jobs or until is not None and time.monotonic() >= until:
            return False
        with table.changed:
            table.changed.wait(0.05)
    return True


class StopJob(
    JobChooser, name="Stop-Job", alias="spjb", default_set="SessionIdParameterSet", should_process=True, output=("System.Management.Automation.Job",), module=MODULE,
):
    """Ends jobs.

    Example: a job ended

        PS> (Start-ThreadJob { Start-Sleep 60 } | Stop-Job -PassThru).State
        Stopped
    """

    job: Any = param("Jobs.", "System.Management.Automation.Job[]", mandatory=True, position=0, pipeline=True, by_name=True, sets=("JobParameterSet",), check=not_empty())
    pass_thru: Any = param("Also gives the jobs.", "switch")
    name: Any = param("Their names; patterns may stand for them.", "string[]", mandatory=True, position=0, by_name=True, sets=("NameParameterSet",), check=not_empty())
    instance_id: Any = param("Their instance ids.", "guid[]", mandatory=True, position=0, by_name=True, sets=("InstanceIdParameterSet",), check=not_empty())
    id: Any = param("Their ids.", "int[]", mandatory=True, position=0, by_name=True, sets=("SessionIdParameterSet",), check=not_empty())
    state: Any = param("Those in this state.", "System.Management.Automation.JobState", mandatory=True, position=0, by_name=True, sets=("StateParameterSet",))
    filter: Any = param("Jobs with these properties.", "hashtable", mandatory=True, position=0, by_name=True, sets=("FilterParameterSet",), check=not_empty())

    def process(self) -> None:
        for job in self.chosen():
            if self.should_process(f"Command: {job.command} Job ID: {job.id}" if job.command else f"Job ID: {job.id}", "Stop-Job"):
                job.stop()
            if self.pass_thru:
                self.write(job)


class RemoveJob(
    JobChooser, name="Remove-Job", alias="rjb", default_set="SessionIdParameterSet", should_process=True, output=("System.Management.Automation.Job",), module=MODULE,
):
    """Forgets jobs.

    Example: a job forgotten

        PS> Start-ThreadJob { 1 } -Name Gone | Wait-Job | Remove-Job
        PS> @(Get-Job Gon*).Count
        0
    """

    job: Any = param("Jobs.", "System.Management.Automation.Job[]", mandatory=True, position=0, pipeline=True, by_name=True, sets=("JobParameterSet",), check=not_empty())
    force: Any = param("Stops those that still run.", "switch", sets=("FilterParameterSet", "InstanceIdParameterSet", "JobParameterSet", "NameParameterSet", "SessionIdParameterSet",), alias="F")
    name: Any = param("Their names; patterns may stand for them.", "string[]", mandatory=True, position=0, by_name=True, sets=("NameParameterSet",), check=not_empty())
    instance_id: Any = param("Their instance ids.", "guid[]", mandatory=True, position=0, by_name=True, sets=("InstanceIdParameterSet",), check=not_empty())
    id: Any = param("Their ids.", "int[]", mandatory=True, position=0, by_name=True, sets=("SessionIdParameterSet",), check=not_empty())
    state: Any = param("Those in this state.", "System.Management.Automation.JobState", mandatory=True, position=0, by_name=True, sets=("StateParameterSet",))
    command: Any = param("Jobs whose command matches one of these patterns.", "string[]", by_name=True, sets=("CommandParameterSet",), check=not_empty())
    filter: Any = param("Jobs with these properties.", "hashtable", mandatory=True, position=0, by_name=True, sets=("FilterParameterSet",), check=not_empty())

    def process(self) -> None:
        for job in self.chosen():
            if not self.should_process(f"Job ID: {job.id}", "Remove-Job"):
                continue
            if not job.finished and job.state != "NotStarted" and not self.force:
                self.write_error(ItemError(
                    f"The command cannot remove the job with the job ID {job.id} because the job is not finished. To remove the job, first stop "
                    "the job, or use the Force parameter.", "JobObjectNotFinishedCannotBeRemoved", "InvalidOperation", job, ARGUMENT))
                continue
            job.stop()
            self.table.remove(job)


class DebugJob(JobChooser, name="Debug-Job", default_set="JobParameterSet", should_process=True, module=MODULE):
    """Is known by name alone: this shell has no debugger to attach to a job."""

    break_all: Any = param("Has no meaning without a debugger.", "switch")
    id: Any = param("Their ids.", "int", mandatory=True, position=0, sets=("JobIdParameterSet",))
    instance_id: Any = param("Their instance ids.", "guid", mandatory=True, position=0, sets=("JobInstanceIdParameterSet",))
    job: Any = param("Jobs.", "System.Management.Automation.Job", mandatory=True, position=0, pipeline=True, by_name=True, sets=("JobParameterSet",))
    name: Any = param("Their names; patterns may stand for them.", "string", mandatory=True, position=0, sets=("JobNameParameterSet",))

    def process(self) -> None:
        for job in self.chosen():
            if self.should_process(f"{job.name}{' (all)' if self.break_all else ''}", "Debug-Job"):
                raise ItemError(f"Cannot debug job '{job.name}': this shell has no debugger for jobs. Receive its output, or run its block here.",
                                "DebugJobNotSupported", "NotImplemented", job, "System.Management.Automation.PSNotSupportedException")

