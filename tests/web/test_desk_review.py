"""An analyst at the desk: decisions and reports change the map, are signed, and can be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from frontline.ledger import decisions, open_ledger

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

DAY = "2015-11-11"
REPORT = (
    "Syrian government troops captured Deir Hafir on 11 November 2015, the army said. ISIS fighters withdrew from it."
)


def _holder(api: httpx.Client, place: str) -> tuple[int, int]:
    at = api.get("theatre").json()["places"]["id"].index(place)
    frame = api.get(f"control?date={DAY}").json()
    return frame["holder"][at], frame["percent"][at]


def _claims(api: httpx.Client, place: str) -> list[dict[str, Any]]:
    return [claim for claim in api.get(f"places/{place}").json()["claims"] if claim["factual"]]


def test_the_doubtful_come_first_and_whoever_is_decided_on_leaves_the_queue(desk_api: httpx.Client) -> None:
    queue = desk_api.get("review").json()
    doubts = [row["doubt"] for row in queue]
    assert doubts == sorted(doubts, reverse=True)
    assert doubts[0] > doubts[-1]
    first = queue[0]["id"]
    assert desk_api.post(f"claims/{first}/decision", json={"decision": "accepted"}).status_code == 200
    assert first not in [row["id"] for row in desk_api.get("review").json()]


def test_a_rejected_claim_moves_the_map_and_undoing_brings_it_back(desk_api: httpx.Client, copied: Path) -> None:
    before = _holder(desk_api, "sheikh-ahmad")
    for claim in [one for one in _claims(desk_api, "sheikh-ahmad") if one["kind"] in {"gain", "hold"}]:
        tried = {"decision": "rejected", "reason": "test", "who": "Ann", "date": DAY}
        assert desk_api.post(f"claims/{claim['id']}/decision", json=tried).json()["kept"]
    after = _holder(desk_api, "sheikh-ahmad")
    assert after != before
    with open_ledger(copied / "ledger.duckdb") as ledger:
        (line,) = decisions(ledger, claim["id"])
    assert (line.who, line.reason) == ("Ann", "test")
    for row in desk_api.get("journal").json():
        if row["what"].startswith("rejected"):
            desk_api.post(f"claims/{row['claim']}/decision", json={"decision": "undo"})
    assert _holder(desk_api, "sheikh-ahmad") == before


def test_a_decision_that_is_only_tried_leaves_no_trace(desk_api: httpx.Client) -> None:
    lines = desk_api.get("journal").json()
    wanted = {"decision": "rejected", "keep": False, "date": DAY}
    queue = desk_api.get("review").json()[:12]
    tried = [desk_api.post(f"claims/{one['id']}/decision", json=wanted).json() for one in queue]
    assert any(one["changed"] for one in tried)
    assert not any(one["kept"] for one in tried)
    assert desk_api.get("journal").json() == lines


def test_an_amended_claim_speaks_of_the_place_it_was_given(desk_api: httpx.Client) -> None:
    claim = next(one for one in _claims(desk_api, "jabbul") if one["kind"] == "gain")
    amended = {"decision": "amended", "amended": {"place_id": "tal-ahmar"}, "date": DAY}
    answer = desk_api.post(f"claims/{claim['id']}/decision", json=amended)
    assert answer.status_code == 200, answer.text
    told = desk_api.get(f"claims/{claim['id']}").json()["claim"]
    assert (told["place_id"], told["decision"]) == ("tal-ahmar", "amended")


def test_an_amendment_to_no_place_or_no_side_says_what_is_near(desk_api: httpx.Client) -> None:
    claim = _claims(desk_api, "jabbul")[0]["id"]
    for amended, near in (({"place_id": "jabul"}, "jabbul"), ({"actor": "goverment"}, "government")):
        answer = desk_api.post(f"claims/{claim}/decision", json={"decision": "amended", "amended": amended})
        assert answer.status_code == 404
        assert near in answer.json()["error"]["sentence"]


def test_a_report_shows_what_it_changes_before_it_is_kept(desk_api: httpx.Client) -> None:
    before = _holder(desk_api, "deir-hafir")
    sent = {"text": REPORT, "source": "Test", "published": DAY, "grade": "A", "date": DAY}
    tried = desk_api.post("reports", json=sent).json()
    assert {"gain"} <= {claim["kind"] for claim in tried["claims"]}
    assert "Deir Hafir" in [one["place"] for one in tried["changed"]]
    assert _holder(desk_api, "deir-hafir") == before
    kept = desk_api.post("reports", json=sent | {"keep": True}).json()
    assert (kept["kept"], kept["changed"]) == (True, tried["changed"])
    assert _holder(desk_api, "deir-hafir") != before
    assert desk_api.get(f"reports/{kept['report']['id']}").json()["text"] == REPORT


def test_a_report_that_is_none_is_refused_in_a_sentence(desk_api: httpx.Client) -> None:
    for sent, word in (({"text": "---\ngrade: Z\n---\nx"}, "grade"), ({"text": "x", "published": "soon"}, "soon")):
        answer = desk_api.post("reports", json=sent)
        assert answer.status_code == 422
        assert word in answer.json()["error"]["sentence"]


def test_what_is_added_by_another_process_is_seen(desk_api: httpx.Client, copied: Path) -> None:
    from frontline.ledger import decide  # noqa: PLC0415
    from frontline.theatre import load  # noqa: PLC0415

    claim = desk_api.get("review").json()[0]["id"]
    with open_ledger(copied / "ledger.duckdb", write=True, theatre=load(copied)) as ledger:
        decide(ledger, claim, "rejected", who="another")
    assert claim not in [row["id"] for row in desk_api.get("review").json()]
