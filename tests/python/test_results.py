"""Results of sends: rows by index, reasons of refusals, waits for rows and results."""

from __future__ import annotations

import asyncio
import copy
import enum
import functools
import gc
import itertools
import operator
import pickle
import time
from collections import deque
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

import smsbat

DELIVERED, REFUSED, STUCK = "+380990000001", "+380990000101", "+380990000301"


def sms(to: str = DELIVERED, own_id: str | None = None) -> smsbat.Sms:
    return smsbat.Sms(to=to, sender="MyShop", text="Hello", customer_message_id=own_id)


def test_rows_by_index_and_slice(client: smsbat.Client) -> None:
    result = client.send([sms(), sms(REFUSED), sms(STUCK)])
    rows = list(result)
    assert (result[0], result[-1], result[True]) == (rows[0], rows[2], rows[1])
    assert (result[1:], result[::-1], result[5:]) == (rows[1:], rows[::-1], [])
    assert rows[1] in result
    assert result[0] not in result[1:]
    assert list(reversed(result)) == rows[::-1]
    for wrong in (3, -4):
        with pytest.raises(IndexError):
            result[wrong]
    with pytest.raises(TypeError):
        result["0"]  # type: ignore[call-overload]
    message = smsbat.TurboSmsMessage(
        recipients=[DELIVERED, REFUSED], sender="MyShop", text="x", sms=smsbat.TurboSms()
    )
    sent = client.turbosms.send(message)
    assert [sent[0], sent[-1]] == sent[0:2] == list(sent)


def test_a_row_that_a_program_keeps_stays_as_it_was(client: smsbat.Client) -> None:
    """An iterator makes an object that nobody has any more the next row."""
    numbers = [DELIVERED, REFUSED] * 30
    result = client.send([sms(to, f"own-{i}") for i, to in enumerate(numbers)])
    whole = result.to_dicts()

    def seen(row: smsbat.SentMessage) -> dict[str, object]:
        return {name: getattr(row, name) for name in whole[0]}

    def of(rows: Iterable[smsbat.SentMessage]) -> list[dict[str, object]]:
        return [seen(row) for row in rows]

    assert of(result) == of(list(result)) == whole
    # Whatever a program keeps of the rows that it sees, and however long.
    for every in range(1, 5):
        for first in range(every):
            kept = []
            for i, row in enumerate(result):
                assert seen(row) == whole[i]
                if i % every == first:
                    kept.append(row)
            assert of(kept) == whole[first::every]
            assert len({id(row) for row in kept}) == len(kept)
    for length in range(1, 5):
        latest: deque[smsbat.SentMessage] = deque(maxlen=length)
        for i, row in enumerate(result):
            latest.append(row)
            assert of(latest) == whole[max(0, i + 1 - length) : i + 1]
    # Two loops at once, one iterator in two places, and a row in the hands of another object.
    assert [(seen(one), seen(other)) for one, other in zip(result, result, strict=True)] == [
        (row, row) for row in whole
    ]
    iterator = iter(result)
    pairs = list(zip(iterator, iterator, strict=True))
    assert of(row for pair in pairs for row in pair) == whole
    calls = [functools.partial(seen, row) for row in result]
    assert [call() for call in calls] == whole
    assert len(set(result)) == len(whole)
    # Reading goes on with what was not asked for.
    iterator = iter(result)
    assert seen(next(iterator)) == whole[0]
    del result
    assert of(iterator) == whole[1:]


def test_threads_share_an_iterator_over_rows(client: smsbat.Client) -> None:
    result = client.send([sms(own_id=f"own-{i}") for i in range(2000)])
    iterator = iter(result)

    def read(_: int) -> list[tuple[str | None, str | None]]:
        found = []
        for row in iterator:
            first = row.message_id
            # Lets other threads run between the two reads.
            time.sleep(0)
            assert first == row.message_id
            found.append((first, row.customer_message_id))
        return found

    with ThreadPoolExecutor(4) as threads:
        found = [pair for pairs in threads.map(read, range(4)) for pair in pairs]
    assert sorted(found) == sorted((row.message_id, row.customer_message_id) for row in result.messages)


