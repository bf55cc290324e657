"""`client.cascade`."""

from __future__ import annotations

from datetime import datetime, timezone
from decimal import Decimal
from typing import Any

import pytest

import smsbat
from samples import API_MESSAGES, API_PARTS, TO

PATH = "/api/CascadeMessage/send_message/async"


def test_typed_messages_are_taken(sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    message = API_MESSAGES["CascadeMessage"]
    result = client.cascade.send(message)
    assert (result.ok, len(result)) == (True, 1)
    assert result.messages[0].customer_message_id == "c-1"
    arrived = sandbox.messages()[0]
    assert arrived["api"] == "cascade"
    assert arrived["request"] == message.to_dict()
    client.cascade.send([message, {**message.to_dict(), "id": "c-2"}], telegram_viber_first=True)
    assert sandbox.requests()[-1]["path"].endswith("/tg-viber/async")


def test_bad_messages_are_named(sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    with pytest.raises(smsbat.ValidationError) as caught:
        client.cascade.send([smsbat.CascadeMessage(to="1", sender="MyShop", message_type="viber_carousel")])
    assert {"messages[0].toPhone", "messages[0].viberMessage"} <= {p.path for p in caught.value.problems}
    with pytest.raises(smsbat.ValidationError):
        client.cascade.send(smsbat.Sms(to=TO, sender="MyShop", text="x"))
    with pytest.raises(TypeError, match="messages must be a message, a dict or several of them, not int"):
        client.cascade.send(5)  # type: ignore[arg-type]
    assert sandbox.requests() == []


def test_variables(sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    reply = client.cascade.upload_variables([API_PARTS["Variable"], {"id": 8, "type": "name", "value": "x"}])
    assert reply.status_code == 200
    with pytest.raises(smsbat.ValidationError) as caught:
        client.cascade.upload_variables(smsbat.Variable(1, "url", "nowhere"))
    assert caught.value.problems[0].path == "variables[0].value"
    assert len(sandbox.requests()) == 1


@pytest.mark.parametrize("body", ['{"error": {"code": "QUOTA"}}', '{"success": false}', "<p>Sign in"])
def test_without_its_variables_a_template_is_not_sent(
    sandbox: smsbat.Sandbox, client: smsbat.Client, body: str
) -> None:
    sandbox.reply_next(body=body, path_prefix="/api/items")
    with pytest.raises(smsbat.SmsbatError) as caught:
        client.cascade.send_template("{link:short_url}", rows(2), sender="MyShop")
    assert (caught.value.outcome, caught.value.operation) == ("not_sent", "cascade.send_template")
    assert [request["path"] for request in sandbox.requests()] == ["/api/items"]


def test_an_unknown_send_says_so(sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    sandbox.fail_next(502)
    with pytest.raises(smsbat.ServerError) as caught:
        client.cascade.send(API_MESSAGES["CascadeMessage"])
    assert (caught.value.outcome, caught.value.customer_message_ids) == ("unknown", ["c-1"])


def rows(count: int) -> list[dict[str, Any]]:
    return [{"to": f"+38067{i:07}", "n": i, "link": f"https://example.com/{i}"} for i in range(count)]


def test_a_template_goes_out_in_chunks(sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    given = rows(501)
    given[500] = {
        "to": TO,
        "id": "row-501",
        "n": Decimal("10.50"),
        "link": "https://example.com/x",
        "no": None,
    }
    result = client.cascade.send_template(
        "No {n}: {link:short_url} {{}}",
        iter(given),
        sender="MyShop",
        ttl=600,
        scheduled=datetime(2035, 5, 1, 9, tzinfo=timezone.utc),
        variable_ids=(1000, 1600),
    )
    assert result.ok
    assert [row.to for row in result] == [row["to"] for row in given]
    assert result.messages[500].customer_message_id == "row-501"
    assert [r["path"] for r in sandbox.requests()] == ["/api/items", PATH] * 2
    last = sandbox.messages(to=TO)[0]
    assert last["request"]["text"] == "No 10.50: %short_url=1500% {}"
    assert (last["request"]["ttl"], last["request"]["scheduledSent"]) == (600, "2035-05-01T09:00:00Z")
    assert last["rendered"].startswith("No 10.50: https://")


def test_a_failure_at_a_later_chunk_loses_nothing(sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    good = {"status": 200, "json": [{"id": str(i)} for i in range(500)]}
    sandbox.reply_next(**good, path_prefix=PATH)
    sandbox.fail_next(500, path_prefix=PATH)
    with pytest.warns(smsbat.SmsbatWarning, match="from row 500 on"):
        result = client.cascade.send_template("No {n}", rows(1001), sender="MyShop")
    outcomes = [str(row.outcome) for row in result]
    assert outcomes[500:] == ["unknown"] * 500 + ["not_sent"]
    assert not result.ok
    reasons = [row.reason for row in result]
    assert None not in reasons
    assert set(reasons[500:1000]) == {"HTTP 500: the server failed: internal error"}
    assert reasons[1000] == "an earlier request of the call failed, so this one was not made"
    with pytest.raises(smsbat.ProviderError) as caught:
        result.raise_for_outcome()
    assert caught.value.outcome == "unknown"


@pytest.mark.parametrize(
    ("template", "values"),
    [
        ("Discount 20%{n}", {"n": "name=1% for you"}),
        ("{n}{last}", {"n": "%na", "last": "me=1%"}),
        ("{link:url}=1%", {"link": "https://x/%name"}),
        ("%{n}=1%", {"n": "name"}),
        ("%{n}=1%", {"n": "NAME"}),
        ("{link:short_url}name={n}%", {"link": "https://x/y", "n": "1"}),
        ("{link:short_url} %short_{n}=2%", {"link": "https://x/y", "n": "url"}),
    ],
)
def test_no_placeholder_is_put_together_from_pieces(
    sandbox: smsbat.Sandbox, client: smsbat.Client, template: str, values: dict[str, str]
) -> None:
    client.cascade.upload_variables([smsbat.Variable(1, "name", "Somebody else")])
    given = [{"to": TO, "n": "x", "last": "y", "link": "https://x/y"}, {"to": TO, **values}]
    with pytest.raises(smsbat.ValidationError) as caught:
        client.cascade.send_template(template, given, sender="MyShop")
    assert ("rows[1].text", "placeholder") in {(p.path, p.rule) for p in caught.value.problems}
    assert [r["path"] for r in sandbox.requests()] == ["/api/items"]


def test_percent_signs_that_are_no_placeholders_are_sent(
    sandbox: smsbat.Sandbox, client: smsbat.Client
) -> None:
    given = [{"to": TO, "n": "20%", "link": "https://x/?name=1%20%25url"}]
    assert client.cascade.send_template("-{n} %name {link:short_url}%", given, sender="MyShop").ok
    assert sandbox.messages()[0]["request"]["text"].startswith("-20% %name %short_url=")


def test_bad_rows_are_all_named(sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    bad = [
        {"to": TO, "n": 1, "link": "https://example.com"},
        {"to": "12", "n": 1, "link": "https://example.com"},
        {"to": TO, "link": "example.com"},
        {"to": TO, "n": "%name=5%", "link": "https://example.com"},
        {"n": 1, "link": "https://example.com"},
    ]
    with pytest.raises(smsbat.ValidationError) as caught:
        client.cascade.send_template("{n} {link:url}", bad, sender="MyShop")
    assert {(p.path, p.rule) for p in caught.value.problems} == {
        ("rows[1].toPhone", "phone"),
        ("rows[2].n", "required"),
        ("rows[2].link", "url"),
        ("rows[3].n", "placeholder"),
        ("rows[4].toPhone", "phone"),
    }
    assert caught.value.outcome == "not_sent"
    assert sandbox.requests() == []


@pytest.mark.parametrize(
    ("row", "text"),
    [
        ({"n": True}, "rows[0].n must be text or a number, not bool"),
        ({"n": [1]}, "rows[0].n must be text or a number, not list"),
        ({1: "x"}, "rows[0] has a key that is a int, not text"),
        (["to"], "rows[0] must be a mapping, not list"),
    ],
)
def test_rows_of_a_wrong_type(client: smsbat.Client, row: Any, text: str) -> None:
    with pytest.raises(TypeError) as caught:
        client.cascade.send_template("{n}", [row], sender="MyShop")
    assert str(caught.value) == text


@pytest.mark.parametrize(
    "number", [float("nan"), float("inf"), Decimal("NaN"), Decimal("Infinity"), "\ud800"]
)
def test_values_that_nobody_can_read(client: smsbat.Client, number: Any) -> None:
    with pytest.raises(smsbat.ValidationError) as caught:
        client.cascade.send_template("{n}", [{"to": TO, "n": number}], sender="MyShop")
    assert caught.value.field == "rows[0].n"


def test_other_arguments_of_a_template(client: smsbat.Client) -> None:
    row = [{"to": TO, "n": 1.5}]
    for text, given in [
        ("template", {"template": "{n", "rows": row}),
        ("template", {"template": "%name=1%", "rows": row}),
        ("rows", {"template": "{n}", "rows": []}),
        ("ttl", {"template": "{n}", "rows": row, "ttl": -1}),
        ("variable_ids", {"template": "{n}", "rows": row, "variable_ids": (5, 1)}),
        ("scheduled", {"template": "{n}", "rows": row, "scheduled": datetime(2035, 1, 1)}),
    ]:
        with pytest.raises(smsbat.ValidationError) as caught:
            client.cascade.send_template(**given, sender="MyShop")
        assert caught.value.field == text
    with pytest.raises(TypeError, match="rows must be a list of mappings, not dict"):
        client.cascade.send_template("{n}", {"to": TO}, sender="MyShop")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="scheduled must be a datetime with a zone or text, not int"):
        client.cascade.send_template("{n}", row, sender="MyShop", scheduled=5)  # type: ignore[arg-type]


def test_a_row_with_two_recipients_is_not_sent(client: smsbat.Client, sandbox: smsbat.Sandbox) -> None:
    class Several(dict[str, str]):
        """A mapping that may have a name twice, as those of HTTP forms do."""

        def items(self) -> Any:
            return [("to", "+380671234567"), ("to", "+380671234568"), ("name", "Ada")]

    with pytest.raises(smsbat.ValidationError) as caught:
        client.cascade.send_template("Hi {name}", [Several()], sender="MyShop")
    assert [(problem.path, problem.rule) for problem in caught.value.problems] == [("rows[0].to", "twice")]
    sandbox.assert_sent(count=0)
