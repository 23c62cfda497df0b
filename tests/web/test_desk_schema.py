"""Whatever is sent to the API, it never fails on our side: schemathesis makes calls from its own description."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import one_of

schemathesis = pytest.importorskip("schemathesis", reason="needs the extra `browser`: pip install -e '.[browser]'")

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path


EXAMPLES = int(os.environ.get("FRONTLINE_EXAMPLES", "6"))  # of each call; .ci/run asks for more


def _any_case(operation: Any) -> Any:  # noqa: ANN401 - schemathesis' own
    """Return calls as described, and calls that break the description wherever it can be broken."""
    broken = operation.query or operation.path_parameters or operation.body
    kinds = schemathesis.GenerationMode
    modes = [kinds.POSITIVE, kinds.NEGATIVE] if broken else [kinds.POSITIVE]
    return one_of(*(operation.as_strategy(generation_mode=mode) for mode in modes))


def test_no_call_ends_in_a_fault_of_ours(
    record: Path, serve_once: Callable[[Path], AbstractContextManager[str]]
) -> None:
    called = []
    with serve_once(record) as address:
        schema = schemathesis.openapi.from_url(f"{address}/api/v1/openapi.json")
        for found in schema.get_all_operations():
            operation = found.ok()

            @given(case=_any_case(operation))
            # A forecast weighs the record anew as it was known on each day asked for: seconds each.
            @settings(
                max_examples=2 if operation.path.endswith("outlook") else EXAMPLES,
                suppress_health_check=list(HealthCheck),
                database=None,
            )
            def call(case: Any) -> None:  # noqa: ANN401 - schemathesis' own
                answer = case.call()
                assert answer.status_code < 500, f"{case.method} {case.formatted_path}: {answer.text}"
                if answer.status_code >= 400:
                    assert answer.json()["error"]["sentence"]

            call()
            called.append(operation.label)
    assert {"GET /api/v1/control", "POST /api/v1/reports", "POST /api/v1/claims/{claim_id}/decision"} <= set(called)