def test_rows_are_the_same_however_they_are_read(client: smsbat.Client) -> None:
    result = client.send([sms(), sms(REFUSED), sms(STUCK)])
    iterator = iter(result)
    assert operator.length_hint(iterator) == 3
    first = next(iterator)
    # A row outlives its result, and reading one does not change what the others give.
    assert [first, *iterator] == list(result.messages) == list(result) == [result[i] for i in range(3)]
    assert next(iterator, None) is None
    assert operator.length_hint(iterator) == 0
    assert iter(iterator) is iterator
    assert result[0] is result[0] is result.messages[0]
    assert result.message_ids == [row.message_id for row in result]
    assert result.outcomes == ["accepted", "rejected", "accepted"]
    assert all(a is b.outcome for a, b in zip(result.outcomes, result, strict=True))
    columns = result.to_columns()
    assert list(columns) == list(smsbat.SentMessage.__match_args__)
    dicts = [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
    assert dicts == result.to_dicts()
    assert [list(row) for row in dicts] == [list(columns)] * 3
    assert {type(outcome) for outcome in columns["outcome"]} == {str}
    message = smsbat.TurboSmsMessage(
        recipients=[DELIVERED, REFUSED], sender="MyShop", text="x", sms=smsbat.TurboSms()
    )
    sent = client.turbosms.send(message)
    assert sent.message_ids == [row.message_id for row in sent]
    assert sent.outcomes == ["accepted", "rejected"]
    assert sent.to_columns()["phone"] == [row["phone"] for row in sent.to_dicts()]


def test_columns_by_their_names(client: smsbat.Client) -> None:
    """Of a result, a report and a summary, in the caller's order; a name that no column has is refused."""
    result = client.send([sms(), sms(REFUSED)])
    report = client.messages.send_bulk([sms(), sms(REFUSED)])
    summary = client.messages.track(report, timeout=0)
    both = functools.partial(summary.to_columns, report)
    for table in (result.to_columns, report.to_columns, summary.to_columns, both):
        everything: dict[str, list[Any]] = table()
        for names in (["message_id"], [*everything][::-1], ("to", "to"), iter(["to", "message_id"]), []):
            wanted = list(dict.fromkeys(names := list(names)))
            found = table(columns=iter(names))
            assert list(found) == wanted
            assert found == {name: everything[name] for name in wanted}
        with pytest.raises(smsbat.ValidationError, match=r"columns must be .*, not 'Phone'") as caught:
            table(columns=["to", "Phone"])
        assert [problem.rule for problem in caught.value.problems] == ["known"]
        endless = itertools.repeat("to")
        for wrong, kind in (
            ("to", "str"),
            (1, "int"),
            ([1], "int"),
            ([None], "NoneType"),
            (endless, "repeat"),
        ):
            with pytest.raises(TypeError, match=f"columns must be a list of names, not {kind}"):
                table(columns=wrong)
    assert both(columns=["delivery", "to", "outcome"])["outcome"] == ["accepted", "rejected"]
    with pytest.raises(smsbat.ValidationError):
        summary.to_columns(columns=["parts"])


def test_threads_share_an_iterator(client: smsbat.Client) -> None:
    """Every row comes out at least once and none twice, as with the iterator of a list."""
    result = client.send([sms() for _ in range(2_000)])
    iterator = iter(result)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: [row.customer_message_id for row in iterator], range(4)))
    ids = [own_id for part in found for own_id in part]
    assert sorted(ids) == sorted(result.to_columns()["customer_message_id"])


def test_a_refused_row_says_why(client: smsbat.Client) -> None:
    result = client.send([sms(), sms(REFUSED)])
    assert (result[0].code, result[0].reason) == (None, None)
    assert (result[1].code, result[1].reason) == ("INVALID_RECIPIENT", "the number is in the stop list")
    assert "code='INVALID_RECIPIENT', reason='the number is in the stop list'" in repr(result[1])
    assert "the number is in the stop list" in result._repr_html_()
    assert pickle.loads(pickle.dumps(result))[1].reason == result[1].reason
    assert result.to_dicts()[1]["reason"] == "the number is in the stop list"
    with pytest.raises(smsbat.ProviderError, match="stop list") as caught:
        result.raise_for_outcome()
    assert caught.value.code == "INVALID_RECIPIENT"
    message = smsbat.TurboSmsMessage(
        recipients=[DELIVERED, REFUSED], sender="MyShop", text="x", sms=smsbat.TurboSms()
    )
    rows = client.messages.send_bulk([sms(), sms(REFUSED)])
    assert [row["reason"] for row in rows] == [None, "the number is in the stop list"]
    row = client.turbosms.send(message)[1]
    assert (row.code, row.reason) == ("404", "NOT_ALLOWED_NUMBER_STOPLIST")
    assert "NOT_ALLOWED_NUMBER_STOPLIST" in repr(row)


