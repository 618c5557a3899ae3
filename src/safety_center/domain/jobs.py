"""Words about the runs of jobs."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from safety_center.domain.vocabulary import Term


class RunState(Term):
    """A run is asked for, begins, and ends well or badly; abandoned: its process died."""

    REQUESTED = "requested", "실행 대기", "Waiting to run"
    RUNNING = "running", "실행 중", "Running"
    DONE = "done", "완료", "Done"
    FAILED = "failed", "실패", "Failed"
    ABANDONED = "abandoned", "중단됨", "Abandoned"


class RunTrigger(Term):
    """What started a run."""

    SCHEDULE = "schedule", "일정", "Schedule"
    REQUEST = "request", "화면에서 요청", "Asked for on screen"
    COMMAND = "command", "명령", "Command"


@dataclass(frozen=True)
class RunMessage:
    """What a run has to say: a Korean msgid and what fills it; codes and numbers only."""

    message: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def encode(self) -> str:
        """As it is kept in the row of the run."""
        return json.dumps([self.message, self.params], ensure_ascii=False)

    @classmethod
    def decode(cls, kept: str) -> "RunMessage":
        """What was kept."""
        return cls(*json.loads(kept))
