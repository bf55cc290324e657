"""Output for notebooks and data frames."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

import smsbat
from samples import API_MESSAGES, MESSAGES, PARTS

EVERY = {**MESSAGES, **API_MESSAGES}
EVIL = '<script>alert("&")</script>'


@pytest.mark.parametrize("name", EVERY)
def test_a_message_shows_itself(name: str) -> None:
    message = EVERY[name]
    shown = smsbat.preview(message)
    bundle = message._repr_mimebundle_()
    assert bundle == shown._repr_mimebundle_(include=None, exclude=set())
    assert bundle == {"text/html": shown.html, "text/plain": str(shown)}
    assert shown.text == str(shown)
    assert "smsbat" in shown.html
    assert "MyShop" in shown.text
    for text in (shown.html, shown.text, repr(shown)):
        # The number that a button calls is the sender's own text.
        assert "380671234567" not in text.replace("calls +380671234567", "")


def test_a_dict_is_shown_as_it_would_go_out() -> None:
    given = {"type": "sms", "to": "+380671234567", "from": "MyShop", "text": EVIL}
    assert EVIL in smsbat.preview(given).text
    assert EVIL not in smsbat.preview(given).html
    assert "&lt;script&gt;" in smsbat.preview(given).html
    assert (
        smsbat.preview(smsbat.Sms(to="+380671234567", sender="MyShop", text=EVIL)).html
        == smsbat.preview(given).html
    )


def test_parts_are_no_messages() -> None:
    for part in PARTS.values():
        assert part._repr_mimebundle_() is None
        with pytest.raises(TypeError, match="must be a message or a dict, not"):
            smsbat.preview(part)
    for wrong in ("text", None, [MESSAGES["Sms"]]):
        with pytest.raises(TypeError, match="must be a message or a dict, not"):
            smsbat.preview(wrong)  # type: ignore[arg-type]


def test_replies_are_tables(client: smsbat.Client) -> None:
    result = client.send([MESSAGES["Sms"], MESSAGES["FlashCall"]])
    html = result._repr_html_()
    for word in ("<table", "accepted", str(result.messages[0].message_id)):
        assert word in html
    assert "380671234567" not in html
    assert "scheduled" in client.status(result.messages[0].message_id or "")._repr_html_()
    chat = next(client.chathub.chats())
    assert "Where is my parcel" in chat._repr_html_()
    assert "380670000101" not in client.chathub.chat_messages(6601)[0]._repr_html_()


def test_errors_are_tables(sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    sandbox.reply_next(status=429, json={"message": EVIL}, headers={"Retry-After": "7"})
    with pytest.raises(smsbat.RateLimitError) as caught:
        client.send(MESSAGES["Sms"])
    html = caught.value._repr_html_()
    for word in ("RateLimitError", "not_sent", "messages.send", "429", "7.0"):
        assert word in html
    assert "<script" not in html
    assert pickle.loads(pickle.dumps(caught.value))._repr_html_() == html
    with pytest.raises(smsbat.ValidationError) as invalid:
        client.send(smsbat.Sms(to="12"))
    assert invalid.value._repr_html_().count('<th scope="row">problem') == len(invalid.value.problems) > 1
    assert "unknown" in smsbat.SmsbatError("x", outcome="unknown")._repr_html_()


def test_rows_for_data_frames(client: smsbat.Client) -> None:
    result = client.send([MESSAGES["Sms"], {**MESSAGES["Sms"].to_dict(), "to": "+380990000101"}])
    rows = result.to_dicts()
    assert [row["outcome"] for row in rows] == ["accepted", "rejected"]
    assert all(type(row["outcome"]) is str for row in rows)
    names = set(smsbat.SentMessage.__match_args__)
    assert all(set(row) == names for row in rows)
    for row, message in zip(rows, result, strict=True):
        assert all(row[name] == getattr(message, name) for name in names)
    turbosms: list[dict[str, Any]] = client.turbosms.send(API_MESSAGES["TurboSmsMessage"]).to_dicts()
    assert set(turbosms[0]) == set(smsbat.TurboSmsRecipient.__match_args__)
