"""Work that takes longer than an answer may: begun once, asked for again until it is done."""

from __future__ import annotations

__all__ = ["Slow", "Working"]

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Event, Lock, Thread
from time import monotonic
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

_KEPT = 32  # results
_PATIENCE = 2.0  # seconds that an answer waits for work before it says that it is under way


@dataclass(frozen=True, slots=True)
class Working:
    """The work is under way, for so many seconds."""

    seconds: float


@dataclass(eq=False)
class _Job:
    make: Callable[[], Any]
    began: float = field(default_factory=monotonic)
    done: Event = field(default_factory=Event)
    begun: bool = False
    value: Any = None
    error: Exception | None = None


@dataclass(eq=False)
class Slow:
    """Do one piece of work at a time; what nobody waits for any longer, because another was asked for, is dropped."""

    patience: float = _PATIENCE
    _jobs: OrderedDict[Hashable, _Job] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)
    _one: Lock = field(default_factory=Lock)

    def ask(self, key: Hashable, make: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever is made
        """Return what `make` makes, made once for each key; `Working` while it is not done. Its errors are raised."""
        with self._lock:
            job = self._jobs.get(key)
            if job is None:
                for other in [one for one, kept in self._jobs.items() if not kept.begun]:
                    del self._jobs[other]
                while len(self._jobs) >= _KEPT:
                    self._jobs.popitem(last=False)
                job = self._jobs[key] = _Job(make)
                # A thread that does not keep the program from ending.
                Thread(target=self._run, args=(key, job), daemon=True).start()
        if not job.done.wait(self.patience):
            return Working(monotonic() - job.began)
        if job.error is not None:
            with self._lock:
                self._jobs.pop(key, None)
            raise job.error
        return job.value

    def _run(self, key: Hashable, job: _Job) -> None:
        with self._one:
            with self._lock:
                if self._jobs.get(key) is not job:
                    return
                job.begun = True
            try:
                job.value = job.make()
            except Exception as error:  # noqa: BLE001 - told to who asks, in his own thread
                job.error = error
            job.done.set()
