"""`client.chathub`."""

from __future__ import annotations

import json
import pathlib
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest

import smsbat

MESSAGES = "/api/chat/6602/messages"


@pytest.fixture
def hub(client: smsbat.Client) -> smsbat.ChatHub:
    return client.chathub


def incoming(sandbox: smsbat.Sandbox, text: str, chat: int = 6602) -> None:
    with sandbox.client() as client:
        client.request("POST", "/_sandbox/chathub/incoming", {"chat_id": chat, "text": text})


def authorizations(sandbox: smsbat.Sandbox) -> list[Any]:
    return [r["headers"].get("authorization") for r in sandbox.requests(secrets=True)]


def test_operators(hub: smsbat.ChatHub) -> None:
    assert [o.name for o in hub.organizations()] == ["Returns desk", "Wholesale"]
    given = [smsbat.NewOperator(32, "Olena P."), {"organizationId": 32, "name": "Ihor"}]
    added = hub.add_operators(given)
    assert [o.name for o in added] == ["Olena P.", "Ihor"]
    first = added[0]
    assert first.id is not None
    known = hub.operators(32)[0]
    assert isinstance(known.organization, smsbat.Organization)
    assert known.organization is known.organization
    for status, name in [(smsbat.OperatorStatus.INACTIVE, "inactive"), ("active", "active"), (2, "deleted")]:
        hub.set_operator_status(first.id, status)
        now = next(o for o in hub.operators(32) if o.id == first.id)
        assert now.status_name == name
        assert now.status == smsbat.OperatorStatus[name.upper()]
    with pytest.raises(smsbat.ValidationError, match="active, inactive, deleted"):
        hub.set_operator_status(first.id, "asleep")
    for wrong in (1.0, True, None, smsbat.ChatStatus.OPEN):
        with pytest.raises(TypeError, match="status must be a name or a number"):
            hub.set_operator_status(first.id, wrong)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="of ChatStatus, not OperatorStatus"):
        hub.set_chat_status(6601, smsbat.OperatorStatus.DELETED)

    class Number:
        def __index__(self) -> int:
            return 1

    hub.set_operator_status(first.id, Number())  # type: ignore[arg-type]
    assert next(o for o in hub.operators(32) if o.id == first.id).status_name == "inactive"
    with pytest.raises(smsbat.ValidationError) as caught:
        hub.add_operators(smsbat.NewOperator(32))
    assert caught.value.field == "operators[0].name"


def test_tokens(hub: smsbat.ChatHub) -> None:
    in_an_hour = datetime.now(timezone.utc) + timedelta(hours=1)
    for token in (
        hub.operator_token(507),
        hub.operator_token(507, in_an_hour),
        hub.operator_token(507, expires_at=in_an_hour.isoformat()),
    ):
        info = hub.validate_token(token)
        assert (info.is_valid, info.operator_id) == (True, 507)
        assert token in hub.widget_html(token)
    assert info.expires_at is not None
    assert datetime.fromisoformat(info.expires_at.replace("Z", "+00:00")) - in_an_hour < timedelta(seconds=2)
    assert hub.validate_token("not.a.token").is_valid is False
    for wrong in (
        in_an_hour + timedelta(days=1),
        in_an_hour - timedelta(days=1),
        datetime(2035, 1, 1),
        "soon",
    ):
        with pytest.raises(smsbat.ValidationError) as caught:
            hub.operator_token(507, wrong)
        assert caught.value.field == "expires_at"


