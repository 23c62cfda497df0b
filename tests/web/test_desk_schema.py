"""Whatever is sent to the API, it never fails on our side: schemathesis makes calls from its own description."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

schemathesis = pytest.importorskip("schemathesis", reason="needs the extra `browser`: pip install -e '.[browser]'")

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path


@pytest.fixture(scope="module")
def described(record: Path, serve_once: Callable[[Path], AbstractContextManager[str]]) -> Iterator[Any]:
    with serve_once(record) as address:
        yield schemathesis.openapi.from_url(f"{address}/api/v1/openapi.json")


schema = schemathesis.pytest.from_fixture("described")


@schema.parametrize()
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_call_ends_in_a_fault_of_ours(case: Any) -> None:
    answer = case.call()
    case.validate_response(answer, checks=[schemathesis.checks.not_a_server_error])
    if answer.status_code >= 400:
        assert answer.json()["error"]["sentence"]