def test_a_reason_may_name_a_number_but_not_in_a_log(sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    reason = "Номер +380671234567 у стоп-листі\x1b[2J"
    sandbox.reply_next(json={"messages": [{"status": "rejected", "error": {"message": reason}}]})
    result = client.send(sms())
    assert result[0].reason == reason
    with pytest.raises(smsbat.ProviderError) as caught:
        result.raise_for_outcome()
    for text in (repr(result[0]), str(caught.value), result._repr_html_()):
        assert "Номер" in text
        assert "380671234567" not in text
        assert "380…67" in text
    assert "\x1b" not in repr(result[0]) + str(caught.value)


def test_waiting_for_rows_and_results(sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    result = client.send(sms())
    sandbox.advance(3)
    row = result[0]
    known = client.status(row)
    for one in (row.message_id, row, result, known, {"message_id": row.message_id, "index": 0}):
        assert one is not None
        assert client.wait(one, timeout=5).is_delivered
        assert client.messages.wait(one, timeout=5).is_delivered
        assert client.status(one).message_id == row.message_id

    async def waits() -> list[Any]:
        async with smsbat.AsyncClient(api_key="test-key", base_url=sandbox.url) as asynchronous:
            return [
                await asynchronous.wait(result, timeout=5),
                await asynchronous.messages.wait(row, timeout=5),
                await asynchronous.status(row),
                *await asynchronous.wait_all(result, timeout=5),
                *await asynchronous.messages.wait_all([row, known], timeout=5),
            ]

    assert all(status.is_delivered for status in asyncio.run(waits()))


def test_what_has_no_id_is_not_waited_for(sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    refused = client.send(sms(REFUSED))
    several = client.send([sms(), sms()])
    before = len(sandbox.requests())
    no_id = "the message has no id because it was not accepted"
    given: list[tuple[Any, str]] = [
        (None, no_id),
        (refused[0], no_id),
        (refused, no_id),
        ({"message_id": None}, no_id),
        (several, "has 2"),
        ("", "must not be empty"),
    ]
    for one, text in given:
        for ask in (client.wait, client.status, client.messages.wait, client.messages.status):
            with pytest.raises(smsbat.ValidationError, match=text) as caught:
                ask(one)
            assert caught.value.field == "message_id"
            assert caught.value.outcome == "not_sent"
    for wrong in (5, b"id", object(), {"id": "x"}, sms(), client):
        with pytest.raises(TypeError, match="must be an id, a row of a send or its result"):
            client.wait(wrong)  # type: ignore[arg-type]
    with pytest.raises(smsbat.ValidationError, match=no_id) as caught:
        client.wait_all([several[0], refused[0], several[1], None])
    assert [problem.path for problem in caught.value.problems] == ["messages[1]", "messages[3]"]
    with pytest.raises(smsbat.ValidationError, match=no_id):
        client.wait_all(None)
    with pytest.raises(smsbat.ValidationError, match="interval"):
        client.wait_all(several, interval=0.5)

    async def waits() -> None:
        async with smsbat.AsyncClient(api_key="test-key", base_url=sandbox.url) as asynchronous:
            for one, text in given:
                with pytest.raises(smsbat.ValidationError, match=text):
                    await asynchronous.wait(one)
            with pytest.raises(smsbat.ValidationError, match=no_id):
                await asynchronous.wait_all(refused)

    asyncio.run(waits())
    assert len(sandbox.requests()) == before


def test_waiting_for_all(sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    result = client.send([sms(STUCK), sms(), sms("+380990000201")])
    sandbox.advance(5)
    started = time.monotonic()
    statuses = client.wait_all([*result, result[1]], timeout=0.5, interval=1)
    assert time.monotonic() - started < 5
    assert [status.delivery_status for status in statuses] == [
        "processing",
        "delivered",
        "undeliverable",
        "delivered",
    ]
    assert [status.message_id for status in statuses] == [row.message_id for row in (*result, result[1])]
    asked = [r for r in sandbox.requests() if r["path"].startswith("/bat/message/")]
    assert len(asked) == 3
    assert client.wait_all([]) == client.wait_all(row for row in result[:0]) == []
    lost = client.wait_all([result[1], "no-such-id"], timeout=0.5, interval=1)
    assert [status.delivery_status for status in lost] == ["delivered", "unknown"]
    assert (lost[1].message_id, lost[1].is_final, lost[1].is_delivered) == ("no-such-id", False, False)
    with pytest.raises(smsbat.NotFoundError) as caught:
        client.wait_all("no-such-id", timeout=0.5, interval=1)
    assert caught.value.operation == "messages.wait_all"


def test_waiting_for_all_asks_again(sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    result = client.send([sms(), sms("+380990000002"), sms("+380990000204")])
    started = time.monotonic()
    statuses = client.wait_all(result, timeout=20, interval=1)
    most = 1 + (time.monotonic() - started)
    assert [status.delivery_status for status in statuses] == ["delivered", "delivered", "read"]
    for row in result:
        asked = [r for r in sandbox.requests() if r["path"] == f"/bat/message/{row.message_id}"]
        assert 1 < len(asked) <= most


def test_an_outcome_has_one_name() -> None:
    # polars makes its categories of the names, and refuses two of one value.
    assert list(smsbat.Outcome.__members__) == ["ACCEPTED", "REJECTED", "NOT_SENT", "UNKNOWN"]


def test_outcomes_that_a_program_keeps_are_no_work_for_the_collector(client: smsbat.Client) -> None:
    result = client.send([sms(), sms(REFUSED)])
    kept = [(row.message_id, row.outcome, row.reason) for row in result]
    by_id = {str(row.message_id): row.outcome for row in result}
    assert {str(outcome) for _, outcome, _ in kept} == {"accepted", "rejected"}
    gc.collect()
    assert not any(gc.is_tracked(row) for row in kept)
    # They are as other members of an Enum are, after any number of collections.
    for _ in range(20):
        gc.collect()
    assert [type(outcome) for outcome in by_id.values()] == [smsbat.Outcome] * 2
    assert isinstance(kept[0][1], enum.Enum)
    assert copy.deepcopy(kept) == kept
    assert pickle.loads(pickle.dumps(kept[0]))[1] is kept[0][1]