def test_a_token_is_renewed_once_it_has_ended(sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    hub = client.chathub
    token = hub.login("test-desk", "test-password")
    hub.organizations()
    assert authorizations(sandbox)[-1] == f"Bearer {token}"
    assert token not in repr(client) + repr(hub)
    sandbox.advance(30 * 24 * 3600)
    # Another object of the same client, the same token.
    assert len(client.chathub.organizations()) == 2
    assert [r["status"] for r in sandbox.requests()] == [200, 200, 401, 200, 200]
    assert authorizations(sandbox)[-1] not in (f"Bearer {token}", None)
    with pytest.raises(smsbat.AuthenticationError):
        hub.login("test-desk", "wrong")


def test_an_expired_company_token_is_not_renewed_without_a_login(sandbox: smsbat.Sandbox) -> None:
    with sandbox.client() as client:
        token = client.chathub.login("test-desk", "test-password")
    sandbox.advance(30 * 24 * 3600)
    with sandbox.client(company_token=token) as client, pytest.raises(smsbat.AuthenticationError):
        client.chathub.organizations()


def test_chats_come_page_by_page(sandbox: smsbat.Sandbox, hub: smsbat.ChatHub) -> None:
    chats = hub.chats(per_page=2)
    assert sandbox.requests() == []
    assert iter(chats) is chats
    seen = [next(chats), next(chats)]
    assert len(sandbox.requests()) == 1
    seen += chats
    assert sorted(c.id for c in seen if c.id) == [6601, 6602, 6603, 6604, 6605]
    assert len(sandbox.requests()) == 3
    assert next(chats, None) is None
    assert len(list(hub.chats(page=3, per_page=2))) == 1
    assert isinstance(seen[0], smsbat.Chat)


def test_filters_of_chats(hub: smsbat.ChatHub) -> None:
    def ids(**filters: Any) -> list[int | None]:
        return sorted(c.id for c in hub.chats(**filters))

    assert ids(status="open") == ids(status=1) == ids(status=smsbat.ChatStatus.OPEN) == [6601]
    assert ids(organization_id=32, operator_id=510) == [6604, 6605]
    assert ids(source=2, tg_user_id=90011223) == [6602]
    assert ids(phone="+38 (067) 000-01-01") == ids(search="Oksana") == [6601]
    today = datetime.now(timezone.utc)
    recent = ids(date=(today - timedelta(hours=2), today + timedelta(hours=1)))
    assert recent == [6601, 6602]
    assert ids(date=(date(2020, 1, 1), "2100-01-01")) == [6601, 6602, 6603, 6604, 6605]
    for field, filters in [
        ("status", {"status": "lost"}),
        ("phone", {"phone": "12"}),
        ("per_page", {"per_page": 0}),
        ("page", {"page": -1}),
        ("date", {"date": (datetime(2020, 1, 1), datetime(2021, 1, 1))}),
    ]:
        with pytest.raises(smsbat.ValidationError) as caught:
            ids(**filters)
        assert caught.value.field == field
        assert caught.value.outcome == "not_sent"
    for wrong in ((1, 2), ("2020-01-01",), date(2020, 1, 1), "2020-01-01", 5):
        with pytest.raises(TypeError, match="date must be"):
            ids(date=wrong)


def test_an_error_ends_the_iterator(sandbox: smsbat.Sandbox, hub: smsbat.ChatHub) -> None:
    chats = hub.chats(per_page=3)
    assert len([next(chats) for _ in range(3)]) == 3
    sandbox.fail_next(403)
    with pytest.raises(smsbat.PermissionDeniedError):
        next(chats)
    assert list(chats) == []


def test_a_chat(sandbox: smsbat.Sandbox, hub: smsbat.ChatHub, tmp_path: pathlib.Path) -> None:
    picture = tmp_path / "label.png"
    picture.write_bytes(b"\x89PNG")
    hub.send_chat_message(6602, "A courier will come")
    for media in (
        picture,
        str(picture),
        ("label.png", b"\x89PNG"),
        smsbat.ChatMedia("label.png", b"\x89PNG", "image/png"),
    ):
        assert hub.send_chat_message(6602, media=media).status_code == 200
        sent = json.loads(sandbox.requests()[-1]["body"])["media"]
        assert sent == {"name": "label.png", "format": "image/png", "dataBase64": "iVBORw==", "type": 1}
    found = hub.chat_messages(6602)
    assert found[0].text == "Parcel 7741 should have come yesterday"
    assert found[1].text == "A courier will come"
    assert found[2].media["name"] == "label.png"
    assert len(found) == 6
    hub.set_chat_status(6602, smsbat.ChatStatus.CLOSED)
    chat = next(c for c in hub.chats() if c.id == 6602)
    assert (chat.status_name, chat.status) == ("closed", smsbat.ChatStatus.CLOSED)
    hub.delete_chat(6602)
    with pytest.raises(smsbat.NotFoundError):
        hub.chat_messages(6602)


def test_an_error_in_a_response_is_one(sandbox: smsbat.Sandbox, hub: smsbat.ChatHub) -> None:
    calls: list[Callable[[], object]] = [
        lambda: hub.send_chat_message(1, "Hello"),
        lambda: hub.set_chat_status(1, "closed"),
        lambda: hub.delete_chat(1),
    ]
    for call in calls:
        sandbox.reply_next(json={"error": "chat is closed"})
        with pytest.raises(smsbat.ProviderError, match="chat is closed") as caught:
            call()
        assert caught.value.outcome == "rejected"
        sandbox.reply_next(body="<p>Sign in")
        with pytest.raises(smsbat.ResponseError) as broken:
            call()
        assert broken.value.outcome == "unknown"
        for body in ("", "OK", '{"id": 5}'):
            sandbox.reply_next(body=body)
            call()


def test_media_that_cannot_be_sent(
    sandbox: smsbat.Sandbox, hub: smsbat.ChatHub, tmp_path: pathlib.Path
) -> None:
    for media in (tmp_path / "none.png", tmp_path, ("x.png", b""), ("", b"x")):
        with pytest.raises(smsbat.ValidationError) as caught:
            hub.send_chat_message(6602, media=media)
        assert caught.value.outcome == "not_sent"
    with pytest.raises(smsbat.ValidationError):
        hub.send_chat_message(6602)
    for wrong in (b"x", 5, ("x.png", "text"), ("x.png",)):
        with pytest.raises(TypeError, match="media"):
            hub.send_chat_message(6602, media=wrong)  # type: ignore[arg-type]
    assert sandbox.requests() == []


def test_chat_media_is_a_value() -> None:
    media = smsbat.ChatMedia("Ivan's label.png", b"abc")
    assert (media.name, media.data, media.format, media.kind) == ("Ivan's label.png", b"abc", "image/png", 1)
    assert pickle.loads(pickle.dumps(media)) == media == smsbat.ChatMedia(*media_arguments(media))
    assert hash(media) == hash(smsbat.ChatMedia("Ivan's label.png", b"abc"))
    assert media != smsbat.ChatMedia("Ivan's label.png", b"abd")
    assert "Ivan" not in repr(media)
    assert "image/png" in repr(media)


def media_arguments(media: smsbat.ChatMedia) -> Iterator[Any]:
    return (getattr(media, name) for name in media.__match_args__)


def asked(sandbox: smsbat.Sandbox, count: int) -> None:
    """Waits until the chat was asked for so many times."""
    end = time.monotonic() + 10
    while sum(r["path"] == MESSAGES for r in sandbox.requests()) < count:
        assert time.monotonic() < end
        time.sleep(0.02)


def test_following_a_chat(sandbox: smsbat.Sandbox, hub: smsbat.ChatHub) -> None:
    followed = hub.follow(6602, interval=0.05, idle_timeout=1)

    def write() -> None:
        asked(sandbox, 2)
        incoming(sandbox, "first")
        # A passing failure is waited out.
        sandbox.fail_next(503, path_prefix=MESSAGES)
        asked(sandbox, 5)
        incoming(sandbox, "second")

    writer = threading.Thread(target=write)
    writer.start()
    assert [m.text for m in followed] == ["first", "second"]
    writer.join()
    assert list(followed) == []


def test_one_thread_at_a_time(sandbox: smsbat.Sandbox, hub: smsbat.ChatHub) -> None:
    followed = hub.follow(6602, interval=0.05, idle_timeout=20)
    found: list[Any] = []
    reader = threading.Thread(target=lambda: found.append(next(followed)))
    reader.start()
    asked(sandbox, 2)
    with pytest.raises(ValueError, match="another thread"):
        next(followed)
    incoming(sandbox, "for the first")
    reader.join(10)
    assert [m.text for m in found] == ["for the first"]


def test_following_what_is_not_there(hub: smsbat.ChatHub) -> None:
    followed = hub.follow(1)
    with pytest.raises(smsbat.NotFoundError):
        next(followed)
    assert list(followed) == []
    for name in ("interval", "idle_timeout"):
        with pytest.raises(smsbat.ValidationError) as caught:
            hub.follow(1, **{name: 0})  # type: ignore[arg-type]
        assert caught.value.field == name


FOLLOWER = """
import signal, sys, smsbat
signal.signal(signal.SIGINT, signal.default_int_handler)
with smsbat.Client(api_key="test-key", base_url=sys.argv[1], chathub_url=sys.argv[1]) as client:
    try:
        for message in client.chathub.follow(6602, interval=60):
            print("unexpected")
    except KeyboardInterrupt as error:
        print(type(error.__cause__).__name__, error.__cause__.outcome)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise there")
def test_ctrl_c_ends_following(sandbox: smsbat.Sandbox) -> None:
    command = [sys.executable, "-c", FOLLOWER, sandbox.url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        # It is in its pause, or reads the second answer: the outcome is the same.
        asked(sandbox, 2)
        child.send_signal(signal.SIGINT)
        output, _ = child.communicate(timeout=10)
    assert output.split() == ["SmsbatError", "not_sent"]


def test_replies_are_values(hub: smsbat.ChatHub) -> None:
    replies: list[Any] = [
        *hub.organizations(),
        *hub.operators(31),
        *hub.chats(),
        *hub.chat_messages(6601),
        hub.validate_token("a.b.c"),
    ]
    for reply in replies:
        assert pickle.loads(pickle.dumps(reply)) == reply
        assert json.loads(reply.raw) == reply.to_dict()
        assert hash(reply) == hash(pickle.loads(pickle.dumps(reply)))
    text = repr(replies)
    for personal in ("boots", "Parcel", "380670000101", "Oksana", "parcel"):
        assert personal not in text
    for thing in (hub, hub.chats(), hub.follow(6601)):
        with pytest.raises(TypeError, match="cannot be pickled"):
            pickle.dumps(thing)


def test_widgets_escape() -> None:
    assert 'token="a&quot;&lt;b"' in smsbat.ChatHub.widget_html('a"<b')
    assert 'guid="g-1"' in smsbat.ChatHub.visitor_widget_html("g-1")


def test_ids_are_whole_numbers(hub: smsbat.ChatHub) -> None:
    calls: list[tuple[str, Callable[[Any], object]]] = [
        ("id", hub.delete_chat),
        ("id", hub.operator_token),
        ("organization_id", hub.operators),
        ("id", hub.chat_messages),
        ("id", lambda chat: hub.send_chat_message(chat, "Hello")),
        ("id", lambda chat: hub.set_chat_status(chat, "closed")),
        ("operator_id", lambda operator: hub.chats(operator_id=operator)),
        ("page", lambda page: hub.chats(page=page)),
        ("chat_id", hub.follow),
        ("chats", lambda chat: hub.listen(chats=[chat])),
        ("kind", lambda kind: smsbat.ChatMedia("a.png", b"x", kind=kind)),
    ]
    for name, call in calls:
        # Python's True is 1, and would be the first chat.
        for wrong in (True, 1.0, "1"):
            with pytest.raises(TypeError, match=f"^{name} must be an integer, not {type(wrong).__name__}"):
                call(wrong)
        with pytest.raises(smsbat.ValidationError, match=f"{name} is too large a number"):
            call(2**70)
    with pytest.raises(smsbat.ValidationError, match="status is too large a number"):
        hub.set_chat_status(1, 2**70)
