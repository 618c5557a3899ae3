"""Jobs: what they are, when they run, running one, and what became of them."""

from safety_center.services.jobs.board import (
    JobState,
    RunView,
    list_job_states,
    list_runs,
    permit_run,
    request_run,
)
from safety_center.services.jobs.registry import JOBS, Job, Outcome, find_job
from safety_center.services.jobs.runner import RunResult, run_job

__all__ = [
    "JOBS",
    "Job",
    "JobState",
    "Outcome",
    "RunResult",
    "RunView",
    "find_job",
    "list_job_states",
    "list_runs",
    "permit_run",
    "request_run",
    "run_job",
]
